"""``evidence ledger``: a workbook a class, a row a class hour."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evidence.cli.misuse import Misused
from evidence.cli.options import Lang
from evidence.domain.text import say


def ledger(
    what: Annotated[
        list[str] | None,
        typer.Argument(
            help="Class bundles, or verdicts that 'evidence check --json' wrote; with --store "
            "classes as INSTITUTION/CLASS, none for all.",
            metavar="WHAT",
        ),
    ] = None,
    *,
    folder: Annotated[
        Path, typer.Option(help="The folder to write them into.", metavar="FOLDER", file_okay=False)
    ],
    store: Annotated[
        bool,
        typer.Option("--store", help="Take the store's newest verdicts, and what people decided."),
    ] = False,
    lang: Lang = None,
) -> None:
    """Write the ledgers (台账): FOLDER/INSTITUTION/CLASS.xlsx, a row a class hour.

    \b
    Exit codes:
      0  they were written
      2  the command, a bundle, a verdict or the store could not be read

    \b
    For example:
      evidence ledger my-class/ --folder ledgers/
      evidence ledger --store --folder ledgers/
    """
    from evidence.cli.records import write_ledgers
    from evidence.report.language import language

    asked = tuple(what or ())
    if not asked and not store:
        raise Misused(say("name a bundle or a verdict, or take the store's with --store"))
    write_ledgers(asked, folder=folder, store=store, lang=language(lang))
