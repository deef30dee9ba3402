"""Names of hosts, their certificates, and their robots.txt."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from pathlib import Path

import pytest

from flows.web.addresses import Guard
from flows.web.archive import Archive
from flows.web.fetch import Fetcher

from .fetching import AGENT, BODY, LIMITS, LOOPBACK, Fetch, raw
from .site import Reply, Site, redirect


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
    assert times[3] - times[1] >= 0.7  # two pauses; a busy machine may delay the first


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
