"""The endpoint: what monitors are answered, over real HTTP."""

from collections.abc import Iterator

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from evidence.domain.time import SECOND
from evidence.pipeline.ledger import JobState
from evidence.pipeline.status import NightStatus, Status
from evidence.service.endpoint import Answers, endpoint
from evidence.service.metrics import metrics

LAST = NightStatus("2021-04-20", "", 1_000 * SECOND, 1_090 * SECOND, {"valid": 7, "invalid": 2})
STATUS = Status(
    at=2_000 * SECOND,
    nights=(LAST,),
    parked=(),
    jobs={JobState.WAITING: 3, JobState.DONE: 9},
    missing=(),
    free=5,
)


@pytest.fixture
def ills() -> list[str]:
    return []


@pytest.fixture
def url(ills: list[str]) -> Iterator[str]:
    told = Answers(lambda: tuple(ills), lambda: metrics(STATUS, healthy=not ills))
    with endpoint("127.0.0.1:0", told) as port:
        yield f"http://127.0.0.1:{port}"


def samples(text: str) -> dict[tuple[str, tuple[str, ...]], float]:
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_what_is_well_is_told_with_200(url: str) -> None:
    answer = httpx.get(f"{url}/healthz")

    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_what_is_ill_is_told_with_503_and_every_reason(url: str, ills: list[str]) -> None:
    ills += ["no night has ended yet", "the disk is nearly full"]

    answer = httpx.get(f"{url}/healthz")

    assert answer.status_code == 503
    assert answer.text == "no night has ended yet\nthe disk is nearly full\n"


def test_metrics_are_what_prometheus_reads(url: str) -> None:
    answer = httpx.get(f"{url}/metrics?name=x")

    assert answer.headers["content-type"].startswith("text/plain; version=")
    found = samples(answer.text)
    assert found["evidence_healthy", ()] == 1
    assert found["evidence_classes", ("valid",)] == 7
    assert found["evidence_classes", ("invalid",)] == 2
    assert found["evidence_jobs", ("waiting",)] == 3
    assert found["evidence_last_night_duration_seconds", ()] == 90
    assert found["evidence_last_night_end_timestamp_seconds", ()] == 1_090
    assert found["evidence_missing_files", ()] == 0
    assert found["evidence_free_bytes", ()] == 5


def test_metrics_of_a_store_that_is_gone_say_so_and_nothing_else() -> None:
    found = samples(metrics(None, healthy=False).decode())

    assert found == {("evidence_healthy", ()): 0, ("evidence_store_up", ()): 0}


def test_nothing_else_is_told_and_nothing_is_taken(url: str) -> None:
    assert httpx.get(f"{url}/").status_code == 404
    assert httpx.post(f"{url}/healthz").status_code == 501
