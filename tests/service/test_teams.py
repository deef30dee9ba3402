"""``prefect.yaml`` for real: server, work pool, both deployments, worker, and a run of each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.service import server
from tests.flows.support import AGENCIES, SAMPLES, ask
from tests.web.place import Place, Reports, publish
from tests.web.site import Site, site

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
PREFECT = (sys.executable, "-m", "prefect", "--no-prompt")


class Team:
    """A Prefect of a team's own; ``ogi`` knows of it by the environment alone."""

    def __init__(self, folder: Path) -> None:
        (folder / "home").mkdir(parents=True)
        socket = server.listen(0)
        port = socket.getsockname()[1]
        self.environment = server.environment(folder / "home", port, os.environ)
        self.environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
        socket.close()
        self.port = port

    def begin(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*PREFECT, *arguments], env=self.environment, cwd=ROOT, start_new_session=True
        )

    def __call__(self, *arguments: str, program: tuple[str, ...] = PREFECT) -> str:
        done = subprocess.run(
            [*program, *arguments],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def inspect(self, deployment: str) -> Any:
        return json.loads(self("deployment", "inspect", deployment, "--output", "json"))


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    one = Team(tmp_path / "team")
    serving = one.begin("server", "start", "--port", str(one.port))
    try:
        running = server.Server(serving, f"http://{server.HOST}:{one.port}", tmp_path)
        assert running.wait(threading.Event())
        yield one
    finally:
        serving.terminate()
        serving.wait(60)


def test_deployments_run_on_a_work_pool(
    team: Team, place: Place, publisher: Site, reports: Reports
) -> None:
    place.source("good", publish(publisher, reports, "xinyang"))
    team("work-pool", "create", "ogi", "--type", "process")
    team("deploy", "--all")
    fetch = team.inspect("fetch/daily")
    crons = {one["schedule"]["cron"]: one["schedule"]["timezone"] for one in fetch["schedules"]}
    assert set(crons.values()) == {"Asia/Shanghai"}
    assert len(crons) == 2
    for deployment in (fetch, team.inspect("ingest/on-demand")):
        assert deployment["global_concurrency_limit"]["limit"] == 1
        assert deployment["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"
    worker = team.begin("worker", "start", "--pool", "ogi")
    try:
        places = {"sources": place.folder / "sources", "archive": place.archive, "db": place.db}
        run(team, "fetch/daily", **{name: str(path) for name, path in places.items()})
        assert place.ask("SELECT agency_name FROM report") == [(AGENCIES["xinyang"],)]
        other = place.folder / "other.duckdb"
        run(team, "ingest/on-demand", sources=[str(SAMPLES)], db=str(other))
        assert ask(other, "SELECT count(*) FROM report") == [(5,)]
        fails_and_is_told(team, place.folder / "missing")
    finally:
        worker.terminate()
        worker.wait(60)


def run(team: Team, deployment: str, **parameters: object) -> None:
    """Run a deployment to its end."""
    text = json.dumps(parameters)
    said = team("deployment", "run", deployment, "--params", text, "--watch")
    assert "'Completed'" in said


def fails_and_is_told(team: Team, missing: Path) -> None:
    """A run that fails is told to a webhook, once the Prefect was asked to."""
    with site("127.0.0.4") as receiver:
        receiver.pages["/alert"] = "thanks"
        team(receiver.url("/alert"), program=(sys.executable, "-m", "flows.service.alerts"))
        team("deployment", "run", "fetch/daily", "--param", f"sources={missing}")
        end = time.monotonic() + 120
        while not receiver.asked and time.monotonic() < end:
            time.sleep(0.2)
        (alert,) = (json.loads(asked.body) for asked in receiver.asked)
        assert alert["event"] == "prefect.flow-run.Failed"
        assert alert["text"].endswith(
            f": Failed: {missing}/settings.toml: there is no such file; it needs at least `contact`"
        )
