"""Deficits by name or over arrays, the latter in blocks at the speed of the cache.

A block has the processors first and the scenarios last, so that a sum over processors adds whole
rows. Numbers have been checked already, and arrays have no flows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import frexp
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from allotments.core.exact import Number, as_one_kind, is_array
from allotments.core.reused_memory import Scratch
from allotments.formulas.deficits import Groups, Quantities, Reassigned, Tables, reassign_named

Block: TypeAlias = NDArray[np.float64]

BLOCK_SIZE = 64_000  # numbers; below it the calls cost more than the cache gains
_FILLS_ALL = 1e210  # a level at which every capacity is filled, and no product overflows
_BITS = 30  # so many of a quantity beyond the point: over a thousand million short tons
_LEAST_WEIGHT = 1e-200  # short tons; below it a level (tons for each ton of weight) could overflow


def reassign_block(  # noqa: PLR0913 -- three tables, whose they are, and how they are divided
    allocations: Block,
    ability: Block,
    original: Block,
    groups: Sequence[slice],
    scratch: Scratch,
    *,
    by_capacity: bool,
    allotments: Block | None = None,
    reoffer: bool = True,
) -> tuple[Block, Block]:
    """Return the allocations after deficits have been reassigned, and what nobody could take.

    >>> allocations, ability = np.array([[100.0], [50], [50]]), np.array([[60.0], [90], [60]])
    >>> after, left = reassign_block(
    ...     allocations, ability, allocations, [slice(0, 3)], Scratch(), by_capacity=True
    ... )
    >>> after.tolist(), left.tolist()
    ([[60.0], [82.0], [58.0]], [0.0])

    Parameters
    ----------
    allocations, ability
        Processors by scenarios, not negative. [short tons, raw value]
    original
        Allocations before any reassignment, or numbers in proportion to them; one column does
        where the proportion is that of all scenarios. Not negative.
    groups
        The rows of each State, one State after the other, or all of them for beet processors.
    scratch
        This thread's buffers. The allocations that are returned may be one of them.
    by_capacity
        Whether the first step goes by capacity, else by original allocations.
    allotments
        States by scenarios, or one column: what the division between States goes by; by default
        the sums of *original*. Not negative.
    reoffer
        As in :func:`~allotments.formulas.deficits.reassign_named`.
    """
    every = bool((original > 0).all())
    by = (original,) if allotments is None else (original, allotments)
    if any(np.any(one < _LEAST_WEIGHT, where=one > 0) for one in by):
        tables = (allocations, ability, original)
        return _one_by_one(
            tables, groups, by_capacity=by_capacity, allotments=allotments, reoffer=reoffer
        )
    ones = _membership(groups)
    shape = np.broadcast_shapes(allocations.shape, ability.shape, original.shape)
    after = np.minimum(allocations, ability, out=scratch.take("after", shape))
    given = np.subtract(allocations, after, out=scratch.take("given", shape))
    left = ones @ given
    capacities = np.subtract(ability, after, out=scratch.take("capacities", shape))
    usable = capacities
    if not (every or by_capacity):
        usable = np.multiply(capacities, original > 0, out=scratch.take("usable", shape))
    # Who has a deficit takes no part: it has no capacity, which is enough where a part that is
    # clipped is offered again.
    weights = original if reoffer else np.where(allocations > ability, 0.0, original)
    if by_capacity:
        able = ones @ usable
        share = np.minimum(left / np.where(able > 0, able, np.inf), 1.0)
        np.matmul(ones.T, share, out=given)
        given *= capacities
        left = np.maximum(left - able, 0.0)
    else:
        left = _share_out(left, weights, usable, ones, scratch, reoffer=reoffer, out=given)
    after += given
    capacities -= given
    pooled = left.sum(axis=0)
    if len(groups) > 1 and pooled.any():
        if not every:
            capacities *= original > 0
        shares = ones @ original if allotments is None else allotments
        if not reoffer:
            shares = np.where(left > 0, 0.0, shares)
        pooled = _between(
            pooled, weights, shares, capacities, ones, after, scratch, reoffer=reoffer
        )
    # The minimum takes off a float's last bit of excess.
    return np.minimum(after, ability, out=after), pooled


def _membership(groups: Sequence[slice]) -> Block:
    """Return a matrix with a one where the column is a row of the group: it sums over groups."""
    ones = np.zeros((len(groups), groups[-1].stop))
    for row, group in zip(ones, groups, strict=True):
        row[group] = 1.0
    return ones


def _between(  # noqa: PLR0913, PLR0917 -- as reassign_block
    pooled: Block,
    weights: Block,
    shares: Block,
    usable: Block,
    ones: Block,
    after: Block,
    scratch: Scratch,
    *,
    reoffer: bool,
) -> Block:
    """Add to *after* what the second step gives to each processor, and return what it leaves."""
    capacities = (ones @ usable) * (shares > 0)
    by_state = scratch.take("by State", capacities.shape)
    all_states = np.ones((1, len(ones)))
    left = _share_out(
        pooled[None], shares, capacities, all_states, scratch, reoffer=reoffer, out=by_state
    )
    given = scratch.take("given", after.shape)
    clipped = _share_out(by_state, weights, usable, ones, scratch, reoffer=reoffer, out=given)
    after += given
    total: Block = left[0] + clipped.sum(axis=0)
    return total


def _share_out(  # noqa: PLR0913 -- as _fill
    quantity: Block,
    weights: Block,
    capacities: Block,
    ones: Block,
    scratch: Scratch,
    *,
    reoffer: bool,
    out: Block,
) -> Block:
    """Do as ``capped_division.share_out`` in each group, and return what is left of it."""
    if reoffer:
        _fill(quantity, weights, capacities, ones, scratch, out=out)
        return np.maximum(quantity - ones @ capacities, 0.0)
    whole = ones @ np.broadcast_to(weights, capacities.shape)
    level = quantity / np.where(whole > 0, whole, np.inf)
    np.multiply(ones.T @ level, weights, out=out)
    clipped = np.maximum(out - capacities, 0.0)
    np.minimum(out, capacities, out=out)
    return ones @ clipped + np.where(whole > 0, 0.0, quantity)


def _fill(
    quantity: Block, weights: Block, capacities: Block, ones: Block, scratch: Scratch, *, out: Block
) -> None:
    """Do as ``capped_division.fill`` in each group, for capacities that are zero without weight.

    Each gets ``min(capacity, level * weight)``, with the level at which a group's add up to its
    quantity. The sum rises with the level in straight pieces, one for each capacity filled, and
    Newton's method goes from the first to the last that is needed: each round divides what those
    filled leave by the weight of the others. A scenario in which no more are filled is done; only
    the others go into the next round, and soon they are few. A group whose quantity fills them all
    is given its capacities at once, which is quicker, and exact to the last bit.
    """
    full = quantity >= ones @ capacities
    level = np.full(full.shape, _FILLS_ALL)
    one = weights.shape[1] == 1
    spread = ones.T * weights if one else ones.T

    def open_weight(still: Any) -> Block:
        table = scratch.take("table", still.shape)
        np.copyto(table, still)
        if not one:
            np.multiply(table, weights, out=table)
        whole: Block = spread.T @ table
        return whole

    still = np.greater(capacities, 0.0, out=scratch.take("still", capacities.shape, bool))
    whole = open_weight(still)
    np.copyto(whole, 0.0, where=full)
    left, place, given = quantity, None, out
    while True:
        np.divide(left, whole, out=level, where=whole > 0)
        limits = np.matmul(spread, level, out=scratch.take("limits", capacities.shape))
        if not one:
            limits *= weights
        np.minimum(limits, capacities, out=given)
        if place is not None:
            out[:, place] = given
        still &= np.less(limits, capacities, out=scratch.take("below", capacities.shape, bool))
        before, whole = whole, open_weight(still)
        fewer = np.flatnonzero((whole != before).any(axis=0))
        if not fewer.size:
            return
        place = fewer if place is None else place[fewer]
        quantity, whole, level, capacities, still, given = (
            table.take(fewer, axis=1)
            for table in (quantity, whole, level, capacities, still, given)
        )
        if not one:
            weights = weights.take(fewer, axis=1)
        left = np.maximum(quantity - ones @ given + level * whole, 0.0)


def _one_by_one(
    tables: tuple[Block, Block, Block],
    groups: Sequence[slice],
    *,
    by_capacity: bool,
    allotments: Block | None,
    reoffer: bool,
) -> tuple[Block, Block]:
    """Do the same exactly, scenario by scenario: slow, and never at a loss for a tiny weight."""
    allocations, ability, original = np.broadcast_arrays(*tables)
    rows = range(len(ability))
    places = {str(state): list(rows[group]) for state, group in enumerate(groups)}
    shares = None
    if allotments is not None:
        shares = np.broadcast_to(allotments, (len(groups), allocations.shape[1])).T
    after, left = np.empty(allocations.shape), np.empty(allocations.shape[1])
    for column in range(allocations.shape[1]):
        exact = reassign_named(
            Tables(*(_exact(table[:, column]) for table in (allocations, ability, original))),
            places,
            by_capacity=by_capacity,
            allotments=None
            if shares is None
            else dict(zip(places, _exact(shares[column]).values(), strict=True)),
            reoffer=reoffer,
        )
        after[:, column] = [float(exact.allocations[row]) for row in rows]
        left[column] = float(exact.imports)
    return after, left


def _exact(values: Block) -> Quantities:
    return {row: Fraction(value) for row, value in enumerate(values.tolist())}


def reassign(
    tables: Tables,
    groups: Groups,
    *,
    by_capacity: bool,
    allotments: Mapping[str, Number] | None = None,
    ccc: Number = 0,
    reoffer: bool = True,
) -> Reassigned:
    """Return what :func:`~allotments.formulas.deficits.reassign_named` does, for arrays too.

    Parameters
    ----------
    tables
        All three by processor, some of the numbers arrays or none; or three arrays.
    groups
        By State the keys of its processors, or their places on the last axis.
    by_capacity, allotments, ccc, reoffer
        As there; for arrays numbers, or arrays that broadcast against the leading axes.
    """
    between = None if allotments is None else {state: allotments[state] for state in groups}
    others = [*(between or {}).values(), ccc]
    if not isinstance(tables.allocations, dict):
        return _over_arrays(tables, groups, between, ccc, by_capacity=by_capacity, reoffer=reoffer)
    values = [*(value for table in tables for value in table.values()), *others]
    if any(is_array(value) for value in values):
        place = {key: index for index, key in enumerate(tables.allocations)}
        columns = {state: [place[key] for key in members] for state, members in groups.items()}
        stacked = Tables(*map(_stacked, tables))
        after = _over_arrays(
            stacked, columns, between, ccc, by_capacity=by_capacity, reoffer=reoffer
        )
        by_name = {key: after.allocations[..., index] for key, index in place.items()}
        return after._replace(allocations=by_name)
    if any(isinstance(value, float) for value in values):
        tables = Tables(*map(_floats, tables))
        between, ccc = None if between is None else _floats(between), float(ccc)
    return reassign_named(
        tables, groups, by_capacity=by_capacity, allotments=between, ccc=ccc, reoffer=reoffer
    )


def _floats(table: Mapping[Any, Number]) -> Quantities:
    return {key: as_one_kind(value, 0.0)[0] * 1.0 for key, value in table.items()}


def _stacked(table: Quantities) -> Block:
    """Return a table as floats, its recipients on the last axis: another table has an array."""
    return np.stack(np.broadcast_arrays(*_floats(table).values()), axis=-1)


def _over_arrays(
    tables: Tables,
    groups: Groups,
    allotments: Quantities | None,
    ccc: Number,
    *,
    by_capacity: bool,
    reoffer: bool,
) -> Reassigned:
    order = [place for members in groups.values() for place in members]
    bounds = np.cumsum([0, *map(len, groups.values())]).tolist()
    given = [] if allotments is None else [*_floats(allotments).values()]
    parts = [*tables, *([np.stack(np.broadcast_arrays(*given), axis=-1)] if given else [])]
    lead = np.broadcast_shapes(*(table.shape[:-1] for table in parts), np.shape(ccc))
    # By a power of two, so that nothing is rounded, to what the levels of a block can bear.
    _, exponent = frexp(max(float(table.max(initial=0.0)) for table in tables))
    scale = 2.0 ** min(0, _BITS - exponent)
    every = [
        np.broadcast_to(table, (*lead, table.shape[-1])).reshape(-1, table.shape[-1])
        for table in parts
    ]
    allocations, left = np.empty((*lead, len(order))), np.empty(lead)
    flat, scratch = allocations.reshape(-1, len(order)), Scratch()
    step = max(1, BLOCK_SIZE // len(order))
    for start in range(0, len(flat), step):
        rows = slice(start, start + step)
        own, able, original, *shares = (
            np.multiply(table[rows].T, scale, order="C") for table in every
        )
        with np.errstate(over="ignore"):
            after, over = reassign_block(
                own[order],
                able[order],
                original[order],
                [slice(first, last) for first, last in pairwise(bounds)],
                scratch,
                by_capacity=by_capacity,
                allotments=shares[0] if shares else None,
                reoffer=reoffer,
            )
        flat[rows, order] = (after / scale).T
        left.reshape(-1)[rows] = over / scale
    sold = np.minimum(left, as_one_kind(ccc, left)[0])
    if not lead:
        return Reassigned(allocations, None, float(sold), float(left - sold))
    return Reassigned(allocations, None, sold, left - sold)
