"""Databases of a few synthetic reports, through the real frames and the real loader.

A report here has no text of its own: only its cells and its prose count.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from extractors.document import Decoded, Metadata
from extractors.frames import Read
from extractors.model import Cell, Identity, Report, Section, Span
from flows.corrections import NO_CORRECTIONS, Corrections
from flows.extract import checked
from flows.load import load_spool
from flows.publish import open_build, prepare_build
from flows.published import Connection
from flows.rules import judge
from flows.workspace import workspace
from schema.form import edition
from schema.identifiers import document_id

NOW = datetime(2025, 1, 2, 3, 4, 5)
LUOYANG = "洛阳市西工区司法局"


@dataclass(frozen=True)
class Synthetic:
    """A report: the cells that are not 0, None for a blank; prose of sections one and five."""

    year: int = 2024
    cells: Mapping[str, float | None] = field(default_factory=dict)
    agency: str = LUOYANG
    edition: str = "2021"
    prose: tuple[str, ...] = ()
    published: str | None = None
    unit: str | None = None
    source: str = "page"

    @property
    def document(self) -> str:
        """The identifier of its document."""
        return document_id(repr(self).encode())

    def read(self) -> Read:
        """The report as extraction hands it on."""
        form = edition(self.edition)
        cells = tuple(self._cell(cell.name) for cell in form.cells)
        sections = tuple(
            Section(number, "标题", Span(0, 1), text)
            for number, text in zip((1, 5), self.prose, strict=False)
        )
        report = Report(
            identity=Identity(f"{self.agency}{self.year}年年度报告", self.agency, self.year),
            edition=self.edition,
            form=form,
            cells=cells,
            sections=sections,
            findings=(),
            source=Decoded("", "utf-8", metadata=Metadata(published=self.published)),
        )
        uri = f"/{self.source}/{self.document[:8]}.txt"
        return Read(self.document, uri, 1, NOW, "0", (report,))

    def _cell(self, name: str) -> Cell:
        value = self.cells.get(name, 0)
        if value is None:
            return Cell(name, "blank")
        unit = self.unit if name.startswith("proactive.fees") else None
        return Cell(name, "read", value, f"{value:g}", Span(0, 1), unit=unit)


def body(name: str) -> str:
    """The identifier of a body by its name."""
    identifier: str = checked([Synthetic(agency=name).read()])["report"]["agency_id"][0]
    return identifier


def total(row: str, count: float | None, **others: float | None) -> dict[str, float | None]:
    """Cells of a row of section three: 总计, by default all of natural persons."""
    columns = {"natural_person": count} | others
    own = {f"applications.{row}.{column}": value for column, value in columns.items()}
    return {f"applications.{row}.total": count} | own


@contextlib.contextmanager
def built(
    folder: Path,
    *reports: Synthetic,
    bodies: Mapping[str, Mapping[str, Any]] | None = None,
    statements: Sequence[str] = (),
    corrections: Corrections = NO_CORRECTIONS,
) -> Iterator[Connection]:
    """A build that holds these reports; ``bodies`` says what is known of an agency, and
    ``statements`` change the tables before the rules are asked once more."""
    with workspace(folder / "ogi.duckdb") as space:
        for table, frame in checked([report.read() for report in reports]).items():
            if frame.height:
                (space.spool / table).mkdir(parents=True, exist_ok=True)
                frame.write_parquet(space.spool / table / "000000000.parquet")
        prepare_build(space)
        with open_build(space) as con:
            load_spool(con, space.spool, (), NOW, corrections)
            for name, known in (bodies or {}).items():
                for column, value in known.items():
                    con.execute(
                        f"UPDATE agency SET {column} = $1 WHERE agency_id IN"
                        " (SELECT agency_id FROM report WHERE agency_name = $2)",
                        [value, name],
                    )
            for statement in statements:
                con.execute(statement)
            if bodies or statements:
                judge(con)
            yield con


def apart(cases: Mapping[str, Sequence[Synthetic]]) -> list[Synthetic]:
    """The reports of several cases in one database, each case as a body of its own."""
    return [replace(one, agency=name) for name, reports in cases.items() for one in reports]


Fired = tuple[str, int, list[str], str | None, str | None]
"""Agency, year, cells, expected and found of a finding."""


def findings(con: Connection, rule: str) -> list[Fired]:
    """The findings of a rule."""
    return con.execute(
        "SELECT agency_name, year, cells, expected, found FROM finding JOIN report"
        " USING (report_id) WHERE rule = $1 ORDER BY ALL",
        [rule],
    ).fetchall()


def fired(folder: Path, rule: str, *reports: Synthetic, **known: Any) -> list[Fired]:
    """The findings of a rule in a database of these reports."""
    with built(folder, *reports, **known) as con:
        return findings(con, rule)
