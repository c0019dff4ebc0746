"""What is shown of a learner: the nearest of each class hour, and what needs a person first."""

from collections.abc import Sequence

from evidence.domain.closeups import Source
from evidence.domain.learning import LearnerHour, LearnerPlayback, Snapshot
from evidence.domain.people import Learner
from evidence.domain.presence import (
    ClassFaces,
    Face,
    Likeness,
    Look,
    Portrait,
    PortraitFault,
    Sighting,
    Thresholds,
    Track,
)
from evidence.domain.showing import Against, Match, Showing, Sign
from evidence.domain.teaching import ClassHour, Kind
from evidence.domain.time import MINUTE, Interval
from evidence.facts.albums import CHECKS, LOOKS, Album, albums
from evidence.facts.presence import HourFaces, LearnerFaces, Placed

LIMITS = Thresholds(match=520, margin=40, possible=650, smallest_face=48)
ROSTER = (Learner("me", photo="photos/me.jpg"), Learner("you", photo="photos/you.jpg"))
BOX = Face(10, 20, 60, 80, 90)


def placed(distance: int, *, who: str = "me", second: int = 900, at: int = 0) -> Placed:
    track = Track(at * MINUTE, (at + 5) * MINUTE, 5, 80, (Look(at * MINUTE, BOX, 1.0, b"v"),))
    other = "you" if who == "me" else "me"
    sighting = Sighting("a.mp4", track, (Likeness(who, distance), Likeness(other, second)))
    return Placed(sighting, Interval(at * MINUTE, (at + 5) * MINUTE), 5)


def hour(number: int, *people: Placed) -> HourFaces:
    span = Interval(0, 45 * MINUTE)
    return HourFaces(ClassHour("T01", number, Kind.THEORY, span), 2, LIMITS, people)


def sent(*showings: Showing) -> LearnerPlayback:
    pictures = tuple(
        Snapshot(at * MINUTE, f"s/{at}.jpg", opens=True, showing=showing)
        for at, showing in enumerate(showings)
    )
    hours = (LearnerHour("me", 1, Interval(0, 45 * MINUTE), pictures),)
    return LearnerPlayback("me", (), (), (), (), hours, 0, 0)


def mine(
    *hours: HourFaces | LearnerFaces,
    playback: Sequence[LearnerPlayback] = (),
    photos: tuple[Portrait, ...] = (Portrait("d" * 64, None, BOX),),
) -> Album:
    faces = ClassFaces((("me", photos),), thresholds=LIMITS)
    digests = {"photos/me.jpg": "d" * 64}
    found = albums(ROSTER, faces, digests, hours=hours, playback=playback)
    return next(one for one in found if one.learner == "me")


def test_where_nobody_looked_there_are_no_albums() -> None:
    assert not list(albums(ROSTER, ClassFaces(), {}, hours=(), playback=()))


def test_of_a_class_hour_the_surest_sighting_is_shown_though_another_is_nearer() -> None:
    album = mine(hour(1, placed(300, second=320, at=1), placed(400, at=7)))

    (shown,) = album.appearances
    assert (shown.distance, shown.sure, shown.spot.at) == (400, True, 7 * MINUTE)


def test_a_face_that_is_surely_nobody_of_the_roster_is_in_no_album() -> None:
    assert [one.distance for one in mine(hour(1, placed(650))).appearances] == [650]
    assert not mine(hour(1, placed(651))).appearances


def test_a_face_nearer_to_another_learner_is_in_that_ones_album_only() -> None:
    assert not mine(hour(1, placed(300, who="you"))).appearances


def test_looks_are_those_nearest_and_of_different_class_hours() -> None:
    hours = [hour(number, placed(300 + number)) for number in range(1, LOOKS + 3)]

    looks = mine(*reversed(hours)).looks

    assert [look.hour for look in looks] == list(range(1, LOOKS + 1))


def test_a_portrait_without_a_single_face_has_nothing_to_cut_out() -> None:
    good = mine()
    bad = mine(photos=(Portrait("d" * 64, PortraitFault.NO_FACE),))

    assert good.portraits[0].spot is not None
    assert good.portraits[0].spot.source is Source.PORTRAIT
    assert bad.portraits[0].spot is None
    assert bad.portraits[0].fault is PortraitFault.NO_FACE


def test_of_pictures_sent_those_come_first_that_tell_against_the_learner() -> None:
    box = {"file": "s/0.jpg", "box": (1, 2, 3, 4)}
    same = Showing(Match.SAME, **box)
    copied = Showing(Match.SAME, against=(Against(Sign.SAME_PICTURE),), **box)
    unsure, other = Showing(Match.UNSURE, **box), Showing(Match.OTHER, **box)

    album = mine(playback=[sent(same, unsure, same, other, Showing(Match.NO_FACE), copied)])

    assert [one.snapshot.at // MINUTE for one in album.checks] == [3, 5, 1]
    assert len(album.sent) == 6
    assert len(album.checks) == CHECKS


def test_hours_at_which_a_learner_was_expected_are_told_also_without_a_sighting() -> None:
    seen = hour(1)

    assert mine(seen, LearnerFaces("me", seen)).expected == (("T01", 1),)


def test_of_a_learner_who_was_recognised_nowhere_the_nearest_face_is_told_and_not_shown() -> None:
    album = mine(hour(1, placed(300, who="you", second=710), placed(310, who="you", second=690)))

    assert album.appearances == ()
    assert album.nearest == 690
    assert [spot.path for spot in album.spots()] == ["photos/me.jpg"]


def test_where_no_face_was_compared_there_is_no_nearest() -> None:
    assert mine(hour(1)).nearest is None
