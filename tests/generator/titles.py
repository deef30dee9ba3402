"""The title of a report, in the ways titles are set and broken."""

from __future__ import annotations

from random import Random

_FORMS = (
    "{agency}{year}年|政府信息公开工作年度报告",
    "{agency}{year}年|政府信息公开工作年度报告",
    "{agency}| {year} 年政府信息公开工作年度报告",
    "{agency}|{year}年政府信息公开工作年度报告",
    "{agency}|{year}年度政府信息公开工作年度报告",
    "{agency}{year}年度|政府信息公开工作年度报告",
    "{agency}{year}年|政府信息公开年度报告",
    "{agency}|关于{year}年政府信息公开工作的年度报告",
    "{year}年{agency}|政府信息公开工作年度报告",
    "{year}年度{agency}|政府信息公开工作年度报告",
)


def title_lines(agency: str, year: int, rng: Random, *, whole: bool) -> list[str]:
    """The title: ``whole`` on one line, else also on two, torn, or with a blank line between."""
    form = rng.choice(_FORMS).format(agency=agency, year=year)
    first, second = form.split("|")
    how = rng.choices(("one", "two", "apart", "torn"), (1, 0, 0, 0) if whole else (40, 25, 15, 20))[
        0
    ]
    if how == "two":
        return [first, second.strip()]
    if how == "apart":
        return [first, "", second.strip()]
    title = first + second
    if how == "torn":
        at = _tear(title, rng)
        return [title[:at], title[at:].strip()]
    return [title]


def _tear(text: str, rng: Random) -> int:
    """A place inside the text, never between two digits."""
    places = [
        at
        for at in range(3, len(text) - 3)
        if not (text[at - 1].isdigit() and text[at].isdigit()) and " " not in text[at - 1 : at + 1]
    ]
    return rng.choice(places)


def site_lines(agency: str, year: int, rng: Random) -> tuple[list[str], list[str]]:
    """What a web page prints above and below a report."""
    month, day, minute = rng.randint(1, 3), rng.randint(1, 28), rng.randint(10, 59)
    above = [
        "首页 > 政务公开 > 政府信息公开年报",
        f"发布日期：{year + 1}-{month:02}-{day:02} 10:{minute} 浏览次数：{rng.randint(12, 4800)}",
        rng.choice(("【字体：大 中 小】", f"索引号：{rng.randint(10**8, 10**9)}", "分享到：")),
    ]
    below = [
        "【打印本页】 【关闭窗口】",
        f"主办：{agency}  技术支持电话：0{rng.randint(310, 999)}-{rng.randint(2000000, 8999999)}",
        f"建议使用{rng.randint(1024, 1920)}×768以上分辨率浏览",
    ]
    return above, below


def signature_lines(agency: str, year: int, rng: Random) -> list[str]:
    """Agency and date under the text."""
    return [agency, f"{year + 1}年{rng.randint(1, 3)}月{rng.randint(1, 28)}日"]
