"""Reading what the command prints as a person does: by columns of the screen."""

from __future__ import annotations

from rich.cells import cell_len


def columns(line: str) -> list[str]:
    """The characters of a line by place on the screen; a wide one fills two."""
    places: list[str] = []
    for char in line:
        places += [char, *[""] * (cell_len(char) - 1)]
    return places


def read_table(text: str) -> list[list[str]]:
    """Header and rows of the first printed table; fails where its columns do not align."""
    lines = text.splitlines()
    ruled = next(n for n, line in enumerate(lines) if line and set(line) <= {"─", " "})
    widths = [len(run) for run in lines[ruled].split("  ")]
    starts = [sum(widths[:n]) + 2 * n for n in range(len(widths))]
    table = []
    for line in [lines[ruled - 1], *lines[ruled + 1 :]]:
        if not line.strip():
            break
        places = columns(line)
        padded = places + [" "] * (sum(widths) + 2 * len(widths) - len(places))
        assert len(places) <= sum(widths) + 2 * (len(widths) - 1), f"too wide: {line!r}"
        for start in starts[1:]:
            gap = padded[start - 2 : start]
            assert gap == [" ", " "], f"no gap before place {start}: {line!r}"
        cells = zip(starts, widths, strict=True)
        table.append(["".join(padded[start : start + width]).strip() for start, width in cells])
    return table


def only_sentence(stderr: str) -> str:
    """The one sentence that the command says about what went wrong, without its name."""
    (line,) = stderr.splitlines()
    name, _, message = line.partition(": ")
    assert name == "ogi"
    assert "unexpected" not in message
    assert message
    return message
