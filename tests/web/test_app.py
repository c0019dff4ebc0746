"""The application as ``evidence serve`` starts it."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient
from uvicorn.importer import import_from_string

from evidence.wiring.serving import APPLICATION, address
from tests.web.conftest import Browser
from tests.wiring.deployments import config


def test_the_name_that_is_served_makes_the_application_of_this_deployment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVIDENCE_CONFIG", str(config(tmp_path)))
    app = import_from_string(APPLICATION)()
    assert TestClient(app).get("/sign-in").status_code == 200
    app.state.office.close()


@pytest.mark.parametrize(
    ("listen", "expected"), [("127.0.0.1:8080", ("127.0.0.1", 8080)), ("[::1]:80", ("::1", 80))]
)
def test_it_listens_where_the_deployment_says(
    tmp_path: Path, listen: str, expected: tuple[str, int]
) -> None:
    assert address(config(tmp_path, f'[web]\nlisten = "{listen}"\n')) == expected


def test_scripts_are_sent_again_only_when_they_are_new_and_pages_always(browser: Browser) -> None:
    visit = browser("chen")
    script = visit.get("/static/keys.js")
    assert (script.status, script.headers["cache-control"]) == (200, "no-cache")
    again = visit.get("/static/keys.js", headers={"if-none-match": script.headers["etag"]})
    assert (again.status, again.content) == (304, b"")
    assert visit.get("/keys").headers["cache-control"] == "no-store"
