"""Memory that is used again, and what it was used for."""

from __future__ import annotations

from typing import Any

import numpy as np

from allotments.core.reused_memory import Scratch


class Recorded(Scratch):
    """Buffers that note their names."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: set[str] = set()

    def take(self, name: str, shape: tuple[int, ...], kind: Any = np.float64) -> Any:
        """Return the buffer."""
        self.taken.add(name)
        return super().take(name, shape, kind)
