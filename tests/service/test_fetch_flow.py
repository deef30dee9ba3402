"""The flow ``fetch`` on a server of its own: tries again what may pass, and says how it ended."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from flows.web.archive import open_archive
from tests.flows.support import content, fingerprint, leftovers, write
from tests.web.place import Place, Reports, publish
from tests.web.site import Reply, Site

# As for the other flow: Prefect's clients leave their sockets to the garbage collector.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
]


@pytest.fixture(scope="module", autouse=True)
def server() -> Iterator[None]:
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=180):
        yield


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    yield
    gc.collect()


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries follow each other within seconds."""
    from flows.service import fetch as module

    quick = module.attempt.with_options(retry_delay_seconds=[2, 4])
    monkeypatch.setattr(module, "attempt", quick)


def run(place: Place) -> Any:
    """Run the flow as a program does; returns the state that it ended in."""
    from flows.service.fetch import fetch

    places = {"sources": place.folder / "sources", "archive": place.archive, "db": place.db}
    return fetch(**{name: str(path) for name, path in places.items()}, return_state=True)


def test_the_flow_gives_what_the_plain_pass_gives(
    place: Place, publisher: Site, reports: Reports
) -> None:
    place.source("one", publish(publisher, reports, *reports))
    state = run(place)
    assert (state.name, state.message) == (
        "Completed",
        "1 source: 6 fetched; documents: 5 new; 6 requests",
    )
    plain = Place(place.folder / "plain")
    for path in (place.folder / "sources").iterdir():
        write(plain.folder / "sources" / path.name, path.read_text(encoding="utf-8"))
    plain.fetch()
    assert content(place.db) == content(plain.db)
    assert leftovers(place.db) == []
    before = fingerprint(place.db)
    assert run(place).message == "1 source: 6 unchanged; documents: none new; 6 requests"
    assert fingerprint(place.db) == before


@pytest.mark.usefixtures("soon")
def test_an_archive_that_another_pass_holds_is_tried_again(
    place: Place, publisher: Site, reports: Reports
) -> None:
    place.source("one", publish(publisher, reports, "xinyang"))
    held, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        with open_archive(place.archive):
            held.set()
            let_go.wait(60)

    other = threading.Thread(target=hold)
    other.start()
    assert held.wait(60)
    threading.Timer(3.0, let_go.set).start()
    state = run(place)
    other.join()
    assert state.name == "Completed", state.message
    assert place.ask("SELECT count(*) FROM report") == [(1,)]


@pytest.mark.usefixtures("soon")
def test_an_archive_that_stays_held_fails_in_a_sentence(
    place: Place, publisher: Site, reports: Reports
) -> None:
    place.source("one", publish(publisher, reports, "xinyang"))
    with open_archive(place.archive):
        state = run(place)
    sentence = f"{place.archive}: another fetch is writing to this archive (process {os.getpid()})"
    assert (state.name, state.message) == ("Failed", sentence)
    assert publisher.asked == []


def test_a_wrong_catalogue_is_not_tried_again(place: Place) -> None:
    wrong = write(place.folder / "sources" / "wrong.toml", 'name = "A"\nlist = []')
    began = datetime.now(UTC)
    state = run(place)
    assert (state.name, state.message) == ("Failed", f"{wrong}: list: there is no such key")
    assert (datetime.now(UTC) - began).total_seconds() < 50


def test_a_pass_that_brings_nothing_at_all_fails(place: Place, publisher: Site) -> None:
    publisher.pages["/"] = Reply(500)
    place.source("one", publisher.url("/"))
    state = run(place)
    assert (state.name, state.message) == ("Failed", "nothing could be fetched")
    assert place.journal("SELECT count(*) FROM pass") == [(1,)], "it is not tried again"


def test_a_run_whose_time_was_passed_over_does_nothing(
    place: Place, publisher: Site, reports: Reports, monkeypatch: pytest.MonkeyPatch
) -> None:
    from prefect.runtime import flow_run

    place.source("one", publish(publisher, reports, "xinyang"))
    early = datetime.now(UTC)
    place.fetch()
    publisher.forget()
    monkeypatch.setattr(flow_run, "scheduled_start_time", early, raising=False)
    assert run(place).name == "Skipped"
    assert publisher.asked == []


def test_a_series_of_failures_is_told_once(place: Place) -> None:
    """With Prefect's own list of events in place of what sends them on."""
    from prefect.events.clients import AssertingEventsClient
    from prefect.events.worker import EventsWorker

    from flows.service.alerts import tell
    from flows.web.outcome import FailingHost, Records

    records = Records(place.folder)

    def told(*hosts: tuple[str, int]) -> list[str]:
        return [one.host for one in tell(records, [FailingHost(*h, "no") for h in hosts])]

    EventsWorker.set_client_override(AssertingEventsClient)
    try:
        assert told(("a", 2), ("b", 1)) == []
        assert told(("a", 3), ("b", 2)) == ["a"]
        assert told(("a", 4), ("b", 3)) == ["b"]
        assert told(("a", 5), ("b", 4)) == []
        assert told(("b", 5)) == [], "a answered"
        assert told(("a", 3), ("b", 6)) == ["a"], "another series"
        assert told(("a", 4), ("b", 3)) == ["b"], "b answered in a pass of somebody else"
    finally:
        EventsWorker.set_client_override(None)
