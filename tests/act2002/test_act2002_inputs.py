"""What the inputs of the Act of 2002 take, and what they refuse: all faults at once."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from allotments import InvalidInput, determine
from allotments.act2002.inputs import Inputs, inputs_of, known
from allotments.figures.figure import Key

SOME = {"past_marketings": 1, "past_processings": 2, "ability_to_market": 3}
NONE = dict.fromkeys(SOME, 0)
CROPS = {"crop_1998": 10, "crop_1999": 10, "crop_2000": 10}
QUANTITY = {"fiscal_year": 2012, "overall_allotment_quantity": 9_456_250}


def made(**given: Any) -> Inputs:
    return Inputs(**given)


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        (
            {"fiscal_year": 2002},
            [
                (
                    "fiscal_year: found 2002, expected 2003 to 2032: part VII was not in force for "
                    "the crops of 1996 to 2001"
                )
            ],
        ),
        (
            {"fiscal_year": 1995},
            [
                (
                    "fiscal_year: found 1995, expected 2003 to 2032: the Act of 1990 was in force "
                    'then, act = "1990", allotments.act1990'
                )
            ],
        ),
        (
            {"fiscal_year": 2009},
            ["estimates.consumption: missing, expected a value, or overall_allotment_quantity"],
        ),
        (
            {
                **QUANTITY,
                "recorded": {"processors": {"beet": {"A": 1}, "Texas": {"T": 1}}},
                "beet_criteria": {"A": CROPS, "B": CROPS},
                "supply": {"beet": {"A": 1, "C": 1}},
            },
            [
                ("supply.beet.B: missing, expected one of every processor of the sector, or none"),
                "supply.beet.C: found a processor without an allocation, expected those with one",
            ],
        ),
        (
            {
                **QUANTITY,
                "recorded": {"processors": {"Texas": {"T": 1}}, "states": {"Texas": 1}},
                "beet_criteria": {"A": CROPS},
                "shares": {
                    "states": {"Texas": {"share": 1}, "Florida": {"share": 0}},
                    "processors": {"beet": {"A": {"share": 1}}, "Texas": {"T": {"share": 1}}},
                },
            },
            [
                f"shares.{one}: found beside recorded quantities or criteria, expected one of them"
                for one in ("states.Texas", "processors.beet.A", "processors.Texas.T")
            ],
        ),
        (
            {"fiscal_year": 2008},
            [
                f"estimates.{one}: missing, expected a value, or overall_allotment_quantity"
                for one in ("consumption", "reasonable_carryover_stocks", "carry_in_stocks")
            ],
        ),
        (
            {"fiscal_year": 2012, "overall_allotment_quantity": 9_456},
            [
                (
                    "overall_allotment_quantity: found 9,456 short tons, expected at least 20,000 "
                    "or 0; if thousands of short tons are meant, write 9_456 * TST"
                )
            ],
        ),
        (
            {**QUANTITY, "state_criteria": {"Florida": NONE, "Hawaii": SOME}},
            [
                "state_criteria: found all zero under the weights (1, 1, 2), expected one above 0",
            ],
        ),
        (
            {
                **QUANTITY,
                "weights": (1, 0, 0),
                "state_criteria": {"Florida": SOME, "Hawaii": {**SOME, "past_marketings": 0}},
                "beet_criteria": {"A": dict.fromkeys(CROPS, 0)},
            },
            [
                "state_criteria: found all zero under the weights (1, 0, 0), expected one above 0",
                "beet_criteria: found all zero, expected one above 0",
            ],
        ),
        (
            {**QUANTITY, "processor_criteria": {"Texas": {"A": NONE}}},
            [
                (
                    "processor_criteria.Texas: found all zero under the weights (1, 1, 2), "
                    "expected one above 0"
                )
            ],
        ),
        (
            {
                **QUANTITY,
                "processor_criteria": {"Texas": {"A": SOME}},
                "recorded": {"processors": {"Texas": {"A": 1, "B": 2}, "beet": {"C": 3}}},
                "beet_criteria": {"D": CROPS},
            },
            [
                (
                    "processor_criteria.Texas.B: missing, expected criteria for every processor "
                    "with an allocation in the group, or for none"
                ),
                (
                    "beet_criteria.C: missing, expected criteria for every beet processor with an "
                    "allocation, or for none"
                ),
            ],
        ),
        (
            {
                **QUANTITY,
                "beet_criteria": {
                    "A": CROPS,
                    "B": {**dict.fromkeys(CROPS, 0), "factories_closed": 1},
                },
            },
            [
                (
                    "beet_criteria.B: found a base below 0: the factories closed take more than it "
                    "produced, expected 0 or more"
                )
            ],
        ),
        (
            {
                **QUANTITY,
                "beet_criteria": {
                    "A": {**CROPS, "factories_opened": 101, "factories_closed": -1},
                },
            },
            [
                "beet_criteria.A.factories_opened: found 101, expected less than or equal to 100",
                "beet_criteria.A.factories_closed: found -1, expected greater than or equal to 0",
            ],
        ),
        (
            {**QUANTITY, "processor_criteria": {"Texas": {"A B": SOME, "a  b": SOME}}},
            [
                (
                    "processor_criteria.Texas: found the name 'a b' more than once but for case "
                    "and blanks"
                )
            ],
        ),
    ],
)
def test_what_does_not_fit_is_refused(given: dict[str, Any], faults: list[str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        Inputs(**given)
    assert faults == list(refused.value.faults)


def test_a_what_if_undone_is_what_it_was() -> None:
    given = made(**QUANTITY, recorded={"processors": {"beet": {"A": 100_000}}})
    changed = given.replace(overall_allotment_quantity=10_000_000)
    assert {"sectors.beet", "sectors.cane", "mainland"} == set(changed.recorded.basis or {})
    assert given == changed.replace(overall_allotment_quantity=9_456_250)


def test_recorded_quantities_need_an_allotment_that_they_can_follow() -> None:
    recorded = {"processors": {"beet": {"A": 100_000}}, "basis": {"sectors.beet": 0}}
    given = made(**QUANTITY, recorded=recorded)
    with pytest.raises(InvalidInput, match=r"^recorded\.basis: found 0 short tons for sectors"):
        determine(given)


def test_whatever_is_stated_is_known_by_its_key() -> None:
    """Criteria win over what is recorded: of Florida, of its mill A, and of the beet processor."""
    given = made(
        **QUANTITY,
        estimates={"consumption": 11_125_000},
        state_criteria={"Florida": SOME},
        processor_criteria={"Florida": {"A": SOME}},
        beet_criteria={"B": {**CROPS, "crop_2000": 30, "factories_opened": 2, "quality_losses": 1}},
        shares={
            "states": {"Hawaii": {"share": Fraction(1, 5)}},
            "states_after_reassignment": {"Texas": {"share": Fraction(1, 3), "tonnage": -5}},
            "processors": {"Hawaii": {"H": {"share": 1, "tonnage": 2}}},
        },
        supply={"beet": {"B": 61}, "Florida": {"A": 62}, "Hawaii": {"H": 63}, "Maine": {"M": 64}},
        recorded={
            "states": {"Florida": 1, "Maine": 71},
            "states_after_reassignment": {"Idaho": 72},
            "processors": {"Florida": {"A": 1}, "Maine": {"M": 73}, "beet": {"B": 1}},
        },
    )
    assert {
        "overall_allotment_quantity": 9_456_250,
        "estimates.consumption": 11_125_000,
        "weights.past_marketings": Fraction(1, 4),
        "weights.past_processings": Fraction(1, 4),
        "weights.ability_to_market": Fraction(1, 2),
        "state_criteria.Florida.past_marketings": 1,
        "state_criteria.Florida.past_processings": 2,
        "state_criteria.Florida.ability_to_market": 3,
        "processor_criteria.Florida.A.past_marketings": 1,
        "processor_criteria.Florida.A.past_processings": 2,
        "processor_criteria.Florida.A.ability_to_market": 3,
        "beet_criteria.B.crop_1998": 10,
        "beet_criteria.B.crop_1999": 10,
        "beet_criteria.B.crop_2000": 30,
        "beet_adjustments.B.factories_opened": 2,
        "beet_adjustments.B.factories_closed": 0,
        "beet_adjustments.B.desugarization_facilities": 0,
        "beet_adjustments.B.quality_losses": 1,
        "shares.states.Hawaii.share": Fraction(1, 5),
        "shares.states.Hawaii.tonnage": 0,
        "shares.states_after_reassignment.Texas.share": Fraction(1, 3),
        "shares.states_after_reassignment.Texas.tonnage": -5,
        "shares.processors.Hawaii.H.share": 1,
        "shares.processors.Hawaii.H.tonnage": 2,
        "supply.beet.B": 61,
        "supply.Florida.A": 62,
        "supply.Hawaii.H": 63,
        "supply.Maine.M": 64,
        "states.Maine": 71,
        "states_after_reassignment.Idaho": 72,
        "processors.Maine.M": 73,
    } == {key.path: value for key, value in known(given).items()}
    places = {
        Key("beet_criteria", "", "B", "crop_1998"),
        Key("beet_adjustments", "", "B", "quality_losses"),
        Key("state_criteria", "", "Florida", "past_marketings"),
        Key("processor_criteria", "Florida", "A", "past_marketings"),
        Key("supply", "Maine", "M"),
        Key("shares.states", "", "Hawaii", "share"),
        Key("shares.processors", "Hawaii", "H", "share"),
        Key("states", "", "Maine"),
        Key("states_after_reassignment", "", "Idaho"),
        Key("processors", "Maine", "M"),
    }
    assert places <= known(given).keys()


def followed(**given: Any) -> dict[str, Any]:
    found = known(made(**QUANTITY, **given))
    assert Fraction(1, 4) == found[Key("weights", item="past_marketings")]
    beside = ("overall_allotment_quantity", "weights", "state_criteria")
    assert {""} == {key.group for key in found if "processors" not in key.family}
    return {key.path: value for key, value in found.items() if key.family not in beside}


def test_recorded_quantities_follow_the_allotments_that_they_were_made_under() -> None:
    """Puerto Rico's 20,000 are part of the 325,000, which no quantity changes, and P's with them.

    Florida's are part of the mainland's, F's of Florida's, T's of Texas's after reassignment, and
    that of cane sugar's, as L's are: Louisiana's allotment is not known.
    """
    assert {
        "states.Puerto Rico": 20_000,
        "recorded.states.Florida": 2_000_000,
        "previous.mainland": 3_000_000,
        "recorded.states_after_reassignment.Texas": 100_000,
        "previous.sectors.cane": 4_000_000,
        "recorded.processors.beet.B": 1,
        "previous.sectors.beet": 5_000_000,
        "processors.Puerto Rico.P": 2,
        "recorded.processors.Florida.F": 3,
        "recorded.processors.Texas.T": 4,
        "recorded.processors.Louisiana.L": 5,
    } == followed(
        state_criteria={"Hawaii": SOME},
        recorded={
            "states": {"Puerto Rico": 20_000, "Florida": 2_000_000},
            "states_after_reassignment": {"Texas": 100_000},
            "processors": {
                "beet": {"B": 1},
                "Puerto Rico": {"P": 2},
                "Florida": {"F": 3},
                "Texas": {"T": 4},
                "Louisiana": {"L": 5},
            },
            "basis": {"sectors.beet": 5_000_000, "sectors.cane": 4_000_000, "mainland": 3_000_000},
        },
    )


def test_beside_states_with_criteria_a_recorded_one_is_new_and_stays() -> None:
    """Of Florida, whose allotment is computed, what it was before is what F's allocation is of."""
    assert {
        "states.California": 40_000,
        "processors.California.C": 40_000,
        "recorded.processors.Florida.F": 5,
        "previous.states.Florida": 1_900_000,
    } == followed(
        state_criteria={"Florida": SOME},
        recorded={
            "states": {"California": 40_000},
            "processors": {"California": {"C": 40_000}, "Florida": {"F": 5}},
            "basis": {"states.Florida": 1_900_000, "mainland": 3_000_000},
        },
    )


