"""The strategies for the Act of 2002: only valid input; nothing is lost or contradicted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

import allotments
from allotments import act2002, invariants
from allotments.strategies import act2002 as strategies

QUICK = settings(max_examples=5_000, database=None, phases=[Phase.generate])
FEWER = settings(max_examples=max(1, settings().max_examples // 5))
OF_MODELS = {"open_ledger"}


@pytest.mark.parametrize("formula", strategies.FORMULAS)
def test_arguments_are_taken_by_their_formula(formula: str) -> None:
    function: Callable[..., Any] = getattr(act2002, formula)

    @FEWER
    @given(strategies.arguments(formula), strategies.arguments(formula, min_value=7, max_value=9))
    def check(some: dict[str, Any], bounded: dict[str, Any]) -> None:
        function(**some)
        function(**bounded)

    check()


def test_every_formula_has_arguments() -> None:
    """A formula is not done until the strategies make its arguments."""
    functions = {
        name
        for name in act2002.__all__
        if callable(getattr(act2002, name)) and not isinstance(getattr(act2002, name), type)
    }
    assert functions - OF_MODELS == set(strategies.FORMULAS)
    with pytest.raises(InvalidArgument, match="formula: found 'ajust'; did you mean 'adjust'"):
        strategies.arguments("ajust")


@given(strategies.inputs())
def test_inputs_are_determined(inputs: act2002.Inputs) -> None:
    determination = allotments.determine(inputs)
    assert inputs == act2002.Inputs(**dict(inputs))
    assert sum(determination.sectors.values()) == determination.overall_allotment_quantity


@given(strategies.allotted_inputs())
def test_allotted_inputs_have_allotments_above_zero(inputs: act2002.Inputs) -> None:
    determination = allotments.determine(inputs)
    assert all(quantity > 0 for quantity in determination.sectors.values())
    assert all(quantity > 0 for quantity in (determination.states or {}).values())
    assert 0 < determination.mainland


@FEWER
@given(strategies.ledgers(), st.data())
def test_a_ledger_takes_any_step_and_loses_nothing(
    ledger: act2002.Ledger, data: st.DataObject
) -> None:
    step = data.draw(strategies.ledger_steps(ledger))
    ledger = getattr(ledger, step.method)(**step.arguments)
    for one in ledger.steps:
        after = one.after
        held = {place: sum(parts.values()) for place, parts in after.held_by.items()}
        gone = [after.gone.get(where, {}) for where in ("imports", "deducted", "ccc")]
        invariants.year_conserved(
            held, after.in_force, gone[0], [sum(g.values()) for g in gone[1:]]
        )
        assert all(q >= 0 for parts in after.held_by.values() for q in parts.values())


@FEWER
@given(strategies.notices())
def test_nothing_in_a_notice_is_contradicted(notice: allotments.Notice) -> None:
    report = allotments.verify(notice)
    assert report, str(report)


FOUND: list[tuple[st.SearchStrategy[Any], Callable[[Any], bool]]] = [
    (strategies.fiscal_years(), lambda year: year == 2032),
    (strategies.inputs(), lambda i: bool(i.beet_criteria and i.processor_criteria)),
    (strategies.inputs(), lambda i: i.overall_allotment_quantity is None and i.fiscal_year < 2009),
    (strategies.inputs(), lambda i: bool(i.state_criteria and i.recorded.states)),
    (strategies.inputs(), lambda i: bool(i.recorded.states_after_reassignment)),
    (strategies.allotted_inputs(), lambda i: i.recorded.basis is not None),
    (strategies.beet_criteria(), lambda one: one.factories_closed > 1),
    (strategies.recorded(), lambda one: len(one.processors) > 1),
    (strategies.criteria(max_value=3), lambda one: one.ability_to_market == 3),
    (strategies.ledgers(), lambda one: any(one.sold_by_ccc.values())),
    (strategies.ledgers(), lambda one: any(one.reassigned_to_imports.values())),
    (strategies.ledgers(), lambda one: "Mississippi" in one.allocations),
    (strategies.ledgers(), lambda one: bool(one.deductions)),
    (strategies.ledgers(), lambda one: "transferred" in {step.kind for step in one.steps}),
    (strategies.ledgers(), lambda one: "terminated" in {step.kind for step in one.steps}),
    (
        strategies.ledgers(min_size=4, max_size=4),
        lambda one: any("(2)(B)" in step.paragraph for step in one.steps),
    ),
    (strategies.notices(), lambda one: "increase" in one.action),
    (strategies.notices(), lambda one: any(p.at_minimum for p in one.printed)),
    (strategies.notices(), lambda one: any(p.states_after_reassignment for p in one.printed)),
    (strategies.notices(), lambda one: any(p.total and p.processors for p in one.printed)),
    (strategies.printed_places(), lambda place: place.reassigned_imports is not None),
]


@pytest.mark.parametrize(("strategy", "rare"), FOUND)
def test_the_rare_is_found(strategy: st.SearchStrategy[Any], rare: Callable[[Any], bool]) -> None:
    """Not shown: some are long."""
    assert find(strategy.map(rare), bool, settings=QUICK)


@pytest.mark.parametrize(
    "name", ["inputs", "allotted_inputs", "recorded", "criteria", "ledgers", "notices", "estimates"]
)
def test_no_bounds_are_dropped_on_the_way(name: str) -> None:
    with pytest.raises(InvalidArgument, match="found 3,000,000 and 2,999,999"):
        getattr(strategies, name)(min_value=3_000_000, max_value=2_999_999)
