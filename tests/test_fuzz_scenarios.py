"""Scenario inputs, damaged: refused by name and index, or as exact as the exact chain."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st

import allotments
from allotments import InvalidInput, act1990, acts
from allotments.act1990.inverse_questions import (
    carryover_stocks_for_restraint,
    weights_for_restraint,
)
from allotments.act2002 import Inputs
from allotments.figures.act import named
from allotments.figures.evaluation import evaluate as figures_of
from allotments.scenarios import (
    evaluate,
    reassign_deficits,
    sample,
    summarise,
    weight_grid,
)
from allotments.strategies import act2002
from allotments.strategies import inputs as inputs_strategy

INPUTS = allotments.load("fy1995").inputs
REFUSED = (InvalidInput, TypeError, ValueError)  # as documented; NumPy's own are ValueErrors, too
MOST = 10**8  # short tons: what a millionth of a ton is promised up to
NEAR = Fraction(1, 10**6)
ESTIMATES = [f"estimates.{name}" for name in type(INPUTS.estimates).model_fields]
CRITERIA = [
    f"criteria.{sector}.{name}"
    for sector in ("beet", "cane")
    for name in ("past_marketings", "processing_capacity", "ability_to_market")
]
SOUND_TYPES = [
    "f8",
    "f4",
    "f2",
    "g",
    ">f8",
    ">f4",
    "i8",
    "u8",
    "i4",
    "u4",
    "i2",
    "u1",
    ">i8",
    ">u2",
]
ODD_TYPES: list[Any] = ["?", "c16", "O", "U9", "S9", "M8[s]", "m8[s]", "V8", [("a", "f8")]]
NUMBERS = [0, 1, 255, 20_000, 65_504, 1_278_000, 7_890_000, 9_247_000, MOST]
ODD_NUMBERS = [
    *(-1, -0.0, 5e-324, 2.2e-308, 0.1, 1e-9, 1e9, 1e9 + 1, 1e17, 2.0**64, 1e300, 1.8e308),
    *(float("nan"), float("inf"), -float("inf"), -1e-300, 0.5, 16_777_217, 4.0),
]


def _read_only(array: Any) -> Any:
    array = array.copy()
    array.flags.writeable = False
    return array


LAYOUTS: dict[str, Callable[[Any], Any]] = {
    "as it is": lambda array: array,
    "read only": _read_only,
    "every second": lambda array: np.repeat(array, 2, axis=0)[::2],
    "backwards": lambda array: array[::-1].copy()[::-1],
    "Fortran": np.asfortranarray,
    "column": lambda array: np.stack([array, array], axis=-1)[..., 0],
    "subclass": lambda array: array.view(np.matrix) if array.ndim == 2 else array,
    "masked, nothing hidden": lambda array: np.ma.masked_array(array, np.zeros(array.shape, bool)),
    "masked": lambda array: np.ma.masked_array(array, np.ones(array.shape, bool)),
    "list": lambda array: array.tolist(),
}


@st.composite
def arrays(draw: st.DrawFn, shape: tuple[int, ...], *, odd: bool) -> Any:
    """Numbers of a shape, in one of NumPy's types and layouts; if *odd*, with things amiss."""
    size = int(np.prod(shape))
    pool = st.sampled_from([*NUMBERS, *(ODD_NUMBERS if odd else [])])
    numbers = draw(st.lists(pool | st.integers(20_000, MOST), min_size=size, max_size=size))
    kind: Any = draw(st.sampled_from([*SOUND_TYPES, *(ODD_TYPES if odd else [])]))
    array = np.array(numbers, dtype=np.float64).reshape(shape)
    with np.errstate(all="ignore"):
        try:
            cast = array.astype(kind)
        except (TypeError, ValueError):  # NumPy knows no such conversion
            cast = np.zeros(shape, kind)
        if odd or (cast.astype(np.float64) == array).all():
            array = cast
    layout = draw(st.sampled_from(list(LAYOUTS) if odd else list(LAYOUTS)[:6]))
    return LAYOUTS[layout](array) if shape else array


