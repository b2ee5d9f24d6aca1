"""Deficits: who receives, how much, in which order, and what is left to imports."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allotments.act1990.section_359e import (
    reassign_beet_deficits,
    reassign_cane_deficits,
)
from allotments.formulas.deficits import IMPORTS, Flow
from allotments.formulas.reassignment import Reassignment

Table = dict[str, dict[str, Any]]

ALLOTMENTS = {  # short tons, raw value: the notice of fiscal year 1995, item 5
    "Florida": 1_687_380,
    "Hawaii": 773_180,
    "Louisiana": 869_856,
    "Puerto Rico": 71_397,
    "Texas": 131_650,
}
OUTPUT = {  # short tons, raw value: WASDE-303 of 12 June 1995
    "Florida": 1_726_000,
    "Hawaii": 500_000,
    "Louisiana": 1_020_000,
    "Puerto Rico": 45_000,
    "Texas": 142_000,
}
READINGS = ("capacity", "allocations")
AMOUNTS = st.one_of(st.just(0), st.integers(0, 2_000_000))


def one_mill(by_state: dict[str, int]) -> Table:
    return {state: {"all mills": quantity} for state, quantity in by_state.items()}


def flat(table: Table) -> list[Any]:
    return [value for processors in table.values() for value in processors.values()]


@st.composite
def cases(draw: st.DrawFn) -> tuple[Table, Table]:
    states = draw(st.lists(st.sampled_from(list(ALLOTMENTS)), min_size=1, unique=True))
    mills = {state: [f"Mill {n}" for n in range(draw(st.integers(1, 4)))] for state in states}
    allocations: Table = {s: {m: draw(AMOUNTS) for m in mills[s]} for s in states}
    abilities: Table = {s: {m: draw(AMOUNTS) for m in mills[s]} for s in states}
    return allocations, abilities


def scaled(table: Table, by: Any) -> Table:
    return {s: {m: value * by for m, value in mills.items()} for s, mills in table.items()}


def test_imports_are_named_so_among_those_who_receive() -> None:
    """The word stands in tables and records of flows; a lone processor's deficit goes there."""
    after = reassign_beet_deficits({"A": 100}, {"A": 60})
    assert (Flow("A", "imports", "imports", 40),) == after.flows
    assert not isinstance(after, Hashable)


def test_reassign_cane_deficits_of_june_1995() -> None:
    """Production stands in for ability to market; no printed reassignment of 1995 was found.

    Hawaii 773.180 - 500 = 273.180 and Puerto Rico 71.397 - 45 = 26.397 fall 299.577 short; Florida
    can take 38.620, Louisiana 150.144, Texas 10.350, together 199.114; 100.463 is left.
    """
    after = reassign_cane_deficits(one_mill(ALLOTMENTS), one_mill(OUTPUT))
    assert one_mill(OUTPUT) == after.allocations
    assert 100_463 == after.imports
    assert isinstance(after.imports, int)
    assert after.flows is not None
    between = [flow for flow in after.flows if flow.step == "between"]
    assert 199_114 == sum(flow.quantity for flow in between)
    # Hawaii's part of the pool is 273.180 of 299.577, of imports as of all that moves.
    hawaii = Flow(("Hawaii", "all mills"), IMPORTS, "imports", Fraction(100_463 * 273_180, 299_577))
    assert hawaii in after.flows
    assert {"Hawaii", "Puerto Rico"} == {flow.from_[0] for flow in after.flows}


def test_reassign_cane_deficits_clips_and_offers_again() -> None:
    """150.000 from Hawaii at 1,687.380 : 869.856 : 131.650, of 2,688.886.

    Florida 94.131, capped at 38.620; Louisiana 48.525; Texas 7.344. The 55.511 clipped at 869.856 :
    131.650 make Texas 14.641 in all, capped at 10.350; the rest, 150 - 38.620 - 10.350 = 101.030,
    is Louisiana's.
    """
    able = OUTPUT | {"Hawaii": 773_180 - 150_000, "Puerto Rico": 71_397}
    after = reassign_cane_deficits(one_mill(ALLOTMENTS), one_mill(able))
    assert after.flows is not None
    assert {"Florida": 38_620, "Texas": 10_350, "Louisiana": 101_030} == {
        flow.to[0]: flow.quantity for flow in after.flows
    }
    assert 0 == after.imports
    assert 869_856 + 101_030 == after.allocations["Louisiana"]["all mills"]


