"""Tables that no lines rule: their columns are told by where the numbers of rows stand.

Rows keep a column that is blank in them. The lines of a label stand apart from those of the
next one; where they do not, each line stays a row of its own, as it is printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractors.document import UNKNOWN
from extractors.readers.glyphs import TextLine, around, line_of
from extractors.readers.pdf_rows import (
    MAX_PIECES,
    TIGHT,
    Column,
    Line,
    Unruled,
    is_mark,
    numbers_of,
    over,
    values_of,
)
from extractors.readers.pdf_torn import HEAD, mended
from extractors.readers.pdf_upright import with_upright

_TAIL = re.compile(r"(.*[\u4e00-\u9fff”」》)）]) ?(\d[\d,]*(?:\.\d+)?)")
"""A label and a number close behind it."""
_SHARED = 0.6
"""Of the columns of two rows of one table, those of the row with fewer, so many are the same."""
_BACK = 400
"""Lines before a page break among which the head of its table is looked for."""
_TOUCHING = 0.3
"""Lines of one head stand closer than this share of their height, where cells of it are set at
several heights."""

_TOUCH = 0.2
"""Heads beside one another are apart by more of their height; characters of one are not."""

Cells = list[TextLine | None]
_Parted = tuple[list[TextLine], Cells]
"""The words of a row, and what stands in its columns."""


def tables_among(lines: Sequence[Line]) -> tuple[list[Line], list[Unruled]]:
    """Tables among lines of text, each line given as its pieces that stand apart.

    Gives the lines too, as their tables take them: a label torn over several in one piece on
    the line of its row, and a number apart that stood close behind its label. Lines of which
    nothing is left are empty.
    """
    lines = _once_headed(with_upright(lines))
    lines = _cut(lines, _runs(lines))
    lines = _heads_apart(lines, _runs(lines))
    runs = _runs(lines)
    whole = mended(lines, runs)
    tables = [table for table in _headed(whole, runs) if table.is_one]
    return (whole if len(tables) == len(runs) else mended(lines, tables)), tables


def _once_headed(lines: Sequence[Line]) -> Sequence[Line]:
    """Lines without the head of a table that a page repeats before its next rows."""
    dropped: set[int] = set()
    for start in range(1, len(lines)):
        if lines[start][0].page == lines[start - 1][0].page or not values_of(lines[start - 1]):
            continue
        end = start
        while end < min(start + HEAD, len(lines)) and not values_of(lines[end]):
            end += 1
        size = end - start
        if size and any(
            _is_head_again(lines[at : at + size + 1], lines[start : end + 1])
            for at in range(max(0, start - _BACK), start - size)
        ):
            dropped |= set(range(start, end))
    return [line for number, line in enumerate(lines) if number not in dropped]


def _is_head_again(head: Sequence[Line], again: Sequence[Line]) -> bool:
    """Whether lines above a row are the same as those above an earlier one, at the same places."""
    if len(head) != len(again) or not values_of(head[-1]) or not values_of(again[-1]):
        return False
    return all(
        [piece.text for piece in one] == [piece.text for piece in two]
        and all(abs(a.box[0] - b.box[0]) < 1 for a, b in zip(one, two, strict=True))
        for one, two in zip(head[:-1], again[:-1], strict=True)
    )


def _runs(lines: Sequence[Line]) -> list[Unruled]:
    """Rows with numbers below one another, and what stands between them."""
    runs: list[Unruled] = []
    for number, line in enumerate(lines):
        columns = _stretches(numbers_of(lines, number))
        if not columns:
            continue
        last = runs[-1] if runs else None
        joined = last and _matched(last.columns, columns)
        between = lines[last.last : number] if last else ()
        if last and joined and all(_is_beside(line, joined[0][0]) for line in between):
            last.last, last.columns = number + 1, joined
        else:
            runs.append(Unruled(number, number + 1, columns))
    return runs


def _stretches(values: Sequence[TextLine]) -> list[Column]:
    """The stretches from left to right that numbers of a row fill."""
    columns: list[Column] = []
    for left, right in sorted((value.box[0], value.box[2]) for value in values):
        if columns and left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(right, columns[-1][1]))
        else:
            columns.append((left, right))
    return columns


def _cut(lines: Sequence[Line], runs: Sequence[Unruled]) -> Sequence[Line]:
    """Lines within tables with numbers apart that stand close behind a label.

    Such a number is told from one of the label by the column in which it stands alone.
    """
    cut: dict[int, Line] = {}
    for run, more in pairwise([*runs, None]):
        if run is None:
            continue
        columns = more and _matched(run.columns, more.columns)
        last = more.first if more and columns else run.last
        for number in range(run.first, last):
            pieces = [
                part for piece in lines[number] for part in _apart(piece, columns or run.columns)
            ]
            if len(pieces) > len(lines[number]):
                cut[number] = pieces
    return [cut.get(number, line) for number, line in enumerate(lines)] if cut else lines


def _apart(piece: TextLine, columns: Sequence[Column]) -> list[TextLine]:
    """A label and the number behind it, where that stands in a column and the label in none."""
    match = _TAIL.fullmatch(piece.text)
    if not match or not piece.glyphs or piece.text.count("（") != piece.text.count("）"):
        return [piece]
    size = len(match[2])
    label, number = (
        line_of(own, piece.page) for own in (piece.glyphs[:-size], piece.glyphs[-size:])
    )
    is_one = number.text == match[2] and len(over(number, columns)) == 1
    return [label, number] if is_one and not over(label, columns) else [piece]


def _heads_apart(lines: Sequence[Line], runs: Sequence[Unruled]) -> Sequence[Line]:
    """Lines above rows with heads apart that nearly touch, each in a column of its own."""
    cut = list(lines)
    behind = 0
    for run in runs:
        for number in range(max(behind, run.first - HEAD), run.first):
            cut[number] = [
                part for piece in lines[number] for part in _by_column(piece, run.columns)
            ]
        behind = run.last
    return cut


def _by_column(piece: TextLine, columns: Sequence[Column]) -> list[TextLine]:
    """A piece over several columns as the heads of them, if gaps between columns part it so."""
    if len(over(piece, columns)) < 2 or not piece.glyphs:
        return [piece]
    begins = [
        index
        for index, (one, two) in enumerate(pairwise(piece.glyphs), 1)
        if two.left - one.right > _TOUCH * (two.bottom - two.top)
    ]
    parts = [
        line_of(piece.glyphs[start:end], piece.page)
        for start, end in pairwise([0, *begins, len(piece.glyphs)])
    ]
    return parts if all(len(over(part, columns)) == 1 for part in parts) else [piece]


def _headed(lines: Sequence[Line], runs: Sequence[Unruled]) -> list[Unruled]:
    """Tables with the columns that their heads name and no number stands in.

    A row whose numbers stand below heads of the table before it, one below each, is one of it.
    """
    tables: list[Unruled] = []
    for run in runs:
        last = tables[-1] if tables else None
        if (
            last
            and _is_within(run, last)
            and all(_is_beside(line, last.columns[0][0]) for line in lines[last.last : run.first])
        ):
            last.last = run.last
            continue
        behind = last.last if last else 0
        columns = _with_head(lines[max(behind, run.first - HEAD) : run.last], run)
        named = len(columns) > len(run.columns)
        tables.append(Unruled(run.first, run.last, columns, named=named))
    return tables


def _is_within(run: Unruled, table: Unruled) -> bool:
    """Whether each column of a run is one of a table."""
    same = [
        [n for n, two in enumerate(table.columns) if one[0] < two[1] and two[0] < one[1]]
        for one in run.columns
    ]
    return all(len(own) == 1 for own in same) and len({own[0] for own in same}) == len(same)


def _with_head(lines: Sequence[Line], table: Unruled) -> list[Column]:
    """The columns of a table with those that only its head names, ``lines`` beginning with
    that head; as they were where not each of them has a name of its own."""
    rows = lines[-(table.last - table.first) :]
    labels = [
        (piece.box[0], piece.box[2])
        for line in rows
        for piece in line
        if not over(piece, table.columns)
    ]
    named: set[int] = set()
    heads: list[TextLine] = []
    for line in reversed(lines[: -len(rows)]):
        if (
            len(line) > MAX_PIECES
            or values_of(line)
            or (len(named) == len(table.columns) and not _touches(line, heads))
        ):
            break
        taken = labels + [(head.box[0], head.box[2]) for head in heads]
        for piece in line:
            own = over(piece, table.columns)
            if len(own) <= 1 and not over(piece, taken):
                heads.append(piece)
                named.update(own)
    if len(named) < len(table.columns):
        return table.columns
    blank = [head for head in heads if not over(head, table.columns)]
    return sorted([*table.columns, *((head.box[0], head.box[2]) for head in blank)])


def _touches(line: Line, heads: Sequence[TextLine]) -> bool:
    """Whether a line stands so close to heads that it is of the same ones, set higher up."""
    if not line:
        return True
    height = line[0].box[3] - line[0].box[1]
    return line[0].page == heads[-1].page and any(
        head.box[1] - line[0].box[3] < _TOUCHING * height for head in heads
    )


def _is_beside(line: Line, left: float) -> bool:
    """Whether a line without numbers has nothing but words and marks left of the columns."""
    return all(piece.box[2] <= left or is_mark(piece) for piece in line)


def _parted(line: Line, columns: Sequence[Column]) -> _Parted:
    """The words of a row, and for each column what stands there."""
    words: list[TextLine] = []
    values: Cells = [None] * len(columns)
    for piece in line:
        own = over(piece, columns)
        if len(own) == 1 and values[own[0]] is None:
            values[own[0]] = piece
        else:
            words.append(piece)
    return words, values


def _matched(columns: Sequence[Column], more: Sequence[Column]) -> list[Column] | None:
    """The columns of a table with those of a further row; null where that is of another one.

    Both share most columns of the one that has fewer: each may be blank where the other is not.
    """
    joined: list[Column] = []
    shared = 0
    rest = list(columns)
    for left, right in more:
        same = [one for one in rest if one[0] < right and left < one[1]]
        if len(same) > 1:
            return None
        shared += len(same)
        rest = [one for one in rest if one not in same]
        joined.append((min([left, *(a for a, _ in same)]), max([right, *(b for _, b in same)])))
    joined = sorted(joined + rest)
    if shared < _SHARED * min(len(columns), len(more)):
        return None
    return None if any(one[1] > two[0] for one, two in pairwise(joined)) else joined


def rows_of(lines: Sequence[Line], table: Unruled) -> list[Cells]:
    """The pieces of a table's rows, by column: words first, null where nothing stands."""
    own = [line for line in lines[table.first : table.last] if line]
    parts = _joined([_parted(line, table.columns) for line in own])
    width = max(len(words) for words, _ in parts)
    return [[*words, *[None] * (width - len(words)), *values] for words, values in parts]


