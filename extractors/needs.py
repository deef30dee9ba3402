"""What reading some kinds of documents needs beside this package, and whether it is there."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from importlib.util import find_spec

OFFICE = "LibreOffice"
RECOGNITION = "ogi[ocr]"


def office() -> str | None:
    """The program that converts old kinds of documents, if it is installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


_RECOGNIZERS = ("rapidocr", "onnxruntime", "cv2", "PIL")
_IS_THERE: dict[str, Callable[[], bool]] = {
    OFFICE: lambda: office() is not None,
    RECOGNITION: lambda: all(map(find_spec, _RECOGNIZERS)),
}


def is_there(need: str) -> bool:
    """Whether what documents were set aside for the lack of has been installed since."""
    check = _IS_THERE.get(need)
    return check is not None and check()
