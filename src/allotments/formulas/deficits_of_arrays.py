"""Section 359e on blocks of scenarios: the steps of deficits at the speed of the cache.

A block has the processors first and the scenarios last, so that a sum over processors adds whole
rows. Numbers have been checked already, and no flows are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from allotments.core.scratch import Scratch
from allotments.formulas.deficits import reassign

Block: TypeAlias = NDArray[np.float64]

BLOCK_SIZE = 64_000  # numbers; below it the calls cost more than the cache gains
_BRIM = 1e210  # a level that is over every room, and over which no product overflows
_LEAST_WEIGHT = 1e-200  # short tons; below it a level (tons for each ton of weight) could overflow


def reassign_block(
    allocations: Block,
    ability: Block,
    original: Block,
    groups: Sequence[slice],
    scratch: Scratch,
    *,
    room_first: bool,
) -> tuple[Block, Block]:
    """Return the allocations after deficits have been reassigned, and what is left to imports.

    >>> allocations, ability = np.array([[100.0], [50], [50]]), np.array([[60.0], [90], [60]])
    >>> after, imports = reassign_block(
    ...     allocations, ability, allocations, [slice(0, 3)], Scratch(), room_first=True
    ... )
    >>> after.tolist(), imports.tolist()
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
    room_first
        Whether the first step goes by room, else by original allocations.
    """
    every = bool((original > 0).all())
    if np.any(original < _LEAST_WEIGHT, where=original > 0):
        return _one_by_one(allocations, ability, original, groups, room_first=room_first)
    ones = _membership(groups)
    after = np.minimum(allocations, ability, out=scratch.take("after", ability.shape))
    given = np.subtract(allocations, after, out=scratch.take("given", ability.shape))
    deficit = ones @ given
    rooms = np.subtract(ability, after, out=scratch.take("rooms", ability.shape))
    usable = rooms
    if not (every or room_first):
        usable = np.multiply(rooms, original > 0, out=scratch.take("usable", ability.shape))
    able = ones @ usable
    if room_first:
        share = np.minimum(deficit / np.where(able > 0, able, 1.0), 1.0)
        np.matmul(ones.T, share, out=given)
        given *= rooms
    else:
        _fill(deficit, original, usable, ones, scratch, out=given)
    after += given
    rooms -= given
    pooled = np.maximum(deficit - able, 0.0).sum(axis=0)
    # A State by itself has no room left where it has deficits left.
    if len(groups) > 1 and pooled.any():
        if not every:
            rooms *= original > 0
        pooled = _between(pooled, original, rooms, ones, after, scratch)
    # The minimum takes off a float's last bit of excess.
    return np.minimum(after, ability, out=after), pooled


def _membership(groups: Sequence[slice]) -> Block:
    """Return a matrix with a one where the column is a row of the group: it sums over groups."""
    ones = np.zeros((len(groups), groups[-1].stop))
    for row, group in zip(ones, groups, strict=True):
        row[group] = 1.0
    return ones


def _between(
    pooled: Block, weights: Block, usable: Block, ones: Block, after: Block, scratch: Scratch
) -> Block:
    """Add to *after* what the second step gives to each processor, and return what it leaves."""
    rooms, allotments = ones @ usable, ones @ weights
    by_state = scratch.take("by State", rooms.shape)
    _fill(pooled[None], allotments, rooms, np.ones((1, len(ones))), scratch, out=by_state)
    given = scratch.take("given", after.shape)
    _fill(by_state, weights, usable, ones, scratch, out=given)
    after += given
    left: Block = np.maximum(pooled - rooms.sum(axis=0), 0.0)
    return left


def _fill(
    quantity: Block, weights: Block, rooms: Block, ones: Block, scratch: Scratch, *, out: Block
) -> None:
    """Do as ``capped_division.fill`` in each group, for rooms that are zero without weight.

    Each gets ``min(room, level * weight)``, with the level at which a group's add up to its
    quantity. The sum rises with the level in straight pieces, one for each room that closes, and
    Newton's method goes from the first to the last that is needed: each round divides what the
    closed rooms leave by the weight of the open ones. A scenario in which no more rooms close is
    done; only the others go into the next round, and soon they are few. A group that its quantity
    fills has its rooms at once, which is quicker, and to the last bit.
    """
    full = quantity >= ones @ rooms
    level = np.where(full, _BRIM, 0.0)
    one = weights.shape[1] == 1
    spread = ones.T * weights if one else ones.T

    def open_weight(still: Any) -> Block:
        table = scratch.take("table", still.shape)
        np.copyto(table, still)
        if not one:
            np.multiply(table, weights, out=table)
        whole: Block = spread.T @ table
        return whole

    still = np.greater(rooms, 0.0, out=scratch.take("still", rooms.shape, bool))
    whole = open_weight(still)
    np.copyto(whole, 0.0, where=full)
    left, place, given = quantity, None, out
    while True:
        np.divide(left, whole, out=level, where=whole > 0)
        limits = np.matmul(spread, level, out=scratch.take("limits", rooms.shape))
        if not one:
            limits *= weights
        np.minimum(limits, rooms, out=given)
        if place is not None:
            out[:, place] = given
        still &= np.less(limits, rooms, out=scratch.take("below", rooms.shape, bool))
        before, whole = whole, open_weight(still)
        fewer = np.flatnonzero((whole != before).any(axis=0))
        if not fewer.size:
            return
        place = fewer if place is None else place[fewer]
        quantity, whole, level, rooms, still, given = (
            table.take(fewer, axis=1) for table in (quantity, whole, level, rooms, still, given)
        )
        if not one:
            weights = weights.take(fewer, axis=1)
        left = np.maximum(quantity - ones @ given + level * whole, 0.0)


def _one_by_one(
    allocations: Block,
    ability: Block,
    original: Block,
    groups: Sequence[slice],
    *,
    room_first: bool,
) -> tuple[Block, Block]:
    """Do the same by the function for any array, slower, which never divides by a tiny weight."""
    rows = range(len(ability))
    columns = {str(state): list(rows[group]) for state, group in enumerate(groups)}
    tables = [table.T for table in np.broadcast_arrays(allocations, ability, original)]
    after, _, imports = reassign(tables[0], tables[1], tables[2], columns, by_room=room_first)
    return after.T, np.asarray(imports)
