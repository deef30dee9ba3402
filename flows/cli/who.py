"""Who reported, on the screen: function, level, region and the signs by which it was told."""

from __future__ import annotations

from extractors.agencies.model import Agency, Sign
from extractors.agencies.resolve import described
from flows.cli import show
from schema.functions import functions

_SHOWN = 3


def print_agency(agency: Agency) -> None:
    """Print what is known of a body, a line for each thing."""
    label = functions()[agency.function].label if agency.function else "(not known)"
    region = described(agency.region_code) if agency.region_code else _open(agency)
    show.line(f"  body     {agency.name}")
    show.line(f"  function {label}{f', {agency.form}' if agency.form else ''}")
    show.line(f"  level    {agency.level or '(not known)'}")
    show.line(f"  region   {region}")
    show.line(f"  scope    {agency.scope or '(not stated)'}")
    for number, sign in enumerate(agency.evidence):
        show.line(f"  {'         ' if number else 'evidence '}{_sign(sign)}")


def _open(agency: Agency) -> str:
    if agency.level == "national":
        return "(the whole country)"
    names = [described(code) for code in agency.candidates[:_SHOWN]]
    more = len(agency.candidates) - len(names)
    return (
        "not certain: "
        + ("、".join(names) or "nothing tells")
        + (f" and {more} more" if more else "")
    )


def _sign(sign: Sign) -> str:
    points = "、".join(described(code) for code in sign.regions[:_SHOWN])
    more = len(sign.regions) - _SHOWN
    place = "" if sign.start is None else f" (characters {sign.start} to {sign.end})"
    return f"{sign.kind}: {sign.text}{place} -> {points}{f' and {more} more' if more > 0 else ''}"
