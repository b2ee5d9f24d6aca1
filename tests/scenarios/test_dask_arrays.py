"""Scenarios on Dask arrays: lazy, the same, and checked block by block."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
import pytest

import allotments
from allotments.ground.errors import InvalidInput
from allotments.scenarios import evaluate, reassign_deficits

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
