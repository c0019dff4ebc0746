"""Watching: the faces of one recording, found, followed and described.

Most samples are looked at somewhat smaller, which is cheap and shows every face large enough to
compare; some in full, so that small faces are counted too. The looks that are worth most, large,
sharp and sure, are described at the end, in a few batches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import cast

import cv2
import numpy as np
from av.error import FFmpegError

from evidence.analyzers.face.chosen import Chosen
from evidence.analyzers.face.clarity import Clear, clarity
from evidence.analyzers.face.detector import LibFaceDetection
from evidence.analyzers.face.following import Follower, Following
from evidence.analyzers.face.instruments import ChipEmbedder, Picture, Vectors
from evidence.analyzers.face.onnx_embedder import embedder_of
from evidence.analyzers.face.sampling import Sample, samples
from evidence.analyzers.face.vectors import packed, worth
from evidence.domain.presence import Face, FacesSeen, Look, Track, Watched

FULL_EVERY = 15  # one sample in so many is looked at in full
FULL, USUAL = 1920, 1280  # pixels of the longer side
SHARPEST = 400.0  # the variance of the Laplacian from which on a face counts as sharp
CHIP = 64  # pixels: the size at which sharpness is compared


@dataclass(slots=True)
class Watcher:
    """The instruments, loaded once."""

    detector: LibFaceDetection
    load: Callable[[], ChipEmbedder]
    smallest: int
    possible: float
    clear: Clear

    @classmethod
    def by(cls, chosen: Chosen) -> Watcher:
        """The shipped instruments, with the embedder that was chosen.

        Raises:
            ModelUnusable: when they are not installed, or others than the cards tell of.
        """
        told = chosen.card()
        return cls(
            LibFaceDetection(),
            cache(partial(embedder_of, chosen)),  # not needed where there is no face
            int(told.threshold("smallest_face")),
            told.threshold("possible"),
            Clear.by(told),
        )

    def watch(self, path: str) -> FacesSeen:
        """The people of one recording."""
        follower = Follower()
        moments: list[int] = []
        size = (0, 0)
        try:
            for sample in samples(path):
                size = sample.size
                full = len(moments) % FULL_EVERY == 0
                self._see(sample, follower, side=FULL if full else USUAL)
                moments.append(sample.at)
        except (FFmpegError, ValueError) as error:
            return FacesSeen(Watched.UNREADABLE, detail=type(error).__name__)
        if not moments:
            return FacesSeen(Watched.UNREADABLE, detail="no key frame could be decoded")
        tracks = tuple(self._described(follower.all()))
        return FacesSeen(Watched.WATCHED, *size, tuple(moments), tracks)

    def _see(self, sample: Sample, follower: Follower, *, side: int) -> None:
        scale = min(1.0, side / max(sample.size))
        found = self.detector.detect(sample.rgb(scale))
        faces = [enlarged(face, 1 / scale) for face in found]
        picture: Picture | None = None
        for face, followed in zip(faces, follower.see(sample.at, faces), strict=True):
            if face.size < self.smallest or not followed.wants(worth(face, 1.0)):
                continue
            picture = sample.rgb() if picture is None else picture
            if not self.clear.shows(clarity(picture, face)):
                continue
            sharp = sharpness(picture, face)
            if followed.wants(worth(face, sharp)):
                chip = self.load().chips(picture, [face])[0]
                followed.keep(worth(face, sharp), Look(sample.at, face, sharp), chip)

    def _described(self, followed: Sequence[Following]) -> Iterator[Track]:
        looks = [(look, cast("Picture", chip)) for one in followed for _, look, chip in one.looks]
        chips = [chip for _, chip in looks]
        vectors = self.load().embed_chips(np.array(chips)) if chips else np.empty((0, 0))
        by_look = {id(look): vector for (look, _), vector in zip(looks, vectors, strict=True)}
        for one in followed:
            mine = [look for _, look, _ in sorted(one.looks, key=lambda kept: -kept[0])]
            yield from self._parted(one, mine, by_look)

    def _parted(
        self, followed: Following, looks: list[Look], vectors: dict[int, Vectors]
    ) -> Iterator[Track]:
        """One track for each person: looks unlike the best one are somebody else's."""
        whole = Track(followed.first, followed.last, followed.times, followed.size)
        if not looks:
            yield whole
            return
        best = vectors[id(looks[0])]
        same = [k for k in looks if np.linalg.norm(vectors[id(k)] - best) <= self.possible]
        others = [look for look in looks if look not in same]
        described = tuple(replace(look, vector=packed(vectors[id(look)])) for look in same)
        if not others:
            yield replace(whole, looks=described)
            return
        for look in (*described, *(replace(k, vector=packed(vectors[id(k)])) for k in others)):
            yield Track(look.at, look.at, 1, look.face.size, (look,))


def sharpness(picture: Picture, face: Face) -> float:
    """How sharp a face is, from 0 to 1, at a size that is the same for all."""
    height, width = picture.shape[:2]
    top, left = max(0, face.y), max(0, face.x)
    crop = picture[top : min(height, face.y + face.height), left : min(width, face.x + face.width)]
    if not crop.size:
        return 0.0
    grey = cv2.cvtColor(cv2.resize(crop, (CHIP, CHIP)), cv2.COLOR_RGB2GRAY)
    return round(min(1.0, float(cv2.Laplacian(grey, cv2.CV_64F).var()) / SHARPEST), 3)


def enlarged(face: Face, by: float) -> Face:
    """A face of a picture made small, in the pixels of the full one."""
    sides = (round(side * by) for side in (face.x, face.y, face.width, face.height))
    x, y, width, height = sides
    return Face(x, y, width, height, face.confidence)
