"""Numbers by crop year: one for each, in a sequence or on the last axis of an array."""

from __future__ import annotations

from typing import Any

import numpy as np

from allotments.core.exact import SameKind, is_array, is_unordered, quantities, shown


def crop_years(
    name: str, values: Any, *, at_least: int = 1, exactly: int | None = None
) -> SameKind:
    """Return the crop years' numbers as a list, or as an array whose last axis they are.

    >>> crop_years("acres", [120, 0, 115], at_least=3)
    [120, 0, 115]

    Raises
    ------
    TypeError
        If *values* is no sequence or array (a mapping would be read by its keys, and a set has no
        order), or something in it is no number.
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
    if hasattr(values, "__array__"):
        (years,) = quantities(**{name: values})
        count = years.shape[-1] if np.shape(years) else 0
    else:
        years = list(quantities(**{f"{name}[{i}]": value for i, value in enumerate(values)}))
        count = len(years)
    if exactly is not None and count != exactly:
        raise ValueError(f"{name}: found {count} crop years, expected {exactly}")
    if count < at_least:
        raise ValueError(f"{name}: found {count} crop years, expected at least {at_least}")
    return years


def years_on_last_axis(years: SameKind) -> SameKind:
    """Return what :func:`crop_years` gave as an array, whose last axis is the crop years.

    >>> years_on_last_axis([120, 0, 115])
    array([120.,   0., 115.])
    """
    if is_array(years):
        return years
    arrays = np.broadcast_arrays(*(year if is_array(year) else float(year) for year in years))
    return np.stack(arrays, axis=-1)
