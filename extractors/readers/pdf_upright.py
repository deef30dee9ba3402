"""Heads of columns that run downwards, a character a line, where no lines rule them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from extractors.document import Box
from extractors.readers.glyphs import TextLine, around
from extractors.readers.pdf_rows import Line, is_mark, is_value, values_of
from schema import form

UNITS = frozenset(form.indicator_words("unit_name"))
"""Units that rows of tables are counted in."""
_BELOW = 0.2
"""Of characters below one another the middles differ by less of a character's height."""
_ROUNDED = 0.01
"""Points by which sums of places may come out differently."""
_NEXT = 0.9
"""The next character of a head begins within this share of its height."""
_EVEN = 0.25
"""The steps from one character of a head to the next differ by less of its height."""
_TALL = 1.5
"""What runs downwards is so much higher than wide."""
_YEAR = 4
"""Digits of a year, which are the only ones in a head."""
_Stack = list[TextLine]


def with_upright(lines: Sequence[Line]) -> Sequence[Line]:
    """Lines with each head that runs downwards as one piece, on the line at its middle."""
    stacks = [head for stack in _stacks(lines) if len(head := _head(stack)) > 1]
    if not stacks:
        return lines
    taken = {id(piece) for stack in stacks for piece in stack}
    result = [[piece for piece in line if id(piece) not in taken] for line in lines]
    numbers = {id(piece): number for number, line in enumerate(lines) for piece in line}
    for stack in stacks:
        first, last = numbers[id(stack[0])], numbers[id(stack[-1])]
        whole = _whole(stack)
        result[_at_middle(lines, first, last, whole.box)].append(whole)
    return [sorted(line, key=lambda piece: piece.box[0]) for line in result if line]


def is_upright(piece: TextLine) -> bool:
    """Whether a piece of several characters runs downwards."""
    left, top, right, bottom = piece.box
    return len(piece.text) > 1 and bottom - top > _TALL * (right - left)


def _stacks(lines: Sequence[Line]) -> list[_Stack]:
    """Characters alone that stand one below the other, with no row of numbers between."""
    stacks: list[_Stack] = []
    growing: list[_Stack] = []
    for line in lines:
        alone = [piece for piece in line if len(piece.text) == 1 and not is_mark(piece)]
        own = _above(growing, alone)
        of_years = {
            id(piece)
            for piece, stack in zip(alone, own, strict=True)
            if _ends_in_year("".join(one.text for one in [*stack, piece]))
        }
        if any(id(value) not in of_years for value in values_of(line)):
            growing = []
            continue
        for piece, stack in zip(alone, own, strict=True):
            if not stack:
                stacks.append(stack)
                growing.append(stack)
            stack.append(piece)
    return stacks


def _above(stacks: Sequence[_Stack], pieces: Sequence[TextLine]) -> list[_Stack]:
    """For each character the first of the stacks that it goes on, or a new one."""
    middles = sorted((_middle(stack[-1]), number) for number, stack in enumerate(stacks))
    found: list[_Stack] = []
    for piece in pieces:
        reach = _BELOW * (piece.box[3] - piece.box[1]) + _ROUNDED
        start = bisect_left(middles, (_middle(piece) - reach, 0))
        end = bisect_left(middles, (_middle(piece) + reach, 0))
        near = (stacks[number] for number in sorted(number for _, number in middles[start:end]))
        found.append(next((stack for stack in near if _goes_on(stack, piece)), []))
    return found


def _middle(piece: TextLine) -> float:
    return (piece.box[0] + piece.box[2]) / 2


def _ends_in_year(text: str) -> bool:
    """Whether the digits that a text ends with are a year's, as far as they go."""
    digits = text[len(text.rstrip("0123456789")) :]
    return bool(digits) and "20".startswith(digits[:2]) and len(digits) <= _YEAR


def _head(stack: _Stack) -> _Stack:
    """What of a stack is a head: not the numbers below it, nor units of rows that are blank."""
    end = len(stack)
    while end and is_value(stack[end - 1]):
        end -= 1
    return [] if all(piece.text in UNITS for piece in stack[:end]) else stack[:end]


def _goes_on(stack: _Stack, piece: TextLine) -> bool:
    """Whether a character is the next one of a head, at an even step."""
    last = stack[-1]
    step, height = _step(last, piece), piece.box[3] - piece.box[1]
    aside = abs(_middle(last) - _middle(piece))
    if piece.page != last.page or aside > _BELOW * height or not 0 < step - height < _NEXT * height:
        return False
    return len(stack) < 2 or abs(step - _step(stack[0], stack[1])) < _EVEN * height


def _step(above: TextLine, below: TextLine) -> float:
    return below.box[3] - above.box[3]


def _whole(stack: _Stack) -> TextLine:
    text = "".join(piece.text for piece in stack)
    return TextLine(text, around(piece.box for piece in stack), stack[0].page)


def _at_middle(lines: Sequence[Line], first: int, last: int, box: Box) -> int:
    """The line that stands at the middle of a head; the upper one of two as near."""

    def off(number: int) -> int:
        _, top, _, bottom = lines[number][0].box
        return round(abs(top + bottom - box[1] - box[3]))

    return min(range(first, last + 1), key=off)
