"""Close-ups of rendered heads: the learner can be made out, whoever sits beside can't."""

import base64
import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from sample_media.heads import Pose, head

from evidence.analyzers.face.blurring import COARSE, SIDE, close_up, coarse, faceless
from evidence.analyzers.face.closeups import CloseUpTaker
from evidence.analyzers.face.detector import LibFaceDetection
from evidence.analyzers.face.embedder import DlibResNet
from evidence.analyzers.face.instruments import Picture
from evidence.analyzers.face.sampling import pictures_at, samples
from evidence.analyzers.frames.flaw_watcher import jpeg
from evidence.analyzers.frames.stream import opened
from evidence.domain.bundle import ClassBundle
from evidence.domain.closeups import Source, Spot
from evidence.domain.presence import Face
from evidence.engine.local import LocalEngine
from evidence.pipeline.quiet import Quiet
from evidence.sources.bundle import open_bundle
from tests.analyzers.face.classroom import make

MATCH = 0.52


@pytest.fixture(scope="module")
def detector() -> LibFaceDetection:
    return LibFaceDetection()


@pytest.fixture(scope="module")
def embedder() -> DlibResNet:
    return DlibResNet(mirrored=True)


def two_side_by_side(apart: int) -> Picture:
    bgr = np.full((300, 480, 3), (176, 190, 196), np.uint8)
    for place, who in enumerate((0, 1)):
        head(who).draw(bgr, (160 + apart * place, 180), 36, Pose(ambient=0.6))
    return np.ascontiguousarray(bgr[..., ::-1])


@pytest.mark.parametrize("apart", [95, 120, 150])
def test_a_neighbour_is_no_face_any_more_and_the_learner_still_is(
    apart: int, detector: LibFaceDetection, embedder: DlibResNet
) -> None:
    picture = two_side_by_side(apart)
    faces = sorted(detector.detect(picture), key=lambda face: face.x)
    assert len(faces) == 2, "both are there to begin with"

    for mine, _ in (faces, faces[::-1]):
        shown = close_up(picture, mine, faces)

        (left,) = detector.detect(cv2.resize(shown, None, fx=3, fy=3))
        same = embedder.embed(np.asarray(cv2.resize(shown, None, fx=3, fy=3), np.uint8), [left])
        was = embedder.embed(picture, [mine])
        assert np.linalg.norm(same - was) < MATCH


def test_a_neighbour_whom_no_detector_found_is_blurred_all_the_same(
    detector: LibFaceDetection,
) -> None:
    picture = two_side_by_side(120)
    mine = min(detector.detect(picture), key=lambda face: face.x)

    shown = close_up(picture, mine, [])

    assert len(detector.detect(np.asarray(cv2.resize(shown, None, fx=3, fy=3), np.uint8))) == 1


def test_the_corners_of_a_close_up_hold_no_more_than_a_few_colours() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (400, 400, 3), np.uint8)

    shown = close_up(noise, Face(180, 170, 40, 52, 90), [])

    corner = SIDE // COARSE
    assert shown[:corner, :corner].astype(int).std() < noise.std() / 4


def test_a_face_that_reaches_over_the_edge_of_the_picture_is_shown() -> None:
    shown = close_up(np.full((100, 100, 3), 90, np.uint8), Face(-20, 60, 40, 80, 90), [])

    assert shown.shape == (SIDE, SIDE, 3)


def test_a_blurred_face_is_nobody_in_particular_however_large(
    detector: LibFaceDetection, embedder: DlibResNet
) -> None:
    picture = two_side_by_side(150)
    (face, *_) = detector.detect(picture)
    hidden = picture.copy()
    place = np.s_[face.y : face.y + face.height, face.x : face.x + face.width]
    hidden[place] = coarse(np.ascontiguousarray(picture[place]))

    was, seems = embedder.embed(picture, [face]), embedder.embed(hidden, [face])

    assert np.linalg.norm(was - seems) > MATCH


def test_a_picture_of_a_room_shows_nobody(detector: LibFaceDetection) -> None:
    picture = two_side_by_side(150)

    assert not detector.detect(faceless(picture, detector.detect(picture)))


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> ClassBundle:
    """A filmed class of five."""
    folder = tmp_path_factory.mktemp("close-ups")
    make(folder)
    with open_bundle(folder, progress=Quiet()) as bundle:
        return bundle


def test_a_sample_is_found_again_by_its_time(room: ClassBundle) -> None:
    path = str(room.root / room.footage[0].path)
    taken = {sample.at: sample.rgb() for sample in samples(path)}
    asked = sorted(taken)[2::5]

    found = pictures_at(path, [*asked, asked[0] + 1])

    assert sorted(found) == asked
    assert all(np.array_equal(found[at], taken[at]) for at in asked)


def test_close_ups_are_taken_of_recordings_and_portraits_and_what_fails_is_empty(
    room: ClassBundle, detector: LibFaceDetection
) -> None:
    path = room.footage[0].path
    picture = next(samples(str(room.root / path))).rgb()
    (face, *_) = sorted(detector.detect(picture), key=lambda one: one.x)
    box = (face.x, face.y, face.width, face.height)
    asked = [
        Spot(Source.RECORDING, path, box, 0),
        Spot(Source.RECORDING, path, box, 12_345),
        Spot(Source.RECORDING, "recordings/none.mp4", box, 0),
        Spot(Source.PORTRAIT, room.learners[0].photo, (100, 100, 90, 120)),
        Spot(Source.PICTURE, "snapshots/none.jpg", box),
    ]

    taken = CloseUpTaker(LocalEngine()).take(room, asked, Quiet())

    assert [bool(taken[spot]) for spot in asked] == [True, False, False, True, False]
    assert all(len(base64.b64decode(one)) < 6_000 for one in taken.values())


def test_small_pictures_of_a_room_in_a_report_show_nobody(
    detector: LibFaceDetection, tmp_path: Path
) -> None:
    close = two_side_by_side(150)
    stream = opened(_filmed(tmp_path, close))
    with stream.container:
        stream.packets()
        shown = next(iter(stream.every_frame(0, 1)))
        plain = cv2.resize(close, shown.luma.shape[::-1], interpolation=cv2.INTER_AREA)
        written = np.frombuffer(base64.b64decode(jpeg(shown)), np.uint8)
    rgb = cv2.imdecode(written, cv2.IMREAD_COLOR)[..., ::-1]

    assert detector.detect(np.ascontiguousarray(plain)), "in it they would be found"
    assert not detector.detect(np.ascontiguousarray(rgb))


def _filmed(folder: Path, rgb: Picture) -> str:
    import ffmpeg  # noqa: PLC0415
    from imageio_ffmpeg import get_ffmpeg_exe  # noqa: PLC0415

    path = folder / "room.mp4"
    size = f"{rgb.shape[1]}x{rgb.shape[0]}"
    shown = ffmpeg.input("pipe:", format="rawvideo", pix_fmt="rgb24", s=size, r=1)
    written = shown.output(str(path), vcodec="libx264", preset="ultrafast", g=1)
    written.global_args("-v", "error", "-y").run(cmd=get_ffmpeg_exe(), input=rgb.tobytes() * 3)
    return str(path)


def test_the_child_reads_spots_as_they_were_written() -> None:
    from evidence.analyzers.face.cutting import spots_of  # noqa: PLC0415

    spot = Spot(Source.PICTURE, "a.jpg", (1, 2, 3, 4), 5)

    assert spots_of(json.dumps([(spot.source, spot.path, spot.box, spot.at)])) == [spot]
