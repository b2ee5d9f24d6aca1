"""Fiscal years that can take their course: allotments above zero, and the steps of a ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple, get_args

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
from allotments.strategies.act1990.deficits import READINGS
from allotments.strategies.act1990.farms import LARGEST_FARM
from allotments.strategies.act1990.models import (
    criteria,
    estimates,
    fiscal_years,
    sector_criteria,
    states,
)
from allotments.strategies.act1990.weightings import weights
from allotments.strategies.quantities import check_drawn, names, numbers, sizes

_MOST = 3  # processors of a group, and farms of a State
_PORTIONS = st.fractions(Fraction(1, 100), 1, max_denominator=100)
_WHEN = st.sampled_from(["", "12 June 1995"])
_QUARTERS: Sequence[str] = get_args(Quarter)


class NextStep(NamedTuple):
    """A step that a ledger can take: a method of it, and the arguments."""

    method: str
    """The name of a method of :class:`~allotments.act1990.Ledger`."""
    arguments: dict[str, Any]
    """What it is called with, by name."""


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
    return _allotted(min_value, max_value)


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
    least, greatest = sizes(min_size, max_size, (1, 4))
    _check_either(min_value, max_value)
    return _ledgers(least, greatest, min_value, max_value)


@st.composite
def _ledgers(draw: st.DrawFn, min_size: int, max_size: int, low: int, high: int) -> Ledger:
    inputs = draw(_allotted(low, high))
    if draw(st.booleans()):
        inputs = inputs.replace(estimates=dict(draw(_estimates(low, high, required=False))))
    determination = determine(inputs)
    groups = determination.processors or {}
    ledger = open_ledger(
        determination,
        deductions=_some(draw, groups, high),
        proportionate_shares=_shares(draw, groups),
        unmet_deduction=draw(st.sampled_from(["forgiven", "carried_forward"])),
        reassigned_change_with=draw(st.sampled_from(["receiver", "giver", "nothing"])),
        shares_follow_reassignments=draw(st.booleans()),
        deduct_in_same_year=draw(st.booleans()),
        raise_cures_excess=draw(st.booleans()),
    )
    for _ in range(draw(st.integers(min_size - 1, max_size - 1))):
        step = draw(_steps(ledger, low, high))
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
        Of a year in which every sector and State can have an allotment above zero.
    min_value, max_value
        Of re-estimated estimates, as for :func:`ledgers`; abilities and marketings are at most
        *max_value*. [short tons, raw value]
    """
    check_drawn("ledger", ledger, Ledger, "ledgers()")
    _check_either(min_value, max_value)
    return _steps(ledger, min_value, max_value)


@st.composite
def _steps(draw: st.DrawFn, ledger: Ledger, low: int, high: int) -> NextStep:
    in_force = bool(ledger.position.held_by)
    methods = ["reestimated", *(["deficits_reassigned", "suspended"] if in_force else [])]
    methods += [] if in_force else ["established"]
    method = draw(st.sampled_from(methods))
    if method == "deficits_reassigned":
        return NextStep(
            method,
            {
                "ability_to_market": _abilities(draw, ledger.allocations, high),
                "in_proportion_to": draw(READINGS),
                "when": draw(_WHEN),
            },
        )
    latest = max(1, _QUARTERS.index(ledger.steps[-1].period))
    arguments: dict[str, Any] = {"quarter": draw(st.sampled_from(_QUARTERS[latest:]))}
    required = {"established": True, "suspended": False}.get(method)
    if required is None:
        required = draw(st.booleans())
    arguments["estimates"] = dict(draw(_estimates(low, high, required=required)))
    groups = ledger.allocations
    if method == "reestimated":
        actions = [None, "adjust", "suspend"] if in_force else [None, "establish", "suspend"]
        arguments["action"] = draw(st.sampled_from(actions if required else [None, "suspend"]))
        arguments["marketed"] = _some(draw, groups, high)
        arguments["pledged"] = _some(draw, groups, high)
    elif method == "established":
        arguments["portion"] = draw(_PORTIONS)
    return NextStep(method, arguments)


def _check_either(min_value: int, max_value: int) -> None:
    """Refuse bounds between which allotments cannot be required, or cannot fail to be."""
    for required in (True, False):
        _estimates(min_value, max_value, required=required)


def _estimates(low: int, high: int, *, required: bool) -> st.SearchStrategy[Any]:
    return estimates(
        min_value=low,
        max_value=high,
        allotments_required=required,
        something_to_allot=True if required else None,
    )


def _abilities(draw: st.DrawFn, groups: Mapping[str, Mapping[str, Any]], high: int) -> Any:
    """Draw abilities of beet processors, of all the cane States', or of both."""
    cane = [group for group in groups if group != BEET]
    chosen = draw(st.sampled_from([list(groups), [BEET], cane] if cane else [[BEET]]))
    able: dict[str, Any] = {}
    for group in chosen:
        one = numbers(max_value=high)
        if any(groups[group].values()) and draw(st.booleans()):
            able[group] = draw(one)  # divided by assumption
        else:
            able[group] = {name: draw(one) for name in groups[group]}
    return able


def _some(draw: st.DrawFn, groups: Mapping[str, Mapping[str, Any]], high: int) -> Any:
    """Draw quantities of some processors of some groups."""
    return {
        group: {name: draw(numbers(max_value=high)) for name in processors if draw(st.booleans())}
        for group, processors in groups.items()
        if draw(st.booleans())
    }


def _shares(draw: st.DrawFn, groups: Mapping[str, Any]) -> Any:
    acres = numbers(max_value=LARGEST_FARM)
    return {
        state: {farm: draw(acres) for farm in draw(names(max_size=_MOST))}
        for state in groups
        if state not in {BEET, "Puerto Rico"} and draw(st.booleans())
    }
