"""Random reports with known truth, for tests of whatever reads them."""

from .corpus import corpus
from .damage import DAMAGES, cut_end, drop_line, lose_digit, swap_rows
from .layouts import LAYOUTS, Layout
from .render import render
from .style import Options, random_options
from .truth import Truth, break_identity, broken_identities, leave_out, random_truth

__all__ = [
    "DAMAGES",
    "LAYOUTS",
    "Layout",
    "Options",
    "Truth",
    "break_identity",
    "broken_identities",
    "corpus",
    "cut_end",
    "drop_line",
    "leave_out",
    "lose_digit",
    "random_options",
    "random_truth",
    "render",
    "swap_rows",
]
