"""``datapackage.json``: every file of a release with its columns, bytes and digest."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from flows.release.folder import DESCRIPTOR, digest
from flows.release.parquet import Part
from flows.release.relations import Column, Relation
from flows.version import VERSION

TITLE = "Government-information annual reports of China (政府信息公开工作年度报告)"
LICENCE = {
    "name": "Apache-2.0",
    "title": "Apache License 2.0",
    "path": "https://www.apache.org/licenses/LICENSE-2.0",
}
_TYPES = {
    "VARCHAR": "string",
    "INTEGER": "integer",
    "SMALLINT": "integer",
    "BIGINT": "integer",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "TIMESTAMP": "datetime",
    "DATE": "date",
}


class Written(NamedTuple):
    """A file of a release that holds rows: its path in the release, its format and its part."""

    path: str
    format: str
    part: Part


def write(folder: Path, files: list[Written], stamp: datetime, identity: str) -> None:
    """Write the descriptor of the files in ``folder``, a Data Package of version 1."""
    package = {
        "profile": "data-package",
        "name": "ogi-release",
        "id": identity,
        "title": TITLE,
        "version": f"{stamp:%Y.%m.%d}",
        "created": f"{stamp:%Y-%m-%dT%H:%M:%SZ}",
        "licenses": [LICENCE],
        "ogi": VERSION,
        "resources": [_resource(folder, file) for file in files],
    }
    text = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
    (folder / DESCRIPTOR).write_text(text, encoding="utf-8")


def _resource(folder: Path, file: Written) -> dict[str, Any]:
    path, relation = folder / file.path, file.part.relation
    resource: dict[str, Any] = {
        "name": f"{file.format}-{file.part.stem.replace('/', '-')}",
        "path": file.path,
        "format": file.format,
        "title": relation.name,
        "description": relation.description,
        "numberOfRows": file.part.rows,
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest(path)}",
    }
    if file.format == "csv":
        resource |= {
            "profile": "tabular-data-resource",
            "encoding": "utf-8-sig",
            "dialect": {"delimiter": ",", "doubleQuote": True, "quoteChar": '"'},
        }
    else:
        resource["type"] = "file"  # validators check its bytes; without extras they read CSV only
    if file.format != "dta":
        resource["schema"] = _schema(relation)
    return resource


def _schema(relation: Relation) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in relation.columns],
        "missingValues": [""],
    }
    if relation.key:
        schema["primaryKey"] = list(relation.key)
    return schema


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": "array" if column.type.endswith("[]") else _TYPES[column.type],
        "description": column.label,
    }
    if column.type in ("TIMESTAMP", "DATE"):
        field["format"] = "any"
    if column.unit:
        field["unit"] = column.unit
    constraints: dict[str, Any] = {}
    if column.required and column.type != "VARCHAR":  # a text may be empty, which CSV cannot tell
        constraints["required"] = True
    if column.allowed:
        constraints["enum"] = list(column.allowed)
    return field | ({"constraints": constraints} if constraints else {})
