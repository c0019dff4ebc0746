"""Fitting: how faces can be put to a network that somebody says is an embedder.

What its ONNX file tells is taken from there, the rest as its operator says; then it is tried.
"""

from __future__ import annotations

import numpy as np
import onnxruntime
from pydantic import ValidationError

from evidence.analyzers.face.choices import Asked
from evidence.analyzers.face.putting import KINDS, LEAST_LENGTH, Putting
from evidence.domain.text import Text, say

COLOURS = 3
FOLD = 4  # pictures, and the height, width and colours of each, in whichever order
BATCH = 16  # faces at once, where the network takes as many as one likes


class NoEmbedder(Exception):
    """A network takes no face, or gives no numbers for it; ``what`` says why."""

    def __init__(self, what: Text) -> None:
        """Say why."""
        super().__init__(str(what))
        self.what = what


def put_to(network: onnxruntime.InferenceSession, asked: Asked) -> dict[str, object]:
    """The [input] of its card.

    Raises:
        NoEmbedder: when it is none, or can't be fed so.
    """
    taken = network.get_inputs()
    if len(taken) != 1 or taken[0].type not in KINDS or len(taken[0].shape) != FOLD:
        told = ", ".join(f"{one.name}: {one.type} {one.shape}" for one in taken)
        raise NoEmbedder(
            say("an embedder takes one picture, of floats or bytes; this takes {told}", told=told)
        )
    (one,) = taken
    many, *rest = one.shape
    layout = "NHWC" if rest[2] == COLOURS else "NCHW"
    colours, *sides = (rest[2], *rest[:2]) if layout == "NHWC" else rest
    told_sides = {side for side in sides if isinstance(side, int)}
    if colours != COLOURS or len(told_sides) > 1 or (isinstance(many, int) and many < 1):
        shape = str(one.shape)
        raise NoEmbedder(
            say("an embedder takes square pictures of three colours, not {shape}", shape=shape)
        )
    side = told_sides.pop() if told_sides else asked.side
    if not side:
        raise NoEmbedder(say("it takes pictures of any size: say how large faces are put: --size"))
    if asked.side not in {0, side}:
        raise NoEmbedder(say("it takes pictures of {side} pixels only: --size", side=side))
    said = {
        "tensor": one.name,
        "kind": one.type,
        "layout": layout,
        "side": side,
        "batch": many if isinstance(many, int) else BATCH,
        "whole": isinstance(many, int),
        "order": asked.order.value,
        "mean": list(asked.mean),
        "std": list(asked.std),
        "cut": asked.cut.value,
        "padding": asked.padding,
        "metric": asked.metric.value,
    }
    if one.type == "tensor(uint8)":  # bytes as they are: the network scales them itself
        said |= {"mean": [0.0] * COLOURS, "std": [1.0] * COLOURS}
    try:
        tried = Putting.model_validate(said | {"length": LEAST_LENGTH})
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise NoEmbedder(say("{place}: {problem}", place=place, problem=first["msg"])) from None
    return said | {"length": _length(network, tried)}


def _length(network: onnxruntime.InferenceSession, tried: Putting) -> int:
    """How many numbers it gives for a face: noise is put to it, as many pictures as it takes."""
    noise = np.random.default_rng(0).integers(0, 256, (tried.batch, tried.side, tried.side, 3))
    rows = np.asarray(network.run(None, {tried.tensor: tried.fed(noise.astype(np.uint8))})[0])
    flat = rows.reshape(len(rows), -1) if rows.ndim else rows
    if not rows.ndim or len(flat) != tried.batch or flat.shape[1] < LEAST_LENGTH:
        raise NoEmbedder(
            say("it gives {shape}, and not a row of numbers for each face", shape=str(rows.shape))
        )
    if not np.isfinite(flat).all():
        raise NoEmbedder(say("it gives no numbers for a picture of noise"))
    return int(flat.shape[1])
