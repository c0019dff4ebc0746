"""The reception put together: somebody who sees to deliveries while the web application runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from threading import Event, Thread

import structlog

from evidence.domain.errors import EvidenceError
from evidence.domain.time import DAY, HOUR
from evidence.pipeline.crew import Crew
from evidence.pipeline.deliveries import Stage
from evidence.pipeline.reception import Reception
from evidence.pipeline.stopping import HeedingCrew, Stopped
from evidence.wiring.night import crew_of, night_over
from evidence.wiring.office import Office

EVERY = 15  # seconds between two looks that nobody asked for
GRACE = 2  # seconds that one who is stopped has to notice
log = structlog.get_logger()


def reception_of(office: Office, crew: Crew) -> Reception:
    """The reception of an office, with a crew of the night."""
    night = night_over(office.deployed, office.store, crew)
    inbox = office.inbox
    return Reception(
        office.deliveries,
        office.deciding,
        night,
        lambda delivery: inbox.drop(delivery.institution, delivery.id),
    )


def serve(office: Office, stop: Event) -> int:
    """See to all that waits; workers are only there while something does."""
    if not office.deliveries.at(Stage.RECEIVED, Stage.LANDED):
        return 0
    with closing(crew_of(office.deployed)) as crew:
        return reception_of(office, HeedingCrew(crew, 1, stop.is_set)).serve()


def tidy(office: Office) -> int:
    """Take away pre-checks that are old, and what stopped coming; how many."""
    days = office.section.pre_check_days
    stale = office.deliveries.stale(office.clock.now() - days * DAY)
    for each in stale:
        office.deliveries.forget(each.institution, each.id)
        office.inbox.clear(each.institution, each.id)
    return len(stale)


@contextmanager
def attended(office: Office) -> Iterator[None]:
    """Somebody at the reception during the block."""
    stop = Event()
    there = Thread(target=_attend, args=(office, stop), name="reception", daemon=True)
    there.start()
    try:
        yield
    finally:
        stop.set()
        office.household.bell.ring()
        there.join(GRACE)


def _attend(office: Office, stop: Event) -> None:
    tidied = 0
    while not stop.is_set():
        try:
            if not office.household.receives():
                stop.wait(EVERY)  # another process does; should it end, this one takes over
                continue
            if office.clock.now() - tidied > HOUR:
                tidied = office.clock.now()
                tidy(office)
            served = serve(office, stop)
            if served:
                log.info("deliveries_served", count=served)
        except Stopped:
            return
        except EvidenceError as error:
            log.warning("reception_failed", error=str(error))
        except Exception as error:
            log.error("reception_failed", error=type(error).__name__)  # a door: it opens again
        office.household.bell.wait(EVERY)
