"""What users give as scenarios, as arrays on common axes: lists, frames, and arrays with names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from numbers import Real
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from allotments.core.errors import InvalidInput
from allotments.core.exact import is_labelled, is_lazy, unmasked
from allotments.core.labels import (
    has_rows,
    labels_of,
    plain_name,
    refuse_other_labels,
    refuse_units,
)
from allotments.formulas.criteria import lowest_terms

Array: TypeAlias = NDArray[Any]
Axes: TypeAlias = dict[str, Array | None]
"""By the name of an axis its labels, where it has some."""

_ONE_AXIS = "scenario"
_MOST_LISTED = 6  # recipients


@dataclass
class _Argument:
    """One argument: its numbers, and the names that it brought."""

    path: str
    numbers: Any
    names: list[str] | None = None
    """Of its scenario axes, if they have names."""
    labels: dict[str, Array] = field(default_factory=dict)
    """Along these axes."""
    recipients: list[Any] | None = None
    """On its last axis, if they have names."""
    rows: bool = False
    """Whether it is a frame: the rows of all frames are one axis, whatever they are called."""


def arrays_of(
    values: Mapping[str, Any],
    recipients: Mapping[str, Sequence[str] | None],
    dims: Sequence[str] | None = None,
) -> tuple[dict[str, Any], Axes]:
    """Return numbers and arrays that broadcast by position, and the axes that had a name.

    >>> values = {"estimates.production": [7_890_000, 7_900_000], "weights": ("1/4", "1/4", "1/2")}
    >>> arrays, axes = arrays_of(values, {"weights": ["a", "b", "c"]})
    >>> arrays["estimates.production"], arrays["weights"], axes
    (array([7890000, 7900000]), array([0.25, 0.25, 0.5 ]), {})

    Parameters
    ----------
    values
        By path a number; anything that is or becomes an array; a pandas Series or DataFrame; an
        xarray DataArray.
    recipients
        Of the arguments that have recipients on their last axis the names of these; ``None`` for
        those of the first argument that names them.
    dims
        The order of the named axes; by default that in which they come.

    Raises
    ------
    InvalidInput
        If labels of one axis differ, recipients are others than expected or stand there more than
        once, or it is not clear which axis an array without names has beside arrays with several.
    TypeError
        If something holds what is not a number.
    """
    alone = {path: value for path, value in values.items() if path not in recipients}
    if any(hasattr(value, "columns") for value in alone.values()):
        # Such a frame's rows and columns are axes of scenarios, which meet others by position.
        found = [one for path, value in alone.items() for one in labels_of(path, value)]
        try:
            refuse_other_labels(found)
        except ValueError as error:
            raise InvalidInput([str(error)]) from None
    given = [
        _argument(path, value, path in recipients, recipients.get(path))
        for path, value in values.items()
    ]
    _order_recipients(given, recipients)
    _name_rows(given)
    axes = _axes(given, dims)
    arrays = {}
    for one in given:
        if one.names is not None:
            arrays[one.path] = _placed(one, list(axes))
            continue
        own = np.ndim(one.numbers) - (one.path in recipients)
        if len(axes) > 1 and own > 0 and dims is None:
            fault = f"found an array without names beside axes named {', '.join(axes)}"
            raise InvalidInput([f"{one.path}: {fault}, expected names, or dims for their order"])
        arrays[one.path] = one.numbers
    return arrays, axes


def repeated(names: Iterable[Any]) -> list[Any]:
    """Return the names that are there more than once, however their letters are composed.

    >>> repeated(["Florida", "Texas", "Florida"])
    ['Florida']
    """
    return [name for name, count in Counter(map(plain_name, names)).items() if count > 1]


def flat(labels: list[Any]) -> Array:
    """Return labels as a flat array: even where each is a tuple; times as such, of any library."""
    if labels and all(map(_is_time, labels)):
        return np.array(labels, f"datetime64[{'D' if {*map(type, labels)} == {date} else 'us'}]")
    if any(isinstance(label, tuple) for label in labels):
        array = np.empty(len(labels), object)
        array[:] = labels
        return array
    return np.asarray(labels)


def _is_time(label: Any) -> bool:
    return isinstance(label, date | np.datetime64) and getattr(label, "tzinfo", None) is None


def _argument(path: str, value: Any, divided: bool, expected: Sequence[str] | None) -> _Argument:  # noqa: FBT001
    """Return one argument; if *divided* with its recipients on the last axis."""
    refuse_units(path, value)
    if is_labelled(value):
        refuse_units(path, value.data)
        return _from_labelled(path, value, divided, expected)
    if has_rows(value):
        return _from_rows(path, value, divided)
    if isinstance(value, (list, tuple)):
        value = _from_list(path, value)
    # Frames without labelled rows, such as those of polars, name their columns at least.
    columns = getattr(value, "column_names", getattr(value, "columns", None))
    columns = None if is_lazy(value) else columns
    return _Argument(path, _numbers(path, value), recipients=_names(columns) if divided else None)


def _from_labelled(
    path: str,
    value: Any,
    divided: bool,  # noqa: FBT001
    expected: Sequence[str] | None,
) -> _Argument:
    """Return an xarray DataArray's numbers, with its recipients on the last axis."""
    dims = [str(dim) for dim in value.dims]
    labels = {str(dim): flat(list(value.coords[dim].values)) for dim in value.coords.dims}
    labels = {dim: own for dim, own in labels.items() if dim in map(str, value.indexes)}
    numbers = _numbers(path, value.data)
    recipients = None
    if divided and dims:
        same = [dim for dim, own in labels.items() if set(own.tolist()) == set(expected or ())]
        last = same[0] if len(same) == 1 else dims[-1]
        numbers = numbers.transpose(
            [*(k for k, d in enumerate(dims) if d != last), dims.index(last)]
        )
        dims.remove(last)
        recipients = _names(labels.pop(last, None))
    return _Argument(path, numbers, dims, labels, recipients)


