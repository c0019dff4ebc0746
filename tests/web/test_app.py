"""The application as ``evidence serve`` starts it."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient
from uvicorn.importer import import_from_string

from evidence.wiring.serving import APPLICATION, address
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
