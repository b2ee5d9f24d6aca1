"""Recipients by name, and what is shared out among them, of numbers and of arrays alike."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allotments.act2002.by_name import (
    divide_up_to_capacity,
    in_form_of,
    numbers_by_name,
    numbers_by_name_like,
    plain,
)

AMOUNTS = st.lists(st.integers(0, 1_000), min_size=3, max_size=3)


@given(quantity=st.integers(0, 3_000), weights=AMOUNTS, capacities=AMOUNTS)
def test_share_out_conserves_and_is_the_same_for_arrays(
    quantity: int, weights: list[int], capacities: list[int]
) -> None:
    by, up_to = dict(enumerate(weights)), dict(enumerate(capacities))
    exact, left = divide_up_to_capacity(quantity, by, up_to)
    assert quantity == sum(exact.values()) + left
    assert all(0 <= exact[key] <= up_to[key] for key in by)
    arrays = divide_up_to_capacity(np.array([float(quantity)]), by, up_to)
    assert np.allclose([[float(v)] for v in exact.values()], list(arrays[0].values()))
    assert np.allclose(float(left), arrays[1])


def test_share_out_goes_by_weights_whatever_the_capacities() -> None:
    """12 by 1 and 2 are 4 and 8, of capacities of 9 and 30; a recipient may have any name."""
    capacities = {None: 9, "": 30}
    assert ({None: 4, "": 8}, 0) == divide_up_to_capacity(12, {None: 1, "": 2}, capacities)


def test_named_like_keeps_the_order_and_refuses_others() -> None:
    assert ["a", "b"] == list(numbers_by_name_like("supply", {"b": 1, "a": 2}, {"a": 0, "b": 0}))
    pd = pytest.importorskip("pandas")
    series = pd.Series({"a": 0, "b": 0})
    assert ["a", "b"] == list(numbers_by_name_like("supply", {"b": 1, "a": 2}, series))
    with pytest.raises(ValueError, match=r"^supply: found 2 on the last axis, expected 3$"):
        numbers_by_name_like("supply", np.zeros(2), np.zeros(3))
    with pytest.raises(TypeError, match=r"^supply: found ndarray, expected dict as beside it$"):
        numbers_by_name_like("supply", np.zeros(2), {"a": 0, "b": 0})
    line = r"^supply: unknown 'c'; expected one of: a\nsupply\['a'\]: missing$"
    with pytest.raises(ValueError, match=line):
        numbers_by_name_like("supply", {"c": 1}, {"a": 0})
    assert {0: 1.0, 1: 2.0} == numbers_by_name(np.array([1, 2]))


def test_plain_has_no_number_of_numpy() -> None:
    assert [float, int] == [type(plain(number)) for number in (np.float64(2), np.array(2))]
    assert [1] == plain(np.array([1])).tolist()


def test_recipients_come_back_on_the_last_axis() -> None:
    """Of two by three scenarios and of a number beside them, for an array."""
    after = in_form_of({0: np.ones((2, 3)), 1: 5}, np.zeros(2))
    assert ((2, 3, 2), np.float64) == (after.shape, after.dtype)
    assert [1, 5] == after[1, 2].tolist()
    assert {"a": 1} == in_form_of({"a": 1}, {"a": 0})
