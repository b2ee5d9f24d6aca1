"""The inputs of the 1990 Act: what they take, what they refuse in which words, and what-ifs."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError
from typed_inputs import FY1995

import allotments
from allotments import InvalidInput, scenarios
from allotments.act1990 import Criteria, Estimates, Inputs, Recorded, SectorCriteria, determine
from allotments.act1990.inputs import inputs_of, known
from allotments.figures.figure import Key


def three(past: Any, capacity: Any, ability: Any) -> dict[str, Any]:
    """The three criteria."""
    return {
        "past_marketings": past,
        "processing_capacity": capacity,
        "ability_to_market": ability,
    }


def inputs(**changes: Any) -> Inputs:
    """The inputs of fiscal year 1995 without recorded quantities, with *changes*."""
    return Inputs(**FY1995 | changes)


def faults(**changes: Any) -> tuple[str, ...]:
    """Why *changes* are refused."""
    with pytest.raises(InvalidInput) as caught:
        inputs(**changes)
    return caught.value.faults


def test_inputs_hold_what_was_given(fy1995: Inputs) -> None:
    made = inputs()
    assert 9_247_000 == made.estimates.consumption
    assert 3_390_000 == made.criteria.cane.ability_to_market
    assert (1, 1, 2) == made.weights
    assert ({}, {}, Recorded()) == (
        made.state_criteria,
        made.processor_criteria,
        made.recorded,
    )
    assert made.estimates == fy1995.estimates
    assert made.criteria == fy1995.criteria
    assert made.overall_allotment_quantity is None


@pytest.mark.parametrize(
    "weights", [(1, 1, 2), ("1/4", "1/4", "1/2"), (0.25, 0.25, 0.5), [25, 25, 50]]
)
def test_inputs_under_any_spelling_of_the_weights_are_equal(weights: Any) -> None:
    assert inputs() == inputs(weights=weights)


def test_inputs_of_models_equal_inputs_of_plain_data() -> None:
    made = inputs(
        estimates=Estimates(**FY1995["estimates"]),
        criteria=SectorCriteria.model_validate(FY1995["criteria"]),
    )
    assert inputs() == made
    assert inputs() != inputs(fiscal_year=1994)


def test_inputs_survive_pickle_and_copy(fy1995: Inputs) -> None:
    """With equality, whatever validated; and they are frozen still."""
    made = fy1995.replace(weights=(1, 1, 1))
    pickled = pickle.loads(pickle.dumps(made))  # noqa: S301 -- our own bytes
    for twin in (pickled, copy.copy(made), copy.deepcopy(made), made.model_copy()):
        assert made == twin
        with pytest.raises(ValidationError, match="frozen"):
            twin.weights = (1, 1, 2)  # type: ignore[misc]
    again = Inputs.model_validate(made.model_dump())
    assert made == again


SUSPENDED = (
    ": Pub. L. 104-127 sec. 171(a)(1)(E) made part VII inapplicable to the crops of 1996 to 2002"
)
SINCE_2002 = (
    ': the Act of 2002 is in force from fiscal year 2003 on, act = "2002", allotments.act2002'
)


@pytest.mark.parametrize(
    ("year", "why"),
    [
        (1991, ""),
        (1997, SUSPENDED),
        (2002, SUSPENDED),
        (2003, SINCE_2002),
        (2032, SINCE_2002),
        (2033, ""),
    ],
)
def test_inputs_refuse_a_fiscal_year_without_the_act_and_say_why(year: int, why: str) -> None:
    """359b(a)(1) names 1992 to 1998; the last crop before part VII was suspended was 1995's."""
    assert (f"fiscal_year: found {year}, expected 1992 to 1996{why}",) == faults(fiscal_year=year)
    assert {1992, 1996} == {inputs(fiscal_year=one).fiscal_year for one in (1992, 1996)}


NOTICE_INPUTS = allotments.load("fy1995").inputs


