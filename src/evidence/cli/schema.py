"""``evidence schema``: the JSON Schema of what evidence writes."""

from __future__ import annotations

from typing import Annotated

import typer

NAMES = ("verdict",)


def schema(
    name: Annotated[str, typer.Argument(help="Which format: verdict.", metavar="NAME")],
) -> None:
    """Print the JSON Schema (draft 2020-12) of a format.

    Formats: `verdict`, what `evidence check --json` writes.

    Example: `evidence schema verdict > verdict.schema.json`
    """
    if name not in NAMES:
        _refuse(name)

    import json

    from evidence.report import verdict_json

    typer.echo(json.dumps(verdict_json.schema(), ensure_ascii=False, indent=2))


def _refuse(name: str) -> None:
    from evidence.domain.errors import nearest

    guess = nearest(name, NAMES)
    hint = f"; did you mean {guess}?" if guess else ""
    known = ", ".join(NAMES)
    typer.echo(f"evidence: there is no schema {name}; there are: {known}{hint}", err=True)
    raise typer.Exit(2)
