from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.domain.errors import Unreadable
from evidence.domain.text import Length, Moment, Share, say
from evidence.domain.time import MINUTE, SECOND
from evidence.report.language import CHINESE, ENGLISH, language
from evidence.report.words import Voice, media_stretch, phrase
from tests.report.judgements import ZONE, at

VOICE = Voice(ENGLISH, ZONE)


@pytest.mark.parametrize(
    ("micros", "words"),
    [
        (0, "0 s"),
        (400_000, "0.4 s"),
        (898 * SECOND, "14 min 58 s"),
        (899_900_000, "14 min 59.9 s"),
        (899_999_999, "14 min 59.9 s"),
        (900 * SECOND, "15 min"),
        (300_040_000, "5 min 0.04 s"),
        (3600 * SECOND, "1 h"),
        (3723 * SECOND, "1 h 2 min 3 s"),
    ],
)
def test_a_length_is_told_in_hours_minutes_and_seconds(micros: int, words: str) -> None:
    assert VOICE.length(micros) == words


@given(st.integers(min_value=0, max_value=10**12), st.integers(min_value=1, max_value=600))
def test_a_length_never_reads_as_a_limit_that_it_misses(micros: int, minutes: int) -> None:
    limit = minutes * MINUTE

    assert (VOICE.length(micros) == VOICE.length(limit)) <= (abs(micros - limit) < SECOND)


@pytest.mark.parametrize("micros", [1, 999_999, 40_000, 500_000])
def test_a_length_just_short_of_a_minute_does_not_read_as_the_minute(micros: int) -> None:
    assert VOICE.length(15 * MINUTE - micros) != VOICE.length(15 * MINUTE)
    assert VOICE.length(15 * MINUTE + micros) != VOICE.length(15 * MINUTE)


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (Fraction(65, 100), "65%"),
        (Fraction(6499, 10000), "64.9%"),
        (Fraction(649_999, 1_000_000), "64.9%"),
        (Fraction(650_004, 1_000_000), "65.0004%"),
        (Fraction(2, 3), "66.6%"),
        (Fraction(1), "100%"),
    ],
)
def test_a_share_is_cut_and_not_rounded(ratio: Fraction, words: str) -> None:
    assert VOICE.value(Share(ratio)) == words


def test_a_moment_is_told_in_the_time_zone_of_the_class() -> None:
    text = say("at {when}", when=Moment(at("09:15:30")))

    assert phrase(text, ENGLISH, ZONE) == "at 2021-04-19 09:15:30"
    assert phrase(text, ENGLISH, "UTC") == "at 2021-04-19 01:15:30"


def test_chinese_says_minutes_as_a_chinese_reader_does() -> None:
    voice = Voice(CHINESE, ZONE)

    assert voice.length(898 * SECOND) == "14 分 58 秒"
    assert voice.length(900 * SECOND) == "15 分钟"


def test_a_sentence_without_translation_is_told_in_english() -> None:
    assert phrase(say("no such msgid {x}", x=Length(SECOND)), CHINESE, ZONE) == "no such msgid 1 秒"


@pytest.mark.parametrize(
    ("option", "environment", "spoken"),
    [
        ("zh", {}, CHINESE),
        ("zh-Hans", {"LC_ALL": "en_US.UTF-8"}, CHINESE),
        ("en", {"LC_ALL": "zh_CN.UTF-8"}, ENGLISH),
        (None, {"LC_ALL": "", "LC_MESSAGES": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, CHINESE),
        (None, {"LANG": "zh_TW.UTF-8"}, CHINESE),
        (None, {"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, ENGLISH),
        (None, {"LANG": "fr_FR.UTF-8"}, ENGLISH),
        (None, {}, ENGLISH),
    ],
)
def test_the_language_is_the_option_or_the_locale(
    option: str | None, environment: dict[str, str], spoken: str
) -> None:
    assert language(option, environment) == spoken


def test_an_unknown_language_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(Unreadable, match="en, zh_CN"):
        language("klingon", {})


def test_a_sentence_within_a_sentence_is_told_in_the_same_language() -> None:
    inner = say("{minutes} min", minutes=15)
    outer = say(
        "{measured} of unbroken recording are certain and {required} needed; {doubt}",
        measured=Length(0),
        required=Length(900_000_000),
        doubt=inner,
    )

    assert Voice(CHINESE, "UTC").tell(outer).endswith("15 分钟")
    assert Voice(ENGLISH, "UTC").tell(outer).endswith("; 15 min")


@pytest.mark.parametrize(
    ("end", "told"), [(90, "0:01:30"), (91, "0:01:30–0:01:31"), (89, "0:01:30")]
)
def test_a_stretch_that_ends_where_it_begins_is_told_as_a_moment(end, told):
    assert media_stretch(90 * SECOND, end * SECOND) == told