def test_shares_and_supply_of_beet_need_no_criteria() -> None:
    made(**QUANTITY, shares={"processors": {"beet": {"A": {"share": 1}}}})
    made(**QUANTITY, recorded={"processors": {"beet": {"A": 5}}}, supply={"beet": {"A": 4}})


def test_up_to_a_hundred_factories_may_have_opened() -> None:
    for count in (0, 100):
        inputs = made(**QUANTITY, beet_criteria={"A": {**CROPS, "factories_opened": count}})
        assert count == inputs.beet_criteria["A"].factories_opened


def test_a_recorded_allocation_follows_an_allotment_that_is_computed() -> None:
    """Of 9,000,000 the mainland, all of it Florida's, has 3,783,500; of 18,000,000 7,892,000."""
    before = made(
        fiscal_year=2012,
        overall_allotment_quantity=9_000_000,
        state_criteria={"Florida": SOME},
        recorded={"processors": {"Florida": {"F": 1_000_000}}},
    )
    after = determine(before.replace(overall_allotment_quantity=18_000_000))
    assert Fraction(7_892_000 * 1_000_000, 3_783_500) == after.value("processors.Florida.F")


def test_a_base_may_be_nothing_or_next_to_it() -> None:
    """Of 2000 alone the weight is 0.4: a base of 0.4 tons."""
    nothing = dict.fromkeys(CROPS, 0)
    made(**QUANTITY, beet_criteria={"A": CROPS, "B": nothing, "C": {**nothing, "crop_2000": 1}})


