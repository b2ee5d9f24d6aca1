"""Each feature of the library used once, with results as plain data, to compare between runs.

    python tests/snapshot.py

prints them. The steps do not depend on each other, so any order will do.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np

import allotments
from allotments import act1990, scenarios, tables

__all__ = ["STEPS"]

STOCKS = "estimates.reasonable_carryover_stocks"


def _notice() -> allotments.Notice:
    return allotments.load("fy1995")


def _what_if() -> act1990.Inputs:
    weights = ("1/3", Decimal("0.25"), 0.41)  # every kind of number that is read exactly
    inputs: act1990.Inputs = _notice().inputs
    return inputs.replace(weights=weights, estimates={"consumption": 9_300_001})


def _determined() -> act1990.Determination:
    return act1990.determine(_notice().inputs)


def _figures() -> Any:
    determinations = (_determined(), act1990.determine(_what_if()))
    return [
        {path: str(figure.value) for path, figure in one.figures.items()} for one in determinations
    ]


def _refused() -> Any:
    """Every fault of invalid inputs, in order."""
    try:
        _notice().inputs.replace(colour=1, smell=2, weight=3)
    except allotments.InvalidInput as error:
        unknown = error.faults
    try:
        act1990.Recorded(states={"Ohoi": 1}, processors={"beet": {"A": -1, "a": 2}, "Texs": {}})
    except allotments.InvalidInput as error:
        return [*unknown, *error.faults]
    raise AssertionError("expected a refusal")


def _verified() -> Any:
    report = allotments.verify(_notice())
    return [str(report), report.records(), report._repr_html_()]


def _explained() -> Any:
    explanation = allotments.explain(_determined(), "sectors.beet")
    return [str(explanation), explanation.records(), explanation._repr_html_()]


def _compared() -> Any:
    comparison = allotments.compare(_determined(), act1990.determine(_what_if()))
    return [str(comparison), comparison.records(), comparison._repr_html_()]


def _tabled() -> Any:
    forms: list[Callable[[act1990.Determination], object]] = [
        tables.federal_register,
        tables.markdown,
        tables.html,
        tables.csv,
        tables.json,
    ]
    return [str(form(_determined())) for form in forms]


def _kept() -> Any:
    ledger = act1990.open_ledger(_determined(), deductions={"beet": {"Holly Sugar Corp": 1_000}})
    able = {"Florida": 1_726_000, "Hawaii": 500_000, "Louisiana": 1_020_000}
    able |= {"Puerto Rico": 45_000, "Texas": 142_000}
    ledger = ledger.deficits_reassigned(able, when="June").reestimated(
        "July", estimates={"consumption": 9_300_000}
    )
    return [str(ledger), str(ledger.steps[1]), ledger.records()]


def _shared() -> Any:
    farms = [{"name": "A", "acres": [100.5] * 5}, {"name": "B", "acres": [60, 60, 0, 60, 70]}]
    state = {"state": "Louisiana", "fiscal_year": 1995, "allotment": 495}
    found = act1990.proportionate_shares(farms, {**state, "yield_goal": 30, "recovery_rate": 0.11})
    return [str(found), found.to_csv(), found.records()]


def _evaluated() -> Any:
    stocks = np.array([1_278_000, 1_279_000, 0])  # required, not required, and the least
    able = np.array([[0, *[60_000] * 18], [45_000] * 19, [0] * 19])
    varying = {STOCKS: stocks, "ability_to_market.Louisiana": able}
    rows = scenarios.evaluate(_notice(), varying).records()
    # As text: NaN is not equal to itself.
    return [{path: str(value) for path, value in row.items()} for row in rows]


def _summarised() -> Any:
    generator = np.random.default_rng(1995)
    draws = scenarios.sample(_notice(), generator, 200, {"estimates.production": 200_000})
    known = scenarios.summarise(_notice(), draws, only=["sectors", "restraint"], progress=False)
    return [str(known), known.records()]


def _reassigned() -> Any:
    able = np.array([[60, 90, 60], [0, 0, 0], [200, 0, 0]])
    after = scenarios.reassign_deficits(np.array([100, 50, 50]), able)
    return [after.allocations.tolist(), after.imports.tolist()]


def _asked_inversely() -> Any:
    stocks = act1990.carryover_stocks_for_restraint(_notice(), 150_000)
    ends = (act1990.FY1995_WEIGHTS, act1990.CEA_OMB_WEIGHTS)
    point = act1990.weights_for_restraint(_notice(), 100_000, *ends)
    return [str(stocks), list(map(str, point.weights)), scenarios.weight_grid(3).tolist()]


def _computed() -> Any:
    """Formulas, of every kind of number."""
    return [
        str(act1990.raw_value(100, Decimal("99.9"), "cane")),
        str(act1990.prorate(Decimal("7889000.5"), {"beet": Decimal("0.1"), "cane": 3})),
        act1990.prorate(7.5, {"beet": 0.1, "cane": 3}),
        act1990.prorate(1, np.array([[0.0, 3.0], [1e-300, 1e-300]])).tolist(),
        act1990.reassign_beet_deficits(np.array([4.0, 0.0]), np.array([0.0, 1.0])).imports,
    ]


STEPS: dict[str, Callable[[], Any]] = {
    "load": lambda: _notice().to_toml(),
    "figures": _figures,
    "refuse": _refused,
    "verify": _verified,
    "explain": _explained,
    "compare": _compared,
    "tables": _tabled,
    "ledger": _kept,
    "shares": _shared,
    "evaluate": _evaluated,
    "summarise": _summarised,
    "reassign": _reassigned,
    "inverse": _asked_inversely,
    "formulas": _computed,
}
"""Each step by name; it returns data that JSON can hold."""


if __name__ == "__main__":
    print(json.dumps({name: step() for name, step in STEPS.items()}, indent=1))  # noqa: T201
