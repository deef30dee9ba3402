"""A catalogue with what is fetched by it, and sites to fetch from."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from flows.web.archive import open_archive
from flows.web.catalogue import read_settings, read_sources
from flows.web.crawl import Crawl, Tally
from flows.web.run import FetchRequest, FetchSummary, fetch
from tests.flows.support import AGENCIES, ask, write

from .site import Site, page_of

TITLE = "{}2024年政府信息公开工作年度报告"
Reports = dict[str, str]


class Place(NamedTuple):
    """A catalogue, and where what is fetched goes."""

    folder: Path

    def source(self, name: str, *lists: str, **keys: object) -> None:
        """Add a source."""
        lines = [f'name = "{name}"', f"lists = {json.dumps(lists)}"]
        lines += [f"{key} = {json.dumps(value)}" for key, value in keys.items()]
        write(self.folder / "sources" / f"{name}.toml", "\n".join(lines))

    def fetch(self, *names: str, everything: bool = False) -> FetchSummary:
        """One pass."""
        return fetch(self.request(*names, everything=everything))

    def crawl(self, *, everything: bool = False) -> Tally:
        """One pass without reading what it brought."""
        catalogue, now = self.folder / "sources", datetime.now(UTC)
        with open_archive(self.archive) as archive:
            current = archive.journal.begin(now, timedelta(0))
            crawl = Crawl(archive, read_settings(catalogue), read_sources(catalogue), current)
            crawl.plan(now, everything=everything)
            tally = crawl.run()
            archive.journal.mark(current, "ended", now)
        return tally

    def request(self, *names: str, everything: bool = False) -> FetchRequest:
        """What is asked for."""
        sources = self.folder / "sources"
        return FetchRequest(sources, self.archive, self.db, names, everything)

    @property
    def db(self) -> Path:
        """The database."""
        return self.folder / "ogi.duckdb"

    @property
    def archive(self) -> Path:
        """The raw archive."""
        return self.folder / "archive"

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of the database."""
        return ask(self.db, sql)

    def journal(self, sql: str) -> list[Any]:
        """Rows of the journal."""
        with open_archive(self.archive) as archive:
            return archive.journal.rows(sql)


def publish(publisher: Site, reports: Reports, *names: str) -> str:
    """A list of these reports on a site; returns its address."""
    for name in names:
        publisher.pages[f"/{name}.html"] = reports[name]
    links = {f"/{name}.html": TITLE.format(AGENCIES[name]) for name in names}
    publisher.pages["/nb/index.html"] = page_of(links)
    return publisher.url("/nb/index.html")
