"""A page without the elements that readers do not see, in one go however it is broken."""

from __future__ import annotations

import re
from collections.abc import Iterator

_UNSEEN = re.compile(r"<(?:(script|style)\b|(!--))", re.I)
_OR_NOSCRIPT = re.compile(r"<(?:(script|style|noscript)\b|(!--))", re.I)
_END = {
    "!--": re.compile("-->"),
    "script": re.compile(r"</script\s*>", re.I),
    "style": re.compile(r"</style\s*>", re.I),
    "noscript": re.compile(r"</noscript\s*>", re.I),
}
_TAG = re.compile(r"<[^<>]*>")


def seen(text: str, *, noscript: bool = True) -> Iterator[str]:
    """The pieces of a page between scripts, styles and comments; ``noscript``: what stands for
    scripts counts as seen. An element that does not end is left as it is, with all behind it."""
    unseen, done = _UNSEEN if noscript else _OR_NOSCRIPT, 0
    while begun := unseen.search(text, done):
        ended = _END[(begun[1] or begun[2]).lower()].search(text, begun.end())
        if ended is None:
            break
        yield text[done : begun.start()]
        done = ended.end()
    yield text[done:]


def words(text: str) -> str:
    """Roughly what a reader sees of a page."""
    return " ".join(_TAG.sub(" ", " ".join(seen(text, noscript=False))).split())
