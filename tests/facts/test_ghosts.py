"""One face under two ids, and one learner in two places."""

from collections.abc import Sequence
from struct import pack

import pytest

from evidence.domain.learning import (
    LearnerHour,
    LearnerPlayback,
    Lesson,
    LessonPlayback,
    Snapshot,
    Stretch,
)
from evidence.domain.people import Attendance, Learner, Status
from evidence.domain.presence import (
    ClassFaces,
    Likeness,
    Look,
    Portrait,
    PortraitFault,
    Sighting,
    Thresholds,
    Track,
)
from evidence.domain.presence import Face as Box
from evidence.domain.showing import Faces, PicturesSeen, Seen
from evidence.domain.teaching import Kind, Session
from evidence.domain.time import MINUTE, Interval, Timeline
from evidence.facts.attendance import Attended
from evidence.facts.ghosts import How, LearnerTraces, shown, traces
from evidence.facts.places import TwoPlaces, Where
from evidence.facts.presence import HourFaces, Placed

LIMITS = Thresholds(match=520, margin=40, possible=650, smallest_face=48)
CARD = Faces(match=520, margin=40, possible=650, smallest_face=48)
ROSTER = tuple(Learner(who, photo=f"photos/{who}.jpg") for who in ("me", "you", "they"))
MORNING = Interval(0, 45 * MINUTE)
ROOM = Session("T1", Kind.THEORY, MORNING, 1, "201", ("cam1",))
OTHER = Session("P1", Kind.PRACTICAL, MORNING, 1, "workshop", ("cam2",))


def portrait(name: str, at: float, fault: PortraitFault | None = None) -> Portrait:
    return Portrait(name * 64, fault, Box(0, 0, 90, 120, 90), 1.0, pack("<2f", at, 0))


def photos(me: Portrait, you: Portrait) -> ClassFaces:
    return ClassFaces((("me", (me,)), ("you", (you,))), thresholds=LIMITS)


def placed(who: str, first: int, last: int, *, second: int = 900, path: str = "a.mp4") -> Placed:
    track = Track(0, 1, 9, 90, (Look(0, Box(0, 0, 60, 80, 90), 1.0),))
    others = [name for name in ("me", "you", "they") if name != who]
    near = (Likeness(who, 400), Likeness(others[0], second), Likeness(others[1], 950))
    sighting = Sighting(path, track, near)
    return Placed(sighting, Interval(first * MINUTE, last * MINUTE), 9)


def hour(*people: Placed, of: Session = ROOM) -> HourFaces:
    (taught,) = of.hours()
    return HourFaces(taught, 3, LIMITS, people)


def player(who: str, *taken: tuple[int, str], playing: Interval | None = None) -> LearnerPlayback:
    pictures = tuple(Snapshot(at * MINUTE, image, True) for at, image in taken)
    hours = (LearnerHour(who, 1, MORNING, pictures),) if taken else ()
    lesson = Lesson("tea-1", 1, "Leaves", 60 * MINUTE, professional=False)
    lessons = (
        (
            LessonPlayback(
                who,
                lesson,
                Timeline(),
                0,
                0,
                0,
                stretches=(Stretch("a", playing, 0, 1),),
                logs=("online/a.jsonl",),
            ),
        )
        if playing
        else ()
    )
    return LearnerPlayback(who, lessons, (), (), (), hours, 0, 0)


def seen(image: str, digest: str = "", **near: int) -> Seen:
    told = tuple(near.items())
    return Seen(image, opened=True, digest=digest or image, faces=1, size=90, distances=told)


def found(
    *hours: HourFaces,
    faces: ClassFaces | None = None,
    players: Sequence[LearnerPlayback] = (),
    pictures: tuple[Seen, ...] = (),
    sheet: tuple[Attendance, ...] = (),
) -> dict[str, LearnerTraces]:
    portrayed = PicturesSeen(pictures, (), frozenset({"me", "you", "they"}), CARD)
    told = traces(
        ROSTER,
        (ROOM, OTHER),
        faces=faces or ClassFaces(),
        hours=hours,
        playback=players,
        pictures=portrayed,
        attended=Attended.by(sheet, ROSTER) if sheet else None,
    )
    return {one.learner: one for one in told}


def signs(traced: LearnerTraces) -> list[tuple[str, How]]:
    return [(double.learner, sign.how) for double in traced.doubles for sign in double.signs]


@pytest.mark.parametrize(("apart", "alike"), [(0.52, True), (0.53, False)])
def test_two_portraits_as_near_as_a_match_are_a_sign_for_both(apart: float, alike: bool) -> None:
    both = found(faces=photos(portrait("a", 0), portrait("b", apart)))

    assert signs(both["me"]) == ([("you", How.PORTRAITS)] if alike else [])
    assert signs(both["you"]) == ([("me", How.PORTRAITS)] if alike else [])
    assert signs(both["they"]) == []


def test_one_file_for_two_is_told_as_such_though_it_is_no_good_to_compare_with() -> None:
    one = portrait("a", 0, PortraitFault.SAME_FILE)

    assert signs(found(faces=photos(one, one))["me"]) == [("you", How.ONE_FILE)]


def test_a_portrait_that_is_blurred_is_compared_with_nobody() -> None:
    blurred = portrait("a", 0, PortraitFault.BLURRED)

    assert signs(found(faces=photos(blurred, portrait("b", 0)))["you"]) == []


