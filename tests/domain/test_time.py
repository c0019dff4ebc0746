"""The algebra of time, held against plain sets of whole microseconds."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.domain.time import Bounds, Interval, Timeline

END = 60  # a small world, so that spans often touch, nest and coincide


@st.composite
def spans(draw: st.DrawFn) -> Interval:
    start = draw(st.integers(0, END - 1))
    return Interval(start, draw(st.integers(start + 1, END)))


loose = st.lists(spans(), max_size=8)
timelines = loose.map(Timeline.of)


@st.composite
def all_bounds(draw: st.DrawFn) -> Bounds:
    surely, more = draw(timelines), draw(timelines)
    return Bounds(surely, surely | more)


def points(timeline: Timeline) -> set[int]:
    return {at for span in timeline for at in range(span.start, span.end)}


def is_in_order(timeline: Timeline) -> bool:
    return all(a.end < b.start for a, b in pairwise(timeline.spans))


@pytest.mark.parametrize(("start", "end"), [(5, 5), (5, 4)])
def test_an_interval_is_never_empty(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="end after it starts"):
        Interval(start, end)


@given(a=spans(), b=spans())
def test_two_intervals_meet_where_they_share_a_microsecond(a: Interval, b: Interval) -> None:
    shared = set(range(a.start, a.end)) & set(range(b.start, b.end))
    met = a.meet(b)

    assert (set(range(met.start, met.end)) if met else set()) == shared
    assert met == b.meet(a)


@given(span=spans(), count=st.integers(1, 10))
def test_equal_parts_leave_nothing_out_and_differ_by_a_microsecond_at_most(
    span: Interval, count: int
) -> None:
    if span.length < count:
        return
    parts = [span.part(number, count) for number in range(1, count + 1)]

    assert parts[0].start == span.start
    assert parts[-1].end == span.end
    assert all(a.end == b.start for a, b in pairwise(parts))
    assert max(p.length for p in parts) - min(p.length for p in parts) <= 1


@given(loose=loose)
def test_a_timeline_is_the_union_of_its_spans_in_order(loose: list[Interval]) -> None:
    timeline = Timeline.of(loose)

    assert points(timeline) == {at for span in loose for at in range(span.start, span.end)}
    assert is_in_order(timeline)
    assert Timeline.of(reversed(loose)) == timeline


@pytest.mark.parametrize(
    "wrong",
    [
        (Interval(0, 2), Interval(2, 3)),
        (Interval(0, 2), Interval(1, 3)),
        (Interval(5, 6), Interval(0, 1)),
    ],
)
def test_spans_that_touch_overlap_or_are_out_of_order_are_no_timeline(
    wrong: tuple[Interval, ...],
) -> None:
    with pytest.raises(ValueError, match="sorted and apart"):
        Timeline(wrong)


@given(a=timelines, b=timelines)
def test_timelines_combine_as_sets_do(a: Timeline, b: Timeline) -> None:
    assert points(a | b) == points(a) | points(b)
    assert points(a & b) == points(a) & points(b)
    assert points(a - b) == points(a) - points(b)
    assert (a <= b) == (points(a) <= points(b))
    assert all(map(is_in_order, (a | b, a & b, a - b)))


@given(a=timelines, b=timelines)
def test_what_is_shared_and_what_is_left_make_the_whole(a: Timeline, b: Timeline) -> None:
    assert (a & b) | (a - b) == a
    assert (a & b).length + (a - b).length == a.length


@given(a=timelines, span=spans())
def test_within_a_span_nothing_is_left_outside_it(a: Timeline, span: Interval) -> None:
    assert points(a.within(span)) == points(a) & set(range(span.start, span.end))


@given(a=timelines)
def test_length_counts_every_microsecond_once(a: Timeline) -> None:
    assert a.length == len(points(a))


@given(a=timelines)
def test_the_longest_span_is_the_first_of_the_longest(a: Timeline) -> None:
    if not a:
        assert a.longest is None
        return
    assert a.longest
    assert a.longest.length == max(span.length for span in a)
    assert a.longest == next(span for span in a if span.length == a.longest.length)


@given(a=timelines, silence=st.integers(0, END))
def test_bridging_fills_in_silences_up_to_the_limit_and_no_longer(
    a: Timeline, silence: int
) -> None:
    bridged = a.bridged(silence)
    left = [b.start - c.end for c, b in pairwise(bridged.spans)]
    filled = [hole.length for hole in bridged - a]

    assert a <= bridged
    assert all(length > silence for length in left)
    assert all(length <= silence for length in filled)


def test_a_silence_of_just_the_limit_is_bridged() -> None:
    apart = Timeline.of([Interval(0, 10), Interval(12, 20)])

    assert apart.bridged(2).spans == (Interval(0, 20),)
    assert apart.bridged(1) == apart


@given(surely=timelines, possibly=timelines)
def test_what_is_sure_but_not_possible_can_not_be_built(
    surely: Timeline, possibly: Timeline
) -> None:
    if surely <= possibly:
        assert Bounds(surely, possibly).doubt == possibly - surely
    else:
        with pytest.raises(ValueError, match="also be possible"):
            Bounds(surely, possibly)


@st.composite
def truths(draw: st.DrawFn) -> tuple[Bounds, Timeline]:
    """Bounds, and one truth that they allow."""
    bounds = draw(all_bounds())
    return bounds, bounds.surely | (draw(timelines) & bounds.possibly)


def hold(bounds: Bounds, truth: Timeline) -> bool:
    return bounds.surely <= truth <= bounds.possibly


@given(a=truths(), b=truths(), span=spans())
def test_whatever_is_done_with_bounds_the_truth_stays_between_them(
    a: tuple[Bounds, Timeline], b: tuple[Bounds, Timeline], span: Interval
) -> None:
    (mine, true), (theirs, other) = a, b

    assert hold(mine | theirs, true | other)
    assert hold(mine & theirs, true & other)
    assert hold(mine - theirs, true - other)
    assert hold(mine.within(span), true.within(span))
    assert hold(Bounds.union([mine, theirs]), true | other)


@given(a=timelines)
def test_what_is_known_exactly_leaves_no_doubt_and_the_unknown_is_all_doubt(a: Timeline) -> None:
    assert not Bounds.exactly(a).doubt
    assert Bounds.unknown(a).doubt == a


def test_the_union_of_nothing_is_nothing() -> None:
    assert Bounds.union([]) == Bounds(Timeline(), Timeline())
