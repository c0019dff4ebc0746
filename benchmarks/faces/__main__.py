"""Faces: who is recognised, how often wrongly, and how fast.

    python -m benchmarks.faces [--data FOLDER] [--only identification|speed]

``FOLDER`` holds ``faces/SET/PERSON/*`` and ``liveness/real/PERSON/*``. Its people are real: only
figures leave this program. CPU seconds are those of one thread.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence, Set
from pathlib import Path
from random import Random

os.environ["OMP_NUM_THREADS"] = "1"

import cv2
import dlib
import numpy as np
from benchmarks.faces.classroom import CHUNK, HOUR, Seat, filmed
from benchmarks.faces.photos import middle_face, people, webcams

from evidence.analyzers.face.cards import card
from evidence.analyzers.face.chosen import BY_DEFAULT
from evidence.analyzers.face.clarity import Clear, clarity
from evidence.analyzers.face.detector import LibFaceDetection
from evidence.analyzers.face.embedder import DlibResNet
from evidence.analyzers.face.instruments import Picture, Vectors
from evidence.analyzers.face.sampling import samples
from evidence.analyzers.face.vectors import unpacked
from evidence.analyzers.face.watching import Watcher
from evidence.domain.presence import Face, FacesSeen

MATCH, MARGIN = card("dlib-resnet").threshold("match"), card("dlib-resnet").threshold("margin")
ENROLLED, ROUNDS, CANVAS, PEER_FRAMES = 3, 30, 200, 4
Photos = Mapping[str, Sequence[Picture]]
Shown = tuple[str, int, str]  # person, number of the photo, condition


def blurred(picture: Picture) -> Picture:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 1.5), np.uint8)


def dark(picture: Picture) -> Picture:
    noise = np.random.default_rng(1).normal(0, 6, picture.shape)
    return np.clip(picture * 0.25 + noise, 0, 255).astype(np.uint8)


def softened(picture: Picture) -> Picture:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.8), np.uint8)


def dusky(picture: Picture) -> Picture:
    noise = np.random.default_rng(1).normal(0, 6, picture.shape)
    return np.clip(picture * 0.5 + noise, 0, 255).astype(np.uint8)


def compressed(picture: Picture) -> Picture:
    _, packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 30])
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)


def sidelit(picture: Picture) -> Picture:
    ramp = np.linspace(0.25, 1.0, picture.shape[1])[None, :, None]
    return np.clip(picture * ramp, 0, 255).astype(np.uint8)


CONDITIONS: dict[str, tuple[int, Callable[[Picture], Picture]]] = {
    "as photographed": (0, lambda p: p),
    "96 px": (96, lambda p: p),
    "64 px": (64, lambda p: p),
    "48 px": (48, lambda p: p),
    "32 px (only counted)": (32, lambda p: p),
    "24 px (only counted)": (24, lambda p: p),
    "64 px, blurred (sigma 1.5 px)": (64, blurred),
    "48 px, blurred (sigma 0.8 px)": (48, softened),
    "48 px, blurred (sigma 1.5 px)": (48, blurred),
    "48 px, JPEG of quality 30": (48, compressed),
    "48 px, half the light, noisy": (48, dusky),
    "48 px, a quarter of the light, noisy": (48, dark),
    "48 px, lit from one side": (48, sidelit),
}


def seen_at(
    picture: Picture, face: Face, size: int, change: Callable[[Picture], Picture]
) -> Picture:
    zoom = size / face.height if size else 1.0
    if not size:
        return change(picture)
    small = cv2.resize(picture, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA)
    x, y = (face.x + face.width / 2) * zoom, (face.y + face.height / 2) * zoom
    placed = np.array([[1, 0, CANVAS / 2 - x], [0, 1, CANVAS / 2 - y]], np.float32)
    moved = cv2.warpAffine(small, placed, (CANVAS, CANVAS), borderMode=cv2.BORDER_REPLICATE)
    return change(np.asarray(moved, np.uint8))


def identification(photos: Photos, detector: LibFaceDetection, embedder: DlibResNet) -> None:
    found: dict[Shown, Vectors | None] = {}
    clear = Clear.by(card("dlib-resnet"))
    unclear: set[Shown] = set()
    for person, pictures in photos.items():
        for number, picture in enumerate(pictures):
            face = middle_face(detector, picture)
            for name, (size, change) in CONDITIONS.items():
                if face is None or face.height < size:
                    continue
                shown = seen_at(picture, face, size, change)
                there = middle_face(detector, shown)
                found[person, number, name] = embedder.embed(shown, [there])[0] if there else None
                if there and not clear.shows(clarity(shown, there)):
                    unclear.add((person, number, name))
    print(f"\nIdentification: {len(photos)} people, {ENROLLED} portraits each, one look a probe;")
    print(f"threshold {MATCH}, margin {MARGIN}; half of the people are strangers, {ROUNDS} rounds")
    none = frozenset[Shown]()
    for title, left_out in (("Every look compared", none), ("Unclear looks left out", unclear)):
        print(
            f"\n{title}\n\n| probe | hits | taken for another learner "
            "| strangers taken for a learner | left out | no face |"
        )
        print("| --- | --- | --- | --- | --- | --- |")
        for name in CONDITIONS:
            print(f"| {name} | {_identified(photos, found, left_out, name)} |")


def _identified(
    photos: Photos, found: Mapping[Shown, Vectors | None], unclear: Set[Shown], name: str
) -> str:
    """One row: a look that is left out is no hit, and takes nobody for a learner."""
    rng = Random(1)
    hits = wrong = tried = taken = strangers = missed = dropped = 0
    for _ in range(ROUNDS):
        order = rng.sample(sorted(photos), len(photos))
        roster, others = order[: len(order) // 2], order[len(order) // 2 :]
        known: dict[str, Vectors] = {}
        probes = [
            (person, number, False) for person in others for number in range(len(photos[person]))
        ]
        for person in roster:
            numbers = rng.sample(range(len(photos[person])), len(photos[person]))
            rows = [found.get((person, n, "as photographed")) for n in numbers[:ENROLLED]]
            known[person] = np.array([row for row in rows if row is not None])
            probes += [(person, number, True) for number in numbers[ENROLLED:]]
        for person, number, enrolled in probes:
            key = (person, number, name)
            if key not in found:
                continue
            vector = found[key]
            if vector is None:
                missed += enrolled
                continue
            who = "" if key in unclear else nearest(vector, known)
            dropped += key in unclear
            if enrolled:
                tried, hits, wrong = (
                    tried + 1,
                    hits + (who == person),
                    wrong + (who not in {"", person}),
                )
            else:
                strangers, taken = strangers + 1, taken + bool(who)
    share = f"{hits / max(1, tried):.1%} ({hits}/{tried}) | {wrong}/{tried}"
    return f"{share} | {taken / max(1, strangers):.2%} ({taken}/{strangers}) | {dropped} | {missed}"


def nearest(vector: Vectors, known: Mapping[str, Vectors]) -> str:
    far = sorted(
        (float(np.linalg.norm(rows - vector, axis=1).min()), who) for who, rows in known.items()
    )
    (best, who), (second, _) = far[0], far[1]
    return who if best <= MATCH and second - best >= MARGIN else ""


def runtimes(photos: Photos, detector: LibFaceDetection) -> None:
    plain = DlibResNet()
    chips = []
    for pictures in photos.values():
        face = middle_face(detector, pictures[0])
        chips.extend(plain.chips(pictures[0], [face] if face else []))
    many = np.array(chips[:16])
    own = dlib.face_recognition_model_v1(str(card("dlib-resnet").checked()[0]))
    start = time.process_time()
    theirs = np.array(own.compute_face_descriptor(list(many)))
    slow = (time.process_time() - start) / len(many)
    print("\n| embedder, the same weights | ms a face | times | largest difference |")
    print("| --- | --- | --- | --- |")
    print(f"| dlib, 16 at a time | {slow * 1000:.1f} | 1 | – |")
    for batch in (1, 4, 16):
        start = time.process_time()
        rows = [plain.embed_chips(many[at : at + batch]) for at in range(0, len(many), batch)]
        each = (time.process_time() - start) / len(many)
        off = float(np.abs(np.concatenate(rows) - theirs).max())
        print(
            f"| ONNX Runtime, {batch} at a time "
            f"| {each * 1000:.1f} | {slow / each:.0f} | {off:.0e} |"
        )


def class_hour(data: Path, photos: Photos, detector: LibFaceDetection) -> None:
    shown = {name: pictures[ENROLLED:] for name, pictures in photos.items()}
    shown |= {f"w{name}": pictures for name, pictures in webcams(data).items()}
    path = Path(tempfile.gettempdir()) / "evidence-benchmarks" / "faces-hour.mp4"
    path.parent.mkdir(exist_ok=True)
    truth = filmed(path, shown, detector)
    watcher = Watcher.by(BY_DEFAULT)
    start = time.process_time()
    seen = watcher.watch(str(path))
    spent = time.process_time() - start
    known = {
        name: np.concatenate(
            [
                watcher.load().embed(p, [f])
                for p in pictures[:ENROLLED]
                if (f := middle_face(detector, p))
            ]
        )
        for name, pictures in photos.items()
    }
    _told(seen, spent, known, truth)
    _peer(path, watcher, truth, spent / len(seen.moments))


def _told(
    seen: FacesSeen,
    spent: float,
    known: Mapping[str, Vectors],
    truth: dict[int, list[tuple[Seat, Face]]],
) -> None:
    seats = {seat.person: seat for at in truth.values() for seat, _ in at}
    right, wrong, unsure, strangers = set(), 0, 0, 0
    for track in seen.tracks:
        if not track.looks:
            continue
        box = track.looks[0].face
        x, y = box.x + box.width / 2, box.y + box.height / 2
        who = min(seats.values(), key=lambda seat: abs(seat.x - x) + abs(seat.y - y)).person
        told = nearest(unpacked([look.vector for look in track.looks]).mean(0), known)
        if who not in known:
            strangers += bool(told)
        elif told == who:
            right.add(who)
        else:
            wrong, unsure = wrong + bool(told), unsure + (not told)
    visible = [len(truth[_picture(at)]) for at in seen.moments]
    times = sum(track.times for track in seen.tracks)
    print(f"\nA class hour of {HOUR // 60} min, 1080p, {len(seats)} people at their places")
    print("| | |\n| --- | --- |")
    print(f"| CPU seconds, one thread | {spent:.1f} |\n| times real time | {HOUR / spent:.0f} |")
    print(f"| pictures looked at | {len(seen.moments)} |")
    print(f"| faces found of those visible | {times} of {sum(visible)} |")
    print(f"| looks described | {sum(len(track.looks) for track in seen.tracks)} |")
    print(f"| learners recognised | {len(right)} of {len(known)} |")
    print(f"| tracks taken for another learner | {wrong} |\n| tracks left open | {unsure} |")
    print(f"| strangers' tracks taken for a learner | {strangers} |")


def _picture(at: int) -> int:
    return int(at / 1e6 % CHUNK // 2)


def _peer(
    path: Path, watcher: Watcher, truth: dict[int, list[tuple[Seat, Face]]], ours: float
) -> None:
    """The plain loop of face_recognition: HOG with one upsample, every face embedded."""
    hog = dlib.get_frontal_face_detector()
    own = dlib.face_recognition_model_v1(str(card("dlib-resnet").checked()[0]))
    points = dlib.shape_predictor(str(card("dlib-five-points").checked()[0]))
    frames = list(samples(str(path)))[1 : 1 + PEER_FRAMES]
    pictures = [one.rgb() for one in frames]
    start = time.process_time()
    boxes = []
    for picture in pictures:
        found = hog(picture, 1)
        for box in found:
            own.compute_face_descriptor(picture, points(picture, box))
        boxes.append([Face(b.left(), b.top(), b.width(), b.height(), 100) for b in found])
    spent = (time.process_time() - start) / len(frames)
    small = [[*watcher.detector.detect(one.rgb(1280 / 1920))] for one in frames]
    mine = [
        [
            Face(*(round(v * 1.5) for v in (f.x, f.y, f.width, f.height)), confidence=0)
            for f in found
        ]
        for found in small
    ]
    visible = [truth[_picture(one.at)] for one in frames]
    print(f"\n| a picture of the same film ({len(frames)} measured) | CPU seconds | recall |")
    print("| --- | --- | --- |")
    print(f"| face_recognition's loop | {spent:.2f} | {recall(boxes, visible):.3f} |")
    print(f"| evidence, with all its steps | {ours:.3f} | {recall(mine, visible):.3f} |")
    print(f"| times faster | {spent / ours:.0f} | |")


def recall(found: Sequence[Sequence[Face]], truth: Sequence[Sequence[tuple[Seat, Face]]]) -> float:
    hits = total = 0
    for boxes, people_there in zip(found, truth, strict=True):
        for _, face in people_there:
            total += 1
            x, y = face.x + face.width / 2, face.y + face.height / 2
            hits += any(
                abs(b.x + b.width / 2 - x) < face.width / 2
                and abs(b.y + b.height / 2 - y) < face.height / 2
                for b in boxes
            )
    return hits / max(1, total)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[3] / "shared" / "data")
    parser.add_argument("--only", choices=("identification", "speed"), help="no tables but these")
    asked = parser.parse_args()
    data = asked.data
    cv2.setNumThreads(1)
    photos = people(data)
    if not photos:
        raise SystemExit(f"{data} holds no photos of people: name a folder with --data")
    detector = LibFaceDetection()
    if asked.only != "identification":
        runtimes(photos, detector)
        class_hour(data, photos, detector)
    if asked.only != "speed":
        identification(photos, detector, DlibResNet(mirrored=True))


if __name__ == "__main__":
    main()
