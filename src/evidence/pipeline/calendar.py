"""The calendar: which business dates are due, by the schedule and the nights on record.

A machine that was off catches up: each date that it missed is due once, for as long as the grace
lasts. What was begun and did not end is due as well, for it goes on where it was.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from evidence.domain.time import DAY, SECOND
from evidence.pipeline.store import Run


@dataclass(frozen=True, slots=True)
class Daily:
    """Something that happens once a business date, at ``at`` by the clock of ``timezone``.

    Before ``turns_at_hour`` it is about yesterday. It may begin for ``grace`` microseconds.
    """

    at: time
    timezone: str
    turns_at_hour: int
    grace: int

    def moment(self, on: date) -> int:
        """When it is time for this business date (wall time)."""
        day = on + timedelta(days=1) if self.at.hour < self.turns_at_hour else on
        return int(datetime.combine(day, self.at, ZoneInfo(self.timezone)).timestamp()) * SECOND

    def due(self, now: int, done: Collection[date]) -> tuple[date, ...]:
        """The dates that it is time for and that are not done, oldest first."""
        return tuple(on for on in self._open(now) if on not in done)

    def _open(self, now: int) -> Iterator[date]:
        latest = datetime.fromtimestamp(now // SECOND, ZoneInfo(self.timezone)).date()
        for back in range(self.grace // DAY + 2, -1, -1):
            on = latest - timedelta(days=back)
            if 0 <= now - self.moment(on) < self.grace:
                yield on


def ended(runs: Iterable[Run]) -> frozenset[date]:
    """The business dates whose night of all institutions has ended."""
    return frozenset(
        date.fromisoformat(run.date) for run in runs if not run.scope and run.ended is not None
    )


def years_before(now: int, years: int) -> int:
    """The wall time so many years earlier, on the same day of the year."""
    at = datetime.fromtimestamp(now // SECOND, UTC)
    leap_day = (at.month, at.day) == (2, 29)
    then = (at - timedelta(days=1) if leap_day else at).replace(year=at.year - years)
    return int(then.timestamp()) * SECOND
