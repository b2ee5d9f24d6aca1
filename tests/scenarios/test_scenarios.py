"""Scenarios: the exact chain over arrays, and what is refused."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any, Self

import numpy as np
import pytest
from displays import without_styles
from hypothesis import assume, given
from hypothesis import strategies as st

import allotments
from allotments import act1990
from allotments.act1990.fast import chain as array_chain
from allotments.act1990.rules import SECTORS
from allotments.core.errors import InvalidInput
from allotments.rounding import half_up
from allotments.scenarios import (
    blocks,
    evaluate,
    evaluation,
    reassign_deficits,
    sample,
    sample_blocks,
    sample_weights,
    summarise,
    summary,
    weight_grid,
)
from allotments.scenarios.statistics import Running

NOTICE = allotments.load("fy1995")
INPUTS = NOTICE.inputs
STOCKS = "estimates.reasonable_carryover_stocks"
NEAR = Fraction(1, 10**6)  # short tons: how far from exact an array result may be
MOST = 10**8  # short tons: up to where that holds
DIVISION = [  # all but deficits, which no negative allotment has
    "imports",
    "overall_allotment_quantity",
    "percentage_factors",
    "sectors",
    "restraint",
    "states",
    "processors",
]

NATIONAL = st.one_of(
    st.sampled_from([0, 20_000, 99_999_999, MOST]), st.integers(20_000, MOST), st.just(20_001)
)
SECTOR = st.one_of(st.sampled_from([20_000, MOST]), st.integers(20_000, MOST))
TONS = st.one_of(st.sampled_from([0, 1, MOST]), st.integers(0, MOST))
WEIGHTS = st.tuples(*[st.one_of(st.sampled_from([0, 1, 10**6]), st.integers(0, 100))] * 3)
STATES = ["Florida", "Texas", "Hawaii"]


def agrees(exact: Any, found: float) -> bool:
    """Tell whether an array's number is the exact one to a millionth, and rounds as it does."""
    near = abs(Fraction(found) - exact) <= NEAR
    tie = abs((Fraction(exact) + Fraction(1, 2)) % 1)
    return near and (min(tie, 1 - tie) <= NEAR or half_up(exact) == half_up(found))


def figures(determination: act1990.Determination) -> dict[str, Any]:
    """Return the exact figures by the paths that an evaluation has for them."""
    found: dict[str, Any] = {"overall_allotment_quantity": determination.overall_allotment_quantity}
    for name in ("sectors", "restraint", "states"):
        table = getattr(determination, name)
        found |= {f"{name}.{key}": value for key, value in table.items()}
    for group, table in (determination.processors or {}).items():
        found |= {f"processors.{group}.{name}": value for name, value in table.items()}
    return found


def criteria(draw: st.DrawFn, each: st.SearchStrategy[int]) -> Any:
    return {name: draw(each) for name in act1990.Criteria.model_fields}


@st.composite
def computed_inputs(draw: st.DrawFn) -> act1990.Inputs:
    """Draw inputs in which everything is computed: States and processors have criteria."""
    weights = draw(WEIGHTS.filter(any))
    some = st.integers(1, MOST)
    return act1990.Inputs(
        fiscal_year=1995,
        estimates=act1990.Estimates(
            **{name: draw(NATIONAL) for name in act1990.Estimates.model_fields}
        ),
        criteria=act1990.SectorCriteria(beet=criteria(draw, SECTOR), cane=criteria(draw, NATIONAL)),
        weights=weights,
        state_criteria={
            "Florida": criteria(draw, some),
            **{state: criteria(draw, TONS) for state in STATES[1:]},
        },
        processor_criteria={
            "beet": {"A": criteria(draw, some), "B": criteria(draw, TONS)},
            "Florida": {"C": criteria(draw, some), "D": criteria(draw, TONS)},
            "Texas": {"E": criteria(draw, some)},
        },
    )


def varied(first: act1990.Inputs, second: act1990.Inputs) -> dict[str, Any]:
    """Return all that can vary, as arrays of two scenarios."""
    values = [array_chain.input_values(inputs) for inputs in (first, second)]
    return {path: np.stack([one[path] for one in values]) for path in values[0]}


def assert_agreement(inputs: act1990.Inputs, result: Any, place: Any) -> None:
    determination = act1990.determine(inputs)
    assert determination.allotments_required == bool(result.allotments_required[place])
    assert agrees(determination.imports, float(result["imports"][place]))
    if not determination.allotments_required:
        assert math.isnan(result["sectors.beet"][place])
        assert np.isnan(result["processors"][place]).all()
        return
    for path, exact in figures(determination).items():
        assert agrees(exact, float(result[path][place])), path
    for sector, factor in (determination.percentage_factors or {}).items():
        assert abs(float(factor) - result[f"percentage_factors.{sector}"][place]) < 1e-12


# Agreement with the exact chain


def test_evaluate_of_the_notices_weightings() -> None:
    """Beet's restraint: 144,000 printed for 1995's weights, approximately 195,000 for equal ones.

    Equal: beet 12,338 of 22,608 thousand: 7,889 x 12,338 / 22,608 = 4,305.311; 4,500 less that.
    """
    weights = [act1990.FY1995_WEIGHTS, act1990.EQUAL_WEIGHTS, act1990.CEA_OMB_WEIGHTS]
    result = evaluate(NOTICE, {"weights": np.array(weights)}, dims={"weights": ["CCC", "=", "CEA"]})
    assert [144_469, 194_689, 82_071] == [half_up(x) for x in result["restraint.beet"].tolist()]
    assert ("weights",) == result.dims
    assert (3,) == result.shape
    for place, one in enumerate(weights):
        assert_agreement(INPUTS.replace(weights=one), result, place)
    records = result.records()
    assert ["CCC", "=", "CEA"] == [record["weights"] for record in records]
    assert 4_355_531 == half_up(records[0]["sectors.beet"])
    assert set(result.paths()) == set(records[0]) - {"weights"}


def test_evaluate_as_many_as_stand_abreast() -> None:
    """Eight thousand and some share rows of a matrix product; none may leak into another."""
    weightings = [(1, 1, 2), (1, 0, 0), (0, 10**9, 1), (0, 0, 1), (3, 5, 7)]
    weights = np.resize(np.array(weightings, float), (4 * 8_192, 3))
    found = evaluate(INPUTS, {"weights": weights}, only=["sectors"], workers=1)["sectors.beet"]
    inputs = [INPUTS.replace(weights=weights) for weights in weightings]
    exact = [figures(allotments.determine(one))["sectors.beet"] for one in inputs]
    assert all(agrees(exact[row % 5], tons) for row, tons in enumerate(found[:100]))
    assert np.abs(np.resize(np.array(exact, float), len(found)) - found).max() <= NEAR


def test_evaluate_masks_where_nothing_is_required() -> None:
    """The notice: stocks of 1,279,000 or more would have triggered nothing."""
    stocks = np.array([1_278_000, 1_279_000, 1_280_000])
    result = evaluate(INPUTS, {STOCKS: stocks, "estimates.production": 7_890_000})
    assert [True, False, False] == result.allotments_required.tolist()
    assert [1_249_000, 1_250_000, 1_251_000] == result["imports"].tolist()
    for name, array in result.arrays.items():
        if name not in array_chain._ALWAYS:
            assert not np.isnan(array[0]).any()
            assert np.isnan(array[1:]).all()
    records = result.records()
    assert np.isnan(records[1]["sectors.beet"])
    assert 1_250_000 == records[1]["imports"]
    assert records[1]["allotments_required"] is False


