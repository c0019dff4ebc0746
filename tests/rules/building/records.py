"""A class's papers: ``learners`` is how many, ``sessions`` a list of { kind, start, hours }.

``lessons`` is a list of minutes; all other keys are those of class.toml, where "" or leaving a
key out means that the institution stated nothing; its sections are lists of their values, a gate
"DAY NAME". Times are of the class's own zone.
"""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from evidence.domain.learning import Lesson
from evidence.domain.papers import Apprenticeship, Gate, Gates, Survey, YearRecord
from evidence.domain.people import Learner
from evidence.domain.teaching import Certificate, Kind, Mode, Session, TrainingClass
from evidence.domain.time import MINUTE, SECOND, Interval
from evidence.facts.case import ClassRecord

BUILDS = ClassRecord
ZONE = "Asia/Shanghai"


def build(case: dict[str, Any]) -> ClassRecord:
    return ClassRecord(
        training_class=declared(case),
        learners=tuple(Learner(f"L{number:03}") for number in range(case.get("learners", 1))),
        sessions=tuple(
            session(number, planned) for number, planned in enumerate(case.get("sessions", []), 1)
        ),
        lessons=tuple(
            Lesson(f"V{number}", number, "", minutes * MINUTE)
            for number, minutes in enumerate(case.get("lessons", []), 1)
        ),
    )


def declared(case: dict[str, Any]) -> TrainingClass:
    registered = case.get("registered_at")
    return TrainingClass(
        id="CLASS",
        policy="any",
        timezone=case.get("timezone", ZONE),
        occupation=case.get("occupation", "茶艺师"),
        level="五级",
        mode=Mode(case.get("mode", "offline")),
        certificate=Certificate(case.get("certificate", "skill-level")),
        starts_on=case.get("starts_on", date(2021, 4, 19)),
        ends_on=date(2021, 4, 30),
        planned_hours=case.get("planned_hours", 40),
        teachers=case.get("teachers"),
        workstations=case.get("workstations"),
        registered_at=wall(registered) if registered else None,
        gates=Gates(*map(gate, case["gates"])) if "gates" in case else None,
        survey=Survey(*case["survey"]) if "survey" in case else None,
        last_year=YearRecord(*case["last_year"]) if "last_year" in case else None,
        apprenticeship=(
            Apprenticeship(*case["apprenticeship"]) if "apprenticeship" in case else None
        ),
    )


def gate(told: str) -> Gate:
    day, _, by = told.partition(" ")
    return Gate(date.fromisoformat(day) if day else None, by)


def session(number: int, planned: dict[str, Any]) -> Session:
    start = wall(planned.get("start", f"2021-04-{18 + number} 09:00"))
    span = Interval(start, start + planned["hours"] * 45 * MINUTE)
    return Session(f"S{number}", Kind(planned["kind"]), span, planned["hours"])


def wall(told: str) -> int:
    local = datetime.fromisoformat(told)
    if local.tzinfo is None:
        local = local.replace(tzinfo=ZoneInfo(ZONE))
    return int(local.timestamp()) * SECOND
