"""Notices under the 1990 Act with exactly one misprint, which contradicts something."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from allotments.act1990.rules import BEET, CANE
from allotments.inputs import LEAST_NATIONAL
from allotments.strategies.act1990.notices import (
    GREATEST,
    check_notice_bounds,
    notice_data,
)
from allotments.strategies.misprints import Misprint, Steps, leaves, misprint, step
from allotments.strategies.printing import Block
from allotments.strategies.quantities import check_flag

_SLIP = 9  # how many units of the last digit a misprint is off at most
# What follows from constants and estimates alone, which nothing rounded stands before.
_EXACT = frozenset(
    {
        "imports",
        "minimum_imports",
        "threshold_carryover_stocks",
        "overall_allotment_quantity",
        "crystalline_fructose",
        "crystalline_fructose_sugar_equivalent",
        "tariff_rate_quota",
        "number_of_states",
        "producers_in_excess_of",
    }
)
_ROWS = ("sectors", "states", "processors")


def misprinted_notices(
    *,
    min_value: int = LEAST_NATIONAL,
    max_value: int = GREATEST,
    allotments_required: bool | None = None,
) -> st.SearchStrategy[Misprint]:
    """Return a strategy for notices with exactly one misprint, which contradicts something.

    The figure is one that something else on the page pins down to its last digit: it is printed
    elsewhere, or is a total or a row of one, or follows from what is never rounded. It is off by
    one to nine units of its last digit.

    Parameters
    ----------
    min_value, max_value, allotments_required
        As for :func:`notices`.
    """
    bounds = check_notice_bounds(min_value, max_value)
    check_flag("allotments_required", allotments_required, optional=True)
    return _misprinted(*bounds, required=allotments_required)


@st.composite
def _misprinted(draw: st.DrawFn, low: int, high: int, *, required: bool | None) -> Misprint:
    data = draw(notice_data(low, high, required=required))
    kinds: dict[str, list[tuple[int, Steps]]] = {}  # for rows outnumber all other figures
    for block, steps in _pinned(data["printed"]):
        kinds.setdefault(steps[0], []).append((block, steps))
    block, steps = draw(st.sampled_from(kinds[draw(st.sampled_from(list(kinds)))]))
    units = draw(st.integers(1, _SLIP)) * draw(st.sampled_from([1, -1]))
    return misprint(data, block, steps, units)


def _pinned(blocks: list[Block]) -> Iterator[tuple[int, Steps]]:
    """Yield the figures that something else on the page pins down to their last digit."""
    seen: set[Any] = set()
    for position, block in enumerate(blocks):
        for steps, number in leaves(block):
            figure = _totalled(block) if steps == ("total",) else steps
            occurrence = (figure, block.get("weighting"), number.get("unit"), step(number))
            added_up = "total" in block and steps[0] in (*_ROWS, "total")
            if occurrence in seen or added_up or steps[0] in _EXACT:
                yield position, steps
            seen.add(occurrence)


def _totalled(block: Block) -> Steps:
    if "sectors" in block:
        return ("overall_allotment_quantity",)
    if "states" in block:
        return ("sectors", CANE)
    (group,) = block["processors"]
    return ("sectors", BEET) if group == BEET else ("states", group)