def test_reassign_cane_deficits_within_a_receiving_state_by_original_allocations() -> None:
    """Hawaii's 90 go to Florida's mills at 200 : 100, so 60 and 30; the one without gets none.

    In-State it would have: there the room counts, and C's is 100.
    """
    allocations: Table = {"Florida": {"A": 200, "B": 100, "C": 0}, "Hawaii": {"D": 90}}
    able: Table = {"Florida": {"A": 300, "B": 200, "C": 100}, "Hawaii": {"D": 0}}
    after = reassign_cane_deficits(allocations, able)
    assert {"Florida": {"A": 260, "B": 130, "C": 0}, "Hawaii": {"D": 0}} == after.allocations
    # And at 1 : 2, if before earlier reassignments A had 100 and B 200.
    original: Table = {"Florida": {"A": 100, "B": 200, "C": 0}, "Hawaii": {"D": 90}}
    after = reassign_cane_deficits(allocations, able, original=original)
    assert {"A": 230, "B": 160, "C": 0} == after.allocations["Florida"]


def test_reassign_cane_deficits_fills_the_state_first() -> None:
    """A's 60 fill B's room of 20 and C's of 10; 30 leave for Texas, which takes 25; 5 are left."""
    allocations: Table = {"Florida": {"A": 100, "B": 50, "C": 0}, "Texas": {"D": 40}}
    able: Table = {"Florida": {"A": 40, "B": 70, "C": 10}, "Texas": {"D": 65}}
    after = reassign_cane_deficits(allocations, able)
    mill = "Florida", "A"
    assert after.flows == (
        Flow(mill, ("Florida", "B"), "within", 20),
        Flow(mill, ("Florida", "C"), "within", 10),
        Flow(mill, ("Texas", "D"), "between", 25),
        Flow(mill, IMPORTS, "imports", 5),
    )
    assert 5 == after.imports


def test_reassign_cane_deficits_gives_onwards_only_what_the_state_has_left() -> None:
    """B takes 20 of A's 60, F all of E's 10: 40 of A's and C's 40 are left for D's room of 40."""
    allocations: Table = {
        "Florida": {"A": 100, "B": 50},
        "Hawaii": {"C": 80},
        "Louisiana": {"E": 50, "F": 50},
        "Texas": {"D": 40},
    }
    able: Table = {
        "Florida": {"A": 40, "B": 70},
        "Hawaii": {"C": 40},
        "Louisiana": {"E": 40, "F": 60},
        "Texas": {"D": 80},
    }
    after = reassign_cane_deficits(allocations, able)
    a, c, d = ("Florida", "A"), ("Hawaii", "C"), ("Texas", "D")
    assert after.flows == (
        Flow(a, ("Florida", "B"), "within", 20),
        Flow(("Louisiana", "E"), ("Louisiana", "F"), "within", 10),
        Flow(a, d, "between", 20),
        Flow(c, d, "between", 20),
        Flow(a, IMPORTS, "imports", 20),
        Flow(c, IMPORTS, "imports", 20),
    )


def test_a_ton_or_less_is_a_flow_too() -> None:
    """A's one ton goes to B and C, whose rooms are equal, by halves."""
    after = reassign_beet_deficits({"A": 2, "B": 1, "C": 1}, {"A": 1, "B": 3, "C": 3})
    half = Fraction(1, 2)
    assert after.flows == (Flow("A", "B", "within", half), Flow("A", "C", "within", half))


def test_reassign_cane_deficits_a_state_without_allotment_receives_nothing() -> None:
    allocations: Table = {"Florida": {"A": 100}, "Texas": {"D": 0}}
    able: Table = {"Florida": {"A": 40}, "Texas": {"D": 500}}
    after = reassign_cane_deficits(allocations, able)
    assert (60, 0) == (after.imports, after.allocations["Texas"]["D"])


