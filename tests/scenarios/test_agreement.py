"""Every output of an evaluation is the exact chain's, to a millionth of a short ton."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from allotments import act1990, acts
from allotments.act1990.fast import chain as array_chain
from allotments.act1990.rules import SECTORS
from allotments.core.errors import InvalidInput
from allotments.figures.act import named
from allotments.figures.evaluation import evaluate as figures_of
from allotments.formulas.deficits import Tables
from allotments.formulas.deficits_of_arrays import reassign
from allotments.rounding import half_up
from allotments.scenarios import evaluate
from allotments.strategies import act2002 as act2002_strategies

NEAR = Fraction(1, 10**6)  # short tons: how far from exact an array result may be
MOST = 10**8  # short tons: up to where that holds
STATES = ("Florida", "Hawaii", "Texas")
TRIGGER = 1_250_000

LARGE = st.one_of(st.sampled_from([20_000, MOST]), st.integers(20_000, MOST))
NATIONAL = st.one_of(st.sampled_from([0, 20_000, MOST - 1, MOST]), st.integers(20_000, MOST))
TONS = st.one_of(st.sampled_from([0, 1, MOST - 1, MOST]), st.integers(0, MOST))
SOME = st.one_of(st.sampled_from([1, MOST]), st.integers(1, MOST))
ABILITY = st.one_of(TONS, st.floats(0, MOST))
# What recorded quantities were made under: cane has half a million tons at least, of which a State
# has 2,500 at least, of which a processor has a part: none is larger than what it follows.
FORMER = st.integers(1_000_000, MOST)
STATE = st.integers(2_500, 500_000)
PART = st.integers(0, 2_500)
WEIGHT = st.one_of(
    st.sampled_from([0, 1, 10**6, 5e-324, 1e-310, 1e-300, 1e300, 1.7e308]),
    st.integers(0, 100),
    st.floats(0, 1),
)
WEIGHTS = st.tuples(
    st.lists(WEIGHT, min_size=2, max_size=2),
    WEIGHT.map(lambda weight: weight or 1),
    st.integers(0, 2),
).map(lambda drawn: (*drawn[0][: drawn[2]], drawn[1], *drawn[0][drawn[2] :]))


def agrees(exact: Any, found: float) -> bool:
    """Tell whether an array's number is the exact one to a millionth, and rounds as it does."""
    near = abs(Fraction(found) - exact) <= NEAR
    tie = abs((Fraction(exact) + Fraction(1, 2)) % 1)
    return near and (min(tie, 1 - tie) <= NEAR or half_up(Fraction(exact)) == half_up(found))


def criteria(draw: st.DrawFn, each: st.SearchStrategy[int]) -> dict[str, int]:
    return {name: draw(each) for name in act1990.Criteria.model_fields}


def premises(draw: st.DrawFn, states: Sequence[str], *, sound: bool) -> dict[str, Any]:
    """Draw estimates, weights and criteria; if *sound* such that quantities can follow."""
    estimates = {name: draw(NATIONAL) for name in act1990.Estimates.model_fields}
    if sound or draw(st.booleans()):
        estimates["carry_in_stocks"] = draw(st.sampled_from([0, 20_000, 1_386_000]))
        estimates["reasonable_carryover_stocks"] = draw(st.integers(1_500_000, 2_000_000))
        least = 50_000_000 if sound else 2_000_000
        estimates["consumption"] = draw(st.integers(least, MOST - 2_000_000))
        supply = estimates["consumption"] + estimates["reasonable_carryover_stocks"]
        estimates["production"] = draw(st.integers(supply - TRIGGER + 1, MOST))
    beet, cane = (FORMER, FORMER) if sound else (NATIONAL, LARGE)
    return {
        "estimates": estimates,
        "criteria": {"beet": criteria(draw, beet), "cane": criteria(draw, cane)},
        "weights": draw(WEIGHTS),
        "state_criteria": table(draw, states, sound=sound),
    }


def table(draw: st.DrawFn, names: Sequence[str], *, sound: bool = False) -> dict[str, Any]:
    """Draw criteria of recipients, of whom the first at least has some under any weights."""
    return {
        name: criteria(draw, FORMER if sound else SOME if name == names[0] else TONS)
        for name in names
    }


