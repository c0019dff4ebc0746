"""A whole morning: what was flagged by night is looked at, decided, answered, and off the list."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from evidence.wiring.office import Office
from tests.samples.conftest import samples
from tests.web.browser.conftest import A, SignedIn, until
from tests.web.deliveries import serve, zipped
from tests.web.test_deliveries import recordings_read

__all__ = ["samples"]
SENT = "INST-A/SAMPLE-2021-0512-02"
DAY = "2021-05-12"


def moved_to(page: Page, least: float) -> None:
    until(page, f"document.getElementById('video').currentTime >= {least}")


def send(page: Page, file: Path) -> None:
    """Send a file by our script, and wait until it is there whole."""
    page.locator("input[type=file]").set_input_files(file)
    page.locator("form.send button.main").click()
    page.wait_for_url(re.compile("/deliveries/"))


def told_of(page: Page) -> None:
    """The page of what was sent says by itself that it was judged, and asks no more."""
    expect(page.locator("[data-under-way=no]")).to_be_visible(timeout=60_000)
    page.wait_for_load_state()


def confirm_by_keys(page: Page) -> None:
    page.keyboard.press("d")
    expect(page.locator("form.confirm button")).to_be_focused()
    confirmed = page.url
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: address != confirmed)


def opened_first(page: Page) -> None:
    """Open the first item of the list."""
    page.locator("tbody th a").first.press("Enter")
    page.wait_for_url(re.compile("/item"))
    page.wait_for_load_state()


def sign_all(page: Page) -> None:
    """Sign whatever waits for a second person, item after item."""
    page.goto("/?state=proposed")
    opened_first(page)
    while page.locator("form.sign button").count():
        with page.expect_navigation():
            page.locator("form.sign button").click()


def test_a_whole_morning(  # noqa: PLR0917 - every part of an office
    desk: Office,
    place: Path,
    signed_in: SignedIn,
    samples: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("EVIDENCE_CONFIG", str(place))
    school, chen, fang = signed_in("school-a"), signed_in("chen"), signed_in("fang")

    footage = handed_in(school, desk, place, samples, tmp_path)
    frozen_found_and_confirmed(chen)
    asked_and_answered(chen, school, desk, place, footage)
    everything_decided(chen, fang)
    assert not desk.store.audit.verify().breaks


def handed_in(school: Page, desk: Office, place: Path, samples: Path, tmp_path: Path) -> Path:
    """The institution hands in a class, but for one recording; it is judged."""
    bare = tmp_path / "bare"
    shutil.copytree(samples / "short-practical", bare)
    for spare in sorted(bare.glob("recordings/cam2/*.mp4"))[1:]:
        spare.unlink()
    (late,) = bare.glob("recordings/cam1/*.mp4")
    footage = Path(shutil.move(late, tmp_path / "late.mp4"))
    zipped(bare, tmp_path / "class.zip", "INST-A")
    school.goto("/institutions/INST-A")
    school.locator("input[value=submission]").check()
    send(school, tmp_path / "class.zip")
    serve(desk, place)
    told_of(school)
    return footage


def frozen_found_and_confirmed(chen: Page) -> None:
    """The first item of the list: the frozen span is found with keys, and confirmed."""
    chen.goto("/?institution=INST-A")
    opened_first(chen)
    assert chen.url.endswith("part=hour%2FP01%2F1")
    assert A in chen.url
    moved_to(chen, 599)
    chen.keyboard.press("n")
    moved_to(chen, 1199)
    chen.keyboard.press("]")
    moved_to(chen, 1319)
    confirm_by_keys(chen)


def asked_and_answered(chen: Page, school: Page, desk: Office, place: Path, footage: Path) -> None:
    """The theory hour has no footage at all: the institution is asked, and sends it."""
    part = f"/classes/{SENT}/item?part=hour%2FT01%2F1"
    chen.goto(part)
    chen.locator("form.ask summary").click()
    chen.locator("form.ask textarea").fill("Where is the recording?")
    with chen.expect_navigation():
        chen.locator("form.ask button.main").click()
    school.goto("/institutions/INST-A")
    school.locator("table.rows tbody a").first.click()
    school.get_by_role("link", name="Hand in new evidence").click()
    school.locator("input[name=camera]").fill("cam1")
    school.locator("input[name=start]").fill(f"{DAY}T09:00:00")
    school.locator("textarea[name=note]").fill("Here it is.")
    send(school, footage)
    read = recordings_read(desk)
    serve(desk, place)
    assert recordings_read(desk) - read == 1  # that file alone was opened
    told_of(school)
    chen.goto(part)
    expect(chen.locator(".history")).to_contain_text("Here it is.")
    chen.locator("#video").wait_for()


def everything_decided(chen: Page, fang: Page) -> None:
    """All the rest is confirmed, and signed by a second person, until the list is empty."""
    chen.goto("/?institution=INST-A")
    while chen.locator("tbody th a").count():
        opened_first(chen)
        confirm_by_keys(chen)
        chen.goto("/?institution=INST-A")
    expect(chen.locator("main")).to_contain_text("Nothing here")
    sign_all(fang)
    for state in ("open", "asked", "answered", "proposed"):
        fang.goto(f"/?institution=INST-A&state={state}")
        expect(fang.locator("main")).to_contain_text("Nothing here")
