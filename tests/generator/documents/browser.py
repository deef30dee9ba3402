"""Chromium prints pages of HTML as PDF files, any number of them in one run."""

from __future__ import annotations

import base64
import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Any

BROWSER = "chromium"
_OPTIONS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--remote-debugging-pipe", "about:blank"),
)
_SECONDS = 300
"""A run that takes longer is ended."""
_TALKING = 'exec 3<&0 4>&1 </dev/null >/dev/null; exec "$@"'
"""The browser reads commands from the file 3 and writes answers to 4."""
_MOST = 1 << 20


class BrowserError(RuntimeError):
    """The browser ended, or did not do what it was asked."""


class _Tab:
    """A page of a browser, which takes commands and tells of events through pipes: JSON, each
    followed by a zero byte."""

    def __init__(self, commands: int, answers: int) -> None:
        self._commands, self._answers = commands, answers
        self._read = b""
        self._number = 0
        self._session: dict[str, str] = {}
        target = self.call("Target.createTarget", {"url": "about:blank"})["targetId"]
        attached = self.call("Target.attachToTarget", {"targetId": target, "flatten": True})
        self._session = {"sessionId": attached["sessionId"]}
        self.call("Page.enable", {})

    def call(self, method: str, parameters: Mapping[str, Any], event: str = "") -> Any:
        """What a command gives, once it is done and the event, if any is named, has come."""
        self._number += 1
        command = {"id": self._number, "method": method, "params": parameters, **self._session}
        os.write(self._commands, json.dumps(command).encode() + b"\0")
        result, waiting = None, bool(event)
        while result is None or waiting:
            message = self._next()
            if message.get("id") == self._number:
                if "error" in message:
                    raise BrowserError(f"{method}: {message['error']}")
                result = message["result"]
            waiting = waiting and message.get("method") != event
        return result

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._read:
            more = os.read(self._answers, _MOST)
            if not more:
                raise BrowserError("the browser has ended")
            self._read += more
        message, _, self._read = self._read.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found


def print_with_browser(pages: Mapping[Path, bool], folder: Path) -> None:
    """Turn HTML pages into PDF files of the same names in a folder; each with whether title,
    address and page numbers are printed around its pages."""
    with _tab(folder / "browser") as tab:
        for page, furniture in pages.items():
            tab.call("Page.navigate", {"url": page.as_uri()}, "Page.loadEventFired")
            looks = {"displayHeaderFooter": furniture, "preferCSSPageSize": True}
            printed = tab.call("Page.printToPDF", looks)["data"]
            (folder / f"{page.stem}.pdf").write_bytes(base64.b64decode(printed))


@contextmanager
def _tab(profile: Path) -> Iterator[_Tab]:
    """A page of a browser that is started here and ended behind."""
    process = subprocess.Popen(
        [*("sh", "-c", _TALKING, "sh", BROWSER), f"--user-data-dir={profile}", *_OPTIONS],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    limit = Timer(_SECONDS, process.kill)
    limit.start()
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            tab = _Tab(process.stdin.fileno(), process.stdout.fileno())
            yield tab
            tab.call("Browser.close", {})
            process.wait()
        finally:
            limit.cancel()
            process.kill()
