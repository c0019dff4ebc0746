"""An LRS as the xAPI standard has it, small, on loopback."""

import base64
import gzip
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit
from zoneinfo import ZoneInfo

import pytest

from evidence.domain.time import DAY, MINUTE, Interval
from evidence.pipeline.quiet import Quiet as Unwatched
from evidence.pipeline.sources_port import Landed, NotFetched, NotLanded, Reason
from evidence.sources.landing import Landing, LandingSection
from evidence.sources.moments import micros
from evidence.sources.patience import Patience
from evidence.sources.platforms.lrs import LrsSection, LrsSource
from tests.sources.cameras.servers import PASSWORD, USER, Quiet, serving

MIDNIGHT = datetime(2021, 4, 19, tzinfo=ZoneInfo("Asia/Shanghai"))
MONDAY = Interval(micros(MIDNIGHT), micros(MIDNIGHT) + DAY)
WEEK = Interval(MONDAY.start, MONDAY.start + 7 * DAY)
LOGIN = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()


def statement(number: int, stored: datetime) -> dict[str, Any]:
    return {
        "id": f"00000000-0000-4000-8000-{number:012}",
        "actor": {"account": {"homePage": "https://school.example", "name": "L001"}},
        "verb": {"id": "https://w3id.org/xapi/video/verbs/played"},
        "object": {"id": "https://school.example/C1/lesson-1"},
        "stored": stored.isoformat(),
    }


class Store(Quiet):
    """Answers ``GET /xapi/statements`` in pages, with links to the next."""

    statements: ClassVar[list[dict[str, Any]]]
    through: ClassVar[str] = ""
    asked: ClassVar[list[dict[str, str]]]
    twice: ClassVar[bool] = False

    def respond(self) -> None:
        parts = urlsplit(self.path)
        asked = {key: value[0] for key, value in parse_qs(parts.query).items()}
        self.asked.append(asked)
        if self.headers.get("Authorization") != LOGIN:
            self.answer(status=401)
        elif self.headers.get("X-Experience-API-Version") != "1.0.3":
            self.answer(status=400)
        elif parts.path != "/xapi/statements" or asked["activity"] != "https://school.example/C1":
            self.answer(status=404)
        else:
            self.page(asked)

    def page(self, asked: dict[str, str]) -> None:
        since, until = (datetime.fromisoformat(asked[key]) for key in ("since", "until"))
        within = [
            each
            for each in sorted(self.statements, key=lambda each: str(each["stored"]))
            if since < datetime.fromisoformat(each["stored"]) <= until
        ]
        at, limit = int(asked.get("from", 0)), min(int(asked["limit"]), 2)
        following = at + limit - (1 if self.twice and limit > 1 else 0)
        more = at + limit < len(within)
        link = f"/xapi/statements?{urlencode(asked | {'from': following})}" if more else ""
        told = {"statements": within[at : at + limit], "more": link}
        headers = {"X_Experience_API_Consistent_Through": self.through} if self.through else {}
        self.answer(json.dumps(told).encode(), kind="application/json", **headers)


@pytest.fixture
def store() -> type[Store]:
    class Fresh(Store):
        statements: ClassVar[list[dict[str, Any]]] = [
            statement(1, MIDNIGHT),
            statement(2, MIDNIGHT + timedelta(hours=9)),
            statement(3, MIDNIGHT + timedelta(hours=10)),
            statement(4, MIDNIGHT + timedelta(days=1) - timedelta(milliseconds=1)),
            statement(5, MIDNIGHT + timedelta(days=1)),
            statement(6, MIDNIGHT + timedelta(days=3)),
        ]
        asked: ClassVar[list[dict[str, str]]] = []

    return Fresh


@pytest.fixture
def source(store: type[Store], monkeypatch: pytest.MonkeyPatch) -> Iterator[LrsSource]:
    monkeypatch.setenv("LRS_PASSWORD", PASSWORD)
    with serving(store) as address:
        section = LrsSection(
            kind="lrs",
            name="lrs",
            institution="INST-7",
            classes=["C1"],
            url=f"{address}/xapi/",
            user=USER,
            password={"env": "LRS_PASSWORD"},
            params={"activity": "https://school.example/{class}", "related_activities": True},
        )
        yield LrsSource(section, "C1", Patience(sleep=lambda _: None))


def numbers(path: Path) -> list[int]:
    lines = gzip.decompress(path.read_bytes()).splitlines()
    return [int(json.loads(line)["id"][-12:]) for line in lines]


def test_each_day_with_statements_is_offered(source: LrsSource) -> None:
    names = [offer.name for offer in source.offers(WEEK)]

    assert names == [f"online/lrs/2021-04-{day}.jsonl.gz" for day in (19, 20, 22)]


def test_a_day_holds_what_was_stored_on_it_from_midnight_to_midnight(
    source: LrsSource, tmp_path: Path
) -> None:
    (monday,) = source.offers(MONDAY)

    source.fetch(monday, tmp_path / "part", Unwatched())

    assert numbers(tmp_path / "part") == [1, 2, 3, 4]


def test_a_statement_on_two_pages_lands_once(
    source: LrsSource, store: type[Store], tmp_path: Path
) -> None:
    store.twice = True
    (monday,) = source.offers(MONDAY)

    source.fetch(monday, tmp_path / "part", Unwatched())

    assert numbers(tmp_path / "part") == [1, 2, 3, 4]


def test_parameters_are_those_of_the_class(source: LrsSource, store: type[Store]) -> None:
    list(source.offers(MONDAY))

    assert store.asked[0]["related_activities"] == "true"


def test_a_day_that_is_not_over_waits(source: LrsSource) -> None:
    def offered(at: int) -> int:
        return len(list(LrsSource(source.section, "C1", clock=lambda: at).offers(MONDAY)))

    assert offered(MONDAY.end + 30 * MINUTE - 1) == 0
    assert offered(MONDAY.end + 30 * MINUTE) == 1


@pytest.mark.parametrize(
    ("through", "days"), [("2021-04-19T15:59:59Z", 0), ("2021-04-19T16:00:00Z", 1)]
)
def test_a_day_that_the_store_is_not_through_with_waits(
    through: str, days: int, source: LrsSource, store: type[Store]
) -> None:
    store.through = through

    assert len(list(source.offers(WEEK))) == days


def test_the_same_day_lands_once(source: LrsSource, tmp_path: Path) -> None:
    landing = Landing(LandingSection(folder=tmp_path, least_free_gigabytes=0))

    def night() -> list[Landed | NotLanded]:
        return [
            landing.land(source, offer, "INST-7/C1", now=1, progress=Unwatched())
            for offer in source.offers(WEEK)
        ]

    assert [each.new for each in night() if isinstance(each, Landed)] == [True] * 3
    assert [each.new for each in night() if isinstance(each, Landed)] == [False] * 3


def test_a_wrong_password_is_told(source: LrsSource, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LRS_PASSWORD", "guessed")

    with pytest.raises(NotFetched) as caught:
        list(source.offers(WEEK))

    assert caught.value.reason is Reason.LOGIN


def test_another_version_is_an_answer_that_is_not_understood(source: LrsSource) -> None:
    section = source.section.model_copy(update={"version": "0.9"})

    with pytest.raises(NotFetched) as caught:
        list(LrsSource(section, "C1").offers(WEEK))

    assert caught.value.reason is Reason.ANSWER
