import pytest

from evidence.domain.findings import Finding, Verdict
from evidence.domain.policy import Effect
from evidence.wiring.checking import check_bundle
from tests.analyzers.face.classroom import make

HONEST = {"L001", "L002", "L003", "L004"}


@pytest.fixture(scope="module")
def verdict(tmp_path_factory: pytest.TempPathFactory) -> Verdict:
    """The verdict on the filmed class."""
    folder = tmp_path_factory.mktemp("class")
    make(folder)
    return check_bundle(folder).verdict


def told(verdict: Verdict, session: str) -> list[Finding]:
    return [
        finding
        for finding in verdict.findings
        if finding.rule == "face-attendance" and finding.subject.session == session
    ]


def test_who_is_there_is_recognised_also_who_leaves_and_comes_back(verdict: Verdict) -> None:
    asked_about = {finding.subject.learner for finding in told(verdict, "T01")}

    assert not asked_about & HONEST


def test_who_is_never_there_is_missed_though_somebody_sits_in(verdict: Verdict) -> None:
    (missed,) = told(verdict, "T01")

    assert missed.subject.learner == "L005"
    assert missed.effect is Effect.REVIEW
    assert "this learner was not seen" in str(missed.ruling.message)


def test_faces_too_small_are_one_finding_with_the_picture_that_it_takes(verdict: Verdict) -> None:
    (untold,) = told(verdict, "T02")

    assert (untold.subject.learner, untold.effect) == ("", Effect.REVIEW)
    assert "no face is large enough to be compared" in str(untold.ruling.message)
    assert "record a picture at least" in str(untold.ruling.message)


def test_faces_take_nothing_away_from_anybody(verdict: Verdict) -> None:
    assert not any(finding.effect.invalidates for finding in verdict.findings)
