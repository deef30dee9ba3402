"""``make accuracy``: how well published and generated reports are read, cell by cell.

Prints a table per layout and a line for each published document, and writes both to
``docs/accuracy.md``.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from extractors.model import Report, SetAside
from flows.version import VERSION
from tests.reading import read_one

from . import agencies, prose
from .corpora import DAMAGED, DOCUMENTS, GENERATED, Case, damaged, documents, generated, published
from .score import Score, score

PAGE = Path(__file__).parents[2] / "docs" / "accuracy.md"
_HEAD = (
    "| {} | reports | exact | cells | right | missed | wrong | flagged | silently wrong |\n"
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|"
)
_EXAMPLE = "example: python -m tests.accuracy --verbose"


def main() -> None:
    """Measure, print and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, epilog=_EXAMPLE)
    parser.add_argument("--verbose", action="store_true", help="name every report not exact")
    verbose = parser.parse_args().verbose
    originals = list(_documents(published()))
    kinds = _table("kind", documents(), verbose=verbose)
    layouts = _table("layout", generated(), verbose=verbose)
    damages = _table("damage", damaged(), verbose=False)
    page = _page(originals, layouts, kinds, damages)
    if verbose:
        for of in agencies.LISTS:
            print("\n".join(agencies.mistakes(of)))
    print(page)
    if originals:
        PAGE.write_text(page, encoding="utf-8")
    else:
        print(f"{PAGE.name} is left as it is: the folder of published reports is missing")


def _documents(cases: Iterable[Case]) -> Iterable[str]:
    for case in cases:
        result = read_one(case.data)
        yield _line(case.name, score(result, case.truth)) + _reading(result)


def _reading(result: Report | SetAside) -> str:
    if isinstance(result, SetAside):
        return f" {result.reason} |"
    read = f"{result.edition}, {result.identity.agency_name} {result.identity.year}"
    indicators = f", {len(result.indicators)} indicators" if result.indicators else ""
    return f" {read}{indicators} |"


def _table(title: str, cases: Iterable[Case], *, verbose: bool) -> str:
    """One line for each group of cases, and their sum."""
    groups: dict[str, Score] = {}
    for case in cases:
        own = score(read_one(case.data), case.truth)
        groups[case.group] = groups.get(case.group, Score()) + own
        if verbose and not own.exact:
            print(_line(case.name, own))
    lines = [_line(group, total) for group, total in groups.items()]
    lines.append(_line("**all**", sum(groups.values(), Score())))
    return "\n".join([_HEAD.format(title), *lines])


def _line(name: str, s: Score) -> str:
    counts = (s.reports, s.exact, s.cells, s.right, s.missed, s.wrong, s.flagged, s.silent)
    return f"| {name} | " + " | ".join(f"{count:,}" for count in counts) + " |"


def _page(originals: list[str], layouts: str, kinds: str, damages: str) -> str:
    head = _HEAD.format("document").splitlines()
    return "\n".join(
        [
            "# Accuracy",
            "",
            f"Written by `make accuracy` with ogi {VERSION}. *Right*: the value that is printed,"
            " or null where none is. *Missed*: printed, and left null. *Wrong*: another value"
            " than printed. *Flagged*: of those missed or wrong, the ones that a warning or an"
            " error names. *Silently wrong*: wrong, and nothing names the cell.",
            "",
            "## Published reports",
            "",
            head[0] + " read as |",
            head[1] + "---|",
            *originals,
            "",
            f"## {GENERATED:,} generated reports, by layout",
            "",
            "All editions; one in eight breaks a sum of its own, others leave cells blank. In"
            " `run_together` values have no separators at all: rows of section two that no sum"
            " covers often allow several readings, and stay open.",
            "",
            layouts,
            "",
            f"## {DOCUMENTS} generated reports of each kind of document",
            "",
            "All editions; one in ten breaks a sum of its own, one in four leaves cells blank.",
            "",
            kinds,
            "",
            f"## {DAMAGED} generated reports, by damage",
            "",
            "Compared with what was printed before the damage. A digit lost, or a number"
            " changed, where no sum of the form covers it leaves nothing to notice.",
            "",
            damages,
            "",
            "## Bodies by their names",
            "",
            agencies.page(),
            "",
            "## Prose against the table",
            "",
            "Sentences of drafts over one table, `tests/accuracy/prose.csv`, each for itself:"
            " those that contradict it, to be found by the right rule, and sound ones with numbers"
            " of other bodies, times and matters. Each list was written before the checks had seen"
            " it; *first* is what it measured then, which tells more of drafts that nobody has"
            " seen.",
            "",
            prose.page(),
            "",
        ]
    )


if __name__ == "__main__":
    main()
