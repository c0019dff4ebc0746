"""Content as it grows is the same set as a timeline of all of it."""

from hypothesis import given
from hypothesis import strategies as st

from evidence.domain.time import Interval, Timeline
from evidence.facts.content import Content

positions = st.integers(-20, 120)
spans = st.lists(st.tuples(positions, positions))


def grown(pairs: list[tuple[int, int]], ceiling: int) -> tuple[Content, Timeline]:
    content = Content(ceiling)
    for start, end in pairs:
        content.add(start, end)
    inside = Interval(0, ceiling or 1000)
    whole = Timeline.of(Interval(a, b) for a, b in pairs if a < b).within(inside)
    return content, whole


@given(spans, st.sampled_from([0, 60, 100]))
def test_it_holds_what_was_added_inside_the_lesson(
    pairs: list[tuple[int, int]], ceiling: int
) -> None:
    content, whole = grown(pairs, ceiling)

    assert content.timeline() == whole
    assert content.length == whole.length


@given(spans, positions, positions, st.sampled_from([0, 60, 100]))
def test_what_is_missing_is_what_was_not_added(
    pairs: list[tuple[int, int]], start: int, end: int, ceiling: int
) -> None:
    content, whole = grown(pairs, ceiling)
    asked = Timeline((Interval(start, end),)) if start < end else Timeline()

    missing = content.missing(start, end)

    assert missing == (asked.within(Interval(0, ceiling or 1000)) - whole).length


@given(spans, spans)
def test_a_copy_grows_apart(first: list[tuple[int, int]], second: list[tuple[int, int]]) -> None:
    content, whole = grown(first, 0)

    other = content.copy()
    for start, end in second:
        other.add(start, end)

    assert content.timeline() == whole
    assert whole <= other.timeline()
