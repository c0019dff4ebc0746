"""``evidence subsidy``: the subsidy sheet, what is due for each learner and why."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evidence.cli.misuse import Misused
from evidence.cli.options import Lang
from evidence.domain.text import say


def subsidy(
    what: Annotated[
        list[str] | None,
        typer.Argument(
            help="Class bundles, or verdicts that 'evidence check --json' wrote; with --store "
            "classes as INSTITUTION/CLASS, none for all.",
            metavar="WHAT",
        ),
    ] = None,
    *,
    store: Annotated[
        bool,
        typer.Option("--store", help="Take the store's newest verdicts, and what people decided."),
    ] = False,
    policy: Annotated[
        str | None,
        typer.Option(help="Count under this policy (an id, or a .toml file), not the class's own."),
    ] = None,
    standard: Annotated[
        int | None,
        typer.Option(
            help="The sum for a head in whole yuan, where the document sets none.",
            metavar="YUAN",
            min=1,
        ),
    ] = None,
    json: Annotated[
        Path | None,
        typer.Option(help="Write the sheets as JSON; - for standard output.", metavar="FILE"),
    ] = None,
    xlsx: Annotated[
        Path | None, typer.Option(help="Write the sheets as a workbook.", metavar="FILE")
    ] = None,
    lang: Lang = None,
) -> None:
    """Work out the subsidy of each learner, with the class hours and the clauses behind it.

    What is open is never paid in silence: every sum tells what is surely due and what may be.

    \b
    Exit codes:
      0  it was worked out
      2  the command, a bundle, a verdict or the store could not be read

    \b
    For example:
      evidence subsidy my-class/ --xlsx subsidy.xlsx
      evidence subsidy my-class/ --standard 1200
      evidence check my-class/ --json v.json; evidence subsidy v.json
      evidence subsidy --store INST-0007/SMX-2021-0417-03
    """
    from evidence.cli.money import subsidies
    from evidence.report.language import language

    asked = tuple(what or ())
    if not asked and not store:
        raise Misused(say("name a bundle or a verdict, or take the store's with --store"))
    subsidies(
        asked,
        store=store,
        policy=policy,
        standard=standard,
        json=json,
        xlsx=xlsx,
        lang=language(lang),
    )
