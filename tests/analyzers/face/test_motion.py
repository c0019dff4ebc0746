"""The motion of a head and of what surrounds it, in drawn frames whose truth is known."""

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from evidence.analyzers.face.instruments import Points
from evidence.analyzers.face.motion import LEFT_EYE, OVAL, RIGHT_EYE, Grey, motion

SIZE = (360, 480)
MIDDLE = np.array([240.0, 180.0])
FACE = np.array([55.0, 75.0])  # half its width and height, in pixels
FAST = [(0, 0), (-60, 20), (70, -30), (-45, -35), (60, 30), (-70, 0), (0, 25), (50, -20)]
ONCE = [(0, 0)] * 7 + [(30, 10)]


def cloth(seed: int) -> Grey:
    """Something to follow with the eye: smooth blots, no two alike."""
    blots = np.random.default_rng(seed).integers(0, 255, SIZE).astype(np.float32)
    smooth = cv2.GaussianBlur(blots, (0, 0), 4)
    return np.asarray(cv2.normalize(smooth, None, 20, 235, cv2.NORM_MINMAX), np.uint8)


def mesh() -> Points:
    """468 points within an oval: its rim, the eyes, and the rest anywhere."""
    drawn = np.random.default_rng(7)
    angle, far = drawn.uniform(0, 2 * np.pi, 468), drawn.uniform(0, 0.9, 468)
    points = MIDDLE + np.stack([np.cos(angle), np.sin(angle)], 1) * far[:, None] * FACE
    rim = np.linspace(0, 2 * np.pi, len(OVAL), endpoint=False)
    points[list(OVAL)] = MIDDLE + np.stack([np.cos(rim), np.sin(rim)], 1) * FACE
    for eye, x in ((LEFT_EYE, -25), (RIGHT_EYE, 25)):
        points[eye] = MIDDLE + np.array([x, -15])
    return np.hstack([points, np.zeros((468, 1))]).astype(np.float32)


def burst(moves: Sequence[tuple[int, int]], reach: float) -> tuple[list[Grey], list[Points]]:
    """A face with all within ``reach`` times its size moves over a room that does not."""
    room, card = cloth(1), cloth(2)
    shape = np.zeros(SIZE, np.uint8)
    axes = tuple(int(side * reach) for side in FACE)
    cv2.ellipse(shape, (240, 180), axes, 0, 0, 360, 255, -1)
    frames, points = [], []
    for x, y in moves:
        shift = np.array([[1, 0, x], [0, 1, y]], np.float32)
        there = cv2.warpAffine(card, shift, SIZE[::-1], borderMode=cv2.BORDER_REFLECT)
        where = cv2.warpAffine(shape, shift, SIZE[::-1]) > 0
        frames.append(np.asarray(np.where(where, there, room), np.uint8))
        points.append((mesh() + np.array([x, y, 0])).astype(np.float32))
    return frames, points


def test_what_surrounds_a_photo_goes_along_however_fast_the_hand() -> None:
    found = motion(*burst(FAST, reach=4.0))

    assert found.moved > 1000
    assert found.apart is not None
    assert found.apart < 50


def test_a_room_stays_where_it_is_when_a_head_moves() -> None:
    found = motion(*burst([(x // 4, y // 4) for x, y in FAST], reach=1.3))

    assert found.moved > 250
    assert found.apart is not None
    assert found.apart > 700


@pytest.mark.parametrize("reach", [1.3, 4.0])
def test_one_frame_that_moved_tells_nothing_of_the_surroundings(reach: float) -> None:
    found = motion(*burst(ONCE, reach))

    assert found.moved > 500
    assert found.apart is None


def test_a_face_that_keeps_still_tells_nothing_of_the_surroundings() -> None:
    found = motion(*burst([(0, 0)] * 8, reach=1.3))

    assert found.moved < 10
    assert found.apart is None


def test_a_photo_is_told_by_the_frames_in_which_the_hand_moved() -> None:
    still = [(0, 0)] * 5
    found = motion(*burst([*still, (60, 30), *still, (-50, 25), *still, (30, -40)], reach=4.0))

    assert found.moved > 1000
    assert found.apart is not None
    assert found.apart < 50


def test_a_slow_head_is_told_over_the_whole_of_a_long_burst() -> None:
    slow = [(at // 6, 0) for at in range(48)]  # by one pixel within twelve frames in a row
    found = motion(*burst(slow, reach=1.3))

    assert found.moved > 80
    assert found.apart is not None
    assert found.apart > 700
