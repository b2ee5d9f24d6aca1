"""One of every kind of result, to pickle, copy and compare, also in another process."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from dataclasses import is_dataclass
from typing import Any

import numpy as np

import allotments
from allotments import act1990, act2002, scenarios, tables, wasde
from allotments.act1990.inputs import NationalCriteria
from allotments.core.base_model import Model
from allotments.shares import Print, find_rule
from allotments.verification import CorpusVerification

__all__ = ["kinds", "results"]

STOCKS = "estimates.reasonable_carryover_stocks"


def results() -> dict[str, Any]:
    """Return results by name, newly made, with whatever they cache."""
    notice = allotments.load("fy1995")
    other = notice.inputs.replace(weights=(1, 1, 1))
    determination = act1990.determine(notice.inputs)
    verification = allotments.verify(notice)
    [*blocks] = notice.printed
    quota = next(block.tariff_rate_quota for block in blocks if block.tariff_rate_quota)
    ledger = act1990.open_ledger(determination).deficits_reassigned({"Texas": 100_000, **ABLE})
    shares = act1990.proportionate_shares(FARMS, STATE)
    stocks = np.array([1_278_000, 1_279_000])
    evaluation = scenarios.evaluate(notice, {STOCKS: stocks}, dims={"stocks": ["low", "high"]})
    able = np.array([[60, 90, 60], [0, 0, 0]])
    explanation = allotments.explain(determination, "sectors.beet")
    comparison = allotments.compare(determination, act1990.determine(other))
    changed = act2002.PrintedPlace.model_validate(
        {
            "place": "Item 1",
            "before": {"sectors": {"beet": 5, "cane": 4}},
            "changes": {"sectors": {"beet": -1, "cane": 1}},
        }
    )
    inputs_2002 = act2002.Inputs.model_validate(
        {
            "fiscal_year": 2010,
            "estimates": {"consumption": 10_000_000},
            "state_criteria": {"Texas": CRITERIA_2002},
            "beet_criteria": {"A": {"crop_1998": 3, "crop_1999": 4, "crop_2000": 5}},
        }
    )
    return {
        "notice of 2024": allotments.load("fy2025"),
        "inputs of 2009": inputs_2002,
        "determination of 2009": allotments.determine(inputs_2002),
        "place of 2002": changed,
        "in force": act2002.in_force(2010),
        "reassignment of 2002": act2002.reassign_beet_deficits({"A": 9, "B": 1}, {"A": 6, "B": 2}),
        "history": (history := allotments.history()),
        "announcements": history.announcements,
        "report": wasde.report("2026-08"),
        "projection": allotments.project(2027, consumption=wasde.report("2026-08")),
        "share rule": find_rule([Print(1_000, 250), Print(2_000, 501)]),
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
        "determination": determination,
        "not required": act1990.determine(other.replace(estimates={"production": 0})),
        "pro rata": act1990.determine(other),
        "figures": determination.figures,
        "verification": verification,
        "corpus": CorpusVerification({"fy1995": verification}),
        "explanation": explanation,
        "comparison": comparison,
        "ledger": ledger,
        "ledger since 2002": act2002.open_ledger(allotments.load("fy2025")),
        "shares": shares,
        "exact reassignment": act1990.reassign_beet_deficits({"A": 9, "B": 1}, {"A": 6, "B": 2}),
        "reassignment": scenarios.reassign_deficits(np.array([100, 50, 50]), able),
        "evaluation": evaluation,
        "summary": scenarios.summarise(notice, {STOCKS: stocks}, progress=False),
        "nothing established": scenarios.summarise(
            notice, {STOCKS: np.array([2_000_000])}, only=["sectors"], progress=False
        ),
        "point": act1990.weights_for_restraint(notice, 100_000, (1, 1, 2), (1, 3, 6)),
        "markdown": tables.markdown(determination),
        "html": tables.html(determination),
        "refusal": allotments.InvalidInput(["a: found b, expected c", "d"]).faults,
    }


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


def kinds() -> set[type[Any]]:
    """Return every model, dataclass and named tuple but for private ones and layouts of tables."""
    found = set()
    for module in pkgutil.walk_packages(allotments.__path__, "allotments."):
        if any(part in module.name for part in ("strategies", "layout", "__main__")):
            continue
        for name, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            own = kind.__module__.startswith("allotments") and "layout" not in kind.__module__
            own = own and not name.startswith("_")
            if own and (issubclass(kind, Model) or is_dataclass(kind) or hasattr(kind, "_fields")):
                found.add(kind)
    return found
