"""Scenarios on Dask arrays: lazy, the same, and checked block by block."""

from __future__ import annotations

import math
from importlib import import_module
from typing import Any

import numpy as np
import pytest

import allotments
from allotments.core.errors import InvalidInput
from allotments.scenarios import evaluate, reassign_deficits, summarise

dask: Any = import_module("dask")
da: Any = import_module("dask.array")

INPUTS = allotments.load("fy1995").inputs
STOCKS = "estimates.reasonable_carryover_stocks"
GENERATOR = np.random.default_rng(1995)
SCENARIOS = 1_000


def both(chunks: int) -> tuple[dict[str, Any], dict[str, Any]]:
    beet = np.array(list(INPUTS.recorded.processors["beet"].values()), float)
    arrays = {
        STOCKS: GENERATOR.normal(1_278_000, 20_000, SCENARIOS),
        "weights": GENERATOR.random((SCENARIOS, 3)),
        "ability_to_market.beet": beet * GENERATOR.normal(1, 0.1, (SCENARIOS, 11)),
    }
    lazy = {
        path: da.from_array(array, chunks=(chunks + number, *(2,) * (array.ndim - 1)))
        for number, (path, array) in enumerate(arrays.items())
    }
    return arrays, lazy


@pytest.mark.parametrize("chunks", [77, SCENARIOS])
def test_lazy_arrays_give_the_same(chunks: int) -> None:
    """Whatever the blocks are, and whether their axes of criteria are cut."""
    arrays, lazy = both(chunks)
    known = evaluate(INPUTS, arrays)
    result = evaluate(INPUTS, lazy)
    assert "lazy" in repr(result)
    assert all(hasattr(array, "dask") for array in result.arrays.values())
    computed = result.compute()
    assert computed is computed.compute()
    for name, array in known.arrays.items():
        assert array.dtype == result[name].dtype
        np.testing.assert_allclose(computed[name], array, rtol=0, atol=1e-6)
    assert known.records()[0].keys() == result.records()[0].keys()


def test_lazy_and_other_arrays_make_a_grid() -> None:
    """A lazy axis beside one that is not."""
    arrays, lazy = both(300)
    corner = {"weights": np.eye(3) + 1}
    known = evaluate(INPUTS, corner | {STOCKS: arrays[STOCKS][:, None]}, only=["sectors"])
    result = evaluate(INPUTS, corner | {STOCKS: lazy[STOCKS][:, None]}, only=["sectors"]).compute()
    np.testing.assert_allclose(result["sectors.beet"], known["sectors.beet"], rtol=0, atol=1e-6)


def test_lazy_arrays_are_checked_when_computed() -> None:
    """The index is that of the whole, not of the block."""
    arrays, lazy = both(300)
    arrays[STOCKS][777] = np.nan
    result = evaluate(INPUTS, lazy | {STOCKS: da.from_array(arrays[STOCKS], chunks=250)})
    with pytest.raises(InvalidInput, match="found nan at index 777"):
        result.compute()
    with pytest.raises(TypeError, match="expected numbers"):
        evaluate(INPUTS, {STOCKS: da.from_array(np.array([True]))})
    thousands = evaluate(INPUTS, {STOCKS: da.from_array(np.array([1_278.0]))})
    with pytest.raises(InvalidInput, match="multiply by TST"):
        thousands.compute()


def test_lazy_arrays_are_shown_without_computing_them() -> None:
    """To show them is to look at names and shapes: a scheduler would fail here."""
    _, lazy = both(300)
    result = evaluate(INPUTS, lazy)

    def scheduler(*_: Any, **__: Any) -> None:
        raise AssertionError("computed")

    with dask.config.set(scheduler=scheduler):
        for shown in (str(result), result._repr_html_()):
            assert "Evaluation of 1,000 scenarios (scenario: 1000), lazy" in shown
        with pytest.raises(AssertionError, match="computed"):
            result.compute()


