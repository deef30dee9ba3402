"""``ogi schedule``."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.app import DEFAULT_DB, Db, app
from flows.cli.web import DEFAULT_ARCHIVE, DEFAULT_SOURCES, ArchiveFolder, Sources

IN_SEASON, OUT_OF_SEASON = "17 */6 * 1-3 *", "17 6 * 4-12 *"
"""Every six hours while reports are published, January to March, and else once a day; not on the
hour, when many others ask."""
DEFAULT_HOME = "schedule"
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


@app.command(
    epilog="Example: ogi schedule --cron '30 6 * * *' --now   ·   Ctrl-C or SIGTERM ends it."
)
def schedule(  # noqa: PLR0913, PLR0917 - options
    sources: Sources = DEFAULT_SOURCES,
    archive: ArchiveFolder = DEFAULT_ARCHIVE,
    db: Db = DEFAULT_DB,
    cron: Annotated[
        list[str] | None,
        typer.Option(
            help="When to fetch: minute, hour, day, month, day of the week; may be given more than"
            f" once. By default '{IN_SEASON}' and '{OUT_OF_SEASON}'.",
        ),
    ] = None,
    every: Annotated[
        str | None, typer.Option(help="Instead of --cron, a time between runs, as 30m, 6h or 1d.")
    ] = None,
    timezone: Annotated[str, typer.Option(help="The time zone of --cron.")] = "Asia/Shanghai",
    port: Annotated[
        int | None, typer.Option(help="The port of Prefect on loopback; by default 4201 if free.")
    ] = None,
    now: Annotated[bool, typer.Option("--now", help="A first pass at once.")] = False,
    alert: Annotated[
        str | None, typer.Option(help="Address of a webhook for failed runs and failing hosts.")
    ] = None,
    home: Annotated[
        Path | None,
        typer.Option(
            envvar="OGI_SCHEDULE_HOME",
            help="What Prefect keeps; by default the folder schedule beside the archive.",
        ),
    ] = None,
) -> None:
    """Fetch on schedule, until it is ended: Prefect with its pages, and the runs."""
    from flows.errors import UsageError
    from flows.service.start import ScheduleRequest, start

    if cron and every:
        raise UsageError("--every stands in for --cron: only one of them can be given")
    crons = tuple(cron or (IN_SEASON, OUT_OF_SEASON))
    folder = home or archive.absolute().parent / DEFAULT_HOME
    between = _duration(every) if every else None
    start(
        ScheduleRequest(
            sources, archive, db, folder, crons, between, _zone(timezone), port, now, alert
        ),
        typer.echo,
    )


def _duration(text: str) -> timedelta:
    from flows.errors import UsageError

    found = re.fullmatch(r"(\d+)\s*([smhd])", text)
    if not found or not int(found[1]):
        raise UsageError(f"--every {text!r} is no time between runs: it takes 30m, 6h or 1d")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def _zone(name: str) -> str:
    from zoneinfo import ZoneInfo

    from flows.errors import UsageError

    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError) as error:  # KeyError: none is called so
        raise UsageError(f"--timezone {name!r} is no time zone, as Asia/Shanghai is one") from error
    return name
