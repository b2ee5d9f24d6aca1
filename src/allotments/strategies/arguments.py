"""Arguments of formulas: what both Acts' lists of them are made of, and the formulas both have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from allotments.core.errors import did_you_mean
from allotments.formulas.states import STATES
from allotments.strategies.quantities import bases, check_bounds, numbers

Arguments: TypeAlias = dict[str, Any]
Drawn: TypeAlias = st.SearchStrategy[Any]
Bounded: TypeAlias = Callable[[int, int], Drawn]
"""Of the least and the greatest quantity, a strategy for a formula's arguments."""

RATIOS = st.fractions(0, 1, max_denominator=1_000)
POSITIVE_RATIOS = st.fractions(Fraction(1, 1_000), 2, max_denominator=1_000)
RECOVERY_RATES = st.fractions(Fraction(1, 1_000), 1, max_denominator=1_000)
SOURCES = st.sampled_from(["beet", "cane"])
PRICES = numbers(max_value=100)
_PURE, _LOW = 100, 92  # degrees of polarization


def arguments_of(
    functions: Mapping[str, Bounded], formula: str, min_value: int, max_value: int
) -> st.SearchStrategy[Arguments]:
    """Return the strategy for the arguments of one of the functions of an Act, by its name."""
    if not isinstance(formula, str) or formula not in functions:
        raise InvalidArgument(f"formula: found {formula!r:.60}; {did_you_mean(formula, functions)}")
    return functions[formula](*check_bounds(min_value, max_value, reaching=1))


def some_number(low: int, high: int) -> Drawn:
    """Return a strategy for an exact number."""
    return numbers(min_value=low, max_value=high)


def signed(low: int, high: int) -> Drawn:
    """Return a strategy for an exact number, or a whole one of any sign."""
    return some_number(low, high) | st.integers(-high, high)


def each(*named: str) -> Bounded:
    """Return a strategy for arguments that are quantities, one by one."""
    return lambda low, high: st.fixed_dictionaries(dict.fromkeys(named, some_number(low, high)))


def fixed(build: Callable[[int, int], Arguments], **optional: Drawn) -> Bounded:
    """Return a strategy for arguments of which some may be left out."""
    return lambda low, high: st.fixed_dictionaries(build(low, high), optional=optional)


def some_bases(low: int, high: int) -> Drawn:
    """Return a strategy for recipients with exact numbers, not all zero."""
    return bases(min_value=low, max_value=high, whole=False)


@st.composite
def _adjust(draw: st.DrawFn, low: int, high: int) -> Arguments:
    allocations = draw(some_bases(low, high))
    if draw(st.booleans()):  # suspended: nothing was, and nothing is
        return {
            "allocations": dict.fromkeys(allocations, 0),
            "allotment": 0,
            "adjusted_allotment": 0,
        }
    return {
        "allocations": allocations,
        "allotment": draw(some_number(max(low, 1), high)),
        "adjusted_allotment": draw(signed(low, high)),
    }


@st.composite
def _producer_penalties(draw: st.DrawFn, low: int, high: int) -> Arguments:
    marketed = draw(st.integers(low, high))
    return {
        "excess_cane": draw(some_bases(low, high)),
        "marketed": marketed,
        "allocation": draw(some_number(low, high)),
        "price": draw(PRICES),
        "excepted": draw(st.integers(0, marketed)),
    }


@st.composite
def _raw_value(draw: st.DrawFn, low: int, high: int) -> Arguments:
    quantity = draw(st.integers(low, high))
    found = {"quantity": quantity, "source": draw(SOURCES)}
    if draw(st.booleans()):
        return {**found, "polarization": draw(numbers(min_value=_LOW, max_value=_PURE))}
    polarization = draw(numbers(max_value=_PURE))
    return {**found, "polarization": polarization, "total_sugars": draw(st.integers(0, quantity))}


@st.composite
def _uniform_reduction(draw: st.DrawFn, low: int, high: int) -> Arguments:
    found = draw(some_bases(low, high))
    most = int(sum(Fraction(base) for base in found.values()) - 1)  # of acres taken away
    return {
        "acreage_allotment": draw(signed(low, high)),
        "acreage_bases": found,
        "adjustment": draw(st.integers(-max(most, 0), high)),
    }


SHARED: Mapping[str, Bounded] = {
    "acreage_allotment": fixed(
        lambda low, high: {
            "state_allotment": signed(low, high),
            "yield_goal": numbers(min_value=1, max_value=100),
            "recovery_rate": RECOVERY_RATES,
        }
    ),
    "acreage_earning_history": each("harvested", "share", "redistributed"),
    "adjust": _adjust,
    "excess_acreage": each("harvested", "share"),
    "excess_marketing_penalty": fixed(
        lambda low, high: {"quantity": some_number(low, high), "price": PRICES},
        knowingly=st.booleans(),
    ),
    "next_allocation": fixed(
        lambda low, high: {
            "allocation": some_number(low, high),
            "deduction": some_number(low, high),
        },
        below_zero=st.booleans(),
    ),
    "producer_penalties": _producer_penalties,
    "proportionate_share": fixed(
        lambda low, high: {
            "acreage_base": some_number(low, high) | some_bases(low, high),
            "uniform_reduction_percentage": numbers(max_value=2),
        }
    ),
    "proportionate_shares_required": fixed(
        lambda low, high: {
            "state": st.sampled_from(STATES),
            "producers": st.integers(240, 260) | st.integers(0, 100_000),
            "estimated_production": some_number(low, high),
            "allotment": signed(low, high),
            "normal_carryover": some_number(low, high),
        }
    ),
    "prorate": fixed(
        lambda low, high: {"quantity": signed(low, high), "bases": some_bases(low, high)}
    ),
    "raw_value": _raw_value,
    "shares_may_be_exceeded": fixed(
        lambda low, high: {
            "estimated_production": some_number(low, high),
            "allotment": signed(low, high),
            "normal_carryover": some_number(low, high),
        }
    ),
    "uniform_reduction_percentage": _uniform_reduction,
}
"""Of the formulas that are the same under both Acts."""
