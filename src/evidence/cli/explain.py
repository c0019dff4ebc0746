"""``evidence explain``: what a finding rests on, and how near it was."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evidence.cli.options import Lang


def explain(
    verdict: Annotated[
        Path,
        typer.Argument(
            help="A verdict that 'evidence check --json' wrote, or the class bundle itself.",
            metavar="VERDICT",
        ),
    ],
    finding: Annotated[
        list[str] | None,
        typer.Argument(
            help="Which finding: a rule, what it is about, or both; or its number.",
            metavar="FINDING",
        ),
    ] = None,
    *,
    policy: Annotated[
        str | None,
        typer.Option(help="Judge a bundle under this policy instead of the class's own."),
    ] = None,
    lang: Lang = None,
) -> None:
    """Explain a finding: its rule, its clause, the facts behind it, and how near it was.

    A finding is named by its rule and what it is about, as practical-continuous-recording P01/2;
    fewer words mean every finding that they fit. Without any, the findings are listed by name. Of a
    bundle also what is no finding can be asked for: how near an hour was that stands.

    \b
    Exit codes:
      0  explained
      2  the verdict could not be read, or has no such finding

    \b
    For example:
      evidence explain my-class
      evidence explain my-class practical-continuous-recording P01/2
      evidence explain verdict.json P01/2
      evidence explain verdict.json 3
    """
    from evidence.cli.explaining import explain_all
    from evidence.report.language import language

    explain_all(verdict, finding or [], policy=policy, lang=language(lang))
