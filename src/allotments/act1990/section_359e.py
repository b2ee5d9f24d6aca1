"""Section 359e: deficits of processors, reassigned to others and in the end to imports.

Agricultural Adjustment Act of 1938, sec. 359e (7 U.S.C. 1359ee) as in force for fiscal year 1995:
Pub. L. 101-624 sec. 902, as rewritten by Pub. L. 102-237 sec. 111(g).

A processor's deficit is its allocation less its ability to market, where positive; its capacity is
the converse. The section says who receives in which order; how much, only "proportionately to the
allotments" between States and "in proportion to the allocations" within a receiving one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from allotments.core.checked import EachNotNegative, EachOfStates, checked
from allotments.core.errors import other_names, other_pairs, refuse
from allotments.core.exact import Number, Numeric, Recipients, read_number, recipients
from allotments.core.labels import by_name
from allotments.formulas.deficits import Tables
from allotments.formulas.deficits_of_arrays import reassign
from allotments.formulas.reassignment import (
    InStateReading,
    Reassignment,
    by_capacity,
    columns_of,
)
from allotments.formulas.states import check_state

_BEET = "beet"  # beet processors are as one State's: there is no step between States


@checked
def reassign_beet_deficits(
    allocations: EachNotNegative,
    ability_to_market: EachNotNegative,
    *,
    original: EachNotNegative | None = None,
    in_proportion_to: InStateReading = "capacity",
) -> Reassignment:
    """Return beet processors' allocations once deficits have gone to others, then to imports.

    ``deficit = allocation - ability to market``, where positive; ``capacity`` is the converse.
    A deficit's processor keeps what it can market; the deficits go to the others, each up to its
    ability, and what is left to imports.

    >>> after = reassign_beet_deficits({"A": 100, "B": 50, "C": 50}, {"A": 60, "B": 90, "C": 60})
    >>> after.allocations, after.imports
    ({'A': 60, 'B': Fraction(82, 1), 'C': Fraction(58, 1)}, 0)
    >>> after.flows[0]
    Flow(from_='A', to='B', step='within', quantity=Fraction(32, 1))

    Parameters
    ----------
    allocations
        A mapping of processors to allocations, or an array whose last axis is the processors. Not
        negative. [short tons, raw value]
    ability_to_market
        In the same form, for the same processors; arrays broadcast on their leading axes. Not
        negative. [short tons, raw value]
    original
        Allocations before any reassignment of the fiscal year, where *allocations* already holds
        some: what ``"allocations"`` goes by. In the same form; by default *allocations*.
    in_proportion_to
        The Act says "depending on the capacity of each other processor", no more: ``"capacity"``,
        the default, divides the deficits in proportion to capacity; ``"allocations"`` in proportion
        to allocations, each up to its capacity, what is clipped being offered again. A processor
        without an allocation receives nothing by the latter.

    Returns
    -------
    A :class:`Reassignment`; with exact numbers it conserves the total exactly. For arrays, and
    for a mapping of processors to arrays, the flows are ``None``.

    Raises
    ------
    TypeError, ValueError
        Also if the processors differ or there are none, or *in_proportion_to* is neither of the
        two.

    Notes
    -----
    Sec. 359e(b)(2) and (3). The Act does not say in words that the deficit processor's own
    allocation falls; otherwise the allotment would be exceeded. "The interests of producers
    served" are to be taken into account, and have no formula. No sugar of beets goes to cane or
    the reverse: 359c(h).
    """
    given = allocations
    able = _like("ability_to_market", ability_to_market, given)
    before = given if original is None else _like("original", original, given)
    processors: list[Any] = list(given if isinstance(given, dict) else range(given.shape[-1]))
    first = by_capacity(in_proportion_to)
    after = reassign(Tables(given, able, before), {_BEET: processors}, by_capacity=first)
    return Reassignment(after.allocations, after.flows, after.imports)


@checked
def reassign_cane_deficits(
    allocations: EachOfStates,
    ability_to_market: EachOfStates,
    *,
    states: Sequence[str] | None = None,
    original: EachOfStates | None = None,
    allotments: Mapping[str, Numeric] | None = None,
    in_proportion_to: InStateReading = "capacity",
) -> Reassignment:
    """Return cane processors' allocations once deficits have gone to others, then to imports.

    Three steps, each for what the one before has left over:

    1. within the State, among its other processors, as *in_proportion_to* says;
    2. between States: the deficits left over in all States together, in proportion to the other
       States' allotments, each State up to the capacity it has left, what is clipped being offered
       again; within a receiving State in proportion to allocations, in the same manner;
    3. imports.

    >>> tst = {"Florida": 1_687_380, "Hawaii": 773_180, "Louisiana": 869_856, "Texas": 131_650}
    >>> able = {"Florida": 1_726_000, "Hawaii": 623_180, "Louisiana": 1_020_000, "Texas": 142_000}
    >>> after = reassign_cane_deficits(
    ...     {state: {"all mills": allotment} for state, allotment in tst.items()},
    ...     {state: {"all mills": ability} for state, ability in able.items()},
    ... )
    >>> [(flow.to[0], int(flow.quantity)) for flow in after.flows]
    [('Florida', 38620), ('Louisiana', 101030), ('Texas', 10350)]
    >>> after.imports
    0

    Parameters
    ----------
    allocations
        A mapping of States to mappings of processors to allocations, or an array whose last axis
        is the processors. Not negative. [short tons, raw value]
    ability_to_market
        In the same form, for the same processors; arrays broadcast on their leading axes. Not
        negative. [short tons, raw value]
    states
        For arrays, and for them only: the State of each processor on the last axis.
    original
        Allocations before any reassignment of the fiscal year, where *allocations* already holds
        some: the proportions within a receiving State in the second step. In the same form; by
        default *allocations*. A processor without any receives nothing in that step.
    allotments
        The States' allotments before any reassignment, a mapping of the same States: the
        proportions between States. By default the sums of *original*; they differ where a processor
        bears a deduction, 359c(g)(3), which leaves the State's allotment as it is. Not negative; a
        State without any receives nothing. [short tons, raw value]
    in_proportion_to
        As for :func:`reassign_beet_deficits`, in the first step.

    Returns
    -------
    A :class:`Reassignment`, as from :func:`reassign_beet_deficits`.

    Raises
    ------
    TypeError, ValueError
        As :func:`reassign_beet_deficits`; also if a State is not one of the 50, the District of
        Columbia or Puerto Rico, *allotments* are of other States, or *states* is missing for arrays
        or given for mappings.

    Notes
    -----
    Sec. 359e(b)(1) and (3). That nobody receives more than it can market, between States or within
    a receiving one, and that what is clipped is offered again, is not spelled out in the Act, nor
    that deficits of several States are pooled. By the words of (B) what a processor of a receiving
    State gets "in proportion to the allocations" could be more than it can market, a new deficit
    to be divided under (A); here it is offered to the others in proportion to allocations. A State
    with a deficit left over has no capacity and so does not receive. In the second step only the
    capacity of processors with an original allocation counts as their State's.
    """
    first = by_capacity(in_proportion_to)
    if not hasattr(allocations, "items"):
        given = recipients("allocations", allocations)
        able = _like("ability_to_market", ability_to_market, given)
        before = given if original is None else _like("original", original, given)
        columns = columns_of(states, given.shape[-1])
        between = _allotments(allotments, columns)
        after = reassign(
            Tables(given, able, before), columns, by_capacity=first, allotments=between
        )
        return Reassignment(after.allocations, None, after.imports)
    if states is not None:
        raise TypeError("states: found a value, expected none beside a mapping of States")
    given = _flat("allocations", allocations)
    able = _like("ability_to_market", _flat("ability_to_market", ability_to_market), given)
    before = given if original is None else _like("original", _flat("original", original), given)
    groups: dict[str, list[tuple[str, Any]]] = {}
    for place in given:
        groups.setdefault(place[0], []).append(place)
    between = _allotments(allotments, groups)
    after = reassign(Tables(given, able, before), groups, by_capacity=first, allotments=between)
    new = after.allocations
    by_state = {state: {place[1]: new[place] for place in groups[state]} for state in groups}
    return Reassignment(by_state, after.flows, after.imports)


def _flat(name: str, by_state: Any) -> dict[tuple[str, Any], Number]:
    if not hasattr(by_state, "items"):
        raise TypeError(
            f"{name}: found {type(by_state).__name__}, "
            "expected a mapping of States to mappings of processors to numbers"
        )
    flat: dict[tuple[str, Any], Number] = {}
    for state, processors in by_state.items():
        check_state(state, name=name)
        if not hasattr(processors, "items"):
            raise TypeError(
                f"{name}[{state!r}]: found {type(processors).__name__}, "
                "expected a mapping of processors to numbers"
            )
        given = recipients(f"{name}[{state!r}]", processors)
        flat |= {(state, processor): value for processor, value in given.items()}
    if not flat:
        raise ValueError(f"{name}: found no State, expected at least one")
    return flat


def _allotments(
    allotments: Mapping[str, Numeric] | None, states: Mapping[str, Any]
) -> dict[str, Number] | None:
    """Return the States' allotments converted, of the States that there are, in their order."""
    if allotments is None:
        return None
    if not hasattr(allotments, "items"):
        found = f"found {type(allotments).__name__}, expected a mapping of States to numbers"
        raise TypeError(f"allotments: {found}")
    given = by_name("allotments", allotments) or {}
    refuse(other_names("allotments", given, states))
    return {s: read_number(f"allotments[{s!r}]", given[s], minimum=0) for s in states}


def _like(name: str, values: Recipients, given: Number) -> Number:
    """Return *values* converted, of the recipients of *given* and in their order."""
    values = recipients(name, values)
    if isinstance(values, dict) is not isinstance(given, dict):
        raise TypeError(
            f"{name}: found {type(values).__name__}, "
            f"expected {type(given).__name__} as in allocations"
        )
    if not isinstance(given, dict):
        if values.shape[-1] != given.shape[-1]:
            raise ValueError(
                f"{name}: found {values.shape[-1]} on the last axis, "
                f"expected {given.shape[-1]} as in allocations"
            )
        return values
    pairs = any(isinstance(one, tuple) for one in given)
    refuse((other_pairs if pairs else other_names)(name, values, given))
    return {key: values[key] for key in given}
