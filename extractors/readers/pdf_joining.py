"""Blocks of pages become those of a document: tables go on over page breaks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from extractors.readers.glyphs import around
from extractors.readers.pdf_layout import Block, LineBlock, Piece, TableBlock
from extractors.readers.pdf_unruled import Cells, rows_of, tables_among

_NEAR = 4.0
_APART = 100.0
_BAND = 0.12
"""Running heads and feet stand in this share of a page at its upper and lower end."""
_MAX_HEADS = 6
_ROOM = 30.0
"""Points that a line leaves at most where the next character had no room, borders with it."""
_HEADS = 3
"""Cells with words above and below each other, as none but a head has: it is torn."""
_NUMBER = re.compile(r"\d+")
_ROW = re.compile(r"[# ./—–-]+")
"""A line without words may be a row of a table; only a page number goes up with the pages."""
_PAGE_NUMBER = re.compile(r"[-—– ]*#(?: ?/ ?#)?[-—– ]*")
_ORDINAL = re.compile(
    r"[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.．、]|第[一二三四五六七八九十]+条|其中"
)
"""How the label of a row begins that has a number, which the rest of a torn one lacks."""


def join_pages(pages: Sequence[tuple[float, list[Block]]]) -> list[Block]:
    """The blocks of all pages in order, given each page's height and blocks.

    A table that goes on on the next page becomes one; page numbers are left out, as are
    running heads but the first.
    """
    furniture = _furniture(pages)
    joined: list[Block] = []
    for _, blocks in pages:
        fresh = True
        for block in blocks:
            if id(block) in furniture:
                continue
            last = joined[-1] if joined and fresh else None
            fresh = False
            if (
                isinstance(block, TableBlock)
                and isinstance(last, TableBlock)
                and _goes_on(last, block)
            ):
                _join(last, block)
            else:
                joined.append(block)
    return list(_with_unruled(joined))


def _with_unruled(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks with the tables that no lines rule, found among the lines that stand together."""
    for is_line, group in groupby(blocks, key=lambda block: isinstance(block, LineBlock)):
        own = list(group)
        if not is_line:
            yield from own
            continue
        lines, tables = tables_among(
            [block.pieces for block in own if isinstance(block, LineBlock)]
        )
        behind = 0
        for table in tables:
            yield from (LineBlock(line) for line in lines[behind : table.first] if line)
            yield _rows(rows_of(lines, table))
            behind = table.last
        yield from (LineBlock(line) for line in lines[behind:] if line)


def _rows(rows: Sequence[Cells]) -> TableBlock:
    """A table that no lines rule; where its columns begin is told by their number alone."""
    pieces = []
    for cells in rows:
        page = next(cell.page for cell in cells if cell)
        pieces.append(
            [
                Piece(
                    cell.text if cell else "",
                    _APART * column,
                    _APART * column + 1,
                    page,
                    cell.box if cell else None,
                )
                for column, cell in enumerate(cells)
            ]
        )
    box = around(cell.box for cells in rows for cell in cells if cell)
    return TableBlock(pieces, (), box)


def _furniture(pages: Sequence[tuple[float, list[Block]]]) -> set[int]:
    """Identities of the lines that stand on several pages alike, all but the first of each;
    of page numbers all."""
    seen: dict[tuple[str, int], list[tuple[LineBlock, int]]] = defaultdict(list)
    for number, (height, blocks) in enumerate(pages):
        for block in blocks:
            if not isinstance(block, LineBlock):
                continue
            _, top, _, bottom = block.box
            if top < height * _BAND or bottom > height * (1 - _BAND):
                masked = " ".join(_NUMBER.sub("#", piece.text) for piece in block.pieces)
                seen[masked, round(top / _NEAR)].append((block, number))
    furniture: set[int] = set()
    for (masked, _), same in seen.items():
        if 1 < len(same) == len({number for _, number in same}):
            counted = "#" in masked and _counts(same)
            if not _ROW.fullmatch(masked) or (counted and _PAGE_NUMBER.fullmatch(masked)):
                furniture |= {id(block) for block, _ in same[not counted :]}
    return furniture


