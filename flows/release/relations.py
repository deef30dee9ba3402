"""What a release consists of: every table and view, with labels, units, keys and order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from flows.published import Connection
from flows.warehouse import read_views
from schema.projections import describe
from schema.tables import TABLE


class Column(NamedTuple):
    """A column: its SQL type, its label and unit, the field whose codes it has, its allowed
    values, whether it is never null."""

    name: str
    type: str
    label: str
    unit: str
    field: str
    allowed: tuple[str, ...] = ()
    required: bool = False

    @property
    def caption(self) -> str:
        """Label and unit on one line."""
        return f"{self.label} ({self.unit})" if self.unit else self.label


CELL = ("report_id", "cell")
"""What names a printed cell of a report."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or view of the database. A view has no declared key and is ``derived``."""

    name: str
    description: str
    columns: tuple[Column, ...]
    texts: dict[str, str]
    key: tuple[str, ...] = ()
    derived: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def of_cells(self) -> bool:
        """Whether it has a row per printed cell: such relations are large, and split by year."""
        return {"report_id", "year", "cell"} <= set(self.names)

    @property
    def order(self) -> str:
        """What its rows are sorted by: no two rows are equal in it, or they are the same."""
        key = self.key or (CELL if self.derived and self.of_cells else ())
        return ", ".join(f'"{name}"' for name in key) or "ALL"

    def query(self, rows: str = "") -> str:
        """All its rows, or those of an SQL expression, in types that every reader of a release
        knows."""
        columns = (f'"{column.name}"::{column.type} AS "{column.name}"' for column in self.columns)
        return f"SELECT {', '.join(columns)} FROM {rows or self.quoted}"

    @property
    def quoted(self) -> str:
        """Its name in SQL."""
        return f'"{self.name}"'


def relations(con: Connection) -> list[Relation]:
    """All tables in the order of their declaration, then all views.

    The database must be one that this installation made (``is_current``).
    """
    tables = [
        Relation(
            table.name,
            table.description,
            tuple(
                Column(
                    name,
                    kind,
                    table.columns[name].description,
                    table.columns[name].unit,
                    table.columns[name].name,
                    table.columns[name].allowed,
                    name in table.required,
                )
                for name, kind in _types(con, table.name)
            ),
            {name: describe(field) for name, field in table.columns.items()},
            table.key,
        )
        for table in TABLE.values()
    ]
    views = [
        Relation(
            view.name,
            view.comment,
            tuple(
                Column(name, kind, *_label_and_unit(view.columns[name]), name)
                for name, kind in _types(con, view.name)
            ),
            view.columns,
            derived=True,
        )
        for view in read_views()
    ]
    return tables + views


def _types(con: Connection, name: str) -> list[tuple[str, str]]:
    rows = con.execute(f'DESCRIBE "{name}"').fetchall()
    return [(row[0], _plain(row[1])) for row in rows]


def _plain(kind: str) -> str:
    """The type that a column is written with: sums are whole numbers of 64 bits."""
    if kind.startswith("DECIMAL"):
        return "DOUBLE"
    if kind.startswith("ENUM"):
        return "VARCHAR"
    return {"HUGEINT": "BIGINT", "UBIGINT": "BIGINT", "FLOAT": "DOUBLE"}.get(kind, kind)


def _label_and_unit(comment: str) -> tuple[str, str]:
    """Label and unit of a view's column, whose comment ends with ``; unit: UNIT``."""
    label, _, unit = comment.partition("; unit: ")
    return label, unit
