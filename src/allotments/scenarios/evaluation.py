"""Whole chains over arrays: from estimates, weights and criteria to every processor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from inspect import signature
from typing import Any, TypeAlias

import numpy as np

from allotments.acts import act_of
from allotments.core.errors import InvalidInput, did_you_mean, unrounded
from allotments.core.exact import is_lazy, shown, unmasked
from allotments.core.labels import by_name
from allotments.core.reused_memory import InvalidScenario, Scratch, aligned
from allotments.determination import figures_of, inputs_of
from allotments.inputs import LEAST_NATIONAL
from allotments.rounding import half_up
from allotments.scenarios.alignment import Axes, arrays_of
from allotments.scenarios.blocks import (
    Array,
    Tile,
    align,
    check,
    first_fault,
    refused,
    run_tiles,
    tiles,
    views,
)
from allotments.scenarios.dask_arrays import evaluate_lazily
from allotments.scenarios.kernels import Checked, Kernel, kernels_of
from allotments.scenarios.results import (
    Evaluation,
    coordinates_of,
    names_of,
    refuse_names_of_outputs,
)

MASK = "allotments_required"

Baseline: TypeAlias = Any
"""A notice, or the inputs of one."""

Changes: TypeAlias = Any
"""By path what varies: a mapping, or a frame whose columns are paths."""

_NARROW_ROWS = 32_768  # six inputs and four outputs of as many float64 stay in a 2 MB cache
_WIDE_ROWS = 16_384


def evaluate(
    baseline: Baseline,
    changes: Changes | None = None,
    *,
    dims: Sequence[str] | Mapping[str, Any] | None = None,
    only: Sequence[str] | None = None,
    workers: int | None = None,
    **options: Any,
) -> Evaluation:
    """Return the determinations of every scenario that the arrays span.

    The same chain as :func:`allotments.determine`, in float64: within a millionth of a short ton
    of it for quantities up to 100 million, if no recorded quantity exceeds the allotment that it
    was part of.

    >>> import allotments
    >>> from allotments.act1990 import CEA_OMB_WEIGHTS, EQUAL_WEIGHTS, FY1995_WEIGHTS
    >>> weights = np.array([FY1995_WEIGHTS, EQUAL_WEIGHTS, CEA_OMB_WEIGHTS])
    >>> result = evaluate(allotments.load("fy1995"), {"weights": weights}, dims=["weighting"])
    >>> result["restraint.beet"].round(3).tolist()
    [144469.08, 194688.517, 82070.941]

    Parameters
    ----------
    baseline
        A notice or its inputs: what does not vary.
    changes
        By path what varies: numbers, lists, arrays, lazy arrays, pandas Series and DataFrames, or
        xarray DataArrays; a mapping, or a frame or Dataset of them. They broadcast against each
        other by position, DataArrays by the names of their axes, which become those of the
        scenarios; the rows of frames are one axis, and labels along an axis must be the same
        throughout. Recipients with names are put in order by them. Masked numbers are refused.
        The paths: ``estimates.`` and
        the name of one; ``criteria.beet.``, ``criteria.cane.``, ``state_criteria.`` and a State,
        or ``processor_criteria.``, a group and a processor, followed by ``.past_marketings``,
        ``.processing_capacity`` or ``.ability_to_market``; ``weights``, three on the last axis;
        ``ability_to_market.`` and a group (``beet`` or a State), its processors on the last axis
        in the order of the base. Not negative, at most 1,000,000,000. [short tons, raw value;
        weights are relative]
    dims
        Names of the scenario axes, or a mapping of them to the labels along each. Needed where an
        array without names stands beside several named axes.
    only
        The outputs that are wanted, by name; by default all: ``imports``, ``allotments_required``,
        ``overall_allotment_quantity``; for each sector ``percentage_factors.beet``,
        ``sectors.beet``, ``restraint.beet``; ``states`` and ``processors``; and where abilities of
        processors are known ``processor_restraint``, ``after_deficits.beet`` and
        ``deficits_to_imports.beet``. A name without its sector means both;
        ``allotments_required`` always comes.
    workers
        Threads; by default as many as there are cores.
    **options
        What an Act leaves open: *in_proportion_to*, the rule of the first step of deficits.

    Returns
    -------
    An :class:`Evaluation`. With lazy arrays among the varying it is lazy, and checked block by
    block when computed.

    Raises
    ------
    InvalidInput, TypeError, ValueError
        If a path is not known, arrays do not broadcast, or a scenario is refused: with the first
        offending index in C order over all scenarios. Nothing half done is returned.
    """
    setup = Setup.of(baseline, changes, dims=dims, only=only, **options)
    coordinates = coordinates_of(dims, setup.shape, setup.axes)
    refuse_names_of_outputs(coordinates, {n: setup.kernel.labels[n] for n in setup.outputs})
    if any(is_lazy(array) for array in setup.varying.values()):
        arrays = evaluate_lazily(setup)
        if MASK in arrays:
            arrays[MASK] = arrays[MASK] > 0
    else:
        setup.check_together()
        arrays = setup.run(workers)
    labels = {name: setup.kernel.labels[name] for name in arrays if setup.kernel.labels[name]}
    return Evaluation(setup.inputs, arrays, labels, coordinates)


@dataclass(frozen=True)
class Setup:
    """An evaluation made ready: aligned arrays, and the chain that takes them."""

    inputs: Any
    relative: frozenset[str]
    kernel: Kernel
    varying: dict[str, Any]
    fixed: dict[str, Array]
    shape: tuple[int, ...]
    outputs: tuple[str, ...]
    axes: Axes

    @classmethod
    def of(
        cls,
        baseline: Baseline,
        changes: Changes | None,
        *,
        dims: Any = None,
        only: Sequence[str] | None = None,
        **options: Any,
    ) -> Setup:
        """Return the evaluation of *baseline* with some of it changed, not begun yet."""
        given = _by_path(changes)
        inputs = _stating(given, inputs_of("baseline", baseline))
        module = kernels_of(inputs)
        fixed, recipients = module.known(inputs), module.recipients(inputs)
        for path in given:
            if path not in fixed and path not in recipients:
                paths = dict.fromkeys([*fixed, *recipients])
                raise InvalidInput([f"{path}: {did_you_mean(path, paths)}"])
        arrays, axes = arrays_of(given, recipients, names_of(dims))
        trailing = {path: len(names) for path, names in recipients.items()}
        changing, shape = align(arrays, trailing)
        if not shape:
            changing, shape = {path: array[None] for path, array in changing.items()}, (1,)
        known = [*signature(module.kernel).parameters][2:]
        for name in options:
            if name not in known:
                names = [*signature(evaluate).parameters, *known]
                raise TypeError(f"{name}: unknown argument; {did_you_mean(name, names)}")
        kernel = module.kernel(inputs, set(given), **options)
        kept = {
            path: value.reshape((1,) * len(shape) + value.shape)
            for path, value in fixed.items()
            if path not in changing
        }
        outputs = _wanted(kernel.labels, only)
        return cls(inputs, frozenset(module.RELATIVE), kernel, changing, kept, shape, outputs, axes)

    @property
    def rows(self) -> int:
        """How many scenarios go into a tile."""
        wide = any(self.kernel.labels[name] for name in self.outputs)
        return _WIDE_ROWS if wide else _NARROW_ROWS

    def part(self, varying: dict[str, Array], tile: Tile) -> Setup:
        """Return the same evaluation of one tile."""
        return replace(self, varying=varying, shape=tuple(cut.stop - cut.start for cut in tile))

    def computed(self) -> Setup:
        """Return the same evaluation with lazy arrays computed."""
        lazy = {path: array for path, array in self.varying.items() if is_lazy(array)}
        if not lazy:
            return self
        known = import_module("dask").compute(lazy)[0]
        arrays = {p: unmasked(p, known.get(p, one)) for p, one in self.varying.items()}
        return replace(self, varying=arrays)

    def allocate(self, shape: tuple[int, ...]) -> dict[str, Array]:
        """Return fresh arrays for the outputs."""
        return {
            name: aligned(
                (*shape, *((len(own),) if (own := self.kernel.labels[name]) else ())),
                bool if name == MASK else np.float64,
            )
            for name in self.outputs
        }

    def check_together(self) -> None:
        """Refuse thousands of short tons that were passed as short tons."""
        refuse_thousands(self.small())

    @property
    def widths(self) -> dict[str, int]:
        """How many recipients each output has on its last axis; none for one without."""
        return {name: len(self.kernel.labels[name]) for name in self.outputs}

    def run(
        self, workers: int | None = None, start: tuple[int, ...] | None = None
    ) -> dict[str, Array]:
        """Return the outputs over all scenarios, of which the first is the one at *start*."""
        first = start or (0,) * len(self.shape)
        outputs = self.allocate(self.shape)

        def work(tile: Tile, scratch: Scratch) -> None:
            out = {name: array[tile] for name, array in outputs.items()}
            try:
                self.run_tile(tile, out, first, scratch)
            except InvalidInput as fault:
                raise first_fault(tile, fault, lambda part: self.attempt(part, first)) from None

        run_tiles(tiles(self.shape, self.rows), work, workers)
        return outputs

    def attempt(self, tile: Tile, start: tuple[int, ...]) -> InvalidInput | None:
        """Return why a tile is refused, or ``None``: the first fault in the paths' order."""
        out = self.allocate(tuple(cut.stop - cut.start for cut in tile))
        try:
            for path, array in views(self.varying, tile).items():
                place = tuple(cut.start + before for cut, before in zip(tile, start, strict=True))
                check(path, array, place, relative=path in self.relative)
            self.run_tile(tile, out, start, Scratch())
        except InvalidInput as fault:
            return fault
        return None

    def run_tile(
        self, tile: Tile, out: dict[str, Array], start: tuple[int, ...], scratch: Scratch
    ) -> None:
        """Check one tile and fill its outputs."""
        place = tuple(cut.start + before for cut, before in zip(tile, start, strict=True))

        def checked(path: str, array: Array) -> Array:
            return check(path, array, place, relative=path in self.relative)

        values = Checked(self.fixed, views(self.varying, tile), checked)
        try:
            self.kernel.run(values, out, scratch)
        except InvalidScenario as fault:
            raise refused(fault, place) from None
        values.rest()

    def small(self) -> dict[str, float]:
        """Return the largest number of each quantity that is below what it is at least."""
        families = act_of(self.inputs).families
        national = {name for name, family in families.items() if family.national}
        found: dict[str, float] = {}
        for path, array in self.varying.items():
            if path.partition(".")[0] not in national:
                continue
            # A look at the first few spares most arrays the walk through all of it.
            first = array[(slice(64),) * array.ndim]
            if first.max(initial=0) < LEAST_NATIONAL and array.max() < LEAST_NATIONAL:
                found[path] = float(array.max())
        return found


