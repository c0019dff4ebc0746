"""Next steps: what somebody can do about a verdict, most useful first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from evidence.domain.findings import Finding, Standing, Verdict
from evidence.domain.policy import Effect, Policy, Settled
from evidence.domain.subject import Subject
from evidence.domain.text import Moment, Text, say
from evidence.pipeline.judgement import Judgement
from evidence.pipeline.verdicts import CONTINUITY
from evidence.report.groups import grouped
from evidence.report.names import briefly
from evidence.report.remedies import remedy

_NAMED = 6  # subjects named in one step, before the rest is a number
_ON_FOOTAGE = frozenset({*CONTINUITY.values(), "footage-present"})


def next_steps(judgement: Judgement, today: date | None = None) -> tuple[Text, ...]:
    """What to do next.

    ``today`` is the day of whoever asks, which tells whether an hour can still be taught again;
    None for a report that must read the same on every day.
    """
    verdict = judgement.verdict
    return (
        *_hours(judgement, today),
        *_corrections(verdict),
        *_refusals(verdict),
        *_by_people(verdict, judgement.policy),
    )


def _hours(judgement: Judgement, today: date | None) -> Iterator[Text]:
    """The recordings that are missing, hour by hour, and until when the hours can be repeated."""
    lost = [h for h in judgement.verdict.hours if h.standing is Standing.INVALID]
    wanting = {
        finding.subject
        for finding in judgement.verdict.findings
        if finding.rule in _ON_FOOTAGE and finding.effect.invalidates
    }
    cameras = {session.id: session.cameras for session in judgement.bundle.sessions}
    told = [h for h in lost if Subject(session=h.session, hour=h.number) in wanting]
    for hour in told[:_NAMED]:
        yield say(
            "{hour}: hand in what the recorder still holds of {camera} from {start} to {end}.",
            hour=f"{hour.session}·{hour.number}",
            camera=_cameras(cameras.get(hour.session, ()) or (hour.camera,)),
            start=Moment(hour.span.start),
            end=Moment(hour.span.end),
        )
    if told[_NAMED:]:
        yield say(
            "{hours}: hand in the recordings of these class hours too.",
            hours=_some([f"{hour.session}·{hour.number}" for hour in told[_NAMED:]]),
        )
    if lost:
        hours = _some([f"{hour.session}·{hour.number}" for hour in lost])
        yield _again(hours, judgement.bundle.training_class.ends_on, today)


def _again(hours: Text, last: date, today: date | None) -> Text:
    if today is not None and today > last:
        return say(
            "{hours}: can no longer be taught again, for the class ended on {day}; without other "
            "proof they do not count.",
            hours=hours,
            day=last.isoformat(),
        )
    return say(
        "{hours}: can be taught again until {day}, the last day of the class: add the session to "
        "schedule.csv and hand in its recording.",
        hours=hours,
        day=last.isoformat(),
    )


def _corrections(verdict: Verdict) -> Iterator[Text]:
    """What to correct or to hand in, rule by rule, what weighs most first."""
    filmed = any(hour.recorded for hour in verdict.hours)
    for group in grouped(verdict.findings):
        if group.rule in _ON_FOOTAGE and group.effect.invalidates:
            continue
        yield say(
            "{subjects}: {remedy}.",
            subjects=_about(group.findings),
            remedy=remedy(group.rule, filmed=filmed),
        )


def _about(findings: Sequence[Finding]) -> Text:
    names = [briefly(finding.subject) for finding in findings if not finding.subject.is_class]
    return _some(list(dict.fromkeys(names))) if names else say("The class as a whole")


def _cameras(named: Iterable[str]) -> Text:
    told = "/".join(filter(None, named))
    return say("{cameras}", cameras=told) if told else say("the classroom")


def _some(names: Sequence[str]) -> Text:
    """The first few of many, and how many there are."""
    first, left = ", ".join(names[:_NAMED]), len(names) - _NAMED
    if left > 0:
        return say("{first} and {left} more", first=first, left=left)
    return say("{names}", names=first)


def _refusals(verdict: Verdict) -> Iterator[Text]:
    effects = {finding.effect for finding in verdict.findings}
    refused = [learner.id for learner in verdict.learners if not learner.admitted]
    if Effect.CLASS_INVALID in effects:
        yield say(
            "The class breaks a condition for the whole class: unless a correction mends that, no "
            "subsidy can be claimed for it."
        )
    if refused:
        yield say(
            "{learners}: do not apply for their assessment; their online training does not count "
            "as it stands.",
            learners=_some(refused),
        )


def _by_people(verdict: Verdict, policy: Policy) -> Iterator[Text]:
    doubts = sum(finding.effect is Effect.REVIEW for finding in verdict.findings)
    manual = sum(clause.settled is Settled.MANUAL for clause in policy.clauses)
    if doubts:
        yield say("An inspector decides what the evidence leaves open ({count}).", count=doubts)
    if manual:
        yield say("An inspector ticks the clauses that no data decides ({count}).", count=manual)
    if verdict.no_site_visit_needed:
        yield say("No site visit is needed: footage proves every class hour taught in a room.")
    if not verdict.findings:
        yield say("Nothing is to be put right: the class can be handed in as it is.")
