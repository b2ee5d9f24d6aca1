"""Memory that is used again: where it begins, and when it is taken anew."""

from __future__ import annotations

import numpy as np

from allotments.core.reused_memory import InvalidScenario, Scratch, aligned


def test_an_array_begins_with_a_cache_line_wherever_memory_is_free() -> None:
    arrays = [aligned((size, 3), np.int32) for size in range(1, 50)]
    assert {0} == {array.ctypes.data % 64 for array in arrays}
    assert {(1, 3), (49, 3)} == {arrays[0].shape, arrays[-1].shape}
    assert ["float64", "int32"] == [array.dtype.name for array in (aligned((2,)), arrays[0])]


def test_memory_is_taken_anew_only_for_more_than_there_is() -> None:
    scratch = Scratch()
    first = scratch.take("rooms", (2, 3))
    assert np.shares_memory(first, scratch.take("rooms", (3, 2)))
    assert np.shares_memory(first, scratch.take("rooms", (1, 1)))
    assert not np.shares_memory(first, scratch.take("shares", (2, 3)))
    assert not np.shares_memory(first, scratch.take("rooms", (7,)))


def test_a_scenario_that_is_refused_says_why() -> None:
    fault = InvalidScenario("weights", "all three zero", "one above zero", np.array([True]))
    assert "weights: found all three zero, expected one above zero" == str(fault)
