"""The steps of deficits that both Acts share: shares given, and what the CCC sells."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from allotments.formulas.deficits import CCC, IMPORTS, Flow, Tables, reassign_named
from allotments.formulas.deficits_of_arrays import reassign
from allotments.formulas.reassignment import by_capacity, columns_of

BEET = {"": ["A", "B", "C"]}


def test_by_initial_shares_up_to_the_supply_then_the_ccc_then_imports() -> None:
    """A lacks 60. By initial shares 10 : 30 B is offered 15 and C 45; C can take 20, so B gets 40.

    But B can take only 25: of the 15 left the CCC sells 10, and 5 are imported.
    """
    tables = Tables(
        {"A": 100, "B": 10, "C": 30}, {"A": 40, "B": 35, "C": 50}, {"A": 100, "B": 10, "C": 30}
    )
    after = reassign(tables, BEET, by_capacity=False, ccc=10)
    assert {"A": 40, "B": 35, "C": 50} == after.allocations
    assert (10, 5) == (after.sold_by_ccc, after.imports)
    assert after.flows is not None
    assert Flow("A", CCC, "ccc", Fraction(10)) in after.flows
    assert Flow("A", IMPORTS, "imports", Fraction(5)) in after.flows
    assert 60 == sum(flow.quantity for flow in after.flows)
    floats = reassign(tables, BEET, by_capacity=False, ccc=10.0)
    assert (10.0, 5.0) == (floats.sold_by_ccc, floats.imports)


def test_without_a_ccc_what_is_clipped_is_offered_again_and_the_rest_is_imported() -> None:
    """The same case: of the 60, C takes 20 and B at last 25; 15 are imported, nothing is sold.

    Offered once, B takes its 15 and C its 20; 25 are imported.
    """
    tables = Tables(
        {"A": 100, "B": 10, "C": 30}, {"A": 40, "B": 35, "C": 50}, {"A": 100, "B": 10, "C": 30}
    )
    after = reassign_named(tables, BEET, by_capacity=False)
    assert ({"A": 40, "B": 35, "C": 50}, 0, 15) == (
        after.allocations,
        after.sold_by_ccc,
        after.imports,
    )
    once = reassign_named(tables, BEET, by_capacity=False, reoffer=False)
    assert ({"A": 40, "B": 25, "C": 50}, 0, 25) == (
        once.allocations,
        once.sold_by_ccc,
        once.imports,
    )


def test_between_states_goes_by_allotments_and_leaves_out_who_is_short() -> None:
    """H lacks 90. By allotments 1 : 2 F is offered 30 and L 60, of which L can take 20.

    In F, f1 has no weight; by 1 : 2 f2 is offered 10 and f3 20, of which it can take 19. Offered
    again, the last 1 goes to f2, and 40 are left of the 90; offered once, 41.
    """
    tables = Tables(
        {"h": 100, "f1": 0, "f2": 10, "f3": 20, "l": 50},
        {"h": 10, "f1": 75, "f2": 21, "f3": 39, "l": 70},
        {"h": 100, "f1": 0, "f2": 10, "f3": 20, "l": 50},
    )
    states = {"H": ["h"], "F": ["f1", "f2", "f3"], "L": ["l"]}
    for reoffer, last in ((True, 1), (False, 0)):
        after = reassign_named(
            tables,
            states,
            by_capacity=False,
            allotments={"H": 100, "F": 1, "L": 2},
            ccc=5,
            reoffer=reoffer,
        )
        assert {"h": 10, "f1": 0, "f2": 20 + last, "f3": 39, "l": 70} == after.allocations
        assert (5, 36 - last) == (after.sold_by_ccc, after.imports)
        assert {
            Flow("h", "f2", "between", Fraction(10 + last)),
            Flow("h", "f3", "between", Fraction(19)),
            Flow("h", "l", "between", Fraction(20)),
            Flow("h", "ccc", "ccc", Fraction(5)),
            Flow("h", "imports", "imports", Fraction(36 - last)),
        } == set(after.flows or ())


def test_who_has_no_weight_adds_nothing_to_what_its_state_can_take() -> None:
    """H lacks 90; by 2 : 1 F is offered 60. Its f2 can take 30, so L gets 60 and nothing is left.

    Its f1 could take 75, but had no allocation to go by.
    """
    tables = Tables(
        {"h": 100, "f1": 0, "f2": 10, "l": 50},
        {"h": 10, "f1": 75, "f2": 40, "l": 150},
        {"h": 100, "f1": 0, "f2": 10, "l": 50},
    )
    states = {"H": ["h"], "F": ["f1", "f2"], "L": ["l"]}
    after = reassign_named(tables, states, by_capacity=False, allotments={"H": 100, "F": 2, "L": 1})
    assert {"h": 10, "f1": 0, "f2": 40, "l": 110} == after.allocations
    assert (0, int) == (after.imports, type(after.imports))


def test_the_ccc_sells_no_more_than_is_left() -> None:
    """A lacks 60, others take 45; the CCC would sell 20 and sells 15. In rows 0, 15 and 10."""
    rows = Tables(*(np.array(row) for row in ([100.0, 10, 30], [40.0, 35, 50], [100.0, 10, 30])))
    places = {"": [0, 1, 2]}
    one = reassign(rows, places, by_capacity=True, ccc=20)
    assert (15.0, 0.0) == (one.sold_by_ccc, one.imports)
    many = reassign(rows, places, by_capacity=True, ccc=np.array([0, 20, 10]))
    assert [[40, 35, 50]] * 3 == many.allocations.tolist()
    assert [0, 15, 10] == many.sold_by_ccc.tolist()
    assert [15, 0, 5] == many.imports.tolist()


@pytest.mark.parametrize("tiny", [5e-324, 1e-250])
def test_weights_of_absurd_size_are_reckoned_exactly(tiny: float) -> None:
    """H's 6 go to F and L by their tiny allotments 1 : 1, 3 each; a quotient would overflow."""
    rows = Tables(np.array([10.0, 1, 1]), np.array([4.0, 10, 10]), np.array([10.0, tiny, tiny]))
    states = {"H": [0], "F": [1], "L": [2]}
    for allotments in (None, {"H": 1.0, "F": tiny, "L": tiny}):
        after = reassign(rows, states, by_capacity=False, allotments=allotments)
        assert [4, 4, 4] == after.allocations.tolist()


