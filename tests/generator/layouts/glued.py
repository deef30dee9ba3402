"""Tables that have lost their lines: all cells one behind the other, with spaces or nothing."""

from __future__ import annotations

from ..breaks import may_break
from ..style import Pen
from ..tables import Table, texts_of


def run_together(table: Table, pen: Pen) -> list[str]:
    """Labels and digits with nothing between them; in some documents a space has strayed in."""
    share = pen.habits().choice((0.0, 0.0, 0.004, 0.02))
    words: list[str] = []
    for labels, values in texts_of(table):
        words += [_strewn(label, share, pen) for label in labels]
        words += values
    return ["".join(word + " " * pen.chance(share) for word in words)]


def _strewn(label: str, share: float, pen: Pen) -> str:
    """The label, now and then with a space inside."""
    if not share or len(label) < 4 or not pen.chance(4 * share):
        return label
    at = pen.rng.randint(2, len(label) - 1)
    return f"{label[:at]} {label[at:]}" if may_break(label, at) else label


def one_space(table: Table, pen: Pen) -> list[str]:
    """The whole table in one paragraph, a space between all its cells."""
    return [" ".join(" ".join((*labels, *values)) for labels, values in texts_of(table))]


def broken_lines(table: Table, pen: Pen) -> list[str]:
    """Words with a space between and line breaks anywhere, but never inside a number."""
    habits = pen.habits()
    narrow = habits.random() < 0.5
    anywhere, new_row = habits.choice((0.05, 0.12)), habits.choice((0.6, 0.95))
    text = ""
    for labels, values in texts_of(table):
        text += "\n" if pen.chance(new_row) else " "
        *groups, label = labels or [""]
        for group in groups:
            if narrow and values and table.name == "applications":
                text += "\n".join(group) + "\n"
            else:
                text += _broken(group, pen) + " "
        text += _broken(label, pen)
        for value in values:
            text += ("\n" if pen.chance(anywhere) else " ") + value
    return [line for line in text.split("\n") if line.strip()]


def _broken(label: str, pen: Pen) -> str:
    """The label on one, two or three lines."""
    places = [at for at in range(2, len(label)) if may_break(label, at)]
    breaks = min(pen.rng.choices((0, 1, 2), (70, 22, 8))[0], len(places))
    for at in sorted(pen.rng.sample(places, breaks), reverse=True):
        label = label[:at] + "\n" + label[at:]
    return label
