"""Accounts kept in the browser, and tokens of one's own."""

import pytest

from evidence.pipeline.accounts import Role
from evidence.wiring.office import Office
from tests.web.conftest import PASSWORD, Browser, Visit

NEW = {"name": "zhou", "role": "reviewer", "institution": "", "password": "a long password"}


def sent(visit: Visit, path: str, **fields: str) -> int:
    return visit.client.post(path, data={"proof": visit.proof(), **fields}).status_code


def events(office: Office) -> list[tuple[str, object, object]]:
    rows = [entry for entry in office.store.audit.entries() if entry.event.startswith("account-")]
    return [(row.event, row.details.get("account"), row.details.get("by")) for row in rows]


def test_an_administrator_adds_resets_and_disables(browser: Browser, office: Office) -> None:
    ito = browser("ito")

    assert sent(ito, "/accounts", **NEW) == 200
    known = office.accounts.get("zhou")
    assert known
    assert known.account.role is Role.REVIEWER
    assert sent(ito, "/accounts/zhou/password", password="another one") == 200  # noqa: S106
    assert office.accounts.get("zhou") != known
    assert sent(ito, "/accounts/zhou/disable") == 200
    gone = office.accounts.get("zhou")
    assert gone
    assert gone.account.disabled
    assert events(office)[-3:] == [
        ("account-added", "zhou", "ito"),
        ("account-password-changed", "zhou", "ito"),
        ("account-disabled", "zhou", "ito"),
    ]


@pytest.mark.parametrize(
    "changed",
    [{"password": "short"}, {"role": "king"}, {"role": "institution"}, {"name": "chen"}],
)
def test_an_account_that_does_not_fit_is_not_added(
    browser: Browser, office: Office, changed: dict[str, str]
) -> None:
    before = office.accounts.all()

    assert sent(browser("ito"), "/accounts", **{**NEW, **changed}) == 400
    assert office.accounts.all() == before


def test_nobody_disables_their_own_account(browser: Browser, office: Office) -> None:
    assert sent(browser("ito"), "/accounts/ito/disable") == 400
    ito = office.accounts.get("ito")
    assert ito
    assert not ito.account.disabled


def test_a_form_without_proof_changes_nothing(browser: Browser, office: Office) -> None:
    answer = browser("ito").client.post("/accounts", data={**NEW, "proof": "forged"})

    assert answer.status_code == 403
    assert office.accounts.get("zhou") is None


def test_a_disabled_persons_session_and_tokens_end(browser: Browser) -> None:
    chen, ito = browser("chen"), browser("ito")
    token = made(chen)
    assert me(browser(), token) == 200

    sent(ito, "/accounts/chen/disable")

    assert me(browser(), token) == 401
    assert chen.client.get("/", follow_redirects=False).status_code == 303


def made(visit: Visit) -> str:
    told = visit.client.post(
        "/tokens", data={"proof": visit.proof(), "label": "nightly export", "days": "30"}
    ).text
    return told.split("<code>")[1].split("</code>")[0]


def me(stranger: Visit, token: str) -> int:
    headers = {"authorization": f"Bearer {token}"}
    return stranger.client.get("/api/v1/me", headers=headers).status_code


def test_a_token_is_shown_once_and_ends_when_its_maker_says_so(browser: Browser) -> None:
    chen = browser("chen")
    token = made(chen)

    assert me(browser(), token) == 200
    assert token not in chen.client.get("/tokens").text
    assert sent(chen, "/tokens/end") == 200
    assert me(browser(), token) == 401


@pytest.mark.parametrize("fields", [{"label": "", "days": "3"}, {"label": "x", "days": "0"}])
def test_a_token_without_an_end_or_a_purpose_is_not_made(
    browser: Browser, fields: dict[str, str]
) -> None:
    assert sent(browser("chen"), "/tokens", **fields) == 400


def test_no_page_shows_a_password(browser: Browser) -> None:
    ito = browser("ito")
    sent(ito, "/accounts", **NEW)

    page = ito.client.get("/accounts").text

    assert NEW["password"] not in page
    assert PASSWORD not in page
