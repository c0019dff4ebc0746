"""What pieces of playing fold into; the whole contract is tried in tests/analyzers/playback."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from evidence.domain.learning import ONLINE_CLASS_HOUR, Lesson, Snapshot
from evidence.domain.time import Interval, Timeline
from evidence.facts.online_hours import whole_hours
from evidence.facts.pieces import NORMAL_RATE, Attempt, LearnerLog, Piece
from evidence.facts.playback import learner_playback, overlaps

COURSE = (Lesson("tea", 1, "Tea", 1000, professional=True),)


def piece(attempt: int, at: int, until: int, start: int = 0) -> Piece:
    return Piece(
        lesson=1,
        attempt=attempt,
        at=at,
        until=until,
        row=at,
        start=start,
        end=start + until - at,
        start_at=at,
        end_at=until,
        rate=NORMAL_RATE,
        plays=True,
        opens=True,
        resumes=False,
        beats=False,
        seeks=False,
        came=None,
    )


def log(*pieces: Piece) -> LearnerLog:
    numbers = sorted({p.attempt for p in pieces})
    attempts = {n: Attempt(f"w{n}", ("a.jsonl",), carries_proof=True, beats=True) for n in numbers}
    return LearnerLog("L001", attempts, sorted(pieces, key=lambda p: p.at))


spans = st.builds(
    lambda at, length: Interval(at, at + length), st.integers(0, 10**11), st.integers(1, 10**10)
)


@given(st.lists(spans, max_size=8))
def test_whole_hours_hold_45_minutes_of_playing_each_and_lose_no_more_than_one(
    played: list[Interval],
) -> None:
    playing = Timeline.of(played)

    hours = list(whole_hours(playing))

    assert [playing.within(hour).length for hour in hours] == [ONLINE_CLASS_HOUR] * len(hours)
    assert 0 <= playing.length - ONLINE_CLASS_HOUR * len(hours) < ONLINE_CLASS_HOUR
    assert all(a.end <= b.start for a, b in pairwise(hours))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 50), st.integers(1, 50)), max_size=12))
def test_windows_overlap_where_two_attempts_play_and_nowhere_else(
    played: list[tuple[int, int, int]],
) -> None:
    pieces = [piece(n, at, at + length) for n, at, length in played]

    found = list(overlaps(log(*pieces)))

    for moment in range(100):
        playing = {f"w{p.attempt}" for p in pieces if p.at <= moment < p.until}
        told = {name for o in found if o.span.start <= moment < o.span.end for name in o.attempts}
        assert told == (playing if len(playing) > 1 else set())


def test_playing_in_two_windows_is_counted_once_in_the_hours_and_twice_in_the_lesson() -> None:
    playback = learner_playback(log(piece(1, 0, 100), piece(2, 50, 150)), COURSE)

    assert playback.playing == 150
    assert playback.lessons[0].playing == 200


def test_what_another_window_is_just_playing_counts_as_far_as_it_has_come() -> None:
    running = piece(1, 0, 400)
    seek = piece(2, 200, 250, start=300)._replace(opens=False, seeks=True, came=0)

    (lesson,) = learner_playback(log(running, seek), COURSE).lessons

    assert [(a.kind, a.amount) for a in lesson.advances] == [("seek", 100)]
    assert lesson.content.length == 400


def test_nothing_beyond_the_end_of_a_lesson_is_content() -> None:
    (lesson,) = learner_playback(log(piece(1, 0, 1500)), COURSE).lessons

    assert lesson.content == Timeline((Interval(0, 1000),))


def test_a_piece_is_played_evenly_for_as_long_as_its_position_is_known() -> None:
    running = piece(1, 0, 400)._replace(end=200, end_at=200)
    seek = piece(2, 100, 150, start=300)._replace(opens=False, seeks=True, came=0)

    (lesson,) = learner_playback(log(running, seek), COURSE).lessons

    assert [(a.kind, a.amount) for a in lesson.advances] == [("seek", 200)]


def test_a_seek_that_does_not_say_where_it_came_from_came_from_where_playing_had_come() -> None:
    played = piece(1, 0, 400)._replace(end=100, end_at=100)
    seek = piece(1, 400, 450, start=600)._replace(opens=False, seeks=True, came=None)

    (lesson,) = learner_playback(log(played, seek), COURSE).lessons

    assert [(a.start, a.end, a.amount) for a in lesson.advances] == [(400, 600, 200)]


def pictures(*moments: int) -> list[Snapshot]:
    return [Snapshot(at, f"{at}.jpg", opens=True) for at in moments]


def test_a_picture_between_two_hours_belongs_to_the_first() -> None:
    hour = ONLINE_CLASS_HOUR
    told = replace(
        log(
            piece(1, 0, hour),
            piece(1, hour + 100, 2 * hour + 100),
            piece(1, 2 * hour + 500, 3 * hour),
        ),
        snapshots=pictures(-1, hour + 99, hour + 100, 2 * hour + 499, 2 * hour + 500),
    )

    hours = learner_playback(told, COURSE).hours

    assert [[s.at for s in h.snapshots] for h in hours] == [
        [-1, hour + 99],
        [hour + 100, 2 * hour + 499],
    ]


def test_a_picture_after_the_last_second_played_belongs_to_the_last_hour() -> None:
    told = replace(log(piece(1, 0, ONLINE_CLASS_HOUR)), snapshots=pictures(10**12))

    assert [len(hour.snapshots) for hour in learner_playback(told, COURSE).hours] == [1]
