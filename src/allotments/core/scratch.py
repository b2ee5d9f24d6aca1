"""Memory that is used again for tile after tile, where fresh memory would cost more than the sums.

An operating system hands out pages of memory one by one, each at the price of some hundred
additions; so whoever works on tile after tile keeps what it was given.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray


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
            self._buffers[name] = np.empty(size, kind)
        return self._buffers[name][:size].reshape(shape)
