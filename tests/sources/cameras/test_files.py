import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from evidence.domain.time import DAY, HOUR, MINUTE, SECOND, Interval
from evidence.pipeline.quiet import Quiet
from evidence.pipeline.sources_port import Landed, NotFetched, NotLanded, Offer, Reason
from evidence.sources.cameras.files import FilesSection, FilesSource
from evidence.sources.landing import Landing, LandingSection
from evidence.sources.moments import micros
from evidence.sources.patience import Patience
from tests.sources.cameras.servers import KINDS, PASSWORD, USER, http_listing, sftp

NINE = micros(datetime(2021, 4, 19, 9, tzinfo=ZoneInfo("Asia/Shanghai")))
MORNING = Interval(NINE, NINE + 4 * HOUR)
CONTENT = bytes(range(256)) * 9000  # more than one chunk
FILES = {
    "cam1_20210419_090000.mp4": CONTENT,
    "2021-04-19/001/dav/09/09.00.00-09.30.00[R][0@0][0].dav": b"dahua",
    "ch02_20210419100000.mp4": b"hikvision",
    "front/21/04/19/09/00/00/123-video.mp4": b"zoneminder",
    "2021-04-19/01/back/05.10.mp4": b"frigate",
    "cam1_20210417_090000.mp4": b"two days before",
    "教室 2/holiday.mp4": b"undated",
    "cam1_20210419_090000.jpg": b"a picture beside it",
    "cam1_20210419_110000.mp4.part": b"unfinished",
    ".DS_Store": b"junk",
}
NAMES = {
    "recordings/001/001_20210419T010000Z.dav",
    "recordings/back/back_20210419T010510Z.mp4",
    "recordings/cam1/cam1_20210419T010000Z.mp4",
    "recordings/ch02/ch02_20210419T020000Z.mp4",
    "recordings/front/front_20210419T010000Z.mp4",
}


def lay(folder: Path) -> Path:
    folder.mkdir()
    for name, content in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (1_700_000_000, 1_700_000_000))
    return folder


def source(where: dict[str, Any], **further: Any) -> FilesSource:
    told = {"kind": "files", "name": "nas", "institution": "INST-7"} | where
    if not told["url"].startswith(("http", "/")):
        told |= {"user": USER, "password": {"env": "NAS_PASSWORD"}}
    section = FilesSection(**(told | further))
    # A store that was just filled is not to be waited for.
    return FilesSource(section, Patience(sleep=lambda _: None), clock=lambda: 2**62)


@pytest.fixture(params=KINDS)
def nas(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FilesSource]:
    monkeypatch.setenv("NAS_PASSWORD", PASSWORD)
    with KINDS[request.param](lay(tmp_path / "nas")) as where:
        yield source(where)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NAS_PASSWORD", PASSWORD)
    return lay(tmp_path / "nas")


def offers(nas: FilesSource, wanted: Interval = MORNING) -> dict[str, Offer]:
    return {offer.name: offer for offer in nas.offers(wanted)}


def test_footage_of_the_time_is_offered_by_names_that_date_it(nas: FilesSource) -> None:
    found = offers(nas)

    assert set(found) == NAMES | {"recordings/教室 2/holiday.mp4"}
    film = found["recordings/cam1/cam1_20210419T010000Z.mp4"]
    assert (film.camera, film.start, film.size) == ("cam1", NINE, len(CONTENT))


def test_a_file_is_fetched_whole(nas: FilesSource, tmp_path: Path) -> None:
    into = tmp_path / "part"
    film = offers(nas)["recordings/cam1/cam1_20210419T010000Z.mp4"]

    fetched = nas.fetch(film, into, Quiet())

    assert into.read_bytes() == CONTENT
    assert (fetched.size, fetched.resumed_at) == (len(CONTENT), 0)


def test_a_file_is_gone_on_with_from_where_it_broke_off(nas: FilesSource, tmp_path: Path) -> None:
    into = tmp_path / "part"
    into.write_bytes(CONTENT[:1_500_000])
    film = offers(nas)["recordings/cam1/cam1_20210419T010000Z.mp4"]

    nas.fetch(film, into, Quiet())

    assert into.read_bytes() == CONTENT


def test_a_file_with_an_odd_name_is_fetched_too(nas: FilesSource, tmp_path: Path) -> None:
    nas.fetch(offers(nas)["recordings/教室 2/holiday.mp4"], tmp_path / "part", Quiet())

    assert (tmp_path / "part").read_bytes() == b"undated"


def test_what_was_there_and_is_no_more_is_told(nas: FilesSource, tmp_path: Path) -> None:
    with pytest.raises(NotFetched) as caught:
        nas.fetch(Offer("gone_20210419_090000.mp4", "x"), tmp_path / "part", Quiet())

    assert caught.value.reason is Reason.GONE


def test_a_new_file_is_seen_at_once(folder: Path) -> None:
    with sftp(folder) as where:
        nas = source(where)
        before = set(offers(nas))
        (folder / "cam9_20210419_090000.mp4").write_bytes(b"late")

        assert set(offers(nas)) - before == {"recordings/cam9/cam9_20210419T010000Z.mp4"}