def test_a_group_without_members_says_nothing() -> None:
    """As if it were not named: what is recorded for it stays, and arrays have no empty axis."""
    empty: Any = {"Florida": {}, "beet": {}}
    kept = NOTICE_INPUTS.replace(processor_criteria=empty)
    assert NOTICE_INPUTS == kept
    nothing = NOTICE_INPUTS.replace(recorded={"processors": empty})
    assert {} == nothing.recorded.processors
    for inputs in (kept, nothing):
        found = scenarios.evaluate(inputs, {"weights": [[1, 1, 2], [1, 1, 1]]})
        assert [4_355_531, 4_305_311] == found["sectors.beet"].round().tolist()
        assert {*inputs.recorded.processors} == {*(determine(inputs).processors or {})}


def test_inputs_refuse_states_without_sugarcane() -> None:
    """359c(f): "among the 5 States ... in which sugarcane is produced"."""
    some = {"past_marketings": 1, "processing_capacity": 1, "ability_to_market": 1}
    expected = (
        "found a State without sugarcane, expected Florida, Hawaii, Louisiana, Puerto Rico or "
        "Texas, 359c(f)"
    )
    assert (f"state_criteria.Ohio: {expected}",) == faults(
        state_criteria={"Ohio": some, "Texas": some}, recorded={}
    )
    recorded = {"states": {"Iowa": 1}, "processors": {"Iowa": {"A Mill": 1}}}
    assert (
        f"recorded.states.Iowa: {expected}",
        f"recorded.processors.Iowa: {expected}",
    ) == faults(recorded=recorded)


def test_processors_of_a_state_without_sugarcane_have_no_allotment_either() -> None:
    assert (
        (
            "processor_criteria.Ohio: found a State without sugarcane, expected Florida, Hawaii, "
            "Louisiana, Puerto Rico or Texas, 359c(f)"
        ),
        (
            "processor_criteria.Ohio: found processors of a State without an allotment, expected "
            "states.Ohio or state_criteria.Ohio too"
        ),
    ) == faults(processor_criteria={"Ohio": {"Mill": three(1, 2, 3)}})


NATIONAL = {
    **{Key("estimates", item=name): value for name, value in FY1995["estimates"].items()},
    **{
        Key("criteria", "", sector, name): value
        for sector, criteria in FY1995["criteria"].items()
        for name, value in criteria.items()
    },
    Key("weights", item="past_marketings"): Fraction(1, 4),
    Key("weights", item="processing_capacity"): Fraction(1, 4),
    Key("weights", item="ability_to_market"): Fraction(1, 2),
}


OF_TEXAS = Key("previous.states", "", "Texas")


def test_what_inputs_state_is_known_by_key_and_makes_them_again() -> None:
    """What is recorded of a State that has criteria is not followed, so it is not known.

    The overall quantity that is printed is the formula's, and makes no input.
    """
    assert NATIONAL == known(inputs())
    given: dict[str, Any] = {
        "state_criteria": {"Texas": three(1, 2, 3)},
        "processor_criteria": {"beet": {"A Co": three(4, 5, 6)}},
    }
    texas = {"Texas": {"Mill": 8}}
    recorded = {"states": {"Texas": 7}, "processors": {**texas, "beet": {"A Co": 9}}}
    names = three(0, 0, 0)
    expected = {
        **NATIONAL,
        **dict(zip((Key("state_criteria", "", "Texas", n) for n in names), (1, 2, 3), strict=True)),
        **dict(
            zip(
                (Key("processor_criteria", "beet", "A Co", n) for n in names),
                (4, 5, 6),
                strict=True,
            )
        ),
        Key("overall_allotment_quantity"): 8_000_000,
        Key("processors", "Texas", "Mill"): 8,
    }
    own = {"overall_allotment_quantity": 8_000_000, "recorded": recorded}
    assert expected == known(inputs(**given, **own))
    assert inputs() == inputs_of(1995, NATIONAL)
    assert inputs(**given, recorded={"processors": texas}) == inputs_of(1995, expected)


