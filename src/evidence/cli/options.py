"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

Lang = Annotated[
    str | None,
    typer.Option(help="en or zh; the locale's language if not given.", metavar="LANG"),
]


def spoken(lang: str | None) -> str:
    """The language that is asked for, of a command that says little itself.

    Raises:
        Unreadable: for one that nobody here speaks.
    """
    from evidence.report.language import language

    return language(lang)
