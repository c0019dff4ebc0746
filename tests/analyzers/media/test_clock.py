from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from evidence.analyzers.media.clock import Shown, StreamClock
from evidence.domain.footage import Break, Silence
from evidence.domain.time import MILLISECOND, SECOND

TICK = Fraction(1, 90_000)
FRAME = 3_600  # ticks, at 25 frames a second


def told(*stamps: int, period: int | None = None) -> Shown:
    clock = StreamClock(TICK, period=period)
    for stamp in stamps:
        clock.add(stamp, stamp)
    return clock.read(lone_frame=FRAME)


def frames(count: int, start: int = 0) -> list[int]:
    return [start + FRAME * number for number in range(count)]


def test_a_single_stray_stamp_says_nothing_of_the_camera() -> None:
    for stray in (5_000_000_000, -900_000):
        shown = told(*frames(50), stray, *frames(50, start=51 * FRAME))

        assert (shown.duration, shown.silences) == (101 * 40 * MILLISECOND, ())


def test_a_leap_that_the_next_packet_confirms_is_a_silence() -> None:
    shown = told(*frames(25), *frames(25, start=90_000 * 61))

    assert shown.silences == (Silence(SECOND, 60 * SECOND),)


def test_a_last_frame_far_away_is_believed() -> None:
    shown = told(*frames(25), 90_000 * 61)

    assert shown.duration == 61 * SECOND + 40 * MILLISECOND


def test_a_step_back_of_less_than_a_second_is_jitter() -> None:
    assert told(*frames(50), *frames(50, start=90_000 + FRAME)).silences == ()


def test_a_step_back_of_a_second_or_more_is_another_clock() -> None:
    shown = told(*frames(50), *frames(50, start=50 * FRAME - 90_000 - FRAME))

    assert shown.silences == (Silence(2 * SECOND, 0, Break.CLOCK_RESET),)
    assert shown.duration == 4 * SECOND


def test_a_step_of_more_than_a_day_is_another_clock() -> None:
    shown = told(*frames(25), *frames(25, start=90_000 * 86_403))

    assert shown.silences == (Silence(SECOND, 0, Break.CLOCK_RESET),)


def test_a_counter_may_run_over_again_and_again() -> None:
    period = 90_000 * 40
    stamps = [stamp % period for stamp in frames(25 * 200, start=period - 90_000)]

    assert told(*stamps, period=period) == Shown(200 * SECOND, 40 * MILLISECOND, ())


def test_frames_that_are_never_shown_take_no_time() -> None:
    clock = StreamClock(TICK)
    for stamp in frames(50):
        clock.add(stamp, stamp if stamp >= 25 * FRAME else None)

    assert clock.read(lone_frame=FRAME).duration == SECOND


@given(
    st.lists(st.integers(1, 400_000), min_size=2, max_size=60),
    st.lists(st.permutations(range(4)), min_size=20, max_size=20),
    st.integers(-(2**33), 2**33),
)
def test_the_order_of_decoding_and_the_zero_of_the_clock_change_nothing(
    steps: list[int], orders: list[list[int]], zero: int
) -> None:
    shown, at = [], 0
    for step in steps:
        shown.append(at)
        at += step
    straight, reordered = StreamClock(TICK), StreamClock(TICK)
    groups = [shown[first : first + 4] for first in range(0, len(shown), 4)]
    decoded = [
        group[place]
        for group, order in zip(groups, orders, strict=False)
        for place in order
        if place < len(group)
    ]
    for order, stamp in zip(shown, decoded, strict=True):
        straight.add(order, order)
        reordered.add(order + zero, stamp + zero)

    assert straight.read(lone_frame=0) == reordered.read(lone_frame=0)


@given(st.lists(st.integers(1, 800_000), min_size=1, max_size=300))
def test_silences_and_footage_add_up_to_the_whole(steps: list[int]) -> None:
    stamps = [0]
    for step in steps:
        stamps.append(stamps[-1] + step)
    shown = told(*stamps)

    assert abs(shown.duration - stamps[-1] * TICK * SECOND - shown.frame) <= 1
    ends = [silence.at + silence.length for silence in shown.silences]
    assert all(silence.length > SECOND // 2 - 1 for silence in shown.silences)
    assert all(end <= shown.duration for end in ends)
    assert ends == sorted(ends)
