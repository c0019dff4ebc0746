"""What to do next: which recording is missing, until when an hour can be repeated, which row."""

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from evidence.domain.subject import Subject
from evidence.domain.text import say
from evidence.report.language import CHINESE, ENGLISH
from evidence.report.next_steps import next_steps
from evidence.report.remedies import REMEDY, remedy
from evidence.report.words import Voice
from tests.report.judgements import ZONE, finding, judgement

RULES = Path(__file__).parents[2] / "config" / "rules.toml"
LAST, DAY_AFTER = date(2021, 4, 20), date(2021, 4, 21)


def steps(today: date | None = None, lang: str = ENGLISH) -> list[str]:
    return [Voice(lang, ZONE).tell(step) for step in next_steps(judgement(), today)]


def test_every_rule_has_a_remedy_of_its_own() -> None:
    assert set(REMEDY) == set(tomllib.loads(RULES.read_text("utf-8")))


def test_a_rule_that_nobody_knows_is_for_an_inspector() -> None:
    assert str(remedy("no-such-rule")) == "an inspector decides"


def test_the_recording_that_is_missing_is_told_by_camera_and_time() -> None:
    assert (
        "P01·2: hand in what the recorder still holds of cam1/cam2 from 2021-04-19 14:15:00 to "
        "2021-04-19 15:00:00."
    ) in steps()


def test_an_hour_can_be_repeated_up_to_the_last_day_of_the_class() -> None:
    can, too_late = "P01·2: can be taught again until 2021-04-20", "P01·2: can no longer be taught"

    assert any(step.startswith(can) for step in steps(LAST))
    assert any(step.startswith(can) for step in steps(None))
    assert any(step.startswith(too_late) for step in steps(DAY_AFTER))
    assert not any(step.startswith(can) for step in steps(DAY_AFTER))


def test_a_paper_is_corrected_where_it_is_wrong() -> None:
    share = finding("practical-share", Subject(), say("too little"))
    told = [Voice(ENGLISH, ZONE).tell(each) for each in next_steps(judgement((share,)))]

    assert any(step.startswith("The class as a whole: schedule.csv: complete") for step in told)


def test_many_learners_are_told_by_the_first_few() -> None:
    (line,) = [step for step in steps() if step.startswith("L001")]

    assert line.startswith("L001, L002, L003, L004, L005, L006 and 6 more: ask the platform")


def test_the_steps_are_told_in_chinese() -> None:
    assert any("请补交录像机中 cam1/cam2" in step for step in steps(lang=CHINESE))


@pytest.mark.parametrize("rule", ["headcount", "face-attendance"])
def test_without_footage_recordings_are_asked_for_and_no_camera_is_turned(rule: str) -> None:
    found = finding("practical-share", Subject(), say("unseen"))
    seen = judgement((replace(found, rule=rule),))
    unseen = replace(
        seen,
        verdict=replace(
            seen.verdict, hours=tuple(replace(hour, recorded=0) for hour in seen.verdict.hours)
        ),
    )
    with_footage, without = (
        next(str(step) for step in next_steps(each) if str(step).startswith("The class as a whole"))
        for each in (seen, unseen)
    )

    assert "from the front" in with_footage
    assert "hand in the recordings" in without
    assert "from the front" not in without
