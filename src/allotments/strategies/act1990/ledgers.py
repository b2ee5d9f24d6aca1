"""Fiscal years that can take their course: allotments above zero, and the steps of a ledger."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from typing import Any, get_args

from hypothesis import strategies as st

from allotments.act1990 import (
    Inputs,
    Ledger,
    Recorded,
    determine,
    open_ledger,
)
from allotments.act1990.fiscal_year_ledger import Quarter
from allotments.act1990.rules import BEET
from allotments.core.limits import LARGEST_QUANTITY
from allotments.inputs import LEAST_NATIONAL
from allotments.ledger.position import DEDUCTED, ChangeWith, UnmetDeduction
from allotments.strategies.act1990.deficits import READINGS
from allotments.strategies.act1990.models import (
    criteria,
    estimates,
    fiscal_years,
    sector_criteria,
    states,
)
from allotments.strategies.act1990.weightings import weights
from allotments.strategies.ledgers import (
    USUAL_STEPS,
    Drawn,
    NextStep,
    abilities,
    one_step,
    revised,
    run,
    shares_of_farms,
    some_of_groups,
)
from allotments.strategies.quantities import check_bounds, check_drawn, names, sizes

_MOST = 3  # processors of a group
_PORTIONS = st.fractions(Fraction(1, 100), 1, max_denominator=100)
_QUARTERS: Sequence[str] = get_args(Quarter)


def allotted_inputs(
    *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[Inputs]:
    """Return a strategy for inputs that establish allotments above zero, and allocations.

    Each sector and each State has an allotment above zero, under any weights, so that all of
    them can change by a percentage; each has processors, or some have.

    Parameters
    ----------
    min_value, max_value
        Of each quantity; see :func:`~allotments.strategies.inputs`. [short tons, raw value]
    """
    _estimates(min_value, max_value, required=True)
    return _allotted(*check_bounds(min_value, max_value))


@st.composite
def _allotted(draw: st.DrawFn, low: int, high: int) -> Inputs:
    found = draw(st.just([]) | states(max_size=_MOST))
    above = max(low, 1)
    groups = [BEET, *(state for state in found if draw(st.booleans()))]
    by_criteria = [group for group in groups if draw(st.booleans())]
    computed = draw(st.booleans())
    whole = criteria(min_value=above, max_value=high)

    def processors(of: st.SearchStrategy[Any]) -> dict[str, Any]:
        return {name: draw(of) for name in draw(names(max_size=_MOST))}

    return Inputs(
        fiscal_year=draw(fiscal_years()),
        estimates=draw(
            estimates(
                min_value=low, max_value=high, allotments_required=True, something_to_allot=True
            )
        ),
        weights=draw(weights()),
        criteria=draw(sector_criteria(min_value=max(low, LEAST_NATIONAL), max_value=high)),
        state_criteria={state: draw(whole) for state in found} if computed else {},
        processor_criteria={group: processors(whole) for group in by_criteria},
        recorded=Recorded(
            states={} if computed else {s: draw(st.integers(above, high)) for s in found},
            processors={
                group: processors(st.integers(low, high))
                for group in groups
                if group not in by_criteria
            },
        ),
    )


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
        Of each quantity of the inputs, far enough apart for estimates that require allotments and
        for others that do not; see :func:`~allotments.strategies.estimates`.
        [short tons, raw value]
    """
    size = sizes(min_size, max_size, USUAL_STEPS)
    low, high = _check_either(min_value, max_value)
    opened = openings(low, high).map(lambda found: open_ledger(**found))
    return opened.flatmap(lambda one: run(one, size, lambda ledger: _steps(ledger, low, high)))


@st.composite
def openings(draw: st.DrawFn, low: int, high: int) -> dict[str, Any]:
    """Draw what a ledger is opened with: the arguments of ``open_ledger``."""
    inputs = draw(_allotted(low, high))
    if draw(st.booleans()):
        inputs = inputs.replace(estimates=dict(draw(_estimates(low, high, required=False))))
    determination = determine(inputs)
    groups = determination.processors or {}
    return {
        "determination": determination,
        "deductions": some_of_groups(draw, groups, high) if draw(st.booleans()) else None,
        "proportionate_shares": shares_of_farms(draw, groups),
        "unmet_deduction": draw(st.sampled_from(get_args(UnmetDeduction))),
        "reassigned_change_with": draw(st.sampled_from(get_args(ChangeWith))),
        "shares_follow_reassignments": draw(st.booleans()),
        "deduct_in_same_year": draw(st.booleans()),
        "raise_cures_excess": draw(st.booleans()),
    }