def test_inputs_show_what_they_state() -> None:
    given = made(**QUANTITY, recorded={"processors": {"beet": {"A": 100_000}}})
    assert "9,456,250" in str(given)
    assert "Beside these: Processor allocations (1)." in str(given)


def test_printed_figures_make_inputs() -> None:
    printed = {
        Key("estimates", item="consumption"): 11_125_000,
        Key("sectors", "", "beet"): 5_139_472,
        Key("states", "", "Hawaii"): 45_499,
        Key("processors", "beet", "A"): 1,
    }
    expected = made(
        fiscal_year=2012,
        estimates={"consumption": 11_125_000},
        recorded={"states": {"Hawaii": 45_499}, "processors": {"beet": {"A": 1}}},
    )
    assert expected == inputs_of(2012, printed)


WAS_1990 = ': the Act of 1990 was in force then, act = "1990", allotments.act1990'
NONE_THEN = ": part VII was not in force for the crops of 1996 to 2001"
UNTIL_2031 = ": the Act is in force through crop year 2031, 359l(a)"


@pytest.mark.parametrize(
    ("year", "why"),
    [
        (1991, ""),
        *((year, WAS_1990) for year in (1992, 1996)),
        *((year, NONE_THEN) for year in (1997, 2002)),
        *((year, UNTIL_2031) for year in (2033, 2999)),
        (3000, ""),
    ],
)
def test_a_fiscal_year_without_the_act_of_2002_is_refused_with_the_reason(
    year: int, why: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        made(**QUANTITY | {"fiscal_year": year})
    assert (f"fiscal_year: found {year}, expected 2003 to 2032{why}",) == refused.value.faults
    for first_or_last in (2003, 2032):
        assert first_or_last == made(**QUANTITY | {"fiscal_year": first_or_last}).fiscal_year
