"""Standing: how a finding tells of seconds whose pictures show nothing of the room."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.footage import Recording
from evidence.domain.pictures import Flaw, Spell
from evidence.domain.text import Length, Text
from evidence.domain.time import Interval
from evidence.rules.rule import breached, met, undecided

SHOWN = 8


def longest(recording: Recording, flaw: Flaw) -> tuple[int, int]:
    """Microseconds of the longest stretch with a flaw: what it surely is, and what it may be."""
    spells = recording.pictures.of(flaw)
    surely = max((spell.certain.length for spell in spells if spell.certain), default=0)
    return surely, max((spell.possible.length for spell in spells), default=0)


def ruled(
    recording: Recording, flaw: Flaw, least: int, wording: Callable[[Spell], Text], nothing: Text
) -> Ruling:
    """The ruling on stretches with a flaw, of which shorter ones than ``least`` are let be.

    The longest stretch is what counts: short ones do not add up.
    """
    surely, perhaps = longest(recording, flaw)
    measured, required = Length(surely), Length(least)
    if perhaps < least:
        return met(nothing, measured, required)
    rule_out = breached if surely >= least else undecided
    told = [spell for spell in recording.pictures.of(flaw) if spell.possible.length >= least]
    worst = max(told, key=lambda spell: (spell.certain or spell.possible).length)
    shown = (Evidence(recording.path, *_ends(spell)) for spell in islice(told, SHOWN))
    return rule_out(
        wording(worst),
        measured,
        required,
        unit="s",
        span=_on_wall(recording, worst),
        evidence=tuple(shown),
    )


def _ends(spell: Spell) -> tuple[int, int]:
    return spell.possible.start, spell.possible.end


def _on_wall(recording: Recording, spell: Spell) -> Interval | None:
    if recording.file.start is None:
        return None
    start, end = _ends(spell)
    return Interval(recording.file.start + start, recording.file.start + end)
