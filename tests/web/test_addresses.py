"""One spelling for each address, and which hosts may be reached."""

from __future__ import annotations

import pytest

from flows.web.addresses import (
    AddressError,
    Guard,
    RefusedError,
    Resolver,
    host_of,
    normalise,
    same_site,
)

BASE = "https://www.example.gov.cn/xxgk/nb/index.html"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("t1.html", "https://www.example.gov.cn/xxgk/nb/t1.html"),
        ("../t1.html", "https://www.example.gov.cn/xxgk/t1.html"),
        ("../../../../etc/passwd", "https://www.example.gov.cn/etc/passwd"),
        ("HTTP://WWW.Example.gov.cn:80/a/../b/./c", "http://www.example.gov.cn/b/c"),
        ("https://www.example.gov.cn:443", "https://www.example.gov.cn/"),
        ("//img.example.gov.cn/a.pdf", "https://img.example.gov.cn/a.pdf"),
        ("t1.html#top", "https://www.example.gov.cn/xxgk/nb/t1.html"),
        ("年报.html", "https://www.example.gov.cn/xxgk/nb/%E5%B9%B4%E6%8A%A5.html"),
        ("%e5%b9%b4%7e.html", "https://www.example.gov.cn/xxgk/nb/%E5%B9%B4~.html"),
        ("a%zz.html", "https://www.example.gov.cn/xxgk/nb/a%25zz.html"),
        (" \n/a\tb.html ", "https://www.example.gov.cn/ab.html"),
        ("\\xxgk\\a.html", "https://www.example.gov.cn/xxgk/a.html"),
        ("a.jsp;jsessionid=12AB?id=1", "https://www.example.gov.cn/xxgk/nb/a.jsp?id=1"),
        ("a.jsp?id=1&PHPSESSID=77&x=", "https://www.example.gov.cn/xxgk/nb/a.jsp?id=1&x="),
        ("a.jsp?id=1&_=1737331200123", "https://www.example.gov.cn/xxgk/nb/a.jsp?id=1"),
        ("a.jsp?t=0.8437502938475", "https://www.example.gov.cn/xxgk/nb/a.jsp"),
        ("a.jsp?t=7&r=2024", "https://www.example.gov.cn/xxgk/nb/a.jsp?t=7&r=2024"),
        ("http://信息.example/a", "http://xn--vuq861b.example/a"),
        ("/a/%2e%2e/b", "https://www.example.gov.cn/b"),
    ],
)
def test_one_spelling(written: str, meant: str) -> None:
    found = normalise(written, BASE)
    assert found == meant
    assert normalise(found) == found


@pytest.mark.parametrize(
    "written",
    [
        "javascript:void(0)", "mailto:a@example.org", "file:///etc/passwd", "ftp://example.org/",
        "http://user:secret@example.org/", "http://[::1", "http:///a", "http://example.org:99999/",
        "a" * 3000, "http://exa mple.org/", "http://a%2fb.cn/", "http://a|b.cn/",
    ],
)  # fmt: skip
def test_what_is_no_address_of_the_web(written: str) -> None:
    with pytest.raises(AddressError):
        normalise(written, BASE)


def test_sites() -> None:
    assert same_site("www.luoyang.gov.cn", "sfj.luoyang.gov.cn")
    assert same_site("www.example.org", "example.org")
    assert not same_site("www.luoyang.gov.cn", "www.xinyang.gov.cn")
    assert not same_site("127.0.0.1:80", "127.0.0.2:80")
    assert not same_site("127.0.0.1:8001", "127.0.0.1:8002")
    assert host_of("http://127.0.0.1:8001/a") == "127.0.0.1:8001"


PRIVATE = [
    "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "0.0.0.0", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1",
    "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
    "2002:a00:1::1", "2001:db8::1", "::7f00:1", "fec0::1", "192.0.0.8", "3fff::1",
]  # fmt: skip
PUBLIC = ["1.2.3.4", "114.114.114.114", "2400:3200::1", "64:ff9b::102:304", "::ffff:1.2.3.4"]


def at(*addresses: str) -> Resolver:
    """Says that each host is at these addresses."""
    return lambda _host, _port: list(addresses)


def itself(host: str, _port: int) -> list[str]:
    return [host]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_refused(address: str) -> None:
    guard = Guard(resolver=at(address))
    with pytest.raises(RefusedError, match="not public"):
        guard.addresses("www.example.org", 80)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_allowed(address: str) -> None:
    assert Guard(resolver=at(address)).addresses("a.example", 80) == [address]


def test_what_the_operator_lists_is_allowed() -> None:
    guard = Guard(["127.0.0.0/8", "fd12::/16"], resolver=itself)
    assert guard.addresses("127.0.0.5", 80) == ["127.0.0.5"]
    assert guard.addresses("fd12::1", 80) == ["fd12::1"]
    with pytest.raises(RefusedError):
        guard.addresses("10.0.0.1", 80)


def test_of_several_addresses_only_public_ones_are_taken() -> None:
    guard = Guard(resolver=at("10.0.0.1", "1.2.3.4", "::1"))
    assert guard.addresses("www.example.org", 80) == ["1.2.3.4"]


@pytest.mark.parametrize("host", ["0x7f.1", "2130706433", "017700000001", "127.1"])
def test_other_spellings_of_loopback_are_refused(host: str) -> None:
    with pytest.raises(RefusedError, match=r"127\.0\.0\.1"):
        Guard().addresses(host, 80)
