"""What an evaluation comes to: arrays with their labels."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import product
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from allotments.core.base_model import Model
from allotments.core.errors import InvalidInput, did_you_mean
from allotments.core.exact import is_lazy, same_fields, shown
from allotments.display.result import Result, Shown
from allotments.scenarios.alignment import flat
from allotments.scenarios.dask_arrays import first_of

Array: TypeAlias = NDArray[Any]
Labels: TypeAlias = range | NDArray[Any]


_HEADERS = ("Output", "Recipients, on its last axis")
_MOST_NAMED = 5
_NOTES = (
    "Short tons, raw value; percentage factors are ratios. NaN where no allotments are required.",
    "result[output] is its array, result['states.Florida'] one recipient's part.",
    "As rows: .records(); as labelled arrays: .to_xarray(); statistics alone: scenarios.summarise.",
)


@dataclass(frozen=True, eq=False, repr=False)
class Evaluation(Result):
    """The determinations of many scenarios at once, as arrays that know what they are.

    Where no allotments are required everything that only an allotment establishes is NaN, and
    :attr:`allotments_required` is the mask.

    >>> import allotments
    >>> from allotments.scenarios import evaluate
    >>> inputs = allotments.load("fy1995").inputs
    >>> stocks = np.array([1_278_000, 1_279_000])  # short tons
    >>> result = evaluate(inputs, {"estimates.reasonable_carryover_stocks": stocks})
    >>> result
    Evaluation of 2 scenarios (scenario: 2), 1 with allotments required
    >>> result["sectors.beet"].round(3).tolist()
    [4355530.92, nan]
    >>> result["states.Florida"].round(3).tolist()
    [1687380.0, nan]

    Attributes
    ----------
    inputs : Inputs
        The base.
    arrays : dict
        Every output by name; recipients are on the last axis. [short tons, raw value; factors are
        ratios]
    labels : dict
        Of each output with recipients their paths, in the order of its last axis.
    coordinates : dict
        Of each scenario axis, in order, its name and its labels: numbers from zero if none were
        given.
    faults : lazy array or None
        Of lazy arrays, as lazily, the first fault of each block: its place and what it is.
    """

    inputs: Model
    arrays: Mapping[str, Array]
    labels: Mapping[str, tuple[str, ...]]
    coordinates: Mapping[str, Labels]
    faults: Any = None

    @property
    def dims(self) -> tuple[str, ...]:
        """The names of the scenario axes."""
        return tuple(self.coordinates)

    @property
    def shape(self) -> tuple[int, ...]:
        """How many scenarios there are along each axis."""
        return tuple(len(labels) for labels in self.coordinates.values())

    @property
    def size(self) -> int:
        """How many scenarios there are."""
        return int(np.prod(self.shape))

    @property
    def allotments_required(self) -> Array:
        """The mask: where allotments are required, which is everywhere if nothing decides it."""
        required = self.arrays.get("allotments_required")
        return np.ones(self.shape, bool) if required is None else required

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Evaluation):
            return NotImplemented
        return same_fields(self, other)

    __hash__ = None  # type: ignore[assignment]  # as whatever holds a dict or an array

    def __repr__(self) -> str:
        axes = ", ".join(f"{name}: {len(labels)}" for name, labels in self.coordinates.items())
        plural = "" if self.size == 1 else "s"
        required = self.allotments_required
        known = "lazy" if is_lazy(required) else f"{int(required.sum()):,} with allotments required"
        return f"Evaluation of {self.size:,} scenario{plural} ({axes}), {known}"

    def _shown(self) -> Shown:
        return Shown(repr(self), _HEADERS, list(self._rows()), notes=_NOTES)

    def _rows(self) -> Iterator[tuple[str, str]]:
        """Yield each output and its recipients: of many the first two and the last."""
        for name in self.arrays:
            names = [label.partition(".")[2] for label in self.labels.get(name, ())]
            if len(names) > _MOST_NAMED:
                names = [f"{len(names)}: {names[0]}", names[1], "...", names[-1]]
            yield name, ", ".join(names)

    def paths(self) -> list[str]:
        """Return the path of every figure, such as ``sectors.beet`` and ``states.Florida``."""
        return [path for name in self.arrays for path in self.labels.get(name) or (name,)]

    def __getitem__(self, path: str) -> Array:
        """Return one output, or one recipient's part of it as a view. [short tons or ratio]."""
        if path in self.arrays:
            return self.arrays[path]
        for name, labels in self.labels.items():
            if path in labels and name in self.arrays:
                return self.arrays[name][..., labels.index(path)]
        raise KeyError(f"{path}: {self._hint(path)}")

    def _hint(self, path: str) -> str:
        """Return what a path may have meant: all that begins with it, else what is nearest."""
        known = list(dict.fromkeys([*self.arrays, *self.paths()]))
        begun = [name for name in known if name.startswith(str(path))]
        named = [name for name in begun if name in self.arrays] or begun
        if len(named) > 1:
            return f"expected one of: {', '.join(named)}"
        return did_you_mean(path, named or known)

    def compute(self) -> Evaluation:
        """Return the evaluation with lazy arrays computed, all in one go.

        Raises
        ------
        InvalidInput
            If a block holds a scenario that is refused: with the first offending index of all.
        """
        lazy = {name: array for name, array in self.arrays.items() if is_lazy(array)}
        if not lazy:
            return self
        try:
            computed = import_module("dask").compute(lazy)[0]
        except InvalidInput:  # of the block that was first in time
            raise first_of(self.faults) from None
        return replace(self, arrays={**self.arrays, **computed}, faults=None)

    def records(self) -> list[dict[str, Any]]:
        """Return a record for each scenario: its labels and every figure by path.

        ``pandas.DataFrame`` and ``polars.DataFrame`` take them directly. Where allotments are not
        required a figure that they would establish is ``None``. [short tons, raw value; ratios]
        """
        computed = self.compute()
        columns = {path: computed[path].ravel().tolist() for path in self.paths()}
        places = product(*(np.asarray(labels).tolist() for labels in self.coordinates.values()))
        return [
            dict(zip(self.dims, place, strict=True))
            | {
                path: None if math.isnan(one) else one
                for path, one in zip(columns, row, strict=True)
            }
            for place, row in zip(places, zip(*columns.values(), strict=True), strict=True)
        ]

    def to_xarray(self) -> Any:
        """Return an ``xarray.Dataset``, in which recipients are a dimension with their names.

        Needs ``xarray``, which the extra ``allotments[xarray]`` installs. Lazy arrays stay lazy.
        """
        try:
            xr = import_module("xarray")
        except ModuleNotFoundError:
            raise ModuleNotFoundError(
                "labelled arrays need xarray: pip install 'allotments[xarray]'"
            ) from None
        variables: dict[str, Any] = {}
        coordinates: dict[str, Any] = {
            name: (name, np.asarray(own)) for name, own in self.coordinates.items()
        }
        for name, array in self.arrays.items():
            unit = "1" if name.startswith(("percentage", "allotments")) else "short tons, raw value"
            dims = self.dims
            if labels := self.labels.get(name):
                dims = (*dims, f"{name}_recipient")
                names = [label.partition(".")[2] for label in labels]
                coordinates[dims[-1]] = (dims[-1], names)
            variables[name] = (dims, array, {"units": unit})
        return xr.Dataset(variables, coordinates)


