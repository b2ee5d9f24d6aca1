"""Who holds which part of whose allocation: the state of a fiscal year between two steps.

An allocation that is reassigned, in whole or in part, stays known as a part of the allotment that
it comes from. So nothing is lost or counted twice: for each processor that was given an allocation,
what others hold of it, what went to imports, what was deducted and what is still its own add up
to the allocation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias

from allotments.act1990.determination.inputs import BEET, CANE
from allotments.act1990.section_359c_adjustments import adjust, next_allocation
from allotments.act1990.section_359e import (
    reassign_beet_deficits,
    reassign_cane_deficits,
)
from allotments.core.exact import divide
from allotments.formulas.deficits import IMPORTS, Flow
from allotments.formulas.reassignment import InStateReading

DEDUCTED = "deducted"

ApplyChange: TypeAlias = Literal["before", "after"]
"""Whether a percentage change comes before or after earlier reassignments, 359c(g)(2)."""

Remainder: TypeAlias = Literal["dropped", "carried"]
"""What becomes of a deduction beyond the next allocation, 359c(g)(3)."""

Exact: TypeAlias = int | Fraction
Place: TypeAlias = tuple[str, str]
"""A processor: the allotment that it belongs to, ``"beet"`` or a State, and its name."""

ByProcessor: TypeAlias = Mapping[str, Mapping[str, Exact]]
"""For ``"beet"`` and each State a number for each of its processors."""


@dataclass(frozen=True)
class Position:
    """What is in force after a step, all quantities exact; nothing where no allotments are.

    Attributes
    ----------
    held : dict
        For each processor that was given an allocation, as ``(allotment, name)``, who holds how
        much of it: processors, ``"imports"``, and ``"deducted"``. [short tons, raw value]
    carried : dict
        For each processor what is to be deducted from the allocation next established, sec.
        359c(g)(3). [short tons, raw value]
    proportionate_shares : dict
        For each State with shares, those of its farms. [acres]
    """

    held: dict[Place, dict[Place | str, Exact]] = field(default_factory=dict)
    carried: dict[Place, Exact] = field(default_factory=dict)
    proportionate_shares: dict[str, dict[str, Exact]] = field(default_factory=dict)

    @property
    def allotments(self) -> dict[str, Exact]:
        """What was allocated of the beet sugar allotment and of each State's. [short tons]."""
        totals: dict[str, Exact] = {}
        for (group, _), parts in self.held.items():
            totals[group] = totals.get(group, 0) + sum(parts.values())
        return totals

    @property
    def allocations(self) -> dict[str, dict[str, Exact]]:
        """The allocations in force, reassigned quantities included. [short tons, raw value]."""
        now: dict[Place, Exact] = dict.fromkeys(self.held, 0)
        for parts in self.held.values():
            for holder, quantity in parts.items():
                if isinstance(holder, tuple):
                    now[holder] += quantity
        return nested(now)

    @property
    def original(self) -> dict[str, dict[str, Exact]]:
        """The allocations without any reassignment; deductions are made. [short tons]."""
        return nested(
            {
                place: sum(parts.values()) - parts.get(DEDUCTED, 0)
                for place, parts in self.held.items()
            }
        )

    @property
    def imports(self) -> dict[str, Exact]:
        """What was reassigned to imports of each allotment. [short tons, raw value]."""
        return self._away(IMPORTS)

    @property
    def deducted(self) -> dict[str, Exact]:
        """What was deducted for an earlier reduction, of each allotment. [short tons]."""
        return self._away(DEDUCTED)

    def _away(self, where: str) -> dict[str, Exact]:
        totals: dict[str, Exact] = {}
        for (group, _), parts in self.held.items():
            totals[group] = totals.get(group, 0) + parts.get(where, 0)
        return totals


def nested(flat: Mapping[Place, Exact]) -> dict[str, dict[str, Exact]]:
    """Return numbers by allotment and name.

    >>> nested({("beet", "A"): 1, ("Texas", "B"): 2})
    {'beet': {'A': 1}, 'Texas': {'B': 2}}
    """
    groups: dict[str, dict[str, Exact]] = {}
    for (group, name), value in flat.items():
        groups.setdefault(group, {})[name] = value
    return groups