def test_a_face_as_near_to_two_is_a_sign_unless_both_are_seen_side_by_side() -> None:
    either = placed("me", 0, 5, second=430)
    clear = placed("me", 0, 5, second=450)
    together = hour(placed("me", 10, 20), placed("you", 15, 25))

    assert signs(found(hour(either))["you"]) == [("me", How.FOOTAGE)]
    assert signs(found(hour(clear))["you"]) == []
    assert signs(found(hour(either), together)["you"]) == []


def test_a_picture_of_another_learner_is_a_sign_for_the_sender_and_for_the_one_it_shows() -> None:
    sent = player("me", (1, "a.jpg"), (2, "b.jpg"))
    pictures = (seen("a.jpg", you=300, me=700), seen("b.jpg", me=300, you=700))

    both = found(players=[sent], pictures=pictures)

    assert signs(both["me"]) == [("you", How.SENT)]
    assert both["me"].own == 1
    assert signs(both["you"]) == [("me", How.LENT)]


def test_a_copy_of_ones_own_picture_is_no_second_look() -> None:
    sent = player("me", (1, "a.jpg"), (2, "b.jpg"))
    pictures = (seen("a.jpg", "same", you=300, me=700), seen("b.jpg", "same", you=300, me=700))

    assert signs(found(players=[sent], pictures=pictures)["me"]) == [("you", How.SENT)]


def test_one_picture_sent_under_two_ids_is_known_whoever_it_shows() -> None:
    players = [player("me", (1, "a.jpg")), player("you", (9, "b.jpg"))]
    pictures = (seen("a.jpg", "same", me=400), seen("b.jpg", "same", me=400))

    both = found(players=players, pictures=pictures)

    (mine,) = both["me"].doubles
    assert [(sign.how, sign.own) for sign in mine.by(How.ONE_PICTURE)] == [(How.ONE_PICTURE, True)]
    assert [(s.how, s.own) for d in both["you"].doubles for s in d.by(How.ONE_PICTURE)] == [
        (How.ONE_PICTURE, False)
    ]


def test_the_same_picture_without_a_face_is_no_sign() -> None:
    players = [player("me", (1, "a.jpg")), player("you", (9, "b.jpg"))]
    pictures = tuple(Seen(image, opened=True, digest="same") for image in ("a.jpg", "b.jpg"))

    assert not any(one.doubles for one in found(players=players, pictures=pictures).values())


@pytest.mark.parametrize(
    ("near", "size", "who"),
    [
        ({"me": 520, "you": 560}, 48, "me"),
        ({"me": 521, "you": 900}, 48, ""),
        ({"me": 520, "you": 559}, 48, ""),
        ({"me": 300, "you": 900}, 47, ""),
        ({"me": 300}, 48, "me"),
        ({}, 48, ""),
    ],
)
def test_a_picture_surely_shows_somebody_up_to_each_threshold(
    near: dict[str, int], size: int, who: str
) -> None:
    told = Seen("a.jpg", size=size, distances=tuple(near.items()))

    assert shown(told, CARD) == who


def test_a_learner_seen_in_two_rooms_at_one_time_was_in_both_for_what_they_share() -> None:
    here, there = hour(placed("me", 0, 10)), hour(placed("me", 6, 20, path="b.mp4"), of=OTHER)

    (place,) = found(here, there)["me"].places

    assert place == TwoPlaces(
        Where.ROOMS,
        ("T1", "P1"),
        Timeline((Interval(6 * MINUTE, 10 * MINUTE),)),
        ("a.mp4", "b.mp4"),
    )


def test_who_went_from_one_room_to_the_other_was_in_one_at_a_time() -> None:
    here, there = hour(placed("me", 0, 10)), hour(placed("me", 10, 20), of=OTHER)

    assert found(here, there)["me"].places == ()


def test_one_camera_of_two_sessions_shows_no_second_room() -> None:
    both = Session("P2", Kind.PRACTICAL, MORNING, 1, "yard", ("cam1",))
    told = traces(
        ROSTER,
        (ROOM, both),
        faces=ClassFaces(),
        hours=(hour(placed("me", 0, 10)), hour(placed("me", 0, 10), of=both)),
        playback=(),
        pictures=PicturesSeen(portrayed=frozenset({"me"})),
        attended=None,
    )

    assert not any(one.places for one in told)


def test_a_lesson_that_plays_while_its_learner_is_seen_in_a_room_is_told_with_the_time() -> None:
    watched = player("me", playing=Interval(5 * MINUTE, 30 * MINUTE))

    (place,) = found(hour(placed("me", 0, 10)), players=[watched])["me"].places

    assert place.where is Where.SEEN_AND_PLAYING
    assert place.names == ("T1", "tea-1")
    assert place.shared == Timeline((Interval(5 * MINUTE, 10 * MINUTE),))


def test_a_sign_in_sheet_puts_a_learner_in_the_room_and_its_absence_nobody() -> None:
    watched = player("me", playing=Interval(40 * MINUTE, 60 * MINUTE))
    rows = (Attendance("me", "T1", Status.PRESENT), Attendance("me", "P1", Status.ABSENT))

    (place,) = found(players=[watched], sheet=rows)["me"].places

    assert place.where is Where.SIGNED_AND_PLAYING
    assert place.shared == Timeline((Interval(40 * MINUTE, 45 * MINUTE),))
    assert found(players=[watched])["me"].places == ()


def test_where_nobody_can_be_compared_one_word_does_for_all() -> None:
    (only,) = traces(
        ROSTER,
        (ROOM,),
        faces=ClassFaces(),
        hours=(),
        playback=(),
        pictures=PicturesSeen(),
        attended=None,
    )

    assert only == LearnerTraces("", fault=PortraitFault.NOT_LOOKED_AT)
