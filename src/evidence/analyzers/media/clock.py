"""The clock of a stream: from time stamps in decoding order to frames, silences and resets.

Everything is counted in ticks of the stream's time base, and memory stays flat however long the
file is: frames are put into the order in which they are shown through a small sorted window.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from operator import sub

from evidence.domain.footage import Break, Silence
from evidence.domain.time import SECOND

# An instrument's numbers, not the law's. docs/footage.md tells what each is good for.
FLOOR = Fraction(1, 2)  # seconds; a shorter pause between frames is no silence
LONGEST_FRAME = Fraction(1)  # seconds; no frame stands for more than this
JITTER = Fraction(1)  # seconds; a smaller step back is jitter, not another clock
LEAP = Fraction(10)  # seconds; a larger step is a leap only if the next packet confirms it
PLAUSIBLE = Fraction(86_400)  # seconds; no silence within a file lasts longer
WINDOW = 2_048  # frames sorted at a time
CARRY = 256  # frames kept back: far more than any codec reorders


@dataclass(slots=True)
class Segment:
    """Frames on one unbroken clock: first and last as shown, and the long steps between."""

    first: int | None = None
    last: int = 0
    steps: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a stream's clock says, in microseconds of media time."""

    duration: int
    frame: int
    silences: tuple[Silence, ...]


class StreamClock:
    """Takes frames in decoding order, each with its decoding and its showing time.

    ``period`` is the number of ticks after which the container's time stamps start again from 0,
    or None where they never do.
    """

    def __init__(self, tick: Fraction, *, period: int | None = None) -> None:
        self._tick = tick
        self._period = period
        self._floor = int(FLOOR / tick)
        self._jitter = int(JITTER / tick)
        self._leap = int(LEAP / tick)
        self._plausible = int(PLAUSIBLE / tick)
        self._order: int | None = None
        self._suspect: tuple[int, int | None] | None = None
        self._window: list[int] = []
        self._emitted: int | None = None
        self._counts: Counter[int] = Counter()
        self._segments = [Segment()]

    def add(self, order: int, shown: int | None) -> None:
        """One packet; ``shown`` is None where it is decoded but never shown.

        A leap of the clock is believed when the next packet stays with it: a single stray stamp
        says nothing of the camera.
        """
        if self._order is None:
            self._accept(order, shown)
            return
        before = self._order
        order, shown = self._unwrapped(order, before), self._near(shown, order)
        if self._suspect is not None:
            held, held_shown = self._suspect
            self._suspect = None
            if not (self._steady(before, order) and not self._steady(held, order)):
                self._accept(held, held_shown)
        if self._steady(self._order, order):
            self._accept(order, shown)
        else:
            self._suspect = (order, shown)

    def _steady(self, before: int, after: int) -> bool:
        return -self._jitter < after - before <= self._leap

    def _near(self, shown: int | None, order: int) -> int | None:
        """The showing time on the same turn of the counter as the decoding time."""
        if shown is None or self._order is None:
            return shown
        return self._unwrapped(shown, self._unwrapped(order, self._order))

    def _unwrapped(self, stamp: int, near: int) -> int:
        if self._period is None:
            return stamp
        half = self._period // 2
        return near + (stamp - near + half) % self._period - half

    def _accept(self, order: int, shown: int | None) -> None:
        step = 0 if self._order is None else order - self._order
        if step <= -self._jitter or step > self._plausible:
            self._close()
        self._order = order
        if shown is not None:
            self._window.append(shown)
            if len(self._window) >= WINDOW:
                self._emit(keep=CARRY)

    def _emit(self, *, keep: int) -> None:
        """Hand on the frames that no later packet can come before."""
        self._window.sort()
        edge = len(self._window) - keep
        ready, self._window = self._window[:edge], self._window[edge:]
        if self._emitted is not None:
            # What comes later than the window allows fell into time already counted.
            emitted = self._emitted
            ready = [emitted, *(stamp for stamp in ready if stamp > emitted)]
        if not ready:
            return
        segment = self._segments[-1]
        if segment.first is None:
            segment.first = ready[0]
        steps = list(map(sub, ready[1:], ready))
        self._counts.update(step for step in steps if step)
        if steps and max(steps) > self._floor:
            segment.steps.extend(
                (earlier - segment.first, step)
                for earlier, step in zip(ready, steps, strict=False)
                if step > self._floor
            )
        self._emitted = segment.last = ready[-1]

    def _close(self) -> None:
        self._emit(keep=0)
        self._emitted = None
        if self._segments[-1].first is not None:
            self._segments.append(Segment())

    def read(self, *, lone_frame: int) -> Shown:
        """Everything shown so far; a file of one frame lasts ``lone_frame`` ticks."""
        if self._suspect is not None:
            self._accept(*self._suspect)
            self._suspect = None
        self._emit(keep=0)
        frame = min(self._usual() or lone_frame, int(LONGEST_FRAME / self._tick))

        silences: list[Silence] = []
        base = 0
        for segment in self._segments:
            if segment.first is None:
                continue
            if base:
                silences.append(Silence(self._micros(base), 0, Break.CLOCK_RESET))
            for offset, step in segment.steps:
                if step - frame > self._floor:
                    start = self._micros(base + offset + frame)
                    silences.append(Silence(start, self._micros(base + offset + step) - start))
            base += segment.last - segment.first + frame
        return Shown(self._micros(base), self._micros(frame), tuple(silences))

    def _usual(self) -> int:
        """The median step from frame to frame; 0 where there was none."""
        half = (self._counts.total() + 1) // 2
        for step, times in sorted(self._counts.items()):
            half -= times
            if half <= 0:
                return step
        return 0

    def _micros(self, ticks: int) -> int:
        return round(ticks * SECOND * self._tick)
