"""Recipients by name: an array is taken apart by its last axis, so that one formula serves both."""

from __future__ import annotations

from typing import Any

import numpy as np

from allotments.core.errors import other_names, refuse
from allotments.core.exact import Number, Recipients
from allotments.formulas.deficits import Tables
from allotments.formulas.deficits_of_arrays import reassign


def numbers_by_name(values: Number) -> dict[Any, Number]:
    """Return *values*, already checked, by name: of an array by the place on its last axis.

    >>> numbers_by_name(np.array([[1, 2], [3, 4]]))
    {0: array([1, 3]), 1: array([2, 4])}
    """
    if isinstance(values, dict):
        return values
    return {place: values[..., place] for place in range(values.shape[-1])}


def alike(name: str, values: Number, other: Recipients) -> Number:
    """Return *values*, already checked, of the recipients of *other*, and in their order.

    Raises
    ------
    TypeError, ValueError
        If one is an array and the other a mapping, or their recipients differ.
    """
    if hasattr(values, "items") is not hasattr(other, "items"):
        raise TypeError(
            f"{name}: found {type(values).__name__}, expected {type(other).__name__} as beside it"
        )
    if isinstance(values, dict):
        refuse(other_names(name, values, other.keys()))
        return {key: values[key] for key in other.keys()}  # noqa: SIM118 -- of a series, too
    found, expected = (np.shape(one)[-1] for one in (values, other))
    if found != expected:
        raise ValueError(f"{name}: found {found} on the last axis, expected {expected}")
    return values


def numbers_by_name_like(name: str, values: Number, other: Recipients) -> dict[Any, Number]:
    """Return *values* by name, as :func:`alike` does."""
    return numbers_by_name(alike(name, values, other))


def in_form_of(after: dict[Any, Number], given: Recipients) -> Number:
    """Return *after* in the form of *given*: as it is, or as an array."""
    if hasattr(given, "items"):
        return after
    return np.stack(np.broadcast_arrays(*after.values()), axis=-1).astype(np.float64)


def plain(value: Number) -> Number:
    """Return a scalar of NumPy, or an array of no axes, as a number of Python's.

    >>> plain(np.array(2.5)), plain(2)
    (2.5, 2)
    """
    return value.item() if isinstance(value, np.ndarray | np.generic) and not value.ndim else value


def divide_up_to_capacity(
    quantity: Number, weights: dict[Any, Number], capacities: dict[Any, Number]
) -> tuple[dict[Any, Number], Number]:
    """Return what each gets of *quantity*, by weights and up to its capacity, and what is left.

    >>> divide_up_to_capacity(12, {"a": 1, "b": 1}, {"a": 2, "b": 9})
    ({'a': 2, 'b': 9}, 1)
    """
    giver = object()  # one more recipient, who has the quantity: all of it is a deficit
    tables = Tables(
        allocations=dict.fromkeys(weights, 0) | {giver: quantity},
        ability={**capacities, giver: 0},
        original={**weights, giver: 0},
    )
    after = reassign(tables, {"": [*weights, giver]}, by_capacity=False)
    return {key: after.allocations[key] for key in weights}, after.imports
