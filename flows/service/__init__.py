"""All that knows Prefect: the flows, the service that runs them on schedule, and its alerts.

Importing any part of it comes before Prefect is imported, so that nothing is ever sent to its
makers.
"""

from __future__ import annotations

import os

os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("DO_NOT_TRACK", "1")
