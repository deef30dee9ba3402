"""Passes that are killed at random moments: after the next one everything is as undisturbed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from flows.web.run import FetchRequest, fetch
from tests.flows.support import COMMAND, content, leftovers, write
from tests.flows.test_killed import exported
from tests.generator import random_truth
from tests.generator.documents import compose
from tests.generator.documents.html import page_of as report_page

from .conftest import SETTINGS
from .site import Site, page_of, site

pytestmark = pytest.mark.slow
MOMENTS = 20
HOSTS, PAGES = 3, 12


class Undisturbed(NamedTuple):
    """Sites after they changed, the state before the change, and what a pass then gives."""

    sources: Path
    before: Path | None
    content: dict[str, str]
    exported: dict[str, bytes]
    seconds: float


def request(sources: Path, folder: Path) -> FetchRequest:
    return FetchRequest(sources, folder / "archive", folder / "ogi.duckdb")


def fill(host: Site, number: int, version: int) -> None:
    """Reports on a site, a third of which changes with the version; every other one also as a
    copy, and one as an attachment."""
    links = {}
    for page in range(PAGES):
        rng = Random(f"{number}:{page}:{version if page % 3 == 0 else 0}")
        truth = random_truth(rng, edition="2021")
        body = report_page(compose(truth, rng), rng, "plain")
        host.pages[f"/r{page}.html"] = body
        links[f"/r{page}.html"] = f"{truth.agency}{truth.year}年政府信息公开工作年度报告"
        if page % 2:
            host.pages[f"/copy{page}.html"] = body
            links[f"/copy{page}.html"] = links[f"/r{page}.html"]
    host.pages["/p.html"] = '<html>主动公开见附件 <a href="/a.doc">附件</a></html>'
    host.pages["/a.doc"] = host.pages["/r5.html"] if version else host.pages["/r3.html"]
    links["/p.html"] = "某局2024年政府信息公开工作年度报告"
    host.pages["/"] = page_of(links)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Undisturbed]]:
    """A pass that begins with nothing, and one over pages of which some changed."""
    folder = tmp_path_factory.mktemp("undisturbed")
    sources = folder / "sources"
    write(sources / "settings.toml", SETTINGS)
    with site("127.0.0.2") as one, site("127.0.0.3") as two, site("127.0.0.4") as three:
        hosts = (one, two, three)
        for number, host in enumerate(hosts):
            write(sources / f"s{number}.toml", f'name = "s"\nlists = ["{host.url("/")}"]\n')
            fill(host, number, 0)
        fetch(request(sources, folder / "before"))
        for number, host in enumerate(hosts):
            fill(host, number, 1)
        shutil.copytree(folder / "before", folder / "second")
        yield [
            undisturbed(sources, folder / "first", None),
            undisturbed(sources, folder / "second", folder / "before"),
        ]


def undisturbed(sources: Path, folder: Path, before: Path | None) -> Undisturbed:
    began = time.monotonic()
    process = begin(sources, folder)
    assert process.wait(timeout=300) in (0, 3)
    seconds = time.monotonic() - began
    db = folder / "ogi.duckdb"
    return Undisturbed(sources, before, content(db), exported(db), seconds)


def begin(sources: Path, folder: Path) -> subprocess.Popen[bytes]:
    """A pass in a group of processes of its own."""
    places = ("--sources", sources, "--archive", folder / "archive", "--db", folder / "ogi.duckdb")
    return subprocess.Popen(
        [*COMMAND, "fetch", *map(str, places)],
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.mark.parametrize("number", range(MOMENTS // 2))
def test_killed_twice_at_random_moments(
    runs: list[Undisturbed], tmp_path: Path, number: int
) -> None:
    """Once early and once late, in either order; the moments of all tests cover the whole run."""
    run = runs[number % 2]
    folder = tmp_path / "place"
    if run.before:
        shutil.copytree(run.before, folder)
    for moment in Random(number).sample((number, MOMENTS - 1 - number), 2):
        share = (moment + Random(moment).random()) / MOMENTS
        process = begin(run.sources, folder)
        time.sleep(share * run.seconds)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    fetch(request(run.sources, folder))
    db = folder / "ogi.duckdb"
    differing = {name for name, data in exported(db).items() if data != run.exported[name]}
    assert differing == set()
    assert content(db) == run.content  # which addresses gave what, too
    assert leftovers(db) == []
    assert not list((folder / "archive" / "incoming").iterdir())
