"""Alerts: an event for a host that fails pass after pass, and what Prefect makes of it.

``python -m flows.service.alerts ADDRESS`` has the Prefect that is configured send them to a
webhook; ``ogi schedule --alert ADDRESS`` does the same with its own.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from flows.errors import UsageError
from flows.web.outcome import FailingHost, Records

PASSES = 3
"""Passes in a row in which a host fails before it is told."""
FAILING = "ogi.host.failing"
"""The event."""
_NAME = "ogi-alert"


def tell(records: Records, hosts: Sequence[FailingHost]) -> list[FailingHost]:
    """Emit an event for each host that now fails for ``PASSES`` passes in a row; once for each
    series of failures, which the journal notes. Returns those that were told.

    Raises ``OgiError`` where what was told cannot be noted.
    """
    before = records.told()
    failing = {one.host: one for one in hosts if one.passes >= PASSES}
    fresh = [one for one in failing.values() if before.get(one.host, one.passes + 1) > one.passes]
    for one in fresh:
        _emit(one)
    now = {host: one.passes for host, one in failing.items()}
    if now != before:
        records.note_told(now)
    return fresh


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
