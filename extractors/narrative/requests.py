"""What the prose states of applications handled, carried over, by outcome, applicant and channel.

Numbers are compared where the same sentence, or the one before it, states the number of
applications received as the table has it: else they may be those of another body.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.findings import finding
from extractors.model import Finding, Number
from extractors.narrative.denials import denied
from extractors.narrative.facts import Facts
from extractors.narrative.grounds import check_grounds
from extractors.narrative.growth import check_growth
from extractors.narrative.labels import (
    OUTCOMES,
    all_closed,
    names_one_applicant,
    states_share,
)
from extractors.narrative.prose import Prose
from extractors.narrative.received import Statement
from extractors.narrative.told import Mention, Told, differing, is_own, tell, total_cell

_INCOMPLETE = ("等", "主要", "其余", "为主")
_MANY_CHANNELS = 3
_IN_PARTS = ("延期", "逾期", "件中")
"""Words of a sentence that may tell closed applications apart by when they were closed or
came."""
_WHOLE = ("carried", "forward", "closed", "answered", "dealt")
_HANDLED = ("closed", "answered", "dealt")
_APPLICANTS = {
    "person": "natural_person",
    "organisation": "organisations",
    "business": "business",
    "research": "research",
    "public_interest": "public_interest",
    "legal_service": "legal_service",
}
"""Columns of section three by the kinds of applicants that prose names."""
_COUNTED = "件宗起"
_ENOUGH_OUTCOMES = 2


def check_requests(
    stated: Sequence[tuple[Prose, Sequence[Statement]]], facts: Facts, year: int | None
) -> list[Finding]:
    """Numbers that sections one and three state of applications against section three."""
    told = [one for prose, found in stated for one in tell(prose, found, facts, year)]
    mentions = [mention for one in told for mention in one.mentions]
    if not mentions and not any(one.agrees for one in told):
        return []
    findings = _handled(told, facts)
    for kind, value in (("carried", facts.carried), ("forward", facts.forward)):
        row = "carried_in" if kind == "carried" else "carried_forward"
        own = [m for one in told if is_own(one) for m in one.mentions if m.kind == kind]
        cells = (total_cell(row),)
        findings += differing(own, {value}, f"narrative_carried.{kind}", cells)
        if not any(m.kind == kind and m.quantity.number == value for m in mentions):
            findings += denied(told, kind, value, cells, year)
    if not any(m.kind == "forward" and m.quantity.number == facts.forward for m in mentions):
        findings += _all_closed(told, facts)
    findings += _outcomes(told, facts)
    findings += _applicants(told, facts)
    bases = facts.taken | {n for n in (facts.handled, facts.carried, facts.forward) if n}
    bases |= {one.number for _, some in stated for one in some}
    bases |= {m.quantity.number for m in mentions if m.kind in _HANDLED}
    for one in told:
        if one.agrees:
            findings += _shares(one, bases)
            findings += check_growth(one, facts)
            findings += check_grounds(one, facts)
            findings += _channels(one, facts)
    return findings


def _handled(told: Sequence[Told], facts: Facts) -> list[Finding]:
    """Applications said to be closed or answered: all that were handled, or but for groups that
    are not always called answers."""
    own = [
        mention
        for one in told
        if not any(word in one.sentence.text for word in _IN_PARTS)
        for mention in one.mentions
        if mention.kind in _HANDLED
        and (one.agrees or (one.agrees is None and "申请" in mention.quantity.lead))
    ]
    if facts.handled is None or not own:
        return []
    other, unprocessed = (facts.group(group)[1] or 0 for group in ("other", "unprocessed"))
    answered = {facts.handled - other, facts.handled - unprocessed}
    answered |= {facts.handled, facts.handled - other - unprocessed}
    allowed: dict[str, set[Number | None]] = {
        "closed": {facts.handled},
        "answered": {*answered},
        "dealt": {facts.handled, *facts.taken},
    }
    if any(mention.quantity.number in allowed[mention.kind] for mention in own):
        return []
    cells = (total_cell("total_handled"),)
    return differing(own, {facts.handled}, "narrative_handled", cells)


def _all_closed(told: Sequence[Told], facts: Facts) -> list[Finding]:
    """All applications are said to be closed, and some are carried forward."""
    if not facts.forward:
        return []
    for one in told:
        end = all_closed(one.sentence.text) if one.agrees else None
        if end and not _closes_a_part(one, end, facts):
            return [
                finding(
                    "narrative_carried.closed",
                    (total_cell("carried_forward"),),
                    sentence=one.sentence.quote(end),
                    expected=f"{facts.forward:g}",
                    found="0",
                )
            ]
    return []


def _closes_a_part(one: Told, end: int, facts: Facts) -> bool:
    """Whether what is said to be closed may be only a part that 其中 has begun."""
    place = one.sentence.text.rfind("其中", 0, end)
    parts = [q.number for q in one.quantities if place < q.at < end and q.unit[0] in _COUNTED]
    return place >= 0 and sum(parts) not in facts.taken


def _outcomes(told: Sequence[Told], facts: Facts) -> list[Finding]:
    """Numbers of outcomes against the sums of their groups.

    Of a sentence that names an outcome once. Several outcomes must be there, of which one
    agrees with the table or all add up to what it has handled; a single one must not follow an
    applicant or a channel, whose part it may be. Where nothing says whose outcomes they are, all
    but one must agree.
    """
    own: dict[str, list[Mention]] = {}
    stated = {m.kind for one in told for m in one.mentions}
    right = {kind: _counts(facts, kind) for kind in OUTCOMES if kind in stated}
    for one in told:
        mentions = [mention for mention in one.mentions if mention.kind in OUTCOMES]
        kinds = [mention.kind for mention in mentions]
        if not mentions or len(set(kinds)) < len(kinds) or one.agrees is False:
            continue
        numbers = [mention.quantity.number for mention in mentions]
        agreeing = [m for m in mentions if m.quantity.number in right[m.kind]]
        agree = bool(agreeing)
        nearly = (
            one.agrees is None
            and len(agreeing) == len(mentions) - 1
            and sum(m.quantity.number > 0 for m in agreeing) >= _ENOUGH_OUTCOMES
        )
        sums_up = len(numbers) > 1 and sum(numbers) == facts.handled
        alone = len(numbers) == 1 and _is_of_all(one, mentions[0], facts)
        if sums_up or nearly or (one.agrees and (alone or (agree and len(numbers) > 1))):
            for mention in mentions:
                own.setdefault(mention.kind, []).append(mention)
    findings = []
    for kind, found in own.items():
        cells = [name for group in OUTCOMES[kind] for name in facts.group(group)[0]]
        first = found[0].quantity
        outcome = first.lead.removeprefix("其中") or first.tail
        findings += differing(found, right[kind], "narrative_outcome", cells, outcome)
    return findings


def _counts(facts: Facts, kind: str) -> set[Number | None]:
    """What an outcome may be said to count: its rows; 其他处理 also the row 其他 alone."""
    sums = [facts.group(group)[1] for group in OUTCOMES[kind]]
    total = None if None in sums else sum(one for one in sums if one is not None)
    return {total, facts.row("other")} if kind == "other" and total is not None else {total}


def _is_of_all(one: Told, mention: Mention, facts: Facts) -> bool:
    """Whether nothing counted before a mention may be a part that it is of."""
    whole = {m.quantity.at for m in one.mentions if m.kind in _WHOLE}
    return all(
        quantity.inside or quantity.at in whole or quantity.number in facts.taken
        for quantity in one.quantities
        if quantity.at < mention.quantity.at and quantity.unit != "%"
    )


def _applicants(told: Sequence[Told], facts: Facts) -> list[Finding]:
    """Applications of natural persons and organisations, received, taken or handled."""
    findings = []
    for kind, column in _APPLICANTS.items():
        own = [m for one in told if one.agrees for m in _before_outcomes(one) if m.kind == kind]
        if not own:
            continue
        new, carried = facts.row("new_received", column), facts.row("carried_in", column)
        handled = facts.row("total_handled", column)
        right = {new, handled, None if None in (new, carried) else (new or 0) + (carried or 0)}
        if new is not None:
            cells = (c for c in facts.cells if c.startswith("applications.new_received."))
            key = kind if kind in ("person", "organisation") else "type"
            label = own[0].quantity.lead.removeprefix("其中").removesuffix("申请")
            findings += differing(own, right, f"narrative_applicants.{key}", cells, label)
    for one in told:
        end = names_one_applicant(one.sentence.text) if one.agrees else None
        count = facts.row("new_received", "organisations") if end else None
        if end and count:
            cells = (c for c in facts.cells if c.startswith("applications.new_received."))
            said = one.sentence.quote(end)
            key = "narrative_applicants.only"
            return [*findings, finding(key, cells, sentence=said, expected=f"{count:g}")]
    return findings


def _before_outcomes(one: Told) -> list[Mention]:
    """Mentions up to the first outcome: what follows may be a part of it."""
    places = [place for place, m in enumerate(one.mentions) if m.kind in (*OUTCOMES, *_HANDLED)]
    return one.mentions[: min(places, default=None)]


def _channels(one: Told, facts: Facts) -> list[Finding]:
    """Channels of a sentence that do not add up to what was received.

    A list that is shorter may leave some out, unless it names many channels.
    """
    channels = [m for m in _before_outcomes(one) if m.kind == "channel"]
    text = one.sentence.text
    if len(channels) < 2 or any(word in text for word in _INCOMPLETE):
        return []
    total = sum(m.quantity.number for m in channels)
    whole = one.received or max(facts.taken)
    if total in facts.taken or (total < whole and len(channels) < _MANY_CHANNELS):
        return []
    return [
        finding(
            "narrative_channels",
            (total_cell("new_received"),),
            parts=" + ".join(f"{m.quantity.lead} {m.quantity.number:g}" for m in channels),
            sentence=channels[-1].quote,
            expected=" / ".join(f"{number:g}" for number in sorted(facts.taken)),
            found=f"{total:g}",
        )
    ]


def _shares(one: Told, bases: set[Number] | frozenset[Number]) -> list[Finding]:
    """Percentages that are not those of the count before them, of whatever the prose or the
    table gives as a whole."""
    findings = []
    by_place = {mention.quantity.end: mention for mention in one.mentions}
    for count, share in zip(one.quantities, one.quantities[1:], strict=False):
        mention = by_place.get(count.end)
        if mention is None or not states_share(share) or count.unit == "%":
            continue
        others = {q.number for q in one.quantities if q.unit != "%" and q.end != count.end}
        slack = 0.06 if share.decimals and "约" not in share.lead else 0.56
        shares = {base: 100 * count.number / base for base in bases | others if base > 0}
        if shares and all(abs(right - share.number) > slack for right in shares.values()):
            near = min(shares, key=lambda base: abs(shares[base] - share.number))
            findings.append(
                finding(
                    "narrative_percentage",
                    count=f"{count.number:g}",
                    of=f"{near:g}",
                    sentence=one.sentence.quote(share.end),
                    expected=f"{shares[near]:.2f}",
                    found=f"{share.number:g}",
                )
            )
    return findings[:1]
