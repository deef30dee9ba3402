"""Generated reports as PDF documents: a page of HTML, printed by LibreOffice or Chromium."""

from __future__ import annotations

import html
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from shutil import which

from ..style import Options
from ..truth import Truth
from .model import Paragraph, Part, SpannedTable, compose

OFFICE = "soffice"
BORDERS = ("1px dashed black", "1px dotted #333", "3px double black", "2px solid #999")
_MINUTES = 60
_BLANK = re.compile(r"(?:&amp;nbsp;|\N{NO-BREAK SPACE})")


@dataclass(frozen=True)
class Look:
    """How a document is set.

    ``points`` is the size of the type. ``repeat``: the head of a table is repeated on every
    page. ``upright``: short heads of columns run downwards, a character a line. ``spaced``:
    digits of values stand apart. ``double``: every cell has a border of its own.
    ``whole``: rows are kept on one page.
    ``furniture``: the browser prints a title, an address and page numbers around the page.
    ``border`` is that of cells, ``shaded`` fills those without values with a colour.
    """

    points: float = 10.5
    margin: int = 20
    landscape: bool = False
    repeat: bool = False
    upright: bool = False
    spaced: bool = False
    double: bool = False
    whole: bool = False
    furniture: bool = False
    border: str = "1px solid black"
    shaded: bool = False


def random_look(rng: Random) -> Look:
    """A way to set a document; most are plain."""
    return Look(
        points=rng.choice((9, 10.5, 10.5, 12, 14)),
        margin=rng.choice((12, 20, 28)),
        landscape=rng.random() < 0.1,
        repeat=rng.random() < 0.4,
        upright=rng.random() < 0.25,
        spaced=rng.random() < 0.15,
        double=rng.random() < 0.15,
        whole=rng.random() < 0.3,
        furniture=rng.random() < 0.4,
        border=rng.choice(("1px solid black",) * 3 + BORDERS),
        shaded=rng.random() < 0.2,
    )


def page(parts: Sequence[Part], look: Look) -> str:
    """A report as an HTML page, set so."""
    size = "A4 landscape" if look.landscape else "A4"
    collapse = "separate; border-spacing: 0" if look.double else "collapse"
    style = (
        f"@page {{ size: {size}; margin: {look.margin}mm }}"
        f"body {{ font: {look.points}pt/1.5 'Noto Serif CJK SC', serif }}"
        f"table {{ border-collapse: {collapse}; width: 100% }}"
        f"td {{ border: {look.border}; padding: 2px 4px; text-align: center }}"
        + (".value { letter-spacing: 0.2em }" if look.spaced else "")
        + ("td:not(.value) { background: #cde }" if look.shaded else "")
        + ("tr { page-break-inside: avoid }" if look.whole else "")
    )
    body = "\n".join(_part(part, look) for part in parts)
    return (
        '<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8">'
        f"<title>report</title><style>{style}</style></head><body>\n{body}\n</body></html>\n"
    )


def _part(part: Part, look: Look) -> str:
    if isinstance(part, Paragraph):
        tag = {1: "h1", 2: "h2"}.get(part.level, "p")
        return f"<{tag}>{html.escape(part.text)}</{tag}>"
    return _table(part, look)


def _table(table: SpannedTable, look: Look) -> str:
    rows = []
    for cells in table.rows:
        head = not any(cell.is_value for cell in cells)
        tds = []
        for cell in cells:
            text = _BLANK.sub("&nbsp;", html.escape(cell.text))
            if look.upright and head and cell.columns == 1 and 2 <= len(cell.text) <= 6:
                text = "<br>".join(map(html.escape, cell.text))
            spans = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
            spans += f' colspan="{cell.columns}"' if cell.columns > 1 else ""
            spans += ' class="value"' if cell.is_value else ""
            tds.append(f"<td{spans}>{text}</td>")
        rows.append(f"<tr>{''.join(tds)}</tr>")
    border = ' border="1" cellspacing="0" cellpadding="3" width="100%"'
    heads = _heads(table) if look.repeat else 0
    top = f"<thead>{''.join(rows[:heads])}</thead>" if heads else ""
    return f"<table{border}>{top}<tbody>{''.join(rows[heads:])}</tbody></table>"


def _heads(table: SpannedTable) -> int:
    """Lines above the first value; 0 where a cell reaches from them into what follows."""
    for number, cells in enumerate(table.rows):
        if any(cell.is_value for cell in cells):
            reach = [
                line + cell.rows for line, row in enumerate(table.rows[:number]) for cell in row
            ]
            return number if max(reach, default=0) <= number else 0
    return 0


def report_page(truth: Truth, rng: Random, *, options: Options | None = None) -> tuple[str, Look]:
    """A report as an HTML page, and how it is set."""
    parts = compose(truth, rng, options=options)
    look = random_look(rng)
    return page(parts, look), look


def missing_program(program: str) -> str | None:
    """Why a printing program cannot be used, or null where it is there."""
    return None if which(program) else f"the program {program} is not installed"


def print_with_office(pages: Sequence[Path], folder: Path) -> None:
    """Turn HTML pages into PDF files of the same names, in one run of LibreOffice."""
    command = [OFFICE, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    command += ["--infilter=HTML (StarWriter)", "--convert-to", "pdf:writer_pdf_Export"]
    command += ["--outdir", str(folder), *map(str, pages)]
    subprocess.run(command, check=True, capture_output=True, timeout=20 * _MINUTES)
