"""Each policy has a class that keeps it, and for each of its rules one that breaks it."""

import tomllib
from pathlib import Path

import pytest
from sample_media import regulated
from sample_media.truth import load

from evidence.attacks.kind import kinds
from evidence.domain.findings import Finding, Standing, Verdict
from evidence.domain.policy import Effect, Policy
from evidence.sources.policies import policies
from evidence.wiring.checking import check_bundle
from evidence.wiring.places import config_folder

POLICIES = {policy.id: policy for policy in policies(config_folder())}
FILMED = frozenset({"yuncheng-2018", "sanmenxia-2021"})  # those that ask for footage of every hour
RULES = tuple(tomllib.loads((config_folder() / "rules.toml").read_text("utf-8")))
CASES = [
    (policy.id, rule.id)
    for policy in POLICIES.values()
    for rule in policy.rules
    if regulated.BROKEN[rule.id].change
]


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("films")
    regulated.film(folder)
    return folder


@pytest.fixture(scope="module")
def keeping(films: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The class that keeps each policy."""
    home = tmp_path_factory.mktemp("keeping")
    for policy in POLICIES:
        regulated.make(home / policy, policy, films=films if policy in FILMED else None)
    return {policy: home / policy for policy in POLICIES}


def of_rule(verdict: Verdict, rule: str) -> list[Finding]:
    return [finding for finding in verdict.findings if finding.rule == rule]


@pytest.mark.parametrize("policy", POLICIES)
def test_a_class_that_keeps_every_rule_of_a_policy_is_valid(
    policy: str, keeping: dict[str, Path]
) -> None:
    verdict = check_bundle(keeping[policy]).verdict

    assert [(finding.rule, str(finding.ruling.message)) for finding in verdict.findings] == []
    assert verdict.standing is Standing.VALID
    assert verdict.policy_id == policy


@pytest.mark.parametrize(("policy", "rule"), CASES)
def test_a_class_that_breaks_a_rule_is_told_of_that_rule(
    policy: str, rule: str, films: Path, tmp_path: Path
) -> None:
    keeps, folder = tmp_path / "keeps", tmp_path / "class"
    # What papers show needs no film to be looked at.
    regulated.make(keeps, policy, films=films if regulated.BROKEN[rule].filmed else None)
    regulated.broken(rule, keeps, folder)

    found = of_rule(check_bundle(folder).verdict, rule)

    assert found
    assert {finding.effect for finding in found} <= {_effect(POLICIES[policy], rule), Effect.REVIEW}


def _effect(policy: Policy, rule: str) -> Effect:
    named = policy.rule(rule)
    assert named
    return named.effect


def test_every_rule_has_a_class_that_breaks_it() -> None:
    assert set(regulated.BROKEN) == set(RULES)


@pytest.mark.parametrize(
    ("rule", "sample"),
    [(rule, how.sample) for rule, how in regulated.BROKEN.items() if how.sample],
)
def test_a_sample_that_breaks_a_rule_is_known_to_do_so(rule: str, sample: str) -> None:
    """Those samples and attacks are run by test_samples.py and by tests/attacks."""
    kind = sample.removeprefix("attack ")
    if kind != sample:
        assert kinds()[kind].rule == rule
        return
    (truth,) = [each for each in load() if each.name == sample]
    assert rule in {row["rule"] for row in truth.findings}
