"""The chain of the Act of 2002: by hand from small numbers, and from printed determinations."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allotments import compare, determine, explain, scenarios
from allotments.act2002.act import ACT
from allotments.act2002.inputs import Inputs
from allotments.act2002.rules import rules
from allotments.figures.act import named
from allotments.figures.evaluation import evaluate
from allotments.figures.figure import Key

FLORIDA = {"past_marketings": 100, "past_processings": 100, "ability_to_market": 300}  # base 200
LOUISIANA = {"past_marketings": 500, "past_processings": 700, "ability_to_market": 600}  # 600
HAWAII = {"past_marketings": 300, "past_processings": 300, "ability_to_market": 300}  # 300
PUERTO_RICO = {"past_marketings": 100, "past_processings": 100, "ability_to_market": 100}  # 100


def inputs(**changes: Any) -> Inputs:
    return Inputs(**{"fiscal_year": 2012, "overall_allotment_quantity": 10_000_000, **changes})


def test_until_fiscal_year_2008_the_quantity_has_a_formula() -> None:
    """9,700,000 + 1,400,000 - 1,532,000 - 1,468,000, of crop year 2004."""
    estimates = {
        "consumption": 9_700_000,
        "reasonable_carryover_stocks": 1_400_000,
        "carry_in_stocks": 1_468_000,
    }
    found = determine(
        inputs(fiscal_year=2005, overall_allotment_quantity=None, estimates=estimates)
    )
    assert 8_100_000 == found.overall_allotment_quantity
    assert "computed" == found.figures["overall_allotment_quantity"].origin
    assert found.minimum_overall_allotment_quantity is None
    assert found.meets_minimum is None
    text = explain(found, "overall_allotment_quantity").steps[0].text
    assert text.endswith("- 1,468,000 (carry-in stocks) - 1,532,000 (imports deducted) = 8,100,000")


def test_from_fiscal_year_2009_the_minimum_stands_for_a_quantity_that_is_not_known() -> None:
    """85 percent of 10,500,000; 54.35 percent of that."""
    found = determine(
        inputs(
            fiscal_year=2009,
            overall_allotment_quantity=None,
            estimates={"consumption": 10_500_000},
        )
    )
    assert 8_925_000 == found.overall_allotment_quantity
    assert "computed" == found.figures["overall_allotment_quantity"].origin
    assert "no quantity but the minimum is given" in str(found)
    assert found.meets_minimum is True
    assert {"beet": Fraction(9_701_475, 2), "cane": Fraction(8_148_525, 2)} == found.sectors
    assert "imports_deducted" not in found.figures


def test_a_quantity_below_the_minimum_is_shown_and_not_refused() -> None:
    found = determine(inputs(estimates={"consumption": 12_000_000}))
    assert 10_200_000 == found.minimum_overall_allotment_quantity
    assert found.meets_minimum is False
    said = "The overall allotment quantity is below its minimum, sec. 359c(b)(1)(B)."
    assert said in str(found).splitlines()
    at_it = determine(
        inputs(estimates={"consumption": 12_000_000}, overall_allotment_quantity=10_200_000)
    )
    for enough in (at_it, determine(inputs())):
        assert "is below its minimum" not in str(enough)


def test_what_is_not_known_is_none() -> None:
    found = determine(inputs())
    assert (325_000, 4_240_000) == (found.offshore, found.mainland)  # 4,565,000 - 325,000
    assert found.states is None
    assert found.states_after_reassignment is None
    assert found.processors is None
    assert {} == found.origins


def test_states_with_criteria_divide_what_is_theirs() -> None:
    """Mainland: 4,240,000 by 200 to 600; offshore: 325,000 by 300 to 100."""
    criteria = {
        "Florida": FLORIDA,
        "Hawaii": HAWAII,
        "Louisiana": LOUISIANA,
        "Puerto Rico": PUERTO_RICO,
    }
    found = determine(inputs(state_criteria=criteria))
    assert {
        "Hawaii": 243_750,
        "Puerto Rico": 81_250,
        "Florida": 1_060_000,
        "Louisiana": 3_180_000,
    } == found.states
    assert {"states": "computed"} == found.origins
    assert 4_565_000 == sum(found.states.values())
    # With equal weights Florida's base is 500/3, Louisiana's 1800/3: 5 to 18.
    equal = determine(inputs(state_criteria=criteria, weights=(1, 1, 1)))
    assert Fraction(4_240_000 * 5, 23) == equal.states["Florida"]


def test_a_new_state_is_taken_from_the_others() -> None:
    """4,240,000 - 40,000 by 200 to 600."""
    given = inputs(
        state_criteria={"Florida": FLORIDA, "Louisiana": LOUISIANA},
        recorded={"states": {"California": 40_000}, "processors": {"California": {"A": 40_000}}},
    )
    found = determine(given)
    assert 4_200_000 == found.mainland
    assert {"California": 40_000, "Florida": 1_050_000, "Louisiana": 3_150_000} == found.states
    more = determine(given.replace(overall_allotment_quantity=11_000_000))
    assert 40_000 == more.states["California"]
    assert {"A": 40_000} == more.processors["California"]


def test_cane_processors_divide_their_state() -> None:
    """1,060,000 by 200 to 600."""
    found = determine(
        inputs(
            state_criteria={"Florida": FLORIDA, "Louisiana": LOUISIANA},
            processor_criteria={"Florida": {"A": FLORIDA, "B": LOUISIANA}},
        )
    )
    assert {"A": 265_000, "B": 795_000} == found.processors["Florida"]
    assert {"states": "computed", "Florida": "computed"} == found.origins


def test_beet_processors_divide_by_adjusted_production() -> None:
    """Averages 600 and 200, so T is 800: A + 10 for one opened, B - 20 for two closed."""
    found = determine(
        inputs(
            beet_criteria={
                "A": {"crop_1998": 600, "crop_1999": 600, "crop_2000": 600, "factories_opened": 1},
                "B": {"crop_1998": 200, "crop_1999": 200, "crop_2000": 200, "factories_closed": 2},
            }
        )
    )
    assert 610 == found.value("processor_bases.beet.A")
    assert 180 == found.value("processor_bases.beet.B")
    assert Fraction(5_435_000 * 610, 790) == found.processors["beet"]["A"]


def test_recorded_quantities_follow_what_they_are_part_of() -> None:
    """The quantity rises by a tenth: the mainland from 4,240,000 to 4,696,500, and with it its
    States and their processors; beet by a tenth; offshore stays.
    """
    given = inputs(
        recorded={
            "states": {"Florida": 2_000_000, "Hawaii": 300_000},
            "processors": {
                "beet": {"B": 100_000},
                "Florida": {"F": 424_000},
                "Hawaii": {"H": 300_000},
                "Texas": {"T": 100_000},
            },
        }
    )
    found = determine(given.replace(overall_allotment_quantity=11_000_000))
    assert Fraction(2_000_000 * 46_965, 42_400) == found.states["Florida"]
    assert 469_650 == found.processors["Florida"]["F"]
    assert 300_000 == found.states["Hawaii"] == found.processors["Hawaii"]["H"]
    assert 110_000 == found.processors["beet"]["B"]
    assert 110_000 == found.processors["Texas"]["T"]  # its State is not known: as cane
    assert "pro rata" == found.origins["Florida"]


def test_states_after_reassignment_follow_all_of_cane() -> None:
    given = inputs(
        recorded={
            "states_after_reassignment": {"Florida": 2_000_000},
            "processors": {"Florida": {"F": 1_000_000}},
        }
    )
    found = determine(given.replace(overall_allotment_quantity=11_000_000))
    assert {"Florida": 2_200_000} == found.states_after_reassignment
    assert {"F": 1_100_000} == found.processors["Florida"]
    assert "states_after_reassignment.Florida" == found.figures["processors.Florida.F"].part_of


def test_recorded_processors_follow_a_computed_state() -> None:
    """Florida from 1,060,000 to 1,174,125: by 4,696,500 over 4,240,000."""
    given = inputs(
        state_criteria={"Florida": FLORIDA, "Louisiana": LOUISIANA},
        recorded={"processors": {"Florida": {"F": 424_000}}},
    )
    found = determine(given.replace(overall_allotment_quantity=11_000_000))
    assert 469_650 == found.processors["Florida"]["F"]


def test_acts_compare() -> None:
    found = compare(determine(inputs()), determine(inputs(overall_allotment_quantity=11_000_000)))
    assert [543_500, 456_500] == [one.difference for one in found.gains]


def test_changes_are_what_it_is_now_less_what_it_was() -> None:
    known = {
        Key("overall_allotment_quantity"): 8_663_000,
        Key("before.overall_allotment_quantity"): 8_200_000,
        Key("before.sectors", "", "beet"): 4_457_000,
    }
    paths = {key.path: value for key, value in known.items()}
    found = evaluate(rules(named(known), 2003), paths)
    assert 463_000 == found["changes.overall_allotment_quantity"].value
    # 54.35 percent of 8,663,000 is 4,708,340.5.
    assert Fraction("251340.5") == found["changes.sectors.beet"].value


def test_over_arrays_the_chain_gives_the_same() -> None:
    known = ACT.known(inputs(state_criteria={"Florida": FLORIDA, "Louisiana": LOUISIANA}))
    arrays = {key.path: np.asarray(value, np.float64) for key, value in known.items()}
    arrays["overall_allotment_quantity"] = np.array([10_000_000.0, 11_000_000.0])
    found = evaluate(rules(named(known), 2012), arrays)
    assert [1_060_000, 1_174_125] == pytest.approx(found["states.Florida"].value.tolist())
    assert np.float64 == found["states.Florida"].value.dtype


@given(st.integers(20_000, 10**9))
def test_sectors_and_cane_add_up(quantity: int) -> None:
    found = determine(inputs(overall_allotment_quantity=quantity))
    assert quantity == sum(found.sectors.values())
    assert found.sectors["cane"] == found.offshore + found.mainland


def test_every_family_is_the_act_s() -> None:
    known = ACT.known(inputs(state_criteria={"Florida": FLORIDA}))
    assert {rule.key.family for rule in rules(named(known), 2012)} <= set(ACT.families)


def test_what_supply_leaves_of_allocations() -> None:
    """Beet: A cannot fill 10 of 60 tons, B takes 4 by its supply of 44, and 6 are left to imports.

    Cane: Texas leaves 30 of 50, of which Florida's only processor takes all it can, 20.
    """
    recorded = {
        "processors": {"beet": {"A": 60, "B": 40}, "Texas": {"T": 50}, "Florida": {"F": 50}}
    }
    supply = {"beet": {"A": 50, "B": 44}, "Texas": {"T": 20}, "Florida": {"F": 70}}
    found = determine(inputs(recorded=recorded, supply=supply))
    assert 6 == found.value("deficits_to_imports.beet")
    assert 10 == found.value("deficits_to_imports.cane")
    assert {"A": 50, "B": 44} == found.by_group("after_deficits")["beet"]
    assert 70 == found.value("after_deficits.Florida.F")
    assert "Beet sugar deficits left to imports" in str(found)


def test_deficits_are_shared_by_allocations_not_by_what_each_could_take() -> None:
    """Of A's 20 B gets three parts of four, C one, though either could take 20."""
    recorded = {"processors": {"beet": {"A": 60, "B": 30, "C": 10}}}
    given = inputs(recorded=recorded, supply={"beet": {"A": 40, "B": 50, "C": 30}})
    assert {"A": 40, "B": 45, "C": 15} == determine(given).by_group("after_deficits")["beet"]


