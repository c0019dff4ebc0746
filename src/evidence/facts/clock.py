"""The burnt-in clock against the claimed time: what it was read to tell, put on one line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from statistics import median
from zoneinfo import ZoneInfo

from evidence.domain.footage import DatedBy, Recording
from evidence.domain.subject import Subject
from evidence.domain.time import HOUR, SECOND

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# A clock of whole seconds, read off two pictures.
ROUGH = 2 * SECOND
SLOWEST, FASTEST = Fraction(1, 2), Fraction(2)
# No time zone is further from that of the world than this.
ZONES = 14 * HOUR
WHOLE = 1_000_000  # of a rhythm's share
FEWEST = 3  # readings that make a clock, and two a part of it between jumps


@dataclass(frozen=True, slots=True)
class Told:
    """One reading: the clock told ``wall`` (wall time) at ``at`` (media time)."""

    at: int
    wall: int


@dataclass(frozen=True, slots=True)
class Jump:
    """The clock leaps by ``by`` microseconds between two readings; back where that is negative."""

    after: int
    before: int
    by: int


@dataclass(frozen=True, slots=True)
class FootageClock:
    """The burnt-in clock of one recording, as far as it could be read.

    ``parts`` are the readings that lie on one line each, in order of time; what lies on none was
    misread, and is left out. ``rate`` is clock seconds for a second of media.
    """

    recording: Recording
    parts: tuple[tuple[Told, ...], ...]
    rate: Fraction = Fraction(1)

    @property
    def subject(self) -> Subject:
        """The recording."""
        return self.recording.subject

    @property
    def readings(self) -> tuple[Told, ...]:
        """All that were read well, in order of time."""
        return tuple(told for told, _ in self._in_order())

    @property
    def there(self) -> bool:
        """Whether there is a clock that can be read."""
        return len(self.readings) >= FEWEST

    @property
    def error(self) -> int:
        """How far a reading may lie off the clock itself, in microseconds."""
        away = [
            abs(told.wall - part[0].wall - round((told.at - part[0].at) * self.rate))
            for part in self.parts
            for told in part
        ]
        return max(away, default=0) // 2 + SECOND // 2

    @property
    def rate_error(self) -> Fraction:
        """How far the rate may be off; 1 where that can't be told."""
        longest = max((part[-1].at - part[0].at for part in self.parts), default=0)
        return Fraction(2 * self.error, longest) if longest else Fraction(1)

    @property
    def repeated(self) -> Fraction:
        """The share of pictures that only repeat the one before, in a steady rhythm throughout."""
        return Fraction(self.recording.pictures.rhythm.share, WHOLE)

    @property
    def repeated_error(self) -> Fraction:
        """How far that share may be off."""
        return Fraction(self.recording.pictures.rhythm.error, WHOLE)

    @property
    def clears_repeats(self) -> bool:
        """Whether the clock runs as fast as the recording, too fast for footage slowed that far."""
        slowest = self.rate - self.rate_error
        return self.there and slowest > 1 - self.repeated + self.repeated_error

    @property
    def jumps(self) -> tuple[Jump, ...]:
        """Where it leaps."""
        return tuple(
            Jump(one.at, two.at, self._leap(one, two))
            for (one, part), (two, other) in pairwise(self._in_order())
            if part != other
        )

    @property
    def leap(self) -> Jump | None:
        """The farthest of them to the second, the first of several; None where it runs on."""
        return max(self.jumps, key=lambda jump: round(abs(jump.by) / SECOND), default=None)

    def _in_order(self) -> list[tuple[Told, int]]:
        """Each reading, and which part it is of: a loop goes back to an earlier line."""
        placed = [(told, place) for place, part in enumerate(self.parts) for told in part]
        return sorted(placed, key=lambda one: one[0].at)

    def _leap(self, one: Told, two: Told) -> int:
        return two.wall - one.wall - round((two.at - one.at) * self.rate)

    def off(self, told: Told) -> int:
        """How far the clock is ahead of the claimed time, in microseconds; 0 where undated."""
        start = self.recording.file.start
        return 0 if start is None else told.wall - start - told.at

    @property
    def made_early(self) -> int:
        """How long before its claimed start the container says it was made, in microseconds.

        0 where it says later, as one does that was made at the end of recording or copied since,
        where it says nothing, and where nothing better than the container dates the recording.
        """
        file, made = self.recording.file, self.recording.media.created_at
        if file.start is None or made is None or file.dated_by is DatedBy.CONTAINER:
            return 0
        return max(0, file.start - made)

    @property
    def zone_off(self) -> int:
        """How far ``made_early`` is from whole hours that a wrong time zone may make of it."""
        early = min(self.made_early, ZONES)
        return self.made_early - round(Fraction(early, HOUR)) * HOUR

    @property
    def worst(self) -> Told | None:
        """The reading that is farthest from the claimed time, the first of several."""
        return max(self.readings, key=lambda told: abs(self.off(told)), default=None)


