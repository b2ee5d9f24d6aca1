"""Work on Dask arrays: one task for each block, which checks and evaluates it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from typing import Any, ClassVar, Protocol, TypeAlias

import numpy as np

from allotments.core.errors import InvalidInput
from allotments.scenarios.blocks import Array, Tile, first_fault

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

    def attempt(self, tile: Tile, start: tuple[int, ...]) -> InvalidInput | None:
        """Return why a tile is refused, or ``None``."""


def evaluate_lazily(work: Work) -> dict[str, Any]:
    """Return the outputs as Dask arrays, nothing computed yet.

    A block that is computed raises the first fault in it; which block that is, is for the scheduler
    to say, and :func:`first_of` all of them.
    """
    widths = {name: max(1, width) for name, width in work.widths.items()}
    together = _over_blocks(work, _outputs, sum(widths.values()), np.float64)
    outputs: dict[str, Any] = {}
    start = 0
    for name, width in work.widths.items():
        part = together[..., start : start + widths[name]]
        start += widths[name]
        outputs[name] = part if width else part[..., 0]
    return outputs


def faults_of(work: Work) -> Blocks:
    """Return lazily of each block the place of its first fault and what it is, or ``None``."""
    return _over_blocks(work, _fault, 1, object)


def first_of(faults: Blocks) -> InvalidInput:
    """Return the first fault of all blocks, computed anew."""
    found: Any = [fault for fault in faults.compute().ravel().tolist() if fault is not None]
    fault: InvalidInput = min(found, key=lambda one: one[0])[1]
    return fault


def batches(
    work: Work,
    task: Callable[[Any, tuple[int, ...]], Any],
    merged: Callable[[list[Any]], Any],
    workers: int,
) -> Iterator[Any]:
    """Yield what *merged* makes of what *task* makes of each block, some blocks at a time.

    Parameters
    ----------
    work
        With lazy arrays among what varies.
    task
        Takes the work on a block, and where the block starts.
    merged
        Takes a list of what tasks or it itself gave.
    workers
        How many threads a local scheduler has.
    """
    dask = import_module("dask")
    blocks = _over_blocks(work, task, 1, object).to_delayed().ravel().tolist()
    pieces = [dask.delayed(_only)(block) for block in blocks]
    size = _BLOCKS_A_THREAD * max(workers, _threads_of_cluster())
    for start in range(0, len(pieces), size):
        parts = pieces[start : start + size]
        while len(parts) > 1:
            parts = [
                dask.delayed(merged)(parts[k : k + _BLOCKS_A_THREAD])
                for k in range(0, len(parts), _BLOCKS_A_THREAD)
            ]
        yield dask.compute(parts[0])[0]


def _threads_of_cluster() -> int:
    """Return how many threads the cluster has that computes, if there is one."""
    distributed = sys.modules.get("distributed")  # who has a cluster has imported it
    try:
        return sum(distributed.get_client().ncores().values()) if distributed else 0
    except ValueError:  # there is none
        return 0


def _over_blocks(work: Work, task: Any, width: int, dtype: Any) -> Blocks:
    """Return what *task* makes of each block, with *width* places on one axis more."""
    da = import_module("dask.array")
    axes = tuple(range(len(work.shape)))
    many = {path: da.asarray(array) for path, array in work.varying.items()}
    operands: list[Any] = []
    for number, array in enumerate(many.values()):
        # An axis of criteria or processors is an axis of its own, and never cut.
        own = range(len(axes) + 1 + number, len(axes) + 1 + number + array.ndim - len(axes))
        operands += [array.rechunk(dict.fromkeys(range(len(axes), array.ndim), -1)), (*axes, *own)]
    for axis in axes:
        length = work.shape[axis]
        chunks = next(a.chunks[axis] for a in many.values() if a.shape[axis] == length)
        operands += [da.arange(length, chunks=(chunks,)), (axis,)]
    out = len(axes) + 1 + len(many)
    return da.blockwise(
        _on_block,
        (*axes, out),
        *operands,
        new_axes={out: width},
        adjust_chunks=None if dtype is np.float64 else dict.fromkeys(axes, 1),
        concatenate=True,
        dtype=dtype,
        meta=np.empty((0,) * (len(axes) + 1), dtype),
        task=task,
        work=replace(work, varying={}),
        paths=tuple(many),
    )


def _on_block(
    *blocks: Array, task: Callable[[Any, tuple[int, ...]], Any], work: Any, paths: tuple[str, ...]
) -> Array:
    """Return what *task* makes of one block, with one axis more than the scenarios have."""
    varying = {path: _filled(block) for path, block in zip(paths, blocks, strict=False)}
    places = blocks[len(paths) :]
    shape = tuple(len(place) for place in places)
    start = tuple(int(place[0]) for place in places)
    made = task(replace(work, varying=varying, shape=shape), start)
    if isinstance(made, np.ndarray):
        return made
    found = np.empty((1,) * (len(shape) + 1), object)
    found[(0,) * found.ndim] = made
    return found


def _filled(block: Array) -> Array:
    """Return a block with what is masked in it as NaN, which is refused where it stands."""
    if isinstance(block, np.ma.MaskedArray):
        return np.ma.filled(block.astype(np.float64), np.nan)
    return np.asarray(block)


def _only(block: Array) -> Any:
    return block.item()


def _outputs(part: Work, start: tuple[int, ...]) -> Array:
    """Return the outputs of one block side by side."""
    part.check_together()
    outputs = part.run(workers=1, start=start).values()
    return np.concatenate([array.reshape((*part.shape, -1)) for array in outputs], axis=-1)


def _fault(part: Work, start: tuple[int, ...]) -> tuple[tuple[int, ...], InvalidInput] | None:
    """Return the place of the first fault in one block and what it is, or ``None``."""
    try:
        part.check_together()
    except InvalidInput as fault:
        return start, fault
    whole = tuple(slice(0, length) for length in part.shape)
    found = first_fault(whole, lambda tile: part.attempt(tile, start))
    if found is None:
        return None
    tile, first = found
    return tuple(cut.start + before for cut, before in zip(tile, start, strict=True)), first
