"""The service on its own Prefect: one deployment on schedule, and a runner that starts its runs.

A run is a process of its own, so that what months of runs leave in memory is gone with each.
"""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import GlobalConcurrencyLimitUpdate
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import (
    ConcurrencyLimitConfig,
    ConcurrencyLimitStrategy,
    State,
    StateType,
)
from prefect.exceptions import ObjectNotFound
from prefect.runner import Runner
from prefect.schedules import Cron, Interval, Schedule
from prefect.states import Crashed

from flows.errors import OgiError, UsageError
from flows.service import account, alerts
from flows.service.client import in_states, next_run, of_deployment
from flows.service.fetch import fetch
from flows.service.server import Server
from flows.service.start import Say, ScheduleRequest
from flows.web.outcome import Records

NAME = "schedule"
ONE = ConcurrencyLimitConfig(
    limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW, grace_period_seconds=120
)
"""One run at a time. One that is due while another goes on is not waited for: it would find
nothing to do. So ticks that were missed while the machine slept do not pile up."""
_POLL = 5.0
_LOOK = 0.2
_SCHEDULED = 90.0
_HORIZON = timedelta(days=99)
"""Prefect does not schedule runs that are due later."""
_END_LIMIT = 60.0
_END_WITHOUT_SERVER = 5.0
"""Seconds for the runner to end in order; a server that is gone it would ask over and over."""


def schedules(request: ScheduleRequest) -> list[Schedule]:
    """When to run. Raises ``UsageError``."""
    if request.every:
        return [Interval(request.every, timezone=request.timezone)]
    made = []
    for cron in request.crons:
        try:
            made.append(Cron(cron, timezone=request.timezone))
            _first_tick(made[-1:])  # there is none of 30 February
        except ValueError as error:
            raise UsageError(
                f"--cron {cron!r} is no schedule: it takes minute, hour, day, month and day of the"
                " week, as in '30 6 * * *'"
            ) from error
    return made


class Service:
    """The service. ``asked`` is set when it is to end."""

    def __init__(self, request: ScheduleRequest, asked: threading.Event, say: Say) -> None:
        self._request, self._asked, self._say = request, asked, say
        self._schedules = schedules(request)
        if request.alert:
            alerts.checked(request.alert)

    def run(self, server: Server) -> None:
        """Start runs as they become due, until it is asked to end.

        Raises ``OgiError`` where the server or the runner ends before.
        """
        try:
            self._run(server)
        except OgiError:
            raise
        except Exception as error:
            if server.process.poll() is None:
                raise
            raise OgiError(server.obituary()) from error  # what failed was a question to it

    def _run(self, server: Server) -> None:
        if self._request.alert:
            alerts.send_to(self._request.alert)
        else:
            alerts.send_nowhere()
        with get_client(sync_client=True) as client:
            _tidy(client)
        # A run says in a line how it ended; what Prefect says of it is kept with the run.
        os.environ["PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL"] = "CRITICAL"
        asyncio.run(self._serve(server))

    async def _serve(self, server: Server) -> None:
        runner = Runner(
            name=NAME,
            query_seconds=_POLL,
            prefetch_seconds=0,  # taken before its time, a run would meet the one before it
            limit=None,
            pause_on_shutdown=False,
        )
        deployment_id = await self._deploy(runner)
        running = asyncio.create_task(runner.start())
        try:
            await asyncio.to_thread(self._begin, deployment_id, server)
            while not (self._asked.is_set() or running.done() or server.process.poll() is not None):
                await asyncio.sleep(_LOOK)
            asked, died = self._asked.is_set(), server.process.poll() is not None
            if asked:
                self._say("ending")
        finally:
            is_there = server.process.poll() is None
            limit = _END_LIMIT if is_there else _END_WITHOUT_SERVER
            reason = await _end(runner, running, limit)
        if died and not asked:
            raise OgiError(server.obituary())
        if not asked:
            raise OgiError(f"the runner of Prefect ended: {reason}; see {server.log}")

    async def _deploy(self, runner: Runner) -> UUID:
        request = self._request
        places = {"sources": request.sources, "archive": request.archive, "db": request.db}
        return await runner.aadd_flow(
            fetch,
            name=NAME,
            schedules=list(self._schedules),
            concurrency_limit=ONE,
            parameters={name: str(path.absolute()) for name, path in places.items()},
            paused=False,
        )

    def _begin(self, deployment_id: UUID, server: Server) -> None:
        """Say what was started, and have a first pass run at once, if so."""
        self._say(f"runs, their logs and artifacts: {server.address}")
        due = self._next(deployment_id, server)
        if due is None:
            return
        self._say(f"next run {account.told(due)}; Ctrl-C ends this")
        unfinished = Records(self._request.archive).has_unfinished()
        if unfinished:
            self._say("the last pass was not ended; it is gone on with now")
        if unfinished or self._request.now:
            with get_client(sync_client=True) as client:
                client.create_flow_run_from_deployment(deployment_id)

    def _next(self, deployment_id: UUID, server: Server) -> datetime | None:
        """When the first run is due; nothing where the service is asked to end meanwhile.

        Raises ``OgiError`` where the server, which needs some seconds for that, schedules none.
        """
        due = _first_tick(self._schedules)
        if due and due - datetime.now(UTC) > _HORIZON:
            return due
        end = time.monotonic() + _SCHEDULED
        while time.monotonic() < end and not self._asked.is_set():
            if when := next_run(deployment_id):
                return when
            time.sleep(_LOOK)
        if self._asked.is_set():
            return None
        raise OgiError(f"{server.log}: the Prefect server scheduled no run in {_SCHEDULED:.0f} s")


def _first_tick(schedules: Sequence[Schedule]) -> datetime | None:
    """When the first of these is due that are told by cron."""
    from prefect.server.schemas.schedules import CronSchedule

    made = [CronSchedule(cron=one.cron, timezone=one.timezone) for one in schedules if one.cron]
    return min((asyncio.run(one.get_dates(1))[0] for one in made), default=None)


async def _end(runner: Runner, running: asyncio.Task[None], limit: float) -> str:
    """End the runner, and with it a pass; returns what went wrong with it, if anything."""
    with suppress(Exception):
        if not running.done():
            async with asyncio.timeout(limit):
                await runner.astop()
                await running
    if running.done() and not running.cancelled() and (error := running.exception()):
        return str(error)
    running.cancel()
    return "it gave no reason"


def _tidy(client: SyncPrefectClient) -> None:
    """Bring what a service left that was killed into order: its runs are at an end, those that
    it missed are not run, and none of them holds the place of the one run that there may be."""
    try:
        found = client.read_deployment_by_name(f"{fetch.name}/{NAME}")
    except ObjectNotFound:
        return
    states = (
        StateType.SCHEDULED,
        StateType.PENDING,
        StateType.RUNNING,
        StateType.CANCELLING,
        StateType.PAUSED,
    )
    chosen = FlowRunFilter(state=in_states(*states))
    for one in client.read_flow_runs(
        flow_run_filter=chosen, deployment_filter=of_deployment(found.id)
    ):
        if one.state_type == StateType.SCHEDULED:
            client.delete_flow_run(one.id)
        else:
            ended: State[Any] = Crashed(message="the service was killed while it ran")
            client.set_flow_run_state(one.id, ended, force=True)
    if limit := found.global_concurrency_limit:
        emptied = GlobalConcurrencyLimitUpdate(active_slots=0)
        client.update_global_concurrency_limit(limit.name, emptied)
