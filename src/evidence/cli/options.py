"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

Lang = Annotated[
    str | None,
    typer.Option(help="en or zh; the locale's language if not given.", metavar="LANG"),
]
