"""Rounding, by named rules: once, last, and never inside a formula.

The Act prescribes no rounding. :func:`half_up` is this library's choice for print: the notice of
fiscal year 1995 cannot tell (its one tie, 4,209.5, is printed 4,210, which half-up and half-even
share), and later announcements round half up. Rows are rounded one by one, and a printed total is
the sum of its printed rows, as in FR Doc. 94-25622, item 7. :func:`largest_remainder` is there for
those who need rows that add up to a given total; nothing here uses it unasked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from numbers import Real
from typing import Any, TypeAlias, TypeVar

import numpy as np

__all__ = ["grouped", "half_up", "largest_remainder"]

_MOST_PLACES = 4  # of a decimal that is shown as one; a third stays 1/3
Key = TypeVar("Key")
Number: TypeAlias = int | float | Fraction | Decimal | np.integer[Any] | np.floating[Any]


def half_up(value: Number, unit: Number = 1) -> int | Fraction:
    """Return *value* rounded to the nearest multiple of *unit*, a tie upwards.

    >>> half_up(Fraction(42095, 10)), half_up(-2.5), half_up(144_469, 1_000)
    (4210, -2, 144000)
    >>> half_up(Fraction("0.55210"), Fraction(1, 1000))
    Fraction(69, 125)

    Parameters
    ----------
    value
        Any finite number; a ``float``, of Python or NumPy, counts as the exact binary number that
        it is.
    unit
        What the result is a multiple of; above zero.

    Returns
    -------
    ``int`` where the result is whole, else ``Fraction``.

    Raises
    ------
    TypeError, ValueError
        If *value* is not a finite number, or *unit* not one above zero.
    """
    step = _exact("unit", unit)
    if step <= 0:
        raise ValueError(f"unit: found {unit}, expected a number above 0")
    steps = _exact("value", value) / step
    rounded = (2 * steps.numerator + steps.denominator) // (2 * steps.denominator) * step
    return rounded.numerator if rounded.denominator == 1 else rounded


def largest_remainder(values: Mapping[Key, Number], total: Number) -> dict[Key, int]:
    """Return whole numbers near *values* that add up to *total*, by the largest remainder.

    Each value is cut down to a whole number; the units still missing from *total* go, one each,
    to the largest remainders, among equal ones to the first named. A ``float`` is read by its
    shortest decimal, so that the remainders of 0.1 and 1.1 are equal.

    >>> largest_remainder({"beet": Fraction(43555, 10), "cane": Fraction(35335, 10)}, 7_889)
    {'beet': 4356, 'cane': 3533}

    Parameters
    ----------
    values
        What is rounded, by name. Any sign; in the unit that the rows are printed in.
    total
        What the rows are to add up to, in the same unit.

    Returns
    -------
    Whole numbers under the same names in the same order.

    Raises
    ------
    TypeError, ValueError
        If *values* is not a mapping of each name once to a finite number, *total* not a whole
        number, or not within reach: below the sum of the whole parts, or above it by more than one
        unit for each value.
    """
    if not hasattr(values, "items"):
        found = type(values).__name__
        raise TypeError(f"values: found {found}, expected a mapping of names to numbers")
    given = list(values.items())
    exact = {key: _exact(f"values[{key!r}]", _shortest(value)) for key, value in given}
    if len(exact) < len(given):
        raise ValueError("values: found a name more than once, expected each once")
    wanted = _exact("total", total)
    wholes = {key: value // 1 for key, value in exact.items()}
    missing = wanted - sum(wholes.values())
    if not 0 <= missing <= len(wholes) or missing.denominator != 1:
        raise ValueError(
            f"total: found {total}, expected a whole number from {sum(wholes.values())} to "
            f"{sum(wholes.values()) + len(wholes)}, which rounding these values can reach"
        )
    by_remainder = sorted(wholes, key=lambda key: wholes[key] - exact[key])
    for key in by_remainder[: int(missing)]:
        wholes[key] += 1
    return wholes


def grouped(value: int | Fraction | Decimal, places: int = 0) -> str:
    """Return *value*, rounded half up to *places* decimals, with thousands separated by commas.

    >>> grouped(Fraction(8711061841, 2), 3), grouped(-144_469), grouped(Fraction(-1, 3), 1)
    ('4,355,530,920.500', '-144,469', '-0.3')

    Parameters
    ----------
    value
        Any sign.
    places
        How many decimals are shown; not below 0.

    Raises
    ------
    TypeError, ValueError
        If *value* is not a finite number, or *places* not a whole number from 0 on.
    """
    if isinstance(places, bool) or not isinstance(places, int | np.integer):
        raise TypeError(f"places: found {_shown(places)}, expected a whole number")
    if places < 0:
        raise ValueError(f"places: found {places}, expected a number not below 0")
    places = int(places)  # of NumPy's whole numbers the power may wrap around
    scaled = half_up(_exact("value", value) * 10**places)
    whole, rest = divmod(abs(int(scaled)), 10**places)
    decimals = f".{rest:0{places}d}" if places else ""
    return f"{'-' if scaled < 0 else ''}{whole:,}{decimals}"


def exact_text(value: int | Fraction) -> str:
    """Return *value* unrounded: as a decimal where four places show it, else as a fraction.

    >>> exact_text(Fraction(107, 100)), exact_text(9_247), exact_text(Fraction(1, 3))
    ('1.07', '9,247', '1/3')
    """
    for places in range(_MOST_PLACES + 1):
        if (value * 10**places).denominator == 1:
            return grouped(value, places)
    return f"{value.numerator:,}/{value.denominator:,}"


def shortest_decimal(value: float | np.floating[Any]) -> Decimal:
    """Return the shortest decimal that is no other number of the type of *value*.

    A tenth is a tenth in each of NumPy's precisions; by way of a ``float`` it would not be.

    >>> shortest_decimal(0.1), shortest_decimal(np.float32(0.1)), float(np.float32(0.1))
    (Decimal('0.1'), Decimal('0.1'), 0.10000000149011612)
    """
    if isinstance(value, float):
        return Decimal(repr(float(value)))
    if not isinstance(value, Real):
        raise TypeError(f"value: found {_shown(value)}, expected a number")
    return Decimal(np.format_float_scientific(value))  # unlike str, whatever NumPy's settings


def _shortest(value: Any) -> Any:
    return shortest_decimal(value) if isinstance(value, float | np.floating) else value


def _shown(value: object) -> str:
    text = re.sub(" at 0x[0-9A-Fa-f]+", "", repr(value))  # not where it is in memory
    return f"{' '.join(text.split()):.60}"


def _exact(name: str, value: Any) -> Fraction:
    if type(value) in (Fraction, int):
        return Fraction(value)
    if isinstance(value, bool) or not isinstance(value, Real | Decimal):
        raise TypeError(f"{name}: found {_shown(value)}, expected a number")
    if isinstance(value, int | np.integer):
        return Fraction(int(value))  # NumPy's would wrap around
    try:
        return Fraction(*value.as_integer_ratio())  # type: ignore[union-attr]
    except (ValueError, OverflowError):
        raise ValueError(f"{name}: found {value}, expected a finite number") from None
