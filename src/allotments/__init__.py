"""United States sugar marketing allotments, as the Agricultural Adjustment Act prescribes them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from allotments import act1990
from allotments.act1990 import determine
from allotments.errors import InvalidInput
from allotments.notices import Notice, load
from allotments.units import TST

if TYPE_CHECKING:
    from allotments import tables
    from allotments.comparison import compare
    from allotments.explanations import explain
    from allotments.verification import verify

__all__ = [
    "TST",
    "InvalidInput",
    "Notice",
    "act1990",
    "compare",
    "determine",
    "explain",
    "load",
    "tables",
    "verify",
]
__version__ = "0.1.0"

# The views are imported when they are first asked for: a program that only computes is spared them.
_VIEWS = {
    "compare": "allotments.comparison",
    "explain": "allotments.explanations",
    "tables": "allotments.tables",
    "verify": "allotments.verification",
}


def __getattr__(name: str) -> Any:
    if name not in _VIEWS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(_VIEWS[name])
    view = globals()[name] = getattr(module, name, module)
    return view


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
