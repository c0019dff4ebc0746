from dataclasses import replace

import pytest

from evidence.domain.learning import LearnerHour, LearnerPlayback, Snapshot
from evidence.domain.showing import (
    Alike,
    Faces,
    Life,
    Liveness,
    Match,
    Motion,
    PicturesSeen,
    Seen,
    Showing,
    Sign,
)
from evidence.domain.time import MINUTE, Interval
from evidence.facts.showings import life_of, match_of, with_showings

FACES = Faces(match=550, margin=40, possible=650, smallest_face=48)
CARD = Liveness(600, 500, 360, 80, 8, 970, 10, 24)
TURNED = Motion(turn=500, depth=600, moved=80, apart=360)


def seen(image: str, **told: object) -> Seen:
    given = {"opened": True, "digest": image, "frames": 1, "faces": 1, "size": 90}
    return Seen(image, **{**given, "distances": (("me", 300), ("you", 700)), **told})


def played(who: str, *pictures: tuple[int, str]) -> LearnerPlayback:
    taken = tuple(Snapshot(minute * MINUTE, image, True) for minute, image in pictures)
    hour = LearnerHour(who, 1, Interval(0, 45 * MINUTE), taken)
    return LearnerPlayback(who, (), (), (), (), (hour,), 0, 0)


def shown(*learners: LearnerPlayback, pictures: PicturesSeen) -> list[Showing | None]:
    looked = with_showings(learners, pictures)
    return [s.showing for learner in looked for hour in learner.hours for s in hour.snapshots]


def told(*found: Seen, alike: tuple[Alike, ...] = (), card: Liveness = CARD) -> PicturesSeen:
    return PicturesSeen(found, alike, frozenset({"me", "you"}), FACES, card)


@pytest.mark.parametrize(
    ("own", "second", "size", "match"),
    [
        (550, 590, 48, Match.SAME),
        (550, 589, 48, Match.UNSURE),
        (551, 900, 48, Match.UNSURE),
        (650, 900, 48, Match.UNSURE),
        (651, 900, 48, Match.OTHER),
        (651, 900, 47, Match.UNSURE),
        (550, None, 48, Match.SAME),
    ],
)
def test_a_face_is_matched_up_to_each_threshold(
    own: int, second: int | None, size: int, match: Match
) -> None:
    assert match_of(own, second, size, FACES) is match


@pytest.mark.parametrize(
    ("motion", "frames", "life"),
    [
        (TURNED, 8, Life.PROVEN),
        (TURNED, 7, Life.INCONCLUSIVE),
        (replace(TURNED, depth=599), 8, Life.INCONCLUSIVE),
        (replace(TURNED, turn=499), 8, Life.INCONCLUSIVE),
        (replace(TURNED, apart=359), 8, Life.SUSPICIOUS),
        (replace(TURNED, apart=359, moved=79), 8, Life.PROVEN),
        (replace(TURNED, apart=None), 8, Life.PROVEN),
        (None, 8, Life.INCONCLUSIVE),
    ],
)
def test_life_is_told_up_to_each_threshold(motion: Motion | None, frames: int, life: Life) -> None:
    assert life_of(seen("a", motion=motion, frames=frames), CARD) is life


def test_a_card_that_nobody_measured_is_no_ground_for_anything() -> None:
    unmeasured = replace(CARD, measured=False)

    assert life_of(seen("a", motion=TURNED, frames=8), unmeasured) is Life.INCONCLUSIVE


def test_the_later_of_two_same_pictures_is_the_copy() -> None:
    first, second = shown(
        played("me", (1, "a"), (50, "b")), pictures=told(seen("a"), seen("b", digest="a"))
    )

    assert first
    assert second
    assert first.against == ()
    assert [against.sign for against in second.against] == [Sign.SAME_PICTURE]


def test_a_picture_of_two_learners_tells_against_both() -> None:
    found = shown(played("me", (1, "a")), played("you", (1, "a")), pictures=told(seen("a")))

    assert [[a.learner for a in each.against] for each in found if each] == [["you"], ["me"]]


@pytest.mark.parametrize(
    ("minute", "likeness", "still"), [(11, 970, 1), (10, 970, 0), (11, 969, 0)]
)
def test_a_still_is_told_where_alike_and_long_enough_apart(
    minute: int, likeness: int, still: int
) -> None:
    pictures = told(seen("a"), seen("b"), alike=(Alike("a", "b", likeness),))

    first, _ = shown(played("me", (1, "a"), (minute, "b")), pictures=pictures)

    assert first
    assert len(first.against) == still


def test_without_instruments_nobody_has_looked() -> None:
    (found,) = shown(played("me", (1, "a")), pictures=PicturesSeen())

    assert found == Showing(Match.NOT_LOOKED_AT)
