"""One polite fetch, with all that may happen; its outcome is a value."""

from __future__ import annotations

import random
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Literal, NamedTuple, Protocol

import httpcore

from flows.web import robots
from flows.web.addresses import AddressError, Guard, RefusedError, host_of, normalise
from flows.web.archive import Stored
from flows.web.bodies import ACCEPTED, BodyError, TooLargeError, expanded
from flows.web.pacing import Clock, Pace
from flows.web.transport import Timer, open_pool

Kind = Literal["fetched", "unchanged", "gone", "refused", "failed"]
_MOVED = (301, 302, 303, 307, 308)
_GONE = (404, 410)
_TRANSIENT = (408, 425, 429, 500, 502, 503, 504, 520, 522, 523, 524)
_WAITING = (429, 503)
_NO_ROBOTS = frozenset(range(400, 500)) - {429}
_EMPTY = "the reply has no content"
_DRAINED = 1 << 16
_SCRIPTED = (412, 521)
"""Statuses of a wall that lets only browsers through that run its scripts."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for a connection, for each read and for a whole fetch; bytes of a body; redirects;
    attempts, and seconds between them at first and at most."""

    connect: float = 10.0
    read: float = 20.0
    whole: float = 120.0
    size: int = 64 * 2**20
    redirects: int = 5
    attempts: int = 4
    first_wait: float = 1.0
    longest_wait: float = 60.0


class Validators(NamedTuple):
    """What a site said of a page's version, to ask whether it is still this one."""

    etag: str | None = None
    last_modified: str | None = None


NO_VALIDATORS = Validators()


class Sink(Protocol):
    """Takes a body in pieces."""

    def write(self, piece: bytes) -> object:
        """Add a piece."""

    def keep(self) -> Stored:
        """Keep what was written."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a fetch ended. ``reason`` is a sentence wherever it did not end well.

    ``address`` is the one that answered, behind redirects. ``wait`` are seconds that the host
    asked for. ``silent``: the host gave no reply, or
    one that it cannot serve pages now. ``again``: another try may help.
    """

    kind: Kind
    address: str
    reason: str | None = None
    status: int | None = None
    headers: Mapping[str, str] | None = None
    body: Stored | None = None
    requests: int = 0
    wait: float | None = None
    silent: bool = False
    again: bool = False

    def header(self, name: str) -> str | None:
        """A header of the reply, its name in lower case."""
        return (self.headers or {}).get(name)


class Host:
    """What is shared by all requests to one host: its pace and its rules."""

    def __init__(self, name: str, pace: Pace) -> None:
        self.name, self.pace = name, pace
        self.robots: robots.Robots | None = None
        self.lock = threading.Lock()


class _Memory:
    """A small body in memory."""

    def __init__(self) -> None:
        self.data = bytearray()

    def write(self, piece: bytes) -> None:
        self.data += piece[: max(0, robots.KEPT - len(self.data))]

    def keep(self) -> Stored:
        return Stored("", len(self.data), zipped=False)


