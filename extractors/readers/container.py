"""Parts of a ZIP container, opened with limits: what a file claims of itself is not believed."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

MAX_PARTS = 10_000
MAX_PART_BYTES = 32 * 2**20
MAX_ALL_BYTES = 64 * 2**20
MAX_RATIO = 250
"""Bytes that one byte may expand to; the markup of the emptiest tables stays below 100."""
_RATIO_FROM = 2**20
"""Smaller parts may be as dense as they like."""
_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1 | 0x40 | 0x2000


class UnreadableError(Exception):
    """Why a document is not read: its message is the sentence that says so."""


class Container:
    """The parts of a container by their names; what is broken raises ``UnreadableError``."""

    def __init__(self, data: bytes) -> None:
        self._left = MAX_ALL_BYTES
        if data.count(_ENTRY) > MAX_PARTS:  # before each becomes an object
            raise UnreadableError(f"the file is a ZIP container of more than {MAX_PARTS:,} parts")
        try:
            self._zip = ZipFile(BytesIO(data))
        except Exception as error:  # a broken directory leads zipfile to errors of many kinds
            raise UnreadableError("the file is a ZIP container, broken or cut off") from error
        self._parts: dict[str, list[ZipInfo]] = {}
        for info in self._zip.infolist():
            self._parts.setdefault(info.filename.replace("\\", "/"), []).append(info)

    @property
    def names(self) -> list[str]:
        """The names of all parts, in the order of the container's directory."""
        return list(self._parts)

    def read(self, name: str) -> bytes:
        """The content of a part, which counts towards what the container may expand to."""
        found = self._parts.get(name, [])
        if len(found) != 1:
            many = "two parts" if found else "no part"
            raise UnreadableError(f"the file has {many} of the name {name}")
        (info,) = found
        if info.flag_bits & _ENCRYPTED:
            raise UnreadableError("the file is encrypted: its parts ask for a password")
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):  # others expand without a limit
            raise UnreadableError(f"the part {name} is compressed by a method other than deflate")
        limit = min(MAX_PART_BYTES, self._left, max(_RATIO_FROM, MAX_RATIO * info.compress_size))
        try:
            with self._zip.open(info) as stream:
                data = stream.read(limit + 1)
        except Exception as error:  # of zlib, zipfile, struct: whichever meets the fault first
            raise UnreadableError(f"the part {name} is broken or cut off") from error
        if len(data) > limit:
            raise UnreadableError(
                f"the part {name} expands beyond the limit of {limit / 2**20:.0f} MiB"
            )
        self._left -= len(data)
        return data
