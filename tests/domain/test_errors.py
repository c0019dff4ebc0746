"""Errors that a person can put right."""

from multiprocessing.reduction import ForkingPickler

import pytest

from evidence.domain.errors import BundleUnreadable, PolicyUnreadable, Problem, nearest
from evidence.domain.text import say


@pytest.mark.parametrize(
    ("problem", "place"),
    [
        (Problem(say("?"), "roster.csv"), "roster.csv"),
        (Problem(say("?"), "roster.csv", row=3), "roster.csv, row 3"),
        (Problem(say("?"), "class.toml", column="mode"), "class.toml, mode"),
        (Problem(say("?"), "roster.csv", row=3, column="photo"), "roster.csv, row 3, column photo"),
    ],
)
def test_a_problem_tells_its_place_as_far_as_it_is_known(problem: Problem, place: str) -> None:
    assert str(problem.place) == place


def test_an_error_tells_every_problem_with_its_hint() -> None:
    problems = (
        Problem(say("no column {name}", name="nmae"), "roster.csv", did_you_mean="name"),
        Problem(say("is missing"), "class.toml", column="id"),
    )

    told = str(BundleUnreadable("class", problems))

    assert told == "roster.csv: no column nmae (did you mean name?); class.toml, id: is missing"


def test_an_error_comes_back_whole_from_another_process() -> None:
    error = PolicyUnreadable("p", (Problem(say("is {found}", found="?"), "p.toml"),))

    again = ForkingPickler.loads(ForkingPickler.dumps(error))

    assert type(again) is PolicyUnreadable
    assert (again.subject, again.problems) == (error.subject, error.problems)


def test_a_slip_of_the_pen_has_a_nearest_name_and_nonsense_has_none() -> None:
    assert nearest("class-sise", ("class-size", "prompt-gap")) == "class-size"
    assert nearest("xyzzy", ("class-size", "prompt-gap")) == ""
