"""Calibration: thresholds set on pictures of one's own, how sure they are, and what they get wrong.

Distances and shares are in thousandths. Pairs of one person are not independent of each other, so
that the intervals of pairs are too narrow; the count of people is told beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from evidence.domain.showing import Life, Liveness, Seen
from evidence.facts.rates import Rate, quantile, quantile_interval
from evidence.facts.showings import life_of

# What is aimed at, by the share of errors in the pictures at hand.
STRANGERS = 0.005  # pairs of two people taken for one
RECORD_ROOM = 100  # thousandths by which a record is asked more strictly than any pair measured
MISSED = 0.01  # pairs of one person surely taken for two
BLAMED = 0.02  # living who are called suspicious (BPCER of the project's aim)
UNCAUGHT = 0.10  # attacks that are not (APCER of the project's aim)
# Fewer than these tell nothing worth a threshold.
LEAST_PEOPLE = 10
LEAST_SAME = 20
LEAST_DIFFERENT = 200
LEAST_BURSTS = 10
SIZES = ((0, 64), (64, 96), (96, 10_000))  # pixels: the conditions by which errors are told
NOWHERE = 9_999  # what surrounds the face has nothing to follow: as far apart as can be


@dataclass(frozen=True, slots=True)
class Pair:
    """Two faces compared: ``size`` is the smaller of the two, in pixels."""

    distance: int
    size: int


@dataclass(frozen=True, slots=True)
class Tried:
    """One measured error, under a condition ("" for all)."""

    what: str
    of: str
    rate: Rate
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Calibrated:
    """What was found: thresholds by name, between which two each may lie, and the errors."""

    thresholds: Mapping[str, int]
    intervals: Mapping[str, tuple[int, int]]
    errors: tuple[Tried, ...]


@dataclass(frozen=True, slots=True)
class Burst:
    """One burst: ``condition`` is the kind of light, camera or attack, as its folder says."""

    seen: Seen
    condition: str = ""


def calibrated_faces(same: Sequence[Pair], different: Sequence[Pair]) -> Calibrated:
    """Up to where two pictures show one person, and from where on they show two.

    A match lets at most 0.5% of the pairs of two people through; beyond ``possible`` lies at most
    1% of those of one person. A record of many faces is asked by a tenth less than the nearest two
    people were apart. Both lists must hold something.
    """
    apart, near = [one.distance for one in different], [one.distance for one in same]
    match = max(quantile(apart, STRANGERS) - 1, 0)
    low, high = quantile_interval(apart, STRANGERS)
    far = -quantile([-one for one in near], MISSED)
    farther = quantile_interval([-one for one in near], MISSED)
    possible = max(far, match)
    errors = (
        *_tried("two people taken for one", "pairs of two people", different, below=match),
        *_tried("one person not recognised", "pairs of one person", same, above=match),
        *_tried("one person taken for two", "pairs of one person", same, above=possible),
    )
    intervals = {
        "match": (max(low - 1, 0), max(high - 1, 0)),
        "possible": (max(-farther[1], match), max(-farther[0], match)),
    }
    thresholds = {
        "match": match,
        "possible": possible,
        "record_match": max(0, min(match, min(apart) - RECORD_ROOM)),
    }
    return Calibrated(thresholds, intervals, errors)


def _tried(
    what: str, of: str, pairs: Sequence[Pair], *, below: int | None = None, above: int | None = None
) -> Iterator[Tried]:
    """An error over all pairs, and by the size of the smaller face."""
    for least, most in ((0, NOWHERE), *SIZES):
        those = [one.distance for one in pairs if least <= one.size < most]
        wrong = sum(
            (below is not None and one <= below) or (above is not None and one > above)
            for one in those
        )
        if those:
            size = "" if most == NOWHERE else f"faces from {least} to {most} px"
            yield Tried(what, of, Rate(wrong, len(those)), size)


def calibrated_liveness(
    live: Sequence[Burst], attack: Sequence[Burst], card: Liveness
) -> Calibrated:
    """From where on a burst is suspicious, and from where on its motion is proven.

    The surroundings' threshold blames at most 2% of the living, and lies half way, by ratio, to
    where it would miss 10% of the attacks that it can catch so. Depth is only ever raised,
    above every attack at hand that turned: not all attacks are at hand. Both lists must hold
    something.
    """
    strayed = [_strayed(one.seen) for one in live]
    limit = quantile(strayed, BLAMED)
    caught = [-went for one in attack if (went := _strayed(one.seen)) < limit]
    apart = card.apart
    if caught and limit < NOWHERE:
        apart = round((max(-quantile(caught, UNCAUGHT), 1) * limit) ** 0.5)
    moved = [one.seen.motion for one in attack if one.seen.motion]
    turned = [motion.depth + 1 for motion in moved if motion.turn >= card.turn]
    depth = max(card.depth, *turned, 0)
    set_ = replace(card, apart=min(apart, limit), depth=depth, measured=True)
    errors = (
        *_lives("attacks called motion proven (APCER)", attack, set_, Life.PROVEN, is_=True),
        *_lives("attacks not called suspicious", attack, set_, Life.SUSPICIOUS, is_=False),
        *_lives("living called suspicious (BPCER)", live, set_, Life.SUSPICIOUS, is_=True),
        *_lives("living not proven", live, set_, Life.PROVEN, is_=False),
    )
    low, high = quantile_interval(strayed, BLAMED)
    thresholds = {"apart": set_.apart, "depth": set_.depth}
    return Calibrated(thresholds, {"apart": (min(low, set_.apart), high)}, errors)


def living_strays_farther(live: Sequence[Burst], attack: Sequence[Burst]) -> bool:
    """Whether what surrounds most of the living strays farther than it does around most attacks.

    Bursts in which nothing moved enough are left out; where only such are left, nothing is against
    it. Where it is not so, the two may be mixed up.
    """
    told = [
        sorted(apart for one in those if (apart := _strayed(one.seen)) < NOWHERE)
        for those in (live, attack)
    ]
    if not all(told):
        return True
    living, attacks = (ordered[len(ordered) // 2] for ordered in told)
    return living > attacks


def _strayed(seen: Seen) -> int:
    motion = seen.motion
    return NOWHERE if motion is None or motion.apart is None else motion.apart


def _lives(
    what: str, bursts: Sequence[Burst], card: Liveness, life: Life, *, is_: bool
) -> Iterator[Tried]:
    """An error over all bursts, and by their condition where there are several."""
    kinds = sorted({one.condition for one in bursts} - {""})
    for kind in ["", *kinds]:
        those = [life_of(one.seen, card) for one in bursts if kind in {"", one.condition}]
        wrong = sum((found is life) is is_ for found in those)
        yield Tried(what, "bursts", Rate(wrong, len(those)), kind)
