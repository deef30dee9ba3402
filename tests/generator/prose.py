"""The prose of a report: paragraphs for each section, with what the truth says and noise."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from . import early_phrases, phrases
from .truth import Truth

_TOPICS = (
    ("主动公开情况", phrases.PROACTIVE),
    ("依申请公开情况", phrases.REQUESTS),
    ("政府信息管理情况", phrases.MANAGEMENT),
    ("平台建设情况", phrases.PLATFORM),
    ("监督保障情况", phrases.SUPERVISION),
)
_BASES = {"2021": "〔2021〕30", "2019": "〔2019〕60", "prose": "〔2021〕30"}
_ORDINALS = "一二三四五"


@dataclass(frozen=True)
class Writer:
    """Fills phrases with the agency, the year and random numbers."""

    truth: Truth
    rng: Random
    me: str

    def fill(self, phrase: str, **facts: object) -> str:
        """The phrase with its slots filled; a number is drawn anew for each slot."""

        def word(slot: re.Match[str]) -> str:
            name = slot[1]
            return str(facts[name] if name in facts else self._slot(name))

        return re.sub(r"\{(\w+)\}", word, phrase)

    def _slot(self, name: str) -> object:
        rng, year = self.rng, self.truth.year
        draws: dict[str, Callable[[], object]] = {
            "me": lambda: self.me,
            "agency": lambda: self.truth.agency,
            "year": lambda: year,
            "last": lambda: year - 1,
            "next": lambda: year + 1,
            "n": lambda: rng.randint(2, 9),
            "m": lambda: rng.randint(10, 60),
            "big": lambda: rng.randint(61, 9999),
            "pct": lambda: rng.choice(("100", *[f"{rng.uniform(1, 99):.{n}f}" for n in (0, 1, 2)])),
            "tel": lambda: (
                f"0{rng.randint(310, 999)}{rng.choice('-—')}{rng.randint(2000000, 8999999)}"
            ),
            "post": lambda: rng.randint(100000, 859999),
            "basis": lambda: f"国办公开办函{_BASES[self.truth.edition]}号",
            "day": lambda: f"{year}年{rng.randint(2, 11)}月{rng.randint(1, 28)}日",
            "trend": lambda: rng.choice(
                ("有所增加", "基本持平", f"的{rng.randint(1, 99)}件有所变化")
            ),
        }
        return draws[name]()

    def pick(self, bank: tuple[str, ...], least: int, most: int) -> str:
        """Some filled phrases of a bank, in its order, as one paragraph."""
        return "".join(self.sentences(bank, least, most))

    def sentences(self, bank: tuple[str, ...], least: int, most: int) -> list[str]:
        """Some filled phrases of a bank, in its order."""
        count = min(self.rng.randint(least, most), len(bank))
        chosen = sorted(self.rng.sample(range(len(bank)), count))
        return [self.fill(bank[index]) for index in chosen]

    def likely(self, share: float) -> bool:
        """True for about this share of the calls."""
        return self.rng.random() < share


@dataclass(frozen=True)
class Section:
    """A section: the titles it goes under, its prose, and the table behind it with its foot."""

    titles: tuple[str, ...]
    body: Callable[[Writer, str], list[str]]
    table: str = ""
    foot: Callable[[Writer], list[str]] | None = None


def introduction(writer: Writer) -> list[str]:
    """The paragraph before the first section, mostly with the period."""
    early = writer.truth.year < 2019 and not writer.truth.cells
    text = writer.pick(early_phrases.INTRO if early else phrases.INTRO, 0, 3)
    if writer.likely(0.85):
        text += writer.pick(phrases.PERIOD, 1, 1)
    return [text] if text else []


def _overview(writer: Writer, brackets: str) -> list[str]:
    """A paragraph, then one for each topic; requests under their own topic."""
    if writer.truth.prose:
        return [writer.truth.prose[0], *filter(None, [requests(writer)])]
    paragraphs = [writer.pick(phrases.OVERVIEW, 1, 3)]
    headed = writer.likely(0.5)
    for ordinal, (topic, bank) in zip(_ORDINALS, _TOPICS, strict=True):
        parts = writer.sentences(bank, 1, 3)
        if bank is phrases.REQUESTS:
            parts.insert(writer.rng.randint(0, len(parts)), requests(writer))
        head = f"{brackets[0]}{ordinal}{brackets[1:]}{topic}"
        body = "".join(parts)
        paragraphs += [head, body] if headed else [f"{head}。{body}"]
    return paragraphs


def requests(writer: Writer) -> str:
    """The sentences on requests received and handled, as far as the truth states them."""
    truth = writer.truth
    text = received(writer)
    rows = {"carried": "carried_in", "handled": "total_handled", "forward": "carried_forward"}
    facts = {slot: truth.cells.get(f"applications.{row}.total") for slot, row in rows.items()}
    if text and truth.narrative_received and None not in facts.values() and writer.likely(0.3):
        text += writer.fill(phrases.HANDLED, **facts)
    return text


def received(writer: Writer) -> str:
    """One sentence on how many requests came in, or nothing."""
    count = writer.truth.narrative_received
    if count is None:
        return ""
    bank = phrases.RECEIVED if count else phrases.NONE_RECEIVED
    return writer.fill(writer.rng.choice(bank), count=count)


def _before_proactive(writer: Writer, _brackets: str) -> list[str]:
    return [writer.pick(phrases.BEFORE_PROACTIVE, 1, 1)] if writer.likely(0.25) else []


def _before_applications(writer: Writer, _brackets: str) -> list[str]:
    text = received(writer) if writer.likely(0.2) else ""
    return [text] if text else []


def _before_review(writer: Writer, _brackets: str) -> list[str]:
    total = writer.truth.cells.get("review.reconsideration.total")
    if total is None or not writer.likely(0.25):
        return []
    return [writer.fill(writer.rng.choice(phrases.BEFORE_REVIEW), reconsideration=total)]


def _problems(writer: Writer, _brackets: str) -> list[str]:
    if writer.truth.prose:
        return [writer.truth.prose[1]]
    return [writer.pick(phrases.PROBLEMS, 1, 3), writer.pick(phrases.PLANS, 1, 3)]


def _others(writer: Writer, _brackets: str) -> list[str]:
    banks = [bank for bank in (phrases.FEES, phrases.OTHERS) if writer.likely(0.6)]
    return [writer.pick(bank, 1, 1) for bank in banks or [phrases.OTHERS]]


SECTIONS = (
    Section(("一、总体情况", "一、总体情况", "一、概述", "一、基本情况"), _overview),
    Section(
        (
            "二、主动公开政府信息情况",
            "二、主动公开政府信息情况",
            "二、行政机关主动公开政府信息情况",
            "二、主动公开政府信息的情况",
        ),
        _before_proactive,
        "proactive",
    ),
    Section(
        (
            "三、收到和处理政府信息公开申请情况",
            "三、收到和处理政府信息公开申请情况",
            "三、行政机关收到和处理政府信息公开申请情况",
            "三、收到和处理政府信息公开申请的情况",
        ),
        _before_applications,
        "applications",
    ),
    Section(
        (
            "四、政府信息公开行政复议、行政诉讼情况",
            "四、政府信息公开行政复议、行政诉讼情况",
            "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
            "四、政府信息公开行政复议和行政诉讼情况",
        ),
        _before_review,
        "review",
    ),
    Section(
        (
            "五、存在的主要问题及改进情况",
            "五、存在的主要问题及改进情况",
            "五、存在问题及改进情况",
            "五、政府信息公开工作存在的主要问题及改进情况",
        ),
        _problems,
    ),
    Section(
        ("六、其他需要报告的事项", "六、其他需要报告的事项", "六、需要报告的其他事项"), _others
    ),
)
