"""Random reports with known truth, for tests of whatever reads them."""

from .corpus import corpus
from .damage import (
    DAMAGES,
    cut_end,
    drop_cell,
    drop_line,
    duplicate_line,
    lose_digit,
    merge_columns,
    shift_chunk,
    swap_rows,
)
from .indicators import Indicator
from .kinds import KINDS
from .layouts import LAYOUTS, Layout
from .render import render
from .style import Options, random_options
from .truth import (
    Truth,
    break_identity,
    broken_identities,
    leave_out,
    random_truth,
    with_extra_row,
)

__all__ = [
    "DAMAGES",
    "KINDS",
    "LAYOUTS",
    "Indicator",
    "Layout",
    "Options",
    "Truth",
    "break_identity",
    "broken_identities",
    "corpus",
    "cut_end",
    "drop_cell",
    "drop_line",
    "duplicate_line",
    "leave_out",
    "lose_digit",
    "merge_columns",
    "random_options",
    "random_truth",
    "render",
    "shift_chunk",
    "swap_rows",
    "with_extra_row",
]
