"""The Prefect flow on a server of its own: the same result, and a summary as an artifact.

Prefect is imported where it is used, so that a run of the fast tests alone does not pay for it.
"""

from __future__ import annotations

import gc
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast
from uuid import UUID

import pytest

from flows.errors import OgiError
from tests.generator import corpus

from .conftest import Published
from .support import (
    COMMAND,
    SAMPLES,
    ask,
    content,
    faults,
    fingerprint,
    ingest,
    is_sentence,
    leftovers,
    write,
)

if TYPE_CHECKING:
    from prefect.artifacts import Artifact
    from prefect.client.schemas.objects import FlowRun

# Prefect's clients leave their sockets to the garbage collector, which is a warning at a moment
# of its own choosing; ``collected`` makes it come while this filter holds.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
]


@pytest.fixture(scope="module", autouse=True)
def server() -> Iterator[str]:
    """A Prefect server for these tests, the only ones that need one; its address."""
    from prefect.settings import PREFECT_API_URL
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield str(PREFECT_API_URL.value())


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    yield
    gc.collect()


def run_flow(db: Path, *sources: Path | str) -> None:
    """Run the flow as a program does."""
    from flows.service.ingest import ingest as flow

    flow([str(source) for source in sources], str(db))


def flow_runs() -> list[FlowRun]:
    """Runs of the flow ``ingest``, the last one first."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowFilter, FlowFilterName
    from prefect.client.schemas.sorting import FlowRunSort

    with get_client(sync_client=True) as client:
        return client.read_flow_runs(
            flow_filter=FlowFilter(name=FlowFilterName(any_=["ingest"])),
            sort=FlowRunSort.START_TIME_DESC,
        )


def task_states(run: UUID) -> dict[str, str | None]:
    """States of the task runs of a flow run, by the step's name."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId

    with get_client(sync_client=True) as client:
        of_run = FlowRunFilter(id=FlowRunFilterId(any_=[run]))
        tasks = client.read_task_runs(flow_run_filter=of_run)
    return {task.name.rpartition("-")[0]: task.state_name for task in tasks}


def test_the_flow_gives_what_the_plain_run_gives(published: Published, tmp_path: Path) -> None:
    db = tmp_path / "ogi.duckdb"
    run_flow(db, SAMPLES)
    assert content(db) == content(published.db)
    assert faults(db) == []
    assert leftovers(db) == []
    run = flow_runs()[0]
    assert run.state_name == "Completed"
    steps = ("list_documents", "make_plan", "prepare_build", "extract_batch", "load_and_publish")
    assert task_states(run.id) == dict.fromkeys(steps, "Completed")

    before = fingerprint(db)
    run_flow(db, SAMPLES)
    assert fingerprint(db) == before
    assert set(task_states(flow_runs()[0].id)) == {"list_documents", "make_plan"}


def test_many_documents_are_read_in_batches(tmp_path: Path) -> None:
    for name, text, *_ in corpus(60, seed=5):
        write(tmp_path / "in" / f"{name}.txt", text)
    ingest(tmp_path / "plain.duckdb", tmp_path / "in")
    run_flow(tmp_path / "flow.duckdb", tmp_path / "in")
    assert ask(tmp_path / "flow.duckdb", "SELECT count(*) FROM report") == [(60,)]
    assert content(tmp_path / "flow.duckdb") == content(tmp_path / "plain.duckdb")


def latest_artifact(key: str) -> Artifact:
    from prefect.artifacts import Artifact

    artifact = cast("Artifact | None", Artifact.get(key))
    assert artifact is not None
    return artifact


def test_the_summary_is_an_artifact(tmp_path: Path) -> None:
    db, empty = tmp_path / "ogi.duckdb", write(tmp_path / "empty.txt", "")
    run_flow(db, SAMPLES, empty, tmp_path / "missing.txt")
    artifact = latest_artifact("ingest-summary")
    assert artifact.type == "markdown"
    assert artifact.description == f"ingest into {db}"
    lines = str(artifact.data).splitlines()
    assert lines[0] == f"# Ingest into {db}"
    assert "| documents | 6 |" in lines
    assert "| reports read | 5 |" in lines
    assert "| findings: warning | 1 |" in lines
    assert "| set aside | 2 |" in lines
    assert f"| {empty} | the file is empty |" in lines
    assert f"| {tmp_path}/missing.txt | there is no such file or folder |" in lines


def test_a_run_that_fails_is_a_failed_run(tmp_path: Path) -> None:
    db = tmp_path / "ogi.duckdb"
    db.write_bytes(b"not a database")
    with pytest.raises(OgiError, match="it is not a DuckDB database"):
        run_flow(db, SAMPLES)
    assert db.read_bytes() == b"not a database"
    assert flow_runs()[0].state_name == "Failed"


def command(
    server: str, tmp_path: Path, *arguments: Path | str
) -> subprocess.CompletedProcess[str]:
    """The command where a Prefect server is configured."""
    return subprocess.run(
        [*COMMAND, "ingest", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PREFECT_API_URL": server, "PREFECT_HOME": str(tmp_path / "home")},
    )


def test_the_command_goes_through_the_flow_where_a_server_is_configured(
    server: str, published: Published, tmp_path: Path
) -> None:
    db, earlier = tmp_path / "ogi.duckdb", {run.id for run in flow_runs()}
    done = command(server, tmp_path, SAMPLES, "--db", db)
    assert (done.returncode, done.stdout) == (
        0,
        f"5 documents, 5 new, 5 reports read; findings: 1 warning; published {db}\n",
    )
    assert "Traceback" not in done.stderr
    assert content(db) == content(published.db)
    assert [run.state_name for run in flow_runs() if run.id not in earlier] == ["Completed"]


def test_the_command_can_do_without_the_flow(server: str, tmp_path: Path) -> None:
    earlier = len(flow_runs())
    done = command(server, tmp_path, SAMPLES, "--db", tmp_path / "ogi.duckdb", "--no-flow")
    assert (done.returncode, done.stderr) == (0, "")
    assert len(flow_runs()) == earlier


def test_an_error_in_the_flow_is_one_sentence_on_the_screen(server: str, tmp_path: Path) -> None:
    missing = tmp_path / "missing.txt"
    done = command(server, tmp_path, missing, "--db", tmp_path / "ogi.duckdb")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    own = [line for line in done.stderr.splitlines() if line.startswith("ogi: ")]
    assert len(own) == 1
    assert is_sentence(own[0])
    assert f"{missing}: there is no such file or folder" in own[0]
