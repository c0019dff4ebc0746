"""The burnt-in clock against the claimed time: what it was read to tell, put on one line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from statistics import median
from zoneinfo import ZoneInfo

from evidence.domain.footage import DatedBy, FootageFile, Recording
from evidence.domain.pictures import ClockReading
from evidence.domain.subject import Subject
from evidence.domain.time import HOUR, SECOND
from evidence.facts.fitting import FEWEST, Part, Told, lasting, parts_of, rate_of
from evidence.facts.reels import runs

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# No time zone is further from that of the world than this.
ZONES = 14 * HOUR
WHOLE = 1_000_000  # of a rhythm's share
# The names of files, which tell when they begin, are off by so much; and neighbours, each read off
# a clock of whole seconds, no further from each other.
NAMED = 2 * SECOND
OVER_FILES = 6 * SECOND


@dataclass(frozen=True, slots=True)
class Jump:
    """The clock leaps by ``by`` microseconds between two readings; back where that is negative."""

    after: Told
    before: Told
    by: int


@dataclass(frozen=True, slots=True)
class FootageClock:
    """The burnt-in clock of one recording, as far as it could be read.

    ``parts`` are the readings that lie on one line each, in order of time; what lies on none was
    misread, and is left out. ``rate`` is clock seconds for a second of media.

    Files in which too little is read are read together, where they follow each other: one of them
    has the clock of all ``files``, and the others that very clock as their ``reel``. Its ``rate``
    is that against the claimed starts, and ``laid`` that against the files laid end to end.
    """

    recording: Recording
    parts: tuple[Part, ...]
    rate: Fraction = Fraction(1)
    files: tuple[str, ...] = ()
    laid: Fraction | None = None
    reel: FootageClock | None = None

    @property
    def subject(self) -> Subject:
        """The recording."""
        return self.recording.subject

    @property
    def file(self) -> FootageFile:
        """Whose it is, and when it began."""
        return self.recording.file

    @property
    def length(self) -> int:
        """Microseconds of the recording."""
        return self.recording.media.duration

    @property
    def joins(self) -> bool:
        """Whether there is anything to join."""
        return self.length > 0

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
        return max(away, default=0) // 2 + SECOND // 2 + (NAMED if self.files else 0)

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
        clock = self.reel or self
        slowest = clock.rate - clock.rate_error
        return clock.there and slowest > 1 - self.repeated + self.repeated_error

    @property
    def jumps(self) -> tuple[Jump, ...]:
        """Where it leaps."""
        return tuple(
            Jump(one, two, self._leap(one, two))
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
    def begins(self) -> int:
        """Where its time line begins, from the first picture of its recording on."""
        return min(0, self.readings[0].at) if self.files else 0

    @property
    def ends(self) -> int:
        """Where its time line ends: with the recording, or with the last reading of several."""
        last = self.readings[-1].at if self.readings else 0
        return last if self.files else self.length or last

    def spot(self, told: Told) -> tuple[str, int]:
        """The file in which a reading was taken, and its media time there."""
        return (told.path, told.spot) if told.path else (self.recording.path, told.at)

    @property
    def worst(self) -> Told | None:
        """The reading that is farthest from the claimed time, the first of several."""
        return max(self.readings, key=lambda told: abs(self.off(told)), default=None)


def footage_clocks(recordings: Sequence[Recording], timezone: str) -> Iterator[FootageClock]:
    """One fact for each recording, in their order; one without a clock has no part."""
    zone = ZoneInfo(timezone)
    clocks = [_clock(recording, zone) for recording in recordings]
    over = {one.recording.path: one for run in runs(clocks) for one in _over_files(run, zone)}
    return (over.get(one.recording.path, one) for one in clocks)


def _clock(recording: Recording, zone: ZoneInfo) -> FootageClock:
    """The clock of a recording by itself."""
    taken = [_Taken(one.at, one) for one in recording.pictures.clock]
    parts = parts_of(_told(taken, recording.file.start or 0, zone))
    return FootageClock(recording, parts, rate_of(parts))


def _over_files(run: Sequence[FootageClock], zone: ZoneInfo) -> Iterator[FootageClock]:
    """The clocks of those files of a run in which too little is read, now read together."""
    few = [clock.recording for clock in run if not clock.there]
    start = few[0].file.start if few else None
    if start is None or len(few) == 1:
        return
    taken = [
        _Taken((one.file.start or 0) - start + read.at, read, one.path)
        for one in few
        for read in one.pictures.clock
    ]
    readings = _told(sorted(taken, key=lambda one: one.at), start, zone)
    clock = FootageClock(few[0], lasting(parts_of(readings, OVER_FILES)))
    if clock.there:
        clock = _telling(clock, few, _ends(run))
        yield clock
        others = (one for one in run if not one.there and one.recording != clock.recording)
        yield from (replace(one, reel=clock) for one in others)


def _ends(run: Sequence[FootageClock]) -> dict[str, int]:
    """Where each file begins, were they laid end to end."""
    begins, at = {}, 0
    for clock in run:
        begins[clock.recording.path] = at
        at += clock.length
    return begins


def _telling(
    clock: FootageClock, files: Sequence[Recording], begins: dict[str, int]
) -> FootageClock:
    """The clock over files as told by that in which its farthest part begins."""
    worst = clock.worst
    part = next(part for part in clock.parts if worst in part)
    teller = next(one for one in files if one.path == part[0].path)
    on = (teller.file.start or 0) - (clock.recording.file.start or 0)
    ends = [
        [replace(told, at=begins[told.path] + told.spot) for told in one] for one in clock.parts
    ]
    return FootageClock(
        teller,
        tuple(tuple(replace(told, at=told.at - on) for told in one) for one in clock.parts),
        rate_of(clock.parts),
        files=tuple(one.path for one in files),
        laid=rate_of([tuple(part) for part in ends]),
    )


@dataclass(frozen=True, slots=True)
class _Taken:
    """A reading, and where it is on the time line of what is read together."""

    at: int
    read: ClockReading
    path: str = ""


def _told(taken: Sequence[_Taken], start: int, zone: ZoneInfo) -> tuple[Told, ...]:
    """What was read, as wall time; of two orders of day and month, that nearer to the claim."""
    away: dict[int, int] = {}
    for place in (0, 1):
        walls = [_wall(_in(one.read, place), zone) - one.at for one in taken]
        away[place] = abs(round(median(walls)) - start) if walls else 0
    place = min(away, key=lambda order: (away[order], order))
    return tuple(
        Told(one.at, _wall(_in(one.read, place), zone), one.path, one.read.at if one.path else 0)
        for one in taken
    )


def _in(read: ClockReading, order: int) -> int:
    """What a reading tells where it is read in one of two orders of day and month."""
    return read.told[min(order, len(read.told) - 1)]


def _wall(civil: int, zone: ZoneInfo) -> int:
    local = (_EPOCH + timedelta(microseconds=civil)).replace(tzinfo=zone)
    return (local - _EPOCH) // timedelta(microseconds=1)
