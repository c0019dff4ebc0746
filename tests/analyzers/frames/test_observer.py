"""A child process looks at each file: what it says is kept, and what it dies of is told."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from evidence.analyzers.frames import wire
from evidence.analyzers.frames.observer import FrameObserver
from evidence.domain.footage import EndReason, FootageFile, Media, Recording
from evidence.domain.pictures import (
    UNSEEN,
    Flaw,
    Look,
    Pictures,
    Place,
    Rhythm,
    Seen,
    Speed,
    Spell,
    Step,
)
from evidence.domain.time import SECOND, Interval
from evidence.pipeline.looking import RememberedPictures
from evidence.pipeline.quiet import Quiet
from evidence.pipeline.work import Ended, Ending, Job
from evidence.sources.bundle import open_bundle
from evidence.store.memory import MemoryStore
from tests.sources.bundles import RECORDINGS, written

SPAN = Interval(10 * SECOND, 80 * SECOND)
TWIN = Place("recordings/b.mp4", SPAN, "ab" * 32, "picture")
FOUND = Pictures(
    Seen.LOOKED,
    (Look(Speed.PACKETS, 100, 80 * SECOND),),
    (
        Spell(Flaw.FROZEN, SPAN, SPAN, Speed.FULL, picture="abcd"),
        Spell(Flaw.LOOPED, SPAN, None, Speed.KEY_FRAMES, TWIN, mirrored=True, rate=1_050_000),
    ),
    prints="prints",
    rhythm=Rhythm(50_000, 1_000, (Step(0, 1_200, repeats=False), Step(SECOND, 10, repeats=True))),
)
LATE = RECORDINGS + "recordings/b.mp4,cam1,2021-04-19 09:45:00\n"


class Answering:
    """An engine that answers without a child."""

    def __init__(self, *ended: Ended) -> None:
        self.ended = list(ended)
        self.read: list[str] = []

    def run(self, jobs: Sequence[Job]) -> Iterator[tuple[int, Ended]]:
        for place, job in enumerate(jobs):
            self.read.append(Path(job.arguments[-1]).name)
            yield place, self.ended.pop(0)


def recording(name: str = "a", duration: int = 80 * SECOND) -> Recording:
    end = EndReason.COMPLETE if duration else EndReason.UNREADABLE
    return Recording(FootageFile(f"recordings/{name}.mp4"), Media(end, duration))


def looked(folder: Path, engine: Answering, *recordings: Recording) -> list[Pictures]:
    with open_bundle(folder, progress=Quiet()) as bundle:
        return list(FrameObserver(engine).look(bundle, recordings, Quiet()))


def test_what_is_found_comes_back_from_the_child_as_it_was() -> None:
    assert wire.loads(wire.dumps(FOUND)) == FOUND


def test_a_decoder_that_dies_is_told_of_its_file_alone(tmp_path: Path) -> None:
    engine = Answering(
        Ended(Ending.CRASHED, last_words="ended by signal 11"),
        Ended(Ending.TIMED_OUT),
        Ended(Ending.DONE, wire.dumps(FOUND)),
        Ended(Ending.DONE, wire.dumps(FOUND)[:50]),
    )

    found = looked(written(tmp_path), engine, *(recording(name) for name in "abcd"))

    seen = [Seen.CRASHED, Seen.TIMED_OUT, Seen.LOOKED, Seen.CRASHED]
    assert [pictures.seen for pictures in found] == seen
    assert found[0].detail == "ended by signal 11"
    assert found[2] == FOUND


def test_what_holds_no_footage_is_not_looked_at(tmp_path: Path) -> None:
    engine = Answering()

    assert looked(written(tmp_path), engine, recording(duration=0)) == [UNSEEN]
    assert engine.read == []


def test_the_same_content_is_looked_at_once(tmp_path: Path) -> None:
    store, engine = MemoryStore.empty(), Answering(*[Ended(Ending.DONE, wire.dumps(FOUND))] * 2)
    kept = store.observations
    memory = RememberedPictures(FrameObserver(engine), kept, "1", wire.dumps, wire.loads, lambda: 0)
    for papers in ({}, {"recordings.csv": LATE, "recordings/b.mp4": "more"}):
        with open_bundle(written(tmp_path, papers), progress=Quiet()) as bundle:
            recordings = [recording(Path(file.path).stem) for file in bundle.footage]
            found = list(memory.look(bundle, recordings, Quiet()))

            assert found == [FOUND] * len(recordings)
    assert engine.read == ["a.mp4", "b.mp4"]


def test_a_decoder_that_died_is_asked_again_the_next_time(tmp_path: Path) -> None:
    engine = Answering(Ended(Ending.CRASHED), Ended(Ending.DONE, wire.dumps(FOUND)))
    memory = RememberedPictures(
        FrameObserver(engine), MemoryStore.empty().observations, "1", wire.dumps, wire.loads,
        lambda: 0,
    )  # fmt: skip
    with open_bundle(written(tmp_path), progress=Quiet()) as bundle:
        first = list(memory.look(bundle, [recording()], Quiet()))
        again = list(memory.look(bundle, [recording()], Quiet()))

    assert [pictures.seen for pictures in (*first, *again)] == [Seen.CRASHED, Seen.LOOKED]
