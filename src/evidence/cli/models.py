"""``evidence models``: which models there are, under which licence, and how to bring one."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="The models that look at pictures: cards, licences, and one of your own.",
)


class Kind(StrEnum):
    """What a model is for."""

    DETECTOR = "detector"
    EMBEDDER = "embedder"
    LANDMARKS = "landmarks"
    MESH = "mesh"
    LIVENESS = "liveness"


@app.command("list")
def list_models(
    *,
    json: Annotated[
        bool, typer.Option("--json", help="Write it as JSON on standard output.")
    ] = False,
) -> None:
    """List every model: what it is for, its licence, and whether its weights are the card's.

    \b
    Exit codes:
      0  they were listed
      2  a card or the deployment can't be read
    """
    from json import dumps

    from evidence.wiring.models import listed

    found = listed()
    if json:
        typer.echo(dumps(found, ensure_ascii=False, indent=2))
        return
    for one in found:
        state = one["unusable"] or "ok"
        typer.echo(f"{one['name']}  ({one['use']}, {one['licence']})  {state}")
        typer.echo(f"  {one['title']}  {str(one['identity'])[:16]}  {one['package']}".rstrip())


@app.command("import")
def import_model(
    file: Annotated[Path, typer.Argument(help="An ONNX file.", metavar="FILE")],
    *,
    kind: Annotated[Kind, typer.Option(help="What the model is for.")],
    licence: Annotated[str, typer.Option(help="Under which licence you may use it.")],
    name: Annotated[str, typer.Option(help="What to call it; the file's name if not given.")] = "",
) -> None:
    """Bring a model of your own: its file and a card with digest and licence go to [faces] models.

    It is used nowhere before its errors were measured on your own pictures.

    \b
    Exit codes:
      0  it is there
      2  it is no ONNX model, or can't be written

    \b
    For example:
      evidence models import antispoof.onnx --kind liveness --licence Apache-2.0
    """
    from evidence.wiring.models import brought

    card = brought(file, name=name, kind=kind.value, licence=licence)
    typer.echo(f"{card.name}: {card.identity}")
