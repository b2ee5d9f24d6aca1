"""Rounding, by named rules: once, last, and never inside a formula.

The Act prescribes no rounding. :func:`half_up` is this library's choice for print: the notice of
fiscal year 1995 cannot tell (its one tie, 4,209.5, is printed 4,210, which half-up and half-even
share), and later announcements round half up. Rows are rounded one by one, and a printed total is
the sum of its printed rows, as in FR Doc. 94-25622, item 7. :func:`largest_remainder` is there for
those who need rows that add up to a given total; nothing here uses it unasked.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

__all__ = ["grouped", "half_up", "largest_remainder"]

Key = TypeVar("Key")


def half_up(
    value: int | float | Fraction | Decimal, unit: int | Fraction | Decimal = 1
) -> int | Fraction:
    """Return *value* rounded to the nearest multiple of *unit*, a tie upwards.

    >>> half_up(Fraction(42095, 10)), half_up(-2.5), half_up(144_469, 1_000)
    (4210, -2, 144000)
    >>> half_up(Fraction("0.55210"), Fraction(1, 1000))
    Fraction(69, 125)

    Parameters
    ----------
    value
        Any finite number; a ``float`` counts as the exact binary number that it is.
    unit
        What the result is a multiple of; above zero.

    Returns
    -------
    ``int`` where the result is whole, else ``Fraction``.

    Raises
    ------
    ValueError, OverflowError
        If *value* is not finite, or *unit* not above zero.
    """
    step = Fraction(unit)
    if step <= 0:
        raise ValueError(f"unit: found {unit}, expected a number above 0")
    steps = Fraction(value) / step
    rounded = (2 * steps.numerator + steps.denominator) // (2 * steps.denominator) * step
    return rounded.numerator if rounded.denominator == 1 else rounded


def largest_remainder(
    values: Mapping[Key, int | float | Fraction | Decimal], total: int
) -> dict[Key, int]:
    """Return whole numbers near *values* that add up to *total*, by the largest remainder.

    Each value is cut down to a whole number; the units still missing from *total* go, one each,
    to the largest remainders, among equal ones to the first named.

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
    ValueError
        If *total* is not within reach: below the sum of the whole parts, or above it by more
        than one unit for each value.
    """
    wholes = {key: Fraction(value) // 1 for key, value in values.items()}
    missing = total - sum(wholes.values())
    if not 0 <= missing <= len(wholes):
        raise ValueError(
            f"total: found {total}, expected {sum(wholes.values())} to "
            f"{sum(wholes.values()) + len(wholes)}, which rounding these values can reach"
        )
    by_remainder = sorted(wholes, key=lambda key: wholes[key] - Fraction(values[key]))
    for key in by_remainder[:missing]:
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
    ValueError
        If *places* is below 0.
    """
    if places < 0:
        raise ValueError(f"places: found {places}, expected a number not below 0")
    scaled = half_up(Fraction(value) * 10**places)
    whole, rest = divmod(abs(int(scaled)), 10**places)
    decimals = f".{rest:0{places}d}" if places else ""
    return f"{'-' if scaled < 0 else ''}{whole:,}{decimals}"
