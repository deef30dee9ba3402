"""The process of the service's own Prefect server."""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from typing import Any

import flows.service  # noqa: F401 - before Prefect

_GRACE = 5.0


def serve(handle: int, port: int) -> None:
    """Serve Prefect on the socket ``handle`` until the other side of standard input is closed."""
    import uvicorn
    from prefect.server.api.server import create_app
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    app: Any = create_app(final=True)
    # A page elsewhere whose name leads to loopback is not to reach it through a browser; by the
    # last name the server calls itself.
    names = ["127.0.0.1", "localhost", "prefect-in-memory"]
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=names)
    config = uvicorn.Config(
        app, port=port, log_level="warning", lifespan="on", timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(config)

    def end_with_parent() -> None:
        sys.stdin.buffer.read()
        server.should_exit = True
        time.sleep(_GRACE)
        os._exit(1)

    threading.Thread(target=end_with_parent, daemon=True).start()
    server.run(sockets=[socket.socket(fileno=handle)])
