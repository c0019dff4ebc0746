"""Choices: what a model is for, and how an embedder is fed: words of cards and command line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Three = tuple[float, float, float]


class Use(StrEnum):
    """What a model is for."""

    DETECTOR = "detector"
    EMBEDDER = "embedder"
    LANDMARKS = "landmarks"
    MESH = "mesh"
    LIVENESS = "liveness"


class Cut(StrEnum):
    """How a face is cut out."""

    UPRIGHT = "upright"
    EYES = "eyes"
    BOX = "box"


class Order(StrEnum):
    """The order of the colours."""

    RGB = "RGB"
    BGR = "BGR"


class Metric(StrEnum):
    """What tells two faces apart."""

    COSINE = "cosine"
    EUCLIDEAN = "euclidean"


@dataclass(frozen=True, slots=True)
class Asked:
    """What no ONNX file tells of its embedder; ``side`` only where it takes any size."""

    side: int = 0
    order: Order = Order.RGB
    mean: Three = (127.5, 127.5, 127.5)
    std: Three = (127.5, 127.5, 127.5)
    cut: Cut = Cut.UPRIGHT
    padding: float = 0.25
    metric: Metric = Metric.COSINE
