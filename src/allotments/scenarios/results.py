"""What an evaluation comes to: arrays with their labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, KeysView, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import product
from typing import Any, TypeAlias

import numpy as np
from numpy import iterable
from numpy.typing import NDArray

from allotments.core.base_model import Model
from allotments.core.errors import InvalidInput, did_you_mean
from allotments.core.exact import is_lazy, same_fields, shown
from allotments.core.labels import has_rows
from allotments.display.frames import optional_library
from allotments.display.result import Result, Shown
from allotments.scenarios.alignment import flat

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
    """

    inputs: Model
    arrays: Mapping[str, Array]
    labels: Mapping[str, tuple[str, ...]]
    coordinates: Mapping[str, Labels]

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

    def __contains__(self, path: object) -> bool:
        return path in self.arrays or path in self.paths()

    def __iter__(self) -> Iterator[str]:
        return iter(self.arrays)

    def keys(self) -> KeysView[str]:
        """Return the names of the outputs, so that ``dict(result)`` holds their arrays."""
        return self.arrays.keys()

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
            If a block holds a scenario that is refused: with the first offending index of the block
            that was first in time.
        """
        lazy = {name: array for name, array in self.arrays.items() if is_lazy(array)}
        if not lazy:
            return self
        computed = import_module("dask").compute(lazy)[0]
        return replace(self, arrays={**self.arrays, **computed})

    def records(self) -> list[dict[str, Any]]:
        """Return a record for each scenario: its labels and every figure by path.

        ``pandas.DataFrame`` and ``polars.DataFrame`` take them directly. Where allotments are not
        required a figure that they would establish is NaN. [short tons, raw value; ratios]
        """
        computed = self.compute()
        columns = {path: computed[path].ravel().tolist() for path in self.paths()}
        places = product(*(np.asarray(labels).tolist() for labels in self.coordinates.values()))
        return [
            dict(zip((*self.dims, *columns), (*place, *row), strict=True))
            for place, row in zip(places, zip(*columns.values(), strict=True), strict=True)
        ]

    def to_xarray(self) -> Any:
        """Return an ``xarray.Dataset``, in which recipients are a dimension with their names.

        Needs ``xarray``, which the extra ``allotments[xarray]`` installs. Lazy arrays stay lazy.
        """
        xr = optional_library("xarray", "'allotments[xarray]'")
        variables: dict[str, Any] = {}
        coordinates: dict[str, Any] = {
            name: (name, np.asarray(own)) for name, own in self.coordinates.items()
        }
        for name, array in self.arrays.items():
            unit = "1" if name.startswith(("percentage", "allotments")) else "short tons, raw value"
            dims = self.dims
            if labels := self.labels.get(name):
                dims = (*dims, _axis_of(name))
                names = [label.partition(".")[2] for label in labels]
                coordinates[dims[-1]] = (dims[-1], names)
            variables[name] = (dims, array, {"units": unit})
        return xr.Dataset(variables, coordinates)


def names_of(dims: Any) -> list[str] | None:
    """Return the names among *dims*; ``None`` if there are none given.

    Raises
    ------
    InvalidInput
        If these are neither in a sequence nor a mapping of them to labels.
    """
    if dims is None:
        return None
    mapping = isinstance(dims, Mapping)
    if not mapping and (
        isinstance(dims, str | AbstractSet) or has_rows(dims) or not iterable(dims)
    ):
        expected = "expected a name for each axis, in a list or a mapping of them to labels"
        raise InvalidInput([f"dims: found {shown(dims)}, {expected}"])
    return [str(name) for name in dims]


def refuse_names_of_outputs(names: Iterable[str], labels: Mapping[str, tuple[str, ...]]) -> None:
    """Refuse names of axes that are those of outputs: in records one would hide the other.

    >>> refuse_names_of_outputs(["draw"], {"imports": ()})

    Raises
    ------
    InvalidInput
        With each such name.
    """
    taken = {path for name, paths in labels.items() for path in (name, *paths, _axis_of(name))}
    faults = [
        f"dims: found {name!r}, an output's name, expected another"
        for name in names
        if name in taken
    ]
    if faults:
        raise InvalidInput(faults)


def _axis_of(output: str) -> str:
    """Return the name of the axis of an output's recipients."""
    return f"{output}_recipient"


def _labels(name: str, chosen: Any) -> Array:
    if isinstance(chosen, str) or not iterable(chosen):
        raise InvalidInput([f"dims[{name!r}]: found {shown(chosen)}, expected labels in a list"])
    return flat(list(chosen))


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
    dims = dims if isinstance(dims, Mapping) else list(dims)
    if len(dims) != len(shape) or len(set(map(str, dims))) != len(shape):
        raise InvalidInput([f"dims: found {shown(dims)}, expected a name for each axis of {shape}"])
    given = dims if isinstance(dims, Mapping) else dict.fromkeys(dims)
    coordinates: dict[str, Labels] = {}
    for (key, chosen), length in zip(given.items(), shape, strict=True):
        name = str(key)
        labels = brought.get(name) if chosen is None else _labels(name, chosen)
        if labels is not None and labels.shape != (length,):
            found = f"found labels of the shape {labels.shape}"
            raise InvalidInput([f"dims[{name!r}]: {found}, expected {length} of them"])
        numbered = labels is None or np.array_equal(labels, np.arange(length))
        coordinates[name] = range(length) if labels is None or numbered else labels
    return coordinates
