"""The chain from estimates to every processor's allocation, worked by hand.

A small year, in thousands of short tons: of 2,000 consumed, 100 carried over, 50 carried in and
900 produced, imports are 2,100 - 950 = 1,150, so allotments are required; the overall quantity is
2,100 - 1,250 - 50 = 800. At 1:1:2 the beet base is (100 + 200 + 300) / 4 = 150, the cane base
(40 + 60 + 100) / 4 = 50: beet 600, cane 200. Of the States Texas has 10 and Hawaii
(20 + 40 + 60) / 4 = 30: 50 and 150. Of the beet processors A has 1 and B 2: 200 and 400.
"""

from __future__ import annotations

import copy
import dataclasses
import pickle
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import allotments
from allotments import InvalidInput
from allotments.act1990 import Determination, Inputs, determine
from allotments.act1990.determination import remarks
from allotments.act1990.rules import scaling_allotment
from allotments.figures.figure import Figure, Key

NOT_REQUIRED = (
    "No allotments are required: estimated imports are not below 1,250,000 short tons, "
    "sec. 359b(b)(1)."
)
NOTHING_TO_ALLOT = (
    "The overall allotment quantity is below zero: there is nothing to allot, and what follows "
    "from it says only by how much."
)
BEFORE_1992 = (
    "Estimates made before 13 December 1991 had no reasonable carryover stocks: 0 stands for none, "
    "Pub. L. 102-237 sec. 111(d)."
)
NOT_ESTABLISHED = (
    "overall_allotment_quantity",
    "bases",
    "percentage_factors",
    "sectors",
    "states",
    "processors",
    "restraint",
    "crystalline_fructose",
)


def three(past: int, capacity: int, ability: int) -> dict[str, int]:
    """The three criteria."""
    return {
        "past_marketings": past,
        "processing_capacity": capacity,
        "ability_to_market": ability,
    }


def small_year(**changes: Any) -> Inputs:
    """The small year of this file's first lines; Texas's mills are recorded, no others."""
    plain: dict[str, Any] = {
        "fiscal_year": 1996,
        "estimates": {
            "consumption": 2_000_000,
            "reasonable_carryover_stocks": 100_000,
            "production": 900_000,
            "carry_in_stocks": 50_000,
        },
        "criteria": {
            "beet": three(100_000, 200_000, 150_000),
            "cane": three(40_000, 60_000, 50_000),
        },
        "weights": (1, 1, 2),
        "state_criteria": {
            "Texas": three(10_000, 10_000, 10_000),
            "Hawaii": three(20_000, 40_000, 30_000),
        },
        "processor_criteria": {
            "beet": {"A": three(1, 1, 1), "B": three(2, 2, 2)},
            "Hawaii": {"Only": three(5, 6, 7)},
        },
        "recorded": {"processors": {"Texas": {"Rio Grande": 48_000}}},
    }
    return Inputs.model_validate(plain | changes)


def test_determine_fiscal_year_1995(fy1995: Inputs) -> None:
    """Contract 2's table: 1,249,000; 7,889,000; 4,209.5 and 3,415; 42,095 in 76,245 parts."""
    found: Any = determine(fy1995)
    assert (1_249_000, True) == (found.imports, found.allotments_required)
    assert 7_889_000 == found.overall_allotment_quantity
    assert {"beet": 4_209_500, "cane": 3_415_000} == found.bases
    factors = {"beet": Fraction(42_095, 76_245), "cane": Fraction(34_150, 76_245)}
    assert factors == found.percentage_factors
    beet = Fraction(7_889_000 * 42_095, 76_245)
    assert {"beet": beet, "cane": 7_889_000 - beet} == found.sectors
    assert {"beet": 4_500_000 - beet, "cane": beet - 4_499_000} == found.restraint
    assert Fraction(200_000) / (Fraction("1.07") * Fraction("1.17")) == found.crystalline_fructose
    assert 1_687_380 == (found.states or {})["Florida"]
    assert {"beet": {"Great Lakes Sugar Co": 49_983, "Holly Sugar Corp": 702_416}}.items() <= (
        found.processors or {}
    ).items()
    assert {"states": "recorded", "beet": "recorded", "Texas": "recorded"} == found.origins
    assert fy1995 is found.inputs


