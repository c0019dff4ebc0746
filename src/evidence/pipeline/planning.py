"""Planning: which stretches of time a night is about, and whose an offer is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from evidence.domain.time import DAY, HOUR, MINUTE, SECOND, Interval, Timeline
from evidence.pipeline.inventory import Inventory, Taught
from evidence.pipeline.outcome import CheckOutcome
from evidence.pipeline.sources_port import Feed, Offer

# How much earlier than its session a recording may begin, and how long one may be.
EARLY = 15 * MINUTE
LONGEST_FILE = 4 * HOUR
# Stretches closer than this are asked for at once.
NEAR = HOUR


@dataclass(frozen=True, slots=True)
class KnownTimes:
    """What is known of a class when sources are asked; ``outcome`` is its latest check."""

    subject: str
    inventory: Inventory
    outcome: CheckOutcome | None = None


def day_of(on: date, timezone: str) -> Interval:
    """The business date in a time zone, from midnight to midnight."""
    start, end = (
        datetime.combine(each, time(), ZoneInfo(timezone)) for each in (on, on + timedelta(days=1))
    )
    return Interval(*(int(moment.timestamp()) * SECOND for moment in (start, end)))


def business_date(now: int, timezone: str, *, turns_at_hour: int) -> date:
    """The date that a night begun now is about: before ``turns_at_hour`` it is yesterday's."""
    local = datetime.fromtimestamp(now // SECOND, ZoneInfo(timezone))
    return local.date() - timedelta(days=1 if local.hour < turns_at_hour else 0)


def wanted(
    feed: Feed, classes: Iterable[KnownTimes], on: date, *, look_back_days: int, timezone: str
) -> Timeline:
    """What a feed is asked for: the sessions of the date, and earlier hours that do not stand yet.

    Of a class that was never checked those are all of its sessions.
    A feed of one class is asked for the whole day: people learn online at any hour. One of
    learning logs is asked for the days before too, for a night may have been missed; what landed
    already is not fetched again. ``timezone`` is that of a class of which nothing is known yet.
    """
    mine = tuple(known for known in classes if _is_of(feed, known.subject))
    spans = [span for known in mine for span in _spans(known, on, look_back_days)]
    if feed.training_class:
        zone = mine[0].inventory.timezone if mine else timezone
        spans.append(day_of(on, zone))
        if feed.logs:
            spans.extend(_days_before(on, mine, look_back_days, zone))
    return Timeline.of(Interval(max(0, span.start - EARLY), span.end) for span in spans).bridged(
        NEAR
    )


def _days_before(
    on: date, mine: tuple[KnownTimes, ...], look_back_days: int, zone: str
) -> Iterator[Interval]:
    """The days to be looked back on, as far as the class runs; all where that is not known."""
    first = max((known.inventory.starts_on for known in mine), default=date.min)
    last = min((known.inventory.ends_on for known in mine), default=date.max)
    for days in range(1, look_back_days + 1):
        day = on - timedelta(days=days)
        if first <= day <= last:
            yield day_of(day, zone)


def _is_of(feed: Feed, subject: str) -> bool:
    institution, _, name = subject.partition("/")
    return feed.institution == institution and feed.training_class in ("", name)


def _spans(known: KnownTimes, on: date, look_back_days: int) -> Iterator[Interval]:
    today = day_of(on, known.inventory.timezone)
    since = today.start - look_back_days * DAY
    for taught in known.inventory.taught:
        never_checked = known.outcome is None and since <= taught.span.start < today.start
        if never_checked or taught.span.meet(today):
            yield taught.span
    for hour in known.outcome.hours if known.outcome else ():
        if since <= hour.span.start < today.start:
            yield hour.span


def owners(feed: Feed, offer: Offer, classes: Mapping[str, KnownTimes]) -> tuple[str, ...]:
    """The classes that an offer belongs to; several where it covers sessions of several.

    An offer that names no camera may only go to the one class that has a session then.
    """
    if feed.training_class:
        return (f"{feed.institution}/{feed.training_class}",)
    mine = [known for known in classes.values() if _is_of(feed, known.subject)]
    found = tuple(known.subject for known in mine if _has(known, offer))
    return found if offer.camera or len(found) == 1 else ()


def _has(known: KnownTimes, offer: Offer) -> bool:
    return any(_may_show(offer, taught) for taught in known.inventory.taught)


def _may_show(offer: Offer, taught: Taught) -> bool:
    dated = offer.span is not None or offer.start is not None
    filmed = not offer.camera or offer.camera in taught.cameras
    return dated and filmed and offer.may_cover(taught.span, longest=LONGEST_FILE)
