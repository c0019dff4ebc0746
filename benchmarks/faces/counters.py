"""Counters: whatever a package brings that counts people, over webcam pictures of one person each.

    python -m benchmarks.faces.counters [--data FOLDER]

A picture shows head and shoulders of somebody who sits, as in a classroom; a quarter as large it is
a seat farther off. Its people are real: only figures leave this program.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from evidence.analyzers.face.detector import LibFaceDetection
from evidence.analyzers.face.instruments import Picture

Counter = Callable[[Picture], int]
SIDE = 640  # pixels: people are put on a wall of this width


def farther(picture: Picture) -> Picture:
    small = cv2.resize(picture, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    wall = np.full((SIDE * 3 // 4, SIDE, 3), 128, np.uint8)
    top, left = (SIDE * 3 // 4 - small.shape[0]) // 2, (SIDE - small.shape[1]) // 2
    wall[top : top + small.shape[0], left : left + small.shape[1]] = small
    return wall


def counters() -> dict[str, Counter]:
    faces = LibFaceDetection()
    bodies = cv2.CascadeClassifier(
        str(Path(cv2.__file__).parent / "data/haarcascade_upperbody.xml")
    )
    people = cv2.HOGDescriptor()
    people.setSVMDetector(cv2.HOGDescriptor.getDefaultPeopleDetector())
    return {
        "libfacedetection's faces": lambda p: len(faces.detect(p)),
        "OpenCV's upper bodies (Haar)": lambda p: len(
            bodies.detectMultiScale(cv2.cvtColor(p, cv2.COLOR_RGB2GRAY), 1.05, 3)
        ),
        "OpenCV's people (HOG)": lambda p: len(people.detectMultiScale(p)[0]),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[3] / "shared" / "data")
    cv2.setNumThreads(1)
    files = sorted((parser.parse_args().data / "liveness" / "real").glob("*/*.jpg"))
    pictures = [np.asarray(cv2.imread(str(file))[..., ::-1], np.uint8).copy() for file in files]
    print(f"{len(pictures)} pictures of one person each, some with others far behind\n")
    print("| counter | near: one, none, more | farther: one, none, more | ms a picture |")
    print("| --- | --- | --- | --- |")
    for name, count in counters().items():
        start = time.process_time()
        told = [
            [count(change(picture)) for picture in pictures] for change in (np.asarray, farther)
        ]
        each = 1000 * (time.process_time() - start) / (2 * len(pictures))
        cells = [f"{n.count(1)}, {n.count(0)}, {sum(c > 1 for c in n)}" for n in told]
        print(f"| {name} | {' | '.join(cells)} | {each:.0f} |")


if __name__ == "__main__":
    main()
