"""The history of figures: one JSON object per line, ratios first, in ``docs/benchmarks.jsonl``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

HISTORY = Path(__file__).parents[2] / "docs" / "benchmarks.jsonl"
_NOTABLE = 0.15
_MORE_IS_BETTER = ("second_run_ratio",)


def last(documents: int, history: Path = HISTORY) -> dict[str, Any] | None:
    """The last line of the history, of those with so many documents if there is one."""
    lines = history.read_text(encoding="utf-8").splitlines() if history.exists() else []
    records: list[dict[str, Any]] = [json.loads(line) for line in lines]
    alike = [record for record in records if record["documents"] == documents]
    return (alike or records)[-1] if records else None


def append(record: dict[str, Any], history: Path = HISTORY) -> None:
    """Add a line."""
    with history.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(record, ensure_ascii=False) + "\n")


def compare(record: dict[str, Any], earlier: dict[str, Any] | None) -> list[str]:
    """Lines that say how the ratios of a record differ from those of an earlier one."""
    if earlier is None:
        return ["no earlier line to compare with"]
    lines = [f"compared with {earlier['date']}, version {earlier['version']}:"]
    differing = [
        f"{name} {earlier[name]} then, {record[name]} now"
        for name in ("documents", "corpus", "cores")
        if earlier[name] != record[name]
    ]
    if differing:
        lines.append(f"  not alike: {'; '.join(differing)}")
    then, now = earlier["ratios"], record["ratios"]
    for name in now:
        if name in then:
            change = now[name] / then[name] - 1
            worse = -change if name in _MORE_IS_BETTER else change
            verdict = "worse" if worse > _NOTABLE else "better" if worse < -_NOTABLE else ""
            line = f"  {name:<28} {then[name]:>8} {now[name]:>8} {change:>+7.0%} {verdict}"
            lines.append(line.rstrip())
    return lines