@st.composite
def scenarios(draw: st.DrawFn, *, odd: bool) -> dict[str, Any]:
    """What varies, by path; mostly shapes that broadcast."""
    length = draw(st.integers(1, 4))
    shapes = [(length,), (1,), (2, length), (2, 1), ()] + ([(0,), (3, 2)] if odd else [])
    paths = draw(st.lists(st.sampled_from([*ESTIMATES, *CRITERIA]), max_size=3, unique=True))
    found = {path: draw(arrays(draw(st.sampled_from(shapes)), odd=odd)) for path in paths}
    if draw(st.booleans()) or not found:
        found["weights"] = draw(_weights((*draw(st.sampled_from(shapes)), 3), odd=odd))
    return found


@st.composite
def _weights(draw: st.DrawFn, shape: tuple[int, ...], *, odd: bool) -> Any:
    pool: list[float] = [0, 1, 2, 25, 50, 0.25, 1e-3, 1e3]
    pool += [1e-320, 5e-324, 1e-200, 1e300, 1.7e308, -1.0, float("nan"), -0.0] if odd else []
    size = int(np.prod(shape))
    numbers = draw(st.lists(st.sampled_from(pool), min_size=size, max_size=size))
    return np.array(numbers, dtype=draw(st.sampled_from(["f8", ">f8", "g"]))).reshape(shape)


def exact_chain(values: dict[str, Any]) -> dict[str, Fraction] | None:
    """The chain by the formulas on exact numbers; nothing where there is nothing to divide by."""
    consumption, carryover, production, carry_in = (values[path] for path in ESTIMATES)
    imports = act1990.estimated_imports(consumption, carryover, production, carry_in)
    overall = act1990.overall_allotment_quantity(consumption, carryover, carry_in)
    bases = {}
    for sector in ("beet", "cane"):
        three = [values[path] for path in CRITERIA if f".{sector}." in path]
        bases[sector] = sum(
            (weight * tons for weight, tons in zip(values["weights"], three, strict=True)),
            Fraction(0),
        ) / sum(values["weights"])
    if not any(bases.values()):
        return None
    found = {"imports": Fraction(imports), "overall_allotment_quantity": Fraction(overall)}
    for sector, allotment in act1990.prorate(overall, bases).items():
        able = values[f"criteria.{sector}.ability_to_market"]
        found[f"sectors.{sector}"] = Fraction(allotment)
        found[f"restraint.{sector}"] = Fraction(act1990.restraint(able, allotment))
    return found


def exact_values(varying: dict[str, Any], shape: tuple[int, ...], index: tuple[int, ...]) -> Any:
    """The inputs of one scenario as exact numbers."""
    values: dict[str, Any] = {
        path: Fraction(getattr(INPUTS.estimates, path.partition(".")[2])) for path in ESTIMATES
    }
    for path in CRITERIA:
        _, sector, name = path.split(".")
        values[path] = Fraction(getattr(getattr(INPUTS.criteria, sector), name))
    values["weights"] = [Fraction(weight) for weight in INPUTS.weights]
    for path, given_values in varying.items():
        array = np.asarray(given_values)
        if path == "weights":
            row = np.broadcast_to(array, (*shape, 3))[index]
            values[path] = [Fraction(float(weight)) for weight in row]
        else:
            values[path] = Fraction(float(np.broadcast_to(array, shape)[index]))
    return values


def check_against_exact(result: Any, varying: dict[str, Any]) -> None:
    """Every scenario is what the exact chain gives, to a millionth of a short ton."""
    shape = result.shape if any(np.ndim(a) > (p == "weights") for p, a in varying.items()) else ()
    for index in np.ndindex(*result.shape):
        values = exact_values(varying, shape, index if shape else ())
        expected = exact_chain(values)
        assert expected is not None
        largest = max(v for path, v in values.items() if path != "weights")
        within = NEAR * max(1, largest / MOST)
        required = expected["imports"] < 1_250_000
        assert required == bool(result.allotments_required[index])
        for path, amount in expected.items():
            found = float(result[path][index])
            if path == "imports" or required:
                assert abs(Fraction(found) - amount) <= within, (path, index, found, float(amount))
            else:
                assert np.isnan(found)


@given(scenarios(odd=False))
def test_sound_scenarios_in_every_type_and_layout_are_exact(varying: dict[str, Any]) -> None:
    try:
        result = evaluate(INPUTS, varying)
    except InvalidInput as error:
        check_refusal(str(error), varying)
        return
    check_against_exact(result, varying)


