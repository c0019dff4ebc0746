"""Noting: what somebody says about a span of a class, written into a step (ISO 8601)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from evidence.domain.time import SECOND, Interval
from evidence.pipeline.review import Act, Step

BETWEEN = "/"


def on_clock(day: str, begins: str, ends: str, timezone: str) -> str:
    """The span of a day between two times of its clock, as a step keeps it; "" where there is none.

    One that ends before it begins, ends on the day after.
    """
    try:
        zone = ZoneInfo(timezone)
        first, last = (
            datetime.combine(date.fromisoformat(day), time.fromisoformat(told), zone)
            for told in (begins, ends)
        )
    except ValueError:
        return ""
    if last <= first:
        last += timedelta(days=1)
    return f"{first.isoformat()}{BETWEEN}{last.isoformat()}"


def span_of(step: Step) -> Interval | None:
    """The span that a note is on; None where it is on the whole, or the step is no note."""
    if step.act is not Act.NOTE or BETWEEN not in step.to:
        return None
    first, last = (
        int(datetime.fromisoformat(told).timestamp()) * SECOND for told in step.to.split(BETWEEN)
    )
    return Interval(first, last) if first < last else None
