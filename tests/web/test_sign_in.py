"""Signing in: who gets in, for how long, and what keeps others out."""

import json

import pytest
from starlette.testclient import TestClient

from evidence.domain.time import HOUR, MINUTE
from evidence.pipeline.accounts import FREE_MISSES, Account, Lock, Role
from evidence.web.app import application
from evidence.web.limits import SIGN_IN
from evidence.wiring.office import Office
from tests.web.conftest import OWN, PASSWORD, QUICK, Browser, behind_tls
from tests.wiring.deployments import Hand

WRONG, OTHER = "wrong", "another horse 2"


def test_who_is_not_signed_in_is_sent_to_sign_in_and_comes_back(browser: Browser) -> None:
    answer = browser().get("/keys")
    assert (answer.status, answer.headers["location"]) == (303, "/sign-in?back=%2Fkeys")


def test_the_right_password_opens_the_page_that_was_asked_for(browser: Browser) -> None:
    visit = browser()
    given = {"name": "chen", "password": PASSWORD, "back": "/keys"}
    answer = visit.client.post("/sign-in", data=given, headers=OWN)
    assert (answer.status_code, answer.headers["location"]) == (303, "/keys")
    assert visit.get("/keys").status == 200


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", ""])
def test_signing_in_never_leads_to_another_site(browser: Browser, back: str) -> None:
    given = {"name": "chen", "password": PASSWORD, "back": back}
    answer = browser().client.post("/sign-in", data=given, headers=OWN)
    assert answer.headers["location"] == "/"


def test_a_wrong_password_and_an_unknown_name_read_alike(browser: Browser) -> None:
    visit = browser()
    wrong = visit.post("/sign-in", name="chen", password=WRONG)
    unknown = visit.post("/sign-in", name="nobody", password=WRONG)
    assert (wrong.status, wrong.text) == (unknown.status, unknown.text)
    assert wrong.status == 401


def test_after_some_misses_even_the_right_password_waits(browser: Browser, clock: Hand) -> None:
    visit = browser()
    for _ in range(FREE_MISSES):
        visit.post("/sign-in", name="chen", password=WRONG)
    assert visit.post("/sign-in", name="chen", password=PASSWORD).status == 401
    clock.wait(MINUTE)
    assert visit.post("/sign-in", name="chen", password=PASSWORD).status == 303


def test_each_further_miss_shuts_for_twice_as_long_up_to_an_hour() -> None:
    lock, waits = Lock(), []
    for _ in range(15):
        lock = lock.missed(0)
        waits.append(lock.until)
    assert waits[:4] == [None] * 4
    assert waits[4:8] == [MINUTE, 2 * MINUTE, 4 * MINUTE, 8 * MINUTE]
    assert waits[-1] == HOUR


def test_an_address_that_tries_many_names_must_wait(browser: Browser, clock: Hand) -> None:
    visit = browser()
    for number in range(SIGN_IN.most):
        visit.post("/sign-in", name=f"name-{number}", password=WRONG)
    assert visit.post("/sign-in", name="chen", password=PASSWORD).status == 429
    clock.wait(SIGN_IN.within)
    assert visit.post("/sign-in", name="chen", password=PASSWORD).status == 303


def test_who_signs_out_is_out_even_with_the_same_cookie(browser: Browser) -> None:
    visit = browser("chen")
    cookies = dict(visit.client.cookies)
    assert visit.post("/sign-out").status == 303
    visit.client.cookies.update(cookies)
    assert visit.get("/keys").status == 303


@pytest.mark.parametrize("waited", [61 * MINUTE, 13 * HOUR])
def test_a_sign_in_ends_by_itself(browser: Browser, clock: Hand, waited: int) -> None:
    visit = browser("chen")
    clock.wait(waited)
    assert visit.get("/keys").status == 303


def test_who_works_stays_signed_in_but_not_for_ever(browser: Browser, clock: Hand) -> None:
    visit = browser("chen")
    for _ in range(23):
        clock.wait(31 * MINUTE)
        assert visit.get("/keys").status == 200
    clock.wait(31 * MINUTE)
    assert visit.get("/keys").status == 303


