"""``python -m tests.bench web``: a pass over 50 hosts, and one over pages that did not change.

The hosts are one other process on loopback, which takes a part of the same processors.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from tests.generator import random_truth
from tests.generator.documents import compose
from tests.generator.documents.html import PAGES, page_of

from .memory import run
from .reports import stored
from .web_server import host_address

HOSTS, PAGES_OF_HOST, ON_A_LIST = 50, 100, 20
KNOWN = 2_000
_SETTINGS = """
contact = "mailto:bench@example.org"
allow = ["127.0.0.0/8"]
pause = 0
"""


def measure(hosts: int = HOSTS) -> dict[str, float]:
    """Figures of a first pass over all hosts, and of a second over those with 2,000 pages."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(hosts):
            _make_host(folder / "site" / str(number), number)
        with _serving(folder / "site", hosts) as port:
            _make_catalogue(folder / "sources", hosts, port)
            first = run([*_COMMAND, *_options(folder)], allowed=(0, 3))
            few = [f"host{number:02}" for number in range(min(hosts, KNOWN // PAGES_OF_HOST))]
            before = (folder / "bench.duckdb").stat().st_mtime_ns
            second = run([*_COMMAND, *few, *_options(folder)], allowed=(0, 3))
            assert (folder / "bench.duckdb").stat().st_mtime_ns == before, "it was published again"
        reports = stored(folder / "bench.duckdb")
    pages = hosts * PAGES_OF_HOST
    print(first.output, second.output, sep="")
    return {
        "pages": pages,
        "reports": reports,
        "seconds": round(first.wall, 2),
        "per_second": round(pages / first.wall, 1),
        "cpu_seconds": round(first.cpu, 2),
        "mib": round(first.mib, 1),
        "known": len(few) * PAGES_OF_HOST,
        "known_seconds": round(second.wall, 2),
        "known_mib": round(second.mib, 1),
    }


_COMMAND = (sys.executable, "-m", "flows.cli.main", "fetch")


def _options(folder: Path) -> list[str]:
    places = {"--sources": "sources", "--archive": "archive", "--db": "bench.duckdb"}
    return [text for name, place in places.items() for text in (name, str(folder / place))]


def _make_host(folder: Path, number: int) -> None:
    """Reports in pages of all makes, and the lists that lead to them."""
    folder.mkdir(parents=True)
    kinds = list(PAGES)
    links = []
    for report in range(PAGES_OF_HOST):
        rng = Random(f"{number}:{report}")
        truth = random_truth(rng, edition="2021")
        data = page_of(compose(truth, rng), rng, kinds[report % len(kinds)])
        (folder / f"t{report}.html").write_bytes(data)
        title = f"{truth.agency}{truth.year}年政府信息公开工作年度报告"
        links.append(f'<li><a href="t{report}.html">{title}</a> 2025-01-{report % 28 + 1:02}</li>')
    lists = range(0, PAGES_OF_HOST, ON_A_LIST)
    for page, start in enumerate(lists):
        call = f'<script>createPageHTML({len(lists)}, {page}, "index", "html");</script>'
        name = f"index_{page}.html" if page else "index.html"
        body = f"<ul>{''.join(links[start : start + ON_A_LIST])}</ul>{call}"
        head = '<meta charset="utf-8"><title>政府信息公开年报</title>'
        (folder / name).write_text(f"<html><head>{head}</head><body>{body}</body></html>")


def _make_catalogue(folder: Path, hosts: int, port: int) -> None:
    folder.mkdir()
    (folder / "settings.toml").write_text(_SETTINGS)
    for number in range(hosts):
        address = f"http://{host_address(number)}:{port}/index.html"
        text = f'name = "host {number}"\nlists = ["{address}"]\n'
        (folder / f"host{number:02}.toml").write_text(text)


@contextmanager
def _serving(folder: Path, hosts: int) -> Iterator[int]:
    command = [sys.executable, "-m", "tests.bench.web_server", str(folder), str(hosts)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            yield int(server.stdout.readline())
        finally:
            server.kill()


def show(figures: dict[str, float]) -> None:
    """Print two lines."""
    f = figures
    print(
        f"fetch: {f['pages']:.0f} pages, {f['reports']:.0f} reports in {f['seconds']:.1f} s,"
        f" {f['per_second']:.0f} pages/s with extraction and publication, {f['mib']:.0f} MiB,"
        f" {f['cpu_seconds']:.0f} s of processor time without that of the hosts"
    )
    print(
        f"fetch: {f['known']:.0f} known pages, none changed: {f['known_seconds']:.1f} s,"
        f" {f['known_mib']:.0f} MiB"
    )
