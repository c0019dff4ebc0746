"""Cards: weights are the card's or nothing."""

from hashlib import sha256
from pathlib import Path

import pytest
from onnx import TensorProto, helper

from evidence.analyzers.face.bringing import bring
from evidence.analyzers.face.cards import ModelUnusable, card, cards, read_card
from evidence.analyzers.face.choices import Use


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


def onnx_model(folder: Path) -> Path:
    file = folder / "mine.onnx"
    taken = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1])
    given = helper.make_tensor_value_info("y", TensorProto.FLOAT, [1])
    graph = helper.make_graph([helper.make_node("Relu", ["x"], ["y"])], "g", [taken], [given])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    file.write_bytes(model.SerializeToString())
    return file


def test_an_operators_model_comes_in_with_digest_and_licence(tmp_path: Path) -> None:
    file = onnx_model(tmp_path)

    brought = bring(file, tmp_path / "models", name="mine", use=Use.LIVENESS, licence="MIT")

    assert brought.identity == sha256(file.read_bytes()).hexdigest()
    assert [one.name for one in cards(tmp_path / "models") if one.text.licence == "MIT"] == ["mine"]
    with pytest.raises(ModelUnusable, match="already"):
        bring(file, tmp_path / "models", name="mine", use=Use.LIVENESS, licence="MIT")


@pytest.mark.parametrize(
    ("name", "licence", "why"),
    [
        ("..", "MIT", "letters, digits"),
        ("a/b", "MIT", "letters, digits"),
        ("", "MIT", "letters, digits"),
        ("dlib-resnet", "MIT", "shipped model"),
        ("mine", " ", "licence"),
    ],
)
def test_a_model_is_not_brought_under_a_name_or_licence_that_will_not_do(
    tmp_path: Path, name: str, licence: str, why: str
) -> None:
    file = onnx_model(tmp_path)

    with pytest.raises(ModelUnusable, match=why):
        bring(file, tmp_path / "models", name=name, use=Use.MESH, licence=licence)
    assert sorted(tmp_path.iterdir()) == [file]


def test_a_file_that_is_no_model_stays_out(tmp_path: Path) -> None:
    file = tmp_path / "mine.onnx"
    file.write_bytes(b"no model")

    with pytest.raises(ModelUnusable, match="no ONNX model"):
        bring(file, tmp_path / "models", name="mine", use=Use.MESH, licence="MIT")
    assert not (tmp_path / "models").exists()
