"""Reading: the letters of one line of writing."""

from __future__ import annotations

import cv2
import numpy as np

from evidence.analyzers.osd.finding import Grey
from evidence.analyzers.osd.models import answered, letters, reader

TALL = 48  # pixels that the reader wants a line to be high
WIDEST = 1280
SMALLEST = 2


def read(line: Grey) -> str:
    """The letters, from left to right; "" where there are none to read."""
    height, width = line.shape
    if min(height, width) < SMALLEST:
        return ""
    wide = min(WIDEST, max(TALL, round(width * TALL / height)))
    sized = cv2.resize(line, (wide, TALL)).astype(np.float32) / 127.5 - 1
    answers = answered(reader(), np.repeat(sized[None, None], 3, 1))[0].argmax(1)
    known = letters()
    fresh = np.flatnonzero(np.diff(answers, prepend=-1))  # a letter is told several times over
    return "".join(known[int(answers[at])] for at in fresh).strip()
