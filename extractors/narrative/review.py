"""What the prose tells of reviews and litigation against section four."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.findings import finding
from extractors.model import Finding, Number
from extractors.narrative.facts import Facts
from extractors.narrative.labels import Times
from extractors.narrative.prose import Prose, Sentence, quantities, sentences
from extractors.narrative.results import differing_results

_SECTION = 4
_UNITS = frozenset("件宗起例次个")
_OWN_WORK = re.compile(
    r"(?:办理|审理|审结|受理|收到|承办|接待|参与|代理|指导|登记)(?:了|的)?(?:各类|全[市区县省])?"
    r"(?:行政)?(?:复议|诉讼|应诉)|复议(?:机关|机构|体制|局)|应诉"
)
"""Words of a body that decides reviews of others, or speaks of its legal work."""
_CHANNELS = {
    "复议": ("reconsideration",),
    "诉讼": ("litigation_direct", "litigation_after_reconsideration"),
}
_CAUSE = (
    r"(?:政府|信息公开|工作|申请|事项|答复|行为|类|依|的|引起|引发|产生|导致|不服|而|所|被|提起|本机关|"
    r"我局|本单位){0,24}"
)
_COUNTED = re.compile(
    rf"(?:其中|全年|本年度?|我局|本机关|共|同时)*(?:发生|涉及|产生)?(?:因|涉及|就|对|关于)?{_CAUSE}"
    r"(?:行政)?(复议|诉讼)(?:申请|案件|数|案|的|共计?|有|为|:)*+"
)
_NONE = re.compile(
    r"(?:未曾?|没有|无|不存在)(?:发生|出现|产生|收到|接到|有|被)?(?:因|涉及|有关|关于|与|就|对)*"
    rf"{_CAUSE}行政(复议|诉讼)(?:申请|案件|案)?"
    r"(?:(?:、|和|或者?|及|以及|与|,)*+(?:也)?(?:未|没有|无)?(?:被)?(?:申请|提起)?(?:的)?(?:行政)?(复议|诉讼))?"
    r"(?:的|申请|案件|情况|情形|事件|事项|办件|现象|发生|记录|案)*+(?=[,;)]|$)"
)
_UPHELD = re.compile(
    r"(?:均|全部|都)(?:已)?(?:被|获|获得|为|予以|经)?(?:依法)?(?:复议机关|法院)?(?:结果|裁定|判决|决定)?维持"
)
_PARTLY = re.compile(r"审结|已结|办结|其中|其余|除")
_RESULTS = {
    "upheld": "结果维持",
    "corrected": "结果纠正",
    "other": "其他结果",
    "pending": "尚未审结",
}
_DENIALS = ("未", "没有", "无", "不存在")
_ABOUT = ("信息公开", "政务公开")


def check_review(texts: Sequence[Prose], facts: Facts, year: int | None) -> list[Finding]:
    """Counts of reviews and litigation, "none" and "all upheld", against section four."""
    findings: dict[str, Finding] = {}
    agreeing: set[str] = set()
    for text in texts:
        for sentence in sentences(text, tuple(_CHANNELS)):
            about = text.section == _SECTION or any(word in sentence.text for word in _ABOUT)
            told = list(_said(sentence, facts, year)) if about else []
            if told and _OWN_WORK.search(sentence.text):
                continue
            for key, said in told:
                if said is None:
                    agreeing.add(key)
                else:
                    findings.setdefault(key, said)
    return [said for key, said in findings.items() if key not in agreeing]


def _said(
    sentence: Sentence, facts: Facts, year: int | None
) -> Iterator[tuple[str, Finding | None]]:
    """What a sentence states, by its kind: a finding, or null where it agrees."""
    yield from _counts(sentence, facts, year)
    denied = any(word in sentence.text for word in _DENIALS)
    for match in _NONE.finditer(sentence.text) if denied else ():
        if Times(sentence.text, year).is_other(match.start()):
            continue
        for word in filter(None, match.groups()):
            count = _total(facts, word)
            if count:
                yield (
                    f"count {word}",
                    _finding(facts, sentence, match.end(), "none", word, count, 0),
                )
    upheld = _UPHELD.search(sentence.text) if "维持" in sentence.text else None
    if upheld and not _PARTLY.search(sentence.text, 0, upheld.start()):
        yield from _all_upheld(sentence, facts, upheld)


def _counts(
    sentence: Sentence, facts: Facts, year: int | None
) -> Iterator[tuple[str, Finding | None]]:
    told = quantities(sentence)
    for place, one in enumerate(told):
        match = _COUNTED.fullmatch(one.lead) if len(one.lead) <= 40 else None
        known = match and one.unit[0] in _UNITS and not one.decimals
        if not match or not known or Times(sentence.text, year).is_other(one.at):
            continue
        word = match[1]
        count = _total(facts, word)
        if count is None:
            continue
        right = {count, *(_channel(facts, name) for name in _CHANNELS[word])}
        key = f"count {word}"
        if one.number in right:
            yield key, None
            names = [c for c in _CHANNELS[word] if _channel(facts, c) == one.number]
            behind = told[place + 1 :]
            for said in differing_results(behind, one.number, _allowed(facts, word, names)):
                finding_ = _finding(
                    facts,
                    sentence,
                    said.quantity.end,
                    said.result,
                    word,
                    said.right,
                    said.quantity.number,
                )
                yield f"{said.result} {word}", finding_
        else:
            yield key, _finding(facts, sentence, one.end, "count", word, count, one.number)


def _allowed(facts: Facts, word: str, branches: Sequence[str]) -> dict[str, set[Number]]:
    """For each result what the table counts: of all cases, or of a branch that has as many."""
    found = {}
    for result in ("upheld", "corrected", "other", "pending"):
        sums = [facts.sum([f"review.{name}.{result}" for name in _CHANNELS[word]])]
        sums += [facts.cells.get(f"review.{name}.{result}") for name in branches]
        found[result] = {one for one in sums if one is not None}
    return found


def _all_upheld(
    sentence: Sentence, facts: Facts, upheld: re.Match[str]
) -> Iterator[tuple[str, Finding | None]]:
    before = sentence.text[: upheld.start()]
    for word, channels in _CHANNELS.items():
        names = [f"review.{c}.{r}" for c in channels for r in ("corrected", "other", "pending")]
        count = sum(facts.cells.get(name) or 0 for name in names)
        if word in before and count:
            yield (
                f"upheld {word}",
                _finding(facts, sentence, upheld.end(), "all_upheld", word, count, 0),
            )


def _channel(facts: Facts, channel: str) -> Number | None:
    return facts.cells.get(f"review.{channel}.total")


def _total(facts: Facts, word: str) -> Number | None:
    return facts.sum([f"review.{channel}.total" for channel in _CHANNELS[word]])


def _finding(
    facts: Facts,
    sentence: Sentence,
    end: int,
    kind: str,
    word: str,
    expected: Number,
    found: Number,
) -> Finding:
    all_upheld = ("corrected", "other", "pending")
    results = all_upheld if kind == "all_upheld" else (kind,) if kind in _RESULTS else ("total",)
    names = [f"review.{channel}.{result}" for channel in _CHANNELS[word] for result in results]
    return finding(
        f"narrative_review.{'result' if kind in _RESULTS else kind}",
        [name for name in names if facts.cells.get(name)] or names,
        channel=f"行政{word}{_RESULTS.get(kind, '')}",
        sentence=sentence.quote(end),
        expected=f"{expected:g}",
        found=f"{found:g}",
    )