def test_determine_where_no_allotments_are_required(fy1995: Inputs) -> None:
    """At 1,279,000 of carryover stocks imports are 1,250,000, and nothing more is established."""
    found: Any = determine(fy1995.replace(estimates={"reasonable_carryover_stocks": 1_279_000}))
    assert (1_250_000, False) == (found.imports, found.allotments_required)
    assert [None] * 8 == [getattr(found, name) for name in NOT_ESTABLISHED]
    assert {} == found.origins


def test_determine_a_negative_overall_quantity() -> None:
    """1,000 consumed less 1,250 leave -250, divided 3:1 like any other quantity."""
    estimates = {
        "consumption": 1_000_000,
        "reasonable_carryover_stocks": 0,
        "production": 900_000,
        "carry_in_stocks": 0,
    }
    found: Any = determine(small_year(estimates=estimates))
    assert (100_000, -250_000) == (found.imports, found.overall_allotment_quantity)
    assert {"beet": -187_500, "cane": -62_500} == found.sectors
    assert {"beet": 150_000 + 187_500, "cane": 50_000 + 62_500} == found.restraint
    assert {"Texas": -15_625, "Hawaii": -46_875} == found.states


def test_determine_the_small_year_from_criteria() -> None:
    found: Any = determine(small_year())
    assert (1_150_000, 800_000) == (found.imports, found.overall_allotment_quantity)
    assert {"beet": 150_000, "cane": 50_000} == found.bases
    assert {"beet": Fraction(3, 4), "cane": Fraction(1, 4)} == found.percentage_factors
    assert {"beet": 600_000, "cane": 200_000} == found.sectors
    assert [("Texas", 50_000), ("Hawaii", 150_000)] == list((found.states or {}).items())
    assert {
        "Texas": {"Rio Grande": 48_000},
        "beet": {"A": 200_000, "B": 400_000},
        "Hawaii": {"Only": 150_000},
    } == found.processors
    assert {"beet": -450_000, "cane": -150_000} == found.restraint
    assert {
        "states": "computed",
        "Texas": "recorded",
        "beet": "computed",
        "Hawaii": "computed",
    } == found.origins


def test_determine_a_what_if_of_the_small_year() -> None:
    """Past marketings alone: beet 100 of 140, cane 40 of 140; of cane Texas 10 of 30.

    Cane gets 800,000 * 2/7, Texas a third of that: 1,600,000/21. Texas had 50,000, so its recorded
    48,000 change by 32/21.
    """
    found: Any = determine(small_year().replace(weights=(1, 0, 0)))
    cane = Fraction(1_600_000, 7)
    assert {"beet": Fraction(4_000_000, 7), "cane": cane} == found.sectors
    assert {"Texas": cane / 3, "Hawaii": cane * 2 / 3} == found.states
    processors = found.processors or {}
    assert {"Rio Grande": Fraction(48_000 * 32, 21)} == processors["Texas"]
    assert {"Only": cane * 2 / 3} == processors["Hawaii"]
    assert ("pro rata", "computed") == (found.origins["Texas"], found.origins["states"])
    assert 50_000 == found.value("previous.states.Texas")
    assert found.value("previous.states.Hawaii") is None  # nothing recorded follows it


def test_determine_recorded_quantities_follow_359c_g_2(fy1995: Inputs) -> None:
    """Under equal weights beet has 12,338 and cane 10,270 of 22,608 parts.

    Every recorded quantity changes as its sector: new share over old share.
    """
    found: Any = determine(fy1995.replace(weights=(1, 1, 1)))
    beet = Fraction(12_338, 22_608) / Fraction(42_095, 76_245)
    cane = Fraction(10_270, 22_608) / Fraction(34_150, 76_245)
    assert {
        "Florida": 1_687_380 * cane,
        "Hawaii": 773_180 * cane,
        "Louisiana": 869_856 * cane,
        "Puerto Rico": 71_397 * cane,
        "Texas": 131_650 * cane,
    } == found.states
    assert {
        "beet": {"Great Lakes Sugar Co": 49_983 * beet, "Holly Sugar Corp": 702_416 * beet},
        "Texas": {"Rio Grande Valley Sugar Growers": 131_650 * cane},
    } == found.processors
    assert {"pro rata"} == set(found.origins.values())


def test_determine_back_again_is_unchanged(fy1995: Inputs) -> None:
    """A what-if of a what-if leads back to the very same determination."""
    away = fy1995.replace(weights=(1, 1, 1)).replace(estimates={"consumption": 9_000_000})
    assert determine(fy1995) != determine(away)
    back = away.replace(weights=(1, 1, 2), estimates={"consumption": 9_247_000})
    assert determine(fy1995) == determine(back)


