"""What a reassignment of deficits comes to, and how arrays say whose places are whose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np

from allotments.core.checked import Choice
from allotments.core.exact import Number, is_labelled, same_fields, shown
from allotments.core.labels import has_rows
from allotments.formulas.deficits import Flow
from allotments.formulas.states import check_state

InStateReading: TypeAlias = Literal["capacity", "allocations"]
"""What the first step goes by, among the processors of one State or among those of beets."""


@dataclass(frozen=True, eq=False)
class Reassignment:
    """What became of the deficits: with :attr:`imports` the allocations add up as before."""

    allocations: Number
    """The new allocations, in the form of the old. [short tons, raw value]"""
    flows: tuple[Flow, ...] | None
    """Every quantity that moved, pooled deficits attributed pro rata; ``None`` for arrays."""
    imports: Number
    """What nobody could take. [short tons, raw value]"""

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return same_fields(self, other)

    __hash__ = None  # type: ignore[assignment]  # as whatever holds a dict or an array


def by_capacity(in_proportion_to: str) -> bool:
    """Return whether the first step goes by capacity, and refuse any other reading than the two."""
    reading = Choice(get_args(InStateReading)).read("in_proportion_to", in_proportion_to)
    return bool(reading == "capacity")


def columns_of(states: Sequence[str] | None, count: int) -> dict[str, list[int]]:
    """Return the places of each State's processors on the last axis."""
    if isinstance(states, str) or not np.iterable(states) or not hasattr(states, "__len__"):
        raise TypeError(f"states: found {shown(states)}, expected the State of each processor")
    if isinstance(states, (Mapping, AbstractSet)) or has_rows(states) or is_labelled(states):
        found = f"found a {type(states).__name__}, whose labels nothing here goes by"
        raise TypeError(f"states: {found}, expected a list in the processors' order")
    if len(states) != count:
        raise ValueError(f"states: found {len(states)}, expected {count}, one for each processor")
    columns: dict[str, list[int]] = {}
    for index, state in enumerate(states):
        columns.setdefault(check_state(str(state), name=f"states[{index}]"), []).append(index)
    return columns
