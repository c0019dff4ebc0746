"""A real browser at a real server, over an office with a class whose footage plays."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from evidence.web.app import application
from evidence.wiring.deployment import deployment
from evidence.wiring.office import Office, office_of
from tests.web.browser.films import film
from tests.web.classes import finding, judge, short
from tests.web.conftest import PASSWORD, PEOPLE, QUICK
from tests.web.footage import with_footage
from tests.wiring.deployments import Hand, config

INSTALLED = shutil.which("chromium") or shutil.which("chromium-browser")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATIENCE = 600  # tenths of a second
SIZE = {"width": 1366, "height": 768}
NOWHERE = "/classes/none/none"
A, B = "INST-A/CLASS-1", "INST-B/CLASS-1"

SignedIn = Callable[..., Page]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; where none is installed these tests can't be run."""
    if not INSTALLED:
        pytest.skip("no browser is installed: apt-get install chromium")
    # A browser started by root needs to be told that it may.
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=INSTALLED, args=options)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The config folder of a deployment, with our policies."""
    made = config(tmp_path_factory.mktemp("browser"))
    ours = Path(__file__).parents[3] / "config"
    shutil.copytree(ours, made, dirs_exist_ok=True, ignore=shutil.ignore_patterns("evidence.toml"))
    return made


@pytest.fixture(scope="module")
def desk(place: Path, ready_sqlite: Path) -> Iterator[Office]:
    """An office with two classes: one of them has footage that a browser plays."""
    shutil.copy(ready_sqlite, place.parent / "evidence.db")
    made = office_of(deployment(place), Hand(), QUICK)
    hashed = QUICK.hashed(PASSWORD)
    for person in PEOPLE:
        made.accounts.add(person, hashed, made.clock.now())
    frozen = finding(
        {"session": "P01", "hour": 1},
        rule="footage-frozen",
        start="2021-04-20T09:20:00+08:00",
        end="2021-04-20T09:22:00+08:00",
    )
    judge(made, A, short(1), frozen, finding({"learner": "L001"}, "review"))
    judge(made, B, short(1))
    with_footage(made, A, content=film())
    hidden = film(".ts")  # that no browser plays as it is
    with_footage(made, B, container="mpegts", content=hidden, looped=True)
    yield made
    made.close()


@pytest.fixture(scope="module")
def site(desk: Office) -> Iterator[str]:
    """The application, listening; its address."""
    app = application(desk)
    # Nobody at the reception: a test that sends something sees to it itself.
    settings = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="off")
    server = uvicorn.Server(settings)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def signed_in(chromium: Browser, site: str) -> Iterator[SignedIn]:
    """Signs somebody in, in a browser of their own, and tells of anything that a script says."""
    opened = []
    said: list[str] = []

    def page_of(name: str, lang: str = "en-GB", *, quiet: bool = True, **more: object) -> Page:
        given = {"viewport": SIZE, **more}
        context = chromium.new_context(base_url=site, locale=lang, **given)  # type: ignore[arg-type]
        context.set_default_timeout(60_000)
        opened.append(context)
        page = context.new_page()
        if quiet:  # a connection that breaks is told on the console
            page.on(
                "console", lambda told: NOWHERE in told.location["url"] or said.append(told.text)
            )
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto("/sign-in")
        page.locator("input[name=name]").fill(name)
        page.locator("input[name=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("/")
        return page

    yield page_of
    for context in opened:
        context.close()
    assert not said, said  # no error of a script, nothing that the content policy refused


def until(page: Page, told: str) -> None:
    """Wait until an expression is true; our content policy lets no page evaluate it by itself."""
    for _ in range(PATIENCE):
        if page.evaluate(told):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never true: {told}")


def flaws_of(page: Page) -> str:
    """What axe finds against WCAG 2.2 AA on a page, "" for nothing."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    lines = [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found.response["violations"]
        for node in each["nodes"]
    ]
    return "\n".join(lines)
