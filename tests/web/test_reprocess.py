"""``ogi reprocess`` with a raw archive: what was fetched is read anew, also what sites changed."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from flows.reprocess import Reprocess, reprocess
from tests.cli.conftest import Run
from tests.cli.conftest import environment as environment  # noqa: PLC0414 - a fixture
from tests.cli.conftest import ogi as ogi  # noqa: PLC0414 - a fixture
from tests.cli.screen import read_table
from tests.flows.older import as_read_before
from tests.flows.support import content, write

from .place import Place, Reports, publish
from .site import Site


def packed(**members: str) -> bytes:
    """A ZIP archive of pages."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in members.items():
            archive.writestr(f"{name}.html", text)
    return file.getvalue()


def test_all_that_was_ever_fetched_is_read_from_the_archive(
    place: Place, publisher: Site, reports: Reports
) -> None:
    place.source("one", publish(publisher, reports, "xinyang", "xixia"))
    publisher.pages["/xixia.html"] = '<html>主动公开 <a href="/all.zip">附件下载</a></html>'
    publisher.pages["/all.zip"] = packed(a=reports["xixia"], b=reports["youhao"])
    place.fetch()
    publisher.pages["/xinyang.html"] = reports["xinyang"].replace("389", "390")
    publisher.pages["/all.zip"] = packed(a=reports["xixia"])
    place.fetch()
    rows = content(place.db)
    assert len(place.ask("SELECT 1 FROM report")) == 4
    as_read_before(place.db)
    done = reprocess(Reprocess(place.db, place.archive))
    assert (done.chosen, done.missing) == (5, ())
    assert content(place.db) == rows


def test_the_verb_shows_what_changed_and_names_what_is_lost(
    place: Place, publisher: Site, reports: Reports, ogi: Run
) -> None:
    place.source("one", publish(publisher, reports, "xinyang"))
    place.fetch()
    file = write(place.folder / "youhao.html", reports["youhao"])
    done = ogi("ingest", file, "--db", place.db)
    assert done.returncode == 0
    as_read_before(place.db)
    file.unlink()
    changes = place.folder / "changes.csv"
    where = ("--db", place.db, "--archive", place.archive)
    dry = ogi("reprocess", *where, "--dry-run")
    assert dry.stdout.endswith("; nothing was published\n")
    done = ogi("reprocess", *where, "--changes", changes)
    assert done.returncode == 3
    assert done.stderr == (
        f"ogi: {file}: its bytes are no longer to be had; it stays as version 0.0.9 read it\n"
    )
    *_, first, second = done.stdout.splitlines()
    assert first == (
        "1 of 2 documents read anew (1 of them by an earlier run); 1 no longer to be had"
    )
    assert second == (
        f"3 cells differ in 1 reports; findings: 0 came, 1 went; published {place.db}"
    )
    head, *rows = read_table("\n".join(done.stdout.splitlines()[:-2]))
    assert head == ["agency", "year", "cell", "label", "old", "new"]
    assert ["applications.granted.total", "(一)予以公开 × 总计", "7", "0"] in [r[2:] for r in rows]
    assert len(changes.read_text(encoding="utf-8").splitlines()) == 4
    again = ogi("reprocess", "--db", place.db, "--archive", place.archive)
    assert again.returncode == 1
    assert "published" not in again.stdout.replace("nothing was published", "")


def test_there_is_no_archive(ogi: Run, place: Place, publisher: Site, reports: Reports) -> None:
    file = write(place.folder / "youhao.html", reports["youhao"])
    assert ogi("ingest", file, "--db", place.db).returncode == 0
    done = ogi("reprocess", "--db", place.db, "--archive", Path("none"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (f"1 documents, all read by this version: {place.db} stays as it is\n")
