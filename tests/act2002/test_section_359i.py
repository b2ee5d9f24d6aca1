"""The special appeal of crop year 2007."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allotments.act2002.section_359i import special_appeal_considered

YEARS = st.lists(st.integers(0, 1_000), min_size=3, max_size=3)


def test_special_appeal_considered_after_two_failures_of_three() -> None:
    """82.5 percent of 1,000 are 825: 824 fails, 825 does not."""
    assert special_appeal_considered([824, 825, 824], [1_000] * 3) is True
    assert special_appeal_considered([824, 825, 825], [1_000] * 3) is False
    rows = special_appeal_considered(np.array([[824, 825, 824], [825, 825, 0]]), [1_000] * 3)
    assert [True, False] == rows.tolist()
    assert special_appeal_considered(np.array([0, 0, 0]), [1_000] * 3) is True
    assert special_appeal_considered([824.5, 900, 0], [1_000] * 3) is True
    with pytest.raises(ValueError, match=r"^filled: found 2 crop years, expected 3$"):
        special_appeal_considered([1, 1], [1, 1, 1])


@given(YEARS, YEARS)
def test_special_appeal_counts_the_years_below(filled: list[int], allocations: list[int]) -> None:
    failures = sum(1_000 * a < 825 * b for a, b in zip(filled, allocations, strict=True))
    assert (failures >= 2) is special_appeal_considered(filled, allocations)
