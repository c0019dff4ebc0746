"""Pieces: what an analyzer tells of one learner's playing, before it is folded into facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from evidence.domain.learning import Snapshot
from evidence.domain.time import SECOND

# The contract's instrument: where heartbeats are sent, a longer silence ends the playing.
HEARTBEAT_SILENCE = 90 * SECOND
# How far a position may run ahead of the clock between two neighbouring events because one of
# them was sent late; a longer step was not played, and what it passes over is no content.
STEP_SLACK = 3 * SECOND
# A rate is counted in millionths.
NORMAL_RATE = 1_000_000


class Piece(NamedTuple):
    """Playing without a seek, another speed or an impossible step in it; or a seek while paused.

    ``lesson`` numbers the course's lessons from 1 in the order of ``course.csv`` (above their
    count: not of the course, 0: none named), ``attempt`` the attempts. ``at`` and ``until`` are
    wall time, ``start`` and ``end`` positions, known at ``start_at`` and ``end_at``; None where no
    event told one. ``row`` orders events of one moment. ``opens``: playing was opened here,
    ``resumes``: and no event need tell why, ``beats``: by a heartbeat.
    ``seeks``: a seek from ``came`` (None: not told) to ``start`` leads here; ``plays`` is False
    where it was made while nothing played.
    """

    lesson: int
    attempt: int
    at: int
    until: int
    row: int
    start: int | None
    end: int | None
    start_at: int | None
    end_at: int | None
    rate: int
    plays: bool
    opens: bool
    resumes: bool
    beats: bool
    seeks: bool
    came: int | None


class Gain(NamedTuple):
    """The most that position gained on the clock in one attempt at one lesson."""

    lesson: int
    attempt: int
    amount: int
    since: int
    at: int
    start: int
    end: int


class Gap(NamedTuple):
    """The longest playing time of an attempt without an answered prompt, over ``since``–``at``."""

    lesson: int
    attempt: int
    playing: int
    since: int
    at: int


class Attempt(NamedTuple):
    """One playback window: its name, the logs that tell of it, and what they can carry.

    ``beats`` is whether it sends heartbeats.
    """

    name: str
    logs: tuple[str, ...]
    carries_proof: bool
    beats: bool


@dataclass(frozen=True, slots=True)
class LearnerLog:
    """All that the logs hold of one learner, put together by an analyzer.

    ``pieces`` are in the order of the clock; ``snapshots`` likewise; ``attempts`` by their number.
    ``answers`` are those of face checks that kept no picture: when, and what the platform said.
    ``prompts`` (attempt, shown, answered) are only there where they were asked for.
    """

    learner: str
    attempts: Mapping[int, Attempt]
    pieces: Sequence[Piece]
    gains: Sequence[Gain] = ()
    gaps: Sequence[Gap] = ()
    snapshots: Sequence[Snapshot] = ()
    lost: int = 0
    answers: Sequence[tuple[int, bool | None]] = ()
    prompts: Sequence[tuple[int, int, int | None]] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """The logs that tell of the learner, sorted."""
        return tuple(sorted({log for attempt in self.attempts.values() for log in attempt.logs}))
