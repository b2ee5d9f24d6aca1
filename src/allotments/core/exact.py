"""Exact in, exact out: the kinds of number that the Act's formulas take and give back.

Every formula calls :func:`quantities` (or :func:`signed_quantities`) on its arguments first and
:func:`divide` wherever the Act divides. Between the two there is plain arithmetic, so a formula
reads as the paragraph that it cites.

=========================================  =====================================
comes in                                   goes on as
=========================================  =====================================
``int``, NumPy integer                     ``int``
``Fraction``, ``Decimal``                  ``Fraction`` (``int`` where whole)
``float``, NumPy floating                  ``float``
NumPy array, anything with ``__array__``   array of float64
lazy array (anything with ``map_blocks``)  lazy array, checked block by block
=========================================  =====================================
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields
from decimal import Decimal
from fractions import Fraction
from itertools import zip_longest
from typing import Any, TypeAlias, TypeGuard

import numpy as np
from numpy.typing import NDArray

Numeric: TypeAlias = Any
"""A number or an array of numbers: ``int``, ``Fraction``, ``Decimal``, ``float`` or an array."""

Recipients: TypeAlias = Any
"""A mapping of recipients to numbers, or an array whose last axis is the recipients."""

SameKind: TypeAlias = Any
"""Exact (``int``, ``Fraction``) for exact input, ``float`` for float, array for array."""

_LONGEST_SHOWN = 60  # characters of a found value that a line shows
_LONGEST_EXPONENT = 400  # beyond it an exact Decimal would be a number of absurd length
_MOST_BITS = 4 * 2 * _LONGEST_EXPONENT  # of a whole number or a part of a fraction
_NUMBERS = "iuf"  # the kinds of NumPy's types that are
_ABSURD = "found a number of absurd length, expected a quantity"


def is_lazy(value: object) -> bool:
    """Return whether *value* is a lazy array, such as Dask's."""
    return hasattr(value, "map_blocks") and hasattr(value, "dtype") and not is_labelled(value)


def is_labelled(value: object) -> bool:
    """Return whether *value* is an array whose axes have names, such as xarray's."""
    return hasattr(value, "dims") and hasattr(value, "coords")


def is_array(value: object) -> TypeGuard[NDArray[np.float64]]:
    """Return whether *value*, already converted, is an array, lazy or not."""
    return isinstance(value, np.ndarray) or is_lazy(value)


def is_unordered(values: object) -> bool:
    """Return whether *values* is a mapping, which is read by its keys, or a set.

    Where numbers stand for one thing each by their order, neither is what was meant. A series has
    ``.items()`` too, but is an array.

    >>> is_unordered({1989: 120}), is_unordered({120, 115}), is_unordered([120, 115])
    (True, True, False)
    """
    mapping = hasattr(values, "items") and not hasattr(values, "__array__")
    return mapping or isinstance(values, AbstractSet)


def quantities(**named: Numeric) -> tuple[SameKind, ...]:
    """Return the named quantities converted, each finite and not negative.

    >>> quantities(consumption=9_247_000, production=Decimal("7890000"))
    (9247000, 7890000)
    >>> quantities(consumption=-1)
    Traceback (most recent call last):
    ValueError: consumption: found -1, expected a number not below 0
    """
    checked = (_checked(name, value, minimum=0) for name, value in named.items())
    return alike(*checked, names=named)


def signed_quantities(**named: Numeric) -> tuple[SameKind, ...]:
    """Return the named quantities converted, each finite; negative ones are welcome."""
    checked = (_checked(name, value, minimum=None) for name, value in named.items())
    return alike(*checked, names=named)


def positive_quantities(**named: Numeric) -> tuple[SameKind, ...]:
    """Return the named quantities converted, each finite and above zero: what one divides by.

    >>> positive_quantities(yield_goal=25)
    (25,)
    >>> positive_quantities(yield_goal=0)
    Traceback (most recent call last):
    ValueError: yield_goal: found 0, expected a number above 0
    """
    found = "{}: found 0, expected a number above 0"
    values = zip(named, quantities(**named), strict=True)
    return tuple(check_rows(value, found.format(name), above_zero) for name, value in values)


