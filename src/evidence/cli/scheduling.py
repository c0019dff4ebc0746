"""Running the schedule until somebody asks it to stop."""

from __future__ import annotations

import signal
import sys
from threading import Event
from types import FrameType

import structlog
import typer

from evidence.report.language import language
from evidence.report.words import phrase
from evidence.service.lock import RunsAlready
from evidence.service.scheduler import do, serve
from evidence.wiring.places import config_folder
from evidence.wiring.schedule import Scheduled, answering, chores

DONE, UNDONE, REFUSED = 0, 1, 2
log = structlog.get_logger()


def run(*, once: bool) -> int:
    """Look after the chores, once or for good; the exit code of the command."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    stop = Event()

    def asked(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, asked)
    scheduled = Scheduled.of(config_folder(), stop)
    try:
        return _alone(scheduled, once=once)
    except RunsAlready as error:
        (problem,) = error.problems
        line = phrase(problem.what, language(None), scheduled.timezone)
        typer.echo(f"evidence: {line}", err=True)
        return REFUSED


def _alone(scheduled: Scheduled, *, once: bool) -> int:
    with scheduled.alone():
        if once:
            undone = [chore for chore in chores(scheduled) if not do(chore)]
            return UNDONE if undone else DONE
        log.info("schedule_started", at=f"{scheduled.schedule.at:%H:%M}", zone=scheduled.timezone)
        with answering(scheduled):
            serve(chores(scheduled), grace_seconds=scheduled.grace_seconds, stop=scheduled.stop)
        log.info("schedule_ended")
    return DONE
