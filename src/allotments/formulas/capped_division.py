"""Dividing a quantity among recipients who can each take only so much.

The functions take what :mod:`allotments.core.exact` has converted already: exact numbers or
floats by name, nothing negative.
"""

from __future__ import annotations

from typing import Any

from allotments.core.exact import Number, divide, positive_part


def open_capacity(weights: dict[Any, Number], capacities: dict[Any, Number]) -> Number:
    """Return the capacity, over all recipients, of those that have a weight.

    >>> open_capacity({"a": 2, "b": 0}, {"a": 10, "b": 5})
    10
    """
    return sum(capacities[key] for key, weight in weights.items() if weight > 0)


def fill(
    quantity: Number, weights: dict[Any, Number], capacities: dict[Any, Number]
) -> dict[Any, Number]:
    """Return what each gets of *quantity*: in proportion to weights, up to its capacity.

    What a recipient cannot take is offered again to those that still can, in proportion to their
    weights, until nothing is left or all are full. So each gets ``min(capacity, level * weight)``
    with one level for all, whatever their order. Without a weight nobody gets anything. It adds up
    to *quantity*, or to the open capacity if that is less.

    >>> fill(12, {"a": 2, "b": 1, "c": 1, "d": 0}, {"a": 3, "b": 100, "c": 2, "d": 9})
    {'a': 3, 'b': Fraction(7, 1), 'c': 2, 'd': 0}
    """
    waiting = {key: weight for key, weight in weights.items() if weight > 0}
    if quantity >= open_capacity(weights, capacities):
        return {key: capacities[key] if key in waiting else 0 for key in weights}
    given: dict[Any, Number] = dict.fromkeys(weights, 0)
    while waiting and quantity > 0:
        whole = sum(waiting.values())
        given |= {key: divide(quantity * weight, whole) for key, weight in waiting.items()}
        full = {key: capacities[key] for key in waiting if given[key] >= capacities[key]}
        if not full:
            break
        given |= full
        quantity -= sum(full.values())
        waiting = {key: weight for key, weight in waiting.items() if key not in full}
    return given


def share_out(
    quantity: Number, weights: dict[Any, Number], capacities: dict[Any, Number], *, reoffer: bool
) -> tuple[dict[Any, Number], Number]:
    """Return what each gets of *quantity*, and what is left of it.

    What is clipped is offered again, as :func:`fill` does, if *reoffer*, or stays left.

    >>> share_out(12, {"a": 1, "b": 1}, {"a": 2, "b": 9}, reoffer=True)
    ({'a': 2, 'b': 9}, 1)
    >>> share_out(12, {"a": 1, "b": 1}, {"a": 2, "b": 9}, reoffer=False)
    ({'a': 2, 'b': Fraction(6, 1)}, Fraction(4, 1))
    """
    if reoffer:
        left = quantity - min(quantity, open_capacity(weights, capacities))
        return fill(quantity, weights, capacities), left
    whole = sum(weights.values())
    if whole == 0:
        return dict.fromkeys(weights, 0), quantity
    shares = {key: divide(quantity * weight, whole) for key, weight in weights.items()}
    clipped = sum(positive_part(share - capacities[key]) for key, share in shares.items())
    return {key: min(share, capacities[key]) for key, share in shares.items()}, clipped