def _counts(found: Sequence[tuple[LineBlock, int]]) -> bool:
    """Whether a number in lines goes up with the pages."""
    counts = [[int(n[:6]) for n in _NUMBER.findall(block.text)] for block, _ in found]
    pages = [page for _, page in found]
    return any(
        len({own - page for own, page in zip(column, pages, strict=True)}) == 1
        for column in zip(*counts, strict=False)
    )


def _goes_on(table: TableBlock, more: TableBlock) -> bool:
    """Whether what a page begins with is the rest of a table: it has the same columns."""
    sides = abs(table.box[0] - more.box[0]) <= _NEAR and abs(table.box[2] - more.box[2]) <= _NEAR
    few, many = sorted((table.xs, more.xs), key=len)
    return bool(few) and sides and all(any(abs(x - other) <= _NEAR for other in many) for x in few)


def _join(table: TableBlock, more: TableBlock) -> None:
    """Put the rows of ``more`` below those of ``table``."""
    rows = more.rows[_repeated(table.rows, more.rows) :]
    table.rows += _mended(table, rows) if rows else []
    table.xs = max(table.xs, more.xs, key=len)
    table.foot = more.foot
    table.open_below = more.open_below


def _repeated(rows: Sequence[list[Piece]], more: Sequence[list[Piece]]) -> int:
    """How many rows of the table's head a page repeats."""
    count = 0
    for own, again in zip(rows[:_MAX_HEADS], more, strict=False):
        texts = [piece.text for piece in own]
        if texts != [piece.text for piece in again] or any(piece.is_value for piece in own):
            break
        count += 1
    return count


def _mended(table: TableBlock, rows: list[list[Piece]]) -> list[list[Piece]]:
    """The rows of the next page without the parts of cells that go on from the page before."""
    pairs = [(piece, _above(table.foot, piece)) for piece in rows[0]]
    torn = _is_torn(pairs, open_below=table.open_below)
    rest: list[Piece] = []
    for piece, above in pairs:
        if above is not None and (torn or _is_rest_of_group(piece, above)):
            above.text += piece.text
            above.box = above.box or piece.box
        else:
            rest.append(piece)
    return [rest, *rows[1:]] if rest else rows[1:]


def _is_rest_of_group(piece: Piece, above: Piece) -> bool:
    """Whether a cell over several rows goes on with the words of a numbered one."""
    numbered = bool(_ORDINAL.match(above.text)) and not _ORDINAL.match(piece.text)
    return piece.tall and (not piece.text or (numbered and not piece.is_value))


def _is_torn(pairs: Sequence[tuple[Piece, Piece | None]], *, open_below: bool) -> bool:
    """Whether the last row before a page break goes on behind it."""
    both = [(piece, above) for piece, above in pairs if above is not None]
    if len(both) < len(pairs) or any(_ORDINAL.match(piece.text) for piece, _ in both):
        return False
    words = [piece for piece, above in both if _is_words(piece) and _is_words(above)]
    flat = [(piece, above) for piece, above in both if not piece.tall]
    if len(words) >= _HEADS:
        return True
    if any(piece.is_value and above.text for piece, above in both):
        return False
    if any(_is_words(piece) and _has_room(above) for piece, above in flat):
        return False
    if open_below:
        return True
    filled = [(piece, above) for piece, above in flat if piece.text]
    if not filled:
        return any(piece.text for piece, _ in both)
    if any(not piece.text and _is_words(above) and not above.tall for piece, above in flat):
        return True  # a row without a label is none
    goes_on = any(above.is_value or _ORDINAL.match(above.text) for _, above in both)
    return len(filled) == 1 and goes_on


def _has_room(piece: Piece) -> bool:
    """Whether the words of a cell end although the next character had room beside them."""
    if not _is_words(piece) or not piece.box:
        return False
    return piece.right - piece.left > piece.box[2] - piece.box[0] + _ROOM


def _is_words(piece: Piece) -> bool:
    return not piece.is_value and any("\u4e00" <= char <= "\u9fff" for char in piece.text)


def _above(foot: Sequence[Piece], piece: Piece) -> Piece | None:
    """The cell of the page before that stands right above, as wide."""
    for other in foot:
        if abs(other.left - piece.left) <= _NEAR and abs(other.right - piece.right) <= _NEAR:
            return other
    return None
