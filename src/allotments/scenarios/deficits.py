"""Deficits over arrays of abilities to market, at the speed of the cache."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from allotments.core.errors import InvalidInput
from allotments.core.exact import is_lazy
from allotments.core.reused_memory import Scratch
from allotments.formulas.deficits_of_arrays import BLOCK_SIZE, reassign_block
from allotments.formulas.reassignment import InStateReading, Reassignment, by_capacity, columns_of
from allotments.scenarios.alignment import arrays_of
from allotments.scenarios.blocks import (
    Array,
    Tile,
    align,
    check,
    first_fault,
    run_tiles,
    tiles,
    views,
)
from allotments.scenarios.dask_arrays import evaluate_lazily


def reassign_deficits(
    allocations: Any,
    ability_to_market: Any,
    *,
    states: Sequence[str] | None = None,
    original: Any = None,
    in_proportion_to: InStateReading = "capacity",
    workers: int | None = None,
) -> Reassignment:
    """Return allocations once deficits have gone to others, and what is left to imports.

    The same as for beet processors by name, and with *states* as for cane processors by name, for
    millions of scenarios.

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
        ``"capacity"`` or ``"allocations"``, the first step's rule.
    workers
        Threads; by default as many as there are cores.

    Returns
    -------
    A :class:`~allotments.formulas.reassignment.Reassignment` of plain arrays, or lazy ones; its
    ``flows`` are ``None``. Labels bring axes and processors together and are not kept: named axes
    come in the order in which the arguments bring them, and processors on the last axis in the
    order of the first argument that names them. [short tons, raw value]

    Raises
    ------
    InvalidInput, TypeError, ValueError
        If arrays do not broadcast, or a number is refused: with the first offending index.
    """
    given = {"allocations": allocations, "ability_to_market": ability_to_market}
    given |= {} if original is None else {"original": original}
    setup = _Setup.of(given, states, by_capacity=by_capacity(in_proportion_to))
    outputs = evaluate_lazily(setup) if setup.lazy else setup.run(workers)
    after, imports = outputs["allocations"], outputs["imports"]
    if setup.single:
        after, imports = after[0], imports[0] if setup.lazy else float(imports[0])
    return Reassignment(after, None, imports)


@dataclass(frozen=True)
class _Setup:
    """A reassignment made ready: aligned arrays, and whose places are whose."""

    varying: dict[str, Any]
    shape: tuple[int, ...]
    count: int
    order: list[int]
    groups: list[slice]
    by_capacity: bool
    single: bool
    lazy: bool

    @classmethod
    def of(
        cls, given: Mapping[str, Any], states: Sequence[str] | None, *, by_capacity: bool
    ) -> _Setup:
        """Return the reassignment of arrays that broadcast, not begun yet."""
        known, _ = arrays_of(given, dict.fromkeys(given))
        count = (np.shape(known["allocations"]) or (0,))[-1]
        if not count:
            raise InvalidInput(["allocations: found no processor, expected some on the last axis"])
        members = [list(range(count))]
        if states is not None:
            members = list(columns_of(states, count).values())
        bounds = np.cumsum([0, *map(len, members)]).tolist()
        arrays, shape = align(known, dict.fromkeys(given, count))
        if single := not shape:
            arrays, shape = {path: array[None] for path, array in arrays.items()}, (1,)
        return cls(
            arrays,
            shape,
            count,
            [place for group in members for place in group],
            [slice(a, b) for a, b in pairwise(bounds)],
            by_capacity,
            single,
            any(is_lazy(array) for array in arrays.values()),
        )

    @property
    def widths(self) -> dict[str, int]:
        """How many recipients each output has on its last axis."""
        return {"allocations": self.count, "imports": 0}

    def run(
        self, workers: int | None = None, start: tuple[int, ...] | None = None
    ) -> dict[str, Array]:
        """Return the outputs over all scenarios, of which the first is the one at *start*."""
        first = start or (0,) * len(self.shape)
        after, imports = np.empty((*self.shape, self.count)), np.empty(self.shape)

        def work(tile: Tile, scratch: Scratch) -> None:
            parts = views(self.varying, tile)
            try:
                for path, part in parts.items():
                    check(path, part, first)
            except InvalidInput as fault:
                raise first_fault(tile, fault, lambda part: self.attempt(part, first)) from None
            # Processor by processor: sums over them then add whole rows.
            tables = [
                _table(part, imports[tile].shape, self.order, scratch, path)
                for path, part in parts.items()
            ]
            weights = tables[-1] if "original" in parts else tables[0]
            own, left = reassign_block(
                tables[0], tables[1], weights, self.groups, scratch, by_capacity=self.by_capacity
            )
            after[tile].reshape(-1, self.count)[:, self.order] = own.T
            imports[tile].reshape(-1)[...] = left

        run_tiles(tiles(self.shape, max(1, BLOCK_SIZE // self.count)), work, workers)
        return {"allocations": after, "imports": imports}

    def check_together(self) -> None:
        """Find nothing wrong with numbers that are right one by one."""

    def attempt(self, tile: Tile, start: tuple[int, ...]) -> InvalidInput | None:
        """Return why a tile is refused, or ``None``."""
        place = tuple(cut.start + before for cut, before in zip(tile, start, strict=True))
        try:
            for path, part in views(self.varying, tile).items():
                check(path, part, place)
        except InvalidInput as fault:
            return fault
        return None


def _table(part: Any, shape: tuple[int, ...], order: list[int], scratch: Scratch, name: str) -> Any:
    """Return processors by scenarios, contiguous; one column where nothing varies."""
    if part.size == len(order):
        return part.reshape(-1, 1)[order]
    flat = np.broadcast_to(part, (*shape, len(order))).reshape(-1, len(order))
    table = scratch.take(name, flat.T.shape)
    table[...] = flat.T if order == sorted(order) else flat.T[order]
    return table
