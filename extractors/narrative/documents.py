"""What the prose states of documents, decisions and fees against section two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.checks.stated import stated_matches
from extractors.findings import finding
from extractors.model import Finding
from extractors.narrative.facts import Facts
from extractors.narrative.labels import Times
from extractors.narrative.prose import Prose, Sentence, sentences

_SECTIONS = (1, 2)
_FEES = "proactive.fees.amount_wan_yuan"
_WORDS = {"rules": "规章", "normative_documents": "规范性文件", "licences": "行政许可"}
_WORDS |= {"penalties": "行政处罚", "coercions": "行政强制"}
_TRIGGERS = ("规范性文件", "规章", "行政许可", "行政处罚", "行政强制", "事业性收费")
_SURE = re.compile(r"行政规范性文件|制发|规章|决定")
"""The form's own words for what its cells count: others may count other things."""
_OTHER_SCOPE = re.compile(
    r"全[市区县省州国]|各|下属|所属|主动公开|解读|党|备案|审查|清理|代|草案|合法性|以[^,;]{1,8}名义|市政府|区政府|"
    r"县政府|省政府|网站|印发|公布|其中|下一?年|明年|拟|计划|预计|力争|"
    r"减免|免收|退|清单"
)
_AS_OF = re.compile(r"截至[^,;]{0,12}[年月底日],?")
_NONE = re.compile(
    r"(?:未|没有)(?:制定|制发|出台)(?:新的)?(?:和印发|印发)?(?:行政规范性文件)(?=[,;)]|$)"
)
_FEE = re.compile(
    r"行政事业性收费(?P<words>[^,;\d]{0,10})(?<![\d.,])"
    r"(?P<amount>\d[\d,]{0,14}(?:\.(?P<decimals>\d{1,6}))?)(?P<unit>万元|元)"
)
_AMOUNT = re.compile(r"(?:收入|总额|金额|合计|共计?|总计|为|是|:|人民币|约)*")
"""Words between fees and their amount that leave no doubt that all are meant."""
_COUNTED = re.compile(r"\d[件部]")
_WAN = 10_000
_ISSUED = ("proactive.normative_documents.issued", "proactive.normative_documents.made")


def check_documents(texts: Sequence[Prose], facts: Facts, year: int | None) -> list[Finding]:
    """Numbers of documents and decisions, and amounts of fees, that the prose states in the
    form's own words."""
    found: dict[str, Finding | None] = {}
    for text in texts:
        for sentence in sentences(text, _TRIGGERS) if text.section in _SECTIONS else ():
            _read(sentence, facts, year, found)
            for key, fees in _fees(sentence, facts, year):
                found[key] = fees if found.get(key, fees) else None
    return [one for one in found.values() if one]


def _read(
    sentence: Sentence, facts: Facts, year: int | None, found: dict[str, Finding | None]
) -> None:
    """Note for each cell whether a statement contradicts it; null where one agrees."""
    counted = _COUNTED.search(sentence.text)
    for cell, match in stated_matches(sentence.text) if counted else ():
        value, number = facts.cells.get(cell), int(match[1])
        if value is None or not _SURE.search(match[0]):
            continue
        before = _AS_OF.sub("", sentence.text[: match.start()])
        if number == value:
            found[cell] = None
        elif not _OTHER_SCOPE.search(before) and not Times(before, year).is_other(len(before)):
            word = _WORDS[cell.split(".")[1]]
            said = _finding(sentence, match.end(), cell, word, f"{value:g}", str(number))
            found.setdefault(cell, said)
    none = _NONE.search(sentence.text)
    if none and not _OTHER_SCOPE.search(sentence.text, 0, none.start()):
        for cell in _ISSUED:
            value = facts.cells.get(cell)
            if value and not Times(sentence.text, year).is_other(none.start()):
                said = _finding(sentence, none.end(), cell, "规范性文件", f"{value:g}", "0")
                found.setdefault(cell, said)


def _finding(
    sentence: Sentence, end: int, cell: str, word: str, expected: str, found: str
) -> Finding:
    quote = sentence.quote(end)
    return finding(
        "narrative_documents", (cell,), item=word, sentence=quote, expected=expected, found=found
    )


def _fees(
    sentence: Sentence, facts: Facts, year: int | None
) -> Iterator[tuple[str, Finding | None]]:
    """What a sentence states of fees: a table that prints in 万元 the number that the prose gives
    in 元, or another amount; null where it agrees."""
    value = facts.cells.get(_FEES)
    for match in _FEE.finditer(sentence.text) if value else ():
        before = sentence.text[: match.start()]
        in_wan = match["unit"] == "万元"
        amount = float(match["amount"].replace(",", "")) * (_WAN if in_wan else 1)
        stated, printed = amount / _WAN, float(value or 0)
        quote = sentence.quote(match.end())
        slack = 0.5001 / 10 ** len(match["decimals"] or "") / (1 if in_wan else _WAN)
        if printed == amount:
            yield (
                _FEES,
                finding(
                    "fees_unit",
                    (_FEES,),
                    sentence=quote,
                    expected=f"{stated:.10g}",
                    found=f"{printed:.10g}",
                ),
            )
        elif abs(stated - printed) <= slack:
            yield f"{_FEES} stated", None
        elif (
            in_wan
            and _AMOUNT.fullmatch(match["words"])
            and not _OTHER_SCOPE.search(before)
            and not Times(before, year).is_other(len(before))
        ):
            yield (
                f"{_FEES} stated",
                finding(
                    "narrative_documents.fees",
                    (_FEES,),
                    sentence=quote,
                    expected=f"{printed:.10g}",
                    found=f"{stated:.10g}",
                ),
            )