def test_a_wrong_password_is_told_as_such(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAS_PASSWORD", "guessed")
    for kind in ("sftp", "webdav"):
        with KINDS[kind](folder) as where, pytest.raises(NotFetched) as caught:
            source(where).offers(MORNING)
        assert caught.value.reason is Reason.LOGIN
        folder = lay(folder.with_name(f"after-{kind}"))


def test_a_server_with_another_key_gets_no_password(folder: Path) -> None:
    with sftp(folder) as where, pytest.raises(NotFetched, match="the server's key is SHA256:"):
        source(where | {"host_key": "SHA256:another"}).offers(MORNING)


def test_a_server_that_is_down_is_asked_a_few_times(folder: Path) -> None:
    with http_listing(folder) as where:
        pass
    waits: list[float] = []
    nas = FilesSource(source(where).section, Patience(tries=3, sleep=waits.append))

    with pytest.raises(NotFetched) as caught:
        nas.offers(MORNING)

    assert caught.value.reason is Reason.UNREACHABLE
    assert len(waits) == 2
    assert "127.0.0.1" not in str(caught.value)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    section = FilesSection(kind="files", name="n", institution="i", url=str(tmp_path / "nowhere"))

    with pytest.raises(NotFetched) as caught:
        section.opened().offers(MORNING)

    assert caught.value.reason is Reason.GONE


@pytest.mark.parametrize(
    ("start", "length", "offered"),
    [
        (NINE - 3 * HOUR, 3 * HOUR, False),
        (NINE - 3 * HOUR, 3 * HOUR + 1, True),
        (NINE + HOUR, HOUR, False),
    ],
)
def test_a_file_is_offered_where_it_may_reach_into_the_time(
    start: int, length: int, offered: bool
) -> None:
    offer = Offer("1", "a", start=start)

    assert offer.may_cover(Interval(NINE, NINE + HOUR), longest=length) is offered


def test_a_file_that_is_still_written_is_left_alone(folder: Path) -> None:
    film = "cam1_20210419_090000.mp4"
    changed = 1_700_000_000 * SECOND
    nas = source({"url": str(folder)}, settled_seconds=60)

    def seen(at: int) -> set[str]:
        return {offer.id for offer in FilesSource(nas.section, clock=lambda: at).offers(MORNING)}

    assert film not in seen(changed + MINUTE - 1)
    assert film in seen(changed + MINUTE)


def test_a_pattern_and_a_map_of_cameras_name_what_no_recorder_would(tmp_path: Path) -> None:
    (tmp_path / "19-04-2021 9h00 left.mkv").write_bytes(b"x")
    nas = source(
        {"url": str(tmp_path)},
        pattern="{start:%d-%m-%Y %Hh%M} {camera}.mkv",
        cameras={"left": "教室1"},
    )

    (offer,) = nas.offers(MORNING)

    assert offer.name == "recordings/教室1/教室1_20210419T010000Z.mkv"
    assert (offer.camera, offer.start) == ("教室1", NINE)


@pytest.mark.parametrize(
    ("path", "cameras", "name", "camera"),
    [
        ("cam1/20210419_090000.mp4", {}, "cam1/20210419T010000Z.mp4", "cam1"),
        (
            "2021-04-19/cam1/20210419_090000.mp4",
            {},
            "2021-04-19/cam1/20210419T010000Z.mp4",
            "cam1",
        ),
        (
            "cam1/20210419_090000.mp4",
            {"cam1": "front"},
            "front/front_20210419T010000Z.mp4",
            "front",
        ),
        ("录像/20210419_090000.mp4", {"录像": ""}, "20210419T010000Z.mp4", ""),
        ("2021-04-19/20210419_090000.mp4", {}, "2021-04-19/20210419T010000Z.mp4", ""),
    ],
)
def test_a_folder_tells_the_camera_but_is_not_written_into_the_name(
    path: str, cameras: dict[str, str], name: str, camera: str, tmp_path: Path
) -> None:
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_bytes(b"x")

    (offer,) = source({"url": str(tmp_path)}, cameras=cameras).offers(MORNING)

    assert (offer.name, offer.camera) == (f"recordings/{name}", camera)


def test_a_night_lands_all_of_it_once(folder: Path, tmp_path: Path) -> None:
    landing = Landing(LandingSection(folder=tmp_path / "landing", least_free_gigabytes=0))

    def night() -> list[Landed | NotLanded]:
        with KINDS["local"](folder) as where:
            nas = source(where)
            return [
                landing.land(nas, offer, "INST-7/C1", now=1, progress=Quiet())
                for offer in nas.offers(MORNING)
            ]

    first, second = night(), night()

    assert all(isinstance(each, Landed) and each.new for each in first)
    assert all(isinstance(each, Landed) and not each.new for each in second)
    assert (landing.bundle("INST-7/C1") / "recordings/教室_2/holiday.mp4").exists()


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"url": "ftp://x/y"}, "expected a path or a URL"),
        ({"url": "sftp://u:p@h/y"}, "a password does not stand in a URL"),
        ({"url": "sftp://h/y"}, "host_key"),
        ({"url": "/a", "pattern": "{camera}.mp4"}, "is missing"),
        ({"url": "/a", "timezone": "Asia/Shangai"}, "no time zone"),
        ({"url": "/a", "longest_hours": 0}, "greater than 0"),
    ],
)
def test_a_section_that_can_not_work_is_refused_when_it_is_read(
    wrong: dict[str, Any], word: str
) -> None:
    with pytest.raises(ValidationError, match=word):
        FilesSection(kind="files", name="n", institution="i", **wrong)


def test_days_far_from_the_time_are_not_offered(folder: Path) -> None:
    nas = source({"url": str(folder)})

    assert set(offers(nas, Interval(NINE + 3 * DAY, NINE + 4 * DAY))) == {
        "recordings/教室 2/holiday.mp4"
    }
