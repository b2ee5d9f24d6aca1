"""Valid arguments of every formula of the 1990 Act, by the formula's name."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeAlias

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from allotments.act1990 import STATES
from allotments.core.errors import did_you_mean
from allotments.core.limits import LARGEST_QUANTITY
from allotments.strategies.act1990.deficits import READINGS, beet_deficits, cane_deficits
from allotments.strategies.act1990.farms import RECOVERY_RATES, crop_histories, farms
from allotments.strategies.act1990.weightings import spelled_weights
from allotments.strategies.quantities import (
    Exact,
    bases,
    check_bounds,
    crop_years,
    numbers,
)

Arguments: TypeAlias = dict[str, Any]
Numbers: TypeAlias = st.SearchStrategy[Exact]

_WEIGHTS = spelled_weights().map(lambda weights: weights.spelled)
_SOURCES = st.sampled_from(["beet", "cane"])
_RATIOS = st.fractions(0, 1, max_denominator=1_000)
_POSITIVE_RATIOS = st.fractions(Fraction(1, 1_000), 2, max_denominator=1_000)
_PURE, _LOW = 100, 92  # degrees of polarization


def arguments(
    formula: str, *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[Arguments]:
    """Return a strategy for valid keyword arguments of a formula of the Act.

    ``getattr(act1990, formula)(**drawn)`` gives a result and raises nothing. They come in any
    order, and where numbers need not be whole, ``int``, ``Fraction`` and ``Decimal`` are mixed in
    one draw.

    Parameters
    ----------
    formula
        One of :data:`FORMULAS`.
    min_value, max_value
        Of each quantity; *max_value* above zero. Prices, ratios, degrees and counts keep their own
        bounds, and what must be part of another quantity may be below *min_value*.
        [short tons, acres]
    """
    if not isinstance(formula, str) or formula not in _ARGUMENTS:
        raise InvalidArgument(
            f"formula: found {formula!r:.60}; {did_you_mean(formula, _ARGUMENTS)}"
        )
    check_bounds(min_value, max_value, reaching=1)
    return _ARGUMENTS[formula](min_value, max_value)


def _numbers(low: int, high: int) -> Numbers:
    return numbers(min_value=low, max_value=high)


def _signed(low: int, high: int) -> Numbers:
    return numbers(min_value=low, max_value=high) | st.integers(-high, high)


def _each(*named: str) -> Callable[[int, int], st.SearchStrategy[Arguments]]:
    """Return a strategy for arguments that are quantities, one by one."""
    return lambda low, high: st.fixed_dictionaries(dict.fromkeys(named, _numbers(low, high)))


def _fixed(
    build: Callable[[int, int], Arguments], **optional: st.SearchStrategy[Any]
) -> Callable[[int, int], st.SearchStrategy[Arguments]]:
    return lambda low, high: st.fixed_dictionaries(build(low, high), optional=optional)


def _bases(low: int, high: int) -> st.SearchStrategy[dict[str, Exact]]:
    return bases(min_value=low, max_value=high, whole=False)


@st.composite
def _adjust(draw: st.DrawFn, low: int, high: int) -> Arguments:
    allocations = draw(_bases(low, high))
    if draw(st.booleans()):  # suspended: nothing was, and nothing is
        return {
            "allocations": dict.fromkeys(allocations, 0),
            "allotment": 0,
            "adjusted_allotment": 0,
        }
    return {
        "allocations": allocations,
        "allotment": draw(_numbers(max(low, 1), high)),
        "adjusted_allotment": draw(_signed(low, high)),
    }


def _deficits(build: Callable[..., st.SearchStrategy[Any]]) -> Any:
    return lambda low, high: st.builds(
        lambda found, reading: {**found._asdict(), "in_proportion_to": reading},
        build(min_value=low, max_value=high),
        READINGS,
    )


@st.composite
def _excess_marketings(draw: st.DrawFn, low: int, high: int) -> Arguments:
    marketed = draw(st.integers(low, high))
    others = draw(st.integers(0, marketed))
    return {
        "marketed": marketed,
        "allocation": draw(_numbers(low, high)),
        "for_other_processors": others,
        "for_export": draw(st.integers(0, marketed - others)),
    }


@st.composite
def _marketing_assessment(draw: st.DrawFn, low: int, high: int) -> Arguments:
    pounds = draw(st.integers(low, high))
    return {
        "pounds": pounds,
        "rate": draw(_RATIOS),
        "unmarketed": draw(_numbers(low, high)),
        "assessed_before": draw(st.integers(0, pounds)),
        "excess_pounds": draw(st.integers(0, pounds)),
        "doubled_on": draw(st.sampled_from(["excess", "all"])),
    }


@st.composite
def _producer_penalties(draw: st.DrawFn, low: int, high: int) -> Arguments:
    marketed = draw(st.integers(low, high))
    return {
        "excess_cane": draw(_bases(low, high)),
        "marketed": marketed,
        "allocation": draw(_numbers(low, high)),
        "price": draw(numbers(max_value=100)),
        "excepted": draw(st.integers(0, marketed)),
    }


@st.composite
def _raw_value(draw: st.DrawFn, low: int, high: int) -> Arguments:
    quantity = draw(st.integers(low, high))
    found = {"quantity": quantity, "source": draw(_SOURCES)}
    if draw(st.booleans()):
        return {**found, "polarization": draw(numbers(min_value=_LOW, max_value=_PURE))}
    polarization = draw(numbers(max_value=_PURE))
    return {**found, "polarization": polarization, "total_sugars": draw(st.integers(0, quantity))}


@st.composite
def _minimum_yield_goal(draw: st.DrawFn, low: int, high: int) -> Arguments:
    found: Arguments = {"yields": draw(crop_years(max_value=100, whole=False))}
    if draw(st.booleans()):
        found["acres"] = draw(crop_years(min_value=max(low, 1), max_value=high, whole=False))
    return found


@st.composite
def _uniform_reduction(draw: st.DrawFn, low: int, high: int) -> Arguments:
    found = draw(_bases(low, high))
    most = int(sum(Fraction(base) for base in found.values()) - 1)  # of acres taken away
    return {
        "acreage_allotment": draw(_signed(low, high)),
        "acreage_bases": found,
        "adjustment": draw(st.integers(-max(most, 0), high)),
    }


@st.composite
def _acreage_base(draw: st.DrawFn, low: int, high: int) -> Arguments:
    found = draw(farms(min_value=low, max_value=high, max_size=1, whole=False))
    return next(iter(found.values()))._asdict()


_STATE = st.sampled_from(STATES)
_THREE_ESTIMATES = ("consumption", "reasonable_carryover_stocks", "carry_in_stocks")
_ARGUMENTS: dict[str, Callable[[int, int], st.SearchStrategy[Arguments]]] = {
    "acreage_allotment": _fixed(
        lambda low, high: {
            "state_allotment": _signed(low, high),
            "yield_goal": numbers(min_value=1, max_value=100),
            "recovery_rate": RECOVERY_RATES,
        }
    ),
    "acreage_base": _acreage_base,
    "acreage_earning_history": _each("harvested", "share", "redistributed"),
    "adjust": _adjust,
    "allotments_required": _fixed(lambda low, high: {"imports": _signed(low, high)}),
    "assessment_penalty_ceiling": _fixed(
        lambda low, high: {"pounds": _numbers(low, high), "support_level": numbers(max_value=100)}
    ),
    "average_excluding_extremes": _fixed(
        lambda low, high: {
            "marketings": crop_years(
                min_size=3, max_size=6, min_value=low, max_value=high, whole=False
            )
        }
    ),
    "average_of_two_highest": lambda low, high: crop_histories(
        min_size=2, max_size=6, min_value=low, max_value=high, whole=False
    ).map(lambda history: history._asdict()),
    "crystalline_fructose_allotment": _fixed(
        lambda low, high: {"sugar_equivalent": _numbers(low, high)},
        raw_value_factor=_POSITIVE_RATIOS,
        sweetness_factor=_POSITIVE_RATIOS,
    ),
    "deduction_from_next_allocation": _each("marketed", "pledged", "reduced_allocation"),
    "estimated_imports": _each(*_THREE_ESTIMATES, "production"),
    "lowest_terms": _fixed(lambda _low, _high: {"weights": _WEIGHTS}),
    "excess_acreage": _each("harvested", "share"),
    "excess_marketing_penalty": _fixed(
        lambda low, high: {"quantity": _numbers(low, high), "price": numbers(max_value=100)},
        knowingly=st.booleans(),
    ),
    "excess_marketings": _excess_marketings,
    "highest": _fixed(
        lambda low, high: {
            "production": crop_years(
                min_size=1, max_size=6, min_value=low, max_value=high, whole=False
            )
        }
    ),
    "marketing_assessment": _marketing_assessment,
    "marketing_assessment_rate": _fixed(
        lambda _low, _high: {
            "loan_level": numbers(max_value=100),
            "source": _SOURCES,
            "fiscal_year": st.integers(1992, 1996),
        },
        unit=st.sampled_from([Fraction(1, 10**places) for places in range(5)]),
    ),
    "minimum_yield_goal": _minimum_yield_goal,
    "next_allocation": _fixed(
        lambda low, high: {"allocation": _numbers(low, high), "deduction": _numbers(low, high)},
        below_zero=st.booleans(),
    ),
    "overall_allotment_quantity": _each(*_THREE_ESTIMATES),
    "percentage_factors": _fixed(lambda low, high: {"bases": _bases(low, high)}),
    "preserved_acreage": _fixed(
        lambda low, high: {"share": _numbers(low, high), "harvested": _numbers(low, high)},
        consecutive_years=st.integers(1, 10),
        maximum_years=st.integers(0, 10),
    ),
    "producer_penalties": _producer_penalties,
    "proportionate_share": _fixed(
        lambda low, high: {
            "acreage_base": _numbers(low, high) | _bases(low, high),
            "uniform_reduction_percentage": numbers(max_value=2),
        }
    ),
    "proportionate_shares_required": _fixed(
        lambda low, high: {
            "state": _STATE,
            "producers": st.integers(240, 260) | st.integers(0, 100_000),
            "estimated_production": _numbers(low, high),
            "allotment": _signed(low, high),
            "normal_carryover": _numbers(low, high),
        }
    ),
    "prorate": _fixed(
        lambda low, high: {"quantity": _signed(low, high), "bases": _bases(low, high)}
    ),
    "raw_value": _raw_value,
    "reassign_beet_deficits": _deficits(beet_deficits),
    "reassign_cane_deficits": _deficits(cane_deficits),
    "restraint": _fixed(
        lambda low, high: {
            "ability_to_market": _numbers(low, high),
            "allotment": _signed(low, high),
        }
    ),
    "shares_may_be_exceeded": _fixed(
        lambda low, high: {
            "estimated_production": _numbers(low, high),
            "allotment": _signed(low, high),
            "normal_carryover": _numbers(low, high),
        }
    ),
    "threshold_carryover_stocks": _each("consumption", "production", "carry_in_stocks"),
    "transfer_acreage_base_history": _fixed(
        lambda low, high: {
            "history": crop_years(min_value=low, max_value=high, whole=False),
            "parcel": crop_years(min_value=low, max_value=high, whole=False),
        },
        portion=_RATIOS,
    ),
    "uniform_reduction_percentage": _uniform_reduction,
    "weighted_base": _fixed(
        lambda low, high: {
            "past_marketings": _numbers(low, high),
            "processing_capacity": _numbers(low, high),
            "ability_to_market": _numbers(low, high),
            "weights": _WEIGHTS,
        }
    ),
}

FORMULAS = tuple(_ARGUMENTS)
"""What :func:`arguments` knows: every formula of :mod:`allotments.act1990`."""
