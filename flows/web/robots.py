"""What a host lets programs fetch: its robots.txt, as RFC 9309 has it."""

from __future__ import annotations

from typing import NamedTuple

from protego import Protego

PRODUCT = "ogi"
"""The name under which robots.txt may speak of this program."""
KEPT = 512 * 2**10
"""Bytes of a robots.txt that are read; a longer one is cut there."""
MAX_BYTES = 16 * 2**20
_LONGEST_PAUSE = 60.0
"""Seconds that a robots.txt may ask for between requests; what asks for more is taken as this."""


class Robots(NamedTuple):
    """The rules of one host. ``closed`` says why nothing of it may be fetched."""

    rules: Protego | None = None
    closed: str | None = None

    def refuses(self, address: str) -> str | None:
        """Why an address may not be fetched, if so."""
        if self.closed:
            return self.closed
        if self.rules and not self.rules.can_fetch(address, PRODUCT):
            return "robots.txt of the host forbids it"
        return None

    @property
    def pause(self) -> float:
        """Seconds between requests that the host asks for; 0 where it does not."""
        asked = self.rules.crawl_delay(PRODUCT) if self.rules else None
        return min(float(asked or 0.0), _LONGEST_PAUSE)


def read_robots(text: str) -> Robots:
    """The rules of a robots.txt; one that is a web page instead has none."""
    bare = text.lstrip("\ufeff \r\n\t")
    return Robots() if bare.startswith("<") else Robots(Protego.parse(bare))
