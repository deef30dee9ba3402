from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.flows.support import COMMAND, SAMPLES

Run = Callable[..., subprocess.CompletedProcess[str]]
"""Runs the command with these arguments."""


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which nothing is configured."""
    home = tmp_path_factory.mktemp("home")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("OGI_", "PREFECT_"))}
    return kept | {"PREFECT_HOME": str(home / ".prefect"), "HOME": str(home)}


@pytest.fixture(scope="session")
def ogi(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The command in a process of its own, started in an empty folder."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")

    def run(
        *arguments: Path | str, cwd: Path = elsewhere, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, *map(str, arguments)],
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
            cwd=cwd,
            env=environment | variables,
        )

    return run


@pytest.fixture(scope="session")
def db(ogi: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples, ingested once by the command. Tests only read it."""
    path = tmp_path_factory.mktemp("db") / "ogi.duckdb"
    done = ogi("ingest", SAMPLES, "--db", path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        f"5 documents, 5 new, 5 reports read; findings: 1 warning; published {path}\n"
    )
    return path
