"""The models that find and read writing: PP-OCRv6 small, out of the wheel of rapidocr.

The package itself is not imported: that alone would take a second and a half, which is all that the
clock of an hour may cost. The two files are run by ONNX Runtime, and what stands before and after
them is a few lines each.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

PACKAGE = "rapidocr"
FINDER, READER = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"


@cache
def finder() -> onnxruntime.InferenceSession:
    """The model that tells where writing is."""
    return _session(FINDER)


@cache
def reader() -> onnxruntime.InferenceSession:
    """The model that reads one line of writing."""
    return _session(READER)


@cache
def letters() -> tuple[str, ...]:
    """What the reader's answers stand for: nothing, then its letters, then the blank."""
    told = reader().get_modelmeta().custom_metadata_map["character"]
    return ("", *told.splitlines(), " ")


Levels = NDArray[np.float32]


def answered(session: onnxruntime.InferenceSession, picture: Levels) -> Levels:
    """What a model of one input and one output answers."""
    answer: Levels = session.run(None, {session.get_inputs()[0].name: picture})[0]
    return answer


def _session(name: str) -> onnxruntime.InferenceSession:
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"the package {PACKAGE} is not installed")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    path = Path(spec.submodule_search_locations[0]) / "models" / name
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
