"""One pass over any number of values: mean, spread, extremes and quantiles."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from allotments.ground.exact import same_fields

__all__ = ["Running", "Statistics"]

Array: TypeAlias = NDArray[Any]

_PAGE_BITS = 12
_PAGE = 1 << _PAGE_BITS  # bins that are counted, or not there, together


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
        How wide the bins are that quantiles were counted in.
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
        32 kB, and only pages that hold a value exist.
    """

    def __init__(self, resolution: float) -> None:
        self.resolution = resolution
        self.count = 0
        self._mean = self._squares = 0.0
        self._minimum, self._maximum = math.inf, -math.inf
        self._first = 0  # the page that the first of the slots stands for
        self._slots = np.empty(0, np.int64)  # of each page, where its counts are, or -1
        self._counts = np.zeros((0, _PAGE), np.int64)
        self._used = 0

    def add(self, values: Array) -> None:
        """Count a block of finite values."""
        if not values.size:
            return
        size, mean = values.size, float(values.mean())
        apart = values - mean
        squares = float(np.dot(apart, apart))
        # Chan, Golub and LeVeque (1979): two means and sums of squares make those of both blocks.
        step = mean - self._mean
        both = self.count + size
        self._mean += step * size / both
        self._squares += squares + step * step * self.count * size / both
        self.count = both
        self._minimum = min(self._minimum, float(values.min()))
        self._maximum = max(self._maximum, float(values.max()))
        self._tally(values)

    def _tally(self, values: Array) -> None:
        bins = np.floor(values / self.resolution + 0.5).astype(np.int64)
        pages = bins >> _PAGE_BITS
        self._reach(int(pages.min()), int(pages.max()))
        pages -= self._first
        slots = self._slots[pages]
        if (slots < 0).any():
            self._open(np.unique(pages[slots < 0]))
            slots = self._slots[pages]
        bins &= _PAGE - 1
        np.add.at(self._counts.reshape(-1), (slots << _PAGE_BITS) + bins, 1)

    def _reach(self, low: int, high: int) -> None:
        """Make the table of pages span all from *low* to *high*."""
        if not self._slots.size:
            self._first, self._slots = low, np.full(high - low + 1, -1, np.int64)
        before = max(0, self._first - low)
        after = max(0, high - (self._first + self._slots.size - 1))
        if before or after:
            self._slots = np.pad(self._slots, (before, after), constant_values=-1)
            self._first -= before

    def _open(self, pages: Array) -> None:
        """Make room for the counts of pages that had none."""
        needed = self._used + pages.size
        if needed > len(self._counts):
            grown = np.zeros((max(needed, 2 * len(self._counts)), _PAGE), np.int64)
            grown[: self._used] = self._counts[: self._used]
            self._counts = grown
        self._slots[pages] = np.arange(self._used, needed)
        self._used = needed

    def quantile(self, share: float) -> float:
        """Return the least value that a share of all does not exceed, to the resolution."""
        rank = max(1, math.ceil(share * self.count))
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
