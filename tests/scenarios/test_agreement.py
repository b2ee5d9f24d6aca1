"""Every output of an evaluation is the exact chain's, to a millionth of a short ton."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from allotments import (
    Notice,
    act1990,
    act2002,
    acts,
    bundled,
    determine,
    load,
    project,
    strategies,
)
from allotments.act1990.fast import chain as array_chain
from allotments.act1990.rules import SECTORS
from allotments.core.errors import InvalidInput
from allotments.figures.act import named
from allotments.figures.evaluation import evaluate as figures_of
from allotments.figures.figure import Key
from allotments.formulas.deficits import Tables
from allotments.formulas.deficits_of_arrays import reassign
from allotments.rounding import half_up
from allotments.scenarios import evaluate
from allotments.strategies import act2002 as since_2002

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


# The Act of 2002. Every figure that follows, under each of the laws by crop year.

LAWS = {
    "formula, to crop year 2007": range(2003, 2009),
    "minimum, from crop year 2008": range(2009, 2026),
    "beet priority, from crop year 2025": range(2026, 2033),
}


def assert_agrees(baseline: Any, varying: Mapping[str, Any]) -> None:
    """Hold every scenario of every figure that follows against Fractions."""
    found = evaluate(baseline, varying)
    inputs = getattr(baseline, "inputs", baseline).tied()
    act = acts.act_of(inputs)
    known = act.known(inputs)
    rules = list(act.rules(named(known), inputs.fiscal_year))
    given_ = {key.path: value for key, value in known.items()}
    arrays = [np.broadcast_to(np.asarray(one, float), found.shape) for one in varying.values()]
    for place in np.ndindex(found.shape):
        changed = {p: Fraction(float(a[place])) for p, a in zip(varying, arrays, strict=True)}
        exact = figures_of(rules, given_ | changed)
        follow = {p for p, one in exact.items() if one.operands and p not in given_}
        assert follow == set(found.paths())
        for path in follow:
            number, value = float(found[path][place]), exact[path].value
            assert math.isclose(value, number, rel_tol=1e-9, abs_tol=1e-6), path


@pytest.mark.parametrize("years", LAWS.values(), ids=LAWS)
@given(st.data())
def test_every_figure_of_the_act_of_2002_agrees(years: range, data: st.DataObject) -> None:
    """Whatever varies, alone or with others: what is affine in it, and what is not."""
    year = data.draw(st.sampled_from(years))
    inputs = data.draw(since_2002.allotted_inputs(fiscal_year=year, max_value=MOST))
    assert_agrees(inputs, data.draw(since_2002.varying(inputs, max_value=MOST)))


QUANTITIES = st.lists(st.integers(2_000_000, MOST), min_size=1, max_size=3)


def assert_agrees_under(baseline: Any, quantities: Any) -> None:
    """Vary the overall quantity, or consumption where it follows from that."""
    stated = getattr(baseline, "inputs", baseline).overall_allotment_quantity is not None
    path = "overall_allotment_quantity" if stated else "estimates.consumption"
    assert_agrees(baseline, {path: quantities})


@given(since_2002.projections(), QUANTITIES)
def test_projected_shares_agree(projected: Any, quantities: list[int]) -> None:
    """Also where a tonnage below zero leaves less than nothing, and so nothing."""
    assert_agrees_under(project(**projected.arguments), quantities)


@given(since_2002.notices(), QUANTITIES)
def test_notices_with_what_stood_before_agree(notice: Notice, quantities: list[int]) -> None:
    """What changed and what was reassigned is no part of the inputs, and nothing follows it."""
    assert_agrees_under(notice, quantities)


BUNDLED = [
    name
    for name in bundled()
    if load(name).act == "2002" and Key("overall_allotment_quantity") in load(name).known
]


@pytest.mark.parametrize("name", BUNDLED)
def test_bundled_notices_agree(name: str) -> None:
    assert_agrees_under(load(name), [[9_000_000], [10_500_000]])


# Each formula over arrays, of recipients on the last axis, and with labels.

# What takes no arrays: laws, names and years, exact weights, and one rounded quantity.
OF_NO_ARRAYS = {
    *("average_in_greatest_years", "in_force", "lowest_terms", "marketing_assessment_rate"),
    "printed_sector_allotments",
}
FORMULAS = [
    (act, of_act, formula)
    for act, of_act in ((act1990, strategies), (act2002, since_2002))
    for formula in of_act.FORMULAS
    if formula not in OF_NO_ARRAYS
]
PLAIN = {"count", "crop_year", "fiscal_year", "weights"}  # the same for all scenarios
NAMED = {"processor", "state", "seller", "buyer", "closed", "receiving"}  # a place on the last axis
SCENARIOS = 2
FEWER = settings(max_examples=max(1, settings().max_examples // 3))  # of each of many


def flat(table: Mapping[Any, Any]) -> dict[Any, Any]:
    """Return numbers by recipient, or by State and recipient."""
    return {
        (key, inner): number
        for key, value in table.items()
        for inner, number in (value if isinstance(value, Mapping) else {"": value}).items()
    }


def over_arrays(act: Any, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of a formula as arrays of the same scenario twice.

    What is by State is named by State in 1990, and since 2002 a mapping of States to arrays.
    """
    tables = [flat(one) for one in arguments.values() if isinstance(one, Mapping)]
    places = [*tables[0]] if tables else []
    names_ = [arguments[name] for name in arguments if name in NAMED and places]
    places += [(name, "") for name in names_ if (name, "") not in places]
    found: dict[str, Any] = {}
    for name, value in arguments.items():
        found[name] = value
        if isinstance(value, Mapping):
            row = [float(flat(value).get(place, 0)) for place in places]
            found[name] = np.array([row] * SCENARIOS)
        elif name in NAMED and places:
            found[name] = places.index((value, ""))
        elif isinstance(value, list) and name not in PLAIN:
            found[name] = np.array([[float(one) for one in value]] * SCENARIOS)
        elif (
            name not in PLAIN
            and isinstance(value, int | Fraction | Decimal)
            and type(value) is not bool
        ):
            found[name] = np.array([float(value)] * SCENARIOS)
    by_state = any(inner for _, inner in places)
    states = [state for state, _ in places]
    if by_state and act is act1990:
        return {**found, "states": states}
    for name, value in found.items() if by_state else ():
        if np.ndim(value) > 1:
            own = {s: [at for at, one in enumerate(states) if one == s] for s in states}
            found[name] = {state: value[:, columns] for state, columns in own.items()}
    return found


