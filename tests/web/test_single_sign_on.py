"""Signing in elsewhere, against a real provider on loopback."""

import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
from starlette.testclient import TestClient

from evidence.web.app import application
from evidence.wiring.office import Office
from evidence.wiring.timetable import OidcSection

USERS = ({"sub": "1", "preferred_username": "chen"}, {"sub": "2", "preferred_username": "nobody"})
STOLEN = {"sub": "3", "preferred_username": "chen"}


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    users = [part for user in (*USERS, STOLEN) for part in ("--user-claims", json.dumps(user))]
    command = [sys.executable, "-m", "oidc_provider_mock", "-p", str(port), "-n", "true", *users]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    issuer = f"http://127.0.0.1:{port}"
    for _ in range(150):
        try:
            httpx.get(f"{issuer}/.well-known/openid-configuration")
            break
        except httpx.HTTPError:
            time.sleep(0.1)
    yield issuer
    server.terminate()
    server.wait()


@pytest.fixture
def client(office: Office, provider: str, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setenv("OIDC_SECRET", "anything")
    secret = {"env": "OIDC_SECRET"}
    there = OidcSection.model_validate(
        {"issuer": provider, "client_id": "evidence", "client_secret": secret}
    )
    return TestClient(application(replace(office, oidc=there)), follow_redirects=False)


def vouched(client: TestClient, sub: str) -> str:
    """What the provider sends the browser back to, once somebody has signed in there."""
    sent = client.get("/sign-in/elsewhere?back=/keys")
    assert sent.status_code == 303
    answer = httpx.post(sent.headers["location"], data={"sub": sub})
    assert answer.status_code in {302, 303}, answer.text
    return answer.headers["location"].replace("http://testserver", "")


def test_whoever_the_provider_vouches_for_signs_in_to_their_account(client: TestClient) -> None:
    assert "account of your organisation" in client.get("/sign-in").text
    done = client.get(vouched(client, "1"))
    assert (done.status_code, done.headers["location"]) == (303, "/keys")
    assert "chen" in client.get("/").text


def test_nobody_becomes_another_by_a_name(client: TestClient, office: Office) -> None:
    assert client.get(vouched(client, "2")).status_code == 401  # there is no such account
    assert client.get(vouched(client, "1")).status_code == 303
    client.cookies.clear()
    assert client.get(vouched(client, "3")).status_code == 401  # another with the same name
    office.accounts.disable("chen", office.clock.now())
    assert client.get(vouched(client, "1")).status_code == 401


def test_an_answer_that_was_not_asked_for_here_signs_nobody_in(client: TestClient) -> None:
    back = vouched(client, "1")
    other = re.sub(r"state=[^&]+", "state=other", back)
    assert client.get(other).status_code == 401
    client.cookies.clear()
    assert client.get(back).status_code == 401


def test_without_a_provider_there_is_no_such_page(office: Office) -> None:
    client = TestClient(application(office), follow_redirects=False)
    assert client.get("/sign-in/elsewhere").status_code == 404
    assert client.get("/sign-in/elsewhere/done").status_code == 404
    assert "organisation" not in client.get("/sign-in").text


def test_a_provider_that_is_silent_is_told(office: Office) -> None:
    there = OidcSection(issuer="http://127.0.0.1:9", client_id="evidence")
    client = TestClient(application(replace(office, oidc=there)), follow_redirects=False)
    assert client.get("/sign-in/elsewhere").status_code == 401
