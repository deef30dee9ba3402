"""The Prefect flow ``ingest``: the pipeline's steps as tasks, its summary as an artifact."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from prefect import flow
from prefect.artifacts import create_markdown_artifact

from flows import pipeline
from flows.pipeline import Request, Summary
from flows.records import Web
from flows.service.steps import TaskSteps, side_by_side
from flows.summary import as_markdown


@flow(name="ingest", task_runner=side_by_side(), validate_parameters=False, persist_result=False)
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
