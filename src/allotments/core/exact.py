"""Exact in, exact out: the kinds of number that the Act's formulas take and give back.

A formula declares the range of each argument in its signature, and
:func:`allotments.core.checked.checked` converts them as the table says; :func:`divide` stands
wherever the Act divides. What is between is plain arithmetic, so a formula reads as the paragraph
that it cites.

=========================================  =====================================
comes in                                   goes on as
=========================================  =====================================
``int``, NumPy integer                     ``int``
``Fraction``, ``Decimal``                  ``Fraction`` (``int`` where whole)
``float``, NumPy floating                  ``float``
NumPy array, anything with ``__array__``   array of float64
=========================================  =====================================

A lazy array, such as Dask's, is refused: scenarios take it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import fields
from decimal import Decimal
from fractions import Fraction
from itertools import zip_longest
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any, TypeAlias, TypeGuard

import numpy as np
from numpy.typing import NDArray

from allotments.core.labels import by_name, labels_of, refuse_other_labels, refuse_units
from allotments.core.limits import LONGEST_EXPONENT, LONGEST_SHOWN, MOST_BITS, MOST_DIGITS
from allotments.rounding import shortest_decimal

Numeric: TypeAlias = Any
"""A number or an array of numbers: ``int``, ``Fraction``, ``Decimal``, ``float`` or an array."""

Recipients: TypeAlias = Any
"""A mapping of recipients to numbers, or an array whose last axis is the recipients."""

Number: TypeAlias = Any
"""Exact (``int``, ``Fraction``) for exact input, ``float`` for float, array for array."""

FEW = 1 << 63  # below it no whole number is long
_NUMBERS = "iuf"  # the kinds of NumPy's types that are
_TOO_LONG = "found a number of absurd length, expected a quantity"
_PLAIN_DATA = {"builtins", "datetime", "decimal", "fractions", "numpy", "pathlib"}  # modules
_NO_DATA = (object, ModuleType, BuiltinFunctionType, FunctionType)
_NOT_NUMBERS = (bool, np.bool_, np.timedelta64, str, bytes)


def is_lazy(value: object) -> bool:
    """Return whether *value* is a lazy array, such as Dask's."""
    return hasattr(value, "map_blocks") and hasattr(value, "dtype") and not is_labelled(value)


def is_labelled(value: object) -> bool:
    """Return whether *value* is an array whose axes have names, such as xarray's."""
    return hasattr(value, "dims") and hasattr(value, "coords")


def is_array(value: object) -> TypeGuard[NDArray[np.float64]]:
    """Return whether *value*, already converted, is an array."""
    return isinstance(value, np.ndarray)


def is_unordered(values: object) -> bool:
    """Return whether *values* is a mapping, which is read by its keys, or a set.

    Where numbers stand for one thing each by their order, neither was meant. A series has
    ``.items()`` too, but is an array.

    >>> is_unordered({1989: 120}), is_unordered({120, 115}), is_unordered([120, 115])
    (True, True, False)
    """
    mapping = hasattr(values, "items") and not hasattr(values, "__array__")
    return mapping or isinstance(values, AbstractSet)


def quantities(**named: Numeric) -> tuple[Number, ...]:
    """Return the named quantities converted, each finite and not negative.

    >>> quantities(consumption=9_247_000, production=Decimal("7890000"))
    (9247000, 7890000)
    >>> quantities(consumption=-1)
    Traceback (most recent call last):
    ValueError: consumption: found -1, expected a number not below 0
    """
    return _of_one_kind(named, 0)


def signed_quantities(**named: Numeric) -> tuple[Number, ...]:
    """Return the named quantities converted, each finite; negative ones are welcome."""
    return _of_one_kind(named, None)


def _of_one_kind(named: Mapping[str, Numeric], minimum: int | None) -> tuple[Number, ...]:
    refuse_other_labels(one for name, value in named.items() for one in labels_of(name, value))
    read = (read_number(name, value, minimum) for name, value in named.items())
    return as_one_kind(*read, names=named)