@pytest.mark.parametrize("little", [1, Fraction(1, 2)])
def test_reassign_cane_deficits_the_least_allotment_receives(little: Any) -> None:
    """Texas's one ton, or half a ton, is enough for it to be asked for all of its room."""
    allocations: Table = {"Florida": {"A": 100}, "Texas": {"D": little}}
    able: Table = {"Florida": {"A": 40}, "Texas": {"D": 500}}
    after = reassign_cane_deficits(allocations, able)
    assert (0, 60 + little) == (after.imports, after.allocations["Texas"]["D"])


def test_reassign_beet_deficits_in_proportion_to_capacity() -> None:
    """A's 40 at rooms 40 : 10 make 32 and 8."""
    after = reassign_beet_deficits({"A": 100, "B": 50, "C": 50}, {"A": 60, "B": 90, "C": 60})
    assert {"A": 60, "B": 82, "C": 58} == after.allocations


def test_reassign_beet_deficits_in_proportion_to_allocations() -> None:
    """A's 40 at 50 : 50 make 20 each; C takes 10 only, and the other 10 are B's too. D has none."""
    after = reassign_beet_deficits(
        {"A": 100, "B": 50, "C": 50, "D": 0},
        {"A": 60, "B": 90, "C": 60, "D": 99},
        in_proportion_to="allocations",
    )
    assert {"A": 60, "B": 80, "C": 60, "D": 0} == after.allocations


def test_reassign_beet_deficits_attributes_pooled_deficits_pro_rata() -> None:
    """A lacks 30, B 10; C's room is 20: 15 come from A, 5 from B, and so with the imports."""
    after = reassign_beet_deficits({"A": 50, "B": 50, "C": 10}, {"A": 20, "B": 40, "C": 30})
    assert after.flows == (
        Flow("A", "C", "within", 15),
        Flow("B", "C", "within", 5),
        Flow("A", IMPORTS, "imports", 15),
        Flow("B", IMPORTS, "imports", 5),
    )


def test_reassign_beet_deficits_in_floats_gives_floats() -> None:
    after = reassign_beet_deficits({"A": 100.0, "B": 50}, {"A": 60, "B": 75})
    assert {"A": 60.0, "B": 75.0} == after.allocations
    assert {float} == {type(v) for v in (*after.allocations.values(), after.imports)}
    assert 15.0 == after.imports


@given(cases(), st.sampled_from(READINGS))
def test_deficits_conserve_the_total_and_keep_the_caps(case: tuple[Table, Table], by: Any) -> None:
    allocations, able = case
    after = reassign_cane_deficits(allocations, able, in_proportion_to=by)
    assert sum(flat(allocations)) == sum(flat(after.allocations)) + after.imports
    assert after.flows is not None
    moved = {(s, m): -v for s, mills in allocations.items() for m, v in mills.items()}
    moved = {place: after.allocations[place[0]][place[1]] + v for place, v in moved.items()}
    for flow in after.flows:
        assert flow.quantity > 0
        moved[flow.from_] += flow.quantity
        if flow.to != IMPORTS:
            moved[flow.to] -= flow.quantity
            assert (flow.from_[0] == flow.to[0]) is (flow.step == "within")
    assert not any(moved.values())
    for state, mills in allocations.items():
        for mill, before in mills.items():
            now, most = after.allocations[state][mill], able[state][mill]
            assert now == most if before >= most else before <= now <= most


@given(cases(), st.sampled_from(READINGS), st.randoms(use_true_random=False))
def test_deficits_do_not_depend_on_the_order_of_recipients(
    case: tuple[Table, Table], by: Any, random: Any
) -> None:
    def shuffled(table: Table) -> Table:
        states = random.sample(list(table), len(table))
        return {s: dict(random.sample(list(table[s].items()), len(table[s]))) for s in states}

    allocations, able = case
    one = reassign_cane_deficits(allocations, able, in_proportion_to=by)
    other = reassign_cane_deficits(shuffled(allocations), shuffled(able), in_proportion_to=by)
    assert (one.allocations, one.imports) == (other.allocations, other.imports)
    assert set(one.flows or ()) == set(other.flows or ())


