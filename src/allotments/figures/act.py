"""Who is named in a chain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from allotments.figures.rule import Key

Named: TypeAlias = Mapping[str, Mapping[str, Sequence[str]]]


def named(keys: Iterable[Key]) -> Named:
    """Return who is named in *keys*, by family and group, in their order.

    >>> named([Key("states", "", "Florida"), Key("estimates", item="consumption")])
    {'states': {'': ['Florida']}, 'estimates': {'': []}}
    """
    found: dict[str, dict[str, list[str]]] = {}
    for family, group, recipient, _ in keys:
        recipients = found.setdefault(family, {}).setdefault(group, [])
        if recipient and recipient not in recipients[-1:]:
            recipients.append(recipient)
    return found
