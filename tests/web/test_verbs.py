"""``ogi sources`` and ``ogi fetch`` as a user meets them."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.conftest import environment as environment  # noqa: PLC0414 - a fixture
from tests.cli.conftest import ogi as ogi  # noqa: PLC0414 - a fixture
from tests.cli.screen import only_sentence, read_table
from tests.flows.support import AGENCIES, ask, leftovers, write

from .site import Reply, Site, page_of

SLOW = pytest.mark.slow


@pytest.fixture
def one(publisher: Site, catalogue: Path, reports: dict[str, str]) -> Path:
    """A source with two reports on two pages."""
    links = {"/r1.html": "信阳市司法局2024年政府信息公开工作年度报告"}
    more = {"/r2.html": "西夏区司法局2024年政府信息公开工作年度报告"}
    publisher.pages |= {"/r1.html": reports["xinyang"], "/r2.html": reports["xixia"]}
    publisher.pages["/nb/"] = page_of(links, more='<a href="?page=2">下一页</a>')
    publisher.pages["/nb/?page=2"] = page_of(more)
    text = f'name = "某某市"\nlists = ["{publisher.url("/nb/")}"]\n'
    return write(catalogue / "one.toml", text)


def fetch(ogi: Run, catalogue: Path, *more: str) -> subprocess.CompletedProcess[str]:
    folder = catalogue.parent
    places = ("--archive", folder / "archive", "--db", folder / "ogi.duckdb")
    return ogi("fetch", *more, "--sources", catalogue, *places)


def test_a_site_is_tried_without_storing_anything(ogi: Run, one: Path, publisher: Site) -> None:
    done = ogi("sources", "check", one)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("某某市: 2 pages of lists read, 2 links to reports\n")
    links, tried = done.stdout.split("\n\n")[1:]
    assert [row[2] for row in read_table(links)[1:]] == [
        publisher.url("/r1.html"),
        publisher.url("/r2.html"),
    ]
    assert {row[0] for row in read_table(tried)[1:]} == {
        "信阳市司法局 2024, edition 2021",
        "西夏区司法局 2024, edition 2021",
    }
    assert sorted(path.name for path in one.parent.iterdir()) == ["one.toml", "settings.toml"]


def test_fetch_publishes_and_sources_tells(ogi: Run, one: Path, catalogue: Path) -> None:
    done = fetch(ogi, catalogue)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "1 source: 4 fetched; documents: 2 new; 4 requests"
    db = catalogue.parent / "ogi.duckdb"
    rows = ask(db, "SELECT agency_name FROM report")
    assert {row[0] for row in rows} == {AGENCIES["xinyang"], AGENCIES["xixia"]}
    listed = ogi("sources", "--sources", catalogue, "--archive", catalogue.parent / "archive")
    header, row = read_table(listed.stdout)
    counted = ["documents", "gone", "failed"]
    assert header == ["source", "name", "last success (UTC)", *counted, "last error"]
    assert re.fullmatch(r"20\d\d-\d\d-\d\d \d\d:\d\d", row[2])
    assert (row[0], row[1], *row[3:]) == ("one", "某某市", "2", "0", "0", "")


def test_problems_are_named_and_the_exit_code_is_3(
    ogi: Run, one: Path, catalogue: Path, publisher: Site
) -> None:
    publisher.pages["/r2.html"] = Reply(403)
    done = fetch(ogi, catalogue, "one")
    assert done.returncode == 3
    assert only_sentence(done.stderr) == f"{publisher.url('/r2.html')}: the host answers 403"


@SLOW
def test_nothing_could_be_fetched_is_1(
    ogi: Run, one: Path, catalogue: Path, publisher: Site
) -> None:
    publisher.pages.clear()
    publisher.pages["/robots.txt"] = "User-agent: *\nDisallow: /\n"
    done = fetch(ogi, catalogue)
    assert done.returncode == 1
    assert "robots.txt of the host forbids it" in only_sentence(done.stderr)
    listed = ogi("sources", "--sources", catalogue, "--archive", catalogue.parent / "archive")
    row = read_table(listed.stdout)[1]
    assert row[2] == "never"
    assert row[6].endswith("robots.txt of the host forbids it")
    tried = ogi("sources", "check", one)
    assert tried.returncode == 1
    assert "none of its lists could be read" in tried.stderr


@SLOW
def test_private_addresses_are_refused_unless_they_are_listed(
    ogi: Run, one: Path, catalogue: Path, publisher: Site
) -> None:
    write(catalogue / "settings.toml", 'contact = "mailto:tests@example.org"\npause = 0\n')
    done = fetch(ogi, catalogue)
    assert done.returncode == 1
    assert "which is not public and not listed in `allow`" in only_sentence(done.stderr)
    assert publisher.asked == []


@SLOW
@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("two.toml", 'name = "A"\nlists = ["https://a.example"]\npace = 1', "pace: there is no"),
        ("settings.toml", "", "contact: it is missing"),
    ],
)
def test_an_error_in_the_catalogue_is_2(
    ogi: Run, one: Path, catalogue: Path, name: str, text: str, words: str
) -> None:
    path = write(catalogue / name, text)
    done = fetch(ogi, catalogue)
    assert done.returncode == 2
    assert only_sentence(done.stderr).startswith(f"{path}: {words}")


@SLOW
def test_the_bundled_catalogue_fetches_nothing(ogi: Run, tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    done = ogi("fetch", "--archive", tmp_path / "archive", cwd=root)
    assert done.returncode == 2
    assert "contact: it is missing" in only_sentence(done.stderr)
    listed = ogi("sources", "--archive", tmp_path / "archive", cwd=root)
    assert {row[6] for row in read_table(listed.stdout)[1:]} == {"paused"}


@pytest.mark.parametrize(
    "verb", [("sources",), pytest.param(("sources", "check"), marks=SLOW), ("fetch",)]
)
def test_the_verbs_have_help_with_an_example(ogi: Run, verb: tuple[str, ...]) -> None:
    done = ogi(*verb, "--help", COLUMNS="200")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"Example: ogi {' '.join(verb)} " in done.stdout


@SLOW
def test_ctrl_c_ends_a_pass_and_the_next_one_goes_on(
    one: Path, catalogue: Path, publisher: Site, environment: dict[str, str], ogi: Run
) -> None:
    write(one, one.read_text(encoding="utf-8") + "pause = 1.0\n")
    folder = catalogue.parent
    command = [sys.executable, "-m", "flows.cli.main", "fetch", "--sources", str(catalogue)]
    command += ["--archive", str(folder / "archive"), "--db", str(folder / "ogi.duckdb")]
    with subprocess.Popen(
        command, env=environment, stderr=subprocess.PIPE, text=True, stdout=subprocess.DEVNULL
    ) as process:
        while len(publisher.paths()) < 2:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert (
        said
        == "ogi: interrupted; what was fetched is kept, and the next fetch goes on from there\n"
    )
    before = set(publisher.paths()[:1])
    publisher.forget()
    done = fetch(ogi, catalogue)
    assert done.returncode == 0
    assert "(gone on with)" in done.stdout
    assert not before & set(publisher.paths())
    assert leftovers(folder / "ogi.duckdb") == []