def test_determine_does_not_depend_on_the_way_to_a_what_if(fy1995: Inputs) -> None:
    changes: dict[str, Any] = {"weights": (1, 3, 6), "estimates": {"production": 8_000_000}}
    at_once = fy1995.replace(**changes)
    by_steps = fy1995
    for name, change in changes.items():
        by_steps = by_steps.replace(weights=(0, 0, 1)).replace(**{name: change})
    assert determine(at_once) == determine(by_steps.replace(weights=(1, 3, 6)))


def test_determine_mills_follow_a_state_allotment_that_is_newly_computed(fy1995: Inputs) -> None:
    """Criteria given for the States: Texas gets a fifth of cane, and its mill what changed.

    Its recorded 131,650 are the whole of Texas, so that the mill gets the whole again.
    """
    states = dict.fromkeys(fy1995.recorded.states, three(1, 1, 1))
    found: Any = determine(fy1995.replace(state_criteria=states))
    texas = Fraction(7_889_000 * 34_150, 76_245) / 5
    assert texas == (found.states or {})["Texas"]
    assert {"Rio Grande Valley Sugar Growers": texas} == (found.processors or {})["Texas"]
    assert {"states": "computed", "beet": "pro rata", "Texas": "pro rata"} == found.origins
    beet = {"Great Lakes Sugar Co": 49_983, "Holly Sugar Corp": 702_416}
    assert beet == (found.processors or {})["beet"]  # the beet allotment itself is the same


def test_scaling_allotment_names_the_allotment_that_a_group_is_part_of() -> None:
    """Beet processors the beet allotment, mills their State's, where that is not recorded."""
    computed = ["Texas", "Hawaii"]
    assert "sectors.beet" == scaling_allotment("beet", computed).path
    assert "sectors.cane" == scaling_allotment("", computed).path
    assert "sectors.cane" == scaling_allotment("Florida", computed).path
    assert "states.Texas" == scaling_allotment("Texas", computed).path
    what_if = determine(small_year().replace(weights=(1, 0, 0)))
    mill = what_if.figures["processors.Texas.Rio Grande"]
    assert ("states.Texas", "previous.states.Texas") == mill.operands[1:]


def test_determine_refuses_to_follow_what_required_no_allotments(fy1995: Inputs) -> None:
    """Recorded quantities of a year without allotments have nothing to follow."""
    plain = fy1995.model_dump()
    plain["estimates"]["reasonable_carryover_stocks"] = 1_279_000
    none_required = Inputs.model_validate(plain)
    determine(none_required)
    with pytest.raises(InvalidInput) as caught:
        determine(none_required.replace(estimates={"reasonable_carryover_stocks": 1_278_000}))
    assert (
        (
            "recorded.basis: found nothing for sectors.cane, expected an allotment above 0, "
            "which recorded quantities can follow"
        ),
    ) == caught.value.faults


@pytest.mark.parametrize(
    ("consumption", "found"), [(1_200_000, "0"), (1_199_000, "-750"), (1_000_000, "-150,000")]
)
def test_determine_refuses_to_follow_an_allotment_not_above_zero(
    consumption: int, found: str
) -> None:
    """With an overall quantity of 0 a ratio to it means nothing; below 0 it would turn signs.

    At 1,199,000 the quantity is -1,000, of which beet has three quarters.
    """
    estimates = {
        "consumption": consumption,
        "reasonable_carryover_stocks": 100_000,
        "production": 900_000,
        "carry_in_stocks": 50_000,
    }
    recorded = {"processors": {"beet": {"A": 7}}}
    made = small_year(estimates=estimates, processor_criteria={}, recorded=recorded)
    with pytest.raises(InvalidInput) as caught:
        determine(made.replace(estimates={"consumption": 2_000_000}))
    assert (
        (
            f"recorded.basis: found {found} short tons for sectors.beet, expected an "
            "allotment above 0, which recorded quantities can follow"
        ),
    ) == caught.value.faults


def test_determine_follows_an_allotment_however_small() -> None:
    """An overall quantity of a single ton gives beet 3/4 of it; 600,000 are 800,000 times that."""
    estimates = {
        "consumption": 1_200_001,
        "reasonable_carryover_stocks": 100_000,
        "production": 900_000,
        "carry_in_stocks": 50_000,
    }
    recorded = {"processors": {"beet": {"A": 7}}}
    made = small_year(estimates=estimates, processor_criteria={}, recorded=recorded)
    found = determine(made.replace(estimates={"consumption": 2_000_000}))
    assert {"beet": {"A": 5_600_000}} == found.processors


