"""Explaining: one finding with all that it rests on, and how near it was.

It is made from the verdict as JSON has it, so that a verdict file is enough; where the bundle is at
hand, ``behind`` adds what was seen in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from evidence.domain.findings import Measure, Outcome, Standing
from evidence.domain.policy import Effect, Policy
from evidence.domain.subject import Subject
from evidence.domain.teaching import Kind
from evidence.domain.text import Length, Share, say
from evidence.domain.time import SECOND
from evidence.report.clauses import told
from evidence.report.finding_names import name_of
from evidence.report.names import EFFECT, KIND, STANDING, about, law, rule_title
from evidence.report.remedies import remedy
from evidence.report.verdict_record import (
    EvidenceRecord,
    FindingRecord,
    HourRecord,
    LearnerRecord,
    SubjectRecord,
    VerdictRecord,
)
from evidence.report.words import Voice, media_stretch

Line = tuple[str, str]
_MOST_FILES = 8
_DIGITS = 10**6  # a share of the JSON is exact to so many parts

OUTCOME = {
    Outcome.MET: say("the law is kept"),
    Outcome.BREACHED: say("the law is broken"),
    Outcome.UNDECIDED: say("the evidence does not tell"),
    Outcome.EXEMPT: say("the law asks nothing here"),
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """A finding explained, in the words of its reader.

    ``near`` tells how far it was from the limit, "" where nothing was measured; ``facts`` are what
    it was drawn from, each under its name; ``remedy`` is what to do about it, "" where the law is
    kept.
    """

    name: str
    title: str
    about: str
    outcome: str
    effect: str
    message: str
    law: str
    clause: str
    text: str
    near: str
    numbers: tuple[Line, ...]
    facts: tuple[Line, ...]
    evidence: tuple[str, ...]
    remedy: str


def explained(
    finding: FindingRecord,
    outcome: Outcome | None,
    within: VerdictRecord,
    policy: Policy | None,
    voice: Voice,
) -> Explanation:
    """One finding of a verdict; ``policy`` is None where it is not the edition it was judged by."""
    subject = subject_of(finding.subject)
    kept = outcome in {Outcome.MET, Outcome.EXEMPT}
    filmed = any(hour.recorded_seconds > 0 for hour in within.class_hours)
    chinese = voice.lang == "zh_CN"
    return Explanation(
        name=name_of(finding.rule, subject),
        title=rule_title(finding.rule, voice),
        about=about(subject, voice),
        outcome=voice.tell(OUTCOME[outcome]) if outcome else "",
        effect="" if kept else voice.tell(EFFECT[Effect(finding.effect)]),
        message=finding.message_zh if chinese else finding.message,
        law=law(finding.rule, voice),
        clause=finding.clause,
        text=finding.text,
        near=_near(finding, voice, kept=kept),
        numbers=tuple(_numbers(finding, policy, voice)),
        facts=tuple(_facts(subject, within, voice)),
        evidence=tuple(_files([e for e in finding.evidence if not e.bundle], voice)),
        remedy="" if kept else voice.tell(remedy(finding.rule, filmed=filmed)),
    )


def subject_of(record: SubjectRecord) -> Subject:
    """What a finding of a verdict file is about."""
    return Subject(record.session, record.hour, record.learner, record.lesson, record.recording)


def outcome_of(finding: FindingRecord, policy: Policy | None) -> Outcome | None:
    """What the rule answered; None where a breach is for a person too, as a doubt is."""
    if finding.effect != Effect.REVIEW.value:
        return Outcome.BREACHED
    rule = policy.rule(finding.rule) if policy else None
    return Outcome.UNDECIDED if rule and rule.effect is not Effect.REVIEW else None


def _measure(value: float | None, unit: str) -> Measure | None:
    match value:
        case None:
            return None
        case int() if unit != "s":
            return value
        case _ if unit == "s":
            return Length(round(value * SECOND))
        case _:
            return Fraction(round(value * _DIGITS), _DIGITS)


def _numbers(finding: FindingRecord, policy: Policy | None, voice: Voice) -> Iterator[Line]:
    """What was measured, what is asked for, and the numbers that the policy sets."""
    unit = finding.unit
    measured = voice.measure(_measure(finding.measured, unit), "" if unit == "s" else unit)
    required = voice.measure(_measure(finding.required, unit), "" if unit == "s" else unit)
    if measured:
        most = voice.up_to(measured) if finding.at_most else measured
        yield voice.word("measured"), most
    if required:
        yield voice.word("asked for"), required
    rule = policy.rule(finding.rule) if policy else None
    if policy and rule and rule.given.values:
        values = ", ".join(f"{name} {told(value)}" for name, value in rule.given.values.items())
        yield voice.word("set by {policy}", policy=policy.id), values


def _near(finding: FindingRecord, voice: Voice, *, kept: bool) -> str:
    """How far what was measured is from what is asked for."""
    measured = _measure(finding.measured, finding.unit)
    required = _measure(finding.required, finding.unit)
    if measured is None or required is None:
        return ""
    apart = _apart(measured, required)
    if apart == 0:
        return voice.word("exactly on the line")
    size = _size(measured, required, abs(apart), finding.unit, voice)
    if apart < 0:
        below = say("{size} below the limit", size=size)
        return voice.tell(below if kept else say("{size} less than is asked for", size=size))
    if finding.at_most:
        return voice.word("perhaps {size} beyond the limit", size=size)
    above = say("{size} more than is asked for", size=size)
    return voice.tell(above if kept else say("{size} beyond the limit", size=size))


def _apart(measured: Measure, required: Measure) -> Fraction:
    one, other = (
        Fraction(each.micros) if isinstance(each, Length) else Fraction(each)
        for each in (measured, required)
    )
    return one - other


def _size(measured: Measure, required: Measure, apart: Fraction, unit: str, voice: Voice) -> str:
    """The difference, in words of its own kind."""
    if isinstance(measured, Length) or isinstance(required, Length):
        return voice.length(int(apart))
    share = not unit and (isinstance(measured, Fraction) or isinstance(required, Fraction))
    if share and max(Fraction(measured), Fraction(required)) <= 1:
        return voice.value(Share(apart))
    whole = int(apart) if apart.denominator == 1 else apart
    return voice.measure(whole, unit or "") if isinstance(whole, int) else voice.value(whole)


def _facts(subject: Subject, within: VerdictRecord, voice: Voice) -> Iterator[Line]:
    """What the verdict itself holds of the class hour or the learner."""
    for hour in within.class_hours:
        if (hour.session, hour.hour) == (subject.session, subject.hour):
            yield from _hour(hour, voice)
    for learner in within.learners:
        if learner.id == subject.learner:
            yield from _learner(learner, voice)


def _hour(hour: HourRecord, voice: Voice) -> Iterator[Line]:
    start, end = (datetime.fromisoformat(each) for each in (hour.start, hour.end))
    kind = voice.tell(KIND[Kind(hour.kind)])
    yield voice.word("class hour"), f"{start:%Y-%m-%d %H:%M:%S} – {end:%H:%M:%S}, {kind}"
    yield voice.word("stands"), voice.tell(STANDING[Standing(hour.verdict)])
    yield voice.word("recorded in all"), voice.length(round(hour.recorded_seconds * SECOND))
    longest = voice.length(round(hour.longest_run_seconds * SECOND))
    yield voice.word("longest in one piece"), f"{longest} {hour.camera}".strip()
    if hour.present is not None:
        yield voice.word("learners there"), str(hour.present)
    if hour.people_average is not None:
        people = f"{hour.people_average:g}, {hour.people_peak}"
        yield voice.word("people in view, on average and at most"), people


def _learner(learner: LearnerRecord, voice: Voice) -> Iterator[Line]:
    yield voice.word("the learner stands"), voice.tell(STANDING[Standing(learner.verdict)])
    credited = voice.word(
        "{credited} of {planned} class hours credited",
        credited=learner.hours_credited,
        planned=learner.hours_planned,
    )
    yield voice.word("credited"), credited
    if learner.hours_in_review:
        hours = voice.word("class hours: {hours}", hours=learner.hours_in_review)
        yield voice.word("for a person to look at"), hours


def _files(evidence: list[EvidenceRecord], voice: Voice) -> Iterator[str]:
    for shown in evidence[:_MOST_FILES]:
        stretch = ""
        if shown.start is not None and shown.end is not None:
            span = (round(each * SECOND) for each in (shown.start, shown.end))
            stretch = f" {media_stretch(*span)}"
        if shown.attempt:
            told_of = voice.word("{path}, window {attempt}", path=shown.path, attempt=shown.attempt)
            yield told_of + stretch
        else:
            yield shown.path + stretch
    if len(evidence) > _MOST_FILES:
        yield voice.word("and {count} more", count=len(evidence) - _MOST_FILES)
