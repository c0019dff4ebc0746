"""Writing the application form; without a Chinese font the DOCX is written all the same."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from evidence.cli.money import put, refuse_places, verdicts_of
from evidence.domain.errors import Problem, Unreadable
from evidence.domain.subsidy import YUAN
from evidence.domain.text import say
from evidence.facts.subsidy import subsidy_sheet
from evidence.report.claims import claim_of
from evidence.report.form_filling import filled, is_asked_for
from evidence.wiring.verdicts_kept import GivenVerdict, kept_verdicts


def write_form(
    what: str,
    *,
    store: bool,
    docx: Path | None,
    pdf: Path | None,
    standard: int | None,
    stated: Mapping[str, str],
    lang: str,
) -> None:
    """Fill in the form of one class and write it.

    Raises:
        Unreadable: with what is wrong with the class, its policy, the store or the fonts.
    """
    refuse_places(docx, pdf)
    (given,) = kept_verdicts([what]) if store else verdicts_of([what], policy=None, lang=lang)
    terms = given.policy.subsidy
    if terms is None or not is_asked_for(tuple(one.text for one in given.policy.clauses)):
        raise _no_form(given)
    fen = None if standard is None else standard * YUAN
    sheet = subsidy_sheet(claim_of(given.verdict, given.decided), terms, fen)
    form = filled(given.verdict, sheet, **stated)
    if docx:
        from evidence.report.form_docx import form_docx

        put(docx, form_docx(form))
    if pdf:
        from evidence.report.form_pdf import form_pdf

        put(pdf, form_pdf(form))


def _no_form(given: GivenVerdict) -> Unreadable:
    what = say("this policy asks for no application form")
    return Unreadable(given.policy.id, (Problem(what, given.policy.id),))
