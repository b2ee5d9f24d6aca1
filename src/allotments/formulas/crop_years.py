"""Numbers by crop year: one for each, in a sequence or on the last axis of an array."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias

import numpy as np

from allotments.core.exact import (
    Number,
    as_one_kind,
    is_array,
    is_unordered,
    read_number,
    shown,
)
from allotments.core.labels import Labelled, labels_of


@dataclass(frozen=True)
class Years:
    """How many crop years an argument is of, for :func:`allotments.core.checked.checked`."""

    at_least: int = 1
    exactly: int | None = None

    def read(self, name: str, values: Any) -> Number:
        """Return the crop years' numbers, or refuse them by the argument's *name*."""
        return crop_years(name, values, at_least=self.at_least, exactly=self.exactly)

    @staticmethod
    def labels(name: str, values: Any) -> Iterator[Labelled]:
        """Return the labels of the crop years, and of what else the numbers are of."""
        return labels_of(name, values, own_axes=1)


FiveYears: TypeAlias = Annotated[Any, Years(exactly=5)]
"""A number for each of five crop years, in a sequence or on an array's last axis."""

ThreeYears: TypeAlias = Annotated[Any, Years(exactly=3)]
"""The same of three crop years."""


def crop_years(name: str, values: Any, *, at_least: int = 1, exactly: int | None = None) -> Number:
    """Return the crop years' numbers as a list, or as an array whose last axis they are.

    >>> crop_years("acres", [120, 0, 115], at_least=3)
    [120, 0, 115]

    Raises
    ------
    TypeError
        If *values* is not a sequence or an array (a mapping would be read by its keys, and a set
        has no order), or something in it is not a number.
    ValueError
        If there are fewer than *at_least*, or not *exactly* so many, or a number is negative or
        not finite.
    """
    text = isinstance(values, (str, bytes))
    if text or is_unordered(values) or not hasattr(values, "__len__"):
        raise TypeError(
            f"{name}: found {shown(values)}, "
            "expected one number for each crop year, in a sequence or an array"
        )
    years: Number
    if hasattr(values, "__array__"):
        years = read_number(name, values, minimum=0)
        count = years.shape[-1] if np.shape(years) else 0
    else:
        names = [f"{name}[{index}]" for index in range(len(values))]
        read = (read_number(one, value, 0) for one, value in zip(names, values, strict=True))
        years = list(as_one_kind(*read, names=names))
        count = len(years)
    if exactly is not None and count != exactly:
        raise ValueError(f"{name}: found {count} crop years, expected {exactly}")
    if count < at_least:
        raise ValueError(f"{name}: found {count} crop years, expected at least {shown(at_least)}")
    return years


def years_on_last_axis(years: Number) -> Number:
    """Return what :func:`crop_years` gave as an array, whose last axis is the crop years.

    >>> years_on_last_axis([120, 0, 115])
    array([120.,   0., 115.])
    """
    if is_array(years):
        return years
    arrays = np.broadcast_arrays(*(year if is_array(year) else float(year) for year in years))
    return np.stack(arrays, axis=-1)


def year_by_year(formula: Callable[..., Number], first: Number, second: Number) -> Number:
    """Return what *formula* makes of each crop year's two numbers, in the form of the two.

    >>> from operator import add
    >>> year_by_year(add, [120, 0, 115], [0, 110, 0])
    [120, 110, 115]
    """
    if isinstance(first, list) and isinstance(second, list):
        pairs = (as_one_kind(*pair) for pair in zip(first, second, strict=True))
        return list(as_one_kind(*(formula(*pair) for pair in pairs)))
    return formula(years_on_last_axis(first), years_on_last_axis(second))


def sum_of_years(years: Number) -> Number:
    """Return the sum over the crop years that :func:`crop_years` gave."""
    return sum(years) if isinstance(years, list) else years.sum(axis=-1)