def recipients(name: str, values: Recipients) -> SameKind:
    """Return *values* as a ``dict`` (from anything with ``.items()``) or as an array.

    >>> recipients("bases", {"beet": 4_209_500, "cane": 3_415_000})
    {'beet': 4209500, 'cane': 3415000}

    Raises
    ------
    TypeError
        If *values* is neither a mapping nor an array with at least one axis.
    ValueError
        If there is no recipient, or a number is negative or not finite.
    """
    if hasattr(values, "items"):
        named = {key: _checked(f"{name}[{key!r}]", v, minimum=0) for key, v in values.items()}
        if not named:
            raise ValueError(f"{name}: found no recipient, expected at least one")
        return dict(zip(named, alike(*named.values()), strict=True))
    if isinstance(values, (str, bytes)) or not (is_lazy(values) or hasattr(values, "__array__")):
        raise TypeError(
            f"{name}: found {type(values).__name__}, expected a mapping of recipients to numbers "
            "or an array whose last axis is the recipients"
        )
    checked = _checked(name, values, minimum=0)
    if not np.shape(checked) or checked.shape[-1] == 0:
        raise ValueError(f"{name}: found no recipient, expected at least one on the last axis")
    return checked


def alike(*values: SameKind, names: Iterable[str] = ()) -> tuple[SameKind, ...]:
    """Return *values* fit to meet in one expression: beside floats a ``Fraction`` is a float.

    NumPy would make an array of objects out of an array and a ``Fraction``. What no float can be is
    refused: Python would raise an OverflowError. *names* are those of the values, if they have any,
    for that refusal.

    >>> alike(Fraction(1, 4), 2), alike(Fraction(1, 4), np.array([2.0]))
    ((Fraction(1, 4), 2), (0.25, array([2.])))
    """
    if any(is_array(value) or isinstance(value, float) for value in values):
        return tuple(_inexact(name, value) for name, value in zip_longest(names, values))
    return values


def _inexact(name: str | None, value: SameKind) -> SameKind:
    if not isinstance(value, int | Fraction):
        return value
    try:
        inexact = float(value)
    except OverflowError:
        where = f"{name}: " if name else ""
        raise ValueError(
            f"{where}found a number beyond the range of floats beside floats, expected a quantity"
        ) from None
    return inexact if isinstance(value, Fraction) else value


def divide(numerator: SameKind, denominator: SameKind) -> SameKind:
    """Return the quotient: a ``Fraction`` of exact numbers, else what ``/`` gives.

    >>> divide(42_095, 76_245)
    Fraction(8419, 15249)
    >>> divide(1.0, 4)
    0.25
    """
    if isinstance(numerator, int) and isinstance(denominator, int):
        return Fraction(numerator, denominator)
    return numerator / denominator


def shortest_decimal(value: float | np.floating[Any]) -> Decimal:
    """Return the shortest decimal that is no other number of the type of *value*.

    A tenth is a tenth in each of NumPy's precisions; by way of a ``float`` it would not be.

    >>> shortest_decimal(0.1), shortest_decimal(np.float32(0.1)), float(np.float32(0.1))
    (Decimal('0.1'), Decimal('0.1'), 0.10000000149011612)
    """
    if isinstance(value, float):
        return Decimal(repr(float(value)))
    return Decimal(np.format_float_scientific(value))  # unlike str, whatever NumPy's settings


def positive_part(value: SameKind) -> SameKind:
    """Return *value* where it is above zero, else zero, of the same kind.

    >>> positive_part(3), positive_part(-3), positive_part(-2.5), positive_part(np.array([1, -1]))
    (3, 0, 0.0, array([1, 0]))
    """
    if is_array(value):
        return np.maximum(value, 0)
    return value if value > 0 else type(value)(0)


