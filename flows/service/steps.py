"""Steps of the pipeline as Prefect tasks, and their errors as sentences."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.task_runners import ThreadPoolTaskRunner

from flows.errors import OgiError

_T = TypeVar("_T")


def _is_unexpected(record: logging.LogRecord) -> bool:
    """An error that a user can act on is told in one sentence, not with a traceback."""
    return not (record.exc_info and isinstance(record.exc_info[1], OgiError))


for _name in ("prefect.flow_runs", "prefect.task_runs"):
    logging.getLogger(_name).addFilter(_is_unexpected)


def side_by_side() -> Any:
    """A runner of tasks in threads, one for each processor: workers do the work."""
    return ThreadPoolTaskRunner(max_workers=os.cpu_count())


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