@given(cases(), st.fractions("1/9", 9))
def test_deficits_scale(case: tuple[Table, Table], scale: Fraction) -> None:
    one = reassign_cane_deficits(*case)
    other = reassign_cane_deficits(*(scaled(table, scale) for table in case))
    assert scaled(one.allocations, scale) == other.allocations
    assert one.imports * scale == other.imports


@given(cases())
def test_no_deficit_changes_nothing(case: tuple[Table, Table]) -> None:
    allocations, more = case
    able = {s: {m: v + more[s][m] for m, v in mills.items()} for s, mills in allocations.items()}
    assert Reassignment(allocations, (), 0) == reassign_cane_deficits(allocations, able)


@given(cases(), st.sampled_from(READINGS), st.data())
def test_more_ability_never_raises_imports(
    case: tuple[Table, Table], by: Any, data: st.DataObject
) -> None:
    allocations, able = case
    state = data.draw(st.sampled_from(list(able)))
    mill = data.draw(st.sampled_from(list(able[state])))
    more = able | {state: able[state] | {mill: able[state][mill] + data.draw(AMOUNTS)}}
    before = reassign_cane_deficits(allocations, able, in_proportion_to=by).imports
    assert before >= reassign_cane_deficits(allocations, more, in_proportion_to=by).imports


@given(cases(), st.sampled_from(READINGS), st.lists(st.integers(0, 300), min_size=1, max_size=4))
def test_arrays_equal_the_exact_path(
    case: tuple[Table, Table], by: Any, percents: list[int]
) -> None:
    """Rows differ in ability; the allocations broadcast, with the processors of States mixed."""
    allocations, able = case
    states = [state for state, mills in allocations.items() for _ in mills][::-1]
    rows = [scaled(able, Fraction(percent, 100)) for percent in percents]
    after = reassign_cane_deficits(
        np.array(flat(allocations))[::-1],
        np.array([[float(v) for v in flat(row)][::-1] for row in rows]),
        states=states,
        in_proportion_to=by,
    )
    assert after.flows is None
    for row, now, imports in zip(rows, after.allocations, after.imports, strict=True):
        exact = reassign_cane_deficits(allocations, row, in_proportion_to=by)
        assert float(exact.imports) == pytest.approx(imports, abs=1e-6)
        assert [float(v) for v in flat(exact.allocations)] == pytest.approx(now[::-1], abs=1e-6)
        assert (now[::-1] <= np.maximum(flat(allocations), [float(v) for v in flat(row)])).all()


def test_one_row_of_an_array_gives_a_float_for_imports() -> None:
    after = reassign_cane_deficits(
        np.array([*ALLOTMENTS.values()]), np.array([*OUTPUT.values()]), states=[*ALLOTMENTS]
    )
    assert 100_463.0 == after.imports
    assert isinstance(after.imports, float)
    assert [*OUTPUT.values()] == after.allocations.tolist()


def test_arrays_with_original_allocations() -> None:
    """As by name: Hawaii's 90 at 1 : 2 to A and B."""
    after = reassign_cane_deficits(
        np.array([200, 100, 90]),
        np.array([300, 200, 0]),
        states=["Florida", "Florida", "Hawaii"],
        original=np.array([100, 200, 90]),
    )
    assert [230, 160, 0] == pytest.approx(after.allocations)


def test_a_mapping_of_arrays_gives_a_mapping_of_arrays() -> None:
    """A lacks 40 in the first scenario, nothing in the second; B has room for 25."""
    able = {"A": np.array([60.0, 100.0]), "B": 75}
    after = reassign_beet_deficits({"A": 100, "B": 50}, able)
    assert after.flows is None
    assert [60, 100] == after.allocations["A"].tolist()
    assert [75, 50] == after.allocations["B"].tolist()
    assert [15, 0] == after.imports.tolist()


