"""The verbs of ``ogi``, in the order of its help; errors are sentences and exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

from flows.cli import (
    verb_check,
    verb_compare,
    verb_export,
    verb_extract,
    verb_fetch,
    verb_history,
    verb_ingest,
    verb_reprocess,
    verb_sources,
    verb_sql,
)
from flows.cli.app import app, problem
from flows.cli.guard import INTERRUPTED
from flows.errors import OgiError, StoppedError, UsageError

__all__ = ["VERBS", "app", "main"]
VERBS = (
    verb_ingest,
    verb_extract,
    verb_check,
    verb_compare,
    verb_history,
    verb_sql,
    verb_export,
    verb_sources,
    verb_fetch,
    verb_reprocess,
)
"""Importing them declares them."""


def main() -> None:
    """Run a verb; an error is one sentence and an exit code."""
    debug = "--debug" in sys.argv
    _utf8_output()
    try:
        app(standalone_mode=True)
    except StoppedError:
        sys.exit(INTERRUPTED)
    except UsageError as error:
        if debug:
            raise
        problem(str(error))
        sys.exit(2)
    except OgiError as error:
        if debug:
            raise
        problem(str(error))
        sys.exit(1)
    except BrokenPipeError:
        os._exit(0)  # the reader of a pipe went away; there is nobody to flush for
    except Exception as error:
        if str(error) == "Query interrupted":  # DuckDB saw Ctrl-C before Python did
            sys.exit(INTERRUPTED)
        if debug:
            raise
        problem(f"unexpected {type(error).__name__}: {error} (--debug shows where)")
        sys.exit(1)


def _utf8_output() -> None:
    """Chinese text comes out whole whatever the locale says."""
    streams: tuple[Any, ...] = (sys.stdout, sys.stderr)
    for stream in streams:
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    main()
