"""Oddities: what a person may want to know of a class as a whole, though no rule is about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evidence.domain.bundle import ClassBundle
from evidence.domain.findings import Note
from evidence.domain.footage import Recording
from evidence.domain.people import Status
from evidence.domain.policy import Policy, undated
from evidence.domain.teaching import Kind, Mode
from evidence.domain.text import say
from evidence.facts.case import ClassRecord


def oddities(
    bundle: ClassBundle, policy: Policy, recordings: Sequence[Recording]
) -> Iterator[Note]:
    """Each a note, which changes nothing in the verdict."""
    yield from _out_of_force(bundle, policy)
    yield from _of_its_day(bundle, policy)
    yield from _planned_otherwise(bundle)
    yield from _astray(bundle, recordings)


def _out_of_force(bundle: ClassBundle, policy: Policy) -> Iterator[Note]:
    """A word where a class began on a day that its policy does not speak of."""
    day, until = bundle.training_class.starts_on, policy.in_force_until
    if policy.in_force_on(day):
        return
    message = say(
        "the class began on {day}, and {policy} is in force from {first} to {last}",
        day=day.isoformat(),
        policy=policy.id,
        first=policy.in_force_from.isoformat(),
        last=until.isoformat() if until else "…",
    )
    yield Note("policy-not-in-force", message, "class.toml")


def _of_its_day(bundle: ClassBundle, policy: Policy) -> Iterator[Note]:
    """A word where a class is judged by another edition than the one that it names."""
    said = bundle.training_class
    if said.policy == policy.id or not policy.in_force_on(said.starts_on):
        return
    if undated(said.policy) != undated(policy.id):
        return
    message = say(
        "the class names {named}; on its first day, {day}, {policy} was in force: it is judged by "
        "that",
        named=said.policy,
        day=said.starts_on.isoformat(),
        policy=policy.id,
    )
    yield Note("policy-of-its-day", message, "class.toml")


def _planned_otherwise(bundle: ClassBundle) -> Iterator[Note]:
    """A word where class.toml plans other class hours than timetable and course hold.

    Sessions in which somebody only made up for others may be counted or not.
    """
    declared = bundle.training_class
    record = ClassRecord(declared, bundle.learners, bundle.sessions, bundle.lessons)
    told: dict[str, set[Status]] = {}
    for row in bundle.attendance or ():
        told.setdefault(row.session, set()).add(row.status)
    instead = sum(
        session.class_hours
        for session in bundle.sessions
        if told.get(session.id) == {Status.MAKEUP} and session.kind is not Kind.ONLINE
    )
    # Where nothing tells how long a course is, nothing can be held against the plan.
    unknown = declared.mode is not Mode.OFFLINE and not record.online_hours
    if unknown or record.hours - instead <= declared.planned_hours <= record.hours:
        return
    message = say(
        "class.toml plans {planned} class hours, and timetable and course hold {held}: see which "
        "of them is right",
        planned=declared.planned_hours,
        held=record.hours,
    )
    yield Note("planned-hours", message, "class.toml")


def _astray(bundle: ClassBundle, recordings: Sequence[Recording]) -> Iterator[Note]:
    """Dated footage that no session meets: a recorder's clock may be wrong, or the timetable."""
    taught = [session.span for session in bundle.sessions if session.kind is not Kind.ONLINE]
    astray = [
        recording.path
        for recording in recordings
        if recording.span and not any(recording.span.meet(span) for span in taught)
    ]
    if astray:
        message = say(
            "recordings that lie outside every session of the timetable: {count}; see whether "
            "the recorder's clock and the dates in the names are right",
            count=len(astray),
        )
        yield Note("footage-outside-timetable", message, astray[0], len(astray))
