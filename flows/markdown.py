"""Tables of Markdown whose cells hold what others wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_MARKS = re.compile(r"[\\|`\[<]")
"""What would begin a cell, code, a link, a picture or an element of its own."""


def table(columns: Sequence[object], rows: Iterable[Sequence[object]], rule: str = "---") -> str:
    """A table; ``rule`` is what stands below the head of the columns but the first."""
    lines = [_line(columns), "|---|" + f"{rule}|" * (len(columns) - 1), *map(_line, rows)]
    return "\n".join(lines)


def _line(values: Sequence[object]) -> str:
    return f"| {' | '.join(cell(str(value)) for value in values)} |"


def cell(text: str) -> str:
    """A text as it is shown, on one line: titles come from publishers' pages."""
    return _MARKS.sub(r"\\\g<0>", " ".join(text.splitlines()))