def test_what_recorded_quantities_follow_is_known_beside_them() -> None:
    """States and their processors follow cane sugar's allotment.

    But where States have criteria their processors follow that of the State, as it was printed if
    nothing else is given.
    """
    recorded: dict[str, Any] = {
        "states": {"Texas": 130_000},
        "processors": {"Texas": {"Mill": 120_000}, "beet": {"A Co": 5}},
    }
    sectors = {"sectors.beet": Fraction(9, 2), "sectors.cane": 3_500_000}
    always = {
        **NATIONAL,
        Key("recorded.processors", "Texas", "Mill"): 120_000,
        Key("recorded.processors", "beet", "A Co"): 5,
        Key("previous.sectors", "", "beet"): Fraction(9, 2),
    }
    texas = Key("recorded.states", "", "Texas")
    assert {**always, texas: 130_000, Key("previous.sectors", "", "cane"): 3_500_000} == known(
        inputs(recorded={**recorded, "basis": sectors})
    )
    criteria = three(1, 2, 3)
    always |= {Key("state_criteria", "", "Texas", name): one for name, one in criteria.items()}
    for basis, given in ((sectors, texas), (sectors | {"states.Texas": 110_000}, OF_TEXAS)):
        expected = {**always, given: 130_000 if given == texas else 110_000}
        with_criteria = {"state_criteria": {"Texas": criteria}}
        assert expected == known(inputs(recorded={**recorded, "basis": basis}, **with_criteria))


def missing(leave_out: Callable[[Key], bool], **changed: Any) -> tuple[str, ...]:
    """Why the printed figures above are no inputs, without some, or with *changed* families."""
    left = {
        key: changed.get(key.family, one) for key, one in NATIONAL.items() if not leave_out(key)
    }
    with pytest.raises(InvalidInput) as caught:
        inputs_of(1995, left)
    return caught.value.faults


def test_printed_figures_that_lack_weights() -> None:
    """Another fault is found with 1 in their place: 1, 1 and 1/2 are 2, 2 and 1."""
    assert ("weights: missing, expected a value",) == missing(lambda key: key.family == "weights")
    two = ("past_marketings", "processing_capacity")
    lacking = tuple(f"weights.{name}: missing, expected a value" for name in two)
    weights = [Key("weights", item=name) for name in two]
    assert lacking == missing(lambda key: key in weights)
    under = "criteria: found all zero under the weights (2, 2, 1), expected one above 0"
    assert (under, *lacking) == missing(lambda key: key in weights, criteria=0)


def test_inputs_refuse_all_faults_at_once() -> None:
    estimates = FY1995["estimates"] | {"consumption": "9247", "prodution": 1}
    assert (
        "fiscal_year: found 1995.5, expected a valid integer",
        (
            "estimates.consumption: found '9247', expected a whole number of short tons from 0 to "
            "1,000,000,000"
        ),
        "estimates.prodution: unknown key; did you mean 'production'?",
        "weights: found all three zero, expected one above 0 at least",
        "state_criteria.Lousiana: found 'Lousiana', expected a State; did you mean 'Louisiana'?",
        "state_criteria.Texas.past_marketings: missing, expected a value",
        "state_criteria.Texas.processing_capacity: missing, expected a value",
        "state_criteria.Texas.ability_to_market: missing, expected a value",
        (
            "colour: unknown key; expected one of: fiscal_year, estimates, criteria, weights, "
            "overall_allotment_quantity, state_criteria, processor_criteria, recorded"
        ),
    ) == faults(
        estimates=estimates,
        weights=(0, 0, 0),
        state_criteria={"Lousiana": three(1, 2, 3), "Texas": {}},
        fiscal_year=1995.5,
        colour="green",
    )


def test_inputs_name_what_is_missing() -> None:
    with pytest.raises(InvalidInput) as caught:
        Inputs.model_validate({})
    assert {
        f"{name}: missing, expected a value"
        for name in ("estimates", "criteria", "weights", "fiscal_year")
    } == set(caught.value.faults)