def test_lazy_deficits() -> None:
    """Lazy abilities stay lazy, for beet and for cane."""
    arrays, lazy = both(300)
    able, lazily = arrays["ability_to_market.beet"], lazy["ability_to_market.beet"]
    allocations = np.full(11, 4e5)
    for states in (None, ["Texas"] * 4 + ["Florida"] * 7):
        known = reassign_deficits(allocations, able, states=states)
        result = reassign_deficits(allocations, lazily, states=states)
        assert hasattr(result.imports, "dask")
        np.testing.assert_allclose(result.imports.compute(), known.imports, rtol=0, atol=1e-6)


def test_lazy_to_xarray() -> None:
    """The labels are there, and nothing is computed."""
    import_module("xarray")
    data = evaluate(INPUTS, both(300)[1]).to_xarray()
    assert hasattr(data["processors"].data, "dask")


def test_the_first_fault_of_a_block_is_raised() -> None:
    """In C order within the first block that is computed, and with its place in the whole."""
    stocks = np.full((60, 40), 1e6)
    stocks[30, 5], stocks[29, 39], stocks[50, 0] = -1, np.nan, -7
    crop = np.full(40, 7.89e6)
    lazy = {STOCKS: da.from_array(stocks, chunks=(13, 7)), "estimates.production": crop}
    message = r"carryover_stocks: found nan at index \(29, 39\), expected"
    with pytest.raises(InvalidInput, match=message):
        evaluate(INPUTS, {**lazy, STOCKS: stocks})
    three = r"found (nan|-1.0|-7.0) at index \((29, 39|30, 5|50, 0)\), expected"
    for run in (lambda: evaluate(INPUTS, lazy).compute(), lambda: summarise(INPUTS, lazy)):
        with pytest.raises(InvalidInput, match=three):
            run()
        with dask.config.set(scheduler="sync"), pytest.raises(InvalidInput, match=three):
            run()
    crop[3] = -1
    with pytest.raises(InvalidInput, match=r"production: found -1.0 at index \(\d+, 3\), expected"):
        evaluate(INPUTS, lazy | {"estimates.production": da.from_array(crop, chunks=5)}).compute()


def test_lazy_blocks_of_thousands_are_refused() -> None:
    """Each block for itself."""
    lazy = {STOCKS: da.from_array(np.full(10, 1_278.0), chunks=5)}
    for run in (lambda: evaluate(INPUTS, lazy).compute(), lambda: summarise(INPUTS, lazy)):
        with pytest.raises(InvalidInput, match=r"found 1,278 short tons at most, .* by TST"):
            run()


def test_lazy_deficits_are_checked_when_computed() -> None:
    """With the index in the whole, what is masked in a block included."""
    able = np.full((3_000, 11), 4e5)
    able[2_000, 4] = -1
    lazy = reassign_deficits(np.full(11, 4e5), da.from_array(able, chunks=(700, 3)))
    with pytest.raises(InvalidInput, match=r"found -1.0 at index \(2000, 4\), expected"):
        lazy.imports.compute()
    masked = np.ma.masked_less(able, 0)
    lazy = reassign_deficits(
        np.full(11, 4e5), da.from_array(masked, chunks=(700, 3), asarray=False)
    )
    with pytest.raises(InvalidInput, match=r"found nan at index \(2000, 4\), expected"):
        lazy.allocations.compute()
    one = reassign_deficits(np.array([100, 50]), da.from_array(np.array([60.0, 80.0])))
    assert ([60, 80], 10) == (one.allocations.compute().tolist(), one.imports.compute())


def test_summaries_of_lazy_arrays() -> None:
    """Counted block by block where they are computed; or computed first, where blocks come so."""
    arrays, lazy = both(77)
    only = ["imports", "restraint", "processor_restraint"]
    known = summarise(INPUTS, arrays, only=only)
    found = [summarise(INPUTS, lazy, only=only, workers=workers) for workers in (1, 2)]
    found.append(summarise(INPUTS, [lazy], only=only))
    for one in found:
        assert (1_000, False) == (one.scenarios, one.partial)
        assert known.restrained == one.restrained
        for path, expected in known.statistics.items():
            assert expected.quantiles == one.statistics[path].quantiles
            assert math.isclose(expected.mean, one.statistics[path].mean, abs_tol=1e-6)
            deviation = one.statistics[path].standard_deviation
            assert math.isclose(expected.standard_deviation, deviation, abs_tol=1e-6)