def test_tables_of_which_one_has_arrays_give_arrays_of_floats() -> None:
    """A third of a hundred is exact in one table; an array of objects came out.

    A lacks 23 1/3 and 13 1/3; B, with room beyond counting, takes it all.
    """
    able = np.array([10.0, 20.0])
    allocations = {"A": Fraction(100, 3), "B": 50}
    after = reassign_beet_deficits(allocations, {"A": able, "B": 10**30})
    given = np.array([[10, 50 + 70 / 3], [20, 50 + 40 / 3]])
    found = np.stack([np.asarray(after.allocations[name]) for name in "AB"], axis=-1)
    np.testing.assert_allclose(given, found, rtol=1e-15)
    for floats in (*after.allocations.values(), after.imports):
        assert np.float64 == floats.dtype == np.asarray(floats).dtype


def test_tables_of_which_one_has_arrays_either_way_round() -> None:
    """A can market but 100/3 of its 60 and 20; B's room takes the rest; originals are exact."""
    after = reassign_beet_deficits(
        {"A": np.array([60.0, 20.0]), "B": 50.0},
        {"A": Fraction(100, 3), "B": Fraction(200, 3)},
        original={"A": 1, "B": Fraction(1, 3)},
        in_proportion_to="allocations",
    )
    assert [100 / 3, 20.0] == pytest.approx(after.allocations["A"].tolist(), rel=1e-15)
    assert [200 / 3, 50.0] == pytest.approx(after.allocations["B"].tolist(), rel=1e-15)
    assert [10.0, 0.0] == pytest.approx(after.imports.tolist(), rel=1e-14)
    assert np.float64 == after.allocations["A"].dtype == after.imports.dtype


def test_a_number_that_no_float_can_be_is_refused_beside_another_tables_array() -> None:
    with pytest.raises(ValueError, match="beyond the range of floats beside floats"):
        reassign_beet_deficits({"A": 10**330}, {"A": np.array([1.0])})


def test_beet_arrays_equal_the_named() -> None:
    after = reassign_beet_deficits(np.array([[100, 50, 50]]), np.array([60, 90, 60]))
    assert [[60, 82, 58]] == pytest.approx(after.allocations)
    assert [0] == after.imports.tolist()


@pytest.mark.parametrize(("reading", "given"), [("capacity", [82, 58]), ("allocations", [80, 60])])
def test_cane_arrays_within_a_state_by_either_reading(reading: Any, given: list[int]) -> None:
    """A's 40 go to B and C by room, 40 : 10, or by halves, of which C takes but 10."""
    allocations, able = np.array([100.0, 50, 50]), np.array([60.0, 90, 60])
    after = reassign_cane_deficits(
        allocations, able, states=["Florida"] * 3, in_proportion_to=reading
    )
    assert [60, *given] == after.allocations.tolist()


@pytest.mark.parametrize(("little", "imports"), [(0, 60), (0.5, 0), (1, 0)])
def test_cane_arrays_between_states_ask_only_those_with_an_allotment(
    little: float, imports: int
) -> None:
    """As with names: any allotment opens Texas's room to Florida's 60, none keeps it shut."""
    allocations, able = np.array([100, little]), np.array([40.0, 500])
    after = reassign_cane_deficits(allocations, able, states=["Florida", "Texas"])
    assert imports == after.imports
    assert [40, little + 60 - imports] == after.allocations.tolist()


@pytest.mark.parametrize(("reading", "given"), [("capacity", [82, 58]), ("allocations", [80, 60])])
def test_a_mapping_of_arrays_by_either_reading(reading: Any, given: list[int]) -> None:
    """As in rows: A's 40 at 40 : 10, or by halves."""
    allocations = {"A": np.array([100.0]), "B": 50, "C": 50}
    able = {"A": 60, "B": 90, "C": 60}
    after = reassign_beet_deficits(allocations, able, in_proportion_to=reading)
    assert [[60], *([number] for number in given)] == [
        a.tolist() for a in after.allocations.values()
    ]


