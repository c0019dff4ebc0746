"""Watching until somebody asks it to stop, or telling once how it stands."""

from __future__ import annotations

import json as json_module
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from types import FrameType

import structlog
import typer
from rich.console import Console
from rich.live import Live

from evidence.pipeline.watch import Look
from evidence.pipeline.watch_json import as_json
from evidence.pipeline.watching import ALARMING, State
from evidence.report.watching import table, told
from evidence.report.words import Voice, phrase
from evidence.service.lock import RunsAlready
from evidence.wiring.deployment import NightSection, deployment, store_to_look_at
from evidence.wiring.places import config_folder
from evidence.wiring.watching import Watching, watch_of, watching

WELL, AT_RISK, REFUSED, FAULTY = 0, 1, 2, 3
log = structlog.get_logger()


def tell_once(*, json: bool, lang: str) -> int:
    """Tell how it stands now; the exit code of the command."""
    deployed = deployment(config_folder())
    store = store_to_look_at(deployed)
    try:
        look = watch_of(deployed, kept=store.observations).look()
    finally:
        store.close()
    if json:
        typer.echo(json_module.dumps(as_json(look), ensure_ascii=False, indent=2))
    else:
        voice = Voice(lang, deployed.part("night", NightSection).timezone)
        typer.echo("\n".join(told(look, voice)))
    return code_of(look)


def code_of(look: Look) -> int:
    """What scripts go by: what can still be saved goes before what is lost."""
    found = {hour.state for each in look.classes for hour in each.hours}
    if State.AT_RISK in found:
        return AT_RISK
    faulty = any(each.troubles or each.problems for each in look.classes)
    return FAULTY if faulty or found & ALARMING else WELL


def run(*, lang: str) -> int:
    """Watch until asked to stop; the exit code of the command."""
    deployed = deployment(config_folder())
    voice = Voice(lang, deployed.part("night", NightSection).timezone)
    try:
        with _drawing(voice) as draw, watching(deployed, Event(), draw) as made:
            _until_asked(made)
    except RunsAlready as error:
        (problem,) = error.problems
        typer.echo(f"evidence: {phrase(problem.what, lang, voice.timezone)}", err=True)
        return REFUSED
    return WELL


def _until_asked(made: Watching) -> None:
    def asked(_number: int, _frame: FrameType | None) -> None:
        # Not from here: what it sets may be in use by the very thread that was interrupted.
        Thread(target=made.end, name="ending").start()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, asked)
    log.info("watch_started", every=made.section.every_seconds)
    made.until_stopped()
    log.info("watch_ended")


@contextmanager
def _drawing(voice: Voice) -> Iterator[Callable[[Look], None]]:
    """What draws each look: a table that stays in its place on a terminal, and nothing else."""
    console = Console()
    if not console.is_terminal:
        structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
        yield lambda _: None
        return
    with Live(console=console, auto_refresh=False) as live:
        # Within the block standard error is drawn above the table.
        structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
        yield lambda look: live.update(table(look, voice), refresh=True)
