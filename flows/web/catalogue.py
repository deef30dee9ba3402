"""The catalogue of publishers: one small TOML file for each site, and settings for all."""

from __future__ import annotations

import ipaddress
import re
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from flows import disk
from flows.errors import UsageError
from flows.web.addresses import AddressError, host_of, normalise
from flows.web.fetch import Limits

SETTINGS = "settings.toml"
YEAR = "{year}"
FIRST_YEAR = 2008
"""The first year of which there are reports."""


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"it is no regular expression: {error}") from error
    return text


def _address(text: str) -> str:
    try:
        normalise(text.replace(YEAR, "2024"))
    except AddressError as error:
        raise ValueError(str(error)) from error
    return text


def _network(text: str) -> str:
    try:
        return str(ipaddress.ip_network(text, strict=False))
    except ValueError as error:
        raise ValueError(f"it is neither an address nor a network: {text}") from error


def _contact(text: str) -> str:
    is_one = re.search(r"\S+@\S+\.\S+|https?://\S+", text)
    if not is_one or not (text.isascii() and text.isprintable()):
        raise ValueError("it is neither a mail address nor one of the web, in plain ASCII")
    return text


def _host(text: str) -> str:
    bare = text.lower()
    if not re.fullmatch(r"(?:[\w.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?", bare):
        raise ValueError(f"it is no host such as sfj.example.gov.cn, without http:// and /: {text}")
    return bare


def _numbered(text: str) -> str:
    if text.count("{n}") != 1:
        raise ValueError("it needs {n} once, where the number of the page stands")
    return text


Regex = Annotated[str, AfterValidator(_pattern)]
Address = Annotated[str, AfterValidator(_address)]
Network = Annotated[str, AfterValidator(_network)]
Contact = Annotated[str, AfterValidator(_contact)]
Host = Annotated[str, AfterValidator(_host)]
Numbered = Annotated[str, AfterValidator(_numbered)]
Region = Annotated[str, Field(pattern=r"^\d{6}$")]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Paging(_Table):
    """Further pages by a pattern: ``{n}`` is ``first`` in the address of the second page."""

    pattern: Numbered
    first: int = Field(default=1, ge=0)


class Fields(_Table):
    """Names of the fields of a list in JSON that are not found by themselves."""

    title: str | None = None
    address: str | None = None


class Source(_Table):
    """One site: where its lists are, and whatever of it is not as usual."""

    name: str = Field(min_length=1)
    lists: tuple[Address, ...] = ()
    reports: tuple[Address, ...] = ()
    years: tuple[int, int] | None = None
    region: Region | None = None
    link: Regex | None = None
    address: Regex | None = None
    skip: Regex | None = None
    sublists: Regex | None = None
    hosts: tuple[Host, ...] = ()
    attachments: bool = True
    paging: Paging | None = None
    json_: Fields = Field(default=Fields(), alias="json")
    pause: float | None = Field(default=None, ge=0, le=3600)
    connections: int | None = Field(default=None, ge=1, le=8)
    max_list_pages: int = Field(default=200, ge=1, le=20_000)
    max_reports: int = Field(default=20_000, ge=1)
    fresh_days: float = Field(default=60, ge=0)
    recheck_days: float = Field(default=7, ge=0)
    paused: bool = False

    def roots(self, now: datetime) -> tuple[list[str], list[str]]:
        """Normalised addresses of lists and of reports; ``{year}`` stands for each year."""
        first, last = self.years or (FIRST_YEAR, now.year)
        years = range(first, last + 1)
        return tuple(  # type: ignore[return-value]
            list(dict.fromkeys(normalise(one) for entry in entries for one in _each(entry, years)))
            for entries in (self.lists, self.reports)
        )

    def guessed(self, now: datetime) -> frozenset[str]:
        """Those of its addresses that stand for a year, of which some may well not be there."""
        by_year = {
            "lists": tuple(one for one in self.lists if YEAR in one),
            "reports": tuple(one for one in self.reports if YEAR in one),
        }
        lists, reports = self.model_copy(update=by_year).roots(now)
        return frozenset((*lists, *reports))

    @property
    def own_hosts(self) -> frozenset[str]:
        """Hosts of its own addresses, and those listed."""
        own = (host_of(normalise(entry)) for entry in (*self.lists, *self.reports))
        return frozenset((*own, *self.hosts))