@st.composite
def cases(draw: st.DrawFn) -> tuple[dict[str, Any], list[dict[str, Any]], dict[str, list[Any]]]:
    """Draw a base, what scenarios make of it, and abilities of processors in each of them.

    States and each group of processors are computed from criteria, recorded, or not there.
    """
    count = draw(st.integers(1, 3))
    states = STATES[: draw(st.integers(0, len(STATES)))]
    computed = draw(st.booleans())
    groups = [group for group in ("beet", *states) if draw(st.integers(0, 3))]
    names = {g: [f"{g} {n}" for n in range(draw(st.integers(1, 3)))] for g in groups}
    by_criteria = [group for group in groups if draw(st.booleans())]
    rows = []
    for number in range(count + 1):
        row = premises(draw, states if computed else (), sound=not number)
        row["processor_criteria"] = {group: table(draw, names[group]) for group in by_criteria}
        rows.append(row)
    recorded = {
        "states": {} if computed and draw(st.booleans()) else {s: draw(STATE) for s in states},
        "processors": {
            g: {n: draw(PART) for n in names[g]} for g in groups if g not in by_criteria
        },
    }
    everyone = draw(st.booleans())
    able = [g for g in groups if (everyone and g not in by_criteria) or draw(st.booleans())]
    abilities = {g: [[draw(ABILITY) for _ in names[g]] for _ in range(count)] for g in able}
    return {"fiscal_year": 1995, "recorded": recorded, **rows[0]}, rows[1:], abilities


def exact_figures(
    inputs: act1990.Inputs, abilities: dict[str, dict[str, Any]], reading: Any
) -> dict[str, Any] | None:
    """Return every figure by its path, ``None`` where it is not established.

    Nothing at all where a negative allotment has deficits to be reassigned.
    """
    known = act1990.determine(inputs)
    required = known.allotments_required
    found: dict[str, Any] = {"imports": known.imports, "allotments_required": required}
    found["overall_allotment_quantity"] = known.overall_allotment_quantity
    for name in ("percentage_factors", "sectors", "restraint"):
        found |= {f"{name}.{s}": (getattr(known, name) or {}).get(s) for s in SECTORS}
    for state in inputs.state_criteria or inputs.recorded.states:
        found[f"states.{state}"] = (known.states or {}).get(state)
    able = {
        g: {n: Fraction(one.ability_to_market) for n, one in table.items()}
        for g, table in inputs.processor_criteria.items()
    } | abilities
    groups = [*dict.fromkeys([*inputs.recorded.processors, *inputs.processor_criteria])]
    for group in groups:
        names = inputs.processor_criteria.get(group) or inputs.recorded.processors[group]
        given = {
            name: known.processors[group][name] if known.processors else None for name in names
        }
        found |= {f"processors.{group}.{name}": value for name, value in given.items()}
        if group in able:
            found |= {
                f"processor_restraint.{group}.{n}": able[group][n] - v if required else None
                for n, v in given.items()
            }
    for sector in SECTORS:
        members = [g for g in groups if (g == "beet") == (sector == "beet")]
        if not members or not set(members) <= set(able):
            continue
        if not required:
            found |= {f"after_deficits.{g}.{n}": None for g in members for n in able[g]}
            found[f"deficits_to_imports.{sector}"] = None
            continue
        tables = [{g: one[g] for g in members} for one in (known.processors or {}, able)]
        negative = [v for table in tables[0].values() for v in table.values() if v < 0]
        if negative:
            assume(min(negative) < -NEAR)  # nearer to zero a float may be zero, and pass
            return None
        # An allocation below every float is none, and then receives nothing between States.
        assume(all(v == 0 or v > 1e-290 for table in tables[0].values() for v in table.values()))
        # The steps themselves, for the functions refuse fractions as long as such weights make.
        flat = [{(g, n): v for g, one in table.items() for n, v in one.items()} for table in tables]
        places = {g: [(g, n) for n in one] for g, one in tables[0].items()}
        room = reading == "capacity"
        after, _, _, imports = reassign(Tables(flat[0], flat[1], flat[0]), places, by_capacity=room)
        found |= {f"after_deficits.{g}.{n}": v for (g, n), v in after.items()}
        found[f"deficits_to_imports.{sector}"] = imports
    return found


