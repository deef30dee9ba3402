"""Bytes to text: the encoding by strict trial, never by a guess."""

from __future__ import annotations

import codecs
import re

from extractors.document import Decoded
from extractors.model import SetAside

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The commonest characters of official prose: text decoded wrongly has next to none of them.
_COMMON = re.compile("[的年政府信息公开工作人民一不在有大会国和个行主发为办理]")
_CONTROL = bytes((*range(9), *range(14, 32)))


def decode(data: bytes) -> Decoded | SetAside:
    """Decode a text document, or say in one sentence why it cannot be read.

    Order: byte order mark, strict UTF-8, strict GB18030.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return Decoded(data[len(bom) :].decode(encoding), encoding)
            except UnicodeDecodeError as error:
                return _unreadable(f"it is marked as {encoding}", error)
    try:
        text, encoding = data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as utf8_error:
        try:
            text, encoding = data.decode("gb18030"), "gb18030"
        except UnicodeDecodeError:
            return _unreadable("it is neither UTF-8 nor GB18030", utf8_error)
        if not plausible(text):
            return _unreadable("it is neither UTF-8 nor meaningful GB18030", utf8_error)
    if is_binary(text):
        return SetAside("the content is binary data, not text", "application/octet-stream")
    return Decoded(text, encoding)


def is_binary(text: str) -> bool:
    """Whether a hundredth of a text or more is control characters."""
    octets = text.encode("utf-8", "surrogatepass")
    controls = len(octets) - len(octets.translate(None, _CONTROL))
    return controls > len(text) // 100


def plausible(text: str) -> bool:
    """Whether text reads like Chinese prose: about a tenth of its letters are common ones."""
    wide = sum(1 for char in text if char > "\u007f")
    return len(_COMMON.findall(text)) * 25 >= wide


def _unreadable(claim: str, error: UnicodeDecodeError) -> SetAside:
    byte = error.object[error.start]
    return SetAside(
        f"the text cannot be decoded: {claim} (byte 0x{byte:02x} at offset {error.start})",
        "application/octet-stream",
    )