def _joined(parts: Sequence[_Parted]) -> list[_Parted]:
    """Rows with the digits right above and below them, of numbers too wide for their column.

    Whether such digits are one number cannot be told.
    """
    joined: list[_Parted] = []
    for words, values in parts:
        last = joined[-1] if joined else None
        if last and _is_torn(last, (words, values)):
            joined[-1] = _folded(last, (words, values))
        else:
            joined.append((words, values))
    return joined


def _is_torn(row: _Parted, more: _Parted) -> bool:
    """Whether of two lines one has no label, stands as close as lines of one number do, and
    has numbers where the other one has none or a part of one."""
    pairs = list(zip(row[1], more[1], strict=True))
    first, then = ([piece for piece in values if piece] for _, values in (row, more))
    if (row[0] and more[0]) or not first or not then or first[0].page != then[0].page:
        return False
    _, top, _, bottom = then[0].box
    if top - first[0].box[3] > TIGHT * (bottom - top):
        return False
    return not any(one and two and UNKNOWN not in one.text for one, two in pairs)


def _folded(row: _Parted, more: _Parted) -> _Parted:
    """Two lines as one row, what stands on the line without a label in doubt."""
    filled = [sum(piece is not None for piece in values) for _, values in (row, more)]
    first = bool(row[0]) or (not more[0] and filled[0] >= filled[1])
    values: Cells = []
    for one, two in zip(row[1], more[1], strict=True):
        own, other = (one, two) if first else (two, one)
        values.append(own if own and not other else _doubtful(one, two))
    return row[0] or more[0], values


def _doubtful(one: TextLine | None, two: TextLine | None) -> TextLine | None:
    """What is printed of a number on two lines; it cannot be told."""
    pieces = [piece for piece in (one, two) if piece]
    if not pieces:
        return None
    text = "".join(piece.text for piece in pieces)
    return TextLine(text + UNKNOWN, around(piece.box for piece in pieces), pieces[0].page)