def test_supply_over_arrays_gives_the_same() -> None:
    """A can market 80 tons, 60, 40: of its 60 nothing, nothing and 20 are left, 4 of them to B."""
    beet = {"A": 60, "B": 40}
    given = inputs(recorded={"processors": {"beet": beet}}, supply={"beet": {"A": 50, "B": 44}})
    able = np.array([80.0, 60.0, 40.0])
    result = scenarios.evaluate(given, {"supply.beet.A": able})
    assert [0, 0, 16] == result["deficits_to_imports.beet"].tolist()
    assert [60, 60, 40] == result["after_deficits.beet.A"].tolist()
    assert "offshore" not in result.arrays  # a constant


def test_shares_of_the_sector_or_of_what_the_mainland_divides() -> None:
    """Of 10,000,000 tons beet has 5,435,000 and cane 4,565,000, of which the mainland 4,240,000.

    A tenth of beet less 500 is 543,000; all of the mainland goes to Texas, half of it to T; of
    Florida, whose allotment is not among the shares, a processor has a tenth of all cane.
    """
    shares = {
        "states": {"Texas": {"share": 1}, "Hawaii": {"share": Fraction(1, 5)}},
        "processors": {
            "beet": {"A": {"share": Fraction(1, 10), "tonnage": -500}, "B": {"share": 0}},
            "Texas": {"T": {"share": Fraction(1, 2)}},
            "Florida": {"F": {"share": Fraction(1, 10)}},
        },
    }
    found = determine(inputs(shares=shares))
    assert {"A": 543_000, "B": 0} == found.processors["beet"]
    assert {"Texas": 4_240_000, "Hawaii": 65_000} == found.states
    assert 2_120_000 == found.processors["Texas"]["T"]
    assert 456_500 == found.processors["Florida"]["F"]
    assert "projected" == found.origins["beet"]
    result = scenarios.evaluate(
        inputs(shares=shares), {"overall_allotment_quantity": np.array([1e7, 2e4])}
    )
    assert [543_000, 587] == result["processors.beet.A"].tolist()
