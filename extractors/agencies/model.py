"""What is known of a body that reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from extractors.document import NO_METADATA, Metadata
from schema.regions import Division


class Asked(NamedTuple):
    """A body as a document prints it, with all that may tell which one it is."""

    name: str
    year: int | None = None
    text: str = ""
    address: str = ""
    metadata: Metadata = NO_METADATA
    document: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A name taken apart.

    ``places`` are the divisions that its chain of regions may mean, of the year asked for,
    none where it has no chain. ``sure`` where the chain is written with its units, or no other
    division is called so. ``town`` is a township's name, ``zone`` a development zone's,
    ``rest`` what follows the places. ``core`` is what the body is, the same for all its
    spellings. ``whole`` where every part of the name is understood.
    """

    plain: str
    places: tuple[Division, ...] = ()
    sure: bool = True
    town: str | None = None
    zone: str | None = None
    rest: str = ""
    function: str | None = None
    form: str | None = None
    level: str | None = None
    core: str = ""
    national: bool = False
    whole: bool = False


class Sign(NamedTuple):
    """A sign of the region: its kind, its words, the codes that it points to, and its place in
    the text, if it stands there. ``weight`` is how much it counts."""

    kind: str
    text: str
    regions: tuple[str, ...]
    weight: float
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Agency:
    """A body as resolved.

    ``region_code`` is that of the report's year, ``latest_code`` the one that the division has
    last; both null where evidence does not decide among ``candidates``.
    """

    agency_id: str
    name: str
    function: str | None
    form: str | None
    level: str | None
    region_code: str | None
    latest_code: str | None
    candidates: tuple[str, ...]
    evidence: tuple[Sign, ...]
    scope: str | None = None
