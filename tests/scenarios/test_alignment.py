"""What users give as scenarios: lists, masks, frames, and arrays whose axes have names."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import allotments
from allotments.core.errors import InvalidInput
from allotments.scenarios import evaluate, reassign_deficits, summarise, weight_grid

INPUTS = allotments.load("fy1995").inputs
STOCKS = "estimates.reasonable_carryover_stocks"
PRODUCTION = "estimates.production"
BEET = "ability_to_market.beet"
CRITERIA = ["past_marketings", "processing_capacity", "ability_to_market"]


def imports(varying: Any, **options: Any) -> Any:
    return evaluate(INPUTS, varying, only="imports", **options)["imports"].tolist()


# Lists


def test_lists_are_arrays() -> None:
    """Of stocks: 9,247,000 consumed and they, less 9,276,000 at hand."""
    assert [971_000, 1_249_000] == imports({STOCKS: [1_000_000, 1_278_000]})
    assert [[971_000.5]] == imports({STOCKS: [[Decimal("1000000.5")]]})
    assert [971_000.5, 971_000] == imports({STOCKS: (Fraction(2_000_001, 2), 1_000_000)})
    with pytest.raises(InvalidInput, match=f"{STOCKS}: found lists of several lengths"):
        imports({STOCKS: [[1e6], [1e6, 1e6]]})
    with pytest.raises(TypeError, match=r"found '1' at index \(0, 1\), expected numbers"):
        imports({STOCKS: np.array([[1e6, "1"]], object)})


def test_lists_of_weights() -> None:
    """One weighting or many, in any notation, and of any size: only proportions matter."""
    rows = [("1/4", "1/4", "1/2"), (1, 1, 1), (0.1, 0.3, 0.6)]
    for weights in (rows, [[Fraction(1, 4), 0.25, Decimal("0.5")], *rows[1:]]):
        found = evaluate(INPUTS, {"weights": weights})["restraint.beet"]
        assert [144_469, 194_689, 82_071] == (found + 0.5).astype(int).tolist()
    large = (10**400, 10**400, 2 * 10**400)
    for given in (large, [list(large)]):
        found = evaluate(INPUTS, {"weights": given})["restraint.beet"]
        assert 144_469 == int(found[0] + 0.5)
    with pytest.raises(ValueError, match=r"weights: found .*, expected three numbers"):
        evaluate(INPUTS, {"weights": (1, 2)})


# Masks


def test_what_is_masked_is_missing_and_refused() -> None:
    """A mask that hides nothing is no mask."""
    whole = np.ma.array([1_000_000, 1_278_000], mask=[False, False])
    assert [971_000, 1_249_000] == imports({STOCKS: whole})
    with pytest.raises(ValueError, match=f"{STOCKS}: found a masked element at index 1, expected"):
        imports({STOCKS: np.ma.array([1_000_000, 1_278_000], mask=[False, True])})
    able = np.ma.array([[60, 90], [60, 90]], mask=[[False, False], [True, False]])
    with pytest.raises(ValueError, match=r"found a masked element at index \(1, 0\), expected"):
        reassign_deficits([100, 50], able)


# pandas


def test_series_keep_their_labels() -> None:
    """Rows are one axis, whatever an index is called; numbered rows need no labels."""
    pd = pytest.importorskip("pandas")
    index = pd.Index(["low", "high"], name="case")
    stocks = pd.Series([1_000_000, 1_278_000], index)
    result = evaluate(INPUTS, {STOCKS: stocks, PRODUCTION: stocks.rename_axis(None) * 0 + 7e6})
    assert ("case",) == result.dims
    assert ["low", "high"] == list(result.coordinates["case"])
    assert ["low", "high"] == [record["case"] for record in result.records()]
    frame = pd.DataFrame({STOCKS: [1_000_000, 1_278_000], PRODUCTION: [7_890_000, 7_900_000]})
    numbered = evaluate(INPUTS, frame)
    assert {"scenario": range(2)} == numbered.coordinates
    assert [971_000, 1_239_000] == numbered["imports"].tolist()
    assert 2 == summarise(INPUTS, frame).scenarios
    pairs = pd.MultiIndex.from_tuples([("a", 1), ("b", 2)])
    tuples = evaluate(INPUTS, {STOCKS: stocks.set_axis(pairs)})
    assert [("a", 1), ("b", 2)] == list(tuples.coordinates["scenario"])
    assert ("b", 2) == tuples.records()[1]["scenario"]


def test_states_with_labels_are_refused() -> None:
    """Read by position they would be other processors' States."""
    pd = pytest.importorskip("pandas")
    labelled: list[Any] = [pd.Series({"C": "Florida", "A": "Texas"}), {"A": "Texas"}, {"Texas"}]
    for states in labelled:
        with pytest.raises(TypeError, match=r"states: found a .*, expected a list in the proc"):
            reassign_deficits([100, 50], [60, 90], states=states)


