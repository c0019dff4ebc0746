"""``evidence check``: the pre-check of one class bundle or many."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evidence.cli.options import Lang


def check(
    bundles: Annotated[
        list[Path],
        typer.Argument(
            help="Class bundles: a folder, a .zip, a .tar(.gz), or a BagIt bag of each.",
            metavar="BUNDLE",
        ),
    ],
    *,
    policy: Annotated[
        list[str] | None,
        typer.Option(
            help="Judge under this policy (an id, or a .toml file) instead of the class's own; "
            "given more than once, the verdicts stand side by side.",
            metavar="POLICY",
        ),
    ] = None,
    what_if: Annotated[
        list[str] | None,
        typer.Option(
            help="Show also what another number would change, such as min_minutes=14 or "
            "rule.min_minutes=14; that is no verdict.",
            metavar="NAME=VALUE",
        ),
    ] = None,
    json: Annotated[
        Path | None,
        typer.Option(help="Write the verdict as JSON; - for standard output.", metavar="FILE"),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option(help="Write a report to read and print, with pictures.", metavar="FILE"),
    ] = None,
    xlsx: Annotated[
        Path | None, typer.Option(help="Write the report as a workbook.", metavar="FILE")
    ] = None,
    pdf: Annotated[
        Path | None,
        typer.Option(help="Write the report as PDF for A4, its fonts embedded.", metavar="FILE"),
    ] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="List every finding on a line of its own.")
    ] = False,
    lang: Lang = None,
) -> None:
    """Check class bundles: footage, logs and tables in, a verdict with its clauses out.

    Nothing is written into a bundle. With several bundles or policies, FILE names a folder, and
    each verdict gets a file of its own in it; on standard output they follow one another. A class
    is judged by the edition of its policy that was in force on its first day.

    \b
    Exit codes:
      0  every bundle is valid, under each policy asked for
      1  something is invalid
      3  nothing is invalid, but something is for a person to look at
      2  the command or a bundle could not be read

    \b
    For example:
      evidence check my-class/
      evidence check my-class.zip --html report.html --lang zh
      evidence check classes/* --json verdicts/
      evidence check my-class --json - | jq .verdict
      evidence check my-class --what-if min_minutes=14
      evidence check my-class --policy sanmenxia-2021 --policy zhengzhou-2019
    """
    from evidence.cli.checking import Asked, check_all
    from evidence.cli.outputs import Outputs
    from evidence.report.language import language

    asked = Asked(policies=tuple(dict.fromkeys(policy or ())), what_if=what_if or ())
    asked.refuse_clashes()
    outputs = Outputs(
        bundles, policies=len(asked.policies), json=json, html=html, xlsx=xlsx, pdf=pdf
    )
    outputs.refuse_clashes()
    raise typer.Exit(
        check_all(bundles, asked=asked, outputs=outputs, lang=language(lang), verbose=verbose)
    )
