"""The embedder against dlib's own network and against the face_recognition library."""

import json
import subprocess
import sys

import dlib
import numpy as np
import pytest

from evidence.analyzers.face.cards import card
from evidence.analyzers.face.dlib_weights import NotANetwork
from evidence.analyzers.face.embedder import DlibResNet
from evidence.analyzers.face.resnet import onnx_of
from evidence.domain.presence import Face

# The library as it is installed, but with five points where it would load sixty-eight.
PEER = """
import json, sys, types, numpy
five, network = sys.argv[1:3]
models = types.ModuleType("face_recognition_models")
models.pose_predictor_model_location = lambda: five
models.pose_predictor_five_point_model_location = lambda: five
models.face_recognition_model_location = lambda: network
models.cnn_face_detector_model_location = lambda: ""
sys.modules["face_recognition_models"] = models
import dlib
dlib.cnn_face_detection_model_v1 = lambda path: None
import face_recognition
picture = numpy.random.default_rng(1).integers(0, 256, (240, 320, 3)).astype(numpy.uint8)
boxes = [(40, 160, 150, 50), (60, 300, 200, 180)]
found = face_recognition.face_encodings(picture, boxes, model="small")
print(json.dumps([list(row) for row in found]))
"""
FACES = (Face(50, 40, 110, 110, 90), Face(180, 60, 120, 140, 90))


@pytest.fixture(scope="module")
def embedder() -> DlibResNet:
    return DlibResNet()


def picture() -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, (240, 320, 3)).astype(np.uint8)


def test_the_numbers_are_dlibs_own(embedder: DlibResNet) -> None:
    chips = embedder.chips(picture(), FACES)
    own = dlib.face_recognition_model_v1(str(card("dlib-resnet").checked()[0]))

    theirs = np.array(own.compute_face_descriptor(list(chips)))

    assert np.abs(embedder.embed_chips(chips) - theirs).max() < 1e-4


def test_the_embeddings_are_those_of_the_face_recognition_library(embedder: DlibResNet) -> None:
    places = [str(card(name).checked()[0]) for name in ("dlib-five-points", "dlib-resnet")]

    answer = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PEER, *places],
        capture_output=True,
        text=True,
        check=True,
    )

    theirs = np.array(json.loads(answer.stdout))
    assert np.abs(embedder.embed(picture(), FACES) - theirs).max() < 1e-4


def test_a_face_and_its_mirror_image_are_one_where_both_are_looked_at() -> None:
    both = DlibResNet(mirrored=True)
    chips = both.chips(picture(), FACES)

    mirrored = both.embed_chips(np.ascontiguousarray(chips[:, :, ::-1]))

    assert np.abs(both.embed_chips(chips) - mirrored).max() < 1e-5


def test_no_face_gives_no_row(embedder: DlibResNet) -> None:
    assert embedder.embed(picture(), ()).shape == (0, 128)


def test_bytes_that_are_no_network_are_told() -> None:
    with pytest.raises(NotANetwork):
        onnx_of(b"no network")


def test_a_network_that_is_cut_off_is_told() -> None:
    with pytest.raises(NotANetwork):
        onnx_of(card("dlib-resnet").weights()[:500_000])
