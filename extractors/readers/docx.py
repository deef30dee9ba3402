"""Word documents: paragraphs and tables in the order of the body, from the markup itself."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from extractors.document import Decoded, Place, Writer
from extractors.findings import finding
from extractors.model import SetAside
from extractors.readers.container import Container, UnreadableError
from extractors.readers.grid import MAX_COLUMNS, GridCell, GridTooLargeError, expand, in_one_line
from extractors.readers.kinds import WORD
from extractors.readers.openxml import Element, parse
from extractors.readers.wordml import (
    BODY,
    CELL,
    CHUNK,
    JOINED,
    PARAGRAPH,
    ROW,
    TABLE,
    VALUE,
    W,
    printed,
    show,
)

MAX_DEPTH = 20
"""Tables within tables within tables."""
SLIVER = 120
"""Width of a column that can hold no character, in twentieths of a point."""
_UNREAD = "a part of the document is stored in it as a file of another format, and is not read"
_MAIN = re.compile(r"word/document\d*\.xml")
_DIGITS = re.compile(r"[0-9]{1,6}")


def read(data: bytes) -> list[Decoded] | SetAside:
    """The text of a Word document, or why it is not read."""
    try:
        container = Container(data)
        name = next(filter(_MAIN.fullmatch, container.names), "word/document.xml")
        root = parse(container.read(name), name)
        body = next(root.iter(BODY), None)
        if body is None:
            raise UnreadableError(f"the part {name} has no body")
        show(body)
        reading = _Reading()
        reading.blocks(body)
    except UnreadableError as error:
        return SetAside(str(error), WORD)
    except GridTooLargeError as error:
        return SetAside(f"the document has {error}", WORD)
    has_chunk = next(body.iter(CHUNK), None) is not None
    writer = reading.writer
    if not writer.text.strip():
        reason = _UNREAD if has_chunk else "the Word document holds no text"
        return SetAside(reason, WORD)
    findings = (finding("unread_part"),) if has_chunk else ()
    return [Decoded(writer.text, None, WORD, "docx", writer.places, findings)]


class _Reading:
    """A document's text as it is put together."""

    def __init__(self) -> None:
        self.writer = Writer()
        self._tables = 0

    def blocks(self, container: Iterable[Element], depth: int = 0) -> None:
        """Print paragraphs as lines and tables as rows."""
        for block in _blocks(container):
            if isinstance(block, str):
                for line in filter(str.strip, block.split("\n")):
                    self.writer.line(line)
            else:
                self._table(block, depth + 1)

    def _table(self, table: Element, depth: int) -> None:
        """Print a table; those in its cells follow it, unless a cell is a row of its own."""
        if depth > MAX_DEPTH:
            raise UnreadableError(f"the document nests tables more than {MAX_DEPTH} deep")
        self._tables += 1
        number = self._tables
        rows = _rows(table)
        frames = {
            index: row[0].element
            for index, row in enumerate(rows)
            if len(row) == 1 and row[0].rows == 1 and _is_frame(row[0].element)
        }
        within: list[Element] = []
        cells = [
            [
                GridCell("" if index in frames else _text(c.element, within), c.rows, c.columns)
                for c in row
            ]
            for index, row in enumerate(rows)
        ]
        for index, row in enumerate(expand(cells)):
            if index in frames:
                self.blocks(frames[index], depth)
            else:
                self.writer.row(
                    [
                        (cell.text, Place(table=number, row=index + 1, column=column))
                        if cell
                        else ("", None)
                        for column, cell in enumerate(_uncovered(row), 1)
                    ]
                )
        for inner in within:
            self._table(inner, depth + 1)


def _uncovered(row: list[GridCell | None]) -> list[GridCell | None]:
    """A row as far as its last cell: what that one covers are no blank cells behind it."""
    last = max((index for index, cell in enumerate(row) if cell), default=-1)
    return row[: last + 1]


