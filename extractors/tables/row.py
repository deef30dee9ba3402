"""A table's rows: what the form says of them, where they stand, and what was read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractors.tables.labels import Found
from extractors.tables.options import Block, Options
from extractors.tables.slots import Extra
from extractors.tables.tokens import Token
from schema.messages import Words


class RowReading(NamedTuple):
    """Tokens of a row's cells, in order, or the reason why they could not be told.

    ``cells`` is empty where the row is printed without any content; a null among them is a
    cell left open. ``spare`` holds values next to the row that no cell used, ``options`` the
    readings of a row in doubt; a row chosen among them is ``settled``. ``extras`` are rows
    behind it that the form lacks.
    """

    found: Found
    cells: tuple[Token | None, ...]
    doubt: Words | None = None
    spare: tuple[Token, ...] = ()
    options: Options | None = None
    settled: bool = False
    extras: tuple[Extra, ...] = ()


class RowSpec(NamedTuple):
    """What the form says of a row: the digits of its number, its cells in blocks, their
    number, and the words that may stand between them: its own, and those of the head.

    ``short`` is the key of a label that is too short to be looked for by likeness.
    ``signed`` is the place of a cell that may be negative.
    ``depth`` counts the columns of labels before its own, ``lead`` those of them that are
    blank because the row above has printed their label.
    """

    number: str
    blocks: tuple[Block, ...]
    width: int
    words: str
    short: str = ""
    depth: int = 0
    lead: int = 0
    signed: int | None = None


class Rows(NamedTuple):
    """A table's tokens, the labels found among them, and what the form says of its rows."""

    tokens: Sequence[Token]
    found: Sequence[Found]
    specs: Sequence[RowSpec]

    @property
    def stops(self) -> list[int]:
        """For each label the token that ends its row."""
        after = [*(label.first for label in self.found), len(self.tokens)]
        return after[1:]

    @property
    def missing(self) -> set[int]:
        """Rows whose label was not found."""
        return set(range(len(self.specs))) - {label.row for label in self.found}

    @property
    def foreign(self) -> frozenset[str]:
        """Short labels of rows that were not found."""
        return frozenset(self.specs[row].short for row in self.missing) - {""}
