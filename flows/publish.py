"""Publication: a private build takes the place of the published database by an atomic swap."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator

import duckdb

from flows import disk, warehouse
from flows.errors import OgiError
from flows.load import carry_over
from flows.published import Connection, connect_published, in_a_sentence, is_current
from flows.workspace import Workspace

MEMORY_LIMIT = "512MiB"
"""For the database while it is built, whatever the number of documents."""


def prepare_build(space: Workspace) -> None:
    """Make a private build file that begins with what the published database holds.

    A database of an older shape is carried over table by table, by column names.
    """
    if not space.db.exists():
        with open_build(space) as con:
            warehouse.create(con)
        return
    refuse_log(space)
    with in_a_sentence(space.db), connect_published(space.db) as con:
        current = is_current(con)
        same = current or warehouse.has_declared_shape(con)
        if same:
            shutil.copyfile(space.db, space.build)
    if current:
        return
    with open_build(space) as con:
        if same:
            warehouse.refresh(con)
        else:
            warehouse.create(con)
            carry_over(con, space.db)


def refuse_log(space: Workspace) -> None:
    """Raise ``OgiError`` where the published database is not whole without a log beside it."""
    log = space.db.with_name(space.db.name + ".wal")
    if log.exists():
        raise OgiError(
            f"{space.db}: another program wrote to it and left {log.name} beside it;"
            " open it once for writing, or remove that file"
        )


@contextlib.contextmanager
def open_build(space: Workspace) -> Iterator[Connection]:
    """The build file, with bounded memory; what does not fit in it goes to the workspace."""
    overflow = str(space.spool / "overflow")
    space.spool.mkdir(exist_ok=True)  # also where no document is new
    with (
        in_a_sentence(space.db),
        duckdb.connect(
            str(space.build), config={"memory_limit": MEMORY_LIMIT, "temp_directory": overflow}
        ) as con,
    ):
        yield con


def publish(con: Connection, space: Workspace) -> None:
    """Close the build and put it in the place of the published database, durably.

    Readers that have the old file open keep it; new ones find the new file.
    """
    con.execute("CHECKPOINT")
    con.close()
    disk.sync(space.build)
    space.build.replace(space.db)
    disk.sync(space.db.parent)