def _each(entry: str, years: range) -> list[str]:
    return [entry.replace(YEAR, str(year)) for year in years] if YEAR in entry else [entry]


class LimitSettings(_Table):
    """Limits of a fetch; see ``flows.web.fetch.Limits``."""

    connect_seconds: float = Field(default=10, gt=0)
    read_seconds: float = Field(default=20, gt=0)
    whole_seconds: float = Field(default=120, gt=0)
    megabytes: float = Field(default=64, gt=0, le=1024)
    redirects: int = Field(default=5, ge=0, le=20)
    attempts: int = Field(default=4, ge=1, le=10)
    first_wait_seconds: float = Field(default=1, ge=0)
    longest_wait_seconds: float = Field(default=60, ge=0)


class Settings(_Table):
    """What holds for all sites."""

    contact: Contact
    allow: tuple[Network, ...] = ()
    pause: float = Field(default=1.0, ge=0, le=3600)
    connections: int = Field(default=1, ge=1, le=8)
    hosts_side_by_side: int = Field(default=16, ge=1, le=256)
    limits: LimitSettings = LimitSettings()

    def for_fetch(self) -> Limits:
        """The limits of a fetch."""
        of = self.limits
        return Limits(
            of.connect_seconds, of.read_seconds, of.whole_seconds, int(of.megabytes * 2**20),
            of.redirects, of.attempts, of.first_wait_seconds, of.longest_wait_seconds,
        )  # fmt: skip


def read_sources(folder: Path) -> dict[str, Source]:
    """All sources of a folder, by the names of their files without ``.toml``.

    Raises ``UsageError``.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder; it holds one file for each source")
    files = sorted(path for path in folder.glob("*.toml") if path.name != SETTINGS)
    return {path.stem: read_source(path) for path in files}


def read_settings(folder: Path) -> Settings:
    """The settings of a catalogue. Raises ``UsageError``."""
    path = folder / SETTINGS
    if not path.exists():
        raise UsageError(f"{path}: there is no such file; it needs at least `contact`")
    return _read(path, Settings)


def read_source(path: Path) -> Source:
    """One source. Raises ``UsageError``, which names file and key."""
    source = _read(path, Source)
    if not source.lists and not source.reports:
        raise UsageError(f"{path}: lists: it names neither a list nor a report")
    if source.years and not FIRST_YEAR <= source.years[0] <= source.years[1] <= 2100:
        raise UsageError(f"{path}: years: they are not in order, or not from {FIRST_YEAR} on")
    if source.paging and len(source.lists) == 0:
        raise UsageError(f"{path}: paging: there is no list to turn the pages of")
    return source


_Model = TypeVar("_Model", bound=_Table)


def _read(path: Path, model: type[_Model]) -> _Model:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: it is no TOML: {error}") from error
    except OSError as error:
        raise UsageError(f"{path}: it cannot be read: {disk.reason(error)}") from error
    try:
        return model.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise UsageError(f"{path}: {key}: {_words(first)}") from error


def _words(error: Any) -> str:
    """What is wrong with a key, in words."""
    kind, context = error["type"], error.get("ctx") or {}
    if kind == "missing":
        return "it is missing"
    if kind == "extra_forbidden":
        return "there is no such key"
    if kind == "value_error":
        return str(context["error"])
    if kind == "string_pattern_mismatch":
        return f"{error['input']!r} is not of the form {context['pattern']}"
    return f"{str(error['msg']).lower()}, and not {error['input']!r}"
