"""The player in a real browser: its keys, the axis, a span again and again, two classes at once."""

import re

import pytest
from playwright.sync_api import Page, expect

from evidence.wiring.office import Office
from tests.web.browser.conftest import SIZE, A, SignedIn, flaws_of, until
from tests.web.browser.films import film, pieces
from tests.web.classes import finding, judge, short
from tests.web.footage import printed, with_files, with_footage

HOUR = f"/classes/{A}/item?part=hour/P01/1"
SHORT = "INST-B/CLASS-10"  # in files of ten seconds
TWICE = "INST-B/CLASS-9"  # shows again what A showed
LEFT, RIGHT, WIDTH = 170, 930, 960  # as lanes.py draws the axis
BEGINS, FROZEN, THAWED = 600, 1200, 1320  # seconds into the film: two findings, end to end


@pytest.fixture(scope="module")
def chen(signed_in: SignedIn) -> Page:
    return signed_in("chen")


@pytest.fixture
def hour(chen: Page) -> Page:
    """The page of the hour, with a picture, at the speed that it was filmed."""
    chen.goto(HOUR)
    until(chen, "document.getElementById('video').readyState >= 2")
    chen.locator("#speed").select_option("1")
    return chen


def comes_to(page: Page, first: float, last: float) -> None:
    """Wait until the player stands between two moments."""
    now = "document.getElementById('video').currentTime"
    until(page, f"{first} <= {now} && {now} <= {last}")


def test_keys_play_pause_hasten_slow_down_and_jump(hour: Page) -> None:
    comes_to(hour, BEGINS, BEGINS + 1)
    hour.keyboard.press("j")
    comes_to(hour, BEGINS - 10, BEGINS - 10)
    hour.keyboard.press("k")
    until(hour, "!document.getElementById('video').paused")
    hour.keyboard.press("l")
    hour.keyboard.press("l")
    expect(hour.locator("#speed")).to_have_value("4")
    until(hour, "document.getElementById('video').playbackRate === 4")
    hour.keyboard.press("Shift+J")
    expect(hour.locator("#speed")).to_have_value("2")
    hour.keyboard.press("k")
    until(hour, "document.getElementById('video').paused")
    hour.keyboard.press("[")
    comes_to(hour, BEGINS, BEGINS)
    hour.keyboard.press("n")
    comes_to(hour, FROZEN, FROZEN)
    hour.keyboard.press("]")
    comes_to(hour, THAWED, THAWED)
    hour.keyboard.press("[")
    comes_to(hour, FROZEN, FROZEN)
    hour.keyboard.press("ArrowRight")
    comes_to(hour, FROZEN + 5, FROZEN + 5)
    hour.keyboard.press("Shift+ArrowLeft")
    comes_to(hour, FROZEN + 4, FROZEN + 4)


def test_a_click_on_the_axis_seeks_and_so_does_a_hand_that_drags(hour: Page) -> None:
    axis = hour.locator("#axis svg")
    axis.scroll_into_view_if_needed()
    box = axis.bounding_box()
    assert box

    def x(minute: float) -> float:
        return box["x"] + box["width"] * (LEFT + (RIGHT - LEFT) * minute / 45) / WIDTH

    y = box["y"] + box["height"] / 2
    hour.mouse.click(x(5), y)
    comes_to(hour, 297, 303)
    hour.mouse.move(x(10), y)
    hour.mouse.down()
    hour.mouse.move(x(20), y, steps=4)
    comes_to(hour, 1197, 1203)  # before the hand lets go
    hour.mouse.move(x(30), y, steps=4)
    hour.mouse.up()
    comes_to(hour, 1797, 1803)


@pytest.mark.parametrize("speed", ["1", "16"])
def test_a_finding_is_played_again_and_again_however_fast(hour: Page, speed: str) -> None:
    hour.keyboard.press("n")
    comes_to(hour, FROZEN, FROZEN)
    hour.locator("#speed").select_option(speed)
    hour.locator("#loop").check()
    hour.evaluate(f"document.getElementById('video').currentTime = {THAWED - 1.5}")
    comes_to(hour, THAWED - 2, THAWED)
    hour.evaluate("document.getElementById('video').play()")
    comes_to(hour, FROZEN, FROZEN + 100)
    hour.evaluate("document.getElementById('video').pause()")
    hour.locator("#loop").uncheck()


