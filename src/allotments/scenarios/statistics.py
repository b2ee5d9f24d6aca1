"""One pass over any number of values: mean, spread, extremes and quantiles."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from allotments.core.exact import same_fields

Array: TypeAlias = NDArray[Any]

_PAGE_BITS = 12
_PAGE = 1 << _PAGE_BITS  # bins that are counted, or not there, together
_MOST_PAGES = 2_048  # 64 MB of counts
_MOST_SLOTS = 1 << 20  # 8 MB to find them
_LARGEST_BIN = 2.0**53
_WIDER = 3


@dataclass(frozen=True, eq=False, slots=True)
class Statistics:
    """What is known of one figure over the scenarios in which it is established.

    Attributes
    ----------
    count : int
        In how many scenarios it is established.
    mean, standard_deviation : float
        The latter of the population: the sum of squares is divided by *count*.
    minimum, maximum : float
        The extremes.
    quantiles : dict
        By share the least value that this share of the scenarios does not exceed, rounded half up
        to *resolution*.
    resolution : float
        How wide the bins are that quantiles were counted in: as asked for, or wider by threes
        where values are spread over more than some eight million such bins.
    """

    count: int
    mean: float
    standard_deviation: float
    minimum: float
    maximum: float
    quantiles: dict[float, float]
    resolution: float

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Statistics):
            return NotImplemented
        return same_fields(self, other)

    __hash__ = None  # type: ignore[assignment]  # as whatever holds a dict or an array


class Running:
    """Statistics of values that come block by block, in memory that does not grow with them.

    >>> running = Running(resolution=1)
    >>> for block in ([1.0, 2.0, 6.0], [3.0]):
    ...     running.add(np.array(block))
    >>> known = running.statistics((0.5,))
    >>> known.mean, known.minimum, known.maximum, known.quantiles
    (3.0, 1.0, 6.0, {0.5: 2.0})

    Parameters
    ----------
    resolution
        How wide the bins are in which values are counted, above zero. A page of 4,096 bins takes
        32 kB, and only pages that hold a value exist, 2,048 at most: where values lie in more of
        them, bins become three times as wide, as often as that takes.
    """

    def __init__(self, resolution: float) -> None:
        self.resolution = resolution
        self.count = 0
        self._mean = self._squares = 0.0
        self._minimum, self._maximum = math.inf, -math.inf
        self._clear()

    def _clear(self) -> None:
        self._first = 0  # the page that the first of the slots stands for
        self._slots: NDArray[np.int64] = np.empty(0, np.int64)  # by page where its counts are
        self._counts = np.zeros((1, _PAGE), np.int64)
        self._used = 0

    def add(self, values: Array) -> None:
        """Count a block of finite values."""
        if not values.size:
            return
        mean = float(values.mean())
        apart = values - mean
        self._join(values.size, mean, float(np.dot(apart, apart)))
        self._minimum = min(self._minimum, float(values.min()))
        self._maximum = max(self._maximum, float(values.max()))
        # Beyond these a bin's number is no longer exact.
        while max(-self._minimum, self._maximum) / self.resolution > _LARGEST_BIN:
            self._coarsen()
        self._tally(np.floor(values / self.resolution + 0.5).astype(np.int64), 1)

    def merge(self, other: Running) -> None:
        """Count all that another has counted."""
        if not other.count:
            return
        self._join(other.count, other._mean, other._squares)
        self._minimum = min(self._minimum, other._minimum)
        self._maximum = max(self._maximum, other._maximum)
        while self.resolution < other.resolution:
            self._coarsen()
        bins, counts = other._bins()
        for _ in range(round(math.log(self.resolution / other.resolution, _WIDER))):
            bins = _wider(bins)
        self._tally(bins, counts)

    def _join(self, size: int, mean: float, squares: float) -> None:
        """Take in the mean and the sum of squares of others (Chan, Golub and LeVeque, 1979)."""
        step = mean - self._mean
        both = self.count + size
        self._mean += step * size / both
        self._squares += squares + step * step * self.count * size / both
        self.count = both

    def _tally(self, bins: NDArray[np.int64], counts: NDArray[np.int64] | int) -> None:
        """Count values by the numbers of their bins; in wider ones where there is no room."""
        pages = bins >> _PAGE_BITS
        if not self._reach(int(pages.min()), int(pages.max())):
            self._coarsen()
            self._tally(_wider(bins), counts)
            return
        pages -= self._first
        slots = self._slots[pages]
        if (slots < 0).any():
            missing = np.unique(pages[slots < 0])
            if self._used + missing.size > _MOST_PAGES:
                self._coarsen()
                self._tally(_wider(bins), counts)
                return
            self._open(missing)
            slots = self._slots[pages]
        np.add.at(self._counts.reshape(-1), (slots << _PAGE_BITS) + (bins & (_PAGE - 1)), counts)

    def _coarsen(self) -> None:
        """Make bins three times as wide: so each has the middle of one of them for its own."""
        bins, counts = self._bins()
        self._clear()
        self.resolution *= _WIDER
        if bins.size:
            self._tally(_wider(bins), counts)

    def _bins(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the numbers of all bins that hold a value, and how many each holds."""
        pages = np.flatnonzero(self._slots >= 0)
        counts = self._counts[self._slots[pages]]
        place, within = np.nonzero(counts)
        return ((self._first + pages[place]) << _PAGE_BITS) + within, counts[place, within]

    def _reach(self, low: int, high: int) -> bool:
        """Make the table of pages span all from *low* to *high*, unless it gets too long."""
        if not self._slots.size:
            self._first = low
        before = max(0, self._first - low)
        after = max(0, high - (self._first + self._slots.size - 1))
        if before + self._slots.size + after > _MOST_SLOTS:
            return False
        if before or after:
            self._slots = np.pad(self._slots, (before, after), constant_values=-1)
            self._first -= before
        return True

    def _open(self, pages: Array) -> None:
        """Make room for the counts of pages that had none."""
        needed = self._used + pages.size
        if needed > len(self._counts):
            grown = np.zeros(
                (min(max(needed, 2 * len(self._counts)), _MOST_PAGES), _PAGE), np.int64
            )
            grown[: self._used] = self._counts[: self._used]
            self._counts = grown
        self._slots[pages] = np.arange(self._used, needed)
        self._used = needed

    def quantile(self, share: float) -> float:
        """Return the least value that a share of all does not exceed, to the resolution."""
        # By its shortest decimal: 0.07 of 100 are 7, and as a binary float a little more.
        rank = max(1, math.ceil(Fraction(str(share)) * self.count))
        pages = np.flatnonzero(self._slots >= 0)
        reached = np.cumsum(self._counts[self._slots[pages]].sum(axis=1))
        place = int(np.searchsorted(reached, rank))
        counts = self._counts[self._slots[pages[place]]]
        rest = rank - int(reached[place] - counts.sum())
        within = int(np.searchsorted(np.cumsum(counts), rest))
        return float(((self._first + int(pages[place])) * _PAGE + within) * self.resolution)

    def statistics(self, shares: tuple[float, ...]) -> Statistics:
        """Return what is known so far; NaN where nothing was counted."""
        if not self.count:
            none = dict.fromkeys(shares, math.nan)
            return Statistics(0, math.nan, math.nan, math.nan, math.nan, none, self.resolution)
        return Statistics(
            self.count,
            self._mean,
            math.sqrt(self._squares / self.count),
            self._minimum,
            self._maximum,
            {share: self.quantile(share) for share in shares},
            self.resolution,
        )


def _wider(bins: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the numbers of the bins three times as wide that have those as their thirds."""
    return (bins + 1) // _WIDER
