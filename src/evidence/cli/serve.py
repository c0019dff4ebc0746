"""``evidence serve``: the inspectors' web application."""

from __future__ import annotations

from typing import Annotated

import typer

from evidence.cli.options import Lang, spoken


def serve(
    workers: Annotated[
        int,
        typer.Option(
            min=0, max=64, help="Processes that answer; 0: one for each processor, at most 8."
        ),
    ] = 0,
    *,
    lang: Lang = None,
) -> None:
    """Let inspectors review what the nights found, and institutions answer, in a browser.

    It works on the same store and landing folder as evidence run. Where it listens and how long a
    sign-in lasts stand under [web] in config/evidence.toml; accounts are made with evidence user
    add. docs/inspector.md shows how a case is decided.

    \b
    Exit codes:
      0  it was asked to stop
      2  the deployment can't be used

    \b
    For example:
      evidence user add chen --role inspector
      evidence serve
    """
    from evidence.wiring import serving
    from evidence.wiring.places import config_folder

    spoken(lang)
    folder = config_folder()
    host, port = serving.address(folder)
    typer.echo(f"http://{host}:{port}/", err=True)
    serving.serve(folder, host, port, workers or serving.processes())
