"""Conditions that switch a formula: true or false, an array of them, or one for each by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias

import numpy as np

from allotments.core.exact import is_labelled, is_lazy, shown
from allotments.core.labels import Labelled, by_name, labels_beside_names, labels_of


@dataclass(frozen=True)
class Truth:
    """A truth value or an array of them; if *each*, also a mapping of names to such."""

    each: bool = False

    def read(self, name: str, value: Any) -> Any:
        """Return a bool, or an array of them: as a factor, 2 would double what it should switch."""
        named = by_name(name, value) if self.each else None
        if named is not None:
            return {key: _truth(f"{name}[{key!r}]", one) for key, one in named.items()}
        return _truth(name, value)

    def labels(self, name: str, value: Any) -> Iterator[Labelled]:
        """Return the labels that must be those of the other arguments."""
        return (labels_beside_names if self.each else labels_of)(name, value)


OneTruth: TypeAlias = Annotated[Any, Truth()]
"""``True``, ``False``, or an array of them."""

OneOrEachTruth: TypeAlias = Annotated[Any, Truth(each=True)]
"""The same, or a mapping of recipients to them."""


def _truth(name: str, value: Any) -> Any:
    if isinstance(value, bool | np.bool_):
        return bool(value)
    plain = hasattr(value, "__array__") and not is_labelled(value) and not is_lazy(value)
    if plain and not np.ma.is_masked(value) and (rows := np.asarray(value)).dtype.kind == "b":
        return rows if rows.ndim else bool(rows)
    raise TypeError(f"{name}: found {shown(value)}, expected True or False, or an array of them")