def recipients(name: str, values: Recipients) -> Number:
    """Return *values* as a ``dict`` (from what has names: a mapping, a series) or as an array.

    >>> recipients("bases", {"beet": 4_209_500, "cane": 3_415_000})
    {'beet': 4209500, 'cane': 3415000}

    Raises
    ------
    TypeError
        If *values* is neither a mapping nor an array with at least one axis.
    ValueError
        If there is no recipient, one is there more than once, or a number is negative or not
        finite.
    """
    given = by_name(name, values)
    if given is not None:
        if not given:
            raise ValueError(f"{name}: found no recipient, expected at least one")
        refuse_units(name, values)
        if all(type(value) is int and 0 <= value < FEW for value in given.values()):
            return given  # the usual case, at once
        named = {f"{name}[{key!r}]": value for key, value in given.items()}
        return dict(zip(given, quantities(**named), strict=True))
    if not hasattr(values, "__array__"):
        raise TypeError(
            f"{name}: found {type(values).__name__}, expected a mapping of recipients to numbers "
            "or an array whose last axis is the recipients"
        )
    read = read_number(name, values, minimum=0)
    if not np.shape(read) or read.shape[-1] == 0:
        raise ValueError(f"{name}: found no recipient, expected at least one on the last axis")
    return read


def each(formula: Callable[..., Number], values: Number, *others: Number) -> Number:
    """Return what *formula* makes of each recipient's value and of *others*, all of one kind.

    *values* is what :func:`recipients` gives; numbers in *others* that are arrays broadcast against
    the leading axes of an array of recipients.

    >>> each(lambda share, whole: divide(share, whole), {"a": 1, "b": 3}, 4)
    {'a': Fraction(1, 4), 'b': Fraction(3, 4)}
    """
    if isinstance(values, dict):
        numbers = as_one_kind(*values.values(), *others)
        of_all = numbers[len(values) :]
        return {key: formula(value, *of_all) for key, value in zip(values, numbers, strict=False)}
    wide = (other[..., None] if is_array(other) else other for other in others)
    return formula(*as_one_kind(values, *wide))


def as_one_kind(*values: Number, names: Iterable[str] = ()) -> tuple[Number, ...]:
    """Return *values* fit to meet in one expression: beside floats a ``Fraction`` is a float.

    NumPy would make an array of objects out of an array and a ``Fraction``. What no float can be is
    refused: Python would raise an OverflowError. *names* are those of the values, if they have any,
    for that refusal.

    >>> as_one_kind(Fraction(1, 4), 2), as_one_kind(Fraction(1, 4), np.array([2.0]))
    ((Fraction(1, 4), 2), (0.25, array([2.])))
    """
    for value in values:
        if isinstance(value, (float, np.ndarray)):
            return tuple(_inexact(name, value) for name, value in zip_longest(names, values))
    return values


def _inexact(name: str | None, value: Number) -> Number:
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


def divide(numerator: Number, denominator: Number) -> Number:
    """Return the quotient: a ``Fraction`` of exact numbers, else what ``/`` gives.

    >>> divide(42_095, 76_245)
    Fraction(8419, 15249)
    >>> divide(1.0, 4)
    0.25
    """
    if isinstance(numerator, int) and isinstance(denominator, int):
        return Fraction(numerator, denominator)
    numerator, denominator = as_one_kind(numerator, denominator)
    return numerator / denominator


def multiply(first: Number, second: Number) -> Number:
    """Return the product, where one of the two may be a constant of another kind.

    >>> multiply(np.array([4.0]), Fraction(1, 4)), multiply(4, Fraction(1, 4))
    (array([1.]), Fraction(1, 1))
    """
    first, second = as_one_kind(first, second)
    return first * second


def positive_part(value: Number) -> Number:
    """Return *value* where it is above zero, else zero, of the same kind.

    >>> positive_part(3), positive_part(-3), positive_part(-2.5), positive_part(np.array([1, -1]))
    (3, 0, 0.0, array([1, 0]))
    """
    if is_array(value):
        return np.maximum(value, 0)
    return value if value > 0 else type(value)(0)


def minimum(first: Number, second: Number) -> Number:
    """Return the smaller of two numbers, in arrays element by element; a float beside a float.

    >>> minimum(3, Fraction(5, 2)), minimum(3.0, 2), minimum(np.array([1.0, 3.0]), 2)
    (Fraction(5, 2), 2.0, array([1., 2.]))
    """
    first, second = as_one_kind(first, second)
    if is_array(first) or is_array(second):
        return np.minimum(first, second)
    least = min(first, second)
    return float(least) if isinstance(first, float) or isinstance(second, float) else least


