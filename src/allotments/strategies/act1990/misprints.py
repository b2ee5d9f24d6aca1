"""Notices under the 1990 Act with exactly one misprint, which contradicts something."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

from hypothesis import strategies as st

from allotments.act1990.rules import BEET, CANE
from allotments.inputs import LEAST_NATIONAL
from allotments.notices import Notice
from allotments.strategies.act1990.notices import (
    GREATEST,
    check_notice_bounds,
    notice_data,
)
from allotments.strategies.printing import Block, printed_decimal
from allotments.strategies.quantities import check_flag

Steps: TypeAlias = tuple[str, ...]

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


class Misprint(NamedTuple):
    """A notice with one figure misprinted, where that is, and what it should have been."""

    notice: Notice
    """With the misprint in it."""
    block: int
    """Which of ``notice.printed``."""
    place: str
    """Where the figure is printed."""
    path: str
    """The figure's, as :meth:`~allotments.Notice.figures` names it."""
    printed: Decimal
    """Off by one to nine units of its last digit."""
    intended: Decimal
    """What should have been printed."""


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
    number = _at(data["printed"][block], steps)
    off = draw(st.integers(1, _SLIP)) * _step(number)
    intended = Fraction(number["value"])
    signs = [1, -1] if intended >= off else [1]
    places = -number["value"].as_tuple()[2]
    printed = printed_decimal(intended + draw(st.sampled_from(signs)) * off, places)
    changed = _changed(data, ("printed", block, *steps, "value"), printed)
    place, path = data["printed"][block]["place"], ".".join(steps)
    notice = Notice.model_validate(changed)
    return Misprint(notice, block, place, path, printed, number["value"])


def _pinned(blocks: list[Block]) -> Iterator[tuple[int, Steps]]:
    """Yield the figures that something else on the page pins down to their last digit."""
    seen: set[Any] = set()
    for position, block in enumerate(blocks):
        for steps, number in _leaves(block):
            figure = _totalled(block) if steps == ("total",) else steps
            occurrence = (figure, block.get("weighting"), number.get("unit"), _step(number))
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


def _leaves(block: Block, within: Steps = ()) -> Iterator[tuple[Steps, Block]]:
    for name, value in block.items():
        if isinstance(value, dict):
            if "value" in value:
                yield (*within, name), value
            else:
                yield from _leaves(value, (*within, name))


def _step(number: Block) -> Fraction:
    places = -number["value"].as_tuple()[2]
    return Fraction(number.get("resolution") or Fraction(1, 10**places))


def _at(data: Any, steps: tuple[Any, ...]) -> Any:
    for step in steps:
        data = data[step]
    return data


def _changed(data: Any, steps: tuple[Any, ...], value: Any) -> Any:
    """Return a copy of nested data with another *value* at one place."""
    if not steps:
        return value
    first, *rest = steps
    copy = list(data) if isinstance(data, list) else dict(data)
    copy[first] = _changed(data[first], tuple(rest), value)
    return copy
