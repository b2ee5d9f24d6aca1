"""Formulas of both Acts with an odd argument: refused in a line, or exact as with plain numbers."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import event, given
from hypothesis import strategies as st
from malformed_input import check_line

from allotments import InvalidInput, act1990, act2002, strategies

ACTS = {
    "1990": (act1990, strategies.act1990.FORMULAS, strategies.act1990.arguments),
    "2002": (act2002, strategies.act2002.FORMULAS, strategies.act2002.arguments),
}
CASES = [(act, formula) for act, (_, formulas, _) in ACTS.items() for formula in sorted(formulas)]
MOST = 10**8  # short tons: what a millionth of a ton is promised up to
GREATEST_FLOAT = 1.7e308
REFUSED = (InvalidInput, TypeError, ValueError)
NOT_NUMBERS: list[Any] = [
    *(None, "", "1", b"1", [], {}, {1990: 1}, {3, 5}, (), object, 1j, np.bool_(1)),
    *({1989: 120, 1990: 0, 1991: 115, 1992: 130}, np.datetime64("1994"), np.ma.masked),
    *(np.array(None), np.array("x"), np.ma.masked_array([1.0, 2.0], [False, True])),
    *(float("nan"), float("inf"), np.array([np.nan, 1])),
    *(10**5_000, -(10**5_000)),
]
NUMBERS: list[Any] = [
    *(0, 1, -1, True, -0.0, 0.5, 7e6, 10**30, Fraction(1, 3), 1e100, 5e-324, 1e-9),
    *(np.int8(100), np.int8(-1), np.uint8(255), np.uint64(2**64 - 1), np.float16(9)),
    *(10**400, Fraction(10**400), Fraction(1, 10**401)),
    *(np.float32(0.1), np.longdouble(1), np.float64(1994)),
]
ARRAYS: list[Any] = [
    *(
        np.zeros(0),
        np.zeros(3),
        np.array([1.0, 2.0]),
        np.array([[1, 0], [3, 4]]),
        np.array(5),
        [1, 2],
        [1],
    ),
    *(np.array([0.25, 0.75], "f4"), np.broadcast_to(1.0, (2, 3)), np.array([1e6, 2e6, 3e6])),
    *(np.array([1e100, -1e100]), np.array([True, False])),
]


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """The numbers in a result, by where they stand."""
    if isinstance(value, Mapping):
        pairs: Any = value.items()
    elif is_dataclass(value):
        pairs = ((field.name, getattr(value, field.name)) for field in fields(value))
    elif isinstance(value, list | tuple):
        pairs = enumerate(value)
    else:
        yield path, value
        return
    for name, inner in pairs:
        yield from leaves(inner, f"{path}.{name}")


def exact_of(number: Any) -> Fraction:
    if isinstance(number, int | np.integer):
        return Fraction(int(number))
    return number if isinstance(number, Fraction) else Fraction(float(number))


def size_of(arguments: Any) -> Fraction:
    """The largest number among arguments: what floats are exact beside."""
    numbers = [one for _, one in leaves(arguments) if isinstance(one, int | float | Fraction)]
    return max((abs(exact_of(one)) for one in numbers), default=Fraction(0))


def check_close(found: Any, expected: Any, size: Fraction) -> None:
    """A float is near to the exact number; what is exact is the very same."""
    if expected is None or isinstance(expected, str | bool):
        assert expected == found
        return
    if isinstance(found, int | Fraction):
        assert expected == found
    elif math.isinf(found):
        assert (exact_of(expected) > 0) == (found > 0)
        assert abs(exact_of(expected)) > GREATEST_FLOAT
    else:
        near = Fraction(1, 10**9) * max(size, abs(exact_of(expected)), Fraction(1))
        assert abs(exact_of(found) - exact_of(expected)) <= near, found


def keeps_digits(number: Fraction) -> bool:
    """Whether a float of this size has all the digits of a float, and no more than those."""
    return number == 0 or sys.float_info.min <= abs(number) <= 2**53


@given(st.sampled_from(CASES), st.data())
def test_formulas_refuse_an_odd_argument_or_compute_with_it(
    case: tuple[str, str], data: st.DataObject
) -> None:
    """Of an array each element is what its number alone gives."""
    act, formula = case
    module, _, arguments_of = ACTS[act]
    function = getattr(module, formula)
    arguments = data.draw(arguments_of(formula, max_value=MOST))
    name = data.draw(st.sampled_from(sorted(arguments)))
    odd = data.draw(st.sampled_from([*NOT_NUMBERS, *NUMBERS, *ARRAYS]))
    value, key = arguments[name], None
    if isinstance(value, dict) and value and data.draw(st.booleans()):
        key = data.draw(st.sampled_from(sorted(value)))

    def result(one: Any) -> Any:
        return function(**{**arguments, name: one if key is None else {**value, key: one}})

    try:
        found = result(odd)
    except REFUSED as error:
        event("refused")
        for line in str(error).splitlines() or [""]:
            check_line(line)
        return
    event("accepted")
    if isinstance(value, str | bool) or (isinstance(value, dict) and key is None):
        return  # a word, a flag, or recipients numbered by their places
    if any(odd is one for one in NOT_NUMBERS):
        assert odd is None or isinstance(odd, dict)  # which may be recipients, where one will do
        assert key is None
        return
    numbers = np.asarray(odd, dtype=object if isinstance(odd, int | Fraction) else None)
    own = int(isinstance(value, list | tuple))  # axes: the last one is of crop years
    for index in np.ndindex(numbers.shape[: numbers.ndim - own]):
        alone = numbers[index] if numbers.shape else odd
        exact: Any = [*map(exact_of, alone)] if own else exact_of(alone)
        expected = dict(leaves(result(exact)))
        kept = all(map(keeps_digits, exact if own else [exact]))
        size = size_of([arguments, exact])
        for path, one in leaves(found) if kept else ():
            if one is None and path not in expected:  # of arrays there are no flows
                continue
            check_close(np.asarray(one)[index] if np.ndim(one) else one, expected[path], size)
