"""ghost-learner: each learner of the roster is one person, in one place at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.policy import Parameters
from evidence.domain.text import Length, Text, say
from evidence.domain.time import Interval
from evidence.facts.ghosts import Double, How, LearnerTraces, Sign
from evidence.facts.places import TwoPlaces, Where
from evidence.rules.attendance.elsewhere import also_there, lookalike
from evidence.rules.attendance.seeing import ADVICE
from evidence.rules.rule import breached, met, rule, undecided


@rule("ghost-learner", judges=LearnerTraces)
def ghost_learner(traces: LearnerTraces, given: Parameters) -> Ruling:
    """Each learner of the roster is a person of their own, and in one place at a time.

    Two learners may look alike, to a person as to an instrument: portraits and faces that are alike
    are for a person to compare, and so is one learner in two places. One picture sent under two
    ids, and several independent pictures that show another learner and none that shows this one,
    tell by themselves; the learner whom they show may know nothing of it, and a person asks. What
    a record of other classes knows is always for a person: the more faces it holds, the likelier
    two people in it look alike.
    """
    return (
        _refused(traces, given.count("looks_to_refuse"))
        or _in_two_places(traces, given.seconds("tolerance_seconds"))
        or _alike(traces)
        or met(
            say("no other learner of the class has this face, and it was in one place at a time")
        )
    )


def _refused(traces: LearnerTraces, enough: int) -> Ruling | None:
    """What tells by itself."""
    for double in traces.doubles:
        copied = [sign for sign in double.by(How.ONE_PICTURE) if not sign.own]
        if copied:
            return breached(_told(double, copied), len(copied), 0, evidence=_evidence(copied))
    for double in traces.doubles:
        sent = double.by(How.SENT)
        if enough and len(_moments(sent)) >= enough and not traces.own:
            return breached(_told(double, sent), len(sent), 0, evidence=_evidence(sent))
    return None


def _in_two_places(traces: LearnerTraces, tolerance: int) -> Ruling | None:
    places = [each for each in traces.places if each.shared.length > tolerance]
    for each in sorted(places, key=lambda each: (list(Where).index(each.where), each.names)):
        return _apart(each, tolerance)
    there = (each for each in traces.also_there if each.shared.length > tolerance)
    return next((also_there(each, tolerance) for each in there), None)


def _alike(traces: LearnerTraces) -> Ruling | None:
    """Whom somebody else looks like, for a person; or why nobody can tell."""
    for how in How:
        for double in traces.doubles:
            if double.by(how):
                signs = double.signs
                message = _told(double, double.by(how))
                return undecided(message, len(signs), 0, evidence=_evidence(signs))
    for other in traces.lookalikes:
        return lookalike(other)
    return None if traces.fault is None else undecided(ADVICE[traces.fault])


def _moments(signs: Sequence[Sign]) -> frozenset[int | None]:
    return frozenset(sign.at for sign in signs)


def _told(double: Double, signs: Sequence[Sign]) -> Text:
    """In words what the first of some signs shows."""
    other, count = double.learner, len(signs)
    match signs[0].how:
        case How.ONE_PICTURE:
            return say(
                "the very same picture was sent under this id and that of learner {other}: {paths}",
                other=other,
                paths=", ".join(signs[0].paths),
            )
        case How.SENT:
            return say(
                "pictures sent under this id that show learner {other}: {count}; compare them, and "
                "ask both",
                other=other,
                count=count,
            )
        case How.LENT:
            return say(
                "pictures sent under the id of learner {other} that show this one: {count}; "
                "compare them, and ask both",
                other=other,
                count=count,
            )
        case How.ONE_FILE:
            return say(
                "the portrait is the same file as that of learner {other}: hand in the right one, "
                "or take one person off the roster who is on it twice",
                other=other,
            )
        case How.PORTRAITS:
            return say(
                "the portrait looks like that of learner {other}: see whether one person is on the "
                "roster twice, and compare their id cards",
                other=other,
            )
        case How.FOOTAGE:
            return say(
                "people in the footage who look as much like this learner as like learner {other}, "
                "and never both at one time: {count}; see whether they are two",
                other=other,
                count=count,
            )


def _apart(places: TwoPlaces, tolerance: int) -> Ruling:
    here, there = places.names
    shared = Length(places.shared.length)
    match places.where:
        case Where.ROOMS:
            message = say(
                "the face of this learner was in the rooms of {here} and {there} at one time, for "
                "{shared}: look at both, and at the clocks of the cameras",
                here=here,
                there=there,
                shared=shared,
            )
        case Where.SEEN_AND_PLAYING:
            message = say(
                "this learner was seen in the room of {here} while lesson {there} was playing "
                "under the same id, for {shared}: ask who watched it, and where",
                here=here,
                there=there,
                shared=shared,
            )
        case Where.SIGNED_AND_PLAYING:
            message = say(
                "by the sign-in sheet this learner was at {here} while lesson {there} was playing "
                "under the same id, for {shared}: ask who watched it, and where",
                here=here,
                there=there,
                shared=shared,
            )
    spans = places.shared.spans
    return undecided(
        message,
        shared,
        Length(tolerance),
        unit="s",
        span=Interval(spans[0].start, spans[-1].end),
        evidence=tuple(Evidence(path) for path in places.paths),
    )


def _evidence(signs: Sequence[Sign]) -> tuple[Evidence, ...]:
    return tuple(Evidence(path) for path in dict.fromkeys(_paths(signs)))


def _paths(signs: Sequence[Sign]) -> Iterator[str]:
    return (path for sign in signs for path in sign.paths)