@pytest.mark.parametrize("value", [1, 9_247, 19_999])
def test_thousands_passed_as_tons_are_refused_with_a_hint(value: int) -> None:
    """The notice prints 9,247 thousand; nobody eats 9,247 short tons of sugar a year."""
    hint = (
        f"found {value:,} short tons, expected at least 20,000 or 0; if thousands of short tons "
        f"are meant, write {value:_} * TST"
    )
    for name in FY1995["estimates"]:
        assert (f"estimates.{name}: {hint}",) == faults(
            estimates=FY1995["estimates"] | {name: value}
        )
    for name in three(0, 0, 0):
        criteria = FY1995["criteria"] | {"cane": FY1995["criteria"]["cane"] | {name: value}}
        assert (f"criteria.cane.{name}: {hint}",) == faults(criteria=criteria)


def test_small_quantities_that_are_no_national_ones_are_taken() -> None:
    """A mill may make 100 tons, a sector nothing."""
    made = inputs(
        estimates=FY1995["estimates"] | {"production": 20_000, "carry_in_stocks": 0},
        state_criteria={"Texas": three(100, 0, 1)},
        processor_criteria={"Texas": {"Mill": three(1, 2, 3)}},
    )
    assert (20_000, 0) == (made.estimates.production, made.estimates.carry_in_stocks)
    assert Criteria(**three(100, 0, 1)) == made.state_criteria["Texas"]


@pytest.mark.parametrize(
    ("weights", "line"),
    [
        (
            (1, 1),
            (
                "found (1, 1), expected three numbers: past marketings, processing capacity, "
                "ability to market"
            ),
        ),
        ((1, 1, -1), "found -1, expected a number not below 0"),
        ((1, 1, True), "found True, expected a number"),
        ((1, 1, "x"), "found 'x', expected a number such as 0.25 or '1/4'"),
        (
            None,
            (
                "found None, expected three numbers: past marketings, processing capacity, "
                "ability to market"
            ),
        ),
    ],
)
def test_inputs_refuse_weights_with_one_line(weights: Any, line: str) -> None:
    assert (f"weights: {line}",) == faults(weights=weights)


def test_inputs_refuse_criteria_that_leave_nothing_to_divide_by() -> None:
    """Zero under the weights: what has no weight does not count."""
    nothing = three(0, 0, 30_000)
    under = "found all zero under the weights (1, 1, 0), expected one above 0"
    assert (
        f"criteria: {under}",
        f"state_criteria: {under}",
    ) == faults(
        weights=(1, 1, 0),
        criteria={"beet": nothing, "cane": nothing},
        state_criteria={"Texas": nothing, "Hawaii": nothing},
    )
    assert (f"processor_criteria.beet: {under}",) == faults(
        weights=(1, 1, 0), processor_criteria={"beet": {"Mill": nothing}}
    )
    one = inputs(weights=(1, 1, 0), criteria=FY1995["criteria"] | {"beet": nothing})
    assert 30_000 == one.criteria.beet.ability_to_market


def test_inputs_refuse_partial_state_criteria() -> None:
    """Some States by criteria and some as recorded would not add up to the cane allotment."""
    assert (
        (
            "state_criteria.Hawaii: missing, expected criteria for every State with an allotment, "
            "or for none"
        ),
    ) == faults(
        state_criteria={"Texas": three(1, 2, 3)},
        recorded={"states": {"Texas": 5, "Hawaii": 6}},
    )


def test_inputs_refuse_partial_processor_criteria() -> None:
    """The whole allotment would go to the processors named, and the others' be dropped."""
    assert (
        (
            "processor_criteria.beet.B Co: missing, expected criteria for every processor with an "
            "allocation in the group, or for none"
        ),
    ) == faults(
        processor_criteria={"beet": {"A Co": three(1, 2, 3)}},
        recorded={"processors": {"beet": {"A Co": 5, "B Co": 6}}},
    )
    made = inputs(
        processor_criteria={"beet": {"A Co": three(1, 2, 3), "New Co": three(1, 2, 3)}},
        recorded={"processors": {"beet": {"A Co": 5}}},
    )
    assert ["A Co", "New Co"] == list(made.processor_criteria["beet"])


