"""``ogi schedule`` for real: its server, its runs, its alerts and its end."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.screen import only_sentence
from tests.flows.support import content, leftovers, write
from tests.web.place import Place, Reports, publish
from tests.web.site import Asked, Reply, Site, site

from .running import Service, places, service

pytestmark = pytest.mark.slow
NEVER = ("--cron", "17 6 29 2 *")
"""A schedule with no tick within a test."""


def no_reply(_: Asked) -> Reply:
    """A connection that ends without a reply."""
    return Reply(raw=lambda connection: connection.close())


def alerts(receiver: Site) -> list[dict[str, str]]:
    """What came to the receiver of alerts."""
    return [json.loads(asked.body) for asked in receiver.asked]


def test_left_running_over_several_ticks(
    place: Place, publisher: Site, reports: Reports, ogi: Run
) -> None:
    """Runs are on record, their artifacts are there, a host that fails is told of once, a second
    service is refused, and Ctrl-C ends everything."""
    place.source("good", publish(publisher, reports, "xinyang", "xigong"))
    with site("127.0.0.3") as broken, site("127.0.0.4") as receiver:
        broken.pages |= {"/robots.txt": no_reply, "/": no_reply}
        place.source("bad", broken.url("/"))
        receiver.pages["/alert"] = "thanks"
        options = ("--every", "5s", "--alert", receiver.url("/alert"))
        with service(place.folder, *options) as one:
            one.wait_for("completed: 2 sources", times=4)
            assert one.states().count("Completed") >= 3  # the last one is about to be noted
            # A tick within a pass is dropped, whether it meets the limit or comes too late.
            dropped = {"Cancelled", "Skipped", "Late"}
            assert set(one.states()) <= {"Completed", "Running", "Pending"} | dropped
            summary = str(one.artifacts("fetch-summary")[-1]["data"])
            assert "| documents new | 2 |" in summary
            assert "| reports read | 2 |" in summary
            assert re.search(
                r"\| next run \| 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d Asia/Shanghai \|", summary
            )
            rows = json.loads(one.artifacts("fetch-documents")[-1]["data"])
            assert {row["address"] for row in rows} == {
                publisher.url("/xinyang.html"),
                publisher.url("/xigong.html"),
            }
            last = str(one.artifacts("fetch-summary")[0]["data"])
            assert re.search(rf"\| {re.escape(broken.host)} \| \d+ \| \S.* \|", last)
            told = alerts(receiver)
            assert [alert["event"] for alert in told] == ["ogi.host.failing"]
            assert told[0]["text"].startswith(f"{broken.host} failed in 3 passes in a row: ")

            second = ogi("schedule", *places(place.folder))
            assert second.returncode == 1
            assert only_sentence(second.stderr) == (
                f"{place.archive}: another ogi schedule uses it (process {one.process.pid})"
            )
            assert one.stop(signal.SIGINT) < 60
            assert one.process.returncode == 0
            assert one.left() == []
            assert one.said.splitlines()[-1] == "ended"
            assert "Traceback" not in one.said
    assert not (place.folder / "home" / ".prefect").exists()
    assert leftovers(place.db) == []


def test_a_run_that_fails_is_told_in_a_sentence_and_sent(
    place: Place, publisher: Site, reports: Reports
) -> None:
    """And so is the end of the server, which until then answers none but its own pages."""
    place.source("good", publish(publisher, reports, "xinyang"))
    with site("127.0.0.4") as receiver:
        receiver.pages["/alert"] = "thanks"
        options = (*NEVER, "--port", "0", "--alert", receiver.url("/alert"))
        with service(place.folder, *options) as one:
            one.wait_for("next run")
            wrong = write(place.folder / "sources" / "wrong.toml", 'name = "A"\nlist = []')
            sentence = f"{wrong}: list: there is no such key"
            one.begin_run()
            one.wait_for(re.escape(f"failed: {sentence}"))
            end = time.monotonic() + 30
            while not alerts(receiver) and time.monotonic() < end:
                time.sleep(0.2)
            (run,) = one.runs()
            assert alerts(receiver) == [
                {
                    "event": "prefect.flow-run.Failed",
                    "text": f"run {run['name']}: Failed: {sentence}",
                }
            ]
            assert f"**Failed**: {sentence}" in str(one.artifacts("fetch-summary")[0]["data"])
            wrong.unlink()
            one.begin_run()
            one.wait_for("completed: ")
            assert "Traceback" not in one.said
            says_so_when_its_server_ends(one, place)


def says_so_when_its_server_ends(one: Service, place: Place) -> None:
    port = int(one.address.rpartition(":")[2])
    assert asked_as("rebound.example", one.address) == 400
    assert asked_as(f"127.0.0.1:{port}", one.address) == 200
    assert asked_as(f"127.0.0.1:{port}", one.address, origin="http://elsewhere.example") == 403
    assert asked_as(f"127.0.0.1:{port}", one.address, origin=one.address) == 200
    os.kill(listening_on(one, port), signal.SIGKILL)
    one.process.wait(60)
    assert one.process.returncode == 1
    assert one.said.splitlines()[-1] == (
        "ogi: the Prefect server was killed by signal 9; its log is"
        f" {place.folder}/schedule/server.log"
    )
    assert one.left() == []


def test_killed_and_then_stopped_within_a_pass(
    place: Place, publisher: Site, reports: Reports
) -> None:
    """Neither leaves anything behind, and each time the next run goes on with the pass."""
    place.source("good", publish(publisher, reports, *reports), pause=2)
    with service(place.folder, *NEVER, "--now") as one:
        asked(one, publisher, 2)
        os.kill(one.process.pid, signal.SIGKILL)
        one.process.wait()
        assert one.left() == []
    assert not place.db.exists()
    before = len(publisher.paths())
    with service(place.folder, *NEVER) as one:
        one.wait_for("the last pass was not ended; it is gone on with now")
        asked(one, publisher, before + 1)
        assert one.states() == ["Crashed", "Running"]
        assert one.stop(signal.SIGTERM) < 60
        assert one.process.returncode == 0
        assert one.left() == []
        assert "cancelled: it was asked to end" in one.said
        assert "ERROR" not in one.said
    again = place.fetch()
    assert again.current.resumed
    assert again.tally.problems == {}
    assert publisher.paths().count(publisher.paths()[0]) == 1, "nothing is fetched twice"
    undisturbed = Place(place.folder / "undisturbed")
    shutil.copytree(place.folder / "sources", undisturbed.folder / "sources")
    undisturbed.fetch()
    assert content(place.db) == content(undisturbed.db)


def asked(one: Service, publisher: Site, times: int) -> None:
    """Wait until a pass asked for so many pages."""
    while len(publisher.paths()) < times:
        one.wait_for("next run")
        time.sleep(0.1)


def test_missed_ticks_do_not_pile_up(place: Place, publisher: Site, reports: Reports) -> None:
    """All of it stands still for many ticks, as on a machine that sleeps."""
    place.source("good", publish(publisher, reports, "xinyang"))
    with service(place.folder, "--every", "3s") as one:
        one.wait_for("completed: ")
        asleep = [one.process.pid, *one.processes()]
        for process in asleep:
            os.kill(process, signal.SIGSTOP)
        began = datetime.now(UTC)
        time.sleep(27)
        ended = datetime.now(UTC)
        for process in reversed(asleep):
            os.kill(process, signal.SIGCONT)
        one.wait_for("completed: ", times=one.said.count("completed: ") + 2)
        missed = [
            run["state_name"]
            for run in one.runs()
            if began < datetime.fromisoformat(run["expected_start_time"]) < ended
        ]
        assert len(missed) >= 7
        assert missed.count("Completed") <= 1
        assert set(missed) <= {"Completed", "Cancelled", "Skipped", "Crashed"}


def asked_as(host: str, address: str, **headers: str) -> int:
    """The status of an answer to who takes the server for this host."""
    request = urllib.request.Request(f"{address}/api/health", headers={"Host": host} | headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def listening_on(one: Service, port: int) -> int:
    """The process of a service that serves a port."""
    for process in one.processes():
        line = Path(f"/proc/{process}/cmdline").read_bytes().decode()
        if re.search(rf"serve\(\d+, {port}\)", line):
            return process
    raise AssertionError(one.said)
