"""Pages of a PDF file that are images, or show one, among pages of text: their tables are read
character by character where the text lacks a table of the form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractors.document import Box
from extractors.readers import ocr
from extractors.readers.pdf_layout import Block, LineBlock, TableBlock, ordered
from extractors.readers.pdf_page import Page

LARGE = 0.08
"""Images that cover this share of a page may show a table: that of section four is as low."""
FEW = 10
"""Characters of a page that is an image; a page number has fewer."""
_TABLES = (
    re.compile(r"规章|规范性文件"),
    re.compile(r"上年结转|结转下年"),
    re.compile(r"结果维持|尚未审结"),
)
"""A word of each table of the form that stands in no other one."""
_EARLIER = re.compile(r"统计指标|指标名称")
"""A word in the head of the one table of an earlier form."""
_LABEL = 24
"""Characters of a longer piece of text are prose, which may name what a table holds."""
_SAME_SIZE = 2.0

Drawn = tuple[Page, list[Block]]


class Scanned(NamedTuple):
    """Pages with what was recognised on them, and the pieces of text that were: by the number
    of their page, and their box. ``unread`` pages may show more."""

    pages: list[Drawn]
    pieces: frozenset[tuple[int, Box]]
    unread: list[int]


def with_scanned(data: bytes, pages: Sequence[Drawn]) -> Scanned:
    """Pages of a file with the tables that images on them show, if the text lacks any."""
    images = [page.number for page, _ in pages if page.pictures > LARGE]
    hidden = any(page.hidden for page, _ in pages)
    if hidden or not images or _is_complete(pages):
        return Scanned(list(pages), frozenset(), images)
    found = ocr.pages_of_pdf(data, images)
    result: list[Drawn] = []
    pieces: set[tuple[int, Box]] = set()
    for page, blocks in pages:
        own = _fitting(page, *found[page.number]) if page.number in found else []
        pieces |= set(_boxes(own))
        if len(page.glyphs) < FEW and own:
            result.append((page, own))
        else:
            result.append((page, _merged(blocks, own)))
    return Scanned(result, frozenset(pieces), [n for n in images if n not in found])


def _is_complete(pages: Iterable[Drawn]) -> bool:
    """Whether the text has a table for each of the form's, or the one of an earlier form."""
    shown = [block for _, blocks in pages for block in blocks]
    text = "\n".join(map(_text, shown))
    tables = [block for block in shown if isinstance(block, TableBlock)]
    whole = all(pattern.search(text) for pattern in _TABLES) or _EARLIER.search(text)
    return bool(tables and whole)


def _text(block: Block) -> str:
    if isinstance(block, LineBlock):
        return "\n".join(piece.text for piece in block.pieces if len(piece.text) <= _LABEL)
    return "".join(piece.text for row in block.rows for piece in row)


def _fitting(page: Page, height: float, blocks: Sequence[Block]) -> list[Block]:
    """What was recognised on a page: on one with text of its own, the tables that hold none."""
    if len(page.glyphs) < FEW:
        return list(blocks)
    if abs(height - page.height) > _SAME_SIZE:
        return []
    return [b for b in blocks if isinstance(b, TableBlock) and not _holds_text(b, page)]


def _holds_text(table: TableBlock, page: Page) -> bool:
    left, top, right, bottom = table.box
    return any(
        left <= (glyph.left + glyph.right) / 2 <= right
        and top <= (glyph.top + glyph.bottom) / 2 <= bottom
        for glyph in page.glyphs
    )


def _merged(blocks: Sequence[Block], more: Sequence[Block]) -> list[Block]:
    tables = [block for block in (*blocks, *more) if isinstance(block, TableBlock)]
    lines = [block.pieces for block in blocks if isinstance(block, LineBlock)]
    return ordered(tables, lines)


def _boxes(blocks: Iterable[Block]) -> Iterable[tuple[int, Box]]:
    for block in blocks:
        if isinstance(block, LineBlock):
            yield block.pieces[0].page, block.box
            continue
        for row in block.rows:
            yield from ((piece.page, piece.box) for piece in row if piece.box)
