"""The service's own Prefect server: a process that ends with this one, whatever happens to it."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

from flows.errors import OgiError, UsageError

HOST = "127.0.0.1"
PORT = 4201
"""The port, where it is free and none is given: the one after that of a Prefect of the user's."""
PASSWORD = "PREFECT_SERVER_API_AUTH_STRING"
_START_LIMIT = 180.0
_GRACE = 8.0
_BEGIN = (
    "import sys; sys.path[:] = {path!r};"
    " from flows.service.serving import serve; serve({handle}, {port})"
)


def listen(port: int | None) -> socket.socket:
    """A socket on loopback; without ``port`` on ``PORT``, or another where that is taken.

    Raises ``UsageError`` where a given port cannot be had.
    """
    for number in (PORT, 0) if port is None else (port,):
        try:
            return socket.create_server((HOST, number))
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or str(error)
    raise UsageError(f"port {port} of {HOST} cannot be listened on: {reason.lower()}")


def environment(home: Path, port: int, outside: Mapping[str, str]) -> dict[str, str]:
    """The variables of an own Prefect in ``home``, instead of those of a Prefect of the user's.

    Of those outside only a password is kept: on a machine with other users it keeps them out.
    """
    kept = {name: value for name, value in outside.items() if not name.startswith("PREFECT_")}
    own = {
        "PREFECT_HOME": str(home),
        "PREFECT_PROFILES_PATH": str(home / "profiles.toml"),
        "PREFECT_API_URL": f"http://{HOST}:{port}/api",
        "PREFECT_UI_URL": f"http://{HOST}:{port}",
        "PREFECT_API_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{home / 'prefect.db'}",
        "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(home / "ui"),
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": f"http://{HOST}:{port},http://localhost:{port}",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
        # What is older than three months is deleted: the service is meant to run for years.
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
        # The server keeps the log of runs; the terminal is told what is wrong.
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "WARNING",
    }
    if password := outside.get(PASSWORD):
        own |= {PASSWORD: password, "PREFECT_API_AUTH_STRING": password}
    return kept | own


class Server:
    """A running server. ``log`` is where it says what goes wrong."""

    def __init__(self, process: subprocess.Popen[bytes], address: str, log: Path) -> None:
        self.process, self.address, self.log = process, address, log

    def wait(self, asked: threading.Event) -> bool:
        """Wait until it answers; returns whether it did before one ``asked`` to end.

        Raises ``OgiError`` where it ends before, or never answers.
        """
        end = time.monotonic() + _START_LIMIT
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise OgiError(self.obituary())
            with contextlib.suppress(OSError), _open(f"{self.address}/api/health"):
                return True
            if asked.wait(0.1):
                return False
        raise OgiError(f"{self.log}: the Prefect server did not answer in {_START_LIMIT:.0f} s")

    def obituary(self) -> str:
        """A sentence that says how it ended."""
        code = self.process.wait()
        how = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
        return f"the Prefect server {how}; its log is {self.log}"


def _open(address: str) -> contextlib.AbstractContextManager[object]:
    # No proxy of the environment stands between this process and its own server.
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    return contextlib.closing(direct.open(address, timeout=5))


@contextlib.contextmanager
def running(home: Path, listening: socket.socket) -> Iterator[Server]:
    """A server on this socket, beginning; its variables are those of this process."""
    port = listening.getsockname()[1]
    log = home / "server.log"
    code = _BEGIN.format(path=sys.path, handle=listening.fileno(), port=port)
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", code],
            stdin=subprocess.PIPE,
            stdout=file,
            stderr=file,
            pass_fds=[listening.fileno()],
            start_new_session=True,  # Ctrl-C is for this process, which ends it in its turn
        )
    listening.close()
    try:
        yield Server(process, f"http://{HOST}:{port}", log)
    finally:
        assert process.stdin is not None
        with contextlib.suppress(OSError):
            process.stdin.close()  # which it takes as the sign to end
        try:
            process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
