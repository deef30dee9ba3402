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
    """Identifier of the body printed as ``name``; width, white space and traditional
    characters do not matter."""
    folded = unicodedata.normalize("NFKC", name.translate(_CHARACTERS))
    plain = re.sub(r"\s+", "", folded)
    return "a" + hashlib.sha256(f"agency:{plain}".encode()).hexdigest()[:15]
