"""What asking a record of faces costs, and how often it takes one person for another.

    python -m benchmarks.face_record [--data FOLDER] [--faces 100000] [--class-size 40]

``FOLDER`` holds ``faces/SET/PERSON/*``. Its people are real: only figures leave this program. The
record is filled with made-up vectors, sealed as real ones are; beside it, in the same run, the same
vectors lie open in one array, the plainest way there is. CPU seconds are those of one thread.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
from benchmarks.faces.photos import middle_face, people
from cryptography.fernet import Fernet

from evidence.analyzers.face.asking import Asking
from evidence.analyzers.face.cards import card
from evidence.analyzers.face.detector import LibFaceDetection
from evidence.analyzers.face.embedder import DlibResNet
from evidence.analyzers.face.instruments import Vectors
from evidence.analyzers.face.known import Known, dumps
from evidence.analyzers.face.vectors import packed_rows, unpacked_rows
from evidence.pipeline.face_record import FaceSheet
from evidence.store.opening import open_store
from evidence.store.schema import upgrade
from evidence.store.sealed import FernetSeal

LIMITS = (250, 300, 350, 400, 450, 520)
LIMIT = round(1000 * card("dlib-resnet").threshold("record_match"))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path)
    parser.add_argument("--faces", type=int, default=100_000)
    parser.add_argument("--class-size", type=int, default=40)
    told = parser.parse_args()
    if told.data:
        accuracy(told.data)
    speed(told.faces, told.class_size)


def accuracy(data: Path) -> None:
    """Pairs of photos of one person and of two, by distance."""
    detector, embedder = LibFaceDetection(), DlibResNet(mirrored=True)
    found: dict[str, list[Vectors]] = {}
    for name, photos in people(data).items():
        for photo in photos:
            face = middle_face(detector, photo)
            if face is not None:
                found.setdefault(name, []).append(embedder.embed(photo, [face])[0])
    same = np.array(sorted(_within(found.values())))
    different = np.array(sorted(_between(list(found.values()))))
    nearest = np.array(sorted(_nearest(list(found.values()))))
    print(f"{len(found)} people, {len(same)} pairs of one person, {len(different)} of two\n")
    print("| nearer than | one person | two people | pairs of people ever so near |")
    print("| --- | --- | --- | --- |")
    for limit in LIMITS:
        hits, misses = int((same <= limit).sum()), int((different <= limit).sum())
        share = f"{100 * hits / len(same):.1f}% ({hits}/{len(same)})"
        wrong = f"{100 * misses / len(different):.3f}% ({misses}/{len(different)})"
        ever = f"{int((nearest <= limit).sum())} of {len(nearest)}"
        print(f"| {limit / 1000:.2f} | {share} | {wrong} | {ever} |")
    print(f"\nnearest pairs of two people: {', '.join(f'{d / 1000:.3f}' for d in different[:8])}\n")


def _within(everybody: Iterable[Sequence[Vectors]]) -> Iterator[float]:
    for photos in everybody:
        yield from (_apart(one, other) for one, other in combinations(photos, 2))


def _between(everybody: Sequence[Sequence[Vectors]]) -> Iterator[float]:
    for mine, theirs in combinations(everybody, 2):
        yield from (_apart(one, other) for one in mine for other in theirs)


def _nearest(everybody: Sequence[Sequence[Vectors]]) -> Iterator[float]:
    """The nearest photos of each pair of people."""
    for mine, theirs in combinations(everybody, 2):
        yield min(_apart(one, other) for one in mine for other in theirs)


def _apart(one: Vectors, other: Vectors) -> float:
    return 1000 * float(np.linalg.norm(one - other))


def speed(count: int, size: int) -> None:
    """A record of so many faces, asked with the portraits of one class."""
    dice = np.random.default_rng(1)
    seal = FernetSeal(Fernet.generate_key().decode())
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/faces.db"
        upgrade(url)
        store = open_store(url)
        began = time.process_time()
        for number in range(-(-count // size)):
            store.faces.put(_sheet(seal, number, _faces(dice, size)), 0)
        filled = time.process_time() - began
        there = Path(folder, "faces.db").stat().st_size / 1e6
        print(f"{count} faces in classes of {size}: {there:.0f} MB, {filled:.0f} CPU s to fill\n")
        asked = _faces(dice, size)
        began = time.process_time()
        asking = Asking(seal, store.faces, "1", count, "", asked)
        found = sum(1 for _ in asking.hits(LIMIT))
        spent = time.process_time() - began
        lying = np.concatenate([_opened(seal, one) for one in store.faces.sheets("1", count, "")])
        store.close()
    began = time.process_time()
    plain = sum(_near(lying, face) for face in asked)
    peer = time.process_time() - began
    print("| asked with the portraits of one class | CPU seconds | found |")
    print("| --- | --- | --- |")
    print(f"| the record, sealed | {spent:.2f} | {found} |")
    print(f"| the same faces open in one array, face by face | {peer:.2f} | {plain} |")


def _faces(dice: np.random.Generator, count: int) -> Vectors:
    """Made-up faces: as long as real ones are, and in any direction."""
    rows = dice.normal(size=(count, 128)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def _sheet(seal: FernetSeal, number: int, faces: Vectors) -> FaceSheet:
    people = [Known(f"L{at}", str(at), "", 1) for at in range(len(faces))]
    body, names = seal.close(packed_rows(faces)), seal.close(dumps(people))
    return FaceSheet(str(number), "a" * 64, "1", body, len(faces), names)


def _opened(seal: FernetSeal, sheet: FaceSheet) -> Vectors:
    return unpacked_rows(seal.open(sheet.body) or "", sheet.count)


def _near(lying: Vectors, face: Vectors) -> int:
    return int((np.linalg.norm(lying - face, axis=1) <= LIMIT / 1000).sum())


if __name__ == "__main__":
    main()
