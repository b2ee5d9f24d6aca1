"""Who holds which part of whose allocation: the state of a fiscal year between two steps.

What is moved, in whole or in part, stays known as a part of the allocation that it comes from. So
nothing is lost or counted twice: of each recipient's allocation, what it still holds itself, what
others hold, what went to a destination such as imports, and what was deducted are known apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from allotments.core.errors import InvalidInput
from allotments.core.exact import divide
from allotments.formulas.deficits import Flow
from allotments.rounding import grouped

DEDUCTED = "deducted"

ChangeWith: TypeAlias = Literal["receiver", "giver", "nothing"]
"""With whose allotment a reassigned quantity changes."""

UnmetDeduction: TypeAlias = Literal["forgiven", "carried_forward"]
"""What becomes of a deduction beyond the allocation that it is made from."""

Exact: TypeAlias = int | Fraction
Recipient: TypeAlias = tuple[str, str]
"""Of an allocation: the group, whose allotment it is a part of, and the name."""

Holder: TypeAlias = Recipient | str
"""A recipient, or a destination such as ``"imports"``."""

ByGroup: TypeAlias = Mapping[str, Mapping[str, Exact]]
Marketed: TypeAlias = tuple[int, int]
"""When sugar was marketed: the fiscal year, and zero; or, under allotments for a portion of it, the
step that established them."""


@dataclass(frozen=True, kw_only=True)
class LedgerPosition:
    """What is in force after a step, all quantities exact; nothing where no allotments are.

    Attributes
    ----------
    allotments : dict
        Of each group, as changed and reassigned. [short tons, raw value]
    initial_allotments : dict
        The same without any reassignment. [short tons, raw value]
    initial : dict
        For each recipient, as ``(group, name)``, the allocation without any reassignment;
        deductions are made. [short tons, raw value]
    held_by : dict
        For each recipient who holds how much of its allocation: recipients, destinations such as
        ``"imports"``, and ``"deducted"``. [short tons, raw value]
    owed : dict
        For each recipient what is to be deducted from an allocation to be established, by the
        fiscal year in which it was marketed. [short tons, raw value]
    made : dict
        In the same form, the deductions already made. [short tons, raw value]
    marketed_in : tuple
        Whose marketings count against the allocations in force, as in *owed*.
    proportionate_shares : dict
        For each State with shares, those of its farms. [acres]
    """

    allotments: dict[str, Exact] = field(default_factory=dict)
    initial_allotments: dict[str, Exact] = field(default_factory=dict)
    initial: dict[Recipient, Exact] = field(default_factory=dict)
    held_by: dict[Recipient, dict[Holder, Exact]] = field(default_factory=dict)
    owed: dict[Recipient, dict[Marketed, Exact]] = field(default_factory=dict)
    made: dict[Recipient, dict[Marketed, Exact]] = field(default_factory=dict)
    marketed_in: Marketed = (0, 0)
    proportionate_shares: dict[str, dict[str, Exact]] = field(default_factory=dict)

    @property
    def in_force(self) -> dict[Recipient, Exact]:
        """The allocations in force by ``(group, name)``. [short tons, raw value]."""
        now: dict[Recipient, Exact] = dict.fromkeys(self.held_by, 0)
        for parts in self.held_by.values():
            for holder, quantity in parts.items():
                if isinstance(holder, tuple):
                    now[holder] += quantity
        return now

    @property
    def allocations(self) -> dict[str, dict[str, Exact]]:
        """The allocations in force, reassigned quantities included. [short tons, raw value]."""
        return nested(self.in_force)

    @property
    def gone(self) -> dict[str, dict[str, Exact]]:
        """What of each group's allocations is nobody's any more, by destination. [short tons]."""
        found: dict[str, dict[str, Exact]] = {}
        for (group, _), parts in self.held_by.items():
            for holder, quantity in parts.items():
                if isinstance(holder, str):
                    totals = found.setdefault(holder, dict.fromkeys(self.allotments, 0))
                    totals[group] += quantity
        return found

    @property
    def deductions(self) -> dict[Recipient, Exact]:
        """What is owed by each recipient, of all years together. [short tons, raw value]."""
        return {place: sum(years.values()) for place, years in self.owed.items()}


def nested(flat: Mapping[Recipient, Exact]) -> dict[str, dict[str, Exact]]:
    """Return numbers by group and name.

    >>> nested({("beet", "A"): 1, ("Texas", "B"): 2})
    {'beet': {'A': 1}, 'Texas': {'B': 2}}
    """
    found: dict[str, dict[str, Exact]] = {}
    for (group, name), quantity in flat.items():
        found.setdefault(group, {})[name] = quantity
    return found


def listed(quantities: Mapping[Recipient, Exact]) -> str:
    """Return quantities of recipients in one line.

    >>> listed({("Texas", "Rio Grande Valley"): 1_500, ("beet", "Holly"): 20})
    'Rio Grande Valley (Texas) 1,500, Holly (beet) 20 short tons'
    """
    named = (f"{name} ({group}) {grouped(value)}" for (group, name), value in quantities.items())
    return f"{', '.join(named)} short tons"


def established(
    before: LedgerPosition,
    allotments: Mapping[str, Exact],
    allocations: ByGroup,
    *,
    marketed_in: Marketed,
    unmet: UnmetDeduction,
    not_due: Collection[Marketed] = (),
) -> LedgerPosition:
    """Return the position of allotments newly established, what is owed deducted, oldest first.

    What was marketed in years *not_due* stays owed, and so does a deduction from a recipient
    without an allocation.

    >>> before = LedgerPosition(owed={("beet", "B"): {(1994, 0): 5}})
    >>> after = established(before, {"beet": 74}, {"beet": {"A": 70, "B": 4}},
    ...                     marketed_in=(1995, 0), unmet="carried_forward")
    >>> after.allocations, after.deductions
    ({'beet': {'A': 70, 'B': 0}}, {('beet', 'B'): 1})
    """
    held: dict[Recipient, dict[Holder, Exact]] = {}
    owed, made = dict(before.owed), dict(before.made)
    for group, quantities in allocations.items():
        for name, allocation in quantities.items():
            place, left = (group, name), allocation
            for year, deduction in sorted(before.owed.get(place, {}).items()):
                if year in not_due:
                    continue
                taken = min(deduction, left)
                left -= taken
                rest = deduction - taken if unmet == "carried_forward" else 0
                owed[place] = {**owed[place], year: rest}
                made[place] = _plus(made.get(place, {}), year, taken)
            held[place] = {place: left}
            if left != allocation:
                held[place][DEDUCTED] = allocation - left
    return LedgerPosition(
        allotments=dict(allotments),
        initial_allotments=dict(allotments),
        initial={place: parts[place] for place, parts in held.items()},
        held_by=held,
        owed=_outstanding(owed),
        made=made,
        marketed_in=marketed_in,
    )


def _plus(table: Mapping[Marketed, Exact], year: Marketed, more: Exact) -> dict[Marketed, Exact]:
    return {**table, year: table.get(year, 0) + more}


def _outstanding(
    owed: Mapping[Recipient, Mapping[Marketed, Exact]],
) -> dict[Recipient, dict[Marketed, Exact]]:
    """Return what is owed without what has come to nothing."""
    kept = {place: {y: q for y, q in years.items() if q} for place, years in owed.items()}
    return {place: years for place, years in kept.items() if years}


def with_excesses(
    position: LedgerPosition, excesses: Mapping[Recipient, Exact], *, cured: bool = False
) -> LedgerPosition:
    """Return the position in which excesses over allocations now in force are owed.

    Of several found in one year the largest is owed, for it is the same sugar, and nothing of it
    that was deducted already. With *cured* the last one found is, although it be smaller.
    """
    year, step = position.marketed_in
    owed = dict(position.owed)
    for place, excess in excesses.items():
        mine = {
            marketed
            for marketed in {**owed.get(place, {}), **position.made.get(place, {})}
            if marketed == (year, step) or (marketed[0] == year and not step)
        }
        deducted = sum(q for when, q in position.made.get(place, {}).items() if when in mine)
        known = {when: q for when, q in owed.get(place, {}).items() if when in mine}
        due = max(excess - deducted, 0)
        if cured or due > sum(known.values()):
            kept = {when: q for when, q in owed.get(place, {}).items() if when not in mine}
            owed[place] = {**kept, position.marketed_in: due}
    return replace(position, owed=_outstanding(owed))


def changed(
    position: LedgerPosition,
    ratios: Mapping[str, Fraction],
    change_with: ChangeWith,
    *,
    shares_follow: bool = True,
) -> LedgerPosition:
    """Return the position once each group's allotment has changed in a ratio.

    With ``"nothing"`` the allocation as it was first made changes, and what was reassigned of it
    stays, or all that there is where it is less. With the ``"giver"`` every part of an allocation
    changes as the allotment that it comes from, wherever it is. By both readings the allotments and
    what went to destinations add up to what the ratios make of them. With the ``"receiver"`` every
    allocation in force changes as its own allotment does, and what went to a destination stays:
    then they need not.

    Proportionate shares change as their State's allotment in force, if they follow reassignments,
    or else in the ratio.
    """
    held: dict[Recipient, dict[Holder, Exact]] = {}
    for place, parts in position.held_by.items():
        own = ratios[place[0]]
        by_holder = {
            holder: _of_holder(ratios, holder, own) if change_with == "receiver" else own
            for holder in parts
        }
        scaled: dict[Holder, Exact] = {
            holder: part * by_holder[holder] for holder, part in parts.items()
        }
        if change_with == "nothing":
            whole = sum(part for holder, part in scaled.items() if holder != DEDUCTED)
            scaled |= _standing(place, parts, whole)
        held[place] = scaled
    allotments: dict[str, Exact] = {}
    before, after = _allocated(position.held_by), _allocated(held)
    for group, allotment in position.allotments.items():
        unallocated = allotment - before.get(group, 0)
        allotments[group] = unallocated * ratios[group] + after.get(group, 0)
    initial_allotments: dict[str, Exact] = {
        g: q * ratios[g] for g, q in position.initial_allotments.items()
    }
    return replace(
        position,
        allotments=allotments,
        initial_allotments=initial_allotments,
        initial={place: q * ratios[place[0]] for place, q in position.initial.items()},
        held_by=held,
        proportionate_shares=_shares(
            position, allotments, initial_allotments, follow=shares_follow
        ),
    )


def _shares(
    position: LedgerPosition,
    allotments: Mapping[str, Exact],
    initial_allotments: Mapping[str, Exact],
    *,
    follow: bool,
) -> dict[str, dict[str, Exact]]:
    """Return proportionate shares under other allotments: in force, or without reassignments."""
    before = position.allotments if follow else position.initial_allotments
    after = allotments if follow else initial_allotments
    return {
        state: {farm: divide(acres * after[state], before[state]) for farm, acres in farms.items()}
        if before[state] > 0
        else farms
        for state, farms in position.proportionate_shares.items()
    }


def _of_holder(ratios: Mapping[str, Fraction], holder: Holder, own: Fraction) -> Fraction:
    """Return the ratio in which a holder's part changes: of destinations only what is deducted."""
    if isinstance(holder, tuple):
        return ratios[holder[0]]
    return own if holder == DEDUCTED else Fraction(1)


