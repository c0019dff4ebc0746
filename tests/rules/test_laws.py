"""The laws that hold for every rule, found by walking, and for every policy that is shipped."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.domain.findings import Outcome, Ruling
from evidence.domain.policy import Effect, PolicyRule
from evidence.domain.teaching import Mode
from evidence.rules.rule import catalogue
from evidence.sources.policies import policies
from tests.rules.building import attendance
from tests.rules.test_sheets import BUILDERS, DEFAULTS, SHEETS, parameters

CONFIG = Path(__file__).parents[2] / "config"
SHIPPED = policies(CONFIG)
NAMED = [
    pytest.param(rule, id=f"{policy.id}: {rule.id}") for policy in SHIPPED for rule in policy.rules
]
# Section 4 of the contract: these ids and parameters are never renamed, nor their defaults moved.
CONTRACT: dict[str, dict[str, int | Fraction]] = {
    "theory-recorded-throughout": {"max_gap_seconds": 2, "tolerance_seconds": 60},
    "practical-continuous-recording": {
        "min_minutes": 15,
        "max_gap_seconds": 2,
        "max_seam_seconds": 2,
    },
    "footage-unreadable": {},
    "footage-undated": {},
    "footage-frozen": {"min_seconds": 60},
    "footage-black": {"min_seconds": 10},
    "footage-covered": {"min_seconds": 60},
    "footage-looped": {"min_seconds": 20},
    "footage-reused": {"min_seconds": 20},
    "footage-clock": {"max_drift_seconds": 120},
    "face-attendance": {"min_sightings": 1},
    "headcount": {},
    "ghost-learner": {},
    "fast-forward": {"max_rate": 1, "tolerance_seconds": 3},
    "multiple-windows": {"tolerance_seconds": 5},
    "prompt-gap": {"max_minutes": 5, "answer_within_seconds": 60},
    "face-liveness": {"min_checks": 1},
    "lesson-order": {},
    "hourly-snapshot": {"min_snapshots": 1},
    "class-hour-length": {"min_minutes": 40},
    "class-size": {"max_learners": 80},
    "teacher-ratio": {"max_learners_each": 20},
    "workstation-ratio": {"max_learners_each": 20},
    "practical-share": {"min_share": Fraction(65, 100)},
    "minimum-hours": {"min_hours": 40},
    "offline-practice-hours": {"min_hours": 8},
    "registered-first": {},
    "attendance-rate": {},
}
# It is the number of class hours that voids the training here, not one of the six ways to cheat.
NOT_WATCHING = {"offline-practice-hours"}


@pytest.mark.parametrize("rule_id", CONTRACT)
def test_every_rule_of_the_contract_may_be_named_by_a_policy(rule_id: str) -> None:
    assert CONTRACT[rule_id].items() <= DEFAULTS[rule_id].get("given", {}).items()


def test_every_rule_of_this_version_may_be_named_by_a_policy() -> None:
    assert catalogue().keys() <= DEFAULTS.keys()


@pytest.mark.parametrize("rule_id", sorted(catalogue()))
def test_every_rule_tells_its_law_in_plain_sentences(rule_id: str) -> None:
    law = catalogue()[rule_id].law

    assert law[0].isupper()
    assert law.endswith(".")
    assert not set("`_{}=") & set(law), "no code words"


@pytest.mark.parametrize("rule_id", sorted(catalogue()))
def test_every_kind_of_fact_that_is_judged_can_be_built_by_a_sheet(rule_id: str) -> None:
    assert catalogue()[rule_id].judges in BUILDERS


@pytest.mark.parametrize("rule_id", sorted(catalogue()))
def test_every_answer_of_a_rule_can_be_said(rule_id: str) -> None:
    rule = catalogue()[rule_id]

    for case in SHEETS[rule_id]["case"]:
        ruling = rule(BUILDERS[rule.judges](case), parameters(rule_id, case.get("given", {})))
        assert str(ruling.message)


def test_a_policy_is_shipped() -> None:
    assert "sanmenxia-2021" in {policy.id for policy in SHIPPED}


@pytest.mark.parametrize("rule", NAMED)
def test_a_shipped_policy_rests_every_rule_on_words_of_a_clause(rule: PolicyRule) -> None:
    assert rule.clause
    assert rule.text


def test_sanmenxia_says_what_the_document_says() -> None:
    policy = next(policy for policy in SHIPPED if policy.id == "sanmenxia-2021")
    numbers = {
        "practical-continuous-recording": ("min_minutes", 15),
        "minimum-hours": ("min_hours", 40),
        "teacher-ratio": ("max_learners_each", 20),
        "workstation-ratio": ("max_learners_each", 20),
        "class-size": ("max_learners", 80),
        "class-hour-length": ("min_minutes", 40),
        "prompt-gap": ("max_minutes", 5),
        "offline-practice-hours": ("min_hours", 8),
    }
    for rule_id, (name, number) in numbers.items():
        rule = policy.rule(rule_id)
        assert rule
        assert rule.given.count(name) == number
        assert str(number) in rule.text

    share = policy.rule("practical-share")
    assert share
    assert share.given.number("min_share") == Fraction(65, 100)
    assert "65%" in share.text


def test_sanmenxia_takes_away_what_the_document_takes_away() -> None:
    policy = next(policy for policy in SHIPPED if policy.id == "sanmenxia-2021")
    voided = {rule.id: rule.text for rule in policy.rules if rule.effect is Effect.TRAINING_INVALID}

    assert voided.keys() == {
        "fast-forward",
        "multiple-windows",
        "prompt-gap",
        "face-liveness",
        "lesson-order",
        "hourly-snapshot",
        "offline-practice-hours",
    }
    assert all("视同培训无效" in voided[rule_id] for rule_id in voided.keys() - NOT_WATCHING)


WORST_FIRST = [Outcome.BREACHED, Outcome.UNDECIDED, Outcome.MET]
counts = st.integers(0, 100)


def ruling(rule_id: str, case: dict[str, object]) -> Ruling:
    rule = catalogue()[rule_id]
    return rule(BUILDERS[rule.judges](case), parameters(rule_id, {}))


@given(learners=counts, teachers=counts, more=counts)
def test_another_teacher_or_workstation_never_hurts(
    learners: int, teachers: int, more: int
) -> None:
    practice = [{"kind": "practical", "hours": 4}]
    for rule_id, key in (("teacher-ratio", "teachers"), ("workstation-ratio", "workstations")):
        fewer = ruling(rule_id, {"learners": learners, key: teachers, "sessions": practice})
        richer = ruling(rule_id, {"learners": learners, key: teachers + more, "sessions": practice})

        assert WORST_FIRST.index(fewer.outcome) <= WORST_FIRST.index(richer.outcome)


@given(learners=counts, more=counts)
def test_another_learner_never_helps(learners: int, more: int) -> None:
    for rule_id in ("class-size", "teacher-ratio"):
        small = ruling(rule_id, {"learners": learners, "teachers": 2})
        large = ruling(rule_id, {"learners": learners + more, "teachers": 2})

        assert WORST_FIRST.index(large.outcome) <= WORST_FIRST.index(small.outcome)


@given(practical=st.integers(1, 60), theory=st.integers(0, 60), more=st.integers(1, 20))
def test_more_practice_never_hurts(practical: int, theory: int, more: int) -> None:
    def of(hours: int) -> dict[str, object]:
        sessions = [{"kind": "practical", "hours": hours}]
        if theory:
            sessions.append({"kind": "theory", "hours": theory})
        return {"mode": Mode.BLENDED, "sessions": sessions}

    for rule_id in ("practical-share", "offline-practice-hours"):
        before, after = ruling(rule_id, of(practical)), ruling(rule_id, of(practical + more))
        assert WORST_FIRST.index(before.outcome) <= WORST_FIRST.index(after.outcome)


statuses = st.sampled_from(["absent", "leave", "makeup P1", "makeup P2", "present", "none"])
sheets = st.lists(statuses, min_size=4, max_size=4)


@given(told=sheets, settled=st.integers(0, 3))
def test_being_there_never_hurts(told: list[str], settled: int) -> None:
    def rate(marks: list[str]) -> Fraction:
        rows = [f"me P{at} {mark}" for at, mark in enumerate(marks) if mark != "none"]
        case = {
            "sessions": {f"P{at}": at + 1 for at in range(4)},
            "sheet": [*rows, "you P0 absent"],
        }
        mine = attendance.build(case)
        assert 0 <= mine.made_up <= mine.attended <= mine.planned
        return mine.rate if mine.planned else Fraction(1)

    if not told[settled].startswith("makeup"):
        there = [*told[:settled], "present", *told[settled + 1 :]]
        assert rate(told) <= rate(there)
