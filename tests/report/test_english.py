"""One of anything is told as one."""

import re
from fractions import Fraction

import pytest
from scripts import catalogues

from evidence.domain.text import Value, say
from evidence.report.english import NOUNS, ODD, VERBS, counted, one
from evidence.report.language import CHINESE, ENGLISH
from evidence.report.words import Voice
from tests.report.judgements import ZONE

RATIO = "{learners} learners have {teachers} teachers; a teacher may have at most {most} learners"
SNAPSHOTS = "{kept} pictures of this class hour are kept, {least} are asked for"
# Words behind a number or a name that end in s and count nothing.
OTHERS = {
    *(
        "archives",
        "as",
        "breaks",
        "differs",
        "has",
        "holds",
        "is",
        "jumps",
        "less",
        "looks",
        "runs",
        "takes",
        "seals",
    ),
    *("seems", "shows", "this", "was"),
}
BEHIND = re.compile(r"\{\w+\} (?:(?:practical|class|full-time|face|live|sample) )*(\w+s|people)\b")


def told(pattern: str, lang: str = ENGLISH, **values: Value) -> str:
    return Voice(lang, ZONE).tell(say(pattern, **values))


@pytest.mark.parametrize(
    ("learners", "teachers", "words"),
    [
        (1, 1, "1 learner has 1 teacher;"),
        (21, 1, "21 learners have 1 teacher;"),
        (1, 2, "1 learner has 2 teachers;"),
        (11, 0, "11 learners have 0 teachers;"),
    ],
)
def test_each_number_rules_its_own_words(learners: int, teachers: int, words: str) -> None:
    assert told(RATIO, learners=learners, teachers=teachers, most=20).startswith(words)


def test_the_verb_agrees_over_what_stands_between() -> None:
    assert told(SNAPSHOTS, kept=1, least=1) == (
        "1 picture of this class hour is kept, 1 is asked for"
    )
    assert "0 pictures of this class hour are kept" in told(SNAPSHOTS, kept=0, least=2)


def test_a_number_without_a_noun_has_its_verb() -> None:
    assert told("of which {made_up} were made up for", made_up=1) == "of which 1 was made up for"
    assert told("of which {made_up} were made up for", made_up=2) == "of which 2 were made up for"


def test_a_session_called_1_is_no_number() -> None:
    sentence = "sessions {one} and {other} are in room {room} at the same time"

    assert told(sentence, one="1", other="1", room="1").startswith("sessions 1 and 1 are in")


def test_a_rate_is_no_count() -> None:
    assert told("{rate} times the speed", rate=1) == "1 times the speed"


def test_another_language_is_let_be() -> None:
    assert told("{days} days, {hours} class hours", CHINESE, days=1, hours=1) == told(
        "{days} days, {hours} class hours", CHINESE, days=2, hours=2
    ).replace("2", "1")


def test_a_measure_has_its_unit_in_the_singular() -> None:
    voice = Voice(ENGLISH, ZONE)

    assert voice.measure(1, "learners") == "1 learner"
    assert voice.measure(Fraction(3, 2), "learners") == "1.5 learners"


@pytest.mark.parametrize(
    ("many", "single"), [("people", "person"), ("classes", "class"), ("rows", "row"), ("s", "s")]
)
def test_one_of_them_has_its_name(many: str, single: str) -> None:
    assert one(many) == single


def test_every_sentence_with_a_number_of_things_is_known() -> None:
    behind = {word for sentence in catalogues.sentences() for word in BEHIND.findall(sentence)}

    assert behind - NOUNS - OTHERS == set()


def test_in_no_sentence_a_1_is_followed_by_many() -> None:
    many = "|".join([*NOUNS, *(f"{one(noun)} {verb}" for noun in NOUNS for verb in VERBS)])
    wrong = re.compile(rf"\{{\w+\}} (?:class |practical |full-time )?(?:{many})\b(?! the| its)")
    for sentence in catalogues.sentences():
        names = re.findall(r"\{(\w+)\}", sentence)
        assert not wrong.search(counted(sentence, dict.fromkeys(names, "1"))), sentence
    assert set(ODD) <= NOUNS
