"""The documentation says what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from flows import rules_page
from flows.cli.main import app
from flows.dictionary import text
from schema.rules import rule_lines

_ROOT = Path(__file__).parents[1]
_VERBS: dict[str, object] = dict(get_command(app).commands)  # type: ignore[attr-defined]


def test_dictionary_equals_declaration() -> None:
    page = (_ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert page == text(), "run `make docs`"


@pytest.mark.parametrize("verb", sorted(_VERBS))
def test_verb_is_documented(verb: str) -> None:
    for page in ("README.md", "docs/guide.md"):
        assert f"ogi {verb}" in (_ROOT / page).read_text(encoding="utf-8"), page


def test_page_of_rules_equals_the_registry() -> None:
    page = (_ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    assert page == rules_page.text(), "run `make docs`"
    assert not [line.rule for line in rule_lines() if f"`{line.rule}`" not in page]


def test_links_lead_somewhere() -> None:
    for page in [_ROOT / "README.md", *(_ROOT / "docs").glob("*.md")]:
        for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"
