import cv2
import numpy as np
import pytest
from sample_media.heads import Pose, head

from evidence.analyzers.face.cards import card
from evidence.analyzers.face.clarity import Clarity, Clear, clarity
from evidence.analyzers.face.detector import LibFaceDetection
from evidence.analyzers.face.instruments import Picture
from evidence.domain.presence import Face

BY_CARD = Clear.by(card("dlib-resnet"))


def shown(who: int) -> tuple[Picture, Face]:
    bgr = np.full((240, 240, 3), (180, 190, 200), np.uint8)
    head(who).draw(bgr, (120, 150), 16, Pose(ambient=0.6))
    picture = np.ascontiguousarray(bgr[..., ::-1])
    (face,) = LibFaceDetection().detect(picture)
    return picture, face


@pytest.mark.parametrize("who", range(12))
def test_a_small_sharp_face_in_good_light_is_clear_whatever_its_skin(who: int) -> None:
    assert BY_CARD.shows(clarity(*shown(who)))


@pytest.mark.parametrize("who", range(12))
def test_the_same_face_far_out_of_focus_or_in_the_dark_is_not(who: int) -> None:
    picture, face = shown(who)
    blurred = np.asarray(cv2.GaussianBlur(picture, (0, 0), 5), np.uint8)
    dark = np.asarray(picture * 0.2, np.uint8)

    assert not BY_CARD.shows(clarity(blurred, face))
    assert not BY_CARD.shows(clarity(dark, face))


def test_less_light_alone_takes_no_detail_away() -> None:
    picture, face = shown(0)
    half = np.asarray(picture * 0.5, np.uint8)

    assert clarity(half, face).detail == pytest.approx(clarity(picture, face).detail, rel=0.25)


@pytest.mark.parametrize(
    ("seen", "clear"),
    [
        (Clarity(0.05, 40), True),
        (Clarity(0.049, 40), False),
        (Clarity(0.05, 39.9), False),
    ],
)
def test_what_just_reaches_the_card_is_clear(seen: Clarity, *, clear: bool) -> None:
    assert Clear(0.05, 40).shows(seen) is clear


def test_a_face_outside_the_picture_is_not_clear() -> None:
    assert clarity(np.zeros((10, 10, 3), np.uint8), Face(50, 50, 5, 5, 90)) == Clarity(0, 0)
