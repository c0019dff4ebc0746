"""theory-recorded-throughout: theory is filmed from the first minute of an hour to the last."""

from __future__ import annotations

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.policy import Parameters
from evidence.domain.teaching import Kind
from evidence.domain.text import Length, Text, say
from evidence.facts.coverage import ClassHourFootage, Hole, Usable
from evidence.facts.track import Why
from evidence.rules.footage.naming import files, reason
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
    """Which files may hold the rest, and why that is not known."""
    given: dict[str, str | Length] = {
        "missing": missing,
        "allowed": allowed,
        "files": files(facts.doubts),
    }
    match reason(facts.doubts):
        case Why.MISSING:
            return say(
                "{missing} can't be shown and at most {allowed} may be missing; "
                "what is not in the bundle may hold the rest ({files}): add it, or strike its row "
                "in recordings.csv",
                **given,
            )
        case Why.UNREADABLE:
            return say(
                "{missing} can't be shown and at most {allowed} may be missing; "
                "what can't be read may hold the rest ({files}): copy it again from the recorder",
                **given,
            )
        case Why.CUT_OFF:
            return say(
                "{missing} can't be shown and at most {allowed} may be missing; "
                "what is cut off may hold the rest ({files}): copy it again from the recorder",
                **given,
            )
        case Why.UNDATED:
            return say(
                "{missing} can't be shown and at most {allowed} may be missing; "
                "what has no date may hold the rest ({files}): enter its start in recordings.csv",
                **given,
            )
        case Why.CAMERA_UNKNOWN:
            return say(
                "{missing} can't be shown and at most {allowed} may be missing; whose camera "
                "filmed {files} is not known: enter it in recordings.csv",
                **given,
            )
        case Why.PICTURES:
            return say(
                "{missing} can't be shown and at most {allowed} may be missing; the pictures of "
                "{files} may be frozen, black, covered or a replay: look at them",
                **given,
            )
        case Why.CLOCK_RESET:
            return say(
                "{missing} can't be shown and at most {allowed} may be missing; the clock of "
                "{files} jumps back in the middle, so that a break of unknown length lies there",
                **given,
            )
        case _:
            return say(
                "{missing} can't be shown and at most {allowed} may be missing; {files} can't all "
                "be read, dated or told apart by camera, and may hold the rest",
                **given,
            )
