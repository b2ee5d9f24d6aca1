"""Printed numbers and where a notice is published, for any Act."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any, TypeAlias

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from allotments.core.limits import LARGEST_QUANTITY
from allotments.core.printed_number import (
    QUANTITY_UNITS,
    PrintedChange,
    PrintedCount,
    PrintedNumber,
    PrintedOther,
    PrintedPercent,
    PrintedQuantity,
)
from allotments.notices import Source
from allotments.rounding import half_up
from allotments.strategies.quantities import check_bounds, quantities
from allotments.strategies.registration import Registered

Block: TypeAlias = dict[str, Any]

_KINDS = (PrintedChange, PrintedCount, PrintedOther, PrintedPercent, PrintedQuantity)
_TEXT = st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=12)


def sources() -> st.SearchStrategy[Source]:
    """Return a strategy for where a reader finds a notice."""
    days = st.none() | st.dates(date(1938, 1, 1))
    return st.builds(
        Source,
        document=_TEXT,
        title=_TEXT,
        publication=st.none() | _TEXT,
        published=days,
        location=st.none() | _TEXT,
    )


def printed_numbers(
    kind: type[PrintedNumber] = PrintedQuantity,
    *,
    min_value: int = 0,
    max_value: int = LARGEST_QUANTITY,
) -> st.SearchStrategy[Any]:
    """Return a strategy for a printed number of a *kind*, in every unit and fineness.

    Parameters
    ----------
    kind
        ``PrintedQuantity``, ``PrintedChange``, ``PrintedPercent``, ``PrintedCount`` or
        ``PrintedOther``.
    min_value, max_value
        Of the amount, whatever a change's sign, before it is rounded to what is printed. [short
        tons, or the number's unit]
    """
    if not (isinstance(kind, type) and kind in _KINDS):
        known = ", ".join(one.__name__ for one in _KINDS)
        raise InvalidArgument(f"kind: found {kind!r:.60}, expected one of: {known}")
    return _printed_numbers(kind, *check_bounds(min_value, max_value))


@st.composite
def _printed_numbers(
    draw: st.DrawFn, kind: type[PrintedNumber], low: int, high: int
) -> PrintedNumber:
    amount = Fraction(draw(quantities(min_value=low, max_value=high)))
    if issubclass(kind, PrintedQuantity):
        if kind is PrintedChange:
            amount *= draw(st.sampled_from([1, -1]))
        finest = {"TST": 3, "short tons": 0, "million short tons": 6, "metric tons": 0}
        unit = draw(st.sampled_from(list(finest)))
        return kind(**print_tons(amount, unit, draw(st.integers(0, finest[unit]))))
    unit = {PrintedPercent: "percent", PrintedOther: draw(_TEXT)}.get(kind, "")
    places = 0 if kind is PrintedCount else draw(st.integers(0, 6))
    return kind(**print_number(amount, unit, places))


def print_number(amount: Fraction, unit: str, places: int, resolution: int | None = None) -> Block:
    """Return *amount*, in the unit that it counts, as file data."""
    step = Fraction(resolution or Fraction(1, 10**places))
    found: Block = {"value": printed_decimal(half_up(amount, step), places), "unit": unit}
    return found if resolution is None else {**found, "resolution": Decimal(resolution)}


def printed_decimal(value: int | Fraction, places: int) -> Decimal:
    """Return a number with so many decimals; no arithmetic that a caller's context could round."""
    whole = int(value * 10**places)
    return Decimal((int(whole < 0), tuple(map(int, str(abs(whole)))), -places))


def print_tons(
    amount: int | Fraction, unit: str = "TST", places: int = 0, resolution: int | None = None
) -> Block:
    """Return short tons as they are printed, as file data."""
    return print_number(Fraction(amount) / QUANTITY_UNITS[unit], unit, places, resolution)


REGISTERED: Registered = {Source: sources}
REGISTERED |= {kind: partial(printed_numbers, kind) for kind in _KINDS}
