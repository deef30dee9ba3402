"""Questions to the Prefect that is configured."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.types._datetime import DateTime


def of_deployment(deployment_id: UUID | str) -> DeploymentFilter:
    """Only what belongs to a deployment."""
    return DeploymentFilter(id=DeploymentFilterId(any_=[UUID(str(deployment_id))]))


def in_states(*states: StateType) -> FlowRunFilterState:
    """Only runs in one of these states."""
    return FlowRunFilterState(type=FlowRunFilterStateType(any_=list(states)))


def next_run(deployment_id: UUID | str) -> datetime | None:
    """When a deployment's next run is due, as far as it is scheduled already."""
    chosen = FlowRunFilter(
        state=in_states(StateType.SCHEDULED),
        expected_start_time=FlowRunFilterExpectedStartTime(after_=DateTime.now("UTC")),
    )
    with get_client(sync_client=True) as client:
        runs: list[FlowRun] = client.read_flow_runs(
            flow_run_filter=chosen,
            deployment_filter=of_deployment(deployment_id),
            sort=FlowRunSort.NEXT_SCHEDULED_START_TIME_ASC,
            limit=1,
        )
    return runs[0].expected_start_time if runs else None
