"""Verdicts side by side: the totals always, of the rest what differs."""

from dataclasses import replace

from evidence.domain.findings import Standing
from evidence.domain.text import say
from evidence.report.comparison import ComparedRow, Side, compared
from evidence.report.language import ENGLISH
from evidence.report.words import Voice
from tests.report.judgements import ZONE, judgement

VOICE = Voice(ENGLISH, ZONE)


def sides(*, same: bool = False) -> tuple[Side, Side]:
    one = judgement()
    rules = frozenset(rule.id for rule in one.policy.rules)
    other = one.verdict if same else judgement(()).verdict
    return Side(say("A"), one.verdict, rules), Side(say("B"), other, rules - {"fast-forward"})


def rows(*, same: bool = False) -> dict[str, tuple[str, ...]]:
    return {row.name: row.cells for row in compared(sides(same=same), VOICE)}


def test_the_totals_stand_at_the_top() -> None:
    assert [row.name for row in compared(sides(), VOICE)][:4] == [
        "Verdict",
        "Class hours",
        "Learners",
        "Class hours credited, all learners",
    ]
    assert rows()["Verdict"] == ("✗ invalid", "✓ valid")


def test_an_hour_that_comes_out_otherwise_is_named_and_no_other() -> None:
    told = rows()

    assert told["P01·2"] == ("✗ invalid", "✓ valid")
    assert "P01·1" not in told


def test_a_rule_that_one_does_not_ask_for_is_a_dash() -> None:
    assert rows()["Fast forward"] == ("✗ 1", "—")


def test_learners_who_come_out_alike_share_a_row() -> None:
    assert any(name.startswith("learners L001, L002, L004, L005 and") for name in rows())


def test_a_verdict_beside_itself_differs_in_nothing() -> None:
    one, _ = sides()
    twin = replace(one, heading=say("B"))

    assert not any(row.differs for row in compared((one, twin), VOICE))


def test_a_row_whose_cells_are_one_does_not_differ() -> None:
    assert not ComparedRow("x", ("1", "1")).differs
    assert ComparedRow("x", ("1", "2")).differs
    assert Standing.VALID in {each.standing for each in judgement(()).verdict.hours}