def test_evaluate_one_scenario_and_a_grid() -> None:
    """A base alone is one scenario; axes that broadcast make a grid."""
    alone = evaluate(INPUTS)
    assert "Evaluation of 1 scenario (scenario: 1), 1 with allotments required" == repr(alone)
    assert_agreement(INPUTS, alone, 0)
    stocks, weights = [1_000_000, 1_278_000], [(1, 1, 2), (1, 0, 0), (0.1, 0.3, 0.6)]
    varying = {STOCKS: np.array(stocks)[:, None], "weights": np.array(weights, float)}
    grid = evaluate(INPUTS, varying, dims=["stocks", "weights"])
    assert (2, 3) == grid["sectors.beet"].shape
    assert (2, 3, 52) == grid["processors"].shape
    for place in np.ndindex(2, 3):
        estimates = {"reasonable_carryover_stocks": stocks[place[0]]}
        inputs = INPUTS.replace(estimates=estimates, weights=weights[place[1]])
        assert_agreement(inputs, grid, place)
    assert "(axis_0: 2, axis_1: 3)" in repr(evaluate(INPUTS, varying))
    hidden = evaluate(INPUTS, varying | {"estimates.production": 1_000_000}, only=["states"])
    assert np.isnan(hidden["states"]).all()


def test_evaluate_in_the_abilities_own_weights_tuple() -> None:
    """Three weights in a tuple mean what they mean elsewhere."""
    result = evaluate(INPUTS, {"weights": ("1/3", "1/3", "1/3"), STOCKS: np.array([1_278_000])})
    assert_agreement(INPUTS.replace(weights=(1, 1, 1)), result, 0)


@given(computed_inputs(), computed_inputs())
def test_evaluate_agrees_where_all_is_computed(
    first: act1990.Inputs, second: act1990.Inputs
) -> None:
    """Whatever varies, and up to 100 million tons, arrays and Fractions say the same."""
    result = evaluate(first, varied(first, second), only=DIVISION)
    assert_agreement(first, result, 0)
    assert_agreement(second, result, 1)
    weights = np.array([second.weights, first.weights], float)
    constant = evaluate(first, {"weights": weights}, only=DIVISION)
    assert_agreement(first, constant, 1)


@given(
    st.lists(st.tuples(NATIONAL, NATIONAL, NATIONAL, NATIONAL), min_size=1, max_size=4),
    WEIGHTS.filter(any),
)
def test_evaluate_agrees_where_recorded_quantities_follow(
    rows: list[tuple[int, int, int, int]], weights: tuple[int, int, int]
) -> None:
    """FY1995's recorded States and processors change as the allotment does, 359c(g)(2)."""
    names = list(act1990.Estimates.model_fields)
    columns = np.array(rows).T
    varying = {f"estimates.{name}": column for name, column in zip(names, columns, strict=True)}
    result = evaluate(INPUTS, varying | {"weights": np.array(weights)}, only=None)
    for place, row in enumerate(rows):
        inputs = INPUTS.replace(estimates=dict(zip(names, row, strict=True)), weights=weights)
        assert_agreement(inputs, result, place)


def test_evaluate_states_computed_and_processors_recorded() -> None:
    """Recorded processors then follow their State's allotment, from the recorded or former one."""
    one = {"past_marketings": 600_000, "processing_capacity": 700_000, "ability_to_market": 800_000}
    table = dict.fromkeys(INPUTS.recorded.states, one)
    other = {**table, "Texas": {**one, "ability_to_market": 300_000}}
    by_state = INPUTS.replace(state_criteria=table)
    for base in (by_state, by_state.replace(recorded=INPUTS.recorded)):
        path = "state_criteria.Texas.ability_to_market"
        result = evaluate(base, {path: np.array([800_000, 300_000])}, only=["processors"])
        for place, criteria_ in enumerate((table, other)):
            exact = act1990.determine(base.replace(state_criteria=criteria_)).processors or {}
            for state in ("Texas", "Florida"):
                for name, value in exact[state].items():
                    assert agrees(value, result[f"processors.{state}.{name}"][place])
    still = evaluate(by_state.replace(recorded=INPUTS.recorded))
    assert 131_650 == still["processors.Texas.Rio Grande Valley Sugar Growers"][0]


def test_evaluate_weights_of_any_size() -> None:
    """Weights are relative: neither 1e-310 nor 1e305 changes anything."""
    scale = np.array([[1.0], [1e-310], [1e305], [-0.0]]) + np.array([[0.0], [0], [0], [1]])
    result = evaluate(INPUTS, {"weights": scale * [1.0, 1.0, 1.0]}, only=["sectors"])
    assert np.ptp(result["sectors.beet"]) < 1e-6


def test_evaluate_takes_a_negative_zero_for_zero() -> None:
    """It is not below zero."""
    result = evaluate(INPUTS, {STOCKS: np.array([-0.0, 0.0])}, only=["sectors"])
    assert result["sectors.beet"][0] == result["sectors.beet"][1]


