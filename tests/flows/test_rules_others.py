"""Rules that compare a report with other bodies, with the calendar, and with what a body may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from flows.rules import judge

from .synthetic import Synthetic, apart, body, built, findings, fired, total

TABLE = (
    total("new_received", 131) | total("granted", 62) | total("not_held", 39)
    | total("other", 4) | total("not_processed_petition", 26) | total("total_handled", 131)
)  # fmt: skip
HERE, THERE = "洛阳市西工区司法局", "洛阳市涧西区教育局"
SENTENCES = [
    f"{who}按照要求{what}并向社会公布了结果，经评估后{how}，持续改进服务。"
    for who in ("办公室", "法规科", "信访窗口")
    for what in ("梳理权责清单", "核对办事指南", "归集惠民政策")
    for how in ("完成整改", "报送备案")
]
PROSE = ("".join(SENTENCES[:12]), "".join(SENTENCES[12:]))


def test_the_same_table_as_another_body(tmp_path: Path) -> None:
    cases = {name: [Synthetic(2024, TABLE)] for name in "甲乙丙"}
    rows = fired(tmp_path, "table_of_another", *apart(cases))
    assert [row[0] for row in rows] == ["丙", "乙", "甲"]


def test_tables_that_are_no_copies(tmp_path: Path) -> None:
    small = total("new_received", 3) | total("granted", 3) | total("total_handled", 3)
    cases = {
        "甲": [Synthetic(2024, TABLE)],
        "another year": [Synthetic(2023, TABLE)],
        "another figure": [Synthetic(2024, TABLE | total("granted", 63))],
        "another type": [Synthetic(2024, TABLE | total("other", 4, natural_person=3, business=1))],
        "small": [Synthetic(2024, small)],
        "small too": [Synthetic(2024, small)],
        "zeros": [Synthetic(2024)],
        "zeros too": [Synthetic(2024)],
    }
    assert fired(tmp_path, "table_of_another", *apart(cases)) == []


def test_one_body_under_two_names_copies_nobody(tmp_path: Path) -> None:
    names = ("西工区司法局", "洛阳市西工区司法局", "洛阳市人民政府", "洛阳市人民政府办公室")
    reports = [
        Synthetic(2024, TABLE if "司法" in name else TABLE | total("granted", 99), agency=name)
        for name in names
    ]
    assert fired(tmp_path, "table_of_another", *reports) == []


def test_successors_and_bodies_of_one_function_and_division_copy_nobody(tmp_path: Path) -> None:
    reports = [Synthetic(2024, TABLE, agency=name, prose=PROSE) for name in (HERE, THERE)]
    links = f"INSERT INTO agency_predecessor VALUES ('{body(HERE)}', '{body(THERE)}', 9)"
    with built(tmp_path, *reports, statements=[links]) as con:
        assert findings(con, "table_of_another") == []
        assert findings(con, "narrative_of_another") == []
    same = {"function": "justice", "region_code": "410303"}
    (tmp_path / "2").mkdir()
    here = ["UPDATE report SET region_code = NULL"]
    with built(tmp_path / "2", *reports, bodies={HERE: same, THERE: same}, statements=here) as con:
        assert findings(con, "table_of_another") == []


def test_the_prose_of_another_body(tmp_path: Path) -> None:
    """Each names itself, one gives other numbers."""
    one = Synthetic(2024, agency=HERE, prose=(f"{HERE}受理3件。{PROSE[0]}", PROSE[1]))
    other = Synthetic(2024, agency=THERE, prose=(f"{THERE}受理8件。{PROSE[0]}", PROSE[1]))
    rows = fired(tmp_path, "narrative_of_another", one, other)
    assert {row[0] for row in rows} == {HERE, THERE}


def test_many_bodies_with_one_text(tmp_path: Path) -> None:
    reports = [Synthetic(2024, agency=f"{n}县司法局", prose=PROSE) for n in "甲乙丙丁戊己"]
    assert len(fired(tmp_path, "narrative_of_another", *reports)) == 6


def test_prose_that_is_no_copy(tmp_path: Path) -> None:
    half = ("".join(SENTENCES[:9]), "另有安排，" + "，另有安排".join(SENTENCES[9:]))
    short = (SENTENCES[0], SENTENCES[1])
    cases = {
        "甲": [Synthetic(2024, prose=PROSE)],
        "another year": [Synthetic(2023, prose=PROSE)],
        "half": [Synthetic(2024, prose=half)],
        "short": [Synthetic(2024, prose=short)],
        "short too": [Synthetic(2024, prose=short)],
    }
    assert fired(tmp_path, "narrative_of_another", *apart(cases)) == []


def test_share_of_other(tmp_path: Path) -> None:
    def report(other: float | None, handled: float | None) -> list[Synthetic]:
        return [Synthetic(2024, total("other", other) | total("total_handled", handled))]

    older = total("other_handling", 15) | total("total_handled", 20)
    cases = {
        "more": report(6, 20),
        "a quarter": report(5, 20),
        "few": report(19, 19),
        "blank": report(None, 20),
        "no total": report(6, None),
        "one row": [Synthetic(2020, older, edition="2019")],
    }
    rows = fired(tmp_path, "other_share", *apart(cases))
    cells = ["applications.other.total", "applications.total_handled.total"]
    assert rows == [("more", 2024, cells, None, "30.0 %")]


COUNTY = {"function": "justice", "level": "county", "form": "department"}


def peers(n: int, value: float, **cells: float) -> tuple[list[Synthetic], dict[str, Any]]:
    """``n`` bodies that received 11 to 30 applications and one that received ``value``."""
    reports = [
        Synthetic(2024, total("new_received", 11 + place % 20) | cells, agency=f"{place}县司法局")
        for place in range(n)
    ]
    own = Synthetic(2024, total("new_received", value) | cells, agency=HERE)
    return [*reports, own], {report.agency: COUNTY for report in (*reports, own)}


def test_a_body_far_from_its_peers(tmp_path: Path) -> None:
    reports, bodies = peers(40, 4_000)
    ((agency, year, cells, expected, found),) = fired(
        tmp_path, "peer_outlier", *reports, bodies=bodies
    )
    assert (agency, year, cells) == (HERE, 2024, ["applications.new_received.total"])
    assert (float(expected or 0) // 1, found) == (21, "4000")


def test_bodies_that_are_not_far_or_have_too_few_peers(tmp_path: Path) -> None:
    for place, (n, value, level) in enumerate(
        ((40, 150, "county"), (28, 4_000, "county"), (40, 4_000, "province"), (40, 0, "county"))
    ):
        reports, bodies = peers(n, value, **{"proactive.licences.decisions": 7})
        bodies[HERE] = COUNTY | {"level": level}
        folder = tmp_path / str(place)
        folder.mkdir()
        assert fired(folder, "peer_outlier", *reports, bodies=bodies) == [], (n, value, level)


GOVERNMENT = {"form": "government", "level": "county"}


def calendar(**published: tuple[str, Mapping[str, Any], int]) -> tuple[list[Synthetic], Any]:
    reports = [Synthetic(y, agency=n, published=day) for n, (day, _, y) in published.items()]
    return reports, {name: known for name, (_, known, _) in published.items()}


def test_published_after_the_deadline(tmp_path: Path) -> None:
    reports, bodies = calendar(
        司法局=("2025-02-01", COUNTY, 2024),
        人民政府=("2025-04-01", GOVERNMENT, 2024),
        早年=("2018-04-01", COUNTY, 2017),
    )
    rows = fired(tmp_path, "published_late", *reports, bodies=bodies)
    assert sorted(row[3:] for row in rows) == [
        ("2018-03-31", "2018-04-01"),
        ("2025-01-31", "2025-02-01"),
        ("2025-03-31", "2025-04-01"),
    ]


def test_published_in_time_or_nobody_knows(tmp_path: Path) -> None:
    reports, bodies = calendar(
        司法局=("2025-01-31", COUNTY, 2024),
        人民政府=("2025-03-31", GOVERNMENT, 2024),
        人民政府办公室=("2025-03-31", COUNTY, 2024),
        早年=("2018-03-31", COUNTY, 2017),
        镇政府=("2025-06-01", GOVERNMENT | {"level": "township"}, 2024),
        街道=("2025-06-01", {"form": "subdistrict", "level": "township"}, 2024),
        不明=("2025-06-01", {"form": None, "level": "county"}, 2024),
        迁站=("2027-06-01", COUNTY, 2024),
    )
    first = Synthetic(2024, agency="先行局", published="2025-01-20")
    again = replace(first, published="2025-05-20", cells={"proactive.rules.issued": 0.0})
    undated = Synthetic(2024, agency="无期局")
    own = bodies | {"先行局": COUNTY, "无期局": COUNTY}
    rows = fired(tmp_path, "published_late", *reports, first, again, undated, bodies=own)
    assert rows == []


RULES = {"proactive.rules.in_force": 3.0}


def powers(*kinds: tuple[str | None, str | None]) -> tuple[list[Synthetic], Any]:
    named = {f"{form} {level}": {"form": form, "level": level} for form, level in kinds}
    return [Synthetic(2024, RULES, agency=name) for name in named], named


def test_rules_of_bodies_that_cannot_make_any(tmp_path: Path) -> None:
    reports, bodies = powers(
        ("department", "county"),
        ("department", "province"),
        ("government", "county"),
        ("township", "township"),
        ("subdistrict", "township"),
    )
    rows = fired(tmp_path, "rules_without_power", *reports, bodies=bodies)
    assert [row[0] for row in rows] == sorted(bodies)
    assert all(row[2:] == (["proactive.rules.in_force"], "0", "3") for row in rows)


def test_rules_of_bodies_that_can_make_them_or_of_which_nothing_is_known(tmp_path: Path) -> None:
    reports, bodies = powers(
        ("department", "national"),
        ("government", "province"),
        ("government", "prefecture"),
        (None, "county"),
        ("department", None),
        ("other", "county"),
    )
    none = Synthetic(2024, {"proactive.rules.in_force": None}, agency="none")
    office = Synthetic(2024, RULES, agency="洛阳市人民政府办公室")
    known = {"form": "department", "level": "county"}
    own = bodies | {"none": known, office.agency: known}
    assert fired(tmp_path, "rules_without_power", *reports, none, office, bodies=own) == []


def test_rules_counted_for_more_than_the_body_or_of_a_prefecture_without_a_city(
    tmp_path: Path,
) -> None:
    reports, bodies = powers(("department", "county"), ("government", "prefecture"))
    region = (
        "INSERT INTO region (region_code, name, level) VALUES ('542500', '阿里地区', 'prefecture')"
    )
    codes = (
        "UPDATE agency SET region_code = '542500' WHERE agency_id IN"
        " (SELECT agency_id FROM report WHERE agency_name = 'government prefecture')"
    )
    scope = "UPDATE report SET scope = 'with_departments', region_code = NULL"
    with built(
        tmp_path, *reports, bodies=bodies, statements=["DELETE FROM region", region, codes, scope]
    ) as con:
        assert findings(con, "rules_without_power") == []
        con.execute("UPDATE report SET scope = NULL")
        judge(con)
        assert len(findings(con, "rules_without_power")) == 2
