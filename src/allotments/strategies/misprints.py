"""One misprint in a sound notice, for any Act."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

from allotments.notices import Notice
from allotments.strategies.printing import Block, printed_decimal

Steps: TypeAlias = tuple[str, ...]


class Misprint(NamedTuple):
    """A notice with one figure misprinted, where that is, and what it should have been."""

    notice: Notice
    """With the misprint in it."""
    block: int
    """Which of ``notice.printed``."""
    place: str
    """Where the figure is printed."""
    path: str
    """The figure's, as :meth:`~allotments.Notice.figures` names it."""
    printed: Decimal
    """Off by some units of its last digit."""
    intended: Decimal
    """What should have been printed."""


def misprint(data: Block, block: int, steps: Steps, units: int) -> Misprint:
    """Return a notice's *data* with the figure at *steps* off by *units* of its last digit.

    A figure is never below zero by it: the units are then taken the other way.
    """
    number = at(data["printed"][block], steps)
    intended, off = Fraction(number["value"]), units * step(number)
    off = abs(off) if 0 <= intended < -off else off
    printed = printed_decimal(intended + off, _places(number))
    changed = _changed(data, ("printed", block, *steps, "value"), printed)
    place, path = data["printed"][block]["place"], ".".join(steps)
    return Misprint(
        Notice.model_validate(changed), block, place, path, printed, Decimal(number["value"])
    )


def leaves(block: Block, within: Steps = ()) -> Iterator[tuple[Steps, Block]]:
    """Yield the printed numbers of a place, each with the names that lead to it."""
    for name, value in block.items():
        if isinstance(value, dict):
            if "value" in value:
                yield (*within, name), value
            else:
                yield from leaves(value, (*within, name))


def step(number: Block) -> Fraction:
    """Return the unit of a number's last digit."""
    return Fraction(number.get("resolution") or Fraction(1, 10 ** _places(number)))


def _places(number: Block) -> int:
    return -int(Decimal(number["value"]).as_tuple().exponent)


def at(data: Any, steps: tuple[Any, ...]) -> Any:
    """Return what the names *steps* lead to."""
    for one in steps:
        data = data[one]
    return data


def _changed(data: Any, steps: tuple[Any, ...], value: Any) -> Any:
    """Return a copy of nested data with another *value* at one place."""
    if not steps:
        return value
    first, *rest = steps
    copy = list(data) if isinstance(data, list) else dict(data)
    copy[first] = _changed(data[first], tuple(rest), value)
    return copy
