"""Web pages saved with all their parts in one file: MHT, as browsers and word processors do."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes
from email.message import Message

from extractors.document import Decoded
from extractors.model import SetAside
from extractors.readers.html import read_page
from extractors.readers.kinds import HTML, MHT

MAX_PARTS = 500
"""Parts of a file; a saved page has one for each of its pictures."""
_BOUNDARY = re.compile(rb"^--", re.M)


def read(data: bytes) -> list[Decoded] | SetAside:
    """The text of the first page of the file that shows any.

    Set aside where there is none, with the reason of the first page.
    """
    if sum(1 for _ in _BOUNDARY.finditer(data)) > 2 * MAX_PARTS:
        return SetAside(f"the saved page has more than {MAX_PARTS} parts", MHT)
    try:
        message = message_from_bytes(data)
        pages = [part for part in message.walk() if part.get_content_type() == HTML]
    except RecursionError:
        return SetAside("the saved page nests its parts too deeply", MHT)
    reason: SetAside | None = None
    for page in pages:
        result = _page(page)
        if not isinstance(result, SetAside):
            return result
        reason = reason or result
    return reason or SetAside("the saved file has no page among its parts", MHT)


def _page(part: Message) -> list[Decoded] | SetAside:
    content = part.get_payload(decode=True)
    charset = part.get_param("charset")
    address = str(part.get("Content-Location") or "").strip()
    result = read_page(
        content if isinstance(content, bytes) else b"",
        charset if isinstance(charset, str) else None,
        address if address.startswith(("http://", "https://")) else None,
    )
    if isinstance(result, SetAside):
        return replace(result, media_type=MHT)
    return [replace(decoded, media_type=MHT) for decoded in result]
