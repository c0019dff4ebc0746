"""Remedies: what an institution can do about a finding of each rule, and where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from evidence.domain.text import Text, say

_FOOTAGE = say(
    "hand in all that the recorder still holds of these hours, or teach them again before the "
    "class ends"
)
_LOOK = say(
    "look at the stretches that the report shows; where the camera was at fault, have it mended "
    "and hand in what another camera recorded"
)
_TAKE_AGAIN = say(
    "no correction of the log counts: the lesson is to be taken again, and the platform's logs "
    "handed in anew"
)
_PLATFORM = say(
    "ask the platform whether its export left something out and hand in the whole log; otherwise "
    "the lesson is to be taken again"
)
_FACES = say(
    "hand in a clear portrait of each learner in photos/, and let the camera see faces from the "
    "front; a person looks meanwhile"
)

_UNFILMED = say(
    "hand in the recordings of the class hours: people are counted and recognised in them"
)
_IN_FOOTAGE = frozenset({"face-attendance", "headcount"})

REMEDY: Final[Mapping[str, Text]] = {
    "theory-recorded-throughout": _FOOTAGE,
    "practical-continuous-recording": _FOOTAGE,
    "footage-present": _FOOTAGE,
    "footage-unreadable": say(
        "copy the recording from the recorder once more, and check the class again"
    ),
    "footage-undated": say(
        "add a row to recordings.csv that tells when it began: path, camera, start"
    ),
    "footage-frozen": _LOOK,
    "footage-black": _LOOK,
    "footage-covered": _LOOK,
    "footage-looped": _LOOK,
    "footage-reused": say(
        "see whether a file was copied under a wrong name, and hand in the session's own recording"
    ),
    "footage-clock": say(
        "hand in the recording as the camera made it; where only the recorder's clock or the "
        "file's name was wrong, set that right and tell in recordings.csv when the file really "
        "began"
    ),
    "face-attendance": _FACES,
    "headcount": say(
        "let the camera see every face from the front; whoever sits with the back to it is counted "
        "by a person meanwhile"
    ),
    "ghost-learner": say(
        "see whether one person stands in roster.csv twice, and whether each portrait is of the "
        "right person"
    ),
    "strangers": say(
        "see who was in the room who is not on roster.csv: a helper is told to the inspector, a "
        "learner is added with a portrait"
    ),
    "fast-forward": _TAKE_AGAIN,
    "multiple-windows": _TAKE_AGAIN,
    "prompt-gap": _PLATFORM,
    "face-liveness": _PLATFORM,
    "lesson-order": say(
        "see whether course.csv has the lessons in the right order; otherwise they are to be taken "
        "again in order"
    ),
    "hourly-snapshot": _PLATFORM,
    "class-hour-length": say(
        "schedule.csv: correct start, end or class_hours of the session's row if one is wrong; "
        "otherwise fewer class hours count"
    ),
    "class-size": say(
        "roster.csv: take off who is not in the class; a class that is too large is to be divided"
    ),
    "teacher-ratio": say("class.toml, teachers: state how many teach the class"),
    "workstation-ratio": say("class.toml, workstations: state how many there are"),
    "practical-share": say(
        "schedule.csv: complete the practical sessions, or correct their kind; otherwise plan more "
        "practice before the class ends"
    ),
    "minimum-hours": say(
        "class.toml, planned_hours, and schedule.csv: correct what is wrong; otherwise plan more "
        "class hours"
    ),
    "offline-practice-hours": say(
        "schedule.csv: add the practical sessions that are missing; otherwise hold them before the "
        "class ends"
    ),
    "registered-first": say(
        "class.toml, registered_at: copy the time of entry from the management system"
    ),
    "attendance-rate": say(
        "attendance.csv: add the rows that are missing; leave is made up for by a session with "
        "the status makeup, its note naming the session that was missed"
    ),
    "assessment-window": say(
        "class.toml, assessed_on, and roster.csv, previous_assessment_on: correct the days"
    ),
    "course-length": say(
        "schedule.csv: correct wrong dates; a longer course is to be held as two classes"
    ),
    "institution-standing": say("class.toml, [last_year]: see whether the figures are right"),
    "subsidy-repeats": say(
        "roster.csv, subsidised: correct the learner's row if it is wrong; otherwise no subsidy is "
        "due for this training"
    ),
    "three-gates": say("class.toml, [gates]: fill in the day and who signed of each gate"),
    "certificate-required": say(
        "roster.csv, certificate: fill in the number of the certificate once it was obtained"
    ),
    "cohort-rates": say(
        "roster.csv, cohort and certificate, and attendance.csv: complete the rows of this cohort"
    ),
    "eligibility": say(
        "roster.csv, status, major and post: correct the learner's row; otherwise explain why the "
        "training fits"
    ),
    "apprentice-ratio": say("class.toml, [apprenticeship]: see whether the figures are right"),
    "satisfaction": say(
        "class.toml, [survey]: see whether the figures are right; below the rate no new class may "
        "begin for a month"
    ),
}


def remedy(rule_id: str, *, filmed: bool = True) -> Text:
    """What to do about a finding of a rule; the general word for one that is unknown.

    ``filmed`` says whether any class hour has footage: without, no camera is to be turned.
    """
    if rule_id in _IN_FOOTAGE and not filmed:
        return _UNFILMED
    return REMEDY.get(rule_id, say("an inspector decides"))