def test_quantities_of_any_size_keep_their_proportions() -> None:
    """1e300 more each is divided as 1 is."""
    tables = (np.array([100.0, 50, 50]), np.array([60.0, 90, 60]))
    scaled = [1e298 * table for table in tables]
    after = reassign(Tables(scaled[0], scaled[1], scaled[0]), {"": [0, 1, 2]}, by_capacity=False)
    assert [60, 80, 60] == pytest.approx((after.allocations / 1e298).tolist())


QUANTITIES = arrays(np.float64, (4, 5), elements=st.integers(0, 100).map(float))
ROWS = st.tuples(QUANTITIES, QUANTITIES, QUANTITIES)


@given(
    ROWS,
    st.fixed_dictionaries({"by_capacity": st.booleans(), "reoffer": st.booleans()}),
    st.none() | st.lists(st.integers(0, 9), min_size=3, max_size=3),
    st.sets(st.integers(0, 2)),
)
def test_arrays_give_what_names_do(
    rows: tuple[Any, Any, Any], how: dict[str, bool], shares: Any, same: set[int]
) -> None:
    """In any order of places, with the same numbers in all scenarios for some of the tables."""
    tables = Tables(*(table[0] if place in same else table for place, table in enumerate(rows)))
    groups = {"H": [4, 0], "F": [1], "L": [3, 2]}
    allotments = None if shares is None else dict(zip(groups, map(float, shares), strict=True))
    exact: Any = allotments and {state: Fraction(share) for state, share in allotments.items()}
    found = reassign(tables, groups, allotments=allotments, ccc=7.0, **how)
    lead = np.broadcast_shapes(*(table.shape[:-1] for table in tables))
    whole = [np.broadcast_to(table, (*lead, 5)).reshape(-1, 5) for table in tables]
    for scenario, after in enumerate(np.reshape(found.allocations, (-1, 5))):
        named = Tables(*({k: Fraction(v) for k, v in enumerate(t[scenario])} for t in whole))
        expected = reassign(named, groups, allotments=exact, ccc=7, **how)
        assert np.allclose([float(q) for q in expected.allocations.values()], after)
        assert np.isclose(float(expected.imports), np.ravel(found.imports)[scenario])
        assert np.isclose(float(expected.sold_by_ccc), np.ravel(found.sold_by_ccc)[scenario])


def test_a_reading_of_the_first_step_is_one_of_two() -> None:
    assert by_capacity("capacity")
    assert not by_capacity("allocations")
    line = "^in_proportion_to: found 'luck', expected 'capacity' or 'allocations'$"
    with pytest.raises(ValueError, match=line):
        by_capacity("luck")


class Labelled:
    """The State of one processor, with what pandas (or xarray) knows its labels by."""

    def __init__(self, *attributes: str) -> None:
        vars(self).update(dict.fromkeys(attributes))

    def __iter__(self) -> Iterator[str]:
        return iter(["Texas"])

    def __len__(self) -> int:
        return 1


@pytest.mark.parametrize(
    ("states", "line"),
    [
        (iter(["Texas"]), "found <list_iterator object>, expected the State of each processor"),
        *(
            (
                states,
                (
                    f"found a {kind}, whose labels nothing here goes by, expected a list in the "
                    "processors' order"
                ),
            )
            for states, kind in [
                ({"Texas": 1}, "dict"),
                ({"Texas"}, "set"),
                (Labelled("to_numpy", "index"), "Labelled"),
                (Labelled("dims", "coords"), "Labelled"),
            ]
        ),
    ],
)
def test_states_of_processors_in_an_array_are_a_list(states: Any, line: str) -> None:
    assert {"Texas": [0, 2], "Hawaii": [1]} == columns_of(["Texas", "Hawaii", "Texas"], 3)
    assert {"Texas": [0]} == columns_of(Labelled(), 1)  # type: ignore[arg-type]
    with pytest.raises(TypeError) as refused:
        columns_of(states, 1)
    assert f"states: {line}" == str(refused.value)
