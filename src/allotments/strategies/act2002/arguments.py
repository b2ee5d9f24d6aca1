"""Valid arguments of every formula of the Act of 2002, by the formula's name."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import Any, get_args

from hypothesis import strategies as st

from allotments.act2002 import (
    CROP_YEARS,
    OFFSHORE_STATES,
    Reassignment,
    in_force,
    reassign_beet_deficits,
    reassign_cane_deficits,
)
from allotments.act2002.section_359c import PrintRule
from allotments.core.limits import LARGEST_QUANTITY
from allotments.strategies.act1990 import beet_deficits, cane_deficits, spelled_weights
from allotments.strategies.act2002.ledgers import (
    CHANGES_OF_2025_FROM,
    PRIORITIES,
    READINGS,
    openings,
)
from allotments.strategies.arguments import (
    RATIOS,
    RECOVERY_RATES,
    SHARED,
    Arguments,
    Bounded,
    Drawn,
    arguments_of,
    each,
    fixed,
    signed,
    some_bases,
    some_number,
)
from allotments.strategies.quantities import crop_years, names, numbers

_MAINLAND = ["Florida", "Louisiana", "Texas"]


def arguments(
    formula: str, *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[Arguments]:
    """Return a strategy for valid keyword arguments of a function of the Act of 2002.

    As :func:`allotments.strategies.arguments` gives them for a function of the Act of 1990.

    Parameters
    ----------
    formula
        One of :data:`FORMULAS`, or of :data:`FUNCTIONS`, which also take models.
    min_value, max_value
        As there. [short tons, acres]
    """
    return arguments_of(_ARGUMENTS, formula, min_value, max_value)


def _years(count: int, low: int, high: int) -> Drawn:
    return crop_years(min_size=count, max_size=count, min_value=low, max_value=high, whole=False)


def _part_of(draw: st.DrawFn, whole: Any) -> Any:
    return Fraction(whole) * draw(RATIOS)


@st.composite
def _recipients(draw: st.DrawFn, low: int, high: int) -> tuple[dict[str, Any], str]:
    """Draw two recipients at least, of whom the first and another have something; and the first."""
    found = draw(names(min_size=2, max_size=4))
    some, any_ = numbers(min_value=max(low, 1), max_value=high), some_number(low, high)
    drawn = [draw(one) for one in (some, some, any_, any_)]
    table = dict(zip(found, drawn, strict=False))
    return table, found[0]


@st.composite
def _states(draw: st.DrawFn, low: int, high: int, of: list[str]) -> dict[str, Any]:
    found = draw(st.lists(st.sampled_from(of), min_size=1, unique=True))
    some = numbers(min_value=max(low, 1), max_value=high)
    return {state: draw(some) for state in found}


@st.composite
def _average_of_highest(draw: st.DrawFn, low: int, high: int) -> Arguments:
    years = draw(crop_years(min_size=1, max_size=6, min_value=low, max_value=high, whole=False))
    return {"production": years, "count": draw(st.integers(1, len(years)))}


@st.composite
def _greatest_years(draw: st.DrawFn, low: int, high: int) -> Arguments:
    count = draw(st.integers(1, 6))
    states = draw(st.lists(st.sampled_from(_MAINLAND), min_size=1, unique=True))
    return {
        "processings": {state: draw(_years(count, low, high)) for state in states},
        "count": draw(st.integers(1, count)),
    }


@st.composite
def _louisiana(draw: st.DrawFn, low: int, high: int) -> Arguments:
    years = draw(_years(5, low, high))
    return {"production_2003": years[-1], "production_1999_to_2003": years}


@st.composite
def _adjusted_production(draw: st.DrawFn, low: int, high: int) -> Arguments:
    weighted = draw(some_bases(low, high))
    few, either = st.integers(0, 5), st.integers(0, 1)
    counts = {
        "factories_opened": few,
        "factories_closed": few,
        "desugarization_facilities": few,
        "quality_losses": either,
    }
    return {
        "weighted": weighted,
        **{
            name: {who: draw(one) for who in weighted if draw(st.booleans())}
            for name, one in counts.items()
            if draw(st.booleans())
        },
    }


@st.composite
def _new_state(draw: st.DrawFn, low: int, high: int) -> Arguments:
    allotments = draw(_states(low, high, _MAINLAND))
    most = min(Fraction(50_000), sum(map(Fraction, allotments.values())))
    return {
        "allotments": allotments,
        "state": "Mississippi",
        "allotment": most * draw(RATIOS),
        "first_crop_year": draw(st.booleans()),
        "processors": draw(st.integers(1, 3)),
    }


@st.composite
def _new_processor(draw: st.DrawFn, low: int, high: int, *, cane: bool) -> Arguments:
    allocations = draw(some_bases(low, high))
    most = sum(map(Fraction, allocations.values()))
    found: Arguments = {"allocations": allocations, "processor": "a new one"}
    if cane:
        found["first_crop_year"] = draw(st.booleans())
        most = min(most, Fraction(50_000))
    return {**found, "allocation": most * draw(RATIOS)}


@st.composite
def _terminated(draw: st.DrawFn, low: int, high: int) -> Arguments:
    allocations, first = draw(_recipients(low, high))
    found: Arguments = {"allocations": allocations, "processor": first}
    if draw(st.booleans()):
        found["quantity"] = _part_of(draw, allocations[first])
    return found


@st.composite
def _transferred(draw: st.DrawFn, low: int, high: int) -> Arguments:
    allocations, first = draw(_recipients(low, high))
    buyer = draw(st.sampled_from([*list(allocations)[1:], "a new one"]))
    found: Arguments = {"allocations": allocations, "seller": first, "buyer": buyer}
    part = draw(st.sampled_from(["share", "quantity", ""]))
    if part:
        found[part] = draw(RATIOS) if part == "share" else _part_of(draw, allocations[first])
    return found


@st.composite
def _after_closure(draw: st.DrawFn, low: int, high: int) -> Arguments:
    allocations, first = draw(_recipients(low, high))
    return {
        "allocations": allocations,
        "closed": first,
        "receiving": list(allocations)[1],
        "quantity": _part_of(draw, allocations[first]),
        "capacity": draw(some_number(low, high)),
    }


@st.composite
def _raised(draw: st.DrawFn, low: int, high: int) -> Arguments:
    allocations = draw(some_bases(low, high))
    return {
        "allocations": allocations,
        "increase": draw(some_number(low, high)),
        "available_sugar": {name: draw(some_number(low, high)) for name in allocations},
        "crop_year": draw(st.integers(2025, CROP_YEARS[-1])),
        "in_proportion_to": draw(PRIORITIES),
    }


def _deficits(build: Callable[..., Drawn]) -> Bounded:
    @st.composite
    def drawn(draw: st.DrawFn, low: int, high: int) -> Arguments:
        case = draw(build(min_value=low, max_value=high))
        return {
            "allocations": case.allocations,
            "supply": case.ability_to_market,
            "sold_by_ccc": draw(some_number(low, high)),
            "reading": draw(READINGS),
            **({"initial": case.allocations} if draw(st.booleans()) else {}),
        }

    return drawn


@st.composite
def _mill_transfer(draw: st.DrawFn, low: int, high: int) -> Arguments:
    year = draw(st.sampled_from(CROP_YEARS))
    if in_force(year).transfers_by_yield_goal:
        return {
            "acres": draw(some_number(low, high)),
            "crop_year": year,
            "yield_goal": draw(numbers(min_value=1, max_value=100)),
            **({"recovery_rate": draw(RECOVERY_RATES)} if draw(st.booleans()) else {}),
        }
    base = draw(numbers(min_value=max(low, 1), max_value=high))
    return {
        "acres": _part_of(draw, base),
        "crop_year": year,
        "contribution": draw(some_number(low, high)),
        "acreage_base": base,
    }


@st.composite
def _excess_marketings(draw: st.DrawFn, low: int, high: int) -> Arguments:
    marketed = draw(st.integers(low, high))
    found = {"marketed": marketed, "allocation": draw(some_number(low, high))}
    for name in ("for_other_processors", "for_export", "other_uses", "purchased"):
        found[name] = draw(st.integers(0, marketed))
        marketed -= found[name]
    return found


_OF_NUMBERS: dict[str, Bounded] = {
    **SHARED,
    "acreage_base": lambda low, high: st.fixed_dictionaries(
        {"acres": _years(3, low, high)}, optional={"considered_planted": _years(3, low, high)}
    ),
    "adjusted_production": _adjusted_production,
    "allocate_to_new_beet_processor": lambda low, high: _new_processor(low, high, cane=False),
    "allocate_to_new_cane_processor": lambda low, high: _new_processor(low, high, cane=True),
    "allocate_to_new_state": _new_state,
    "average_in_greatest_years": _greatest_years,
    "average_of_highest": _average_of_highest,
    "deduction_from_next_allocation": each("marketed", "reduced_allocation"),
    "distribute_terminated": _terminated,
    "excess_marketings": _excess_marketings,
    "imports_require_suspension": fixed(
        lambda low, high: {
            "imports": some_number(low, high),
            "would_reduce_overall_quantity": st.booleans(),
            "reassigned_imports": some_number(low, high),
        }
    ),
    "in_force": fixed(
        lambda _low, _high: {"crop_year": st.sampled_from(CROP_YEARS)},
        changes_of_2025_from=CHANGES_OF_2025_FROM,
    ),
    "least_allocation_of_reopened_factory": fixed(
        lambda low, high: {"weighted_total": some_number(low, high)},
        raw_value_factor=st.fractions(1, 2, max_denominator=100),
    ),
    "louisiana_ability_to_market": _louisiana,
    "mainland_allotments": fixed(
        lambda low, high: {
            "cane_allotment": signed(low, high),
            "bases": _states(low, high, _MAINLAND),
            "new_states": some_number(low, high),
        }
    ),
    "meets_minimum": fixed(
        lambda low, high: {
            "overall_allotment_quantity": signed(low, high),
            "consumption": some_number(low, high),
        }
    ),
    "mill_transfer": _mill_transfer,
    "minimum_overall_allotment_quantity": each("consumption"),
    "minimum_yield_goal": lambda _low, _high: st.fixed_dictionaries({"yields": _years(3, 0, 100)}),
    "offshore_allotments": fixed(
        lambda low, high: {"bases": _states(low, high, list(OFFSHORE_STATES))}
    ),
    "overall_allotment_quantity": each(
        "consumption", "reasonable_carryover_stocks", "carry_in_stocks"
    ),
    "preserved_acreage": fixed(
        lambda low, high: {"share": some_number(low, high), "harvested": some_number(low, high)},
        consecutive_years=st.integers(1, 10),
    ),
    "printed_sector_allotments": fixed(
        lambda low, high: {"overall_allotment_quantity": st.integers(low, high)},
        print_rule=st.sampled_from(get_args(PrintRule)),
    ),
    "production_base": fixed(
        lambda low, high: {
            "past_marketings": some_number(low, high),
            "past_processings": some_number(low, high),
            "ability_to_market": some_number(low, high),
        },
        weights=spelled_weights().map(lambda weights: weights.spelled),
    ),
    "raise_beet_allocations": _raised,
    "reassign_beet_deficits": _deficits(beet_deficits),
    "reassign_cane_deficits": _deficits(cane_deficits),
    "sector_allotments": fixed(lambda low, high: {"overall_allotment_quantity": signed(low, high)}),
    "special_appeal_considered": lambda low, high: st.fixed_dictionaries(
        {"filled": _years(3, low, high), "allocations": _years(3, low, high)}
    ),
    "transfer_acreage_base": fixed(
        lambda low, high: {
            "acreage_base": some_number(low, high),
            "parcel": some_number(low, high),
        },
        portion=RATIOS,
    ),
    "transfer_after_closure": _after_closure,
    "transfer_allocation": _transferred,
    "weighted_average_production": each("crop_1998", "crop_1999", "crop_2000"),
}
_ARGUMENTS = dict(sorted({**_OF_NUMBERS, "open_ledger": openings}.items()))


def reassignments(
    *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[Reassignment]:
    """Return a strategy for what becomes of deficits, of beet or cane sugar.

    Parameters
    ----------
    min_value, max_value
        As for :func:`arguments`. [short tons, raw value]
    """
    both = (reassign_beet_deficits, reassign_cane_deficits)
    bounds = {"min_value": min_value, "max_value": max_value}
    found = [arguments(one.__name__, **bounds).map(partial(_called, one)) for one in both]
    return st.one_of(found)


def _called(formula: Callable[..., Reassignment], drawn: Arguments) -> Reassignment:
    return formula(**drawn)


FORMULAS = tuple(name for name in _ARGUMENTS if name in _OF_NUMBERS)
"""Every formula of :mod:`allotments.act2002`, which takes numbers."""
FUNCTIONS = tuple(_ARGUMENTS)
"""What :func:`arguments` knows: every function of :mod:`allotments.act2002`."""
