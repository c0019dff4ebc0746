"""What was read off a recording is not read again: a late file is read alone."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from evidence.analyzers.media import wire
from evidence.analyzers.media.observer import PacketObserver
from evidence.domain.footage import EndReason, Media, Recording
from evidence.domain.time import MINUTE
from evidence.pipeline.quiet import Quiet
from evidence.pipeline.remembered import RememberedFootage
from evidence.pipeline.seen import WORTH_KEEPING, SeenInStore
from evidence.pipeline.work import Ended, Ending, Job
from evidence.sources.bundle import open_bundle
from evidence.store.memory import MemoryStore
from tests.sources.bundles import RECORDINGS, written

LATE = RECORDINGS + "recordings/b.mp4,cam1,2021-04-19 09:45:00\n"


class Counting:
    """An engine that answers without a child, and remembers which files it was asked for."""

    def __init__(self, ending: Ending = Ending.DONE) -> None:
        self.ending = ending
        self.read: list[str] = []

    def run(self, jobs: Sequence[Job]) -> Iterator[tuple[int, Ended]]:
        for place, job in enumerate(jobs):
            self.read.append(Path(job.arguments[-1]).name)
            media = Media(EndReason.COMPLETE, 45 * MINUTE, frame=40_000, packets=1)
            yield place, Ended(self.ending, wire.dumps(media))


def observed(folder: Path, engine: Counting, store: MemoryStore) -> tuple[Recording, ...]:
    footage = RememberedFootage(
        PacketObserver(engine), store.observations, "1", wire.dumps, wire.loads, lambda: 0
    )
    with open_bundle(folder, progress=Quiet()) as bundle:
        return footage.observe(bundle, Quiet())


def test_a_late_file_is_the_only_one_that_is_read(tmp_path: Path) -> None:
    store, engine = MemoryStore.empty(), Counting()
    first = observed(written(tmp_path), engine, store)
    engine.read.clear()

    later = observed(
        written(tmp_path, {"recordings.csv": LATE, "recordings/b.mp4": "more"}), engine, store
    )

    assert engine.read == ["b.mp4"]
    assert later[0] == first[0]
    assert [recording.path for recording in later] == ["recordings/a.mp4", "recordings/b.mp4"]


def test_the_same_content_under_another_name_is_known(tmp_path: Path) -> None:
    store, engine = MemoryStore.empty(), Counting()
    observed(written(tmp_path), engine, store)
    (tmp_path / "recordings/a.mp4").rename(tmp_path / "recordings/c.mp4")

    observed(written(tmp_path, {"recordings.csv": None, "recordings/a.mp4": None}), engine, store)

    assert engine.read == ["a.mp4"]


def test_a_file_that_killed_its_reader_is_tried_again(tmp_path: Path) -> None:
    store, engine = MemoryStore.empty(), Counting(Ending.CRASHED)
    observed(written(tmp_path), engine, store)

    observed(tmp_path, engine, store)

    assert engine.read == ["a.mp4", "a.mp4"]


def test_the_digest_of_a_large_file_is_asked_of_the_store_until_the_file_changes(
    tmp_path: Path,
) -> None:
    store = MemoryStore.empty()
    seen = SeenInStore(store.observations, lambda: 0)
    folder = written(tmp_path, {"recordings/a.mp4": b"1" * WORTH_KEEPING})

    def digest() -> str:
        with open_bundle(folder, progress=Quiet(), seen=seen) as bundle:
            return bundle.digests["recordings/a.mp4"]

    first = digest()
    assert len(store.observations.bodies) == 1
    assert digest() == first
    (folder / "recordings/a.mp4").write_bytes(b"2" * (WORTH_KEEPING + 1))
    assert digest() != first
