"""Generated reports as PDF files: every cell is read, whatever draws the lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from extractors.document import Decoded
from extractors.model import SetAside
from extractors.readers.pdf import read
from extractors.report import read_text
from tests.accuracy.score import Score, printed, score
from tests.generator import KINDS, Options, Truth, leave_out, random_options, random_truth
from tests.generator.documents import compose
from tests.generator.documents.browser import BROWSER, print_with_browser
from tests.generator.documents.pdf import OFFICE, missing_program, print_with_office, report_page
from tests.generator.documents.pdf_report import RULINGS, Setting, drawn_report
from tests.generator.documents.pdf_writer import A4
from tests.generator.truth import Size

SIZES: tuple[Size, ...] = ("zero", "small", "medium", "large")
PRINTED = 18
DRAWN = 6 * len(KINDS)


def some_report(rng: Random, number: int) -> tuple[Truth, Options]:
    """A report of each kind in turn, some with blank cells or marks, and how it is written."""
    kind = list(KINDS)[number % len(KINDS)]
    truth = random_truth(rng, size=rng.choice(SIZES), edition=kind)
    if number % 3 == 1:
        truth = leave_out(truth, rng, blanks=rng.choice((0.05, 0.3, 1.0)))
    elif number % 3 == 2:
        truth = leave_out(truth, rng, slashes=0.1, marks=("/", "-", "—"))
    options = replace(random_options(rng), site=False, metadata=False)
    return truth, replace(options, traditional=False, pinyin=False)


def scored(data: bytes, truth: Truth) -> Score:
    decoded = read(data)
    result = decoded if isinstance(decoded, SetAside) else read_text(decoded[0])
    return score(result, printed(truth))


def drawn(
    ruling: str, numbers: range, *, upright: bool = False, padding: float = 3.0
) -> Iterator[tuple[str, Score]]:
    """Reports drawn by hand, with the score of each."""
    for number in numbers:
        rng = Random(f"drawn:{number}")
        truth, options = some_report(rng, number)
        page = A4 if rng.random() < 0.6 else A4[::-1]
        size = rng.choice((7.0, 9.0, 11.0))
        turns = rng.choice((0, 0, 1, 2, 3))
        setting = Setting(ruling, size, turns, page, upright, padding)
        data = drawn_report(compose(truth, rng, options=options), setting)
        yield f"{number} {truth.kind} {setting}", scored(data, truth)


@pytest.mark.parametrize("ruling", RULINGS)
def test_two_reports_of_each_ruling(ruling: str) -> None:
    first = 2 * RULINGS.index(ruling)
    found = dict(drawn(ruling, range(first, first + 2)))
    assert {name for name, one in found.items() if not one.exact} == set()


@pytest.mark.slow
@pytest.mark.parametrize("ruling", RULINGS)
def test_many_reports_of_each_ruling(ruling: str) -> None:
    found = dict(drawn(ruling, range(DRAWN)))
    assert {name for name, one in found.items() if not one.exact} == set()


@pytest.mark.parametrize("ruling", [*RULINGS[:1], "none", "across"])
def test_heads_that_run_downwards(ruling: str) -> None:
    found = dict(drawn(ruling, range(len(KINDS)), upright=True))
    assert {name for name, one in found.items() if not one.exact} == set()


@pytest.mark.parametrize("upright", [False, True])
def test_rows_as_close_as_lines_are_right_or_in_doubt(upright: bool) -> None:
    found = list(drawn("none", range(2 * len(KINDS)), upright=upright, padding=1.0))
    assert {name for name, one in found if one.wrong} == set()
    assert sum(one.right for _, one in found) >= 0.9 * sum(one.cells for _, one in found)


@pytest.mark.slow
@pytest.mark.parametrize("ruling", ["none", "across"])
def test_without_upright_lines_no_cell_is_wrong_silently(ruling: str) -> None:
    found = [(name.split()[1], one) for name, one in drawn(ruling, range(DRAWN))]
    with_cells = [one for kind, one in found if KINDS[kind].parts]
    assert sum(one.silent for one in with_cells) == 0
    assert sum(one.exact for one in with_cells) >= 0.95 * len(with_cells)


def pages(folder: Path) -> Iterator[tuple[Path, Truth, bool]]:
    """Reports as HTML pages in a folder, with whether the browser prints heads and feet."""
    for number in range(PRINTED):
        rng = Random(f"printed:{number}")
        truth, options = some_report(rng, number)
        content, look = report_page(truth, rng, options=options)
        page = folder / f"{number:02}.html"
        page.write_text(content, encoding="utf-8")
        yield page, truth, look.furniture


def exact(sources: list[tuple[Path, Truth, bool]]) -> set[str]:
    """Names of printed reports that are not read exactly."""
    printed_files = ((source.with_suffix(".pdf"), truth) for source, truth, _ in sources)
    found = {f"{f.name} {t.kind}": scored(f.read_bytes(), t) for f, t in printed_files}
    return {name for name, one in found.items() if not one.exact}


@pytest.mark.slow
def test_reports_printed_by_an_office(tmp_path: Path) -> None:
    if reason := missing_program(OFFICE):
        pytest.skip(reason)
    sources = list(pages(tmp_path))
    print_with_office([page for page, *_ in sources], tmp_path)
    assert exact(sources) == set()


@pytest.mark.slow
def test_reports_printed_by_a_browser(tmp_path: Path) -> None:
    if reason := missing_program(BROWSER):
        pytest.skip(reason)
    sources = list(pages(tmp_path))
    print_with_browser({page: furniture for page, _, furniture in sources}, tmp_path)
    assert exact(sources) == set()


def test_the_same_bytes_give_the_same_text() -> None:
    truth, options = some_report(Random(1), 1)
    data = drawn_report(compose(truth, Random(2), options=options), Setting())
    first, second = read(data), read(data)
    assert isinstance(first, list)
    assert first == second
    assert isinstance(first[0], Decoded)