def test_evaluate_small_tiles_threads_and_types() -> None:
    """Tiles of any size, threads, whole numbers and float32 give what one piece gives."""
    generator = np.random.default_rng(1)
    stocks = generator.integers(1_000_000, 1_300_000, (7, 11, 13))
    whole = evaluate(INPUTS, {STOCKS: stocks}, workers=1)
    for rows in (1, 13, 100, 5_000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(evaluation, "_WIDE_ROWS", rows)
            tiled = evaluate(INPUTS, {STOCKS: stocks.astype(np.float32)}, workers=3)
        for name, array in whole.arrays.items():
            np.testing.assert_allclose(tiled[name], array, rtol=0, atol=1e-6)
    assert blocks.cores() >= 1


def test_cores_where_there_is_no_affinity(monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere than on Linux, all processors count."""
    monkeypatch.delattr("os.sched_getaffinity", raising=False)
    monkeypatch.setattr("os.cpu_count", lambda: None)
    assert 1 == blocks.cores()


# Deficits


def test_recorded_allocations_of_nothing_are_nothing() -> None:
    """All recorded as zero: the outputs are not left as the memory was found."""
    recorded = {"processors": {"beet": {"A": 0, "B": 0}}}
    inputs = INPUTS.replace(recorded=recorded, processor_criteria={}, state_criteria={})
    for varying in ({}, {STOCKS: np.full(5, 1_000_000)}):
        for _ in range(20):
            np.full(10, 7.0)  # memory that is soon to be found again
            assert not evaluate(inputs, varying)["processors"].any()


@st.composite
def deficit_cases(draw: st.DrawFn) -> tuple[dict[str, list[str]], list[dict[str, Any]]]:
    names = [f"mill {n}" for n in range(draw(st.integers(1, 5)))]
    states = {
        s: names[: draw(st.integers(1, len(names)))] for s in STATES[: draw(st.integers(1, 3))]
    }
    tables = [
        {s: {m: draw(TONS) for m in mills} for s, mills in states.items()}
        for _ in range(2 + draw(st.integers(0, 1)))
    ]
    return states, tables


@given(deficit_cases(), st.sampled_from(["capacity", "allocations"]), st.integers(0, 1))
def test_reassign_deficits_agrees(
    case: tuple[dict[str, list[str]], list[dict[str, Any]]], reading: Any, mixed: int
) -> None:
    """Cane's three steps and beet's one, in both readings, with and without original ones."""
    members, tables = case
    states = [state for state, mills in members.items() for _ in mills]
    order = list(range(len(states)))
    if mixed:
        order = order[::2] + order[1::2]
    arrays = [
        np.array([[v for mills in table.values() for v in mills.values()]] * 2)[:, order]
        for table in tables
    ]
    original = arrays[2] if len(arrays) > 2 else None
    exact = act1990.reassign_cane_deficits(
        tables[0],
        tables[1],
        original=tables[2] if len(tables) > 2 else None,
        in_proportion_to=reading,
    )
    found = reassign_deficits(
        arrays[0],
        arrays[1],
        states=[states[place] for place in order],
        original=original,
        in_proportion_to=reading,
    )
    values = [v for mills in exact.allocations.values() for v in mills.values()]
    for place, column in enumerate(order):
        assert agrees(values[column], found.allocations[1, place])
    assert agrees(exact.imports, found.imports[1])
    beet = reassign_deficits(arrays[0][0], arrays[1][0], in_proportion_to=reading)
    named = [dict(enumerate(array[0].tolist())) for array in arrays]
    exact_beet = act1990.reassign_beet_deficits(named[0], named[1], in_proportion_to=reading)
    for column, value in exact_beet.allocations.items():
        assert agrees(value, beet.allocations[column])
    assert agrees(exact_beet.imports, beet.imports)


def test_reassign_deficits_with_tiny_originals() -> None:
    """Weights far below a ton keep their proportion, on the slower way."""
    original = np.array([[1e-300, 3e-300, 1.0]])
    after = reassign_deficits(
        np.array([0.0, 0.0, 100.0]),
        np.array([[50.0, 50.0, 60.0]]),
        states=["Texas", "Texas", "Florida"],
        original=original,
    )
    np.testing.assert_allclose(after.allocations, [[10.0, 30.0, 60.0]], rtol=1e-12)


def test_reassign_deficits_to_a_state_of_one_mill() -> None:
    """Sixty are short in Florida; Texas has room for a hundred and takes them all."""
    after = reassign_deficits(
        np.array([100, 10]), np.array([[40, 110]]), states=["Florida", "Texas"]
    )
    assert [[40, 70]] == after.allocations.tolist()


def test_reassign_deficits_refuses() -> None:
    """Each refusal names the first number at fault."""
    good = np.ones((3, 2))
    with pytest.raises(InvalidInput, match=r"ability_to_market: found -1.0 at index \(2, 1\)"):
        reassign_deficits(good, np.array([[1.0, 1], [1, 1], [1, -1]]))
    with pytest.raises(
        InvalidInput, match="ability_to_market: found 3 on the last axis, expected 2"
    ):
        reassign_deficits(good, np.ones((3, 3)))
    with pytest.raises(InvalidInput, match="allocations: found no processor"):
        reassign_deficits(5, good)
    with pytest.raises(InvalidInput, match="ability_to_market: found a single number, expected 2"):
        reassign_deficits(good, 5)
    with pytest.raises(ValueError, match="in_proportion_to"):
        reassign_deficits(good, good, in_proportion_to="size")  # type: ignore[arg-type]


def abilities(inputs: act1990.Inputs, factor: float) -> dict[str, Any]:
    return {
        f"ability_to_market.{group}": factor * np.array(list(table.values()), float)
        for group, table in inputs.recorded.processors.items()
    }


def test_evaluate_deficits_of_the_chains_own_allocations() -> None:
    """Each mill of Hawaii can do half: 386,590 go elsewhere, at most a twentieth more each."""
    groups = INPUTS.recorded.processors
    able: dict[str, Any] = abilities(INPUTS, 1.05)
    able["ability_to_market.Hawaii"] = np.array(list(groups["Hawaii"].values())) / 2
    weights = np.array([(1, 1, 2), (1, 1, 1), (1, 3, 6)])
    result = evaluate(INPUTS, {"weights": weights, **able})
    cane = [group for group in groups if group != "beet"]
    for place, one in enumerate(weights.tolist()):
        exact = act1990.determine(INPUTS.replace(weights=one)).processors or {}
        table = {
            group: {
                name: Fraction(float(value))
                for name, value in zip(names, able[f"ability_to_market.{group}"], strict=True)
            }
            for group, names in groups.items()
        }
        after = act1990.reassign_cane_deficits(
            {group: exact[group] for group in cane}, {group: table[group] for group in cane}
        )
        for group in cane:
            for name, value in after.allocations[group].items():
                assert agrees(value, result[f"after_deficits.{group}.{name}"][place])
        assert agrees(after.imports, result["deficits_to_imports.cane"][place])
        beet = act1990.reassign_beet_deficits(exact["beet"], table["beet"])
        assert agrees(beet.imports, result["deficits_to_imports.beet"][place])
        name = "Western Sugar Co"
        expected = table["beet"][name] - exact["beet"][name]
        assert agrees(expected, result[f"processor_restraint.beet.{name}"][place])
    only = evaluate(INPUTS, {"weights": weights, **able}, only=["deficits_to_imports.cane"])
    assert ["allotments_required", "deficits_to_imports.cane"] == list(only.arrays)
    other = evaluate(INPUTS, {"weights": weights, **able}, only=["after_deficits.cane"])
    np.testing.assert_array_equal(other["after_deficits.cane"], result["after_deficits.cane"])


def test_evaluate_deficits_of_beets_only_and_of_some_states() -> None:
    """Abilities of all a sector's processors give its deficits; fewer only restraint."""
    able = abilities(INPUTS, 0.9)
    varying = {path: able[path] for path in ("ability_to_market.beet", "ability_to_market.Texas")}
    result = evaluate(INPUTS, varying | {STOCKS: np.array([1_278_000, 1_400_000])})
    assert "after_deficits.beet" in result.arrays
    assert "after_deficits.cane" not in result.arrays
    assert math.isclose(4_355_538 * 0.1, result["deficits_to_imports.beet"][0], abs_tol=1e-6)
    assert np.isnan(result["after_deficits.beet"][1]).all()


@given(computed_inputs())
def test_evaluate_deficits_where_abilities_are_criteria(inputs: act1990.Inputs) -> None:
    """Processors with criteria have an ability to market; with it come their deficits."""
    determination = act1990.determine(inputs)
    assume(determination.allotments_required)
    quantity = determination.overall_allotment_quantity or 0
    if quantity < 0:
        with pytest.raises(InvalidInput, match=r"sectors.beet: found -.* at index 0, expected"):
            evaluate(inputs)
        return
    result = evaluate(inputs)
    allocations = determination.processors or {}
    for sector, groups in (("beet", ["beet"]), ("cane", ["Florida", "Texas"])):
        tables: list[dict[str, dict[str, Any]]] = [
            {g: allocations[g] for g in groups},
            {
                g: {n: c.ability_to_market for n, c in inputs.processor_criteria[g].items()}
                for g in groups
            },
        ]
        if sector == "beet":
            exact = act1990.reassign_beet_deficits(tables[0]["beet"], tables[1]["beet"])
            named = {"beet": exact.allocations}
        else:
            exact = act1990.reassign_cane_deficits(*tables)
            named = exact.allocations
        assert agrees(exact.imports, result[f"deficits_to_imports.{sector}"][0])
        for group, table in named.items():
            for name, value in table.items():
                assert agrees(value, result[f"after_deficits.{group}.{name}"][0])


# What is refused


@pytest.mark.parametrize(
    ("varying", "message"),
    [
        ({"estimates.consumtion": 1}, "estimates.consumtion: did you mean 'estimates.consumption'"),
        ({STOCKS: np.array([1e6] * 70_000 + [np.nan])}, f"{STOCKS}: found nan at index 70000, "),
        ({STOCKS: np.array([1e6, np.inf])}, f"{STOCKS}: found inf at index 1, "),
        ({STOCKS: np.array([[1e6, 1e6], [1e6, -5]])}, r"found -5.0 at index \(1, 1\), expected"),
        ({STOCKS: np.array([1e6, 2e9])}, "found 2000000000.0 at index 1, .* at most 1,000,000,000"),
        ({STOCKS: 2_000_000_000}, f"{STOCKS}: found 2000000000, expected"),
        ({STOCKS: np.array([0, 1_278])}, "found 1,278 short tons at most, .* multiply by TST"),
        ({"estimates.consumption": 9_247}, "found 9,247 short tons at most"),
        ({"estimates.production": 19_999.7}, r"found 19,999\.7 short .* expected at least 20,000;"),
        ({"weights": np.array([[1, 1, 2], [0, 0, 0]])}, "weights: found all three zero at index 1"),
        ({"weights": np.array([[1, 1, 2], [0, -1, 0]])}, r"weights: found -1.0 at index \(1, 1\)"),
        ({"weights": np.ones((3, 2))}, "weights: found 2 on the last axis, expected 3"),
        (
            {STOCKS: np.ones(3) * 1e6, "estimates.production": np.ones(4)},
            r"estimates.production: found the shape \(4,\), which does not broadcast with \(3,\)",
        ),
        ({STOCKS: np.ones(0)}, r"found the shape \(0,\), expected one scenario at least"),
        (
            {f"criteria.{sector}.past_marketings": np.array([5e6, 0]) for sector in SECTORS}
            | {"weights": (1, 0, 0)},
            "criteria: found all criteria zero at index 1, expected one recipient's above 0",
        ),
    ],
)
def test_evaluate_refuses(varying: dict[str, Any], message: str) -> None:
    """The first offending scenario is named, counted over the whole."""
    with pytest.raises(InvalidInput, match=message):
        evaluate(INPUTS, varying)


def test_evaluate_refuses_the_first_fault_of_all() -> None:
    """Of faults in several tiles the first counts, whichever thread finds it."""
    stocks = np.full((300_000, 1), 1e6)
    stocks[[40_000, 290_000]] = -1
    for workers in (1, 2, 4):
        with pytest.raises(InvalidInput, match=r"at index \(40000, 0\)"):
            evaluate(INPUTS, {STOCKS: stocks}, only=["sectors"], workers=workers)


def test_the_first_fault_of_all_arguments_counts() -> None:
    """In C order over the scenarios, not by argument, and whatever the tiles and threads are."""
    generator = np.random.default_rng(17)
    shape = (6, 5, 7)
    for number in range(20):
        stocks, crop = np.full(shape, 1e6), np.full(shape[1:], 7.89e6)
        weights = np.ones((*shape, 3))
        faults = [tuple(int(generator.integers(n)) for n in shape) for _ in range(3)]
        stocks[faults[0]], crop[faults[1][1:]], weights[faults[2]] = -1, np.nan, 0
        first = min(faults[0], (0, *faults[1][1:]), faults[2])
        varying = {STOCKS: stocks, "estimates.production": crop, "weights": weights}
        index = ", ".join(map(str, first))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(evaluation, "_WIDE_ROWS", (1, 7, 35, 100, 10_000)[number % 5])
            with pytest.raises(InvalidInput, match=rf"at index \({index}\), expected"):
                evaluate(INPUTS, varying, workers=1 + number % 3)


def test_a_fault_of_no_part_is_that_of_the_whole() -> None:
    """It is told as it was found."""
    whole, fault = (slice(2, 6),), InvalidInput(["together"])
    assert fault is blocks.first_fault(whole, fault, lambda t: fault if t == whole else None)
    assert fault is blocks.first_fault(whole, fault, lambda _: None)


def test_evaluate_refuses_what_is_no_number() -> None:
    """As everywhere: no text, no truth values; nor among numbers."""
    for value in ("1", True, None, ["1"], [True, False], [1e6, None], np.array([1e6, "x"], object)):
        with pytest.raises(TypeError, match=STOCKS):
            evaluate(INPUTS, {STOCKS: value})
    with pytest.raises(TypeError, match="found an array of bool, expected numbers"):
        evaluate(INPUTS, {STOCKS: np.array([True])})
    with pytest.raises(ValueError, match="found nan, expected a finite number"):
        evaluate(INPUTS, {STOCKS: math.nan})


def test_evaluate_refuses_outputs_and_axes() -> None:
    """Names that are none, and labels that do not fit."""
    varying = {STOCKS: np.array([1_000_000, 1_100_000])}
    with pytest.raises(InvalidInput, match=r"did you mean 'states'\?"):
        evaluate(INPUTS, varying, only=["state"])
    for dims in (["a", "b"], "a", []):
        with pytest.raises(InvalidInput, match="expected a name for each axis"):
            evaluate(INPUTS, varying, dims=dims)
    with pytest.raises(InvalidInput, match=r"dims\['a'\]: found labels of the shape \(3,\)"):
        evaluate(INPUTS, varying, dims={"a": [1, 2, 3]})
    for name, group in {"sector": "sectors", "restrain": "restraint"}.items():
        with pytest.raises(InvalidInput, match=f"^only: found '{name}'; did you mean '{group}'"):
            evaluate(INPUTS, varying, only=name)
    result = evaluate(INPUTS, varying)
    for path in ("states.Floridda", "states.Flo"):
        with pytest.raises(KeyError, match=r"did you mean 'states\.Florida'"):
            result[path]
    for path in ("sectors", "sector"):
        with pytest.raises(
            KeyError, match=f"{path}: expected one of: sectors.beet, sectors.cane.$"
        ):
            result[path]
    with pytest.raises(KeyError, match=r"expected one of: processors\.Texas\.Rio Grande V"):
        result["processors.Texas"]
    with pytest.raises(KeyError, match=r"expected one of: processors\.Puerto Rico\.\w+"):
        result["processors.Puerto Rico"]
    with pytest.raises(KeyError, match=r"states\.Florida"):
        evaluate(INPUTS, varying, only=["sectors"])["states.Florida"]


@pytest.mark.parametrize(
    ("basis", "found"), [({}, "nothing"), ({"sectors.beet": 0, "sectors.cane": 0}, "0 short tons")]
)
def test_evaluate_refuses_a_basis_that_nothing_can_follow(basis: Any, found: str) -> None:
    """As determine does: recorded quantities need allotments that they were made under."""
    inputs = INPUTS.replace(recorded={"basis": basis})
    with pytest.raises(InvalidInput, match=rf"basis: found {found} for sectors\.cane, expected"):
        evaluate(inputs, {STOCKS: np.array([1_278_000])})


def test_a_quantity_a_little_out_of_bounds_is_shown_so() -> None:
    """1,357,999.5 and 1,278,000 less 2,636,000 are -0.5: of beets less than nothing."""
    able = abilities(INPUTS, 1.0)["ability_to_market.beet"]
    varying = {"estimates.consumption": 1_357_999.5, "ability_to_market.beet": able}
    with pytest.raises(InvalidInput, match=r"found -0\.\d+ short tons for a processor at index 0"):
        evaluate(INPUTS, varying)


def test_nothing_recorded_is_nothing_to_follow() -> None:
    """Inputs without States and processors have neither."""
    bare = INPUTS.replace(recorded={"states": {}, "processors": {}})
    result = evaluate(bare, {STOCKS: np.array([1_278_000, 1_000_000])})
    assert not {"states", "processors"} & set(result.arrays)


# Inverse questions


# Grids and draws


def test_weight_grid() -> None:
    """Three for one step; all add up to one; the corners are there."""
    assert [[0, 0, 1], [0, 1, 0], [1, 0, 0]] == weight_grid(1).tolist()
    grid = weight_grid(20)
    assert (231, 3) == grid.shape
    assert len(np.unique(grid, axis=0)) == len(grid)
    assert [0.5, 0.25, 0.25] in grid.tolist()
    np.testing.assert_allclose(grid.sum(axis=1), 1, rtol=1e-15)
    for steps in (0, -1, 2.5, True):
        with pytest.raises(InvalidInput, match="steps: found"):
            weight_grid(steps)  # type: ignore[arg-type]


def test_sample_around_the_notice() -> None:
    """Normal draws have the mean and spread asked for; observed errors stay together."""
    generator = np.random.default_rng(1995)
    names = ("estimates.consumption", "estimates.production", "criteria.beet.ability_to_market")
    errors = np.array([-100_000, 0, 100_000])
    drawn = sample(NOTICE, generator, 50_000, {names[0]: errors, names[1]: 2 * errors, names[2]: 9})
    np.testing.assert_allclose(drawn[names[1]] - 7_890_000, 2 * (drawn[names[0]] - 9_247_000))
    assert abs(drawn[names[2]].mean() - 4_500_000) < 1
    assert abs(drawn[names[2]].std() - 9) < 0.2
    floor = sample(INPUTS, generator, 100, {STOCKS: [-2_000_000]})
    assert not floor[STOCKS].any()
    # The older kind of generator does as well.
    old = np.random.RandomState(1995)
    kept = sample(INPUTS, old, 9, {names[0]: 1_000, names[1]: errors})
    assert set(kept[names[1]]) <= {7_790_000.0, 7_890_000.0, 7_990_000.0}
    assert (9, 3) == sample_weights(old, 9).shape
    assert ((sample_weights(generator, 9).sum(axis=1) - 1) < 1e-12).all()
    for deviations, message in (
        ({"weights": 1}, "weights: expected one of"),
        ({STOCKS: np.ones(0)}, "found no deviation"),
        ({STOCKS: -1}, "found -1.*, expected a number not below 0"),
    ):
        with pytest.raises(ValueError, match=message):
            sample(INPUTS, generator, 5, deviations)


# Summaries


def test_running_statistics_against_numpy() -> None:
    """Any blocks, far apart and below zero: as NumPy has them over all at once."""
    generator = np.random.default_rng(7)
    values = np.concatenate(
        [generator.normal(-4e3, 5e3, 5_000), generator.normal(9e6, 10, 300), [-3e8, 8e8, 0.5, -0.5]]
    )
    running = Running(1.0)
    for part in np.split(values, [1, 1, 50, 5_100]):
        running.add(part)
    shares = (0.0, 0.001, 0.05, 0.5, 0.95, 1.0)
    known = running.statistics(shares)
    assert len(values) == known.count
    assert math.isclose(values.mean(), known.mean, rel_tol=1e-12)
    assert math.isclose(values.std(), known.standard_deviation, rel_tol=1e-12)
    assert (values.min(), values.max()) == (known.minimum, known.maximum)
    for share in shares:
        exact = np.quantile(values, share, method="inverted_cdf")
        assert half_up(float(exact)) == known.quantiles[share]
    coarse = Running(1_000.0)
    coarse.add(values)
    assert 0 == coarse.quantile(0.8) % 1_000


def test_summarise_is_what_numpy_says_of_an_evaluation() -> None:
    """Over blocks of draws, and over whole arrays, the same as over everything at once."""
    generator = np.random.default_rng(3)
    varying = sample(INPUTS, generator, 80_000, {STOCKS: 50_000, "estimates.production": 90_000})
    varying["ability_to_market.beet"] = abilities(INPUTS, 1.01)["ability_to_market.beet"]
    only = ["imports", "sectors", "restraint", "percentage_factors", "processor_restraint"]
    result = evaluate(INPUTS, varying, only=only)
    known = summarise(NOTICE, varying, only=only, quantiles=[0.1, 0.9])
    halves = [
        {p: a[cut] if len(a) == 80_000 else a for p, a in varying.items()}
        for cut in (slice(0, 70_001), slice(70_001, None))
    ]
    both = summarise(NOTICE, iter(halves), only=only, quantiles=[0.1, 0.9], workers=1)
    required = result.allotments_required
    for one in (known, both):
        assert 80_000 == one.scenarios
        assert not one.partial
        assert required.mean() == one.probability_required
        assert required.sum() == one.statistics["sectors.beet"].count
        for path in ("imports", "sectors.beet", "restraint.cane"):
            values = result[path] if path == "imports" else result[path][required]
            assert math.isclose(values.mean(), one.statistics[path].mean, rel_tol=1e-10)
            assert math.isclose(values.std(), one.statistics[path].standard_deviation, rel_tol=1e-9)
            exact = np.quantile(values, 0.1, method="inverted_cdf")
            assert half_up(float(exact)) == one.statistics[path].quantiles[0.1]
        assert (result["restraint.beet"] > 0).mean() == one.restrained["sectors.beet"]
        name = "beet.Holly Sugar Corp"
        share = (result[f"processor_restraint.{name}"] > 0).mean()
        assert share == one.restrained[f"processors.{name}"]
        assert 1e-6 == one.statistics["percentage_factors.beet"].resolution
    text = str(known)
    assert text.startswith("80,000 scenarios; allotments required in ")
    assert "sectors.beet" in text
    record = next(r for r in known.records() if r["figure"] == "restraint.beet")
    assert known.restrained["sectors.beet"] == record["restrained"]
    assert known.statistics["restraint.beet"].quantiles[0.9] == record["quantile_0.9"]


def test_summaries_round_half_up_and_exactly() -> None:
    """5 of 2,000 are 0.25 percent; half a ton less a float's last bit is no ton, and half is one.

    Shares keep apart: cut to six digits, 0.9999999 and 1 would be one column.
    """
    stocks = np.full(2_000, 1_300_000.0)
    stocks[:5] = 1_000_000
    known = summarise(INPUTS, {STOCKS: stocks}, only="imports", quantiles=[0.9999999, 1])
    assert (5, 0.0025) == (known.required, known.probability_required)
    assert "2,000 scenarios; allotments required in 0.3 percent" == str(known).splitlines()[0]
    assert {"quantile_0.9999999", "quantile_1"} <= set(known.records()[0])
    half = math.nextafter(0.5, 0)
    shown = replace(
        known.statistics["imports"], mean=half, standard_deviation=0.5, quantiles={0.25: -0.5}
    )
    table = str(replace(known, statistics={"imports": shown})).splitlines()
    assert ["Short", "tons", "Mean", "Standard", "deviation", "0.25"] == table[2].split()
    assert ["imports", "0", "1", "0"] == table[-1].split()


@pytest.mark.parametrize(
    ("shares", "written"),
    [
        (
            np.arange(0.1, 1, 0.1),
            [f"0.{tenth}" for tenth in range(1, 10)],
        ),  # the third is above 0.3
        (np.array([0.1, 0.9], np.float32), ["0.1", "0.9"]),  # the first is 0.10000000149011612
        ([0.1, 0.1234567, 0.1234568], ["0.1", "0.1234567", "0.1234568"]),  # one, to six digits
        ([0.3, 0.1 + 0.2], ["0.3", "0.30000000000000004"]),  # one, to twelve
        ([1e-13, 0.9999999], ["1e-13", "0.9999999"]),  # neither 0 nor 1
        ([0, 1], ["0", "1"]),
    ],
)
def test_quantiles_are_called_as_they_are_written(shares: Any, written: list[str]) -> None:
    """What arithmetic adds at the sixteenth digit is in no key and no heading; two keep apart."""
    known = summarise(INPUTS, {STOCKS: np.array([1e6])}, only="imports", quantiles=shares)
    keys = [key for key in known.records()[0] if key.startswith("quantile_")]
    assert [f"quantile_{share}" for share in written] == keys
    assert written == str(known).partition("deviation")[2].split()[: len(written)]


def test_summarise_where_nothing_is_required() -> None:
    """Then nothing is known of what only an allotment establishes."""
    known = summarise(INPUTS, {STOCKS: np.array([1_300_000])}, only=["imports", "sectors"])
    assert 0 == known.probability_required
    assert 0 == known.statistics["sectors.beet"].count
    assert math.isnan(known.statistics["sectors.beet"].mean)
    assert " - " in str(known)


def test_summarise_refuses() -> None:
    """The index counts from the first scenario of all blocks."""
    rows = [np.full(100, 1e6), np.full(50, 1e6)]
    rows[1][7] = -1
    with pytest.raises(InvalidInput, match=r"found -1\.0 at index 107"):
        summarise(INPUTS, ({STOCKS: block} for block in rows), only=["sectors"])
    long = np.full(200_000, 1e6)
    long[150_000] = np.nan
    with pytest.raises(InvalidInput, match="found nan at index 150000"):
        summarise(INPUTS, {STOCKS: long}, only=["sectors"])
    with pytest.raises(InvalidInput, match="quantiles: found"):
        summarise(INPUTS, {STOCKS: long}, quantiles=[5])
    with pytest.raises(InvalidInput, match="scenarios: found no scenario, expected one at least"):
        summarise(INPUTS, [])
    for workers in (0, -1, True, 1.5):
        with pytest.raises(InvalidInput, match=r"workers: found .*, expected a whole number above"):
            summarise(INPUTS, {STOCKS: 1e6}, workers=workers)
        with pytest.raises(InvalidInput, match=r"workers: found .*, expected a whole number above"):
            evaluate(INPUTS, {STOCKS: 1e6}, workers=workers)  # type: ignore[arg-type]
    for resolution in (0, math.nan, math.inf, 1e-7):
        with pytest.raises(InvalidInput, match="resolution: found"):
            summarise(INPUTS, {STOCKS: long}, resolution=resolution)


def test_summarise_takes_small_numbers_of_one_block_among_others() -> None:
    """Stocks in rising order are no thousands; if none is above 20,000 tons, they are."""
    stocks = np.linspace(0, 1_200_000, 20_000_000, dtype=np.float32)[:200_000:2]
    assert stocks[65_536] < 20_000 < stocks[-1] * 2
    rising = np.concatenate([stocks, [1_200_000]])
    assert 100_001 == summarise(INPUTS, {STOCKS: rising}, only="imports").scenarios
    blocks_ = np.array_split(rising, 4)
    known = summarise(INPUTS, ({STOCKS: block} for block in blocks_), only="imports")
    assert 100_001 == known.scenarios
    for scenarios in ({STOCKS: stocks}, [{STOCKS: one} for one in np.array_split(stocks, 4)]):
        with pytest.raises(InvalidInput, match=r"found 11,999\.88.* at most, .* by TST"):
            summarise(INPUTS, scenarios, only="imports")


def test_running_statistics_far_from_zero() -> None:
    """A spread of a hundredth of a ton, 900 million tons away, in a thousand blocks."""
    generator = np.random.default_rng(5)
    near = generator.normal(0, 0.01, 200_000)
    far = near + 9e8
    running = Running(1.0)
    for part in np.split(far, 1_000):
        running.add(part)
    known = running.statistics(())
    exact = [Fraction(value) for value in far.tolist()]
    mean = sum(exact, Fraction(0)) / len(exact)
    deviation = math.sqrt(sum((value - mean) ** 2 for value in exact) / len(exact))
    assert abs(mean - Fraction(known.mean)) < NEAR
    assert math.isclose(deviation, known.standard_deviation, rel_tol=1e-6)


def test_running_statistics_merged_are_those_of_all() -> None:
    """However values come, and whichever of the bins are wider."""
    generator = np.random.default_rng(11)
    values = np.concatenate([generator.normal(4e6, 1e5, 9_000), generator.uniform(0, 9e7, 50_000)])
    whole, both, empty = Running(1.0), Running(1.0), Running(1.0)
    for part in np.split(values, [9_000]):
        whole.add(part)
    parts = [Running(1.0), Running(1.0)]
    for running, part in zip(parts, (values[:9_000], values[9_000:]), strict=True):
        running.add(part)
    assert 1.0 == parts[0].resolution < parts[1].resolution
    for first, second in (parts, reversed(parts)):
        both = Running(1.0)
        for running in (first, empty, second):
            both.merge(running)
        found, known = both.statistics((0.1, 0.5, 0.9)), whole.statistics((0.1, 0.5, 0.9))
        assert (known.count, known.minimum, known.maximum) == (
            found.count,
            found.minimum,
            found.maximum,
        )
        assert (known.quantiles, known.resolution) == (found.quantiles, found.resolution)
        assert math.isclose(known.mean, found.mean, rel_tol=1e-12)
        assert math.isclose(known.standard_deviation, found.standard_deviation, rel_tol=1e-12)


def test_running_statistics_in_bounded_memory() -> None:
    """Bins get three times as wide, as often as it takes, and a quantile is rounded to them."""
    generator = np.random.default_rng(13)
    spread = generator.uniform(-1e9, 1e9, 300_000)
    apart = np.array([-9e8, 9e8, 1e8])
    far = np.array([1e18, -1e18, 7.0])
    for values, resolution in ((spread, 1.0), (apart, 1e-6), (far, 1.0)):
        running = Running(resolution)
        for part in np.array_split(values, 3):
            running.add(part)
        assert running._counts.nbytes <= 2**26
        assert running._slots.nbytes <= 2**23
        known = running.statistics((0.05, 0.5, 1.0))
        wider = known.resolution / resolution
        assert wider > 1
        assert math.isclose(round(math.log(wider, 3)), math.log(wider, 3), abs_tol=1e-9)
        for share, quantile in known.quantiles.items():
            exact = float(np.quantile(values, share, method="inverted_cdf"))
            assert math.isclose(
                math.floor(exact / known.resolution + 0.5) * known.resolution, quantile
            )


def test_shares_are_read_by_their_shortest_decimal() -> None:
    """Seven of a hundred are the first 0.07, whose binary float is a little more than that."""
    running = Running(1.0)
    running.add(np.arange(1.0, 101.0))
    assert {0.07: 7.0, 0.57: 57.0} == running.statistics((0.07, 0.57)).quantiles


def interrupted(after: int) -> Iterator[dict[str, Any]]:
    for number in range(9):
        if number == after:
            signal.raise_signal(signal.SIGINT)
        yield {STOCKS: np.full(10, 1_000_000 + number)}


@pytest.fixture
def default_interrupt() -> Iterator[None]:
    """Python's own handler, which a suite that runs in the background does not start with."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("default_interrupt")
def test_summarise_keeps_what_is_counted_when_interrupted() -> None:
    """Between two blocks, and in the midst of counting one: whole blocks count."""
    before = signal.getsignal(signal.SIGINT)
    known = summarise(INPUTS, interrupted(4), only=["sectors"])
    assert (40, True) == (known.scenarios, known.partial)
    assert ", interrupted" in str(known)
    assert before is signal.getsignal(signal.SIGINT)
    nothing = summarise(INPUTS, interrupted(0), only=["sectors"])
    assert (0, {}) == (nothing.scenarios, dict(nothing.statistics))
    assert str(nothing).startswith("0 scenarios, interrupted")
    counted = summary._Counted.add

    def add(self: Any, *given: Any) -> None:
        signal.raise_signal(signal.SIGINT)
        counted(self, *given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(summary._Counted, "add", add)
        known = summarise(INPUTS, {STOCKS: np.full(100_000, 1e6)}, only=["sectors"])
    assert (65_536, True) == (known.scenarios, known.partial)


def test_summarise_keeps_what_is_counted_under_a_real_interrupt() -> None:
    """From another process, whenever it comes: whole blocks, each figure over all of them."""
    script = f"""
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
import numpy as np, allotments
from allotments.scenarios import sample_blocks, summarise
notice = allotments.load("fy1995")
begun, SIZE = [], 20_000
def blocks():
    while True:
        for block in sample_blocks(notice, np.random.default_rng(1), SIZE, {{{STOCKS!r}: SIZE}}):
            yield block
            begun.append(len(begun))
            print("counted", flush=True)
known = summarise(notice, blocks(), progress=False)
figures = {{one.count for path, one in known.statistics.items() if path != "imports"}}
counted = known.statistics["imports"].count
print(known.scenarios, known.partial, counted, len(figures), len(begun))
"""
    source = str(Path(allotments.__file__).parents[1])
    with subprocess.Popen(  # noqa: S603 -- this test's own script
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": source},
    ) as process:
        assert process.stdout is not None
        for _ in range(3):
            assert "counted\n" == process.stdout.readline()
        process.send_signal(signal.SIGINT)
        *_, last = process.stdout.read().splitlines()
    assert 0 == process.returncode
    scenarios, partial, counted, figures, begun = last.split()
    assert ("True", "1", scenarios) == (partial, figures, counted)
    assert int(scenarios) // 20_000 in {int(begun), int(begun) + 1}
    assert 0 == int(scenarios) % 20_000


def test_summarise_with_and_without_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bar is shown if it can be, and missing only to who asks for it."""
    varying = {STOCKS: np.full(100, 1e6)}
    seen: list[Any] = []

    class Bar:
        def __init__(self, **options: Any) -> None:
            seen.append(options)

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            seen.append("closed")

        def update(self, count: int) -> None:
            seen.append(count)

    module = type(sys)("tqdm.auto")
    module.tqdm = Bar  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "tqdm.auto", module)
    monkeypatch.setitem(sys.modules, "tqdm", type(sys)("tqdm"))
    summarise(INPUTS, varying, only=["sectors"], progress=True)
    assert (100, 3) == (seen[0]["total"], seen[0]["delay"])
    assert [100, "closed"] == seen[1:]
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    summarise(INPUTS, varying, only=["sectors"])
    with pytest.raises(ModuleNotFoundError, match="allotments\\[progress\\]"):
        summarise(INPUTS, varying, only=["sectors"], progress=True)
    blocks_ = sample_blocks(INPUTS, np.random.default_rng(1), 10, {STOCKS: 1})
    assert 10 == summarise(INPUTS, blocks_, only=["sectors"], progress=False).scenarios


# Other forms


def test_an_evaluation_is_shown_with_its_outputs_and_their_recipients() -> None:
    """Of up to five recipients all are named, of 52 two and the last; in text and in HTML."""
    stocks = np.array([1_278_000, 1_279_000])
    result = evaluate(NOTICE, {STOCKS: stocks}, dims=["<a\n>"], only=["states", "processors"])
    shown = str(result).split("\n\n")
    assert "Evaluation of 2 scenarios (<a >: 2), 1 with allotments required" == shown[0]
    lines = " ".join(shown[1].split())
    for expected in (
        "allotments_required states Florida, Hawaii, Louisiana, Puerto Rico, Texas processors",
        "processors 52: beet.Amalgamated Sugar Co, beet.American Crystal Sugar Co, ..., Texas",
    ):
        assert expected in lines
    assert "summarise" in shown[2]
    page = without_styles(result._repr_html_())
    for line in (
        shown[0].replace("<a >", "&lt;a &gt;"),
        "<td class='start'>52: beet.Amalgamated S",
    ):
        assert line in page
    assert "labelled arrays: .to_xarray()" in page


def test_to_xarray_needs_xarray(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it the error says what to install."""
    monkeypatch.setitem(sys.modules, "xarray", None)
    with pytest.raises(ModuleNotFoundError, match="allotments\\[xarray\\]"):
        evaluate(INPUTS).to_xarray()


def test_to_xarray() -> None:
    """Axes, recipients and units are kept."""
    import_module("xarray")
    stocks = np.array([1_000_000, 1_278_000])
    data = evaluate(INPUTS, {STOCKS: stocks}, dims={"stocks": stocks}).to_xarray()
    florida = data["states"].sel(states_recipient="Florida", stocks=1_278_000)
    assert math.isclose(1_687_380, float(florida))
    assert "short tons, raw value" == data["states"].attrs["units"]
    assert "1" == data["percentage_factors.beet"].attrs["units"]
    assert "beet.Holly Sugar Corp" in data["processors_recipient"]


def test_deficits_where_state_allotments_follow_from_criteria() -> None:
    """Two States of equal bases get half the cane allotment each; one mill can market nothing.

    All of Texas's half is its deficit; Florida, which could market a million million more, takes
    it: nothing is left for imports, and Florida's mill has the whole cane allotment.
    """
    equal = {"past_marketings": 1, "processing_capacity": 1, "ability_to_market": 1}
    inputs = allotments.load("fy1995").inputs.replace(
        recorded={"states": {}, "processors": {}},
        state_criteria={"Florida": equal, "Texas": equal},
        processor_criteria={"Florida": {"One": equal}, "Texas": {"Two": equal}},
    )
    found = evaluate(
        inputs,
        {
            "ability_to_market.Florida": np.array([[9e8], [9e8]]),
            "ability_to_market.Texas": np.array([[0.0], [0.0]]),
        },
    )
    cane = float(act1990.determine(inputs).sectors["cane"])  # type: ignore[index]
    assert [0.0, 0.0] == found["deficits_to_imports.cane"].tolist()
    assert [cane, cane] == pytest.approx(found["after_deficits.Florida.One"].tolist(), abs=1e-6)


# What fuzzing found


@pytest.mark.parametrize("great", [10**400, Fraction(10**400), 10**9 + 1])
def test_a_single_number_beyond_all_quantities_is_refused(great: Any) -> None:
    """Before it is made a float, which the first two cannot be."""
    with pytest.raises(InvalidInput, match="expected a finite number not below 0 and at most 1,0"):
        evaluate(INPUTS, {STOCKS: great})


def test_masked_scenarios_are_refused() -> None:
    """What the mask hides was taken for a scenario."""
    stocks = np.ma.masked_array([1_278_000, 1_000_000], [False, True])
    with pytest.raises(ValueError, match=f"^{STOCKS}: found a masked element at index 1, expected"):
        evaluate(INPUTS, {STOCKS: stocks})


@pytest.mark.parametrize(
    ("weights", "alone"), [([1e300, 1e-300, 0], (1, 0, 0)), ([0, 1e-300, 1e300], (0, 0, 1))]
)
def test_weights_of_absurd_proportions_are_taken_for_what_they_are(
    weights: Any, alone: tuple[int, int, int]
) -> None:
    """As whole numbers they have six hundred digits, more than a float holds."""
    expected = (act1990.determine(INPUTS.replace(weights=alone)).sectors or {})["beet"]
    found = evaluate(INPUTS, {"weights": weights})["sectors.beet"].item()
    assert abs(expected - Fraction(found)) <= NEAR


@pytest.mark.parametrize("steps", [np.int8(12), np.uint8(100), np.int16(300)])
def test_a_grid_of_few_steps_in_a_small_type_is_whole(steps: Any) -> None:
    """The square wrapped around, and the grid was empty or cut short."""
    assert ((int(steps) + 1) * (int(steps) + 2) // 2, 3) == weight_grid(steps).shape


@pytest.mark.parametrize("steps", [5_001, 10**5_000], ids=["5,001", "thousands of digits"])
def test_a_grid_that_would_fill_a_memory_is_refused(steps: int) -> None:
    with pytest.raises(InvalidInput, match=r"^steps: found .*, expected 5,000 at most$"):
        weight_grid(steps)


def test_a_standard_deviation_beyond_all_quantities_is_refused() -> None:
    with pytest.raises(InvalidInput, match="expected a standard deviation of at most 1,000,000,0"):
        sample(INPUTS, np.random.default_rng(0), 1, {STOCKS: 10**400})


def test_tiles_of_more_scenarios_than_a_list_holds_come_one_by_one() -> None:
    """As of an array that is one number, broadcast."""
    first = (slice(0, 1), slice(0, 65_536))
    assert first == next(blocks.walk((10**9, 10**9), 65_536))


@pytest.mark.parametrize("resolution", [1e-300, 0.009, 1e300, float("inf")])
def test_a_resolution_beyond_reason_is_refused(resolution: float) -> None:
    """Found while fuzzing: the finest ended in a warning, the next filled a memory."""
    with pytest.raises(InvalidInput, match=r"expected a number from 0\.01 to 1,000,000,000"):
        summarise(INPUTS, {STOCKS: np.array([1e6, 2e6])}, resolution=resolution)


def test_what_a_full_processor_cannot_take_is_offered_again() -> None:
    """Of 60 tons two get halves; the first has room for 5 only, so the second takes 55.

    Then of three the first two are full, one after the other: 60 = 5 + 10 + 45.
    """
    allocations = np.array([100.0, 50.0, 50.0, 0.0])
    abilities = np.array([[40.0, 55.0, 150.0, 0.0], [40.0, 55.0, 200.0, 0.0]])
    after = reassign_deficits(allocations, abilities, in_proportion_to="allocations")
    assert [[40.0, 55.0, 105.0, 0.0]] * 2 == after.allocations.tolist()
    thirds = np.array([90.0, 30.0, 30.0, 30.0])
    able = np.array([[30.0, 35.0, 40.0, 90.0]])
    after = reassign_deficits(thirds, able, in_proportion_to="allocations")
    assert [[30.0, 35.0, 40.0, 75.0]] == after.allocations.tolist()
    assert [0.0] == after.imports.tolist()


def test_rooms_that_a_deficit_just_fills_are_full_to_the_last_bit() -> None:
    """A deficit of 17 and rooms of 10 and 7: by a level the second would get 6.999999999999999."""
    after = reassign_deficits([17, 22, 1], [0, 32, 8], in_proportion_to="allocations")
    assert [0.0, 32.0, 8.0] == after.allocations.tolist()
    assert 0.0 == after.imports


def test_weights_whose_sums_overflow_are_as_good_as_small_ones() -> None:
    """Equal weights, the greatest that a float can be: the notice's 195,000, exactly 194,688.5."""
    most = np.full((2, 3), np.finfo(float).max)
    found = evaluate(INPUTS, {"weights": most}, only=["restraint"])["restraint.beet"]
    exact = figures(allotments.determine(INPUTS.replace(weights=(1, 1, 1))))["restraint.beet"]
    assert all(agrees(exact, tons) for tons in found)


def test_a_seed_stands_for_its_generator() -> None:
    """The same draws as of a generator with that seed, in one go or block by block."""
    deviations = {STOCKS: 1_000}
    expected = sample(INPUTS, np.random.default_rng(1), 4, deviations)[STOCKS].tolist()
    assert expected == sample(INPUTS, 1, 4, deviations)[STOCKS].tolist()
    assert expected == next(sample_blocks(INPUTS, 1, 4, deviations))[STOCKS].tolist()
    rows = sample_weights(np.random.default_rng(1), 2)
    assert rows.tolist() == sample_weights(1, 2).tolist()


def test_deficits_of_abilities_that_do_not_vary() -> None:
    """As each allocation by itself: of 40 lacking B takes 30 and C 10; of 30 B has 22.5."""
    allocations = np.array([[100.0, 60, 50], [90, 60, 50]])
    after = reassign_deficits(allocations, np.array([60, 90, 60]))
    assert [[60, 90, 60], [60, 82.5, 57.5]] == after.allocations.tolist()