def _standing(place: Recipient, parts: Mapping[Holder, Exact], whole: Exact) -> dict[Holder, Exact]:
    """Return who holds how much of another whole allocation, if those reassigned keep their size.

    What was deducted is no part of the allocation.
    """
    away = {holder: part for holder, part in parts.items() if holder not in (place, DEDUCTED)}
    gone = sum(away.values())
    if gone > whole:
        away = {holder: divide(part * whole, gone) for holder, part in away.items()}
        gone = whole
    return {place: whole - gone, **away}


def _allocated(held_by: Mapping[Recipient, Mapping[Holder, Exact]]) -> dict[str, Exact]:
    """Return what is allocated of each group's allotment in force, deductions included."""
    totals: defaultdict[str, Exact] = defaultdict(int)
    for (group, _), parts in held_by.items():
        for holder, quantity in parts.items():
            if holder == DEDUCTED or isinstance(holder, tuple):
                totals[group if isinstance(holder, str) else holder[0]] += quantity
    return totals


def moved(
    position: LedgerPosition, flows: Iterable[Flow], *, shares_follow: bool = True
) -> LedgerPosition:
    """Return the position once quantities have moved between recipients, or to a destination.

    Who gives, gives of all that it holds, in proportion. Allotments change by what crosses from
    group to group, or goes to a destination, and proportionate shares as their State's allotment,
    if they follow.

    >>> before = LedgerPosition(
    ...     allotments={"beet": 9}, held_by={("beet", "A"): {("beet", "A"): 9}})
    >>> after = moved(before, [Flow(("beet", "A"), "ccc", "ccc", 2)])
    >>> after.allotments, after.gone
    ({'beet': 7}, {'ccc': {'beet': Fraction(2, 1)}})
    """
    now, allotments = position.in_force, dict(position.allotments)
    held = {place: dict(parts) for place, parts in position.held_by.items()}
    for flow in flows:
        for place, parts in position.held_by.items():
            if part := parts.get(flow.from_):
                quantity = divide(part * flow.quantity, now[flow.from_])
                held[place][flow.from_] -= quantity
                held[place][flow.to] = held[place].get(flow.to, 0) + quantity
        allotments[flow.from_[0]] -= flow.quantity
        if isinstance(flow.to, tuple):
            allotments[flow.to[0]] += flow.quantity
    # What is not reassigned stays, and with it shares that do not follow.
    shares = _shares(position, allotments, position.initial_allotments, follow=shares_follow)
    return replace(position, allotments=allotments, held_by=held, proportionate_shares=shares)


