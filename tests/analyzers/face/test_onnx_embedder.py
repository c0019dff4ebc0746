"""An embedder of one's own: brought, refused until it was measured, and then compared by."""

import shutil
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper
from sample_media import faces

from evidence.analyzers.face.bringing import bring
from evidence.analyzers.face.calibrating import calibrate_faces
from evidence.analyzers.face.cards import CHECKOUT, ModelUnusable, card, read_card
from evidence.analyzers.face.choices import Asked, Cut, Metric, Order, Use
from evidence.analyzers.face.chosen import SHIPPED, Chosen
from evidence.analyzers.face.embedder import DlibResNet
from evidence.analyzers.face.onnx_embedder import OnnxEmbedder
from evidence.analyzers.face.putting import Putting
from evidence.analyzers.face.resnet import onnx_of
from evidence.cli.app import main
from evidence.domain.presence import Face
from evidence.wiring.checking import check_bundle
from evidence.wiring.faces import FacesSection, judged_by, looked_by
from tests.analyzers.face.classroom import make

FACES = (Face(50, 40, 110, 110, 90), Face(180, 60, 120, 140, 90))


def picture() -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, (240, 320, 3)).astype(np.uint8)


def means(many: int | str = "N", side: int | str = 112, *, layout: str = "NCHW") -> bytes:
    """A network that gives the mean of each colour."""
    shape = [many, 3, side, side] if layout == "NCHW" else [many, side, side, 3]
    taken = helper.make_tensor_value_info("face", TensorProto.FLOAT, shape)
    given = helper.make_tensor_value_info("row", TensorProto.FLOAT, [many, 3])
    axes = [2, 3] if layout == "NCHW" else [1, 2]
    node = helper.make_node("ReduceMean", ["face"], ["row"], axes=axes, keepdims=0)
    graph = helper.make_graph([node], "means", [taken], [given])
    return serialized(graph)


def serialized(graph: onnx.GraphProto) -> bytes:
    opsets = [helper.make_opsetid("", 17)]
    return bytes(helper.make_model(graph, opset_imports=opsets, ir_version=8).SerializeToString())


def bring_means(folder: Path, content: bytes, asked: Asked) -> OnnxEmbedder:
    (folder / "means.onnx").write_bytes(content)
    return OnnxEmbedder(
        bring(
            folder / "means.onnx",
            folder / "models",
            name="means",
            use=Use.EMBEDDER,
            licence="MIT",
            asked=asked,
        )
    )


@pytest.mark.parametrize("layout", ["NCHW", "NHWC"])
@pytest.mark.parametrize("many", ["N", 1, 4])
def test_colours_are_ordered_and_scaled_as_the_card_says(
    tmp_path: Path, layout: str, many: int | str
) -> None:
    asked = Asked(order=Order.BGR, mean=(0, 0, 55), std=(1, 10, 100), metric=Metric.EUCLIDEAN)
    embedder = bring_means(tmp_path, means(many, layout=layout), asked)
    chips = np.empty((5, 112, 112, 3), np.uint8)
    chips[:] = (255, 100, 50)  # red, green, blue

    rows = embedder.embed_chips(chips)

    assert rows == pytest.approx(np.tile([[50, 10, 2]], (5, 1)), abs=1e-4)


def test_vectors_that_are_told_apart_by_their_angle_are_one_long(tmp_path: Path) -> None:
    embedder = bring_means(tmp_path, means(), Asked(mean=(0, 0, 0), std=(1, 1, 1)))

    rows = embedder.embed(picture(), FACES)

    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1], abs=1e-5)


@pytest.mark.parametrize(
    ("cut", "side"), [(Cut.UPRIGHT, 112), (Cut.EYES, 112), (Cut.EYES, 224), (Cut.BOX, 64)]
)
def test_a_face_is_cut_out_as_the_card_says(tmp_path: Path, cut: Cut, side: int) -> None:
    embedder = bring_means(tmp_path, means(side=side), Asked(cut=cut))

    assert embedder.chips(picture(), FACES).shape == (2, side, side, 3)
    assert embedder.embed(picture(), ()).shape == (0, 3)


def test_eyes_lie_where_arcface_has_them() -> None:
    """A white spot in each eye of a black picture, turned and large, is found in its place."""

    class Eyes:
        def places(self, rgb: np.ndarray, face: Face) -> np.ndarray:
            return np.array([(200.0, 260.0), (320.0, 180.0), (0.0, 0.0)])

    rgb = np.zeros((480, 640, 3), np.uint8)
    for x, y in ((200, 260), (320, 180)):
        rgb[y - 4 : y + 5, x - 4 : x + 5] = 255
    told = {"tensor": "x", "kind": "tensor(float)", "layout": "NCHW", "batch": 1, "length": 2}
    putting = Putting.model_validate({**told, "side": 112, "cut": "eyes"})

    chip = putting.chip(rgb, FACES[0], Eyes())[..., 0].astype(float)  # type: ignore[arg-type]

    for x, y, half in ((38.3, 51.7, np.s_[:, :56]), (73.5, 51.5, np.s_[:, 56:])):
        rows, columns = np.nonzero(chip[half] > 100)
        assert rows.mean() == pytest.approx(y, abs=1)
        assert columns.mean() + (56 if x > 56 else 0) == pytest.approx(x, abs=1)


