"""What the styles of a page hide: those of an element, of its class or of its id."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from selectolax.lexbor import LexborNode

GONE, BLANK = "gone", "blank"
"""What a style does to an element that it hides: BLANK leaves the place of a cell."""

_ZERO = r"(?:0+(?:\.0*)?|\.0+)"
_END = r"\s*(?=[;!]|$)"
_CLEAR = re.compile(rf"(?<![\w-])opacity\s*:\s*{_ZERO}%?{_END}", re.I)
_NO_SIZE = re.compile(rf"(?<![\w-])font-size\s*:\s*{_ZERO}(?:[a-z]{{2,4}}|%)?{_END}", re.I)
_WHITE_NAMES = r"#fff(?:fff)?|white|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\)"
_WHITE = re.compile(rf"(?<![\w-])color\s*:\s*(?:{_WHITE_NAMES})(?![\w-])", re.I)
_SETS = re.compile(r"(?<![\w-])(?:display|visibility)\s*:", re.I)
_HIDES = re.compile(
    r"(?<![\w-])(?:(display\s*:\s*none|mso-hide\s*:\s*all)|visibility\s*:\s*hidden"
    r"|text-decoration(?:-line)?\s*:[^;:]*line-through)(?![\w-])",
    re.I,
)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.S)
_AT_RULE = re.compile(r"@[^{};@]*+(?:;|\{(?:[^{}]*+\{[^{}]*+\})*+[^{}]*+\})")
_SIMPLE = re.compile(r"([a-z][a-z0-9]*)?([.#][\w-]+)", re.I)
_NAME = re.compile(r"[.#][\w-]+")
_FIGURE = re.compile(r"[\d\s.,]*\d[\d\s.,]*")
_DEEP = 20
"""Elements around a text, or around an element within its table, that are looked at."""


class _Rule(NamedTuple):
    """What the last rule for a selector says: how particular it is, which it is, what it does
    (nothing where it shows)."""

    rank: int
    number: int
    effect: str


class Rules:
    """Rules of a page's own style sheets for a class or an id that hide what has it.

    A class that some rule of a selector that is not simple shows again, as tabs do, hides
    nothing; rules for print and for sizes of a screen say nothing. ``backgrounds`` tells that
    style sheets may set some.
    """

    def __init__(self, sheets: Iterable[str], *, backgrounds: bool) -> None:
        self.backgrounds = backgrounds
        self._rules: dict[tuple[str, str], _Rule] = {}
        shown: set[str] = set()
        for sheet in sheets:
            for rule in _AT_RULE.sub("", _COMMENT.sub("", sheet)).split("}"):
                selectors, _, body = rule.partition("{")
                if _SETS.search(body) or _HIDES.search(body):
                    self._add(selectors, _effect(body), shown)
        self._rules = {key: rule for key, rule in self._rules.items() if key[1] not in shown}
        self._any = any(rule.effect for rule in self._rules.values())

    def _add(self, selectors: str, effect: str, shown: set[str]) -> None:
        for selector in selectors.split(","):
            simple = _SIMPLE.fullmatch(selector.strip())
            if simple:
                tag, name = (simple[1] or "").lower(), simple[2]
                rank = 2 * (name[0] == "#") + bool(tag)
                self._rules[tag, name] = _Rule(rank, len(self._rules), effect)
            elif not effect:
                shown.update(_NAME.findall(selector))

    def effect(self, tag: str, attributes: dict[str, str | None]) -> str:
        """What its own style, or the rules for its class and id, do to an element."""
        style = attributes.get("style") or ""
        effect = _effect(style) if style else ""
        if effect or not self._any or _SETS.search(style):
            return effect
        names = [f".{name}" for name in (attributes.get("class") or "").split()]
        names.append(f"#{(attributes.get('id') or '').strip()}")
        keys = ((own, name) for own in ("", tag) for name in names)
        return max((self._rules[key] for key in keys if key in self._rules), default=_NONE).effect


_NONE = _Rule(0, 0, "")


def _effect(style: str) -> str:
    hides = _HIDES.search(style)
    return "" if hides is None else GONE if hides[1] else BLANK


def may_hide(style: str) -> bool:
    """Whether a style may show nothing of an element's text, by what stands in or around it."""
    return any(pattern.search(style) for pattern in (_CLEAR, _NO_SIZE, _WHITE))


def is_unseen(node: LexborNode, style: str) -> bool:
    """Whether an element's own style shows nothing of its text."""
    if _CLEAR.search(style):
        return True
    return _NO_SIZE.search(style) is not None and _lone_text(node, "font-size") is not None


def white_text(node: LexborNode, style: str) -> str | None:
    """The text of an element of a table if it is white, with no background near it."""
    if not _WHITE.search(style):
        return None
    outer: LexborNode | None = node
    for _ in range(_DEEP):
        if outer is None:
            break
        attributes = outer.attributes
        if "bgcolor" in attributes or "background" in (attributes.get("style") or "").lower():
            return None
        if outer.tag == "table":
            break
        outer = outer.parent
    return _lone_text(node, "color")


def is_figure(text: str) -> bool:
    """Whether a text is nothing but digits."""
    return _FIGURE.fullmatch(text) is not None


def _lone_text(node: LexborNode, style: str) -> str | None:
    """The text that is all that an element holds, unless one between them sets ``style``."""
    child = node.first_child
    for _ in range(_DEEP):
        if child is None or child.next is not None:
            return None
        if child.tag == "-text":
            return child.text_content or ""
        if style in (child.attributes.get("style") or "").lower():
            return None
        child = child.first_child
    return None