def flows_of(change: Mapping[Any, Exact], step: str) -> tuple[Flow, ...]:
    """Return who gives to whom, where some lose what others gain: each in proportion to all gains.

    >>> flows_of({("beet", "A"): -3, ("beet", "B"): 3}, "revision")
    (Flow(from_=('beet', 'A'), to=('beet', 'B'), step='revision', quantity=Fraction(3, 1)),)
    """
    gains = {place: more for place, more in change.items() if more > 0}
    return tuple(
        Flow(giver, taker, step, divide(-less * more, sum(gains.values())))
        for giver, less in change.items()
        for taker, more in gains.items()
        if less < 0
    )


def redivided(
    position: LedgerPosition, allocations: Mapping[Recipient, Exact]
) -> tuple[LedgerPosition, tuple[Flow, ...]]:
    """Return the position with these allocations in force, and what moved: each total is the same.

    For revisions, transfers, to names that may be new, and terminations, whose allocations are
    zero. Those not named keep theirs. The allocations without reassignments change along, in
    proportion.

    >>> before = established(LedgerPosition(), {"beet": 9}, {"beet": {"A": 6, "B": 3}},
    ...                      marketed_in=(2008, 0), unmet="forgiven")
    >>> after, flows = redivided(before, {("beet", "A"): 4, ("beet", "B"): 2, ("beet", "C"): 3})
    >>> [(flow.from_[1], flow.to[1], flow.quantity) for flow in flows]
    [('A', 'C', Fraction(2, 1)), ('B', 'C', Fraction(1, 1))]

    Raises
    ------
    InvalidInput
        If the total of a group changes.
    """
    now = {**dict.fromkeys(allocations, 0), **position.in_force}
    change = {place: quantity - now[place] for place, quantity in allocations.items()}
    faults: list[str] = []
    flows: tuple[Flow, ...] = ()
    for group, changes in nested(change).items():
        flows += flows_of({(group, name): more for name, more in changes.items()}, "revision")
        if rest := sum(changes.values()):
            whole = sum(now[group, name] for name in changes)
            found = f"found {grouped(whole + rest)} in all, expected {grouped(whole)}"
            faults.append(f"allocations.{group}: {found}")
    if faults:
        raise InvalidInput(faults)
    initial = {**dict.fromkeys((flow.to for flow in flows), 0), **position.initial}
    for flow in flows:
        part = divide(position.initial[flow.from_] * flow.quantity, now[flow.from_])
        initial[flow.from_] -= part
        initial[flow.to] += part
    return replace(handed_over(position, flows), initial=initial), flows