def test_determine_refuses_mills_whose_former_state_allotment_nobody_recorded() -> None:
    """Mills alone are recorded, then their State's criteria are given: by what ratio?"""
    made = small_year(state_criteria={}, processor_criteria={})
    assert {"Texas": {"Rio Grande": 48_000}} == determine(made).processors
    with pytest.raises(InvalidInput) as caught:
        determine(made.replace(state_criteria={"Texas": three(1, 1, 1)}))
    assert (
        (
            "recorded.basis: found nothing for states.Texas, expected an allotment "
            "above 0, which recorded quantities can follow"
        ),
    ) == caught.value.faults


def test_determine_nothing_to_follow_where_nothing_is_recorded() -> None:
    """A what-if whose former allotment is negative does no harm without recorded quantities."""
    made = small_year(recorded={})
    found: Any = determine(made.replace(estimates={"consumption": 1_900_000}))
    assert {"Texas": 43_750, "Hawaii": 131_250} == found.states
    empty = small_year(
        state_criteria={}, processor_criteria={}, recorded={"processors": {"Texas": {}}}
    )
    found = determine(empty.replace(weights=(1, 1, 1)))
    assert ({}, {}) == (found.states, found.processors)


def test_a_determination_is_frozen_equal_and_can_be_pickled(fy1995: Inputs) -> None:
    found: Any = determine(fy1995.replace(weights=(1, 1, 1)))
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.fiscal_year = 1996
    with pytest.raises(TypeError, match="positional"):
        Determination(fy1995, 1_249_000, True)  # type: ignore[call-arg, arg-type]
    pickled = pickle.loads(pickle.dumps(found))  # noqa: S301 -- our own bytes
    for twin in (pickled, copy.copy(found), copy.deepcopy(found)):
        assert found == twin
    assert determine(fy1995) != found


@given(
    st.tuples(*4 * [st.integers(20_000, 20_000_000)]),
    st.lists(st.integers(0, 5), min_size=3, max_size=3).filter(any),
)
def test_determine_divides_all_there_is(
    estimates: tuple[int, int, int, int], weights: list[int]
) -> None:
    """Sectors add up to the overall quantity, States to cane, processors to theirs, exactly.

    And the overall quantity is production plus imports less 1,250,000, required or not.
    """
    names = ("consumption", "reasonable_carryover_stocks", "production", "carry_in_stocks")
    made = small_year(
        estimates=dict(zip(names, estimates, strict=True)), weights=weights, recorded={}
    )
    found: Any = determine(made)
    assert (found.imports < 1_250_000) is found.allotments_required
    if found.allotments_required:
        assert found.sectors is not None
        assert found.states is not None
        assert found.processors is not None
        quantity = made.estimates.production + found.imports - 1_250_000
        assert quantity == found.overall_allotment_quantity == sum(found.sectors.values())
        assert found.sectors["cane"] == sum(found.states.values())
        assert found.sectors["beet"] == sum(found.processors["beet"].values())
        assert found.states["Hawaii"] == found.processors["Hawaii"]["Only"]


def test_a_determination_is_of_inputs_under_the_act_of_1990() -> None:
    with pytest.raises(InvalidInput) as caught:
        determine(allotments.load("fy2025").inputs)
    fault = (
        "inputs: found one under the Act of 2002, expected one under that of 1990, such as "
        "load('fy1995').inputs.replace(estimates=...)"
    )
    assert (fault,) == caught.value.faults


@pytest.mark.parametrize(
    ("imports", "quantity", "fiscal_year", "said"),
    [
        (1_249_999, 0, 1993, []),
        (1_249_999, -1, 1995, [NOTHING_TO_ALLOT]),
        (1_250_000, None, 1995, [NOT_REQUIRED]),
        (None, None, 1992, [BEFORE_1992]),
        (None, -1, 1992, [BEFORE_1992, NOTHING_TO_ALLOT]),
    ],
)
def test_what_is_said_of_a_determination(
    imports: int | None, quantity: int | None, fiscal_year: int, said: list[str]
) -> None:
    """Of what is not there nothing is said; a quantity of 0 is one, and so are imports below."""
    figures = {
        path: Figure(Key(path), path, "", value, "computed", "")
        for path, value in (("imports", imports), ("overall_allotment_quantity", quantity))
        if value is not None
    }
    assert said == remarks(figures, fiscal_year)
