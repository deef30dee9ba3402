"""Printing a truth: title, prose, headings and tables in one layout."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from . import phrases
from .breaks import wrap
from .build import build
from .early import sections_of
from .layouts import LAYOUTS, MARKED_PAGES, Layout
from .layouts.pdf import paginate
from .noise import in_traditional, metadata_lines, with_pinyin
from .prose import Section, Writer, introduction
from .style import Options, Pen, misprint, punctuate, random_style
from .tables import Table, relabel, split
from .titles import signature_lines, site_lines, title_lines
from .truth import Truth

_HASHES = (
    ("", ("", "", "", "", "", "")),
    ("# ", ("## ", "## ", "## ", "## ", "## ", "## ")),
    ("# ", ("## ", "## ", "### ", "#### ", "#### ", "#### ")),
)


def render(
    truth: Truth, layout: str | Layout, rng: Random, *, options: Options | None = None
) -> str:
    """The report as text.

    All that ``options`` leaves open is drawn from ``rng``. A truth with blank cells needs a
    layout that shows them, or options that drop them; others raise ``ValueError``.
    """
    kind = LAYOUTS[layout] if isinstance(layout, str) else layout
    style = random_style(rng)
    pen = Pen(rng, style if kind.blanks else replace(style, blank=""), options or Options())
    if truth.blank and not kind.blanks and not pen.options.drop_blanks:
        raise ValueError(f"{kind.name} cannot show a blank cell")
    lines = _document(truth, kind, pen)
    if kind.spaced:
        lines = paginate(lines, pen)
    if pen.options.site and not pen.options.metadata:
        above, below = site_lines(truth.agency, truth.year, rng)
        lines = [*above, *lines, *below]
    text = "\n".join(lines) + "\n"
    if pen.options.traditional:
        return in_traditional(text, rng.choice("復複"))
    return text


def _document(truth: Truth, layout: Layout, pen: Pen) -> list[str]:
    """Everything from the title to the signature, as lines."""
    rng = pen.rng
    pronoun = "我局" if truth.agency.endswith("局") else "本机关"
    writer = Writer(truth, rng, rng.choice((truth.agency, pronoun)))
    hash_, hashes = rng.choice(_HASHES) if layout.hashes else _HASHES[0]
    lines = _opening(truth, layout, hash_, pen)
    gap = _gap(layout, pen)
    parts = [_paragraphs(introduction(writer), layout, pen, gap)]
    tables = build(truth, pen)
    for number, section in enumerate(sections_of(writer)):
        mark = hashes[min(number, 5)]
        parts.append(_section(section, mark, tables, writer, layout, pen, gap))
    if pen.chance(0.5):
        signed = signature_lines(truth.agency, truth.year, rng)
        parts.append(_paragraphs(signed, layout, pen, gap))
    if layout.glued:
        return _glued(lines, parts, pen)
    return lines + [line for part in parts for line in part]


def _opening(truth: Truth, layout: Layout, hash_: str, pen: Pen) -> list[str]:
    """Title and, where a crawler left them, the lines above it."""
    title = title_lines(truth.agency, truth.year, pen.rng, whole=bool(hash_) or layout.glued)
    if not pen.options.metadata:
        return [""] * pen.rng.choice((0, 0, 2)) + [hash_ + title[0], *title[1:], ""]
    above = metadata_lines(truth.agency, truth.year, "".join(title), pen.rng)
    return [*above, hash_ + title[0], *title[1:], ""] if pen.chance(0.5) else above


def _gap(layout: Layout, pen: Pen) -> list[str]:
    """Empty lines between paragraphs."""
    if layout.spaced:
        return [""]
    dense = layout.wrap or layout.comments or layout.glued
    return [] if dense else [""] * pen.rng.randint(0, 2)


def _section(
    section: Section,
    hash_: str,
    tables: dict[str, Table],
    writer: Writer,
    layout: Layout,
    pen: Pen,
    gap: list[str],
) -> list[str]:
    """Heading, prose and table of a section."""
    heading = misprint(punctuate(pen.rng.choice(section.titles), pen.style), pen)
    lines = [hash_ + heading, *gap]
    lines += _paragraphs(section.body(writer, pen.style.brackets), layout, pen, gap)
    if section.table:
        lines += _table(tables[section.table], layout, pen) + gap
    if section.foot:
        lines += _paragraphs(section.foot(writer), layout, pen, gap)
    return lines


def _table(table: Table, layout: Layout, pen: Pen) -> list[str]:
    """A table, perhaps on two pages, as lines of this layout."""
    if pen.options.pinyin and table.name != "indicators":
        table = relabel(table, with_pinyin)
    rows = len(table.blocks[0].rows)
    numbered = pen.options.page_numbers and bool(layout.pages)
    if rows < 10 or layout.glued or not (numbered or pen.options.repeat_head):
        return layout.table(table, pen)
    at = pen.rng.randint(3, rows - 2)
    first, second = split(table, at, repeat_head=pen.options.repeat_head)
    shapes = MARKED_PAGES if table.blank else layout.pages
    page = pen.rng.choice(shapes).format(pen.rng.randint(2, 9)) if numbered else ""
    return layout.table(first, pen) + [page] * numbered + layout.table(second, pen)


def _glued(opening: list[str], parts: list[list[str]], pen: Pen) -> list[str]:
    """Each section on a line, or all on one; the title above them or in front."""
    joint = pen.rng.choice(("", "", " "))
    sections = [joint.join(line for line in part if line) for part in parts]
    sections = [section for section in sections if section]
    if not pen.options.metadata and pen.chance(0.3):
        sections[0] = " ".join((*filter(None, opening), sections[0]))
        opening = []
    return opening + (sections if pen.chance(0.5) else [joint.join(sections)])


def _paragraphs(texts: list[str], layout: Layout, pen: Pen, gap: list[str]) -> list[str]:
    """Paragraphs as lines of this layout."""
    lines: list[str] = []
    width = layout.wrap + pen.rng.randint(-2, 4) if layout.wrap else 0
    for text in texts:
        marked = _word_processor(text, pen) if layout.comments else text
        for line in wrap(marked, width) if width else [marked]:
            lines += [line, ""] if layout.spaced else [line]
        if not layout.spaced:
            lines += gap
    return lines


def _word_processor(text: str, pen: Pen) -> str:
    """The paragraph, now and then with a bookmark or a comment left in it."""
    if pen.chance(0.08):
        text = "[bookmark: _GoBack]" + text
    if pen.chance(0.08):
        who = pen.rng.choice(("707", "Administrator", "王"))
        text += f"\tComment by {who}: {pen.rng.choice(phrases.COMMENTS)}"
    return text
