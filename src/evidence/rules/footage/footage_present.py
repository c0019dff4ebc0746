"""footage-present: what is taught in a room is filmed at all."""

from __future__ import annotations

from evidence.domain.findings import Ruling
from evidence.domain.policy import Parameters
from evidence.domain.text import Length, say
from evidence.facts.coverage import ClassHourFootage
from evidence.rules.footage.naming import files
from evidence.rules.rule import breached, met, rule, undecided


@rule("footage-present", judges=ClassHourFootage)
def footage_present(facts: ClassHourFootage, given: Parameters) -> Ruling:
    """Every class hour of theory or practice has dated footage, however short."""
    recorded, need = facts.usable(max_gap=0, max_seam=0).recorded, given.seconds("min_seconds")
    measured, required = Length(recorded.surely), Length(need)
    if recorded.surely >= need:
        return met(say("{measured} of footage", measured=measured), measured, required)
    span = facts.hour.span
    if recorded.possibly < need:
        message = say("no footage of this class hour: hand it in if the recorder still has it")
        return breached(message, measured, required, unit="s", span=span)
    message = say(
        "there may be footage of this class hour, in files that can't all be read, dated or told "
        "apart by camera: {files}",
        files=files(facts.doubts),
    )
    return undecided(message, measured, required, unit="s", span=span)
