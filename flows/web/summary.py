"""What a pass did, in words."""

from __future__ import annotations

from flows.web.run import FetchSummary

_OUTCOMES = ("fetched", "unchanged", "gone", "refused", "failed")
_CHANGES = ("new", "changed", "gone", "missing", "back")


def as_line(summary: FetchSummary) -> str:
    """What a pass did, on one line."""
    tally = summary.tally
    if summary.current.crawled:
        return "an earlier fetch had everything; only publishing was left"
    outcomes = ", ".join(
        f"{tally.outcomes[name]} {name}" for name in _OUTCOMES if tally.outcomes[name]
    )
    changes = ", ".join(f"{tally.changes[name]} {name}" for name in _CHANGES if tally.changes[name])
    begun = " (gone on with)" if summary.current.resumed else ""
    noun = "source" if summary.sources == 1 else "sources"
    return (
        f"{summary.sources} {noun}{begun}: {outcomes or 'nothing was due'};"
        f" documents: {changes or 'none new'}; {tally.requests} requests"
    )