def established(
    allocations: ByProcessor, carried: Mapping[Place, Exact], remainder: Remainder
) -> Position:
    """Return the position of allotments newly established, deductions carried to them made.

    Sec. 359c(g)(3). A deduction of a processor without an allocation is carried on.

    >>> established({"beet": {"A": 70, "B": 4}}, {("beet", "B"): 5}, "carried").carried
    {('beet', 'B'): 1}
    """
    held: dict[Place, dict[Place | str, Exact]] = {}
    left = dict(carried)
    for group, processors in allocations.items():
        for name, allocation in processors.items():
            place = (group, name)
            deduction = left.pop(place, 0)
            own = next_allocation(allocation, deduction)
            held[place] = {place: own}
            if deduction:
                held[place][DEDUCTED] = allocation - own
            if remainder == "carried" and deduction > allocation:
                left[place] = -next_allocation(allocation, deduction, below_zero=True)
    return Position(held=held, carried=left)


def changed(
    position: Position,
    allotments: Mapping[str, tuple[Exact, Exact]],
    apply_change: ApplyChange,
) -> Position:
    """Return the position once each allotment has changed: the old and the new one are given.

    Sec. 359c(g)(2). ``"after"`` earlier reassignments every part of an allocation changes by the
    percentage, wherever it is. ``"before"`` them the allocation as first made does, and what was
    reassigned of it stays what it was, or all of it if there is less.
    """
    held = {}
    for place, parts in position.held.items():
        scaled: dict[Place | str, Exact] = adjust(parts, *allotments[place[0]])
        held[place] = scaled if apply_change == "after" else _standing(place, parts, scaled)
    shares = {
        state: adjust(acres, *allotments[state])
        for state, acres in position.proportionate_shares.items()
    }
    return Position(held=held, carried=dict(position.carried), proportionate_shares=shares)


def _standing(
    place: Place, parts: Mapping[Place | str, Exact], scaled: Mapping[Place | str, Exact]
) -> dict[Place | str, Exact]:
    """Return the parts of a changed allocation where those reassigned keep their size."""
    fixed: dict[Place | str, Exact] = {DEDUCTED: scaled[DEDUCTED]} if DEDUCTED in scaled else {}
    whole = sum(scaled.values()) - sum(fixed.values())
    away = {holder: part for holder, part in parts.items() if holder not in (place, DEDUCTED)}
    gone = sum(away.values())
    if gone > whole:
        away = {holder: divide(part * whole, gone) for holder, part in away.items()}
        gone = whole
    return {place: whole - gone, **away, **fixed}


def moved(position: Position, flows: Iterable[Flow]) -> Position:
    """Return the position once reassigned quantities have moved from processor to processor.

    Sec. 359e(b). A processor gives of all that it holds, in proportion.
    """
    now = position.allocations
    held = {place: dict(parts) for place, parts in position.held.items()}
    for flow in flows:
        group, name = flow.from_
        for place, parts in position.held.items():
            if part := parts.get(flow.from_, 0):
                quantity = divide(part * flow.quantity, now[group][name])
                held[place][flow.from_] -= quantity
                held[place][flow.to] = held[place].get(flow.to, 0) + quantity
    return Position(
        held=held,
        carried=dict(position.carried),
        proportionate_shares=position.proportionate_shares,
    )


def deficit_flows(
    position: Position, able: ByProcessor, in_proportion_to: InStateReading
) -> tuple[Flow, ...]:
    """Return what sec. 359e(b) moves, given abilities to market of beet, of cane, or of both."""
    now, original = position.allocations, position.original
    flows: list[Flow] = []
    if BEET in able:
        beet = reassign_beet_deficits(
            now[BEET], able[BEET], original=original[BEET], in_proportion_to=in_proportion_to
        )
        flows += [_of_beet(flow) for flow in beet.flows or ()]
    if cane := _cane(able):
        after = reassign_cane_deficits(
            _cane(now), cane, original=_cane(original), in_proportion_to=in_proportion_to
        )
        flows += after.flows or ()
    return tuple(flows)


def _of_beet(flow: Flow) -> Flow:
    """Return a flow with its processors named as in a ledger; one may be called "imports"."""
    to = flow.to if flow.step == IMPORTS else (BEET, flow.to)
    return flow._replace(from_=(BEET, flow.from_), to=to)


def _cane(by_group: ByProcessor) -> dict[str, Mapping[str, Exact]]:
    return {group: values for group, values in by_group.items() if group != BEET}


def by_sector(by_group: Mapping[str, Exact]) -> dict[str, Exact]:
    """Return numbers of allotments added up for beet and for cane sugar.

    >>> by_sector({"beet": 1, "Florida": 2, "Texas": 3})
    {'beet': 1, 'cane': 5}
    """
    cane = sum(value for group, value in by_group.items() if group != BEET)
    return {BEET: by_group.get(BEET, 0), CANE: cane}