@pytest.mark.parametrize(
    ("content", "asked", "why"),
    [
        (means(side="S"), Asked(), "--size"),
        (means(side=112), Asked(side=160), "112 pixels only"),
        (means(), Asked(std=(1, 1, 0)), "std"),
    ],
)
def test_an_embedder_that_faces_can_not_be_put_to_stays_out(
    tmp_path: Path, content: bytes, asked: Asked, why: str
) -> None:
    with pytest.raises(ModelUnusable) as refused:
        bring_means(tmp_path, content, asked)

    assert why in str(refused.value)
    assert not (tmp_path / "models").exists()


def test_a_network_that_takes_no_picture_is_no_embedder(tmp_path: Path) -> None:
    taken = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 8])
    given = helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 8])
    graph = helper.make_graph([helper.make_node("Relu", ["x"], ["y"])], "g", [taken], [given])

    with pytest.raises(ModelUnusable, match="an embedder takes one picture"):
        bring_means(tmp_path, serialized(graph), Asked())


def test_size_is_asked_for_where_the_network_takes_any(tmp_path: Path) -> None:
    embedder = bring_means(tmp_path, means(side="S"), Asked(side=96))

    assert embedder.chips(picture(), FACES).shape == (2, 96, 96, 3)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The weights of the shipped embedder as an operator would bring them, not yet measured."""
    folder = tmp_path_factory.mktemp("brought")
    (folder / "own.onnx").write_bytes(onnx_of(card(SHIPPED).weights()))
    asked = Asked(metric=Metric.EUCLIDEAN)
    place = folder / "models"
    bring(folder / "own.onnx", place, name="own", use=Use.EMBEDDER, licence="CC0", asked=asked)
    return place


@pytest.fixture(scope="module")
def measured(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, calibrated on twelve rendered people."""
    root = tmp_path_factory.mktemp("people")
    for who in range(12):
        (root / str(who)).mkdir()
        for day in range(3):
            (root / str(who) / f"{day}.jpg").write_bytes(faces.snapshot(who, f"day {day}"))
    copied = tmp_path_factory.mktemp("measured") / "models"
    shutil.copytree(models, copied)
    calibrate_faces(root, root, copied, "own")
    return copied


def test_the_same_weights_brought_give_the_shipped_embedders_numbers(models: Path) -> None:
    own, shipped = OnnxEmbedder(read_card(models / "own")), DlibResNet()

    assert np.abs(own.embed(picture(), FACES) - shipped.embed(picture(), FACES)).max() < 1e-5


def test_no_face_is_compared_by_an_embedder_that_was_not_measured(models: Path) -> None:
    with pytest.raises(ModelUnusable) as refused:
        FacesSection(models=models, embedder="own").chosen()

    assert "before its errors were measured" in str(refused.value)


def test_an_embedder_put_to_use_otherwise_than_it_was_measured_is_refused(
    measured: Path, tmp_path: Path
) -> None:
    FacesSection(models=measured, embedder="own").chosen()
    shutil.copytree(measured, tmp_path / "models")
    told = tmp_path / "models/own/card.toml"
    told.write_text(told.read_text().replace('order = "RGB"', 'order = "BGR"'))

    with pytest.raises(ModelUnusable) as refused:
        FacesSection(models=tmp_path / "models", embedder="own").chosen()

    assert "once more" in str(refused.value)


def test_what_one_embedder_saw_is_never_taken_for_anothers(measured: Path) -> None:
    own = FacesSection(models=measured, embedder="own")
    chosen = own.chosen()
    assert len({looked_by(), looked_by(chosen)}) == 2
    assert chosen.card().makes != card(SHIPPED).makes
    assert judged_by(own) != judged_by(FacesSection(models=measured))


def test_a_kind_that_nothing_runs_can_not_be_chosen(tmp_path: Path) -> None:
    (tmp_path / "means.onnx").write_bytes(means())
    bring(tmp_path / "means.onnx", tmp_path, name="alive", use=Use.LIVENESS, licence="MIT")

    with pytest.raises(ModelUnusable, match="no embedder"):
        Chosen((tmp_path,), "alive").checked()


def test_a_class_is_checked_by_the_embedder_of_ones_own(
    measured: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "config"
    shutil.copytree(CHECKOUT / "config", config)
    (config / "evidence.toml").write_text(f'[faces]\nmodels = "{measured}"\nembedder = "own"\n')
    monkeypatch.setenv("EVIDENCE_CONFIG", str(config))
    make(tmp_path / "class")

    verdict = check_bundle(tmp_path / "class").verdict

    told = {
        finding.subject.learner
        for finding in verdict.findings
        if finding.rule == "face-attendance" and finding.subject.session == "T01"
    }
    assert told == {"L005"}
    assert dict(verdict.models)["own"] == read_card(measured / "own").identity
    assert SHIPPED not in dict(verdict.models)


def test_a_command_refuses_it_in_one_line(
    models: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "evidence.toml").write_text(f'[faces]\nmodels = "{models}"\nembedder = "own"\n')
    monkeypatch.setenv("EVIDENCE_CONFIG", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["evidence", "check", str(tmp_path)])

    with pytest.raises(SystemExit) as ended:
        main()

    told = " ".join(capsys.readouterr().err.split())
    assert ended.value.code == 2
    assert "calibrate faces --embedder own" in told
    assert "Traceback" not in told
