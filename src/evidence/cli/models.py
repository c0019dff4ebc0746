"""``evidence models``: which models there are, under which licence, and how to bring one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evidence.analyzers.face.choices import Asked, Cut, Metric, Order, Use
from evidence.cli.options import Lang, spoken

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="The models that look at pictures: cards, licences, and one of your own.",
)


@app.command("list")
def list_models(
    *,
    json: Annotated[
        bool, typer.Option("--json", help="Write it as JSON on standard output.")
    ] = False,
    lang: Lang = None,
) -> None:
    """List every model: what it is for, its licence, and whether its weights are the card's.

    \b
    Exit codes:
      0  they were listed
      2  a card or the deployment can't be read
    """
    from json import dumps

    from evidence.wiring.models import listed

    spoken(lang)
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
    kind: Annotated[Use, typer.Option(help="What the model is for.")],
    licence: Annotated[str, typer.Option(help="Under which licence you may use it.")],
    name: Annotated[str, typer.Option(help="What to call it; the file's name if not given.")] = "",
    cut: Annotated[
        Cut, typer.Option(help="An embedder: how a face is cut out, see above.", show_default=True)
    ] = Cut.UPRIGHT,
    padding: Annotated[
        float, typer.Option(help="An embedder: room around a face, in sizes of it.")
    ] = 0.25,
    size: Annotated[
        int, typer.Option(help="An embedder: pixels, where the file takes any.", metavar="PIXELS")
    ] = 0,
    order: Annotated[Order, typer.Option(help="An embedder: the order of colours.")] = Order.RGB,
    mean: Annotated[
        str, typer.Option(help="An embedder: (pixel - mean) / std is put; one number or three.")
    ] = "127.5",
    std: Annotated[str, typer.Option(help="An embedder: the same; 255 with mean 0.")] = "127.5",
    metric: Annotated[
        Metric, typer.Option(help="An embedder: what tells two faces apart.")
    ] = Metric.COSINE,
    lang: Lang = None,
) -> None:
    """Bring a model of your own: its file and a card with digest and licence go to [faces] models.

    An embedder is put to use: it turns one square picture of a face (any size, RGB or BGR, floats
    of any scale or bytes) into a row of numbers. Calibrate it, then name it in [faces] embedder.
    A face is cut out upright by five points as for the shipped embedder, with the eyes where
    ArcFace and its kin have them (eyes, no padding), or as the detector's box (box).

    A detector, landmarks, a mesh or liveness are kept and listed, and nothing runs them yet.

    \b
    Exit codes:
      0  it is there
      2  it is no ONNX model, or can't be written

    \b
    For example:
      evidence models import arc.onnx --kind embedder --licence MIT --cut eyes --order BGR
      evidence calibrate faces --embedder arc --same people --different strangers
    """
    from evidence.wiring.models import brought

    spoken(lang)
    card = brought(
        file,
        name=name,
        use=kind,
        licence=licence,
        asked=Asked(
            side=size,
            order=order,
            mean=_three(mean, "--mean"),
            std=_three(std, "--std"),
            cut=cut,
            padding=padding,
            metric=metric,
        ),
    )
    typer.echo(f"{card.name}: {card.identity}")


def _three(said: str, option: str) -> tuple[float, float, float]:
    """One number for each colour, or one for all."""
    try:
        found = [float(each) for each in said.split(",")]
    except ValueError:
        found = []
    if len(found) not in {1, 3}:
        raise typer.BadParameter("one number, or three with commas", param_hint=option)
    one, other, third = found * (3 // len(found))
    return one, other, third
