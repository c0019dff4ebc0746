"""The forecast: what a night would read and fetch, and what is missing, with nothing written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from evidence.domain.errors import Problem
from evidence.pipeline.handing_out import ENDED
from evidence.pipeline.inventory import problem_json
from evidence.pipeline.nightly import Night, Stock
from evidence.pipeline.outcome import HourOutcome
from evidence.pipeline.planning import KnownTimes, day_of, owners
from evidence.pipeline.pulling import asked_of
from evidence.pipeline.sources_port import Feed, NotFetched, NotLanded, explained
from evidence.pipeline.summary import SourceDown, hour_json, not_landed_json

SCHEMA_ID = "evidence/forecast/1"


class Need(StrEnum):
    """What a night would do for a class."""

    NEW = "new"  # never read before
    CHANGED = "changed"  # a file of it is another since it was read
    CHECK = "check"  # read, but not yet checked under this policy by this version
    UNCHANGED = "unchanged"
    UNREADABLE = "unreadable"  # as it was, and nothing of it has changed since


@dataclass(frozen=True, slots=True)
class ClassForecast:
    """What a night would do for a class, and the class hours that no footage is there of."""

    subject: str
    need: Need
    unrecorded: tuple[HourOutcome, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class WouldFetch:
    """A file that a source offers for a class that does not have it yet."""

    subject: str
    source: str
    name: str
    size: int | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """A night that was not run."""

    date: str
    scope: str
    classes: tuple[ClassForecast, ...]
    fetch: tuple[WouldFetch, ...]
    down: tuple[SourceDown, ...]
    not_landed: tuple[NotLanded, ...]


def forecast(night: Night, on: date, scope: str) -> Forecast:
    """What this night would do; sources are asked what they have, and nothing is written.

    What a class needs fetched is only known once its timetable was read: of a new one it is not.
    """
    stocks = night.stock(tuple(night.intake.discover(scope)))
    times = night.times(stocks)
    fetch: list[WouldFetch] = []
    down: list[SourceDown] = []
    for feed, spans in night.pull.wants(on, times, scope):
        try:
            for offer in asked_of(feed, spans):
                fetch.extend(_lacking(feed, offer, times))
        except NotFetched as error:
            why = explained(error.reason, error.detail)
            down.append(SourceDown(feed.source.name, feed.institution, why))
    return Forecast(
        date=on.isoformat(),
        scope=scope,
        classes=tuple(_class(night, stock, on) for stock in stocks.values()),
        fetch=tuple(dict.fromkeys(fetch)),
        down=tuple(down),
        not_landed=night.pull.still_missing(scope),
    )


def _lacking(feed: Feed, offer: Any, times: Mapping[str, KnownTimes]) -> Iterator[WouldFetch]:
    for subject in owners(feed, offer, times):
        known = times.get(subject)
        has = {recording.path for recording in known.inventory.recordings} if known else set()
        if offer.name not in has:
            yield WouldFetch(subject, feed.source.name, offer.name, offer.size)


def _class(night: Night, stock: Stock, on: date) -> ClassForecast:
    if stock.inventory is None:
        known = night.store.classes.get(stock.subject)
        return ClassForecast(stock.subject, Need.CHANGED if known else Need.NEW)
    due = night.due(stock)
    if due.job is None:
        return ClassForecast(stock.subject, Need.UNREADABLE, problems=due.problems)
    found = night.outcome(due)
    until = day_of(on, stock.inventory.timezone).end
    unrecorded = (hour for hour in found.until(until) if hour.recorded == 0) if found else ()
    state = night.store.ledger.states([due.job.key]).get(due.job.key)
    need = Need.UNCHANGED if state in ENDED else Need.CHECK
    return ClassForecast(stock.subject, need, tuple(unrecorded))


def as_json(told: Forecast) -> dict[str, Any]:
    """The forecast for machines: times in microseconds since 1970, sentences in English."""
    return {
        "schema": SCHEMA_ID,
        "date": told.date,
        "institution": told.scope,
        "classes": [
            {
                "class": each.subject,
                "need": each.need.value,
                "unrecorded": [hour_json(hour) for hour in each.unrecorded],
                "problems": [problem_json(problem) for problem in each.problems],
            }
            for each in told.classes
        ],
        "fetch": [
            {"class": each.subject, "source": each.source, "name": each.name, "size": each.size}
            for each in told.fetch
        ],
        "not_landed": [not_landed_json(each) for each in told.not_landed],
        "sources_down": [
            {"source": each.source, "institution": each.institution, "why": str(each.why)}
            for each in told.down
        ],
    }