def test_inputs_refuse_processors_of_a_state_without_allotment() -> None:
    mills = {"Texas": {"Mill": three(1, 2, 3)}}
    line = (
        "processor_criteria.Texas: found processors of a State without an allotment, expected "
        "states.Texas or state_criteria.Texas too"
    )
    assert (line,) == faults(processor_criteria=mills)
    assert (line,) == faults(processor_criteria=mills, state_criteria={"Hawaii": three(1, 2, 3)})
    for given in (
        {"state_criteria": {"Texas": three(1, 2, 3)}},
        {"recorded": {"states": {"Texas": 5}}},
    ):
        assert mills.keys() == inputs(processor_criteria=mills, **given).processor_criteria.keys()


@pytest.mark.parametrize("where", ["recorded", "processor_criteria"])
def test_inputs_refuse_names_that_differ_in_case_and_blanks_only(where: str) -> None:
    names = ("Holly  Sugar", "HOLLY sugar", "Other")
    given_names: Any = {"beet": {name: three(1, 2, 3) for name in names}}
    place = "processor_criteria.beet"
    if where == "recorded":
        given_names = {"processors": {"beet": dict.fromkeys(names, 5)}}
        place = "recorded.processors.beet"
    assert (
        f"{place}: found the name 'holly sugar' more than once but for case and blanks",
    ) == faults(**{where: given_names})


def test_inputs_refuse_an_unknown_state() -> None:
    assert (
        "processor_criteria.Bete: found 'Bete', expected 'beet' or a State",
        (
            "recorded.states.Guam: found 'Guam', expected a State, the District of Columbia or "
            "Puerto Rico"
        ),
    ) == faults(
        processor_criteria={"Bete": {"Mill": three(1, 2, 3)}}, recorded={"states": {"Guam": 5}}
    )


def test_replace_of_inputs_merges_nested_mappings(fy1995: Inputs) -> None:
    changed = fy1995.replace(
        estimates={"production": 8_000_000}, criteria={"beet": {"past_marketings": 0}}
    )
    assert (8_000_000, 9_247_000) == (
        changed.estimates.production,
        changed.estimates.consumption,
    )
    assert (0, 4_408_000) == (
        changed.criteria.beet.past_marketings,
        changed.criteria.beet.processing_capacity,
    )
    assert fy1995.criteria.cane == changed.criteria.cane
    assert 7_890_000 == fy1995.estimates.production


def test_replace_of_inputs_is_validated_at_every_depth(fy1995: Inputs) -> None:
    with pytest.raises(InvalidInput) as caught:
        fy1995.replace(
            estimates={"production": 7_890}, criteria={"bete": {}, "cane": {"ability_to_markt": 1}}
        )
    assert (
        (
            "estimates.production: found 7,890 short tons, expected at least 20,000 or 0; if "
            "thousands of short tons are meant, write 7_890 * TST"
        ),
        "criteria.cane.ability_to_markt: unknown key; did you mean 'ability_to_market'?",
        "criteria.bete: unknown key; did you mean 'beet'?",
    ) == caught.value.faults
    with pytest.raises(
        InvalidInput, match=r"^criteria\.beet: found 5, expected a valid dictionary"
    ):
        fy1995.replace(criteria={"beet": 5})
    beet = fy1995.criteria.beet
    assert beet == fy1995.replace(criteria={"cane": beet}).criteria.cane
    with pytest.raises(InvalidInput, match=r"^wieghts: unknown key; did you mean 'weights'\?$"):
        fy1995.replace(wieghts=(1, 1, 1))