def assert_same(exact: dict[str, Any], result: Any, place: int) -> None:
    assert set(exact) == set(result.paths())
    largest = max(abs(value) for value in exact.values() if value is not None)
    for path, value in exact.items():
        got = float(result[path][place])
        if value is None:
            assert math.isnan(got), path
        elif path.startswith("percentage_factors"):
            assert abs(got - value) < 1e-12, path
        elif largest <= MOST:  # what follows a recorded quantity may be beyond all bounds
            assert agrees(value, got), path


@given(cases(), st.sampled_from(["capacity", "allocations"]))
def test_every_output_agrees_with_the_exact_chain(case: Any, reading: Any) -> None:
    """Whatever is computed, recorded or follows: what Fractions say, and refused where they are."""
    first, rows, given_ = case
    base = act1990.Inputs.model_validate(first)
    recorded = first["recorded"]
    values = [array_chain.input_values(base.replace(**row)) for row in rows]
    varying = {path: np.stack([one[path] for one in values]) for path in values[0]}
    varying["weights"] = np.array([row["weights"] for row in rows], float)
    varying |= {f"ability_to_market.{g}": np.array(t, float) for g, t in given_.items()}
    names = {g: first["processor_criteria"].get(g) or recorded["processors"][g] for g in given_}
    exact = []
    for place, row in enumerate(rows):
        able = {
            g: {n: Fraction(float(v)) for n, v in zip(names[g], table[place], strict=True)}
            for g, table in given_.items()
        }
        try:
            exact.append(exact_figures(base.replace(**row), able, reading))
        except ValueError as error:  # a few extremes together make fractions of thousands of bits
            assume("absurd length" not in str(error))
            raise
    if None in exact:
        event("a negative allotment")
        with pytest.raises(
            InvalidInput, match=rf"found -.* at index {exact.index(None)}, expected"
        ):
            evaluate(base, varying, in_proportion_to=reading)
        return
    event(f"compared, {bool(given_)}")
    result = evaluate(base, varying, in_proportion_to=reading)
    for place, figures in enumerate(exact):
        assert_same(figures or {}, result, place)


QUANTITIES_OF_2002 = ("overall_allotment_quantity", "estimates")
CRITERIA_OF_2002 = ("state_criteria", "processor_criteria", "beet_criteria", "weights")


@given(st.data())
def test_the_act_of_2002_agrees(data: st.DataObject) -> None:
    """Whatever varies, alone or with another: what is affine in it, and what is not."""
    inputs = data.draw(act2002_strategies.allotted_inputs(max_value=MOST)).tied()
    act = acts.act_of(inputs)
    known = act.known(inputs)
    rules = list(act.rules(named(known), inputs.fiscal_year))
    quantities = [key.path for key in known if key.family in QUANTITIES_OF_2002]
    criteria = [key.path for key in known if key.family in CRITERIA_OF_2002]
    paths = data.draw(
        st.lists(st.sampled_from(quantities + criteria), min_size=1, max_size=2, unique=True)
    )
    few = {
        path: data.draw(
            st.lists(
                st.integers(1 if path in criteria else 2_000_000, MOST), min_size=2, max_size=2
            )
        )
        for path in paths
    }
    found = evaluate(inputs, few)
    for scenario in range(2):
        changed = {path: values[scenario] for path, values in few.items()}
        exact = figures_of(rules, {key.path: value for key, value in known.items()} | changed)
        for name, array in found.arrays.items():
            for place, path in enumerate(found.labels.get(name) or [name]):
                number = array[scenario, place] if name in found.labels else array[scenario]
                event(f"{name} by {' and '.join(sorted({one.split('.')[0] for one in paths}))}")
                expected = exact[path].value
                assert math.isclose(expected, number, rel_tol=1e-9, abs_tol=1e-6), path
