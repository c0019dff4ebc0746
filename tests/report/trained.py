"""Verdicts on classes of any size that took place, in the shape of their JSON."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from evidence.domain.findings import (
    Finding,
    HoursIn,
    HourVerdict,
    LearnerVerdict,
    Ruling,
    Standing,
    Verdict,
)
from evidence.domain.findings import Outcome as Answer
from evidence.domain.policy import Effect
from evidence.domain.subject import Subject
from evidence.domain.teaching import Certificate, Mode, TrainingClass
from evidence.domain.text import say
from evidence.domain.time import HOUR, MINUTE, SECOND, Interval
from evidence.report import verdict_json
from evidence.report.verdict_record import VerdictRecord

ZONE = "Asia/Shanghai"
FIRST = date(2021, 5, 10)
CLASS = TrainingClass(
    id="TEST-2021-0510-01",
    policy="yuncheng-2018",
    timezone=ZONE,
    occupation="焊工",
    level="五级",
    mode=Mode.OFFLINE,
    certificate=Certificate.SKILL_LEVEL,
    starts_on=FIRST,
    ends_on=FIRST + timedelta(days=9),
    planned_hours=80,
    institution_id="INST-0007",
    institution_name="某某职业培训学校",
)


def verdict(
    *,
    learners: int = 3,
    days: int = 10,
    hours: int = 8,
    certified: bool | None = True,
    employed_on: date | None = date(2021, 6, 1),
    findings: tuple[Finding, ...] = (),
    doubtful: tuple[tuple[str, int], ...] = (),
    policy: str = "yuncheng-2018",
    training_class: TrainingClass = CLASS,
    present: int | None = None,
    people: tuple[int, int] | None = None,
) -> Verdict:
    """A class of so many full days, where ``doubtful`` class hours wait for a person."""
    taught = tuple(
        HourVerdict(
            session=f"S{day:02d}",
            number=number,
            kind="practical" if number > 2 else "theory",
            span=_span(training_class.starts_on + timedelta(days=day - 1), number),
            standing=Standing.REVIEW if (f"S{day:02d}", number) in doubtful else Standing.VALID,
            recorded=45 * MINUTE,
            longest_run=45 * MINUTE,
            camera="cam1",
            present=learners if present is None else present,
            people=None if people is None else (people[0], people[1]),
        )
        for day in range(1, days + 1)
        for number in range(1, hours + 1)
    )
    sure = [hour for hour in taught if hour.standing is Standing.VALID]
    one = LearnerVerdict(
        id="L001",
        standing=Standing.VALID,
        hours_planned=days * hours,
        hours_credited=len(sure),
        hours_in_review=len(taught) - len(sure),
        hours_by_kind={
            kind: sum(hour.kind == kind for hour in sure) for kind in ("theory", "practical")
        },
        admitted=True,
        hours_in=tuple(
            HoursIn(hour.session, hour.number, hour.number, hour.standing) for hour in taught
        ),
        certified=certified,
        employed_on=employed_on,
    )
    return Verdict(
        bundle_id=training_class.id,
        bundle_sha256="a" * 64,
        bundle_files=10,
        timezone=ZONE,
        policy_id=policy,
        policy_sha256="b" * 64,
        engine_version="0.1.0",
        standing=Standing.of(findings),
        hours=taught,
        learners=tuple(replace(one, id=f"L{n:03d}") for n in range(1, learners + 1)),
        findings=findings,
        training_class=training_class,
    )


def record(**given: object) -> VerdictRecord:
    """The same as its JSON has it."""
    return verdict_json.record(verdict(**given))


def finding(rule: str, effect: Effect, subject: Subject, measured: int | None = None) -> Finding:
    """A finding of a rule about a part of the class."""
    ruling = Ruling(Answer.UNDECIDED, say("not known"), measured, 24)
    return Finding(rule, effect, "…", "…", subject, ruling)


def _span(day: date, number: int) -> Interval:
    eight = datetime(day.year, day.month, day.day, 8, tzinfo=ZoneInfo(ZONE))
    start = int(eight.timestamp()) * SECOND + (number - 1) * HOUR
    return Interval(start, start + 45 * MINUTE)