def smaller(first: SameKind, second: SameKind) -> SameKind:
    """Return the smaller of two numbers, in arrays element by element; a float beside a float.

    >>> smaller(3, Fraction(5, 2)), smaller(3.0, 2), smaller(np.array([1.0, 3.0]), 2)
    (Fraction(5, 2), 2.0, array([1., 2.]))
    """
    first, second = alike(first, second)
    if is_array(first) or is_array(second):
        return np.minimum(first, second)
    least = min(first, second)
    return float(least) if isinstance(first, float) or isinstance(second, float) else least


def same_fields(first: Any, second: Any) -> bool:
    """Return whether two dataclasses of a kind are equal, arrays in them element by element.

    Unlike ``==`` this takes one NaN for the same as another: in results it means that nothing is
    established. Lazy arrays are the same if they have one name; nothing is computed.
    """
    return all(
        _same(getattr(first, field.name), getattr(second, field.name)) for field in fields(first)
    )


def _same(first: Any, second: Any) -> bool:
    if isinstance(first, Mapping) and isinstance(second, Mapping):
        return first.keys() == second.keys() and all(_same(first[k], second[k]) for k in first)
    if is_lazy(first) or is_lazy(second):
        lazy = is_lazy(first) and is_lazy(second)
        return lazy and bool(first is second or first.name == second.name)
    if isinstance(first, np.ndarray) or isinstance(second, np.ndarray):
        if np.shape(first) != np.shape(second):
            return False
        return bool(np.all((first == second) | ((first != first) & (second != second))))  # noqa: PLR0124
    if isinstance(first, float) and isinstance(second, float) and math.isnan(first):
        return math.isnan(second)
    return bool(first == second)


def total(values: SameKind) -> SameKind:
    """Return the sum over recipients: of a ``dict``'s values, or over an array's last axis."""
    if isinstance(values, dict):
        return sum(values.values())
    return values.sum(axis=-1, keepdims=True)


def check_rows(
    values: SameKind, message: str, sound: Callable[[Any], Any], block_info: Any = None
) -> SameKind:
    """Return *values* if *sound* holds for it, in an array for each element.

    Raises
    ------
    ValueError
        *message*, with the first offending index of an array. A lazy array raises when computed.
    """
    if is_lazy(values):
        return values.map_blocks(check_rows, message, sound, dtype=values.dtype)
    holds = sound(values)
    if np.all(holds):
        return values
    raise ValueError(message + _where(np.logical_not(holds), block_info))


def above_zero(value: SameKind) -> SameKind:
    """Return whether *value* is above zero, for :func:`check_rows`."""
    return value > 0


def not_negative(value: SameKind) -> SameKind:
    """Return whether *value* is not below zero, for :func:`check_rows`."""
    return value >= 0


def at_most_one(value: SameKind) -> SameKind:
    """Return whether *value* is at most one, for :func:`check_rows`."""
    return value <= 1


def shown(found: object) -> str:
    """Return what was found, on one line and cut short, however large or deeply nested it is.

    >>> shown("9247"), shown(9_247), shown(10**5_000)
    ("'9247'", '9247', 'a whole number of more than 60 digits')
    """
    if isinstance(found, int) and abs(found) >= 10**_LONGEST_SHOWN:
        return f"a whole number of more than {_LONGEST_SHOWN} digits"
    try:
        text = " ".join(repr(found).split())
    except (RecursionError, ValueError):  # nested too deep, or with a number too long for print
        return f"a {type(found).__name__} that is too large to show"
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."


