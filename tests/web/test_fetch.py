"""One fetch against servers on loopback that misbehave in every way that is known."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import pytest

from flows.web.addresses import Guard
from flows.web.archive import Archive, open_archive
from flows.web.fetch import Fetcher, Limits, Outcome, Validators

from .site import Asked, Reply, Site, redirect, site

LIMITS = Limits(
    connect=1, read=0.5, whole=1.5, size=100_000, attempts=3, first_wait=0.01, longest_wait=2
)
BODY = "年度报告".encode() * 100
LOOPBACK = ("127.0.0.0/30",)
AGENT = "ogi/0 (+mailto:tests@example.org)"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive") as one:
        yield one
        assert not list((tmp_path / "archive" / "incoming").iterdir())


@pytest.fixture
def fetch(archive: Archive) -> Callable[..., Outcome]:
    return Fetcher(AGENT, Guard(LOOPBACK), LIMITS, archive.incoming).fetch


Fetch = Callable[..., Outcome]


def test_a_page(fetch: Fetch, archive: Archive, publisher: Site) -> None:
    publisher.pages["/a"] = BODY
    outcome = fetch(publisher.url("/a"))
    assert (outcome.kind, outcome.status, outcome.reason) == ("fetched", 200, None)
    assert outcome.body is not None
    assert archive.read(outcome.body.sha256) == BODY
    assert outcome.body.size == len(BODY)
    (robots, page) = publisher.asked
    assert robots.path == "/robots.txt"
    assert page.headers["user-agent"] == AGENT
    assert page.headers["host"] == publisher.host


def test_it_is_asked_whether_a_page_changed(fetch: Fetch, publisher: Site) -> None:
    publisher.pages["/a"] = BODY
    first = fetch(publisher.url("/a"))
    known = Validators(first.header("etag"), "Mon, 20 Jan 2025 00:00:00 GMT")
    again = fetch(publisher.url("/a"), known)
    assert (again.kind, again.status, again.body) == ("unchanged", 304, None)
    assert publisher.asked[-1].headers["if-modified-since"] == known.last_modified
    publisher.pages["/a"] = BODY + b"1"
    assert fetch(publisher.url("/a"), known).kind == "fetched"


def test_304_that_was_not_asked_for_is_no_page(fetch: Fetch, publisher: Site) -> None:
    publisher.pages["/a"] = Reply(304)
    assert fetch(publisher.url("/a")).kind == "failed"


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone(fetch: Fetch, publisher: Site, status: int) -> None:
    publisher.pages["/a"] = Reply(status, b"gone")
    outcome = fetch(publisher.url("/a"))
    assert (outcome.kind, outcome.requests) == ("gone", 1)


@pytest.mark.parametrize("status", [400, 401, 403, 451, 206, 204])
def test_a_refusal_is_not_tried_again(fetch: Fetch, publisher: Site, status: int) -> None:
    publisher.pages["/a"] = Reply(status)
    outcome = fetch(publisher.url("/a"))
    assert (outcome.kind, outcome.requests) == ("failed", 1)
    assert outcome.reason == f"the host answers {status}"


def failing(times: int, reply: Reply) -> Callable[[Asked], Reply | bytes]:
    """Some failures, then the page."""
    left = [reply] * times

    def answer(_asked: Asked) -> Reply | bytes:
        return left.pop() if left else BODY

    return answer


@pytest.mark.parametrize("status", [500, 502, 503, 504, 429])
def test_a_burst_of_failures_is_got_over(fetch: Fetch, publisher: Site, status: int) -> None:
    publisher.pages["/a"] = failing(2, Reply(status))
    outcome = fetch(publisher.url("/a"))
    assert (outcome.kind, outcome.requests) == ("fetched", 3)


def test_a_failure_that_lasts(fetch: Fetch, publisher: Site) -> None:
    publisher.pages["/a"] = Reply(500)
    outcome = fetch(publisher.url("/a"))
    assert (outcome.kind, outcome.requests) == ("failed", LIMITS.attempts)
    assert outcome.reason == "the host answers 500"


def test_retry_after_is_honoured(fetch: Fetch, publisher: Site) -> None:
    publisher.pages["/a"] = failing(1, Reply(429, headers=(("Retry-After", "1"),)))
    assert fetch(publisher.url("/a")).kind == "fetched"
    _, first, second = publisher.asked
    assert second.time - first.time >= 1


def test_retry_after_as_a_date(fetch: Fetch, publisher: Site) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    publisher.pages["/a"] = Reply(503, headers=(("Retry-After", later),))
    outcome = fetch(publisher.url("/a"))
    assert (outcome.kind, outcome.requests) == ("failed", 1)
    assert outcome.wait is not None
    assert 3500 < outcome.wait <= 3600


@pytest.mark.parametrize("stated", ["soon", "", "-1", "9" * 400, "Mon, 99 Foo 2025"])
def test_a_senseless_retry_after_does_no_harm(fetch: Fetch, publisher: Site, stated: str) -> None:
    publisher.pages["/a"] = Reply(503, headers=(("Retry-After", stated),))
    assert fetch(publisher.url("/a")).kind == "failed"


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "raw"])
def test_compressed_replies(fetch: Fetch, archive: Archive, publisher: Site, encoding: str) -> None:
    pressed = {
        "gzip": gzip.compress(BODY[:500]) + gzip.compress(BODY[500:]),
        "deflate": zlib.compress(BODY),
        "raw": zlib.compress(BODY)[2:-4],
    }[encoding]
    name = "gzip" if encoding == "gzip" else "deflate"
    publisher.pages["/a"] = Reply(200, pressed, (("Content-Encoding", name),))
    outcome = fetch(publisher.url("/a"))
    assert outcome.body is not None, outcome
    assert archive.read(outcome.body.sha256) == BODY


def test_a_decompression_bomb(archive: Archive, publisher: Site) -> None:
    bomb = gzip.compress(bytes(200 * 2**20))
    publisher.pages["/a"] = Reply(200, bomb, (("Content-Encoding", "gzip"),))
    roomy = replace(LIMITS, size=2**20, whole=10)
    outcome = Fetcher(AGENT, Guard(LOOPBACK), roomy, archive.incoming).fetch(publisher.url("/a"))
    assert (outcome.kind, outcome.requests) == ("failed", 1)
    assert outcome.reason == "it is larger than the limit of 1 MiB"


def test_compression_that_is_cut_off_or_damaged(fetch: Fetch, publisher: Site) -> None:
    whole = gzip.compress(BODY)
    for damaged in (whole[:-20], whole[:12] + b"\xff\xff" + whole[14:], b"no gzip at all"):
        publisher.pages["/a"] = Reply(200, damaged, (("Content-Encoding", "gzip"),))
        outcome = fetch(publisher.url("/a"))
        assert outcome.kind == "failed"
        assert "compression" in (outcome.reason or "")


def test_an_encoding_that_was_not_asked_for(fetch: Fetch, publisher: Site) -> None:
    publisher.pages["/a"] = Reply(200, BODY, (("Content-Encoding", "br"),))
    assert fetch(publisher.url("/a")).reason == "its encoding br was not asked for"


def raw(*pieces: bytes, pause: float = 0.0, wait: float = 0.0) -> Reply:
    """A reply in pieces, with pauses between them, and one before the connection is closed."""

    def write(connection: socket.socket) -> None:
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(pause)
        time.sleep(wait)

    return Reply(raw=write)


HEAD = b"HTTP/1.1 200 OK\r\n"


def test_chunked_replies(fetch: Fetch, archive: Archive, publisher: Site) -> None:
    chunks = b"".join(
        b"%x\r\n%b\r\n" % (len(BODY[n : n + 99]), BODY[n : n + 99]) for n in range(0, len(BODY), 99)
    )
    head = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    publisher.pages["/a"] = raw(head, chunks, b"0\r\n\r\n")
    outcome = fetch(publisher.url("/a"))
    assert outcome.body is not None
    assert archive.read(outcome.body.sha256) == BODY
    publisher.pages["/cut"] = raw(head, chunks)
    assert fetch(publisher.url("/cut")).kind == "failed"


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (raw(HEAD + b"Content-Length: 900\r\n\r\n" + BODY[:100]), "broke off"),
        (raw(HEAD + b"Content-Length: many\r\n\r\n" + BODY), "no HTTP"),
        (raw(b""), "broke off"),
        (raw(b"\x00\xff nonsense\r\n\r\n"), "no HTTP"),
        (raw(HEAD + b"X: " + b"x" * 200_000), "no HTTP"),
        (raw(b"", wait=2), "took too long"),
        (raw(HEAD + b"Content-Length: 900\r\n\r\n", wait=2), "took too long"),
    ],
    ids=["truncated", "no-length", "dropped", "nonsense", "endless-head", "silent", "stalled"],
)
def test_broken_replies(fetch: Fetch, publisher: Site, reply: Reply, words: str) -> None:
    publisher.pages["/a"] = reply
    outcome = fetch(publisher.url("/a"))
    assert (outcome.kind, outcome.requests) == ("failed", LIMITS.attempts)
    assert words in (outcome.reason or "")
    publisher.pages["/a"] = BODY
    assert fetch(publisher.url("/a")).kind == "fetched"


@pytest.mark.parametrize("head", [True, False], ids=["head", "body"])
def test_a_reply_that_drips_is_ended(archive: Archive, publisher: Site, head: bool) -> None:
    once = replace(LIMITS, attempts=1)
    fetch = Fetcher(AGENT, Guard(LOOPBACK), once, archive.incoming).fetch
    start = HEAD if head else HEAD + b"Content-Length: 900\r\n\r\n"
    publisher.pages["/a"] = raw(start, *[b"x"] * 60, pause=0.1)
    began = time.monotonic()
    outcome = fetch(publisher.url("/a"))
    assert outcome.reason == "the whole fetch took too long"
    assert time.monotonic() - began < LIMITS.whole + 1


def test_a_body_beyond_the_limit(fetch: Fetch, publisher: Site) -> None:
    publisher.pages["/stated"] = bytes(LIMITS.size + 1)
    endless = raw(HEAD + b"\r\n", *[bytes(50_000)] * 10)
    publisher.pages["/endless"] = endless
    for path in ("/stated", "/endless"):
        outcome = fetch(publisher.url(path))
        assert (outcome.kind, outcome.requests) == ("failed", 1)
        assert "larger than the limit" in (outcome.reason or "")


def test_an_empty_page_is_none(fetch: Fetch, publisher: Site) -> None:
    publisher.pages["/a"] = b""
    assert fetch(publisher.url("/a")).reason == "the reply has no content"


def test_redirects_are_followed(fetch: Fetch, publisher: Site) -> None:
    publisher.pages |= {"/a": redirect("/b", 301), "/b": redirect("c?x=1"), "/c?x=1": BODY}
    outcome = fetch(publisher.url("/a"))
    assert (outcome.kind, outcome.address) == ("fetched", publisher.url("/c?x=1"))
    assert outcome.requests == 3


@pytest.mark.parametrize(
    ("pages", "words"),
    [
        ({"/a": redirect("/a")}, "in a circle"),
        ({"/a": redirect("/b"), "/b": redirect("/a#x")}, "in a circle"),
        ({f"/{n or 'a'}": redirect(f"/{n + 1}") for n in range(20)}, "more than 5 times"),
        ({"/a": redirect("file:///etc/passwd")}, "no address of http"),
        ({"/a": redirect("http://u:p@127.0.0.2/")}, "names a user"),
        ({"/a": Reply(302)}, "no address of http"),
    ],
)
def test_redirects_that_lead_nowhere(
    fetch: Fetch, publisher: Site, pages: dict[str, Reply], words: str
) -> None:
    publisher.pages.update(pages)
    outcome = fetch(publisher.url("/a"))
    assert (outcome.kind, outcome.again) == ("failed", False)
    assert words in (outcome.reason or "")
    assert len(publisher.asked) < 10


def test_a_redirect_to_an_address_that_is_not_listed(fetch: Fetch, publisher: Site) -> None:
    with site("127.0.0.9") as hidden:
        hidden.pages["/secret"] = BODY
        publisher.pages["/a"] = redirect(hidden.url("/secret"))
        outcome = fetch(publisher.url("/a"))
        assert outcome.kind == "refused"
        assert "127.0.0.9, which is not public" in (outcome.reason or "")
        assert hidden.asked == []


def test_a_name_that_moves_to_another_address_is_checked_each_time(
    archive: Archive, publisher: Site
) -> None:
    """The address that was checked is the one that is connected to: no connection asks twice."""
    asked: list[str] = []
    answers = ["127.0.0.2", "127.0.0.2", "10.0.0.1"]

    def resolver(host: str, _port: int) -> list[str]:
        asked.append(host)
        return [answers[len(asked) - 1]]

    publisher.pages["/a"] = Reply(200, BODY, (("Connection", "close"),))
    publisher.pages["/robots.txt"] = Reply(404)
    fetcher = Fetcher(AGENT, Guard(LOOPBACK, resolver), LIMITS, archive.incoming)
    port = publisher.host.rpartition(":")[2]
    assert fetcher.fetch(f"http://moving.example:{port}/a").kind == "fetched"
    assert asked == ["moving.example"] * 2  # robots.txt, then the page
    again = fetcher.fetch(f"http://moving.example:{port}/a")
    assert (again.kind, len(asked)) == ("refused", 3)


def test_a_name_that_is_not_known(archive: Archive) -> None:
    def resolver(_host: str, _port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    fetcher = Fetcher(AGENT, Guard(LOOPBACK, resolver), LIMITS, archive.incoming)
    outcome = fetcher.fetch("http://nowhere.example/a")
    assert outcome.kind == "refused"
    assert "the name nowhere.example is not known" in (outcome.reason or "")


def test_a_host_that_does_not_listen(fetch: Fetch) -> None:
    with socket.create_server(("127.0.0.2", 0)) as once:
        port = once.getsockname()[1]
    outcome = fetch(f"http://127.0.0.2:{port}/a")
    assert outcome.kind == "refused"
    assert "robots.txt of the host 127.0.0.2" in (outcome.reason or "")


def test_robots_are_obeyed(fetch: Fetch, publisher: Site) -> None:
    publisher.pages |= {"/robots.txt": "User-agent: *\nDisallow: /private/\n", "/a": BODY}
    publisher.pages["/private/a"] = BODY
    publisher.pages["/leads"] = redirect("/private/a")
    assert fetch(publisher.url("/a")).kind == "fetched"
    for path in ("/private/a", "/leads"):
        outcome = fetch(publisher.url(path))
        assert (outcome.kind, outcome.reason) == (
            "refused",
            "robots.txt of the host forbids it",
        )
    assert "/private/a" not in publisher.paths()
    assert [asked.path for asked in publisher.asked].count("/robots.txt") == 1


def test_robots_that_name_this_program(fetch: Fetch, publisher: Site) -> None:
    text = "User-agent: ogi\nDisallow: /\n\nUser-agent: *\nAllow: /\n"
    publisher.pages |= {"/robots.txt": text, "/a": BODY}
    assert fetch(publisher.url("/a")).kind == "refused"


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(403), "fetched"),
        (Reply(500), "refused"),
        (raw(b""), "refused"),
        ("<html>404</html>", "fetched"),
        ("", "fetched"),
        ("Disallow: /b\n" * 60_000, "fetched"),
        ("User-agent: *\nDisallow: /a\n" + "Disallow: /b\n" * 60_000, "refused"),
        ("\ufeffUser-agent: *\nDisallow: /a", "refused"),
    ],
    ids=["forbidden", "broken", "dropped", "page", "empty", "long", "long-and-closed", "marked"],
)
def test_robots_that_cannot_be_had(
    fetch: Fetch, publisher: Site, reply: Reply | str, kind: str
) -> None:
    publisher.pages |= {"/robots.txt": reply, "/a": BODY}
    assert fetch(publisher.url("/a")).kind == kind


def test_the_pause_that_robots_ask_for(fetch: Fetch, publisher: Site) -> None:
    publisher.pages |= {"/robots.txt": "User-agent: *\nCrawl-delay: 0.4\n", "/a": BODY}
    for _ in range(3):
        assert fetch(publisher.url("/a")).kind == "fetched"
    times = [asked.time for asked in publisher.asked]
    assert all(two - one >= 0.38 for one, two in pairwise(times[1:]))


def test_a_certificate_that_cannot_be_trusted(fetch: Fetch, tmp_path: Path) -> None:
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed; it makes the certificate")
    made = "req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=127.0.0.2 -keyout key -out cert"
    subprocess.run(["openssl", *made.split()], cwd=tmp_path, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert", tmp_path / "key")
    with socket.create_server(("127.0.0.2", 0)) as listening:

        def serve() -> None:
            for _ in range(LIMITS.attempts):
                try:
                    connection, _ = listening.accept()
                    with context.wrap_socket(connection, server_side=True) as secure:
                        secure.recv(1)
                except OSError:
                    continue

        threading.Thread(target=serve, daemon=True).start()
        outcome = fetch(f"https://127.0.0.2:{listening.getsockname()[1]}/a")
    assert outcome.kind == "refused"
    assert "certificate cannot be trusted" in (outcome.reason or "")


def test_no_proxy_of_the_environment_is_used(
    fetch: Fetch, publisher: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.9:1")
    publisher.pages["/a"] = BODY
    assert fetch(publisher.url("/a")).kind == "fetched"
