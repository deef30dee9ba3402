"""What styles and marks of a page hide is no part of a number."""

from __future__ import annotations

from time import perf_counter

import pytest

from extractors.document import Decoded
from extractors.readers.html import read

PROSE = "<p>" + "本机关依法公开政府信息，全年没有收到申请。" * 4 + "</p>"
HIDDEN = "<style>{}</style>"


def shown(head: str, cell: str) -> str:
    """The row of a cell, its neighbour and the label before them."""
    markup = f"<!DOCTYPE html><meta charset=utf-8>{head}{PROSE}"
    markup += f"<table><tr><th>规章</th>{cell}<td>9</td></tr></table>"
    result = read(markup.encode())
    assert isinstance(result, list), result
    (decoded,) = result
    assert isinstance(decoded, Decoded)
    return decoded.text.split("\n")[1]


@pytest.mark.parametrize(
    "cell",
    [
        "<td>5<s>7</s></td>",
        "<td>5<strike>7</strike></td>",
        "<td><del>7</del><ins>5</ins></td>",
        "<td>5<span style='text-decoration: line-through'>7</span></td>",
        "<td>5<span style='text-decoration-line:underline line-through'>7</span></td>",
        "<td>5<span style='font-size:0'>7</span></td>",
        "<td>5<span style='color:red; font-size: 0.0pt;'>7</span></td>",
        "<td>5<span style='opacity:0'>7</span></td>",
        "<td>5<span style='color: #FFF'>7</span></td>",
        "<td>5<span style='color:white'><b>7</b></span></td>",
        "<td>5<span style='color:rgb(255, 255, 255)'>7</span></td>",
    ],
)
def test_what_an_element_hides_is_left_out(cell: str) -> None:
    assert shown("", cell) == "规章\t5\t9"


@pytest.mark.parametrize(
    "cell",
    [
        "<td>5<span style='text-decoration:underline'>7</span></td>",
        "<td>5<span style='font-size:0.9em'>7</span></td>",
        "<td style='font-size:0'>5<span style='font-size:12px'>7</span></td>",
        "<td style='font-size:0'><span style='font-size:12px'>57</span></td>",
        "<td>5<span style='opacity:0.5'>7</span></td>",
        "<td style='background:#00f'>5<span style='color:#fff'>7</span></td>",
        "<td bgcolor=blue>5<span style='color:#fff'>7</span></td>",
        "<td>5<span style='background-color:#fff'>7</span></td>",
        "<td>5<span style='color:#ffffee'>7</span></td>",
        "<td><span style='color:#fff;background:red'>57</span></td>",
    ],
)
def test_what_shows_is_kept(cell: str) -> None:
    assert shown("", cell) == "规章\t57\t9"


@pytest.mark.parametrize("style", ["visibility:hidden", "opacity:0", "color:#fff", "font-size:0"])
def test_a_cell_of_hidden_content_keeps_its_place(style: str) -> None:
    assert shown("", f"<td style='{style}'>7</td>") == "规章\t\t9"


@pytest.mark.parametrize(
    "rules",
    [
        ".h{display:none}",
        "<!-- .a, span.h { color:red; DISPLAY : none !important } -->",
        ".x{} /* .h{display:block} */ #i{visibility:hidden}",
        ".h{display:block}.h{text-decoration:line-through}",
        ".h{display:none}@media print{.h{display:block}}",
        ".k{display:block}span.h{display:none}.k{display:inline}",
    ],
)
def test_a_class_or_an_id_may_hide(rules: str) -> None:
    cell = "<td>5<span class='k h' id=i>7</span></td>"
    assert shown(HIDDEN.format(rules), cell) == "规章\t5\t9"


@pytest.mark.parametrize(
    "rules",
    [
        ".h{color:red}",
        "p.h{display:none}",
        "@media print { .a{color:red} .h{display:none} }",
        ".h{display:none}.h{display:inline}",
        ".h{display:none}.h.on{display:inline}",
        ".h{display:none}#i{display:inline}",
        ".hh{display:none}",
    ],
)
def test_a_class_that_shows_hides_nothing(rules: str) -> None:
    cell = "<td>5<span class='h on' id=i>7</span></td>"
    assert shown(HIDDEN.format(rules), cell) == "规章\t57\t9"


def test_a_style_of_its_own_shows_what_a_class_hides() -> None:
    cell = "<td>5<span class=h style='display:inline'>7</span></td>"
    assert shown(HIDDEN.format(".h{display:none}"), cell) == "规章\t57\t9"


def test_a_white_figure_where_sheets_may_set_a_background_is_in_doubt() -> None:
    white = "<td>5<b style='color:#fff'>{}</b></td>"
    assert shown("<link rel=stylesheet href=a.css>", white.format(7)) == "规章\t5\ufffd\t9"
    assert shown("<link rel=stylesheet href=a.css>", white.format("件")) == "规章\t5件\t9"


@pytest.mark.parametrize(
    "sheet",
    ["/*" * 100_000, "@" * 100_000, "@x{" * 100_000, ".h" * 100_000, "{" * 100_000,
     "display:none" * 50_000, ".h{text-decoration:" * 50_000, "@x{" + "a{}" * 100_000],
)  # fmt: skip
def test_hostile_sheets_take_no_time(sheet: str) -> None:
    begun = perf_counter()
    assert shown(HIDDEN.format(sheet), "<td>5</td>") == "规章\t5\t9"
    assert perf_counter() - begun < 2


def test_struck_text_of_a_large_page_stays_struck() -> None:
    assert shown("<i></i>" * 2_000, "<td><STRIKE>7</STRIKE><s >8</s><span>5</span></td>").endswith(
        "规章\t5\t9"
    )