def numbers_of(result: Any) -> list[Any]:
    """Return all numbers of a result, of arrays those of the last scenario."""
    if hasattr(result, "imports"):
        result = [result.allocations, result.imports, getattr(result, "sold_by_ccc", 0)]
    if isinstance(result, Mapping):
        result = list(result.values())
    if isinstance(result, list | tuple):
        return [number for one in result for number in numbers_of(one)]
    return [*np.atleast_1d(result[-1] if np.ndim(result) else result).tolist()]


@FEWER
@pytest.mark.parametrize(("act", "of_act", "formula"), FORMULAS)
@given(st.data())
def test_formulas_over_arrays_agree(
    act: Any, of_act: Any, formula: str, data: st.DataObject
) -> None:
    arguments = data.draw(of_act.arguments(formula, max_value=MOST))
    arguments.pop("adjustment", None)  # of acres nearly all taken away floats leave no digit
    for name in {"allocation", "allotment"} & set(arguments):
        if formula.startswith("allocate_to_new"):  # floats may add up to less than all there is
            arguments[name] = Fraction(arguments[name]) * 99 / 100
    if formula == "proportionate_share" and not isinstance(arguments["acreage_base"], Mapping):
        arguments["acreage_base"] = {"A": arguments["acreage_base"]}  # a farm on the last axis
    function = getattr(act, formula)
    exact = numbers_of(function(**arguments))
    found = numbers_of(function(**over_arrays(act, arguments)))
    largest = max(abs(one) for one in exact)
    for one, other in zip(exact, found, strict=True):
        assert abs(one - Fraction(other)) <= max(NEAR, largest / 2**40)


LABELLED = [
    (act, of_act, formula)
    for act, of_act, formula in FORMULAS
    if formula in {"prorate", "adjust", "reassign_beet_deficits", "raise_beet_allocations"}
]


@FEWER
@pytest.mark.parametrize(("act", "of_act", "formula"), LABELLED)
@given(st.data())
def test_labelled_input_agrees_in_any_order(
    act: Any, of_act: Any, formula: str, data: st.DataObject
) -> None:
    """Series whose labels stand in orders of their own: each number stays with its recipient."""
    pd = pytest.importorskip("pandas")
    arguments = data.draw(of_act.arguments(formula, max_value=MOST))
    series = {
        name: pd.Series({key: value[key] for key in data.draw(st.permutations(list(value)))})
        for name, value in arguments.items()
        if isinstance(value, Mapping)
    }
    function = getattr(act, formula)
    exact, found = function(**arguments), function(**{**arguments, **series})
    if hasattr(exact, "imports"):
        assert exact.imports == found.imports
        exact, found = exact.allocations, found.allocations
    assert dict(exact) == dict(found)


@given(st.data())
def test_frames_and_series_of_scenarios_agree(data: st.DataObject) -> None:
    """The columns of a frame are paths in any order; rows of Series with one index go together."""
    pd = pytest.importorskip("pandas")
    inputs = data.draw(since_2002.allotted_inputs(max_value=MOST))
    paths = [key.path for key in acts.act_of(inputs).known(inputs) if key.family == "weights"]
    paths += ["overall_allotment_quantity"] * (inputs.overall_allotment_quantity is not None)
    one = st.integers(2_000_000, MOST)
    columns = {path: data.draw(st.lists(one, min_size=3, max_size=3)) for path in paths}
    expected = evaluate(inputs, columns)
    frame = pd.DataFrame(columns, index=["low", "middle", "high"])
    frame = frame[data.draw(st.permutations(paths))]
    for labelled in (frame, dict(frame.items())):
        found = evaluate(inputs, labelled)
        for name, array in expected.arrays.items():
            assert np.array_equal(array, found.arrays[name])


def test_a_part_of_nothing_stays_nothing_and_something_of_nothing_is_refused() -> None:
    """Louisiana has no allotment; 0 of 0 tons is 0 of any, and 5 of 0 is no share."""
    louisiana = {"Florida": 588_000, "Hawaii": 325_000, "Louisiana": 0}
    quantity = {"overall_allotment_quantity": [2_100_000]}
    for tons in (0, 5):
        stated: dict[str, Any] = {
            "fiscal_year": 2015,
            "estimates": {"consumption": 2_000_000},
            "overall_allotment_quantity": 2_000_000,
            "recorded": {"states": louisiana, "processors": {"Louisiana": {"A": tons}}},
        }
        inputs = act2002.Inputs(**stated)
        if not tons:
            assert [0] == evaluate(inputs, quantity)["processors.Louisiana.A"].tolist()
            continue
        expected = "^processors.Louisiana.A: found 0 to divide by, expected more$"
        for refused in (
            lambda given=inputs: evaluate(given, quantity),
            lambda given=inputs: given.replace(overall_allotment_quantity=2_100_000),
        ):
            with pytest.raises(InvalidInput, match=expected):
                determine(refused())
