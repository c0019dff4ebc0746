"""The [subsidy] section of a policy: numbers that can't hang together are refused."""

import tomllib
from fractions import Fraction
from pathlib import Path

import pytest
from pydantic import ValidationError

from evidence.domain.subsidy import YUAN
from evidence.sources.policies import policies
from evidence.sources.policy_subsidy import SubsidyEntry

CONFIG = Path(__file__).parents[2] / "config"
WORDS = 'clause = "1"\ntext = "so it is"\n'
DAY = f"[day]\nclass_hours = 8\nmost = 15\n{WORDS}"
RATE = f"[[rate]]\nto_day = 15\nyuan = 100\n{WORDS}"
WHOLE = f'[[part]]\nshare = 1\non = "training"\n{WORDS}'


def entry(text: str) -> SubsidyEntry:
    return SubsidyEntry.model_validate(tomllib.loads(text, parse_float=Fraction))


def test_yuncheng_pays_by_the_day_and_in_two_parts() -> None:
    terms = {policy.id: policy.subsidy for policy in policies(CONFIG)}["yuncheng-2018"]

    assert terms is not None
    assert [(rate.to_day, rate.fen) for rate in terms.rates] == [(10, 15_000), (15, 10_000)]
    assert [part.share for part in terms.parts] == [Fraction(4, 5), Fraction(1, 5)]
    assert all(quote.clause == "四(二)" for quote in terms.quotes)


@pytest.mark.parametrize(
    "text",
    [
        DAY + RATE + WHOLE.replace("share = 1", "share = 0.9"),
        DAY + RATE + WHOLE.replace("share = 1", "share = 0.995"),
        DAY + WHOLE,
        RATE + WHOLE,
        DAY + RATE.replace("15", "14") + WHOLE,
        DAY + RATE + RATE + WHOLE,
        DAY + RATE.replace("100", "99.5") + WHOLE,
        DAY + RATE + WHOLE.replace('"training"', '"employment"'),
        DAY + RATE,
    ],
)
def test_a_section_that_does_not_hang_together_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        entry(text)


def test_a_section_by_head_needs_no_rate() -> None:
    assert entry(WHOLE).terms().day is None
    assert entry(DAY + RATE + WHOLE).terms().for_days(15) == 1500 * YUAN
