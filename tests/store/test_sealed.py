"""The seal, and what is remembered of faces behind it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from cryptography.fernet import Fernet

from evidence.analyzers.face import wire
from evidence.domain.bundle import ClassBundle
from evidence.domain.errors import Unreadable
from evidence.domain.presence import Face, FacesSeen, Look, Portrait, Track, Watched
from evidence.pipeline.faces import RememberedFaces, Wire
from evidence.pipeline.ports import Progress
from evidence.pipeline.quiet import Quiet
from evidence.store.memory import MemoryStore
from evidence.store.sealed import FernetSeal
from tests.pipeline.classes import bundle

KEY, OTHER = Fernet.generate_key().decode(), Fernet.generate_key().decode()
LOOK = Look(0, Face(0, 0, 60, 80, 90), 1.0, b"who this is")
SEEN = FacesSeen(Watched.WATCHED, 640, 360, (0,), (Track(0, 0, 1, 80, (LOOK,)),))
TEXT = Wire(wire.dumps, wire.loads, wire.dumps_portrait, wire.loads_portrait)


class Counting:
    """Counts what it is asked to look at."""

    def __init__(self, seen: FacesSeen = SEEN) -> None:
        self.seen = seen
        self.asked: list[str] = []

    def recordings(
        self, bundle: ClassBundle, paths: Sequence[str], progress: Progress
    ) -> Iterator[FacesSeen]:
        self.asked.extend(paths)
        return iter([self.seen] * len(paths))

    def portraits(
        self, bundle: ClassBundle, paths: Sequence[str], progress: Progress
    ) -> Iterator[Portrait]:
        self.asked.extend(paths)
        return iter([Portrait("", None, LOOK.face, 1.0, b"who")] * len(paths))


def handed_in() -> ClassBundle:
    return replace(bundle(), digests={"a.mp4": "a" * 64, "p.jpg": "b" * 64})


def test_what_is_sealed_opens_with_its_key_only() -> None:
    sealed = FernetSeal(KEY).close("a face")

    assert "a face" not in sealed
    assert FernetSeal(KEY).open(sealed) == "a face"
    assert FernetSeal(OTHER).open(sealed) is None
    assert FernetSeal(KEY).open(sealed[:-4] + "AAAA") is None


def test_the_name_of_a_key_tells_it_from_others_and_nothing_of_it() -> None:
    assert FernetSeal(KEY).name != FernetSeal(OTHER).name
    assert FernetSeal(KEY).name not in KEY
    assert KEY not in repr(FernetSeal(KEY))


def test_a_key_that_is_none_is_told_without_being_quoted() -> None:
    with pytest.raises(Unreadable) as error:
        FernetSeal("hunter2")
    assert "hunter2" not in str(error.value)


def test_no_file_is_searched_twice_and_nothing_of_it_lies_open() -> None:
    store, reader = MemoryStore.empty(), Counting()
    faces = RememberedFaces(reader, store.observations, FernetSeal(KEY), "1", TEXT, lambda: 0)

    for _ in range(2):
        assert list(faces.recordings(handed_in(), ["a.mp4"], Quiet())) == [SEEN]
        assert next(faces.portraits(handed_in(), ["p.jpg"], Quiet())).vector == b"who"

    assert reader.asked == ["a.mp4", "p.jpg"]
    sealed = store.observations.get("a" * 64, f"1/faces/{FernetSeal(KEY).name}")
    assert sealed is not None
    assert "watched" not in sealed


def test_another_key_looks_anew() -> None:
    store, reader = MemoryStore.empty(), Counting()
    for key in (KEY, OTHER):
        faces = RememberedFaces(reader, store.observations, FernetSeal(key), "1", TEXT, lambda: 0)
        list(faces.recordings(handed_in(), ["a.mp4"], Quiet()))

    assert reader.asked == ["a.mp4", "a.mp4"]


def test_a_crash_is_not_remembered() -> None:
    store, reader = MemoryStore.empty(), Counting(FacesSeen(Watched.CRASHED))
    faces = RememberedFaces(reader, store.observations, FernetSeal(KEY), "1", TEXT, lambda: 0)
    for _ in range(2):
        list(faces.recordings(handed_in(), ["a.mp4"], Quiet()))

    assert reader.asked == ["a.mp4", "a.mp4"]
