"""How near the pictures of two honest days are by frame hashes, and a copy to its original.

    uv run --with pdqhash --with imagehash --with pillow benchmarks/frame_hashes.py BUNDLE…

Each bundle holds two days of one room (those of benchmarks/attacks will do). Median distances in
bits, of 256 for PDQ and of 64 for pHash: the copy is made smaller, blurred, and laid under noise.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

import av
import cv2
import imagehash
import numpy as np
import pdqhash
from PIL import Image

EVERY = 32
PICTURES = 25


def main() -> None:
    print(f"{'room':20} {'PDQ copy':>9} {'other day':>9} {'pHash copy':>11} {'other day':>9}")
    for root in map(Path, sys.argv[1:]):
        first, second = (pictures(path) for path in sorted((root / "recordings").iterdir())[:2])
        copied = [copy(picture, number) for number, picture in enumerate(first)]
        told = []
        for hashed in (pdq, phash):
            ours, theirs, copies = ([hashed(p) for p in some] for some in (first, second, copied))
            near = [int((a != b).sum()) for a, b in zip(ours, copies, strict=True)]
            far = [int((a != b).sum()) for a in ours for b in theirs]
            told += [statistics.median(near), statistics.median(far)]
        print(f"{root.name:20} {told[0]:9} {told[1]:9} {told[2]:11} {told[3]:9}")


def pictures(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as container:
        decoded = enumerate(container.decode(video=0))
        return [f.to_ndarray(format="rgb24") for at, f in decoded if not at % EVERY][:PICTURES]


def copy(picture: np.ndarray, number: int) -> np.ndarray:
    small = cv2.GaussianBlur(cv2.resize(picture, None, fx=0.66, fy=0.66), (0, 0), 0.6)
    noise = np.random.default_rng(number).normal(0, 6, small.shape)
    return np.clip(small + noise, 0, 255).astype(np.uint8)


def pdq(picture: np.ndarray) -> np.ndarray:
    return pdqhash.compute(picture)[0]


def phash(picture: np.ndarray) -> np.ndarray:
    return imagehash.phash(Image.fromarray(picture)).hash


if __name__ == "__main__":
    main()
