"""What a policy quotes stands in its document, word for word and in that order."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from evidence.domain.policy import Parameters, Policy
from evidence.sources.policies import policies
from evidence.wiring.places import config_folder

# The documents are no part of the project: they lie beside it, or where EVIDENCE_SEEDS says.
SEEDS = [
    Path(os.environ.get("EVIDENCE_SEEDS", "seeds")),
    *(folder / "shared" / "seeds" for folder in Path(__file__).parents[2:]),
]
BEGIN = {
    "pingdingshan-2015": "000",
    "yuncheng-2018": "001",
    "hebi-2015": "002",
    "zhengzhou-2019": "003",
    "sanmenxia-2021": "004",
}
POLICIES = policies(config_folder())
LEFT_OUT = re.compile("…+")
STRUCK_OUT = re.compile("~~.*?~~")
BLANK = re.compile(r"\s+")


def plain(text: str) -> str:
    """A document's words alone: lines are broken where the page was."""
    return BLANK.sub("", STRUCK_OUT.sub("", text))


def quoted(policy: Policy) -> Iterator[str]:
    yield from (rule.text for rule in policy.rules)
    yield from (clause.text for clause in policy.clauses)
    yield from (quote.text for quote in (policy.subsidy.quotes if policy.subsidy else ()))
    yield from (name for rule in policy.rules for name in listed(rule.given))


def listed(given: Parameters) -> Iterator[str]:
    """The names of its lists, such as the occupations of an annex."""
    lists = (value for value in given.values.values() if isinstance(value, tuple))
    return (name for names in lists for name in names if isinstance(name, str))


def stands_in(quote: str, document: str) -> bool:
    """Whether its pieces follow each other, with something left out between them."""
    pieces = (re.escape(piece) for piece in LEFT_OUT.split(plain(quote)) if piece)
    return bool(re.search(".*?".join(pieces), document))


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.id)
def test_every_quote_stands_in_its_document(policy: Policy) -> None:
    folder = next((each for each in SEEDS if each.is_dir()), None)
    if folder is None:
        pytest.skip("the regulations' documents are not here: name their folder in EVIDENCE_SEEDS")
    (path,) = folder.glob(f"{BEGIN[policy.id]}_*.txt")
    document = plain(path.read_text("utf-8"))

    assert [quote for quote in quoted(policy) if not stands_in(quote, document)] == []


@pytest.mark.parametrize(
    ("quote", "stands"),
    [
        ("每班人数 不超过80人", True),
        ("每班……80人", True),
        ("不超过……每班", False),
        ("每班人数不超过81人", False),
    ],
)
def test_a_quote_is_held_to_its_words_and_their_order(quote: str, stands: bool) -> None:
    assert stands_in(quote, plain("每班~~级~~人数\n\n不超过 80 人")) is stands


def test_every_shipped_policy_has_its_document() -> None:
    assert {policy.id for policy in POLICIES} == set(BEGIN)
