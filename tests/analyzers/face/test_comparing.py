"""Comparing: portraits against each other, and what children answer goes there and back."""

import numpy as np
import pytest

from evidence.analyzers.face import wire
from evidence.analyzers.face.cards import card
from evidence.analyzers.face.comparing import judged, thresholds
from evidence.analyzers.face.vectors import packed
from evidence.domain.presence import (
    Face,
    FacesSeen,
    Look,
    Portrait,
    PortraitFault,
    Track,
    Watched,
)

FACE = Face(1, 2, 90, 120, 88.0)


def portrait(name: str, *place: float) -> Portrait:
    vector = np.zeros(128, np.float32)
    vector[: len(place)] = place
    return Portrait(name * 64, None, FACE, 0.5, packed(vector))


def faults(**portraits: tuple[Portrait, ...]) -> dict[str, list[PortraitFault | None]]:
    found = judged(portraits, thresholds(card("dlib-resnet")))
    return {learner: [one.fault for one in photos] for learner, photos in found.items()}


def test_two_learners_with_one_file_both_get_a_line() -> None:
    one = portrait("a", 0)

    assert faults(me=(one,), you=(one,)) == {
        "me": [PortraitFault.SAME_FILE],
        "you": [PortraitFault.SAME_FILE],
    }


def test_two_learners_with_one_face_both_get_a_line() -> None:
    near = faults(me=(portrait("a", 0),), you=(portrait("b", 0.5),))
    far = faults(me=(portrait("a", 0),), you=(portrait("b", 0.54),))

    assert near == {"me": [PortraitFault.SAME_FACE], "you": [PortraitFault.SAME_FACE]}
    assert far == {"me": [None], "you": [None]}


def test_several_photos_of_one_learner_may_look_alike_but_not_like_two_people() -> None:
    alike = faults(me=(portrait("a", 0), portrait("b", 0.1)))
    unlike = faults(me=(portrait("a", 0), portrait("b", 0.1), portrait("c", 0.9)))

    assert alike == {"me": [None, None]}
    assert unlike == {"me": [None, None, PortraitFault.OTHER_FACE]}


def test_an_answer_about_a_recording_comes_back_as_it_went() -> None:
    look = Look(5, FACE, 0.25, b"\x00\x01")
    seen = FacesSeen(Watched.WATCHED, 1920, 1080, (0, 5), (Track(0, 5, 2, 120, (look,)),))

    assert wire.loads(wire.dumps(seen)) == seen


def test_an_answer_about_a_portrait_comes_back_as_it_went() -> None:
    for one in (portrait("a", 0.5), Portrait("", PortraitFault.NO_FACE)):
        assert wire.loads_portrait(wire.dumps_portrait(one)) == one


def test_an_answer_that_is_cut_off_is_told() -> None:
    with pytest.raises(ValueError, match="delimiter"):
        wire.loads('{"watched": "watched"')
