"""``ogi schedule`` as a process of its own, and questions to its Prefect."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.flows.support import COMMAND

PATIENCE = 240.0
"""Seconds after which what is waited for will not come any more, on a busy machine."""


class Service:
    """A running service. ``said`` is what it printed, in the order of printing."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path) -> None:
        self.process, self._log = process, log

    @property
    def said(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def wait_for(self, pattern: str, times: int = 1) -> list[str]:
        """Wait until it said something so many times."""
        end = time.monotonic() + PATIENCE
        while len(found := re.findall(pattern, self.said)) < times:
            assert self.process.poll() is None, self.said
            assert time.monotonic() < end, self.said
            time.sleep(0.2)
        return found

    @property
    def address(self) -> str:
        return self.wait_for(r"artifacts: (http\S+)")[0]

    def ask(self, path: str, **question: object) -> Any:
        """What the API answers to a question."""
        request = urllib.request.Request(
            f"{self.address}/api/{path}",
            data=json.dumps(question).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)

    def runs(self) -> list[Any]:
        """Runs that are not only scheduled, the first one first."""
        runs = self.ask("flow_runs/filter", sort="EXPECTED_START_TIME_ASC")
        return [run for run in runs if run["state_type"] != "SCHEDULED"]

    def begin_run(self) -> None:
        """Have a run begin that was not scheduled."""
        (deployment,) = self.ask("deployments/filter")
        self.ask(f"deployments/{deployment['id']}/create_flow_run")

    def states(self) -> list[str]:
        """States of the runs."""
        return [run["state_name"] for run in self.runs()]

    def artifacts(self, key: str) -> list[Any]:
        """Artifacts of a key, the last one first."""
        of_key = {"key": {"any_": [key]}}
        found: list[Any] = self.ask("artifacts/filter", artifacts=of_key, sort="CREATED_DESC")
        return found

    def stop(self, by: signal.Signals) -> float:
        """End it; returns the seconds that it took."""
        began = time.monotonic()
        self.process.send_signal(by)
        self.process.wait(PATIENCE)
        return time.monotonic() - began

    def processes(self) -> list[int]:
        """Processes that it began and that still run."""
        mark = f"\0OGI_SCHEDULE={self.process.pid}\0".encode()
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if mark in b"\0" + (folder / "environ").read_bytes():
                    found.append(int(folder.name))
        return sorted(found)

    def left(self) -> list[int]:
        """Such processes that do not end within some seconds."""
        end = time.monotonic() + 20
        while (found := self.processes()) and time.monotonic() < end:
            time.sleep(0.2)
        return found


@contextmanager
def service(folder: Path, *options: str) -> Iterator[Service]:
    """A service over ``folder`` as ``Place`` fills it; a later one over the same folder goes on
    where the first one ended."""
    log = folder / f"log-{time.monotonic_ns()}.txt"
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("OGI_", "PREFECT_"))}
    with log.open("wb") as file:
        process = subprocess.Popen(
            [*COMMAND, "schedule", *places(folder), *options],
            stdout=file,
            stderr=file,
            env=kept | {"HOME": str(folder / "home"), "PYTHONUNBUFFERED": "1"},
            cwd=folder,
            start_new_session=True,
        )
    one = Service(process, log)
    try:
        yield one
    finally:
        if process.poll() is None:
            one.stop(signal.SIGTERM)


def places(folder: Path) -> tuple[str, ...]:
    """Options that say where everything is; Prefect is beside the archive, on any free port."""
    names = {"sources": "sources", "archive": "archive", "db": "ogi.duckdb"}
    pairs = ((f"--{option}", str(folder / name)) for option, name in names.items())
    return tuple(part for pair in pairs for part in pair)
