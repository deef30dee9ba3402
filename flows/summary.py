"""A run's summary in words."""

from __future__ import annotations

from flows.markdown import table
from flows.pipeline import Summary


def as_sentence(summary: Summary) -> str:
    """What a run did, on one line."""
    if not summary.published:
        return f"{summary.documents} documents, none new: {summary.db} is up to date"
    findings = ", ".join(f"{count} {severity}" for severity, count in summary.findings) or "none"
    parts = [
        f"{summary.documents} documents, {summary.new} new, {summary.reports} reports read",
        f"findings: {findings}",
    ]
    if summary.set_aside:
        parts.append(f"{len(summary.set_aside)} set aside")
    if summary.quarantined:
        parts.append(f"{summary.quarantined} rows in quarantine")
    return f"{'; '.join(parts)}; published {summary.db}"


def as_markdown(summary: Summary) -> str:
    """A run's summary as a page: figures, then every document set aside with its reason."""
    rows = [
        ("documents", summary.documents),
        ("new", summary.new),
        ("reports read", summary.reports),
        *((f"findings: {severity}", count) for severity, count in summary.findings),
        ("rows in quarantine", summary.quarantined),
        ("set aside", len(summary.set_aside)),
        ("published", "yes" if summary.published else "nothing new"),
    ]
    parts = [f"# Ingest into {summary.db}", table(("", ""), rows, "---:")]
    if summary.set_aside:
        parts += ["## Set aside", table(("source", "reason"), summary.set_aside)]
    return "\n\n".join(parts) + "\n"
