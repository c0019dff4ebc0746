"""Verdicts: findings added up to class hours, learners and the class as a whole."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from evidence.domain.findings import Finding, HoursIn, HourVerdict, LearnerVerdict, Standing
from evidence.domain.learning import ONLINE_CLASS_HOUR, LearnerPlayback
from evidence.domain.policy import Effect, Policy, Scope
from evidence.domain.teaching import Kind
from evidence.facts.attendance import Attended
from evidence.facts.case import Case, ClassRecord
from evidence.facts.coverage import ClassHourFootage
from evidence.facts.presence import HourFaces

# The rule whose allowances for silence say what counts as recorded, by the kind of teaching.
CONTINUITY = {
    Kind.THEORY: "theory-recorded-throughout",
    Kind.PRACTICAL: "practical-continuous-recording",
}


Sat = tuple[HourVerdict, Standing]  # a class hour that a learner was in, and how it stands for them


@dataclass(frozen=True, slots=True)
class Credit:
    """Class hours of one learner: those that count, and those that wait for a person."""

    valid: Mapping[Kind, int]
    in_review: int


def hour_verdicts(
    policy: Policy, case: Case, findings: Collection[Finding], attended: Attended | None
) -> tuple[HourVerdict, ...]:
    """Every class hour taught in a room, in the order of the timetable."""
    faces = {seen.subject: seen for seen in case.of(HourFaces)}
    learners = [learner.id for learner in case.of(ClassRecord)[0].learners]
    return tuple(
        _seen(
            _hour_verdict(policy, facts, findings, attended),
            faces.get(facts.hour.subject),
            learners,
        )
        for facts in case.of(ClassHourFootage)
    )


def _seen(hour: HourVerdict, faces: HourFaces | None, learners: Collection[str]) -> HourVerdict:
    """The class hour with whom its footage shows."""
    if faces is None or not faces.views:
        return hour
    present = faces.recognised(learners) if faces.comparable else hour.present
    return replace(hour, present=present, people=(faces.average, faces.peak))


def _hour_verdict(
    policy: Policy,
    facts: ClassHourFootage,
    findings: Collection[Finding],
    attended: Attended | None,
) -> HourVerdict:
    hour = facts.hour
    about = [finding for finding in findings if finding.subject in {hour.subject, hour.of_session}]
    usable = facts.usable(**allowances(policy, hour.kind))

    return HourVerdict(
        session=hour.session,
        number=hour.number,
        kind=hour.kind,
        span=hour.span,
        standing=Standing.of(about),
        recorded=usable.recorded.surely,
        longest_run=usable.longest.surely,
        camera=usable.camera,
        present=None if attended is None else attended.count(hour.session),
    )


def allowances(policy: Policy, kind: Kind) -> dict[str, int]:
    """The silences that a policy allows within and between files, in microseconds.

    It allows none where it does not ask for recordings of that kind of teaching.
    """
    rule = policy.rule(CONTINUITY.get(kind, ""))
    if rule is None:
        return {"max_gap": 0, "max_seam": 0}
    return {
        "max_gap": rule.given.seconds("max_gap_seconds"),
        "max_seam": rule.given.seconds("max_seam_seconds"),
    }


def learner_verdicts(
    policy: Policy,
    case: Case,
    hours: Collection[HourVerdict],
    findings: Collection[Finding],
    attended: Attended | None,
) -> tuple[LearnerVerdict, ...]:
    """Every learner of the roster, in its order."""
    record = case.of(ClassRecord)[0]
    playbacks = {playback.learner: playback for playback in case.of(LearnerPlayback)}
    for_all = [f for f in findings if f.subject.is_class and f.effect is Effect.TRAINING_INVALID]
    on_watching = {rule.id for rule in policy.rules if rule.scope is Scope.ONLINE_LEARNER}

    verdicts = []
    for learner in record.learners:
        about = [finding for finding in findings if finding.subject.learner == learner.id]
        about.extend(for_all)
        sat = tuple(_sat(learner.id, hours, about, attended))
        watching = [
            finding
            for finding in about
            if finding.rule in on_watching or finding.effect is Effect.TRAINING_INVALID
        ]
        credit = _credit(sat, playbacks.get(learner.id), watching)
        verdicts.append(
            LearnerVerdict(
                id=learner.id,
                standing=Standing.of(about),
                hours_planned=record.training_class.planned_hours,
                hours_credited=sum(credit.valid.values()),
                hours_in_review=credit.in_review,
                hours_by_kind={str(kind): credit.valid[kind] for kind in Kind},
                admitted=not any(f.effect is Effect.TRAINING_INVALID for f in about),
                hours_in=tuple(_hours_in(sat)),
                certified=None if learner.certificate is None else bool(learner.certificate),
                employed_on=learner.employed_on,
            )
        )
    return tuple(verdicts)


def _sat(
    learner: str,
    hours: Collection[HourVerdict],
    about: Collection[Finding],
    attended: Attended | None,
) -> Iterator[Sat]:
    """The class hours that a learner was in, or may have been, and how each stands for them.

    An hour that stands for the class does not for somebody of whom nobody knows whether they were
    there, by the sheet or by their face.
    """
    for hour in hours:
        untold = attended is not None and attended.is_untold(learner, hour.session)
        if attended is not None and not untold and not attended.was_at(learner, hour.session):
            continue
        own = Standing.of(
            finding
            for finding in about
            if finding.subject.session == hour.session and finding.subject.hour in {0, hour.number}
        )
        each = {hour.standing, own, Standing.REVIEW if untold else Standing.VALID}
        yield hour, next(standing for standing in Standing if standing in each)


def _hours_in(sat: Iterable[Sat]) -> Iterator[HoursIn]:
    """The class hours behind a learner's figures, those that follow one another as one."""
    counted = [(hour.session, standing, hour.number) for hour, standing in sat]
    runs = groupby(enumerate(counted), key=lambda each: (*each[1][:2], each[1][2] - each[0]))
    for (session, standing, _), run in runs:
        numbers = [number for _, (_, _, number) in run]
        yield HoursIn(session, numbers[0], numbers[-1], standing)


def _credit(
    sat: Collection[Sat], playback: LearnerPlayback | None, watching: Collection[Finding]
) -> Credit:
    """Class hours that count: those in a room that stand, and 45 min of content each online."""
    valid = {
        kind: sum(hour.kind == kind and standing is Standing.VALID for hour, standing in sat)
        for kind in Kind
    }
    in_review = sum(standing is Standing.REVIEW for _, standing in sat)
    watched = playback.content // ONLINE_CLASS_HOUR if playback else 0
    # Hours in a room stand on their own: what was learnt online is undone by findings on it alone.
    match Standing.of(watching):
        case Standing.VALID:
            valid[Kind.ONLINE] = watched
        case Standing.REVIEW:
            in_review += watched
    return Credit(valid, in_review)
