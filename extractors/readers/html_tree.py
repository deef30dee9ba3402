"""From the tree of a parsed page to what it shows, without what it does not show."""

from __future__ import annotations

import re
from collections import Counter

from selectolax.lexbor import LexborNode

from extractors.document import UNKNOWN
from extractors.readers.html_blocks import Cell, Item, Link, Picture, Table
from extractors.readers.html_plain import attributes_of, in_a_line, plain_table, spans
from extractors.readers.html_styles import BLANK, Rules, is_figure, is_unseen, may_hide, white_text

MAX_TABLES = 2_000
"""Tables of a page; a report has some ten."""
MAX_NESTED = 50
"""Tables within one another; layout tables go some five deep."""


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


_NOT_SHOWN = _names(
    "head script style noscript template select datalist svg iframe object embed video audio"
    " canvas noframes frameset title nav map s strike del"
)
_BLOCKS = _names(
    "html body address article aside blockquote br center dd details dialog div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu ol"
    " p pre section summary ul caption dir marquee textarea"
)
_MAY_BE_PRE = _names("div p article section")
_GROUPS = _names("thead tbody tfoot")
_STYLED = re.compile(
    r"display\s*:\s*(table(?:-row-group|-header-group|-footer-group|-row|-cell)?)(?![\w-])"
    r"|(white-space\s*:\s*pre)",
    re.I,
)
_ROLES = {
    "table": "table",
    "table-header-group": "thead",
    "table-row-group": "tbody",
    "table-footer-group": "tfoot",
    "table-row": "tr",
    "table-cell": "td",
}
_PARENTS = {
    "tr": ("table", "thead", "tbody", "tfoot"),
    "td": ("tr",),
    "thead": ("table",),
    "tbody": ("table",),
    "tfoot": ("table",),
}
"""Where boxes of tables drawn with styles stand; elsewhere they are mere boxes."""
_LOOKED_INTO = _names("header footer sup")
"""Elements whose whole text decides whether they are read; not within one another."""
_ACTIVE = _BLOCKS | _GROUPS | _NOT_SHOWN | _LOOKED_INTO | _names("table tr td th blank img a input")
"""Elements that are more than text on the line they stand in."""
_ASKED = _NOT_SHOWN | _LOOKED_INTO
_TYPED = _names("text number tel")
"""Types of inputs that print what they hold."""
_CELLS = _names("td th blank")
"""``blank`` is one whose content is hidden while its place stays."""
_NOTE = re.compile(r"[\[(（【〔]?(?:注?\d{1,2}|注|[①-⑳*※]{1,3})[\])）】〕]?")
_NUMBER = re.compile(r"\s*\+?(\d{1,9})")
_TRIES = 4
"""Times the length of a page of markup that is written anew to look for plain tables."""
_ICON = 64
"""Pixels of a picture that is too small to show a table."""


class TooManyTablesError(ValueError):
    """A page with more tables, or deeper ones, than are read."""


