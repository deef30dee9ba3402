"""Addresses of the web: one spelling for each, and which of them may be reached at all."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Iterable
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

MAX_LENGTH = 2_000
"""Characters of an address; longer ones are made by scripts that add to them endlessly."""
_PORTS = {"http": 80, "https": 443}
_ESCAPE = re.compile("%([0-9A-Fa-f]{2})")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_SESSION = re.compile(r";jsessionid=[^/?#]*", re.I)
_SESSION_FIELD = re.compile(
    r"(?:jsessionid|phpsessid|utm_\w+)(?:=|$)"
    r"|(?:_|_?t|ts|_?r|timestamp|rand|random)=(?:1\d{9}(?:\d{3})?|0\.\d{8,})$",
    re.I,
)
"""Fields of an address that differ with each visit: sessions, the time, a random number."""
_SAFE = "/%:@!$&'()*+,;=~-._"
_SHARED = frozenset(f"{kind}.cn" for kind in ("ac", "com", "edu", "gov", "net", "org"))
"""Names below which each publisher has a name of its own."""
_NAME = re.compile(r"[a-z0-9_.-]+")
_NOT_ROUTED = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "3fff::/20")))
"""Set aside for protocols and for examples; older Pythons take some of them for public."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], list[str]]


class AddressError(ValueError):
    """An address that is not followed; the message says why."""


class RefusedError(Exception):
    """A host that may not be reached; the message says why."""


def normalise(address: str, base: str = "") -> str:
    """One spelling of an address, read from a page at ``base``.

    Scheme and host are in lower case, the default port, the fragment and names of sessions are
    left out, dots in the path are resolved, and characters beyond ASCII are escaped as UTF-8.
    Raises ``AddressError`` where it is none of http or https.
    """
    bare = re.sub(r"[\x00-\x1f\x7f]", "", address).strip().replace("\\", "/")
    try:
        parts = urlsplit(urljoin(base, bare))
        port = parts.port
    except ValueError as error:
        raise AddressError(f"it is not a valid address: {bare[:80]}") from error
    if parts.scheme not in _PORTS or not parts.hostname:
        raise AddressError(f"it is no address of http or https: {bare[:80]}")
    if "@" in parts.netloc:
        raise AddressError(f"it names a user: {bare[:80]}")
    host = _host(parts.hostname)
    place = host if port in (None, _PORTS[parts.scheme]) else f"{host}:{port}"
    fields = [field for field in parts.query.split("&") if not _SESSION_FIELD.match(field)]
    query = _escaped("&".join(fields), _SAFE + "?")
    path = _without_dots(_escaped(_SESSION.sub("", parts.path), _SAFE)) or "/"
    whole = urlunsplit((parts.scheme, place, path, query, ""))
    if len(whole) > MAX_LENGTH:
        raise AddressError(f"it is longer than {MAX_LENGTH} characters: {whole[:80]}…")
    return whole


def _host(name: str) -> str:
    """A host's name as it is asked for."""
    bare = name.rstrip(".").lower()
    if ":" in bare:
        return f"[{bare}]"
    try:
        ascii_name = bare if bare.isascii() else bare.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise AddressError(f"its host has no valid name: {name[:80]}") from error
    if not _NAME.fullmatch(ascii_name):
        raise AddressError(f"its host has no valid name: {name[:80]}")
    return ascii_name


def _escaped(text: str, safe: str) -> str:
    """Text with escapes where they are needed, and only there."""

    def one(match: re.Match[str]) -> str:
        char = chr(int(match[1], 16))
        return char if _UNRESERVED.fullmatch(char) else match[0].upper()

    text = re.sub("%(?![0-9A-Fa-f]{2})", "%25", text)
    return _ESCAPE.sub(one, quote(text, safe=safe, errors="replace"))


def _without_dots(path: str) -> str:
    """A path in which ``.`` and ``..`` are resolved; it never leads above its root."""
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == ".." and len(kept) > 1:
            kept.pop()
        elif segment not in (".", ".."):
            kept.append(segment)
    if path.endswith(("/.", "/..")):
        kept.append("")
    return "/".join(kept)


def host_of(address: str) -> str:
    """The host of a normalised address, with its port where it is not the default."""
    return urlsplit(address).netloc


def same_site(host: str, other: str) -> bool:
    """Whether two hosts belong to one site: equal, or below one registered name."""
    return host == other or (_registered(host) or host) == _registered(other)


def _registered(host: str) -> str | None:
    """The name under which a host was registered, as ``luoyang.gov.cn``; none of an address."""
    name = host.rpartition(":")[0] or host
    labels = name.split(".")
    if "[" in name or labels[-1].isdecimal():
        return None
    return ".".join(labels[-3 if ".".join(labels[-2:]) in _SHARED else -2 :])


def system_resolver(host: str, port: int) -> list[str]:
    """The addresses of a host as the system knows them. Raises ``OSError``, ``UnicodeError``."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Guard:
    """Lets requests through to public addresses, and to those that the operator lists.

    ``allowed`` are addresses or networks such as ``127.0.0.0/8``.
    """

    def __init__(self, allowed: Iterable[str] = (), resolver: Resolver = system_resolver) -> None:
        self._allowed = [ipaddress.ip_network(entry, strict=False) for entry in allowed]
        self._resolver = resolver

    def addresses(self, host: str, port: int) -> list[str]:
        """The addresses at which a host may be reached; one of them is to be connected to.

        Raises ``RefusedError`` where it has none, ``OSError`` where it is not known.
        """
        try:
            found = self._resolver(host, port)
        except UnicodeError as error:
            raise RefusedError(f"the host {host} has no valid name") from error
        good = [address for address in found if self.allows(address)]
        if not good:
            named = ", ".join(found) or "no address"
            raise RefusedError(
                f"the host {host} is at {named}, which is not public and not listed in `allow`"
            )
        return good

    def allows(self, address: str) -> bool:
        """Whether an address of a host may be connected to."""
        ip = ipaddress.ip_address(address.partition("%")[0])
        inner = _inner(ip)
        for one in (ip, inner):
            if any(one.version == net.version and one in net for net in self._allowed):
                return True
        return _is_public(ip) and _is_public(inner)


def _inner(ip: IpAddress) -> IpAddress:
    """The address of version 4 that one of version 6 stands for, or the address itself."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    teredo = ip.teredo
    return ip.ipv4_mapped or ip.sixtofour or (teredo[1] if teredo else ip)


def _is_public(ip: IpAddress) -> bool:
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None or ip in _NAT64:
            return True  # the address within decides
        if ip.is_site_local:
            return False
    hidden = (
        ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_multicast
        or ip.is_reserved or ip.is_unspecified
    )  # fmt: skip
    apart = any(ip.version == net.version and ip in net for net in _NOT_ROUTED)
    return ip.is_global and not (hidden or apart)
