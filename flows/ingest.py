"""The Prefect flow ``ingest``: the pipeline's steps as tasks, its summary as an artifact.

This is the only module that knows Prefect.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("DO_NOT_TRACK", "1")

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.task_runners import ThreadPoolTaskRunner

from flows import pipeline
from flows.errors import OgiError
from flows.pipeline import Request, Summary
from flows.records import Web
from flows.summary import as_markdown

_T = TypeVar("_T")


def _is_unexpected(record: logging.LogRecord) -> bool:
    """An error that a user can act on is told in one sentence, not with a traceback."""
    return not (record.exc_info and isinstance(record.exc_info[1], OgiError))


for _name in ("prefect.flow_runs", "prefect.task_runs"):
    logging.getLogger(_name).addFilter(_is_unexpected)


class TaskSteps:
    """Steps as Prefect tasks; a task is a whole batch, so that there are few of them."""

    def call(self, step: Callable[..., _T], *args: Any) -> _T:
        """Run one step as a task."""
        return self._task(step)(*args)  # type: ignore[no-any-return]

    def map(self, step: Callable[[Any], _T], items: Sequence[Any]) -> Iterable[_T]:
        """Run one task per item, side by side, results in order."""
        runs = [self._task(step).submit(item) for item in items]
        return (run.result() for run in runs)

    @staticmethod
    def _task(step: Callable[..., _T]) -> Any:
        name = getattr(step, "__name__", "step")

        def run(*args: Any) -> _T:
            return step(*args)

        wrap: Any = task(name=name, cache_policy=NO_CACHE, persist_result=False)
        return wrap(run)


@flow(
    name="ingest",
    task_runner=ThreadPoolTaskRunner(max_workers=os.cpu_count()),  # type: ignore[arg-type]
    validate_parameters=False,
    persist_result=False,
)
def ingest(
    sources: Sequence[str],
    db: str,
    corrections: str | None = None,
    catalogue: str = str(Web().catalogue),
    archive: str = str(Web().archive),
) -> Summary:
    """Bring the database ``db`` up to date with files, folders, globs and addresses, and with a
    file of ``corrections``, by default that beside it. What addresses give is kept in an
    ``archive``; the ``catalogue`` has the settings for them."""
    chosen = Path(corrections) if corrections else None
    web = Web(Path(catalogue), Path(archive))
    request = Request(tuple(sources), Path(db), corrections=chosen, web=web)
    summary = pipeline.ingest(request, TaskSteps())
    create_markdown_artifact(
        key="ingest-summary", markdown=as_markdown(summary), description=f"ingest into {db}"
    )
    return summary
