"""Generated reports as scans: no number is wrong silently, and nearly all that sums cover is read.

``python -m tests.readers.test_ocr_reports 36`` measures so many.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import replace
from random import Random
from time import perf_counter
from typing import NamedTuple

import pytest

from extractors import needs
from extractors.model import Report
from extractors.readers import ocr
from tests.accuracy.score import printed, score
from tests.generator import KINDS, Truth, leave_out, random_options, random_truth
from tests.generator.documents import compose
from tests.generator.documents.pdf_report import Setting
from tests.generator.truth import Size
from tests.reading import read_one

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not needs.is_there(needs.RECOGNITION), reason=f"needs {ocr.EXTRA}"),
]
SIZES: tuple[Size, ...] = ("small", "medium", "large")
WITH_CELLS = sorted(name for name, kind in KINDS.items() if kind.parts)
BLANKS = ("none", "none", "zeros", "scattered")
"""Cells printed empty: none; some of the zeros; some of all."""


class Scan(NamedTuple):
    """A report, what was done to it, and its scan as a PDF file of so many pages."""

    name: str
    blanks: str
    truth: Truth
    data: bytes
    pages: int


def scan_of(number: int, kind: str | None = None, blanks: str | None = None) -> Scan:
    """A report drawn from a number, as a scanner of an office sees it."""
    scan = pytest.importorskip("tests.generator.documents.scan")
    if not scan.FONTS:
        pytest.skip("no Chinese font is installed")
    rng = Random(f"scan:{number}")
    kind = kind or WITH_CELLS[number % len(WITH_CELLS)]
    if kind in WITH_CELLS:
        blanks = blanks or BLANKS[number // len(WITH_CELLS) % len(BLANKS)]
    else:
        blanks = "none"
    truth = random_truth(rng, size=rng.choice(SIZES), edition=kind)
    if blanks == "zeros":
        truth = leave_out(truth, rng, blanks=0.5, pattern="zeros")
    elif blanks == "scattered":
        marks = rng.choice(((0.1, 0.0), (0.0, 0.1)))
        truth = leave_out(truth, rng, blanks=marks[0], slashes=marks[1], marks=("/", "-", "—"))
    options = replace(random_options(rng), site=False, metadata=False)
    options = replace(options, traditional=False, pinyin=False)
    scanner = scan.random_scanner(rng)
    ruling = rng.choice(("lines", "lines", "boxes", "thin", "double", "filled"))
    setting = Setting(ruling, size=rng.choice((9.0, 10.5)))
    pages = scan.scanned(compose(truth, rng, options=options), setting, scanner, rng)
    name = f"{number} {kind} {blanks} {ruling} {scanner}"
    return Scan(name, blanks, truth, scan.as_pdf(pages, scanner), len(pages))


def shares(report: Report, truth: Truth) -> Counter[tuple[str, str]]:
    """Cells by the part of the form that they stand in, and those of them that are right."""
    read = {cell.name: cell for cell in report.cells}
    counts: Counter[tuple[str, str]] = Counter()
    for name, value in truth.cells.items():
        part = "section two" if name.startswith("proactive") else "sections three and four"
        counts[part, "cells"] += 1
        cell = read[name]
        counts[part, "right"] += cell.value == value and cell.status != "conflict"
        counts[part, "wrong"] += cell.value is not None and cell.value != value
    return counts


def test_a_report_that_is_printed_in_full() -> None:
    scan = scan_of(0, "2021")
    report = read_one(scan.data)
    assert isinstance(report, Report)
    counts = shares(report, scan.truth)
    assert counts["sections three and four", "right"] == 190
    assert counts["section two", "right"] == 0
    assert score(report, printed(scan.truth)).silent == 0
    assert (report.identity.agency_name, report.identity.year) == (
        scan.truth.agency,
        scan.truth.year,
    )


def test_an_early_report_keeps_what_its_sums_confirm() -> None:
    scan = scan_of(3, "2014")
    report = read_one(scan.data)
    assert isinstance(report, Report)
    found = score(report, printed(scan.truth))
    assert (found.wrong, found.silent) == (0, 0)
    assert any(indicator.value is not None for indicator in report.indicators)


def main() -> None:
    """Measure many scans, and print the share of cells that are right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scans", type=int)
    parser.add_argument("--kind", choices=sorted(KINDS), help="one kind of report only")
    parser.add_argument("--blanks", choices=sorted(set(BLANKS)), help="blank cells in all reports")
    arguments = parser.parse_args()
    totals: dict[str, Counter[tuple[str, str]]] = {blanks: Counter() for blanks in BLANKS}
    seconds = pages = silent = 0.0
    for number in range(arguments.scans):
        scan = scan_of(number, arguments.kind, arguments.blanks)
        started = perf_counter()
        report = read_one(scan.data)
        seconds += perf_counter() - started
        pages += scan.pages
        if not isinstance(report, Report):
            print(scan.name, report.reason)
            continue
        found = score(report, printed(scan.truth))
        silent += found.silent
        totals[scan.blanks] += shares(report, scan.truth)
        print(
            scan.name, *(f"{k}={getattr(found, k)}" for k in ("right", "missed", "wrong", "silent"))
        )
        for rule in report.findings:
            if rule.rule == "doubtful_recognition":
                print("   ", rule.message)
    for blanks, counts in totals.items():
        for part in sorted({part for part, _ in counts}):
            cells, right, wrong = (counts[part, what] for what in ("cells", "right", "wrong"))
            print(
                f"{blanks}, {part}: {right} of {cells} right ({right / cells:.2%}), {wrong} wrong"
            )
    print(f"{silent:.0f} silently wrong, {seconds / pages:.1f} seconds a page")


if __name__ == "__main__":
    main()
