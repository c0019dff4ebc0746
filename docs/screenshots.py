"""The screenshots of docs/screenshots/, made anew from the samples by a real night and a browser.

    python docs/screenshots.py             a night over the samples, then a picture of each page
    python docs/screenshots.py --at DIR    the same, keeping the deployment in DIR for the next time

It takes Debian's chromium, and Noto's Chinese characters (fonts-noto-cjk).
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import uvicorn
from cryptography.fernet import Fernet
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "sample_media" / "classes"
TARGET = ROOT / "docs" / "screenshots"
HOME = "INST-0007"
PASSWORD = "correct horse battery"  # noqa: S105  of a deployment that lives for a minute
PEOPLE = ("chen inspector", "fang reviewer", f"school-7 institution --institution {HOME}")
DESK, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
ATTACKS = {"attack-frozen": "frozen-tail", "attack-loop": "loop-encoded"}
LANGUAGES = {"en": "en-GB", "zh": "zh-CN"}
QUALITY = 62
SHOWN = 2  # of a video's states: it has a picture
PATIENCE = 180_000  # milliseconds: a machine may have other things to do


def main() -> None:
    """Make the pictures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--at", type=Path)
    at = asked.parse_args().at
    with tempfile.TemporaryDirectory() as scratch:
        folder = (at or Path(scratch)).absolute()
        os.environ["EVIDENCE_CONFIG"] = str(folder / "config")
        if not (folder / "evidence.db").exists():
            deployed(folder)
        pictures(folder)


def deployed(folder: Path) -> None:
    """A deployment whose only institution handed in the samples last night, and two cheats."""
    shutil.copytree(ROOT / "config", folder / "config")
    (folder / "face.key").write_bytes(Fernet.generate_key())
    (folder / "config" / "evidence.toml").write_text(
        f'[store]\nurl = "sqlite:///{folder}/evidence.db"\n'
        f'[landing]\nfolder = "{folder}/landing"\nleast_free_gigabytes = 0\n'
        f'[web]\ncache = "{folder}/cache"\n'
        f'[faces]\nkey = {{ file = "{folder}/face.key" }}\n'
    )
    shutil.copytree(SAMPLES, folder / "landing" / HOME, ignore=shutil.ignore_patterns(".*"))
    for name, kind in ATTACKS.items():
        honest = str(SAMPLES / "honest-offline")
        evidence("attack", honest, "--kind", kind, "--out", str(folder / "landing" / HOME / name))
    evidence("run")
    for person in PEOPLE:
        name, role, *more = person.split()
        evidence("user", "add", name, "--role", role, *more, "--password-stdin", told=PASSWORD)


def evidence(*arguments: str, told: str = "") -> None:
    """A command of ours."""
    command = [str(Path(sys.executable).with_name("evidence")), *arguments]
    subprocess.run(command, input=told + "\n", text=True, check=False)  # noqa: S603


@contextmanager
def served() -> Iterator[str]:
    """The application, listening."""
    from evidence.web.app import made  # noqa: PLC0415  reads EVIDENCE_CONFIG

    server = uvicorn.Server(uvicorn.Config(made(), port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.05)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def pages(page: Page) -> Iterator[tuple[str, str, str]]:
    """Name, address, and what must be there before a picture is taken."""
    yield "work-list", "/?state=all", "table"
    for name, kind, ready in (
        ("hour", "[href*='part=hour%2F']", ".sheet img"),
        ("recording", "[href*=attack-loop][href*='part=recording%2F']", ".replay"),
        ("learner", "[href*=cheats-online][href*='learner%2FC05']", "#learning h2"),
    ):
        page.goto("/?state=all")
        link = page.locator(f"tbody th a{kind}")
        yield name, str(link.first.get_attribute("href")), ready
    yield "class", f"/classes/{HOME}/short-practical", "table"
    yield "overview", "/overview", "main"
    yield "keys", "/keys", "table"


def pictures(folder: Path) -> None:
    """A picture of each page in both languages, at a desk and on a phone."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("no browser is installed: apt-get install chromium fonts-noto-cjk")
    TARGET.mkdir(exist_ok=True)
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    with served() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=options)
        for lang, locale in LANGUAGES.items():
            page = visit(browser, site, locale, DESK, "")
            page.goto("/sign-in")
            shot(page, f"sign-in.{lang}")
            signed_in(page, "chen")
            for name, address, ready in list(pages(page)):
                page.goto(address)
                settled(page, ready)
                shot(page, f"{name}.{lang}")
            school = visit(browser, site, locale, PHONE, "school-7")
            for name, address in (("institution", f"/institutions/{HOME}"), ("class", "")):
                school.goto(address or f"/classes/{HOME}/short-practical")
                shot(school, f"{name}.phone.{lang}")
        browser.close()


def visit(browser: Browser, site: str, locale: str, size: dict[str, int], name: str) -> Page:
    """Somebody's browser."""
    given: dict[str, Any] = {"base_url": site, "locale": locale, "viewport": size}
    context = browser.new_context(**given)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    if name:
        page.goto("/sign-in")
        signed_in(page, name)
    return page


def signed_in(page: Page, name: str) -> None:
    """Sign somebody in."""
    page.locator("input[name=name]").fill(name)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    page.wait_for_load_state()


def settled(page: Page, ready: str) -> None:
    """Wait for what a page fetches after itself."""
    page.locator(ready).first.wait_for(timeout=PATIENCE)
    page.wait_for_load_state("networkidle")
    if page.locator("#video").count():
        while page.evaluate("document.getElementById('video').readyState") < SHOWN:
            page.wait_for_timeout(100)


def shot(page: Page, name: str) -> None:
    """Write a picture, small."""
    drawn = cv2.imdecode(np.frombuffer(page.screenshot(), np.uint8), cv2.IMREAD_COLOR)
    _, small = cv2.imencode(".webp", drawn, [cv2.IMWRITE_WEBP_QUALITY, QUALITY])
    (TARGET / f"{name}.webp").write_bytes(small.tobytes())


if __name__ == "__main__":
    main()
