"""Findings: what a rule answers, what follows from it, and the verdict they add up to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from evidence.domain.papers import Visit
from evidence.domain.pictures import Uncompared
from evidence.domain.policy import Effect
from evidence.domain.subject import Subject
from evidence.domain.teaching import TrainingClass
from evidence.domain.text import Length, Text
from evidence.domain.time import Interval

Measure = Length | int | Fraction


class Outcome(StrEnum):
    """What a rule answers."""

    MET = "met"
    BREACHED = "breached"
    UNDECIDED = "undecided"  # the evidence does not tell: a person must look
    EXEMPT = "exempt"  # the law asks nothing of this subject


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the proof is: a file of the bundle and the stretch of it.

    ``start`` and ``end`` are media time in a recording; None for other files. ``attempt`` names
    the playback window in a learning log. ``bundle`` is "" for a file of the bundle at hand, else
    the SHA-256 of the class that it is of. ``mirrored`` tells that the stretch before it shows the
    same with left and right exchanged. ``uncompared`` tells why the stretch could not be held
    against other footage; after footage that could not either, that is the next one.
    """

    path: str
    start: int | None = None
    end: int | None = None
    attempt: str = ""
    bundle: str = ""
    mirrored: bool = False
    uncompared: Uncompared | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """A rule's answer on one subject: never a bare yes or no.

    ``measured`` and ``required`` are in ``unit`` ("s" for a Length); ``span`` is wall time.
    ``at_most`` tells that it may be as much as ``measured``, or nothing at all: a doubt.
    """

    outcome: Outcome
    message: Text
    measured: Measure | None = None
    required: Measure | None = None
    unit: str = ""
    span: Interval | None = None
    evidence: tuple[Evidence, ...] = ()
    at_most: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A ruling that somebody must know of, with the clause that it rests on."""

    rule: str
    effect: Effect
    clause: str
    text: str
    subject: Subject
    ruling: Ruling


class Standing(StrEnum):
    """A verdict in one word, worst first."""

    INVALID = "invalid"
    REVIEW = "review"
    VALID = "valid"

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Standing:
        """Invalid with any finding that takes something away, else review with any doubt."""
        effects = {finding.effect for finding in findings}
        if any(effect.invalidates for effect in effects):
            return cls.INVALID
        return cls.REVIEW if Effect.REVIEW in effects else cls.VALID


@dataclass(frozen=True, slots=True)
class HourVerdict:
    """A class hour taught in a room, judged.

    ``recorded`` is microseconds of usable footage by any of its cameras, ``longest_run`` the
    longest unbroken one of a single camera, ``camera``; ``present`` the learners surely
    recognised, or by the sign-in sheet where no face could be compared; None without either.
    ``people`` are those in view, on average and at most, None where nobody was counted.
    """

    session: str
    number: int
    kind: str
    span: Interval
    standing: Standing
    recorded: int
    longest_run: int
    camera: str
    present: int | None
    people: tuple[Fraction, int] | None = None


@dataclass(frozen=True, slots=True)
class HoursIn:
    """Class hours ``first`` to ``last`` of a session that a learner was in.

    They count (valid), wait for a person (review), or are lost (invalid).
    """

    session: str
    first: int
    last: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class LearnerVerdict:
    """A learner's training, judged: class hours planned, credited, and waiting for a person.

    ``admitted`` is False where the online training is invalid, so that no offline assessment may
    be applied for (二(四)21(2)). ``hours_in`` are the class hours in a room behind the figures.
    ``certified`` and ``employed_on`` are as the roster states them, None where it does not.
    """

    id: str
    standing: Standing
    hours_planned: int
    hours_credited: int
    hours_in_review: int
    hours_by_kind: Mapping[str, int]
    admitted: bool
    hours_in: tuple[HoursIn, ...] = ()
    certified: bool | None = None
    employed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something seen on reading a bundle that no rule is about; ``count`` is how often."""

    code: str
    message: Text
    path: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Verdict:
    """The whole answer on one class bundle under one policy."""

    bundle_id: str
    bundle_sha256: str
    bundle_files: int
    timezone: str
    policy_id: str
    policy_sha256: str
    engine_version: str
    standing: Standing
    hours: tuple[HourVerdict, ...]
    learners: tuple[LearnerVerdict, ...]
    findings: tuple[Finding, ...]
    notes: tuple[Note, ...] = ()
    models: tuple[tuple[str, str], ...] = ()
    training_class: TrainingClass | None = None
    rooms: tuple[str, ...] = ()
    visits: tuple[Visit, ...] = ()

    @property
    def no_site_visit_needed(self) -> bool:
        """Whether footage proves every class hour taught in a room (三(二): 可不再实地抽查检查)."""
        return bool(self.hours) and all(hour.standing is Standing.VALID for hour in self.hours)
