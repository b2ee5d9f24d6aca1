"""Dividing a quantity among recipients who each have only so much room.

Both functions take what :mod:`allotments.core.exact` has converted already: a ``dict`` of exact
numbers or floats, or an array whose last axis is the recipients; nothing negative.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from allotments.core.exact import SameKind, divide


def open_room(weights: SameKind, rooms: SameKind) -> SameKind:
    """Return the room, over all recipients, of those that have a weight.

    >>> open_room({"a": 2, "b": 0}, {"a": 10, "b": 5})
    10
    """
    if isinstance(weights, dict):
        return sum(rooms[key] for key, weight in weights.items() if weight > 0)
    return np.where(weights > 0, rooms, 0.0).sum(axis=-1)


def fill(quantity: SameKind, weights: SameKind, rooms: SameKind) -> SameKind:
    """Return what each recipient gets of *quantity*: in proportion to weights, up to its room.

    What a recipient cannot take is offered again to those that still have room, in proportion to
    their weights, until nothing is left or all are full. So each gets ``min(room, level * weight)``
    with one level for all, whatever their order. Without a weight nobody gets anything.

    >>> fill(12, {"a": 2, "b": 1, "c": 1, "d": 0}, {"a": 3, "b": 100, "c": 2, "d": 9})
    {'a': 3, 'b': Fraction(7, 1), 'c': 2, 'd': 0}

    Parameters
    ----------
    quantity
        What there is to give; for arrays one number for each row of leading axes.
    weights, rooms
        In the same form; arrays of the same shape.

    Returns
    -------
    In the form of *weights*. It adds up to *quantity*, or to the open room if that is less.
    """
    if isinstance(weights, dict):
        return _fill_named(quantity, weights, rooms)
    return _fill_rows(np.asarray(quantity)[..., None], weights, rooms)


def _fill_named(quantity: Any, weights: dict[Any, Any], rooms: dict[Any, Any]) -> dict[Any, Any]:
    waiting = {key: weight for key, weight in weights.items() if weight > 0}
    if quantity >= open_room(weights, rooms):
        return {key: rooms[key] if key in waiting else 0 for key in weights}
    given = dict.fromkeys(weights, 0)
    while waiting and quantity > 0:
        whole = sum(waiting.values())
        given |= {key: divide(quantity * weight, whole) for key, weight in waiting.items()}
        full = {key: rooms[key] for key in waiting if given[key] >= rooms[key]}
        if not full:
            break
        given |= full
        quantity -= sum(full.values())
        waiting = {key: weight for key, weight in waiting.items() if key not in full}
    return given


def _fill_rows(quantity: Any, weights: Any, rooms: Any) -> Any:
    """Fill all rows at once: as many rounds as recipients at most, for each closes one at least."""
    waiting = weights
    enough = quantity >= open_room(weights, rooms)[..., None]
    left = np.where(enough, 0.0, quantity)
    given = np.where(enough & (waiting > 0), rooms, 0.0)
    while True:
        whole = waiting.sum(axis=-1, keepdims=True)
        # The weights first: their shares are at most one, so that nothing can overflow.
        shares = left * (waiting / np.where(whole > 0, whole, 1.0))
        full = (waiting > 0) & (shares >= rooms)
        if not full.any():
            return np.where(waiting * left > 0, shares, given)
        given = np.where(full, rooms, given)
        left = np.maximum(left - np.where(full, rooms, 0.0).sum(axis=-1, keepdims=True), 0.0)
        waiting = np.where(full, 0.0, waiting)
