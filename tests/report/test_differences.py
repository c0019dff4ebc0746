"""What changes between two policies."""

from pathlib import Path

from evidence.domain.policy import Policy
from evidence.report.differences import Change, differences
from evidence.sources.policies import load_policy
from evidence.wiring.places import config_folder

LAW = """
id = "{id}"
title = "t"
document = "d"
in_force = {{ from = 2021-04-20 }}
[[rule]]
id = "class-size"
clause = "一1"
text = "{text}"
effect = "{effect}"
given = {{ max_learners = {most} }}
{more}
"""
MORE = """
[[rule]]
id = "assessment-window"
clause = "一2"
text = "w"
effect = "review"
given = { months = [4, 8, 12] }
"""
SHIPPED = ("yuncheng-2018", "sanmenxia-2021")
PLAIN = {"text": "x", "effect": "review", "most": 80, "more": ""}


def found(tmp_path: Path, **changed: object) -> list[tuple[str, Change, str, str, str]]:
    one = policy(tmp_path / "one.toml")
    other = policy(tmp_path / "other.toml", **changed)
    return [(d.rule, d.change, d.name, d.before, d.after) for d in differences(one, other)]


def policy(path: Path, **changed: object) -> Policy:
    path.write_text(LAW.format(id=path.stem, **(PLAIN | changed)), "utf-8")
    return load_policy(str(path), folder=config_folder())


def test_two_policies_that_ask_the_same_do_not_differ(tmp_path: Path) -> None:
    assert not found(tmp_path)


def test_a_number_is_told_by_its_name(tmp_path: Path) -> None:
    assert found(tmp_path, most=79) == [
        ("class-size", Change.PARAMETER, "max_learners", "80", "79")
    ]


def test_effect_and_words_are_told(tmp_path: Path) -> None:
    assert found(tmp_path, effect="notice", text="y") == [
        ("class-size", Change.EFFECT, "", "review", "notice"),
        ("class-size", Change.WORDS, "", "d 一1: x", "d 一1: y"),
    ]


def test_a_rule_of_one_side_only_is_added_or_dropped(tmp_path: Path) -> None:
    assert found(tmp_path, more=MORE) == [("assessment-window", Change.ADDED, "", "", "d 一2: w")]


def test_of_two_lists_only_what_the_other_lacks_is_told(tmp_path: Path) -> None:
    one = policy(tmp_path / "one.toml", more=MORE)
    other = policy(tmp_path / "other.toml", more=MORE.replace("4, 8", "4, 9"))

    (difference,) = differences(one, other)
    assert (difference.name, difference.before, difference.after) == ("months", "8", "9")


PAID = """
[subsidy.day]
class_hours = 8
most = {most}
clause = "二"
text = "d"
[[subsidy.rate]]
to_day = {most}
yuan = {yuan}
clause = "二"
text = "r"
[[subsidy.part]]
share = 1
on = "{on}"
clause = "二"
text = "p"
"""


def paid(tmp_path: Path, **changed: object) -> list[tuple[str, Change, str, str, str]]:
    terms: dict[str, object] = {"most": 10, "yuan": 150, "on": "training"}
    one = policy(tmp_path / "one.toml", more=PAID.format(**terms))
    other = policy(tmp_path / "other.toml", more=PAID.format(**(terms | changed)))
    return [(d.rule, d.change, d.name, d.before, d.after) for d in differences(one, other)]


def test_two_policies_that_pay_the_same_do_not_differ(tmp_path: Path) -> None:
    assert not paid(tmp_path)


def test_a_rate_is_told_in_yuan(tmp_path: Path) -> None:
    assert paid(tmp_path, yuan=100) == [
        ("subsidy.rate.1", Change.PARAMETER, "yuan", "150", "100"),
    ]


def test_each_number_of_a_term_is_told(tmp_path: Path) -> None:
    assert paid(tmp_path, most=15) == [
        ("subsidy.day", Change.PARAMETER, "most", "10", "15"),
        ("subsidy.rate.1", Change.PARAMETER, "to_day", "10", "15"),
    ]


def test_what_a_part_waits_for_is_told_as_another_part(tmp_path: Path) -> None:
    assert paid(tmp_path, on="certificate") == [
        ("subsidy.part.training", Change.DROPPED, "", "d 二: p", ""),
        ("subsidy.part.certificate", Change.ADDED, "", "", "d 二: p"),
    ]


def test_a_policy_that_pays_nothing_lacks_every_term(tmp_path: Path) -> None:
    one = policy(tmp_path / "one.toml")
    other = policy(tmp_path / "other.toml", more=PAID.format(most=10, yuan=150, on="training"))

    found = [(each.rule, each.change) for each in differences(one, other)]
    assert found == [
        ("subsidy.day", Change.ADDED),
        ("subsidy.rate.1", Change.ADDED),
        ("subsidy.part.training", Change.ADDED),
    ]


def test_the_shipped_policies_differ_in_what_they_pay() -> None:
    one, other = (load_policy(each, folder=config_folder()) for each in SHIPPED)

    found = [each.rule for each in differences(one, other) if each.rule.startswith("subsidy.")]
    assert "subsidy.rate.2" in found
    assert "subsidy.heads" in found