def maximum(first: Number, second: Number) -> Number:
    """Return the larger of two numbers, as :func:`minimum` does the smaller.

    >>> maximum(3, Fraction(5, 2)), maximum(3.0, 2), maximum(np.array([1.0, 3.0]), 2)
    (3, 3.0, array([2., 3.]))
    """
    return -minimum(-first, -second)


FLOATS_ERROR = 5e-7
"""What a sum of a few floats up to 1,000,000,000 may be off by, at most. [the same unit]"""


def below(first: Number, second: Number) -> Number:
    """Return whether a number is strictly below another, in arrays element by element.

    Floats must be below by more than a sum of floats may be off by: at a trigger they are not below
    it by their last bit.

    >>> below(1, 2), below(2, 2), below(1_249_999.999_999_999_8, 1_250_000)
    (True, False, False)
    """
    if isinstance(first, int | Fraction) and isinstance(second, int | Fraction):
        return first < second
    first, second = as_one_kind(first, second)
    return first < second - FLOATS_ERROR


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


def total(values: Number) -> Number:
    """Return the sum over recipients: of a ``dict``'s values, or over an array's last axis."""
    if isinstance(values, dict):
        return sum(values.values())
    return values.sum(axis=-1)


def require(values: Number, message: str, predicate: Callable[[Any], Any]) -> Number:
    """Return *values* if *predicate* holds for it, in an array for each element.

    Raises
    ------
    ValueError
        *message*, with the first offending index of an array.
    """
    holds = predicate(values)
    if np.all(holds):
        return values
    raise ValueError(message + _where(np.logical_not(holds)))


def above_zero(value: Number) -> Number:
    """Return whether *value* is above zero, for :func:`require`."""
    return value > 0


def not_negative(value: Number) -> Number:
    """Return whether *value* is not below zero, for :func:`require`."""
    return value >= 0


def at_most_one(value: Number) -> Number:
    """Return whether *value* is at most one, for :func:`require`."""
    return value <= 1


def shown(found: object) -> str:
    """Return what was found, on one line and cut short, however large or deeply nested it is.

    What is no plain data is shown by the name of its class.

    >>> shown("9247"), shown(9_247), shown(10**5_000)
    ("'9247'", '9247', 'a whole number of more than 60 digits')
    >>> print(shown(object()))  # not where it is in memory
    an object
    """
    if isinstance(found, int) and abs(found) >= 10**LONGEST_SHOWN:
        return f"a whole number of more than {LONGEST_SHOWN} digits"
    its = type(found)
    if its.__module__.partition(".")[0] not in _PLAIN_DATA or its in _NO_DATA:
        return f"{'an' if its.__name__[0] in 'AEIOUaeiou' else 'a'} {its.__name__}"
    try:
        text = " ".join(re.sub(" at 0x[0-9A-Fa-f]+", "", repr(found)).split())
    except (RecursionError, ValueError):  # nested too deep, or with a number too long for print
        return f"a {type(found).__name__} that is too large to show"
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}..."


def read_number(name: str, value: Any, minimum: int | None = None) -> Number:
    """Return a number or an array as formulas go on with it: finite, not below *minimum*.

    Raises
    ------
    TypeError
        If it is not a number or an array of numbers, or an array is lazy or labelled.
    ValueError
        If it is not finite, below *minimum*, masked, or of absurd length.
    """
    if isinstance(value, _NOT_NUMBERS) or value is None:
        raise TypeError(f"{name}: found {shown(value)}, expected a number")
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
    if is_lazy(value):
        raise TypeError(
            f"{name}: found a lazy array, expected a number or a NumPy array; "
            "allotments.scenarios takes lazy arrays"
        )
    if hasattr(value, "__array__"):
        return _read_array(name, unmasked(name, value), minimum)
    raise TypeError(
        f"{name}: found {type(value).__name__}, expected a number or a NumPy array "
        "(numpy.array(...) makes one of a list)"
    )


