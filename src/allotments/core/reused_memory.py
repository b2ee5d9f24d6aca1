"""Memory that is used again for tile after tile, where fresh memory would cost more than the sums.

An operating system hands out pages of memory one by one, each at the price of some hundred
additions; so whoever works on tile after tile keeps what it was given.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

_LINE = 64  # bytes of a cache line


def aligned(shape: tuple[int, ...], kind: Any = np.float64) -> NDArray[Any]:
    """Return a fresh array that begins with a cache line, so that no vector lies on two.

    >>> aligned((2, 3)).ctypes.data % 64
    0
    """
    size = math.prod(shape) * np.dtype(kind).itemsize
    memory = np.empty(size + _LINE, np.uint8)
    start = -memory.ctypes.data % _LINE
    table: NDArray[Any] = memory[start : start + size].view(kind).reshape(shape)
    return table


class Scratch:
    """Buffers that one thread uses again for tile after tile."""

    def __init__(self) -> None:
        self._buffers: dict[str, NDArray[Any]] = {}

    def take(self, name: str, shape: tuple[int, ...], kind: Any = np.float64) -> NDArray[Any]:
        """Return the buffer of this name, of this shape, with anything in it.

        A name stands for numbers of one *kind*. What was taken under it before is overwritten.

        >>> Scratch().take("rooms", (2, 3)).shape
        (2, 3)
        """
        size = math.prod(shape)
        if name not in self._buffers or self._buffers[name].size < size:
            self._buffers[name] = aligned((size,), kind)
        return self._buffers[name][:size].reshape(shape)


LARGEST_SAFE_WEIGHT = 1e250
"""What a weight may be so that no sum of weights times tons overflows."""


class InvalidScenario(ValueError):  # noqa: N818 -- says of a tile that something is wrong in it
    """A scenario of a tile cannot be evaluated; the attributes say what, and where in the tile."""

    def __init__(self, path: str, found: str, expected: str, bad: NDArray[np.bool_]) -> None:
        self.path, self.found, self.expected, self.bad = path, found, expected, bad
        super().__init__(f"{path}: found {found}, expected {expected}")
