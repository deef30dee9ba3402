"""Which differences between two fetches of a page are none."""

from __future__ import annotations

from string import Template

import pytest

from flows.web.sameness import is_same_page

PAGE = Template(
    "<html><head><meta name=time content=$meta></head><body>$more<table><tr><td>网站访问量</td>"
    "<td>$cell</td></tr></table><p>全年办理 $words 件，咨询 9 人。</p></body></html>"
)


def page(encoding: str = "utf-8", **parts: str) -> bytes:
    kept = {"meta": "1", "more": "", "cell": "7", "words": "3"} | parts
    return PAGE.substitute(kept).encode(encoding)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>浏览次数：12</p>", "<p>浏览次数：13</p>"),
        ("访问量：<span id=n>1,299</span>次", "访问量：<span id=n>1,300</span>次"),
        ("您是第<b>9</b>位访客", "您是第<b>10</b>位访客"),
        ("当前在线人数 3", "当前在线人数 12"),
        ("今天是2025年1月20日 星期一", "今天是2025年12月1日 星期二"),
        ("今天是：2025-1-20 农历腊月廿一", "今天是：2025-1-21 农历腊月廿二"),
        ("2025年1月20日 08:15:01", "2025年1月20日 19:05:00"),
        ("页面执行时间 0.012 秒", "页面执行时间 0.3 秒"),
        ("<script>a=1</script><!-- 1 -->", "<script>a=2</script><!-- 2 -->"),
        ('<input type="hidden" value="1">', '<input type="hidden" value="2">'),
        ('<a href="/x?t=1737331200123">x</a>', '<a href="/x?t=1737331299123">x</a>'),
        ('<a id="0f3a9c77d2e14b60">x</a>', '<a id="ff3a9c77d2e14b61">x</a>'),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_what_changes_with_each_visit_is_no_change(one: str, other: str, encoding: str) -> None:
    assert is_same_page(page(encoding, more=one), page(encoding, more=other))
    assert not is_same_page(page(more=one), page(more=other, words="4"))


@pytest.mark.parametrize(
    "parts",
    [
        {"cell": "8"},
        {"words": "4"},
        {"more": "发布日期：2025-01-21"},
        {"more": "<td colspan=2></td>"},
        {"more": '<a href="/files/2.pdf">附件</a>'},
    ],
)
def test_what_a_publisher_changes_is_one(parts: dict[str, str]) -> None:
    before = {"more": "发布日期：2025-01-20"} if "发布" in str(parts) else {}
    assert not is_same_page(page(**before), page(**parts))


def test_only_pages_are_compared() -> None:
    assert not is_same_page(b"%PDF-1.7 a", b"%PDF-1.7 b")
