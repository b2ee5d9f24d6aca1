"""Processors with deficits, as 359e takes them, and what becomes of the deficits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, get_args

import numpy as np
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from allotments.act1990 import (
    CANE_STATES,
    Reassignment,
    reassign_beet_deficits,
    reassign_cane_deficits,
)
from allotments.core.limits import LARGEST_QUANTITY
from allotments.formulas.reassignment import InStateReading
from allotments.strategies.act1990.models import states
from allotments.strategies.quantities import (
    check_bounds,
    check_flag,
    names,
    sizes,
    with_one_above,
)

READINGS = st.sampled_from(get_args(InStateReading))  # of 359e: in proportion to what


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


def beet_deficits(
    *,
    min_size: int = 1,
    max_size: int | None = None,
    min_value: int = 0,
    max_value: int = LARGEST_QUANTITY,
    deficit: bool = False,
) -> st.SearchStrategy[BeetDeficits]:
    """Return a strategy for processors' allocations with their abilities to market.

    Each processor has a deficit, or can market more, or neither.

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
    bounds = _check_deficit(min_value, max_value, deficit=deficit)
    return _beet_deficits(least, greatest, *bounds, deficit=deficit)


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
    least, greatest = sizes(min_size, max_size, (1, 3), most=len(CANE_STATES))
    bounds = _check_deficit(min_value, max_value, deficit=deficit)
    return _cane_deficits(least, greatest, *bounds, deficit=deficit)


def _check_deficit(min_value: int, max_value: int, *, deficit: bool) -> tuple[int, int]:
    low, high = check_bounds(min_value, max_value)
    check_flag("deficit", deficit)
    if deficit and low == high:
        raise InvalidArgument(
            f"deficit: found {low:,} and {high:,}, expected min_value below max_value"
        )
    return low, high


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


def reassignments(
    *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[Reassignment]:
    """Return a strategy for what becomes of deficits, of beet or cane sugar, exact or in arrays.

    Parameters
    ----------
    min_value, max_value
        Of each allocation and each ability. [short tons, raw value]
    """
    beet = beet_deficits(min_value=min_value, max_value=max_value)
    cane = cane_deficits(min_value=min_value, max_value=max_value)

    def of_arrays(*tables: dict[str, int], in_proportion_to: Any) -> Reassignment:
        columns = (np.array([list(table.values())] * 2, float) for table in tables)
        return reassign_beet_deficits(*columns, in_proportion_to=in_proportion_to)

    def each(reassign: Callable[..., Reassignment], drawn: Any) -> Any:
        return st.builds(
            lambda found, reading: reassign(*found, in_proportion_to=reading), drawn, READINGS
        )

    return st.one_of(
        each(reassign_beet_deficits, beet),
        each(reassign_cane_deficits, cane),
        each(of_arrays, beet),
    )
