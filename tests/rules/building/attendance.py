"""One learner's attendance: ``sessions`` maps ids to class hours, ``sheet`` holds rows.

A row is "WHO SESSION STATUS NOTE", WHO being "me" or anybody else of the roster.
"""

from typing import Any

from evidence.domain.people import Attendance, Learner, Status
from evidence.domain.teaching import Kind, Session
from evidence.domain.time import HOUR, Interval
from evidence.facts.attendance import LearnerAttendance, learner_attendance

BUILDS = LearnerAttendance


def build(case: dict[str, Any]) -> LearnerAttendance:
    online = case.get("online", [])
    sessions = tuple(
        Session(
            id_,
            Kind.ONLINE if id_ in online else Kind.PRACTICAL,
            Interval(number * HOUR, (number + 1) * HOUR),
            hours,
        )
        for number, (id_, hours) in enumerate(case["sessions"].items())
    )
    learners = (Learner("me"), Learner("you"))
    return learner_attendance(learners, sessions, tuple(map(row, case["sheet"])))[0]


def row(told: str) -> Attendance:
    who, session, status, *note = told.split(maxsplit=3)
    return Attendance(who, session, Status(status), " ".join(note))
