"""Labels and units that come with numbers: neither is dropped in silence.

Series and frames whose labels differ never meet by position, a name stands once in what is read by
its names, and quantities of unit libraries are refused.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

import numpy as np

Labelled: TypeAlias = tuple[str, int, Any]
"""Whose labels, along which axis, the last of those that broadcast being 0, and the labels."""

_OURS = frozenset({"", "1", "dimensionless", "ratio", "short tons", "short tons, raw value"})


def has_rows(value: object) -> bool:
    """Return whether *value* has rows with labels, as series and frames of pandas have."""
    return hasattr(value, "to_numpy") and not callable(getattr(value, "index", len))


def plain_name(name: object) -> object:
    r"""Return a name without what the eye does not tell apart: how its letters are composed.

    >>> plain_name("Cafe\u0301") == plain_name("Caf\u00e9")
    True
    """
    return unicodedata.normalize("NFC", name) if isinstance(name, str) else name


def folded(name: str) -> str:
    """Return a name but for case, blanks, and how its letters are composed.

    >>> folded("Mill  A") == folded("mill a")
    True
    """
    return " ".join(str(plain_name(name)).casefold().split())


def by_name(name: str, values: Any) -> dict[Any, Any] | None:
    """Return what stands under each name in a mapping, a series, or a frame with named columns.

    ``None`` if *values* is none of them. A pandas frame has its columns under their names, and so
    has one of polars or pyarrow.

    >>> by_name("bases", {"beet": 1}), by_name("bases", [1])
    ({'beet': 1}, None)

    Raises
    ------
    ValueError
        If a name stands there more than once.
    """
    if type(values) is dict and all(type(key) is str and key.isascii() for key in values):
        return values.copy()  # the usual case, at once
    if hasattr(values, "items"):
        given = list(values.items())
    elif hasattr(values, "get_columns"):
        given = list(zip(values.columns, values.get_columns(), strict=True))
    elif hasattr(values, "column_names"):
        given = list(zip(values.column_names, values.columns, strict=True))
    else:
        return None
    seen = set()
    for key, _ in given:
        if plain_name(key) in seen:
            raise ValueError(f"{name}: found {key!r} more than once, expected each once")
        seen.add(plain_name(key))
    return dict(given)


def labels_of(name: str, value: Any, own_axes: int = 0) -> Iterator[Labelled]:
    """Yield the labels of a series or frame, or of those in a mapping or a sequence.

    Parameters
    ----------
    name
        The argument's.
    value
        Anything.
    own_axes
        How many of its last axes do not broadcast with those of other arguments: an axis of crop
        years. They are numbered below 0.
    """
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from labels_of(f"{name}[{key!r}]", one)
    elif isinstance(value, list | tuple):
        for place, one in enumerate(value):
            yield from labels_of(f"{name}[{place}]", one)
    elif has_rows(value):
        axes = [value.index, *([value.columns] if hasattr(value, "columns") else [])]
        for place, labels in enumerate(reversed(axes)):
            yield name, place - own_axes, labels
    elif columns := getattr(value, "column_names", getattr(value, "columns", None)):
        yield name, -own_axes, columns


def labels_beside_names(name: str, value: Any) -> Iterator[Labelled]:
    """Yield the labels of what is read by its names, whose order does not matter: all others."""
    return (one for one in labels_of(name, value, own_axes=1) if one[1] >= 0)


def refuse_other_labels(found: Iterable[Labelled]) -> None:
    """Refuse labels along an axis that are not those found along it before.

    Raises
    ------
    ValueError
        With the argument whose labels differ.
    """
    known: dict[int, Any] = {}
    for name, axis, labels in found:
        first = known.setdefault(axis, labels)
        if first is not labels and not np.array_equal(np.asarray(first), np.asarray(labels)):
            raise ValueError(
                f"{name}: found other labels than before, expected the same in the same order"
            )


def refuse_units(name: str, value: Any) -> None:
    """Refuse a quantity of a unit library, and an array that says it is in another unit than ours.

    Raises
    ------
    TypeError
        With the unit.
    """
    if isinstance(value, list | tuple):
        kinds = [one for one in value if not isinstance(one, int | float)]
    elif hasattr(value, "to_numpy"):  # whose attributes may be labels
        kinds = value.dtypes if hasattr(value, "columns") else [getattr(value, "dtype", None)]
    else:
        kinds = [value]
    found = [getattr(one, "units", getattr(one, "unit", None)) for one in kinds]
    attributes = getattr(value, "attrs", None)
    found += [attributes.get("units")] if isinstance(attributes, Mapping) else []
    for unit in found:
        if unit is not None and str(unit) not in _OURS:
            expected = "expected plain numbers, such as core.units.metric_to_short_tons gives"
            raise TypeError(f"{name}: found a quantity in {unit}, {expected}")
