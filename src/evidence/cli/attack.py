"""``evidence attack``: a dishonest copy of an honest bundle."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evidence.cli.options import Lang, spoken


def attack(
    bundle: Annotated[
        Path | None, typer.Argument(help="An honest class bundle: a folder.", metavar="BUNDLE")
    ] = None,
    *,
    kind: Annotated[
        str | None,
        typer.Option(help="How to cheat; without it, the kinds are listed.", metavar="KIND"),
    ] = None,
    strength: Annotated[
        float,
        typer.Option(
            min=0, max=1, help="From 0, the least that still cheats, to 1, for all to see."
        ),
    ] = 1.0,
    out: Annotated[
        Path | None, typer.Option(help="The folder for the dishonest copy.", metavar="FOLDER")
    ] = None,
    recording: Annotated[
        str | None,
        typer.Option(help="The recording to change; the longest if not given.", metavar="PATH"),
    ] = None,
    lang: Lang = None,
) -> None:
    """Make a dishonest copy of an honest bundle, to see whether a check tells.

    The bundle itself is left as it is.

    \b
    For example:
      evidence attack my-class --kind frozen-tail --out frozen
      evidence check frozen
    """
    from evidence.cli.attacking import attacked, print_kinds

    tongue = spoken(lang)
    if bundle is None or kind is None or out is None:
        print_kinds(tongue)
        raise typer.Exit(0 if kind is None else 2)
    typer.echo(attacked(bundle, kind, strength=strength, out=out, recording=recording))
