"""Each policy has classes that keep it, and for each of its rules one that breaks just that."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from sample_media import regulated
from sample_media.breaches import BREACHES, breach
from sample_media.regulated import Base
from sample_media.regulated_films import film

from evidence.domain.findings import Standing, Verdict
from evidence.domain.policy import Effect
from evidence.pipeline.quiet import Quiet
from evidence.sources.bundle import open_bundle
from evidence.sources.policies import policies
from evidence.wiring.places import config_folder
from tests.samples.remembering import remembering

POLICIES = {policy.id: policy for policy in policies(config_folder())}
RULES = tuple(tomllib.loads((config_folder() / "rules.toml").read_text("utf-8")))
KEEPING = [(policy, Base.ROOM) for policy in POLICIES] + [
    ("sanmenxia-2021", Base.ONLINE),
    ("sanmenxia-2021", Base.CROWD),
]
CASES = [(policy.id, rule.id) for policy in POLICIES.values() for rule in policy.rules]
Judge = Callable[[Path], Verdict]


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("films")
    film(folder)
    return folder


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Judge:
    parts = remembering(tmp_path_factory.mktemp("key"))

    def judged(folder: Path) -> Verdict:
        with open_bundle(folder, progress=Quiet()) as bundle:
            policy = POLICIES[bundle.training_class.policy]
            return parts.check(bundle, policy, Quiet()).verdict

    return judged


@pytest.mark.parametrize(("policy", "base"), KEEPING)
def test_a_class_that_keeps_every_rule_of_a_policy_is_valid(
    policy: str, base: Base, films: Path, judge: Judge, tmp_path: Path
) -> None:
    regulated.make(tmp_path / "class", policy, films, base)

    verdict = judge(tmp_path / "class")

    assert [(finding.rule, str(finding.ruling.message)) for finding in verdict.findings] == []
    assert verdict.standing is Standing.VALID
    assert verdict.policy_id == policy


@pytest.mark.parametrize(("policy", "rule"), CASES)
def test_a_class_that_breaks_a_rule_is_told_of_that_rule_and_of_no_other(
    policy: str, rule: str, films: Path, judge: Judge, tmp_path: Path
) -> None:
    breach(tmp_path / "class", policy, rule, films)

    verdict = judge(tmp_path / "class")

    told = {finding.rule: str(finding.ruling.message) for finding in verdict.findings}
    also = [each for each in BREACHES[rule].also if POLICIES[policy].rule(each)]
    assert sorted(told) == sorted([rule, *also]), told
    effects = {finding.effect for finding in verdict.findings if finding.rule == rule}
    named = POLICIES[policy].rule(rule)
    assert named
    assert effects <= {named.effect, Effect.REVIEW}
    assert (verdict.standing is Standing.VALID) == (effects == {Effect.NOTICE})


def test_every_rule_has_a_class_that_breaks_it() -> None:
    assert set(BREACHES) == set(RULES)
