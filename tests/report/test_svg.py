from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from evidence.domain.time import HOUR, MINUTE, Interval
from evidence.report.language import ENGLISH
from evidence.report.svg import Scale, element
from evidence.report.words import Voice
from tests.report.judgements import ZONE, at

MORNING = Interval(at("09:00"), at("10:00"))
EVENING = Interval(at("19:00"), at("20:00"))


def scale() -> Scale:
    return Scale.over((EVENING, MORNING), idle=10 * MINUTE, left=100, right=900)


@given(
    st.integers(min_value=MORNING.start - HOUR, max_value=EVENING.end + HOUR),
    st.integers(min_value=0, max_value=HOUR),
)
def test_later_is_never_further_left(micros: int, later: int) -> None:
    assert 100 <= scale().x(micros) <= scale().x(micros + later) <= 900


def test_idle_time_is_cut_out() -> None:
    assert scale().x(MORNING.end) + 22 == scale().x(EVENING.start)
    assert scale().x(at("13:00")) == scale().x(EVENING.start)


def test_short_silences_stay_in_the_drawing() -> None:
    near = Interval(MORNING.end + 5 * MINUTE, EVENING.start)

    assert len(Scale.over((MORNING, near), idle=10 * MINUTE, left=0, right=1).spans) == 1


def test_ticks_stand_at_round_times_of_the_class() -> None:
    told = [time for _, time in scale().ticks(Voice(ENGLISH, ZONE), room=58)]

    assert told == [
        *("09:00", "09:10", "09:20", "09:30", "09:40", "09:50", "10:00"),
        *("19:00", "19:10", "19:20", "19:30", "19:40", "19:50", "20:00"),
    ]


def test_text_and_attributes_are_escaped_and_elements_are_not() -> None:
    inner = element("text", "<b>&", class_='"x')

    assert inner == '<text class="&#34;x">&lt;b&gt;&amp;</text>'
    assert element("g", inner) == Markup("<g>") + inner + Markup("</g>")
