"""The national form as data: editions, rows, columns, cells and identities.

Everything here is read from the CSV files in ``schema/forms``. A new edition is a new
folder there; a new spelling of a label is a line in ``aliases.csv``.
"""

from __future__ import annotations

import csv
import io
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Literal, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict

TableName = Literal["proactive", "applications", "review"]
Role = Literal["inflow", "leaf", "total", "outflow"]
WordRole = Literal[
    "opening",
    "label",
    "number",
    "unit",
    "cumulative",
    "previous",
    "value",
    "amount",
    "note",
    "skip",
    "stop",
    "unit_name",
]


class _Row(BaseModel):
    """One line of a CSV file of the form."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))


class EditionInfo(_Row):
    """An edition of the form and the notice it rests on."""

    edition: str
    basis: str
    report_years: str
    description: str


class FormTable(_Row):
    """A statistical table: its section and how its cells are arranged in print.

    ``rows``: a label starts each row. ``line``: one line of figures under a stacked header.
    ``opening`` is a pattern of what the table's head prints, white space left out.
    """

    table: TableName
    section: int
    arrangement: Literal["rows", "line"]
    title: str
    opening: str


class FormRow(_Row):
    """A printed row: its code, its number and label, the article of the 条例 it rests on."""

    table: TableName
    row: str
    order: int
    group: str
    number: str
    label: str
    note: str
    role: Role
    article: str


class FormColumn(_Row):
    """A printed column; ``rows`` names the rows that have it, ``*`` is all of the table.

    ``unit`` is meant where none is printed; ``other_units`` may be printed beside a value.
    """

    table: TableName
    rows: str
    column: str
    order: int
    group: str
    label: str
    role: Role
    unit: str
    other_units: str

    def applies_to(self, row: str) -> bool:
        """Whether ``row`` of the same table has this column."""
        return self.rows == "*" or row in self.rows.split()


class Alias(_Row):
    """Another spelling under which a row is printed."""

    table: TableName
    row: str
    alias: str


class Section(_Row):
    """One of the six sections, with the pattern of its printed titles."""

    section: int
    title: str
    pattern: str


class Marker(_Row):
    """A pattern of what only one edition prints in a table, white space left out.

    Without a table it tells an edition whose tables are not known cell by cell.
    """

    edition: str
    table: TableName | Literal[""]
    pattern: str


class IndicatorInfo(_Row):
    """What an indicator of the tables before 2019 means, whatever its printed label.

    ``total`` is the code it is part of: ``sum`` where all parts add up to it, ``within``
    where it only may not exceed it. ``stated`` is a pattern of prose that names its number.
    """

    code: str
    label: str
    unit: str
    total: str
    relation: Literal["sum", "within", ""]
    stated: str


class IndicatorLabel(_Row):
    """A pattern of labels that print an indicator, punctuation, brackets and a final 数 left out.

    ``under`` limits it to rows below an indicator whose code begins with it.
    """

    code: str
    under: str
    pattern: str


class IndicatorWord(_Row):
    """A pattern of what stands in the head of an indicator table or around its rows."""

    role: WordRole
    pattern: str


class StatedNumber(_Row):
    """A pattern of prose, white space left out, that states the number of a cell."""

    cell: str
    pattern: str


class IdentityTerm(_Row):
    """One term of an identity: the weighted cells of an identity add to zero."""

    identity: str
    cell: str
    weight: int


class FormCell(NamedTuple):
    """A cell of the form. ``name`` is its path, ``table.row.column``."""

    name: str
    table: TableName
    section: int
    row: str
    column: str
    order: int
    row_label: str
    column_label: str
    unit: str
    other_units: str
    article: str
    row_role: Role
    column_role: Role

    @property
    def is_total(self) -> bool:
        """Whether the form defines the cell as a sum of others."""
        return "total" in (self.row_role, self.column_role)


class Edition(_Row):
    """An edition whose tables are known cell by cell, or a form combined of several.

    Each is made once, so two are the same only if they are one object.
    """

    edition: str
    rows: tuple[FormRow, ...]
    columns: tuple[FormColumn, ...]
    identity_terms: tuple[IdentityTerm, ...]

    __hash__ = object.__hash__
    __eq__ = object.__eq__

    def rows_of(self, table: str) -> tuple[FormRow, ...]:
        """Rows of a table, in printed order."""
        return tuple(row for row in self.rows if row.table == table)

    def columns_of(self, table: str, row: str) -> tuple[FormColumn, ...]:
        """Columns of a row, in the order of its values."""
        return tuple(c for c in self.columns if c.table == table and c.applies_to(row))

    @cached_property
    def cells(self) -> tuple[FormCell, ...]:
        """All cells, in the order of the form."""
        sections = {table.table: table.section for table in form_tables()}
        pairs = [(r, c) for r in self.rows for c in self.columns_of(r.table, r.row)]
        return tuple(
            FormCell(
                name=f"{row.table}.{row.row}.{column.column}",
                table=row.table,
                section=sections[row.table],
                row=row.row,
                column=column.column,
                order=order,
                row_label=row.number + row.label,
                column_label=column.label,
                unit=column.unit,
                other_units=column.other_units,
                article=row.article,
                row_role=row.role,
                column_role=column.role,
            )
            for order, (row, column) in enumerate(pairs, 1)
        )

    @cached_property
    def cell(self) -> dict[str, FormCell]:
        """Cells by name."""
        return {cell.name: cell for cell in self.cells}

    @cached_property
    def identities(self) -> dict[str, tuple[tuple[str, int], ...]]:
        """Identities by name: ``((cell, weight), ...)`` whose weighted sum is zero."""
        grouped: dict[str, list[tuple[str, int]]] = {}
        for term in self.identity_terms:
            grouped.setdefault(term.identity, []).append((term.cell, term.weight))
        return {name: tuple(terms) for name, terms in grouped.items()}

    @cached_property
    def row_sums(self) -> frozenset[str]:
        """The identities within a row; all others are within a column."""
        return frozenset(
            name
            for name, terms in self.identities.items()
            if len({self.cell[cell].row for cell, _ in terms}) == 1
        )

    @cached_property
    def identity_labels(self) -> dict[str, str]:
        """For each identity the label of the row or column that its cells share."""
        specs = {name: self.cell[terms[0][0]] for name, terms in self.identities.items()}
        return {
            name: spec.row_label if name in self.row_sums else spec.column_label
            for name, spec in specs.items()
        }


_Model = TypeVar("_Model", bound=_Row)


def _read(model: type[_Model], *path: str) -> tuple[_Model, ...]:
    text = _forms().joinpath(*path).read_text(encoding="utf-8")
    records: list[dict[str, Any]] = list(csv.DictReader(io.StringIO(text)))
    return tuple(model.model_validate(record) for record in records)


def _forms() -> Traversable:
    return files("schema").joinpath("forms")


@cache
def form_tables() -> tuple[FormTable, ...]:
    """The statistical tables of the form."""
    return _read(FormTable, "tables.csv")


@cache
def edition_infos() -> tuple[EditionInfo, ...]:
    """All editions, also those whose tables are not known cell by cell."""
    return _read(EditionInfo, "editions.csv")


@cache
def aliases() -> tuple[Alias, ...]:
    """Other spellings of row labels, valid in every edition."""
    return _read(Alias, "aliases.csv")


@cache
def indicators() -> tuple[IndicatorInfo, ...]:
    """Indicators of the tables before 2019 that have a harmonised code, in order."""
    return _read(IndicatorInfo, "indicators.csv")


@cache
def indicator_labels() -> tuple[IndicatorLabel, ...]:
    """Labels under which indicators are printed."""
    return _read(IndicatorLabel, "indicator_labels.csv")


@cache
def indicator_words(role: WordRole) -> tuple[str, ...]:
    """Patterns of the words that have a role in an indicator table."""
    words = _read(IndicatorWord, "indicator_words.csv")
    return tuple(word.pattern for word in words if word.role == role)


@cache
def sections() -> tuple[Section, ...]:
    """The six sections of a report."""
    return _read(Section, "sections.csv")


@cache
def markers() -> tuple[Marker, ...]:
    """Phrases that tell editions apart."""
    return _read(Marker, "markers.csv")


@cache
def stated_numbers() -> tuple[StatedNumber, ...]:
    """Phrases in which the prose states the number of a cell."""
    return _read(StatedNumber, "stated.csv")


@cache
def editions() -> tuple[Edition, ...]:
    """Editions with a folder of their own, newest first."""
    names = sorted((f.name for f in _forms().iterdir() if f.is_dir()), reverse=True)
    return tuple(
        Edition(
            edition=name,
            rows=_read(FormRow, name, "rows.csv"),
            columns=_read(FormColumn, name, "columns.csv"),
            identity_terms=_read(IdentityTerm, name, "identities.csv"),
        )
        for name in names
    )


@cache
def edition(name: str) -> Edition:
    """The edition called ``name``; raises ``KeyError`` where its cells are not known."""
    for candidate in editions():
        if candidate.edition == name:
            return candidate
    raise KeyError(name)


@cache
def combined(parts: tuple[tuple[TableName, str], ...]) -> Edition:
    """The form of a report whose tables follow different editions.

    ``parts`` names an edition for each table. The newest of them names the whole.
    """
    names = {name for _, name in parts}
    if len(names) == 1:
        return edition(*names)
    sources = [(table, edition(name)) for table, name in parts]
    return Edition(
        edition=max(names),
        rows=tuple(row for table, source in sources for row in source.rows_of(table)),
        columns=tuple(c for table, e in sources for c in e.columns if c.table == table),
        identity_terms=tuple(
            term
            for table, source in sources
            for term in source.identity_terms
            if term.cell.startswith(f"{table}.")
        ),
    )
