"""Thresholds set on pictures of one's own, on each side of what is aimed at."""

from evidence.domain.showing import Life, Liveness, Motion, Seen
from evidence.facts.calibration import (
    Burst,
    Calibrated,
    Pair,
    calibrated_faces,
    calibrated_liveness,
    living_strays_farther,
)
from evidence.facts.showings import life_of

CARD = Liveness(600, 500, 360, 80, 8, 970, 10, 24)


def errors(found: Calibrated, what: str, condition: str = "") -> tuple[int, int]:
    (rate,) = (e.rate for e in found.errors if (e.what, e.condition) == (what, condition))
    return rate.errors, rate.tries


def pairs(*distances: int, size: int = 100) -> list[Pair]:
    return [Pair(one, size) for one in distances]


def burst(apart: int | None, depth: int = 300, turn: int = 100, condition: str = "") -> Burst:
    return Burst(Seen("", frames=12, motion=Motion(turn, depth, 200, apart)), condition)


def test_a_match_lets_one_pair_of_two_hundred_through_and_no_second() -> None:
    different = pairs(300, 400, *range(700, 898))

    found = calibrated_faces(pairs(*range(200, 300)), different)

    assert found.thresholds["match"] == 399
    assert errors(found, "two people taken for one") == (1, 200)


def test_of_fewer_than_two_hundred_none_is_let_through() -> None:
    found = calibrated_faces(pairs(*range(200, 300)), pairs(300, *range(700, 898)))

    assert found.thresholds["match"] == 299
    assert errors(found, "two people taken for one") == (0, 199)


def test_beyond_what_is_possible_lies_one_pair_of_a_hundred() -> None:
    found = calibrated_faces(pairs(*range(200, 298), 500, 600), pairs(*range(400, 600)))

    assert found.thresholds["possible"] == 500
    assert errors(found, "one person taken for two") == (1, 100)


def test_the_interval_of_a_threshold_holds_it_and_narrows_with_more_pairs() -> None:
    few = calibrated_faces(pairs(*range(200, 300)), pairs(*range(400, 600)))
    many = calibrated_faces(
        pairs(*range(200, 300)), [Pair(400 + n // 50, 90) for n in range(10_000)]
    )

    for found in (few, many):
        for name, (low, high) in found.intervals.items():
            assert low <= found.thresholds[name] <= high
    assert many.intervals["match"][1] - many.intervals["match"][0] < 3
    assert few.intervals["match"][1] - few.intervals["match"][0] >= 3


def test_errors_are_told_by_the_size_of_the_face() -> None:
    near, small = pairs(*range(200, 300)), pairs(450, 700, size=60)

    found = calibrated_faces([*near, *small], pairs(*range(500, 700)))

    assert errors(found, "one person not recognised", "faces from 0 to 64 px") == (1, 2)
    assert errors(found, "one person not recognised", "faces from 96 to 10000 px") == (0, 100)


def test_the_living_are_not_blamed_for_what_few_attacks_do() -> None:
    live = [burst(400 + n) for n in range(20)]
    attack = [burst(100, condition="paper"), burst(200, condition="phone"), burst(500)]

    found = calibrated_liveness(live, attack, CARD)

    assert found.thresholds["apart"] == 283  # half way by ratio: the root of 200 times 400
    assert errors(found, "living called suspicious (BPCER)") == (0, 20)
    assert errors(found, "attacks not called suspicious") == (1, 3)
    assert errors(found, "attacks not called suspicious", "phone") == (0, 1)


def test_one_living_of_fifty_may_be_blamed_and_no_second() -> None:
    live = [burst(50), *(burst(400 + n) for n in range(49))]

    found = calibrated_liveness(live, [burst(350)], CARD)

    assert errors(found, "living called suspicious (BPCER)") == (1, 50)
    assert errors(calibrated_liveness(live[:-1], [burst(350)], CARD), BLAMED) == (0, 49)


BLAMED = "living called suspicious (BPCER)"


def test_depth_is_raised_above_an_attack_that_turned_and_never_lowered() -> None:
    live = [burst(900, depth=1000, turn=600) for _ in range(3)]
    shallow = calibrated_liveness(live, [burst(900, depth=700, turn=499)], CARD)
    deep = calibrated_liveness(live, [burst(900, depth=700, turn=500)], CARD)

    assert shallow.thresholds["depth"] == CARD.depth
    assert deep.thresholds["depth"] == 701
    assert errors(deep, "attacks called motion proven (APCER)") == (0, 1)
    assert life_of(live[0].seen, CARD) is Life.PROVEN


def test_a_record_is_asked_by_a_tenth_less_than_the_nearest_two_people_were_apart() -> None:
    near = pairs(*range(200, 300))

    assert calibrated_faces(near, pairs(*range(540, 740))).thresholds["record_match"] == 440
    assert calibrated_faces(near, pairs(90, *range(540, 740))).thresholds["record_match"] == 0


def test_the_living_must_stray_farther_than_the_attacks() -> None:
    low, high, still = [burst(100)] * 3, [burst(101)] * 3, [burst(None)] * 9

    assert living_strays_farther([*high, *still], [*low, *still])
    assert not living_strays_farther([*low, *still], [*high, *still])
    assert not living_strays_farther(low, low)
    assert living_strays_farther(still, high)
