"""Files that one process holds: others are told which, and none outlives the process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows import disk
from flows.errors import OgiError

HOLD = """
import sys
from pathlib import Path
from flows import disk
with disk.held(Path(sys.argv[1]), "no", "busy"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_lock_names_its_holder_and_ends_with_it(tmp_path: Path) -> None:
    lock = tmp_path / "new" / "lock"
    command = [sys.executable, "-c", HOLD, str(lock)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(OgiError) as caught, disk.held(lock, "no", "it is busy"):
            pytest.fail("two hold it")
        assert str(caught.value) == f"it is busy (process {other.pid})"
        other.kill()
    with disk.held(lock, "no", "it is busy"):
        assert lock.read_text(encoding="utf-8") == str(os.getpid())


def test_where_no_lock_can_be_made(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    held = disk.held(file / "lock", "it cannot be written", "busy")
    with pytest.raises(OgiError, match=r"^it cannot be written: file exists$"), held:
        pytest.fail("a file is no folder")
