"""Identifiers that are the same on every machine and in every run."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from schema.characters import PLAIN, TRADITIONAL

_CHARACTERS = PLAIN | TRADITIONAL


def document_id(data: bytes) -> str:
    """sha256 of a document's bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def report_id(document: str, ordinal: int = 1) -> str:
    """Identifier of the ``ordinal``-th report in a document; it does not depend on its reading."""
    return hashlib.sha256(f"report:{document}:{ordinal}".encode()).hexdigest()[:16]


def agency_id(name: str) -> str:
    """Identifier of a body by the words that tell it from all others; width, white space and
    traditional characters do not matter.

    ``extractors.agencies.resolve`` puts these words together. For a body whose region is known
    they are the division (one that was renamed or has another code is the same), the township
    or zone, and what the body is: its function where all spellings of its name mean one body,
    else its name without the region. A body of the state goes by its name. Where the region is
    not known they are the printed name with the host of its site, or else with the very
    document: so two bodies of one name are never taken for one, while one that publishes
    without any sign of its region has an identifier for each report.
    """
    folded = unicodedata.normalize("NFKC", name.translate(_CHARACTERS))
    plain = re.sub(r"\s+", "", folded)
    return "a" + hashlib.sha256(f"agency:{plain}".encode()).hexdigest()[:15]
