"""Deficits of crop years since 2002: who receives, up to what, and what goes to CCC and imports."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allotments.act2002.section_359e import (
    SOLD_BY_CCC,
    Reassignment,
    reassign_beet_deficits,
    reassign_cane_deficits,
)
from allotments.core.errors import InvalidInput
from allotments.formulas.deficits import Flow

Table = dict[str, dict[str, Any]]

AMOUNTS = st.one_of(st.just(0), st.integers(0, 2_000_000))
READINGS = ("shares", "shares once", "capacity")


def one_mill(by_state: dict[str, Any]) -> Table:
    return {state: {"all mills": quantity} for state, quantity in by_state.items()}


def by_state(after: Reassignment) -> dict[str, Any]:
    return {state: sum(mills.values()) for state, mills in after.allocations.items()}


@st.composite
def cases(draw: st.DrawFn) -> tuple[Table, Table, Table]:
    states = draw(
        st.lists(st.sampled_from(["Florida", "Hawaii", "Texas"]), min_size=1, unique=True)
    )
    mills = {state: [f"Mill {n}" for n in range(draw(st.integers(1, 3)))] for state in states}
    allocations, supply, initial = (
        {s: {m: draw(AMOUNTS) for m in mills[s]} for s in states} for _ in range(3)
    )
    return allocations, supply, initial


def test_reassign_beet_deficits_by_initial_shares_with_the_cap() -> None:
    """A falls 50 short. B and C share 3 to 2: 30 and 20; B takes its 15, C the other 35 (of 50)."""
    after = reassign_beet_deficits({"A": 100, "B": 60, "C": 40}, {"A": 50, "B": 75, "C": 90})
    assert (
        Reassignment(
            {"A": 50, "B": 75, "C": 75},
            (Flow("A", "B", "within", 15), Flow("A", "C", "within", 35)),
            0,
            0,
        )
        == after
    )


def test_reassign_beet_deficits_clipped_once() -> None:
    """B takes 15 of its 30; the other 15 are not offered to C, but go to imports."""
    after = reassign_beet_deficits(
        {"A": 100, "B": 60, "C": 40}, {"A": 50, "B": 75, "C": 90}, reading="shares once"
    )
    assert ({"A": 50, "B": 75, "C": 60}, 15) == (after.allocations, after.imports)


def test_reassign_beet_deficits_by_capacity() -> None:
    """Rooms are 15 and 50, so that of 26 B gets 6 and C 20."""
    after = reassign_beet_deficits(
        {"A": 100, "B": 60, "C": 40}, {"A": 74, "B": 75, "C": 90}, reading="capacity"
    )
    assert {"A": 74, "B": 66, "C": 60} == after.allocations


def test_reassign_beet_deficits_by_initial_shares_not_those_in_force() -> None:
    """At first B and C had 20 each, so they share 10 alike, though B has 60 by now."""
    allocations, supply = {"A": 100, "B": 60, "C": 20}, {"A": 90, "B": 99, "C": 99}
    initial = {"C": 20, "A": 140, "B": 20}
    after = reassign_beet_deficits(allocations, supply, initial=initial)
    assert {"A": 90, "B": 65, "C": 25} == after.allocations
    assert {"A": 90, "B": Fraction(135, 2), "C": Fraction(45, 2)} == (
        reassign_beet_deficits(allocations, supply).allocations
    )


def test_reassign_beet_deficits_to_ccc_before_imports() -> None:
    """Nobody has room for A's 40: CCC sells 30 of it, 10 are imports; all if it has 99."""
    after = reassign_beet_deficits({"A": 100}, {"A": 60}, sold_by_ccc=30)
    assert (30, 10) == (after.sold_by_ccc, after.imports)
    assert (Flow("A", SOLD_BY_CCC, "ccc", 30), Flow("A", "imports", "imports", 10)) == after.flows
    after = reassign_beet_deficits({"A": 100}, {"A": 60}, sold_by_ccc=99)
    assert (40, 0) == (after.sold_by_ccc, after.imports)
    assert after != 40


def test_reassign_beet_deficits_of_may_2009() -> None:
    """Baking Business: 198,073 of the 4,850,738 went to imports; none had room, and none to CCC."""
    after = reassign_beet_deficits({"beet": 4_850_738}, {"beet": 4_652_665})
    assert ({"beet": 4_652_665}, 198_073) == (after.allocations, after.imports)