class Tree:
    """The items that a page shows. ``notes`` counts marks of footnotes that were left out.

    ``rules`` are those of its styles, None where no style hides or moves anything; ``length``
    is that of its markup.
    """

    def __init__(self, root: LexborNode, rules: Rules | None, length: int) -> None:
        self.items: list[Item] = []
        self.notes = 0
        self._rules = rules
        self._tables: list[Table] = []
        self._cells: list[Cell] = []
        self._number = 0
        self._pieces: list[str] = []
        self._preformatted = 0
        self._links = 0
        self._only_links = True
        self._harmless: dict[tuple[str, str], bool] = {}
        self._tries = _TRIES * length
        self._open_now: Counter[str] = Counter()
        self._walk(root)
        self._flush()

    def _walk(self, root: LexborNode) -> None:
        """Every node in the order of the page; without recursion, for pages nest deeply."""
        open_: list[tuple[LexborNode, str]] = []
        node: LexborNode | None = root
        while node is not None:
            tag = node.tag or ""
            inner = None
            if tag == "-text":
                text = node.text_content or ""
                if self._preformatted:
                    self._keep_lines(text)
                elif self._pieces or not text.isspace():  # no line begins with white space
                    self._add(text)
            elif tag[:1] not in "-!":
                role: str | None = tag
                if self._rules or tag in _ASKED:
                    role = self._role(node, tag, open_[-1][1] if open_ else "")
                if role == "table" and self._takes_whole(node):
                    pass
                elif role:
                    if role in _ACTIVE:
                        self._open(role, node)
                    inner = node.first_child if role != "blank" else None
                    if inner is not None:
                        open_.append((node, role))
                    elif role in _ACTIVE:
                        self._close(role)
            following = inner if inner is not None else node.next
            while following is None and open_:
                node, ended = open_.pop()
                if ended in _ACTIVE:
                    self._close(ended)
                following = node.next
            node = following if open_ else None

    def _role(self, node: LexborNode, tag: str, parent: str) -> str | None:
        """The element that a node stands for; None where it is not shown or a mere menu."""
        if tag in _NOT_SHOWN:
            return None
        if tag in _LOOKED_INTO and not self._open_now[tag]:
            if tag != "sup" and _is_menu(node):
                return None
            if tag == "sup" and self._is_note(node):
                self.notes += 1
                return None
        return self._styled_role(self._rules, node, tag, parent) if self._rules else tag

    def _styled_role(self, rules: Rules, node: LexborNode, tag: str, parent: str) -> str | None:
        """The element that styles make of one; None where they hide it."""
        attributes = node.attributes
        if not attributes:
            return tag
        if "hidden" in attributes or attributes.get("role") == "navigation":
            return None
        text = attributes.get("style") or ""
        effect = rules.effect(tag, attributes)
        if not effect and text and (self._cells or tag in _CELLS):
            effect = self._effect_in_cell(rules, node, tag, text)
        if effect:
            return "blank" if effect == BLANK and tag in _CELLS else None
        style = _STYLED.search(text)
        if style is None:
            return tag
        if style[2]:
            return "pre" if tag in _MAY_BE_PRE and not self._cells else tag
        role = _ROLES[style[1].lower()]
        return role if parent in _PARENTS.get(role, (parent,)) else tag

    def _effect_in_cell(self, rules: Rules, node: LexborNode, tag: str, style: str) -> str:
        """Whether nobody sees what stands in a cell, or a cell; a figure that is white, where
        style sheets may set a background, is in doubt."""
        if is_unseen(node, style):
            return BLANK
        white = white_text(node, style)
        if white is None or not rules.backgrounds:
            return "" if white is None else BLANK
        if tag in _CELLS or not is_figure(white):
            return ""
        self._add(UNKNOWN)
        return BLANK

    def _is_note(self, node: LexborNode) -> bool:
        """Whether it is the mark of a footnote right behind a figure, to which it would add."""
        before = "".join(self._pieces[-3:]).rstrip()
        return before[-1:].isdigit() and _NOTE.fullmatch("".join(node.text().split())) is not None

    def _open(self, role: str, node: LexborNode) -> None:
        if role in _CELLS:  # most elements of a report
            if self._tables:
                self._open_cell(node)
        elif role in _BLOCKS:
            self._flush()
            self._preformatted += role == "pre"
        elif role == "table":
            self._open_table()
        elif role == "a":
            self._links += 1
        elif role == "img":
            if not _is_icon(node):
                self._target().append(Picture())
        elif role == "input":
            self._type_in(node)
        elif not self._tables:
            pass
        elif role == "tr":
            self._tables[-1].rows().append([])
        elif role in _GROUPS:
            self._tables[-1].groups.append((role, []))
        if role in _LOOKED_INTO:
            self._open_now[role] += 1

    def _type_in(self, node: LexborNode) -> None:
        """Print what a field of a form holds, as a line of its cell."""
        attributes = node.attributes
        if self._cells and (attributes.get("type") or "text").strip().lower() in _TYPED:
            self._flush()
            self._add(attributes.get("value") or "")
            self._flush()

    def _close(self, role: str) -> None:
        if role in _CELLS:
            if self._tables:
                if self._pieces:
                    self._flush()
                self._cells.pop()
        elif role in _BLOCKS:
            self._flush()
            self._preformatted -= role == "pre"
        elif role == "a":
            self._links -= 1
        elif role == "table":
            self._flush()
            table = self._tables.pop()
            only = table.only_cell() if self._cells else None
            self._target().extend(only.items if only else [table])
        if role in _LOOKED_INTO:
            self._open_now[role] -= 1

    def _open_table(self) -> None:
        self._flush()
        self._number += 1
        if self._number > MAX_TABLES:
            raise TooManyTablesError(f"more than {MAX_TABLES} tables")
        if len(self._tables) >= MAX_NESTED:
            raise TooManyTablesError(f"tables nested more than {MAX_NESTED} deep")
        self._tables.append(Table())

    def _takes_whole(self, node: LexborNode) -> bool:
        """Take a table with nothing but text in its cells, as most of a report's are."""
        if self._preformatted or self._links or self._tries <= 0:
            return False
        markup = node.html or ""
        self._tries -= len(markup)
        table = plain_table(markup, self._is_harmless if self._rules else None)
        if table is None:
            return False
        self._open_table()
        self._tables[-1] = table
        self._close("table")
        return True

    def _is_harmless(self, tag: str, written: str) -> bool:
        """Whether styles surely change nothing of what an element of a table shows, given its
        attributes as they are written."""
        known = self._harmless.get((tag, written))
        if known is None:
            assert self._rules is not None
            attributes = attributes_of(written)
            style = attributes.get("style")
            known = not ("hidden" in attributes or "role" in attributes)
            known = known and not self._rules.effect(tag, attributes)
            known = known and not (style and (_STYLED.search(style) or may_hide(style)))
            self._harmless[tag, written] = known
        return known

    def _open_cell(self, node: LexborNode) -> None:
        if self._pieces:
            self._flush()
        cell = Cell(*spans(node.attributes))
        self._tables[-1].row().append(cell)
        self._cells.append(cell)

    def _target(self) -> list[Item]:
        """Where the next line goes: a cell, or the page outside of all tables."""
        return self._cells[-1].items if self._cells else self.items

    def _add(self, text: str) -> None:
        self._pieces.append(text)
        if not self._links and not text.isspace():
            self._only_links = False

    def _keep_lines(self, text: str) -> None:
        for number, line in enumerate(text.splitlines() or [""]):
            if number:
                self._flush()
            self._add(line)
        if text.endswith(("\n", "\r")):
            self._flush()

    def _flush(self) -> None:
        """End the line of text that stands before a block."""
        if not self._pieces:
            return
        text = "".join(self._pieces)
        self._pieces.clear()
        if self._preformatted and "\t" in text:
            line = "\t".join(map(in_a_line, text.split("\t")))
        else:
            line = in_a_line(text)
        if line:
            self._target().append(Link(line) if self._only_links else line)
        self._only_links = True


def _is_menu(node: LexborNode) -> bool:
    """Whether all text of a header or footer stands in links."""
    text = sum(map(len, node.text().split()))
    return text == sum(len(word) for link in node.css("a") for word in link.text().split())


def _is_icon(node: LexborNode) -> bool:
    """Whether a picture states a size that can show no table."""
    attributes = node.attributes
    for name in ("width", "height"):
        match = _NUMBER.fullmatch((attributes.get(name) or "").removesuffix("px"))
        if match and int(match[1]) < _ICON:
            return True
    return False
