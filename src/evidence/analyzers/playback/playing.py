"""Playing: the pieces that steps make up, and the most that a position gained on the clock."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evidence.analyzers.playback.rows import NOWHERE, Codes, Flags, Numbers, Places, before, carried
from evidence.analyzers.playback.walk import Steps

# Sums of times and positions stay below this.
ROOM = 2**62


@dataclass(frozen=True, slots=True)
class Pieces:
    """Playing in pieces, and seeks outside of it: the fields of ``facts.pieces.Piece``."""

    lesson: Codes
    attempt: Codes
    at: Numbers
    until: Numbers
    row: Numbers
    start: Numbers
    end: Numbers
    start_at: Numbers
    end_at: Numbers
    rate: Codes
    plays: Flags
    opens: Flags
    resumes: Flags
    beats: Flags
    seeks: Flags
    came: Numbers


@dataclass(frozen=True, slots=True)
class Gains:
    """The most gained of each attempt and lesson: the fields of ``facts.pieces.Gain``."""

    lesson: Codes
    attempt: Codes
    amount: Numbers
    since: Numbers
    at: Numbers
    start: Numbers
    end: Numbers


def pieces(steps: Steps) -> Pieces:
    """Every piece with its end: the next piece of the same stretch begins where this one ends.

    A seek says from where it came, and another speed where it began, unless the clock speaks
    against it.
    """
    begin = np.flatnonzero(steps.begins)
    over = np.append(begin, len(steps.ts))[1:]
    told = np.flatnonzero(steps.went != NOWHERE)
    start, end = np.searchsorted(told, begin), np.searchsorted(told, over) - 1
    placed = start <= end
    first, last = (_taken(told, which, placed) for which in (start, end))

    # The next piece, where it goes on with the same stretch.
    later = np.append(begin, 0)[1:]
    goes_on = steps.inside[later] & ~steps.opens[later]
    goes_on[-1:] = False
    until = np.where(goes_on, steps.ts[later], steps.ts[over - 1])
    told_after = goes_on & ~steps.steps[later] & (steps.came[later] != NOWHERE)
    end_at = np.where(placed, steps.ts[last], NOWHERE)
    return Pieces(
        lesson=steps.lesson[begin],
        attempt=steps.attempt[begin],
        at=steps.ts[begin],
        until=until,
        row=begin,
        start=np.where(placed, steps.went[first], NOWHERE),
        end=np.where(told_after, steps.came[later], np.where(placed, steps.went[last], NOWHERE)),
        start_at=np.where(placed, steps.ts[first], NOWHERE),
        end_at=np.where(told_after, until, end_at),
        rate=steps.speed[begin],
        plays=steps.inside[begin],
        opens=steps.opens[begin],
        resumes=steps.resumes[begin],
        beats=steps.beats[begin],
        seeks=steps.seeks[begin],
        came=np.where(steps.seeks[begin], steps.came[begin], NOWHERE),
    )


def _taken(told: Places, which: Places, placed: Flags) -> Places:
    """The places told at these turns, and 0 where there is none."""
    found = np.zeros(len(which), np.intp)
    found[placed] = told[which[placed]]
    return found


def gains(steps: Steps, pieces: Pieces) -> Gains:
    """The most that position gained on the clock between any two events since the last seek.

    Of equals, the one that was reached first, since the first event that it was gained since.
    """
    lowest = _lowest(steps)
    low = before(lowest)
    since = carried(steps.opens | steps.seeks) if len(lowest) else lowest
    known = (steps.came != NOWHERE) & (steps.went[low] != NOWHERE)
    in_one = steps.inside & ~steps.opens & (since[low] == before(since))
    ahead = steps.went - steps.ts
    gain = np.where(known & in_one, steps.came - steps.ts - ahead[low], 0)

    most = np.maximum.reduceat(gain, pieces.row) if len(gain) else gain
    lengths = np.diff(pieces.row, append=len(gain))
    reached = np.flatnonzero((gain > 0) & (gain == np.repeat(most, lengths)))
    best = _best(pieces, most)
    at = reached[np.searchsorted(reached, pieces.row[best])]
    return Gains(
        lesson=pieces.lesson[best],
        attempt=pieces.attempt[best],
        amount=most[best],
        since=steps.ts[low[at]],
        at=steps.ts[at],
        start=steps.went[low[at]],
        end=steps.came[at],
    )


def _best(pieces: Pieces, most: Numbers) -> Places:
    """The piece with the most of each attempt and lesson, where there is any; the earliest."""
    some = np.flatnonzero(most > 0)
    order = some[np.lexsort((some, -most[some], pieces.lesson[some], pieces.attempt[some]))]
    lesson, attempt = pieces.lesson[order], pieces.attempt[order]
    new: Flags = (lesson != before(lesson)) | (attempt != before(attempt))
    new[:1] = True
    return order[new]


def _lowest(steps: Steps) -> Places:
    """For each row the one up to it, since the last seek, that was the least ahead of the clock.

    Where none of them knows its position, some row that does not, or of before that seek. Numbers
    of a later base are all lower than those of an earlier one, so that one running minimum serves.
    """
    if not len(steps.ts):
        return np.zeros(0, np.intp)
    base = steps.opens | steps.seeks
    ahead = steps.went - steps.ts + steps.ts[carried(base)]
    known = steps.went != NOWHERE
    least, most = int(ahead[known].min(initial=0)), int(ahead[known].max(initial=0))
    number = np.cumsum(base)
    if (most - least + 1) * (int(number[-1]) + 1) >= ROOM:
        # Times so far apart that the numbers run over: their ranks serve as well.
        ahead, least = np.unique(ahead, return_inverse=True)[1], 0
        most = len(ahead)
    lowered = np.where(known, ahead - least - number * (most - least + 1), ROOM)
    lower = lowered < before(np.minimum.accumulate(lowered))
    lower[0] = True
    return carried(lower)
