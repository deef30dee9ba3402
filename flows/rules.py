"""Rules that need more than one document: queries of ``sql/rules``, one file for each rule.

A query gives one row for each report that breaks the rule: ``report_id``, ``cells``,
``message``, ``message_zh``, ``expected`` and ``found``. What several rules compare is made
first, from the queries of ``sql/rules/basis``.
"""

from __future__ import annotations

from flows.published import Connection
from flows.warehouse import read_views
from schema.rules import rules

_BASIS = "rules/basis"
_DISPUTES = "documents_disagree"


def comparing() -> list[str]:
    """Names of these rules."""
    return [query.name for query in read_views("rules")]


def judge(con: Connection) -> None:
    """Put the findings of these rules in the place of those of an earlier build."""
    queries = {query.name: query.query for query in read_views("rules")}
    con.execute("DELETE FROM finding WHERE list_contains($1, rule)", [list(queries)])
    _note(con, _DISPUTES, queries.pop(_DISPUTES))  # what others leave out
    basis = [(query.name, query.query) for query in read_views(_BASIS)]
    for name, query in basis:
        con.execute(f'CREATE TEMP TABLE "{name}" AS {query}')
    for name, query in queries.items():
        _note(con, name, query)
    for name, _ in basis:
        con.execute(f'DROP TABLE "{name}"')


def _note(con: Connection, name: str, query: str) -> None:
    """Store a finding for each row that a rule's query gives."""
    rule = rules()[name]
    con.execute(
        "INSERT INTO finding BY NAME"
        f" SELECT report_id, '{rule.rule}' AS rule, '{rule.severity}' AS severity,"
        f" cells, message, message_zh, expected, found FROM ({query}) ORDER BY report_id, message"
    )
