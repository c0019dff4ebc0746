"""The API: the same as the pages, for machines, and strict about it."""

import time
from collections import Counter
from hashlib import sha256
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from evidence.domain.time import DAY
from evidence.pipeline.deliveries import Delivery, Purpose
from evidence.web.api.app import api
from evidence.web.app import application
from evidence.wiring.office import Office
from tests.web.classes import finding, judge, short
from tests.web.footage import CONTENT, MADE, with_footage
from tests.web.tokens import bearer
from tests.wiring.deployments import Hand

A, B = "INST-A/CLASS-1", "INST-B/CLASS-1"
PART = "hour/P01/1"
WHERE = f"/api/v1/classes/{A}/item"


@pytest.fixture
def client(office: Office) -> TestClient:
    judge(office, A, short(1), short(2), finding({"learner": "L001"}, "review", rule="x"))
    judge(office, B, short(1))
    return TestClient(application(office), headers=bearer(office, "chen"))


def test_a_token_is_worth_what_its_account_may_and_no_longer_than_it_lasts(
    office: Office, client: TestClient, clock: Hand
) -> None:
    me = client.get("/api/v1/me").json()
    assert (me["name"], me["role"]) == ("chen", "inspector")
    assert "sign" not in me["acts"]
    school = {"headers": bearer(office, "school-a", days=9)}
    assert client.get("/api/v1/classes/INST-B/CLASS-1/verdict", **school).status_code == 404
    assert client.get("/", **school).status_code == 200  # the pages take it too
    clock.wait(DAY)
    assert client.get("/api/v1/me").status_code == 401
    assert client.get("/api/v1/me", **school).status_code == 200
    office.accounts.disable("school-a", clock.now())
    assert client.get("/api/v1/me", **school).status_code == 401


def test_only_the_digest_of_a_token_is_kept_and_all_of_them_can_be_ended(
    office: Office, client: TestClient
) -> None:
    with office.store.database.reading() as connection:
        rows = str(connection.exec_driver_sql("SELECT * FROM tokens").all())
    assert "token of chen" not in rows
    assert office.machines.end("chen", office.clock.now()) == 1
    assert client.get("/api/v1/me").status_code == 401
    assert not office.store.audit.verify().breaks


def test_errors_are_problem_documents(client: TestClient) -> None:
    for address, status in (
        ("/api/v1/items?cursor=nonsense", 400),
        ("/api/v1/items?limit=0", 422),
        ("/api/v1/classes/X/Y/verdict", 404),
        ("/api/v1/nothing", 404),
    ):
        answer = client.get(address)
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == status
    stranger = client.get("/api/v1/me", headers={"Authorization": "Bearer wrong"})
    assert (stranger.status_code, stranger.headers["www-authenticate"]) == (401, "Bearer")


def test_the_list_comes_page_by_page_without_a_gap_or_a_repeat(client: TestClient) -> None:
    whole = client.get("/api/v1/items").json()
    assert whole["next"] is None
    found, cursor = [], ""
    for _ in range(10):
        page = client.get("/api/v1/items", params={"limit": 1, "cursor": cursor}).json()
        found += page["items"]
        cursor = page["next"]
        if cursor is None:
            break
    assert found == whole["items"]
    assert len(found) == 4


def pages(client: TestClient, address: str, name: str) -> list[Any]:
    """All that an address tells, one at a time."""
    found, cursor = [], ""
    while cursor is not None:
        page = client.get(address, params={"limit": 1, "cursor": cursor}).json()
        found += page[name]
        cursor = page["next"]
    return found


def test_classes_and_deliveries_come_page_by_page(
    client: TestClient, office: Office, clock: Hand
) -> None:
    for number in (2, 3):
        judge(office, f"INST-A/CLASS-{number}", short(1))
    classes = "/api/v1/institutions/INST-A/classes"
    found = [each["subject"] for each in pages(client, classes, "classes")]
    assert found == [f"INST-A/CLASS-{number}" for number in (3, 2, 1)]
    judge(office, "INST-A/CLASS-1", short(2))
    assert pages(client, classes, "classes")[0]["subject"] == A

    for key, purpose in enumerate((Purpose.PRE_CHECK, Purpose.SUBMISSION, Purpose.SUBMISSION)):
        one = Delivery(f"{key}" * 32, "INST-A", purpose, "a.zip", 5, "school-a", clock.now())
        office.deliveries.add(one)
    sent = "/api/v1/institutions/INST-A/deliveries"
    assert [each["id"][0] for each in pages(client, sent, "deliveries")] == ["1", "2"]
    client.headers.update(bearer(office, "school-a"))
    assert [each["id"][0] for each in pages(client, sent, "deliveries")] == ["0", "1", "2"]


@pytest.mark.parametrize("name", ["classes", "deliveries"])
@pytest.mark.parametrize("cursor", ["x", "1.5", "-1", "9" * 30])
def test_a_cursor_that_is_none_of_ours_is_refused(
    client: TestClient, name: str, cursor: str
) -> None:
    answer = client.get(f"/api/v1/institutions/INST-A/{name}", params={"cursor": cursor})
    assert answer.status_code == 400


def test_a_link_asked_for_twice_under_one_key_is_one_link_as_long_as_it_lasts(
    client: TestClient, office: Office, clock: Hand
) -> None:
    with_footage(office, A)
    where, told = f"/api/v1/classes/{A}/media-links", {"Idempotency-Key": "k1"}
    first = client.post(where, json={"path": MADE}, headers=told)
    again = client.post(where, json={"path": MADE}, headers=told)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again.headers["idempotent-replay"] == "true"
    other = {"path": "roster.csv"}
    assert client.post(where, json=other, headers=told).status_code == 409
    clock.wait(first.json()["seconds"] * 1_000_000)
    late = client.post(where, json={"path": MADE}, headers=told)
    assert late.status_code == 201
    assert "idempotent-replay" not in late.headers


