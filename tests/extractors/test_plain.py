"""Tables printed as the form has them: the pattern reads what the general engine reads."""

from __future__ import annotations

import pytest

from extractors.model import Report
from extractors.tables import reading as tables
from tests.generator import KINDS, corpus
from tests.reading import read_one

from .support import (
    application_table,
    document,
    numbered,
    read,
    review_table,
    review_values,
    rows_of,
    values_of,
)

WITH_CELLS = [name for name, kind in KINDS.items() if kind.parts]


def general(monkeypatch: pytest.MonkeyPatch, data: bytes) -> Report:
    """The report as the general engine reads it."""
    with monkeypatch.context() as patch:
        patch.setattr(tables, "read_plain", lambda *_: None)
        result = read_one(data)
    assert isinstance(result, Report)
    return result


@pytest.mark.parametrize("seed", [40, pytest.param(41, marks=pytest.mark.slow)])
def test_the_pattern_reads_what_the_engine_reads(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = 0
    for name, text, *_ in corpus(320 if seed == 40 else 1200, seed, editions=WITH_CELLS):
        data = text.encode()
        quick, slow = read_one(data), general(monkeypatch, data)
        assert isinstance(quick, Report)
        labels = [cell.label for cell in quick.cells]
        plain += labels != [cell.label for cell in slow.cells]
        found, expected = (
            [(c.name, c.status, c.value, c.raw, c.span, c.unit) for c in report.cells]
            for report in (quick, slow)
        )
        assert found == expected, name
        findings = [set(report.findings) for report in (quick, slow)]
        assert findings[0] == findings[1], name
    assert plain > 0, "the pattern took part"


@pytest.mark.parametrize("value", ["-1063", "/", "063", "1063 4", "A", "1,063", "1063件"])
def test_a_value_that_is_not_plain_goes_to_the_engine(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = document()
    assert "\t1063\t" in text
    data = text.replace("\t1063\t", f"\t{value}\t").encode()
    quick = read_one(data)
    assert isinstance(quick, Report)
    expected = general(monkeypatch, data)
    chosen = [[c for c in r.cells if "applications" in c.name] for r in (quick, expected)]
    assert chosen[0] == chosen[1]


def test_each_label_and_each_column_of_the_head_is_the_cell_s_own() -> None:
    report = read(document())
    assert values_of(report) == numbered()
    labels = {cell.name: report.text[slice(*cell.label)] for cell in report.cells if cell.label}
    assert labels["applications.refused_third_party.business"] == "4.保护第三方合法权益"
    assert labels["review.litigation_direct.upheld"] == "结果维持"
    assert labels["review.litigation_direct.total"] == "总计"


def test_a_row_more_than_the_form_has_goes_to_the_engine() -> None:
    rows = rows_of("applications")
    rows["new_received"].append("7")
    report = read(document(applications=application_table(rows)))
    (finding,) = [f for f in report.findings if f.rule == "doubtful_reading"]
    assert len(finding.cells) == 7


def test_a_head_with_other_words_goes_to_the_engine() -> None:
    """The engine takes the words between the head and the figures for what they are."""
    text = review_table(review_values()).replace("复议后起诉", "复议后起诉（另行说明）")
    assert values_of(read(document(review=text))) == numbered()
