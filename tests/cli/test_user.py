"""Accounts from the command line."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from evidence.cli.app import app
from evidence.domain.time import DAY
from evidence.web.guard import key_of
from evidence.wiring.office import opened_office
from evidence.wiring.places import config_folder
from tests.wiring.deployments import config

GOOD = "correct horse 1\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("EVIDENCE_CONFIG", str(config(tmp_path)))
    return CliRunner()


def test_an_account_is_added_listed_given_a_password_and_disabled(run: CliRunner) -> None:
    added = ["user", "add", "chen", "--role", "inspector", "--password-stdin"]
    assert run.invoke(app, added, input=GOOD).exit_code == 0
    assert run.invoke(app, ["user", "list"]).stdout == "chen\tinspector\n"
    changed = ["user", "password", "chen", "--password-stdin"]
    assert run.invoke(app, changed, input="another horse 2\n").exit_code == 0
    assert run.invoke(app, ["user", "disable", "chen"]).exit_code == 0
    assert run.invoke(app, ["user", "list"]).stdout == "chen\tinspector\t\tdisabled\n"


@pytest.mark.parametrize(
    ("given", "password", "told"),
    [
        (["Chen", "--role", "lead"], GOOD, "a to z"),
        (["chen", "--role", "inspecter"], GOOD, "inspector"),
        (["chen", "--role", "institution"], GOOD, "--institution"),
        (["chen", "--role", "lead", "--institution", "A"], GOOD, "--institution"),
        (["chen", "--role", "lead"], "too short\n", "at least 10"),
    ],
)
def test_an_account_that_would_be_none_is_refused_in_a_sentence(
    run: CliRunner, given: list[str], password: str, told: str
) -> None:
    command = ["user", "add", *given, "--password-stdin", "--lang", "en"]
    answer = run.invoke(app, command, input=password)
    assert answer.exit_code == 2
    assert told in answer.stderr


@pytest.mark.parametrize("command", ["disable", "password"])
def test_nobody_is_changed_who_is_not_there(run: CliRunner, command: str) -> None:
    more = ["--password-stdin"] if command == "password" else []
    answer = run.invoke(app, ["user", command, "chen", *more, "--lang", "en"], input=GOOD)
    assert (answer.exit_code, "no account chen" in answer.stderr) == (2, True)


def test_a_token_is_shown_once_signs_in_and_is_ended_with_all_of_its_account(
    run: CliRunner,
) -> None:
    added = ["user", "add", "export", "--role", "auditor", "--password-stdin"]
    run.invoke(app, added, input=GOOD)
    made = run.invoke(app, ["user", "token", "export", "--label", "nightly", "--days", "2"])
    token = made.stdout.strip()
    assert (made.exit_code, len(token) >= 40) == (0, True)

    with opened_office(config_folder()) as office:
        now = office.clock.now()
        here = office.machines.bearer(key_of(token), now)
        assert here is not None
        assert here.account.name == "export"
        assert office.machines.bearer(key_of(token), now + 3 * DAY) is None
        database = office.store.database.file
    assert database is not None
    assert token.encode() not in database.read_bytes()

    run.invoke(app, ["user", "token", "export"])
    assert run.invoke(app, ["user", "token", "export", "--end"]).stdout == "2\n"
    with opened_office(config_folder()) as office:
        assert office.machines.bearer(key_of(token), office.clock.now()) is None


def test_a_token_for_nobody_is_refused_in_a_sentence(run: CliRunner) -> None:
    answer = run.invoke(app, ["user", "token", "chen", "--lang", "en"])
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert "no account chen" in answer.stderr