def test_a_step_is_taken_on_what_was_seen_and_on_nothing_else(client: TestClient) -> None:
    answer = client.get(WHERE, params={"part": PART})
    etag = answer.headers["etag"]
    asked = {"params": {"part": PART}, "json": {"act": "claim"}}
    assert client.post(f"{WHERE}/steps", **asked).status_code == 428
    done = client.post(f"{WHERE}/steps", **asked, headers={"If-Match": etag})
    assert done.status_code == 201
    assert done.json()["item"]["holder"] == "chen"
    assert [step["act"] for step in done.json()["steps"]] == ["claim"]
    late = client.post(f"{WHERE}/steps", **asked, headers={"If-Match": etag})
    assert late.status_code == 412
    now = {"If-Match": done.headers["etag"]}
    refused = client.post(f"{WHERE}/steps", **asked, headers=now)
    assert refused.status_code == 409
    assert "holds this" in refused.json()["detail"]
    signing = {"params": {"part": PART}, "json": {"act": "sign"}}
    assert client.post(f"{WHERE}/steps", **signing, headers=now).status_code == 409


def test_the_same_key_does_the_same_thing_once(client: TestClient, office: Office) -> None:
    etag = client.get(WHERE, params={"part": PART}).headers["etag"]
    told = {"If-Match": etag, "Idempotency-Key": "k1"}
    asked = {"params": {"part": PART}, "json": {"act": "claim"}}
    first = client.post(f"{WHERE}/steps", **asked, headers=told)
    again = client.post(f"{WHERE}/steps", **asked, headers=told)
    assert (first.status_code, again.status_code) == (201, 201)
    assert (first.content, first.headers["etag"]) == (again.content, again.headers["etag"])
    assert again.headers["idempotent-replay"] == "true"
    assert len(office.reviews.steps(A, PART)) == 1
    other = {"params": {"part": PART}, "json": {"act": "release"}}
    assert client.post(f"{WHERE}/steps", **other, headers=told).status_code == 409


def test_an_institution_is_not_told_who_decides(client: TestClient, office: Office) -> None:
    etag = client.get(WHERE, params={"part": PART}).headers["etag"]
    asked = {"params": {"part": PART}, "json": {"act": "ask", "reason": "why?"}}
    client.post(f"{WHERE}/steps", **asked, headers={"If-Match": etag})
    school = bearer(office, "school-a")
    assert "chen" not in client.get(WHERE, params={"part": PART}, headers=school).text
    assert "chen" not in client.get("/api/v1/items?state=asked", headers=school).text


def test_a_verdict_comes_as_it_was_kept_and_only_when_it_is_new(client: TestClient) -> None:
    answer = client.get(f"/api/v1/classes/{A}/verdict")
    etag = answer.headers["etag"]
    assert etag == f'"{sha256(answer.content).hexdigest()}"'
    same = client.get(f"/api/v1/classes/{A}/verdict", headers={"If-None-Match": etag})
    assert same.status_code == 304


def test_a_link_opens_one_recording_for_some_minutes(
    client: TestClient, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_footage(office, A)
    made = client.post(f"/api/v1/classes/{A}/media-links", json={"path": MADE}).json()
    player = TestClient(application(office))
    assert player.get(made["href"]).content == CONTENT
    assert player.get(made["href"], headers={"Range": "bytes=0-3"}).content == CONTENT[:4]
    assert player.get(made["href"][:-2] + "xx").status_code == 404
    other = {"path": "roster.csv"}
    assert client.post(f"/api/v1/classes/{A}/media-links", json=other).status_code == 404
    then = time.time() + made["seconds"] + 1
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: then)
    assert player.get(made["href"]).status_code == 404


def test_a_link_dies_with_its_account(client: TestClient, office: Office) -> None:
    with_footage(office, A)
    made = client.post(f"/api/v1/classes/{A}/media-links", json={"path": MADE}).json()
    office.accounts.disable("chen", office.clock.now())
    assert TestClient(application(office)).get(made["href"]).status_code == 404


def test_the_overview_adds_up(client: TestClient) -> None:
    told = client.get("/api/v1/overview").json()
    counts = [sum(each["counts"].values()) for each in told["institutions"]]
    assert sum(counts) == sum(sum(each["counts"].values()) for each in told["weeks"]) == 4


def test_the_schema_is_openapi_3_1_and_nothing_sent_by_it_breaks_anything(office: Office) -> None:
    judge(office, A, short(1))
    office.catch_up()
    app = api(office)
    told = TestClient(app).get("/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    told["servers"] = [{"url": "/"}]
    schema = schemathesis.openapi.from_dict(told)
    schema.app = app
    headers = bearer(office, "chen")
    checks = [
        not_a_server_error,
        status_code_conformance,
        content_type_conformance,
        response_schema_conformance,
    ]
    answers: Counter[int] = Counter()
    for result in schema.get_all_operations():
        for mode in schemathesis.GenerationMode:  # what fits the document, and what does not
            _walked(result.ok().as_strategy(generation_mode=mode), headers, checks, answers)
    assert answers[200] > 0
    assert answers[422] > 0
    assert not answers[500]


def _walked(cases: Any, headers: dict[str, str], checks: list[Any], answers: Any) -> None:
    @given(case=cases)
    @settings(
        max_examples=8,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def each(case: Any) -> None:
        answer = case.call(headers=headers)
        answers[answer.status_code] += 1
        case.validate_response(answer, checks=checks)

    each()
