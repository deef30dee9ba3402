"""Plain text in the encodings that it comes in."""

from __future__ import annotations

from extractors.decode import decode
from extractors.document import Decoded
from extractors.model import SetAside


def read(data: bytes) -> list[Decoded] | SetAside:
    """The text itself."""
    decoded = decode(data)
    return decoded if isinstance(decoded, SetAside) else [decoded]