def handed_over(position: LedgerPosition, flows: Iterable[Flow]) -> LedgerPosition:
    """Return the position once allocations themselves are others', within their group.

    Unlike what is reassigned they are their new holders' own from now on: with the part of an
    allocation goes the same part of what was reassigned of it, and of what it received.

    >>> before = LedgerPosition(
    ...     allotments={"beet": 6}, held_by={("beet", "A"): {("beet", "A"): 6, "imports": 3}})
    >>> handed_over(before, [Flow(("beet", "A"), ("beet", "B"), "revision", 2)]).gone
    {'imports': {'beet': Fraction(3, 1)}}
    """
    now = position.in_force
    shares: dict[Holder, dict[Holder, Exact]] = {}
    for flow in flows:
        shares.setdefault(flow.from_, {})[flow.to] = divide(flow.quantity, now[flow.from_])

    def heirs(holder: Holder) -> dict[Any, Exact]:
        given = shares.get(holder, {})
        return {holder: 1 - sum(given.values()), **given}

    held: dict[Recipient, dict[Holder, Exact]] = {place: {} for place in position.held_by}
    for place, parts in position.held_by.items():
        for holder, quantity in parts.items():
            for heir, share in heirs(place).items():
                mine = held.setdefault(heir, {})
                # What a place holds of its own goes where the place goes.
                others = {heir: 1} if holder == place else heirs(holder)
                for other, part in others.items():
                    mine[other] = mine.get(other, 0) + quantity * share * part
    return replace(position, held_by=held)


def suspended(position: LedgerPosition) -> LedgerPosition:
    """Return the position without allotments: what is owed and what was deducted stays known.

    >>> suspended(LedgerPosition(allotments={"beet": 9}, marketed_in=(2003, 0))).marketed_in
    (2003, 0)
    """
    return LedgerPosition(owed=position.owed, made=position.made, marketed_in=position.marketed_in)


