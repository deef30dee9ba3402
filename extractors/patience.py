"""Time for one document: whoever runs readers ends those that take long, unless they ask.

A page recognised from an image takes seconds, and whether a PDF file is made of such pages shows
only when it has been looked into.
"""

from __future__ import annotations

from collections.abc import Callable

SCAN = 12
"""Times as long as other documents a scan may take."""
Grant = Callable[[float], None]
"""Gives the document that is being read so many times as long as others have."""


def _nothing(times: float) -> None:
    """No one watches the time."""


_grants: list[Grant] = [_nothing]


def grant_with(grant: Grant) -> None:
    """Have ``grant`` called when a reader asks for time."""
    _grants[:] = [grant]


def ask(times: float) -> None:
    """Ask for so many times as long as other documents have."""
    _grants[0](times)