def _from_rows(path: str, value: Any, divided: bool) -> _Argument:  # noqa: FBT001
    """Return a pandas Series's or DataFrame's numbers, whose rows are one axis with labels."""
    numbers = _numbers(path, value.to_numpy())
    if numbers.ndim == 1 and divided:  # one number for each recipient
        return _Argument(path, numbers, recipients=_names(value.index))
    if numbers.ndim > 1 and not divided:
        return _Argument(path, numbers)
    names = [] if value.index.name is None else [str(value.index.name)]
    labels = dict.fromkeys(names or [""], flat(value.index.tolist()))
    recipients = _names(value.columns) if divided else None
    return _Argument(path, numbers, names, labels, recipients, rows=True)


def _from_list(path: str, value: Any) -> Array:
    """Return lists as an array; of weights also what is written as text."""
    if path == "weights" and not any(np.ndim(one) for one in value):
        return _ratios(value)
    try:
        array = np.asarray(value)
    except ValueError:
        raise InvalidInput([f"{path}: found lists of several lengths, expected one"]) from None
    if path == "weights" and array.dtype.kind in "OU" and array.ndim > 1:
        return np.array([_ratios(row) for row in value])
    return array


def _ratios(weights: Any) -> Array:
    exact = lowest_terms(tuple(weights))
    return np.array([weight / sum(exact) for weight in exact])


def _numbers(path: str, value: Any) -> Any:
    """Return a number as it is, and anything else as an array of numbers, lazy or not."""
    if is_lazy(value) or not hasattr(value, "__array__"):
        return value
    array = unmasked(path, value)
    if array.dtype != object:
        return array
    for place, number in np.ndenumerate(array):
        if isinstance(number, bool) or not isinstance(number, (Real, Decimal)):
            where = place[0] if len(place) == 1 else place
            raise TypeError(f"{path}: found {number!r} at index {where}, expected numbers")
    return array.astype(np.float64)


def _names(found: Any) -> list[Any] | None:
    """Return the names of recipients, unless they are merely numbered."""
    names = None if found is None else list(found)
    return None if names == list(range(len(names or ()))) else names


def _order_recipients(
    given: list[_Argument], recipients: Mapping[str, Sequence[str] | None]
) -> None:
    """Bring the recipients of every argument into one order."""
    named = [one for one in given if one.recipients is not None]
    first = next((own for one in named if not repeated(own := one.recipients or [])), [])
    orders = [(one, one.recipients or [], list(recipients[one.path] or first)) for one in named]
    faults = [fault for one, *both in orders for fault in _recipient_faults(one.path, *both)]
    if faults:
        raise InvalidInput(faults)
    for one, found, expected in orders:
        if found != expected:
            one.numbers = one.numbers[..., [found.index(name) for name in expected]]


def _recipient_faults(path: str, found: list[Any], expected: list[Any]) -> list[str]:
    if several := repeated(found):
        return [f"{path}: found {name!r} more than once, expected each once" for name in several]
    if set(found) == set(expected):
        return []
    if max(len(found), len(expected)) <= _MOST_LISTED:
        return [f"{path}: found {_listed(found)}, expected {_listed(expected)}"]
    other, missing = set(found) - set(expected), set(expected) - set(found)
    strange, wanted = ([n for n in found if n in other], [n for n in expected if n in missing])
    return [f"{path}: beside others found {_listed(strange)}, expected {_listed(wanted)}"]


def _listed(names: list[Any]) -> str:
    few, more = ", ".join(map(str, names[:_MOST_LISTED])), len(names[_MOST_LISTED:])
    return f"{few or 'nothing'}{f' and {more} more' if more else ''}"


def _name_rows(given: list[_Argument]) -> None:
    """Give the rows of all frames one name: an index's, else that of the only other axis."""
    frames = [one for one in given if one.rows]
    named = list(dict.fromkeys(name for one in given for name in one.names or ()))
    own = [name for one in frames for name in one.names or ()]
    name = own[0] if own else named[0] if len(named) == 1 else _ONE_AXIS
    for one in frames:
        one.names, one.labels = [name], {name: next(iter(one.labels.values()))}


def _axes(given: list[_Argument], dims: Sequence[str] | None) -> Axes:
    """Return the named axes in order, and their labels, which must be the same throughout."""
    found = list(dict.fromkeys(name for one in given for name in one.names or ()))
    if not found:
        return {}
    order = found if dims is None else [str(name) for name in dims]
    if missing := [name for name in found if name not in order]:
        fault = f"found {', '.join(order)}, expected {', '.join(missing)} among them"
        raise InvalidInput([f"dims: {fault}"])
    axes: Axes = dict.fromkeys(order)
    for one in given:
        for name, labels in one.labels.items():
            known = axes[name]
            if known is not None and not np.array_equal(known, labels):
                fault = f"found other labels along {name} than before"
                raise InvalidInput([f"{one.path}: {fault}, expected the same in the same order"])
            axes[name] = labels
    return axes


def _placed(one: _Argument, order: list[str]) -> Any:
    """Return the numbers with one axis for each name in order, of length one where it has none."""
    names = one.names or []
    places = [names.index(name) for name in order if name in names]
    trailing = range(len(names), one.numbers.ndim)
    numbers = one.numbers.transpose([*places, *trailing])
    return numbers[tuple(slice(None) if name in names else None for name in order)]