def test_replace_keeps_what_recorded_quantities_were_made_under(fy1995: Inputs) -> None:
    """The first what-if ties them to the notice's own allotments, later ones leave that alone."""
    first = fy1995.replace(weights=(1, 1, 1))
    beet = Fraction(7_889_000 * 42_095, 76_245)
    basis = {"sectors.beet": beet, "sectors.cane": 7_889_000 - beet}
    assert basis == first.recorded.basis
    assert basis == first.replace(weights=(1, 3, 6)).recorded.basis
    assert fy1995.recorded.states == first.recorded.states
    new = {"states": {"Texas": 7}, "processors": {}}
    assert Recorded(states={"Texas": 7}) == fy1995.replace(weights=(1, 1, 1), recorded=new).recorded


def test_replace_back_again_equals_the_beginning(fy1995: Inputs) -> None:
    assert fy1995 == fy1995.replace()
    assert fy1995 == fy1995.replace(weights=(1, 1, 1)).replace(weights=(1, 1, 2))
    away = fy1995.replace(estimates={"production": 8_000_000}, weights=(0, 0, 1))
    assert fy1995 != away
    assert fy1995 == away.replace(weights=(5, 5, 10), estimates=fy1995.estimates)


def test_the_secretary_s_own_overall_quantity_wins(fy1995: Inputs) -> None:
    """359c(b)(2): 8,000,000 instead of 9,247,000 + 1,278,000 - 1,386,000 - 1,250,000 = 7,889,000.

    The formula's stays beside it; sectors divide what was set, 42,095 parts of 76,245 to beet.
    """
    adjusted = fy1995.replace(overall_allotment_quantity=8_000_000)
    found = determine(adjusted)
    quantity = found.figures["overall_allotment_quantity"]
    assert (8_000_000, 7_889_000, "input") == (quantity.value, quantity.computed, quantity.origin)
    assert "{0} + {1} - {2} - {3}" == quantity.formula
    assert Fraction(8_000_000 * 42_095, 76_245) == found.figures["sectors.beet"].value
    assert "pro rata" == found.figures["states.Texas"].origin
    assert Fraction(131_650 * 8_000, 7_889) == found.figures["states.Texas"].value
    assert adjusted == Inputs.model_validate_json(adjusted.model_dump_json())
    assert fy1995 == adjusted.replace(overall_allotment_quantity=None)
    with pytest.raises(InvalidInput, match="overall_allotment_quantity: found 8,000 short tons"):
        fy1995.replace(overall_allotment_quantity=8_000)


def test_the_parts_of_inputs_are_shown_value_by_value() -> None:
    inputs = allotments.load("fy1995").inputs
    assert """\
Estimates

Short tons, raw value
---------------------------  ---------
Consumption                  9,247,000
Reasonable carryover stocks  1,278,000
Production                   7,890,000
Carry in stocks              1,386,000""" == str(inputs.estimates)
    document = inputs.criteria._repr_html_()
    assert "colspan='2'>Beet</th>" in document
    assert "class='end'>3,430,000</td>" in document
    assert {
        "figure": "states.Florida",
        "short_tons": 1_687_380.0,
        "exact": "1687380",
    } == inputs.recorded.records()[0]
    assert 57 == len(inputs.recorded.to_pandas())  # 5 States, 11 + 41 processors


def test_what_inputs_state_is_shown_under_the_names_that_lead_to_it() -> None:
    criteria = NOTICE_INPUTS.criteria
    assert (
        str(criteria)
        == """\
Sector criteria

Short tons, raw value
---------------------  ---------
Beet
  Past marketings      3,430,000
  Processing capacity  4,408,000
  Ability to market    4,500,000
Cane
  Past marketings      3,341,000
  Processing capacity  3,539,000
  Ability to market    3,390,000"""
    )
    lines = str(Recorded(processors={"beet": {"A": 1}, "Texas": {"T": 2}})).splitlines()
    rows = [line.split() for line in lines[4:]]
    assert [["Processors", "beet"], ["A", "1"], ["Processors", "Texas"], ["T", "2"]] == rows


def test_a_basis_alone_records_nothing() -> None:
    alone = Recorded(basis={"sectors.beet": Fraction(5)})
    assert not alone.any
    assert "Recorded(states={}, processors={})" == repr(alone)  # fractions are long
    assert Recorded(states={"Texas": 5}).any