def test_beet_arrays_of_one_and_of_three_axes() -> None:
    """40 of A's 100 go to B and C, with room for 40 each; the axis is the last."""
    after = reassign_beet_deficits(np.array([100.0, 50, 50]), np.array([60.0, 90, 90]))
    assert [60, 70, 70] == after.allocations.tolist()
    many = reassign_beet_deficits(np.full((2, 1, 3), [100.0, 50, 50]), np.array([60.0, 90, 90]))
    assert [[[60, 70, 70]]] * 2 == many.allocations.tolist()


FLORIDA: Table = {"Florida": {"A": 1, "B": 2}}


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: reassign_beet_deficits({"A": 1, "B": 2}, {"A": 1}),
            "ability_to_market['B']: missing",
        ),
        (
            lambda: reassign_beet_deficits({"A": 1}, {"A": 1, "B": 2}),
            "ability_to_market: unknown 'B'; expected one of: A",
        ),
        *(
            (
                lambda numbers=numbers: reassign_cane_deficits(
                    *map(np.array, numbers[:2]), states=["Texas"], original=np.array(numbers[2])
                ),
                f"{name}: found -1.0 at index 0, expected finite numbers not below 0",
            )
            for name, numbers in {
                "allocations": ([-1], [1], [1]),
                "ability_to_market": ([1], [-1], [1]),
                "original": ([1], [1], [-1]),
            }.items()
        ),
        (
            lambda: reassign_cane_deficits(
                {"Florida": {"A": 1}}, {"Florida": {"A": 1}}, original={"Florida": {"A": -1}}
            ),
            "original['Florida']['A']: found -1, expected a number not below 0",
        ),
        (
            lambda: reassign_cane_deficits(
                {"Florida": {"A": 1}}, {"Florida": {"A": 1}}, original={"Florida": {"B": 1}}
            ),
            (
                "original['Florida']: unknown 'B'; expected one of: A\n"
                "original['Florida']['A']: missing"
            ),
        ),
        (
            lambda: reassign_cane_deficits(np.ones(1), np.ones(1), states="Florida"),
            "states: found 'Florida', expected the State of each processor",
        ),
        (
            lambda: reassign_cane_deficits({"Florida": {"A": -1}}, {"Florida": {"A": 1}}),
            "allocations['Florida']['A']: found -1, expected a number not below 0",
        ),
        (
            lambda: reassign_beet_deficits({"A": 1}, {"A": 1}, original={"B": 2}),
            "original: unknown 'B'; expected one of: A\noriginal['A']: missing",
        ),
        (
            lambda: reassign_beet_deficits({"A": 1}, np.array([1.0])),
            "ability_to_market: found ndarray, expected dict as in allocations",
        ),
        (
            lambda: reassign_beet_deficits(np.ones(3), np.ones(2)),
            "ability_to_market: found 2 on the last axis, expected 3 as in allocations",
        ),
        (
            lambda: reassign_beet_deficits({"A": -1}, {"A": 1}),
            "allocations['A']: found -1, expected a number not below 0",
        ),
        (
            lambda: reassign_beet_deficits({"A": 1}, {"A": float("nan")}),
            "ability_to_market['A']: found nan, expected a finite number",
        ),
        (
            lambda: reassign_beet_deficits({}, {}),
            "allocations: found no recipient, expected at least one",
        ),
        (
            lambda: reassign_beet_deficits({"A": 1}, {"A": 1}, in_proportion_to="luck"),  # type: ignore[arg-type]
            "in_proportion_to: found 'luck', expected 'capacity' or 'allocations'",
        ),
        (
            lambda: reassign_cane_deficits({"Lousiana": {"A": 1}}, {}),
            "allocations: found 'Lousiana', expected a State; did you mean 'Louisiana'?",
        ),
        (
            lambda: reassign_cane_deficits(FLORIDA, {"Florida": {"A": 1}}),
            "ability_to_market['Florida']['B']: missing",
        ),
        (
            lambda: reassign_cane_deficits(FLORIDA, np.ones(2)),
            (
                "ability_to_market: found ndarray, "
                "expected a mapping of States to mappings of processors to numbers"
            ),
        ),
        (
            lambda: reassign_cane_deficits({"Florida": 3}, FLORIDA),
            "allocations['Florida']: found int, expected a mapping of processors to numbers",
        ),
        (
            lambda: reassign_cane_deficits({}, {}),
            "allocations: found no State, expected at least one",
        ),
        (
            lambda: reassign_cane_deficits(FLORIDA, FLORIDA, states=["Florida"]),
            "states: found a value, expected none beside a mapping of States",
        ),
        (
            lambda: reassign_cane_deficits(np.ones(2), np.ones(2)),
            "states: found None, expected the State of each processor",
        ),
        (
            lambda: reassign_cane_deficits(np.ones(2), np.ones(2), states=["Texas"]),
            "states: found 1, expected 2, one for each processor",
        ),
        (
            lambda: reassign_cane_deficits(np.ones(2), np.ones(2), states=["Texas", "Havana"]),
            "states[1]: found 'Havana', expected a State, the District of Columbia or Puerto Rico",
        ),
    ],
)
def test_bad_input_is_refused_in_one_line(call: Callable[[], Any], message: str) -> None:
    with pytest.raises((TypeError, ValueError)) as caught:
        call()
    assert message == str(caught.value)


