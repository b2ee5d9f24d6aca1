"""What the inputs of the Act of 2002 take, and what they refuse: all faults at once."""

from __future__ import annotations

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
            {"fiscal_year": 2012},
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
            {"fiscal_year": 2008, "estimates": {"consumption": 9_700_000}},
            [
                (
                    "estimates.reasonable_carryover_stocks: missing, expected a value, "
                    "or overall_allotment_quantity"
                ),
                (
                    "estimates.carry_in_stocks: missing, expected a value, "
                    "or overall_allotment_quantity"
                ),
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


def test_criteria_win_over_what_is_recorded() -> None:
    recorded = {"processors": {"Texas": {"A": 5}}}
    given = made(**QUANTITY, processor_criteria={"Texas": {"A": SOME}}, recorded=recorded)
    assert Key("processors", "Texas", "A") not in known(given)


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
