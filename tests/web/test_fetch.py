"""One fetch against servers on loopback that misbehave in every way that is known."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from flows.web.addresses import Guard
from flows.web.archive import Archive
from flows.web.fetch import Fetcher, Validators

from .fetching import AGENT, BODY, LIMITS, LOOPBACK, Fetch, raw
from .site import Asked, Reply, Site, redirect, site


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


def test_a_redirect_to_an_address_in_chinese(fetch: Fetch, publisher: Site) -> None:
    publisher.pages["/a"] = redirect("/年报.html".encode().decode("latin-1"))
    publisher.pages["/%E5%B9%B4%E6%8A%A5.html"] = BODY
    assert fetch(publisher.url("/a")).kind == "fetched"


@pytest.mark.parametrize("etag", ['"\xe9"', "", " ", '"a b"', "x" * 5000])
def test_an_odd_mark_of_a_version_does_no_harm(fetch: Fetch, publisher: Site, etag: str) -> None:
    publisher.pages["/a"] = Reply(200, BODY, (("ETag", etag),))
    first = fetch(publisher.url("/a"))
    assert fetch(publisher.url("/a"), Validators(first.header("etag"))).kind == "fetched"


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