def names_of(dims: Any) -> list[str] | None:
    """Return the names among *dims*; ``None`` if there are none given."""
    return None if dims is None or isinstance(dims, str) else [str(name) for name in dims]


def coordinates_of(
    dims: Any, shape: tuple[int, ...], axes: Mapping[str, Array | None] | None = None
) -> dict[str, Labels]:
    """Return the labels of each scenario axis from names, or a mapping of names to labels.

    >>> {name: list(labels) for name, labels in coordinates_of(["draw"], (2,)).items()}
    {'draw': [0, 1]}

    Parameters
    ----------
    dims
        Names of all axes, or a mapping of them to labels.
    shape
        How many scenarios there are along each.
    axes
        Names and labels that arrays brought with them, of the last axes.

    Raises
    ------
    InvalidInput
        If there are not as many as axes, or not as many labels as scenarios along one.
    """
    brought = axes or {}
    if dims is None:
        plain = ["scenario"] if len(shape) == 1 else [f"axis_{k}" for k in range(len(shape))]
        dims = [*plain[: len(shape) - len(brought)], *brought]
    if isinstance(dims, str) or len(dims) != len(shape) or len(set(dims)) != len(shape):
        raise InvalidInput([f"dims: found {shown(dims)}, expected a name for each axis of {shape}"])
    given = dims if hasattr(dims, "items") else dict.fromkeys(dims)
    coordinates: dict[str, Labels] = {}
    for (key, chosen), length in zip(given.items(), shape, strict=True):
        name = str(key)
        labels = brought.get(name) if chosen is None else flat(list(chosen))
        if labels is not None and labels.shape != (length,):
            found = f"found labels of the shape {labels.shape}"
            raise InvalidInput([f"dims[{name!r}]: {found}, expected {length} of them"])
        numbered = labels is None or np.array_equal(labels, np.arange(length))
        coordinates[name] = range(length) if labels is None or numbered else labels
    return coordinates
