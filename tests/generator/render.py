"""Printing a truth: title, prose, headings and tables in one layout."""

from __future__ import annotations

from random import Random

from . import phrases
from .breaks import wrap
from .layouts import LAYOUTS, Layout
from .layouts.pdf import paginate
from .prose import SECTIONS, Writer, introduction
from .style import Options, Pen, misprint, punctuate, random_style
from .tables import build
from .titles import signature_lines, site_lines, title_lines
from .truth import Truth

_HASHES = (
    ("", "", "", "", "", "", ""),
    ("# ", "## ", "## ", "## ", "## ", "## ", "## "),
    ("# ", "## ", "## ", "### ", "#### ", "#### ", "#### "),
)


def render(
    truth: Truth, layout: str | Layout, rng: Random, *, options: Options | None = None
) -> str:
    """The report as text.

    All that ``options`` leaves open is drawn from ``rng``. A truth with blank cells needs a
    layout that shows them; others raise ``ValueError``.
    """
    kind = LAYOUTS[layout] if isinstance(layout, str) else layout
    if truth.blank and not kind.blanks:
        raise ValueError(f"{kind.name} cannot show a blank cell")
    pen = Pen(rng, random_style(rng), options or Options())
    lines = _document(truth, kind, pen)
    if kind.spaced:
        lines = paginate(lines, pen)
    if pen.options.site:
        above, below = site_lines(truth.agency, truth.year, rng)
        lines = [*above, *lines, *below]
    return "\n".join(lines) + "\n"


def _document(truth: Truth, layout: Layout, pen: Pen) -> list[str]:
    """Everything from the title to the signature, as lines."""
    rng = pen.rng
    pronoun = "我局" if truth.agency.endswith("局") else "本机关"
    writer = Writer(truth, rng, rng.choice((truth.agency, pronoun)))
    tables = build(truth, pen)
    hashes = rng.choice(_HASHES) if layout.hashes else _HASHES[0]
    title = title_lines(truth.agency, truth.year, rng, whole=bool(hashes[0]))
    lines = [""] * rng.choice((0, 0, 2))
    lines += [hashes[0] + title[0], *title[1:], ""]
    dense = layout.wrap or layout.comments
    gap = [""] * (1 if layout.spaced else 0 if dense else rng.randint(0, 2))
    lines += _paragraphs(introduction(writer), layout, pen, gap)
    for number, section in enumerate(SECTIONS):
        heading = misprint(punctuate(rng.choice(section.titles), pen.style), pen)
        lines += [hashes[number + 1] + heading, *gap]
        lines += _paragraphs(section.body(writer, pen.style.brackets), layout, pen, gap)
        if section.table:
            lines += layout.table(tables[section.table], pen) + gap
    if pen.chance(0.5):
        signed = signature_lines(truth.agency, truth.year, rng)
        lines += _paragraphs(signed, layout, pen, gap)
    return lines


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
