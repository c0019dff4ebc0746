"""Every page in a real browser: read by axe, worked with keys alone."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser.conftest import NOWHERE, A, B, SignedIn, flaws_of, until

HOUR = f"/classes/{A}/item?part=hour/P01/1"
INSTITUTION = f"/institutions/{A.partition('/')[0]}"
PAGES = (
    "/",
    "/?state=all",
    f"/classes/{A}",
    HOUR,
    f"/classes/{A}/item?part=learner/L001",
    f"/classes/{A}/learning?learner=L001",
    "/overview",
    "/public",
    INSTITUTION,
    "/learners",
    f"{INSTITUTION}/learners/L001",
    "/tokens",
    "/keys",
)


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
    assert {address: flaws for address, flaws in found.items() if flaws} == {}


def at(page: Page) -> float:
    return float(page.evaluate("document.getElementById('video').currentTime"))


def test_the_frozen_span_is_found_with_keys_alone(chen: Page) -> None:
    chen.goto("/")
    chen.keyboard.press("Tab")
    expect(chen.locator(".skip")).to_be_focused()
    chen.goto(HOUR)
    until(chen, "document.getElementById('video').readyState >= 1")
    assert at(chen) == pytest.approx(600, abs=1)
    chen.keyboard.press("n")
    until(chen, "document.getElementById('video').currentTime >= 1199")
    assert at(chen) == pytest.approx(1200, abs=1)
    chen.keyboard.press("]")
    until(chen, "document.getElementById('video').currentTime >= 1319")


def ready(page: Page, video: str) -> None:
    """Wait until a player has a picture to show."""
    until(page, f"document.getElementById('{video}').readyState >= 2")


def test_what_no_browser_plays_is_seen_and_a_replay_beside_what_it_shows_again(
    chen: Page,
) -> None:
    chen.goto(f"/classes/{B}/item?part=hour/P01/1")
    ready(chen, "video")
    assert "proxy" in str(chen.locator("#video").get_attribute("src"))
    expect(chen.locator("#twin")).to_be_hidden()
    chen.get_by_role("link", name="Play both side by side").click()
    ready(chen, "video")
    expect(chen.locator("#twin")).to_be_visible()
    ready(chen, "twin")
    assert "begin=300" in str(chen.locator("#twin").get_attribute("src"))


def test_the_contact_sheet_shows_pictures(chen: Page) -> None:
    chen.goto(f"/classes/{B}/item?part=hour/P01/1")
    first = chen.locator(".sheet img").first
    first.scroll_into_view_if_needed()
    until(chen, "document.querySelector('.sheet img').naturalWidth === 192")


def test_speed_and_zoom_stay_from_hour_to_hour(chen: Page) -> None:
    chen.goto(HOUR)
    ready(chen, "video")
    whole = chen.locator("#axis").get_attribute("data-end")
    chen.keyboard.press("+")
    expect(chen.locator("#axis")).not_to_have_attribute("data-end", str(whole))
    chen.locator("#speed").select_option("4")
    chen.locator("a[rel=next]").click()
    chen.wait_for_url("**zoom=2**")
    chen.goto(f"/classes/{B}/item?part=hour/P01/1")
    expect(chen.locator("#speed")).to_have_value("4")
