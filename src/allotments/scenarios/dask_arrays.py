"""The chain on Dask arrays: one task for each block, which checks and evaluates it."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from allotments.scenarios.blocks import Array

if TYPE_CHECKING:
    from allotments.scenarios.evaluation import Setup

__all__ = ["evaluate_lazily"]


def evaluate_lazily(setup: Setup) -> dict[str, Any]:
    """Return the outputs as Dask arrays, nothing computed yet."""
    da = import_module("dask.array")
    axes = tuple(range(len(setup.shape)))
    many = {path: da.asarray(array) for path, array in setup.varying.items()}
    operands: list[Any] = []
    for number, array in enumerate(many.values()):
        # An axis of criteria or processors is an axis of its own, and never cut.
        own = range(len(axes) + 1 + number, len(axes) + 1 + number + array.ndim - len(axes))
        operands += [array.rechunk(dict.fromkeys(range(len(axes), array.ndim), -1)), (*axes, *own)]
    for axis in axes:
        length = setup.shape[axis]
        chunks = next(a.chunks[axis] for a in many.values() if a.shape[axis] == length)
        operands += [da.arange(length, chunks=(chunks,)), (axis,)]
    widths = {name: max(1, len(setup.chain.labels[name])) for name in setup.outputs}
    out = len(axes) + 1 + len(many)
    together = da.blockwise(
        _block,
        (*axes, out),
        *operands,
        new_axes={out: sum(widths.values())},
        concatenate=True,
        dtype=np.float64,
        meta=np.empty((0,) * (len(axes) + 1)),
        setup=replace(setup, varying={}),
        paths=tuple(many),
    )
    outputs: dict[str, Any] = {}
    start = 0
    for name, width in widths.items():
        part = together[..., start : start + width]
        start += width
        outputs[name] = part if setup.chain.labels[name] else part[..., 0]
    outputs["allotments_required"] = outputs["allotments_required"] > 0
    return outputs


def _block(*blocks: Array, setup: Setup, paths: tuple[str, ...]) -> Array:
    """Return the outputs of one block side by side."""
    varying = dict(zip(paths, blocks, strict=False))
    places = blocks[len(paths) :]
    shape = tuple(len(place) for place in places)
    start = tuple(int(place[0]) for place in places)
    outputs = replace(setup, varying=varying, shape=shape).run(workers=1, start=start)
    return np.concatenate([array.reshape((*shape, -1)) for array in outputs.values()], axis=-1)
