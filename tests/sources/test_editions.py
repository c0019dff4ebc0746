"""Editions: which dated version of a policy a class is judged by."""

from datetime import date
from pathlib import Path

import pytest

from evidence.domain.errors import PolicyUnreadable
from evidence.sources.editions import known_names, policy_on

RULES = """
[class-size]
scope = "class"
given = { max_learners = 80 }
"""
POLICY = """
id = "{id}"
title = "A plan"
document = "Town"
in_force = {{ from = {first}{until} }}

[[rule]]
id = "class-size"
clause = "1"
text = "what clause 1 says"
effect = "class-invalid"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "policies").mkdir()
    (tmp_path / "rules.toml").write_text(RULES, "utf-8")
    policy(tmp_path, "town-2020", "2020-03-01", "2021-12-31")
    policy(tmp_path, "town-2022", "2022-01-01")
    policy(tmp_path, "village", "2021-01-01")
    return tmp_path


def policy(folder: Path, name: str, first: str, until: str = "") -> None:
    ends = f", until = {until}" if until else ""
    text = POLICY.format(id=name, first=first, until=ends)
    (folder / "policies" / f"{name}.toml").write_text(text, "utf-8")


@pytest.mark.parametrize("named", ["town-2020", "town-2022", "town"])
@pytest.mark.parametrize(
    ("day", "edition"),
    [
        (date(2020, 3, 1), "town-2020"),
        (date(2021, 12, 31), "town-2020"),
        (date(2022, 1, 1), "town-2022"),
        (date(2030, 1, 1), "town-2022"),
    ],
)
def test_a_class_is_judged_by_the_edition_of_its_first_day(
    folder: Path, named: str, day: date, edition: str
) -> None:
    assert policy_on(named, day, folder=folder).id == edition


def test_where_none_was_in_force_the_class_keeps_the_one_that_it_names(folder: Path) -> None:
    assert policy_on("town-2022", date(2020, 2, 29), folder=folder).id == "town-2022"


def test_a_name_without_a_year_is_refused_in_one_line_where_none_was_in_force(folder: Path) -> None:
    with pytest.raises(PolicyUnreadable) as refused:
        policy_on("town", date(2020, 2, 29), folder=folder)

    (problem,) = refused.value.problems
    assert str(problem.what) == (
        "no edition of town was in force on 2020-02-29, the first day of the class; there are: "
        "town-2020 (2020-03-01 – 2021-12-31), town-2022 (2022-01-01 – …)"
    )


def test_a_policy_without_a_year_is_an_edition_of_itself(folder: Path) -> None:
    assert policy_on("village", date(2020, 1, 1), folder=folder).id == "village"


def test_a_name_that_nobody_knows_is_told_with_the_nearest(folder: Path) -> None:
    with pytest.raises(PolicyUnreadable) as refused:
        policy_on("villag", date(2021, 1, 1), folder=folder)

    assert refused.value.problems[0].did_you_mean == "village"


def test_a_class_may_name_an_edition_or_the_policy(folder: Path) -> None:
    assert known_names(folder) == ("town", "town-2020", "town-2022", "village")
