"""Frigate, as its API is documented: no real one runs here, a small server gives its answers."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from evidence.analyzers.media.packets import read
from evidence.domain.time import HOUR, SECOND, Interval
from evidence.pipeline.quiet import Quiet as Unwatched
from evidence.pipeline.sources_port import Landed, NotFetched, NotLanded, Reason
from evidence.sources.cameras.frigate import FrigateSection, FrigateSource
from evidence.sources.landing import Landing, LandingSection
from evidence.sources.patience import Patience
from tests.analyzers.media.films import film
from tests.sources.cameras.servers import PASSWORD, USER, Quiet, serving

NINE = 1_618_794_000  # 2021-04-19T09:00:00+08:00
MORNING = Interval(NINE * SECOND, NINE * SECOND + 4 * HOUR)
TOKEN = "a.b.c"  # noqa: S105 - of the server below
# Ten seconds each but for the last; a quarter of an hour is missing in between.
STARTS = (0, 10, 20, 900)


class Frigate(Quiet):
    """The documented answers of Frigate; ``clip`` is every segment's content."""

    clip: ClassVar[bytes]
    closed: ClassVar[bool] = False

    def respond(self) -> None:
        parts = urlsplit(self.path)
        if self.command == "POST" and parts.path == "/api/login":
            self.login()
        elif self.closed and self.headers.get("Authorization") != f"Bearer {TOKEN}":
            self.answer(status=401)
        elif parts.path == "/api/config":
            self.tell({"cameras": {"back": {"enabled": True}, "front": {"enabled": True}}})
        elif parts.path.endswith("/recordings"):
            asked = {key: float(value[0]) for key, value in parse_qs(parts.query).items()}
            self.tell(self.rows(parts.path.split("/")[2], **asked))
        elif parts.path.endswith("/clip.mp4"):
            _, _, camera, _, start, _, end, _ = parts.path.split("/")
            self.clips(camera, float(start), float(end))
        else:
            self.answer(status=404)

    def login(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if said == {"user": USER, "password": PASSWORD}:
            self.answer(Set_Cookie=f"frigate_token={TOKEN}; HttpOnly; Path=/")
        else:
            self.answer(b'{"message":"Login failed"}', 401)

    def tell(self, value: Any) -> None:
        self.answer(json.dumps(value).encode(), kind="application/json")

    def rows(self, camera: str, after: float = 0, before: float = 9e9) -> list[dict[str, Any]]:
        rows = [
            {
                "id": f"{NINE + at}.0-{camera}",
                "start_time": NINE + at + 0.0,
                "end_time": NINE + at + 10.03,
                "segment_size": 1.25,
                "motion": 0,
                "objects": 0,
                "duration": 10.03,
            }
            for at in STARTS
            if camera == "front"
        ]
        return [row for row in rows if row["end_time"] >= after and row["start_time"] <= before]

    def clips(self, camera: str, start: float, end: float) -> None:
        """As Frigate does: every segment that begins or ends within, without ranges."""
        within = [
            row
            for row in self.rows(camera)
            if start <= row["start_time"] <= end or start <= row["end_time"] <= end
        ]
        # The next one is cut to nothing, for it begins less than a second before the end.
        whole = [row for row in within if int(end - row["start_time"]) > 0]
        if not whole:
            self.answer(b'{"success": false}', 400)
            return
        self.send_response(200)
        self.send_header("Content-Type", "video/mp4")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(self.clip * len(whole))
        self.close_connection = True


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return film(tmp_path_factory.mktemp("film") / "a.mp4", seconds=10, rate=5).read_bytes()


@pytest.fixture
def server(clip: bytes) -> Iterator[tuple[str, type[Frigate]]]:
    class Fresh(Frigate):
        pass

    Fresh.clip = clip
    with serving(Fresh) as address:
        yield address, Fresh


def source(address: str, **further: Any) -> FrigateSource:
    section = FrigateSection(
        kind="frigate", name="nvr", institution="INST-7", url=address, **further
    )
    return FrigateSource(section, Patience(sleep=lambda _: None))


def landing(folder: Path) -> Landing:
    section = LandingSection(folder=folder, least_free_gigabytes=0, span_tolerance_seconds=2)
    return Landing(section, lambda path: read(str(path)).duration)


def test_each_segment_is_offered_with_its_span(server: tuple[str, type[Frigate]]) -> None:
    offers = source(server[0]).offers(MORNING)

    assert [offer.span.start // SECOND - NINE for offer in offers if offer.span] == list(STARTS)
    assert offers[0].name == "recordings/front/front_20210419T010000Z.mp4"
    assert {offer.camera for offer in offers} == {"front"}


def test_only_segments_of_the_time_are_offered(server: tuple[str, type[Frigate]]) -> None:
    wanted = Interval((NINE + 15) * SECOND, (NINE + 800) * SECOND)

    spans = [offer.span for offer in source(server[0]).offers(wanted)]

    assert [span.start // SECOND - NINE for span in spans if span] == [10, 20]


def test_a_map_of_cameras_names_and_chooses_them(server: tuple[str, type[Frigate]]) -> None:
    offers = source(server[0], cameras={"front": "教室1"}).offers(MORNING)

    assert {offer.camera for offer in offers} == {"教室1"}
    assert source(server[0], cameras={"back": "教室2"}).offers(MORNING) == ()


def test_a_segment_comes_without_its_neighbours(
    server: tuple[str, type[Frigate]], clip: bytes, tmp_path: Path
) -> None:
    nvr = source(server[0])
    middle = nvr.offers(MORNING)[1]

    nvr.fetch(middle, tmp_path / "part", Unwatched())

    assert (tmp_path / "part").read_bytes() == clip


def test_a_beginning_is_not_gone_on_with(
    server: tuple[str, type[Frigate]], clip: bytes, tmp_path: Path
) -> None:
    nvr = source(server[0])
    (tmp_path / "part").write_bytes(b"from the night before")

    nvr.fetch(nvr.offers(MORNING)[0], tmp_path / "part", Unwatched())

    assert (tmp_path / "part").read_bytes() == clip


def test_segments_land_with_the_length_that_they_were_offered_for(
    server: tuple[str, type[Frigate]], tmp_path: Path
) -> None:
    nvr, place = source(server[0]), landing(tmp_path)

    outcomes = [
        place.land(nvr, offer, "INST-7/C1", now=1, progress=Unwatched())
        for offer in nvr.offers(MORNING)
    ]

    assert all(isinstance(outcome, Landed) for outcome in outcomes)


def test_half_a_clip_under_a_good_status_is_refused(
    server: tuple[str, type[Frigate]], tmp_path: Path
) -> None:
    address, frigate = server
    frigate.clip = film(tmp_path / "half.mp4", seconds=5, rate=5).read_bytes()
    nvr, place = source(address), landing(tmp_path / "landing")

    outcome = place.land(nvr, nvr.offers(MORNING)[0], "INST-7/C1", now=1, progress=Unwatched())

    assert isinstance(outcome, NotLanded)
    assert outcome.reason is Reason.SPAN
    assert outcome.detail == "5.0 s / 10.0 s"


def test_who_logs_in_is_let_in(
    server: tuple[str, type[Frigate]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, frigate = server
    frigate.closed = True
    monkeypatch.setenv("FRIGATE_PASSWORD", PASSWORD)
    monkeypatch.setenv("FRIGATE_TOKEN", TOKEN)

    by_password = source(address, user=USER, password={"env": "FRIGATE_PASSWORD"})
    by_token = source(address, token={"env": "FRIGATE_TOKEN"})

    assert len(by_password.offers(MORNING)) == len(by_token.offers(MORNING)) == len(STARTS)


@pytest.mark.parametrize("password", ["guessed", ""])
def test_who_does_not_is_told(
    password: str, server: tuple[str, type[Frigate]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, frigate = server
    frigate.closed = True
    monkeypatch.setenv("FRIGATE_PASSWORD", password)

    for nvr in (source(address), source(address, user=USER, password={"env": "FRIGATE_PASSWORD"})):
        with pytest.raises(NotFetched) as caught:
            nvr.offers(MORNING)
        assert caught.value.reason is Reason.LOGIN


def test_rows_that_are_no_segments_are_an_answer_that_is_not_understood(
    server: tuple[str, type[Frigate]],
) -> None:
    address, frigate = server
    frigate.rows = lambda *_, **__: [{"id": 7}]

    with pytest.raises(NotFetched) as caught:
        source(address).offers(MORNING)

    assert caught.value.reason is Reason.ANSWER
