"""Bodies of replies, expanded while they stream and never beyond a limit."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

ACCEPTED = "gzip, deflate"
_PIECE = 1 << 16


class BodyError(Exception):
    """A body that cannot be used; the message says why."""


class TooLargeError(BodyError):
    """A body beyond the limit: another try would not help."""


def expanded(pieces: Iterable[bytes], encoding: str, limit: int) -> Iterator[bytes]:
    """The pieces of a body as it was before it was compressed, each at most 64 KiB.

    ``encoding`` is that of Content-Encoding. Raises ``TooLargeError`` as soon as there are more
    than ``limit`` bytes, ``BodyError`` where the body is cut off or damaged.
    """
    name = encoding.strip().lower()
    if name in ("", "identity"):
        plain = iter(pieces)
    elif name in ("gzip", "x-gzip", "deflate"):
        plain = _inflated(pieces, name)
    else:
        raise BodyError(f"its encoding {name[:40]} was not asked for")
    size = 0
    for piece in plain:
        size += len(piece)
        if size > limit:
            raise TooLargeError(f"it is larger than the limit of {limit / 2**20:g} MiB")
        yield piece


def _inflated(pieces: Iterable[bytes], name: str) -> Iterator[bytes]:
    """Deflated pieces, in one member or several, expanded a little at a time."""
    engine, begun = zlib.decompressobj(47), False
    for piece in pieces:
        rest = piece
        if not begun and name == "deflate" and piece and (piece[0] & 15) != 8:
            engine = zlib.decompressobj(-15)  # some send it without its wrapper
        while rest:
            begun = True
            if engine.eof:
                if not rest.strip(b"\0"):
                    break
                engine = zlib.decompressobj(47)
            try:
                out = engine.decompress(rest, _PIECE)
            except zlib.error as error:
                raise BodyError(f"its compression is damaged: {error}") from error
            if out:
                yield out
            rest = engine.unused_data if engine.eof else engine.unconsumed_tail
    while begun and not engine.eof:
        out = engine.decompress(b"", _PIECE)
        if not out:
            raise BodyError("it is cut off within its compression")
        yield out
