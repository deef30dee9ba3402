"""Rules that compare a report with the same body's of the year before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flows.rules import judge

from .synthetic import LUOYANG, Synthetic, apart, body, built, findings, fired, total

LAST = Synthetic(2023, total("carried_forward", 5))
SAME = Synthetic(2024, total("carried_in", 5))
OTHER = Synthetic(2024, total("carried_in", 7))
CARRIED = ["applications.carried_in.natural_person", "applications.carried_in.total"]
KNOWN = {"function": "justice", "level": "county", "form": "department"}


def test_carried_in_is_not_what_was_carried_forward(tmp_path: Path) -> None:
    assert fired(tmp_path, "carry_over", LAST, OTHER) == [(LUOYANG, 2024, CARRIED, "5 5", "7 7")]


def test_the_sentence_names_both_years_figures_in_two_languages(tmp_path: Path) -> None:
    with built(tmp_path, LAST, OTHER) as con:
        rows = con.execute(
            "SELECT severity, message, message_zh FROM finding WHERE rule = 'carry_over'"
        ).fetchall()
    assert rows == [
        (
            "warning",
            "what is carried in is not what the report for 2023 carries forward:"
            " 自然人 7, there 5; 总计 7, there 5",
            "“上年结转”与2023年度报告的“结转下年度继续办理”不一致："
            "自然人为7，上年报告为5；总计为7，上年报告为5",
        )
    ]


def test_carried_over_between_types_with_the_same_total(tmp_path: Path) -> None:
    moved = Synthetic(2024, total("carried_in", 5, natural_person=4, business=1))
    cells = ["applications.carried_in.business", "applications.carried_in.natural_person"]
    (found,) = fired(tmp_path, "carry_over", LAST, moved)
    assert sorted(found[2]) == cells
    assert found[3:] == ("5 0", "4 1")


def test_carried_over_across_editions(tmp_path: Path) -> None:
    older = replace(LAST, edition="2019")
    assert len(fired(tmp_path, "carry_over", older, OTHER)) == 1


def test_carry_over_is_silent(tmp_path: Path) -> None:
    cases = {
        "it agrees": (LAST, SAME),
        "a year lies between": (replace(LAST, year=2022), OTHER),
        "no year before": (OTHER,),
        "blank then": (replace(LAST, cells=total("carried_forward", None)), OTHER),
        "blank now": (LAST, replace(OTHER, cells=total("carried_in", None))),
    }
    assert fired(tmp_path, "carry_over", *apart(cases)) == []


REFORMED = {
    "it took over another": f"INSERT INTO agency_predecessor VALUES"
    f" ('{body(LUOYANG)}', 'another', 2024)",
    "another took its work": f"INSERT INTO agency_predecessor VALUES"
    f" ('another', '{body(LUOYANG)}', 2023)",
    "its function took over another": "INSERT INTO function_reform VALUES"
    " ('justice', 'legislation', 2024)",
    "its name is shared": f"UPDATE agency SET region_code = NULL,"
    f" region_candidates = ['1', '2'] WHERE agency_id = '{body(LUOYANG)}'",
    "the year is in doubt": "INSERT INTO finding BY NAME SELECT report_id, 'titles_differ' AS rule,"
    " 'warning' AS severity, [] AS cells, 'two years' AS message FROM report WHERE year = 2023",
    "it counted others then": "UPDATE report SET scope = if(year = 2023, 'region', 'own')",
    "it is of another division": "UPDATE report SET region_code = year::VARCHAR",
}


def test_years_that_are_not_compared(tmp_path: Path) -> None:
    with built(tmp_path, LAST, OTHER, bodies={LUOYANG: KNOWN}) as con:
        con.execute("UPDATE report SET region_code = NULL")
        assert len(findings(con, "carry_over")) == 1
        for name, statement in REFORMED.items():
            con.begin()
            con.execute(statement)
            judge(con)
            assert findings(con, "carry_over") == [], name
            con.rollback()


def test_an_older_reform_is_no_excuse(tmp_path: Path) -> None:
    statement = (
        f"INSERT INTO agency_predecessor VALUES ('{body(LUOYANG)}', 'another', 2019)",
        "INSERT INTO function_reform VALUES ('justice', 'legislation', 2019)",
    )
    known = {LUOYANG: KNOWN}
    assert len(fired(tmp_path, "carry_over", LAST, OTHER, bodies=known, statements=statement)) == 1


def test_a_cell_for_which_two_documents_differ_measures_nobody(tmp_path: Path) -> None:
    attached = replace(LAST, cells=total("carried_forward", 7), source="attached")
    with built(tmp_path, LAST, attached, OTHER) as con:
        assert findings(con, "carry_over") == []
        assert len(findings(con, "documents_disagree")) == 2


NORMATIVE = "proactive.normative_documents."


def stock(year: int, *counts: float | None) -> Synthetic:
    """A report with documents issued, repealed and in force."""
    columns = ("issued", "repealed", "in_force")
    named = zip(columns, counts, strict=True)
    return Synthetic(year, {f"{NORMATIVE}{column}": count for column, count in named})


def test_documents_in_force_do_not_follow(tmp_path: Path) -> None:
    cells = [f"{NORMATIVE}{column}" for column in ("issued", "repealed", "in_force")]
    rows = fired(tmp_path, "documents_in_force", stock(2023, 0, 0, 10), stock(2024, 3, 1, 15))
    assert rows == [(LUOYANG, 2024, cells, "12", "15")]


def test_documents_in_force_is_silent(tmp_path: Path) -> None:
    cases = {
        "it agrees": (stock(2023, 0, 0, 10), stock(2024, 3, 1, 12)),
        "a blank": (stock(2023, 0, 0, 10), stock(2024, 3, None, 15)),
        "blank then": (stock(2023, 0, 0, None), stock(2024, 3, 1, 15)),
        "a year lies between": (stock(2023, 0, 0, 10), stock(2025, 3, 1, 15)),
        "nobody fills it in": (stock(2023, 1, 0, 0), stock(2024, 2, 0, 0)),
    }
    assert fired(tmp_path, "documents_in_force", *apart(cases)) == []


TABLE = (
    total("new_received", 31) | total("granted", 12) | total("not_held", 9)
    | total("other", 4) | total("not_processed_petition", 6) | total("total_handled", 31)
)  # fmt: skip


def test_the_same_table_as_last_year(tmp_path: Path) -> None:
    rows = fired(tmp_path, "table_of_last_year", Synthetic(2023, TABLE), Synthetic(2024, TABLE))
    assert [row[:2] for row in rows] == [(LUOYANG, 2024)]


def test_a_blank_in_place_of_a_zero_makes_no_other_table(tmp_path: Path) -> None:
    blank = Synthetic(2024, TABLE | total("carried_in", None))
    assert len(fired(tmp_path, "table_of_last_year", Synthetic(2023, TABLE), blank)) == 1


def test_the_same_section_two_as_last_year(tmp_path: Path) -> None:
    two = {"proactive.licences.decisions": 389, "proactive.penalties.decisions": 1204,
           "proactive.coercions.decisions": 17}  # fmt: skip
    rows = fired(tmp_path, "table_of_last_year", Synthetic(2023, two), Synthetic(2024, two))
    assert len(rows) == 1


ONE = {"proactive.licences.decisions": 3_890_000}
SMALL = total("new_received", 3) | total("granted", 3) | total("total_handled", 3)


def test_table_of_last_year_is_silent(tmp_path: Path) -> None:
    cases = {
        "zeros": (Synthetic(2023), Synthetic(2024)),
        "small numbers": (Synthetic(2023, SMALL), Synthetic(2024, SMALL)),
        "a difference": (Synthetic(2023, TABLE), Synthetic(2024, TABLE | total("granted", 13))),
        "other editions": (Synthetic(2023, TABLE, edition="2019"), Synthetic(2024, TABLE)),
        "one figure": (Synthetic(2023, ONE), Synthetic(2024, ONE)),
    }
    assert fired(tmp_path, "table_of_last_year", *apart(cases)) == []


SENTENCES = tuple(
    f"{who}在{n}月{what}并向社会公布了{n}批共{n * 7}项结果，经评估后{how}。"
    for n, (who, what, how) in enumerate(
        (who, what, how)
        for who in ("办公室", "法规科", "信访窗口")
        for what in ("梳理权责清单", "核对办事指南", "归集惠民政策")
        for how in ("完成整改", "报送备案")
    )
)
PROSE = ("".join(SENTENCES[:12]), "".join(SENTENCES[12:]))


def with_other_numbers(text: str) -> str:
    return text.translate(str.maketrans("0123456789", "3456789012"))


def test_the_prose_of_last_year_with_other_numbers(tmp_path: Path) -> None:
    last = Synthetic(2023, prose=PROSE)
    this = Synthetic(
        2024, prose=(with_other_numbers(PROSE[0]), "今年另有安排，见网站。" + PROSE[1])
    )
    assert [row[:2] for row in fired(tmp_path, "narrative_of_last_year", last, this)] == [
        (LUOYANG, 2024)
    ]


def test_narrative_of_last_year_is_silent(tmp_path: Path) -> None:
    short = (SENTENCES[0], SENTENCES[1])
    half = ("".join(SENTENCES[:9]), "".join(SENTENCES[3:6]))
    cases = {
        "half of it": (PROSE, half),
        "other sentences": (PROSE[1:], ("".join(SENTENCES[:6]), "")),
        "too short": (short, short),
        "no prose": ((), ()),
    }
    reports = {
        name: [Synthetic(2023 + place, prose=prose) for place, prose in enumerate(both)]
        for name, both in cases.items()
    }
    assert fired(tmp_path, "narrative_of_last_year", *apart(reports)) == []


def received(year: int, count: float | None) -> Synthetic:
    return Synthetic(year, total("new_received", count))


def test_jumps(tmp_path: Path) -> None:
    pairs = ((10, 50), (300, 60), (0, 50))
    cases = {f"{n}": (received(2023, a), received(2024, b)) for n, (a, b) in enumerate(pairs)}
    cells = ["applications.new_received.total"]
    rows = fired(tmp_path, "volume_jump", *apart(cases))
    assert [row[1:] for row in rows] == [(2024, cells, str(a), str(b)) for a, b in pairs]


def test_no_jumps(tmp_path: Path) -> None:
    pairs = ((11, 50), (9, 49), (0, 0), (None, 900), (900, None))
    cases = {f"{n}": (received(2023, a), received(2024, b)) for n, (a, b) in enumerate(pairs)}
    assert fired(tmp_path, "volume_jump", *apart(cases)) == []


FEES = "proactive.fees.amount_wan_yuan"


def fees(*amounts: float | None, unit: str | None = None) -> list[Synthetic]:
    """Reports of the years from 2022 on."""
    years = enumerate(amounts, 2022)
    return [Synthetic(year, {FEES: a}, unit=unit if a == 131_000 else None) for year, a in years]


def test_fees_in_another_unit_are_the_larger_ones(tmp_path: Path) -> None:
    cases = {
        "a": fees(131_000, 12.5),
        "b": fees(12.5, 131_000),
        "c": fees(12.5, 131_000, 12.6),
    }
    rows = fired(tmp_path, "fees_of_years", *apart(cases))
    assert rows == [
        ("a", 2022, [FEES], "12.5", "131000"),
        ("b", 2023, [FEES], "12.5", "131000"),
        ("c", 2023, [FEES], "12.5", "131000"),
    ]


def test_fees_are_silent(tmp_path: Path) -> None:
    amounts = (0, None, 12.5, 1_250, 12_500_000)
    cases = {f"{amount}": fees(12.5, amount) for amount in amounts}
    cases["they say their unit"] = fees(12.5, 131_000, unit="元")
    assert fired(tmp_path, "fees_of_years", *apart(cases)) == []