def check_line(said: str) -> None:
    """A line of the library's own, or of NumPy's or Python's on types and sizes."""
    assert 0 < len(said) < 500
    assert "set_int_max_str_digits" not in said


def check_refusal(said: str, varying: dict[str, Any]) -> None:
    """A refusal names what varies, or what follows from it, and says what was expected."""
    assert "expected" in said or "broadcast" in said or "did you mean" in said, said
    assert len(said) < 500
    assert said.isprintable()
    beginnings = (*varying, *(path.rpartition(".")[0] for path in varying), "found the shape")
    beginnings += ("criteria",) if "weights" in varying else ()
    assert said.startswith(beginnings), said


@given(scenarios(odd=True))
@example({"estimates.consumption": np.ma.masked_array(np.array([9_300_000], object), [True])})
def test_odd_scenarios_are_refused_or_exact(varying: dict[str, Any]) -> None:
    try:
        result = evaluate(INPUTS, varying)
    except REFUSED as error:
        event(f"refused: {type(error).__name__}")
        check_refusal(str(error), varying)
        return
    event("accepted")
    assert not any(np.ma.is_masked(array) for array in varying.values())
    check_against_exact(result, varying)
    whole = summarise(INPUTS, varying, only=["imports"], progress=False).statistics["imports"]
    imports = result["imports"]
    assert (imports.size, imports.min(), imports.max()) == (
        whole.count,
        whole.minimum,
        whole.maximum,
    )


@st.composite
def notices_and_scenarios(draw: st.DrawFn) -> tuple[act1990.Inputs, dict[str, Any]]:
    """Inputs of any kind, and odd arrays for what States and processors follow from."""
    inputs = draw(inputs_strategy(max_value=MOST))
    tables = {f"state_criteria.{state}": 1 for state in inputs.state_criteria}
    names = {group: list(table) for group, table in inputs.processor_criteria.items()}
    tables |= {f"processor_criteria.{group}.{n}": 1 for group in names for n in names[group]}
    paths = [f"{table}.{name}" for table in tables for name in act1990.Criteria.model_fields]
    groups = {**names, **{g: list(table) for g, table in inputs.recorded.processors.items()}}
    able = {f"ability_to_market.{group}": len(found) for group, found in groups.items() if found}
    chosen = draw(st.lists(st.sampled_from([*paths, *able, *ESTIMATES]), max_size=4, unique=True))
    length, odd = draw(st.integers(1, 3)), draw(st.booleans())
    return inputs, {
        path: draw(arrays((length, able[path]) if path in able else (length,), odd=odd))
        for path in chosen
    }


@given(notices_and_scenarios())
def test_odd_scenarios_of_any_inputs_are_refused_or_add_up(case: Any) -> None:
    """What is divided is divided whole, and no deficit gets lost."""
    inputs, varying = case
    try:
        result = evaluate(inputs, varying)
    except REFUSED as error:
        event(f"refused: {type(error).__name__}")
        check_line(str(error))
        return
    event("accepted")
    required = result.allotments_required
    overall = result["overall_allotment_quantity"]
    assert (np.isnan(overall) == ~required).all()
    close: Any = {"rtol": 1e-12, "atol": float(NEAR)}
    np.testing.assert_allclose(result["sectors.beet"] + result["sectors.cane"], overall, **close)
    if inputs.state_criteria:
        np.testing.assert_allclose(result["states"].sum(axis=-1), result["sectors.cane"], **close)
    for sector in ("beet", "cane"):
        if (name := f"after_deficits.{sector}") in result.arrays:
            paths = (
                path.replace("after_deficits", "processors", 1) for path in result.labels[name]
            )
            before = np.sum([result[path] for path in paths], axis=0)
            after = result[name].sum(axis=-1) + result[f"deficits_to_imports.{sector}"]
            np.testing.assert_allclose(after[required], before[required], **close)


ANNOUNCED = {
    name: allotments.load(name).inputs
    for name in ("fy2003", "fy2009", "fy2012", "fy2021", "fy2025")
}
SHARES = {"sectors.beet": Fraction(5_435, 10_000), "sectors.cane": Fraction(4_565, 10_000)}
QUANTITY = "overall_allotment_quantity"


