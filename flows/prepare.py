"""Documents that another program converts are converted together, before their batch is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.readers import MAX_BYTES
from extractors.readers.kinds import FIRST, may_be_converted
from flows.files import read_beginning


def prepare(paths: Sequence[str]) -> None:
    """Have those documents converted that are of such a kind; told by their first bytes."""
    chosen = [path for path in paths if may_be_converted(read_beginning(path, FIRST))]
    if chosen:
        from extractors.readers import office

        office.prepare(_contents(chosen))


def _contents(paths: Sequence[str]) -> Iterator[bytes]:
    for path in paths:
        data = read_beginning(path, MAX_BYTES + 1)
        if len(data) <= MAX_BYTES:
            yield data
