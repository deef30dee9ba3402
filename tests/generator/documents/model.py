"""A report before it is any kind of document: paragraphs, and tables with merged cells."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from ..build import build
from ..early import sections_of
from ..prose import Writer, introduction
from ..style import Options, Pen, punctuate, random_style
from ..tables import Table, lines_of
from ..titles import signature_lines, title_lines
from ..truth import Truth


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; ``level`` is 1 for the title, 2 for a heading of a section, else 0."""

    text: str
    level: int = 0


@dataclass(frozen=True)
class SpanCell:
    """A cell that covers so many rows and columns."""

    text: str
    rows: int = 1
    columns: int = 1
    is_value: bool = False


@dataclass(frozen=True)
class SpannedTable:
    """Rows of the cells that begin in them, ``width`` columns wide in all."""

    name: str
    width: int
    rows: tuple[tuple[SpanCell, ...], ...]


Part = Paragraph | SpannedTable


def compose(truth: Truth, rng: Random, *, options: Options | None = None) -> list[Part]:
    """The parts of a report in order, drawn from ``rng``; values as a publisher prints them."""
    pen = Pen(rng, random_style(rng), options or Options())
    pronoun = "我局" if truth.agency.endswith("局") else "本机关"
    writer = Writer(truth, rng, rng.choice((truth.agency, pronoun)))
    title = "".join(title_lines(truth.agency, truth.year, rng, whole=True))
    parts: list[Part] = [Paragraph(title, 1)]
    parts += map(Paragraph, introduction(writer))
    tables = build(truth, pen)
    for section in sections_of(writer):
        parts.append(Paragraph(punctuate(rng.choice(section.titles), pen.style), 2))
        parts += map(Paragraph, section.body(writer, pen.style.brackets))
        if section.table:
            parts.append(spanned(tables[section.table]))
        if section.foot:
            parts += map(Paragraph, section.foot(writer))
    parts += map(Paragraph, signature_lines(truth.agency, truth.year, rng))
    return parts


def spanned(table: Table) -> SpannedTable:
    """A table with its merged cells: a label cell without text goes on with the one above."""
    rows: list[list[SpanCell]] = []
    above: dict[tuple[int, int], tuple[int, int]] = {}
    for cells, values in lines_of(table):
        row: list[SpanCell] = []
        column = 0
        places: dict[tuple[int, int], tuple[int, int]] = {}
        for cell in cells:
            key = (column, cell.span)
            if not cell.text and key in above:
                line, index = above[key]
                merged = rows[line][index]
                rows[line][index] = SpanCell(merged.text, merged.rows + 1, merged.columns)
                places[key] = above[key]
            else:
                places[key] = (len(rows), len(row))
                row.append(SpanCell(cell.text, 1, cell.span))
            column += cell.span
        for number, value in enumerate(values, 1):
            span = table.width - column if number == len(values) else 1
            row.append(SpanCell(value, 1, span, is_value=True))
            column += span
        rows.append(row)
        above = places
    return SpannedTable(table.name, table.width, tuple(map(tuple, rows)))
