"""Generated reports as an old workbook: the records of BIFF8 in an OLE container."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from struct import pack

from .model import Part
from .xlsx import fill

_SECTOR = 512
_END, _NONE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_FILE_PASS = pack("<HHHHH", 0x2F, 6, 1, 1, 1)
"""Says that what follows is encrypted by RC4."""


def xls_of(reports: Sequence[Sequence[Part]], rng: Random, *, password: bool = False) -> bytes:
    """The bytes of an old workbook with these reports, and a hidden sheet that tells otherwise."""
    sheets = []
    for number, parts in enumerate(reports, 1):
        sheet = _Sheet(f"报告{number}")
        fill(sheet, parts, rng)
        sheets.append(sheet)
    hidden = _Sheet("底稿", visibility=1)
    hidden.write_number(0, 0, 77)
    return ole({"Workbook": _workbook([*sheets, hidden], password=password)})


def old_workbook(sheets: Sequence[Sequence[tuple[int, int]]]) -> bytes:
    """The records of a workbook whose sheets have numbers at these rows and columns."""
    made = []
    for cells in sheets:
        sheet = _Sheet("s")
        for row, column in cells:
            sheet.write_number(row, column, 1)
        made.append(sheet)
    return _workbook(made, password=False)


def ole(streams: dict[str, bytes]) -> bytes:
    """An OLE container; its streams are filled up to the size of those outside of its root."""
    filled = {
        name: data.ljust(max(4096, -(-len(data) // _SECTOR) * _SECTOR), b"\0")
        for name, data in streams.items()
    }
    sectors = sum(map(len, filled.values())) // _SECTOR
    folder = _entry("Root Entry", 5, 1, _END, 0)
    fats = -(-(sectors + 2) // (_SECTOR // 4 - 1))
    table = [_FAT] * fats + [_END]
    for number, (name, data) in enumerate(filled.items(), 2):
        following = number if number <= len(filled) else _NONE
        folder += _entry(name, 2, _NONE, len(table), len(data), following)
        table += range(len(table) + 1, len(table) + len(data) // _SECTOR)
        table.append(_END)
    table += [_NONE] * (fats * _SECTOR // 4 - len(table))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + pack("<HHHHH", 62, 3, 0xFFFE, 9, 6)
    head += bytes(6) + pack("<9I", 0, fats, fats, 0, 4096, _END, 0, _END, 0)
    head += pack("<109I", *range(fats), *[_NONE] * (109 - fats))
    folder = folder.ljust(_SECTOR, b"\0")
    return head + pack(f"<{len(table)}I", *table) + folder + b"".join(filled.values())


def _entry(
    name: str, kind: int, child: int, start: int, size: int, following: int = _NONE
) -> bytes:
    """A line of the container's directory."""
    coded = name.encode("utf-16-le")
    links = pack("<HBBIII", len(coded) + 2, kind, 1, _NONE, following, child)
    return coded.ljust(64, b"\0") + links + bytes(36) + pack("<IQ", start, size)


class _Sheet:
    """A sheet's records as they are written."""

    def __init__(self, name: str, visibility: int = 0) -> None:
        self.name = name
        self.visibility = visibility
        self.records = b""

    def write_string(self, row: int, column: int, text: str) -> None:
        coded = pack("<HB", len(text), 1) + text.encode("utf-16-le")
        self.records += _record(0x204, pack("<HHH", row, column, 0) + coded)

    def write_number(self, row: int, column: int, number: float) -> None:
        self.records += _record(0x203, pack("<HHHd", row, column, 0, number))

    def write_formula(self, row: int, column: int, _code: str, _style: None, value: float) -> None:
        self.write_number(row, column, value)

    def merge_range(self, top: int, left: int, bottom: int, right: int, _text: str) -> None:
        self.records += _record(0xE5, pack("<5H", 1, top, bottom, left, right))

    def stream(self) -> bytes:
        return _begin(0x10) + self.records + _record(0x0A, b"")


def _workbook(sheets: Sequence[_Sheet], *, password: bool) -> bytes:
    """The records of a workbook: where each sheet begins, then the sheets."""
    begin = _begin(5) + (_FILE_PASS if password else b"")
    heads = [
        pack("<BBBB", s.visibility, 0, len(s.name), 1) + s.name.encode("utf-16-le") for s in sheets
    ]
    at = len(begin) + sum(len(head) + 8 for head in heads) + 4
    listed = stream = b""
    for head, sheet in zip(heads, sheets, strict=True):
        listed += _record(0x85, pack("<I", at + len(stream)) + head)
        stream += sheet.stream()
    return begin + listed + _record(0x0A, b"") + stream


def _begin(kind: int) -> bytes:
    return _record(0x809, pack("<HHHHII", 0x600, kind, 0, 0, 0, 0))


def _record(kind: int, data: bytes) -> bytes:
    return pack("<HH", kind, len(data)) + data
