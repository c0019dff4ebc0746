"""``evidence schedule``: the process that does everything at its time."""

from __future__ import annotations

from typing import Annotated

import typer

from evidence.cli.options import Lang, spoken


def schedule(
    *,
    once: Annotated[
        bool, typer.Option("--once", help="Do what is due now and end, as cron wants it.")
    ] = False,
    lang: Lang = None,
) -> None:
    """Run the nights by themselves, write to the institutions in the morning, answer monitors.

    Each business date is run once. A machine that was off catches up within the hours of grace,
    and a night that was killed goes on where it was. The times stand in config/evidence.toml;
    docs/schedule.md shows how to run it as a service.

    \b
    Exit codes:
      0  it was asked to stop, or with --once: what was due is done
      1  with --once: something that was due came to no good end
      2  the deployment can't be used, or another schedule runs already

    \b
    For example:
      evidence schedule
      evidence schedule --once
    """
    from evidence.cli.scheduling import run

    spoken(lang)
    raise typer.Exit(run(once=once))