def _checked(name: str, value: Any, *, minimum: int | None) -> SameKind:
    if isinstance(value, (bool, np.bool_, np.timedelta64, str, bytes)) or value is None:
        raise TypeError(f"{name}: found {shown(value)}, expected a number")
    if is_lazy(value):
        return value.map_blocks(_checked_block, name, minimum, dtype=np.float64)
    if isinstance(value, (int, np.integer)):
        return _in_range(name, _short(name, int(value)), minimum)
    if isinstance(value, (float, np.floating)):
        return _in_range(name, _finite(name, float(value)), minimum)
    if isinstance(value, Fraction):
        return _in_range(name, _short(name, value), minimum)
    if isinstance(value, Decimal):
        return _in_range(name, _ratio(name, value), minimum)
    if is_labelled(value):
        raise TypeError(
            f"{name}: found a labelled array, expected a number or a NumPy array: its .values, if "
            "axes are to meet by position; allotments.scenarios lets them meet by name"
        )
    if hasattr(value, "__array__"):
        return _checked_array(name, unmasked(name, value), minimum)
    raise TypeError(
        f"{name}: found {type(value).__name__}, expected a number or a NumPy array "
        "(numpy.array(...) makes one of a list)"
    )


def _finite(name: str, value: float) -> float:
    if not math.isfinite(value):
        raise ValueError(f"{name}: found {value}, expected a finite number")
    return value


def _short(name: str, value: int | Fraction) -> int | Fraction:
    if value.numerator.bit_length() > _MOST_BITS or value.denominator.bit_length() > _MOST_BITS:
        raise ValueError(f"{name}: {_ABSURD}")
    return value


def _ratio(name: str, value: Decimal) -> int | Fraction:
    if not value.is_finite():
        raise ValueError(f"{name}: found {value}, expected a finite number")
    if abs(value.adjusted()) > _LONGEST_EXPONENT or len(value.as_tuple().digits) > 2 * (
        _LONGEST_EXPONENT
    ):
        raise ValueError(f"{name}: {_ABSURD}")
    ratio = Fraction(value)
    return ratio.numerator if ratio.denominator == 1 else ratio


def _in_range(name: str, value: SameKind, minimum: int | None) -> SameKind:
    if minimum is not None and value < minimum:
        raise ValueError(f"{name}: found {value}, expected a number not below {minimum}")
    return value


def _checked_block(
    block: NDArray[Any], name: str, minimum: int | None, block_info: Any = None
) -> SameKind:
    return np.asarray(_checked_array(name, unmasked(name, block, block_info), minimum, block_info))


def _checked_array(
    name: str, value: NDArray[Any], minimum: int | None, block_info: Any = None
) -> SameKind:
    if value.dtype.kind not in _NUMBERS:
        raise TypeError(f"{name}: found an array of {value.dtype}, expected numbers")
    if value.ndim == 0:
        return _checked(name, value.item(), minimum=minimum)
    array = value.astype(np.float64, copy=False)
    if array.size:
        # Two reductions and no temporary; a NaN anywhere makes both of them NaN.
        lowest, highest = float(array.min()), float(array.max())
        bound = -math.inf if minimum is None else minimum
        if not (math.isfinite(lowest) and math.isfinite(highest) and lowest >= bound):
            bad = ~(np.isfinite(array) & (array >= bound))
            expected = "finite numbers" + ("" if minimum is None else f" not below {minimum}")
            where = _where(bad, block_info)
            raise ValueError(f"{name}: found {array[bad][0]}{where}, expected {expected}")
    return array


def unmasked(name: str, value: Any, block_info: Any = None) -> NDArray[Any]:
    """Return *value* as an array, if it does not hide any element of it behind a mask.

    Raises
    ------
    ValueError
        With the first masked index: what stands there is anything but a number that was meant.
    """
    array = np.asarray(value)
    may_be_numbers = array.dtype.kind in _NUMBERS or array.dtype == object
    if may_be_numbers and np.ma.is_masked(value):
        where = _where(np.ma.getmaskarray(value), block_info)
        raise ValueError(f"{name}: found a masked element{where}, expected numbers")
    return array


def _where(bad: Any, block_info: Any = None) -> str:
    """Return the first place at fault, for a lazy array's block counted from the array's start."""
    if not np.ndim(bad):
        return ""
    start = [first for first, _ in block_info[0]["array-location"]] if block_info else ()
    place = np.unravel_index(np.argmax(bad), np.shape(bad))
    index = tuple(int(at) + before for at, before in zip_longest(place, start, fillvalue=0))
    return f" at index {index[0] if len(index) == 1 else index}"