def test_series_with_other_labels_are_refused() -> None:
    """By position they would meet what they do not belong to."""
    pd = pytest.importorskip("pandas")
    stocks = pd.Series([1_000_000, 1_278_000], ["low", "high"])
    with pytest.raises(InvalidInput, match=f"{PRODUCTION}: found other labels along scenario"):
        imports({STOCKS: stocks, PRODUCTION: stocks[::-1]})
    with pytest.raises(InvalidInput, match="found nan at index 1"):
        imports({STOCKS: pd.Series([1_000_000, None], dtype="Float64")})


def test_columns_are_recipients() -> None:
    """In any order, if they have the recipients' names; merely numbered ones stand as they are."""
    pd = pytest.importorskip("pandas")
    rows = pd.DataFrame([(1, 1, 2), (1, 3, 6)], columns=CRITERIA)
    expected = evaluate(INPUTS, {"weights": rows.to_numpy()})["sectors.beet"].tolist()
    for weights in (rows, rows[CRITERIA[::-1]], rows.set_axis(range(3), axis=1)):
        assert expected == evaluate(INPUTS, {"weights": weights})["sectors.beet"].tolist()
    one = evaluate(INPUTS, {"weights": rows[CRITERIA[::-1]].iloc[1]})
    assert [expected[1]] == one["sectors.beet"].tolist()
    with pytest.raises(InvalidInput, match="weights: found a, b, c, expected past_marketings, "):
        evaluate(INPUTS, {"weights": rows.set_axis(["a", "b", "c"], axis=1)})
    grid = pd.DataFrame([[1_000_000, 1_278_000], [0, 0]])
    assert [[971_000, 1_249_000], [-29_000, -29_000]] == imports({STOCKS: grid})
    able = pd.DataFrame({"A": [60, 100], "B": [90, 60]})
    after = reassign_deficits(pd.Series({"A": 100, "B": 50}), able[["B", "A"]])
    assert [[60, 90], [100, 50]] == after.allocations.tolist()
    with pytest.raises(InvalidInput, match="ability_to_market: found A, C, expected A, B"):
        reassign_deficits(able, able.rename(columns={"B": "C"}))


def test_columns_of_one_name_are_refused() -> None:
    """Of A, A, B one would be taken twice and another lost; all faults are told at once."""
    pd = pytest.importorskip("pandas")
    allocations = pd.DataFrame([[100, 50, 7]], columns=["A", "A", "B"])
    able = pd.DataFrame([[60, 7, 90]], columns=["A", "B", "A"])
    with pytest.raises(InvalidInput) as refused:
        reassign_deficits(allocations, able)
    assert (
        "allocations: found 'A' more than once, expected each once",
        "ability_to_market: found 'A' more than once, expected each once",
    ) == refused.value.faults
    same = ["past_marketings", "past_marketings", "ability_to_market"]
    with pytest.raises(InvalidInput, match=r"^weights: found 'past_marketings' more than once, "):
        evaluate(INPUTS, {"weights": pd.DataFrame([(1, 1, 2)], columns=same)})
    estimates = pd.DataFrame([[7_890_000, 1_278_000, 7_900_000]])
    with pytest.raises(
        InvalidInput, match=f"^changes: found '{PRODUCTION}' more than once, expected each once$"
    ):
        evaluate(INPUTS, estimates.set_axis([PRODUCTION, STOCKS, PRODUCTION], axis=1))


