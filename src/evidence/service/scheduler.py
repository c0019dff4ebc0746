"""The scheduler: chores at their times, in one process, until it is told to stop.

Nothing of it outlives the process: what is due, a chore reads from the store each time that it
looks. So a machine that was off, or a night that failed, needs no bookkeeping here.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from threading import Event, Thread

import structlog
from apscheduler.events import EVENT_JOB_ERROR, EVENT_SCHEDULER_STARTED, JobExecutionEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.combining import OrTrigger
from apscheduler.triggers.cron import CronTrigger

from evidence.domain.errors import EvidenceError

LOOK_EVERY = "*/10"  # minutes: what failed or was missed is looked for again
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Chore:
    """Something to look after: ``work`` does what is due, and nothing when nothing is."""

    name: str
    work: Callable[[], None]
    trigger: BaseTrigger


def daily(at: time, timezone: str) -> BaseTrigger:
    """To the minute at this time of day, and every few minutes for what was missed then."""
    on_time = CronTrigger(hour=at.hour, minute=at.minute, timezone=timezone)
    return OrTrigger([on_time, CronTrigger(minute=LOOK_EVERY, timezone=timezone)])


def serve(chores: Sequence[Chore], *, grace_seconds: int, stop: Event) -> None:
    """Look after the chores until ``stop`` is set and what runs then has come to its end.

    Each is looked at once when this begins. None runs beside itself; one that is late begins
    within ``grace_seconds``, once however many of its times went by.
    """
    # Its warning that a chore still runs when its time comes again is how it is meant to be.
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    scheduler = BlockingScheduler(
        executors={"default": ThreadPoolExecutor(len(chores))}, timezone=UTC
    )
    ending = Thread(target=_ends, args=(scheduler, stop), name="ending")
    scheduler.add_listener(lambda _: ending.start(), EVENT_SCHEDULER_STARTED)
    scheduler.add_listener(_failed, EVENT_JOB_ERROR)
    for chore in chores:
        scheduler.add_job(
            _told,
            chore.trigger,
            args=(chore,),
            id=chore.name,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=grace_seconds,
            next_run_time=datetime.now(UTC),
        )
    scheduler.start()
    ending.join()


def do(chore: Chore) -> bool:
    """Do what is due of a chore, once; whether it came to a good end."""
    try:
        chore.work()
    except (EvidenceError, OSError) as error:
        log.warning("chore_failed", chore=chore.name, error=str(error))
        return False
    return True


def _told(chore: Chore) -> None:
    do(chore)


def _ends(scheduler: BlockingScheduler, stop: Event) -> None:
    stop.wait()
    scheduler.shutdown(wait=True)


def _failed(event: JobExecutionEvent) -> None:
    """A fault of ours: told, and tried again with the next look."""
    log.error(
        "chore_broke",
        chore=event.job_id,
        error=type(event.exception).__name__,
        traceback=event.traceback,
    )