def _stating(given: Iterable[str], inputs: Any) -> Any:
    """Return inputs that state, too, what is given of those that follow from the others so far."""
    names = (path for path in given if isinstance(path, str))
    unstated = [path for path in names if getattr(inputs, path, 0) is None]
    if not unstated:
        return inputs
    figures = figures_of(act_of(inputs), inputs)
    return inputs.replace(**{path: half_up(figures[path].value) for path in unstated})


def _by_path(changes: Changes | None) -> dict[str, Any]:
    if changes is None:
        return {}
    try:
        given = by_name("changes", changes)
    except ValueError as error:  # columns of a frame may have one name
        raise InvalidInput([str(error)]) from None
    if given is None:
        found = type(changes).__name__
        raise TypeError(f"changes: found {found}, expected a mapping of paths to what varies")
    return given


def _wanted(labels: Mapping[str, tuple[str, ...]], only: Sequence[str] | None) -> tuple[str, ...]:
    """Return the names of the outputs that are wanted, in their order."""
    if only is None:
        return tuple(labels)
    only = [only] if isinstance(only, str) else only
    if not np.iterable(only):
        raise InvalidInput([f"only: found {shown(only)}, expected the names of outputs in a list"])
    for name in only:
        if not any(_means(name, label) for label in labels):
            known = dict.fromkeys(part for one in labels for part in (one.split(".")[0], one))
            raise InvalidInput([f"only: found {shown(name)}; {did_you_mean(name, known)}"])
    wanted = {MASK, *only}
    return tuple(label for label in labels if any(_means(name, label) for name in wanted))


def _means(name: str, label: str) -> bool:
    return label == name or label.startswith(f"{name}.")


def refuse_thousands(largest: Mapping[str, float]) -> None:
    """Refuse quantities all so small that thousands were passed as tons."""
    for path, most in largest.items():
        if most > 0:
            fault = (
                f"{path}: found {unrounded(most)} short tons at most, expected at least "
                f"{LEAST_NATIONAL:,}; if thousands of short tons are meant, multiply by TST"
            )
            raise InvalidInput([fault])
