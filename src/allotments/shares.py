"""Shares of an allotment that printed allocations allow, exactly, and what they print next.

The determinations print allocations in whole tons and no share. A print of *p* tons, rounded half
up, says that the allocation was at least p - 1/2 and less than p + 1/2. Several prints together
leave a narrow set of shares, or of shares with a fixed tonnage beside them, and that set gives the
least and the greatest integer that a new allotment can print. Nothing here is estimated: a figure
outside the range would contradict the prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import ceil, floor
from typing import Any, Literal, TypeAlias, TypeVar

import numpy as np

from allotments.core.errors import check_kind
from allotments.core.exact import exact_number, shown, whole_number
from allotments.rounding import grouped

__all__ = [
    "Allotment",
    "Print",
    "ShareRule",
    "clashing_prints",
    "find_rule",
    "printed_range_of_sum",
]

Allotment: TypeAlias = int | Fraction | tuple[int | Fraction, int | Fraction]
"""Exact, or the least and the greatest that it can have been. [short tons, raw value]"""

One = TypeVar("One")
Form: TypeAlias = Literal["share", "share and tonnage"]

_Point: TypeAlias = tuple[Fraction, Fraction]  # a share, and a tonnage beside it
_HalfPlane: TypeAlias = tuple[int | Fraction, int, int | Fraction, bool]
# (a, b, c, strict): a x share + b x tonnage is at least c, or where strict above c

_HALF = Fraction(1, 2)
_SHARES: tuple[_HalfPlane, ...] = ((1, 0, 0, False), (-1, 0, -1, False))  # from 0 to 1
_NO_TONNAGE: tuple[_HalfPlane, ...] = ((0, 1, 0, False), (0, -1, 0, False))
_LARGEST_CLASH = 3  # Helly: convex sets in the plane that do not all meet have three that do not


@dataclass(frozen=True, slots=True)
class Print:
    """One printed allocation, and the allotment that it is a part of.

    Attributes
    ----------
    allotment : int, Fraction, or a pair of them
        Unrounded; where it is not known exactly, the least and the greatest that it can have been.
        Above zero; a ``float`` is read by its shortest decimal. [short tons, raw value]
    printed : int
        Rounded half up. [short tons, raw value]
    name : str
        Where it is printed, such as ``fy2021``.
    """

    allotment: Allotment
    printed: int
    name: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "allotment", _exact(self.allotment))
        printed = whole_number("printed", self.printed, expected="whole short tons")
        object.__setattr__(self, "printed", printed)


@dataclass(frozen=True, slots=True)
class ShareRule:
    """What reproduces every print of one recipient: a share, or a share and a fixed tonnage.

    Attributes
    ----------
    form : str
        ``"share"`` or ``"share and tonnage"``.
    prints : tuple of Print
        What it was found from.
    corners : tuple of pairs
        Of the convex set of all (share, tonnage) that reproduce the prints; those at which a print
        would be rounded up to the next ton are corners, but not in the set.
    """

    form: Form
    prints: tuple[Print, ...]
    corners: tuple[_Point, ...]

    @property
    def shares(self) -> tuple[Fraction, Fraction]:
        """The least and the greatest share, as ratios."""
        shares = [share for share, _ in self.corners]
        return min(shares), max(shares)

    @property
    def tonnages(self) -> tuple[Fraction, Fraction]:
        """The least and the greatest short tons, raw value, beside the share."""
        tonnages = [tonnage for _, tonnage in self.corners]
        return min(tonnages), max(tonnages)

    @property
    def central(self) -> tuple[Fraction, Fraction]:
        """A share and a tonnage well inside the set: they reproduce every print."""
        return _average(self.corners)

    @property
    def tested(self) -> bool:
        """Whether there are more prints, of unlike allotments, than the rule has unknowns."""
        unknowns = 1 if self.form == "share" else 2
        return len({_ends(one.allotment) for one in self.prints}) > unknowns

    def printed_range(self, allotment: Allotment) -> tuple[int, int]:
        """Return the least and the greatest integer that an allotment can print.

        >>> find_rule([Print(1_000, 250)]).printed_range(2_000)
        (499, 501)

        Parameters
        ----------
        allotment
            Unrounded. [short tons, raw value]
        """
        return printed_range_of_sum([self], allotment)

    def ends(self, allotment: Allotment) -> tuple[Fraction, Fraction, bool]:
        """Return the least and the greatest part of an allotment, and whether the greatest is one.

        Unrounded. Where every print excludes the greatest value itself, it is not.
        """
        smallest, largest = _ends(_exact(allotment, zero=True))
        least = min(share * smallest + tonnage for share, tonnage in self.corners)
        greatest = max(share * largest + tonnage for share, tonnage in self.corners)
        farthest = [(s, t) for s, t in self.corners if s * largest + t == greatest]
        reached = _holds(_half_planes(self.prints, self.form), _average(farthest))
        return least, greatest, reached

    def __str__(self) -> str:
        share = " to ".join(grouped(100 * end, 6) for end in self.shares)
        words = f"{share} percent of the allotment"
        if self.form == "share and tonnage":
            words += f", and {' to '.join(grouped(end) for end in self.tonnages)} tons beside it"
        return words if self.tested else f"{words} (untested)"


def find_rule(prints: Iterable[Print]) -> ShareRule | None:
    """Return the rule that reproduces every print, or ``None`` where no rule does.

    A share that fits is preferred; where none does, a share and a fixed tonnage are tried.

    >>> print(find_rule([Print(1_000, 250), Print(1_200, 300)]))
    24.958333 to 25.041667 percent of the allotment
    >>> print(find_rule([Print(1_000, 260), Print(2_000, 510)]))
    24.900000 to 25.100000 percent of the allotment, and 9 to 12 tons beside it (untested)

    Parameters
    ----------
    prints
        Of one recipient, one at least.

    Raises
    ------
    TypeError, ValueError
        If there is no print, or something that is not one.
    """
    checked = _each_of("prints", prints, Print)
    if not checked:
        raise ValueError("prints: found none, expected at least one")
    forms: tuple[Form, ...] = ("share", "share and tonnage")
    for form in forms:
        if corners := _corners(_half_planes(checked, form)):
            return ShareRule(form, checked, corners)
    return None


def printed_range_of_sum(rules: Iterable[ShareRule], allotment: Allotment) -> tuple[int, int]:
    """Return the least and the greatest integer that several parts can print as one.

    >>> first, second = find_rule([Print(1_000, 250)]), find_rule([Print(1_000, 500)])
    >>> printed_range_of_sum([first, second], 2_000)
    (1498, 1502)

    Parameters
    ----------
    rules
        Of each part, found from its own prints.
    allotment
        Unrounded. [short tons, raw value]

    Raises
    ------
    TypeError, ValueError
        If there is no rule, or something that is not one, or the allotment is below zero.
    """
    ends = [rule.ends(allotment) for rule in _each_of("rules", rules, ShareRule)]
    if not ends:
        raise ValueError("rules: found none, expected at least one")
    least, greatest, reached = zip(*ends, strict=True)
    end = sum(greatest) + _HALF
    return floor(sum(least) + _HALF), floor(end) if all(reached) else ceil(end) - 1


def clashing_prints(prints: Iterable[Print]) -> tuple[Print, ...]:
    """Return the fewest prints that no rule reproduces together: none, two or three.

    >>> [one.name for one in clashing_prints([
    ...     Print(1_000, 250, "a"), Print(2_000, 500, "b"), Print(3_000, 900, "c"),
    ...     Print(4_000, 1_000, "d"),
    ... ])]
    ['a', 'b', 'c']

    Parameters
    ----------
    prints
        As :func:`find_rule` takes them.
    """
    every = _each_of("prints", prints, Print)
    sizes = range(2, _LARGEST_CLASH + 1)
    subsets = (subset for size in sizes for subset in combinations(every, size))
    return next((subset for subset in subsets if find_rule(subset) is None), ())


def _each_of(name: str, given: Iterable[One], kind: type[One]) -> tuple[One, ...]:
    if not np.iterable(given):
        raise TypeError(f"{name}: found {shown(given)}, expected {name} in a sequence")
    every = tuple(given)
    for place, one in enumerate(every):
        check_kind(f"{name}[{place}]", one, kind, f"a {kind.__name__}")
    return every


def _exact(allotment: Any, *, zero: bool = False) -> Allotment:
    """Return an allotment as exact numbers, or refuse it."""
    both = allotment if isinstance(allotment, tuple | list) else (allotment, allotment)
    least = "not below 0" if zero else "above 0"
    expected = f"expected a quantity {least}, or the least and the greatest"
    try:
        smallest, largest = (exact_number("allotment", one) for one in both)
    except (TypeError, ValueError):
        raise ValueError(f"allotment: found {shown(allotment)}, {expected}") from None
    if not 0 <= smallest <= largest or not (smallest or zero):
        raise ValueError(f"allotment: found {shown(allotment)}, {expected}")
    return smallest if smallest == largest else (smallest, largest)


def _ends(allotment: Allotment) -> tuple[int | Fraction, int | Fraction]:
    return allotment if isinstance(allotment, tuple) else (allotment, allotment)


def _half_planes(prints: Iterable[Print], form: Form) -> list[_HalfPlane]:
    planes = [*_SHARES, *(_NO_TONNAGE if form == "share" else ())]
    for one in prints:
        smallest, largest = _ends(one.allotment)
        planes.append((largest, 1, one.printed - _HALF, False))
        planes.append((-smallest, -1, -(one.printed + _HALF), True))
    return planes


def _corners(planes: Sequence[_HalfPlane]) -> tuple[_Point, ...]:
    """Return the corners of what all half-planes share, or none if they share nothing.

    With shares from 0 to 1 the polygon is bounded, so its corners are those crossings of two
    edges that no half-plane excludes, its edges counted as belonging to it. Whether anything is
    left without the edges that do not belong is asked of the corners' average alone: an edge on
    which it lies holds every corner, hence the whole polygon, so nothing would be left; any other
    edge leaves it inside. Prints are few, and every pair of edges is tried.
    """
    found = {
        point
        for first, second in combinations(planes, 2)
        if (point := _crossing(first, second)) is not None
        and all(a * point[0] + b * point[1] >= c for a, b, c, _ in planes)
    }
    corners = tuple(sorted(found))
    return corners if corners and _holds(planes, _average(corners)) else ()


def _crossing(first: _HalfPlane, second: _HalfPlane) -> _Point | None:
    (a, b, c, _), (d, e, f, _) = first, second
    determinant = a * e - b * d
    if determinant == 0:
        return None
    return Fraction(c * e - b * f) / determinant, Fraction(a * f - c * d) / determinant


def _holds(planes: Iterable[_HalfPlane], point: _Point) -> bool:
    share, tonnage = point
    return all(
        a * share + b * tonnage > c if strict else a * share + b * tonnage >= c
        for a, b, c, strict in planes
    )


def _average(points: Sequence[_Point]) -> _Point:
    shares, tonnages = zip(*points, strict=True)
    return sum(shares, Fraction(0)) / len(points), sum(tonnages, Fraction(0)) / len(points)
