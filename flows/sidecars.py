"""What a crawler noted beside a page that it saved: where it came from, and when.

The note of ``page.html`` is a JSON object in ``page.html.json`` or ``page.json``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from typing import NamedTuple

SUFFIX = ".json"
MAX_BYTES = 2**20
_ADDRESS = ("address", "url", "source_url", "source_uri", "uri")
_TIME = ("retrieved_at", "fetched_at", "crawled_at", "date")


class Told(NamedTuple):
    """What a note says of a document: its address, and when it was retrieved, in UTC; a raw
    archive also says since when its page is gone."""

    address: str | None = None
    retrieved_at: datetime | None = None
    gone_at: datetime | None = None


class SidecarError(ValueError):
    """A note that cannot be used; the message says why."""


def sidecar_of(path: str, is_there: Collection[str] | Callable[[str], bool]) -> str | None:
    """The path of a document's note, if it is there."""
    stem = path.rpartition(".")[0]
    for name in (path + SUFFIX, stem + SUFFIX):
        if is_there(name) if callable(is_there) else name in is_there:
            return name
    return None


def read_told(data: bytes) -> Told:
    """What a note says. Raises ``SidecarError``."""
    if len(data) > MAX_BYTES:
        raise SidecarError(f"it is larger than {MAX_BYTES // 2**20} MiB")
    try:
        note = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise SidecarError("it is not JSON") from error
    if not isinstance(note, dict):
        raise SidecarError("it is not a JSON object")
    address = next((note[key] for key in _ADDRESS if isinstance(note.get(key), str)), None)
    if address and not address.startswith(("http://", "https://")):
        raise SidecarError(f"its address is not one of the web: {address[:80]}")
    stated = next((note[key] for key in _TIME if isinstance(note.get(key), str)), None)
    return Told(address, _time(stated) if stated else None)


def _time(stated: str) -> datetime:
    try:
        time = datetime.fromisoformat(stated)
    except ValueError as error:
        raise SidecarError(f"its date is not one of ISO 8601: {stated[:40]}") from error
    return time.astimezone(UTC).replace(tzinfo=None) if time.tzinfo else time
