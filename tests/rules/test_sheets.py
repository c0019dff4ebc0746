"""Every rule against its sheet: tests/rules/<rule-id>.toml, one [[case]] after the other.

A case has a ``name``, an ``outcome`` and what the builder of the judged fact reads; ``given``
overrides the contract's parameters for one case, ``measured`` checks the measured value and
``says`` a part of the message. The
builder is tests/rules/building/<any>.py with ``BUILDS`` (the judged type) and ``build(case)``.
"""

import pkgutil
import tomllib
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import tests.rules.building
from evidence.domain.findings import Outcome
from evidence.domain.policy import Parameters
from evidence.domain.text import Length
from evidence.rules.rule import catalogue

HERE = Path(__file__).parent
SHEETS = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in HERE.glob("*.toml")}
CASES = [
    pytest.param(rule_id, case, id=f"{rule_id}: {case['name']}")
    for rule_id, sheet in sorted(SHEETS.items())
    for case in sheet["case"]
]
BUILDERS = {
    module.BUILDS: module.build
    for name in pkgutil.iter_modules(tests.rules.building.__path__, "tests.rules.building.")
    for module in [import_module(name.name)]
}
DEFAULTS = tomllib.loads(
    (HERE.parents[1] / "config" / "rules.toml").read_text("utf-8"), parse_float=Fraction
)


def parameters(rule_id: str, given: dict[str, Any]) -> Parameters:
    merged = DEFAULTS[rule_id].get("given", {}) | given
    return Parameters({k: tuple(v) if isinstance(v, list) else exact(v) for k, v in merged.items()})


def exact(value: Any) -> Any:
    return Fraction(str(value)) if isinstance(value, float) else value


@pytest.mark.parametrize(("rule_id", "case"), CASES)
def test_rule_answers_as_its_sheet_says(rule_id: str, case: dict[str, Any]) -> None:
    rule = catalogue()[rule_id]
    fact = BUILDERS[rule.judges](case)

    ruling = rule(fact, parameters(rule_id, case.get("given", {})))

    assert ruling.outcome == case["outcome"], ruling.message
    assert case.get("says", "") in str(ruling.message)
    if "measured" in case:
        measured = ruling.measured
        seconds = measured.micros / 1_000_000 if isinstance(measured, Length) else measured
        assert seconds == pytest.approx(case["measured"])


@pytest.mark.parametrize("rule_id", sorted(catalogue()))
def test_every_rule_has_a_sheet_with_a_case_on_each_side(rule_id: str) -> None:
    outcomes = {case["outcome"] for case in SHEETS[rule_id]["case"]}

    assert {Outcome.MET, Outcome.BREACHED} <= outcomes or {
        Outcome.MET,
        Outcome.UNDECIDED,
    } <= outcomes
    assert any("boundary" in case for case in SHEETS[rule_id]["case"]), "mark the boundary cases"


@pytest.mark.parametrize("rule_id", sorted(SHEETS))
def test_a_sheet_gives_only_parameters_that_the_rule_has(rule_id: str) -> None:
    given = {name for case in SHEETS[rule_id]["case"] for name in case.get("given", {})}

    assert given <= DEFAULTS[rule_id].get("given", {}).keys()


@pytest.mark.parametrize("rule_id", sorted(SHEETS))
def test_a_sheet_tells_its_cases_apart(rule_id: str) -> None:
    names = [case["name"] for case in SHEETS[rule_id]["case"]]

    assert len(names) == len(set(names))


def test_every_sheet_has_its_rule() -> None:
    assert SHEETS.keys() <= catalogue().keys()
