"""A database of the samples and the panel, with what their bodies are."""

from __future__ import annotations

from pathlib import Path

import duckdb

from .support import SAMPLES, ingest

PANEL = SAMPLES.parent / "panel"
PLACES = {
    "信阳市司法局": "411500",
    "洛阳市司法局": "410300",
    "洛阳市涧西区司法局": "410305",
    "西工区司法局": "410303",
    "硚口区司法局": "420104",
    "友好区司法局": "230719",
    "西夏区司法局": "640105",
}
REGIONS = (
    ("230000", "黑龙江省", "province", None),
    ("230700", "伊春市", "prefecture", "230000"),
    ("230719", "友好区", "county", "230700"),
    ("410000", "河南省", "province", None),
    ("410300", "洛阳市", "prefecture", "410000"),
    ("410303", "西工区", "county", "410300"),
    ("410305", "涧西区", "county", "410300"),
    ("411500", "信阳市", "prefecture", "410000"),
    ("420000", "湖北省", "province", None),
    ("420100", "武汉市", "prefecture", "420000"),
    ("420104", "硚口区", "county", "420100"),
    ("640000", "宁夏回族自治区", "province", None),
    ("640100", "银川市", "prefecture", "640000"),
    ("640105", "西夏区", "county", "640100"),
)


def make(db: Path) -> Path:
    """Ingest samples and panel; where bodies are not resolved, say here what they are."""
    ingest(db, SAMPLES, PANEL)
    with duckdb.connect(str(db)) as con:
        if con.execute("SELECT count(function) FROM agency").fetchall() == [(0,)]:
            _resolve(con)
    return db


def _resolve(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("INSERT INTO agency_function (function, label) VALUES ('justice', '司法')")
    for name, code in PLACES.items():
        level = "prefecture" if code.endswith("00") else "county"
        con.execute(
            "UPDATE agency SET function = 'justice', form = 'department', level = ?,"
            " region_code = ? WHERE name = ?",
            [level, code, name],
        )
        con.execute("UPDATE report SET region_code = ? WHERE agency_name = ?", [code, name])
    for region in REGIONS:
        for table in ("region", "region_name"):
            con.execute(
                f"INSERT INTO {table} (region_code, name, level, parent_code) VALUES (?, ?, ?, ?)",
                region,
            )