@st.composite
def announcements(draw: st.DrawFn) -> tuple[Any, dict[str, Any]]:
    """Inputs under the Act of 2002, as announced or drawn, and odd arrays for some of them."""
    inputs = draw(st.sampled_from(list(ANNOUNCED.values())) | act2002.inputs(max_value=MOST))
    paths = [key.path for key in acts.act_of(inputs).known(inputs)]
    chosen = draw(st.lists(st.sampled_from(paths), min_size=1, max_size=3, unique=True))
    length, odd = draw(st.integers(1, 3)), draw(st.booleans())
    shapes = st.sampled_from([(length,), (1,), (), (2, length)])
    return inputs, {path: draw(arrays(draw(shapes), odd=odd)) for path in chosen}


BELOW_NOTHING = {  # of fiscal year 2003, less imports of 1,532,000: nothing is consumed
    "fiscal_year": 2003,
    "estimates": dict.fromkeys(
        ("consumption", "reasonable_carryover_stocks", "carry_in_stocks"), 0
    ),
    "beet_criteria": {"A": {"crop_1998": 1, "crop_1999": 1, "crop_2000": 1}},
    "supply": {"beet": {"A": 0}},
}


@given(announcements())
@example((Inputs.model_validate(BELOW_NOTHING), {"estimates.consumption": np.array([0.0])}))
def test_odd_scenarios_of_announcements_are_refused_or_exact(case: Any) -> None:
    """In every scenario sectors are 54.35 and 45.65 percent, and all is as the rules have it."""
    inputs, varying = case
    try:
        result = evaluate(inputs, varying)
    except REFUSED as error:
        event(f"refused: {type(error).__name__}")
        check_line(str(error))
        return
    event("accepted")
    act = acts.act_of(inputs)
    known = act.known(inputs.tied())
    rules = list(act.rules(named(known), inputs.fiscal_year))
    given_ = {key.path: value for key, value in known.items()}
    for index in np.ndindex(result.shape):
        changed = {
            path: Fraction(float(np.broadcast_to(np.asarray(array), result.shape)[index]))
            for path, array in varying.items()
        }
        exact = figures_of(rules, given_ | changed)
        largest = max([*map(abs, changed.values()), *map(abs, given_.values()), 1])
        for path in result.paths():
            found, figure = float(result[path][index]), exact.get(path)
            if figure is None:
                assert np.isnan(found), path
            else:
                assert abs(Fraction(found) - figure.value) <= NEAR * largest, path
        if QUANTITY in exact:
            for path, share in SHARES.items():
                found = float(result[path][index])
                assert abs(Fraction(found) - share * exact[QUANTITY].value) <= NEAR * largest


@st.composite
def deficits(draw: st.DrawFn) -> tuple[Any, Any, list[str] | None]:
    """Allocations and abilities of some processors, and for cane the State of each."""
    count = draw(st.integers(1, 4))
    rows = draw(st.integers(1, 3))
    shapes = st.sampled_from([(count,), (rows, count), (1, count), (count + 1,), (0,)])
    odd = draw(st.booleans())
    two = [draw(arrays(draw(shapes), odd=odd)) for _ in range(2)]
    states = st.lists(st.sampled_from(["Florida", "Texas"]), min_size=count, max_size=count)
    return two[0], two[1], draw(st.none() | states)


@given(deficits(), st.sampled_from(["capacity", "allocations"]))
def test_odd_deficits_are_refused_or_exact(case: Any, reading: Any) -> None:
    allocations, abilities, states = case
    try:
        after = reassign_deficits(allocations, abilities, states=states, in_proportion_to=reading)
    except REFUSED as error:
        event(f"refused: {type(error).__name__}")
        check_line(str(error))
        return
    assert not np.ma.is_masked(allocations)
    assert not np.ma.is_masked(abilities)
    given_, able = np.broadcast_arrays(np.asarray(allocations), np.asarray(abilities))
    for index in np.ndindex(given_.shape[:-1]):
        exact = exact_deficits(given_[index], able[index], states, reading)
        largest = max(float(given_.max()), float(able.max()))
        within = NEAR * max(Fraction(1), Fraction(largest) / MOST)
        for place, amount in enumerate(exact):
            whole = after.allocations[index] if index else after.allocations
            left = after.imports[index] if index else after.imports
            found = float(left) if place == len(whole) else float(whole[place])
            assert abs(Fraction(found) - amount) <= within, (index, place, found, amount)


