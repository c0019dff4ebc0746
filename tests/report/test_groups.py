from evidence.domain.subject import Subject
from evidence.domain.text import say
from evidence.domain.time import MINUTE, Interval
from evidence.report.groups import grouped, same
from tests.report.judgements import at, finding, found

EARLY = Interval(at("09:00"), at("09:00") + MINUTE)
LATE = Interval(at("10:00"), at("10:00") + MINUTE)


def test_what_takes_something_away_comes_first() -> None:
    effects = [group.effect.value for group in grouped(found())]

    assert effects == sorted(
        effects,
        key=["class-invalid", "training-invalid", "hour-invalid", "review", "notice"].index,
    )


def test_one_rule_with_two_effects_is_two_groups() -> None:
    rules = [group.rule for group in grouped(found())]

    assert rules.count("practical-continuous-recording") == 2


def test_no_finding_is_lost_in_grouping() -> None:
    regrouped = [f for g in grouped(found()) for alike in same(g.findings) for f in alike.findings]

    assert sorted(map(repr, regrouped)) == sorted(map(repr, found()))


def test_the_same_sentence_at_another_time_stays_apart() -> None:
    one, two, three = (
        finding("prompt-gap", Subject(learner=learner), say("same"), span=span)
        for learner, span in (("L001", EARLY), ("L002", LATE), ("L003", EARLY))
    )

    assert [alike.findings for alike in same((one, two, three))] == [(one, three), (two,)]
