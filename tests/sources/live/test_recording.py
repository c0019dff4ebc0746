"""Streams of a real RTSP server, recorded by real child processes."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest

from evidence.analyzers.media.packets import read
from evidence.domain.footage import EndReason, Recording
from evidence.domain.teaching import Kind, Session
from evidence.domain.time import SECOND, Interval
from evidence.facts.coverage import ClassHourFootage, class_hour_footage, dated
from evidence.sources.footage import footage_files
from evidence.sources.live.child import Child, Over
from evidence.sources.live.journal import Entry, Journal, What, breaks
from evidence.sources.live.keeper import Keeper, job_of
from evidence.sources.live.lost import Lost
from evidence.sources.live.section import RtspSection
from tests.notify.mailbox import certificate
from tests.sources.live.streams import eventually, line_to
from tests.sources.live.veil import veiled

LIMITS = {"max_gap": 2 * SECOND, "max_seam": 2 * SECOND}


def section(port: int, film: str = "h264", **others: object) -> RtspSection:
    settings = {
        "kind": "rtsp", "name": "front", "institution": "INST-1", "class": "C1",
        "url": f"rtsp://127.0.0.1:{port}/{film}.mp4", "segment_seconds": 1, "silence_seconds": 5,
        "retry_seconds": 0.1,
    }  # fmt: skip
    return RtspSection.model_validate(settings | others)


@contextmanager
def kept(camera: RtspSection, folder: Path, **others: object) -> Iterator[None]:
    """The camera, recorded into the folder during the block."""
    stop = Event()
    keeper = Keeper(camera, lambda _: [folder], stop, **others)  # type: ignore[arg-type]
    thread = Thread(target=keeper.keep)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def segments(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.mp4"))


def recordings(folder: Path) -> tuple[Recording, ...]:
    """The segments as a check reads them: dated by their names alone."""
    paths = [f"recordings/front/{path.name}" for path in segments(folder)]
    files = footage_files(paths, table={}, pattern=None, timezone="Asia/Shanghai")
    return tuple(dated(file, read(str(folder / Path(file.path).name))) for file in files)


def hour(found: Sequence[Recording], span: Interval) -> ClassHourFootage:
    session = Session("S1", Kind.PRACTICAL, span, 1, cameras=("front",))
    (fact,) = class_hour_footage([session], found)
    return fact


def reasons(folder: Path) -> list[Lost | None]:
    entries = Journal(folder).entries()
    return [entry.why for entry in entries if entry.what is What.INTERRUPTED]


@pytest.mark.parametrize("film", ["h264", "h265"])
def test_segments_follow_one_another_without_a_gap(server: int, tmp_path: Path, film: str) -> None:
    folder = tmp_path / "front"
    with kept(section(server, film), folder):
        eventually(lambda: len(segments(folder)) >= 3)

    found = recordings(folder)
    whole = Interval(min(r.span.start for r in found if r.span), found[-1].span.end)  # type: ignore[union-attr]
    use = hour(found, whole).usable(**LIMITS)
    assert {recording.media.end for recording in found} == {EndReason.COMPLETE}
    assert not any(recording.media.silences for recording in found)
    assert use.longest.surely == whole.length
    assert use.recorded.surely > whole.length - SECOND // 10
    assert {file.name.partition("_")[0] for file in segments(folder)} == {"front"}


def test_a_server_that_goes_away_leaves_a_gap_of_its_place_and_length(
    server: int, tmp_path: Path
) -> None:
    folder = tmp_path / "front"
    with line_to(server) as line, kept(section(line.port), folder):
        eventually(lambda: len(segments(folder)) >= 2)
        line.cut()
        away = line.came[-1][-1]
        eventually(lambda: Lost.UNREACHABLE in reasons(folder) and time.time() > away + 3)
        before = len(segments(folder))
        line.restore()
        eventually(lambda: len(segments(folder)) >= before + 2)
        back = next(times[0] for times in line.came[1:] if times)

    found = recordings(folder)
    start, end = found[0].file.start or 0, found[-1].span.end  # type: ignore[union-attr]
    (gap,) = hour(found, Interval(start, end)).usable(**LIMITS).holes
    assert gap.span.start == pytest.approx(away * SECOND, abs=SECOND)
    assert gap.span.length == pytest.approx((back - away) * SECOND, abs=SECOND)
    (told,) = [each for each in breaks(Journal(folder).entries()) if each.span.meet(gap.span)]
    assert told.why is Lost.UNREACHABLE
    assert told.span.length == pytest.approx(gap.span.length, abs=SECOND)


def test_a_wrong_password_is_told_and_written_nowhere(
    server: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "front"
    monkeypatch.setenv("CAMERA_PASSWORD", "wro:ng/word")
    with line_to(server, login=("me", "p@ss:w/rd")) as line:
        camera = section(line.port, user="me", password={"env": "CAMERA_PASSWORD"})
        with kept(camera, folder):
            eventually(lambda: Lost.LOGIN in reasons(folder))
    told = capsys.readouterr()
    said = told.out + told.err + Journal(folder).path.read_text("utf-8")
    assert not segments(folder)
    assert "login" in said
    assert "ng/word" not in said
    assert "ng%2Fword" not in said


def test_the_right_password_opens_the_stream(
    server: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "front"
    monkeypatch.setenv("CAMERA_PASSWORD", "p@ss:w/rd")
    with line_to(server, login=("me", "p@ss:w/rd")) as line:
        camera = section(line.port, user="me", password={"env": "CAMERA_PASSWORD"})
        with kept(camera, folder):
            eventually(lambda: segments(folder))
    assert reasons(folder) == [Lost.OFF]


def test_a_stream_over_tls_is_recorded_and_one_without_is_not_taken_for_it(
    server: int, tmp_path: Path
) -> None:
    with veiled(server, certificate(tmp_path)) as port:
        camera = section(port)
        with kept(camera, tmp_path / "plain"):
            eventually(lambda: reasons(tmp_path / "plain"))
        over_tls = camera.model_copy(update={"url": camera.url.replace("rtsp:", "rtsps:")})
        with kept(over_tls, tmp_path / "front"):
            eventually(lambda: len(segments(tmp_path / "front")) >= 2)

    assert not segments(tmp_path / "plain")
    found = recordings(tmp_path / "front")
    assert {recording.media.end for recording in found} == {EndReason.COMPLETE}
    assert reasons(tmp_path / "front") == [Lost.OFF]


def test_a_stream_that_falls_silent_is_lost_and_asked_for_again(
    server: int, tmp_path: Path
) -> None:
    folder = tmp_path / "front"
    with line_to(server) as line, kept(section(line.port, silence_seconds=1), folder):
        eventually(lambda: segments(folder))
        line.held = True
        eventually(lambda: Lost.SILENT in reasons(folder))
        line.held = False
        eventually(lambda: Journal(folder).left_open())
    assert reasons(folder)[0] is Lost.SILENT


def test_no_such_stream_is_told(server: int, tmp_path: Path) -> None:
    folder = tmp_path / "front"
    with kept(section(server, "nothing"), folder):
        eventually(lambda: Lost.GONE in reasons(folder))


def test_a_full_disk_is_told_and_nothing_is_left_of_it(server: int, tmp_path: Path) -> None:
    folder = tmp_path / "front"
    with kept(section(server), folder, least_free=10**18):
        eventually(lambda: Lost.ROOM in reasons(folder))
    assert [path.name for path in folder.iterdir()] == ["front_journal.csv"]


def test_a_recorder_that_hangs_is_ended_and_begun_again(tmp_path: Path) -> None:
    folder = tmp_path / "front"
    hung = (sys.executable, "-c", "import signal; signal.pause()")
    camera = section(1, silence_seconds=1)
    with kept(camera, folder, command=hung, patience=-1.5):
        eventually(lambda: Lost.HUNG in reasons(folder))


def test_a_killed_recorder_leaves_what_it_had(server: int, tmp_path: Path) -> None:
    folder = tmp_path / "front"
    camera = section(server, segment_seconds=600)
    before = time.time()
    child = Child.started(job_of(camera, camera.stream(), [folder], 0))
    last = _alive(child, seconds=3)
    child.kill()
    child.bury()
    assert not segments(folder)

    after = Child.started(job_of(camera, camera.stream(), [folder], 0))
    eventually(lambda: segments(folder))
    after.kill()
    after.bury()

    (recording,) = recordings(folder)
    assert recording.media.end is EndReason.COMPLETE
    assert recording.span is not None
    assert recording.span.start / SECOND >= before - 1
    assert last - 2 * SECOND <= recording.span.end <= last + SECOND


def test_a_recorder_whose_keeper_is_gone_lands_what_it_has(server: int, tmp_path: Path) -> None:
    folder = tmp_path / "front"
    camera = section(server, segment_seconds=600)
    child = Child.started(job_of(camera, camera.stream(), [folder], 0))
    _alive(child, seconds=1)
    child.dismiss()
    eventually(lambda: segments(folder))
    child.bury()
    assert recordings(folder)[0].media.end is EndReason.COMPLETE


def test_footage_of_two_classes_lands_in_both(server: int, tmp_path: Path) -> None:
    folders = [tmp_path / "C1" / "front", tmp_path / "C2" / "front"]
    camera = section(server)
    child = Child.started(job_of(camera, camera.stream(), folders, 0))
    eventually(lambda: all(segments(folder) for folder in folders))
    child.bury()
    one, two = (segments(folder)[0] for folder in folders)
    assert one.name == two.name
    assert one.read_bytes() == two.read_bytes()


def test_another_class_begins_with_another_segment(server: int, tmp_path: Path) -> None:
    first, second = tmp_path / "C1" / "front", tmp_path / "C2" / "front"
    camera = section(server, segment_seconds=600)
    child = Child.started(job_of(camera, camera.stream(), [first], 0))
    _alive(child, seconds=1)
    child.send([second])
    eventually(lambda: segments(first))
    eventually(lambda: list(second.glob(".*.part")))
    child.dismiss()
    eventually(lambda: segments(second))
    child.bury()
    (one,), (two,) = recordings(first), recordings(second)
    assert one.span is not None
    assert two.file.start == pytest.approx(one.span.end, abs=SECOND // 10)


def test_a_recorder_that_was_killed_with_its_keeper_is_told_of_by_the_next(tmp_path: Path) -> None:
    folder = tmp_path / "front"
    began = 1_618_794_000 * SECOND
    Journal(folder).add(Entry(began, What.RECORDING))
    with line_to(1) as line:
        line.cut()
        with kept(section(line.port), folder):
            eventually(lambda: Lost.UNREACHABLE in reasons(folder))
    assert reasons(folder)[:2] == [Lost.OFF, Lost.UNREACHABLE]
    assert Journal(folder).entries()[1].at == began


def _alive(child: Child, *, seconds: int) -> int:
    """Hear it until it has recorded for so long; when its footage then ended."""
    began = 0
    while True:
        match child.hear(30):
            case {"told": "began", "at": int(at)}:
                began = at
            case {"told": "alive", "at": int(at)} if began and at - began >= seconds * SECOND:
                return at
            case None | Over():
                raise AssertionError("it recorded nothing")