def exact_deficits(given_: Any, able: Any, states: list[str] | None, reading: Any) -> list[Any]:
    """What each processor ends with, and imports last, by the formulas on exact numbers."""
    one = {str(n): Fraction(float(tons)) for n, tons in enumerate(given_)}
    other = {str(n): Fraction(float(tons)) for n, tons in enumerate(able)}
    if states is None:
        after = act1990.reassign_beet_deficits(one, other, in_proportion_to=reading)
        return [*after.allocations.values(), after.imports]
    nested = [
        {
            state: {n: tons for n, tons in table.items() if states[int(n)] == state}
            for state in dict.fromkeys(states)
        }
        for table in (one, other)
    ]
    after = act1990.reassign_cane_deficits(*nested, in_proportion_to=reading)
    flat = {n: tons for table in after.allocations.values() for n, tons in table.items()}
    return [*(flat[str(n)] for n in range(len(states))), after.imports]


ODD: list[Any] = [
    *(
        None,
        True,
        "1",
        b"1",
        [],
        [1],
        {},
        {1990: 1},
        {1989: 120, 1990: 0, 1991: 115, 1992: 130, 1993: 120},
        {3, 5},
        (),
        object,
        1j,
        float("nan"),
        float("inf"),
        -0.0,
        -1,
        0,
        1,
    ),
    *(
        10**30,
        10**400,
        10**5_000,
        -(10**5_000),
        Fraction(1, 3),
        Fraction(10**400),
        Fraction(1, 10**400),
    ),
    *(1e100, 5e-324, np.int8(100), np.int8(-1), np.uint8(255), np.uint64(2**64 - 1), np.float16(9)),
    *(np.longdouble(1), np.bool_(1), np.datetime64("1994"), np.ma.masked, np.zeros(0), np.zeros(3)),
    *(np.zeros((2, 2)), np.array(None), np.array("x"), np.broadcast_to(1.0, (1_000, 1_000))),
    *(
        np.ma.masked_array([1.0, 2.0], [False, True]),
        np.array([1e100, -1e100]),
        np.array([np.nan, 1]),
    ),
]


@given(st.sampled_from([carryover_stocks_for_restraint, weights_for_restraint]), st.data())
def test_inverse_questions_are_refused_or_answered_exactly(ask: Any, data: Any) -> None:
    aim = data.draw(st.sampled_from(ODD) | st.integers(-(10**7), 10**7) | st.floats())
    sector = data.draw(st.sampled_from(["beet", "cane", "beets", None, 1, []]))
    ends = [(1, 1, 2), (10, 30, 60)] if ask is weights_for_restraint else []
    try:
        answer = ask(INPUTS, aim, *ends, sector=sector)
    except REFUSED as error:
        check_line(str(error))
        return
    if isinstance(aim, (list, tuple)) or np.ndim(aim):  # in floats: tests/scenarios has them
        event("an array")
        return
    values = exact_values({}, (), ())
    path = "estimates.reasonable_carryover_stocks"
    values |= {"weights": answer.weights} if ends else {path: answer}
    found = exact_chain(values)
    assert found is not None
    assert float(np.asarray(aim).item() if hasattr(aim, "item") else aim) == pytest.approx(
        float(found[f"restraint.{sector}"]), rel=1e-12
    )


@given(st.sampled_from(ODD))
def test_grids_and_draws_refuse_an_odd_size_or_have_it(size: Any) -> None:
    small = not isinstance(size, int) or abs(size) < 10**6
    try:
        grid = weight_grid(size)
    except REFUSED as error:
        check_line(str(error))
    else:
        steps = int(size)
        assert small
        assert ((steps + 1) * (steps + 2) // 2, 3) == grid.shape
        np.testing.assert_allclose(1, grid.sum(axis=1), rtol=1e-15)
    try:
        draws = sample(INPUTS, np.random.default_rng(0), 5, {ESTIMATES[0]: size})
    except REFUSED as error:
        check_line(str(error))
    else:
        assert (draws[ESTIMATES[0]] >= 0).all()