def _blocks(container: Iterable[Element]) -> Iterator[str | Element]:
    """The texts of paragraphs, and the tables between them."""
    begun: list[str] = []  # of paragraphs that go on in the next one
    for block in container:
        tag = block.tag
        if tag == PARAGRAPH:
            begun.append(printed(block))
            if block.get(JOINED) is None:
                yield "".join(begun)
                begun = []
        elif tag == TABLE:
            yield "".join(begun)
            begun = []
            yield block
    yield "".join(begun)


def _text(cell: Element, within: list[Element]) -> str:
    """What a cell prints; tables in it that are more than a line of cells go to ``within``."""
    texts = []
    for block in _blocks(cell):
        if isinstance(block, str):
            texts.append(block)
        elif _is_line(block):
            texts += map(printed, block.iter(PARAGRAPH))
        else:
            within.append(block)
    return in_one_line("\n".join(texts).strip())


def _is_frame(cell: Element) -> bool:
    """Whether a cell holds a stretch of the document: a table, or several paragraphs."""
    blocks = [b for b in _blocks(cell) if not isinstance(b, str) or b.strip()]
    return len(blocks) > 1 or any(not isinstance(block, str) for block in blocks)


def _is_line(table: Element) -> bool:
    """Whether a table is one row or one column."""
    rows = [len(row.findall(CELL)) for row in table.findall(ROW)]
    return len(rows) <= 1 or max(rows) <= 1


@dataclass(slots=True)
class _Cell:
    """A cell in the row where it begins, and how far it reaches."""

    element: Element
    columns: int
    rows: int = 1


def _rows(table: Element) -> list[list[_Cell]]:
    """For each row the cells that begin in it."""
    edges = _edges(table)
    rows: list[list[_Cell]] = []
    above: dict[int, _Cell] = {}  # by their first column, cells that may go on downwards
    for row in table.findall(ROW):
        begun: list[_Cell] = []
        end = _skipped(row)
        if end:
            begun.append(_Cell((), edges(end)))
        merged: dict[int, _Cell] = {}
        for element in row.iterchildren(CELL):
            span, down, across = _spans(element)
            start, end = edges(end), end + span
            columns = max(edges(end) - start, 1)
            upper = above.get(start)
            if across and begun:
                begun[-1].columns += columns
            elif down == "continue" and upper is not None and upper.columns == columns:
                upper.rows += 1
                merged[start] = upper
            else:
                begun.append(_Cell(element, columns))
                if down:
                    merged[start] = begun[-1]
        rows.append(begun)
        above = merged
    return rows


def _edges(table: Element) -> Callable[[int], int]:
    """The column that begins at an edge of a table's grid, without slivers between edges.

    Edges that are meant to be one stand a sliver apart where a table was drawn by hand.
    """
    widths = [_number(column, "w") for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    slivers = [number for number, width in enumerate(widths) if width < SLIVER]
    if len(slivers) * 2 > len(widths):  # a grid that does not say how wide its columns are
        slivers = []
    return lambda edge: edge - bisect_left(slivers, edge)


def _skipped(row: Element) -> int:
    """Columns that a row leaves out before its first cell."""
    before = row.find(f"{W}trPr/{W}gridBefore")
    return 0 if before is None else min(_number(before), MAX_COLUMNS)


def _spans(cell: Element) -> tuple[int, str, bool]:
    """Columns of a cell; its part in a merge downwards; whether the cell before covers it."""
    columns, down, across = 1, "", False
    for style in cell.iterchildren(W + "tcPr"):
        for mark in style:
            if mark.tag == W + "gridSpan":
                columns = min(max(_number(mark), 1), MAX_COLUMNS)
            elif mark.tag == W + "vMerge":
                down = mark.get(VALUE, "continue")
            elif mark.tag == W + "hMerge":
                across = mark.get(VALUE, "continue") == "continue"
    return columns, down, across


def _number(mark: Element, attribute: str = "val") -> int:
    value = mark.get(W + attribute, "")
    return int(value) if _DIGITS.fullmatch(value) else 0
