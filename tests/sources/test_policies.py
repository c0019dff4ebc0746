"""Policies, read, checked and merged with the defaults they rest on."""

from datetime import date
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import pytest

from evidence.domain.errors import PolicyUnreadable, Problem
from evidence.domain.policy import Effect, Scope, Settled
from evidence.sources.policies import known_ids, load_policy, policies, policy_by_id

RULES = """
[class-size]
scope = "class"
given = { max_learners = 80 }

[practical-share]
scope = "class"
given = { min_share = 0.65, all_online_occupations = [] }

[assessment-window]
scope = "class"
given = { months = [4, 8, 12] }

[not-built-yet]
scope = "recording"

[score-only]
scope = "learner"
effects = ["review", "notice"]
"""
HEAD = """
id = "town-2030"
title = "A plan"
document = "Town 4/2030"
in_force = { from = 2030-01-01 }
"""
LISTS = """
[lists]
online = ["营销员", "导购员"]
"""
CLAUSE = """
[[clause]]
where = "2"
text = "the form is signed"
settled = "manual"
why = "A signature is on paper."
why_zh = "签字在纸面上。"
"""


def named(rule_id: str, given: str = "") -> str:
    return f"""
[[rule]]
id = "{rule_id}"
clause = "1"
text = "what clause 1 says"
effect = "class-invalid"
given = {{ {given} }}
"""


RULE = named("class-size", "max_learners = 60")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "policies").mkdir()
    (tmp_path / "rules.toml").write_text(RULES, "utf-8")
    return tmp_path


def write(folder: Path, content: str, name: str = "town-2030") -> Path:
    path = folder / "policies" / f"{name}.toml"
    path.write_text(content, "utf-8")
    return path


def problems(folder: Path, content: str) -> tuple[Problem, ...]:
    write(folder, content)
    with pytest.raises(PolicyUnreadable) as raised:
        load_policy("town-2030", folder=folder)
    return raised.value.problems


def test_a_policy_is_read_whole(folder: Path) -> None:
    write(folder, HEAD + RULE + CLAUSE)

    policy = load_policy("town-2030", folder=folder)

    assert policy.cite("1") == "Town 4/2030 1"
    assert (policy.in_force_from, policy.in_force_until) == (date(2030, 1, 1), None)
    (rule,) = policy.rules
    assert (rule.id, rule.effect, rule.scope) == ("class-size", Effect.CLASS_INVALID, Scope.CLASS)
    assert rule.given.count("max_learners") == 60
    (clause,) = policy.clauses
    assert (clause.settled, clause.why_zh) == (Settled.MANUAL, "签字在纸面上。")


def test_what_a_policy_does_not_set_is_as_rules_toml_has_it(folder: Path) -> None:
    write(folder, HEAD + named("practical-share"))

    given = load_policy("town-2030", folder=folder).rules[0].given

    assert given.number("min_share") == Fraction(65, 100)
    assert given.names("all_online_occupations") == ()


def test_decimals_are_exact(folder: Path) -> None:
    write(folder, HEAD + named("practical-share", "min_share = 0.1"))

    given = load_policy("town-2030", folder=folder).rules[0].given

    assert given.number("min_share") == Fraction(1, 10)


def test_a_list_of_numbers_replaces_the_default(folder: Path) -> None:
    write(folder, HEAD + named("assessment-window", "months = [6]"))

    given = load_policy("town-2030", folder=folder).rules[0].given

    assert given.counts("months") == (6,)


def test_a_parameter_may_name_a_list_of_the_policy(folder: Path) -> None:
    write(folder, HEAD + LISTS + named("practical-share", 'all_online_occupations = "@online"'))

    given = load_policy("town-2030", folder=folder).rules[0].given

    assert given.names("all_online_occupations") == ("营销员", "导购员")


def test_a_rule_that_is_not_built_yet_may_be_named(folder: Path) -> None:
    write(folder, HEAD + named("not-built-yet"))

    assert load_policy("town-2030", folder=folder).rules[0].scope is Scope.RECORDING


def test_a_rule_that_goes_by_scores_alone_takes_nothing_away(folder: Path) -> None:
    (problem,) = problems(folder, HEAD + named("score-only"))

    assert problem.column == "rule, score-only, effect"
    assert "is class-invalid" in str(problem.what)
    assert "expected review, notice" in str(problem.what)


@pytest.mark.parametrize("effect", ["review", "notice"])
def test_a_rule_that_goes_by_scores_alone_may_ask_for_a_person(folder: Path, effect: str) -> None:
    write(folder, HEAD + named("score-only").replace("class-invalid", effect))

    assert load_policy("town-2030", folder=folder).rules[0].effect == effect


@pytest.mark.parametrize("rule", ["face-attendance", "headcount"])
def test_the_shipped_face_rules_are_such(rule: str, folder: Path) -> None:
    shipped = Path(__file__).parents[2] / "config" / "rules.toml"
    (folder / "rules.toml").write_bytes(shipped.read_bytes())

    (problem,) = problems(folder, HEAD + named(rule))

    assert problem.column == f"rule, {rule}, effect"


