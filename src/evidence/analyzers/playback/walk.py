"""Walk: events followed from one to the next, all attempts at once.

What a log means, event by event, is told in ``docs/playback.md``. A state (the lesson that is on,
the speed, paused, playing) is set by some rows and *carried* to those that follow.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evidence.analyzers.playback.rows import (
    NOWHERE,
    Codes,
    Flags,
    Numbers,
    Places,
    Rows,
    before,
    carried,
)
from evidence.domain.learning import EventKind
from evidence.facts.pieces import HEARTBEAT_SILENCE, NORMAL_RATE, STEP_SLACK

# What does not say which lesson is on.
ASIDE = np.array(
    [
        kind
        in {
            EventKind.PROMPT_SHOWN,
            EventKind.PROMPT_ANSWERED,
            EventKind.FACE_CHECK,
            EventKind.SNAPSHOT,
            EventKind.BLUR,
            EventKind.FOCUS,
        }
        for kind in EventKind
    ]
)


@dataclass(frozen=True, slots=True)
class Steps:
    """What each row is, given those before it; only rows of playing, and seeks.

    ``came`` and ``went`` are where the player was as the event came, and where it was after it.
    ``inside``: playing goes on to this row, or from it. ``begins``: here a piece of playing begins
    (opened, a seek, another speed, or a step that the clock does not allow: ``steps``).
    ``resumes``: where it opens, no event need tell why it is further on.
    """

    attempt: Codes
    lesson: Codes
    ts: Numbers
    came: Numbers
    went: Numbers
    speed: Codes
    inside: Flags
    begins: Flags
    opens: Flags
    resumes: Flags
    beats: Flags
    seeks: Flags
    steps: Flags


def first_rows(rows: Rows) -> Flags:
    """Which rows are the first of their attempt."""
    first: Flags = rows.attempt != before(rows.attempt)
    first[:1] = True
    return first


def lesson_on(rows: Rows, first: Flags) -> Codes:
    """Which lesson is on, 0 for none: only events of the player say."""
    named = np.where(ASIDE[rows.kind], 0, rows.lesson)
    return named[carried(first | (named > 0))]


def walk(rows: Rows, beats: Flags) -> Steps:
    """Follow attempts through their rows; ``beats``: which rows are of one with heartbeats."""
    ts, kind = rows.ts, rows.kind
    start, pause, end = (
        rows.are(kind) for kind in (EventKind.START, EventKind.PAUSE, EventKind.END)
    )
    play, seek, heartbeat = (
        rows.are(kind) for kind in (EventKind.PLAY, EventKind.SEEK, EventKind.HEARTBEAT)
    )
    first = first_rows(rows)
    lesson = lesson_on(rows, first)
    fresh = first | (lesson != before(lesson))
    silent = beats & ~first & (ts - before(ts) > HEARTBEAT_SILENCE)
    cut = fresh | silent | start

    sets_speed = carried(first | start | (rows.rate > 0))
    speed = np.where(rows.rate > 0, rows.rate, NORMAL_RATE)[sets_speed]
    top_speed = np.maximum(speed, before(speed))

    went = rows.position
    foreign = np.flatnonzero(ASIDE[kind] & (rows.lesson > 0) & (rows.lesson != lesson))
    if len(foreign):
        # What is told of a lesson that is not on is no position of the one that is.
        went = went.copy()
        went[foreign] = NOWHERE
    known_before = before(carried(fresh | (went != NOWHERE)))
    known = np.where(fresh, NOWHERE, went[known_before])
    came = _came(np.where(seek, rows.came, went), went, known, np.flatnonzero(seek))

    told = (came != NOWHERE) & (known != NOWHERE)
    gained = np.where(told, came - known, 0)
    ahead = told & _ahead(gained - STEP_SLACK, ts - ts[known_before], top_speed)
    back = gained < 0

    goes = fresh | play | end | (heartbeat & (gained > 0))
    paused = pause[carried(goes | pause)]
    plays = play | (heartbeat & ~paused)
    playing = plays[carried(plays | cut | pause | end)]
    played = before(playing) & ~first
    was = played & ~cut
    # Where nothing tells of the time between, a second `play` further on than the clock allows says
    # that events were lost: what follows is another stretch.
    opens = playing & (~was | (play & ~beats & ahead))
    falls = silent & played
    fell_silent = falls[carried(falls | fresh | pause | end | start)]

    inside = playing | was
    other_speed = speed != before(speed)
    kept = np.flatnonzero(inside | seek)
    return Steps(
        attempt=rows.attempt[kept],
        lesson=lesson[kept],
        ts=ts[kept],
        came=came[kept],
        went=went[kept],
        speed=speed[kept],
        inside=inside[kept],
        begins=(opens | seek | other_speed | ahead | back)[kept],
        opens=opens[kept],
        resumes=(opens & (fell_silent | heartbeat))[kept],
        beats=(opens & heartbeat)[kept],
        seeks=seek[kept],
        steps=(ahead | back)[kept],
    )


def _came(came: Numbers, went: Numbers, known: Numbers, seeks: Places) -> Numbers:
    """Where the player was as each event came.

    A player may tell of a seek after it has told that it plays where the seek led to; where such a
    seek came from is past, and no position of now.
    """
    a, b, c = came[seeks], known[seeks], went[seeks]
    told = (a != NOWHERE) & (b != NOWHERE) & (c != NOWHERE)
    late = told & (np.abs(c - b) <= STEP_SLACK) & (a - b > STEP_SLACK)
    came[seeks[late]] = NOWHERE
    return came


def _ahead(gained: Numbers, passed: Numbers, speed: Codes) -> Flags:
    """Which steps are further than that speed allows in the time passed."""
    ahead = gained > passed
    fast = np.flatnonzero((speed != NORMAL_RATE) & (gained > 0))
    if len(fast):
        # In whole numbers: gained > passed * speed / NORMAL_RATE, with no product beyond 64 bits.
        far, rate = gained[fast].astype(np.uint64), speed[fast].astype(np.uint64)
        enough = 10**19 // rate + 1
        ahead[fast] = far * NORMAL_RATE > np.minimum(passed[fast].astype(np.uint64), enough) * rate
    ahead[(speed != NORMAL_RATE) & (gained <= 0)] = False
    return ahead
