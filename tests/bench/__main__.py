"""``make bench``: reading, the whole ingest, cold starts; all compared with the last time.

Every figure is also a ratio to a floor measured in the same run, because machines differ:
read a file, hash it, decode it and find all numbers in it; for cold starts, Python alone.
``load`` is what others asked of the machine when it began: trust no clock where it is high.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.version import VERSION

from . import cold_start, documents, history, ingest, layouts, panel, web
from .memory import cores
from .reports import digest, generated

_EXAMPLE = (
    "examples: python -m tests.bench --documents 20000 --corpus /tmp/reports --no-history;"
    " python -m tests.bench panel --reports 100000 --corpus /tmp/panel"
)


def main() -> None:
    """Measure, print, compare, and add a line to the history."""
    options, load = _options(), round(os.getloadavg()[0], 1)
    if options.what == "panel":
        with tempfile.TemporaryDirectory() as name:
            panel.main(options.reports, options.corpus or Path(name))
        return
    if options.what == "web":
        web.show(web.measure())
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = generated(options.corpus or folder / "reports", options.documents)
        by_layout = layouts.measure(paths)
        layouts.show(by_layout)
        by_kind = documents.measure()
        documents.show(by_kind)
        whole = ingest.measure(paths, folder)
        ingest.show(whole)
        starts = cold_start.measure(folder)
        cold_start.show(starts)
        record = _record(paths, by_layout, by_kind, whole, starts) | {"load": load}
    print("\n".join(history.compare(record, history.last(options.documents))))
    if not options.no_history:
        history.append(record)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description=__doc__.partition("\n")[0], epilog=_EXAMPLE
    )
    parser.add_argument(
        "what",
        nargs="?",
        choices=("all", "panel", "web"),
        default="all",
        help="panel: bodies over three years, through all rules; web: a pass over 50 local hosts",
    )
    parser.add_argument(
        "--reports", type=int, default=20_000, help="reports of the panel (default: 20000)"
    )
    parser.add_argument(
        "--documents", type=int, default=2_000, help="reports to generate (default: 2000)"
    )
    parser.add_argument(
        "--corpus", type=Path, help="folder that keeps the generated reports for another time"
    )
    parser.add_argument(
        "--no-history", action="store_true", help="leave docs/benchmarks.jsonl as it is"
    )
    return parser.parse_args()


def _record(
    paths: list[Path],
    by_layout: dict[str, dict[str, float]],
    by_kind: dict[str, dict[str, float]],
    whole: dict[str, float],
    starts: dict[str, dict[str, float]],
) -> dict[str, Any]:
    """A line of the history: what was measured, ratios, and the figures behind them."""
    ratios = {name: value for name, value in whole.items() if name.endswith("_ratio")}
    ratios |= {f"read {layout}": row["ratio"] for layout, row in by_layout.items()}
    ratios |= {f"read {kind}": row["ratio"] for kind, row in by_kind.items()}
    ratios |= {f"start {verb}": row["ratio"] for verb, row in starts.items()}
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "version": VERSION,
        "documents": len(paths),
        "corpus": digest(paths),
        "cores": cores(),
        "ratios": ratios,
        "ingest": {name: value for name, value in whole.items() if not name.endswith("_ratio")},
        "read_ms": {layout: row["ms"] for layout, row in by_layout.items()},
        "documents_read": by_kind,
        "read_mib": {layout: row["mib"] for layout, row in by_layout.items()},
        "start_seconds": {verb: row["seconds"] for verb, row in starts.items()},
    }


if __name__ == "__main__":
    main()
