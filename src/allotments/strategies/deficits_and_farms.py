"""Processors with deficits and farms with histories, as the formulas of the 1990 Act take them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from allotments.act1990 import STATES
from allotments.act1990.section_359f import CROP_YEARS
from allotments.core.limits import LARGEST_QUANTITY
from allotments.strategies.models import states
from allotments.strategies.quantities import (
    USUAL_CROP_YEARS,
    check_bounds,
    check_flag,
    crop_years,
    names,
    sizes,
    with_one_above,
)

LARGEST_FARM = 100_000  # acres of sugarcane
READINGS = st.sampled_from(["capacity", "allocations"])  # of 359e: in proportion to what
RECOVERY_RATES = st.fractions(Fraction(1, 1_000), 1, max_denominator=1_000)


class BeetDeficits(NamedTuple):
    """Processors' allocations and abilities to market, in the order of the arguments of 359e."""

    allocations: dict[str, int]
    """By processor. [short tons, raw value]"""
    ability_to_market: dict[str, int]
    """Of the same processors. [short tons, raw value]"""


class CaneDeficits(NamedTuple):
    """The same by State."""

    allocations: dict[str, dict[str, int]]
    """By State and processor. [short tons, raw value]"""
    ability_to_market: dict[str, dict[str, int]]
    """Of the same processors. [short tons, raw value]"""


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


def beet_deficits(
    *,
    min_size: int = 1,
    max_size: int | None = None,
    min_value: int = 0,
    max_value: int = LARGEST_QUANTITY,
    deficit: bool = False,
) -> st.SearchStrategy[BeetDeficits]:
    """Return a strategy for processors' allocations with their abilities to market.

    Each processor has a deficit, or room, or neither.

    Parameters
    ----------
    min_size, max_size
        How many processors; by default up to five, or just *min_size* if that is more.
    min_value, max_value
        Of each allocation and each ability. [short tons, raw value]
    deficit
        Whether at least one processor must have a deficit; then *max_value* is above *min_value*.
    """
    least, greatest = sizes(min_size, max_size, (1, 5))
    _check_room(min_value, max_value, deficit=deficit)
    return _beet_deficits(least, greatest, min_value, max_value, deficit=deficit)


def cane_deficits(
    *,
    min_size: int = 1,
    max_size: int | None = None,
    min_value: int = 0,
    max_value: int = LARGEST_QUANTITY,
    deficit: bool = False,
) -> st.SearchStrategy[CaneDeficits]:
    """Return a strategy for the same by State.

    Parameters
    ----------
    min_size, max_size
        How many States, and how many processors each has; by default up to three, or just
        *min_size* if that is more.
    min_value, max_value, deficit
        As for :func:`beet_deficits`.
    """
    least, greatest = sizes(min_size, max_size, (1, 3), most=len(STATES))
    _check_room(min_value, max_value, deficit=deficit)
    return _cane_deficits(least, greatest, min_value, max_value, deficit=deficit)


def _check_room(min_value: int, max_value: int, *, deficit: bool) -> None:
    check_bounds(min_value, max_value)
    check_flag("deficit", deficit)
    if deficit and min_value == max_value:
        raise InvalidArgument(
            f"deficit: found no room for one between {min_value} and {max_value}, expected "
            "min_value below max_value"
        )


@st.composite
def _beet_deficits(
    draw: st.DrawFn, min_size: int, max_size: int, low: int, high: int, *, deficit: bool
) -> BeetDeficits:
    processors = draw(names(min_size=min_size, max_size=max_size))
    pairs = with_one_above(
        draw, len(processors), lambda first: _pairs(low, high, deficit=deficit and first == 1)
    )
    allocations, abilities = zip(*pairs, strict=True)
    return BeetDeficits(
        dict(zip(processors, allocations, strict=True)),
        dict(zip(processors, abilities, strict=True)),
    )


@st.composite
def _pairs(draw: st.DrawFn, low: int, high: int, *, deficit: bool) -> tuple[int, int]:
    """Draw an allocation and an ability: the same, above it, or below."""
    kinds = ["neither", "capacity", *(["deficit"] if low < high else [])]
    kind = "deficit" if deficit else draw(st.sampled_from(kinds))
    if kind == "deficit":
        allocation = draw(st.integers(low + 1, high))
        return allocation, draw(st.integers(low, allocation - 1))
    allocation = draw(st.integers(low, high))
    return allocation, allocation if kind == "neither" else draw(st.integers(allocation, high))


@st.composite
def _cane_deficits(
    draw: st.DrawFn, min_size: int, max_size: int, low: int, high: int, *, deficit: bool
) -> CaneDeficits:
    found = draw(states(min_size=min_size, max_size=max_size))
    groups = with_one_above(
        draw,
        len(found),
        lambda first: _beet_deficits(min_size, max_size, low, high, deficit=deficit and first == 1),
    )
    return CaneDeficits(
        {state: group.allocations for state, group in zip(found, groups, strict=True)},
        {state: group.ability_to_market for state, group in zip(found, groups, strict=True)},
    )


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
    check_bounds(min_value, max_value)
    return _crop_histories(least, greatest, min_value, max_value, whole=whole)


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
    check_bounds(min_value, max_value, reaching=1)
    return _farms(least, greatest, min_value, max_value, whole=whole)


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
