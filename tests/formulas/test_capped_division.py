"""Filling capacities in proportion to weights, what is clipped being offered again or not."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from allotments.formulas.capped_division import fill, open_capacity, share_out

AMOUNTS = st.integers(0, 10_000)
RECIPIENTS = st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=6)


def named(pairs: list[tuple[int, int]]) -> tuple[dict[int, int], dict[int, int]]:
    return (
        {index: weight for index, (weight, _) in enumerate(pairs)},
        {index: room for index, (_, room) in enumerate(pairs)},
    )


def test_fill_offers_again_what_is_clipped_until_nothing_is_left() -> None:
    """Of 100 at 1:1:2 come 25, 25, 50; a takes 10 and 15 go on at 1:2: 30 and 60, c only 55.

    The 5 left go to b, who ends with 35.
    """
    weights, rooms = {"a": 1, "b": 1, "c": 2}, {"a": 10, "b": 90, "c": 55}
    assert {"a": 10, "b": 35, "c": 55} == fill(100, weights, rooms)


def test_fill_clips_at_the_capacity_and_not_beyond() -> None:
    """3 at 1 : 1 are 1.5 each; a has room for 1."""
    assert {"a": 1, "b": 2} == fill(3, {"a": 1, "b": 1}, {"a": 1, "b": 5})


def test_fill_ends_when_all_are_full() -> None:
    assert {"a": 3, "b": 4, "c": 0} == fill(8, {"a": 5, "b": 1, "c": 0}, {"a": 3, "b": 4, "c": 9})
    assert 7 == open_capacity({"a": 5, "b": 1, "c": 0}, {"a": 3, "b": 4, "c": 9})


def test_fill_gives_integers_where_nothing_is_divided() -> None:
    assert [0, 0] == [*fill(0, {"a": 1, "b": 1}, {"a": 1, "b": 1}).values()]
    assert {int} == {type(v) for v in fill(2, {"a": 1, "b": 1}, {"a": 1, "b": 1}).values()}


def test_fill_gives_whoever_is_full_its_capacity_itself() -> None:
    """2 at 1 : 1 are 1 each: all the room that a has, so that no division stands behind it."""
    filled = fill(2, {"a": 1, "b": 1}, {"a": 1, "b": 5})
    assert {"a": 1, "b": 1} == filled
    assert int is type(filled["a"])


def test_fill_to_the_brim_is_exact_in_floats() -> None:
    """Round by round b would come out at 6.399999999999999."""
    rooms = {"a": 1.6, "b": 6.4, "c": 9.8}
    assert rooms == fill(sum(rooms.values()), {"a": 3.0, "b": 2.0, "c": 5.0}, rooms)


@given(AMOUNTS, RECIPIENTS)
def test_fill_has_one_level_for_all(quantity: int, pairs: list[tuple[int, int]]) -> None:
    """Everyone gets ``min(room, level * weight)``: whoever is not full has the level."""
    weights, rooms = named(pairs)
    filled = fill(quantity, weights, rooms)
    assert min(quantity, open_capacity(weights, rooms)) == sum(filled.values())
    unfilled = [key for key in filled if weights[key] and filled[key] < rooms[key]]
    levels = {Fraction(filled[key]) / weights[key] for key in unfilled}
    assert len(levels) <= 1
    for key, amount in filled.items():
        assert 0 <= amount <= rooms[key]
        assert weights[key] > 0 or amount == 0
        assert all(amount <= level * weights[key] for level in levels)


def test_share_out_once_leaves_what_is_clipped() -> None:
    """12 in halves: a takes 2 of its 6, so 4 are left; without weights all is."""
    assert ({"a": 2, "b": 6}, 4) == share_out(12, {"a": 1, "b": 1}, {"a": 2, "b": 9}, reoffer=False)
    assert ({"a": 0}, 12) == share_out(12, {"a": 0}, {"a": 9}, reoffer=False)


@given(quantity=AMOUNTS, pairs=RECIPIENTS, reoffer=st.booleans())
def test_share_out_conserves(*, quantity: int, pairs: list[tuple[int, int]], reoffer: bool) -> None:
    weights, capacities = named(pairs)
    given_, left = share_out(quantity, weights, capacities, reoffer=reoffer)
    assert quantity == sum(given_.values()) + left
    assert all(0 <= given_[key] <= capacities[key] for key in weights)
