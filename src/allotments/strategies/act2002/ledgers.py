"""Fiscal years under the Act of 2002 that take their course: the steps of a ledger."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, get_args

from hypothesis import strategies as st

from allotments.act2002 import OFFSHORE_STATES, Ledger, in_force, open_ledger
from allotments.act2002.fiscal_year_ledger import ChangeWith
from allotments.act2002.rules import BEET, CANE
from allotments.act2002.section_359c import Priority
from allotments.act2002.section_359e import Reading
from allotments.core.limits import LARGEST_QUANTITY
from allotments.ledger.position import nested
from allotments.strategies.act1990 import NextStep
from allotments.strategies.act2002.models import LEAST_ALLOTTED, allotted_inputs
from allotments.strategies.quantities import check_bounds, check_drawn, numbers, sizes

READINGS = st.sampled_from(get_args(Reading))
PRIORITIES = st.sampled_from(get_args(Priority))
_SHARES = st.fractions(0, 1, max_denominator=100)
_NEW, _NEW_STATE = "New", "Mississippi"
_MOST_NEW = 50_000


def ledgers(
    *,
    min_size: int = 1,
    max_size: int | None = None,
    min_value: int = 0,
    max_value: int = LARGEST_QUANTITY,
) -> st.SearchStrategy[Ledger]:
    """Return a strategy for ledgers of a fiscal year, whatever has happened in its course.

    Parameters
    ----------
    min_size, max_size
        How many steps, the opening one included; by default up to four, or just *min_size* if that
        is more.
    min_value, max_value
        Of each quantity of the inputs; *max_value* at least 2,000,000. [short tons, raw value]
    """
    least, greatest = sizes(min_size, max_size, (1, 4))
    check_bounds(min_value, max_value, reaching=2 * LEAST_ALLOTTED)
    return _ledgers(least, greatest, min_value, max_value)


@st.composite
def _ledgers(draw: st.DrawFn, min_size: int, max_size: int, low: int, high: int) -> Ledger:
    opened = open_ledger(draw(allotted_inputs(min_value=low, max_value=high)))
    groups = opened.allocations
    ledger = open_ledger(
        opened.determination,
        deductions={
            group: some
            for group in groups
            if group != CANE and (some := _some(draw, groups[group], high))
        },
        proportionate_shares={
            state: {"Farm": draw(numbers(max_value=10_000))}
            for state in groups
            if state not in {BEET, CANE, "Puerto Rico"} and draw(st.booleans())
        },
        unmet_deduction=draw(st.sampled_from(["forgiven", "carried_forward"])),
        reassigned_change_with=draw(st.sampled_from(get_args(ChangeWith))),
        shares_follow_reassignments=draw(st.booleans()),
    )
    for _ in range(draw(st.integers(min_size - 1, max_size - 1))):
        step = draw(_steps(ledger, high))
        ledger = getattr(ledger, step.method)(**step.arguments)
    return ledger


def ledger_steps(
    ledger: Ledger, *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[NextStep]:
    """Return a strategy for what may come next in a ledger that :func:`ledgers` drew.

    ``getattr(ledger, step.method)(**step.arguments)`` gives the ledger with one more step.

    Parameters
    ----------
    ledger
        Of a year in which every sector and State has an allotment above zero.
    min_value, max_value
        As for :func:`ledgers`; supplies and marketings are at most *max_value*. [short tons, raw
        value]
    """
    check_drawn("ledger", ledger, Ledger, "ledgers()")
    check_bounds(min_value, max_value, reaching=2 * LEAST_ALLOTTED)
    return _steps(ledger, max_value)


@st.composite
def _steps(draw: st.DrawFn, ledger: Ledger, high: int) -> NextStep:
    groups = ledger.allocations
    several = [g for g, names in groups.items() if sum(q > 0 for q in names.values()) > 1]
    methods = ["adjusted", "deficits_reassigned", "entered"]
    methods += ["transferred", "terminated"] if several else []
    method = draw(st.sampled_from(methods))
    arguments = {
        "adjusted": _adjusted,
        "deficits_reassigned": _deficits,
        "entered": _entered,
        "transferred": _transferred,
        "terminated": _terminated,
    }[method](draw, ledger, several or list(groups), high)
    return NextStep(method, arguments)


def _adjusted(draw: st.DrawFn, ledger: Ledger, _several: list[str], high: int) -> dict[str, Any]:
    year, beet = ledger.determination.fiscal_year, ledger.allocations[BEET]
    quantity = draw(st.integers(2 * LEAST_ALLOTTED, high))
    found: dict[str, Any] = {
        "overall_allotment_quantity": quantity,
        "marketed": {g: _some(draw, names, high) for g, names in ledger.allocations.items()},
    }
    law = in_force(year - 1, changes_of_2025_from=ledger.readings.changes_of_2025_from)
    more = quantity > ledger.determination.overall_allotment_quantity
    if law.beet_priority and more and len(beet) > 1:
        found |= {
            "available_sugar": _some(draw, beet, high),
            "in_proportion_to": draw(PRIORITIES),
        }
    return found


def _deficits(draw: st.DrawFn, ledger: Ledger, _several: list[str], high: int) -> dict[str, Any]:
    groups = ledger.allocations
    cane = [group for group in groups if group != BEET]
    chosen = draw(st.sampled_from([list(groups), [BEET], cane]))
    supply: dict[str, Any] = {}
    for group in chosen:
        names = groups[group]
        if any(names.values()) and draw(st.booleans()):
            supply[group] = draw(numbers(max_value=high))  # divided by assumption
        else:
            supply[group] = {name: draw(numbers(max_value=high)) for name in names}
    return {
        "supply": supply,
        "sold_by_ccc": _some(draw, dict.fromkeys((BEET, CANE)), high),
        "reading": draw(READINGS),
    }


def _entered(draw: st.DrawFn, ledger: Ledger, _several: list[str], _high: int) -> dict[str, Any]:
    groups = ledger.allocations
    own = {group: sum(names.values()) for group, names in nested(ledger.position.initial).items()}
    fits = [g for g, names in groups.items() if g != CANE and _NEW not in names and own[g] >= 1]
    apart = (BEET, CANE, *OFFSHORE_STATES)
    mainland = {g: q for g, q in ledger.position.initial_allotments.items() if g not in apart}
    # Each State gives by its allotment, and has what deductions have left of it.
    whole = sum(mainland.values())
    least = min((Fraction(own[g] * whole) / q for g, q in mainland.items() if q), default=0)
    if CANE not in groups and least >= 1 and _NEW_STATE not in groups and draw(st.booleans()):
        new = st.integers(0, min(int(least), _MOST_NEW))
        return {"group": _NEW_STATE, "processors": {_NEW: draw(new)}}
    if not fits:
        return {"group": BEET, "processors": {}}
    group = draw(st.sampled_from(fits))
    most = int(own[group])
    most = most if group == BEET else min(most, _MOST_NEW)
    return {"group": group, "processors": {_NEW: draw(st.integers(0, most))}}


def _transferred(draw: st.DrawFn, ledger: Ledger, several: list[str], _high: int) -> dict[str, Any]:
    group = draw(st.sampled_from(several))
    seller, buyer = draw(st.permutations(list(ledger.allocations[group])))[:2]
    found: dict[str, Any] = {"group": group, "seller": seller, "buyer": buyer}
    return found | draw(st.just({}) | st.builds(lambda share: {"share": share}, _SHARES))


def _terminated(draw: st.DrawFn, ledger: Ledger, several: list[str], _high: int) -> dict[str, Any]:
    group = draw(st.sampled_from(several))
    return {"group": group, "processor": draw(st.sampled_from(list(ledger.allocations[group])))}


def _some(draw: st.DrawFn, names: Mapping[str, Any], high: int) -> dict[str, Any]:
    return {name: draw(numbers(max_value=high)) for name in names if draw(st.booleans())}