def ledger_steps(
    ledger: Ledger, *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[NextStep]:
    """Return a strategy for what may come next in a ledger that :func:`ledgers` drew.

    ``step.of(ledger)`` gives the ledger with one more step.

    Parameters
    ----------
    ledger
        Of a year in which every sector and State can have an allotment above zero.
    min_value, max_value
        Of re-estimated estimates, as for :func:`ledgers`; abilities and marketings are at most
        *max_value*. [short tons, raw value]
    """
    check_drawn("ledger", ledger, Ledger, "ledgers()")
    return _steps(ledger, *_check_either(min_value, max_value))


def _steps(ledger: Ledger, low: int, high: int) -> st.SearchStrategy[NextStep]:
    methods: dict[str, Drawn] = {"reestimated": partial(_reestimated, low=low, high=high)}
    if ledger.position.held_by:
        methods["deficits_reassigned"] = partial(_deficits, high=high)
        methods["suspended"] = partial(_in_quarter, low=low, high=high, required=False)
        methods["revised"] = _revised
    else:
        methods["established"] = partial(_established, low=low, high=high)
    return one_step(ledger, methods)


def _in_quarter(
    draw: st.DrawFn, ledger: Ledger, *, low: int, high: int, required: bool
) -> dict[str, Any]:
    latest = max(1, _QUARTERS.index(ledger.steps[-1].period))
    return {
        "quarter": draw(st.sampled_from(_QUARTERS[latest:])),
        "estimates": dict(draw(_estimates(low, high, required=required))),
    }


def _reestimated(draw: st.DrawFn, ledger: Ledger, *, low: int, high: int) -> dict[str, Any]:
    required = draw(st.booleans())
    in_force = "adjust" if ledger.position.held_by else "establish"
    actions = [None, in_force, "suspend"] if required else [None, "suspend"]
    return {
        **_in_quarter(draw, ledger, low=low, high=high, required=required),
        "action": draw(st.sampled_from(actions)),
        "marketed": some_of_groups(draw, ledger.allocations, high),
        "pledged": some_of_groups(draw, ledger.allocations, high),
    }


def _established(draw: st.DrawFn, ledger: Ledger, *, low: int, high: int) -> dict[str, Any]:
    found = _in_quarter(draw, ledger, low=low, high=high, required=True)
    return {**found, "portion": draw(_PORTIONS)}


def _deficits(draw: st.DrawFn, ledger: Ledger, *, high: int) -> dict[str, Any]:
    able = abilities(draw, ledger.allocations, high)
    return {"ability_to_market": able, "in_proportion_to": draw(READINGS)}


def _revised(draw: st.DrawFn, ledger: Ledger) -> dict[str, Any]:
    """Draw a revision, of criteria too where they divide and nothing was deducted."""
    known, held = ledger.determination.inputs.processor_criteria, ledger.position.held_by
    deducted = {group for (group, _), parts in held.items() if DEDUCTED in parts}
    computes = ledger.determination.allotments_required and not deducted & known.keys()
    if computes and known and draw(st.booleans()):
        one = criteria(min_value=1)
        return {
            "processor_criteria": {
                group: {name: draw(one) for name in named} for group, named in known.items()
            }
        }
    return revised(draw, ledger)


def _check_either(min_value: int, max_value: int) -> tuple[int, int]:
    """Return bounds between which allotments can be required, and can fail to be."""
    for required in (True, False):
        _estimates(min_value, max_value, required=required)
    return check_bounds(min_value, max_value)


def _estimates(low: int, high: int, *, required: bool) -> st.SearchStrategy[Any]:
    return estimates(
        min_value=low,
        max_value=high,
        allotments_required=required,
        something_to_allot=True if required else None,
    )
