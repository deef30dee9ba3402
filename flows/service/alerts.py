"""Alerts: an event for a host that fails pass after pass, and what Prefect makes of it.

``python -m flows.service.alerts ADDRESS`` has the Prefect that is configured send them to a
webhook; ``ogi schedule --alert ADDRESS`` does the same with its own.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flows.errors import OgiError, UsageError
from flows.web.outcome import FailingHost

PASSES = 3
"""Passes in a row in which a host fails before it is told."""
FAILING = "ogi.host.failing"
"""The event."""
TOLD = "alerted.json"
"""In the archive: hosts that were told of, with the passes in a row that they had failed then."""
_NAME = "ogi-alert"


def tell(archive: Path, hosts: Sequence[FailingHost]) -> list[FailingHost]:
    """Emit an event for each host that now fails for ``PASSES`` passes in a row; once for each
    series of failures. Returns those that were told.

    Raises ``OgiError`` where what was told cannot be noted.
    """
    path = archive / TOLD
    before = _read(path)
    failing = {one.host: one for one in hosts if one.passes >= PASSES}
    fresh = [one for one in failing.values() if before.get(one.host, one.passes + 1) > one.passes]
    for one in fresh:
        _emit(one)
    _write(path, {host: one.passes for host, one in failing.items()}, before)
    return fresh


def _read(path: Path) -> dict[str, int]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}  # nobody was told, or it cannot be known: rather twice than never


def _write(path: Path, told: Mapping[str, int], before: Mapping[str, int]) -> None:
    if told == before:
        return
    new = path.with_suffix(".new")
    try:
        new.write_text(json.dumps(told, indent=1, sort_keys=True), encoding="utf-8")
        new.replace(path)
    except OSError as error:
        raise OgiError(f"{path}: {(error.strerror or str(error)).lower()}") from error


def _emit(one: FailingHost) -> None:
    from prefect.events import emit_event

    message = f"{one.host} failed in {one.passes} passes in a row: {one.reason}"
    emit_event(
        FAILING,
        resource={"prefect.resource.id": f"ogi.host.{one.host}", "prefect.resource.name": one.host},
        payload={"host": one.host, "passes": one.passes, "message": message},
    )


_RUN = "'run ' ~ flow_run.name ~ ': ' ~ flow_run.state.name ~ ': ' ~ flow_run.state.message"
_TEXTS = {"host": "event.payload.message", "run": _RUN}
"""What an alert says, as Prefect's templates have it."""


def send_to(address: str) -> None:
    """Have the Prefect that is configured send alerts to this webhook, and to no other one.

    They are JSON: ``text`` says what happened, ``event`` what it is called. Raises ``UsageError``.
    """
    from prefect.automations import Automation, EventTrigger
    from prefect.blocks.webhook import Webhook
    from prefect.events.actions import CallWebhook

    checked(address)
    send_nowhere()
    hook: Any = Webhook(url=address, headers={"Content-Type": "application/json"})  # type: ignore[arg-type]
    block = hook.save(_NAME, overwrite=True)
    flows = {
        "prefect.resource.role": "flow",
        "prefect.resource.name": ["fetch", "ingest"],
    }
    ends = {f"prefect.flow-run.{state}" for state in ("Failed", "Crashed", "TimedOut")}
    triggers = {
        "host": EventTrigger(expect={FAILING}),
        "run": EventTrigger(expect=ends, match_related=flows),  # type: ignore[arg-type]
    }
    for kind, trigger in triggers.items():
        text = f"{{{{ ({_TEXTS[kind]}) | tojson }}}}"
        payload = f'{{"event": "{{{{ event.event }}}}", "text": {text}}}'
        action = CallWebhook(block_document_id=block, payload=payload)
        made: Any = Automation(name=f"{_NAME}-{kind}", trigger=trigger, actions=[action])
        made.create()


def send_nowhere() -> None:
    """Have the Prefect that is configured send no alerts any more."""
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        for kind in _TEXTS:
            for one in client.read_automations_by_name(f"{_NAME}-{kind}"):
                client.delete_automation(one.id)


def checked(address: str) -> str:
    """The address of a webhook. Raises ``UsageError``."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"{address}: alerts go to an address that begins with http or https")
    return address


if __name__ == "__main__":
    send_to(sys.argv[1])
