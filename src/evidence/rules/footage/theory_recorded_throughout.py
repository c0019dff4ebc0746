"""theory-recorded-throughout: theory is filmed from the first minute of an hour to the last."""

from __future__ import annotations

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.policy import Parameters
from evidence.domain.teaching import Kind
from evidence.domain.text import Length, Text, say
from evidence.facts.coverage import ClassHourFootage, Hole, Usable
from evidence.rules.footage.naming import doubt
from evidence.rules.rule import breached, exempt, met, rule, undecided


@rule("theory-recorded-throughout", judges=ClassHourFootage)
def theory_recorded_throughout(facts: ClassHourFootage, given: Parameters) -> Ruling:
    """Each theory class hour is recorded throughout, by whichever of the session's cameras.

    Short silences do not count; of longer ones no more than the tolerance may be missing in all.
    """
    if facts.hour.kind is not Kind.THEORY:
        return exempt(say("no theory class hour"))
    usable = facts.usable(
        max_gap=given.seconds("max_gap_seconds"), max_seam=given.seconds("max_seam_seconds")
    )
    tolerance = given.seconds("tolerance_seconds")

    whole = facts.hour.span.length
    missing = Length(whole - usable.covered.surely)
    allowed = Length(tolerance)
    if missing.micros <= tolerance:
        return met(say("{missing} are not recorded", missing=missing), missing, allowed)
    rule_out = breached if whole - usable.covered.possibly > tolerance else undecided
    message = (_missing if rule_out is breached else _in_doubt)(facts, usable, missing, allowed)
    worst = max(usable.holes, key=lambda hole: (hole.span.length, -hole.span.start))
    return rule_out(
        message, missing, allowed, unit="s", span=worst.span, evidence=_evidence(usable)
    )


def _evidence(usable: Usable) -> tuple[Evidence, ...]:
    """The silent stretches of files, or else the files that do cover a part."""
    silent = [hole for hole in usable.holes if hole.path]
    if silent:
        return tuple(_shown(hole) for hole in silent)
    return usable.best.proof if usable.best else ()


def _shown(hole: Hole) -> Evidence:
    return Evidence(hole.path, hole.media, hole.media + hole.span.length)


def _missing(facts: ClassHourFootage, usable: Usable, missing: Length, allowed: Length) -> Text:
    """What is missing, and what to look for."""
    if usable.flawed:
        return say(
            "{missing} of this class hour are not shown: at least a part of the footage is frozen, "
            "black, covered or a replay; at most {allowed} may be missing: hand in what the "
            "camera recorded",
            missing=missing,
            allowed=allowed,
        )
    if usable.covered.surely:
        return say(
            "{missing} of this class hour are not recorded (stretches without footage: {count}); "
            "at most {allowed} may be missing: hand in the rest if the recorder still has it",
            missing=missing,
            count=len(usable.holes),
            allowed=allowed,
        )
    if facts.elsewhere:
        return say(
            "no footage of {named} in this class hour; there is some of {others}: if that is the "
            "same camera, say so in recordings.csv",
            named=", ".join(facts.hour.cameras),
            others=", ".join(facts.elsewhere),
        )
    return say(
        "no footage of this class hour; it must be recorded throughout: hand it in if the "
        "recorder still has it"
    )


def _in_doubt(facts: ClassHourFootage, _: Usable, missing: Length, allowed: Length) -> Text:
    return say(
        "{missing} can't be shown and at most {allowed} may be missing; {doubt}",
        missing=missing,
        allowed=allowed,
        doubt=doubt(facts.doubts),
    )
