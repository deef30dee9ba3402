"""The encoding of a web page, which often is not the one that the page declares."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.decode import decode, is_binary, plausible
from extractors.document import Decoded
from extractors.findings import finding
from extractors.model import Finding, SetAside

_HEAD = 4096
_DECLARED = re.compile(
    rb"""<meta\b[^>]{0,300}?\bcharset\s*=\s*["']?\s*([\w-]{1,40})"""
    rb"""|<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([\w-]{1,40})""",
    re.I,
)
_CODECS = {"utf8": "utf-8", "big5": "big5hkscs", "big5hkscs": "big5hkscs"}
_CODECS |= dict.fromkeys(("gb2312", "gb231280", "gbk", "xgbk", "cp936", "gb18030"), "gb18030")
"""Codecs of the declarations that mean something: pages said to be GB2312 hold GB18030, and one
said to be Latin is one whose author left the editor's default."""
_MAX_BROKEN = 5
"""Broken characters that leave a page readable, beside one in a thousand."""


def decode_page(data: bytes, declared: str | None = None) -> Decoded | SetAside:
    """The markup of a page as text, or why it cannot be read.

    Order: byte order mark, UTF-16 that shows by its zero bytes, strict UTF-8, strict GB18030,
    then what ``declared`` or the page itself says. A page with a few broken characters is
    decoded with U+FFFD in their place and a finding that counts them.
    """
    wide = _utf_16(data)
    if wide:
        data = data.decode(wide, "replace").encode()
    result = decode(data)
    if isinstance(result, Decoded):
        return replace(result, encoding=wide) if wide else result
    codecs = [_codec(declared), _codec(_declaration(data)), "utf-8", "gb18030"]
    for codec in dict.fromkeys(filter(None, codecs)):
        text = data.decode(codec, "replace")
        broken = text.count("\ufffd")
        few = broken <= _MAX_BROKEN + len(text) // 1000
        if few and plausible(text) and not is_binary(text):
            return Decoded(text, codec, findings=_broken(broken, codec))
    return result


def _utf_16(data: bytes) -> str | None:
    """UTF-16 without a byte order mark: every other byte of its markup is zero."""
    head = data[:200]
    if head[1::2].count(0) > len(head) // 10:
        return "utf-16-le" if not head.startswith(b"\xff\xfe") else None
    if head[::2].count(0) > len(head) // 10:
        return "utf-16-be" if not head.startswith(b"\xfe\xff") else None
    return None


def _declaration(data: bytes) -> str | None:
    """The encoding that the head of the page declares."""
    match = _DECLARED.search(data, 0, _HEAD)
    return (match[1] or match[2]).decode() if match else None


def _codec(declared: str | None) -> str | None:
    return _CODECS.get(re.sub(r"[\W_]", "", declared or "").lower())


def _broken(count: int, codec: str) -> tuple[Finding, ...]:
    if not count:
        return ()
    return (finding("broken_characters", codec=codec, found=str(count)),)
