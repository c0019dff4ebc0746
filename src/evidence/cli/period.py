"""``evidence period``: what was planned, checked and achieved in a period."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evidence.cli.options import Lang


def period(
    when: Annotated[
        str,
        typer.Argument(help="2021, 2021-Q2, 2021-05, or 2021-01-01..2021-06-30.", metavar="PERIOD"),
    ],
    *,
    institution: Annotated[
        str, typer.Option(help="Only the classes of this institution.", metavar="ID")
    ] = "",
    policy: Annotated[
        str, typer.Option(help="Only the classes under this policy.", metavar="ID")
    ] = "",
    json: Annotated[
        Path | None,
        typer.Option(help="Write the report as JSON; - for standard output.", metavar="FILE"),
    ] = None,
    xlsx: Annotated[
        Path | None, typer.Option(help="Write the report as a workbook.", metavar="FILE")
    ] = None,
    lang: Lang = None,
) -> None:
    """Report on the classes of the store that began in a period, by institution and policy.

    What was planned, what was checked and what came of it (年初有安排、年中有督导、年底有总结).

    \b
    Exit codes:
      0  it was told
      2  the command or the store could not be read

    \b
    For example:
      evidence period 2021 --xlsx 2021.xlsx
      evidence period 2021-Q2 --institution INST-0007
    """
    from evidence.cli.records import tell_period
    from evidence.report.language import language

    tell_period(
        when, institution=institution, policy=policy, json=json, xlsx=xlsx, lang=language(lang)
    )