def test_columns_of_one_name_say_nothing_of_other_arguments() -> None:
    """Beside A, A alone A, B is no fault; B, C, which differs from A, B, is one."""
    pd = pytest.importorskip("pandas")
    twice, right, other = (pd.DataFrame([[1.0, 2.0]], columns=list(c)) for c in ("AA", "AB", "BC"))
    fault = "allocations: found 'A' more than once, expected each once"
    with pytest.raises(InvalidInput) as refused:
        reassign_deficits(twice, right)
    assert (fault,) == refused.value.faults
    with pytest.raises(InvalidInput) as refused:
        reassign_deficits(twice, right, original=other)
    assert (fault, "original: found B, C, expected A, B") == refused.value.faults
    with pytest.raises(InvalidInput) as refused:
        reassign_deficits(twice, twice)
    assert (fault, fault.replace("allocations", "ability_to_market")) == refused.value.faults


def test_of_many_columns_only_those_that_differ_are_named() -> None:
    """Fiscal year 1995 has eleven beet processors: of more than six not all are listed."""
    pd = pytest.importorskip("pandas")
    names = list(INPUTS.recorded.processors["beet"])
    array = np.full((1, len(names)), 5e6)
    for columns, said in {
        ("another", *names[1:]): f"found another, expected {names[0]}",
        (*names[1:-1], "x", "y"): f"found x, y, expected {names[0]}, {names[-1]}",
        tuple(f"no {name}" for name in names): "found no .*, no .* and .* more, expected .* more",
    }.items():
        with pytest.raises(InvalidInput, match=f"^{BEET}: beside others {said}$"):
            evaluate(INPUTS, {BEET: pd.DataFrame(array, columns=list(columns))})
    few = pd.DataFrame(array[:, 1:], columns=names[1:])
    with pytest.raises(InvalidInput, match=f"beside others found nothing, expected {names[0]}$"):
        evaluate(INPUTS, {BEET: few})


def test_columns_with_numbers_for_names() -> None:
    """Fiscal years, say: in any order, and refused in words."""
    pd = pytest.importorskip("pandas")
    able = pd.DataFrame([[60, 90]], columns=[1994, 1995])
    after = reassign_deficits(pd.Series({1995: 50, 1994: 100}), able)
    assert [[90, 60]] == after.allocations.tolist()
    with pytest.raises(
        InvalidInput, match=r"^ability_to_market: found 1994, 1996, expected 1994, "
    ):
        reassign_deficits(able, able.rename(columns={1995: 1996}))


def test_columns_of_other_frames() -> None:
    """A frame without an index, such as polars has, still names its columns."""

    class Frame:
        columns = CRITERIA[::-1]

        def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
            return np.array([(2, 1, 1), (6, 3, 1)], dtype)

    expected = evaluate(INPUTS, {"weights": [(1, 1, 2), (1, 3, 6)]})["sectors.beet"].tolist()
    assert expected == evaluate(INPUTS, {"weights": Frame()})["sectors.beet"].tolist()


# xarray


def test_deficits_keep_the_order_of_labels_and_not_the_labels() -> None:
    """Draws of allocations by cases of abilities; processors B, A, as the first argument says.

    Of A's 100 tons it can market 60 or 100; of the 40 then left B takes the 10 it has room for.
    """
    xr = pytest.importorskip("xarray")
    allocations = xr.DataArray([[50, 100]], {"mill": ["B", "A"]}, ("draw", "mill"))
    able = xr.DataArray([[60, 60], [100, 60]], {"mill": ["A", "B"]}, ("case", "mill"))
    after = reassign_deficits(allocations, able)
    assert isinstance(after.allocations, np.ndarray)
    assert [[[60, 60], [50, 100]]] == after.allocations.tolist()
    assert [[30, 0]] == after.imports.tolist()


def test_names_of_axes_make_the_grid() -> None:
    """Axes meet by name, in the order in which they come, and keep their labels."""
    xr = pytest.importorskip("xarray")
    stocks = xr.DataArray([1_000_000, 1_278_000], {"stocks": ["low", "high"]}, "stocks")
    crop = xr.DataArray([7_890_000, 7_900_000, 7_910_000], dims="crop")
    result = evaluate(INPUTS, {STOCKS: stocks, PRODUCTION: crop})
    assert ("stocks", "crop") == result.dims
    assert ["low", "high"] == list(result.coordinates["stocks"])
    assert [[971_000, 961_000, 951_000], [1_249_000, 1_239_000, 1_229_000]] == result[
        "imports"
    ].tolist()
    # The same length is not the same axis, and the order of a grid's axes is no matter.
    square = evaluate(INPUTS, {STOCKS: stocks, PRODUCTION: crop[:2]})
    assert (2, 2) == square.shape
    both = (stocks + 0 * crop).transpose("crop", "stocks")
    turned = evaluate(INPUTS, {PRODUCTION: crop, STOCKS: both})
    np.testing.assert_array_equal(turned["imports"], result["imports"].T)
    data = evaluate(INPUTS, xr.Dataset({STOCKS: stocks, PRODUCTION: crop})).to_xarray()
    assert 951_000 == data["imports"].sel(stocks="low").isel(crop=2)


