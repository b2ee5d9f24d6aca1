"""Scenarios: labels and units are heeded, names do not collide, arguments are of their kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import allotments
from allotments import act1990, scenarios

pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")
xr = pytest.importorskip("xarray")

# Of any type: most of what they are given here is of another than theirs.
evaluate: Any = scenarios.evaluate
reassign_deficits: Any = scenarios.reassign_deficits
sample: Any = scenarios.sample
sample_blocks: Any = scenarios.sample_blocks
sample_weights: Any = scenarios.sample_weights
summarise: Any = scenarios.summarise
weight_grid: Any = scenarios.weight_grid

NOTICE = allotments.load("fy1995")
INPUTS = NOTICE.inputs
CROP = "estimates.production"
STOCKS = "estimates.reasonable_carryover_stocks"
TWO = [7_890_000, 7_800_000]  # of crops: imports of 1,249,000 and 90,000 more


class Quantity:
    """An array with a unit, as unit libraries have them."""

    def __init__(self, number: Any, units: str) -> None:
        self.number, self.units = np.asarray(number), units

    def __array__(self, *_: Any, **__: Any) -> Any:
        return self.number


@pytest.mark.parametrize(
    "crop",
    [
        Quantity(TWO, "metric_ton"),
        [Quantity(7_890_000, "metric_ton")] * 2,
        xr.DataArray(TWO, dims="draw", attrs={"units": "1000 metric tons"}),
        SimpleNamespace(dtype=SimpleNamespace(units="t"), to_numpy=lambda: np.array(TWO)),
    ],
)
def test_quantities_of_unit_libraries_are_refused(crop: Any) -> None:
    for run in (evaluate, summarise):
        with pytest.raises(TypeError, match=r"^estimates.production: found a quantity in .*t"):
            run(NOTICE, {CROP: crop})
    with pytest.raises(TypeError, match=r"^estimates.production: found a quantity in"):
        sample(NOTICE, 1, 2, {CROP: crop})


def test_results_in_our_own_unit_go_in_again() -> None:
    """As to_xarray marks them."""
    drawn = evaluate(NOTICE, {CROP: TWO}).to_xarray()["imports"]
    assert "short tons, raw value" == drawn.attrs["units"]
    assert [1_249_000, 1_339_000] == evaluate(NOTICE, {CROP: 9_139_000 - drawn})["imports"].tolist()


DAYS = [date(1994, 10, 1), date(1995, 1, 1)]


@pytest.mark.parametrize(
    ("labels", "found"),
    [
        (DAYS, DAYS),
        (np.array(DAYS, "datetime64[ns]"), [pd.Timestamp(day) for day in DAYS]),
        (pd.DatetimeIndex(DAYS), [pd.Timestamp(day) for day in DAYS]),
    ],
)
def test_labels_that_are_days_stay_days(labels: Any, found: list[Any]) -> None:
    """NumPy makes whole numbers of those that are counted in nanoseconds."""
    result = evaluate(NOTICE, {CROP: TWO}, dims={"day": labels}, only="imports")
    assert found == [record["day"] for record in result.records()]
    series = pd.Series(TWO, index=pd.DatetimeIndex(DAYS, name="day"))
    array = xr.DataArray(TWO, {"day": pd.DatetimeIndex(DAYS)}, ["day"])
    for both in ({CROP: series, STOCKS: array - 6e6}, {CROP: array, STOCKS: series - 6e6}):
        records = evaluate(NOTICE, both, only="imports").records()
        assert [pd.Timestamp(day) for day in DAYS] == [one["day"] for one in records]
    other = array.assign_coords(day=pd.DatetimeIndex(DAYS) + pd.Timedelta("1D"))
    with pytest.raises(allotments.InvalidInput, match="found other labels along day than before"):
        evaluate(NOTICE, {CROP: series, STOCKS: other})
    zoned = pd.DatetimeIndex(DAYS, tz="UTC")
    kept = evaluate(NOTICE, {CROP: TWO}, dims={"day": zoned}, only="imports").records()
    assert list(zoned) == [record["day"] for record in kept]


@pytest.mark.parametrize(
    "name", ["imports", "sectors.beet", "states", "states.Florida", "states_recipient"]
)
def test_an_axis_may_not_be_named_like_an_output(name: str) -> None:
    """In records one would hide the other."""
    line = f"^dims: found '{name}', an output's name, expected another$"
    named = pd.Series(TWO, index=pd.Index(["a", "b"], name=name))
    for given in ({"dims": {name: ["low", "high"]}}, {"dims": [name]}):
        with pytest.raises(allotments.InvalidInput, match=line):
            evaluate(NOTICE, {CROP: TWO}, **given)
    with pytest.raises(allotments.InvalidInput, match=line):
        evaluate(NOTICE, {CROP: named})
    assert ("draw",) == evaluate(NOTICE, {CROP: TWO}, dims=["draw"]).dims
    assert ("states",) == evaluate(NOTICE, {CROP: TWO}, dims=["states"], only="imports").dims


def test_records_go_into_every_frame_whatever_comes_first() -> None:
    """Of 300 scenarios the first hundred need no allotments; polars looks at these."""
    stocks = np.linspace(1_300_000, 1_270_000, 300)
    result = evaluate(NOTICE, {STOCKS: stocks})
    frame = pl.DataFrame(result.records())
    assert (300, pl.Float64) == (len(frame), frame["sectors.beet"].dtype)
    assert frame["sectors.beet"].is_nan().to_list() == (~result.allotments_required).tolist()
    assert frame.equals(result.to_polars())
    assert (300, len(frame.columns)) == result.to_pandas().shape
    summary = summarise(NOTICE, {STOCKS: stocks}, only="imports")
    assert ["imports"] == summary.to_polars()["figure"].to_list()


def test_an_evaluation_holds_its_outputs() -> None:
    result = evaluate(NOTICE, {CROP: TWO}, only=["imports", "states"])
    assert ["imports", "allotments_required", "states"] == list(result) == list(result.keys())
    assert [1_249_000, 1_339_000] == dict(result)["imports"].tolist()
    for path, there in {
        "imports": True,
        "states.Florida": True,
        "sectors": False,
        5: False,
    }.items():
        assert there is (path in result)


class ArrowArray:
    """As pyarrow has them: ``index`` is a method."""

    def index(self) -> None:
        """Find a value."""

    def to_numpy(self) -> Any:
        """Return an array."""
        raise AssertionError("NumPy does it")

    def __array__(self, *_: Any, **__: Any) -> Any:
        return np.array(TWO)


def test_arrays_and_frames_of_other_libraries() -> None:
    table = SimpleNamespace(column_names=(CROP,), columns=(ArrowArray(),))
    for given in ({CROP: ArrowArray()}, table, pl.from_dict({CROP: TWO})):
        assert [1_249_000, 1_339_000] == evaluate(NOTICE, given)["imports"].tolist()
    with pytest.raises(
        allotments.InvalidInput, match=r"found .* more than once, expected each once"
    ):
        evaluate(NOTICE, pd.DataFrame([[1, 2]], columns=[CROP, CROP]))


def test_frames_of_scenarios_meet_by_the_same_labels() -> None:
    """Rows and columns are two axes of scenarios."""
    crop = pd.DataFrame([TWO, TWO], columns=["low", "high"])
    stocks = pd.DataFrame([[1e6, 1.1e6], [1.2e6, 1.3e6]], columns=["low", "high"])
    assert (2, 2) == evaluate(NOTICE, {CROP: crop, STOCKS: stocks}, only="imports").shape
    for other in (
        stocks[["high", "low"]],
        stocks[::-1],
        pd.Series([1e6, 1e6], index=["high", "low"]),
    ):
        with pytest.raises(
            allotments.InvalidInput, match=f"^{STOCKS}: found other labels than before"
        ):
            evaluate(NOTICE, {CROP: crop, STOCKS: other})


def test_processors_whose_names_look_the_same_are_refused() -> None:
    same = pd.DataFrame([[1, 2]], columns=["A\u00f1asco", "An\u0303asco"])
    with pytest.raises(allotments.InvalidInput, match=r"more than once, expected each once"):
        reassign_deficits(same, same)


def test_observations_that_belong_together_have_the_same_labels() -> None:
    """One draw takes the same place in both: of the same year, or of none."""
    past = pd.Series([1.0, 2.0, 3.0], index=[1992, 1993, 1994])
    drawn = sample(NOTICE, 1995, 50, {CROP: past, STOCKS: past * 2})
    assert ((drawn[STOCKS] - 1_278_000) == 2 * (drawn[CROP] - 7_890_000)).all()
    with pytest.raises(
        ValueError, match=f"^{STOCKS}: found other labels than before, expected the"
    ):
        sample(NOTICE, 1995, 50, {CROP: past, STOCKS: past[::-1]})
    assert 50 == len(sample(NOTICE, 1995, 50, {CROP: past, STOCKS: past[:2]})[STOCKS])
    for frame in (past.to_frame(), np.ones((2, 2)), [[1, 2], [3, 4]]):
        with pytest.raises(allotments.InvalidInput, match=r"found the shape .*, expected one axis"):
            sample(NOTICE, 1995, 50, {CROP: frame})


@pytest.mark.parametrize(
    ("call", "line"),
    [
        (
            lambda: sample(NOTICE, "x", 1, {}),
            "generator: found 'x', expected a NumPy generator, or a",
        ),
        (lambda: sample(NOTICE, None, 1, {}), "generator: found None, expected a NumPy generator"),
        (
            lambda: sample(NOTICE, -1, 1, {}),
            "generator: found -1, expected a NumPy generator, or a",
        ),
        (lambda: sample(NOTICE, 1, -1, {}), "size: found -1, expected a whole number not below 0"),
        (
            lambda: sample(NOTICE, 1, 1.5, {}),
            "size: found 1.5, expected a whole number not below 0",
        ),
        (lambda: next(sample_blocks(NOTICE, 1, -1, {})), "size: found -1, expected a whole number"),
        (lambda: sample_weights(1, -1), "size: found -1, expected a whole number not below 0"),
        (
            lambda: sample(NOTICE, 1, 1, [CROP]),
            "deviations: found list, expected a mapping of paths",
        ),
        (lambda: weight_grid(np.array([1, 2])), "steps: found .*, expected a whole number above 0"),
        (
            lambda: summarise(NOTICE, None),
            "scenarios: found None, expected what varies by path, or",
        ),
        (
            lambda: summarise(NOTICE, 5),
            "scenarios: found 5, expected what varies by path, or blocks",
        ),
        (lambda: summarise(NOTICE, "x"), "scenarios: found 'x', expected what varies by path, or"),
        (
            lambda: summarise(NOTICE, {CROP: TWO}, resolution="1"),
            "resolution: found '1', expected a number from 0.01 to 1,000,000,000",
        ),
        (
            lambda: summarise(NOTICE, {CROP: TWO}, quantiles=None),
            "quantiles: found None, expected a number from 0 to 1",
        ),
        (
            lambda: summarise(NOTICE, {CROP: TWO}, quantiles=[0.5, 1.5]),
            "quantiles: found 1.5, expected a number from 0 to 1",
        ),
        (
            lambda: summarise(NOTICE, {CROP: TWO}, worker=1),
            "worker: unknown argument; did you mean",
        ),
        (lambda: evaluate(NOTICE, {CROP: TWO}, worker=1), "worker: unknown argument; did you mean"),
        (
            lambda: evaluate(NOTICE, {CROP: TWO}, workers=0),
            "workers: found 0, expected a whole number",
        ),
        (
            lambda: evaluate(NOTICE, {CROP: TWO}, only=5),
            "only: found 5, expected the names of outputs",
        ),
        (
            lambda: evaluate(NOTICE, {CROP: TWO}, dims=5),
            "dims: found 5, expected a name for each axis",
        ),
        (
            lambda: evaluate(NOTICE, {CROP: TWO}, dims={"a"}),
            r"dims: found {'a'}, expected a name for",
        ),
        (
            lambda: evaluate(NOTICE, {CROP: TWO}, dims=pd.Series(["a"])),
            "dims: found a Series, expected a name for each axis",
        ),
        (
            lambda: evaluate(NOTICE, {CROP: TWO}, dims={"a": 5}),
            r"dims\['a'\]: found 5, expected labels",
        ),
        (
            lambda: act1990.carryover_stocks_for_restraint(INPUTS, []),
            "restraint: found an empty array, expected one number at least",
        ),
    ],
)
def test_arguments_of_another_kind_are_refused_in_one_line(
    call: Callable[[], object], line: str
) -> None:
    with pytest.raises((TypeError, ValueError), match=f"^{line}") as refused:
        call()
    assert 1 == len(str(refused.value).splitlines())


def test_whole_numbers_and_seeds_may_be_numpys() -> None:
    expected = sample(NOTICE, 1995, 3, {CROP: 9})[CROP].tolist()
    assert expected == sample(NOTICE, np.int64(1995), np.int32(3), {CROP: 9})[CROP].tolist()
    assert 2 == len(
        summarise(
            NOTICE, {CROP: TWO}, quantiles=np.array([0.5]), resolution=np.float32(1)
        ).records()[0:2]
    )
    assert weight_grid(2).tolist() == weight_grid(np.int8(2)).tolist()


def test_lazy_arrays_of_unknown_length_are_refused() -> None:
    da = pytest.importorskip("dask.array")
    crop = da.from_array(np.array(TWO, float), chunks=1)
    line = "found unknown chunk sizes, expected known ones: compute_chunk_sizes\\(\\)$"
    for run in (evaluate, summarise):
        with pytest.raises(allotments.InvalidInput, match=f"^{CROP}: {line}"):
            run(NOTICE, {CROP: crop[crop > 0]})
    with pytest.raises(allotments.InvalidInput, match=f"^ability_to_market: {line}"):
        reassign_deficits(np.ones(2), da.ones((2, 2))[crop > 0])
