"""Strategies of all that is registered: valid, not degenerate, and at their bounds."""

from __future__ import annotations

import inspect
import pickle
from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument
from results import kinds

from allotments import act1990, invariants, scenarios, strategies
from allotments.strategies.registration import registered

ROOT = Path(__file__).parents[1]
LARGEST = 1_000_000_000
FEWER = settings(max_examples=max(1, settings().max_examples // 5))
TYPES = list(registered())

# Classes that nobody is given: what each is instead.
NOT_REGISTERED = {
    "Model": "the base of all models",
    "PrintedNumber": "the base of the printed kinds, whose strategies stand for it",
    "Readings": "what open_ledger was told, kept by the ledger",
    "Setup": "an evaluation before it is run",
}


def test_every_model_and_result_is_registered() -> None:
    """A new one is not done until the strategies make it."""
    assert set(NOT_REGISTERED) == {kind.__name__ for kind in kinds() - set(TYPES)}


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_each_comes_from_its_type(kind: type[Any]) -> None:
    """Valid ones, not always the same, that pickle."""
    seen: set[str] = set()

    @FEWER
    @given(st.from_type(kind))
    def check(made: Any) -> None:
        assert isinstance(made, kind)
        assert made == pickle.loads(pickle.dumps(made))  # noqa: S301 -- of our own
        seen.add(repr(made))

    check()
    first = find(st.from_type(kind), lambda _: True, settings=QUICK)
    assert first != find(st.from_type(kind), lambda made: bool(made != first), settings=QUICK)


QUICK = settings(max_examples=200, database=None, phases=[Phase.generate])


def test_nothing_is_drawn_to_be_thrown_away() -> None:
    sources = (ROOT / "src" / "allotments" / "strategies").rglob("*.py")
    wasteful = [
        (path.name, line)
        for path in sources
        for line in path.read_text(encoding="utf-8").splitlines()
        if ".filter(" in line or "assume(" in line or ".example(" in line
    ]
    assert [] == wasteful


# Bounds, and what is rare, are reached.

BOUNDS: dict[str, Any] = {"min_value": 30_000, "max_value": 3_000_000}
FOUND: dict[str, tuple[st.SearchStrategy[Any], Callable[[Any], bool]]] = {
    "the largest criterion": (
        strategies.allotted_inputs(),
        lambda inputs: inputs.criteria.cane.ability_to_market == LARGEST,
    ),
    "the least criterion": (
        strategies.allotted_inputs(**BOUNDS),
        lambda inputs: inputs.criteria.beet.past_marketings == 30_000,
    ),
    "State criteria and processor criteria": (
        strategies.allotted_inputs(),
        lambda inputs: bool(inputs.state_criteria) and len(inputs.processor_criteria) > 1,
    ),
    "established again": (
        strategies.ledgers(),
        lambda ledger: ["suspended", "established"] == [step.kind for step in ledger.steps[-2:]],
    ),
    "never established": (
        strategies.ledgers(min_size=2),
        lambda ledger: {"not established"} == {step.kind for step in ledger.steps},
    ),
    "reassigned to imports": (
        strategies.ledgers(),
        lambda ledger: any(ledger.reassigned_to_imports.values()),
    ),
    "reassigned between processors, then re-estimated": (
        strategies.ledgers(min_size=4),
        lambda ledger: (
            ledger.steps[-1].kind == "re-estimated" and any(one.flows for one in ledger.steps)
        ),
    ),
    "deducted": (
        strategies.ledgers(),
        lambda ledger: any(ledger.position.gone.get("deducted", {}).values()),
    ),
    "carried": (strategies.ledgers(), lambda ledger: bool(ledger.position.owed)),
    "shares of farms": (
        strategies.ledgers(),
        lambda ledger: any(ledger.position.proportionate_shares.values()),
    ),
    "four steps": (strategies.ledgers(), lambda ledger: len(ledger.steps) == 4),
    "a goal above the yields": (
        strategies.cane_states(),
        lambda state: (
            state.yields is not None and state.goal > act1990.minimum_yield_goal(state.yields)
        ),
    ),
    "the largest allotment in acres": (
        strategies.cane_states(min_value=LARGEST - 1),
        lambda state: state.allotment == LARGEST,
    ),
    "considered planted": (
        strategies.farm_tables(),
        lambda farms: len(farms) > 1 and any(farm.considered_planted for farm in farms),
    ),
    "a fraction of an acre": (
        strategies.farm_models(),
        lambda farm: any(isinstance(acres, Fraction) for acres in farm.acres),
    ),
    "required in one scenario and not in another": (
        strategies.evaluations(),
        lambda found: len(set(found.allotments_required.ravel().tolist())) == 2,
    ),
    "two axes": (
        strategies.evaluations(),
        lambda found: len(found.shape) == 2 and found.size > 3,
    ),
    "deficits over arrays": (
        strategies.evaluations(),
        lambda found: any(
            np.nanmax(array, initial=0) > 0
            for name, array in found.arrays.items()
            if name.startswith("deficits_to_imports")
        ),
    ),
    "a reassignment in arrays": (
        strategies.reassignments(),
        lambda after: isinstance(after.allocations, np.ndarray),
    ),
    "a flow between States": (strategies.flows(), lambda flow: flow.step == "between"),
    "a contradicted report": (strategies.verifications(), lambda report: not report),
    "one that is not": (strategies.verifications(), bool),
    "a whole chain explained": (
        strategies.explanations(),
        lambda explanation: len(explanation.steps) > 8,
    ),
    "statistics of a processor": (
        strategies.summaries(),
        lambda known: any(path.startswith("processors.beet.") for path in known.statistics),
    ),
    "statistics of the sectors alone": (
        strategies.summaries(),
        lambda known: {"sectors.beet", "sectors.cane"} == set(known.statistics),
    ),
    "halfway between two weightings": (
        strategies.weighting_points(),
        lambda point: point.share == Fraction(1, 2),
    ),
}


@pytest.mark.parametrize("what", FOUND)
def test_strategies_reach(what: str) -> None:
    strategy, condition = FOUND[what]
    chosen = settings(max_examples=2_000, database=None, phases=[Phase.generate])
    assert condition(find(strategy, condition, settings=chosen))


@pytest.mark.parametrize(
    "call",
    [
        lambda: strategies.allotted_inputs(max_value=600_000),
        lambda: strategies.ledgers(min_size=0),
        lambda: strategies.cane_states(min_value=2, max_value=1),
        lambda: strategies.farm_tables(max_value=0),
        lambda: strategies.reassignments(min_value=-1),
    ],
)
def test_bad_bounds_are_refused(call: Callable[[], Any]) -> None:
    with pytest.raises(InvalidArgument, match="found"):
        call()


@FEWER
@given(strategies.allotted_inputs(**BOUNDS))
def test_bounds_hold(inputs: act1990.Inputs) -> None:
    criteria = [inputs.criteria.beet, inputs.criteria.cane, *inputs.state_criteria.values()]
    for group in inputs.processor_criteria.values():
        criteria += group.values()
    found = [value for one in [inputs.estimates, *criteria] for _, value in one]
    found += inputs.recorded.states.values()
    for allocations in inputs.recorded.processors.values():
        found += allocations.values()
    assert 30_000 <= min(found) <= max(found) <= 3_000_000


# Strategies of what no quantity is in, or that keep bounds of their own.
UNBOUNDED = {"fiscal_years", "names", "printed_parts", "sources", "states"}
STRATEGIES = [
    name
    for name in strategies.__all__
    if inspect.isfunction(found := getattr(strategies, name))
    and "SearchStrategy" in found.__annotations__["return"]
]
BOUNDED = [name for name in STRATEGIES if name not in UNBOUNDED]
# What those are called with that need something.
CALLED_WITH: dict[str, Callable[[], Any]] = {
    "arguments": lambda: "prorate",
    "ledger_steps": lambda: find(strategies.ledgers(), lambda _: True, settings=QUICK),
    "varying": lambda: find(strategies.allotted_inputs(), lambda _: True, settings=QUICK),
}


def test_whatever_has_quantities_has_their_bounds() -> None:
    """What the guide says of all but five."""
    bounds = {"min_value", "max_value"}
    without = {
        name
        for name in STRATEGIES
        if not bounds <= inspect.signature(getattr(strategies, name)).parameters.keys()
    }
    assert UNBOUNDED == without
    text = (ROOT / "docs" / "property-testing.md").read_text(encoding="utf-8")
    sentence = next(part for part in text.split("\n\n") if part.startswith("What has quantities"))
    assert {f"`{name}`" for name in without} <= set(sentence.replace(",", " ").split())


@pytest.mark.parametrize("name", BOUNDED)
def test_no_bounds_are_dropped_on_the_way(name: str) -> None:
    """Neither of them: one alone would leave something to draw."""
    given = [CALLED_WITH[name]()] if name in CALLED_WITH else []
    with pytest.raises(InvalidArgument, match="found 3,000,000 and 2,999,999"):
        getattr(strategies, name)(*given, min_value=3_000_000, max_value=2_999_999)


# Numbers that are in what is drawn: of quantities up to three million none is above six, for it
# takes two to come to the most imports there can be. (What follows a recorded quantity can be.)
NUMBERS: dict[str, Callable[[Any], Iterable[Any]]] = {
    "flows": lambda flow: [flow.quantity],
    "printed_figures": lambda one: [one.number.amount] if one.path.startswith("estimates.") else [],
    "evaluations": lambda found: found["imports"].ravel(),
    "summaries": lambda known: [one.maximum for one in [known.statistics.get("imports")] if one],
}


@pytest.mark.parametrize("name", NUMBERS)
def test_bounds_hold_of_results(name: str) -> None:
    @FEWER
    @given(getattr(strategies, name)(**BOUNDS))
    def check(made: Any) -> None:
        assert all(-6_000_000 <= number <= 6_000_000 for number in NUMBERS[name](made))

    check()


# What holds of them.


@FEWER
@given(strategies.allotted_inputs())
def test_allotted_inputs_establish_allotments_above_zero(inputs: act1990.Inputs) -> None:
    determination = act1990.determine(inputs)
    assert determination.allotments_required
    assert all(quantity > 0 for quantity in (determination.sectors or {}).values())
    assert all(quantity > 0 for quantity in (determination.states or {}).values())
    assert "beet" in (determination.processors or {})


@FEWER
@given(strategies.ledgers(), st.data())
def test_a_ledger_takes_any_step_and_loses_nothing(
    ledger: act1990.Ledger, data: st.DataObject
) -> None:
    """Allotments are allocations, what went to imports, and what was deducted."""
    step = data.draw(strategies.ledger_steps(ledger))
    ledger = getattr(ledger, step.method)(**step.arguments)
    for one in ledger.steps:
        after = one.after
        parts = [
            *(quantity for names in after.allocations.values() for quantity in names.values()),
            *(quantity for gone in after.gone.values() for quantity in gone.values()),
        ]
        held = [sum(holders.values()) for holders in after.held_by.values()]
        invariants.shares_sum_to_whole(parts, sum(held))


@FEWER
@given(strategies.shares())
def test_shares_of_farms_use_up_the_acreage_allotment(found: act1990.ProportionateShares) -> None:
    invariants.proportionate_shares_sum_to_acreage_allotment(
        found.shares, found.state.acreage_allotment
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