def test_names_of_axes_and_arrays_without() -> None:
    """One name is clear; beside two, dims has to say in which order they stand."""
    xr = pytest.importorskip("xarray")
    stocks = xr.DataArray([1_000_000, 1_278_000], dims="stocks")
    crop = xr.DataArray([7_890_000, 7_900_000], dims="crop")
    plain = np.array([9_247_000, 9_248_000])
    varying = {STOCKS: stocks, "estimates.consumption": plain}
    assert [971_000, 1_250_000] == imports(varying)
    assert ("axis_0", "stocks") == evaluate(INPUTS, varying | {PRODUCTION: [[7e6], [8e6]]}).dims
    with pytest.raises(InvalidInput, match="consumption: found an array without names beside"):
        imports(varying | {PRODUCTION: crop})
    found = imports(varying | {PRODUCTION: crop}, dims=["crop", "stocks"])
    assert [[971_000, 1_250_000], [961_000, 1_240_000]] == found
    named = evaluate(INPUTS, {STOCKS: stocks}, dims={"stocks": ["a", "b"]})
    assert ["a", "b"] == list(named.coordinates["stocks"])
    with pytest.raises(InvalidInput, match="dims: found draw, expected stocks among them"):
        imports({STOCKS: stocks}, dims=["draw"])
    labelled, other = stocks.assign_coords(stocks=[1, 2]), stocks.assign_coords(stocks=[2, 1])
    with pytest.raises(InvalidInput, match=f"{PRODUCTION}: found other labels along stocks"):
        imports({STOCKS: labelled, PRODUCTION: other})
    assert [971_000] == imports({STOCKS: xr.DataArray(1_000_000)})


def test_names_of_recipients() -> None:
    """The axis of recipients is the last, or the one that has their names as its labels."""
    xr = pytest.importorskip("xarray")
    names = list(INPUTS.recorded.processors["beet"])
    values = np.arange(22.0).reshape(2, 11) * 1e4
    plain = evaluate(INPUTS, {BEET: values})["processor_restraint"]
    able = xr.DataArray(values, dims=("draw", "processor"))
    turned = able.assign_coords(processor=names).isel(processor=slice(None, None, -1)).T
    for given in (able, turned):
        result = evaluate(INPUTS, {BEET: given, STOCKS: xr.DataArray([1e6, 1_278_000], dims="s")})
        assert ("draw", "s") == result.dims
        found = result["processor_restraint"][:, 1]
        np.testing.assert_allclose(found, plain, rtol=0, atol=1e-6)
    weights = xr.DataArray(weight_grid(2), dims=("weighting", "criterion"))
    assert ("weighting",) == evaluate(INPUTS, {"weights": weights}).dims
    with pytest.raises(InvalidInput, match=f"{BEET}: beside others found A, B, expected "):
        evaluate(INPUTS, {BEET: xr.DataArray([1, 2], {"processor": ["A", "B"]}, "processor")})


def test_lazy_arrays_with_names_stay_lazy() -> None:
    """And in memory ones are not taken for lazy."""
    xr = pytest.importorskip("xarray")
    da = pytest.importorskip("dask.array")
    stocks = xr.DataArray(da.from_array(np.array([1e6, 1_278_000]), chunks=1), dims="stocks")
    result = evaluate(INPUTS, {STOCKS: stocks, PRODUCTION: xr.DataArray([7_890_000], dims="crop")})
    assert "stocks: 2, crop: 1), lazy" in repr(result)
    assert [[971_000], [1_249_000]] == result.compute()["imports"].tolist()
    assert "lazy" not in repr(evaluate(INPUTS, {STOCKS: stocks.compute()}))


def test_what_varies_is_by_path() -> None:
    """Anything with items, or nothing."""
    with pytest.raises(TypeError, match="changes: found list, expected a mapping of paths"):
        evaluate(INPUTS, [1])
    with pytest.raises(TypeError, match="baseline: found 'fy1995', expected a notice"):
        evaluate("fy1995")
