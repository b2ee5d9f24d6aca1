"""Arrays over scenarios."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
from hypothesis import strategies as st

_LONGEST = 3  # scenarios along an axis

SHAPES = st.lists(st.integers(1, _LONGEST), min_size=1, max_size=2)


def array_of(draw: st.DrawFn, shape: list[int], of: st.SearchStrategy[Any], *kind: Any) -> Any:
    """Draw an array that broadcasts with *shape*, in whole numbers or floats."""
    own = [length if draw(st.booleans()) else 1 for length in shape]
    values = draw(st.lists(of, min_size=prod(own), max_size=prod(own)))
    array = np.array(values, *(kind or (draw(st.sampled_from([np.int64, np.float64])),)))
    return array.reshape(*own, *array.shape[1:])
