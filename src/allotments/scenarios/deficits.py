"""Deficits over arrays of abilities to market, sec. 359e, at the speed of the cache."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from allotments.act1990 import Reassignment, reassign_beet_deficits, reassign_cane_deficits
from allotments.act1990.arrays.deficits import BLOCK_SIZE, reassign_block
from allotments.act1990.arrays.scratch import Scratch
from allotments.act1990.section_359e import InStateReading, by_room, columns_of
from allotments.ground.errors import InvalidInput
from allotments.ground.exact import is_lazy
from allotments.scenarios.blocks import Tile, align, check, run_tiles, tiles, views

__all__ = ["reassign_deficits"]


def reassign_deficits(
    allocations: Any,
    ability_to_market: Any,
    *,
    states: Sequence[str] | None = None,
    original: Any = None,
    in_proportion_to: InStateReading = "room",
    workers: int | None = None,
) -> Reassignment:
    """Return allocations once deficits have gone to others, and what is left to imports.

    The same as :func:`~allotments.act1990.reassign_beet_deficits`, and with *states* as
    :func:`~allotments.act1990.reassign_cane_deficits`, for millions of scenarios.

    >>> allocations = np.array([100, 50, 50])
    >>> abilities = np.array([[60, 90, 60], [100, 50, 50], [60, 50, 60]])
    >>> after = reassign_deficits(allocations, abilities)
    >>> after.allocations.tolist()
    [[60.0, 82.0, 58.0], [100.0, 50.0, 50.0], [60.0, 50.0, 60.0]]
    >>> after.imports.tolist()
    [0.0, 0.0, 30.0]

    Parameters
    ----------
    allocations, ability_to_market
        Arrays whose last axis is the processors; they broadcast on the others. Not negative, at
        most 1,000,000,000. [short tons, raw value]
    states
        For cane the State of each processor on the last axis; ``None`` for beets.
    original
        Allocations before any reassignment of the fiscal year; by default *allocations*.
    in_proportion_to
        ``"room"`` or ``"allocations"``, the first step's rule.
    workers
        Threads; by default as many as there are cores.

    Raises
    ------
    InvalidInput, TypeError, ValueError
        If arrays do not broadcast, or a number is refused: with the first offending index.
    """
    given = {"allocations": allocations, "ability_to_market": ability_to_market}
    given |= {} if original is None else {"original": original}
    if any(is_lazy(array) for array in given.values()):
        readings: dict[str, Any] = {"original": original, "in_proportion_to": in_proportion_to}
        if states is None:
            return reassign_beet_deficits(allocations, ability_to_market, **readings)
        return reassign_cane_deficits(allocations, ability_to_market, states=states, **readings)
    count = int(np.shape(allocations)[-1]) if np.ndim(allocations) else 0
    if not count:
        raise InvalidInput(["allocations: found no processor, expected some on the last axis"])
    rooms_first = by_room(in_proportion_to)
    members = [list(range(count))] if states is None else list(columns_of(states, count).values())
    order = [place for group in members for place in group]
    bounds = np.cumsum([0, *map(len, members)]).tolist()
    groups = [slice(a, b) for a, b in pairwise(bounds)]
    arrays, shape = align(given, dict.fromkeys(given, count))
    single = not shape
    if single:
        arrays, shape = {path: array[None] for path, array in arrays.items()}, (1,)
    after, imports = np.empty((*shape, count)), np.empty(shape)

    def work(tile: Tile, scratch: Scratch) -> None:
        parts = views(arrays, tile)
        check(parts, tuple(cut.start for cut in tile))
        # Processor by processor: sums over them then add whole rows.
        tables = [
            _table(part, imports[tile].shape, order, scratch, path) for path, part in parts.items()
        ]
        weights = tables[-1] if original is not None else tables[0]
        own, left = reassign_block(
            tables[0], tables[1], weights, groups, scratch, by_room=rooms_first
        )
        after[tile].reshape(-1, count)[:, order] = own.T
        imports[tile].reshape(-1)[...] = left

    run_tiles(tiles(shape, max(1, BLOCK_SIZE // count)), work, workers)
    if single:
        return Reassignment(after[0], None, float(imports[0]))
    return Reassignment(after, None, imports)


def _table(part: Any, shape: tuple[int, ...], order: list[int], scratch: Scratch, name: str) -> Any:
    """Return processors by scenarios, contiguous; one column where nothing varies."""
    if part.size == len(order):
        return part.reshape(-1, 1)[order]
    flat = np.broadcast_to(part, (*shape, len(order))).reshape(-1, len(order))
    table = scratch.take(name, flat.T.shape)
    table[...] = flat.T if order == sorted(order) else flat.T[order]
    return table
