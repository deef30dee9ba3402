"""Characters that stand for others: one for one, so that offsets stay offsets."""

from __future__ import annotations

import unicodedata

# Radicals that a browser's PDF prints in place of the characters they look like and that
# Unicode normalisation leaves alone (U+2E80 to U+2EFF).
_RADICALS = {
    **dict(
        zip(
            "⺁⺇⺌⺍⺎⺒⺓⺔⺖⺗⺘⺙⺛⺝⺟⺠⺡⺢⺣⺥⺧⺨⺩⺫⺬⺭⺮⺯⺰⺱⺲⺳⺶⺹⺼⺽⺾⺿",
            "厂几小小兀巳幺彑忄㣺扌攵旡月母民氵氺灬爫牛犭王目示礻竹糹纟网罒罓羊耂月臼艹艹",
            strict=True,
        )
    ),
    **dict(
        zip(
            "⻁⻂⻃⻄⻅⻆⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
            "虎衤覀西见角讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食飠饣首马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
            strict=True,
        )
    ),
}


def _compatible() -> dict[int, str]:
    """Compatibility forms that normalise to one character: widths, radicals, ligatures."""
    table: dict[int, str] = {}
    blocks = (
        range(0xFF01, 0xFF5F),
        range(0x2E80, 0x2FE0),
        range(0xF900, 0xFB00),
    )
    for block in blocks:
        for code in block:
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1:
                table[code] = plain
    return table


PLAIN: dict[int, str] = _compatible() | {ord(key): value for key, value in _RADICALS.items()}
"""Plain character by code point, for ``str.translate``."""
