"""Documents that another program converts are converted together, before their batch is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from extractors.readers import HEAD, MAX_BYTES, may_be_converted


def prepare(paths: Sequence[str]) -> None:
    """Have those documents converted that are of such a kind; told by their first bytes."""
    chosen = [path for path in paths if may_be_converted(_read(path, HEAD))]
    if chosen:
        from extractors.readers import office

        office.prepare(_contents(chosen))


def _contents(paths: Sequence[str]) -> Iterator[bytes]:
    for path in paths:
        data = _read(path, MAX_BYTES + 1)
        if len(data) <= MAX_BYTES:
            yield data


def _read(path: str, size: int) -> bytes:
    """The first bytes of a file; none where it cannot be read, which its reader will tell."""
    with suppress(OSError), open(path, "rb", buffering=0) as file:
        return file.read(size)
    return b""
