"""Web pages: their prose, and their tables with merged cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from extractors.document import UNKNOWN, Decoded, Writer
from extractors.findings import finding
from extractors.model import Finding, SetAside
from extractors.readers.grid import GridCell, GridTooLargeError, expand, positions
from extractors.readers.html_blocks import AnyCell, Cell, Item, Link, Picture, Table
from extractors.readers.html_encoding import decode_page
from extractors.readers.html_limits import excess, without_formatting
from extractors.readers.html_metadata import read_metadata
from extractors.readers.html_styles import Rules
from extractors.readers.html_tree import TooManyTablesError, Tree
from extractors.readers.kinds import HTML

_ATTRIBUTES = (b"hidden", b"navigation")
_STYLES = (
    *(b"display", b"mso-hide", b"white-space", b"line-through", b"opacity", b"font-size:0"),
    *(b"font-size:.0", b"color:white", b"color:#fff", b"color:rgb(255,"),
)
"""Words of a page in which elements can be hidden, be boxes of a table or keep their lines: with
attributes, and with styles."""
_WHITE = b" \t\n\r\f\v"
_HEADING = re.compile(r"[一二三四五六]、.{2,40}")
_STATISTICS = re.compile(r"公开(?:政府)?信息|信息公开申请|行政复议|行政诉讼")
_MENU = 20
"""Characters of the longest link that is an entry of a menu."""
_SENTENCE = 30
"""Characters of a line that says more than a site's notices do."""
_FIGURE = re.compile(r"[+-]?\d[\d,.]*")
_ATTACHED = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|rtf|zip|rar)(?:[?#].*)?$", re.I)


def read(data: bytes) -> list[Decoded] | SetAside:
    """The text of a page: prose a line per paragraph, tables a line per row.

    Set aside where it cannot be decoded, is too large or shows no text to speak of.
    """
    return read_page(data)


def read_page(
    data: bytes, charset: str | None = None, address: str | None = None
) -> list[Decoded] | SetAside:
    """As ``read``, where ``charset`` and ``address`` were told along with the page."""
    decoded = decode_page(data, charset)
    if isinstance(decoded, SetAside):
        return decoded
    markup = decoded.text
    if not markup.lstrip().startswith("<"):
        markup = f"<pre>{markup}"  # a converter's text with tables as markup: its lines count
    too_much = excess(markup)
    if too_much:
        return _set_aside(f"the page has {too_much}", decoded)
    parser = LexborHTMLParser(
        without_formatting(markup), options=LexborDocumentOptions.WO_EVENTS, scripting=True
    )
    root = parser.root
    if root is None:
        return _set_aside("the page is empty", decoded)
    try:
        tree = _tree(root, markup)
        printer = _Printer(tree.items)
    except (GridTooLargeError, TooManyTablesError) as error:
        return _set_aside(f"the page has {error}", decoded)
    if not printer.tells_something:
        reason = _why_nothing(root, printer)
        if reason:
            return _set_aside(reason, decoded)
    text = printer.writer.text
    return [
        replace(
            decoded,
            text=text,
            media_type=HTML,
            method="html",
            places=printer.writer.places,
            findings=decoded.findings + _findings(root, printer, tree.notes),
            metadata=read_metadata(parser, markup, text, address),
        )
    ]


def _tree(root: LexborNode, markup: str) -> Tree:
    """What a page shows; that of styles is looked for only where any could hide it."""
    low = markup.encode("utf-8", "surrogatepass").lower()
    if not _may_hide(low):
        return Tree(root, None, len(markup))
    sheets = root.css("style:not([media=print])")
    backgrounds = bool(sheets) or b"stylesheet" in low
    rules = Rules((sheet.text() for sheet in sheets), backgrounds=backgrounds)
    return Tree(root, rules, len(markup))


def _may_hide(low: bytes) -> bool:
    """Whether markup in lower case has words that can hide or move elements."""
    if any(word in low for word in _ATTRIBUTES):
        return True
    if b"style" not in low:
        return False
    low = low.translate(None, _WHITE)
    return any(word in low for word in _STYLES)


class _Printer:
    """Prints what a page shows. ``pictured`` are headings of statistics with pictures and
    without a table under them."""

    def __init__(self, items: list[Item]) -> None:
        self.writer = Writer()
        self.tells_something = False
        self.pictures = 0
        self.has_figure = False
        self._tables = 0
        self._blank = True
        self._heading: str | None = None
        self._shown: dict[str, set[type]] = {}
        self._print(items)

    @property
    def statistics(self) -> set[type] | None:
        """Kinds of what stands under headings of statistics; None where there is no such one."""
        return set().union(*self._shown.values()) if self._shown else None

    @property
    def pictured(self) -> list[str]:
        """Headings of statistics that have a picture under them, and no table."""
        return [heading for heading, kinds in self._shown.items() if kinds == {Picture}]

    def _print(self, items: list[Item]) -> None:
        for item in items:
            if isinstance(item, str):
                self._line(item)
            elif isinstance(item, Table):
                self._table(item)
            else:
                self._picture()

    def _apart(self, items: list[Item]) -> None:
        """Print a stretch of the document with blank lines around it: what a layout table
        puts beside each other is no one paragraph."""
        if items:
            self._gap()
            self._print(items)
            self._gap()

    def _gap(self) -> None:
        if not self._blank:
            self.writer.line("")
        self._blank = True

    def _line(self, line: str) -> None:
        self._blank = False
        if isinstance(line, Link) and len(line) <= _MENU:
            self.writer.line(f"• {line}")  # no name of a body that a title begins with
        elif "\t" in line:
            self.writer.row([(cell, None) for cell in line.split("\t")])
        else:
            self.writer.line(line)
        if len(line) >= _SENTENCE and "。" in line:
            self.tells_something = True
        if _HEADING.fullmatch(line):
            self.tells_something = True
            self._heading = line if _STATISTICS.search(line) else None
            if self._heading:
                self._shown.setdefault(line, set())

    def _note(self, kind: type) -> None:
        if self._heading:
            self._shown[self._heading].add(kind)

    def _table(self, table: Table) -> None:
        """Print a table; its cells that are stretches of the document as such."""
        rows = list(table.shown())
        begins, columns = positions(rows)
        of_column = {column: index for index, column in enumerate(columns)}
        covered = [""] * len(columns)
        untold = _untold(rows)
        number = 0
        for row, (cells, begun) in enumerate(zip(rows, begins, strict=True), 1):
            line = covered.copy()
            start, filled = 0, False
            for cell, begin in zip(cells, begun, strict=True):
                column = of_column[begin]
                if len(columns) == 1 or cell.is_stretch:
                    if filled:
                        self._row(line[start:column], number, row, start)
                    start, filled = column + 1, False
                    self._apart(cell.items)
                    continue
                if not number:
                    self._tables += 1
                    number = self._tables
                text = cell.text
                if isinstance(cell, Cell):
                    self._pictures(cell)
                if not self.has_figure and _FIGURE.fullmatch(text):
                    self.has_figure = self.tells_something = True
                line[column] = UNKNOWN if untold and (row, column) in untold else text
                filled = True
            if filled:
                self._row(line[start:], number, row, start)
        if number and len(rows) > 1:
            self._note(Table)

    def _row(self, line: Sequence[str], table: int, row: int, before: int) -> None:
        """Print what a row of a table shows behind so many columns."""
        self._blank = False
        self.writer.cells(line, table, row, before + 1)

    def _pictures(self, cell: Cell) -> None:
        for item in cell.items:
            if isinstance(item, Picture):
                self._picture()

    def _picture(self) -> None:
        self.pictures += 1
        self._note(Picture)


def _untold(rows: Sequence[Sequence[AnyCell]]) -> set[tuple[int, int]]:
    """Row and column, the first of them counted from 1, of the merged cells whose value stands
    below several heads."""
    merged = [cell for row in rows for cell in row if cell.columns > 1]
    if not any(_FIGURE.fullmatch(cell.text) for cell in merged):
        return set()
    grid = expand([[GridCell(c.text, c.rows, c.columns) for c in row] for row in rows])
    return {
        (row, column)
        for row, cells in enumerate(grid, 1)
        for column, cell in enumerate(cells)
        if cell and cell.text == UNKNOWN
    }


def _findings(root: LexborNode, printer: _Printer, notes: int) -> tuple[Finding, ...]:
    found = []
    if printer.pictured:
        names = "; ".join(printer.pictured)
        found.append(finding("image_tables.page", found=names))
    if _is_scripted(root, printer):
        found.append(finding("scripted_tables"))
    if notes:
        found.append(finding("note_marks", found=str(notes)))
    return tuple(found)


def _is_scripted(root: LexborNode, printer: _Printer) -> bool:
    """Whether scripts may write what should stand in the tables of statistics, or the tables."""
    kinds = printer.statistics
    if printer.has_figure or kinds is None:
        return False
    scripts = root.css("script")
    if Table in kinds:
        return bool(scripts)
    texts = (script.text() for script in scripts)
    return any("<td" in text and _STATISTICS.search(text) for text in texts)


def _why_nothing(root: LexborNode, printer: _Printer) -> str | None:
    """Why a page without prose and tables shows no report, where that can be told."""
    if root.css_first("iframe[src], frame[src], embed, object") is not None:
        return "the page shows another document in a frame, and has no text of a report itself"
    for link in root.css("a[href]"):
        if _ATTACHED.search(link.attributes.get("href") or ""):
            return "the page has only a link to an attached file, and no text of a report itself"
    if printer.pictures:
        return "the page shows pictures only, and has no text of a report"
    if not printer.writer.text and root.css_first("script") is not None:
        return "the page is written by scripts when it is opened, and has no text itself"
    return None if printer.writer.text else "the page shows no text"


def _set_aside(reason: str, decoded: Decoded) -> SetAside:
    return SetAside(reason, HTML, decoded.encoding)
