"""Known shares of allotments, and what is printed of them: input for finding them again."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from hypothesis import strategies as st

from allotments.core.limits import LARGEST_QUANTITY
from allotments.rounding import half_up
from allotments.shares import Print, ShareRule, find_rule
from allotments.strategies.arguments import RATIOS
from allotments.strategies.quantities import check_bounds, check_flag, numbers, sizes
from allotments.strategies.registration import Registered

# Short tons that no share makes of two allotments of which one is twice the other.
LEAST_TONNAGE = 4


class KnownShare(NamedTuple):
    """A recipient's share, the tonnage beside it, and what both print of several allotments."""

    share: Fraction
    """Of each allotment. [ratio]"""
    tonnage: int
    """Beside it; zero, or so many that a share alone does not reproduce the prints. [short tons]"""
    prints: tuple[Print, ...]
    """Rounded half up."""

    def printed(self, allotment: int | Fraction) -> int:
        """Return what is printed of an allotment. [short tons, raw value]."""
        return int(half_up(self.share * allotment + self.tonnage))


def known_shares(
    *,
    min_size: int = 1,
    max_size: int | None = None,
    min_value: int = 1,
    max_value: int = LARGEST_QUANTITY,
    tonnage: bool = False,
) -> st.SearchStrategy[KnownShare]:
    """Return a strategy for a share, with a tonnage beside it or not, and its prints.

    Parameters
    ----------
    min_size, max_size
        How many prints; by default up to four, or just *min_size* if that is more. With a tonnage
        one more.
    min_value, max_value
        Of each allotment, above zero; with a tonnage the one may be at most half of the other.
        [short tons, raw value]
    tonnage
        Whether there is a tonnage beside the share.
    """
    check_flag("tonnage", tonnage)
    least, greatest = sizes(min_size, max_size, (1, 4))
    low, high = check_bounds(min_value, max_value, least=1)
    if tonnage:
        check_bounds(low, high, reaching=2 * low)
        return _with_tonnage(least, greatest, low, high)
    return _known(least, greatest, low, high)


@st.composite
def _known(draw: st.DrawFn, min_size: int, max_size: int, low: int, high: int) -> KnownShare:
    one = numbers(min_value=low, max_value=high)
    allotments = draw(st.lists(one, min_size=min_size, max_size=max_size))
    return known_share(draw(RATIOS), 0, [Fraction(one) for one in allotments])


@st.composite
def _with_tonnage(draw: st.DrawFn, min_size: int, max_size: int, low: int, high: int) -> KnownShare:
    first = draw(st.integers(low, high // 2))
    one = st.integers(low, high)
    others = draw(st.lists(one, min_size=min_size - 1, max_size=max_size - 1))
    twice = draw(st.integers(2 * first, high))
    tonnage = draw(st.integers(LEAST_TONNAGE, 10**6))
    allotments = [Fraction(one) for one in (first, *others, twice)]
    return known_share(draw(RATIOS), tonnage, allotments)


def known_share(share: Fraction, tonnage: int, allotments: list[Fraction]) -> KnownShare:
    """Return a share with what it prints of allotments."""
    known = KnownShare(share, tonnage, ())
    prints = [Print(one, known.printed(one), f"print {n}") for n, one in enumerate(allotments, 1)]
    return known._replace(prints=tuple(prints))


def _prints() -> st.SearchStrategy[Print]:
    return known_shares(max_size=1).map(lambda known: known.prints[0])


def _rules() -> st.SearchStrategy[ShareRule]:
    either = known_shares() | known_shares(tonnage=True)
    return either.map(lambda known: find_rule(known.prints)).map(_found)


def _found(rule: ShareRule | None) -> ShareRule:
    assert rule is not None
    return rule


REGISTERED: Registered = {Print: _prints, ShareRule: _rules}
