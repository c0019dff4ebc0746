"""Hikvision, as ISAPI is documented: not a recorder but a small server gives the answers."""

import hashlib
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from evidence.analyzers.media.packets import read
from evidence.domain.time import HOUR, MINUTE, SECOND, Interval
from evidence.pipeline.quiet import Quiet as Unwatched
from evidence.pipeline.sources_port import Landed, NotFetched, NotLanded, Reason
from evidence.sources.cameras.hikvision import PAGE, HikvisionSection, HikvisionSource
from evidence.sources.landing import Landing, LandingSection
from evidence.sources.moments import micros
from evidence.sources.patience import Patience
from tests.analyzers.media.films import film
from tests.sources.cameras.servers import PASSWORD, USER, Quiet, serving

NINE = micros(datetime(2021, 4, 19, 9, tzinfo=ZoneInfo("Asia/Shanghai")))
MORNING = Interval(NINE, NINE + 4 * HOUR)
NAMESPACE = "http://www.hikvision.com/ver20/XMLSchema"
DIGEST = re.compile(r'(\w+)="?([^",]+)"?')
REALM, NONCE = "IP Camera", "4f5c"


class Recorder(Quiet):
    """The documented answers of a recorder on local time; every file is ``length`` seconds long."""

    clip: ClassVar[bytes]
    files: ClassVar[int] = 3
    length: ClassVar[int] = 10
    told_size: ClassVar[int | None] = None
    pages: ClassVar[list[int]]
    stuck: ClassVar[bool] = False

    def respond(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if not self.known():
            ask = f'Digest realm="{REALM}", nonce="{NONCE}", qop="auth", algorithm=MD5'
            self.answer(status=401, WWW_Authenticate=ask)
        elif self.path.endswith("/search") and self.command == "POST":
            self.search(ET.fromstring(body))  # noqa: S314 - what the test itself asked
        elif self.path.endswith("/download"):
            uri = ET.fromstring(body).findtext("{*}playbackURI") or ""  # noqa: S314 - likewise
            found = re.search(r"/tracks/101/\?starttime=20210419T\d{6}Z&", uri)
            self.answer(self.clip if found else b"", 200 if found else 404, "video/mp4")
        else:
            self.answer(status=404)

    def known(self) -> bool:
        """Digest authentication (RFC 7616), reckoned anew."""
        said = dict(DIGEST.findall(self.headers.get("Authorization", "")))
        if said.get("username") != USER:
            return False

        def digest(*parts: str) -> str:
            return hashlib.md5(":".join(parts).encode()).hexdigest()  # noqa: S324 - as it is defined

        secret = digest(USER, REALM, PASSWORD)
        asked = digest(self.command, said["uri"])
        wanted = digest(secret, NONCE, said["nc"], said["cnonce"], said["qop"], asked)
        return said["response"] == wanted

    def search(self, asked: ET.Element) -> None:
        position = int(asked.findtext("searchResultPostion") or 0)
        most = min(int(asked.findtext("maxResults") or 0), PAGE)
        self.pages.append(position)
        first = 0 if self.stuck else position
        page = [self.match(number) for number in range(self.files)][first : first + most]
        more = first + most < self.files
        status = "MORE" if more else "OK" if page else "NO MATCHES"
        self.answer(
            f"""<?xml version="1.0" encoding="UTF-8" ?>
<CMSearchResult version="2.0" xmlns="{NAMESPACE}">
<searchID>{asked.findtext("searchID")}</searchID>
<responseStatus>true</responseStatus><responseStatusStrg>{status}</responseStatusStrg>
<numOfMatches>{len(page)}</numOfMatches><matchList>{"".join(page)}</matchList>
</CMSearchResult>""".encode(),
            kind="application/xml",
        )

    def match(self, number: int) -> str:
        start = datetime(2021, 4, 19, 9, tzinfo=UTC) + timedelta(seconds=number * self.length)
        end = start + timedelta(seconds=self.length)
        size = len(self.clip) if self.told_size is None else self.told_size
        uri = (
            f"rtsp://10.0.0.7/Streaming/tracks/101/?starttime={start:%Y%m%dT%H%M%SZ}"
            f"&endtime={end:%Y%m%dT%H%M%SZ}&name=ch01_0000000000000{number:04}&size={size}"
        )
        return f"""<searchMatchItem><sourceID>{{0}}</sourceID><trackID>101</trackID><timeSpan>
<startTime>{start:%Y-%m-%dT%H:%M:%SZ}</startTime><endTime>{end:%Y-%m-%dT%H:%M:%SZ}</endTime>
</timeSpan><mediaSegmentDescriptor><contentType>video</contentType><codecType>H.264-BP</codecType>
<playbackURI>{escape(uri)}</playbackURI></mediaSegmentDescriptor></searchMatchItem>"""


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Ten seconds as these recorders pack them: an MPEG program stream, whatever its name says."""
    path = tmp_path_factory.mktemp("film") / "a.mp4"
    return film(path, seconds=10, rate=25, f="mpeg").read_bytes()


@pytest.fixture
def recorder(clip: bytes) -> type[Recorder]:
    class Fresh(Recorder):
        pages: ClassVar[list[int]] = []

    Fresh.clip = clip
    return Fresh


@pytest.fixture
def address(recorder: type[Recorder], monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("NVR_PASSWORD", PASSWORD)
    with serving(recorder) as found:
        yield found


def source(address: str, **further: Any) -> HikvisionSource:
    told = {"cameras": {"101": "front"}, "password": {"env": "NVR_PASSWORD"}} | further
    section = HikvisionSection(
        kind="hikvision", name="nvr", institution="INST-7", url=address, user=USER, **told
    )
    return HikvisionSource(section, Patience(sleep=lambda _: None))


def landed(nvr: HikvisionSource, folder: Path) -> list[Landed | NotLanded]:
    section = LandingSection(folder=folder, least_free_gigabytes=0, span_tolerance_seconds=2)
    place = Landing(section, lambda path: read(str(path)).duration)
    return [
        place.land(nvr, offer, "INST-7/C1", now=1, progress=Unwatched())
        for offer in nvr.offers(MORNING)
    ]


def test_the_files_of_the_time_are_offered_with_span_and_size(address: str, clip: bytes) -> None:
    offers = source(address).offers(MORNING)

    assert [offer.span for offer in offers] == [
        Interval(NINE + 10 * n * SECOND, NINE + 10 * (n + 1) * SECOND) for n in range(3)
    ]
    first = offers[0]
    assert first.name == "recordings/front/front_20210419T010000Z.mp4"
    assert (first.camera, first.size) == ("front", len(clip))


@pytest.mark.parametrize(
    ("files", "positions"),
    [(0, [0]), (PAGE, [0]), (PAGE + 1, [0, PAGE]), (2 * PAGE + 5, [0, PAGE, 2 * PAGE])],
)
def test_every_page_of_a_search_is_read(
    files: int, positions: list[int], recorder: type[Recorder], address: str
) -> None:
    recorder.files = files

    assert len(source(address).offers(MORNING)) == files
    assert recorder.pages == positions


def test_a_recorder_that_gives_the_same_page_for_ever_is_not_asked_for_ever(
    recorder: type[Recorder], address: str
) -> None:
    recorder.files, recorder.stuck = 3 * PAGE, True

    assert len(source(address).offers(MORNING)) == PAGE
    assert len(recorder.pages) == 2


def test_a_recorder_on_utc_is_understood_too(address: str) -> None:
    (first, *_) = source(address, clock="utc").offers(MORNING)

    assert first.span is not None
    assert first.span.start == NINE + 8 * HOUR


def test_the_time_is_asked_for_by_the_recorders_own_clock(address: str) -> None:
    nvr = source(address)

    assert nvr._written(NINE) == "2021-04-19T09:00:00Z"
    assert source(address, clock="utc")._written(NINE) == "2021-04-19T01:00:00Z"


def test_a_time_with_an_offset_of_its_own_is_taken_at_its_word(address: str) -> None:
    assert source(address)._read("2021-04-19T10:00:00+09:00") == NINE


@pytest.mark.parametrize("written", ["", "yesterday", "2021-13-01T00:00:00Z"])
def test_a_time_that_is_none_offers_nothing(written: str, address: str) -> None:
    assert source(address)._read(written) is None


def test_files_land_when_they_are_as_long_and_as_large_as_told(
    address: str, tmp_path: Path
) -> None:
    outcomes = landed(source(address), tmp_path)

    assert [type(outcome) for outcome in outcomes] == [Landed] * 3


def test_a_clip_that_ends_early_under_a_good_status_is_refused(
    recorder: type[Recorder], address: str, tmp_path: Path
) -> None:
    recorder.length = 60

    outcomes = landed(source(address), tmp_path)

    assert {outcome.reason for outcome in outcomes if isinstance(outcome, NotLanded)} == {
        Reason.SPAN
    }


@pytest.mark.parametrize(("check", "kind"), [(True, NotLanded), (False, Landed)])
def test_a_size_that_means_something_else_can_be_left_out(
    check: bool, kind: type, recorder: type[Recorder], address: str, tmp_path: Path
) -> None:
    recorder.told_size, recorder.files = 1 << 30, 1

    (outcome,) = landed(source(address, check_size=check), tmp_path)

    assert isinstance(outcome, kind)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_download_is_asked_for_by_either_method(
    method: str, address: str, clip: bytes, tmp_path: Path
) -> None:
    nvr = source(address, download_by=method)

    nvr.fetch(nvr.offers(MORNING)[0], tmp_path / "part", Unwatched())

    assert (tmp_path / "part").read_bytes() == clip


def test_a_file_that_is_still_written_is_left_alone(address: str) -> None:
    nvr = source(address, settled_seconds=60)
    ends = NINE + 30 * SECOND

    def seen(at: int) -> int:
        return len(HikvisionSource(nvr.section, clock=lambda: at).offers(MORNING))

    assert (seen(ends + MINUTE - 1), seen(ends + MINUTE)) == (2, 3)


def test_a_wrong_password_is_told_and_not_tried_again(
    address: str, recorder: type[Recorder], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NVR_PASSWORD", "guessed")  # a recorder locks whoever guesses too often

    with pytest.raises(NotFetched) as caught:
        source(address).offers(MORNING)

    assert caught.value.reason is Reason.LOGIN


@pytest.mark.parametrize(
    "content",
    [
        b"<html></html>",
        b"not xml",
        b'<!DOCTYPE a [<!ENTITY b "c">]><CMSearchResult>&b;</CMSearchResult>',
    ],
)
def test_an_answer_that_is_no_result_is_told(
    content: bytes, recorder: type[Recorder], address: str
) -> None:
    recorder.search = lambda self, _: self.answer(content)

    with pytest.raises(NotFetched) as caught:
        source(address).offers(MORNING)

    assert caught.value.reason is Reason.ANSWER


def test_a_recorder_without_tracks_to_ask_for_is_refused_when_it_is_read(address: str) -> None:
    with pytest.raises(ValidationError, match="cameras"):
        source(address, cameras={})