def test_a_disabled_account_is_out_at_once_and_stays_out(
    browser: Browser, office: Office, clock: Hand
) -> None:
    visit = browser("chen")
    office.accounts.disable("chen", clock.now())
    assert visit.get("/keys").status == 303
    assert visit.post("/sign-in", name="chen", password=PASSWORD).status == 401


def test_a_new_password_signs_out_everywhere(browser: Browser, office: Office, clock: Hand) -> None:
    visit = browser("chen")
    office.accounts.change("chen", QUICK.hashed(OTHER), clock.now())
    assert visit.get("/keys").status == 303
    assert visit.post("/sign-in", name="chen", password=OTHER).status == 303


@pytest.mark.parametrize("cookie", ["", "x", "x.y", "a" * 43 + "." + "b" * 43])
def test_a_cookie_that_we_did_not_sign_opens_nothing(browser: Browser, cookie: str) -> None:
    visit = browser()
    visit.client.cookies.set("evidence", cookie)
    assert visit.get("/keys").status == 303


def test_a_form_without_our_proof_is_refused(browser: Browser) -> None:
    visit = browser("chen")
    assert visit.post("/sign-out", proof="").status == 403
    assert visit.post("/sign-out", proof=browser("deng").proof()).status == 403
    assert visit.get("/keys").status == 200


def test_another_site_can_send_neither_a_form_nor_a_password(browser: Browser) -> None:
    visit = browser("chen")
    other = {"sec-fetch-site": "cross-site"}
    sent = visit.client.post("/sign-out", data={"proof": visit.proof()}, headers=other)
    given = {"name": "chen", "password": PASSWORD}
    assert sent.status_code == 403
    assert visit.client.post("/sign-in", data=given, headers=other).status_code == 403


def test_every_answer_forbids_scripts_that_are_not_ours(browser: Browser) -> None:
    for path in ("/sign-in", "/static/evidence.css", "/nowhere"):
        policy = browser().get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_pages_hold_no_script_and_no_style_of_their_own(browser: Browser) -> None:
    text = browser("chen").get("/keys").text
    assert "style=" not in text
    assert "<script>" not in text
    assert " on" + "click" not in text


def test_behind_tls_the_cookie_never_travels_openly(office: Office) -> None:
    client = TestClient(application(behind_tls(office)), base_url="https://testserver")
    given = {"name": "chen", "password": PASSWORD}
    answer = client.post("/sign-in", data=given, headers=OWN, follow_redirects=False)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-evidence=")
    for told in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"):
        assert told in cookie
    assert "max-age" in answer.headers["strict-transport-security"]


def test_the_store_holds_neither_password_nor_token(browser: Browser, office: Office) -> None:
    visit = browser("chen")
    token = visit.client.cookies["evidence"].rpartition(".")[0]
    file = office.store.database.file
    assert file is not None
    kept = b"".join(each.read_bytes() for each in file.parent.glob("evidence.db*"))
    assert PASSWORD.encode() not in kept
    assert token.encode() not in kept


def test_the_language_is_the_browsers_until_one_is_chosen(browser: Browser) -> None:
    visit = browser(lang="zh-CN,zh;q=0.9")
    assert '<html lang="zh-CN">' in visit.get("/sign-in").text
    visit.get("/language/en?back=/sign-in")
    assert '<html lang="en">' in visit.get("/sign-in").text


def test_accounts_come_and_go_in_the_audit_log(office: Office, clock: Hand) -> None:
    office.accounts.add(Account("new", Role.LEAD), "hash", clock.now())
    office.accounts.disable("new", clock.now())
    told = [
        (entry.event, json.dumps(dict(entry.details))) for entry in office.store.audit.entries()
    ]
    assert told[-2][0] == "account-added"
    assert told[-1][0] == "account-disabled"
    assert not office.store.audit.verify().breaks


def test_a_name_is_given_out_once(office: Office, clock: Hand) -> None:
    assert not office.accounts.add(Account("chen", Role.AUDITOR), "hash", clock.now())


def test_only_an_institutions_account_names_an_institution() -> None:
    with pytest.raises(ValueError, match="institution"):
        Account("x", Role.INSTITUTION)
    with pytest.raises(ValueError, match="institution"):
        Account("x", Role.LEAD, "INST-A")