def test_reassign_cane_deficits_of_fiscal_year_2003() -> None:
    """68 FR 38002: Hawaii -22,951, Puerto Rico -5,946; the others +15,864, +9,280, +3,753.

    Both sides are 28,897. The allotments themselves were not read: 500,000 and more stand in, and
    the rooms are the printed gains.
    """
    change = {
        "Hawaii": -22_951,
        "Puerto Rico": -5_946,
        "Florida": 15_864,
        "Louisiana": 9_280,
        "Texas": 3_753,
    }
    before = dict(zip(change, (300_000, 25_000, 1_900_000, 1_500_000, 180_000), strict=True))
    supply = {state: before[state] + change[state] for state in change}
    after = reassign_cane_deficits(one_mill(before), one_mill(supply))
    assert (supply, 0, 0) == (by_state(after), after.sold_by_ccc, after.imports)
    assert after.flows is not None
    assert 28_897 == sum(flow.quantity for flow in after.flows)
    assert {"between"} == {flow.step for flow in after.flows}


def test_reassign_cane_deficits_of_april_2011() -> None:
    """Baking Business and FAS-PR-0066-11: the cane allotment fell by 325,000, from 4,215,892.

    Before = after + printed cut for Florida and Louisiana; Texas and Hawaii follow from the total
    (Hawaii 325,000 less Puerto Rico's 6,356), as nobody had room: all went to imports.
    """
    before = {"Florida": 2_094_682, "Louisiana": 1_620_472, "Texas": 182_094, "Hawaii": 318_644}
    change = {"Florida": -237_832, "Louisiana": -42_662, "Texas": -9_078, "Hawaii": -35_428}
    printed = {"Florida": 1_856_850, "Louisiana": 1_577_810, "Texas": 173_016, "Hawaii": 283_216}
    assert printed == {state: before[state] + change[state] for state in before}
    assert (4_215_892, 3_890_892) == (sum(before.values()), sum(printed.values()))
    after = reassign_cane_deficits(one_mill(before), one_mill(printed))
    assert (printed, 325_000) == (by_state(after), after.imports)


def test_reassign_cane_deficits_of_august_2024() -> None:
    """Food Business News: Florida 470,256, Texas 164,341; Louisiana took 34,597, imports the rest.

    470,256 + 164,341 = 34,597 + 600,000. The allotments (stand-ins) do not matter to it.
    """
    before = {"Florida": 2_600_000, "Louisiana": 2_000_000, "Texas": 220_000}
    supply = {"Florida": 2_129_744, "Louisiana": 2_034_597, "Texas": 55_659}
    after = reassign_cane_deficits(one_mill(before), one_mill(supply))
    assert (supply, 600_000) == (by_state(after), after.imports)
    assert after.flows is not None
    assert 34_597 == sum(flow.quantity for flow in after.flows if flow.step == "between")
    assert 634_597 == sum(flow.quantity for flow in after.flows)


def test_reassign_cane_deficits_of_texas_in_fiscal_year_2025() -> None:
    """Baking Business, 30 September 2024: of 222,999 Florida got 125,732, Louisiana 97,267.

    By their allotments before, 2,565,221 and 1,984,488: 125,731.496 and 97,267.504 at face value.
    The three are rounded themselves; half a ton more or less of each reaches what was printed.
    """
    before = {"Texas": 222_999, "Florida": 2_565_221, "Louisiana": 1_984_488}
    after = reassign_cane_deficits(one_mill(before), one_mill(before | SUPPLY_OF_2025))
    gain = Fraction(222_999 * 2_565_221, 4_549_709)
    assert {"Texas": 0, "Florida": 2_565_221 + gain, "Louisiana": 1_984_488 + 222_999 - gain} == (
        by_state(after)
    )
    assert 4_772_708 == sum(by_state(after).values())
    half = Fraction(1, 2)
    gains = [gain_of_florida(before, moves) for moves in product((-half, half), repeat=3)]
    assert min(gains) < Fraction(125_731) + half < max(gains)
    assert 125_732 + 97_267 == 222_999


SUPPLY_OF_2025 = {"Texas": 0, "Florida": 3_000_000, "Louisiana": 3_000_000}


def gain_of_florida(before: dict[str, int], moves: tuple[Fraction, ...]) -> Any:
    moved = {state: before[state] + move for state, move in zip(before, moves, strict=True)}
    after = reassign_cane_deficits(one_mill(moved), one_mill(SUPPLY_OF_2025))
    return by_state(after)["Florida"] - moved["Florida"]


def test_reassign_cane_deficits_in_the_state_first() -> None:
    """Florida's A is 30 over: B has room for 10 of it, the State is then full, and 20 go on.

    Texas and Louisiana share 20 by 100 to 300: 5 and 15; within Louisiana L and M share 2 to 1.
    """
    after = reassign_cane_deficits(
        {"Florida": {"A": 90, "B": 60}, "Texas": {"T": 100}, "Louisiana": {"L": 200, "M": 100}},
        {"Florida": {"A": 60, "B": 70}, "Texas": {"T": 200}, "Louisiana": {"L": 300, "M": 300}},
    )
    assert {
        "Florida": {"A": 60, "B": 70},
        "Texas": {"T": 105},
        "Louisiana": {"L": 210, "M": 105},
    } == after.allocations
    florida = ("Florida", "A")
    assert (
        Flow(florida, ("Florida", "B"), "within", 10),
        Flow(florida, ("Texas", "T"), "between", 5),
        Flow(florida, ("Louisiana", "L"), "between", 10),
        Flow(florida, ("Louisiana", "M"), "between", 5),
    ) == after.flows


