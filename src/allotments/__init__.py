"""United States sugar marketing allotments by the formulas of the Agricultural Adjustment Act.

Everything here is imported when it is first asked for, so that a program pays for what it uses.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from allotments import act1990, act2002, plots, rounding, scenarios, shares, tables, wasde
    from allotments.comparison import compare
    from allotments.core.errors import InvalidInput
    from allotments.core.units import TST, metric_to_short_tons, short_to_metric_tons
    from allotments.determination import determine
    from allotments.explanations import explain
    from allotments.notices import Notice, bundled, load
    from allotments.program_history import history
    from allotments.projection import project
    from allotments.verification import verify, verify_corpus

__all__ = [
    "TST",
    "InvalidInput",
    "Notice",
    "act1990",
    "act2002",
    "bundled",
    "compare",
    "determine",
    "explain",
    "history",
    "load",
    "metric_to_short_tons",
    "plots",
    "project",
    "rounding",
    "scenarios",
    "shares",
    "short_to_metric_tons",
    "tables",
    "verify",
    "verify_corpus",
    "wasde",
]
__version__ = "0.1.0"

_MODULES = {
    "TST": "allotments.core.units",
    "InvalidInput": "allotments.core.errors",
    "Notice": "allotments.notices",
    "act1990": "allotments.act1990",
    "act2002": "allotments.act2002",
    "bundled": "allotments.notices",
    "compare": "allotments.comparison",
    "determine": "allotments.determination",
    "explain": "allotments.explanations",
    "history": "allotments.program_history",
    "load": "allotments.notices",
    "metric_to_short_tons": "allotments.core.units",
    "plots": "allotments.plots",
    "project": "allotments.projection",
    "rounding": "allotments.rounding",
    "scenarios": "allotments.scenarios",
    "shares": "allotments.shares",
    "short_to_metric_tons": "allotments.core.units",
    "tables": "allotments.tables",
    "verify": "allotments.verification",
    "verify_corpus": "allotments.verification",
    "wasde": "allotments.wasde",
}


# What some need a further library for is no part of "from allotments import *".
_FURTHER = ("act2002", "invariants", "plots", "scenarios", "shares", "strategies", "wasde")


def __getattr__(name: str) -> Any:
    if name not in (*_MODULES, *_FURTHER):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(_MODULES.get(name, f"allotments.{name}"))
    found = globals()[name] = getattr(module, name, module)
    return found


def __dir__() -> list[str]:
    return sorted({*__all__, *_FURTHER, *(name for name in globals() if name.startswith("__"))})
