"""Rulings: every rule of a policy put to every fact that it judges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from evidence.domain.findings import Evidence, Finding, Outcome, Ruling
from evidence.domain.footage import Recording
from evidence.domain.learning import UNBOUNDED, LearnerPlayback, LostLines
from evidence.domain.policy import Effect, Policy, PolicyRule, Scope
from evidence.domain.subject import Subject
from evidence.domain.teaching import Kind, Mode
from evidence.domain.text import say
from evidence.facts.case import Case, ClassRecord
from evidence.rules.rule import Rule


def findings(policy: Policy, case: Case, rules: Mapping[str, Rule[Any]]) -> Iterator[Finding]:
    """What somebody must know of: each breach and each doubt, in the order of the policy.

    A rule that the policy names and this version can't check yet is a doubt about everything in
    its scope, and a rule on learning online one about everybody whose learning no log tells of:
    nothing passes in silence.
    """
    unseen = _learning_unseen(case)
    lost = case.of(LostLines)
    for named in policy.rules:
        rule = rules.get(named.id)
        if rule is None:
            yield from (
                found(policy, named, at, _not_built(named)) for at in _subjects(named.scope, case)
            )
            continue
        for fact in case.of(rule.judges):
            ruling = rule(fact, named.given)
            if ruling.outcome in {Outcome.BREACHED, Outcome.UNDECIDED}:
                yield found(policy, named, fact.subject, ruling)
        if named.scope is Scope.ONLINE_LEARNER:
            yield from (found(policy, named, at, _UNSEEN) for at in unseen)
            # One word for the class is enough, whichever rule comes first.
            yield from (found(policy, named, lines.subject, _unread(lines)) for lines in lost)
            lost = ()


def rulings(policy: Policy, case: Case, rules: Mapping[str, Rule[Any]]) -> Iterator[Finding]:
    """Whatever the rules of a policy answer, what is met among it; for whoever asks how near."""
    for named in policy.rules:
        rule = rules.get(named.id)
        if rule is None:
            continue
        for fact in case.of(rule.judges):
            yield found(policy, named, fact.subject, rule(fact, named.given))


def _learning_unseen(case: Case) -> list[Subject]:
    """The learners of a class with online lessons who, by its logs, played nothing at all."""
    seen = {playback.learner for playback in case.of(LearnerPlayback) if playback.playing}
    online = _subjects(Scope.ONLINE_LEARNER, case)
    return [subject for subject in online if subject.learner not in seen]


_UNSEEN = Ruling(
    Outcome.UNDECIDED,
    say(
        "no learning log tells that this learner played a lesson: hand in the logs of the platform"
    ),
)


def _unread(lost: LostLines) -> Ruling:
    """Lines that could not be read may hide anything: a person must look."""
    if lost.count < UNBOUNDED:
        message = say(
            "{count} lines of the learning log {path} could not be read, the first is line {line}: "
            "hand in the log again",
            count=lost.count,
            path=lost.path,
            line=lost.first,
        )
    else:
        message = say(
            "the learning log {path} could not be read to its end: hand in the log again",
            path=lost.path,
        )
    return Ruling(Outcome.UNDECIDED, message, evidence=(Evidence(lost.path),))


def found(policy: Policy, rule: PolicyRule, subject: Subject, ruling: Ruling) -> Finding:
    """A ruling as a finding: what is undecided goes to a person, whatever the rule's effect."""
    effect = rule.effect if ruling.outcome is Outcome.BREACHED else Effect.REVIEW
    return Finding(rule.id, effect, policy.cite(rule.clause), rule.text, subject, ruling)


def _not_built(rule: PolicyRule) -> Ruling:
    message = say("this version can't check {rule} yet: a person must look", rule=rule.id)
    return Ruling(Outcome.UNDECIDED, message, evidence=(Evidence("class.toml"),))


def _subjects(scope: Scope, case: Case) -> Iterator[Subject]:
    """Everything in this class that a scope takes in."""
    record = case.of(ClassRecord)[0]
    online = record.training_class.mode is not Mode.OFFLINE
    taught = [session for session in record.sessions if session.kind is not Kind.ONLINE]
    match scope:
        case Scope.CLASS:
            yield record.subject
        case Scope.CLASSROOM:
            yield from [record.subject] if taught else []
        case Scope.SESSION:
            yield from (session.subject for session in record.sessions)
        case Scope.CLASS_HOUR:
            yield from (hour.subject for session in taught for hour in session.hours())
        case Scope.RECORDING:
            yield from (recording.subject for recording in case.of(Recording))
        case Scope.LEARNER:
            yield from (Subject(learner=learner.id) for learner in record.learners)
        case Scope.ONLINE_LEARNER:
            yield from (Subject(learner=learner.id) for learner in record.learners if online)