def test_reassign_cane_deficits_by_allotments_that_are_no_sums() -> None:
    """20 by allotments of 1 to 1, not by the processors' 100 to 300."""
    before = {"Hawaii": 20, "Texas": 100, "Louisiana": 300}
    supply = {"Hawaii": 0, "Texas": 200, "Louisiana": 400}
    after = reassign_cane_deficits(
        one_mill(before), one_mill(supply), allotments={"Texas": 1, "Hawaii": 0, "Louisiana": 1}
    )
    assert {"Hawaii": 0, "Texas": 110, "Louisiana": 310} == by_state(after)


def test_reassign_cane_deficits_by_initial_shares() -> None:
    """Initially 100 and 100, so 10 and 10; Texas has 300 in force by now."""
    before = {"Hawaii": 20, "Texas": 300, "Louisiana": 100}
    supply = {"Hawaii": 0, "Texas": 400, "Louisiana": 400}
    initial = {"Hawaii": 220, "Texas": 100, "Louisiana": 100}
    after = reassign_cane_deficits(one_mill(before), one_mill(supply), initial=one_mill(initial))
    assert {"Hawaii": 0, "Texas": 310, "Louisiana": 110} == by_state(after)


def test_reassign_cane_deficits_clipped_once() -> None:
    """20 by 1 to 1; Texas takes 4 of its 10, the other 6 go to CCC, not to Louisiana.

    In Florida B and C share 30 by 3 to 1: B takes 2 of 22.5, C 7.5, and 20.5 are left. Nothing of
    it comes back to C, though C has room: it is for "other" States.
    """
    before = {"Hawaii": 20, "Texas": 100, "Louisiana": 100}
    supply = {"Hawaii": 0, "Texas": 104, "Louisiana": 400}
    once = reassign_cane_deficits(
        one_mill(before), one_mill(supply), reading="shares once", sold_by_ccc=100
    )
    assert {"Hawaii": 0, "Texas": 104, "Louisiana": 110} == by_state(once)
    assert (6, 0) == (once.sold_by_ccc, once.imports)
    florida = reassign_cane_deficits(
        {"Florida": {"A": 100, "B": 60, "C": 20}},
        {"Florida": {"A": 70, "B": 62, "C": 90}},
        reading="shares once",
    )
    half = Fraction(1, 2)
    assert {"Florida": {"A": 70, "B": 62, "C": 27 + half}} == florida.allocations
    assert 20 + half == florida.imports


def test_reassign_cane_deficits_of_arrays() -> None:
    """The example with Florida first, twice, the second time without any deficit."""
    full = np.array([[90.0, 60], [60, 60]])
    allocations = {"Florida": full, "Louisiana": np.array([200.0, 100]), "Texas": {"T": 100}}
    supply = {
        "Florida": np.array([60.0, 70]),
        "Louisiana": np.array([300, 300]),
        "Texas": {"T": 200},
    }
    after = reassign_cane_deficits(allocations, supply)
    assert np.allclose([[60, 70], [60, 60]], after.allocations["Florida"])
    assert np.allclose([[210, 105], [200, 100]], after.allocations["Louisiana"])
    assert np.allclose([105, 100], after.allocations["Texas"]["T"])
    assert after.flows is None
    assert [0, 0] == after.imports.tolist()


def test_reassign_beet_deficits_of_one_array() -> None:
    """A scalar comes back as a number, not as an array of no axes."""
    after = reassign_beet_deficits(np.array([100, 60]), np.array([50, 75]), sold_by_ccc=5)
    assert [50, 75] == after.allocations.tolist()
    assert (5.0, 30.0) == (after.sold_by_ccc, after.imports)
    assert isinstance(after.imports, float)
    assert after.flows is None


@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        (
            {"reading": "size"},
            ValueError,
            "reading: found 'size', expected 'shares', 'shares once'",
        ),
        ({"sold_by_ccc": -1}, ValueError, "sold_by_ccc: found -1, expected a number not below 0"),
        ({"initial": {"B": 1}}, ValueError, "initial: unknown 'B'; expected one of: A"),
        ({"supply": {"B": 1}}, ValueError, "supply: unknown 'B'; expected one of: A"),
    ],
)
def test_reassign_beet_deficits_refuses(
    wrong: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=f"^{message}"):
        reassign_beet_deficits({"A": 1}, **{"supply": {"A": 1}, **wrong})


