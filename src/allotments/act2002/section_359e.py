"""Section 359e: deficits of processors, reassigned to others, to CCC's sales and to imports.

Agricultural Adjustment Act of 1938, sec. 359e (7 U.S.C. 1359ee) as rewritten by Pub. L. 107-171
sec. 1403 and amended by Pub. L. 110-246 sec. 1403 and Pub. L. 119-21 sec. 10312; 7 CFR 1435.309.

A processor's deficit is its allocation less what it can supply, where positive; its capacity is the
converse. Beet and cane deficits never cross; both end in imports, of raw cane sugar since 2008.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from allotments.act2002.by_name import alike, in_form_of, numbers_by_name, numbers_by_name_like
from allotments.core.checked import EachNotNegative, EachOfStates, NotNegative, checked
from allotments.core.errors import other_pairs, refuse
from allotments.core.exact import Number, recipients, shown
from allotments.formulas import reassignment
from allotments.formulas.deficits import CCC, Reassigned, Tables
from allotments.formulas.deficits_of_arrays import reassign
from allotments.formulas.states import check_state

SOLD_BY_CCC = CCC
"""To whom a flow goes that the Commodity Credit Corporation sells from its inventory."""

Reading: TypeAlias = Literal["shares", "shares once", "capacity"]
"""What deficits are shared by, and what becomes of a part that is clipped."""

_UNDIVIDED = "cane"  # in the place of a State: what is not known by State
_BEET = "beet"  # beet processors are as one State's: there is no step between States


@dataclass(frozen=True, eq=False)
class Reassignment(reassignment.Reassignment):
    """What became of the deficits: all together add up to the allocations before."""

    sold_by_ccc: Number
    """What the Commodity Credit Corporation sells. [short tons, raw value]"""


@checked
def reassign_beet_deficits(
    allocations: EachNotNegative,
    supply: EachNotNegative,
    *,
    initial: EachNotNegative | None = None,
    sold_by_ccc: NotNegative = 0,
    reading: Reading = "shares",
) -> Reassignment:
    """Return beet allocations once deficits have gone to others, to CCC, and to imports.

    ``deficit = allocation - supply``, where positive; ``capacity`` is the converse.

    >>> after = reassign_beet_deficits({"A": 100, "B": 60, "C": 40}, {"A": 50, "B": 75, "C": 90})
    >>> after.allocations, after.imports
    ({'A': 50, 'B': 75, 'C': Fraction(75, 1)}, 0)

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
        latter. ``"shares"``: by initial shares up to each one's capacity, what is clipped being
        offered again; ``"shares once"``: what is clipped goes on to the next step;
        ``"capacity"``: in proportion to capacity.

    Raises
    ------
    TypeError, ValueError
        Also if the processors differ, or *reading* is not one of the three.

    Notes
    -----
    Sec. 359e(b)(2)(A), until 2024 (2), and (3); 7 CFR 1435.309(e), (f). By (B), from 2025, first on
    the January estimates and within 30 days of them.
    """
    tables = Tables(
        allocations,
        alike("supply", supply, allocations),
        allocations if initial is None else alike("initial", initial, allocations),
    )
    groups: dict[str, list[Any]] = {_BEET: list(numbers_by_name(allocations))}
    after = _reassigned(tables, groups, reading=reading, ccc=sold_by_ccc)
    return Reassignment(after.allocations, after.flows, after.imports, after.sold_by_ccc)


@checked
def reassign_cane_deficits(
    allocations: EachOfStates,
    supply: EachOfStates,
    *,
    initial: EachOfStates | None = None,
    allotments: EachNotNegative | None = None,
    sold_by_ccc: NotNegative = 0,
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
        As there, for the first step and, but for ``"capacity"``, the second: the capacity of a
        State is that of its processors with an initial allocation.

    Raises
    ------
    TypeError, ValueError
        As there; also if a State's name is not one, or *allotments* are of other States.

    Notes
    -----
    Sec. 359e(b)(1) and (3); 7 CFR 1435.309(c), (f). That deficits of several States are pooled, and
    that what is clipped is offered again, neither says. A State with a deficit left receives none.
    """
    flat = _flat("allocations", allocations)
    tables = Tables(
        flat,
        _like("supply", supply, flat),
        flat if initial is None else _like("initial", initial, flat),
    )
    shares = (
        None if allotments is None else numbers_by_name_like("allotments", allotments, allocations)
    )
    groups: dict[str, list[Any]] = {}
    for place in flat:
        groups.setdefault(place[0], []).append(place)
    after = _reassigned(tables, groups, reading=reading, ccc=sold_by_ccc, allotments=shares)
    by_state = {
        state: in_form_of({place[1]: after.allocations[place] for place in groups[state]}, given)
        for state, given in allocations.items()
    }
    return Reassignment(by_state, after.flows, after.imports, after.sold_by_ccc)


def _reassigned(
    tables: Tables,
    groups: dict[str, list[Any]],
    *,
    reading: Reading,
    ccc: Number,
    allotments: dict[str, Number] | None = None,
) -> Reassigned:
    return reassign(
        tables,
        groups,
        by_capacity=reading == "capacity",
        allotments=allotments,
        ccc=ccc,
        reoffer=reading != "shares once",
    )


def _like(name: str, by_state: Any, places: dict[tuple[str, Any], Number]) -> dict[Any, Number]:
    flat = _flat(name, by_state)
    refuse(other_pairs(name, flat, places))
    return {place: flat[place] for place in places}


def _flat(name: str, by_state: Any) -> dict[tuple[str, Any], Number]:
    if not (hasattr(by_state, "items") and len(by_state)):
        raise TypeError(f"{name}: found {shown(by_state)}, expected States and their processors")
    return {
        (state if state == _UNDIVIDED else check_state(state, name=name), key): value
        for state, processors in by_state.items()
        for key, value in numbers_by_name(recipients(f"{name}[{shown(state)}]", processors)).items()
    }
