"""Reading: the letters of one line of writing, and of the next picture's only what is new.

A line that a camera burns in is the same to the pixel from one picture to the next, but for the
letters that change, and for what an encoder makes of it. So the date of a clock is read once, and
again wherever anything differs where it stands.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from evidence.analyzers.osd.finding import Grey
from evidence.analyzers.osd.models import answered, letters, reader

TALL = 48  # pixels that the reader wants a line to be high
WIDEST = 1280
SMALLEST = 2
# Letters differ by nearly all of their contrast somewhere; what an encoder changes is less. So much
# of the contrast, smoothed over so many pixels, is another letter, or something behind it.
DIFFERENT, SMOOTHED = 0.25, 3
SPREAD = (2, 98)  # hundredths of the pixels, darkest and brightest, between which contrast is


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A line that was read: its letters, where each begins (pixels), and how it looked."""

    text: str
    places: tuple[int, ...]
    sized: Grey


NOTHING = Line("", (), np.empty((0, 0), np.uint8))


def read(line: Grey) -> Line:
    """The letters, from left to right; none where there are none to read."""
    if min(line.shape) < SMALLEST:
        return NOTHING
    return _read(_sized(line))


def read_on(line: Grey, last: Line) -> Line:
    """A line that stands where ``last`` stood: from the word on in which anything is new.

    The last word, which tells the seconds, is always read.
    """
    sized = _sized(line)
    if last.sized.shape != sized.shape:
        return _read(sized)
    new = _first_difference(sized, last.sized)
    blanks = [at for at, letter in enumerate(last.text) if letter == " " and last.places[at] < new]
    if not blanks:
        return _read(sized)
    kept = blanks[-1]
    place = last.places[kept]
    rest = _read(sized[:, place:])
    text = last.text[: kept + 1] + rest.text.lstrip()
    return Line(text, (*last.places[: kept + 1], *(at + place for at in rest.places)), sized)


def _sized(line: Grey) -> Grey:
    height, width = line.shape
    wide = min(WIDEST, max(TALL, round(width * TALL / height)))
    return np.asarray(cv2.resize(line, (wide, TALL)), np.uint8)


def _read(sized: Grey) -> Line:
    levels = sized.astype(np.float32) / 127.5 - 1
    answers = answered(reader(), np.repeat(levels[None, None], 3, 1))[0].argmax(1)
    known = letters()
    fresh = np.flatnonzero(np.diff(answers, prepend=-1))  # a letter is told several times over
    told = [(known[int(answers[at])], int(at)) for at in fresh if known[int(answers[at])]]
    step = sized.shape[1] / len(answers)
    text = "".join(letter for letter, _ in told)
    return Line(text, tuple(round(at * step) for _, at in told), sized)


def _first_difference(one: Grey, other: Grey) -> int:
    """The first column in which two lines are not the same; past the last where they are."""
    dark, bright = np.percentile(other, SPREAD)
    apart = cv2.blur(one.astype(np.float32) - other.astype(np.float32), (SMOOTHED, SMOOTHED))
    columns = np.flatnonzero(np.abs(apart).max(axis=0) > DIFFERENT * (bright - dark))
    return int(columns[0]) if len(columns) else one.shape[1]
