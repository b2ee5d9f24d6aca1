"""Crop years of a recipient, farms with their acres, and States, for 359d and 359f."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

from hypothesis import strategies as st

from allotments import act1990
from allotments.act1990.section_359f import CROP_YEARS
from allotments.core.limits import LARGEST_QUANTITY
from allotments.formulas.acreage import EXEMPT_STATE
from allotments.strategies.act1990.models import fiscal_years
from allotments.strategies.arguments import RECOVERY_RATES
from allotments.strategies.ledgers import LARGEST_FARM
from allotments.strategies.quantities import (
    USUAL_CROP_YEARS,
    Exact,
    check_bounds,
    check_flag,
    crop_years,
    names,
    numbers,
    sizes,
    with_one_above,
)

_LARGEST_YIELD = 100  # short tons of sugarcane per acre


class CropHistory(NamedTuple):
    """A recipient's marketings and production, crop year by crop year. [short tons, raw value]."""

    marketings: list[Any]
    """A number for each crop year."""
    production: list[Any]
    """A number for each of the same."""


class Farm(NamedTuple):
    """A farm's sugarcane in each of five crop years: harvested, and considered planted. [acres]."""

    acres: list[Any]
    """Planted for harvest, in each crop year."""
    considered_planted: list[Any]
    """Planted and not harvested, in each of the same."""


def crop_histories(
    *,
    min_size: int | None = None,
    max_size: int | None = None,
    min_value: int = 0,
    max_value: int = LARGEST_QUANTITY,
    whole: bool = True,
) -> st.SearchStrategy[CropHistory]:
    """Return a strategy for marketings and production of the same crop years, by default five.

    Parameters
    ----------
    min_size, max_size
        How many crop years; see :func:`~allotments.strategies.crop_years`.
    min_value, max_value
        Of each number. [short tons, raw value]
    whole
        Whether they are whole numbers, or any of :func:`~allotments.strategies.numbers`.
    """
    check_flag("whole", whole)
    least, greatest = sizes(min_size, max_size, USUAL_CROP_YEARS)
    bounds = check_bounds(min_value, max_value)
    return _crop_histories(least, greatest, *bounds, whole=whole)


@st.composite
def _crop_histories(
    draw: st.DrawFn, min_size: int, max_size: int, low: int, high: int, *, whole: bool
) -> CropHistory:
    size = draw(st.integers(min_size, max_size))
    years = crop_years(min_size=size, max_size=size, min_value=low, max_value=high, whole=whole)
    return CropHistory(draw(years), draw(years))


def farms(
    *,
    min_size: int = 1,
    max_size: int | None = None,
    min_value: int = 0,
    max_value: int = LARGEST_FARM,
    whole: bool = True,
) -> st.SearchStrategy[dict[str, Farm]]:
    """Return a strategy for a State's farms with five crop years each, not all without acreage.

    Parameters
    ----------
    min_size, max_size
        How many farms; by default up to four, or just *min_size* if that is more.
    min_value, max_value
        Of each year's acreage; *max_value* above zero. Acres considered planted begin at zero, for
        they count only where planted cane could not be harvested. [acres]
    whole
        Whether they are whole numbers, or any of :func:`~allotments.strategies.numbers`.
    """
    check_flag("whole", whole)
    least, greatest = sizes(min_size, max_size, (1, 4))
    bounds = check_bounds(min_value, max_value, reaching=1)
    return _farms(least, greatest, *bounds, whole=whole)


@st.composite
def _farms(
    draw: st.DrawFn, min_size: int, max_size: int, low: int, high: int, *, whole: bool
) -> dict[str, Farm]:
    names_of_farms = draw(names(min_size=min_size, max_size=max_size))
    nothing: list[Any] = [0] * CROP_YEARS
    considered = st.just(nothing) | crop_years(max_value=high, whole=whole)
    acres = with_one_above(
        draw,
        len(names_of_farms),
        lambda least: crop_years(min_value=max(least, low), max_value=high, whole=whole),
    )
    return {
        name: Farm(years, draw(considered))
        for name, years in zip(names_of_farms, acres, strict=True)
    }


def farm_tables(
    *,
    min_size: int = 1,
    max_size: int | None = None,
    min_value: int = 0,
    max_value: int = LARGEST_FARM,
) -> st.SearchStrategy[list[act1990.Farm]]:
    """Return a strategy for a State's table of farms, not all without acreage.

    Parameters
    ----------
    min_size, max_size
        How many farms, as for :func:`~allotments.strategies.farms`.
    min_value, max_value
        Of each year's acreage, as for :func:`~allotments.strategies.farms`. [acres]
    """
    bounds = {"min_value": min_value, "max_value": max_value}
    drawn = farms(min_size=min_size, max_size=max_size, whole=False, **bounds)
    return drawn.map(_table)


def _table(found: dict[str, Farm]) -> list[act1990.Farm]:
    table = [
        act1990.Farm(
            name=name,
            acres=tuple(one.acres),
            considered_planted=tuple(one.considered_planted)
            if any(one.considered_planted)
            else None,
        )
        for name, one in found.items()
    ]
    # The largest first: a row that is the sum of those before it would be a total.
    return sorted(table, key=lambda farm: -sum(farm.acres))


def farm_models(
    *, min_value: int = 0, max_value: int = LARGEST_FARM
) -> st.SearchStrategy[act1990.Farm]:
    """Return a strategy for one farm, with some acreage.

    Parameters
    ----------
    min_value, max_value
        As for :func:`farm_tables`. [acres]
    """
    tables = farm_tables(max_size=1, min_value=min_value, max_value=max_value)
    return tables.map(lambda table: table[0])


def cane_states(
    *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[act1990.CaneState]:
    """Return a strategy for what makes a State's allotment into acres, 359f(b)(3)(A)-(C).

    With a yield goal, with yields, or with both: the goal is then not below their average.

    Parameters
    ----------
    min_value, max_value
        Of the allotment. [short tons, raw value]
    """
    return _cane_states(*check_bounds(min_value, max_value))


@st.composite
def _cane_states(draw: st.DrawFn, low: int, high: int) -> act1990.CaneState:
    known = draw(st.sampled_from(["goal", "yields", "both"]))
    yields: tuple[Exact, ...] = ()
    if known != "goal":
        one = numbers(min_value=1, max_value=_LARGEST_YIELD)
        yields = tuple(draw(st.lists(one, min_size=CROP_YEARS, max_size=CROP_YEARS)))
    average = sum((Fraction(one) for one in yields), Fraction(0)) / CROP_YEARS
    goal = average + Fraction(draw(numbers(min_value=0 if yields else 1, max_value=50)))
    return act1990.CaneState.model_validate(
        {
            "state": draw(
                st.sampled_from([state for state in act1990.CANE_STATES if state != EXEMPT_STATE])
            ),
            "fiscal_year": draw(fiscal_years()),
            # As a fraction: decimals below 20,000 may be thousands passed as tons.
            "allotment": Fraction(draw(numbers(min_value=low, max_value=high))),
            "recovery_rate": draw(RECOVERY_RATES),
            "yield_goal": None if known == "yields" else goal,
            "yields": yields or None,
        }
    )
