"""Comparing: the people of a class's footage against the portraits of its roster, and no others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from evidence.analyzers.face.cards import Card
from evidence.analyzers.face.chosen import BY_DEFAULT, Chosen
from evidence.analyzers.face.instruments import Vectors
from evidence.analyzers.face.observer import models
from evidence.analyzers.face.vectors import unpacked, worth
from evidence.domain.bundle import ClassBundle
from evidence.domain.footage import Recording
from evidence.domain.presence import (
    ClassFaces,
    FacesSeen,
    Likeness,
    Portrait,
    PortraitFault,
    RecordingFaces,
    Sighting,
    Thresholds,
    Track,
)
from evidence.pipeline.ports import FaceReader, Progress

Portraits = Mapping[str, tuple[Portrait, ...]]


@dataclass(frozen=True, slots=True)
class FaceComparer:
    """Sees who of the roster is in the footage, by what a reader finds in pictures.

    ``chosen`` is the embedder that the reader looks by.
    """

    reader: FaceReader
    chosen: Chosen = BY_DEFAULT

    def faces(
        self, bundle: ClassBundle, recordings: Sequence[Recording], progress: Progress
    ) -> ClassFaces:
        """All the faces of a class; never raises."""
        limits = thresholds(self.chosen.card())
        portraits = judged(self._portraits(bundle, progress), limits)
        paths = [one.path for one in recordings if one.media.duration > 0]
        seen = list(self.reader.recordings(bundle, paths, progress))
        roster = _roster(portraits)
        return ClassFaces(
            tuple(portraits.items()),
            tuple(_compared(path, faces, roster) for path, faces in zip(paths, seen, strict=True)),
            limits,
            models(self.chosen),
        )

    def _portraits(self, bundle: ClassBundle, progress: Progress) -> Portraits:
        """The photos of each learner of the roster; each distinct file is looked at once."""
        named = {one.id: [p for p in one.photos if p in bundle.digests] for one in bundle.learners}
        files = {bundle.digests[path]: path for paths in named.values() for path in paths}
        looked = self.reader.portraits(bundle, list(files.values()), progress)
        by_digest = {
            digest: replace(portrait, digest=digest)
            for digest, portrait in zip(files, looked, strict=True)
        }
        missing = (Portrait("", PortraitFault.MISSING),)
        return {
            learner: tuple(by_digest[bundle.digests[path]] for path in paths) or missing
            for learner, paths in named.items()
        }


def thresholds(told: Card) -> Thresholds:
    """What the embedder's card says, in thousandths."""
    match, margin, possible = (
        round(1000 * told.threshold(name)) for name in ("match", "margin", "possible")
    )
    return Thresholds(match, margin, possible, int(told.threshold("smallest_face")))


def judged(portraits: Portraits, limits: Thresholds) -> dict[str, tuple[Portrait, ...]]:
    """The portraits, each also held against those of all other learners and of the same one."""
    files: dict[str, set[str]] = defaultdict(set)
    for learner, photos in portraits.items():
        for photo in photos:
            files[photo.digest].add(learner)
    good = [
        (learner, photo)
        for learner, photos in portraits.items()
        for photo in photos
        if _good(photo)
    ]
    apart = _distances(unpacked([photo.vector for _, photo in good])) if good else None
    faults: dict[tuple[str, str], PortraitFault] = {}
    for at, (learner, photo) in enumerate(good):
        if len(files[photo.digest]) > 1:
            faults[learner, photo.digest] = PortraitFault.SAME_FILE
            continue
        near = [
            other != learner
            for to, (other, _) in enumerate(good)
            if apart is not None and to != at and apart[at, to] <= limits.match
        ]
        own = [to for to, (other, _) in enumerate(good) if other == learner and to != at]
        if any(near):
            faults[learner, photo.digest] = PortraitFault.SAME_FACE
        elif apart is not None and own and min(apart[at, to] for to in own) > limits.possible:
            faults[learner, photo.digest] = PortraitFault.OTHER_FACE
    return {
        learner: tuple(
            replace(photo, fault=faults.get((learner, photo.digest), photo.fault))
            for photo in photos
        )
        for learner, photos in portraits.items()
    }


def _good(photo: Portrait) -> bool:
    return photo.fault is None and bool(photo.vector)


def _distances(vectors: Vectors) -> Vectors:
    """Every distance between two rows, in thousandths."""
    squares = (vectors**2).sum(1)
    between = squares[:, None] + squares[None] - 2 * vectors @ vectors.T
    return np.asarray(1000 * np.sqrt(np.maximum(between, 0)), np.float32)


@dataclass(frozen=True, slots=True)
class _Roster:
    learners: tuple[str, ...]
    vectors: tuple[Vectors, ...]


def _roster(portraits: Portraits) -> _Roster:
    good = {who: [p.vector for p in photos if _good(p)] for who, photos in portraits.items()}
    kept = {who: unpacked(vectors) for who, vectors in good.items() if vectors}
    return _Roster(tuple(kept), tuple(kept.values()))


def _compared(path: str, seen: FacesSeen, roster: _Roster) -> RecordingFaces:
    sightings = tuple(
        Sighting(path, track, tuple(_likenesses(track, roster))) for track in seen.tracks
    )
    return RecordingFaces(path, seen, sightings)


def _likenesses(track: Track, roster: _Roster) -> Iterator[Likeness]:
    """Each learner's distance, nearest first: all looks count, by how much each is worth."""
    if not track.looks or not roster.learners:
        return
    weights = np.array([worth(look.face, look.sharpness) for look in track.looks], np.float64)
    vectors = unpacked([look.vector for look in track.looks]).astype(np.float64)
    mean = np.average(vectors, axis=0, weights=np.maximum(weights, 1e-6))
    found = [
        Likeness(who, round(1000 * float(np.linalg.norm(known - mean, axis=1).min())))
        for who, known in zip(roster.learners, roster.vectors, strict=True)
    ]
    yield from sorted(found, key=lambda one: (one.distance, one.learner))
