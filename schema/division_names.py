"""How names of divisions are made: the unit that they end with, and what stands before it."""

from __future__ import annotations

import re

_PEOPLES = [
    "蒙古",
    "藏",
    "苗",
    "壮",
    "回",
    "维吾尔",
    "彝",
    "布依",
    "朝鲜",
    "满",
    "侗",
    "瑶",
    "白",
    "土家",
    "哈尼",
    "哈萨克",
    "傣",
    "黎",
    "傈僳",
    "佤",
    "畲",
    "高山",
    "拉祜",
    "水",
    "东乡",
    "纳西",
    "景颇",
    "柯尔克孜",
    "土",
    "达斡尔",
    "仫佬",
    "羌",
    "布朗",
    "撒拉",
    "毛南",
    "仡佬",
    "锡伯",
    "阿昌",
    "普米",
    "塔吉克",
    "怒",
    "鄂温克",
    "德昂",
    "保安",
    "裕固",
    "独龙",
    "鄂伦春",
    "赫哲",
    "门巴",
    "珞巴",
    "基诺",
]
_PEOPLE = "|".join(sorted(_PEOPLES, key=len, reverse=True))
_AUTONOMOUS = re.compile(
    rf"(?:(?:{_PEOPLE})族|维吾尔|各族|哈萨克|蒙古|柯尔克孜|锡伯|塔吉克)*自治([区州县旗])$"
)
_UNIT = re.compile(
    r"(?:特别行政区|行政委员会|地区|林区|特区|省|市|区|县|旗|盟|州|镇|乡|苏木|街道)$"
)
_SHORTEST = 2


def stem(name: str) -> str:
    """A division's name without its unit and its peoples: 延边 of 延边朝鲜族自治州; the whole
    name where one character would be left, as of 沙县."""
    short = _AUTONOMOUS.sub("", name)
    if short == name:
        short = _UNIT.sub("", name)
    return short if len(short) >= _SHORTEST else name


def spellings(name: str) -> tuple[str, ...]:
    """Other ways to write a division's name in full: 延边州 of 延边朝鲜族自治州, 鄂温克旗 of
    鄂温克族自治旗, which is called by its people."""
    match = _AUTONOMOUS.search(name)
    if match is not None and match.start() == 0:
        people, unit = name.split("自治")
        return (people.removesuffix("族") + unit, people.removesuffix("族") + "自治" + unit)
    if match is None or len(name) - len(match[0]) < _SHORTEST:
        return ()
    return (name[: match.start()] + match[1], f"{name[: match.start()]}自治{match[1]}")
