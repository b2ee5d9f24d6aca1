"""The strategies: only valid input, up to the bounds, shrunk well; and what verification owes."""

from __future__ import annotations

import importlib
import inspect
import pickle
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument, NoSuchExample
from results import kinds

import allotments
from allotments import (
    InvalidInput,
    Notice,
    act1990,
    act2002,
    invariants,
    scenarios,
    strategies,
    verify,
)
from allotments.checks import Row, exact_ranges
from allotments.core.base_model import Model
from allotments.core.errors import did_you_mean
from allotments.core.printed_number import PrintedNumber, PrintedPercent
from allotments.formulas.criteria import lowest_terms
from allotments.notices import PrintedFigure
from allotments.shares import Print, ShareRule, find_rule
from allotments.strategies.registration import register
from allotments.wasde import Balance, Report

ROOT = Path(__file__).parents[1]
LARGEST = 1_000_000_000
BEETS_OF_2010 = {
    "fiscal_year": 2010,
    "overall_allotment_quantity": 2_000_000,
    "recorded": {"processors": {"beet": {"A": 500_000, "B": 587_000}}},
}
BOUNDS: dict[str, Any] = {"min_value": 30_000, "max_value": 3_000_000}
QUICK = settings(max_examples=200, database=None, phases=[Phase.generate])
LONG = settings(QUICK, max_examples=2_000)
# For what takes long: a part of whatever the profile says.
FEWER = settings(max_examples=max(1, settings().max_examples // 5))

SINCE_2002 = strategies.act2002
ACTS: Any = {"1990": (act1990, strategies), "2002": (act2002, SINCE_2002)}
both_acts = pytest.mark.parametrize(("act", "of_act"), ACTS.values(), ids=ACTS)


# Only valid input.


@pytest.mark.parametrize(
    ("act", "of_act", "function"),
    [(act, of_act, name) for act, of_act in ACTS.values() for name in of_act.FUNCTIONS],
)
def test_arguments_are_taken_by_their_function(act: Any, of_act: Any, function: str) -> None:
    few: Any = {"min_value": 7, "max_value": 9} if function in of_act.FORMULAS else {}

    @FEWER
    @given(of_act.arguments(function), of_act.arguments(function, **few))
    def check(some: dict[str, Any], bounded: dict[str, Any]) -> None:
        getattr(act, function)(**some)
        getattr(act, function)(**bounded)

    check()


@both_acts
def test_every_function_has_arguments(act: Any, of_act: Any) -> None:
    """A function is not done until the strategies make its arguments."""
    functions = {
        name
        for name in act.__all__
        if callable(getattr(act, name)) and not isinstance(getattr(act, name), type)
    }
    assert functions == set(of_act.FUNCTIONS)
    with pytest.raises(InvalidArgument, match="formula: found 'ajust'; did you mean 'adjust'"):
        of_act.arguments("ajust")


@both_acts
@given(st.data())
def test_inputs_are_determined(act: Any, of_act: Any, data: st.DataObject) -> None:
    inputs = data.draw(of_act.inputs())
    determination = allotments.determine(inputs)
    assert inputs == act.Inputs(**dict(inputs))
    first = "imports" if act is act1990 else "overall_allotment_quantity"
    assert getattr(determination, first) == determination.figures[first].value


@given(
    strategies.estimates(allotments_required=True, something_to_allot=True, step=1_000),
    strategies.estimates(allotments_required=False, min_value=1, max_value=645_001),
)
def test_estimates_require_allotments_or_do_not(
    required: act1990.Estimates, others: act1990.Estimates
) -> None:
    """Of 20,000 and 645,000 short tons, two less two are 1,250,000: the least there can be."""
    for estimates, expected in ((required, True), (others, False)):
        imports = act1990.estimated_imports(
            estimates.consumption,
            estimates.reasonable_carryover_stocks,
            estimates.production,
            estimates.carry_in_stocks,
        )
        assert expected is act1990.allotments_required(imports)
    assert not any(value % 1_000 for _, value in required)
    needed = required.consumption + required.reasonable_carryover_stocks
    assert needed > required.carry_in_stocks + 1_250_000
    assert all(20_000 <= value <= 645_001 for _, value in others)


def test_estimates_of_near_bounds_require_allotments() -> None:
    @settings(max_examples=5)
    @given(strategies.estimates(max_value=19_999))
    def check(estimates: act1990.Estimates) -> None:
        assert not any(value for _, value in estimates)  # nothing else is allowed below 20,000

    check()


@given(strategies.spelled_weights())
def test_weights_mean_what_they_were_made_of(weights: strategies.SpelledWeights) -> None:
    assert weights.exact == lowest_terms(weights.spelled)


@given(strategies.beet_deficits(deficit=True), strategies.cane_deficits(deficit=True))
def test_deficits_have_a_deficit(
    beet: strategies.BeetDeficits, cane: strategies.CaneDeficits
) -> None:
    assert any(beet.allocations[name] > able for name, able in beet.ability_to_market.items())
    assert any(
        cane.allocations[state][name] > able
        for state, mills in cane.ability_to_market.items()
        for name, able in mills.items()
    )


@given(strategies.farms(), strategies.crop_histories(min_size=2, max_size=4))
def test_histories_have_their_years(
    farms: dict[str, strategies.Farm], history: strategies.CropHistory
) -> None:
    assert all(5 == len(years) for farm in farms.values() for years in farm)
    assert any(any(farm.acres) for farm in farms.values())
    assert 2 <= len(history.marketings) == len(history.production) <= 4


@FEWER
@given(st.data())
def test_bounds_hold(data: st.DataObject) -> None:
    bounds: Any = {"min_value": 30_000, "max_value": 40_000}
    for strategy in (strategies.inputs,):
        made = data.draw(strategy(**bounds))
        assert all(30_000 <= quantity <= 40_000 for quantity in quantities_of(made))
    found = data.draw(strategies.recorded(**bounds))
    assert all(30_000 <= quantity <= 40_000 for quantity in quantities_of(found))
    for deficits in (strategies.beet_deficits, strategies.cane_deficits):
        for table in data.draw(deficits(**bounds)):
            assert all(30_000 <= quantity <= 40_000 for quantity in quantities_of(table))
    assert all(30_000 <= base <= 40_000 for base in data.draw(strategies.bases(**bounds)).values())


def quantities_of(value: Any) -> Iterator[int]:
    """Yield every quantity of nested models and mappings: what is above any weight or year."""
    if isinstance(value, int):
        yield from [value] if value > 2_000 else []
    elif isinstance(value, Model | dict):
        for _, inner in value.items() if isinstance(value, dict) else value:
            yield from quantities_of(inner)


@FEWER
@given(strategies.allotted_inputs(**BOUNDS))
def test_bounds_of_allotted_inputs_hold(inputs: act1990.Inputs) -> None:
    criteria = [inputs.criteria.beet, inputs.criteria.cane, *inputs.state_criteria.values()]
    for group in inputs.processor_criteria.values():
        criteria += group.values()
    found = [value for one in [inputs.estimates, *criteria] for _, value in one]
    found += inputs.recorded.states.values()
    for allocations in inputs.recorded.processors.values():
        found += allocations.values()
    assert 30_000 <= min(found) <= max(found) <= 3_000_000


@both_acts
@FEWER
@given(st.data())
def test_allotted_inputs_establish_allotments_above_zero(
    act: Any, of_act: Any, data: st.DataObject
) -> None:
    determination = allotments.determine(data.draw(of_act.allotted_inputs()))
    assert act is act2002 or determination.allotments_required
    assert all(quantity > 0 for quantity in determination.sectors.values())
    assert all(quantity > 0 for quantity in (determination.states or {}).values())
    assert "beet" in (determination.processors or {})


@both_acts
@FEWER
@given(st.data())
def test_a_ledger_takes_any_step_and_loses_nothing(
    act: Any, of_act: Any, data: st.DataObject
) -> None:
    """What was allocated is in force, was deducted, sold by the CCC, or went to imports.

    Of the allotments, which may be more than was allocated, a reassignment takes what went there,
    and nothing else.
    """
    ledger = data.draw(of_act.ledgers())
    taken = data.draw(of_act.ledger_steps(ledger)).of(ledger)
    assert isinstance(taken, act.Ledger)
    assert len(taken.steps) == len(ledger.steps) + 1
    for one in taken.steps:
        after = one.after
        held = {place: sum(holders.values()) for place, holders in after.held_by.items()}
        assert all(q >= 0 for parts in after.held_by.values() for q in parts.values())
        gone = [after.gone.get(where, {}) for where in ("imports", "deducted", "ccc")]
        invariants.year_conserved(held, after.in_force, *gone)
        if one.kind == "deficits reassigned":
            away = [flow.quantity for flow in one.flows if flow.step in {"imports", "ccc"}]
            invariants.year_conserved(one.before.allotments, after.allotments, away)


@both_acts
def test_every_method_of_a_ledger_is_a_step_that_is_drawn(act: Any, of_act: Any) -> None:
    wanted = {
        name
        for name, method in inspect.getmembers(act.Ledger, inspect.isfunction)
        if not name.startswith("_") and method.__annotations__.get("return") in {"Ledger", "Self"}
    }
    steps = of_act.ledgers(max_size=3).flatmap(of_act.ledger_steps)
    drawn = set()

    def all_drawn(step: Any) -> bool:
        drawn.add(step.method)
        return wanted <= drawn

    wanted.discard("reestablished")  # which takes a ledger that is suspended
    assert find(steps, all_drawn, settings=LONG).method in wanted


def test_what_is_suspended_may_be_reestablished() -> None:
    beets_of_2008 = {**BEETS_OF_2010, "fiscal_year": 2008}  # the last year with suspension
    ledger = act2002.open_ledger(act2002.Inputs.model_validate(beets_of_2008)).suspended()
    steps = SINCE_2002.ledger_steps(ledger)
    assert find(steps, lambda step: step.method == "reestablished", settings=QUICK)


def test_who_bought_an_allocation_may_sell_it_and_buys_none_of_itself() -> None:
    """A second transfer meets the buyer of the first, who was drawn to buy from itself."""
    ledger = act2002.open_ledger(act2002.Inputs.model_validate(BEETS_OF_2010))
    ledger = ledger.transferred("beet", "A", "Buyer", share=1)
    steps = SINCE_2002.ledger_steps(ledger).filter(lambda step: step.method == "transferred")
    assert find(steps, lambda step: step.arguments["seller"] == "Buyer", settings=QUICK)
    with pytest.raises(NoSuchExample):
        find(
            steps, lambda step: step.arguments["seller"] == step.arguments["buyer"], settings=QUICK
        )


@FEWER
@given(st.data())
def test_varying_inputs_are_evaluated(data: st.DataObject) -> None:
    """And a scenario of them is what the exact chain makes of it: here, whether it is required."""
    inputs = data.draw(strategies.allotted_inputs())
    varying = data.draw(strategies.varying(inputs))
    found = scenarios.evaluate(inputs, varying)
    imports = np.broadcast_to(found["imports"], found.shape)
    assert ((imports < 1_250_000) == found.allotments_required).all()
    assert not np.isnan(found["sectors.beet"][found.allotments_required]).any()


@FEWER
@given(st.data())
def test_allotments_stay_above_zero_whatever_varies_since_2002(data: st.DataObject) -> None:
    inputs = data.draw(SINCE_2002.allotted_inputs())
    found = scenarios.evaluate(inputs, data.draw(SINCE_2002.varying(inputs)))
    assert (found["mainland"] > 0).all()
    assert (found["sectors"] > 0).all()


@FEWER
@given(strategies.balances(), strategies.reports())
def test_balances_add_up_and_follow_one_another(balance: Balance, report: Report) -> None:
    for one in (balance, *report.balances):
        supply = one.beginning_stocks + one.production + one.imports
        assert supply == one.total_supply == one.total_use + one.ending_stocks
        assert one.production == one.beet_production + one.cane_production
        assert one.total_use == one.exports + one.deliveries
        assert one.deliveries_food <= one.deliveries
    for last, one in pairwise(report.balances):
        assert last.fiscal_year + 1 == one.fiscal_year
        assert last.ending_stocks == one.beginning_stocks


@given(strategies.known_shares(), strategies.known_shares(tonnage=True))
def test_prints_of_a_known_share_are_found_again(
    share: strategies.KnownShare, tonnage: strategies.KnownShare
) -> None:
    for known, form in ((share, "share"), (tonnage, "share and tonnage")):
        rule = find_rule(known.prints)
        assert rule is not None
        assert form == rule.form


@FEWER
@given(SINCE_2002.projections())
def test_what_is_learned_from_is_sound(projected: Any) -> None:
    for notice in projected.arguments["learned_from"]:
        assert verify(notice), str(verify(notice))


@FEWER
@given(SINCE_2002.notices(), SINCE_2002.partial_notices(), SINCE_2002.following_notices())
def test_nothing_in_a_notice_since_2002_is_contradicted(
    whole: Notice, part: Notice, following: Notice
) -> None:
    for notice in (whole, part, following):
        report = verify(notice)
        assert report, str(report)
    assert following.followed is not None


# They reach their bounds, and what is rare.

SCENARIOS = strategies.allotted_inputs().flatmap(
    lambda inputs: strategies.varying(inputs).map(lambda varied: scenarios.evaluate(inputs, varied))
)
FOUND: list[tuple[st.SearchStrategy[Any], Callable[[Any], bool], Any]] = [
    (strategies.quantities(), lambda q: q == LARGEST, LARGEST),
    (strategies.quantities(min_value=7), lambda _: True, 7),
    (strategies.national_quantities(), lambda q: q > 0, 20_000),
    (strategies.national_quantities(min_value=5, max_value=30_000), lambda q: q > 29_999, 30_000),
    (strategies.fiscal_years(), lambda year: year > 1995, 1996),
    (strategies.weights(max_value=3), lambda w: w[2] > 2, (1, 0, 3)),
    (strategies.weights(max_value=2), lambda w: w[0] * 2 == w[1] * 2 == w[2] > 0, (1, 1, 2)),
    (strategies.bases(max_value=9), lambda b: len(b) > 1, {"A": 1, "B": 0}),
    (strategies.numbers(), lambda n: isinstance(n, Fraction) and n > 1, Fraction(2)),
    (strategies.numbers(max_value=1), lambda n: isinstance(n, Decimal) and n > 0, Decimal("0.001")),
    (strategies.beet_deficits(deficit=True), lambda _: True, ({"A": 1}, {"A": 0})),
    (strategies.cane_deficits(), lambda c: len(c[0]) > 2, None),
    (strategies.states(min_size=5, max_size=5), lambda found: "Texas" in found, None),
    (strategies.estimates(), lambda e: e.production == LARGEST, None),
    (strategies.estimates(allotments_required=False), lambda e: e.carry_in_stocks > 0, None),
    (  # the narrowest bounds with something to allot, and the narrowest without allotments
        strategies.allotted_inputs(min_value=30_000, max_value=640_001),
        lambda i: i.estimates.consumption == 640_001,
        None,
    ),
    (
        strategies.ledgers(min_value=600_000, max_value=1_225_000),
        lambda ledger: not ledger.allocations,
        None,
    ),
    (strategies.inputs(), lambda i: bool(i.state_criteria and i.recorded.basis), None),
    (strategies.inputs(), lambda i: bool(i.state_criteria) and bool(i.recorded.processors), None),
    (strategies.inputs(), lambda i: "beet" in i.processor_criteria, None),
    (strategies.spelled_weights(), lambda w: hasattr(w.spelled, "dtype"), None),
    (strategies.spelled_weights(), lambda w: any("/" in str(x) for x in w.spelled), None),
    (
        strategies.notices(allotments_required=True),
        lambda n: any(p.weighting for p in n.printed),
        None,
    ),
    (
        strategies.notices(allotments_required=True),
        lambda n: any(p.state_criteria for p in n.printed),
        None,
    ),
    (
        strategies.notices(allotments_required=True),
        lambda n: any(p.total and p.processors for p in n.printed),
        None,
    ),
    (
        strategies.notices(allotments_required=True),
        lambda n: len(n.inputs.processor_criteria) > 1,
        None,
    ),
    (
        strategies.notices(allotments_required=True),
        lambda n: verify(n).counts["within rounding"] > 1,
        None,
    ),
    (strategies.notices(allotments_required=False), lambda n: n.fiscal_year > 1992, None),
    (strategies.allotted_inputs(), lambda i: i.criteria.cane.ability_to_market == LARGEST, None),
    (
        strategies.allotted_inputs(**BOUNDS),
        lambda i: i.criteria.beet.past_marketings == 30_000,
        None,
    ),
    (
        strategies.allotted_inputs(),
        lambda i: bool(i.state_criteria) and len(i.processor_criteria) > 1,
        None,
    ),
    (  # established again
        strategies.ledgers(),
        lambda ledger: ["suspended", "established"] == [step.kind for step in ledger.steps[-2:]],
        None,
    ),
    (  # never established
        strategies.ledgers(min_size=2),
        lambda ledger: {"not established"} == {step.kind for step in ledger.steps},
        None,
    ),
    (strategies.ledgers(), lambda ledger: any(ledger.reassigned_to_imports.values()), None),
    (
        strategies.ledgers(),
        lambda ledger: any(ledger.position.gone.get("deducted", {}).values()),
        None,
    ),
    (strategies.ledgers(), lambda ledger: bool(ledger.position.owed), None),
    (  # criteria revised
        strategies.ledgers(max_size=1).flatmap(strategies.ledger_steps),
        lambda step: "processor_criteria" in step.arguments,
        None,
    ),
    (
        strategies.ledgers(),
        lambda ledger: any(ledger.position.proportionate_shares.values()),
        None,
    ),
    (strategies.ledgers(), lambda ledger: len(ledger.steps) == 4, None),
    (  # a goal above the yields
        strategies.cane_states(),
        lambda state: (
            state.yields is not None and state.goal > act1990.minimum_yield_goal(state.yields)
        ),
        None,
    ),
    (
        strategies.cane_states(min_value=LARGEST - 1),
        lambda state: state.allotment == LARGEST,
        None,
    ),
    (
        strategies.farm_tables(),
        lambda farms: len(farms) > 1 and any(farm.considered_planted for farm in farms),
        None,
    ),
    (
        strategies.farm_models(),
        lambda farm: any(isinstance(acres, Fraction) for acres in farm.acres),
        None,
    ),
    (
        strategies.reassignments(),
        lambda after: isinstance(after.allocations, np.ndarray),
        None,
    ),
    (strategies.misprinted_notices(), lambda m: m.printed < m.intended, None),
    (
        strategies.misprinted_notices(allotments_required=True),
        lambda m: any(p.total and p.states for p in m.notice.printed),
        None,
    ),
    (
        strategies.misprinted_notices(allotments_required=True),
        lambda m: any(p.total and p.processors for p in m.notice.printed),
        None,
    ),
    (SINCE_2002.misprinted_notices(), lambda m: m.printed < m.intended, None),
    (SINCE_2002.misprinted_notices(), lambda m: m.path.startswith("changes."), None),
    (SINCE_2002.fiscal_years(), lambda year: year == 2032, 2032),
    (SINCE_2002.inputs(), lambda i: bool(i.beet_criteria and i.processor_criteria), None),
    (
        SINCE_2002.inputs(),
        lambda i: i.overall_allotment_quantity is None and i.fiscal_year < 2009,
        None,
    ),
    (SINCE_2002.inputs(), lambda i: bool(i.state_criteria and i.recorded.states), None),
    (SINCE_2002.inputs(), lambda i: bool(i.recorded.states_after_reassignment), None),
    (SINCE_2002.allotted_inputs(), lambda i: i.recorded.basis is not None, None),
    (SINCE_2002.beet_criteria(), lambda one: one.factories_closed > 1, None),
    (SINCE_2002.recorded(), lambda one: len(one.processors) > 1, None),
    (SINCE_2002.criteria(max_value=3), lambda one: one.ability_to_market == 3, None),
    (SINCE_2002.ledgers(), lambda one: any(one.sold_by_ccc.values()), None),
    (SINCE_2002.ledgers(), lambda one: any(one.reassigned_to_imports.values()), None),
    (SINCE_2002.ledgers(), lambda one: bool(one.deductions), None),
    (
        SINCE_2002.ledgers(min_size=4, max_size=4),
        lambda one: any("(2)(B)" in step.paragraph for step in one.steps),
        None,
    ),
    (SINCE_2002.notices(), lambda one: "increase" in one.action, None),
    (SINCE_2002.notices(), lambda one: any(p.at_minimum for p in one.printed), None),
    (
        SINCE_2002.notices(),
        lambda one: any(p.states_after_reassignment for p in one.printed),
        None,
    ),
    (SINCE_2002.notices(), lambda one: any(p.total and p.processors for p in one.printed), None),
    (SINCE_2002.printed_places(), lambda place: place.reassigned_imports is not None, None),
    (SINCE_2002.partial_notices(), lambda one: len(list(one.figures())) == 1, None),
    (SINCE_2002.partial_notices(), lambda one: any(p.incomplete for p in one.printed), None),
    (SINCE_2002.following_notices(), lambda one: one.action == "decrease", None),
    (SINCE_2002.determinations(), lambda one: bool(one.processors), None),
    (SINCE_2002.reassignments(), lambda one: one.imports > 0, None),
    (
        SINCE_2002.allotted_inputs(),
        lambda i: i.overall_allotment_quantity is None and i.fiscal_year < 2009,
        None,
    ),
    (  # 2,000,000 twice less 3,532,000 leaves carry-in stocks of 468,000 at most
        SINCE_2002.allotted_inputs(fiscal_year=2008, max_value=2_000_000),
        lambda i: i.overall_allotment_quantity is None,
        None,
    ),
    (
        SINCE_2002.allotted_inputs(fiscal_year=2008, min_value=500_000, max_value=2_000_000),
        lambda i: i.overall_allotment_quantity == 2_000_000,
        None,
    ),
    (st.from_type(Notice), lambda one: one.act == "1990", None),
    (st.from_type(Notice), lambda one: one.act == "2002" and one.follows is not None, None),
    (strategies.reports(), lambda one: len(one.balances) == 3, None),
    (strategies.balances(), lambda one: one.imports_mexico is not None, None),
    (SINCE_2002.projections(), lambda one: "consumption" in one.arguments, None),
    (SINCE_2002.projections(), lambda one: any(p.startswith("states.") for p in one.printed), None),
    (SCENARIOS, lambda found: len(set(found.allotments_required.ravel().tolist())) == 2, None),
    (SCENARIOS, lambda found: len(found.shape) == 2 and found.size > 3, None),
    (  # deficits over arrays
        SCENARIOS,
        lambda found: any(
            np.nanmax(array, initial=0) > 0
            for name, array in found.arrays.items()
            if name.startswith("deficits_to_imports")
        ),
        None,
    ),
]


@pytest.mark.parametrize(("strategy", "condition", "expected"), FOUND)
def test_strategies_reach_and_shrink(
    strategy: st.SearchStrategy[Any], condition: Callable[[Any], bool], expected: Any
) -> None:
    """Where an example is named it is the least of its kind; else one that exists will do.

    That one is not shown: some are long.
    """
    if expected is None:
        assert find(strategy.map(condition), bool, settings=LONG)
    else:
        shrunk = settings(LONG, phases=[Phase.generate, Phase.shrink])
        assert expected == find(strategy, condition, settings=shrunk)


def test_the_simplest_notice_is_short() -> None:
    """Where shrinking ends and drawing begins: no State, four places, the least that is allowed."""
    simplest = find(
        strategies.notices(),
        lambda _: True,
        settings=settings(max_examples=1, database=None, phases=[Phase.generate]),
    )
    estimates = simplest.inputs.estimates
    assert (1992, {20_000}) == (simplest.fiscal_year, {value for _, value in estimates})
    assert ["Item 1", "Item 2", "Item 3", "Item 4"] == [block.place for block in simplest.printed]


# Bad bounds are refused when the strategy is asked for, in one line.

REFUSED: list[tuple[Callable[[], Any], str]] = [
    (
        lambda: strategies.quantities(min_value=2, max_value=1),
        (
            "min_value, max_value: found 2 and 1, expected 0 <= min_value <= max_value <= "
            "1,000,000,000"
        ),
    ),
    (
        lambda: strategies.numbers(min_value=True),
        "min_value: found True, expected a whole number",
    ),
    (
        lambda: strategies.bases(max_value=0),
        (
            "min_value, max_value: found 0 and 0, expected 0 <= min_value <= max_value <= "
            "1,000,000,000, max_value at least 1"
        ),
    ),
    (
        lambda: strategies.weights(max_value=0),
        (
            "min_value, max_value: found 0 and 0, expected 0 <= min_value <= max_value <= "
            "1,000,000,000, max_value at least 1"
        ),
    ),
    (
        lambda: strategies.names(min_size=0),
        "min_size: found 0, expected 1 <= min_size <= max_size",
    ),
    (
        lambda: strategies.names(min_size=True, max_size=2.5),  # type: ignore[arg-type]
        (
            "min_size: found True, expected a whole number; "
            "max_size: found 2.5, expected a whole number"
        ),
    ),
    (
        lambda: strategies.crop_years(max_size=0),
        "max_size: found 0, expected 1 <= min_size <= max_size",
    ),
    (
        lambda: strategies.states(max_size=6),
        "min_size, max_size: found 1 and 6, expected 1 <= min_size <= max_size <= 5",
    ),
    (
        lambda: strategies.cane_deficits(min_size=6),
        "min_size: found 6, expected 1 <= min_size <= max_size <= 5",
    ),
    (
        lambda: strategies.beet_deficits(min_value=5, max_value=5, deficit=True),
        "deficit: found 5 and 5, expected min_value below max_value",
    ),
    (
        lambda: strategies.estimates(max_value=600_000, allotments_required=False),
        (
            "min_value, max_value: found 0 and 600,000, too near to each other for "
            "allotments_required=False, something_to_allot=None; expected max_value at least "
            "625,000"
        ),
    ),
    (  # twice 640,001 less 30,000 is above 1,250,000, and twice 640,000 is not
        lambda: strategies.allotted_inputs(min_value=30_000, max_value=100_000),
        (
            "min_value, max_value: found 30,000 and 100,000, too near to each other for "
            "allotments_required=True, something_to_allot=True; expected max_value at least "
            "640,001"
        ),
    ),
    (  # twice 625,000 less nothing is 1,250,000, which leaves nothing to allot
        lambda: strategies.allotted_inputs(max_value=625_000),
        (
            "min_value, max_value: found 0 and 625,000, too near to each other for "
            "allotments_required=True, something_to_allot=True; expected max_value at least "
            "625,001"
        ),
    ),
    (
        lambda: strategies.estimates(min_value=100, max_value=200),
        (
            "min_value, max_value: found 100 and 200, expected between them 0 or a quantity of "
            "20,000 at least"
        ),
    ),
    (
        lambda: strategies.estimates(min_value=20_001, max_value=20_999, step=1_000),
        (
            "min_value, max_value: found 20,001 and 20,999, expected between them a multiple of "
            "1,000 of 20,000 at least"
        ),
    ),
    (
        lambda: strategies.inputs(max_value=19_999),
        (
            "min_value, max_value: found 0 and 19,999, expected 0 <= min_value <= max_value <= "
            "1,000,000,000, max_value at least 20,000"
        ),
    ),
    (
        lambda: strategies.estimates(step=10),
        "step: found 10, expected 1 or 1,000",
    ),
    (
        lambda: strategies.estimates(step=True),
        "step: found True, expected 1 or 1,000",
    ),
    (
        lambda: strategies.arguments("prorated"),
        "formula: found 'prorated'; did you mean 'prorate'?",
    ),
    (
        lambda: strategies.notices(max_value=1_000_000),
        (
            "min_value, max_value: found 20,000 and 1,000,000, expected 20,000 <= min_value <= "
            "max_value <= 100,000,000, 1,000,000 apart at least"
        ),
    ),
    # What only the search would have tripped over.
    (
        lambda: strategies.arguments(["prorate"]),  # type: ignore[arg-type]
        f"formula: found ['prorate']; {did_you_mean('?', strategies.FUNCTIONS)}",
    ),
    (
        lambda: strategies.varying(3),  # type: ignore[arg-type]
        "inputs: found 3, expected a value of Inputs, as allotted_inputs() draws it",
    ),
    (
        lambda: strategies.ledger_steps("late"),  # type: ignore[arg-type]
        "ledger: found 'late', expected a value of Ledger, as ledgers() draws it",
    ),
    (
        lambda: strategies.printed_numbers(int),  # type: ignore[arg-type]
        (
            "kind: found <class 'int'>, expected one of: PrintedChange, PrintedCount, "
            "PrintedOther, PrintedPercent, PrintedQuantity"
        ),
    ),
    (
        lambda: SINCE_2002.inputs(fiscal_year=2002),
        "fiscal_year: found 2002, expected 2003 to 2032, or None",
    ),
    (  # between them allotments are required always: no other estimates are 1,250,000 apart
        lambda: strategies.ledgers(min_value=600_000, max_value=1_000_000),
        (
            "min_value, max_value: found 600,000 and 1,000,000, too near to each other for "
            "allotments_required=False, something_to_allot=None; expected max_value at least "
            "1,225,000"
        ),
    ),
]


@pytest.mark.parametrize(("call", "message"), REFUSED)
def test_bad_bounds_are_refused(call: Callable[[], Any], message: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        call()
    assert message == str(caught.value)


@pytest.mark.parametrize("given", [0, 1, "no"])
@pytest.mark.parametrize(
    ("name", "strategy", "expected"),
    [
        ("allotments_required", strategies.estimates, "True, False or None"),
        ("something_to_allot", strategies.estimates, "True, False or None"),
        ("allotments_required", strategies.inputs, "True, False or None"),
        ("allotments_required", strategies.notices, "True, False or None"),
        ("allotments_required", strategies.misprinted_notices, "True, False or None"),
        ("deficit", strategies.beet_deficits, "True or False"),
        ("deficit", strategies.cane_deficits, "True or False"),
        ("whole", strategies.bases, "True or False"),
        ("whole", strategies.crop_years, "True or False"),
        ("whole", strategies.crop_histories, "True or False"),
        ("whole", strategies.farms, "True or False"),
    ],
)
def test_what_is_asked_with_yes_or_no_takes_nothing_else(
    name: str, strategy: Callable[..., Any], expected: str, given: object
) -> None:
    """A zero equals False and is not it: which of the two was meant is not guessed."""
    with pytest.raises(InvalidArgument) as caught:
        strategy(**{name: given})
    assert f"{name}: found {given!r}, expected {expected}" == str(caught.value)


# Strategies of what no quantity is in, or that keep bounds of their own.
UNBOUNDED = {"fiscal_years", "names", "one_share", "shares", "sources", "states"}
STRATEGIES = [
    (of_act, name)
    for _, of_act in ACTS.values()
    for name in of_act.__all__
    if inspect.isfunction(found := getattr(of_act, name))
    and "SearchStrategy" in found.__annotations__["return"]
]
BOUNDED = [(of_act, name) for of_act, name in STRATEGIES if name not in UNBOUNDED]


def called(of_act: Any, name: str, **bounds: Any) -> st.SearchStrategy[Any]:
    """Return a strategy with bounds, called with what it needs beside them."""
    needs: dict[str, Callable[[], Any]] = {
        "arguments": lambda: "prorate",
        "ledger_steps": lambda: find(of_act.ledgers(), lambda _: True, settings=QUICK),
        "varying": lambda: find(of_act.allotted_inputs(), lambda _: True, settings=QUICK),
    }
    given = [needs[name]()] if name in needs else []
    strategy: st.SearchStrategy[Any] = getattr(of_act, name)(*given, **bounds)
    return strategy


def test_whatever_has_quantities_has_their_bounds() -> None:
    """What the guide says of all but a few."""
    bounds = {"min_value", "max_value"}
    without = {
        name
        for of_act, name in STRATEGIES
        if not bounds <= inspect.signature(getattr(of_act, name)).parameters.keys()
    }
    assert UNBOUNDED == without
    text = (ROOT / "docs" / "property-testing.md").read_text(encoding="utf-8")
    sentence = next(part for part in text.split("\n\n") if part.startswith("What has quantities"))
    assert {f"`{name}`" for name in without} <= set(sentence.replace(",", " ").split())


@pytest.mark.parametrize(("of_act", "name"), BOUNDED)
def test_no_bounds_are_dropped_on_the_way(of_act: Any, name: str) -> None:
    """Neither of them: one alone would leave something to draw."""
    with pytest.raises(InvalidArgument, match="found 3,000,000 and 2,999,999"):
        called(of_act, name, min_value=3_000_000, max_value=2_999_999)


@pytest.mark.parametrize(("of_act", "name"), BOUNDED)
def test_bounds_are_whole_numbers_of_any_kind(of_act: Any, name: str) -> None:
    """Of a 32-bit integer three thousand million would be below zero."""
    bounds = {"min_value": np.int32(2_000_000), "max_value": Decimal(1_000_000_000)}
    if "notices" in name or name == "printed_places":
        bounds["max_value"] = np.int32(100_000_000)
    if name in ("farms", "farm_tables", "farm_models"):
        bounds = {"min_value": np.int32(0), "max_value": 100_000.0}
    assert find(called(of_act, name, **bounds), lambda _: True, settings=QUICK) is not None


@given(st.data())
def test_a_size_alone_is_enough(data: st.DataObject) -> None:
    """The other is not what it is by default, where that would leave nothing."""
    assert 10 == len(data.draw(strategies.names(min_size=10)))
    assert 7 == len(data.draw(strategies.beet_deficits(min_size=7)).allocations)
    assert 4 == len(data.draw(strategies.states(min_size=4)))
    assert 6 == len(data.draw(strategies.farm_tables(min_size=6)))
    assert 3 == len(data.draw(strategies.crop_years(max_size=3)))
    assert 6 == len(data.draw(strategies.crop_histories(min_size=6)).production)
    assert 5 >= len(data.draw(strategies.names(min_size=2))) >= 2


# The models, registered.

# Bases of others, of which nothing is made.
BASES = {
    *("core.base_model.Model", "core.printed_number.PrintedNumber"),
    *("inputs.RecordingInputs", "inputs.Stated"),
    *(f"printed_place.{name}" for name in ("Families", "Items", "PartsOfHundred", "Place")),
}
# What is drawn only as a part of what a notice prints.
PARTS = {
    *(f"act1990.printed_place.Printed{name}" for name in ("Criteria", "Estimates", "Weights")),
    *("act1990.printed_place.SectorCriteria", "act1990.printed_place.TariffRateQuota"),
    *(f"act2002.printed_place.{name}" for name in ("Before", "Changes", "SectorChanges")),
    *("act2002.printed_place.ImportQuantities", "act2002.printed_place.PrintedEstimates"),
    *("printed_place.SectorPercents", "printed_place.SectorQuantities"),
}
TYPES = list(strategies.registered())


def test_every_model_is_registered() -> None:
    """A new one is not done until the strategies make it; so are inputs that are no models."""
    models = {kind for kind in kinds() if issubclass(kind, Model)}
    assert {Balance, Print, Report, ShareRule} == set(TYPES) - models
    others = {f"{kind.__module__}.{kind.__name__}" for kind in models - set(TYPES)}
    assert {f"allotments.{name}" for name in BASES | PARTS} == others


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
def test_each_comes_from_its_type(kind: type[Any]) -> None:
    """Valid ones, not always the same, that pickle."""
    register()  # a second time changes nothing

    @FEWER
    @given(st.from_type(kind))
    def check(made: Any) -> None:
        assert isinstance(made, kind)
        assert made == pickle.loads(pickle.dumps(made))  # noqa: S301 -- of our own

    check()
    first = find(st.from_type(kind), lambda _: True, settings=QUICK)
    assert first != find(st.from_type(kind), lambda made: bool(made != first), settings=QUICK)


def test_the_base_of_printed_numbers_stands_for_any_of_them() -> None:
    found = find(
        st.from_type(PrintedNumber), lambda one: isinstance(one, PrintedPercent), settings=QUICK
    )
    assert isinstance(found, PrintedPercent)


def test_nothing_is_drawn_to_be_thrown_away() -> None:
    sources = (ROOT / "src" / "allotments" / "strategies").rglob("*.py")
    wasteful = [
        (path.name, line)
        for path in sources
        for line in path.read_text(encoding="utf-8").splitlines()
        if ".filter(" in line or "assume(" in line or ".example(" in line
    ]
    assert [] == wasteful


def run(code: str, *path: str | Path) -> str:
    inserted = "".join(f"sys.path.insert(0, {str(one)!r}); " for one in path)
    command = [sys.executable, "-W", "error", "-c", f"import sys; {inserted}\n{code}"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603


def test_the_entry_point_registers_as_soon_as_hypothesis_is_imported(tmp_path: Path) -> None:
    """What pyproject.toml states, installed by hand as a distribution of its own."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    installed = tmp_path / "allotments_entry_point-1.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: x\nVersion: 1\n", "utf-8")
    points = [f"{k} = {v}" for k, v in project["entry-points"]["hypothesis"].items()]
    (installed / "entry_points.txt").write_text("\n".join(["[hypothesis]", *points]), "utf-8")
    code = """
from hypothesis import find, strategies as st
from allotments import act1990
print(find(st.from_type(act1990.Estimates), lambda _: True).production)
"""
    assert "0\n" == run(code, tmp_path, ROOT / "src")
    circular = "import allotments.strategies" + code
    assert "0\n" == run(circular, tmp_path, ROOT / "src")


def test_without_hypothesis_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    with pytest.raises(ModuleNotFoundError) as caught:
        importlib.reload(strategies)
    expected = "strategies need Hypothesis: pip install hypothesis, or 'allotments[test]'"
    assert expected == str(caught.value)


def test_without_strategies_hypothesis_is_not_imported() -> None:
    code = "import allotments, allotments.invariants; print('hypothesis' in sys.modules)"
    assert "False\n" == run(code, ROOT / "src")


# What verification owes to a notice.


def statuses(notice: Notice) -> list[Row]:
    return list(verify(notice).rows)


@given(strategies.notices())
def test_verification_contradicts_nothing_in_a_sound_notice(notice: Notice) -> None:
    contradicted = [row for row in statuses(notice) if row.status == "contradicted"]
    assert [] == contradicted


@given(strategies.notices())
def test_the_number_of_states_is_printed_beside_the_states_that_it_counts(notice: Notice) -> None:
    counted = {int(one.number_of_states.value) for one in notice.printed if one.number_of_states}
    listed = notice.inputs.state_criteria or notice.inputs.recorded.states
    assert ({len(listed)} if listed else set()) == counted


@given(strategies.misprinted_notices())
def test_verification_finds_the_misprint(misprint: strategies.Misprint) -> None:
    """At the figure itself, or at another print or a total that it belongs to."""
    report = verify(misprint.notice)
    assert not report
    assert misprint.printed != misprint.intended
    here = [
        row
        for row, figure in zip(report.rows, misprint.notice.figures(), strict=True)
        if (figure.block, spot(figure)) == (misprint.block, misprint.path)
        or (figure.block == misprint.block and spot(figure) == "total")
    ]
    assert "contradicted" in {row.status for row in here}
    assert {misprint.place} == {row.place for row in here}


@given(SINCE_2002.misprinted_notices())
def test_verification_contradicts_something_where_an_announcement_has_a_misprint(
    misprint: strategies.Misprint,
) -> None:
    """Somewhere: of a deficit, say, it is a taker's row that can no longer be."""
    assert misprint.printed != misprint.intended
    assert "contradicted" in {row.status for row in verify(misprint.notice).rows}


# What follows from constants and estimates alone.
EXACT = (
    *("imports", "minimum_imports", "threshold_carryover_stocks", "overall_allotment_quantity"),
    *("crystalline_fructose", "crystalline_fructose_sugar_equivalent", "tariff_rate_quota."),
    *("number_of_states", "producers_in_excess_of"),
)


@FEWER
@given(strategies.notices())
def test_every_figure_that_something_pins_down_is_watched(notice: Notice) -> None:
    """Each that is printed twice, added up, or exact: one unit up, or down, contradicts something.

    At the figure, at another print of it, or at the total that it belongs to.
    """
    figures = list(notice.figures())
    printed = [
        (one.path, notice.printed[one.block].weighting, one.number.unit, one.number.step)
        for one in figures
    ]
    for figure, occurrence in zip(figures, printed, strict=True):
        block = notice.printed[figure.block]
        rows = ("sectors.", "states.", "processors.")
        added = block.total is not None and spot(figure).startswith(("total", *rows))
        if not (added or printed.count(occurrence) > 1 or figure.path.startswith(EXACT)):
            continue
        watching = {figure.path, *(["total"] if added else [])}
        for number in slips(figure.number):
            try:
                report = verify(with_figure(notice, figure.block, spot(figure), number))
            except InvalidInput:
                continue  # an input that no year could have is noticed, too
            contradicted = {
                name
                for one, row in zip(figures, report.rows, strict=True)
                if row.status == "contradicted"
                for name in (one.path, spot(one))
            }
            assert contradicted & watching, (figure, number)


@FEWER
@given(strategies.notices(), st.data())
def test_one_unit_of_a_last_digit_changes_the_report(notice: Notice, data: st.DataObject) -> None:
    """Of any computed figure that was reproduced: at the figure its status changes for the worse.

    Inputs are left out: they change what is computed from them, and the next test is theirs.
    """
    rows = statuses(notice)
    computed = [
        (position, figure)
        for position, (row, figure) in enumerate(zip(rows, notice.figures(), strict=True))
        if any(check.kind == "formula" and check.status == "reproduced" for check in row.checks)
    ]
    position, figure = data.draw(st.sampled_from(computed))
    changed = with_figure(
        notice, figure.block, spot(figure), data.draw(st.sampled_from(slips(figure.number)))
    )
    assert rows[position].status != statuses(changed)[position].status


@FEWER
@given(strategies.notices(), st.data())
def test_one_unit_of_an_input_changes_what_follows(notice: Notice, data: st.DataObject) -> None:
    """Of an estimate: the imports computed from it are not those that were printed."""
    name = data.draw(st.sampled_from(["consumption", "production"]))
    block = next(n for n, printed in enumerate(notice.printed) if printed.estimates)
    number = getattr(notice.printed[block].estimates, name)
    path = f"estimates.{name}"
    raised = number.model_copy(update={"value": number.value + 1})
    changed = with_figure(notice, block, path, raised)
    report = verify(changed)
    assert not report
    last = [row for row in report.rows if row.figure == path][-1]
    assert "contradicted" == last.status  # the estimates are printed twice


def slips(number: PrintedNumber) -> list[PrintedNumber]:
    """Return the number one unit of its last digit higher, and lower if there is any lower."""
    step = number.resolution or Decimal(1).scaleb(-number.places)
    moved = [number.value + step, *([number.value - step] if number.value >= step else [])]
    return [number.model_copy(update={"value": value}) for value in moved]


def with_figure(notice: Notice, block: int, path: str, number: PrintedNumber) -> Notice:
    """Return a copy of *notice* with one printed number changed."""
    printed = list(notice.printed)
    printed[block] = changed_at(printed[block], path, number)
    return notice.replace(printed=printed)


def spot(figure: PrintedFigure) -> str:
    """Where in its block a figure stands: a printed sum under "total"."""
    return "total" if figure.label.startswith("total.") else figure.path


def changed_at(value: Any, path: str, number: PrintedNumber) -> Any:
    if not path:
        return number
    inner = value if isinstance(value, dict) else {name: one for name, one in value if one}
    name = next(n for n in inner if path == n or path.startswith(f"{n}."))
    found = changed_at(inner[name], path.removeprefix(name).removeprefix("."), number)
    if isinstance(value, dict):
        return {**value, name: found}
    return value.model_copy(update={name: found})


# Ranges: against brute force.

CRITERIA = tuple(act1990.Criteria.model_fields)


def measured(notice: Notice) -> dict[str, tuple[Fraction, Fraction]]:
    """Return for each criterion the least and the greatest amount that prints as it did."""
    return {
        figure.path: (
            max(Fraction(0), figure.number.amount - figure.number.step / 2),
            figure.number.amount + figure.number.step / 2,
        )
        for figure in notice.figures()
        if figure.path.startswith(("criteria.", "state_criteria.", "processor_criteria."))
    }


def computed(notice: Notice, at: dict[str, Fraction]) -> dict[str, Fraction]:
    """Return every figure that has a range by its definition, the criteria being *at*."""
    inputs = notice.inputs
    estimates, weights = inputs.estimates, inputs.weights

    def bases(prefix: str, names: Any) -> dict[str, Fraction]:
        return {
            name: sum(
                (w * at[f"{prefix}.{name}.{c}"] for w, c in zip(weights, CRITERIA, strict=True)),
                Fraction(0),
            )
            / sum(weights)
            for name in names
        }

    overall = (
        estimates.consumption
        + estimates.reasonable_carryover_stocks
        - estimates.carry_in_stocks
        - 1_250_000
    )
    found: dict[str, Fraction] = {}
    sectors = bases("criteria", ("beet", "cane"))
    for name, base in sectors.items():
        share = base / sum(sectors.values())
        found[f"bases.{name}"], found[f"percentage_factors.{name}"] = base, share
        found[f"sectors.{name}"] = overall * share
        able = at[f"criteria.{name}.ability_to_market"]
        found[f"restraint.{name}"] = able - overall * share
    states = bases("state_criteria", inputs.state_criteria)
    for name, base in states.items():
        found[f"states.{name}"] = found["sectors.cane"] * base / sum(states.values())
    for group, criteria in inputs.processor_criteria.items():
        recorded = Fraction(inputs.recorded.states.get(group, 0))
        whole = found["sectors.beet"] if group == "beet" else found.get(f"states.{group}", recorded)
        processors = bases(f"processor_criteria.{group}", criteria)
        for name, base in processors.items():
            found[f"processors.{group}.{name}"] = whole * base / sum(processors.values())
    return found


@FEWER
@given(strategies.notices(allotments_required=True), st.data())
def test_ranges_are_the_true_ranges(notice: Notice, data: st.DataObject) -> None:
    """No point of the box lies outside, and corners reach both ends.

    All 64 corners of the sectors' criteria; a State's allotment, or a processor's allocation, has
    its extremes where its own criteria are high and all others low, or the reverse, for each corner
    of the sectors. The least restraint may lie between corners: there it is reached from inside,
    which the next test does.
    """
    box = measured(notice)
    ranges = exact_ranges(notice)
    national = [path for path in box if path.startswith("criteria.")]
    chosen = [f"states.{state}" for state in [*notice.inputs.state_criteria][:1]]
    chosen += [
        f"processors.{group}.{next(iter(processors))}"
        for group, processors in notice.inputs.processor_criteria.items()
        if group == "beet" or f"states.{group}" in chosen or not notice.inputs.state_criteria
    ]
    own = tuple(f"{path.replace('s.', '_criteria.', 1)}." for path in chosen)
    points = []
    for ends in product((0, 1), repeat=len(national)):
        corner = {path: box[path][end] for path, end in zip(national, ends, strict=True)}
        for path in box.keys() - corner.keys():
            sector = "beet" if path.startswith("processor_criteria.beet.") else "cane"
            end = ends[national.index(f"criteria.{sector}.past_marketings")]
            corner[path] = box[path][end if path.startswith(own) else 1 - end]
        points.append(corner)
    tenths = st.fractions(0, 1, max_denominator=10)
    points += [
        {path: low + (high - low) * data.draw(tenths) for path, (low, high) in box.items()}
        for _ in range(2)
    ]
    values = [computed(notice, point) for point in points]
    reached = ["bases.beet", "percentage_factors.cane", "sectors.beet", "sectors.cane"]
    for path in values[0]:
        least, greatest = min(v[path] for v in values), max(v[path] for v in values)
        assert ranges[path][0] <= least
        assert greatest <= ranges[path][1]
        if path in reached or path in chosen:
            assert (least, greatest) == ranges[path]
        if path.startswith("restraint."):
            assert greatest == ranges[path][1]


@FEWER
@given(strategies.notices(allotments_required=True))
def test_the_least_restraint_is_reached(notice: Notice) -> None:
    """Own criteria high, the other's low, and the ability at the best of a fine grid near it."""
    box = measured(notice)
    ranges = exact_ranges(notice)
    for own, other in (("beet", "cane"), ("cane", "beet")):
        nearest = Fraction(LARGEST)
        for end in (0, 1):  # a negative quantity turns the corner round
            fixed = {
                path: box[path][end if path.startswith(f"criteria.{other}.") else 1 - end]
                for path in box
            }
            ability = f"criteria.{own}.ability_to_market"
            low, high = box[ability]
            values = [
                computed(notice, {**fixed, ability: low + (high - low) * Fraction(n, 16)})
                for n in range(17)
            ]
            found = min(value[f"restraint.{own}"] for value in values)
            nearest = min(nearest, found)
        # A step of the grid is 1/16 of the box; a convex function's least is closer than a step.
        assert 0 <= nearest - ranges[f"restraint.{own}"][0] <= (high - low) / 16