def exact_number(
    name: str, value: Any, minimum: int | None = None, *, text: bool = False
) -> int | Fraction:
    """Return one number as an exact one; a float is read by its shortest decimal.

    >>> exact_number("weights", 0.1), exact_number("weights", np.float32(0.1))
    (Fraction(1, 10), Fraction(1, 10))
    >>> exact_number("weights", "1/4", text=True)
    Fraction(1, 4)

    Raises
    ------
    TypeError, ValueError
        If it is not one finite number, or with *text* a decimal or a fraction written as text, or
        below *minimum*.
    """
    if text and isinstance(value, str):
        try:
            value = Fraction(value) if "/" in value else Decimal(value)
        except (ValueError, ArithmeticError):
            found = f"found {shown(value)}, expected a number such as 0.25 or '1/4'"
            raise ValueError(f"{name}: {found}") from None
    if isinstance(value, np.ndarray) and not value.ndim:
        value = value[()]
    if isinstance(value, (float, np.floating)):
        value = shortest_decimal(value)
    number = read_number(name, value, minimum)
    if is_array(number):
        raise TypeError(f"{name}: found an array, expected one number")
    exact: int | Fraction = number
    return exact.numerator if exact.denominator == 1 else exact


def whole_number(name: str, value: Any, *, expected: str = "a whole number") -> int:
    """Return a whole number of whatever numeric type as an ``int``.

    >>> whole_number("crop_year", np.int64(2024)), whole_number("crop_year", 2024.0)
    (2024, 2024)

    Raises
    ------
    ValueError
        If it is not one: a line that says what is *expected*.
    """
    if type(value) is int:
        return value
    with suppress(TypeError, ValueError):
        if isinstance(number := exact_number("", value), int):
            return number
    raise ValueError(f"{name}: found {shown(value)}, expected {expected}")


def whole_or_as_given(value: Any) -> Any:
    """Return a whole number as an ``int``, and anything else as it is, for a model to refuse."""
    with suppress(ValueError):
        return whole_number("", value)
    return value


def _finite(name: str, value: float) -> float:
    if not math.isfinite(value):
        raise ValueError(f"{name}: found {value}, expected a finite number")
    return value


def _short(name: str, value: int | Fraction) -> int | Fraction:
    if value.numerator.bit_length() > MOST_BITS or value.denominator.bit_length() > MOST_BITS:
        raise ValueError(f"{name}: {_TOO_LONG}")
    return value


def _ratio(name: str, value: Decimal) -> int | Fraction:
    if not value.is_finite():
        raise ValueError(f"{name}: found {value}, expected a finite number")
    if abs(value.adjusted()) > LONGEST_EXPONENT or len(value.as_tuple().digits) > MOST_DIGITS:
        raise ValueError(f"{name}: {_TOO_LONG}")
    ratio = Fraction(value)
    return ratio.numerator if ratio.denominator == 1 else ratio


def _in_range(name: str, value: Number, minimum: int | None) -> Number:
    if minimum is not None and value < minimum:
        raise ValueError(f"{name}: found {value}, expected a number not below {minimum}")
    return value


def _read_array(name: str, value: NDArray[Any], minimum: int | None) -> Number:
    if value.dtype.kind not in _NUMBERS:
        raise TypeError(f"{name}: found an array of {value.dtype}, expected numbers")
    if value.ndim == 0:
        return read_number(name, value.item(), minimum)
    array = value.astype(np.float64, copy=False)
    if array.size:
        # Two reductions and no temporary; a NaN anywhere makes both of them NaN.
        lowest, highest = float(array.min()), float(array.max())
        bound = -math.inf if minimum is None else minimum
        if not (math.isfinite(lowest) and math.isfinite(highest) and lowest >= bound):
            bad = ~(np.isfinite(array) & (array >= bound))
            expected = "finite numbers" + ("" if minimum is None else f" not below {minimum}")
            raise ValueError(f"{name}: found {array[bad][0]}{_where(bad)}, expected {expected}")
    return array


def unmasked(name: str, value: Any) -> NDArray[Any]:
    """Return *value* as an array, unless it has a unit or a mask hides any element of it.

    Raises
    ------
    TypeError
        With the unit, which NumPy would drop.
    ValueError
        With the first masked index: what stands there is anything but a number that was meant.
    """
    refuse_units(name, value)
    array = np.asarray(value)
    may_be_numbers = array.dtype.kind in _NUMBERS or array.dtype == object
    if may_be_numbers and np.ma.is_masked(value):
        where = _where(np.ma.getmaskarray(value))
        raise ValueError(f"{name}: found a masked element{where}, expected numbers")
    return array


def _where(bad: Any) -> str:
    """Return the first place at fault, if there are several."""
    if not np.ndim(bad):
        return ""
    place = np.unravel_index(np.argmax(bad), np.shape(bad))
    index = tuple(int(at) for at in place)
    return f" at index {index[0] if len(index) == 1 else index}"
