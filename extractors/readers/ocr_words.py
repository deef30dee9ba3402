"""The recogniser of characters: lines of text as images become text.

The package rapidocr brings the model, onnxruntime runs it; nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnxruntime

_MODEL = "models/PP-OCRv6_rec_small.onnx"
_HEIGHT = 48
_LEAST = 96
"""Pixels to which images of a line are padded: more is time without effect."""
_MOST = 3200
_BATCH = 1200
"""Pixels of the width of all images that are recognised at once: more is memory."""


def recognise(images: Sequence[Any]) -> list[tuple[str, float]]:
    """The text of each image of a line (grey, dark on light), and how sure it is (0 to 1)."""
    order = sorted(range(len(images)), key=lambda index: _width(images[index]))
    found = [("", 0.0)] * len(images)
    while order:
        # The widest first: the others of its batch are padded to its width.
        width = max(_LEAST, _width(images[order[-1]]))
        count = max(1, _BATCH // width)
        order, batch = order[:-count], order[-count:]
        stacked = np.stack([_prepared(images[index], width) for index in batch])
        session, alphabet = _model()
        (output,) = session.run(None, {session.get_inputs()[0].name: stacked})
        for index, steps in zip(batch, output, strict=True):
            found[index] = _decoded(steps, alphabet)
    return found


def _width(image: Any) -> int:
    height, width = map(int, image.shape)
    return min(_MOST, -(-_HEIGHT * width // height))


def _prepared(image: Any, width: int) -> Any:
    """An image as the model wants it: three colours from -1 to 1, padded with 0."""
    own = _width(image)
    scaled = cv2.resize(image, (own, _HEIGHT)).astype(np.float32) / 127.5 - 1
    return np.broadcast_to(np.pad(scaled, ((0, 0), (0, width - own))), (3, _HEIGHT, width))


def _decoded(steps: Any, alphabet: Sequence[str]) -> tuple[str, float]:
    """The likeliest character of each step, repetitions and blanks left out."""
    best = steps.argmax(axis=1)
    fresh = (best != 0) & (best != np.concatenate(([0], best[:-1])))
    scores = steps.max(axis=1)[fresh]
    text = "".join(alphabet[index] for index in best[fresh])
    return text, float(scores.mean()) if text else 0.0


@cache
def _model() -> tuple[Any, list[str]]:
    """The model in one thread, and the character of each of its classes."""
    spec = find_spec("rapidocr")
    assert spec is not None
    assert spec.origin is not None
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(
        str(Path(spec.origin).parent / _MODEL), options, providers=["CPUExecutionProvider"]
    )
    characters = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    return session, ["", *characters, " "]
