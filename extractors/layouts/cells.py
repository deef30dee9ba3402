"""Lines become cells: what tabs and pipes separate, and what they only decorate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import pairwise

_LONE = re.compile(r"[^\S\n]*\n(?:[^\S\t]*\|[^\S\n]*\n)+(?:[^\S\n]*\t[^\S\n]*(?=\n|\Z)|\s*(?=\S))")
"""Pipes on lines of their own, with the blank cell behind them if there is one."""
_PARAGRAPH = re.compile(r"[^\S\n]*\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*")
_LONE_PIPE = re.compile(r"^[^\S\n]*\|[^\S\n]*$", re.M)
_FEWEST_ROWS, _FEWEST_PIPES = 3, 3
_TO_SPACE = str.maketrans("\n\t", "  ")


class Pipes(Enum):
    """What pipes do in a text."""

    BETWEEN = "between the cells of a line"
    AROUND = "around the cells of a line, as in Markdown"
    AFTER = "behind each cell of a line"
    BEHIND = "behind or before the one cell of a line"
    ALONE = "on lines of their own, between cells that have a line each"


def cells_of_line(line: str, pipes: Pipes) -> Iterator[tuple[int, str]]:
    """Offset and content of each cell of a line; an empty line has none.

    A line without separators is one cell, and so is a tab alone.
    """
    if line.isspace() or not line:
        if "\t" in line:
            yield 0, line
        return
    start, end = _bounds(line, pipes)
    for content in line[start:end].replace("\t", "|").split("|"):
        yield start, content
        start += len(content) + 1


def _bounds(line: str, pipes: Pipes) -> tuple[int, int]:
    """The part of a line that holds its cells.

    Left out are a tab alone before the content, and pipes that only frame it.
    """
    if "|" in line:
        stripped = line.strip()
        if stripped == "|":
            return 0, line.index("|")
        if pipes is Pipes.AROUND and stripped[0] == "|":
            first = line.index("|") + 1
            return first, max(first, line.rindex("|"))
        if pipes is Pipes.AFTER and stripped[-1] == "|":
            return 0, line.rindex("|")
        if pipes is Pipes.BEHIND and line.count("|") == 1:
            if stripped[-1] == "|":
                return 0, line.index("|")
            if stripped[0] == "|":
                return line.index("|") + 1, len(line)
    elif line.count("\t") == 1 and line.lstrip(" ")[0] == "\t":
        return line.index("\t") + 1, len(line)
    return 0, len(line)


def what_pipes_do(lines: Sequence[str]) -> Pipes:
    """What pipes do in these lines."""
    filled = [line.strip() for line in lines if line and not line.isspace()]
    wide = [line for line in filled if line.count("|") > 1 and line.strip("| ")]
    if wide and all(line[0] == "|" == line[-1] for line in wide):
        return Pipes.AROUND
    if len(wide) > 1 and all(line[-1] == "|" for line in wide):
        return Pipes.AFTER
    ends = sum(line[-1] == "|" != line[0] and line.count("|") == 1 for line in filled)
    begins = sum(line[0] == "|" != line[-1] and line.count("|") == 1 for line in filled)
    if max(ends, begins) > max(len(wide), sum("|" not in line for line in filled)):
        return Pipes.BEHIND
    alone = sum(line == "|" for line in filled)
    touching = sum("|" not in one and "|" not in two for one, two in pairwise(filled))
    if alone > len(wide) and alone > touching:
        return Pipes.ALONE
    return Pipes.BETWEEN


def join_at_lone_pipes(text: str) -> str:
    """Text in which cells that a pipe on a line of its own separates stand on one line; every
    character keeps its place. Where empty lines separate rows, each row is a line."""
    paragraphs = [match[0] for match in _PARAGRAPH.finditer(text)]
    pipes = [*filter(None, map(_lone_pipes, paragraphs))][1:]  # the first may be cut
    if len(pipes) >= _FEWEST_ROWS and min(pipes) == max(pipes) >= _FEWEST_PIPES:
        return _PARAGRAPH.sub(lambda m: _on_one_line(m) if _lone_pipes(m[0]) else m[0], text)
    return _LONE.sub(_on_one_line, text)


def _lone_pipes(paragraph: str) -> int:
    return len(_LONE_PIPE.findall(paragraph))


def _on_one_line(match: re.Match[str]) -> str:
    return match[0].translate(_TO_SPACE)
