from dataclasses import replace

from evidence.domain.subject import Subject
from evidence.domain.text import Length, say
from evidence.domain.time import MINUTE, SECOND
from evidence.report.language import ENGLISH
from evidence.report.playback_drawing import as_found, playback_drawing
from evidence.report.words import Voice
from tests.report.judgements import ZONE, doubled, finding, hasty, honest

VOICE = Voice(ENGLISH, ZONE)
FAST = finding(
    "fast-forward",
    Subject(learner="L003", lesson="V1"),
    say("fast"),
    measured=Length(19 * MINUTE),
    required=Length(9 * MINUTE),
)


def test_what_no_finding_is_about_is_not_shown_in_red() -> None:
    drawn = playback_drawing(hasty("L003"), (), VOICE)

    assert "hasty" not in drawn
    assert "jump" not in drawn
    assert "unprompted" not in drawn


def test_only_what_is_beyond_the_limit_stands_out() -> None:
    kinds = [advance.amount for advance in as_found(hasty("L003"), (FAST,)).lessons[0].advances]

    assert kinds == [10 * MINUTE]


def test_two_windows_are_drawn_in_two_colours_under_a_band() -> None:
    twice = finding(
        "multiple-windows", Subject(learner="L007"), say("two"), required=Length(5 * SECOND)
    )
    drawn = playback_drawing(doubled("L007"), (twice,), VOICE)

    assert 'class="twice"' in drawn
    assert drawn.count('class="played second"') == 1


def test_an_honest_learner_is_straight_lines_alone() -> None:
    drawn = playback_drawing(honest("L001"), (), VOICE)

    assert drawn.count("<path") == 2
    assert 'class="played"' in drawn


def test_who_played_nothing_has_no_drawing() -> None:
    assert not playback_drawing(replace(honest("L001"), lessons=()), (), VOICE)
