"""Section 359e on blocks of scenarios: the steps of deficits at the speed of the cache.

A block has the processors first and the scenarios last, so that a sum over processors adds whole
rows. Numbers have been checked already, and no flows are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from allotments.act1990.arrays.scratch import Scratch
from allotments.formulas.deficits import reassign

Block: TypeAlias = NDArray[np.float64]

BLOCK_SIZE = 96_000  # numbers; below it the calls cost more than the cache gains
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
    rooms = np.subtract(ability, allocations, out=scratch.take("rooms", ability.shape))
    after = np.minimum(allocations, ability, out=scratch.take("after", ability.shape))
    given = np.minimum(rooms, 0.0, out=scratch.take("given", ability.shape))
    deficit = -(ones @ given)
    rooms -= given  # exactly those that are not negative
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
    quantity. A level that closes no more rooms is the one, and each one before closes some. A
    group that its quantity fills has its rooms at once, which is quicker, and to the last bit.
    """
    full = quantity >= ones @ rooms
    level = np.where(full, _BRIM, 0.0)
    still = np.greater(rooms, 0.0, out=scratch.take("still", rooms.shape, bool))
    below = scratch.take("below", rooms.shape, bool)
    table = scratch.take("table", rooms.shape)
    alike = weights.shape[1] == 1
    spread = ones.T * weights if alike else ones.T

    def weigh() -> Block:
        np.copyto(table, still)
        if not alike:
            np.multiply(table, weights, out=table)
        whole: Block = spread.T @ table
        return whole

    whole, left, waiting = weigh(), quantity, np.count_nonzero(still)
    np.copyto(whole, 0.0, where=full)
    while True:
        np.divide(left, whole, out=level, where=whole > 0)
        limits = np.matmul(spread, level, out=table)
        if not alike:
            limits *= weights
        np.minimum(limits, rooms, out=out)
        still &= np.less(limits, rooms, out=below)
        before, waiting = waiting, np.count_nonzero(still)
        if waiting == before:
            return
        whole = weigh()
        left = np.maximum(quantity - ones @ out + level * whole, 0.0)


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
