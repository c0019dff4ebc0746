"""The record: what can be read off a class's papers before any evidence is looked at."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from evidence.domain.subject import Subject
from evidence.domain.teaching import Mode, TrainingClass
from evidence.facts.case import ClassRecord

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAME_AND_REMARK = re.compile(r"([^(]*)(?:\((.*)\))?")
_INCLUDING = "含"  # 电子商务师（含跨境电子商务师）: one entry, two names


@dataclass(frozen=True, slots=True)
class Assessment:
    """An assessment that a class must keep to: its own at the end, or a learner's one before.

    ``learner`` is "" for the class's own. ``held_on`` is None where nobody stated a day, and
    ``unstated`` counts the learners of the class whose assessment before nobody stated.
    """

    mode: Mode
    starts_on: date
    held_on: date | None
    learner: str = ""
    unstated: int = 0

    @property
    def subject(self) -> Subject:
        """The learner, or the class as a whole."""
        return Subject(learner=self.learner)


def assessments(record: ClassRecord) -> Iterator[Assessment]:
    """The class's own assessment, then that before it of every learner who states one."""
    declared = record.training_class
    mode, starts_on = declared.mode, declared.starts_on
    before = [(learner.id, learner.previous_assessment_on) for learner in record.learners]

    unstated = sum(day is None for _, day in before)
    yield Assessment(mode, starts_on, declared.assessed_on, unstated=unstated)
    yield from (Assessment(mode, starts_on, day, learner) for learner, day in before if day)


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def beginning(record: ClassRecord) -> int:
    """The wall time at which a class begins: its first session, or else midnight of its day."""
    if record.sessions:
        return min(session.span.start for session in record.sessions)
    return midnight(record.training_class)


def training_days(record: ClassRecord) -> frozenset[date]:
    """The days, where the class is held, on which a session of the timetable begins."""
    zone = ZoneInfo(record.training_class.timezone)
    return frozenset(
        (_EPOCH + timedelta(microseconds=session.span.start)).astimezone(zone).date()
        for session in record.sessions
    )


def midnight(declared: TrainingClass) -> int:
    """The wall time at which the day ``starts_on`` begins where the class is held."""
    local = datetime.combine(declared.starts_on, time(), ZoneInfo(declared.timezone))
    return (local - _EPOCH) // timedelta(microseconds=1)


def plain(written: str) -> str:
    """An occupation, post or major as it compares: no blanks, half width, nothing in brackets."""
    return _split(written)[0]


def is_listed(occupation: str, listed: Collection[str]) -> bool:
    """Whether an occupation is on a policy's list, by its name or by one that an entry includes.

    Half and full width are one, blanks do not count, and what stands in brackets after the
    class's own occupation is a remark.
    """
    names = {name for entry in listed for name in _names(entry)}
    name, _ = _split(occupation)
    return name in names


def _names(entry: str) -> Iterator[str]:
    name, remark = _split(entry)
    yield name
    if remark.startswith(_INCLUDING):
        yield from re.split("[、,]", remark.removeprefix(_INCLUDING))


def _split(written: str) -> tuple[str, str]:
    """The name and what stands in brackets after it, as ``is_listed`` compares them."""
    plain = "".join(unicodedata.normalize("NFKC", written).split())
    matched = _NAME_AND_REMARK.match(plain)
    name, remark = matched.groups(default="") if matched else (plain, "")
    return name, remark