@pytest.mark.parametrize(
    ("supply", "error", "message"),
    [
        (
            {"Florida": {"US Sugar": 1}},
            InvalidInput,
            (
                r"supply\['Florida'\]: unknown 'US Sugar'; did you mean 'U.S. Sugar Corp.'\?\n"
                r"supply\['Florida'\]\['U.S. Sugar Corp.'\]: missing$"
            ),
        ),
        ({"Texas": {"T": 1}}, InvalidInput, r"supply: unknown 'Texas'; expected one of: Florida\n"),
        ({"Florda": {"A": 1}}, ValueError, "supply: found 'Florda', expected a State; did you me"),
        ({}, TypeError, "supply: found {}, expected States and their processors"),
        (3, TypeError, "supply: found 3, expected States and their processors"),
    ],
)
def test_reassign_cane_deficits_refuses(supply: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=f"^{message}"):
        reassign_cane_deficits({"Florida": {"U.S. Sugar Corp.": 1}}, supply)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"allocations": {"Florda": {"A": 1}}}, "allocations: found 'Florda', expected a State; "),
        ({"allocations": {"Texas": {}}}, r"allocations\['Texas'\]: found no recipient, expected"),
        ({"initial": {"Hawaii": {"A": 1}}}, "initial: unknown 'Hawaii'; expected one of: Texas"),
        ({"allotments": {"Hawaii": 1}}, "allotments: unknown 'Hawaii'; expected one of: Texas"),
    ],
)
def test_reassign_cane_deficits_says_which_argument_is_wrong(
    wrong: dict[str, Any], message: str
) -> None:
    right = {"allocations": {"Texas": {"A": 1}}, "supply": {"Texas": {"A": 1}}}
    with pytest.raises(ValueError, match=f"^{message}"):
        reassign_cane_deficits(**{**right, **wrong})


def test_reassign_cane_deficits_of_cane_that_is_not_known_by_state() -> None:
    """30 of 100 go to the other, which has room for 20; 10 to imports."""
    after = reassign_cane_deficits({"cane": {"A": 100, "B": 50}}, {"cane": {"A": 70, "B": 70}})
    assert ({"cane": {"A": 70, "B": 70}}, 10) == (after.allocations, after.imports)


@given(cases(), AMOUNTS, st.sampled_from(READINGS))
def test_reassign_cane_deficits_conserves(
    case: tuple[Table, Table, Table], sold: int, reading: Any
) -> None:
    allocations, supply, initial = case
    after = reassign_cane_deficits(
        allocations, supply, initial=initial, sold_by_ccc=sold, reading=reading
    )
    before = sum(sum(mills.values()) for mills in allocations.values())
    assert before == sum(by_state(after).values()) + after.sold_by_ccc + after.imports
    assert 0 <= after.sold_by_ccc <= sold
    assert after.imports == 0 or after.sold_by_ccc == sold
    moved = {(s, m): Fraction(v) for s, mills in allocations.items() for m, v in mills.items()}
    assert after.flows is not None
    for flow in after.flows:
        assert flow.quantity > 0
        moved[flow.from_] -= flow.quantity
        if flow.step in {"within", "between"}:
            moved[flow.to] += flow.quantity
            assert (flow.from_[0] == flow.to[0]) is (flow.step == "within")
    for state, mills in after.allocations.items():
        for mill, value in mills.items():
            assert moved[state, mill] == value
            lower, upper = sorted((allocations[state][mill], supply[state][mill]))
            assert lower <= value <= upper
    rows = reassign_cane_deficits(
        {s: np.array(list(mills.values())) for s, mills in allocations.items()},
        {s: np.array([list(mills.values())]) for s, mills in supply.items()},
        initial={s: np.array(list(mills.values())) for s, mills in initial.items()},
        sold_by_ccc=sold,
        reading=reading,
    )
    for state, mills in after.allocations.items():
        expected = [float(v) for v in mills.values()]
        assert np.allclose([expected], rows.allocations[state], atol=1e-3)
    assert np.allclose(float(after.imports), rows.imports, atol=1e-3)


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=2, max_size=7), st.sampled_from(READINGS))
def test_reassign_beet_deficits_goes_on_only_when_nobody_can_take_more(
    rows: list[tuple[int, int]], reading: Any
) -> None:
    allocations, supply = ({n: row[i] for n, row in enumerate(rows)} for i in (0, 1))
    after = reassign_beet_deficits(allocations, supply, reading=reading)
    assert sum(allocations.values()) == sum(after.allocations.values()) + after.imports
    if after.imports and reading != "shares once":
        able = [n for n in allocations if allocations[n] or reading == "capacity"]
        assert all(after.allocations[n] == supply[n] for n in able)
