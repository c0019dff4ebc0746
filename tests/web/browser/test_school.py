"""An institution in a real browser: an upload that breaks off and goes on, and pages on a phone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from evidence.wiring.office import Office
from tests.web.browser.conftest import A, SignedIn

PIECE = 4 * 1024 * 1024  # as upload.js sends them
PHONE = {"width": 390, "height": 844}
PAGES = (
    "/",
    "/institutions/INST-A",
    f"/classes/{A}",
    f"/classes/{A}/item?part=hour/P01/1",
    f"/classes/{A}/item?part=learner/L001",
    f"/classes/{A}/evidence?part=hour/P01/1",
    "/overview",
    "/public",
)


class Line:
    """The line to the server: ``good`` pieces go through, then it is cut."""

    def __init__(self, page: Page) -> None:
        self.good, self.sent = 1, list[int]()
        page.route("**/uploads/**", self._piece)

    def _piece(self, route: Route) -> None:
        if route.request.method != "PATCH":
            route.continue_()
        elif self.good:
            self.good -= 1
            self.sent.append(int(route.request.headers["upload-offset"]))
            route.continue_()
        else:
            route.abort("connectionreset")


def choose(page: Page, file: Path) -> None:
    page.goto("/institutions/INST-A")
    page.locator("input[type=file]").set_input_files(file)
    page.locator("form.send button.main").click()


def test_an_upload_that_broke_off_goes_on_where_it_was_also_in_a_page_opened_anew(
    signed_in: SignedIn, desk: Office, tmp_path: Path
) -> None:
    file, content = tmp_path / "class.zip", bytes(range(256)) * (3 * PIECE // 256) + b"end"
    file.write_bytes(content)
    page = signed_in("school-a", quiet=False)
    line = Line(page)
    choose(page, file)
    expect(page.locator(".progress output")).to_contain_text("4.2 MB")
    line.good = 1  # the connection is back for one piece: the script tries again by itself
    expect(page.locator(".progress output")).to_contain_text("8.4 MB")
    page.wait_for_timeout(300)
    line.good = 10
    choose(page, file)
    page.wait_for_url(re.compile("/deliveries/[0-9a-f]+$"))
    assert line.sent == [0, PIECE, 2 * PIECE, 3 * PIECE]
    key = page.url.rpartition("/")[2]
    assert desk.inbox.part("INST-A", key).read_bytes() == content


def test_every_page_of_an_institution_fits_a_phone(signed_in: SignedIn) -> None:
    page = signed_in("school-a", viewport=PHONE)
    wide = {}
    for address in PAGES:
        page.goto(address)
        wide[address] = page.evaluate("document.documentElement.scrollWidth")
    assert set(wide.values()) == {PHONE["width"]}, wide


@pytest.mark.parametrize("lang", ["en-GB", "zh-CN"])
def test_no_page_is_wider_than_a_laptop(signed_in: SignedIn, lang: str) -> None:
    page = signed_in("chen", lang)
    wide = {}
    for address in ("/?state=all", *PAGES[1:5], "/overview"):
        page.goto(address)
        wide[address] = page.evaluate("document.documentElement.scrollWidth")
    assert set(wide.values()) == {1366}, wide
