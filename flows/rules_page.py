"""Print the page of all rules, ``docs/checks.md``, a projection of the registry."""

from __future__ import annotations

import sys
from pathlib import Path

from schema.rules import ReportRule, rule_lines

_HEAD = """\
# Rules

Generated from `schema/rules.csv`; `make docs` writes it anew. Each is a row of the table `rule`,
to which `finding.rule` leads; a name with `*` stands for one rule for each row or column of the
form. `error`: the report contradicts itself. `warning`: it is very likely wrong, or was not read
with certainty. `info`: worth a look, or a note on how it was read.
"""
_COMPARED = {
    "form": "Against the form",
    "text": "Within the text",
    "past": "Against the years before",
    "peers": "Against similar bodies",
    "others": "Against the reports of others",
    "calendar": "Against the calendar",
    "source": "How the document was read",
}


def text() -> str:
    """The page in Markdown."""
    parts = [_HEAD]
    for compared, title in _COMPARED.items():
        lines = [line for line in rule_lines() if line.compared == compared]
        if lines:
            rows = "\n".join(map(_row, lines))
            head = "| rule | severity | asks for | 要求 | source |\n|---|---|---|---|---|"
            parts.append(f"## {title}\n\n{head}\n{rows}\n")
    return "\n".join(parts)


def _row(line: ReportRule) -> str:
    sentence, sentence_zh = (
        words.replace("{label}", "*") for words in (line.sentence, line.sentence_zh)
    )
    return f"| `{line.rule}` | {line.severity} | {sentence} | {sentence_zh} | {line.source} |"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(text(), encoding="utf-8")
