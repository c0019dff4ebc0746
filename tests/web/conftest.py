"""The web application over a real store, with people who can sign in."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from evidence.pipeline.accounts import Account, Role
from evidence.store.passwords import Passwords
from evidence.web.app import application
from evidence.wiring.deployment import deployment
from evidence.wiring.office import Office, office_of
from tests.wiring.deployments import Hand, config

PASSWORD = "correct horse 1"  # noqa: S105
QUICK = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
PEOPLE = (
    Account("chen", Role.INSPECTOR),
    Account("deng", Role.INSPECTOR),
    Account("fang", Role.REVIEWER),
    Account("gao", Role.LEAD),
    Account("han", Role.AUDITOR),
    Account("ito", Role.ADMINISTRATOR),
    Account("school-a", Role.INSTITUTION, "INST-A"),
    Account("school-b", Role.INSTITUTION, "INST-B"),
)
OWN = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def clock() -> Hand:
    return Hand()


@pytest.fixture
def office(tmp_path: Path, ready_sqlite: Path, clock: Hand) -> Iterator[Office]:
    """An office over an empty store, with every role."""
    shutil.copy(ready_sqlite, tmp_path / "evidence.db")
    made = office_of(deployment(config(tmp_path)), clock, QUICK)
    hashed = QUICK.hashed(PASSWORD)
    for person in PEOPLE:
        made.accounts.add(person, hashed, clock.now())
    yield made
    made.close()


Browser = Callable[..., "Visit"]


class Visit:
    """Somebody's browser."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def get(self, url: str, **more: object) -> "Answer":
        return Answer(self.client.get(url, **more))  # type: ignore[arg-type]

    def post(self, url: str, **fields: str) -> "Answer":
        """A form of ours, with the proof that our pages give it."""
        fields.setdefault("proof", self.proof())
        return Answer(self.client.post(url, data=fields, headers=OWN))

    def proof(self) -> str:
        found = re.search(r'name="proof" value="([^"]+)"', self.client.get("/keys").text)
        return found[1] if found else ""


class Answer:
    """What came back."""

    def __init__(self, response: object) -> None:
        self.status: int = response.status_code  # type: ignore[attr-defined]
        self.text: str = response.text  # type: ignore[attr-defined]
        self.headers = response.headers  # type: ignore[attr-defined]
        self.content: bytes = response.content  # type: ignore[attr-defined]


@pytest.fixture
def browser(office: Office) -> Browser:
    """Opens a browser, and signs somebody in where they are named."""
    app = application(office)

    def opened(name: str = "", password: str = PASSWORD, lang: str = "en") -> Visit:
        client = TestClient(app, follow_redirects=False, headers={"accept-language": lang})
        if name:
            given = {"name": name, "password": password}
            client.post("/sign-in", data=given, headers=OWN)
        return Visit(client)

    return opened


def behind_tls(office: Office) -> Office:
    return replace(office, section=office.section.model_copy(update={"https": True}))
