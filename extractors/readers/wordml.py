"""Word's markup as a reader sees it: changes accepted, nothing hidden, wrappers undone."""

from __future__ import annotations

from itertools import takewhile

from extractors.readers.container import UnreadableError
from extractors.readers.openxml import Element, strip_elements, unwrap

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BODY, PARAGRAPH, TABLE, ROW, CELL, CHUNK, VALUE = (
    W + name for name in ("body", "p", "tbl", "tr", "tc", "altChunk", "val")
)
JOINED = "joined"
"""Attribute of a paragraph whose mark is deleted: the next one goes on with it."""
MAX_FIELDS = 50
"""Fields within fields."""

_MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TEXT, _TAB, _BREAK, _RETURN, _HYPHEN, _SYMBOL = (
    W + name for name in ("t", "tab", "br", "cr", "noBreakHyphen", "sym")
)
_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_PIECES = (_TEXT, _TAB, _BREAK, _RETURN, _HYPHEN, _SYMBOL, _FORMULA)
_RUN, _RUN_STYLE, _PARAGRAPH_STYLE = W + "r", W + "rPr", W + "pPr"
_DELETED = (W + "del", W + "moveFrom")
_HIDING = (W + "vanish", W + "strike", W + "dstrike", W + "vertAlign")
_FIELD, _CONTROL = W + "fldChar", W + "sdt"
_NOT_SHOWN = (*_DELETED, W + "rt", _PARAGRAPH_STYLE)
"""``rt`` is how a character is pronounced; styles of paragraphs hold tabs that are not text."""
_WRAPPERS = (
    _CONTROL,
    W + "sdtContent",
    W + "customXml",
    W + "ins",
    W + "moveTo",
    _MARKUP + "AlternateContent",
    _MARKUP + "Choice",
)
"""What may stand around paragraphs, tables, rows and cells."""


def printed(element: Element) -> str:
    """The text of an element that is shown; a break within a line is a line feed."""
    return "".join([piece.text or "" for piece in element.iter(_TEXT)])


def show(body: Element) -> None:
    """Leave in a body what a reader sees, its blocks, rows and cells without wrappers.

    Text that is struck through counts as deleted, superscript as the mark of a note. Raises
    ``UnreadableError`` where fields nest too deeply.
    """
    strip_elements(body, _MARKUP + "Fallback")  # says again what Choice says
    _delete(body)
    _hide(body)
    _end_fields(body)
    strip_elements(body, *_NOT_SHOWN)
    unwrap(body, *_WRAPPERS)
    _move_boxes(body)
    for piece in list(body.iter(*_PIECES[1:])):
        piece.text, piece.tag = _character(piece), _TEXT


def _character(piece: Element) -> str:
    """What a piece prints that is no text of a run."""
    tag = piece.tag
    if tag == _FORMULA:
        return piece.text or ""
    if tag == _SYMBOL:
        return _symbol(piece)
    if tag == _BREAK and piece.get(W + "type", "textWrapping") != "textWrapping":
        return ""
    return {_TAB: "\t", _HYPHEN: "-"}.get(tag, "\n")


def _symbol(piece: Element) -> str:
    """The character of a symbol font; that of a font of pictures says nothing."""
    try:
        code = int(piece.get(W + "char", ""), 16)
    except ValueError:
        return ""
    if 0xF020 <= code < 0xF07F and piece.get(W + "font") == "Symbol":
        code -= 0xF000
    private = 0xE000 <= code < 0xF900 or 0xD800 <= code < 0xE000
    return "" if private or not 0x20 <= code < 0x110000 else chr(code)


def _delete(body: Element) -> None:
    """Take out rows and cells that are deleted; note where a paragraph's end is."""
    for mark in list(body.iter(*_DELETED, W + "cellDel")):
        style = mark.getparent()
        if style.tag in (W + "trPr", W + "tcPr"):
            _remove(style.getparent())
        elif style.tag == _RUN_STYLE:
            _join(style)


def _hide(body: Element) -> None:
    """Take out hidden runs and rows, and prompts of controls that nobody filled in."""
    for mark in list(body.iter(*_HIDING)):
        style = mark.getparent()
        if style.tag == _RUN_STYLE and _is_on(mark):
            owner = style.getparent()
            if owner.tag == _RUN:
                _remove(owner)
            elif mark.tag == W + "vanish":
                _join(style)
    for mark in list(body.iter(W + "hidden")):
        if mark.getparent().tag == W + "trPr" and _is_on(mark):
            _remove(mark.getparent().getparent())
    for mark in list(body.iter(W + "showingPlcHdr")):
        control = mark.getparent().getparent()
        if _is_on(mark) and control is not None and control.tag == _CONTROL:
            strip_elements(control, _RUN)


def _is_on(mark: Element) -> bool:
    """Whether a mark that can be switched off is on."""
    value = mark.get(VALUE, "1")
    if mark.tag == W + "vertAlign":
        return bool(value == "superscript")
    return value not in ("0", "false", "off")


def _end_fields(body: Element) -> None:
    """Take out what stands in the code of a field; one that never ends hides nothing."""
    in_code: list[bool] = []  # of each field that is open, whether its result has not begun
    code: list[Element] = []
    for piece in list(body.iter(_FIELD, *_PIECES)):
        kind = piece.get(W + "fldCharType") if piece.tag == _FIELD else None
        if kind is None:
            if True in in_code:
                code.append(piece)
        elif kind == "begin":
            in_code.append(True)
            if len(in_code) > MAX_FIELDS:
                raise UnreadableError(f"the document nests fields more than {MAX_FIELDS} deep")
        elif in_code and kind == "separate":
            in_code[-1] = False
        elif in_code and kind == "end":
            in_code.pop()
        if code and True not in in_code:
            for hidden in code:
                _remove(hidden)
            code = []


def _move_boxes(body: Element) -> None:
    """Put what text boxes hold where it disturbs no table.

    A box ahead of the first table, perhaps the title, follows its paragraph; others, such as
    page numbers, come last.
    """
    boxes = list(body.iter(W + "txbxContent"))
    ahead = set(takewhile(lambda block: block.tag != TABLE, body)) if boxes else set()
    last: dict[Element, Element] = {}
    for box in boxes:
        host = box
        while host not in ahead and host is not body:
            host = host.getparent()
        for block in list(box):
            if host is body:
                body.append(block)
            else:
                last.get(host, host).addnext(block)
                last[host] = block


def _join(style: Element) -> None:
    """Mark the paragraph that a style of its end belongs to."""
    paragraph_style = style.getparent()
    if paragraph_style.tag == _PARAGRAPH_STYLE:
        paragraph_style.getparent().set(JOINED, "1")


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
