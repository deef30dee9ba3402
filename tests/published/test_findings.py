"""Every error and warning on the published reports: each was looked at, and is right.

The check against the text is quoted in the finding, so that a reader can see it for himself.
"""

from __future__ import annotations

import pytest

from extractors.model import Report
from extractors.report import read_document
from schema.rules import rules

from .truths import FOLDER

GRAVE: dict[str, list[tuple[str, str | None]]] = {
    # the prose says that none came, the table counts one
    "000_b69340382dc153a7.txt": [("narrative_received", "0")],
    "001_8c7426e6b89ff068.txt": [],
    "002_6a40e757d9f42db1.txt": [],
    "003_ac2f99b1ecb750a1.txt": [],
    "004_7e4f672173225b47.txt": [],
    # two totals of section four are printed as 0 beside their parts
    "hongze2023.pdf": [
        ("review.results.litigation_after_reconsideration", "0"),
        ("review.results.reconsideration", "0"),
    ],
    "pingtan-2018.txt": [],
    # text without separators: two cells cannot be cut
    "pingtan-2024.txt": [("doubtful_reading", "6233440")],
    # totals are left blank; 258 of 805 are no 33.9 %; "all upheld" beside pending cases
    "shanghai-office-2019.html": [
        ("narrative_percentage", "33.9"),
        ("narrative_review", "0"),
        ("narrative_review", "0"),
        ("total_blank", None),
    ],
    "suqian-2023.layout.txt": [],
    "suqian-2023.plain.txt": [],
}


@pytest.mark.parametrize("name", GRAVE)
def test_nothing_is_found_but_what_is_wrong(name: str) -> None:
    if not FOLDER.is_dir():
        pytest.skip(f"the folder of published reports is missing: {FOLDER}")
    reports = read_document((FOLDER / name).read_bytes())
    assert isinstance(reports, list)
    (report,) = reports
    assert isinstance(report, Report)
    found = [one for one in report.findings if one.severity != "info"]
    assert sorted((one.rule, one.found) for one in found) == GRAVE[name]
    for one in report.findings:
        assert one.message_zh, one.rule
        assert one.rule in rules()
