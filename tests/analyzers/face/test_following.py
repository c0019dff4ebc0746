"""Following: who sits where they sat is the same person."""

from evidence.analyzers.face.following import BRIDGED, LONGEST, Follower
from evidence.domain.presence import Face


def at(x: int, size: int = 80) -> Face:
    return Face(x, 100, size * 3 // 4, size, 90)


def test_a_face_that_moves_by_less_than_its_size_is_the_same_person() -> None:
    follower = Follower()
    first = follower.see(0, [at(100), at(400)])
    second = follower.see(1, [at(430), at(130)])

    assert [id(one) for one in second] == [id(first[1]), id(first[0])]
    assert [one.times for one in follower.all()] == [2, 2]


def test_a_face_elsewhere_or_of_another_size_is_another_person() -> None:
    follower = Follower()
    follower.see(0, [at(100)])
    follower.see(1, [at(300)])
    follower.see(2, [at(100, 200)])

    assert len(follower.all()) == 3


def test_one_face_is_never_two_people() -> None:
    follower = Follower()
    follower.see(0, [at(100), at(130)])
    found = follower.see(1, [at(115)])

    assert len(found) == 1
    assert sorted(one.times for one in follower.all()) == [1, 2]


def test_who_comes_back_in_time_is_still_followed_and_later_is_not() -> None:
    follower = Follower()
    follower.see(0, [at(100)])
    follower.see(BRIDGED, [at(100)])
    follower.see(2 * BRIDGED + 1, [at(100)])

    assert [one.times for one in follower.all()] == [2, 1]


def test_a_person_is_looked_at_anew_after_a_while() -> None:
    follower = Follower()
    for time in range(0, LONGEST + 1, BRIDGED):
        follower.see(time, [at(100)])

    assert len(follower.all()) == 2
