"""Every verb explains itself, with an example."""

from __future__ import annotations

import re
from importlib.metadata import version

import pytest

from flows.cli.main import app

from .conftest import Run

CONTRACT = {"ingest", "extract", "explain", "check", "sql", "export"}
DOCUMENTED = {
    command.callback.__name__: (command.callback.__doc__ or "").splitlines()[0]
    for command in app.registered_commands
    if command.callback
}
OTHERS = [
    pytest.param(verb, marks=pytest.mark.slow) for verb in sorted(set(DOCUMENTED) - {"ingest"})
]


def test_the_verbs_of_the_contract_are_there(ogi: Run) -> None:
    assert set(DOCUMENTED) >= CONTRACT
    done = ogi("--help")
    assert (done.returncode, done.stderr) == (0, "")
    words = set(re.findall(r"[a-z]+", done.stdout))
    assert words >= set(DOCUMENTED)


@pytest.mark.parametrize("verb", ["ingest", *OTHERS])
def test_a_verb_has_help_with_an_example(ogi: Run, verb: str) -> None:
    done = ogi(verb, "--help", COLUMNS="200")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(rf"Usage: .* {verb} \[OPTIONS\]", done.stdout)
    assert f"Example: ogi {verb} " in done.stdout
    assert len(DOCUMENTED[verb]) > 20
    assert DOCUMENTED[verb] in done.stdout


def test_version(ogi: Run) -> None:
    done = ogi("--version")
    assert (done.returncode, done.stdout) == (0, f"ogi {version('ogi')}\n")
