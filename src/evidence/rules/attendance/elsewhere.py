"""Elsewhere: what to say of a learner whom a record of other classes seems to know."""

from __future__ import annotations

from evidence.domain.elsewhere import AlsoThere, Lookalike
from evidence.domain.findings import Evidence, Ruling
from evidence.domain.text import Length, say
from evidence.domain.time import Interval
from evidence.rules.rule import undecided

DIGITS = 12  # of another class's digest: enough to find it by


def also_there(there: AlsoThere, tolerance: int) -> Ruling:
    """The same identity in the rooms of two classes at one time."""
    shared, spans = Length(there.shared.length), there.shared.spans
    message = say(
        "by the face this learner was in the room of {here}, and under the same ID number in that "
        "of {there} of another class (digest {bundle}, learner {other}), at one time for {shared}: "
        "look at both, and at the clocks of the cameras",
        here=there.here,
        there=there.there,
        bundle=there.bundle[:DIGITS],
        other=there.other,
        shared=shared,
    )
    return undecided(
        message,
        shared,
        Length(tolerance),
        unit="s",
        span=Interval(spans[0].start, spans[-1].end),
        evidence=tuple(Evidence(path) for path in there.paths),
    )


def lookalike(other: Lookalike) -> Ruling:
    """One word for all who look alike: the nearest, and how many there are."""
    message = say(
        "the portrait is very near to that of somebody else in another class (digest {bundle}, "
        "learner {other}); as near as that, of {known} faces on record: {alike}; and the more "
        "are on record, the likelier it is chance: compare the id cards",
        bundle=other.bundle[:DIGITS],
        other=other.other,
        alike=other.alike,
        known=other.known,
    )
    return undecided(message, other.alike, 0)
