"""One of every kind of result, to pickle, copy and compare, also in another process."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from typing_extensions import is_protocol, is_typeddict

import allotments
from allotments import act1990, act2002, scenarios, strategies, tables, wasde
from allotments.act1990.inputs import NationalCriteria
from allotments.acts import act_of
from allotments.shares import Print, find_rule
from allotments.verification import CorpusVerification

__all__ = ["kinds", "refusal", "results", "typed_records"]

STOCKS = "estimates.reasonable_carryover_stocks"
CRITERIA_2002 = {"past_marketings": 2, "past_processings": 3, "ability_to_market": 4}
CRITERIA = {"past_marketings": 20_000, "processing_capacity": 0, "ability_to_market": 30_000}
ABLE = {"Florida": 1_726_000, "Hawaii": 500_000, "Louisiana": 1_020_000, "Puerto Rico": 45_000}
FARMS = [{"name": "A", "acres": [100.5] * 5}, {"name": "B", "acres": [60, 60, 0, 60, 70]}]
STATE: dict[str, Any] = {
    "state": "Louisiana",
    "fiscal_year": 1995,
    "allotment": 495,
    "yield_goal": 30,
    "recovery_rate": 0.11,
}
FORMS = (tables.federal_register, tables.markdown, tables.html, tables.latex, tables.csv)


def results() -> dict[str, Any]:
    """Return results by name, newly made, with whatever they cache."""
    return _of_1990() | _of_2002() | _of_both() | _drawn()


def _of_1990() -> dict[str, Any]:
    notice = allotments.load("fy1995")
    other = notice.inputs.replace(weights=(1, 1, 1))
    determination = act1990.determine(notice.inputs)
    blocks = list(notice.printed)
    quota = next(block.tariff_rate_quota for block in blocks if block.tariff_rate_quota)
    stocks = np.array([1_278_000, 1_279_000])
    able = np.array([[60, 90, 60], [0, 0, 0]])
    return {
        "notice": notice,
        "source": notice.source,
        "printed": blocks,
        "quota": quota,
        "figures in print": list(notice.figures()),
        "inputs": notice.inputs,
        "what if": other,
        "basis": other.recorded.basis,
        "criteria": act1990.Criteria(**CRITERIA),
        "national criteria": NationalCriteria(**CRITERIA),
        "farm": act1990.Farm.model_validate({"name": "A", "acres": [1, 2.5, 3, 4, 5]}),
        "state": act1990.CaneState(**STATE),
        "not required": act1990.determine(other.replace(estimates={"production": 0})),
        "pro rata": act1990.determine(other),
        "figures": determination.figures,
        "ledger": act1990.open_ledger(determination).deficits_reassigned(
            {"Texas": 100_000, **ABLE}
        ),
        "shares": act1990.proportionate_shares(FARMS, STATE),
        "exact reassignment": act1990.reassign_beet_deficits({"A": 9, "B": 1}, {"A": 6, "B": 2}),
        "reassignment": scenarios.reassign_deficits(np.array([100, 50, 50]), able),
        "evaluation": scenarios.evaluate(
            notice, {STOCKS: stocks}, dims={"stocks": ["low", "high"]}
        ),
        "summary": scenarios.summarise(notice, {STOCKS: stocks}, progress=False),
        "nothing established": scenarios.summarise(
            notice, {STOCKS: np.array([2_000_000])}, only=["sectors"], progress=False
        ),
        "point": act1990.weights_for_restraint(notice, 100_000, (1, 1, 2), (1, 3, 6)),
        **{f"{name}, 1990": result for name, result in _views(notice).items()},
    }


def _of_2002() -> dict[str, Any]:
    notice = allotments.load("fy2025")
    inputs = act2002.Inputs.model_validate(
        {
            "fiscal_year": 2010,
            "estimates": {"consumption": 10_000_000},
            "state_criteria": {"Texas": CRITERIA_2002},
            "beet_criteria": {"A": {"crop_1998": 3, "crop_1999": 4, "crop_2000": 5}},
        }
    )
    changed = act2002.PrintedPlace.model_validate(
        {
            "place": "Item 1",
            "before": {"sectors": {"beet": 5, "cane": 4}},
            "changes": {"sectors": {"beet": -1, "cane": 1}},
        }
    )
    quantities = {"overall_allotment_quantity": np.array([10_000_000, 11_000_000])}
    ledger = act2002.open_ledger(notice).adjusted(overall_allotment_quantity=11_000_000)
    supply = dict.fromkeys(ledger.allocations["beet"], 400_000)
    return {
        "inputs of 2010": inputs,
        "determination of 2010": allotments.determine(inputs),
        "changed place": changed,
        "in force": act2002.in_force(2010),
        "exact reassignment, 2002": act2002.reassign_beet_deficits(
            {"A": 9, "B": 1}, {"A": 6, "B": 2}
        ),
        "ledger, 2002": ledger.deficits_reassigned({"beet": supply}, when="May"),
        "evaluation, 2002": scenarios.evaluate(notice, quantities),
        "summary, 2002": scenarios.summarise(notice, quantities, progress=False),
        **{f"{name}, 2002": result for name, result in _views(notice).items()},
    }


def _views(notice: allotments.Notice) -> dict[str, Any]:
    """Return what both Acts' notices are seen as."""
    determination = allotments.determine(notice)
    layouts = act_of(notice).tables
    return {
        "determination": determination,
        "amounts": determination.by_recipient("sectors"),
        "verification": allotments.verify(notice),
        "explanation": allotments.explain(determination, "sectors.beet"),
        "chain": allotments.explain(notice),
        "tables": [form(determination) for form in FORMS],
        "layouts": layouts,
        "lines": [layout.filled(determination.figures) for layout in layouts.values()],
    }


