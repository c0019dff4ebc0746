"""practical-continuous-recording: practice is filmed without a break for a while in every hour."""

from __future__ import annotations

from evidence.domain.findings import Ruling
from evidence.domain.policy import Parameters
from evidence.domain.teaching import Kind
from evidence.domain.text import Length, Text, say
from evidence.facts.coverage import ClassHourFootage, Usable
from evidence.rules.footage.naming import doubt
from evidence.rules.rule import breached, exempt, met, rule, undecided


@rule("practical-continuous-recording", judges=ClassHourFootage)
def practical_continuous_recording(facts: ClassHourFootage, given: Parameters) -> Ruling:
    """Each practical class hour holds one unbroken recording of at least the required length.

    The best camera counts. A recording that runs over the border of two class hours counts in
    each with its part inside.
    """
    if facts.hour.kind is not Kind.PRACTICAL:
        return exempt(say("no practical class hour"))
    usable = facts.usable(
        max_gap=given.seconds("max_gap_seconds"), max_seam=given.seconds("max_seam_seconds")
    )
    need = given.minutes("min_minutes")

    measured, required = Length(usable.longest.surely), Length(need)
    if usable.longest.surely >= need:
        message = say("unbroken recording of {measured} by {camera}", **_best(usable, measured))
        return met(message, measured, required)
    rule_out = breached if usable.longest.possibly < need else undecided
    message = (_short if rule_out is breached else _in_doubt)(facts, usable, required)
    return rule_out(
        message,
        measured,
        required,
        unit="s",
        span=usable.best.run if usable.best and usable.best.run else facts.hour.span,
        evidence=usable.best.proof if usable.best else (),
    )


def _best(usable: Usable, measured: Length) -> dict[str, str | Length]:
    return {"measured": measured, "camera": usable.camera or "—"}


def _short(facts: ClassHourFootage, usable: Usable, required: Length) -> Text:
    """Why an hour fails, and what to look for."""
    named = ", ".join(facts.hour.cameras)
    if usable.flawed:
        return say(
            "the longest unbroken recording of this class hour that shows it is {measured}, and "
            "{required} are needed: a part of the footage is frozen, black, covered or a replay",
            measured=Length(usable.longest.surely),
            required=required,
        )
    if usable.longest.surely:
        return say(
            "the longest unbroken recording of this class hour is {measured}; {required} are "
            "needed: hand in the rest of the footage if the recorder still has it",
            measured=Length(usable.longest.surely),
            required=required,
        )
    if facts.elsewhere:
        return say(
            "no footage of {named} in this class hour, and {required} are needed; there is some "
            "of {others}: if that is the same camera, say so in recordings.csv",
            named=named,
            required=required,
            others=", ".join(facts.elsewhere),
        )
    return say(
        "no footage of this class hour; an unbroken recording of {required} is needed: hand it in "
        "if the recorder still has it",
        required=required,
    )


def _in_doubt(facts: ClassHourFootage, usable: Usable, required: Length) -> Text:
    return say(
        "{measured} of unbroken recording are certain and {required} needed; {doubt}",
        measured=Length(usable.longest.surely),
        required=required,
        doubt=doubt(facts.doubts),
    )
