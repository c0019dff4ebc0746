"""The status: how the nights go, what waits and what is missing, and whether that is well.

It holds counts, business dates and names of classes and sources; nothing about any person.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from evidence.domain.text import Moment, Text, say
from evidence.pipeline.filming import LiveCamera, ill_films, told
from evidence.pipeline.ledger import JobState, Parked
from evidence.pipeline.sources_port import NotLanded
from evidence.pipeline.store import Run, Store
from evidence.pipeline.summary import not_landed_json

SCHEMA_ID = "evidence/status/1"
NIGHTS = 7
LOOKED_AT = 30
GIGABYTE = 10**9


@dataclass(frozen=True, slots=True)
class NightStatus:
    """A night on record: ``counts`` are those of its summary, empty while it has none.

    ``ended`` is None while it runs, or when it was killed.
    """

    date: str
    scope: str
    began: int
    ended: int | None
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Status:
    """Everything at one moment (``at``, wall time); ``free`` is bytes, where evidence lands."""

    at: int
    nights: tuple[NightStatus, ...]
    parked: tuple[Parked, ...]
    jobs: Mapping[JobState, int]
    missing: tuple[NotLanded, ...]
    free: int
    cameras: tuple[LiveCamera, ...] = ()

    @property
    def last(self) -> NightStatus | None:
        """The night of all institutions that ended last."""
        over = [night for night in self.nights if not night.scope and night.ended is not None]
        return max(over, key=lambda night: night.ended or 0, default=None)


@dataclass(frozen=True, slots=True)
class Limits:
    """From when on it is ill: microseconds since the last night's end, and bytes that are free."""

    night_age: int
    free: int


def status(
    store: Store,
    missing: tuple[NotLanded, ...],
    free: int,
    now: int,
    cameras: tuple[LiveCamera, ...] = (),
) -> Status:
    """The status of a store and of what lies beside it."""
    return Status(
        at=now,
        nights=tuple(_night(run) for run in store.runs.latest(LOOKED_AT)),
        parked=store.ledger.parked(),
        jobs=store.ledger.counts(),
        missing=missing,
        free=free,
        cameras=cameras,
    )


def ills(found: Status, limits: Limits, since: int) -> Iterator[Text]:
    """What is ill, by its reason; ``since`` is when somebody began to see to the nights."""
    last = found.last
    if found.at - max(since, last.ended or 0 if last else 0) > limits.night_age:
        if last:
            yield say(
                "the last night, of {date}, ended long ago, at {ended}",
                date=last.date,
                ended=Moment(last.ended or 0),
            )
        else:
            yield say("no night has ended yet")
    if found.free < limits.free:
        yield say(
            "the disk where evidence lands is nearly full: {free} GB are free",
            free=found.free // GIGABYTE,
        )
    lost = tuple(ill_films(found.cameras))
    if lost:
        yield say(
            "not being recorded, though a class is held, by {count} live cameras: {names}",
            count=len(lost),
            names=", ".join(each.name for each in lost),
        )


def as_json(found: Status) -> dict[str, Any]:
    """The status for machines: times in microseconds since 1970."""
    return {
        "schema": SCHEMA_ID,
        "at": found.at,
        "nights": [
            {
                "date": night.date,
                "institution": night.scope,
                "began": night.began,
                "ended": night.ended,
                "counts": dict(night.counts),
            }
            for night in found.nights[:NIGHTS]
        ],
        "parked": [
            {
                "job": each.job.key,
                "subject": each.job.subject,
                "step": each.job.step,
                "last_words": each.last_words,
                "at": each.at,
            }
            for each in found.parked
        ],
        "jobs": {state.value: count for state, count in found.jobs.items()},
        "missing": [not_landed_json(each) for each in found.missing],
        "free_bytes": found.free,
        "cameras": [
            {
                "name": each.name,
                "institution": each.institution,
                "state": each.film.value,
                "wanted": each.wanted,
                "since": each.since,
                "told": str(told(each)),
            }
            for each in found.cameras
        ],
    }


def _night(run: Run) -> NightStatus:
    counts = json.loads(run.summary).get("counts", {}) if run.summary else {}
    return NightStatus(run.date, run.scope, run.began, run.ended, counts)
