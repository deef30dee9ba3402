"""Stata files of a release: variable labels, value labels in both languages, Stata 14 or newer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from flows.errors import OgiError
from flows.published import Connection
from flows.release.relations import Column, Relation
from schema.codes import codes
from schema.projections import sql_literal

_NAME = 32
_LABEL = 80
_RESERVED = re.compile(
    r"_all|_b|_coef|_cons|_n|_N|_pi|_pred|_rc|_skip|_weight|byte|double|float|if|in|int|long"
    r"|using|with|strL|str\d+"
)
_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
_BOOLEAN = {0: "no 否", 1: "yes 是"}


def available() -> None:
    """Raise ``OgiError`` where the library that writes these files is not installed."""
    try:
        import pyreadstat  # noqa: F401
    except ImportError as error:
        raise OgiError(
            "--format dta: pyreadstat is not installed; pip install 'ogi[stata]' brings it"
        ) from error


def coded(con: Connection, relation: Relation, source: str) -> dict[str, dict[str, int]]:
    """Numbers of the codes in each coded column of a relation.

    A column with a value that ``schema/codes.csv`` does not know stays text in every file.
    """
    found = {}
    for column in relation.columns:
        known = codes().get(column.field, {})
        if not known:
            continue
        listed = ", ".join(map(sql_literal, known))
        foreign = con.execute(
            f'SELECT "{column.name}" FROM {source} WHERE "{column.name}" NOT IN ({listed}) LIMIT 1'
        ).fetchall()
        if not foreign:
            found[column.name] = {code: line.number for code, line in known.items()}
    return found


def write(
    parquet: Path,
    relation: Relation,
    numbers: Mapping[str, Mapping[str, int]],
    stamp: datetime,
    path: Path,
) -> None:
    """Write a parquet file of a release as a Stata file whose header says ``stamp``."""
    import pyreadstat

    names = _names(relation)
    frame = pl.read_parquet(parquet, hive_partitioning=False).select(
        _plain(column, numbers.get(column.name)).alias(names[column.name])
        for column in relation.columns
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    pyreadstat.write_dta(
        frame,
        path,
        file_label=_cut(relation.description),
        column_labels=[_cut(column.caption) for column in relation.columns],
        version=14,
        variable_value_labels={names[name]: text for name, text in _texts(relation, numbers)},
    )
    _set_time(path, stamp)


def _plain(column: Column, numbers: Mapping[str, int] | None) -> pl.Expr:
    """A column in a type of Stata: codes and truth values as numbers, lists as JSON."""
    value = pl.col(column.name)
    if numbers is not None:
        return value.replace_strict(dict(numbers), return_dtype=pl.Int16)
    if column.type == "BOOLEAN":
        return value.cast(pl.Int8)
    if column.type == "VARCHAR":
        return value.fill_null("")
    if column.type.endswith("[]"):
        as_json = pl.struct(value.alias("l")).struct.json_encode()
        inside = as_json.str.strip_prefix('{"l":').str.strip_suffix("}")
        return pl.when(value.is_null()).then(pl.lit("")).otherwise(inside)
    return value


def _texts(
    relation: Relation, numbers: Mapping[str, Mapping[str, int]]
) -> list[tuple[str, dict[Any, str]]]:
    """Value labels by column: the code and its Chinese label."""
    texts: list[tuple[str, dict[Any, str]]] = []
    for column in relation.columns:
        if column.name in numbers:
            lines = codes()[column.field].values()
            label = {line.number: f"{line.code} {line.label_zh}" for line in lines}
            texts.append((column.name, dict(label)))
        elif column.type == "BOOLEAN":
            texts.append((column.name, dict(_BOOLEAN)))
    return texts


def _names(relation: Relation) -> dict[str, str]:
    """Names that Stata takes: at most 32 characters, none of its own words, all different."""
    names: dict[str, str] = {}
    for name in relation.names:
        plain = f"{name}_" if _RESERVED.fullmatch(name) else name
        short, number = plain[:_NAME], 1
        while short in names.values():
            number += 1
            short = f"{plain[: _NAME - 3]}_{number}"
        names[name] = short
    return names


def _cut(text: str) -> str:
    return text if len(text) <= _LABEL else text[: _LABEL - 1] + "…"


def _set_time(path: Path, stamp: datetime) -> None:
    """Write ``stamp`` over the time of writing in a file's header."""
    month = _MONTHS[3 * stamp.month - 3 : 3 * stamp.month]
    text = f"{stamp.day:02d} {month} {stamp:%Y %H:%M}".encode()
    with path.open("r+b") as handle:
        place = handle.read(1000).index(b"<timestamp>\x11") + len(b"<timestamp>\x11")
        handle.seek(place)
        handle.write(text)