def test_any_toml_file_may_be_a_policy(folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(HEAD + RULE, "utf-8")

    assert load_policy(str(mine), folder=folder).id == "town-2030"


def test_the_digest_is_that_of_the_policy_followed_by_the_defaults(folder: Path) -> None:
    path = write(folder, HEAD + RULE)

    policy = load_policy("town-2030", folder=folder)

    assert policy.sha256 == sha256(path.read_bytes() + RULES.encode()).hexdigest()


def test_another_default_is_another_policy(folder: Path) -> None:
    write(folder, HEAD + RULE)
    before = load_policy("town-2030", folder=folder).sha256
    (folder / "rules.toml").write_text(RULES.replace("0.65", "0.7"), "utf-8")

    assert load_policy("town-2030", folder=folder).sha256 != before


def test_every_policy_of_the_folder_is_found_in_order(folder: Path) -> None:
    write(folder, HEAD + RULE)
    write(folder, (HEAD + RULE).replace("town-2030", "city-2030"), "city-2030")

    assert known_ids(folder) == ("city-2030", "town-2030")
    assert [policy.id for policy in policies(folder)] == ["city-2030", "town-2030"]


def test_what_is_wrong_with_several_policies_is_told_at_once(folder: Path) -> None:
    write(folder, HEAD + RULE.replace("class-size", "class-sise"))
    write(folder, "title = ", "city-2030")

    with pytest.raises(PolicyUnreadable) as raised:
        policies(folder)

    assert {problem.file for problem in raised.value.problems} == {
        "town-2030.toml",
        "city-2030.toml",
    }


def test_an_unknown_policy_is_told_with_those_there_are_and_the_nearest(folder: Path) -> None:
    write(folder, HEAD + RULE)

    with pytest.raises(PolicyUnreadable, match=r"there are: town-2030.*did you mean town-2030"):
        load_policy("town-2031", folder=folder)


def test_an_id_that_a_stranger_wrote_never_opens_a_path(folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(HEAD + RULE, "utf-8")

    for id_ in (str(mine), "../mine", "../policies/../mine.toml", ""):
        with pytest.raises(PolicyUnreadable, match="no such policy"):
            policy_by_id(id_, folder=folder)


def test_a_file_that_is_not_there_is_told_by_its_path(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(PolicyUnreadable, match=r"missing\.toml: can't be opened"):
        load_policy(str(tmp_path / "missing.toml"), folder=folder)


def test_an_id_other_than_the_files_name_is_refused(folder: Path) -> None:
    write(folder, HEAD + RULE, "town-2031")

    with pytest.raises(PolicyUnreadable, match=r"is town-2030; expected .* town-2031"):
        load_policy("town-2031", folder=folder)


@pytest.mark.parametrize(
    ("wrong", "column", "hint"),
    [
        (RULE.replace('"class-size"', '"class-sise"'), "rule, class-sise", "class-size"),
        (
            RULE.replace("max_learners", "max_learner"),
            "rule, class-size, given, max_learner",
            "max_learners",
        ),
        (RULE.replace("clause =", "claus ="), "rule, class-size, claus", "clause"),
        (
            RULE.replace('"class-invalid"', '"class-invalit"'),
            "rule, class-size, effect",
            "class-invalid",
        ),
        (RULE.replace("60", '"sixty"'), "rule, class-size, given, max_learners", ""),
        (RULE.replace("60", "true"), "rule, class-size, given, max_learners", ""),
        (RULE.replace("60", "-1"), "rule, class-size, given, max_learners", ""),
        (RULE + RULE, "rule, class-size", ""),
        (RULE + CLAUSE.replace("manual", "by-hand"), "clause, 2, settled", ""),
        (RULE + CLAUSE.replace("A signature is on paper.", ""), "clause, 2, why", ""),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    folder: Path, wrong: str, column: str, hint: str
) -> None:
    found = problems(folder, HEAD + wrong)

    assert {problem.file for problem in found} == {"town-2030.toml"}
    assert (column, hint) in {(problem.column, problem.did_you_mean) for problem in found}


def test_a_rule_that_is_not_there_is_told_with_those_there_are(folder: Path) -> None:
    (problem,) = problems(folder, HEAD + RULE.replace('"class-size"', '"size"'))

    assert "class-size" in str(problem.what)
    assert "rules.toml" not in str(problem.what)


def test_a_list_that_is_not_there_is_told_with_the_nearest(folder: Path) -> None:
    share = named("practical-share", 'all_online_occupations = "@onlin"')

    (problem,) = problems(folder, HEAD + LISTS + share)

    assert problem.did_you_mean == "@online"


def test_everything_wrong_with_a_policy_is_told_at_once(folder: Path) -> None:
    dates = HEAD.replace("from = 2030-01-01", "from = 2030-01-01, until = 2029-01-01")
    wrong = RULE.replace("max_learners = 60", "max_learners = -1, other = 1")

    assert len(problems(folder, dates + wrong)) == 3


def test_a_policy_that_ends_on_the_day_it_begins_is_in_force_that_day(folder: Path) -> None:
    write(folder, HEAD.replace("from = 2030-01-01", "from = 2030-01-01, until = 2030-01-01") + RULE)

    assert load_policy("town-2030", folder=folder).in_force_until == date(2030, 1, 1)


@pytest.mark.parametrize("content", [b"id = ", b"\xff\xfe", HEAD.encode() + b"x = inf"])
def test_what_is_no_toml_is_told_as_that(folder: Path, content: bytes) -> None:
    write(folder, "").write_bytes(content)

    with pytest.raises(PolicyUnreadable, match="can't be read as TOML"):
        load_policy("town-2030", folder=folder)


def test_a_wrong_default_is_a_fault_of_rules_toml(folder: Path) -> None:
    write(folder, HEAD + RULE)
    (folder / "rules.toml").write_text('[class-size]\nscope = "clas"\n', "utf-8")

    with pytest.raises(
        PolicyUnreadable, match=r"rules\.toml, class-size, scope.*did you mean class\?"
    ):
        load_policy("town-2030", folder=folder)
