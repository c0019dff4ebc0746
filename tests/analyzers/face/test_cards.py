"""Cards: weights are the card's or nothing."""

from hashlib import sha256
from pathlib import Path

import pytest
from onnx import TensorProto, helper

from evidence.analyzers.face.bringing import bring
from evidence.analyzers.face.cards import ModelUnusable, Use, card, cards, read_card


def written(folder: Path, content: bytes, digest: str) -> Path:
    folder.mkdir()
    (folder / "model.onnx").write_bytes(content)
    (folder / "card.toml").write_text(
        'use = "liveness"\ntitle = "t"\nlicence = "MIT"\n'
        f'[[file]]\npath = "model.onnx"\nsha256 = ["{digest}"]\n[thresholds]\nlive = 0.5\n'
    )
    return folder


def test_every_shipped_model_is_installed_and_is_the_cards() -> None:
    for one in cards():
        one.check()
        assert one.text.licence


def test_the_file_with_sixty_eight_points_has_no_card() -> None:
    assert not any("68" in file.path for one in cards() for file in one.text.file)


def test_weights_with_another_digest_are_refused(tmp_path: Path) -> None:
    right = read_card(written(tmp_path / "right", b"abc", sha256(b"abc").hexdigest()))
    wrong = read_card(written(tmp_path / "wrong", b"abd", sha256(b"abc").hexdigest()))

    assert right.weights() == b"abc"
    with pytest.raises(ModelUnusable, match="not the file that the card tells of"):
        wrong.weights()


def test_a_threshold_that_the_card_lacks_is_told(tmp_path: Path) -> None:
    told = read_card(written(tmp_path / "one", b"", sha256(b"").hexdigest()))

    assert told.threshold("live") == 0.5
    with pytest.raises(ModelUnusable, match="lacks the threshold dead"):
        told.threshold("dead")


def test_an_unknown_key_of_a_card_is_told(tmp_path: Path) -> None:
    folder = written(tmp_path / "one", b"", sha256(b"").hexdigest())
    (folder / "card.toml").write_text('uses = "liveness"\n')

    with pytest.raises(ModelUnusable, match="uses"):
        read_card(folder)


def test_a_model_without_a_card_is_told() -> None:
    with pytest.raises(ModelUnusable, match="no model of this name"):
        card("nobody")


def test_an_operators_model_comes_in_with_digest_and_licence(tmp_path: Path) -> None:
    file = tmp_path / "mine.onnx"
    taken = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1])
    given = helper.make_tensor_value_info("y", TensorProto.FLOAT, [1])
    graph = helper.make_graph([helper.make_node("Relu", ["x"], ["y"])], "g", [taken], [given])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    file.write_bytes(model.SerializeToString())

    brought = bring(file, tmp_path / "models", name="mine", use=Use.LIVENESS, licence="MIT")

    assert brought.identity == sha256(file.read_bytes()).hexdigest()
    assert [one.name for one in cards(tmp_path / "models") if one.text.licence == "MIT"] == ["mine"]
    with pytest.raises(ModelUnusable, match="already"):
        bring(file, tmp_path / "models", name="mine", use=Use.LIVENESS, licence="MIT")


def test_a_file_that_is_no_model_stays_out(tmp_path: Path) -> None:
    file = tmp_path / "mine.onnx"
    file.write_bytes(b"no model")

    with pytest.raises(ModelUnusable, match="no ONNX model"):
        bring(file, tmp_path / "models", name="mine", use=Use.MESH, licence="MIT")
    assert not (tmp_path / "models").exists()
