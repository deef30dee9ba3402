"""Findings are made here: their words and severity come from the registry of rules."""

from __future__ import annotations

from collections.abc import Iterable

from extractors.model import Finding, Severity
from schema.messages import words
from schema.rules import rules


def finding(
    key: str,
    cells: Iterable[str] = (),
    *,
    rule: str | None = None,
    severity: Severity | None = None,
    expected: str | None = None,
    found: str | None = None,
    **facts: object,
) -> Finding:
    """A finding in the words of the line ``key`` of ``schema/messages.csv``.

    The rule is what the key begins with, unless ``rule`` names one, as for the identities of
    the form. ``severity`` is given where a rule has several. Raises ``KeyError`` for a rule, a
    line or a fact that is not declared. ``expected`` and ``found`` are facts too.
    """
    name = rule or key.partition(".")[0]
    said = words(key, expected=expected, found=found, **facts)
    return Finding(
        name,
        severity or rules()[name].severity,
        said.text("en"),
        tuple(cells),
        expected,
        found,
        said.text("zh"),
    )
