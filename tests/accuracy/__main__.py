"""``make accuracy``: how well published and generated reports are read, cell by cell.

Prints a table per layout and a line for each published document, and writes both to
``docs/accuracy.md``.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from extractors.model import Report, SetAside
from flows.version import VERSION
from tests.reading import read_one

from . import agencies, prose
from .after import printed_after
from .corpora import DAMAGED, DOCUMENTS, GENERATED, Case, damaged, documents, generated, published
from .score import Score, missed_cells, score
from .undetermined import undetermined

PAGE = Path(__file__).parents[2] / "docs" / "accuracy.md"
_HEAD = (
    "| {} | reports | exact | cells | right | missed | wrong | flagged | silently wrong |\n"
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|"
)
_TOGETHER = "run_together"
_EXAMPLE = "example: python -m tests.accuracy --verbose"


def main() -> None:
    """Measure, print and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, epilog=_EXAMPLE)
    parser.add_argument("--verbose", action="store_true", help="name every report not exact")
    verbose = parser.parse_args().verbose
    originals = list(_documents(published()))
    kinds = _table("kind", documents(), verbose=verbose)
    left = Open()
    layouts = _table("layout", left.counted(generated()), verbose=verbose)
    damages = _table("damage", damaged(), verbose=False, after=True)
    page = _page(originals, layouts, left.sentence, kinds, damages)
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


class Open:
    """Cells without separators that stay open, and those of them that no reader could tell."""

    def __init__(self) -> None:
        self._cells = self._left = self._undetermined = 0

    def counted(self, cases: Iterable[Case]) -> Iterator[Case]:
        """The cases, one by one; those without separators are counted on their way."""
        for case in cases:
            if case.group == _TOGETHER and case.report:
                missed = missed_cells(read_one(case.data), case.truth)
                self._cells += len(case.truth)
                self._left += len(missed)
                self._undetermined += len(undetermined(case.report, missed))
            yield case

    @property
    def sentence(self) -> str:
        """What was counted."""
        most = 1 - self._undetermined / self._cells
        told = self._cells - self._undetermined
        share = 1 - (self._left - self._undetermined) / told
        return (
            f"Of the {self._left:,} cells left open in `{_TOGETHER}`, {self._undetermined:,} are"
            " undetermined: the same row cut at other places is another report that prints the"
            " same characters and breaks no further sum (`tests/accuracy/undetermined.py`, which"
            " does not look at indicators and at rows with strokes). No reader could tell them:"
            f" at most {most:.2%} of all cells can be read, and of the others {share:.2%} are."
        )


def _table(title: str, cases: Iterable[Case], *, verbose: bool, after: bool = False) -> str:
    """One line for each group of cases, and their sum; ``after`` adds a column of what is
    compared with the damaged text."""
    groups: dict[str, Score] = {}
    for case in cases:
        own = _score(case)
        groups[case.group] = groups.get(case.group, Score()) + own
        if verbose and not own.exact:
            print(_line(case.name, own))
    groups["**all**"] = sum(groups.values(), Score())
    lines = _HEAD.format(title).splitlines()
    lines += [_line(group, total) for group, total in groups.items()]
    if after:
        counts = [f" {total.silent_after:,} |" for total in groups.values()]
        further = [" also against the damaged text |", "---:|", *counts]
        lines = [line + more for line, more in zip(lines, further, strict=True)]
    return "\n".join(lines)


def _score(case: Case) -> Score:
    """The score of a case; where a damaged one is silently wrong, also against what it prints."""
    result = read_one(case.data)
    own = score(result, case.truth)
    if not own.silent or not case.before:
        return own
    text = case.data.decode()
    printed = printed_after(case.before, text, read_one(case.before.encode()), case.truth)
    return replace(own, silent_after=score(result, printed).silent)


def _line(name: str, s: Score) -> str:
    counts = (s.reports, s.exact, s.cells, s.right, s.missed, s.wrong, s.flagged, s.silent)
    return f"| {name} | " + " | ".join(f"{count:,}" for count in counts) + " |"


def _page(originals: list[str], layouts: str, left: str, kinds: str, damages: str) -> str:
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
            left,
            "",
            f"## {DOCUMENTS} generated reports of each kind of document",
            "",
            "All editions; one in ten breaks a sum of its own, one in four leaves cells blank.",
            "",
            kinds,
            "",
            f"## {DAMAGED} generated reports, by damage",
            "",
            "Compared with what was printed before the damage. A digit lost, or two values"
            " exchanged, where no sum of the form covers them leave a report that is sound in"
            " itself, and nothing to notice: the last column compares with what the damaged text"
            " prints in the place of each cell (`tests/accuracy/after.py`), and counts those of"
            " the silently wrong that are not even that.",
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
