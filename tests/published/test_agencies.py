"""Who reported in the published texts, and by which signs."""

from __future__ import annotations

import pytest

from extractors.agencies.of_report import agency_of

from .conftest import Library


@pytest.mark.parametrize(
    ("name", "code", "full_name", "level"),
    [
        ("000", "410303", "洛阳市西工区司法局", "county"),
        ("001", "420104", "武汉市硚口区司法局", "county"),
        ("002", "411500", "信阳市司法局", "prefecture"),
        ("003", "230719", "伊春市友好区司法局", "county"),
        ("004", "640105", "银川市西夏区司法局", "county"),
        ("suqian-2023.plain", "321300", "宿迁市人民政府", "prefecture"),
        ("pingtan-2018", "350128", "平潭综合实验区", "county"),
    ],
)
def test_the_body_is_told(
    library: Library, name: str, code: str, full_name: str, level: str
) -> None:
    report = library[name].report
    agency, findings = agency_of(report, "", "document")
    assert agency is not None
    assert (agency.region_code, agency.level) == (code, level)
    assert agency.name == full_name
    assert findings == []
    assert agency.evidence
    for sign in agency.evidence:
        if sign.start is not None:
            assert report.text[sign.start : sign.end] == sign.text


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("000", {"name", "platform"}),
        ("001", {"name", "area_code", "address", "superior"}),
        ("004", {"name", "area_code", "postcode", "address", "superior"}),
    ],
)
def test_the_signs_are_on_record(library: Library, name: str, kinds: set[str]) -> None:
    agency, _ = agency_of(library[name].report, "", "document")
    assert agency is not None
    assert kinds <= {sign.kind for sign in agency.evidence}
