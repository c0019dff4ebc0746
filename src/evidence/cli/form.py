"""``evidence form``: the application form of a regulation, filled in from a verdict."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evidence.cli.misuse import Misused
from evidence.cli.options import Lang
from evidence.domain.text import say


def form(
    what: Annotated[
        str,
        typer.Argument(
            help="A class bundle, or a verdict that 'evidence check --json' wrote; with --store a "
            "class as INSTITUTION/CLASS.",
            metavar="WHAT",
        ),
    ],
    *,
    store: Annotated[
        bool,
        typer.Option("--store", help="Take the store's newest verdicts, and what people decided."),
    ] = False,
    docx: Annotated[
        Path | None, typer.Option(help="Write it as DOCX, to fill in further.", metavar="FILE")
    ] = None,
    pdf: Annotated[
        Path | None, typer.Option(help="Write it as PDF, its fonts embedded.", metavar="FILE")
    ] = None,
    standard: Annotated[
        int | None,
        typer.Option(
            help="The sum for a head in whole yuan, where the document sets none.",
            metavar="YUAN",
            min=1,
        ),
    ] = None,
    contact: Annotated[str, typer.Option(help="Who is to be asked, with telephone.")] = "",
    bank: Annotated[str, typer.Option(help="The bank's name.")] = "",
    account: Annotated[str, typer.Option(help="The account's number.")] = "",
    lang: Lang = None,
) -> None:
    """Fill in the form that an institution applies with (三技领办〔2021〕4号 附件2).

    What neither the verdict nor an option tells is left for the pen; so are the signatures of the
    first and the second reviewer (初审人, 复核人) and the seals.

    \b
    Exit codes:
      0  everything asked for was written
      2  something could not be read or written; the rest was written

    \b
    For example:
      evidence form my-class/ --docx form.docx --pdf form.pdf --standard 1200
      evidence form --store INST-0007/SMX-2021-0417-03 --pdf form.pdf
    """
    from evidence.cli.forms import write_form
    from evidence.report.language import language

    if docx is None and pdf is None:
        raise Misused(say("name a file with --docx or --pdf"))
    write_form(
        what,
        store=store,
        docx=docx,
        pdf=pdf,
        standard=standard,
        stated={"contact": contact, "bank": bank, "account": account},
        lang=language(lang),
    )
