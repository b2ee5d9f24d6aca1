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
from allotments import act1990, act2002, scenarios, shares, tables, wasde

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


def _of_2002() -> allotments.Notice:
    return allotments.load("fy2025")


def _figures() -> Any:
    inputs = (_notice().inputs, _what_if(), _of_2002().inputs)
    determinations = [allotments.determine(one) for one in inputs]
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


def _shown(*results: Any) -> Any:
    return [[str(one), one.records(), one._repr_html_()] for one in results]


def _verified() -> Any:
    return _shown(allotments.verify(_notice()), allotments.verify(_of_2002()))


def _explained() -> Any:
    return _shown(allotments.explain(_notice(), "sectors.beet"), allotments.explain(_of_2002()))


def _compared() -> Any:
    others = (_what_if(), _of_2002())
    return _shown(*(allotments.compare(_notice(), other) for other in others))


def _projected() -> Any:
    report = wasde.report("2026-08")
    balances = [{**record, "released": None} for record in report.records()]
    projection = allotments.project(2027, consumption=report)
    rule = shares.find_rule([shares.Print(1_000, 250), shares.Print(2_000, 501)])
    return [balances, *_shown(projection), str(rule), str(report), str(allotments.history())]


def _tabled() -> Any:
    forms: list[Callable[[Any], object]] = [
        *(tables.federal_register, tables.markdown, tables.html),
        *(tables.latex, tables.csv, tables.json),
    ]
    determinations = list(map(allotments.determine, (_notice(), _of_2002())))
    return [str(form(one)) for form in forms for one in determinations]


def _kept() -> Any:
    ledger = act1990.open_ledger(_determined(), deductions={"beet": {"Holly Sugar Corp": 1_000}})
    able = {"Florida": 1_726_000, "Hawaii": 500_000, "Louisiana": 1_020_000}
    able |= {"Puerto Rico": 45_000, "Texas": 142_000}
    ledger = ledger.deficits_reassigned(able, when="June").reestimated(
        "July", estimates={"consumption": 9_300_000}
    )
    later = act2002.open_ledger(_of_2002()).adjusted(overall_allotment_quantity=11_000_000)
    supply = dict.fromkeys(later.allocations["beet"], 400_000)
    later = later.deficits_reassigned({"beet": supply}, when="May")
    return [str(ledger), str(ledger.steps[1]), ledger.records(), *_shown(later)]


def _shared() -> Any:
    farms = [{"name": "A", "acres": [100.5] * 5}, {"name": "B", "acres": [60, 60, 0, 60, 70]}]
    state = {"state": "Louisiana", "fiscal_year": 1995, "allotment": 495}
    found = act1990.proportionate_shares(farms, {**state, "yield_goal": 30, "recovery_rate": 0.11})
    return [str(found), found.to_csv(), found.records()]


def _evaluated() -> Any:
    stocks = np.array([1_278_000, 1_279_000, 0])  # required, not required, and the least
    able = np.array([[0, *[60_000] * 18], [45_000] * 19, [0] * 19])
    varying = {STOCKS: stocks, "ability_to_market.Louisiana": able}
    quantities = {"overall_allotment_quantity": np.array([10_000_000, 11_000_000])}
    rows = scenarios.evaluate(_notice(), varying).records()
    rows += scenarios.evaluate(_of_2002(), quantities).records()
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
    "load": lambda: [_notice().to_toml(), _of_2002().to_toml()],
    "figures": _figures,
    "refuse": _refused,
    "verify": _verified,
    "explain": _explained,
    "compare": _compared,
    "project": _projected,
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
