"""Whole chains over arrays: from estimates, weights and criteria to every processor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np

from allotments.act1990 import Inputs
from allotments.act1990.arrays.determination import (
    Chain,
    Unsound,
    groups_of,
    input_values,
)
from allotments.act1990.arrays.scratch import Scratch
from allotments.act1990.determination.inputs import LEAST_NATIONAL
from allotments.act1990.section_359c import exact_weights
from allotments.act1990.section_359e import InStateReading, by_room
from allotments.ground.errors import InvalidInput, did_you_mean
from allotments.ground.exact import is_lazy, shown
from allotments.scenarios.blocks import Array, Tile, align, check, refused, run_tiles, tiles, views
from allotments.scenarios.results import Evaluation, coordinates_of

__all__ = ["Setup", "evaluate"]

Base: TypeAlias = Any
"""A notice, or the inputs of one."""

Varying: TypeAlias = Mapping[str, Any]
"""By path what varies: a number, a NumPy array, or a lazy array."""

_LARGEST_WEIGHT_BITS = 100  # whose products with tons no float is too small for
_NARROW_ROWS = 32_768  # six inputs and four outputs of as many float64 stay in a 2 MB cache
_WIDE_ROWS = 16_384


def evaluate(
    base: Base,
    varying: Varying | None = None,
    *,
    dims: Sequence[str] | Mapping[str, Any] | None = None,
    only: Sequence[str] | None = None,
    in_proportion_to: InStateReading = "room",
    workers: int | None = None,
) -> Evaluation:
    """Return the determinations of every scenario that the arrays span.

    The same chain as :func:`allotments.determine`, in float64: within a millionth of a short ton
    of it for quantities up to 100 million.

    >>> import allotments
    >>> from allotments.act1990 import CEA_OMB_WEIGHTS, EQUAL_WEIGHTS, FY1995_WEIGHTS
    >>> weights = np.array([FY1995_WEIGHTS, EQUAL_WEIGHTS, CEA_OMB_WEIGHTS])
    >>> result = evaluate(allotments.load("fy1995"), {"weights": weights}, dims=["weighting"])
    >>> result["restraint.beet"].round(3).tolist()
    [144469.08, 194688.517, 82070.941]

    Parameters
    ----------
    base
        A notice or its inputs: what does not vary.
    varying
        By path the arrays of what varies; they broadcast against each other. ``estimates.`` and
        the name of one; ``criteria.beet.``, ``criteria.cane.``, ``state_criteria.`` and a State,
        or ``processor_criteria.``, a group and a processor, followed by ``.past_marketings``,
        ``.processing_capacity`` or ``.ability_to_market``; ``weights``, three on the last axis;
        ``ability_to_market.`` and a group (``beet`` or a State), its processors on the last axis
        in the order of the base. Not negative, at most 1,000,000,000. [short tons, raw value;
        weights are relative]
    dims
        Names of the scenario axes, or a mapping of them to the labels along each.
    only
        The outputs that are wanted, by name; by default all: ``imports``, ``allotments_required``,
        ``overall_allotment_quantity``; for each sector ``percentage_factors.beet``,
        ``sectors.beet``, ``restraint.beet``; ``states`` and ``processors``; and where abilities of
        processors are known ``processor_restraint``, ``after_deficits.beet`` and
        ``deficits_to_imports.beet``. A name without its sector means both;
        ``allotments_required`` always comes.
    in_proportion_to
        As for :func:`~allotments.act1990.reassign_beet_deficits`.
    workers
        Threads; by default as many as there are cores.

    Returns
    -------
    An :class:`Evaluation`. With lazy arrays among the varying it is lazy, and checked block by
    block when computed.

    Raises
    ------
    InvalidInput, TypeError, ValueError
        If a path is not known, arrays do not broadcast, or a scenario is refused: with the first
        offending index. Nothing half done is returned.
    """
    setup = Setup.of(base, varying or {}, only=only, in_proportion_to=in_proportion_to)
    coordinates = coordinates_of(dims, setup.shape)
    if any(is_lazy(array) for array in setup.varying.values()):
        from allotments.scenarios.dask_arrays import evaluate_lazily

        arrays = evaluate_lazily(setup)
    else:
        arrays = setup.run(workers)
    labels = {name: setup.chain.labels[name] for name in arrays if setup.chain.labels[name]}
    return Evaluation(setup.inputs, arrays, labels, coordinates)


@dataclass(frozen=True)
class Setup:
    """An evaluation made ready: aligned arrays, and the chain that takes them."""

    inputs: Inputs
    chain: Chain
    varying: dict[str, Any]
    fixed: dict[str, Array]
    shape: tuple[int, ...]
    outputs: tuple[str, ...]

    @classmethod
    def of(
        cls,
        base: Base,
        varying: Varying,
        *,
        only: Sequence[str] | None = None,
        in_proportion_to: InStateReading = "room",
    ) -> Setup:
        """Return the evaluation of *base* with some of it varying, not begun yet."""
        inputs: Inputs = base if isinstance(base, Inputs) else base.inputs
        groups = groups_of(inputs)
        fixed = input_values(inputs)
        trailing = {f"ability_to_market.{group}": len(names) for group, names in groups.items()}
        for path in varying:
            if path not in fixed and path not in trailing:
                raise InvalidInput([f"{path}: {did_you_mean(path, [*fixed, *trailing])}"])
        trailing["weights"] = 3
        given = dict(varying)
        if "weights" in given and isinstance(given["weights"], (tuple, list)):
            wholes = exact_weights(given["weights"])
            scale = max(1, max(wholes) >> _LARGEST_WEIGHT_BITS)  # only proportions matter
            given["weights"] = np.array([whole / scale for whole in wholes])
        aligned, shape = align(given, trailing)
        if not shape:
            aligned, shape = {path: array[None] for path, array in aligned.items()}, (1,)
        chain = Chain(inputs, set(varying), by_room=by_room(in_proportion_to))
        kept = {
            path: value.reshape((1,) * len(shape) + value.shape)
            for path, value in fixed.items()
            if path not in aligned
        }
        # The chain begins with the estimates, which the check before it then leaves in the cache.
        ordered = dict(sorted(aligned.items(), key=lambda item: item[0].startswith("estimates.")))
        return cls(inputs, chain, ordered, kept, shape, _wanted(chain, only))

    @property
    def rows(self) -> int:
        """How many scenarios go into a tile."""
        wide = any(self.chain.labels[name] for name in self.outputs)
        return _WIDE_ROWS if wide else _NARROW_ROWS

    def part(self, varying: dict[str, Array], tile: Tile) -> Setup:
        """Return the same evaluation of one tile."""
        return replace(self, varying=varying, shape=tuple(cut.stop - cut.start for cut in tile))

    def allocate(self, shape: tuple[int, ...]) -> dict[str, Array]:
        """Return fresh arrays for the outputs."""
        return {
            name: np.empty(
                (*shape, *((len(own),) if (own := self.chain.labels[name]) else ())),
                bool if name == "allotments_required" else np.float64,
            )
            for name in self.outputs
        }

    def run(
        self, workers: int | None = None, start: tuple[int, ...] | None = None
    ) -> dict[str, Array]:
        """Return the outputs over all scenarios, of which the first is the one at *start*."""
        _refuse_thousands(self.varying)
        first = start or (0,) * len(self.shape)
        outputs = self.allocate(self.shape)

        def work(tile: Tile, scratch: Scratch) -> None:
            out = {name: array[tile] for name, array in outputs.items()}
            place = tuple(cut.start + before for cut, before in zip(tile, first, strict=True))
            self.run_tile(views(self.varying, tile), out, place, scratch)

        run_tiles(tiles(self.shape, self.rows), work, workers)
        return outputs

    def run_tile(
        self,
        varying: dict[str, Array],
        out: dict[str, Array],
        start: tuple[int, ...],
        scratch: Scratch,
    ) -> None:
        """Check one tile and fill its outputs."""
        check(varying, start)
        try:
            self.chain.run({**self.fixed, **varying}, out, scratch)
        except Unsound as fault:
            raise refused(fault, start) from None


def _wanted(chain: Chain, only: Sequence[str] | None) -> tuple[str, ...]:
    """Return the names of the outputs that are wanted, in their order."""
    if only is None:
        return tuple(chain.labels)
    for name in only:
        if not any(_means(name, label) for label in chain.labels):
            raise InvalidInput([f"only: found {shown(name)}; {did_you_mean(name, chain.labels)}"])
    wanted = {"allotments_required", *only}
    return tuple(label for label in chain.labels if any(_means(name, label) for name in wanted))


def _means(name: str, label: str) -> bool:
    return label == name or label.startswith(f"{name}.")


def _refuse_thousands(arrays: Mapping[str, Any]) -> None:
    """Refuse national quantities all so small that thousands were passed as tons."""
    for path, array in arrays.items():
        if not path.startswith(("estimates.", "criteria.")):
            continue
        # A look at the first few spares most arrays the walk through all of it.
        first = array[(slice(64),) * array.ndim]
        if 0 < first.max(initial=0) < LEAST_NATIONAL and 0 < array.max() < LEAST_NATIONAL:
            largest = array.max()
            fault = (
                f"{path}: found {largest:,.0f} short tons at most, expected at least "
                f"{LEAST_NATIONAL:,}; if thousands of short tons are meant, multiply by TST"
            )
            raise InvalidInput([fault])