def test_between_states_deficits_go_by_the_allotments_given() -> None:
    """Hawaii lacks 60. Florida and Louisiana are allotted 100,000 each, so each receives 30.

    By the sums of their allocations, 50 : 100 after a deduction in Florida, it is 20 and 40.
    """
    allocations = {"Hawaii": {"H": 100}, "Florida": {"F": 50}, "Louisiana": {"L": 100}}
    able = {"Hawaii": {"H": 40}, "Florida": {"F": 900}, "Louisiana": {"L": 900}}
    allotments = {"Louisiana": 100_000, "Hawaii": 100_000, "Florida": 100_000}
    after = reassign_cane_deficits(allocations, able, allotments=allotments).allocations
    assert [40, 80, 130] == [
        *after["Hawaii"].values(),
        *after["Florida"].values(),
        after["Louisiana"]["L"],
    ]
    by_sums = reassign_cane_deficits(allocations, able).allocations
    assert (70, 140) == (by_sums["Florida"]["F"], by_sums["Louisiana"]["L"])
    rows = np.array([[100.0, 50, 100], [100.0, 50, 100]])
    shares: dict[str, Any] = {"Hawaii": 1, "Florida": np.array([1, 0]), "Louisiana": Fraction(1)}
    many = reassign_cane_deficits(
        rows, np.array([40.0, 900, 900]), states=[*allocations], allotments=shares
    )
    assert [[40, 80, 130], [40, 50, 160]] == many.allocations.tolist()
    assert [0, 0] == many.imports.tolist()
    floats = reassign_cane_deficits(
        {"Hawaii": {"H": 100.0}, "Florida": {"F": 50}},
        {"Hawaii": {"H": 40}, "Florida": {"F": 900}},
        allotments={"Hawaii": 0, "Florida": Fraction(1, 3)},
    )
    assert 110.0 == floats.allocations["Florida"]["F"]


@pytest.mark.parametrize(
    ("allotments", "line"),
    [
        (
            {"Hawaii": 1},
            (
                "allotments: unknown 'Hawaii'; expected one of: Florida\n"
                "allotments['Florida']: missing"
            ),
        ),
        ({"Florida": -1}, "allotments['Florida']: found -1, expected a number not below 0"),
        ([1], "allotments: found list, expected a mapping of States to numbers"),
        (  # one name, its letters composed otherwise
            {"Caf\u00e9": 1, "Cafe\u0301": 1},
            "allotments: found 'Cafe\u0301' more than once, expected each once",
        ),
    ],
)
def test_allotments_of_other_states_are_refused(allotments: Any, line: str) -> None:
    with pytest.raises((TypeError, ValueError)) as caught:
        reassign_cane_deficits({"Florida": {"A": 1}}, {"Florida": {"A": 1}}, allotments=allotments)
    assert line == str(caught.value)
