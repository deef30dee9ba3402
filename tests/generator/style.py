"""How one document writes labels and numbers, and what else may be asked of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Literal

from schema.form import FormRow

Numerals = Literal["plain", "thousands", "fullwidth", "unit"]


@dataclass(frozen=True)
class Options:
    """What the caller may ask of a rendering; everything else is drawn at random.

    ``labels_typo``: share of labels with a misprint. ``moved``: share of rows whose leading
    cells stand elsewhere. ``numerals``: how values are written. ``page_numbers``: between lines,
    also inside tables. ``repeat_head``: a table over two pages names its columns again.
    ``site``: the furniture of a web page around the report. ``metadata``: lines of a crawler
    above it. ``traditional``: characters of the whole document. ``pinyin``: behind some
    characters of labels. ``drop_blanks``: a layout that cannot show a blank cell prints nothing.
    """

    labels_typo: float = 0.0
    moved: float = 0.08
    numerals: Numerals = "plain"
    page_numbers: bool = False
    repeat_head: bool = False
    site: bool = False
    metadata: bool = False
    traditional: bool = False
    pinyin: bool = False
    drop_blanks: bool = False


def random_options(rng: Random) -> Options:
    """Options in the proportions of a mixed corpus."""
    return Options(
        labels_typo=rng.choice((0.0, 0.0, 0.04, 0.15)),
        moved=rng.choice((0.0, 0.08, 0.2)),
        numerals=rng.choices(("plain", "thousands", "fullwidth", "unit"), (88, 6, 3, 3))[0],
        page_numbers=rng.random() < 0.2,
        repeat_head=rng.random() < 0.12,
        site=rng.random() < 0.2,
        metadata=rng.random() < 0.1,
        traditional=rng.random() < 0.015,
        pinyin=rng.random() < 0.01,
    )


@dataclass(frozen=True)
class Style:
    """The writing habits of one document."""

    brackets: str
    point: str
    quotes: str
    comma: str
    note: bool
    short: bool
    gap: str
    zero_fee: str
    blank: str
    plus: bool
    head_notes: bool
    seed: int


def random_style(rng: Random) -> Style:
    """The habits of a document."""
    brackets = rng.choices(("（）", "()", "() "), (5, 2, 3))[0]
    return Style(
        brackets=brackets,
        point=". " if brackets == "() " else rng.choices((".", "、", "．"), (6, 2, 2))[0],
        quotes=rng.choices(("“”", '""', "‘’", "「」", ""), (12, 2, 1, 1, 1))[0],
        comma=", " if brackets == "() " else "，",
        note=rng.random() < 0.8,
        short=rng.random() < 0.12,
        gap=" " if rng.random() < 0.25 else "",
        zero_fee=rng.choices(("0", "0.00"), (9, 1))[0],
        blank=rng.choices(("", "\N{NO-BREAK SPACE}", "&nbsp;"), (17, 2, 1))[0],
        plus=rng.random() < 0.4,
        head_notes=rng.random() < 0.3,
        seed=rng.randrange(2**32),
    )


@dataclass(frozen=True)
class Pen:
    """All that a layout writes with."""

    rng: Random
    style: Style
    options: Options

    def chance(self, share: float) -> bool:
        """True for about this share of the calls."""
        return self.rng.random() < share

    def habits(self) -> Random:
        """A generator for what a document does the same way in all its tables."""
        return Random(self.style.seed)


# Misprints seen in tables of this form: right, wrong.
TYPOS = (
    ("三类内部事务", "三类内容事务"),
    ("四类过程性", "四类过程性性"),
    ("勾稽", "钩稽"),
    ("本年废止件数", "本年度止件数"),
    ("现行有效件数", "现行有效件"),
    ("行政规范性文件", "规范性文件"),
    ("行政复议", "行政法复议"),
    ("本机关不掌握", "本机不掌握"),
    ("信访举报投诉", "信访举报投拆"),
    ("仍不明确", "任不明确"),
    ("保护第三方", "保护第三者"),
    ("危及", "危急"),
    ("需要另行制作", "需另行制作"),
    ("公开出版物", "公开出版物品"),
    ("逾期不补正", "逾期未补正"),
    ("重新出具", "从新出具"),
    ("结转下年度", "结转下年"),
    ("本年新收", "本年新收到"),
    ("行政事业性收费", "行政事业收费"),
    ("本年增/减", "本年增/"),
    ("上一年项目数量", "上年项目数量"),
    ("对外公开总数量", "对外公开总数"),
)
_SHORT = {"lapsed_no_correction": "逾期不补正", "lapsed_no_fee": "逾期不缴费"}
_FULLWIDTH = str.maketrans("0123456789.+-", "０１２３４５６７８９．＋－")


def punctuate(text: str, style: Style) -> str:
    """Brackets, numbering, quotes and commas of the form in the style of the document."""
    left, right, space = style.brackets[0], style.brackets[1], style.brackets[2:]
    head, point, tail = text.partition(".")
    if point and head.isdigit():
        text = head + style.point + tail
    text = text.replace(")项", right + "项").replace(")", right + space)
    text = text.replace("(", left).replace(",", style.comma)
    if style.quotes:
        return text.replace("“", style.quotes[0]).replace("”", style.quotes[1])
    return text.replace("“", "").replace("”", "")


def misprint(text: str, pen: Pen) -> str:
    """The text, now and then with a misprint."""
    if not pen.options.labels_typo:
        return text
    fitting = [(right, wrong) for right, wrong in TYPOS if right in text]
    if fitting and pen.chance(pen.options.labels_typo):
        right, wrong = pen.rng.choice(fitting)
        return text.replace(right, wrong, 1)
    return text


def write(text: str, pen: Pen) -> str:
    """A label of the form as this document prints it."""
    return misprint(punctuate(text, pen.style).strip(), pen)


def write_row(row: FormRow, pen: Pen) -> str:
    """The label of a row: number, words and, where the document prints it, the note."""
    words = _SHORT.get(row.row, row.label) if pen.style.short else row.label
    return write(row.number + words + (row.note if pen.style.note else ""), pen)


def write_value(value: int | float, unit: str, pen: Pen, *, signed: bool = False) -> str:
    """A number as printed; a ``signed`` one may show that it is an increase."""
    numerals = pen.options.numerals
    text = str(value) if isinstance(value, int) else format(Decimal(repr(value)), "f")
    if numerals == "thousands":
        whole, point, decimals = text.partition(".")
        text = f"{int(whole):,}{point}{decimals}"
    elif unit == "万元" and value == 0:
        text = pen.style.zero_fee
    if signed and value > 0 and pen.style.plus:
        text = "+" + text
    if numerals == "fullwidth":
        return text.translate(_FULLWIDTH)
    return text + unit if numerals == "unit" else text
