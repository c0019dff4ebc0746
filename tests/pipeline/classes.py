"""A small class, made from words alone, and fakes that observe it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path

from evidence.domain.bundle import ClassBundle
from evidence.domain.footage import EndReason, FootageFile, Media, Recording
from evidence.domain.learning import LearnerPlayback, Lesson, LostLines
from evidence.domain.people import Attendance, Learner
from evidence.domain.policy import Effect, Parameters, ParameterValue, Policy, PolicyRule, Scope
from evidence.domain.teaching import Certificate, Kind, Mode, Session, TrainingClass
from evidence.domain.time import HOUR, MINUTE, Interval
from evidence.pipeline.ports import PlaybackObservation, Progress

MORNING = 1_619_398_800_000_000  # 2021-04-26T09:00:00+08:00
CLASS_HOUR = 45 * MINUTE


def training_class(**changes: object) -> TrainingClass:
    stated: dict[str, object] = {
        "id": "C-1",
        "policy": "test",
        "timezone": "Asia/Shanghai",
        "occupation": "茶艺师",
        "level": "五级",
        "mode": Mode.OFFLINE,
        "certificate": Certificate.SKILL_LEVEL,
        "starts_on": date(2021, 4, 26),
        "ends_on": date(2021, 4, 30),
        "planned_hours": 2,
        "teachers": 1,
        "workstations": 10,
    }
    return TrainingClass(**(stated | changes))  # type: ignore[arg-type]  # checked by the dataclass


def session(number: int = 1, kind: Kind = Kind.PRACTICAL, hours: int = 2) -> Session:
    start = MORNING + (number - 1) * 4 * HOUR
    span = Interval(start, start + hours * CLASS_HOUR)
    return Session(f"S{number}", kind, span, hours, cameras=("cam1",))


def filmed(of: Session, minutes: int = 90) -> Recording:
    file = FootageFile(f"recordings/{of.id}.mp4", "cam1", of.span.start)
    return Recording(file, Media(EndReason.COMPLETE, minutes * MINUTE, frame=40_000, packets=1))


def playback(learner: str, hours: int) -> LearnerPlayback:
    watched = hours * CLASS_HOUR
    return LearnerPlayback(learner, (), (), (), (), (), content=watched, playing=watched)


def bundle(
    *sessions: Session,
    learners: int = 2,
    attendance: tuple[Attendance, ...] | None = None,
    lessons: tuple[Lesson, ...] = (),
    **changes: object,
) -> ClassBundle:
    return ClassBundle(
        root=Path("/nowhere"),
        training_class=training_class(**changes),
        learners=tuple(Learner(f"L{number}") for number in range(1, learners + 1)),
        sessions=sessions,
        lessons=lessons,
        attendance=attendance,
        footage=(),
        logs=(),
        digests={"class.toml": "0" * 64},
        sha256="0" * 64,
    )


def named(rule_id: str, effect: Effect, scope: Scope, **given: ParameterValue) -> PolicyRule:
    return PolicyRule(rule_id, "一(一)", "……", effect, Parameters(given), scope)


def policy(*rules: PolicyRule) -> Policy:
    return Policy("test", "题", "文号", date(2021, 1, 1), None, rules, (), "0" * 64)


RECORDED = named(
    "practical-continuous-recording",
    Effect.HOUR_INVALID,
    Scope.CLASS_HOUR,
    min_minutes=15,
    max_gap_seconds=2,
    max_seam_seconds=2,
)
LONG_HOURS = named(
    "class-hour-length", Effect.HOUR_INVALID, Scope.SESSION, min_minutes=Fraction(46)
)


@dataclass(frozen=True)
class Filmed:
    """Observes the footage that it was made with."""

    recordings: tuple[Recording, ...] = ()

    def observe(self, bundle: ClassBundle, progress: Progress) -> tuple[Recording, ...]:
        return self.recordings


@dataclass
class Logged:
    """Observes the playback that it was made with, and remembers what it was asked for."""

    learners: tuple[LearnerPlayback, ...] = ()
    lost: tuple[LostLines, ...] = ()
    asked: list[int] = field(default_factory=list)

    def observe(
        self, bundle: ClassBundle, *, answer_within: int, progress: Progress
    ) -> PlaybackObservation:
        self.asked.append(answer_within)
        return PlaybackObservation(self.learners, lost=self.lost)
