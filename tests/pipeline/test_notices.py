"""Morning notices: what is told to whom, and until when something can be saved."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from evidence.domain.errors import Problem
from evidence.domain.findings import Standing
from evidence.domain.text import Length, Moment, say
from evidence.domain.time import DAY, HOUR, Interval
from evidence.pipeline.notices import Notice, as_json, notice
from evidence.pipeline.outcome import HourOutcome
from evidence.pipeline.sources_port import NotLanded, Offer, Reason
from evidence.pipeline.summary import ClassNight, End, NightSummary, Pulled, SourceDown
from evidence.pipeline.summary import as_json as summary_json
from evidence.report.language import CHINESE, ENGLISH
from evidence.report.notice import lines, title
from evidence.report.words import Voice

START = 1_618_880_400_000_000  # 2021-04-20 09:00 in Shanghai
NOW = START + DAY
LOOK_BACK = 14 * DAY
LOST = HourOutcome("S1", 2, Interval(START, START + HOUR), Standing.INVALID, 0)


def told(
    *classes: ClassNight, pulled: Pulled | None = None, now: int = NOW, ends: int | None = None
) -> Notice:
    summary = NightSummary("2021-04-20", "", 1, 2, classes, pulled or Pulled())
    line = json.dumps(summary_json(summary))
    return notice(line, "INST-7", now, look_back=LOOK_BACK, ends=lambda _: ends)


def a_class(*hours: HourOutcome, end: End = End.INVALID, under_way: bool = True) -> ClassNight:
    return ClassNight("INST-7/C-1", end, under_way=under_way, lost=hours)


def test_an_institution_is_told_of_its_own_classes_alone() -> None:
    found = told(a_class(LOST), ClassNight("INST-70/C-2", End.INVALID))

    assert [each.training_class for each in found.classes] == ["C-1"]


def test_where_all_is_well_there_is_nothing_to_tell() -> None:
    assert told(a_class(end=End.VALID), ClassNight("INST-8/C-2", End.INVALID)).empty


def test_footage_that_is_missing_can_be_handed_in_as_long_as_the_night_asks_for_it() -> None:
    last = START + LOOK_BACK - 1
    (in_time,), (late,) = (
        told(a_class(LOST), now=now).classes[0].hours for now in (last, last + 1)
    )

    assert in_time.hand_in_until == START + LOOK_BACK
    assert late.hand_in_until is None


def test_an_hour_with_footage_is_not_mended_by_footage() -> None:
    short = replace(LOST, recorded=HOUR // 2)

    assert told(a_class(short)).classes[0].hours[0].hand_in_until is None


def test_an_hour_that_does_not_stand_can_be_repeated_until_the_class_ends() -> None:
    (before,), (after,) = (
        told(a_class(LOST), ends=ends).classes[0].hours for ends in (NOW + 1, NOW)
    )

    assert before.repeat_until == NOW + 1
    assert after.repeat_until is None


def test_an_hour_in_doubt_or_of_a_class_that_is_over_is_not_to_be_repeated() -> None:
    doubt = replace(LOST, standing=Standing.REVIEW)

    assert told(a_class(doubt), ends=NOW + DAY).classes[0].hours[0].repeat_until is None
    over = told(a_class(LOST, under_way=False), ends=NOW + DAY)
    assert over.classes[0].hours[0].repeat_until is None


def test_what_could_not_be_fetched_or_asked_is_told_of_the_own_sources_alone() -> None:
    missing = tuple(
        NotLanded(subject, "nvr", Offer("1", "recordings/a.mp4"), Reason.GONE)
        for subject in ("INST-7/C-1", "INST-8/C-2")
    )
    down = tuple(SourceDown("nas", each, say("it is empty")) for each in ("INST-7", "INST-8"))

    found = told(pulled=Pulled(not_landed=missing, down=down))

    assert [each.training_class for each in found.files] == ["C-1"]
    assert found.sources_down == ("nas",)


def test_a_problem_keeps_its_place_and_its_values_on_the_way() -> None:
    what = say("{a} {b} {c} {d}", a=Length(5), b=Moment(START), c=Fraction(1, 3), d="x")
    problem = Problem(what, "roster.csv", 3, "name", "nmae")
    unreadable = ClassNight("INST-7/C-1", End.UNREADABLE, problems=(problem,))

    assert told(unreadable).classes[0].problems == (problem,)


def test_the_key_tells_dates_institutions_and_channels_apart_and_nothing_else() -> None:
    first, other = told(a_class(LOST)), told()

    assert first.key("mail") == other.key("mail")
    assert len({first.key("mail"), first.key("webhook")}) == 2
    assert replace(first, date="2021-04-21").key("mail") != first.key("mail")
    assert replace(first, institution="INST-8").key("mail") != first.key("mail")


@given(st.sampled_from(list(End)), st.sampled_from([Standing.INVALID, Standing.REVIEW]))
def test_every_end_is_told_in_both_languages(end: End, standing: Standing) -> None:
    hour = replace(LOST, standing=standing)
    found = told(a_class(hour, end=end), ends=NOW + DAY)

    english, chinese = (
        "\n".join(lines(found, Voice(lang, "Asia/Shanghai"))) for lang in (ENGLISH, CHINESE)
    )

    assert "S1, class hour 2, 2021-04-20 09:00:00: there is no usable footage." in english
    assert "before 2021-05-04 09:00:00" in english
    assert "class hour" not in chinese
    assert "2021-05-04 09:00:00" in chinese


def test_a_mails_subject_names_the_date_the_institution_and_how_many_classes() -> None:
    found = title(told(a_class(LOST)), Voice(ENGLISH, "Asia/Shanghai"))

    assert found == "Training evidence of 2021-04-20: 1 class to see to (INST-7)"


def test_machines_read_the_same_as_people() -> None:
    said = json.loads(json.dumps(as_json(told(a_class(LOST)))))

    assert said["schema"] == "evidence/notice/1"
    assert said["classes"][0]["hours"][0] == {
        "session": "S1",
        "number": 2,
        "start": START,
        "standing": "invalid",
        "recorded": 0,
        "hand_in_until": START + LOOK_BACK,
        "repeat_until": None,
    }
    assert date.fromisoformat(said["date"])
