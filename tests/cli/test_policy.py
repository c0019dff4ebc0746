"""``evidence policy``: what an inspector reads of the regulations."""

import json

import pytest
from typer.testing import CliRunner

from evidence.cli.policy import app
from evidence.domain.errors import PolicyUnreadable
from evidence.rules.rule import catalogue


def answer(*arguments: str) -> str:
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_the_policies_are_listed_with_their_documents() -> None:
    told = answer("list", "--lang", "en")

    assert "sanmenxia-2021" in told
    assert "三技领办〔2021〕4号" in told
    assert "in force since 2021-04-20" in told


def test_the_list_is_there_for_machines() -> None:
    (policy,) = (p for p in json.loads(answer("list", "--json")) if p["id"] == "sanmenxia-2021")

    assert policy["in_force"] == {"from": "2021-04-20", "until": None}


def test_a_policy_shows_its_clauses_in_words_with_rule_and_numbers() -> None:
    told = answer("show", "sanmenxia-2021", "--lang", "en")

    assert "每班人数不超过80人" in told
    assert "class-size" in told
    assert "max_learners 80" in told
    assert "to be ticked by hand" in told
    assert "…\n" not in told, "no sentence of the law is cut off"


def test_for_machines_every_clause_says_what_settles_it() -> None:
    clauses = json.loads(answer("show", "sanmenxia-2021", "--json"))["clauses"]

    for clause in clauses:
        assert (clause["rule"] in catalogue()) == (clause["settled_by"] == "checked")
        assert bool(clause["rule"]) != bool(clause["why"] and clause["why_zh"])
    (share,) = (clause for clause in clauses if clause["rule"] == "practical-share")
    assert share["given"]["min_share"] == 0.65
    assert "营销员" in share["given"]["all_online_occupations"]


def test_clauses_stand_in_the_order_of_the_document() -> None:
    clauses = json.loads(answer("show", "sanmenxia-2021", "--json"))["clauses"]
    places = list(dict.fromkeys(clause["where"] for clause in clauses))

    assert places == [
        "二(四)20",
        "二(四)21",
        "二(四)21(1)",
        "二(四)21(2)",
        "二(四)21(3)",
        "三(一)",
        "三(二)",
        "三(三)",
        "附件2",
    ]


def test_a_chinese_reader_is_told_the_reason_in_chinese() -> None:
    assert "未填的请查阅调查结果" in answer("show", "sanmenxia-2021", "--lang", "zh")


def test_an_unknown_policy_is_an_error_that_names_those_there_are() -> None:
    with pytest.raises(PolicyUnreadable, match="sanmenxia-2021"):
        answer("show", "sanmenxia-2012")
