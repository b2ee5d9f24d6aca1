"""Quantity, sectors, States and changes in the course of a crop year, by hand and as printed."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allotments.act2002.section_359b import minimum_overall_allotment_quantity
from allotments.act2002.section_359c import (
    OFFSHORE_ALLOTMENT,
    deduction_from_next_allocation,
    imports_require_suspension,
    mainland_allotments,
    offshore_allotments,
    overall_allotment_quantity,
    printed_sector_allotments,
    raise_beet_allocations,
    sector_allotments,
)
from allotments.formulas.adjustments import adjust, next_allocation
from allotments.rounding import half_up

TONS = st.integers(0, 100_000_000)
SOME = st.integers(1, 100_000_000)
BEET = {"American Crystal": 600, "Amalgamated": 300, "Wyoming": 100}


def test_overall_allotment_quantity_deducts_1532000() -> None:
    """9,500,000 + 1,500,000 = 11,000,000; less 1,532,000 is 9,468,000; less 1,368,000 8,100,000.

    Not the 1,250,000 of the law of 1990 (which would leave 8,382,000).
    """
    assert 8_100_000 == overall_allotment_quantity(9_500_000, 1_500_000, 1_368_000)
    assert -1_532_000 == overall_allotment_quantity(0, 0, 0)


@given(TONS, TONS, TONS)
def test_overall_allotment_quantity_follows_each_estimate(use: int, carry: int, stock: int) -> None:
    quantity = overall_allotment_quantity(use, carry, stock)
    assert quantity + 1 == overall_allotment_quantity(use + 1, carry, stock)
    assert quantity + 1 == overall_allotment_quantity(use, carry + 1, stock)
    assert quantity - 1 == overall_allotment_quantity(use, carry, stock + 1)
    rows = overall_allotment_quantity(np.array([use]), carry, stock)
    assert [quantity] == rows.tolist()


def test_imports_require_suspension_above_1532000_and_if_they_would_reduce() -> None:
    """Strictly above, and both conditions: 1,600,000 less 68,000 reassigned is 1,532,000."""
    assert imports_require_suspension(1_532_001, would_reduce_overall_quantity=True) is True
    assert not imports_require_suspension(1_532_000, would_reduce_overall_quantity=True)
    assert not imports_require_suspension(1_532_001, would_reduce_overall_quantity=False)
    assert not imports_require_suspension(
        1_600_000, would_reduce_overall_quantity=True, reassigned_imports=68_000
    )
    rows = imports_require_suspension(
        np.array([1_532_001, 1_532_001, 0]),
        would_reduce_overall_quantity=np.array([True, False, True]),
    )
    assert [True, False, False] == rows.tolist()


@pytest.mark.parametrize("wrong", [1, "yes", None])
def test_imports_require_suspension_asks_for_a_truth(wrong: Any) -> None:
    with pytest.raises(TypeError, match=r"^would_reduce_overall_quantity: found .+, expected True"):
        imports_require_suspension(2_000_000, would_reduce_overall_quantity=wrong)


@given(imports=TONS, reassigned=TONS, reduces=st.booleans())
def test_imports_that_go_back_to_deficits_do_not_suspend(
    *, imports: int, reassigned: int, reduces: bool
) -> None:
    with_them = imports_require_suspension(
        imports + reassigned, would_reduce_overall_quantity=reduces, reassigned_imports=reassigned
    )
    alone = imports_require_suspension(imports, would_reduce_overall_quantity=reduces)
    assert (imports > 1_532_000 and reduces) == alone == with_them


def test_sector_allotments_of_fiscal_year_2009() -> None:
    """74 FR 46559: 8,925,000 * 0.5435 = 4,850,737.5, and 4,074,262.5.

    Printed 4,850,738 and 4,074,262: beet half up, cane as what is left.
    """
    exact = sector_allotments(8_925_000)
    assert {"beet": Fraction(9_701_475, 2), "cane": Fraction(8_148_525, 2)} == exact
    printed = {"beet": 4_850_738, "cane": 4_074_262}
    assert printed == printed_sector_allotments(8_925_000, print_rule="remainder")
    assert printed != printed_sector_allotments(8_925_000)


def test_sector_allotments_of_fiscal_year_2025() -> None:
    """Baking Business, 30 September 2024: 5,682,293 and 4,772,708, one ton more than 10,455,000."""
    exact = sector_allotments(minimum_overall_allotment_quantity(12_300_000))
    assert {"beet": Fraction(11_364_585, 2), "cane": Fraction(9_545_415, 2)} == exact
    printed = {"beet": 5_682_293, "cane": 4_772_708}
    assert printed == printed_sector_allotments(10_455_000, print_rule="half_up")
    assert printed != printed_sector_allotments(10_455_000, print_rule="remainder")


@pytest.mark.parametrize(
    ("quantity", "beet", "cane", "unit"),
    [
        (8_663_000, 4_708_000, 3_955_000, 1_000),  # 2003, May: 68 FR 38001, in thousands
        (8_100_000, 4_402_000, 3_698_000, 1_000),  # 2005: 69 FR 76684
        (10_327_500, 5_612_996, 4_714_504, 1),  # 2021: Food Business News, September 2020
        (10_802_657, 5_871_244, 4_931_413, 1),  # 2022, December: 86 FR 72574
        (10_710_000, 5_820_885, 4_889_115, 1),  # 2023, April: Food Business News
    ],
)
def test_sector_allotments_as_printed(quantity: int, beet: int, cane: int, unit: int) -> None:
    exact = sector_allotments(quantity)
    assert (beet, cane) == (half_up(exact["beet"], unit), half_up(exact["cane"], unit))


def test_printed_sector_allotments_know_two_rules() -> None:
    with pytest.raises(ValueError, match=r"^print_rule: found 'even', expected 'half_up' or"):
        printed_sector_allotments(1, print_rule="even")  # type: ignore[arg-type]


@given(TONS)
def test_sector_allotments_add_up(quantity: int) -> None:
    exact = sector_allotments(quantity)
    assert quantity == sum(exact.values())
    remainder = printed_sector_allotments(quantity, print_rule="remainder")
    assert quantity == sum(remainder.values())
    half = printed_sector_allotments(quantity)
    assert remainder["beet"] == half["beet"]
    assert sum(half.values()) - quantity in {0, 1}
    rows = sector_allotments(np.array([quantity, 0]))
    assert np.allclose([[float(v), 0] for v in exact.values()], list(rows.values()))


def test_offshore_allotments_divide_325000() -> None:
    """Of 4 parts Hawaii has 3: 243,750 and 81,250."""
    bases = {"Hawaii": 30, "Puerto Rico": 10}
    assert {"Hawaii": 243_750, "Puerto Rico": 81_250} == offshore_allotments(bases)
    assert [[243_750, 81_250]] == offshore_allotments(np.array([[30, 10]])).tolist()


def test_mainland_allotments_after_325000_off_the_top() -> None:
    """4,074,262 - 325,000 = 3,749,262, by hand in parts of 3, 2 and 1: 1,874,631 and so on.

    A division of all of it with the offshore States would not leave them 325,000.
    """
    bases = {"Florida": 300, "Louisiana": 200, "Texas": 100}
    expected = {"Florida": 1_874_631, "Louisiana": 1_249_754, "Texas": 624_877}
    assert expected == mainland_allotments(4_074_262, bases)
    assert 4_074_262 - OFFSHORE_ALLOTMENT == sum(expected.values())


@pytest.mark.parametrize(
    ("divide", "state", "expected"),
    [
        (offshore_allotments, "Florida", "an offshore State"),
        (lambda bases: mainland_allotments(4_000_000, bases), "Hawaii", "a mainland State"),
        (offshore_allotments, "Hawai", "a State; did you mean 'Hawaii'?"),
    ],
)
def test_offshore_and_mainland_are_kept_apart(
    divide: Callable[[dict[str, int]], Any], state: str, expected: str
) -> None:
    with pytest.raises(ValueError, match=r"^bases: found ") as caught:
        divide({state: 1})
    assert f"bases: found {state!r}, expected {expected}" == str(caught.value)


@given(TONS, SOME, SOME, SOME, st.integers(0, 50_000))
def test_offshore_and_mainland_allotments_add_up(
    extra: int, florida: int, louisiana: int, texas: int, new: int
) -> None:
    cane = OFFSHORE_ALLOTMENT + new + extra
    bases = {"Florida": florida, "Louisiana": louisiana, "Texas": texas}
    mainland = mainland_allotments(cane, bases, new_states=new)
    offshore = offshore_allotments({"Hawaii": florida, "Puerto Rico": texas})
    assert cane == sum(mainland.values()) + sum(offshore.values()) + new
    assert mainland["Florida"] * texas == mainland["Texas"] * florida
    rows = mainland_allotments(np.array([cane, cane]), np.array([[florida, louisiana]]))
    assert np.allclose(rows.sum(axis=-1), cane - OFFSHORE_ALLOTMENT)


def test_adjust_changes_all_by_the_same_percentage() -> None:
    """900 to 990 is ten percent up: 600 to 660, 300 to 330. Ten percent down likewise."""
    assert {"A": 660, "B": 330} == adjust({"A": 600, "B": 300}, 900, 990)
    assert {"A": 540, "B": 270} == adjust({"A": 600, "B": 300}, 900, 810)
    rows = adjust(np.array([[600, 300], [60, 30]]), np.array([900, 90]), np.array([990, 90]))
    assert [[660, 330], [60, 30]] == rows.tolist()
    with pytest.raises(ValueError, match=r"^allotment: found 0, expected a number above 0"):
        adjust({"A": 0}, 0, 1)


def test_adjust_to_december_2021() -> None:
    """86 FR 72574: the beet allotment rose by 235,149 to 5,871,244, so by 4.17 percent.

    10,370,000 * 0.5435 = 5,636,095; a tenth of it becomes a tenth of 5,871,244.
    """
    before = sector_allotments(10_370_000)["beet"]
    assert 5_636_095 == before
    assert {"A": Fraction(5_871_244, 10)} == adjust({"A": before / 10}, before, before + 235_149)


@given(st.dictionaries(st.text(max_size=2), TONS, min_size=1), SOME, TONS)
def test_adjust_keeps_shares(allocations: dict[str, int], before: int, after: int) -> None:
    adjusted = adjust(allocations, before, after)
    assert list(allocations) == list(adjusted)
    assert sum(allocations.values()) * after == sum(adjusted.values()) * before


def test_raise_beet_allocations_by_hand() -> None:
    """100 more. Wyoming has no sugar; the two others share by 600 to 300: 66 2/3 and 33 1/3.

    Amalgamated has 30 only; American Crystal could take 200, so it gets the other 70.
    """
    raised = raise_beet_allocations(
        BEET, 100, {"American Crystal": 200, "Amalgamated": 30, "Wyoming": 0}
    )
    assert {"American Crystal": 670, "Amalgamated": 330, "Wyoming": 100} == raised


def test_raise_beet_allocations_what_is_left_goes_to_all() -> None:
    """60 have priority, 20 and 40; the other 40 by 600, 300, 100: 24, 12 and 4."""
    available = {"American Crystal": 20, "Amalgamated": 0, "Wyoming": 40}
    expected = {"American Crystal": 644, "Amalgamated": 312, "Wyoming": 144}
    assert expected == raise_beet_allocations(BEET, 100, available)


def test_raise_beet_allocations_by_available_sugar() -> None:
    """30 in proportion to 20 and 40 available: 10 and 20. By allocations all would go 6 to 1."""
    available = {"American Crystal": 20, "Amalgamated": 0, "Wyoming": 40}
    raised = raise_beet_allocations(BEET, 30, available, in_proportion_to="available_sugar")
    assert {"American Crystal": 610, "Amalgamated": 300, "Wyoming": 120} == raised


def test_raise_beet_allocations_of_arrays() -> None:
    """The three examples above, of one array; one scenario alone is an array, too."""
    rows = raise_beet_allocations(
        np.array([600, 300, 100]), np.array([100, 100]), np.array([[200, 30, 0], [20, 0, 40]])
    )
    assert np.allclose([[670, 330, 100], [644, 312, 144]], rows)
    row = raise_beet_allocations(np.array([600, 300, 100]), 100, np.array([200, 30, 0]))
    assert np.allclose([670, 330, 100], row)


def test_raise_beet_allocations_is_of_2025() -> None:
    """Unless the Act of July 2025 is taken to apply to the crop year then running."""
    with pytest.raises(ValueError, match=r"^crop_year: found 2024, expected 2025 or later: before"):
        raise_beet_allocations(BEET, 1, BEET, crop_year=2024)
    assert raise_beet_allocations(BEET, 1, BEET, crop_year=2024, changes_of_2025_from=2024)
    with pytest.raises(ValueError, match=r"^in_proportion_to: found 'size', expected 'alloc"):
        raise_beet_allocations(BEET, 1, BEET, in_proportion_to="size")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"^available_sugar: unknown 'A'; expected one of: Ame"):
        raise_beet_allocations(BEET, 1, {"A": 1})
    with pytest.raises(ValueError, match=r"^allocations: found all zero, expected one above 0$"):
        raise_beet_allocations({"A": 0}, 1, {"A": 1})
    with pytest.raises(TypeError, match=r"^available_sugar: found ndarray, expected dict as bes"):
        raise_beet_allocations(BEET, 1, np.array([1, 2, 3]))


@given(st.lists(SOME, min_size=3, max_size=3), st.lists(TONS, min_size=3, max_size=3), TONS)
def test_raise_beet_allocations_conserves_and_prefers(
    before: list[int], available: list[int], increase: int
) -> None:
    allocations, room = dict(enumerate(before)), dict(enumerate(available))
    after = raise_beet_allocations(allocations, increase, room)
    gains = {key: after[key] - allocations[key] for key in allocations}
    assert increase == sum(gains.values())
    assert all(gain >= 0 for gain in gains.values())
    if increase <= sum(available):  # nobody beyond its available sugar
        assert all(gains[key] <= room[key] for key in room)
    plenty = dict.fromkeys(allocations, increase)
    whole = sum(before)
    same = adjust(allocations, whole, whole + increase)
    assert same == raise_beet_allocations(allocations, increase, plenty)


def test_deduction_from_next_allocation_counts_what_was_marketed_alone() -> None:
    """75,000 marketed against 70,000; sugar under loan no longer counts, so nothing of it here."""
    assert 5_000 == deduction_from_next_allocation(75_000, 70_000)
    assert 0 == deduction_from_next_allocation(60_000, 70_000)
    assert 65_000 == next_allocation(70_000, 5_000)
    assert (0, -1_000) == (next_allocation(4, 1_004), next_allocation(4, 1_004, below_zero=True))


@given(TONS, TONS, TONS)
def test_deduction_is_the_excess(marketed: int, reduced: int, coming: int) -> None:
    deduction = deduction_from_next_allocation(marketed, reduced)
    assert deduction == max(marketed - reduced, 0)
    assert deduction == coming - next_allocation(coming, deduction, below_zero=True)
    rows = next_allocation(np.array([coming]), deduction)
    assert [next_allocation(coming, deduction)] == rows.tolist()
