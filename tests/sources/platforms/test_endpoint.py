import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from evidence.domain.time import Interval
from evidence.pipeline.quiet import Quiet as Unwatched
from evidence.pipeline.sources_port import Landed, NotFetched, NotLanded, Reason
from evidence.sources.landing import Landing, LandingSection
from evidence.sources.patience import Patience
from evidence.sources.platforms.endpoint import EndpointSection, EndpointSource
from tests.sources.cameras.servers import Quiet, serving

EVER = Interval(0, 1)
TOKEN = "let-me-in"  # noqa: S105 - of the server below


def event(number: int) -> dict[str, Any]:
    return {"ts": f"2021-04-19T09:00:{number:02}+08:00", "learner": "L001", "n": number}


class Platform(Quiet):
    """Gives ``events`` by threes, a cursor at a time, to whoever has the token."""

    events: ClassVar[list[dict[str, Any]]]
    links: ClassVar[bool] = False
    circle: ClassVar[bool] = False
    astray: ClassVar[str] = ""

    def respond(self) -> None:
        parts = urlsplit(self.path)
        asked = {key: value[0] for key, value in parse_qs(parts.query).items()}
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            self.answer(status=401)
        elif parts.path != "/api/C%2F1/events" or asked.get("kind") != "C/1":
            self.answer(status=404)
        else:
            self.page(int(asked.get("cursor", "0")))

    def page(self, at: int) -> None:
        following: str | None = str(at + 3) if at + 3 < len(self.events) else None
        if self.circle:
            following = "3"
        if following and self.links:
            following = f"/api/C%2F1/events?kind=C%2F1&cursor={following}"
        told = {"data": {"items": self.events[at : at + 3]}, "next": self.astray or following}
        self.answer(json.dumps(told).encode(), kind="application/json")


@pytest.fixture
def server() -> type[Platform]:
    class Fresh(Platform):
        events: ClassVar[list[dict[str, Any]]] = [event(number) for number in range(7)]

    return Fresh


@pytest.fixture
def source(server: type[Platform], monkeypatch: pytest.MonkeyPatch) -> Iterator[EndpointSource]:
    monkeypatch.setenv("PLATFORM_TOKEN", TOKEN)
    with serving(server) as address:
        section = EndpointSection(
            kind="endpoint",
            name="school",
            institution="INST-7",
            classes=["C/1"],
            url=f"{address}/api/{{class}}/events",
            params={"kind": "{class}"},
            events="data.items",
            token={"env": "PLATFORM_TOKEN"},
        )
        yield EndpointSource(section, "C/1", patience=Patience(sleep=lambda _: None))


def night(source: EndpointSource, folder: Path) -> list[Landed | NotLanded]:
    landing = Landing(LandingSection(folder=folder, least_free_gigabytes=0))
    return [
        landing.land(source, offer, "INST-7/C1", now=1, progress=Unwatched())
        for offer in source.offers(EVER)
    ]


def landed_events(folder: Path) -> list[int]:
    logs = (folder / "INST-7/C1/online/school").glob("*.jsonl.gz")
    lines = [line for path in logs for line in gzip.decompress(path.read_bytes()).splitlines()]
    return sorted(json.loads(line)["n"] for line in lines)


def test_every_page_lands_named_by_platform_and_date(
    source: EndpointSource, tmp_path: Path
) -> None:
    outcomes = night(source, tmp_path)

    assert landed_events(tmp_path) == list(range(7))
    paths = [outcome.path for outcome in outcomes if isinstance(outcome, Landed)]
    assert len(paths) == 3
    assert all(path.startswith("online/school/2021-04-19-") for path in paths)


def test_links_are_followed_like_cursors(
    source: EndpointSource, server: type[Platform], tmp_path: Path
) -> None:
    server.links = True
    night(source, tmp_path)

    assert landed_events(tmp_path) == list(range(7))


def test_a_page_fetched_twice_lands_once(source: EndpointSource, tmp_path: Path) -> None:
    night(source, tmp_path)
    again = night(source, tmp_path)

    assert [outcome.new for outcome in again if isinstance(outcome, Landed)] == [False] * 3
    assert landed_events(tmp_path) == list(range(7))


def test_the_last_page_lands_anew_when_it_grew(
    source: EndpointSource, server: type[Platform], tmp_path: Path
) -> None:
    night(source, tmp_path)
    server.events = [event(number) for number in range(11)]

    outcomes = night(source, tmp_path)

    assert [outcome.new for outcome in outcomes if isinstance(outcome, Landed)] == [
        False,
        False,
        True,
        True,
    ]
    assert landed_events(tmp_path) == list(range(11))


def test_whoever_keeps_the_last_cursor_goes_on_from_it(source: EndpointSource) -> None:
    last = [offer.id for offer in source.offers(EVER)][-1]

    assert [offer.id for offer in source.since(last).offers(EVER)] == ["6"]


def test_a_platform_without_events_offers_nothing(
    source: EndpointSource, server: type[Platform]
) -> None:
    server.events = []

    assert list(source.offers(EVER)) == []


def test_pages_that_lead_in_a_circle_are_told(
    source: EndpointSource, server: type[Platform]
) -> None:
    server.circle = True

    with pytest.raises(NotFetched) as caught:
        list(source.offers(EVER))

    assert caught.value.reason is Reason.ANSWER


def test_a_link_to_another_server_is_not_followed(
    source: EndpointSource, server: type[Platform]
) -> None:
    server.astray = "http://elsewhere.example/steal"

    with pytest.raises(NotFetched, match="another server"):
        list(source.offers(EVER))


def test_a_page_that_changed_meanwhile_is_refused(
    source: EndpointSource, server: type[Platform], tmp_path: Path
) -> None:
    offer = next(iter(source.offers(EVER)))
    server.events[0] = event(9)

    with pytest.raises(NotFetched) as caught:
        source.fetch(offer, tmp_path / "part", Unwatched())

    assert caught.value.reason is Reason.DIGEST


def test_a_wrong_token_is_told(source: EndpointSource, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLATFORM_TOKEN", "guessed")

    with pytest.raises(NotFetched) as caught:
        list(source.offers(EVER))

    assert caught.value.reason is Reason.LOGIN


@pytest.mark.parametrize("events", ["nothing.here", "next"])
def test_events_that_are_not_where_they_should_be_are_told(
    events: str, source: EndpointSource
) -> None:
    section = source.section.model_copy(update={"events": events})

    with pytest.raises(NotFetched) as caught:
        list(EndpointSource(section, "C/1").offers(EVER))

    assert caught.value.reason is Reason.ANSWER
