"""Bases of processors, new entrants, terminations and transfers, by hand and as recorded."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allotments.act2002.section_359c import mainland_allotments
from allotments.act2002.section_359d import (
    adjusted_production,
    allocate_to_new_beet_processor,
    allocate_to_new_cane_processor,
    allocate_to_new_state,
    average_in_greatest_years,
    average_of_highest,
    distribute_terminated,
    least_allocation_of_reopened_factory,
    louisiana_ability_to_market,
    production_base,
    transfer_allocation,
    weighted_average_production,
)
from allotments.formulas.division import prorate

TONS = st.integers(0, 10_000_000)
SOME = st.integers(1, 10_000_000)
BEET = st.lists(SOME, min_size=3, max_size=6).map(lambda tons: dict(enumerate(tons)))


def test_production_base_by_the_weights_of_the_regulation() -> None:
    """A quarter of 1,000 and of 900, half of 1,100: 250 + 225 + 550."""
    assert 1_025 == production_base(1_000, 900, 1_100)


def test_production_base_weights_are_no_law() -> None:
    """7 CFR 1435.305(e): they may be adjusted for a crop year. Equal ones: 3,000 / 3."""
    assert 1_000 == production_base(1_000, 900, 1_100, (1, 1, 1))
    with pytest.raises(ValueError, match=r"^past_processings: found -1, expected a number not be"):
        production_base(1, -1, 1)


@given(TONS, TONS, TONS)
def test_production_base_of_louisiana_is_half_and_half(past: int, ability: int, other: int) -> None:
    """There past marketings and past processings are the same two years of 1997 to 2001."""
    assert Fraction(past + ability, 2) == production_base(past, past, ability)
    rows = production_base(np.array([past, other]), past, ability)
    assert np.allclose([(past + ability) / 2, float(production_base(other, past, ability))], rows)


def test_average_of_highest_of_two_and_three() -> None:
    """Of 90, 120, 100, 110, 80 the highest are 120 and 110, and then 100."""
    years = [90, 120, 100, 110, 80]
    assert (115, 110, 120) == tuple(average_of_highest(years, count) for count in (2, 3, 1))
    assert [115, 5] == average_of_highest(np.array([years, [5] * 5]), 2).tolist()
    assert [[[115, 5]]] == average_of_highest(np.array([[[years, [5] * 5]]]), 2).tolist()
    assert [115, 110] == average_of_highest([*years[:3], np.array([110, 0]), 80], 2).tolist()
    with pytest.raises(ValueError, match=r"^production: found 1 crop years, expected at least 2$"):
        average_of_highest([1], 2)


@pytest.mark.parametrize("count", [0, 2.5, True, "2", np.array([1, 2])])
def test_averages_are_of_a_whole_number_of_years(count: Any) -> None:
    message = r"^count: found .+, expected a whole number of years from 1 on$"
    with pytest.raises(ValueError, match=message):
        average_of_highest([1, 2, 3], count)
    with pytest.raises(ValueError, match=message):
        average_in_greatest_years({"Florida": [1, 2, 3]}, count)


@given(st.lists(TONS, min_size=5, max_size=5))
def test_average_of_highest_falls_with_the_count(years: list[int]) -> None:
    averages = [average_of_highest(years, count) for count in range(1, 6)]
    assert averages == sorted(averages, reverse=True)
    assert (max(years), Fraction(sum(years), 5)) == (averages[0], averages[-1])


def test_average_in_greatest_years_takes_the_years_of_the_whole_mainland() -> None:
    """Totals are 30, 29, 31 and 22: the third and the first year, for both States.

    Texas's own best two would be the second and the third, 8 and 2.
    """
    processings = {"Florida": [29, 21, 29, 19], "Texas": [1, 8, 2, 3]}
    assert {"Florida": 29, "Texas": Fraction(3, 2)} == average_in_greatest_years(processings, 2)
    rows = average_in_greatest_years(np.array([[list(row) for row in processings.values()]]), 2)
    assert [[29, 1.5]] == rows.tolist()
    scenarios = {"Florida": [29, 21, 29, 19], "Texas": np.array([[1, 8, 2, 3], [1, 99, 2, 3]])}
    each = average_in_greatest_years(scenarios, 2)  # in the second 21 + 99 is the greatest
    assert {"Florida": [29, 25], "Texas": [1.5, 50.5]} == {s: v.tolist() for s, v in each.items()}
    mixed = average_in_greatest_years({**processings, "Texas": np.array([1.0, 8, 2, 3])}, 2)
    assert (29, 1.5) == (mixed["Florida"], mixed["Texas"])
    assert isinstance(mixed["Texas"], float)  # no array of no axes


def test_average_in_greatest_years_of_equal_totals_takes_the_earlier() -> None:
    """All three years make 10; of two the first and the second count: (4 + 6) / 2."""
    processings = {"Florida": [4, 6, 1], "Texas": [6, 4, 9]}
    assert {"Florida": 5, "Texas": 5} == average_in_greatest_years(processings, 2)
    rows = average_in_greatest_years(np.array(list(processings.values())), 2)
    assert [5, 5] == rows.tolist()
    # Totals of 100 and 200 by turns: years 1, 3 and 5 are the first of 200.
    florida = list(range(20))
    texas = [100 * (1 + year % 2) - year for year in florida]
    assert [3, 197] == average_in_greatest_years(np.array([florida, texas])).tolist()


def test_average_in_greatest_years_lets_scenarios_meet_by_their_labels() -> None:
    """In a frame they are its rows; its columns are the crop years, which no other has to name."""
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame([[1, 2], [3, 4]], index=["low", "high"], columns=[1991, 1992])
    crop = pd.Series([5, 7], index=["low", "high"])
    averages = average_in_greatest_years({"Florida": frame, "Texas": [crop, crop]}, 2)
    expected = {"Florida": [1.5, 3.5], "Texas": [5, 7]}
    assert expected == {state: found.tolist() for state, found in averages.items()}
    line = r"^processings\['Texas'\]\[0\]: found other labels than before, expected the same in the"
    with pytest.raises(ValueError, match=line):
        average_in_greatest_years({"Florida": frame, "Texas": [crop[::-1], crop]}, 2)


def test_average_in_greatest_years_has_each_state_once() -> None:
    pd = pytest.importorskip("pandas")
    twice = pd.Series([[1, 2, 3], [1, 2, 3]], index=["Texas", "Texas"])
    with pytest.raises(ValueError, match=r"^processings: found 'Texas' more than once, expected"):
        average_in_greatest_years(twice)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"Florida": [1, 2, 3], "Texas": [1, 2, 3, 4]}, r"processings: found \[3, 4\] crop years"),
        ({"Florida": [1, 2]}, r"processings\['Florida'\]: found 2 crop years, expected at least 3"),
        (np.array([1, 2, 3]), r"processings: found the shape \(3,\), expected States and 3 crop"),
        (np.ones((2, 2)), r"processings: found the shape \(2, 2\), expected States and 3 crop"),
        (np.ones((1, 3, 2)), r"processings: found the shape \(1, 3, 2\), expected States and 3"),
        (3, r"processings: found the shape \(\), expected States and 3 crop years"),
    ],
)
def test_average_in_greatest_years_wants_as_many_years_of_each(wrong: Any, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}"):
        average_in_greatest_years(wrong)


@given(st.lists(st.tuples(TONS, TONS), min_size=3, max_size=10))
def test_average_in_greatest_years_has_the_greatest_total(years: list[tuple[int, int]]) -> None:
    florida, texas = zip(*years, strict=True)
    averages = average_in_greatest_years({"Florida": florida, "Texas": texas})
    greatest = sorted((a + b for a, b in years), reverse=True)[:3]
    assert Fraction(sum(greatest), 3) == sum(averages.values())
    rows = average_in_greatest_years(np.array([florida, texas]))
    assert np.allclose([float(value) for value in averages.values()], rows)


def test_louisiana_ability_to_market_is_an_average_of_two() -> None:
    """Without 90 and 130 the mean of 100, 110 and 120 is 110; with 120 of 2003, 115."""
    years = [100, 110, 90, 130, 120]
    assert 115 == louisiana_ability_to_market(120, years)
    assert [115] == louisiana_ability_to_market(np.array([120]), np.array([years])).tolist()


@pytest.mark.parametrize(
    ("latest", "years", "message"),
    [
        (121, [100, 110, 90, 130, 120], "production_2003: found another number than the last"),
        (120, [110, 90, 130, 120], "production_1999_to_2003: found 4 crop years, expected 5"),
        (np.array([1, 2]), np.ones((2, 5)), r"production_2003: found .+ the same at index 1$"),
    ],
)
def test_louisiana_ability_to_market_has_one_2003(latest: Any, years: Any, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}"):
        louisiana_ability_to_market(latest, years)


@given(st.lists(TONS, min_size=5, max_size=5))
def test_louisiana_ability_to_market_is_not_the_highest_year(years: list[int]) -> None:
    """Frozen, and no forecast: other mainland processors have their highest of the same years."""
    ability = louisiana_ability_to_market(years[-1], years)
    assert min(years) <= ability <= average_of_highest(years, 1)


def test_weighted_average_production_is_25_35_40() -> None:
    """0.25 * 400 + 0.35 * 500 + 0.40 * 600 = 100 + 175 + 240."""
    assert 515 == weighted_average_production(400, 500, 600)
    assert [515] == weighted_average_production(np.array([400]), 500, 600).tolist()


@given(TONS, TONS, TONS)
def test_weighted_average_production_lies_between(first: int, second: int, third: int) -> None:
    crops = (first, second, third)
    assert min(crops) <= weighted_average_production(*crops) <= max(crops)


def test_adjusted_production_of_openings_and_closures() -> None:
    """T = 1,000,000: a factory is 12,500, a facility 2,500, whoever's they are.

    A opened two and closed one: +12,500; B closed one: -12,500; C built two facilities and lost
    beets in store: +5,000 + 12,500. Of A's own 500,000 a factory would be 6,250.
    """
    weighted = {"A": 500_000, "B": 300_000, "C": 200_000}
    adjusted = adjusted_production(
        weighted,
        factories_opened={"A": 2},
        factories_closed={"A": 1, "B": 1},
        desugarization_facilities={"C": 2},
        quality_losses={"C": 1},
    )
    assert {"A": 512_500, "B": 287_500, "C": 217_500} == adjusted
    # They make 1,017,500, not 1,000,000: the allocations are by shares of their own sum.
    allocations = prorate(4_070_000, adjusted)
    assert {"A": 2_050_000, "B": 1_150_000, "C": 870_000} == allocations
    rows = adjusted_production(
        np.array([[500_000, 300_000, 200_000]]), factories_opened=np.array([1, 0, 0])
    )
    assert [[512_500, 300_000, 200_000]] == rows.tolist()
    assert weighted == adjusted_production(weighted, factories_opened={})


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            {"quality_losses": {"A": 2}},
            r"quality_losses\['A'\]: found a number above 1, expected 0",
        ),
        *(
            ({name: {"B": 1}}, f"{name}: found 'B', expected the processors in weighted$")
            for name in (
                "factories_opened",
                "factories_closed",
                "desugarization_facilities",
                "quality_losses",
            )
        ),
        (
            {"factories_opened": {"A": -1}},
            r"factories_opened\['A'\]: found -1, expected a number no",
        ),
    ],
)
def test_adjusted_production_refuses_other_counts(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}"):
        adjusted_production({"A": 1}, **wrong)


@given(BEET, st.integers(0, 3))
def test_adjusted_production_moves_the_same_for_all(weighted: dict[int, int], count: int) -> None:
    whole = sum(weighted.values())
    for key, own in weighted.items():
        adjusted = adjusted_production(weighted, factories_opened={key: count})
        assert Fraction(count * whole, 80) == adjusted[key] - own
        back = adjusted_production(
            weighted, factories_opened={key: count}, factories_closed={key: count}
        )
        assert weighted == back


def test_allocate_to_new_state_by_hand() -> None:
    """50,000 of 1,000,000 are a twentieth of each: 30,000 and 20,000."""
    allotments = {"Florida": 600_000, "Louisiana": 400_000}
    expected = {"Florida": 570_000, "Louisiana": 380_000, "California": 50_000}
    assert expected == allocate_to_new_state(allotments, "California", 50_000)
    bases = {"Florida": 3, "Louisiana": 2}
    mainland = mainland_allotments(1_325_000, bases, new_states=50_000)
    assert mainland == {state: expected[state] for state in bases}


def test_allocate_to_new_state_in_a_first_crop_year_at_most_50000_for_a_processor() -> None:
    allotments = {"Florida": 600_000}
    with pytest.raises(ValueError, match=r"^allotment: found more than 50000, expected at most"):
        allocate_to_new_state(allotments, "California", 50_001)
    assert allocate_to_new_state(allotments, "California", 100_000, processors=2)
    assert allocate_to_new_state(allotments, "California", 100_000, first_crop_year=False)


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ("Hawaii", "state: found 'Hawaii', expected a mainland State"),
        ("Calfornia", "state: found 'Calfornia', expected a State; did you mean 'California'"),
        ("Florida", "allotments: found 'Florida' with some already, expected a new entrant"),
    ],
)
def test_allocate_to_new_state_on_the_mainland(state: str, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}"):
        allocate_to_new_state({"Florida": 600_000}, state, 1)


def test_allocate_to_new_cane_processor_of_fiscal_year_2009() -> None:
    """Andino Energy Enterprises, 25,266 in Louisiana (74 FR 46559), below the limit of 50,000.

    The others by hand: 1,010,640 and 252,660 give four parts and one of 25,266.
    """
    before = {"Others": 1_010_640, "Patout": 252_660}
    after = allocate_to_new_cane_processor(before, "Andino", 25_266, first_crop_year=True)
    assert {
        "Others": Fraction(4_952_136, 5),
        "Patout": Fraction(1_238_034, 5),
        "Andino": 25_266,
    } == (after)
    assert sum(before.values()) == sum(after.values())
    with pytest.raises(ValueError, match=r"^allocation: found more than 50000, expected at most"):
        allocate_to_new_cane_processor(before, "Andino", 50_001, first_crop_year=True)
    with pytest.raises(ValueError, match=r"^allocations: found 'Patout' with some already, expec"):
        allocate_to_new_cane_processor(before, "Patout", 1, first_crop_year=False)
    assert allocate_to_new_cane_processor(before, "Andino", 50_001, first_crop_year=False)


def test_allocate_to_new_beet_processor_by_hand() -> None:
    """100 of 1,000 are a tenth of each, 60 and 40; of an array its empty place."""
    expected = {"A": 540, "B": 360, "C": 100}
    assert expected == allocate_to_new_beet_processor({"A": 600, "B": 400}, "C", 100)
    rows = allocate_to_new_beet_processor(np.array([[600, 400, 0]] * 2), 2, np.array([100, 0]))
    assert [[540, 360, 100], [600, 400, 0]] == rows.tolist()


@pytest.mark.parametrize(
    ("allocations", "processor", "message"),
    [
        ({"A": 600}, "B", "allocations: found less in all than 'B' would have, expected as much"),
        ({"A": 0}, "B", "allocations: found none but of 'B', expected another's"),
        (np.array([600.0, 0]), 2, "allocations: found 2, expected one of the processors in alloc"),
        (np.array([600.0, 1]), 1, "allocations: found 1 with some already, expected a new entrant"),
    ],
)
def test_allocate_to_new_beet_processor_refuses(
    allocations: Any, processor: Any, message: str
) -> None:
    with pytest.raises(ValueError, match=f"^{message}"):
        allocate_to_new_beet_processor(allocations, processor, 601)


def test_least_allocation_of_reopened_factory() -> None:
    """0.0167 * 5,000,000 = 83,500; of 4,000,000 66,800, less than 1,500,000 hundredweights.

    Those are 75,000 short tons, or 80,250 raw value if they are of refined sugar.
    """
    least = least_allocation_of_reopened_factory
    assert (83_500, 75_000) == (least(5_000_000), least(4_000_000))
    assert 80_250 == least(4_000_000, raw_value_factor=Fraction("1.07"))
    assert [75_000, 83_500] == least(np.array([0, 5_000_000])).tolist()


@given(TONS)
def test_least_allocation_of_reopened_factory_is_the_greater(whole: int) -> None:
    least = least_allocation_of_reopened_factory(whole)
    assert least >= 75_000
    assert least in {75_000, Fraction(167 * whole, 10_000)}


def test_distribute_terminated_as_undone_for_fiscal_year_2009() -> None:
    """Pacific Northwest's 2,692 of 100,000 go to all, not to American Crystal alone.

    Hand-worked, after Amalgamated v. Vilsack: of the others' 97,308 American Crystal's 36,000 get
    2,692 * 36,000 / 97,308. The printed net change, -82,425 (Farm Progress, 2009), has no shares.
    """
    before = {"American Crystal": 36_000, "Amalgamated": 61_308, "Pacific Northwest": 2_692}
    after = distribute_terminated(before, "Pacific Northwest")
    assert 36_000 + Fraction(2_692 * 36_000, 97_308) == after["American Crystal"]
    assert (0, 100_000) == (after["Pacific Northwest"], sum(after.values()))
    alone = transfer_allocation(before, "Pacific Northwest", "American Crystal")
    assert after["American Crystal"] < alone["American Crystal"] == 38_692


def test_distribute_terminated_in_part_and_of_arrays() -> None:
    """Of 10 four go, to 60 and 30: 8/3 and 4/3; all ten: 20/3 and 10/3."""
    before = {"A": 60, "B": 30, "C": 10}
    expected = {"A": Fraction(188, 3), "B": Fraction(94, 3), "C": 6}
    assert expected == distribute_terminated(before, "C", quantity=4)
    rows = distribute_terminated(np.array([[60, 30, 10], [1, 1, 0]]), 2)
    assert np.allclose(np.array([[200 / 3, 100 / 3, 0], [1, 1, 0]]), rows)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda a: distribute_terminated(a, "D"), "processor: found 'D', expected one of the proc"),
        (
            lambda a: distribute_terminated(a, cast("Any", ["A"])),
            r"processor: found \['A'\], expected one recipient",
        ),
        (lambda a: distribute_terminated(a, "B", quantity=11), "quantity: found more than the pro"),
        (lambda _: distribute_terminated({"A": 1}, "A"), "allocations: found none but of 'A', exp"),
        (lambda a: transfer_allocation(a, "D", "A"), "seller: found 'D', expected one of the proc"),
        (lambda a: transfer_allocation(a, "A", "A"), "buyer: found 'A', expected another than the"),
        (lambda a: transfer_allocation(a, "A", "B", share=2), "share: found a number above 1, exp"),
        (
            lambda a: transfer_allocation(a, "A", "B", quantity=91),
            "quantity: found more than the s",
        ),
        (
            lambda _: transfer_allocation(np.array([1, 2]), 0, 2),
            "buyer: found 2, expected one of t",
        ),
    ],
)
def test_terminations_and_transfers_refuse(
    change: Callable[[dict[str, int]], Any], message: str
) -> None:
    with pytest.raises(ValueError, match=f"^{message}"):
        change({"A": 90, "B": 10})


def test_transfer_allocation_whole_share_and_agreed() -> None:
    """All of A's 60; a third of it, 20, by history; 10 by agreement; to a new entrant, too."""
    before = {"A": 60, "B": 30}
    assert {"A": 0, "B": 90} == transfer_allocation(before, "A", "B")
    assert {"A": 40, "B": 50} == transfer_allocation(before, "A", "B", share=Fraction(1, 3))
    assert {"A": 50, "B": 40} == transfer_allocation(before, "A", "B", quantity=10)
    assert {"A": 0, "B": 30, "C": 60} == transfer_allocation(before, "A", "C")
    rows = transfer_allocation(np.array([60, 30]), 0, 1, share=np.array([0, 0.5]))
    assert [[60, 30], [30, 60]] == rows.tolist()
    with pytest.raises(TypeError, match=r"^share and quantity: found both, expected one of them"):
        transfer_allocation(before, "A", "B", share=1, quantity=1)


@given(BEET, st.fractions(0, Fraction(99, 100)))
def test_new_entrants_terminations_and_transfers_conserve(
    allocations: dict[int, int], part: Fraction
) -> None:
    whole = sum(allocations.values())
    new = allocate_to_new_beet_processor(allocations, "new", part * whole)
    gone = distribute_terminated(new, "new")
    moved = transfer_allocation(allocations, 0, 1, share=part)
    assert [whole] * 3 == [sum(after.values()) for after in (new, gone, moved)]
    # Shares among the others are as before, so that all of it comes back to them.
    assert allocations == {key: value for key, value in gone.items() if key != "new"}


def test_a_name_of_any_size_is_shown_in_short() -> None:
    """Python prints no whole number of more than 4,300 digits."""
    large = "a whole number of more than 60 digits"
    with pytest.raises(ValueError, match=f"^processor: found {large}, expected one of the proc"):
        distribute_terminated({"A": 1, "B": 1}, 10**5_000)
    with pytest.raises(ValueError, match=f"^state: found {large}, expected a State"):
        allocate_to_new_state({"Texas": 1}, 10**5_000, 1)
