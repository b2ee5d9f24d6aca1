"""What Hypothesis calls, through its entry point, as soon as it is imported.

From then on ``st.from_type(Inputs)`` works. This module imports no part of Hypothesis but inside
its functions, for it can be loaded while Hypothesis itself is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["register"]


def register() -> None:
    """Register the strategy of every model, to be built when it is first asked for."""
    from hypothesis import strategies as st

    from allotments import act1990, notices
    from allotments.act1990.determination.inputs import NationalCriteria, Premises
    from allotments.ground import printed_number

    by_name: dict[type[Any], str] = {
        Premises: "premises",
        NationalCriteria: "national_criteria",
        act1990.Criteria: "criteria",
        act1990.Determination: "determinations",
        act1990.Estimates: "estimates",
        act1990.Inputs: "inputs",
        act1990.Printed: "printed_places",
        act1990.Recorded: "recorded",
        act1990.SectorCriteria: "sector_criteria",
        notices.Notice: "notices",
        notices.Source: "sources",
    }
    for model, name in by_name.items():
        st.register_type_strategy(model, _later(name))
    for kind in (
        printed_number.PrintedCount,
        printed_number.PrintedOther,
        printed_number.PrintedPercent,
        printed_number.PrintedQuantity,
    ):
        st.register_type_strategy(kind, _later("printed_numbers", kind))


def _later(name: str, *arguments: Any) -> Callable[[type[Any]], Any]:
    def build(_model: type[Any]) -> Any:
        from allotments import strategies

        return getattr(strategies, name)(*arguments)

    return build
