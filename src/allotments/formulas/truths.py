"""Conditions that switch a formula: true or false, or an array of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from allotments.core.exact import is_labelled, is_lazy, shown


def truth(name: str, value: Any) -> Any:
    """Return a bool, or an array of them: as a factor, 2 would double what it should switch."""
    if isinstance(value, bool | np.bool_):
        return bool(value)
    plain = hasattr(value, "__array__") and not is_labelled(value) and not is_lazy(value)
    rows = np.asarray(value) if plain and not np.ma.is_masked(value) else np.empty(0)
    if rows.dtype.kind != "b":
        raise TypeError(
            f"{name}: found {shown(value)}, expected True or False, or an array of them"
        )
    return rows if rows.ndim else bool(rows)


def truths(name: str, value: Any, producers: Mapping[Any, Any]) -> dict[Any, Any]:
    """Return for each of the producers whether it is true of him."""
    if not isinstance(value, Mapping):
        return dict.fromkeys(producers, truth(name, value))
    if value.keys() != producers.keys():
        found = f"found {shown(list(value))}, expected the producers of excess_cane"
        raise ValueError(f"{name}: {found}")
    return {key: truth(f"{name}[{key!r}]", value[key]) for key in producers}
