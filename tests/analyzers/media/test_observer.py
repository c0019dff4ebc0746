from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from evidence.analyzers.media.observer import PacketObserver
from evidence.domain.bundle import ClassBundle
from evidence.domain.footage import DatedBy, EndReason, FootageFile
from evidence.domain.teaching import Certificate, Mode, TrainingClass
from evidence.domain.text import Text
from evidence.domain.time import SECOND
from evidence.engine.local import Limits, LocalEngine
from evidence.pipeline.work import Ended, Ending, Job
from tests.analyzers.media.films import film


class Counter:
    def __init__(self) -> None:
        self.total, self.done = 0, 0

    def stage(self, name: Text, total: int) -> None:
        self.total += total

    def advance(self, steps: int = 1) -> None:
        self.done += steps


class Answers:
    """An engine whose children have already ended."""

    def __init__(self, *ended: Ended) -> None:
        self.ended = ended

    def run(self, jobs: Sequence[Job]) -> Iterator[tuple[int, Ended]]:
        yield from reversed(list(enumerate(self.ended)))


def bundle(root: Path, *footage: FootageFile) -> ClassBundle:
    day = date(2021, 4, 19)
    declared = TrainingClass(
        "C1",
        "p",
        "Asia/Shanghai",
        "茶艺师",
        "五级",
        Mode.OFFLINE,
        Certificate.SKILL_LEVEL,
        day,
        day,
        1,
    )
    return ClassBundle(root, declared, (), (), (), None, footage, (), {}, "")


def test_every_file_comes_back_in_its_order_whatever_became_of_it(tmp_path: Path) -> None:
    film(tmp_path / "教室 1.mp4", metadata="creation_time=2021-04-19T01:00:00Z")
    (tmp_path / "broken.mp4").write_bytes(b"nothing" * 100)
    files = (
        FootageFile("broken.mp4", start=5, dated_by=DatedBy.TABLE),
        FootageFile("lost.mp4", present=False),
        FootageFile("教室 1.mp4"),
    )
    progress = Counter()

    recordings = PacketObserver(LocalEngine(at_once=2)).observe(bundle(tmp_path, *files), progress)

    assert [recording.path for recording in recordings] == [file.path for file in files]
    assert [recording.media.end for recording in recordings] == [
        EndReason.UNREADABLE,
        EndReason.MISSING,
        EndReason.COMPLETE,
    ]
    assert recordings[2].media.duration == 4 * SECOND
    assert recordings[2].file.dated_by is DatedBy.CONTAINER
    assert (progress.done, progress.total) == (2, 2)


def test_a_child_that_died_or_hung_is_told_by_its_end(tmp_path: Path) -> None:
    engine = Answers(
        Ended(Ending.CRASHED, last_words="ended by signal 11"),
        Ended(Ending.TIMED_OUT),
        Ended(Ending.DONE, "half an answ"),
    )
    files = [FootageFile(f"{name}.mp4") for name in "abc"]

    recordings = PacketObserver(engine).observe(bundle(tmp_path, *files), Counter())

    assert [recording.media.end for recording in recordings] == [
        EndReason.CRASHED,
        EndReason.TIMED_OUT,
        EndReason.CRASHED,
    ]
    assert recordings[0].media.detail == "ended by signal 11"


def test_a_child_without_room_for_memory_crashes_and_no_more(tmp_path: Path) -> None:
    film(tmp_path / "a.mp4")
    engine = LocalEngine(Limits(memory_bytes=64 << 20), at_once=1)

    (recording,) = PacketObserver(engine).observe(bundle(tmp_path, FootageFile("a.mp4")), Counter())

    assert recording.media.end is EndReason.CRASHED
