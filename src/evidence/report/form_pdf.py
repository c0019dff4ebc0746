"""The application form as PDF."""

from __future__ import annotations

from dataclasses import asdict

from evidence.report.application_form import ANNEX, COLUMNS, TITLE, Filled, pages
from evidence.report.typesetting import typeset


def form_pdf(given: Filled) -> bytes:
    """The form, filled in.

    Raises:
        Unreadable: when there is no Chinese font.
    """
    return typeset(
        "application_form.typ",
        {
            "title": TITLE,
            "annex": ANNEX,
            "columns": COLUMNS,
            "pages": [asdict(page) for page in pages(given)],
            "origin": given.origin,
        },
    )
