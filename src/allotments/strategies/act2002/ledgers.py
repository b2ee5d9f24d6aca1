"""Fiscal years under the Act of 2002 that take their course: the steps of a ledger."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import partial
from typing import Any, get_args

from hypothesis import strategies as st

from allotments.act2002 import OFFSHORE_STATES, Ledger, in_force, open_ledger
from allotments.act2002.fiscal_year_ledger import ChangeWith, Reason
from allotments.act2002.rules import BEET, CANE
from allotments.act2002.section_359c import Priority
from allotments.act2002.section_359e import Reading
from allotments.core.limits import LARGEST_QUANTITY
from allotments.ledger.position import UnmetDeduction, nested
from allotments.strategies.act2002.models import LEAST_ALLOTTED, allotted_inputs
from allotments.strategies.ledgers import (
    USUAL_STEPS,
    Drawn,
    NextStep,
    abilities,
    one_step,
    run,
    shares_of_farms,
    some,
    some_of_groups,
)
from allotments.strategies.quantities import check_bounds, check_drawn, sizes

READINGS = st.sampled_from(get_args(Reading))
PRIORITIES = st.sampled_from(get_args(Priority))
CHANGES_OF_2025_FROM = st.sampled_from([2024, 2025])  # crop years
_REASONS = st.sampled_from(get_args(Reason))
_SHARES = st.fractions(0, 1, max_denominator=100)
_NEW, _NEW_STATE, _BUYER = "New", "Mississippi", "Buyer"
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
        As for :func:`allotments.strategies.ledgers`.
    min_value, max_value
        Of each quantity of the inputs; *max_value* at least 2,000,000. [short tons, raw value]
    """
    size = sizes(min_size, max_size, USUAL_STEPS)
    low, high = check_bounds(min_value, max_value, reaching=2 * LEAST_ALLOTTED)
    opened = openings(low, high).map(lambda found: open_ledger(**found))
    return opened.flatmap(lambda one: run(one, size, lambda ledger: _steps(ledger, high)))


@st.composite
def openings(draw: st.DrawFn, low: int, high: int) -> dict[str, Any]:
    """Draw what a ledger is opened with: the arguments of ``open_ledger``."""
    opened = open_ledger(draw(allotted_inputs(min_value=low, max_value=high)))
    groups = opened.allocations
    return {
        "determination": opened.determination,
        "deductions": {
            group: owed
            for group in groups
            if group != CANE and (owed := some(draw, groups[group], high))
        },
        "proportionate_shares": shares_of_farms(draw, groups),
        "unmet_deduction": draw(st.sampled_from(get_args(UnmetDeduction))),
        "reassigned_change_with": draw(st.sampled_from(get_args(ChangeWith))),
        "shares_follow_reassignments": draw(st.booleans()),
        "changes_of_2025_from": draw(CHANGES_OF_2025_FROM),
    }


