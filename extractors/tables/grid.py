"""Where a row's columns stand when some of its cells are printed empty.

The cells behind a label are more than the row has columns: a label that spans several
columns leaves blank cells behind it, and the line may go on. Where the first column stands
is learnt from all rows of the table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractors.tables.tokens import VALUES, Kind, Token

_REGULAR = 4
"""Rows that must be alike before their regularity is taken for a rule."""
_ALIKE = 0.8
"""Share of the rows of a table that show how it is laid out."""


class GridRow(NamedTuple):
    """The cells behind a label, up to the next text or the end of the row where it shows.

    ``origin`` is the place of the first of them on its line, ``depth`` how many columns of
    labels the form prints before the row's own, ``after`` how many blank cells stand before
    the next label where merged cells are kept. ``on_line`` tells that the cells stand on one
    line, ``ends`` that the end of the row shows. ``start`` is the place of the first column
    where all values are printed.
    """

    cells: tuple[Token, ...]
    width: int
    origin: int
    depth: int
    after: int
    on_line: bool
    ends: bool
    start: int | None

    @property
    def filled(self) -> list[int]:
        """Places of the cells that print something."""
        return [place for place, token in enumerate(self.cells) if token.kind in VALUES]


def grid_row(
    run: Sequence[Token],
    next_line: int,
    *,
    width: int,
    depth: int,
    after: int,
    full: bool,
) -> GridRow:
    """The row that a run of values and blanks begins with; ``next_line`` is that of the text
    behind the run, ``full`` tells that all values of the row are printed."""
    first = next((t for t in run if t.kind in VALUES), run[0])
    cells = tuple(token for token in run if token.line == first.line)
    on_line = len(cells) > 1
    ends = on_line
    if not on_line:
        cells, ends = _column(run, next_line)
    places = [place for place, token in enumerate(cells) if token.kind in VALUES]
    start = places[0] if full and len(places) >= width else None
    return GridRow(cells, width, cells[0].cell, depth, after, on_line, ends, start)


def _column(run: Sequence[Token], next_line: int) -> tuple[tuple[Token, ...], bool]:
    """The cells of a row whose cells have a line each: a wider gap shows where it ends."""
    lines = [*(token.line for token in run), next_line]
    gaps = [after - before for before, after in pairwise(lines)]
    usual = min(gaps)
    for place, gap in enumerate(gaps):
        if gap > usual:
            return tuple(run[: place + 1]), True
    return tuple(run), False


def first_columns(rows: Mapping[int, GridRow]) -> tuple[dict[int, set[int]], set[int]]:
    """For each row the places among its cells where its first column may stand, and the rows
    that stand apart from nearly all others.

    Counted from the beginning of the line, or from its label, it is the same place in all
    rows; where neither can be, in rows whose labels stand alike.
    """
    trimmed = _is_trimmed(rows.values())
    allowed = {key: _possible(row, trimmed=trimmed) for key, row in rows.items()}
    found: dict[int, set[int]] = {}
    for on_line in (True, False):
        alike = {key: row for key, row in rows.items() if row.on_line == on_line}
        found |= _agreed(alike, allowed)
    apart = {key for key, places in found.items() if not places}
    return found | {key: allowed[key] for key in apart}, apart


def _is_trimmed(rows: Iterable[GridRow]) -> bool:
    """Whether blank cells at the end of lines may have been lost: no line ends with one, and
    the lines are not all as long as the labels and the columns need."""
    lines = [row for row in rows if row.on_line]
    if any(row.cells[-1].kind is Kind.BLANK for row in lines):
        return False
    zone = max((row.origin for row in lines), default=0)
    return any(row.origin + len(row.cells) != zone + row.width for row in lines)


def _possible(row: GridRow, *, trimmed: bool) -> set[int]:
    """Places where the first column may stand so that all values are inside."""
    filled = row.filled
    if row.start is not None:
        return {row.start}
    if not filled or all(token.kind is not Kind.BLANK for token in row.cells):
        return set()
    if row.ends and not row.on_line and len(row.cells) <= row.width:
        return {0} if len(row.cells) == row.width else set()
    places = range(max(0, filled[-1] - row.width + 1), filled[0] + 1)
    fits = {place for place in places if place + row.width <= len(row.cells)}
    return set(places) if trimmed or not fits else fits


def _agreed(rows: Mapping[int, GridRow], allowed: Mapping[int, set[int]]) -> dict[int, set[int]]:
    """Places on which the rows of one kind agree; none for a row that stands apart from nearly
    all others, as where its label has moved."""
    open_rows = {key: row for key, row in rows.items() if allowed[key]}
    if not open_rows:
        return {}
    if len({row.cells[0].line for row in rows.values()}) < len(rows):
        return _agreed_by_depth(open_rows, allowed)  # several rows run on in one line
    found: dict[int, set[int]] = {}
    for beginning in _ways_to_count(rows.values()):
        # No column stands left of a label.
        least = max(row.origin for row in rows.values()) if beginning is _of_line else 0
        common = _common(
            {place - beginning(row) for place in allowed[key]} - set(range(least))
            for key, row in open_rows.items()
        )
        for key, row in open_rows.items() if common else ():
            own = {place + beginning(row) for place in common} & allowed[key]
            found.setdefault(key, set()).update(own)
    if found:
        found = _with_last_cells(open_rows, allowed, found)
    if found or all(row.on_line for row in rows.values()):
        return found or {key: allowed[key] for key in open_rows}
    return _agreed_by_depth(open_rows, allowed)


def _with_last_cells(
    rows: Mapping[int, GridRow], allowed: Mapping[int, set[int]], found: Mapping[int, set[int]]
) -> dict[int, set[int]]:
    """The places found. Where a row stands apart from them, others may too: one that does not
    print its last cell, as most do, may also stand where it would."""
    if all(found.values()):
        return dict(found)
    blank = {
        key for key, row in rows.items() if found[key] and not _prints_last(row, max(found[key]))
    }
    if 2 * len(blank) >= len(rows):
        return dict(found)
    return {
        key: places | {p for p in allowed[key] if key in blank and _prints_last(rows[key], p)}
        for key, places in found.items()
    }


def _prints_last(row: GridRow, place: int) -> bool:
    """Whether the last cell is printed of a row whose first column stands at a place."""
    cells = window(row, place)
    return len(cells) == row.width and cells[-1].kind in VALUES


def _common(places: Iterable[set[int]]) -> set[int]:
    """Places that as many rows allow as any, if nearly all do."""
    sets = list(places)
    support = Counter(place for own in sets for place in own)
    most = max(support.values(), default=0)
    return {p for p, n in support.items() if n == most} if most > _ALIKE * len(sets) else set()


def _of_label(_: GridRow) -> int:
    return 0


def _of_line(row: GridRow) -> int:
    return -row.origin


def _of_end(row: GridRow) -> int:
    return len(row.cells)


def _ways_to_count(rows: Collection[GridRow]) -> tuple[Callable[[GridRow], int], ...]:
    """Where columns are counted from: the label, the beginning of the line, or its end.

    Where all lines are equally long it is their beginning, where all have as many cells
    behind the label it is the label; rows whose labels stand alike cannot tell, unless all
    are of one length and one prints all its values.
    """
    full = [row for row in rows if row.start is not None]
    places = {(row.origin, len(row.cells)) for row in rows}
    if len({origin for origin, _ in places}) == 1:
        return (_of_label,) if full and len(places) == 1 else ()
    lines = len({origin + cells for origin, cells in places}) == 1
    behind = len({cells for _, cells in places}) == 1
    if lines == behind:
        return (_of_label, _of_line, _of_end)
    return (_of_line,) if lines else (_of_label,)


def _agreed_by_depth(
    rows: Mapping[int, GridRow], allowed: Mapping[int, set[int]]
) -> dict[int, set[int]]:
    """Places on which rows agree before whose labels as many columns stand.

    Where all cells of merged labels are kept, those behind a row's last column are the ones
    before the next label; then the number of cells tells where the first column stands.
    """
    kept = {key: len(row.cells) - row.width - row.after for key, row in rows.items()}
    depths = {(row.depth, kept[key]) for key, row in rows.items()}
    regular = len(depths) == len({depth for depth, _ in depths}) and len(rows) > _REGULAR
    if regular and all(place in allowed[key] for key, place in kept.items()):
        return {key: {place} for key, place in kept.items()}
    agreed: dict[int, set[int]] = {}
    for key, row in rows.items():
        agreed[row.depth] = agreed.get(row.depth, allowed[key]) & allowed[key]
    return {key: agreed[row.depth] or allowed[key] for key, row in rows.items()}


def whole_rows(
    rows: Mapping[int, GridRow],
    starts: Mapping[int, set[int]],
    apart: set[int],
    tokens: Sequence[Token],
) -> set[int]:
    """Rows that cannot have lost a cell, those ``apart`` left out.

    Behind their last column as many cells are left as in most rows, their line is as long as
    others of the table or as the columns need, or their end shows.
    """
    left = {
        key: len(row.cells) - place - row.width
        for key, row in rows.items()
        if len(starts.get(key, ())) == 1
        for place in starts[key]
    }
    kept = sum(rows[key].after == cells for key, cells in left.items())
    dropped = sum(cells == 0 for cells in left.values())
    merged = max(kept, dropped) > _ALIKE * len(left) and kept > dropped
    regular = max(kept, dropped) > _ALIKE * len(left) and len(left) > 2
    usual = _usual_line(tokens)
    lengths = {key: row.origin + len(row.cells) for key, row in rows.items() if row.on_line}
    alike = sum(length == usual for length in lengths.values()) > _ALIKE * len(rows)
    alike = alike and not any(row.depth for row in rows.values())  # wide labels lose cells too
    whole = set()
    for key, row in rows.items():
        length = row.origin + len(row.cells)
        if alike and lengths.get(key, usual) < usual:
            continue  # nearly all lines are longer: it has lost a cell
        if (
            (row.on_line and length == usual)
            or (row.ends and not row.on_line)
            or (regular and left.get(key) == (row.after if merged else 0))
            or (len(rows) == 1 and len(row.cells) == row.width)
        ):
            whole.add(key)
    return whole - apart


def _usual_line(tokens: Sequence[Token]) -> int:
    """The number of cells that most lines of a table have; zero where there is none."""
    ends = {token.line: token.cell + 1 for token in tokens}
    lines = Counter(length for length in ends.values() if length > 1)
    usual, times = lines.most_common(1)[0] if lines else (0, 0)
    return usual if 2 * times > lines.total() > 1 else 0


def window(row: GridRow, start: int) -> tuple[Token, ...]:
    """The cells of a row whose first column stands at ``start``; too few where some are lost."""
    return row.cells[start : start + row.width]
