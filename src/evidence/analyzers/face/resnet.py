"""dlib's face network as an ONNX graph, made in memory from the weights of the package.

The same numbers under a runtime that computes them several times faster. Each affine layer, and
the means that dlib takes from the picture, are folded into the convolution beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from evidence.analyzers.face.dlib_weights import Layer, NotANetwork, layers

Exact = NDArray[np.float64]
Weights = NDArray[np.float32] | NDArray[np.int64]

SIDE = 150
# dlib/dnn/input.h: input_rgb_image_sized takes these off red, green and blue, and divides by 256.
MEANS = np.array([122.782, 117.001, 104.298], np.float64)
SCALE = 256.0
OPSET = 17
IR = 8  # the oldest format with this opset: every runtime of these years reads it


def onnx_of(content: bytes) -> bytes:
    """The ONNX model of a network file.

    It takes pictures of shape (N, 150, 150, 3), uint8, red, green, blue, and gives (N, 128) floats.

    Raises:
        NotANetwork: when the file is not this network.
    """
    graph = _Graph()
    last = graph.whole(list(layers(content)))
    taken = helper.make_tensor_value_info("pictures", TensorProto.UINT8, ["N", SIDE, SIDE, 3])
    given = helper.make_tensor_value_info(last, TensorProto.FLOAT, ["N", None])
    made = helper.make_graph(graph.nodes, "dlib-resnet", [taken], [given], graph.weights)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR)
    return bytes(model.SerializeToString())


@dataclass(slots=True)
class _Graph:
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    weights: list[onnx.TensorProto] = field(default_factory=list)

    def whole(self, parts: Sequence[Layer]) -> str:
        """The network from its picture to its numbers; the name of the last output."""
        at = self._put("Cast", ["pictures"], to=TensorProto.FLOAT)
        at = self._put("Transpose", [at], perm=[0, 3, 1, 2])
        rest = iter(parts)
        at, channels = self._stem(at, rest)
        first = next(rest, None)
        while first is not None and first.kind == "con":
            at, channels = self._block(at, channels, first, rest)
            first = next(rest, None)
        last = next(rest, None)
        if first is None or first.kind != "avg" or last is None or last.kind != "fc":
            raise NotANetwork("the network does not end as dlib's face network does")
        at = self._put("GlobalAveragePool", [at])
        at = self._put("Flatten", [at])
        return self._put("MatMul", [at, self._keep(last.weights.reshape(channels, -1))])

    def _stem(self, at: str, rest: Iterator[Layer]) -> tuple[str, int]:
        conv, affine, pool = _expect(rest, "con", "affine", "relu", "max", keep=(0, 1, 3))
        weights, bias = _folded(conv, affine, channels=3)
        weights = weights / SCALE
        bias = bias - np.einsum("oikl,i->o", weights, MEANS)
        at = self._put("Relu", [self._convolve(at, conv, weights, bias)])
        rows, columns, down, right, *_ = pool.settings
        at = self._put("MaxPool", [at], kernel_shape=[rows, columns], strides=[down, right])
        return at, len(bias)

    def _block(
        self, at: str, channels: int, first: Layer, rest: Iterator[Layer]
    ) -> tuple[str, int]:
        """Two convolutions, and what comes in added to what goes out."""
        came = at
        affine, second, affine_2 = _expect(rest, "affine", "relu", "con", "affine", keep=(0, 2, 3))
        weights, bias = _folded(first, affine, channels=channels)
        at = self._put("Relu", [self._convolve(at, first, weights, bias)])
        weights, bias = _folded(second, affine_2, channels=len(bias))
        at = self._convolve(at, second, weights, bias)
        following = next(rest, None)
        if following is not None and following.kind == "avg":
            came, at = self._halved(came, at, following, grown=len(bias) - channels)
            following = next(rest, None)
        if following is None or following.kind != "add":
            raise NotANetwork("a block of the network lacks its sum")
        _expect(rest, "relu", keep=())
        return self._put("Relu", [self._put("Add", [at, came])]), len(bias)

    def _halved(self, came: str, at: str, pool: Layer, *, grown: int) -> tuple[str, str]:
        """What came in at half the size; dlib adds pictures of two sizes as if zeros stood there.

        The pooled one may be a row and a column larger, and has fewer channels.
        """
        rows, columns, down, right, *_ = pool.settings
        came = self._put("AveragePool", [came], kernel_shape=[rows, columns], strides=[down, right])
        if grown:
            came = self._put("Pad", [came, self._keep(np.array([0, 0, 0, 0, 0, grown, 0, 0]))])
        lacking = self._put("Sub", [self._put("Shape", [came]), self._put("Shape", [at])])
        none = self._keep(np.zeros(4, np.int64))
        pads = self._put("Concat", [none, self._put("Max", [lacking, none])], axis=0)
        return came, self._put("Pad", [at, pads])

    def _convolve(self, at: str, conv: Layer, weights: Exact, bias: Exact) -> str:
        _, rows, columns, down, right, above, beside = conv.settings
        return self._put(
            "Conv",
            [at, self._keep(weights.astype(np.float32)), self._keep(bias.astype(np.float32))],
            kernel_shape=[rows, columns],
            strides=[down, right],
            pads=[above, beside, above, beside],
        )

    def _keep(self, values: Weights) -> str:
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _put(self, kind: str, inputs: list[str], **settings: int | list[int]) -> str:
        name = f"n{len(self.nodes)}"
        node = helper.make_node(kind, inputs, [name])
        node.attribute.extend(helper.make_attribute(key, settings[key]) for key in sorted(settings))
        self.nodes.append(node)
        return name


def _folded(conv: Layer, affine: Layer, *, channels: int) -> tuple[Exact, Exact]:
    """The weights and biases of a convolution with the affine layer after it."""
    count, rows, columns, *_ = conv.settings
    gamma, beta = np.split(affine.weights.astype(np.float64), 2)
    weights, bias = np.split(conv.weights.astype(np.float64), [conv.weights.size - count])
    shaped = weights.reshape(count, channels, rows, columns)
    return shaped * gamma[:, None, None, None], bias * gamma + beta


def _expect(rest: Iterator[Layer], *kinds: str, keep: tuple[int, ...]) -> list[Layer]:
    found = [layer for _, layer in zip(kinds, rest, strict=False)]
    if tuple(layer.kind for layer in found) != kinds:
        raise NotANetwork("the layers do not follow each other as in dlib's face network")
    return [found[at] for at in keep]
