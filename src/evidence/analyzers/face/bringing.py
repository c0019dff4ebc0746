"""Bringing a model: an operator's own ONNX file, put beside a card that vouches for it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import onnxruntime

from evidence.analyzers.face.cards import Card, ModelUnusable, card, read_card, shipped
from evidence.analyzers.face.choices import Asked, Use
from evidence.analyzers.face.chosen import NEEDED, SHIPPED
from evidence.analyzers.face.embedder import session
from evidence.analyzers.face.fitting import NoEmbedder, put_to
from evidence.domain.errors import Problem
from evidence.domain.text import Text, say

NAME = re.compile(r"\w[\w.-]*")
DETAIL = 200  # characters of what ONNX Runtime says that are told


def bring(
    file: Path, folder: Path, *, name: str, use: Use, licence: str, asked: Asked | None = None
) -> Card:
    """Copy an ONNX file below ``folder`` with a card; it must load, and its name be free.

    An embedder must also turn a picture into a row of numbers, put to it as ``asked``.

    Raises:
        ModelUnusable: when not.
        OSError: when the file can't be read, or the folder not be written to.
    """
    if not NAME.fullmatch(name):
        raise _unusable(file, say("name it with letters, digits, -, _ and . only: --name"))
    if not licence.strip():
        raise _unusable(file, say("say under which licence you may use it: --licence"))
    if (shipped() / name).exists():
        raise _unusable(file, say("{name} is the name of a shipped model: --name", name=name))
    content = file.read_bytes()
    try:
        loaded = session(content)
        told = put_to(loaded, asked or Asked()) if use is Use.EMBEDDER else _shapes(loaded)
    except NoEmbedder as error:
        raise _unusable(file, error.what) from None
    except Exception as error:  # its errors share no class but this
        if not type(error).__module__.startswith("onnxruntime"):
            raise
        detail = " ".join(str(error).split())[:DETAIL]
        what = say("this is no ONNX model that can be run: {detail}", detail=detail)
        raise _unusable(file, what) from None
    place = folder / name
    if (place / "card.toml").exists():
        raise _unusable(file, say("there is a model called {name} already", name=name))
    place.mkdir(parents=True, exist_ok=True)
    (place / "model.onnx").write_bytes(content)
    lines = [
        f"use = {json.dumps(use)}",
        f"title = {json.dumps(file.name, ensure_ascii=False)}",
        f"licence = {json.dumps(licence, ensure_ascii=False)}",
        'note = "Brought by the operator. Its errors have not been measured here."',
        "",
        "[[file]]",
        'path = "model.onnx"',
        f'sha256 = ["{sha256(content).hexdigest()}"]',
        "",
        "[input]",
        *(f"{json.dumps(key)} = {json.dumps(value)}" for key, value in told.items()),
        *(_pictures() if use is Use.EMBEDDER else ()),
    ]
    (place / "card.toml").write_text("\n".join([*lines, ""]), "utf-8")
    return read_card(place)


def _pictures() -> Iterator[str]:
    """What a picture must be for a face in it to be compared: the same, whoever compares."""
    yield from ("", "[thresholds]")
    like = card(SHIPPED).text.thresholds
    yield from (f"{key} = {value}" for key, value in like.items() if key not in NEEDED)


def _shapes(loaded: onnxruntime.InferenceSession) -> dict[str, object]:
    return {put.name: f"{put.type} {put.shape}" for put in loaded.get_inputs()}


def _unusable(file: Path, what: Text) -> ModelUnusable:
    return ModelUnusable(str(file), (Problem(what, str(file)),))
