from collections.abc import Mapping
from enum import StrEnum

import pytest

from evidence.domain.findings import Standing
from evidence.domain.footage import EndReason
from evidence.domain.learning import AdvanceKind
from evidence.domain.policy import Effect
from evidence.domain.subject import Subject
from evidence.domain.teaching import Certificate, Kind, Mode
from evidence.report import names
from evidence.report.language import CHINESE, ENGLISH
from evidence.report.words import Voice
from tests.report.judgements import ZONE


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (names.STANDING, Standing),
        (names.MARK, Standing),
        (names.EFFECT, Effect),
        (names.KIND, Kind),
        (names.MODE, Mode),
        (names.CERTIFICATE, Certificate),
        (names.END, EndReason),
        (names.ADVANCE, AdvanceKind),
    ],
)
def test_every_word_of_the_domain_is_told(
    told: Mapping[StrEnum, object], words: type[StrEnum]
) -> None:
    assert set(told) == set(words)


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        (Subject(), "整班"),
        (Subject(session="P01", hour=2), "课次 P01 第 2 学时"),
        (Subject(learner="L001", hour=2), "学员 L001，线上第 2 学时"),
        (Subject(learner="L001", lesson="V1"), "学员 L001，课程 V1"),
        (Subject(recording="a{b}.mp4"), "a{b}.mp4"),
    ],
)
def test_a_subject_is_told_by_its_ids(subject: Subject, words: str) -> None:
    assert names.about(subject, Voice(CHINESE, ZONE)) == words


def test_a_rule_has_a_short_title_in_each_language() -> None:
    rule = "practical-continuous-recording"

    assert names.rule_title(rule, Voice(ENGLISH, ZONE)) == "Practical continuous recording"
    assert names.rule_title(rule, Voice(CHINESE, ZONE)) == "实操连续录像"


@pytest.mark.parametrize(
    ("name", "shown"), [("张三", "张*"), ("欧阳某某", "欧***"), ("张", "*"), ("", "")]
)
def test_a_name_is_masked_but_for_its_first_letter(name: str, shown: str) -> None:
    assert names.masked(name) == shown
