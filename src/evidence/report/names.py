"""Names: how the fixed words of the domain are told, and how a rule and a subject are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from evidence.domain.findings import Standing
from evidence.domain.footage import EndReason
from evidence.domain.learning import AdvanceKind
from evidence.domain.pictures import Flaw
from evidence.domain.policy import Effect
from evidence.domain.subject import Subject
from evidence.domain.teaching import Certificate, Kind, Mode
from evidence.domain.text import Text, say
from evidence.facts.track import Why
from evidence.report.language import ENGLISH
from evidence.report.words import Voice
from evidence.rules.rule import catalogue

STANDING: Final[Mapping[Standing, Text]] = {
    Standing.VALID: say("valid"),
    Standing.INVALID: say("invalid"),
    Standing.REVIEW: say("for review"),
}
MARK: Final[Mapping[Standing, str]] = {
    Standing.VALID: "✓",
    Standing.INVALID: "✗",
    Standing.REVIEW: "?",
}
EFFECT: Final[Mapping[Effect, Text]] = {
    Effect.CLASS_INVALID: say("the class does not count"),
    Effect.TRAINING_INVALID: say("the online training does not count"),
    Effect.HOUR_INVALID: say("the class hour does not count"),
    Effect.REVIEW: say("a person must look"),
    Effect.NOTICE: say("to be noticed"),
}
KIND: Final[Mapping[Kind, Text]] = {
    Kind.THEORY: say("theory"),
    Kind.PRACTICAL: say("practical"),
    Kind.ONLINE: say("online"),
}
MODE: Final[Mapping[Mode, Text]] = {
    Mode.OFFLINE: say("taught in rooms"),
    Mode.ONLINE: say("taught online"),
    Mode.BLENDED: say("taught in rooms and online"),
}
CERTIFICATE: Final[Mapping[Certificate, Text]] = {
    Certificate.QUALIFICATION: say("vocational qualification"),
    Certificate.SKILL_LEVEL: say("vocational skill level"),
    Certificate.SPECIAL_OPERATION: say("special operation"),
    Certificate.SPECIFIC_ABILITY: say("specific vocational ability"),
    Certificate.COMPLETION: say("completion only"),
}
END: Final[Mapping[EndReason, Text]] = {
    EndReason.COMPLETE: say("complete"),
    EndReason.TRUNCATED: say("cut off"),
    EndReason.EMPTY: say("empty"),
    EndReason.UNREADABLE: say("can't be opened"),
    EndReason.NO_VIDEO: say("without a picture"),
    EndReason.ENCRYPTED: say("encrypted"),
    EndReason.CRASHED: say("crashed the reader"),
    EndReason.TIMED_OUT: say("took too long to read"),
    EndReason.MISSING: say("missing from the bundle"),
}
FLAW: Final[Mapping[Flaw, Text]] = {
    Flaw.FROZEN: say("the picture stands still"),
    Flaw.BLACK: say("no picture"),
    Flaw.COVERED: say("lens covered, or another view"),
    Flaw.LOOPED: say("replays other seconds"),
    Flaw.REUSED: say("another session's footage"),
    Flaw.UNCOMPARED: say("could not be compared"),
}
FLAW_SIGN: Final[Mapping[Flaw, str]] = {
    Flaw.FROZEN: "‖",
    Flaw.BLACK: "■",
    Flaw.COVERED: "◐",
    Flaw.LOOPED: "↺",
    Flaw.REUSED: "⇄",
    Flaw.UNCOMPARED: "?",
}
WHY: Final[Mapping[Why, Text]] = {
    Why.MISSING: say("not in the bundle"),
    Why.UNREADABLE: say("can't be read"),
    Why.CUT_OFF: say("its end is missing"),
    Why.UNDATED: say("nobody knows when it was recorded"),
    Why.CAMERA_UNKNOWN: say("nobody knows by which camera"),
    Why.PICTURES: say("its pictures may show nothing of the hour"),
    Why.CLOCK_RESET: say("its clock jumped back"),
}
ADVANCE: Final[Mapping[AdvanceKind, Text]] = {
    AdvanceKind.RATE: say("played too fast"),
    AdvanceKind.GAIN: say("gained on the clock"),
    AdvanceKind.SEEK: say("skipped forward"),
    AdvanceKind.JUMP: say("went on further ahead"),
}


def mark_of(effect: Effect) -> str:
    """The sign of an effect, for those who see no colour."""
    if effect.invalidates:
        return MARK[Standing.INVALID]
    return MARK[Standing.REVIEW] if effect is Effect.REVIEW else "!"


def rule_title(rule_id: str, voice: Voice) -> str:
    """A rule's short name; the catalogue holds it under the rule's id."""
    told = voice.word(rule_id)
    if voice.lang == ENGLISH or told == rule_id:
        return rule_id.replace("-", " ").capitalize()
    return told


def law(rule_id: str, voice: Voice) -> str:
    """The sentence that an inspector reads; "" for a rule that this version does not have."""
    rule = catalogue().get(rule_id)
    if rule is None:
        return ""
    sentence = " ".join(rule.law.split())
    return voice.word(sentence)


def about(subject: Subject, voice: Voice) -> str:
    """What a finding is about."""
    return voice.tell(_about(subject))


def briefly(subject: Subject) -> str:
    """What a finding is about by its ids alone, for a list of many."""
    if subject.recording:
        return subject.recording
    ids = " ".join(filter(None, (subject.learner, subject.lesson, subject.session)))
    return f"{ids}·{subject.hour}" if subject.hour else ids


def _about(subject: Subject) -> Text:
    match subject:
        case Subject(recording=path) if path:
            return say("{path}", path=path)
        case Subject(learner=learner, lesson=lesson) if learner and lesson:
            return say("learner {learner}, lesson {lesson}", learner=learner, lesson=lesson)
        case Subject(learner=learner, session=session, hour=hour) if learner and session and hour:
            return say(
                "learner {learner}, {session} hour {hour}",
                learner=learner,
                session=session,
                hour=hour,
            )
        case Subject(learner=learner, session=session) if learner and session:
            return say("learner {learner}, {session}", learner=learner, session=session)
        case Subject(learner=learner, hour=hour) if learner and hour:
            return say("learner {learner}, online hour {hour}", learner=learner, hour=hour)
        case Subject(learner=learner) if learner:
            return say("learner {learner}", learner=learner)
        case Subject(session=session, hour=hour) if session and hour:
            return say("{session}, hour {hour}", session=session, hour=hour)
        case Subject(session=session) if session:
            return say("session {session}", session=session)
        case Subject(lesson=lesson) if lesson:
            return say("lesson {lesson}", lesson=lesson)
        case _:
            return say("the class as a whole")


def masked(name: str) -> str:
    """A person's name for a page that leaves the house: 张三 is 张*."""
    return name[:1] + "*" * (len(name) - 1) if len(name) > 1 else "*" * len(name)
