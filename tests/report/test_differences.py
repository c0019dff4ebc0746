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
