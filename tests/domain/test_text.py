"""Sentences with their values still apart."""

from fractions import Fraction

from evidence.domain.text import Length, Moment, Share, say


def test_the_order_in_which_values_are_named_does_not_matter() -> None:
    assert say("{a} of {b}", a=1, b=2) == say("{a} of {b}", b=2, a=1)


def test_a_plain_sentence_holds_bare_numbers() -> None:
    text = say(
        "{length} {moment} {share} {ratio} {count} {name}",
        length=Length(898_000_000),
        moment=Moment(1_500_000),
        share=Share(Fraction(13, 20)),
        ratio=Fraction(41, 2),
        count=3,
        name="cam1",
    )

    assert str(text) == "898 1.5 0.65 20.5 3 cam1"


def test_braces_in_a_value_are_only_braces() -> None:
    assert str(say("found {name}", name="{0}")) == "found {0}"
