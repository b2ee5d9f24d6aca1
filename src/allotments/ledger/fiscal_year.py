"""What the ledgers of all Acts do alike: how they are opened, and steps with the same words.

The groups of a ledger are ``"beet"``, whose allotment is a sector's, and the cane States.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Self

from allotments.core.errors import InvalidInput, check_choice
from allotments.formulas.deficits import CCC, IMPORTS, Flow
from allotments.formulas.division import prorate
from allotments.ledger.checked_quantities import exact_quantity, given_quantities
from allotments.ledger.position import (
    DEDUCTED,
    ByGroup,
    Exact,
    LedgerPosition,
    Marketed,
    Recipient,
    UnmetDeduction,
    established,
    listed,
    nested,
    own_allocations,
    redivided,
    with_excesses,
    with_own_allocations,
)
from allotments.ledger.steps import LedgerStep, Steps, check_label
from allotments.rounding import grouped

BEET, CANE = "beet", "cane"


@dataclass(frozen=True)
class YearLedger(Steps):
    """What the ledgers of both Acts share; each describes its fields."""

    steps: tuple[LedgerStep, ...]
    readings: Any

    if TYPE_CHECKING:  # each Act has its own

        @property
        def _disaster(self) -> str:
            """The paragraph by which shares may be exceeded."""

    @property
    def determination(self) -> Any:
        """What the latest estimates lead to."""
        return self.steps[-1].determination

    @property
    def reassigned_to_imports(self) -> dict[str, Exact]:
        """What of beet and of cane sugar was reassigned to imports. [short tons, raw value]."""
        return by_sector(self.position.gone.get(IMPORTS, {}))

    def shares_relaxed(self, state: str, *, ratio: Any = None, when: str = "") -> Self:
        """Return the ledger with a State's farms allowed more than their shares after a disaster.

        Whether they may be is for the Act's function ``shares_may_be_exceeded`` to say.

        Parameters
        ----------
        state
            One with proportionate shares.
        ratio
            Of what each farm may harvest to its share, the same for all, at least 1; how large
            the Act does not say. ``None`` suspends the shares. Exact.
        when
            A date, or another label, to show with the step.

        Raises
        ------
        InvalidInput
            If the State has no shares, or the ratio is refused.

        Notes
        -----
        Sec. 359f(b)(7) of 1990; since 2002 359f(c)(7), since 2008 (8).
        """
        shares = dict(self.position.proportionate_shares)
        check_choice("state", state, shares)
        farms = shares.pop(state)
        note = f"Proportionate shares suspended in {state}."
        if ratio is not None:
            times = exact_quantity("ratio", ratio)
            if times < 1:
                raise InvalidInput([f"ratio: found {ratio}, expected at least 1"])
            shares[state] = {farm: acres * times for farm, acres in farms.items()}
            note = f"Proportionate shares in {state} times {times}."
        after = replace(self.position, proportionate_shares=shares)
        return self._with("shares relaxed", self._disaster, after, (note,), when=when)

    def _revised(
        self,
        own: Mapping[Recipient, Exact],
        new: Mapping[Recipient, Exact],
        shares: dict[str, dict[str, Exact]],
        when: str,
        determination: Any = None,
    ) -> Self:
        """Return the ledger with *own* allocations and then *new* ones in force."""
        follow = self.readings.shares_follow_reassignments
        after, first = with_own_allocations(self.position, own, "revision", shares_follow=follow)
        after, flows = redivided(after, new)
        flows = first + flows
        after = replace(after, proportionate_shares=after.proportionate_shares | shares)
        return self._with(
            "revised", "359g(c)", after, determination=determination, flows=flows, when=when
        )

    def _check_in_force(self, label: str) -> None:
        check_label(label)
        if not self.position.held_by:
            at = f"{label}: " if label else ""
            raise InvalidInput([f"{at}found no allotments in force, expected some"])

    def _check_suspended(self, label: str) -> None:
        check_label(label)
        if self.position.held_by:
            at = f"{label}: " if label else ""
            raise InvalidInput([f"{at}found allotments in force, expected none"])

    def _with(  # noqa: PLR0913 -- the parts of a step
        self,
        kind: str,
        paragraph: str,
        after: LedgerPosition,
        notes: tuple[str, ...] = (),
        *,
        determination: Any = None,
        flows: tuple[Flow, ...] = (),
        estimates: str = "",
        period: str = "",
        when: str = "",
    ) -> Self:
        step = LedgerStep(
            kind=kind,
            period=period or self.steps[-1].period,
            when=when,
            paragraph=paragraph,
            determination=determination or self.determination,
            before=self.position,
            after=after,
            flows=flows,
            estimates=estimates,
            notes=notes,
        )
        return replace(self, steps=(*self.steps, step))


def by_sector(quantities: Mapping[str, Exact]) -> dict[str, Exact]:
    """Return what groups have together, of beet and of cane.

    >>> by_sector({"beet": 1, "Texas": 2, "Florida": 3})
    {'beet': 1, 'cane': 5}
    """
    beet = quantities.get(BEET, 0)
    return {BEET: beet, CANE: sum(quantities.values()) - beet}


def cane_of(by_group: ByGroup) -> dict[str, Mapping[str, Exact]]:
    """Return what is of cane States.

    >>> cane_of({"beet": {"A": 1}, "Texas": {"B": 2}})
    {'Texas': {'B': 2}}
    """
    return {group: values for group, values in by_group.items() if group != BEET}


def before_opening(
    deductions: Any, fiscal_year: int, check_group: Callable[[str], str]
) -> LedgerPosition:
    """Return the position of a year that begins: what the year before leaves to be deducted.

    Its processors need not be this year's.

    Raises
    ------
    InvalidInput
        If names or numbers are refused.
    """
    groups = list(deductions) if isinstance(deductions, Mapping) else []
    faults = []
    for group in groups:
        try:
            check_group(group)
        except ValueError as error:
            faults.append(f"deductions: {error}")
    if faults:
        raise InvalidInput(faults)
    given = given_quantities("deductions", deductions, dict.fromkeys(groups))
    owed = {place: {(fiscal_year - 1, 0): due} for place, due in given.items() if due}
    return LedgerPosition(owed=owed, marketed_in=(fiscal_year, 0))


def shares_of_farms(
    given: Any, groups: Iterable[str], paragraph: str
) -> dict[str, dict[str, Exact]]:
    """Return proportionate shares by State and farm; a State without farms has none.

    By the *paragraph* Puerto Rico has none either.
    """
    if isinstance(given, Mapping) and "Puerto Rico" in given:
        expected = f"expected other States, {paragraph}"
        raise InvalidInput([f"proportionate_shares: found 'Puerto Rico', {expected}"])
    known = [group for group in groups if group not in {BEET, CANE, "Puerto Rico"}]
    return nested(given_quantities("proportionate_shares", given, dict.fromkeys(known)))


def with_allotments(
    before: LedgerPosition,
    allotments: Mapping[str, Exact],
    allocations: ByGroup,
    *,
    marketed_in: Marketed,
    unmet: UnmetDeduction,
    not_due: Collection[Marketed] = (),
) -> tuple[LedgerPosition, tuple[str, ...]]:
    """Return the position of allotments newly established, and notes of deductions made.

    Raises
    ------
    InvalidInput
        If nobody has an allocation, or one is below zero.
    """
    if not allocations:
        raise InvalidInput(
            ["determination: found no allocations to processors, expected some to keep a ledger of"]
        )
    if faults := [
        f"processors.{group}.{name}: found {grouped(quantity)}, expected an allocation not below 0"
        for group, names in allocations.items()
        for name, quantity in names.items()
        if quantity < 0
    ]:
        raise InvalidInput(faults)
    after = established(
        before, allotments, allocations, marketed_in=marketed_in, unmet=unmet, not_due=not_due
    )
    made = {place: parts[DEDUCTED] for place, parts in after.held_by.items() if DEDUCTED in parts}
    forgiven = {
        place: owed - made.get(place, 0) - after.deductions.get(place, 0)
        for place, owed in before.deductions.items()
    }
    forgiven = {place: quantity for place, quantity in forgiven.items() if quantity}
    said = {"Deducted for earlier reductions": made, "Forgiven, beyond the allocation": forgiven}
    return after, tuple(f"{what}: {listed(found)}." for what, found in said.items() if found)


def deficit_flows(
    position: LedgerPosition,
    able: ByGroup,
    beet: Callable[[Any, Any, Any], Any],
    cane: Callable[[Any, Any, Any], Any],
) -> tuple[Flow, ...]:
    """Return what sec. 359e(b) moves, given abilities to market of beet, of cane, or of both.

    *beet* and *cane* are the Act's: of allocations, abilities, and what is divided by.
    """
    now, shares = position.allocations, _proportions(position)
    flows: list[Flow] = []
    if BEET in able:
        flows += [
            flow._replace(
                from_=(BEET, flow.from_),
                to=flow.to if flow.step in {CCC, IMPORTS} else (BEET, flow.to),
            )
            for flow in beet(now[BEET], able[BEET], shares[BEET]).flows
        ]
    if of_cane := cane_of(able):
        flows += cane(cane_of(now), of_cane, cane_of(shares)).flows
    return tuple(flows)


def _proportions(position: LedgerPosition) -> dict[str, dict[str, Exact]]:
    """Return each group's allotment divided as its allocations are, all before reassignments.

    Where deductions leave a group nothing, it is divided as before them.
    """
    found: dict[str, dict[str, Exact]] = {}
    for group, names in nested(position.initial).items():
        by = names
        if not any(by.values()):
            by = {name: position.held_by[group, name].get(DEDUCTED, 0) for name in names}
        whole = position.initial_allotments[group]
        found[group] = prorate(whole, by) if any(by.values()) else by
    return found


def divided_anew(
    position: LedgerPosition, group: str, bases: Mapping[str, Exact], name: str
) -> dict[Recipient, Exact]:
    """Return a group's own allocations in proportion to *bases*, deductions made as before.

    What was reassigned of them, and to them, is not divided.
    """
    own = own_allocations(position)
    made = {who: position.held_by[group, who].get(DEDUCTED, 0) for who in bases}
    whole = sum(own[group, who] for who in bases) + sum(made.values())
    new = {(group, who): part - made[who] for who, part in prorate(whole, bases).items()}
    if below := {place: -quantity for place, quantity in new.items() if quantity < 0}:
        raise InvalidInput(
            [f"{name}: found allocations below what was deducted, by {listed(below)}"]
        )
    return new


def ratios_of(
    before: Mapping[str, Exact], after: Mapping[str, Exact], in_force: Mapping[str, Exact]
) -> dict[str, Fraction]:
    """Return the ratio in which the allotment of each group in force changes.

    Nothing changes where there is nothing before, after and in force.

    >>> ratios_of({"beet": 4}, {"beet": 5}, {"beet": 3})
    {'beet': Fraction(5, 4)}

    Raises
    ------
    InvalidInput
        If an allotment is not above zero, so that no percentage can be taken of it.
    """
    faults, ratios = [], {}
    for group, allotment in in_force.items():
        old, new = before[group], after[group]
        nothing = (old, new, allotment) == (0, 0, 0)
        if new < 0 or (old <= 0 and not nothing):
            faults.append(
                f"{group}: found an allotment of {grouped(old)}, then of {grouped(new)} short "
                "tons, expected one above 0 to take a percentage of"
            )
        else:
            ratios[group] = Fraction(1) if nothing else Fraction(new) / old
    if faults:
        raise InvalidInput(faults)
    return ratios


def carried_over(
    after: LedgerPosition, excesses: Mapping[Recipient, Exact], ratios: Mapping[str, Fraction]
) -> tuple[LedgerPosition, tuple[str, ...]]:
    """Return the position in which excesses over reduced allocations are owed, and a note of them.

    Where an allotment is not reduced, nothing is owed: 359c(g)(3).
    """
    reduced = {place: quantity for place, quantity in excesses.items() if ratios[place[0]] < 1}
    beyond = {place: quantity for place, quantity in reduced.items() if quantity}
    note = f"Marketed beyond reduced allocations: {listed(beyond)}."
    return with_excesses(after, reduced), (note,) if beyond else ()


def differences(current: Any, new: Any) -> tuple[str, ...]:
    """Return a note of what was re-estimated from one year's inputs to the next, if anything."""
    estimates = {name: (old, getattr(new.estimates, name)) for name, old in current.estimates}
    others = {
        name: (getattr(current, name), getattr(new, name))
        for name in type(current).model_fields
        if name not in {"estimates", "recorded"}  # what is recorded only follows
    }
    changes = [
        name.replace("_", " ")
        + (f" {_number(old)} to {_number(now)}" if isinstance(now, int | None) else "")
        for name, (old, now) in (estimates | others).items()
        if old != now
    ]
    return (f"Re-estimated: {'; '.join(changes)}.",) if changes else ()


def _number(value: int | None) -> str:
    return "not stated" if value is None else grouped(value)
