"""The registry has every rule that a finding may name, and every line that one may say."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractors.findings import finding
from schema import form
from schema.messages import template, templates, words
from schema.rules import rule_lines, rules

_ROOT = Path(__file__).parents[2]
_SOURCES = [p for name in ("extractors", "flows") for p in sorted((_ROOT / name).rglob("*.py"))]


def _calls(*names: str) -> Iterator[tuple[Path, ast.Call]]:
    for path in _SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and _name(node) in names:
                yield path, node


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _keys(call: ast.Call, path: Path) -> Iterator[str]:
    """Patterns of the lines that a call may name: its literal, or what its variable was set to."""
    first = call.args[0]
    if isinstance(first, ast.Name):
        yield from _assigned(first.id, path)
    for node in ast.walk(first):
        if isinstance(node, ast.JoinedStr):
            parts = (
                re.escape(str(p.value)) if isinstance(p, ast.Constant) else r"[\w]+"
                for p in node.values
            )
            yield "".join(parts)
            return
    for node in ast.walk(first):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value:
            yield re.escape(node.value)
        elif isinstance(node, ast.Constant) and node.value in templates():
            yield re.escape(str(node.value))


def _assigned(name: str, path: Path) -> Iterator[str]:
    """Strings of the module that are lines or begin with a rule: a variable may hold any."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and node.value in templates():
            yield re.escape(str(node.value))
        elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            start = str(node.values[0].value)
            if start in {f"{key.rpartition('.')[0]}." for key in templates()}:
                yield re.escape(start) + r"\w+"


_SAID = {
    key
    for path, call in _calls("finding", "words", "_differing", "_about_rows")
    for key in _keys(call, path)
}


_MARKS_ONLY = ("side.one", "side.sum", "doubt.both")


def _is_said(key: str) -> bool:
    return any(re.fullmatch(pattern, key) for pattern in _SAID)


def test_no_finding_is_made_but_in_the_words_of_the_registry() -> None:
    made = [path.name for path, _ in _calls("Finding")]
    assert made == ["findings.py"]


def test_every_line_that_the_source_names_is_there() -> None:
    missing = {said for said in _SAID if not any(re.fullmatch(said, key) for key in templates())}
    assert missing == set()


def test_every_line_is_said_somewhere() -> None:
    unsaid = {key for key in templates() if not _is_said(key)}
    phrases = {key for key in unsaid if key.startswith(("narrative_", "doubt."))}
    assert unsaid - phrases == set()
    text = "".join(path.read_text(encoding="utf-8") for path in _SOURCES)
    assert [key for key in phrases if key not in text] == []


def test_every_rule_has_lines_and_every_line_of_a_finding_a_rule() -> None:
    plain = {line.rule for line in rule_lines() if not line.rule.endswith("*")}
    said = {key.partition(".")[0] for key in templates()}
    said |= {path.stem.partition("_")[2] for path in (_ROOT / "sql" / "rules").glob("*.sql")}
    assert plain <= said, "a rule that nothing can break"
    parts = {"identity", "side", "used", "reason", "doubt", "differs", "table", "period"}
    assert said - plain == parts


def test_each_identity_of_the_form_is_a_rule() -> None:
    identities = {name for edition in form.editions() for name in edition.identities}
    families = {name for name in rules() if name in identities}
    assert families == identities
    assert not [name for name in rules() if name.endswith("*") or "{" in rules()[name].sentence]
    balance = rules()["applications.balance.business"]
    assert balance.severity == "error"
    assert "商业企业" in balance.sentence
    assert "商业企业" in balance.sentence_zh
    assert "(一)予以公开" in rules()["applications.applicants.granted"].sentence_zh


def test_rules_are_told_in_both_languages() -> None:
    for line in rule_lines():
        assert re.search("[\u4e00-\u9fff]", line.sentence_zh), line.rule
        assert line.sentence_zh.endswith("。"), line.rule
        assert line.sentence.endswith("."), line.rule
        assert line.source, line.rule
    names = [line.rule for line in rule_lines()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("key", templates())
def test_both_languages_name_the_same_facts(key: str) -> None:
    facts = [
        {name for _, name, _, _ in string.Formatter().parse(template(key, language)) if name}
        for language in ("en", "zh")
    ]
    left_out = {"used", "sums", "place", "reasons", "expected", "found"}
    assert facts[1] <= facts[0] | {"sum"}
    assert facts[0] - facts[1] <= left_out
    assert re.search("[\u4e00-\u9fff]", template(key, "zh")) or key in _MARKS_ONLY


def test_words_within_words_are_put_into_the_language() -> None:
    doubt = words("doubt.no_sums", doubt=words("doubt.count", values=3, cells=7))
    assert doubt.text("en") == "3 values are printed for 7 cells, and no reading meets the sums"
    assert doubt.text("zh") == "应有 7 个数，实有 3 个，各种读法都与合计不符"


def test_a_finding_of_an_unknown_rule_line_or_fact_is_refused() -> None:
    with pytest.raises(KeyError):
        finding("no_such_rule")
    with pytest.raises(KeyError):
        finding("total_blank")
    with pytest.raises(KeyError):
        finding("total_blank", n=1, labels="", rule="another")
