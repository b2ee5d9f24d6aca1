"""Every result as records and data frames, and what is said where the library of one is missing."""

from __future__ import annotations

import sys
from fractions import Fraction
from importlib import import_module
from typing import Any

import numpy as np
import pytest

import allotments
from allotments import act1990, scenarios

NOTICE = allotments.load("fy1995")
FY1995 = allotments.determine(NOTICE)
HISTORY = allotments.history()
STATE = {
    "state": "Louisiana",
    "fiscal_year": 1995,
    "allotment": 495,
    "yield_goal": 30,
    "recovery_rate": 0.11,
}
PRODUCTION = {"estimates.production": np.array([7_800_000, 7_889_000])}
RESULTS: dict[str, Any] = {
    "determination": FY1995,
    "of 2002": allotments.determine(allotments.load("fy2012")),
    "inputs": NOTICE.inputs,
    "notice": NOTICE,
    "comparison": allotments.compare(NOTICE, NOTICE.inputs.replace(weights=(1, 1, 1))),
    "explanation": allotments.explain(FY1995, "states.Florida"),
    "verification": allotments.verify(NOTICE),
    "ledger": act1990.open_ledger(FY1995),
    "step": act1990.open_ledger(FY1995).steps[0],
    "shares": act1990.proportionate_shares([{"name": "A", "acres": [100] * 5}], STATE),
    "evaluation": scenarios.evaluate(NOTICE, PRODUCTION),
    "summary": scenarios.summarise(NOTICE, PRODUCTION, progress=False),
}


@pytest.mark.parametrize("name", RESULTS)
def test_both_frames_have_a_row_for_each_record(name: str) -> None:
    """And text, numbers or truth values in every column: parquet takes them."""
    result = RESULTS[name]
    records = result.records()
    pandas, polars = result.to_pandas(), result.to_polars()
    assert len(records) == len(pandas) == len(polars)
    assert list(records[0]) == list(pandas.columns) == polars.columns
    assert "Object" not in {str(kind) for kind in polars.dtypes}
    assert "exact" not in set(pandas.select_dtypes("number").columns)


@pytest.mark.parametrize("name", RESULTS)
def test_every_result_is_shown_as_text_and_as_html(name: str) -> None:
    result = RESULTS[name]
    assert str(result).splitlines()[0]
    assert result._repr_html_().startswith("<div class='allotments'>")


def test_a_determination_has_its_exact_figures_beside_floats() -> None:
    """4,355,530.92 short tons of beet sugar: 7,889,000 by 42,095/76,245."""
    (beet,) = [one for one in FY1995.records() if one["figure"] == "sectors.beet"]
    assert {
        "figure": "sectors.beet",
        "title": "beet sugar allotment",
        "family": "sectors",
        "group": "",
        "recipient": "beet",
        "unit": "short tons",
        "short_tons": 2_887_717_000 / 663,
        "value": 2_887_717_000 / 663,
        "exact": "2887717000/663",
        "origin": "computed",
        "source": "sec. 359c(e)",
    } == beet
    frame = FY1995.to_pandas()
    florida = frame[(frame.family == "processors") & (frame.group == "Florida")]
    assert 1_687_380 == florida.short_tons.sum()  # no total among the processors
    (factor,) = [one for one in FY1995.records() if one["figure"] == "percentage_factors.beet"]
    assert (None, "ratio") == (factor["short_tons"], factor["unit"])
    assert 42_095 / 76_245 == pytest.approx(factor["value"])


def test_inputs_have_what_they_state_and_nothing_that_follows() -> None:
    found = {one["figure"]: one["short_tons"] for one in NOTICE.inputs.records()}
    assert 9_247_000.0 == found["estimates.consumption"]
    assert 1_687_380.0 == found["states.Florida"]
    assert not {"overall_allotment_quantity", "minimum_imports", "sectors.beet"} & set(found)


def test_a_notice_has_every_printed_figure_where_it_stands() -> None:
    frame = NOTICE.to_pandas()
    assert 151 == len(frame)
    consumption = frame[frame.figure == "estimates.consumption"]
    assert {9_247_000.0} == set(consumption.short_tons)
    assert {("9,247", "TST")} == set(
        zip(consumption.printed, consumption.printed_unit, strict=True)
    )
    weight = frame[frame.figure == "weights.ability_to_market"].iloc[0]
    assert (str(Fraction(1, 2)), 0.5, "ratio") == (weight.exact, weight.value, weight.unit)
    assert ("50", "percent") == (weight.printed, weight.printed_unit)
    assert weight.isna().short_tons


def test_a_number_has_the_same_unit_in_every_frame() -> None:
    """45.65 percent of FY2025 is the ratio 0.4565 in the notice, its verification, the history."""
    notice = allotments.load("fy2025")
    for result, number in (
        (notice, "value"),
        (allotments.verify(notice), "printed"),
        (HISTORY, "value"),
    ):
        frame = result.to_pandas()
        if "notice" in frame:
            frame = frame[frame.notice == "fy2025"]
        cane = frame[frame.figure == "percentage_factors.cane"].iloc[0]
        assert (0.4565, "ratio") == (cane[number], cane["unit"])
        quantity = frame[frame.figure == "overall_allotment_quantity"].iloc[0]
        assert (10_455_000, "short tons") == (quantity[number], quantity["unit"])


def test_a_summary_has_the_parts_of_each_path() -> None:
    frame = RESULTS["summary"].to_pandas().set_index("figure")
    assert ("sectors", "", "beet") == tuple(
        frame.loc["sectors.beet"][["family", "group", "recipient"]]
    )
    mill = frame.loc["processors.Texas.Rio Grande Valley Sugar Growers"]
    assert ("processors", "Texas") == (mill["family"], mill["group"])


def test_an_aggregate_of_a_frame_needs_no_care_for_fractions() -> None:
    polars = import_module("polars")
    frame = FY1995.to_polars().filter(polars.col("family") == "sectors")
    assert 7_889_000 == pytest.approx(frame["short_tons"].sum())


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_missing_library_is_named(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    frame = getattr(allotments.verify(NOTICE), f"to_{library}")
    with pytest.raises(ModuleNotFoundError, match=f"^this needs {library}: pip install {library}$"):
        frame()
