"""Standing: how a finding tells of seconds whose pictures show nothing of the room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.footage import Recording
from evidence.domain.pictures import Flaw, Spell
from evidence.domain.text import Length, Spot, Text
from evidence.domain.time import Interval
from evidence.rules.rule import breached, met, undecided

SHOWN = 8


def longest(recording: Recording, flaw: Flaw) -> tuple[int, int]:
    """Microseconds of the longest stretch with a flaw: what it surely is, and what it may be."""
    spells = recording.pictures.of(flaw)
    surely = max((spell.certain.length for spell in spells if spell.certain), default=0)
    return surely, max((spell.possible.length for spell in spells), default=0)


@dataclass(frozen=True, slots=True)
class Edges:
    """A stretch whose edges are not sure: how long it surely is, and what it is at most."""

    sure: int
    possible: Interval


@dataclass(frozen=True, slots=True)
class Wording:
    """How a rule tells of such a stretch: one that surely is, one that may be, and none.

    ``edges`` is told of one that surely is, but for how long is not sure.
    """

    sure: Callable[[Interval], Text]
    edges: Callable[[Edges], Text]
    doubt: Callable[[Interval], Text]
    nothing: Text


def ruled(recording: Recording, flaw: Flaw, least: int, wording: Wording) -> Ruling:
    """The ruling on stretches with a flaw, of which shorter ones than ``least`` are let be.

    The longest stretch is what counts: short ones do not add up.
    """
    surely, perhaps = longest(recording, flaw)
    required = Length(least)
    if perhaps < least:
        return met(wording.nothing, Length(surely), required)
    told = [spell for spell in recording.pictures.of(flaw) if spell.possible.length >= least]
    worst = max(told, key=_weight)
    shown = tuple(Evidence(recording.path, *_ends(spell)) for spell in islice(told, SHOWN))
    span = _on_wall(recording, worst)
    if worst.certain and surely >= least:
        sure = wording.sure(worst.certain)
        return breached(sure, Length(surely), required, unit="s", span=span, evidence=shown)
    certain = worst.certain
    edges = Edges(certain.length, worst.possible) if certain else None
    return undecided(
        wording.edges(edges) if edges else wording.doubt(worst.possible),
        Length(perhaps),
        required,
        unit="s",
        span=span,
        evidence=shown,
        at_most=True,
    )


def stretch(span: Interval) -> dict[str, Length | Spot]:
    """How long a stretch is and where it begins, for a sentence."""
    return {"length": Length(span.length), "at": Spot(span.start)}


def between(edges: Edges) -> dict[str, Length | Spot]:
    """How long such a stretch is at least and at most, for a sentence."""
    return {"sure": Length(edges.sure), **stretch(edges.possible)}


def _weight(spell: Spell) -> tuple[int, int]:
    return spell.certain.length if spell.certain else 0, spell.possible.length


def _ends(spell: Spell) -> tuple[int, int]:
    return spell.possible.start, spell.possible.end


def _on_wall(recording: Recording, spell: Spell) -> Interval | None:
    if recording.file.start is None:
        return None
    start, end = _ends(spell)
    return Interval(recording.file.start + start, recording.file.start + end)
