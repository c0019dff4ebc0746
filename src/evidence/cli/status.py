"""``evidence status``: how the nights go."""

from __future__ import annotations

from typing import Annotated

import typer

from evidence.cli.options import Lang


def status(
    *,
    json: Annotated[
        bool, typer.Option("--json", help="Write it as JSON on standard output.")
    ] = False,
    lang: Lang = None,
) -> None:
    """Say how the last nights went, what is parked or missing, how live cameras and the disk are.

    \b
    Exit codes:
      0  it was told, however it is
      2  the deployment or its store can't be read

    \b
    For example:
      evidence status
      evidence status --json | jq .missing
    """
    from json import dumps

    from evidence.pipeline.status import as_json
    from evidence.report.language import language
    from evidence.report.status import status_lines
    from evidence.report.words import Voice
    from evidence.wiring.deployment import NightSection, deployment
    from evidence.wiring.places import config_folder
    from evidence.wiring.status import status_now

    voiced = language(lang)
    deployed = deployment(config_folder())
    found = status_now(deployed)
    if json:
        typer.echo(dumps(as_json(found), ensure_ascii=False, indent=2))
        return
    voice = Voice(voiced, deployed.part("night", NightSection).timezone)
    typer.echo("\n".join(status_lines(found, voice)))
