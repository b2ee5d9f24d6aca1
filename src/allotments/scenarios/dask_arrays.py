"""Work on Dask arrays: what is done to arrays in memory, mapped over their blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from itertools import pairwise
from typing import Any, ClassVar, Protocol, TypeAlias

import numpy as np

from allotments.scenarios.blocks import Array

_BLOCKS_A_THREAD = 4

Blocks: TypeAlias = Any
"""A lazy array."""


class Work(Protocol):
    """What is to be done for every scenario, made ready."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def varying(self) -> dict[str, Any]:
        """By path the arrays of what varies, with as many scenario axes as *shape*."""

    @property
    def shape(self) -> tuple[int, ...]:
        """How many scenarios there are along each axis."""

    @property
    def widths(self) -> dict[str, int]:
        """How many recipients each output has on its last axis; none for one without."""

    def run(
        self, workers: int | None = None, start: tuple[int, ...] | None = None
    ) -> dict[str, Array]:
        """Return the outputs over all scenarios, of which the first is the one at *start*."""

    def check_together(self) -> None:
        """Refuse numbers that are right one by one, and wrong all together."""


def evaluate_lazily(work: Work) -> dict[str, Any]:
    """Return the outputs as Dask arrays, nothing computed yet.

    A block that is computed raises the first fault in it; which block is computed first, is for the
    scheduler to say.
    """
    widths = {name: max(1, width) for name, width in work.widths.items()}
    together = _over_blocks(work, _outputs, sum(widths.values()), np.float64)
    ends = np.cumsum([0, *widths.values()]).tolist()
    return {
        name: together[..., start:end] if work.widths[name] else together[..., start]
        for name, (start, end) in zip(widths, pairwise(ends), strict=True)
    }


def results_of_blocks(
    work: Work, task: Callable[[Any, tuple[int, ...]], Any], workers: int
) -> Iterator[Any]:
    """Yield what *task* makes of each block, computed some for each worker at a time.

    It takes the work on a block, and where the block starts.
    """
    dask = import_module("dask")
    blocks = _over_blocks(work, task, 1, object).to_delayed().ravel().tolist()
    for start in range(0, len(blocks), _BLOCKS_A_THREAD * workers):
        for made in dask.compute(*blocks[start : start + _BLOCKS_A_THREAD * workers]):
            yield made.item()


def _over_blocks(work: Work, task: Any, width: int, kind: Any) -> Blocks:
    """Return what *task* makes of each block, with *width* places on one axis more."""
    da = import_module("dask.array")
    axes = len(work.shape)
    columns = [
        da.asarray(array if array.ndim > axes else array[..., None]).map_blocks(
            _filled, dtype=np.float64
        )
        for array in work.varying.values()
    ]
    wide = [da.broadcast_to(one, (*work.shape, one.shape[-1])) for one in columns]
    table = da.concatenate(wide, axis=-1).rechunk({axes: -1})
    ends = np.cumsum([0, *(one.shape[-1] for one in columns)]).tolist()
    places: dict[str, Any] = {
        path: slice(start, end) if array.ndim > axes else start
        for (path, array), (start, end) in zip(work.varying.items(), pairwise(ends), strict=True)
    }
    chunks = [(1,) * len(own) if kind is object else own for own in table.chunks[:-1]]
    return table.map_blocks(
        _on_block,
        dtype=kind,
        chunks=(*chunks, (width,)),
        meta=np.empty((0,) * (axes + 1), kind),
        task=task,
        work=replace(work, varying={}),
        places=places,
    )


def _on_block(block: Array, task: Any, work: Any, places: Any, block_info: Any) -> Array:
    start = tuple(first for first, _ in block_info[0]["array-location"][:-1])
    varying = {path: np.ascontiguousarray(block[..., at]) for path, at in places.items()}
    made = task(replace(work, varying=varying, shape=block.shape[:-1]), start)
    if isinstance(made, np.ndarray):
        return made
    found = np.empty((1,) * block.ndim, object)
    found[(0,) * block.ndim] = made
    return found


def _filled(block: Array) -> Array:
    """Return a block with what is masked in it as NaN, which is refused where it stands."""
    return np.asarray(np.ma.filled(block.astype(np.float64), np.nan))


def _outputs(part: Work, start: tuple[int, ...]) -> Array:
    """Return the outputs of one block side by side."""
    part.check_together()
    outputs = part.run(workers=1, start=start).values()
    return np.concatenate([array.reshape((*part.shape, -1)) for array in outputs], axis=-1)
