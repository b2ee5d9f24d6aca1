"""The natural slips: a notice where its inputs or a determination is wanted, a name, a number.

Each is refused in one line that says what would do; without it an attribute of the wrong thing
would be missing somewhere inside. Every public function is tried with every wrong kind of thing.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, find, settings

import allotments
from allotments import (
    InvalidInput,
    act1990,
    act2002,
    plots,
    rounding,
    scenarios,
    shares,
    strategies,
    tables,
    wasde,
)
from allotments.act1990 import plots as act1990_plots
from allotments.checks import exact_ranges
from allotments.core.errors import check_kind

NOTICE = allotments.load("fy1995")
FY1995 = act1990.determine(NOTICE.inputs)
GIVEN: Any = NOTICE  # wherever anything else is wanted

FY2025 = allotments.load("fy2025")


@pytest.mark.parametrize(
    ("found", "given"),
    [
        ("'fy1995'", "fy1995"),
        ("an Inputs", NOTICE.inputs),
        ("None", None),
        ("a Determination", FY1995),
    ],
)
def test_something_else_in_the_place_of_a_notice(found: str, given: Any) -> None:
    for slip in (allotments.verify, exact_ranges):
        with pytest.raises(TypeError) as caught:
            slip(given)
        assert f"notice: found {found}, expected a Notice, such as load('fy1995')" == (
            str(caught.value)
        )


@pytest.mark.parametrize(("act", "name"), [(act1990, "fy1995"), (act2002, "fy2025")])
def test_a_notice_opens_the_ledger_of_its_determination(act: Any, name: str) -> None:
    notice = allotments.load(name)
    assert act.open_ledger(allotments.determine(notice)) == act.open_ledger(notice)


OF_ONE_ACT: list[tuple[str, str, Callable[[Any], Any]]] = [
    ("1990", "inputs", act1990.determine),
    ("1990", "determination", act1990.open_ledger),
    ("1990", "baseline", lambda one: act1990.carryover_stocks_for_restraint(one, 0)),
    ("1990", "baseline", lambda one: act1990.weights_for_restraint(one, 0, (1, 1, 1), (1, 1, 2))),
    ("1990", "inputs", act1990_plots.simplex),
    ("2002", "determination", act2002.open_ledger),
]


@pytest.mark.parametrize(("act", "name", "function"), OF_ONE_ACT)
def test_an_act_takes_nothing_of_another(
    act: str, name: str, function: Callable[[Any], Any]
) -> None:
    """Whatever of the other Act it is given; and it says how to go on."""
    own, other, of_other = (
        ("fy1995", "2002", FY2025) if act == "1990" else ("fy2025", "1990", NOTICE)
    )
    for one in (of_other, of_other.inputs, allotments.determine(of_other)):
        with pytest.raises(InvalidInput) as caught:
            function(one)
        assert (
            f"{name}: found one under the Act of {other}, expected one under that of {act}, "
            f"such as load('{own}').inputs.replace(estimates=...)"
        ) == str(caught.value)


def test_a_notice_or_a_determination_stands_for_its_inputs() -> None:
    expected = act1990.determine(NOTICE.inputs)
    assert expected == act1990.determine(NOTICE) == act1990.determine(expected)
    projection = allotments.project(2027, consumption=12_441_000)
    assert projection.determination.figures == allotments.determine(projection).figures


def test_the_notice_of_a_determination_is_kept_and_nothing_else_taken_for_one() -> None:
    assert NOTICE is allotments.determine(allotments.determine(NOTICE)).notice
    assert allotments.determine(allotments.project(2027, consumption=12_441_000)).notice is None
    assert allotments.determine(NOTICE.inputs).notice is None


def test_a_figure_that_is_not_there_is_named() -> None:
    """By the message of a KeyError, which Python shows in quotes."""
    with pytest.raises(KeyError, match=r"sectors\.beat: .* mean 'sectors\.beet'"):
        FY1995.show("sectors.beat")


@pytest.mark.parametrize(("act", "name"), [(act1990, "fy1995"), (act2002, "fy2025")])
def test_when_a_step_was_taken_is_a_label(act: Any, name: str) -> None:
    ledger = act.open_ledger(allotments.load(name))
    assert "12 June: revised" in str(ledger.revised(when="12 June"))
    for wrong in (10**5_000, ["June"], None):
        with pytest.raises(TypeError, match=r"^when: found .*, expected a date or another label"):
            ledger.revised(when=wrong)


def test_a_projection_has_the_tables_of_its_act() -> None:
    projection = allotments.project(2027, consumption=12_441_000)
    assert tables.names(allotments.load("fy2025")) == tables.names(projection) != ()


def test_pictures_refuse_what_they_do_not_show() -> None:
    with pytest.raises(TypeError, match=r"projection: .* what allotments\.project"):
        plots.projection(FY1995)
    with pytest.raises(TypeError, match=r"comparison: .* what allotments\.compare"):
        plots.comparison(FY1995)


def test_what_else_explain_takes() -> None:
    expected = "figure: found 5, expected the path of a figure, such as 'sectors.beet'"
    given: Any = 5
    with pytest.raises(TypeError) as caught:
        allotments.explain(FY1995, given)
    assert expected == str(caught.value)
    with pytest.raises(TypeError, match="notice: found 5, expected a Notice, such as load"):
        allotments.explain(FY1995, notice=given)


def test_what_is_of_the_kind_passes() -> None:
    check_kind("figure", "sectors.beet", str, "the path of a figure")
    check_kind("notice", NOTICE, allotments.Notice, "a Notice")


LONGEST_LINE = 350  # characters
MODULES = (
    allotments,
    act1990,
    act1990_plots,
    act2002,
    plots,
    rounding,
    scenarios,
    shares,
    tables,
    wasde,
)

EQUAL = NOTICE.inputs.replace(weights=(1, 1, 1))
DETERMINED = {"determination": NOTICE, "table": None}
BASELINE = {"baseline": NOTICE, "sector": "beet"}
VARIED = {"estimates.consumption": np.array([9_247_000.0, 9_200_000.0])}
DEVIATIONS = {"generator": 1, "size": 2, "deviations": {"estimates.production": 200_000}}
PAST = {"attribute": "consumption", "month": 8, "fiscal_year": "coming", "until": None}
READINGS = {"unmet_deduction": "forgiven", "reassigned_change_with": "receiver"}
PRINTS = {"prints": [shares.Print(1_000, 250)]}
PROJECTION = allotments.project(2027, consumption=12_441_000)
FARMS = [{"name": "A", "acres": [100] * 5}, {"name": "B", "acres": [60, 60, 0, 60, 70]}]
STATE = {
    "state": "Louisiana",
    "fiscal_year": 1995,
    "allotment": 495,
    "yield_goal": 30,
    "recovery_rate": 0.11,
}
LEDGERS = {act: act.open_ledger(one) for act, one in ((act1990, NOTICE), (act2002, FY2025))}
BEET = {act: {"beet": one.allocations["beet"]} for act, one in LEDGERS.items()}
HALF = {name: quantity // 2 for name, quantity in BEET[act2002]["beet"].items()}
SALE = {"seller": "Michigan Sugar Co.", "buyer": "Wyoming Sugar Co.", "reason": "sale"}

# A valid call of every public function that is not a formula.
CALLS: dict[str, dict[str, Any]] = {
    "allotments.compare": {"first": NOTICE, "second": NOTICE},
    "allotments.determine": {"inputs": NOTICE},
    "allotments.explain": {"determination": NOTICE, "figure": "sectors.beet", "notice": NOTICE},
    "allotments.load": {"name_or_path": "fy1995"},
    "allotments.project": {
        "fiscal_year": 2027,
        "consumption": 12_441_000,
        "overall_allotment_quantity": None,
        "learned_from": ["fy2025"],
    },
    "allotments.verify": {"notice": FY2025},
    "act1990.carryover_stocks_for_restraint": {**BASELINE, "restraint": 150_000},
    "act1990.determine": {"inputs": NOTICE},
    "act1990.open_ledger": {
        **READINGS,
        "determination": NOTICE,
        "deductions": None,
        "proportionate_shares": None,
        "shares_follow_reassignments": True,
        "deduct_in_same_year": False,
        "raise_cures_excess": False,
    },
    "act1990.proportionate_shares": {"farms": FARMS, "state": STATE, "adjustment": 0},
    "act1990.weights_for_restraint": {
        **BASELINE,
        "restraint": 100_000,
        "first": (1, 1, 2),
        "second": (1, 2, 4),
    },
    "act1990.plots.simplex": {"inputs": NOTICE, "sector": "beet", "weightings": None},
    "act2002.open_ledger": {
        **READINGS,
        "determination": FY2025,
        "deductions": None,
        "proportionate_shares": None,
        "changes_of_2025_from": 2025,
    },
    "allotments.metric_to_short_tons": {"metric_tons": 1},
    "allotments.short_to_metric_tons": {"short_tons": 1},
    "plots.comparison": {"comparison": allotments.compare(NOTICE, EQUAL), "family": ""},
    "plots.flow": {"determination": NOTICE},
    "plots.forecast_errors": {"attribute": "consumption"},
    "plots.history": {"history": allotments.history()},
    "plots.projection": {"projection": PROJECTION, "summary": None},
    "plots.spread": {"outcomes": [1.0, 2.0], "path": "", "threshold": None, "name": "", "unit": ""},
    "rounding.grouped": {"value": 5, "places": 0},
    "rounding.half_up": {"value": 5, "unit": 1},
    "rounding.largest_remainder": {"values": {"a": 1.5, "b": 1.5}, "total": 3},
    "scenarios.evaluate": {
        "baseline": NOTICE,
        "changes": VARIED,
        "dims": None,
        "only": None,
        "workers": 1,
    },
    "scenarios.reassign_deficits": {
        "allocations": np.array([1.0, 2.0]),
        "ability_to_market": np.array([1.0, 3.0]),
        "states": None,
        "original": None,
        "in_proportion_to": "capacity",
        "workers": 1,
    },
    "scenarios.sample": {"baseline": NOTICE, **DEVIATIONS},
    "scenarios.sample_blocks": {"baseline": NOTICE, **DEVIATIONS},
    "scenarios.sample_weights": {"generator": 1, "size": 2},
    "scenarios.summarise": {
        "baseline": NOTICE,
        "scenarios": VARIED,
        "only": None,
        "quantiles": [0.5],
        "resolution": 1.0,
        "progress": False,
        "total": None,
    },
    "scenarios.weight_grid": {"steps": 2},
    "shares.clashing_prints": PRINTS,
    "shares.find_rule": PRINTS,
    "shares.printed_range_of_sum": {"rules": [shares.find_rule(**PRINTS)], "allotment": 2_000},
    **{f"tables.{name}": DETERMINED for name in ("csv", "data", "html", "json", "latex")},
    **{f"tables.{name}": DETERMINED for name in ("markdown", "records", "to_pandas", "to_polars")},
    "tables.excel": {**DETERMINED, "path": Path("none.xlsx")},
    "tables.federal_register": {**DETERMINED, "wording": None},
    "tables.names": {"determination": NOTICE},
    "wasde.errors": PAST,
    "wasde.read": {"path": "none.csv"},
    "wasde.relative_errors": PAST,
    "wasde.report": {"month": "2026-08"},
}
LEDGER_CALLS: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "reestimated": (
        LEDGERS[act1990].reestimated,
        {
            "quarter": "January",
            "action": "adjust",
            "marketed": BEET[act1990],
            "pledged": BEET[act1990],
            "estimates": {"consumption": 9_300_000},
            "criteria": {},
        },
    ),
    "established": (
        LEDGERS[act1990].suspended("January").established,
        {"quarter": "April", "portion": 1, "proportionate_shares": None, "estimates": {}},
    ),
    "suspended": (LEDGERS[act1990].suspended, {"quarter": "January", "estimates": {}}),
    "deficits of 1990": (
        LEDGERS[act1990].deficits_reassigned,
        {"ability_to_market": BEET[act1990], "in_proportion_to": "capacity"},
    ),
    "revised": (
        LEDGERS[act1990].revised,
        {"processor_criteria": None, "allocations": BEET[act1990], "proportionate_shares": None},
    ),
    "adjusted": (
        LEDGERS[act2002].adjusted,
        {
            "overall_allotment_quantity": 10_500_000,
            "estimates": None,
            "marketed": None,
            "available_sugar": None,
            "in_proportion_to": "allocations",
        },
    ),
    "deficits of 2002": (
        LEDGERS[act2002].deficits_reassigned,
        {"supply": {"beet": HALF}, "sold_by_ccc": {"beet": 1}, "reading": "shares"},
    ),
    "entered": (
        LEDGERS[act2002].entered,
        {"group": "Texas", "processors": {"A": 1}, "first_crop_year": True},
    ),
    "terminated": (
        LEDGERS[act2002].terminated,
        {"group": "beet", "processor": "Wyoming Sugar Co."},
    ),
    "transferred": (
        LEDGERS[act2002].transferred,
        {**SALE, "group": "beet", "share": None, "quantity": 1},
    ),
}


def functions() -> dict[str, Callable[..., Any]]:
    """Return every public function that takes something, by its name."""
    return {
        f"{module.__name__.removeprefix('allotments.')}.{name}": function
        for module in MODULES
        for name in module.__all__
        if inspect.isfunction(function := getattr(module, name))
        if inspect.signature(function).parameters
    }


FUNCTIONS = functions()
FORMULAS: dict[str, ModuleType] = {
    f"{act}.{name}": module
    for act, module in (("act1990", strategies), ("act2002", strategies.act2002))
    for name in module.FORMULAS
}
ONE = settings(max_examples=1, database=None, phases=[Phase.generate])


def wrong_things() -> dict[str, Any]:
    """Return things of every kind, each of them wrong somewhere."""
    pandas = pytest.importorskip("pandas")
    return {
        "nothing": None,
        "a text": "x",
        "a number": 2.5,
        "not a number": float("nan"),
        "a flag": True,
        "bytes": b"x",
        "an object": object(),
        "a class": int,
        "a function": len,
        "a list": ["x"],
        "a set": {1},
        "an empty list": [],
        "an empty table": {},
        "a table": {"a": 1},
        "tables": {"Florida": {"a": 1}},
        "an array": np.array([1.0, 2.0]),
        "a series": pandas.Series([1.0, 2.0]),
        "a frame": pandas.DataFrame({"a": [1.0, 2.0]}),
        "a notice": FY2025,
        "inputs": FY2025.inputs,
        "a determination": FY1995,
        "a projection": PROJECTION,
    }


def bad_refusals(function: Callable[..., Any], valid: dict[str, Any]) -> Iterator[str]:
    """Yield how a function refuses a wrong argument, wherever that is not a line that says why."""
    said = ("found", "expected", "unknown", "missing", "did you mean")
    for argument in valid:
        for name, wrong in wrong_things().items():
            try:
                found = function(**{**valid, argument: wrong})
                list(found) if inspect.isgenerator(found) else None
            except (TypeError, ValueError, KeyError) as error:
                for line in str(error).split("\n"):
                    if len(line) > LONGEST_LINE or not any(word in line for word in said):
                        yield f"{argument} = {name}: {type(error).__name__}: {line}"
            except Exception as error:  # noqa: BLE001 -- whatever it is, it is no refusal
                yield f"{argument} = {name}: {type(error).__name__}: {error}"


def test_every_public_function_is_tried() -> None:
    assert set(FUNCTIONS) == {*CALLS, *FORMULAS}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_wrong_kind_of_thing_is_refused_in_a_line(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where it is, what was found, what was expected: no error from somewhere inside."""
    pytest.importorskip("matplotlib").use("Agg")
    monkeypatch.chdir(tmp_path)
    if name in FORMULAS:
        valid = find(FORMULAS[name].arguments(name.partition(".")[2]), lambda _: True, settings=ONE)
    else:
        valid = CALLS[name]
    assert [] == list(bad_refusals(FUNCTIONS[name], valid))


@pytest.mark.parametrize("step", LEDGER_CALLS)
def test_a_ledger_refuses_wrong_kinds_in_a_line(step: str) -> None:
    function, valid = LEDGER_CALLS[step]
    function(**valid)
    assert [] == list(bad_refusals(function, valid))
