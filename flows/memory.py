"""The memory that a process may take: past it a document or a query fails, and not the machine."""

from __future__ import annotations

import resource


def limit_memory(most: int) -> None:
    """Let this process have so many bytes at most, or fewer where the system grants fewer, for
    the rest of its life."""
    _, granted = resource.getrlimit(resource.RLIMIT_DATA)
    limit = most if granted == resource.RLIM_INFINITY else min(most, granted)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, granted))