def footage_clocks(recordings: Sequence[Recording], timezone: str) -> Iterator[FootageClock]:
    """One fact for each recording, in their order; one without a clock has no part."""
    for recording in recordings:
        readings = tuple(_readings(recording, ZoneInfo(timezone)))
        rate = _rate(readings)
        parts = tuple(_parts(readings, rate))
        yield FootageClock(recording, parts, _rate_of(parts))


def _readings(recording: Recording, zone: ZoneInfo) -> Iterator[Told]:
    """What was read, as wall time; of two orders of day and month, that nearer to the claim."""
    read = recording.pictures.clock
    start = recording.file.start or 0
    away: dict[int, int] = {}
    for place in (0, 1):
        walls = [_wall(one.told[min(place, len(one.told) - 1)], zone) - one.at for one in read]
        away[place] = abs(round(median(walls)) - start) if walls else 0
    place = min(away, key=lambda order: (away[order], order))
    for one in read:
        yield Told(one.at, _wall(one.told[min(place, len(one.told) - 1)], zone))


def _wall(civil: int, zone: ZoneInfo) -> int:
    local = (_EPOCH + timedelta(microseconds=civil)).replace(tzinfo=zone)
    return (local - _EPOCH) // timedelta(microseconds=1)


def _rate(readings: Sequence[Told]) -> Fraction:
    """The usual rate between neighbours: a leap or a misread figure does not move it."""
    rates = [Fraction(b.wall - a.wall, b.at - a.at) for a, b in pairwise(readings) if b.at > a.at]
    plausible = [rate for rate in rates if SLOWEST <= rate <= FASTEST]
    return median(plausible) if plausible else Fraction(1)


def _parts(readings: Sequence[Told], rate: Fraction) -> Iterator[tuple[Told, ...]]:
    """Readings that lie on one line, in the order in which the lines begin; lone ones left out."""
    parts: list[list[Told]] = []
    for told in readings:
        fitting = (part for part in reversed(parts) if _fits(part[-1], told, rate))
        part = next(fitting, None)
        if part is None:
            parts.append([told])
        else:
            part.append(told)
    yield from (tuple(part) for part in parts if len(part) > 1)


def _fits(before: Told, told: Told, rate: Fraction) -> bool:
    expected = before.wall + round((told.at - before.at) * rate)
    # The usual rate of neighbours is rough where they are near each other.
    return abs(told.wall - expected) <= ROUGH + (told.at - before.at) // 50


def _rate_of(parts: Sequence[tuple[Told, ...]]) -> Fraction:
    """The median rate of the longer half of all pairs on one line (Theil and Sen)."""
    pairs = [
        (b.at - a.at, Fraction(b.wall - a.wall, b.at - a.at))
        for part in parts
        for number, a in enumerate(part)
        for b in part[number + 1 :]
        if b.at > a.at
    ]
    if not pairs:
        return Fraction(1)
    longer = median(length for length, _ in pairs)
    return Fraction(median(rate for length, rate in pairs if length >= longer))
