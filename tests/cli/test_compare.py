"""``ogi compare`` on the samples and the panel."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.flows.panel import make
from tests.flows.support import ask

from .conftest import Run
from .screen import columns, only_sentence

HEADER = [
    *("agency_id", "agency_name", "year", "edition", "function", "level", "like_scope"),
    *("province", "section", "figure", "label", "unit"),
    *("value", "numerator", "denominator", "small_denominator", "peers_within"),
    *("peers_n", "peers_n_small", "peers_p25", "peers_median", "peers_p75", "peers_pooled"),
]


@pytest.fixture(scope="module")
def panel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("panel") / "panel.duckdb")


def cells(text: str) -> dict[str, list[str]]:
    """Cells of the printed table by label; fails where its columns do not align."""
    lines = text.splitlines()
    ruled = next(n for n, line in enumerate(lines) if line and set(line) <= {"─", " "})
    widths = [len(run) for run in lines[ruled].split("  ")]
    found: dict[str, list[str]] = {}
    for line in [lines[ruled - 1], *lines[ruled + 1 :]]:
        if line.startswith("·"):
            break
        places = columns(line)
        start, row = 0, []
        for width in widths:
            row.append("".join(places[start : start + width]).strip())
            assert not "".join(places[start + width : start + width + 2]).strip(), line
            start += width + 2
        found.setdefault(row[0], row[1:])
    return found


def test_two_bodies_of_a_kind(ogi: Run, panel: Path) -> None:
    done = ogi("compare", "洛阳市司法局", "信阳", "--db", panel)
    assert (done.returncode, done.stderr) == (0, "")
    assert "洛阳市司法局 2024: 河南省洛阳市 司法; edition 2021, scope own" in done.stdout
    found = cells(done.stdout)
    assert found[""] == ["单位", "洛阳市司法局", "信阳市司法局", "同类中位(n)"]
    assert found["依申请公开"] == ["", "", "", ""]
    assert found["本年新收"] == ["件", "52", "6", "29 (2)"]
    assert found["予以公开÷办理总计"] == ["%", "19/50=38.0%", "0/4=0.0%*", "19.0% (2)"]
    assert "fewer than 20" in done.stdout
    assert max(len(columns(line)) for line in done.stdout.splitlines()) <= 100


def test_one_body_over_the_years(ogi: Run, panel: Path) -> None:
    done = ogi("compare", "信阳市司法局", "--db", panel)
    assert done.returncode == 0
    warning = "the reports differ in edition of the form: 2014, 2019, 2021"
    assert only_sentence(done.stderr) == warning
    found = cells(done.stdout)
    assert found[""] == ["单位", "2017", "2019", "2023", "2024", "同类中位(n)2024"]
    assert found["本年新收"] == ["件", "·", "12", "9", "6", "29 (2)"]
    assert found["收到申请"] == ["件", "17", "12", "9", "6", "·"]
    assert found["予以公开†"] == ["件", "9", "5", "4", "0", "·"]
    assert max(len(columns(line)) for line in done.stdout.splitlines()) <= 120


def test_bodies_of_different_kinds_have_peers_of_their_own(ogi: Run, panel: Path) -> None:
    done = ogi("compare", "涧西", "信阳", "--year", "2024", "--db", panel)
    found = cells(done.stdout)
    assert found[""][-2:] == ["同类中位(n)县级", "同类中位(n)地级"]
    assert found["本年新收"] == ["件", "22", "6", "0 (5)", "29 (2)"]


def test_peers_of_the_same_province(ogi: Run, panel: Path) -> None:
    done = ogi("compare", "涧西", "--same-province", "--db", panel)
    assert cells(done.stdout)["本年新收"] == ["件", "22", "11.5 (2)"]


def test_json_has_every_figure(ogi: Run, panel: Path) -> None:
    done = ogi("compare", "涧西", "西工区", "--db", panel, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    rows = json.loads(done.stdout)
    assert [list(row) for row in rows] == [HEADER] * 2 * 46
    (row,) = [
        row
        for row in rows
        if row["figure"] == "granted_of_handled" and row["agency_name"] == "洛阳市涧西区司法局"
    ]
    assert (row["numerator"], row["denominator"], row["small_denominator"]) == (9, 21, False)
    assert (row["value"], row["peers_n"], row["peers_n_small"]) == (9 / 21, 2, 1)
    assert (row["peers_within"], row["peers_pooled"]) == ("country", 9 / 22)


def test_csv_has_the_same_rows(ogi: Run, panel: Path) -> None:
    done = ogi("compare", "涧西", "--db", panel, "-f", "csv")
    header, *body = csv.reader(io.StringIO(done.stdout))
    assert header == HEADER
    assert len(body) == 46


def test_an_ambiguous_name_lists_its_candidates(ogi: Run, panel: Path) -> None:
    done = ogi("compare", "洛阳", "--db", panel)
    assert (done.returncode, done.stdout) == (2, "")
    sentence = only_sentence(done.stderr)
    assert sentence.startswith("洛阳: 3 bodies are called so: ")
    assert "西工区司法局 (河南省洛阳市西工区, " in sentence


def test_words_of_the_region_and_identifiers_choose(ogi: Run, panel: Path) -> None:
    done = ogi("compare", "洛阳市 西工区", "--year", "2024", "--db", panel)
    assert (done.returncode, done.stderr) == (0, "")
    ((identifier,),) = ask(
        panel, "SELECT DISTINCT agency_id FROM report WHERE agency_name = '西工区司法局'"
    )
    same = ogi("compare", identifier, "--year", "2024", "--db", panel)
    assert same.stdout == done.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("海淀区司法局",), "海淀区司法局: no body with a report is called so"),
        (("涧西", "--year", "2019"), "洛阳市涧西区司法局: no report on 2019, only on 2024"),
        ((" ",), "AGENCY: give a name, a part of one, or an agency_id"),
    ],
)
def test_what_cannot_be_compared(
    ogi: Run, panel: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    done = ogi("compare", *arguments, "--db", panel)
    assert (done.returncode, done.stdout) == (2, "")
    assert only_sentence(done.stderr) == sentence


def test_bodies_without_a_year_in_common(ogi: Run, panel: Path, tmp_path: Path) -> None:
    done = ogi("compare", "涧西", "西工区", "--year", "2023", "--db", panel)
    assert only_sentence(done.stderr) == "洛阳市涧西区司法局: no report on 2023, only on 2024"
    missing = ogi("compare", "涧西", "--db", tmp_path / "none.duckdb")
    assert missing.returncode == 1


def test_without_what_tells_peers(ogi: Run, panel: Path, tmp_path: Path) -> None:
    own = Path(shutil.copy(panel, tmp_path / "own.duckdb"))
    with duckdb.connect(str(own)) as con:
        con.execute(
            "UPDATE agency SET function = NULL WHERE agency_id IN"
            " (SELECT agency_id FROM report WHERE agency_name = '西夏区司法局')"
        )
    done = ogi("compare", "西夏区司法局", "--db", own)
    assert done.returncode == 0
    sentence = only_sentence(done.stderr)
    assert sentence == "no peers: function or level is not known of 西夏区司法局 2024"
    assert cells(done.stdout)["本年新收"] == ["件", "0"]


def test_the_readme_shows_what_is_printed(ogi: Run, panel: Path) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    block = readme.split("$ ogi compare ")[1].split("```")[0]
    command, *shown = block.splitlines()
    done = ogi("compare", *command.split()[:-2], "--db", panel)
    printed = done.stdout.splitlines()
    lines = [line for line in shown if line not in ("", "…")]
    assert len(lines) > 8
    assert [line for line in lines if line not in printed] == []
