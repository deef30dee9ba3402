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
    # Pages elsewhere are not to reach it through the browser of somebody on this machine, neither
    # by their own names that lead to loopback nor from theirs. By the last name it calls itself.
    names = ["127.0.0.1", "localhost", "prefect-in-memory"]
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=names)
    own = frozenset(f"http://{name}:{port}" for name in names[:2])
    config = uvicorn.Config(
        _for_pages_of(own, app),
        port=port,
        log_level="warning",
        lifespan="on",
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(config)

    def end_with_parent() -> None:
        sys.stdin.buffer.read()
        server.should_exit = True
        time.sleep(_GRACE)
        os._exit(1)

    threading.Thread(target=end_with_parent, daemon=True).start()
    server.run(sockets=[socket.socket(fileno=handle)])


def _for_pages_of(origins: frozenset[str], app: Any) -> Any:
    """The application, for browsers only on pages of these origins; programs name none."""
    from starlette.responses import PlainTextResponse

    async def guarded(scope: Any, receive: Any, send: Any) -> None:
        origin = dict(scope.get("headers", ())).get(b"origin", b"").decode("latin-1")
        if not origin or origin in origins:
            await app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse("not for pages elsewhere", 403)(scope, receive, send)

    return guarded
