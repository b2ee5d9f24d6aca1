"""Valid arguments of every formula of the 1990 Act, by the formula's name."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from allotments.act1990 import determine, threshold_carryover_stocks
from allotments.act1990.rules import SECTORS
from allotments.act1990.section_359b import MINIMUM_IMPORTS
from allotments.core.limits import LARGEST_QUANTITY
from allotments.strategies.act1990.deficits import READINGS, beet_deficits, cane_deficits
from allotments.strategies.act1990.farms import cane_states, crop_histories, farm_tables, farms
from allotments.strategies.act1990.ledgers import allotted_inputs, openings
from allotments.strategies.act1990.models import inputs
from allotments.strategies.act1990.weightings import spelled_weights
from allotments.strategies.arguments import (
    POSITIVE_RATIOS,
    PRICES,
    RATIOS,
    SHARED,
    SOURCES,
    Arguments,
    Bounded,
    arguments_of,
    each,
    fixed,
    signed,
    some_bases,
    some_number,
)
from allotments.strategies.quantities import crop_years

_WEIGHTS = spelled_weights().map(lambda weights: weights.spelled)
_LARGEST = LARGEST_QUANTITY // 4  # of a quantity, so that no restraint is beyond what is taken


def arguments(
    formula: str, *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[Arguments]:
    """Return a strategy for valid keyword arguments of a function of the Act.

    ``getattr(act1990, formula)(**drawn)`` gives a result and raises nothing. They come in any
    order, and where numbers need not be whole, ``int``, ``Fraction`` and ``Decimal`` are mixed in
    one draw.

    Parameters
    ----------
    formula
        One of :data:`FORMULAS`, or of :data:`FUNCTIONS`, which also take models.
    min_value, max_value
        Of each quantity; *max_value* above zero. Prices, ratios, degrees and counts keep their own
        bounds, and what must be part of another quantity may be below *min_value*. For functions
        that take models see the models' strategies. [short tons, acres]
    """
    return arguments_of(_ARGUMENTS, formula, min_value, max_value)


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
        "allocation": draw(some_number(low, high)),
        "for_other_processors": others,
        "for_export": draw(st.integers(0, marketed - others)),
    }


@st.composite
def _marketing_assessment(draw: st.DrawFn, low: int, high: int) -> Arguments:
    pounds = draw(st.integers(low, high))
    return {
        "pounds": pounds,
        "rate": draw(RATIOS),
        "unmarketed": draw(some_number(low, high)),
        "assessed_before": draw(st.integers(0, pounds)),
        "excess_pounds": draw(st.integers(0, pounds)),
        "doubled_on": draw(st.sampled_from(["excess", "all"])),
    }


@st.composite
def _minimum_yield_goal(draw: st.DrawFn, low: int, high: int) -> Arguments:
    found: Arguments = {"yields": draw(crop_years(max_value=100, whole=False))}
    if draw(st.booleans()):
        found["acres"] = draw(crop_years(min_value=max(low, 1), max_value=high, whole=False))
    return found


@st.composite
def _acreage_base(draw: st.DrawFn, low: int, high: int) -> Arguments:
    found = draw(farms(min_value=low, max_value=high, max_size=1, whole=False))
    return next(iter(found.values()))._asdict()


_THREE_ESTIMATES = ("consumption", "reasonable_carryover_stocks", "carry_in_stocks")
_OF_NUMBERS: dict[str, Bounded] = {
    **SHARED,
    "acreage_base": _acreage_base,
    "allotments_required": fixed(lambda low, high: {"imports": signed(low, high)}),
    "assessment_penalty_ceiling": fixed(
        lambda low, high: {"pounds": some_number(low, high), "support_level": PRICES}
    ),
    "average_excluding_extremes": fixed(
        lambda low, high: {
            "marketings": crop_years(
                min_size=3, max_size=6, min_value=low, max_value=high, whole=False
            )
        }
    ),
    "average_of_two_highest": lambda low, high: crop_histories(
        min_size=2, max_size=6, min_value=low, max_value=high, whole=False
    ).map(lambda history: history._asdict()),
    "crystalline_fructose_allotment": fixed(
        lambda low, high: {"sugar_equivalent": some_number(low, high)},
        raw_value_factor=POSITIVE_RATIOS,
        sweetness_factor=POSITIVE_RATIOS,
    ),
    "deduction_from_next_allocation": each("marketed", "pledged", "reduced_allocation"),
    "estimated_imports": each(*_THREE_ESTIMATES, "production"),
    "lowest_terms": fixed(lambda _low, _high: {"weights": _WEIGHTS}),
    "excess_marketings": _excess_marketings,
    "highest": fixed(
        lambda low, high: {
            "production": crop_years(
                min_size=1, max_size=6, min_value=low, max_value=high, whole=False
            )
        }
    ),
    "marketing_assessment": _marketing_assessment,
    "marketing_assessment_rate": fixed(
        lambda _low, _high: {
            "loan_level": PRICES,
            "source": SOURCES,
            "fiscal_year": st.integers(1992, 1996),
        },
        unit=st.sampled_from([Fraction(1, 10**places) for places in range(5)]),
    ),
    "minimum_yield_goal": _minimum_yield_goal,
    "overall_allotment_quantity": each(*_THREE_ESTIMATES),
    "percentage_factors": fixed(lambda low, high: {"bases": some_bases(low, high)}),
    "preserved_acreage": fixed(
        lambda low, high: {"share": some_number(low, high), "harvested": some_number(low, high)},
        consecutive_years=st.integers(1, 10),
        maximum_years=st.integers(0, 10),
    ),
    "reassign_beet_deficits": _deficits(beet_deficits),
    "reassign_cane_deficits": _deficits(cane_deficits),
    "restraint": fixed(
        lambda low, high: {
            "ability_to_market": some_number(low, high),
            "allotment": signed(low, high),
        }
    ),
    "threshold_carryover_stocks": each("consumption", "production", "carry_in_stocks"),
    "transfer_acreage_base_history": fixed(
        lambda low, high: {
            "history": crop_years(min_value=low, max_value=high, whole=False),
            "parcel": crop_years(min_value=low, max_value=high, whole=False),
        },
        portion=RATIOS,
    ),
    "weighted_base": fixed(
        lambda low, high: {
            "past_marketings": some_number(low, high),
            "processing_capacity": some_number(low, high),
            "ability_to_market": some_number(low, high),
            "weights": _WEIGHTS,
        }
    ),
}


@st.composite
def _restraint(draw: st.DrawFn, low: int, high: int) -> Arguments:
    """Draw inputs that require allotments, and a restraint that some carryover stocks give."""
    found = draw(allotted_inputs(min_value=low, max_value=min(high, _LARGEST)))
    sector, estimates = draw(st.sampled_from(SECTORS)), found.estimates
    limit = threshold_carryover_stocks(
        estimates.consumption, estimates.production, estimates.carry_in_stocks
    )
    stocks = limit * draw(st.fractions(0, Fraction(999, 1_000), max_denominator=1_000))
    overall = estimates.consumption + stocks - estimates.carry_in_stocks - MINIMUM_IMPORTS
    share = (determine(found).percentage_factors or {})[sector]
    able = getattr(found.criteria, sector).ability_to_market
    return {"baseline": found, "restraint": able - overall * share, "sector": sector}


@st.composite
def _line(draw: st.DrawFn, low: int, high: int) -> Arguments:
    """Draw inputs, two weightings, and a restraint between those that they give."""
    found = draw(allotted_inputs(min_value=low, max_value=min(high, _LARGEST)))
    sector = draw(st.sampled_from(SECTORS))
    pairs = [draw(spelled_weights()) for _ in range(2)]
    one, other = (
        Fraction((determine(found.replace(weights=pair.exact)).restraint or {})[sector])
        for pair in pairs
    )
    return {
        "baseline": found,
        "restraint": one + (other - one) * draw(RATIOS),
        "first": pairs[0].spelled,
        "second": pairs[1].spelled,
        "sector": sector,
    }


_OF_MODELS: dict[str, Bounded] = {
    "carryover_stocks_for_restraint": _restraint,
    "determine": fixed(lambda low, high: {"inputs": inputs(min_value=low, max_value=high)}),
    "open_ledger": openings,
    "proportionate_shares": fixed(
        lambda low, high: {
            "farms": farm_tables(),
            "state": cane_states(min_value=low, max_value=high),
        }
    ),
    "weights_for_restraint": _line,
}
_ARGUMENTS = dict(sorted({**_OF_NUMBERS, **_OF_MODELS}.items()))

FORMULAS = tuple(name for name in _ARGUMENTS if name in _OF_NUMBERS)
"""Every formula of :mod:`allotments.act1990`, which takes numbers."""
FUNCTIONS = tuple(_ARGUMENTS)
"""What :func:`arguments` knows: every function of :mod:`allotments.act1990`."""
