"""The Prefect flow ``fetch``: a pass over the publishers, and an account of it as artifacts.

What a pass did is in the journal of the archive, so it may be tried again at any time and goes on
where it ended; no step of it is tried again alone. Only one pass at a time can write to an archive
and only one run at a time to a database: both are locked. The limit of the deployment, one run at
a time, keeps runs that could not do anything from being started.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.exceptions import TerminationSignal
from prefect.runtime import deployment, flow_run
from prefect.states import Cancelled, Completed, Failed

from flows.errors import OgiError, UsageError
from flows.service import account, alerts, parent
from flows.service.account import Account
from flows.service.client import next_run
from flows.service.steps import TaskSteps, side_by_side
from flows.web.outcome import Outcome, Records
from flows.web.run import LONGEST, FetchRequest, FetchSummary
from flows.web.run import fetch as run
from flows.web.summary import as_line

TIME_LIMIT = LONGEST - timedelta(hours=1)
"""For a run: the next one still goes on with its pass."""
_NOTHING = Outcome({}, {}, ())


def _may_pass(_task: Any, _run: Any, state: Any) -> bool:
    """Whether another try may help: a wrong catalogue stays wrong."""
    try:
        state.result()
    except UsageError:
        return False
    except Exception:
        return True
    return False


@task(
    name="pass",
    retries=2,
    retry_delay_seconds=[60, 600],
    retry_condition_fn=_may_pass,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def attempt(request: FetchRequest) -> FetchSummary:
    """One pass, or the rest of one."""
    return run(request, TaskSteps())


@flow(
    name="fetch",
    task_runner=side_by_side(),
    timeout_seconds=TIME_LIMIT.total_seconds(),
    persist_result=False,
)
def fetch(
    sources: str = "data/sources",
    archive: str = "data/archive",
    db: str = "data/ogi.duckdb",
    names: list[str] | None = None,
    everything: bool = False,
) -> Any:
    """Pass over the catalogue ``sources``, or over those of its sources that ``names`` has, and
    bring archive and database up to date; ``everything``: also what is not due yet."""
    request = FetchRequest(Path(sources), Path(archive), Path(db), tuple(names or ()), everything)
    with parent.followed():
        try:
            state = _run(request)
        except TerminationSignal:
            state = Cancelled(message="it was asked to end; the next run goes on from there")
        except OgiError as error:
            state = Failed(message=str(error))
        except Exception as error:
            get_run_logger().exception("not foreseen")
            state = Failed(message=f"unexpected {type(error).__name__}: {error}")
        told = f"{state.name.lower()}: {state.message}"
        get_run_logger().info(told)
        if parent.is_there():
            print(f"{account.told(datetime.now(UTC))}: {told}", flush=True)
    return state


def _run(request: FetchRequest) -> Any:
    records = Records(request.archive)
    now = datetime.now(UTC)
    if records.was_passed_over(flow_run.scheduled_start_time, now):
        return Completed(name="Skipped", message="a pass that began after its time has ended")
    summary, outcome, failure = None, _NOTHING, None
    try:
        summary = attempt(request)
        outcome = records.outcome(summary.current.pass_id, account.MOST)
    except OgiError as error:
        failure = str(error)
    if summary and not summary.has_any:
        failure = "nothing could be fetched"
    hosts = records.failing_hosts()
    upcoming = next_run(deployment.id) if deployment.id else None
    _leave(Account(summary, outcome, hosts, upcoming, failure), request)
    alerts.tell(records, hosts)
    if failure:
        return Failed(message=failure)
    assert summary is not None
    return Completed(message=as_line(summary))


def _leave(one: Account, request: FetchRequest) -> None:
    about = f"fetch into {request.archive} and {request.db}"
    page = account.as_page(one)
    create_markdown_artifact(key="fetch-summary", markdown=page, description=about)
    if rows := account.as_rows(one):
        create_table_artifact(key="fetch-documents", table=rows, description=about)