def own_allocations(position: LedgerPosition) -> dict[Recipient, Exact]:
    """Return the allocations as they are made, whoever holds them now; deductions are made.

    >>> own_allocations(LedgerPosition(held_by={("beet", "A"): {("beet", "A"): 6, "imports": 3}}))
    {('beet', 'A'): 9}
    """
    return {
        place: sum(part for holder, part in parts.items() if holder != DEDUCTED)
        for place, parts in position.held_by.items()
    }


def with_entrants(
    position: LedgerPosition,
    group: str,
    entrants: Mapping[str, Exact],
    given: Mapping[str, Exact],
    *,
    shares_follow: bool = True,
) -> tuple[LedgerPosition, tuple[Flow, ...]]:
    """Return the position with new recipients, and what moved: groups give it, *given*, pro rata.

    The others of a group give in proportion to their own allocations. What was reassigned stays,
    or all that there is where it is less.

    >>> before = established(LedgerPosition(), {"beet": 9}, {"beet": {"A": 6, "B": 3}},
    ...                      marketed_in=(2008, 0), unmet="forgiven")
    >>> after, _ = with_entrants(before, "beet", {"C": 1, "D": 2}, {"beet": 3})
    >>> after.allocations
    {'beet': {'A': Fraction(4, 1), 'B': Fraction(2, 1), 'C': 1, 'D': 2}}

    Raises
    ------
    InvalidInput
        If a group gives more than its others have.
    """
    new = {(group, name): quantity for name, quantity in entrants.items()}
    own = nested({p: q for p, q in own_allocations(position).items() if p not in new})
    whole = {giver: sum(own.get(giver, {}).values()) for giver in given}
    if faults := [
        f"{giver}: found {grouped(less)} for new ones, expected at most {grouped(whole[giver])}"
        for giver, less in given.items()
        if less > whole[giver]
    ]:
        raise InvalidInput(faults)
    after = {
        (giver, name): quantity * (1 - divide(less, whole[giver]))
        for giver, less in given.items()
        for name, quantity in own.get(giver, {}).items()
        if less
    }
    before = own_allocations(position)
    after |= {place: before.get(place, 0) + quantity for place, quantity in new.items()}
    return with_own_allocations(position, after, "entry", shares_follow=shares_follow)


def with_own_allocations(
    position: LedgerPosition,
    allocations: Mapping[Recipient, Exact],
    step: str,
    *,
    shares_follow: bool = True,
) -> tuple[LedgerPosition, tuple[Flow, ...]]:
    """Return the position with other :func:`own_allocations`, and what moved.

    Names may be new. What was reassigned of them stays, or all that there is where it is less. The
    total is the same.

    >>> a, b = ("beet", "A"), ("beet", "B")
    >>> first = established(LedgerPosition(), {"beet": 9}, {"beet": {"A": 6, "B": 3}},
    ...                     marketed_in=(2008, 0), unmet="forgiven")
    >>> before = moved(first, [Flow(a, b, "within", 6)])
    >>> with_own_allocations(before, {a: 7, b: 2}, "revision")[0].allocations
    {'beet': {'A': Fraction(1, 1), 'B': Fraction(8, 1)}}
    """
    before = own_allocations(position)
    held, initial = dict(position.held_by), dict(position.initial)
    groups = dict.fromkeys((group for group, _ in allocations), 0)
    allotments = groups | position.allotments
    initial_allotments = groups | position.initial_allotments
    for place, whole in allocations.items():
        parts = held.get(place, {})
        held[place] = parts | _standing(place, parts, whole)
        was = before.get(place, 0)
        initial[place] = divide(initial[place] * whole, was) if was else whole
        initial_allotments[place[0]] += whole - was
    for sign, one in ((-1, position.held_by), (1, held)):
        for group, quantity in _allocated(one).items():
            allotments[group] += sign * quantity
    after = replace(
        position,
        allotments=allotments,
        initial_allotments=initial_allotments,
        initial=initial,
        held_by=held,
        proportionate_shares=_shares(
            position, allotments, initial_allotments, follow=shares_follow
        ),
    )
    then, now = _by_holder(position), _by_holder(after)
    change = {holder: now[holder] - then.get(holder, 0) for holder in now}
    return after, flows_of(change, step)


def _by_holder(position: LedgerPosition) -> dict[Holder, Exact]:
    """Return what each recipient holds, and each destination."""
    totals: defaultdict[Holder, Exact] = defaultdict(int)
    for parts in position.held_by.values():
        for holder, quantity in parts.items():
            totals[holder] += quantity
    return totals