def _of_both() -> dict[str, Any]:
    first, second = allotments.load("fy1995"), allotments.load("fy2025")
    history = allotments.history()
    report = wasde.report("2026-08")
    return {
        "comparison": allotments.compare(first, first.inputs.replace(weights=(1, 1, 1))),
        "comparison of the Acts": allotments.compare(first, second),
        "corpus": CorpusVerification({"fy2025": allotments.verify(second)}),
        "history": history,
        "announcements": history.announcements,
        "report": report,
        "projection": allotments.project(2027, consumption=report),
        "share rule": find_rule([Print(1_000, 250), Print(2_000, 501)]),
        "faults": refusal().faults,
    }


def refusal() -> allotments.InvalidInput:
    """Return what is raised where input is refused."""
    try:
        act1990.Criteria.model_validate(CRITERIA | {"past_marketings": -1, "smell": 2})
    except allotments.InvalidInput as error:
        return error
    raise AssertionError("expected a refusal")


def _drawn() -> dict[str, Any]:
    """Return one of each kind of tuple that strategies draw."""
    notice = allotments.load("fy1995")
    values: list[tuple[Any, ...]] = [
        (strategies.BeetDeficits, {"A": 9}, {"A": 6}),
        (strategies.CaneDeficits, {"Texas": {"A": 9}}, {"Texas": {"A": 6}}),
        (strategies.CropHistory, [1], [2]),
        (strategies.Farm, [1.5], [0]),
        (strategies.NextStep, "reestimated", {"estimates": {"consumption": 9}}),
        (strategies.Misprint, notice, 0, "1", "imports", Decimal(2), Decimal(1)),
        (strategies.SpelledWeights, ["1/2", 0.5], (1, 1)),
        (strategies.KnownShare, Fraction(1, 4), 0, (Print(1_000, 250),)),
        (strategies.act2002.Projected, {"fiscal_year": 2027}, {"sectors.beet": 1}),
    ]
    return {kind.__name__: kind(*given) for kind, *given in values}


def kinds() -> set[type[Any]]:
    """Return every public class of the package but for types of plain data and of arguments."""
    return {one for one in _classes() if not is_typeddict(one) and not is_protocol(one)}


def typed_records() -> set[Any]:
    """Return every public type of plain data."""
    return set(filter(is_typeddict, _classes()))


def _classes() -> set[type[Any]]:
    return {
        one
        for module in pkgutil.walk_packages(allotments.__path__, "allotments.")
        if "__main__" not in module.name
        for name, one in inspect.getmembers(importlib.import_module(module.name), inspect.isclass)
        if one.__module__ == module.name and not name.startswith("_")
    }
