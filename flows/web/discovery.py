"""What a fetched page leads to: reports, further lists, further pages, attachments.

All of it is read without a script engine; a page that needs one is told as such.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from flows.web import paging, titles
from flows.web.addresses import AddressError, host_of, normalise, same_site
from flows.web.catalogue import Source
from flows.web.listings import markup_in, record_set, records
from flows.web.page import Anchor, Page

MAX_ATTACHMENTS = 20
_TOLD = ("file", "url", "src")
"""How viewers of documents are told their address."""
_REPEATED = 3
"""Folders of one name in an address, beyond which it is taken for a trap."""
_LITTLE = 200
"""Characters that a page shows which is filled by scripts."""
_ASKS_FOR_SCRIPTS = re.compile(
    r"请(?:您)?(?:先)?(?:开启|启用|打开|允许)[^<]{0,12}(?:javascript|脚本)"
    r"|(?:enable|requires?) javascript|javascript (?:is )?(?:required|disabled)", re.I
)  # fmt: skip
_REFRESH = re.compile(
    r"""<meta[^>]{0,80}http-equiv\s*=\s*["']?refresh["'\s][^>]{0,200}?url\s*=\s*["']?([^"'>\s]+)"""
    r"""|location(?:\.href)?\s*=\s*["']([^"'\s]{1,500})["']|location\.replace\(\s*["']([^"'\s]{1,500})""",
    re.I,
)
_SHOWN_REPORT = ("主动公开", "依申请公开", "信息公开申请")
"""Words of any report; a page that has them needs no scripts."""
_PRINTED = "总体情况"
"""The first heading of a report: a page that has it needs no file of another site."""
_PROBLEMS = re.compile(r"存在的?(?:主要)?问题")
TURNED = "its further pages are turned by a script: set `paging`, or name the list's own address"
UNKNOWN = "{} links to reports only call a script, and cannot be followed, the first: {}"
LOADED = (
    "no link to a report stands on it, and its scripts load data: name the address of these data"
    " in `lists`"
)
_LOADS = re.compile(
    r"\$\.(?:ajax|post|get|getJSON)\s*\(|axios[.(]|\bfetch\s*\(\s*[\"'`]|XMLHttpRequest"
)
GOES_ON = "the report goes on on further pages, which are not read: {}"
_LAST_HEADING = re.compile(r"其他需要(?:报告|说明)的|存在的?(?:主要)?问题|附表")
SCRIPTS = "the page is filled by scripts, which needs a script engine"


class Found(NamedTuple):
    """What a list leads to. ``elsewhere`` are hosts of links to reports that are not followed
    because they are another site; ``problem`` is a sentence where something cannot be read."""

    reports: tuple[Anchor, ...] = ()
    lists: tuple[Anchor, ...] = ()
    pages: tuple[str, ...] = ()
    elsewhere: frozenset[str] = frozenset()
    is_report: bool = False
    problem: str | None = None


@dataclass(frozen=True)
class Rules:
    """How the pages of one source are read."""

    source: Source

    @cached_property
    def _hosts(self) -> frozenset[str]:
        return self.source.own_hosts

    def is_own(self, address: str) -> bool:
        """Whether an address belongs to the site, or to a host that is listed."""
        host = host_of(address)
        names = {host, urlsplit(address).hostname}
        return bool(names & self._hosts) or any(same_site(host, own) for own in self._hosts)

    @property
    def by_habit(self) -> bool:
        """Whether the habits of this field decide what a link means."""
        source = self.source
        return not (source.link or source.address or source.sublists)

    def meaning(self, anchor: Anchor, *, in_column: bool) -> titles.Meaning:
        """What a link leads to."""
        source, words = self.source, titles.fold(anchor.title)
        if not titles.may_be_page(anchor.address) or is_trap(anchor.address):
            return "other"
        if source.skip and _matches(source.skip, words, anchor.address):
            return "other"
        if source.sublists and _matches(source.sublists, words, anchor.address):
            return "list"
        if source.link or source.address:
            fits = (not source.link or re.search(source.link, words)) and (
                not source.address or re.search(source.address, anchor.address)
            )
            return "report" if fits else "other"
        meant = titles.meaning(anchor.title, in_column=in_column)
        return "other" if source.sublists and meant == "list" else meant


def _matches(pattern: str, words: str, address: str) -> bool:
    return bool(re.search(pattern, words) or re.search(pattern, address))


def is_trap(address: str) -> bool:
    """Whether an address repeats a folder so often that a link must lead into itself."""
    folders = [part for part in urlsplit(address).path.split("/")[:-1] if part]
    return bool(folders) and max(Counter(folders).values()) > _REPEATED


def read_list(page: Page, rules: Rules, asked: str, roots: Sequence[str] = ()) -> Found:
    """What a list leads to. ``asked`` is its address before redirects, ``roots`` are the first
    pages of the lists of its source."""
    data = page.data is not None
    in_sets, groups = record_set(page)
    fields = rules.source.json_
    anchors = [*page.anchors, *in_sets]
    if data:
        anchors = records(page, fields.title, fields.address) or markup_in(page)
    in_column = data or titles.is_column(page.title)
    reports, lists, elsewhere = [], [], set[str]()
    for anchor in _once(anchors, page.address):
        meant = rules.meaning(anchor, in_column=in_column)
        if meant != "other" and not rules.is_own(anchor.address):
            elsewhere.add(host_of(anchor.address))
        elif meant == "report":
            reports.append(anchor)
        elif meant == "list":
            lists.append(anchor)
    pages = [*groups, *_pages(page, rules, asked, roots)]
    unknown = [] if data else _unknown(page, rules, in_column=in_column)
    problem = UNKNOWN.format(len(unknown), unknown[0]) if unknown else None
    if reports or data or unknown:
        scripted = not pages and not rules.source.paging and paging.is_scripted(page)
        problem = problem or (TURNED if scripted else None)
        others = frozenset(elsewhere)
        return Found(tuple(reports), tuple(lists), tuple(pages), others, problem=problem)
    if rules.by_habit:
        lists += _further(page, rules, in_column=in_column, any_list=bool(lists))
    result = _without_reports(page, rules, lists, pages, frozenset(elsewhere))
    leads = result.lists or result.pages or result.is_report or result.problem
    if asked in roots and not leads and _LOADS.search(page.text):
        return result._replace(problem=LOADED)
    return result


def _further(page: Page, rules: Rules, *, in_column: bool, any_list: bool) -> Iterator[Anchor]:
    """Links of a page without reports behind which some may be: bodies in a column of reports,
    or, where there is no list at all, what a home page calls all that is disclosed."""
    fits = titles.is_body if in_column else titles.is_general
    links = [anchor for anchor in _once(page.anchors, page.address) if fits(anchor.title)]
    if (in_column and len(links) > 1) or not (in_column or any_list):
        yield from (link for link in links if rules.is_own(link.address))


def _unknown(page: Page, rules: Rules, *, in_column: bool) -> list[str]:
    """The words of links to reports whose address only a script knows."""
    if not rules.by_habit:
        return []
    meant = ((words, titles.meaning(words, in_column=in_column)) for words in page.scripted)
    return [words for words, meaning in meant if meaning == "report"]


def _once(anchors: Iterable[Anchor], own: str) -> list[Anchor]:
    """Each address once, with the longest of its titles; not the page itself."""
    best: dict[str, Anchor] = {}
    for anchor in anchors:
        known = best.get(anchor.address)
        if anchor.address != own and (known is None or len(anchor.title) > len(known.title)):
            best[anchor.address] = anchor
    return list(best.values())


def _pages(page: Page, rules: Rules, asked: str, roots: Sequence[str]) -> list[str]:
    if paged := rules.source.paging:
        own = [asked] if asked in roots else roots
        each = (paging.by_pattern(paged.pattern, paged.first, asked, root) for root in own)
        return [further for further in each if further][:1]
    if page.data is not None:
        further = paging.after_records(page)
        return [further] if further else []
    return [address for address in paging.next_pages(page) if rules.is_own(address)]


def _without_reports(
    page: Page, rules: Rules, lists: list[Anchor], pages: list[str], elsewhere: frozenset[str]
) -> Found:
    """A page without a link to a report: frames, another page that it sends readers to, a
    report by itself, or one that scripts fill."""
    if not pages and _is_report(page.shown):
        return Found(is_report=True)
    lists += [frame for frame in _frames(page) if rules.is_own(frame.address)]
    problem = None
    if len(page.shown) < _LITTLE:
        lists += [target for target in _sent_to(page) if rules.is_own(target.address)]
    if not lists and not pages and needs_scripts(page):
        problem = SCRIPTS
    return Found((), tuple(lists), tuple(pages), elsewhere, problem=problem)


def _is_report(text: str) -> bool:
    """Whether a text has the headings of a report, in their order."""
    _, _, rest = text.partition(_PRINTED)
    return _PROBLEMS.search(rest.partition("主动公开")[2]) is not None


def needs_scripts(page: Page) -> bool:
    """Whether a page shows next to nothing by itself."""
    if any(words in page.text for words in _SHOWN_REPORT):
        return False
    if _ASKS_FOR_SCRIPTS.search(page.text) and len(page.shown) < 5 * _LITTLE:
        return True
    return len(page.shown) < _LITTLE and "<script" in page.text.lower()


def _frames(page: Page) -> Iterator[Anchor]:
    for node in page.tree.css("iframe[src], frame[src]"):
        yield from _anchor(node.attributes.get("src") or "", page, "frame")


def _sent_to(page: Page) -> Iterator[Anchor]:
    """The page to which an empty one sends its readers."""
    for match in _REFRESH.finditer(page.text):
        yield from _anchor(next(filter(None, match.groups())), page, "sent to")


def _anchor(href: str, page: Page, title: str) -> Iterator[Anchor]:
    try:
        found = Anchor(normalise(href, page.base), title)
    except AddressError:
        return
    if found.address != page.address and titles.may_be_page(found.address):
        yield found


def read_report(page: Page, rules: Rules) -> Found:
    """The attachments of a report's page, and whether scripts would have to fill it."""
    own: dict[str, Anchor] = {}
    elsewhere = set[str]()
    if rules.source.attachments and titles.may_name_attachment(page.text):
        for anchor in filter(_is_attached, [*page.anchors, *_embedded(page)]):
            if rules.is_own(anchor.address):
                own.setdefault(anchor.address, anchor)
            else:
                elsewhere.add(host_of(anchor.address))
    if own or _PRINTED in page.text or not needs_scripts(page):
        problem = _goes_on(page) if _PRINTED in page.text and not own else None
        needed = frozenset() if own or _PRINTED in page.text else frozenset(elsewhere)
        attached = tuple(own.values())[:MAX_ATTACHMENTS]
        return Found(attached, elsewhere=needed, problem=problem)
    sent = tuple(target for target in _sent_to(page) if rules.is_own(target.address))
    return Found(sent, problem=None if sent else SCRIPTS)


def _goes_on(page: Page) -> str | None:
    """What is wrong with a report whose end is on a page of its own."""
    if _LAST_HEADING.search(page.text):
        return None
    further = paging.next_pages(page)
    return GOES_ON.format(further[0]) if further else None


def _is_attached(anchor: Anchor) -> bool:
    return titles.is_attachment(anchor.address, anchor.title) and not is_trap(anchor.address)


def _embedded(page: Page) -> Iterator[Anchor]:
    """Documents that a page shows in a frame, or by a viewer that is told their address."""
    for node in page.tree.css("iframe[src], embed[src], object[data]"):
        source = node.attributes.get("src") or node.attributes.get("data") or ""
        told = (value for name, value in parse_qsl(urlsplit(source).query) if name in _TOLD)
        yield from _anchor(next(told, source), page, "embedded")
