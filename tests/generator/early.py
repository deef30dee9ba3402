"""Reports before 2019, whose sections are their own, and reports without tables."""

from __future__ import annotations

from . import early_phrases as early
from . import phrases
from .prose import SECTIONS, Section, Writer, received, requests

_ORDINALS = "一二三四五六七八九"


def sections_of(writer: Writer) -> tuple[Section, ...]:
    """The sections of the report that is to be written."""
    truth = writer.truth
    if truth.cells:
        return SECTIONS
    return _numbered(writer) if truth.indicators or truth.year < 2019 else _WITHOUT_TABLES


def _numbered(writer: Writer) -> tuple[Section, ...]:
    """Some of the early sections, numbered through, the table last if there is one."""
    chosen = [s for s in _EARLY if s.table == "" and (s is not _FEES or writer.likely(0.7))]
    if writer.truth.indicators:
        chosen.append(_EARLY[-1])
    titled = (writer.rng.choice(section.titles) for section in chosen)
    return tuple(
        Section((f"{ordinal}、{title}",), section.body, section.table, section.foot)
        for ordinal, title, section in zip(_ORDINALS, titled, chosen, strict=False)
    )


def _overview(writer: Writer, _brackets: str) -> list[str]:
    return [writer.pick(early.OVERVIEW, 1, 3)]


def _proactive(writer: Writer, brackets: str) -> list[str]:
    """One paragraph, or one under each of two heads."""
    if writer.likely(0.5):
        return [writer.pick(early.PROACTIVE, 2, 4)]
    first, second = (f"{brackets[0]}{ordinal}{brackets[1:]}" for ordinal in "一二")
    return [
        f"{first}公开的内容",
        writer.pick(early.PROACTIVE[:2], 1, 2),
        f"{second}公开的形式",
        writer.pick(early.PROACTIVE[2:], 1, 3),
    ]


def _requests(writer: Writer, _brackets: str) -> list[str]:
    return [requests(writer) + writer.pick(early.REQUESTS, 1, 2)]


def _fees(writer: Writer, _brackets: str) -> list[str]:
    return [writer.pick(early.FEES, 1, 2)]


def _disputes(writer: Writer, _brackets: str) -> list[str]:
    bank = early.DISPUTES if writer.truth.indicators else early.DISPUTES[:2]
    return [writer.pick(bank, 1, 1)]


def _problems(writer: Writer, _brackets: str) -> list[str]:
    return [writer.pick(early.PROBLEMS, 1, 3), writer.pick(early.MEASURES, 1, 2)]


def _caption(writer: Writer, _brackets: str) -> list[str]:
    """What stands above the table: mostly its title, sometimes who filled it in."""
    lines = [writer.pick(early.CAPTIONS, 1, 1)] if writer.likely(0.8) else []
    return lines + ([writer.pick(early.FILLED_IN, 1, 1)] if writer.likely(0.4) else [])


def _foot(writer: Writer) -> list[str]:
    return writer.sentences(early.FOOT, 0, 3) if writer.likely(0.5) else []


_FEES = Section(("政府信息公开的收费及减免情况", "政府信息公开收费情况"), _fees)
_EARLY = (
    Section(("概述", "概述", "总体概况", "基本情况"), _overview),
    Section(("主动公开政府信息情况", "主动公开政府信息的情况", "主动公开情况"), _proactive),
    Section(("依申请公开政府信息情况", "政府信息依申请公开办理情况", "依申请公开情况"), _requests),
    _FEES,
    Section(
        (
            "因政府信息公开申请行政复议、提起行政诉讼的情况",
            "行政复议、行政诉讼和申诉情况",
            "因信息公开引起的复议、诉讼情况",
        ),
        _disputes,
    ),
    Section(("存在的主要问题及改进措施", "存在的不足和改进措施", "主要问题和下步打算"), _problems),
    Section(("附表", "附件", "政府信息公开情况统计表"), _caption, "indicators", _foot),
)


def _nothing_issued(writer: Writer, _brackets: str) -> list[str]:
    return [writer.pick(early.NOTHING_ISSUED, 1, 1)]


def _answered(writer: Writer, _brackets: str) -> list[str]:
    bank = early.ANSWERED if writer.truth.narrative_received else early.ANSWERED[1:2]
    return [received(writer) + writer.pick(bank, 1, 1)]


def _no_disputes(writer: Writer, _brackets: str) -> list[str]:
    return [writer.pick(early.NO_DISPUTES, 1, 1)]


def _others(writer: Writer, _brackets: str) -> list[str]:
    return [writer.pick(phrases.OTHERS, 1, 1)]


_WITHOUT_TABLES = tuple(
    Section(section.titles, body or section.body)
    for section, body in zip(
        SECTIONS, (None, _nothing_issued, _answered, _no_disputes, None, _others), strict=True
    )
)