def ledger_steps(
    ledger: Ledger, *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[NextStep]:
    """Return a strategy for what may come next in a ledger that :func:`ledgers` drew.

    ``step.of(ledger)`` gives the ledger with one more step.

    Parameters
    ----------
    ledger
        Of a year in which every sector and State has an allotment above zero.
    min_value, max_value
        As for :func:`ledgers`; supplies and marketings are at most *max_value*. [short tons, raw
        value]
    """
    check_drawn("ledger", ledger, Ledger, "ledgers()")
    _, high = check_bounds(min_value, max_value, reaching=2 * LEAST_ALLOTTED)
    return _steps(ledger, high)


def _steps(ledger: Ledger, high: int) -> st.SearchStrategy[NextStep]:
    groups = ledger.allocations
    if not groups:
        return one_step(ledger, {"reestablished": _nothing})
    several = [g for g, names in groups.items() if sum(q > 0 for q in names.values()) > 1]
    methods: dict[str, Drawn] = {
        "adjusted": partial(_adjusted, high=high),
        "deficits_reassigned": partial(_deficits, high=high),
    }
    if in_force(ledger.determination.fiscal_year - 1).deducts_imports:
        methods["suspended"] = _nothing
    fits = {g: q for g, q in _own(ledger).items() if q and _NEW not in groups.get(g, {})}
    if fits:
        methods["entered"] = partial(_entered, fits=fits)
    if several:
        methods["transferred"] = partial(_transferred, several=several)
        methods["terminated"] = partial(_terminated, several=several)
    return one_step(ledger, methods)


def _nothing(_draw: st.DrawFn, _ledger: Ledger) -> dict[str, Any]:
    return {}


def _adjusted(draw: st.DrawFn, ledger: Ledger, *, high: int) -> dict[str, Any]:
    year, beet = ledger.determination.fiscal_year, ledger.allocations[BEET]
    quantity = draw(st.integers(2 * LEAST_ALLOTTED, high))
    found: dict[str, Any] = {
        "overall_allotment_quantity": quantity,
        "marketed": some_of_groups(draw, ledger.allocations, high),
    }
    law = in_force(year - 1, changes_of_2025_from=ledger.readings.changes_of_2025_from)
    more = quantity > ledger.determination.overall_allotment_quantity
    if law.beet_priority and more and len(beet) > 1:
        found |= {
            "available_sugar": some(draw, beet, high),
            "in_proportion_to": draw(PRIORITIES),
        }
    return found


def _deficits(draw: st.DrawFn, ledger: Ledger, *, high: int) -> dict[str, Any]:
    return {
        "supply": abilities(draw, ledger.allocations, high),
        "sold_by_ccc": some(draw, dict.fromkeys((BEET, CANE)), high),
        "reading": draw(READINGS),
    }


def _own(ledger: Ledger) -> Mapping[str, int]:
    """Return what a new processor can be given by each group at most, in whole short tons."""
    position = ledger.position
    own = {group: sum(names.values()) for group, names in nested(position.initial).items()}
    most = {group: int(quantity) for group, quantity in own.items() if group != CANE}
    apart = (BEET, CANE, *OFFSHORE_STATES)
    mainland = {g: q for g, q in position.initial_allotments.items() if g not in apart}
    if CANE not in own and _NEW_STATE not in own and any(mainland.values()):
        # Each State gives by its allotment, and has what deductions have left of it.
        whole = sum(mainland.values())
        most[_NEW_STATE] = int(min(Fraction(own[g] * whole) / q for g, q in mainland.items() if q))
    return most


def _entered(draw: st.DrawFn, _ledger: Ledger, *, fits: Mapping[str, int]) -> dict[str, Any]:
    group, first = draw(st.sampled_from(list(fits))), draw(st.booleans())
    ceiling = _MOST_NEW if first and group != BEET else fits[group]
    new = draw(st.integers(0, min(fits[group], ceiling)))
    return {"group": group, "processors": {_NEW: new}, "first_crop_year": first}


def _transferred(draw: st.DrawFn, ledger: Ledger, *, several: list[str]) -> dict[str, Any]:
    group = draw(st.sampled_from(several))
    there = ledger.allocations[group]
    seller, buyer = draw(st.permutations(list(dict.fromkeys([*there, _BUYER]))))[:2]
    if seller not in there:
        seller, buyer = buyer, seller
    found = {"group": group, "seller": seller, "buyer": buyer, "reason": draw(_REASONS)}
    kind, part = draw(st.sampled_from(["share", "quantity", ""])), draw(_SHARES)
    whole = there[seller]
    return found | ({kind: part * (whole if kind == "quantity" else 1)} if kind else {})


def _terminated(draw: st.DrawFn, ledger: Ledger, *, several: list[str]) -> dict[str, Any]:
    group = draw(st.sampled_from(several))
    return {"group": group, "processor": draw(st.sampled_from(list(ledger.allocations[group])))}
