"""Running a night, or only telling what it would do, and saying what came of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import typer
from rich.console import Console

from evidence.cli.progress import shown_on
from evidence.pipeline import forecast, summary
from evidence.pipeline.others import Wait
from evidence.report import night as told
from evidence.wiring.deployment import NightSection, deployment
from evidence.wiring.night import date_of_now, night
from evidence.wiring.places import config_folder
from evidence.wiring.process import CLOCK
from evidence.wiring.purging import purge

WHOLE, UNFINISHED = 0, 1


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user asked for; ``on`` is None for the date that it is the time of."""

    on: date | None
    institution: str
    retry_parked: bool
    json: bool
    lang: str


def run_night(asked: Asked) -> int:
    """Run the night and tell it; the exit code of the command."""
    deployed = deployment(config_folder())
    on = asked.on or date_of_now(deployed)
    zone = deployed.part("night", NightSection).timezone
    asides = Console(stderr=True)

    def waits(wait: Wait) -> None:
        told.print_wait(wait, lang=asked.lang, timezone=zone, console=asides)

    with night(deployed, told=waits) as tonight, shown_on(asides, lang=asked.lang) as progress:
        came = tonight.run(
            on, asked.institution, progress, again=True, retry_parked=asked.retry_parked
        )
        purge(deployed, tonight.store, CLOCK.now())
    if asked.json:
        _write(summary.as_json(came))
    else:
        told.print_night(came, lang=asked.lang, timezone=zone, console=Console())
    return WHOLE if came.whole else UNFINISHED


def tell_forecast(asked: Asked) -> int:
    """Tell what the night would do; the exit code of the command."""
    deployed = deployment(config_folder())
    on = asked.on or date_of_now(deployed)
    with night(deployed, dry=True) as tonight:
        seen = forecast.forecast(tonight, on, asked.institution)
    if asked.json:
        _write(forecast.as_json(seen))
    else:
        zone = deployed.part("night", NightSection).timezone
        told.print_forecast(seen, lang=asked.lang, timezone=zone, console=Console())
    return UNFINISHED if seen.down or seen.not_landed else WHOLE


def _write(content: Mapping[str, Any]) -> None:
    typer.echo(json.dumps(content, ensure_ascii=False, indent=2))
