"""How far the cells of an old workbook are spread, told before they are laid out in memory.

The streams of its container are those of [MS-CFB], their records those of [MS-XLS]. Streams that
have no end, or share their sectors, are found here too: the reading library would follow them
for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from struct import error, iter_unpack, unpack_from
from typing import NamedTuple

MAX_SHEETS = 500
_NAMES = ("Workbook", "Book")
_ENTRY = 128
_LAST = 0xFFFFFFFA
"""Numbers of sectors from here on end a chain."""
_IN_HEAD = 109
"""Sectors with the table of sectors that the head names itself."""
_SMALL = 64
"""Bytes of the sectors that hold short streams."""
_SHEET, _END = 0x85, 0x0A
_CELLS = frozenset((0x06, 0xD6, 0xFD, 0x201, 0x203, 0x204, 0x205, 0x27E))
_OF_SEVERAL = frozenset((0xBD, 0xBE))
"""Records of several cells in a row, which end with the number of the last column."""


class BrokenError(ValueError):
    """What is read contradicts itself, or is cut off."""


class Spread(NamedTuple):
    """Rows and columns from the first cell of a sheet to its last."""

    rows: int
    columns: int


def spreads(data: bytes) -> list[Spread]:
    """The spread of each sheet of an old workbook. Raises ``BrokenError``."""
    try:
        return [
            _spread(stream, place)
            for stream in _workbooks(data)
            for place in _places_of_sheets(stream)
        ]
    except (error, IndexError, ValueError) as broken:
        raise BrokenError(str(broken)) from broken


def _places_of_sheets(stream: bytes) -> list[int]:
    records = (record for kind, record in _records(stream, 0) if kind == _SHEET)
    places = [unpack_from("<I", record)[0] for record in records]
    if len(places) > MAX_SHEETS:
        raise BrokenError(f"more than {MAX_SHEETS} sheets")
    return places


def _spread(stream: bytes, place: int) -> Spread:
    rows: list[int] = []
    columns: list[int] = []
    for kind, record in _records(stream, place):
        if kind in _CELLS or kind in _OF_SEVERAL:
            row, column = unpack_from("<HH", record)
            rows.append(row)
            columns.append(column)
        if kind in _OF_SEVERAL:
            columns += unpack_from("<H", record, len(record) - 2)
    if not rows:
        return Spread(0, 0)
    return Spread(max(rows) - min(rows) + 1, max(columns) - min(columns) + 1)


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The records from a place to the one that ends them, each with its kind."""
    while place + 4 <= len(stream):
        kind, length = unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + length]
        if kind == _END:
            return
        place += 4 + length


def _workbooks(data: bytes) -> list[bytes]:
    """The streams of a container that are named as a workbook is."""
    (shift,) = unpack_from("<H", data, 30)
    if not 7 <= shift <= 16:
        raise BrokenError("sectors of no known size")
    size = 1 << shift
    folder, _, cutoff, small = unpack_from("<4I", data, 48)
    table = _table(data, size)
    entries = _chain(data, table, folder, size, size)
    short_table = _numbers(_chain(data, table, small, size, size))
    (inner,) = unpack_from("<I", entries, 116)  # of the first entry, the root
    shorts = _chain(data, table, inner, size, size)
    found = []
    left = len(table) + len(short_table)
    for at in range(_ENTRY, len(entries) - _ENTRY + 1, _ENTRY):
        start, length = unpack_from("<II", entries, at + 116)
        name = entries[at : at + 64].decode("utf-16-le", "replace").partition("\0")[0]
        if not length or (name not in _NAMES and not entries[at + 66]):
            continue  # a folder, or an entry that is not in use
        short = length < cutoff
        sectors = _sectors(short_table if short else table, start)
        left -= len(sectors)
        if left < 0:
            raise BrokenError("streams that share their sectors")
        if name in _NAMES:
            place = (shorts, _SMALL, 0) if short else (data, size, size)
            found.append(_joined(sectors, *place)[:length])
    return found


def _table(data: bytes, size: int) -> Sequence[int]:
    """For each sector of a container the one that follows it."""
    sectors = list(unpack_from(f"<{_IN_HEAD}I", data, 76))
    (further,) = unpack_from("<I", data, 68)
    for _ in range(len(data) // size):
        if further >= _LAST:
            break
        *named, further = _numbers(_joined([further], data, size, size))
        sectors += named
    if further < _LAST:
        raise BrokenError("a table of sectors without end")
    return _numbers(_joined((one for one in sectors if one < _LAST), data, size, size))


def _numbers(data: bytes) -> list[int]:
    return [number for (number,) in iter_unpack("<I", data[: len(data) // 4 * 4])]


def _chain(data: bytes, table: Sequence[int], sector: int, size: int, start: int) -> bytes:
    """What stands in the sectors from one on, as far as the table tells which follows."""
    return _joined(_sectors(table, sector), data, size, start)


def _sectors(table: Sequence[int], sector: int) -> list[int]:
    found: list[int] = []
    while sector < len(table):
        if len(found) == len(table):
            raise BrokenError("a stream without end")
        found.append(sector)
        sector = table[sector]
    return found


def _joined(sectors: Iterable[int], data: bytes, size: int, start: int) -> bytes:
    """What stands in sectors of a size, the first of which begins at ``start``."""
    return b"".join(data[start + one * size : start + (one + 1) * size] for one in sectors)
