"""``evidence learner``: a learner's training record across classes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evidence.cli.options import Lang


def learner(
    who: Annotated[
        str,
        typer.Argument(
            help="The learner's number of the roster, or the ID number; - reads it from standard "
            "input, so that it stands in no history of commands.",
            metavar="ID",
        ),
    ],
    *,
    institution: Annotated[
        str, typer.Option(help="The institution that gave the number.", metavar="ID")
    ] = "",
    json: Annotated[
        Path | None,
        typer.Option(help="Write the record as JSON; - for standard output.", metavar="FILE"),
    ] = None,
    xlsx: Annotated[
        Path | None, typer.Option(help="Write the record as a workbook.", metavar="FILE")
    ] = None,
    lang: Lang = None,
) -> None:
    """Tell a learner's training record (电子档案), from every class of the store.

    A number of a roster leads to the person by the ID number of that roster, and so to the classes
    of other institutions. Neither names nor ID numbers are ever written.

    \b
    Exit codes:
      0  it was told
      2  nobody of this number is on record, or the store can't be read

    \b
    For example:
      evidence learner L001 --institution INST-0007
      evidence learner - --xlsx record.xlsx
    """
    from evidence.cli.records import tell_learner
    from evidence.report.language import language

    tell_learner(who, institution=institution, json=json, xlsx=xlsx, lang=language(lang))
