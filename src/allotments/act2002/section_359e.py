"""Section 359e: deficits of processors, reassigned to others, to CCC's sales and to imports.

Agricultural Adjustment Act of 1938, sec. 359e (7 U.S.C. 1359ee) as rewritten by Pub. L. 107-171
sec. 1403 and amended by Pub. L. 110-246 sec. 1403 and Pub. L. 119-21 sec. 10312; 7 CFR 1435.309.

A processor's deficit is its allocation less what it can supply, where positive; its room is the
converse. Beet and cane deficits never cross; both end in imports, of raw cane sugar since 2008.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

import numpy as np

from allotments.act2002.by_name import as_given, named, named_like, plain, share_out
from allotments.core.exact import (
    Number,
    Numeric,
    Recipients,
    as_one_kind,
    divide,
    minimum,
    positive_part,
    quantities,
    same_fields,
    shown,
)
from allotments.formulas.deficits import IMPORTS, Flow
from allotments.formulas.states import check_state

SOLD_BY_CCC = "CCC"
"""To whom a flow goes that the Commodity Credit Corporation sells from its inventory."""

Reading: TypeAlias = Literal["shares", "shares once", "room"]
"""What deficits are shared by, and what becomes of a part that is clipped."""

_BEET = "beet"  # beet processors are as one State's: there is no step between States

Table: TypeAlias = dict[Hashable, Number]


@dataclass(frozen=True, eq=False)
class Reassignment:
    """What became of the deficits: all together add up to the allocations before."""

    allocations: Number
    """The new allocations, in the form of the old. [short tons, raw value]"""
    flows: tuple[Flow, ...] | None
    """Every quantity that moved, pooled deficits attributed pro rata; ``None`` for arrays."""
    sold_by_ccc: Number
    """What the Commodity Credit Corporation sells. [short tons, raw value]"""
    imports: Number
    """What nobody could take: from crop year 2008 of raw cane sugar. [short tons, raw value]"""

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Reassignment):
            return NotImplemented
        return same_fields(self, other)

    __hash__ = None  # type: ignore[assignment]  # as whatever holds a dict or an array


def reassign_beet_deficits(
    allocations: Recipients,
    supply: Recipients,
    *,
    initial: Recipients | None = None,
    sold_by_ccc: Numeric = 0,
    reading: Reading = "shares",
) -> Reassignment:
    """Return beet allocations once deficits have gone to others, to CCC, and to imports.

    ``deficit = allocation - supply``, where positive; ``room`` is the converse.

    >>> after = reassign_beet_deficits({"A": 100, "B": 60, "C": 40}, {"A": 50, "B": 75, "C": 90})
    >>> after.allocations, after.imports
    ({'A': 50, 'B': 75, 'C': Fraction(75, 1)}, Fraction(0, 1))

    Parameters
    ----------
    allocations
        A mapping of processors to allocations, or an array whose last axis they are. Not negative.
        [short tons, raw value]
    supply
        Total sugar that each can market in the crop year, in the same form. How much of a deficit
        is reassigned at a time is CCC's to say: state the supply accordingly. [the same]
    initial
        The allocations of the initial determination, by which deficits are shared, in the same
        form; by default *allocations*. [the same]
    sold_by_ccc
        The most that CCC will sell from inventory; nothing where it finds that sales would have a
        significant effect on the price. [the same]
    reading
        "Proportionately ... depending on the capacity", says the regulation, the Act only the
        latter. ``"shares"``: by initial shares up to each one's room, what is clipped being offered
        again; ``"shares once"``: what is clipped goes on to the next step; ``"room"``: in
        proportion to room.

    Raises
    ------
    TypeError, ValueError
        If something is not a number, not finite or negative, the processors differ, or *reading* is
        not one of the three.

    Notes
    -----
    Sec. 359e(b)(2)(A) and (3); 7 CFR 1435.309(e), (f). By (B), from 2025, first on the January
    estimates and within 30 days of them.
    """
    keys = named("allocations", allocations)
    tables = _tables({(_BEET, key): value for key, value in keys.items()})
    for name, values in (("supply", supply), ("initial", initial)):
        if values is not None:
            like = named_like(name, values, allocations)
            tables |= {name: {(_BEET, key): value for key, value in like.items()}}
    after, flows, sold, imports = _reassign(tables, None, sold_by_ccc, reading)
    if flows is not None:
        short = [flow._replace(from_=flow.from_[1], to=_beet_name(flow)) for flow in flows]
        flows = tuple(short)
    by_name = {key: after[_BEET, key] for key in keys}
    return Reassignment(as_given(by_name, allocations), flows, sold, imports)


def reassign_cane_deficits(
    allocations: Mapping[str, Recipients],
    supply: Mapping[str, Recipients],
    *,
    initial: Mapping[str, Recipients] | None = None,
    allotments: Mapping[str, Numeric] | None = None,
    sold_by_ccc: Numeric = 0,
    reading: Reading = "shares",
) -> Reassignment:
    """Return cane allocations once deficits have gone to others, to CCC, and to imports.

    Four steps, each for what the one before has left over:

    1. within the State, among its other processors, by their initial shares;
    2. between States, the deficits left over together, by the other States' initial shares of the
       cane sugar allotment, and within a receiving State as in the first step;
    3. sales by the Commodity Credit Corporation;
    4. imports.

    >>> after = reassign_cane_deficits(
    ...     {"Hawaii": {"H": 100}, "Florida": {"F": 300}, "Texas": {"T": 100}},
    ...     {"Hawaii": {"H": 20}, "Florida": {"F": 330}, "Texas": {"T": 140}}, sold_by_ccc=4)
    >>> after.allocations
    {'Hawaii': {'H': 20}, 'Florida': {'F': 330}, 'Texas': {'T': 140}}
    >>> after.sold_by_ccc, after.imports
    (4, 6)

    Parameters
    ----------
    allocations
        A mapping of States to mappings of processors to allocations, or to arrays whose last axis
        is the State's processors. Not negative. [short tons, raw value]
    supply, initial, sold_by_ccc
        As for :func:`reassign_beet_deficits`, *supply* and *initial* in the form of *allocations*.
    allotments
        The States' initial allotments, where they are not the sums of *initial*. [short tons, raw
        value]
    reading
        As there, for the first step and, but for ``"room"``, the second: the capacity of a State is
        the room of its processors with an initial allocation.

    Raises
    ------
    TypeError, ValueError
        As there; also if a State's name is not one, or *allotments* are of other States.

    Notes
    -----
    Sec. 359e(b)(1) and (3); 7 CFR 1435.309(c), (f). That deficits of several States are pooled, and
    that what is clipped is offered again, neither says. A State with a deficit left receives none.
    """
    tables = _tables(_flat("allocations", allocations))
    places = tables["allocations"]
    for name, values in (("supply", supply), ("initial", initial)):
        if values is not None:
            flat = _flat(name, values)
            if flat.keys() != places.keys():
                found = f"found {shown(list(flat))}, expected {shown(list(places))}"
                raise ValueError(f"{name}: {found}")
            tables |= {name: {place: flat[place] for place in places}}
    shares = None if allotments is None else named_like("allotments", allotments, allocations)
    after, flows, sold, imports = _reassign(tables, shares, sold_by_ccc, reading)
    by_state = {
        state: as_given({place[1]: after[place] for place in places if place[0] == state}, given)
        for state, given in allocations.items()
    }
    return Reassignment(by_state, flows, sold, imports)


def _beet_name(flow: Flow) -> Any:
    return flow.to[1] if flow.step == "within" else flow.to


def _tables(allocations: dict[Any, Number]) -> dict[str, dict[Any, Number]]:
    return dict.fromkeys(("allocations", "supply", "initial"), allocations)


def _flat(name: str, by_state: Any) -> dict[tuple[str, Any], Number]:
    if not (hasattr(by_state, "items") and len(by_state)):
        raise TypeError(f"{name}: found {shown(by_state)}, expected States and their processors")
    return {
        (check_state(state, name=name), key): value
        for state, processors in by_state.items()
        for key, value in named(f"{name}[{state!r}]", processors).items()
    }


def _reassign(
    tables: dict[str, dict[Any, Number]],
    allotments: dict[Any, Number] | None,
    sold_by_ccc: Numeric,
    reading: Reading,
) -> tuple[Table, tuple[Flow, ...] | None, Number, Number]:
    if reading not in get_args(Reading):
        raise ValueError(
            f"reading: found {shown(reading)}, expected 'shares', 'shares once' or 'room'"
        )
    (most_sold,) = quantities(sold_by_ccc=sold_by_ccc)
    allocations, supply, initial, shares, most_sold = _as_one_kind(tables, allotments, most_sold)
    again = reading != "shares once"
    states: dict[Any, list[Any]] = {}
    for place in allocations:
        states.setdefault(place[0], []).append(place)
    deficits = {key: positive_part(value - supply[key]) for key, value in allocations.items()}
    rooms = {key: positive_part(supply[key] - value) for key, value in allocations.items()}
    # "Other" processors: whoever gives has no share of what is given.
    initial = {key: value * (deficits[key] == 0) for key, value in initial.items()}
    weights = rooms if reading == "room" else initial
    flows: list[tuple[str, Table, Table]] = []
    given: Table = {}
    lefts: Table = {}
    rest: Table = {}
    for state, members in states.items():
        mine, by, up_to = (_of(table, members) for table in (deficits, weights, rooms))
        took, lefts[state] = share_out(sum(mine.values()), by, up_to, again=again)
        flows.append(("within", mine, took))
        given |= took
        rest |= _parts(mine, lefts[state])
    usable = {
        key: positive_part(room - given[key]) * (initial[key] > 0) for key, room in rooms.items()
    }
    pooled = sum(lefts.values())
    by = {state: shares[state] * (lefts[state] == 0) for state in states}
    caps = {state: sum(_of(usable, members).values()) for state, members in states.items()}
    by_state, over = share_out(pooled, by, caps, again=again)
    received: Table = {}
    for state, members in states.items():
        took, left = share_out(
            by_state[state], _of(initial, members), _of(usable, members), again=again
        )
        received |= took
        over = over + left
    flows.append(("between", rest, received))
    sold = minimum(most_sold, over)
    imports = over - sold
    flows += [("CCC", rest, {SOLD_BY_CCC: sold}), ("imports", rest, {IMPORTS: imports})]
    after = {
        key: minimum(value + given[key] + received[key], supply[key])
        for key, value in allocations.items()
    }
    arrays = any(isinstance(value, np.ndarray | np.generic) for value in (*after.values(), sold))
    return after, None if arrays else _attributed(flows), plain(sold), plain(imports)


def _as_one_kind(
    tables: dict[str, dict[Any, Number]], allotments: dict[Any, Number] | None, sold: Number
) -> tuple[Any, ...]:
    """Return the three tables, the States' shares and the rest, fit to meet in one expression."""
    if allotments is None:
        allotments = {}
        for place, value in tables["initial"].items():
            allotments[place[0]] = allotments.get(place[0], 0) + value
    all_of_them = [*tables.values(), allotments]
    values = [value for table in all_of_them for value in table.values()]
    numbers = iter(as_one_kind(*values, sold))
    return (*({key: next(numbers) for key in table} for table in all_of_them), next(numbers))


def _of(table: Table, members: list[Any]) -> Table:
    return {key: table[key] for key in members}


def _parts(deficits: Table, left: Number) -> Table:
    """Return what is left of each deficit: all give in proportion to their size."""
    whole = sum(deficits.values())
    return {key: divide(value * left, whole + (whole == 0)) for key, value in deficits.items()}


def _attributed(flows: list[tuple[str, Table, Table]]) -> tuple[Flow, ...]:
    """Return who gave to whom: each deficit gives to everyone in proportion to its size."""
    return tuple(
        Flow(giver, taker, step, divide(quantity * deficit, sum(deficits.values())))
        for step, deficits, taken in flows
        for giver, deficit in deficits.items()
        for taker, quantity in taken.items()
        if deficit > 0 and quantity > 0
    )
