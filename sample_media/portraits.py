"""Portraits: drawn heads in place of photographs, alike for one learner and new each time."""

from __future__ import annotations

import random

import cv2
import numpy as np

SIZE = (160, 120)
HAIR = ((40, 38, 42), (30, 44, 70), (60, 60, 64))
SKIN = ((178, 204, 236), (160, 190, 224), (190, 214, 240))
SHIRTS = ((150, 110, 70), (90, 130, 200), (110, 160, 110), (160, 110, 170), (120, 120, 120))


def portrait(learner: str, moment: str = "") -> bytes:
    """A JPEG of the learner's drawn head; ``moment`` is written into it and moves it a little."""
    looks, mood = random.Random(learner), random.Random(learner + moment)
    width, height = SIZE
    picture = np.full((height, width, 3), mood.randint(190, 235), np.uint8)
    x, y = width // 2 + mood.randint(-14, 14), 56 + mood.randint(-5, 5)
    face = (looks.randint(22, 27), looks.randint(28, 33))

    cv2.ellipse(picture, (x, y + 74), (48, 42), 0, 180, 360, looks.choice(SHIRTS), -1, cv2.LINE_AA)
    cv2.ellipse(picture, (x, y), face, 0, 0, 360, looks.choice(SKIN), -1, cv2.LINE_AA)
    hair = (face[0] + 2, face[1] + looks.randint(0, 4))
    cv2.ellipse(picture, (x, y - 6), hair, 0, 170, 370, looks.choice(HAIR), -1, cv2.LINE_AA)
    gaze = mood.randint(-2, 2)
    for side in (-9, 9):
        cv2.circle(picture, (x + side + gaze, y + 5), 2, (40, 40, 40), -1, cv2.LINE_AA)
    cv2.ellipse(picture, (x + gaze, y + 15), (7, 3), 0, 0, 180, (90, 90, 170), 1, cv2.LINE_AA)
    place = (4, height - 5)
    cv2.putText(picture, moment, place, cv2.FONT_HERSHEY_SIMPLEX, 0.35, (60, 60, 60), 1)

    done, jpeg = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 80])
    if not done:
        raise RuntimeError("OpenCV could not write a JPEG")
    return jpeg.tobytes()
