"""Labelled input in all disorders: what has names meets by them, other labels are refused."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st
from malformed_input import check_line
from test_fuzz_formulas import ACTS, CASES, MOST, REFUSED, check_close, leaves, size_of

import allotments
from allotments.core.checked import InRange, readers_of
from allotments.scenarios import evaluate
from allotments.scenarios.kernels import kernels_of

pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")
xr = pytest.importorskip("xarray")

Table: TypeAlias = dict[str, Any]
ROWS = ["a", "b", "c"]
# A table of recipients in a labelled form, whose names stand in the order of the table.
FORMS: dict[str, Callable[[Table], Any]] = {
    "pandas series": lambda table: pd.Series(list(table.values()), list(table), dtype=object),
    "pandas frame": lambda table: pd.DataFrame(
        [list(map(float, table.values()))] * 3, ROWS, list(table)
    ),
    "polars frame": lambda table: pl.DataFrame({n: [float(v)] * 3 for n, v in table.items()}),
    "items": lambda table: pd.Series(table, dtype=object),
}


WITH_TABLES = [
    (act, formula)
    for act, formula in CASES
    if any(hasattr(one, "or_one") for one in readers_of(getattr(ACTS[act][0], formula)).values())
]


def is_table(value: Any) -> bool:
    number = int | Fraction | Decimal
    return isinstance(value, dict) and all(isinstance(one, number) for one in value.values())


def refusal(call: Callable[[], Any]) -> str | None:
    """Why a call is refused, in lines as they ought to be."""
    try:
        call()
    except REFUSED as error:
        lines = str(error).splitlines()
        assert lines
        for line in lines:
            check_line(line)
        return str(error)
    return None


@given(st.sampled_from(WITH_TABLES), st.sampled_from(list(FORMS)), st.data())
def test_recipients_in_any_form_and_order_are_found_by_name(
    case: tuple[str, str], form: str, data: st.DataObject
) -> None:
    """Each gets what a plain table gives, or both are refused; of rows each is a scenario."""
    act, formula = case
    module, _, arguments_of = ACTS[act]
    function = getattr(module, formula)
    arguments = data.draw(arguments_of(formula, max_value=MOST))
    tables = [name for name, value in arguments.items() if is_table(value) and value]
    assume(tables)
    name = data.draw(st.sampled_from(tables))
    others = data.draw(st.permutations(list(arguments[name])))
    damage = data.draw(st.sampled_from(["none", "none", "drop", "rename"]))
    plain = {one: arguments[name][one] for one in others}
    if damage == "drop":
        del plain[others[0]]
    elif damage == "rename":
        plain = {"another": plain.pop(others[0]), **plain}
    expected = refusal(lambda: function(**{**arguments, name: plain}))
    if not plain:
        assert expected is not None or damage == "drop"
        return
    labelled = {**arguments, name: FORMS[form](plain)}
    found = refusal(lambda: function(**labelled))
    if form in {"pandas series", "items"}:
        assert (found is None) == (expected is None), (found, expected)
    if found is not None or expected is not None:
        event("refused")
        return
    event("accepted")
    exact = dict(leaves(function(**{**arguments, name: plain})))
    size = size_of(arguments)
    for path, one in leaves(function(**labelled)):
        for element in np.ravel(one) if path in exact else ():  # of arrays there are no flows
            check_close(element, exact[path], size)


@given(st.sampled_from(WITH_TABLES), st.sampled_from(["twice", "nan", "None", "text"]), st.data())
def test_names_that_stand_twice_and_what_is_no_number_are_refused(
    case: tuple[str, str], damage: str, data: st.DataObject
) -> None:
    act, formula = case
    module, _, arguments_of = ACTS[act]
    arguments = data.draw(arguments_of(formula, max_value=MOST))
    tables = [name for name, value in arguments.items() if is_table(value) and value]
    assume(tables)
    name = data.draw(st.sampled_from(tables))
    names, values = list(arguments[name]), list(arguments[name].values())
    if damage == "twice":
        names, values = [*names, names[0]], [*values, values[0]]
    else:
        values[0] = {"nan": float("nan"), "None": None, "text": "x"}[damage]
    series = pd.Series(values, names, dtype=object)
    assert refusal(lambda: getattr(module, formula)(**{**arguments, name: series}))


@given(st.sampled_from(CASES), st.data())
def test_rows_of_series_never_meet_by_their_places(
    case: tuple[str, str], data: st.DataObject
) -> None:
    """Two series with the same labels go row by row; in another order they are refused."""
    act, formula = case
    module, _, arguments_of = ACTS[act]
    function = getattr(module, formula)
    arguments = data.draw(arguments_of(formula, max_value=MOST))
    readers = readers_of(function)
    single = [name for name in arguments if name in readers and isinstance(readers[name], InRange)]
    assume(len(single) > 1)
    one, other = data.draw(st.permutations(single))[:2]
    order = data.draw(st.permutations(ROWS))
    rows = {
        name: pd.Series([float(arguments[name])] * 3, index)
        for name, index in ((one, ROWS), (other, list(order)))
    }
    found = refusal(lambda: function(**{**arguments, **rows}))
    if list(order) != ROWS:
        assert found is not None
    if found is not None:
        event("refused")
        return
    event("accepted")
    exact, size = dict(leaves(function(**arguments))), size_of(arguments)
    for path, leaf in leaves(function(**{**arguments, **rows})):
        for element in np.ravel(leaf):
            check_close(element, exact[path], size)


BASELINES = {name: allotments.load(name).inputs for name in ("fy1995", "fy2021", "fy2025")}
PATHS = {
    name: [path for path, value in kernels_of(inputs).known(inputs).items() if not np.ndim(value)]
    for name, inputs in BASELINES.items()
}


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, dict[str, list[int]]]:
    """A baseline, and for some of its quantities one for each of three scenarios."""
    name = draw(st.sampled_from(sorted(BASELINES)))
    paths = draw(st.lists(st.sampled_from(PATHS[name]), min_size=1, max_size=4, unique=True))
    tons = st.lists(st.integers(2_000_000, MOST // 10), min_size=3, max_size=3)
    return name, {path: draw(tons) for path in paths}


WHOLE: dict[str, Callable[[dict[str, list[int]]], Any]] = {
    "pandas frame": lambda table: pd.DataFrame(table, index=ROWS),
    "polars frame": pl.DataFrame,
    "series": lambda table: {path: pd.Series(tons, ROWS) for path, tons in table.items()},
    "polars series": lambda table: {path: pl.Series(tons) for path, tons in table.items()},
    "data arrays": lambda table: {
        path: xr.DataArray(tons, {"which": ROWS}, ["which"]) for path, tons in table.items()
    },
    "dataset": lambda table: xr.Dataset(
        {path: ("which", tons) for path, tons in table.items()}, {"which": ROWS}
    ),
    "nullable": lambda table: pd.DataFrame(table, index=ROWS, dtype="Int64"),
    "mixed": lambda table: {
        path: [pd.Series(tons, ROWS, name="x"), np.array(tons), tons, pl.Series(tons)][n % 4]
        for n, (path, tons) in enumerate(table.items())
    },
}


def check_same(found: Any, expected: Any) -> None:
    assert list(expected.arrays) == list(found.arrays)
    for path in expected.paths():
        np.testing.assert_array_equal(expected[path], found[path], path)


@given(changes(), st.sampled_from(list(WHOLE)), st.data())
def test_scenarios_in_any_form_and_order_are_those_of_arrays(
    case: tuple[str, dict[str, list[int]]], form: str, data: st.DataObject
) -> None:
    name, table = case
    inputs = BASELINES[name]
    shuffled = {path: table[path] for path in data.draw(st.permutations(list(table)))}
    plain = refusal(lambda: evaluate(inputs, table))
    found = refusal(lambda: evaluate(inputs, WHOLE[form](shuffled)))
    assert (plain is None) == (found is None), found
    if plain is None:
        check_same(evaluate(inputs, WHOLE[form](shuffled)), evaluate(inputs, table))


@given(changes(), st.sampled_from(["order", "label", "twice", "nan", "path", "length"]), st.data())
def test_scenarios_in_disorder_are_refused_in_a_line(
    case: tuple[str, dict[str, list[int]]], damage: str, data: st.DataObject
) -> None:
    """Other labels or another order beside the first; a name twice, no number, no such path."""
    name, table = case
    path = data.draw(st.sampled_from(list(table)))
    series: dict[str, Any] = {one: pd.Series(tons, ROWS) for one, tons in table.items()}
    if damage in {"order", "label", "length"}:
        assume(len(table) > 1)
        index = {"order": ["b", "a", "c"], "label": ["a", "b", "d"], "length": ["a", "b"]}[damage]
        series[path] = pd.Series(table[path][: len(index)], index)
    elif damage == "nan":
        series[path] = pd.Series([2e6, np.nan, 2e6], ROWS)
    elif damage == "path":
        series[f"{path}s"] = series.pop(path)
    given_: Any = series
    if damage == "twice":
        frame = pd.DataFrame(series)
        given_ = pd.concat([frame, frame[[path]]], axis=1)
    said = refusal(lambda: evaluate(BASELINES[name], given_))
    assert said is not None
    assert path in said or "dims" in said or "label" in said, said


@given(changes(), st.permutations(["sorted", "which"]))
def test_axes_meet_by_their_names_in_any_order(
    case: tuple[str, dict[str, list[int]]], dims: list[str]
) -> None:
    """The first quantity on one axis, the others on another, and one on both, either way round."""
    name, table = case
    inputs = BASELINES[name]
    first, *others = table
    arrays: dict[str, Any] = {
        first: xr.DataArray(table[first], {"sorted": ["x", "y", "z"]}, ["sorted"]),
        **{path: xr.DataArray(table[path], {"which": ROWS}, ["which"]) for path in others},
    }
    plain: dict[str, Any] = {first: np.array(table[first])[:, None]}
    plain |= {path: np.array(table[path])[None, :] for path in others}
    if others:
        both = np.add.outer(np.array([0, 1_000, 2_000]), np.array(table[others[-1]]))
        coordinates = {"sorted": ["x", "y", "z"], "which": ROWS}
        array = xr.DataArray(both, coordinates, ["sorted", "which"])
        arrays[others[-1]], plain[others[-1]] = array.transpose(*dims), both
    else:
        plain[first] = plain[first][:, 0]
    order = ["sorted", "which"][: 1 + bool(others)]
    refused = refusal(lambda: evaluate(inputs, plain))
    assert refused == refusal(lambda: evaluate(inputs, arrays, dims=order))
    if refused is None:
        found = evaluate(inputs, arrays, dims=order)
        check_same(found, evaluate(inputs, plain))


NAMED: dict[str, list[str]] = {
    path: list(names)
    for path, names in kernels_of(BASELINES["fy1995"]).recipients(BASELINES["fy1995"]).items()
    if len(names) > 1
}
ON_COLUMNS: dict[str, Callable[[Any, list[str]], Any]] = {
    "pandas frame": lambda array, names: pd.DataFrame(array, ROWS, names),
    "data array": lambda array, names: xr.DataArray(
        array, {"which": ROWS, "who": names}, ["which", "who"]
    ),
    "data array turned round": lambda array, names: xr.DataArray(
        array.T, {"who": names, "which": ROWS}, ["who", "which"]
    ),
}


@given(
    st.sampled_from(sorted(NAMED)),
    st.sampled_from(list(ON_COLUMNS)),
    st.sampled_from(["", "", "drop", "rename", "twice", "nan"]),
    st.data(),
)
def test_recipients_of_scenarios_in_any_order_are_found_by_name(
    path: str, form: str, damage: str, data: st.DataObject
) -> None:
    """Columns in another order are the same; one too few, another, or one twice is refused."""
    inputs, names = BASELINES["fy1995"], NAMED[path]
    numbers = st.lists(st.integers(20_000, MOST), min_size=len(names), max_size=len(names))
    array = np.array([data.draw(numbers) for _ in ROWS], float)
    order = list(data.draw(st.permutations(range(len(names)))))
    columns, values = [names[place] for place in order], array[:, order]
    if damage == "drop":
        columns, values = columns[1:], values[:, 1:]
    elif damage == "rename":
        columns = ["another", *columns[1:]]
    elif damage == "twice":
        columns = [columns[1], *columns[1:]]
    elif damage == "nan":
        values[-1, 0] = np.nan
    labelled = ON_COLUMNS[form](values, columns)
    found = refusal(lambda: evaluate(inputs, {path: labelled}))
    assert (found is None) == (not damage), found
    if not damage:
        expected = evaluate(inputs, {path: array})
        check_same(evaluate(inputs, {path: labelled}), expected)