class Fetcher:
    """Fetches for all threads of a run. ``place`` gives a place for a body that comes in.

    ``pause`` are the seconds between requests to a host that was not opened, as one that
    others redirect to.
    """

    def __init__(
        self,
        agent: str,
        guard: Guard,
        limits: Limits,
        place: Callable[[], AbstractContextManager[Sink]],
        clock: Clock | None = None,
        pause: float = 0.0,
    ) -> None:
        self.clock = clock or Clock()
        self._agent, self._guard, self._limits, self._place = agent, guard, limits, place
        self._timer = Timer(self.clock)
        self._pause = pause
        self._hosts: dict[str, Host] = {}
        self._pools: dict[str, httpcore.ConnectionPool] = {}
        self._elsewhere = open_pool(guard, self._timer, None, kept=False)

    def open_host(self, name: str, pause: float, connections: int = 1) -> None:
        """Keep connections to a host until it is closed, and its pace for the whole run."""
        self._host(name, pause)
        self._pools[name] = open_pool(self._guard, self._timer, connections)

    def close_host(self, name: str) -> None:
        """Close the connections to a host; its pace and rules stay."""
        pool = self._pools.pop(name, None)
        if pool:
            pool.close()

    def _host(self, name: str, pause: float) -> Host:
        return self._hosts.setdefault(name, Host(name, Pace(pause, self.clock)))

    def fetch(
        self, address: str, validators: Validators = NO_VALIDATORS, size: int | None = None
    ) -> Outcome:
        """Fetch a page, again where it failed in passing; never raises for what a site does.

        ``size`` is the most bytes that are taken of it.
        """
        most = size or self._limits.size
        return self._retried(lambda: self._attempt(address, validators, most))

    def _retried(self, attempt: Callable[[], Outcome]) -> Outcome:
        """The outcome of the first attempt that another would not better, or of the last."""
        outcome = attempt()
        requests = outcome.requests
        for number in range(1, self._limits.attempts):
            wait = self._backoff(number, outcome)
            if not outcome.again or wait > self._limits.longest_wait:
                break
            self.clock.sleep(wait)
            outcome = attempt()
            requests += outcome.requests
        return replace(outcome, requests=requests)

    def _backoff(self, attempt: int, outcome: Outcome) -> float:
        """Seconds before another attempt: twice as long each time, some less, or as asked."""
        longest = self._limits.first_wait * 2.0 ** (attempt - 1)
        return max(longest * random.uniform(0.5, 1.0), outcome.wait or 0.0)

    def _attempt(self, address: str, validators: Validators, size: int) -> Outcome:
        """One request and those to which its reply leads."""
        at, seen, requests = address, set[str](), 0
        own = self._pools.get(host_of(address), self._elsewhere)
        while True:
            seen.add(at)
            host = self._host(host_of(at), self._pause)
            pool = own if host_of(at) == host_of(address) else self._elsewhere
            rules = self._robots(host, at)
            refused = rules.refuses(at)
            if refused:
                silent = rules.closed is not None
                return Outcome("refused", at, refused, requests=requests, silent=silent)
            with self._place() as sink:
                outcome = self._request(pool, host, at, validators, size, sink)
            requests += 1
            if outcome.status not in _MOVED:
                return replace(outcome, requests=requests)
            try:
                at = normalise(outcome.header("location") or "nowhere:", at)
            except AddressError as error:
                reason = f"it redirects, and where to is not followed: {error}"
                return Outcome("failed", at, reason, outcome.status, requests=requests)
            if at in seen:
                reason = f"its redirects go in a circle, by {at}"
                if outcome.header("set-cookie"):
                    reason += ", unless a cookie is kept, which is not done"
                return Outcome("failed", at, reason, outcome.status, requests=requests)
            if len(seen) > self._limits.redirects:
                reason = f"it redirects more than {self._limits.redirects} times"
                return Outcome("failed", at, reason, outcome.status, requests=requests)

    def _robots(self, host: Host, address: str) -> robots.Robots:
        """The rules of a host, fetched once. One that cannot tell them is left alone."""
        with host.lock:
            if host.robots is None:
                host.robots = self._read_robots(host, normalise("/robots.txt", address))
                host.pace.at_least(host.robots.pause)
            return host.robots

    def _read_robots(self, host: Host, address: str) -> robots.Robots:
        at = address
        for _ in range(self._limits.redirects + 1):
            sink = _Memory()
            outcome = self._retried(partial(self._ask_robots, at, sink))
            if outcome.status in _MOVED:
                try:
                    at = normalise(outcome.header("location") or "nowhere:", at)
                except AddressError:
                    return robots.Robots()
                continue
            if outcome.kind == "fetched":
                return robots.read_robots(bytes(sink.data).decode("utf-8", "replace"))
            if outcome.reason == _EMPTY or outcome.status in _NO_ROBOTS:
                return robots.Robots()
            why = f"robots.txt of the host {host.name} cannot be had: {outcome.reason}"
            return robots.Robots(closed=why)
        return robots.Robots()

    def _ask_robots(self, address: str, sink: _Memory) -> Outcome:
        sink.data.clear()
        host = self._host(host_of(address), self._pause)
        return self._request(self._elsewhere, host, address, NO_VALIDATORS, robots.MAX_BYTES, sink)

    def _request(
        self,
        pool: httpcore.ConnectionPool,
        host: Host,
        address: str,
        validators: Validators,
        size: int,
        sink: Sink,
    ) -> Outcome:
        """One request, in its turn. What goes wrong with it becomes a sentence."""
        host.pace.turn()
        limits = self._limits
        self._timer.start(limits.whole)
        timeouts = {"connect": limits.connect, "read": limits.read, "write": limits.read}
        timeouts["pool"] = limits.whole
        try:
            with pool.stream(
                "GET", address, headers=self._headers(validators), extensions={"timeout": timeouts}
            ) as response:
                return self._answer(address, response, size, sink, asked=any(validators))
        except RefusedError as error:
            return Outcome("refused", address, str(error), silent=True)
        except TooLargeError as error:
            return Outcome("failed", address, str(error), 200)
        except BodyError as error:
            return Outcome("failed", address, str(error), 200, again=True)
        except (httpcore.ConnectError, httpcore.ConnectTimeout, ssl.SSLError) as error:
            return Outcome("failed", address, _unreachable(error), silent=True, again=True)
        except httpcore.TimeoutException as error:
            reason = str(error) if "whole" in str(error) else "its reply took too long"
            return Outcome("failed", address, reason, silent=True, again=True)
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            reason = f"the reply broke off or is no HTTP: {error or type(error).__name__}"
            return Outcome("failed", address, reason, again=True)

    def _headers(self, validators: Validators) -> list[tuple[str, str]]:
        headers = [
            ("User-Agent", self._agent),
            ("Accept", "text/html,application/json,application/pdf,*/*;q=0.8"),
            ("Accept-Language", "zh-CN,zh;q=0.9"),
            ("Accept-Encoding", ACCEPTED),
        ]
        headers.append(("If-None-Match", validators.etag or ""))
        headers.append(("If-Modified-Since", validators.last_modified or ""))
        return [header for header in headers if header[1].isascii() and header[1].strip()]

    @staticmethod
    def _answer(
        address: str, response: httpcore.Response, size: int, sink: Sink, *, asked: bool
    ) -> Outcome:
        """What a reply says, its body taken where it is the page."""
        status = response.status
        headers = _readable(response.headers)
        outcome = Outcome("failed", address, f"the host answers {status}", status, headers)
        if status in _MOVED or status == 304:
            _drain(response)
        if status in _MOVED:
            return outcome
        if status == 304 and asked:
            return replace(outcome, kind="unchanged", reason=None)
        if status in _GONE:
            return replace(outcome, kind="gone", reason=f"it is gone ({status})")
        if status in _SCRIPTED:
            reason = f"the host answers {status} with a script, which needs a script engine"
            return replace(outcome, reason=reason)
        if status != 200:
            wait = _asked_wait(status, headers)
            again = status in _TRANSIENT
            return replace(outcome, again=again, wait=wait, silent=again)
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length) > size:
            raise TooLargeError(f"it is larger than the limit of {size / 2**20:g} MiB")
        empty = True
        pieces: Iterator[bytes] = response.iter_stream()
        for piece in expanded(pieces, headers.get("content-encoding", ""), size):
            empty = False
            sink.write(piece)
        if empty:
            return replace(outcome, reason=_EMPTY)
        return replace(outcome, kind="fetched", reason=None, body=sink.keep())


def _drain(response: httpcore.Response) -> None:
    """Take a body that is of no use, so that the connection can be used again."""
    size = 0
    for piece in response.iter_stream():
        size += len(piece)
        if size > _DRAINED:
            return


def _readable(headers: list[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers by their names in lower case."""
    return {name.decode("latin-1").lower(): _text(value) for name, value in headers}


def _text(value: bytes) -> str:
    """A header's value; addresses of redirects may hold characters as they are."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _asked_wait(status: int, headers: Mapping[str, str]) -> float | None:
    """Seconds that a host asks for in Retry-After."""
    stated = headers.get("retry-after", "").strip()
    if status not in _WAITING or not stated:
        return None
    if stated.isdecimal():
        return float(stated[:9])
    try:
        moment = parsedate_to_datetime(stated)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _unreachable(error: Exception) -> str:
    if "CERTIFICATE" in str(error).upper():
        return f"its certificate cannot be trusted: {error}"
    if isinstance(error, httpcore.ConnectTimeout):
        return "the host does not answer"
    return f"the host cannot be reached: {error}"