def test_the_filters_of_the_list_stay_from_hour_to_hour(chen: Page) -> None:
    chen.goto("/?institution=INST-A&kind=practical")
    chen.locator("tbody th a").first.click()
    chen.wait_for_url("**institution=INST-A&kind=practical**")
    chen.goto(chen.url)
    expect(chen.locator(".heading a", has_text="Work list")).to_have_attribute(
        "href", "/?institution=INST-A&kind=practical"
    )
    expect(chen.locator("input[name=go]").first).to_have_value(
        "/?institution=INST-A&kind=practical"
    )


def test_another_class_that_is_shown_again_plays_beside_in_step(chen: Page, desk: Office) -> None:
    printed(desk, A, "d" * 64)
    judge(desk, TWICE, short(1))
    with_footage(desk, TWICE, content=film() + bytes(8), reused="d" * 64)
    chen.goto(f"/classes/{TWICE}/item?part=hour/P01/1")
    chen.get_by_role("link", name="Play both side by side").click()
    expect(chen.locator("#twin")).to_be_visible()
    until(chen, "document.getElementById('twin').readyState >= 2")
    assert A in str(chen.locator("#twin").get_attribute("src"))
    until(chen, "!document.getElementById('video').paused")
    chen.keyboard.press("k")
    until(chen, "document.getElementById('video').paused")
    chen.keyboard.press("ArrowRight")
    chen.keyboard.press("ArrowRight")
    comes_to(chen, 1810, 1830)
    apart = (
        "document.getElementById('video').currentTime - document.getElementById('twin').currentTime"
    )
    until(chen, f"Math.abs({apart} - 1500) < 1")


def test_a_replay_over_files_plays_on_into_the_next_and_so_does_what_it_shows_again(
    chen: Page, desk: Office
) -> None:
    files = with_files(desk, SHORT, pieces())
    shown = [
        {"path": files[number], "start": start, "end": 10.0}
        for again, start in ((6, 5.0), (7, 0.0), (8, 0.0))
        for number in (again, again - 5)
    ]
    told = finding({"recording": files[6]}, rule="footage-looped", evidence=shown)
    judge(desk, SHORT, short(1), told)
    chen.goto(f"/classes/{SHORT}/item?part=hour/P01/1")
    assert chen.get_by_role("link", name="Play both side by side").count() == 1
    chen.locator("#speed").select_option("1")
    chen.get_by_role("link", name="Play both side by side").click()
    expect(chen.locator("#video")).to_be_in_viewport()
    plays(chen, "006.mp4#t=5", "001.mp4#t=5")
    chen.locator("#speed").select_option("2")
    plays(chen, "007.mp4", "002.mp4")
    plays(chen, "008.mp4", "003.mp4")
    expect(chen.locator("#twin")).to_be_visible()
    expect(chen.locator("#twin")).to_be_hidden(timeout=60_000)  # the replay is over
    plays(chen, "009.mp4", "003.mp4")
    chen.locator("#speed").select_option("1")


def plays(page: Page, here: str, there: str) -> None:
    """Wait until both players have these files."""
    for name, path in (("video", here), ("twin", there)):
        told = re.compile(re.escape(path))
        expect(page.locator(f"#{name}")).to_have_attribute("src", told, timeout=60_000)


def test_axe_finds_nothing_against_a_replay_over_files_wide_or_narrow(chen: Page) -> None:
    chen.goto(f"/classes/{SHORT}/item?part=hour/P01/1")
    assert flaws_of(chen) == ""
    chen.set_viewport_size({"width": 390, "height": 844})
    assert flaws_of(chen) == ""
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert chen.evaluate(wider) == 0
    chen.set_viewport_size(SIZE)
