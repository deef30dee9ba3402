"""What ``ogi schedule`` refuses before anything is started."""

from __future__ import annotations

import socket
import subprocess

import pytest

from tests.cli.conftest import Run
from tests.cli.screen import only_sentence
from tests.flows.support import write
from tests.web.place import Place

from .running import places


def refused(ogi: Run, place: Place, *options: str) -> subprocess.CompletedProcess[str]:
    place.source("one", "http://127.0.0.2:9/")
    done = ogi("schedule", *places(place.folder), *options)
    assert done.stdout == ""
    return done


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--cron", "every day"), "--cron 'every day' is no schedule: it takes minute, hour,"),
        (("--cron", "61 * * * *"), "--cron '61 * * * *' is no schedule"),
        (("--cron", "0 6 30 2 *"), "--cron '0 6 30 2 *' is no schedule"),
        (("--every", "soon"), "--every 'soon' is no time between runs: it takes 30m, 6h or 1d"),
        (("--every", "0m"), "--every '0m' is no time between runs"),
        (("--every", "6h", "--cron", "0 6 * * *"), "--every stands in for --cron"),
        (("--timezone", "Asia/Nowhere"), "--timezone 'Asia/Nowhere' is no time zone"),
        (("--timezone", "../passwd"), "--timezone '../passwd' is no time zone"),
        (("--alert", "me@example.org"), "me@example.org: alerts go to an address"),
        (("--port", "70000"), "port 70000 of 127.0.0.1 cannot be listened on"),
    ],
)
@pytest.mark.slow
def test_a_wrong_option_is_2(ogi: Run, place: Place, options: tuple[str, ...], words: str) -> None:
    done = refused(ogi, place, *options)
    assert done.returncode == 2
    assert only_sentence(done.stderr).startswith(words)


@pytest.mark.slow
def test_a_port_that_is_taken_is_2(ogi: Run, place: Place) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = refused(ogi, place, "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "address already in use" in only_sentence(done.stderr)


def test_an_error_in_the_catalogue_is_told_at_once(ogi: Run, place: Place) -> None:
    wrong = write(place.folder / "sources" / "two.toml", 'name = "A"\nlist = []')
    done = refused(ogi, place)
    assert done.returncode == 2
    assert only_sentence(done.stderr) == f"{wrong}: list: there is no such key"
    assert not place.archive.exists()
