"""Limits: how often pages are given, how much is read of a request, and what people are told."""

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from evidence.domain.time import MINUTE
from evidence.web.app import application
from evidence.web.limits import BODY, DEAR, STRANGERS
from evidence.wiring.office import Office
from tests.web.conftest import Browser
from tests.web.tokens import bearer
from tests.wiring.deployments import Hand

FEW = 50


@pytest.fixture
def office(office: Office) -> Office:
    """An office that gives an account few pages a minute."""
    section = office.section.model_copy(update={"requests_per_minute": FEW})
    return replace(office, section=section)


def test_who_asks_too_often_is_told_to_wait_and_others_are_not(
    browser: Browser, clock: Hand
) -> None:
    chen, deng = browser("chen"), browser("deng")
    answers = [chen.get("/keys") for _ in range(FEW + 1)]
    assert {each.status for each in answers[:-1]} == {200}
    assert answers[-1].status == 429
    assert int(answers[-1].headers["retry-after"]) == 2
    assert "Wait a moment" in answers[-1].text
    assert deng.get("/keys").status == 200
    clock.wait(MINUTE)
    assert chen.get("/keys").status == 200


def test_the_same_account_by_its_token_is_counted_with_it_and_told_as_machines_are(
    browser: Browser, office: Office
) -> None:
    chen = browser("chen")
    for _ in range(FEW):
        chen.get("/keys")
    token = bearer(office, "chen")
    answer = chen.get("/api/v1/me", headers=token)
    assert answer.status == 429
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["retry-after"] == "2"


def test_a_file_of_the_whole_list_counts_for_many_pages(browser: Browser) -> None:
    chen = browser("chen")
    for _ in range(1 + FEW // DEAR):
        assert chen.get("/list.csv").status == 200
    assert chen.get("/keys").status == 429


def test_strangers_are_counted_by_their_address(browser: Browser) -> None:
    stranger = browser()
    for _ in range(STRANGERS.most):
        assert stranger.get("/").status == 303
    assert stranger.get("/").status == 429
    assert browser("chen").get("/").status == 200


def test_a_form_may_be_as_long_as_the_limit_and_no_longer(browser: Browser) -> None:
    stranger = browser().client
    headers = {"content-type": "application/x-www-form-urlencoded"}
    fits = b"name=a&password=" + b"x" * (BODY - 16)
    assert stranger.post("/sign-in", content=fits, headers=headers).status_code == 401
    answer = stranger.post("/sign-in", content=fits + b"x", headers=headers)
    assert answer.status_code == 413
    assert "more than can be taken at once" in answer.text


def test_a_body_whose_length_nobody_told_is_read_no_further(office: Office) -> None:
    client = TestClient(application(office), headers=bearer(office, "chen"))
    pieces = (b"x" * 1024 for _ in range(2 + BODY // 1024))
    answer = client.post(
        "/api/v1/classes/a/b/media-links",
        content=pieces,
        headers={"content-type": "application/json"},
    )
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
