"""What is printed steers no terminal, whatever a publisher's page holds."""

from __future__ import annotations

import pytest

from flows.cli.show import line, problem, table


def test_characters_that_steer_a_terminal_are_not_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    hostile = "甲局\x1b]0;owned\x07\x9b31m\r2024"
    line(hostile)
    table(("title",), [(hostile,)])
    problem(hostile)
    printed = capsys.readouterr()
    bare = "甲局 ]0;owned  31m 2024"
    assert printed.out.splitlines()[0] == bare
    assert printed.out.splitlines()[-1] == bare
    assert printed.err == f"ogi: {bare}\n"
