"""Markup of Office documents as trees: no entity is expanded, nothing is fetched."""

from __future__ import annotations

from typing import Any

from lxml import etree

from extractors.readers.container import UnreadableError

Element = Any
"""An element of lxml, which comes without types."""

MAX_TAGS = 1_500_000
"""Tags of a part: a long report has some ten thousand. Each becomes an object of the tree."""
_STRICT = b"http://purl.oclc.org/ooxml/"
_USUAL = (
    (b"wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)
"""Namespaces of the strict form of the standard, and what everybody else calls them."""


def parse(data: bytes, name: str) -> Element:
    """The root of a part's markup; markup that is broken or could harm raises."""
    tags = data.count(b"<")
    if tags > MAX_TAGS:
        raise UnreadableError(f"the part {name} has {tags:,} tags, more than {MAX_TAGS:,}")
    if _STRICT in data:
        for strict, usual in _USUAL:
            data = data.replace(_STRICT + strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        words = " ".join(str(error).split()).rstrip(".")
        raise UnreadableError(f"the part {name} is not markup that can be read: {words}") from error
    if root.getroottree().docinfo.doctype:  # an entity would cut the text that holds it
        raise UnreadableError(
            f"the part {name} declares a document type, which no Office document does"
        )
    return root


def strip_elements(root: Element, *names: str) -> None:
    """Take elements out, with what they hold."""
    etree.strip_elements(root, *names, with_tail=False)


def unwrap(root: Element, *names: str) -> None:
    """Put what elements hold in their place."""
    etree.strip_tags(root, *names)
