import pytest
from sample_media.make import SAMPLES
from sample_media.truth import ClassTruth, load

from evidence.cli.checking import UNREADABLE, exit_code
from evidence.domain.errors import BundleUnreadable
from tests.samples.conftest import Judged

TRUTHS = load()
READABLE = [truth for truth in TRUTHS if truth.standing]
UNREAD = [truth for truth in TRUTHS if not truth.standing]


def named(truth: ClassTruth) -> str:
    return truth.name


@pytest.mark.parametrize("truth", READABLE, ids=named)
def test_the_verdict_on_a_sample_is_its_truth(truth: ClassTruth, judged: Judged) -> None:
    judgement = judged(truth.bundle)

    assert not truth.differences(judgement.verdict)
    assert exit_code([judgement]) == truth.exit_code


@pytest.mark.parametrize("truth", UNREAD, ids=named)
def test_every_slip_of_a_clerk_is_told_at_once(truth: ClassTruth, judged: Judged) -> None:
    with pytest.raises(BundleUnreadable) as refused:
        judged(truth.bundle)

    assert not truth.untold(refused.value.problems)
    assert truth.exit_code == UNREADABLE


def test_every_sample_has_its_truth() -> None:
    assert {truth.name: truth.bundle for truth in TRUTHS} == SAMPLES
