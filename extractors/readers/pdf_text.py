"""The blocks of pages become text, whether they were read from a text layer or from images."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.document import Place, Writer
from extractors.readers.pdf_joining import join_pages
from extractors.readers.pdf_layout import Block, LineBlock, TableBlock

_NEAR = 4.0
"""Points between the left edges of cells of one column."""


def written(pages: Sequence[tuple[float, list[Block]]]) -> Writer:
    """Print the blocks of pages, given each page's height and blocks."""
    writer = Writer()
    tables = 0
    for block in join_pages(pages):
        if isinstance(block, LineBlock):
            writer.line(block.text, Place(page=block.pieces[0].page, box=block.box))
        else:
            tables += 1
            _write(writer, block, tables)
    return writer


def _write(writer: Writer, table: TableBlock, number: int) -> None:
    """Print a table, a line for each row, a tab between the columns in which cells begin."""
    columns = _columns(table)
    for row, pieces in enumerate(table.rows, 1):
        cells: dict[int, tuple[str, Place | None]] = {}
        for piece in pieces:
            column = min(range(len(columns)), key=lambda index: abs(columns[index] - piece.left))
            text = f"{cells[column][0]} {piece.text}" if column in cells else piece.text
            cells[column] = (text, Place(piece.page, piece.box, number, row, column + 1))
        # Words alone, where no line rules the cells, are no row with blank values.
        filled = [column for column, (text, _) in cells.items() if text]
        width = 1 + filled[0] if len(filled) == 1 and not table.xs else len(columns)
        writer.row([cells.get(column, ("", None)) for column in range(width)])


def _columns(table: TableBlock) -> list[float]:
    """Where the columns begin."""
    columns: list[float] = []
    for left in sorted(piece.left for row in table.rows for piece in row):
        if not columns or left - columns[-1] > _NEAR:
            columns.append(left)
    return columns
