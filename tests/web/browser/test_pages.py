"""Every page in a real browser: read by axe, worked with keys alone."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser.conftest import NOWHERE, A, SignedIn, flaws_of

HOUR = f"/classes/{A}/item?part=hour/P01/1"
PAGES = ("/", "/?state=all", f"/classes/{A}", HOUR, f"/classes/{A}/item?part=learner/L001", "/keys")


@pytest.fixture(scope="module")
def chen(signed_in: SignedIn) -> Page:
    return signed_in("chen")


@pytest.mark.parametrize("lang", ["en-GB", "zh-CN"])
def test_axe_finds_nothing_against_any_page(signed_in: SignedIn, lang: str) -> None:
    page = signed_in("chen", lang)
    found = {}
    for address in PAGES:
        page.goto(address)
        found[address] = flaws_of(page)
    page.goto(NOWHERE)
    found["error"] = flaws_of(page)
    page.context.clear_cookies()
    page.goto("/sign-in")
    found["/sign-in"] = flaws_of(page)
    assert not any(found.values()), found


def at(page: Page) -> float:
    return float(page.evaluate("document.getElementById('video').currentTime"))


def test_the_frozen_span_is_found_with_keys_alone(chen: Page) -> None:
    chen.goto("/")
    chen.keyboard.press("Tab")
    expect(chen.locator(".skip")).to_be_focused()
    chen.goto(HOUR)
    chen.wait_for_function("document.getElementById('video').readyState >= 1")
    assert at(chen) == pytest.approx(600, abs=1)
    chen.keyboard.press("n")
    chen.wait_for_function("document.getElementById('video').currentTime >= 1199")
    assert at(chen) == pytest.approx(1200, abs=1)
    chen.keyboard.press("]")
    chen.wait_for_function("document.getElementById('video').currentTime >= 1319")
