"""``evidence calibrate``: thresholds for faces and liveness, set on pictures of your own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evidence.cli.options import Lang, spoken

if TYPE_CHECKING:
    from evidence.analyzers.face.cards import Card

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Set the thresholds for faces and liveness on pictures of your own.",
)


@app.command("faces")
def faces(
    *,
    same: Annotated[
        Path,
        typer.Option(
            help="A folder for each person, with two pictures or more.",
            exists=True,
            file_okay=False,
            metavar="FOLDER",
        ),
    ],
    different: Annotated[
        Path,
        typer.Option(
            help="A picture or a folder for each person.",
            exists=True,
            file_okay=False,
            metavar="FOLDER",
        ),
    ],
    embedder: Annotated[
        str,
        typer.Option(help="A model of your own; that of [faces] embedder if not given."),
    ] = "",
    lang: Lang = None,
) -> None:
    """Set from how near on two pictures show one person, and write a card to [faces] models.

    \b
    Exit codes:
      0  the card is written: its thresholds and errors are printed
      2  too few pictures, or the card can't be written

    \b
    For example:
      evidence calibrate faces --same people --different strangers
      evidence calibrate faces --embedder arc --same people --different strangers
    """
    from evidence.wiring.calibrating import faces_calibrated

    spoken(lang)
    _tell(faces_calibrated(same, different, embedder))


@app.command("liveness")
def liveness(
    *,
    live: Annotated[
        Path,
        typer.Option(
            help="Bursts of living people: a folder of pictures or a clip each.",
            exists=True,
            file_okay=False,
            metavar="FOLDER",
        ),
    ],
    attack: Annotated[
        Path,
        typer.Option(
            help="Bursts of photos and screens held up, in a folder for each kind.",
            exists=True,
            file_okay=False,
            metavar="FOLDER",
        ),
    ],
    lang: Lang = None,
) -> None:
    """Set from where on a burst is suspicious or proven, and write a card to [faces] models.

    \b
    Exit codes:
      0  the card is written: its thresholds and errors are printed
      2  too few bursts, or the card can't be written

    \b
    For example:
      evidence calibrate liveness --live webcam/live --attack webcam/attacks
    """
    from evidence.wiring.calibrating import liveness_calibrated

    spoken(lang)
    _tell(liveness_calibrated(live, attack))


def _tell(card: Card) -> None:
    typer.echo(str(card.folder / "card.toml"))
    for name, (low, high) in card.text.intervals.items():
        typer.echo(f"  {name} {card.threshold(name):g}  ({low:g} … {high:g})")
    for one in card.text.measured:
        about = ", ".join(filter(None, (one.what, one.condition)))
        wrong = round(one.value * one.count)
        typer.echo(
            f"  {about}: {wrong}/{one.count}  {one.value:.1%} ({one.low:.1%} … {one.high:.1%})"
        )
