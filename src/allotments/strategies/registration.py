"""What Hypothesis calls, through its entry point, as soon as it is imported.

From then on ``st.from_type(Inputs)`` works. Types are registered, not names of types, so all
models are imported with Hypothesis, and the strategies, whose package this module is in. Modules of
the library are asked for inside the functions here, for ``allotments.strategies`` can be half
imported when it imports Hypothesis, and Hypothesis this.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def register() -> None:
    """Register the strategy of every model and result, to be built when it is first asked for."""
    from hypothesis import strategies as st

    for kind, (name, *arguments) in registered().items():
        st.register_type_strategy(kind, _later(name, *arguments))


def registered() -> dict[type[Any], tuple[Any, ...]]:
    """Return every type that is registered: the name of its strategy, and with what it is called.

    >>> from allotments.act1990 import Estimates
    >>> registered()[Estimates]
    ('estimates',)
    """
    return {
        **{kind: (name,) for name, kind in _kinds().items()},
        **{kind: ("printed_numbers", kind) for kind in _printed_numbers()},
        **{kind: ("printed_parts", kind) for kind in _printed_parts()},
    }


def _kinds() -> dict[str, type[Any]]:
    """Return each model and result by the name of the strategy that makes it."""
    from allotments import act1990, comparison, explanations, notices, scenarios
    from allotments import verification as verifying
    from allotments.act1990.determination.inputs import NationalCriteria, Premises
    from allotments.figures import figure

    return {
        "premises": Premises,
        "national_criteria": NationalCriteria,
        "cane_states": act1990.CaneState,
        "criteria": act1990.Criteria,
        "determinations": act1990.Determination,
        "estimates": act1990.Estimates,
        "farm_models": act1990.Farm,
        "farm_shares": act1990.FarmShare,
        "flows": act1990.Flow,
        "inputs": act1990.Inputs,
        "ledgers": act1990.Ledger,
        "positions": act1990.Position,
        "printed_places": act1990.Printed,
        "shares": act1990.ProportionateShares,
        "reassignments": act1990.Reassignment,
        "recorded": act1990.Recorded,
        "sector_criteria": act1990.SectorCriteria,
        "taken_steps": act1990.Step,
        "comparisons": comparison.Comparison,
        "differences": comparison.Difference,
        "explanations": explanations.Explanation,
        "explained_steps": explanations.Step,
        "computed_figures": figure.Figure,
        "notices": notices.Notice,
        "printed_figures": notices.PrintedFigure,
        "sources": notices.Source,
        "evaluations": scenarios.Evaluation,
        "statistics": scenarios.Statistics,
        "summaries": scenarios.Summary,
        "weighting_points": act1990.WeightingPoint,
        "checks": verifying.Check,
        "verified_rows": verifying.Row,
        "verifications": verifying.Verification,
    }


def _printed_numbers() -> tuple[type[Any], ...]:
    from allotments.core import printed_number as printed

    return (
        printed.PrintedCount,
        printed.PrintedOther,
        printed.PrintedPercent,
        printed.PrintedQuantity,
    )


def _printed_parts() -> tuple[type[Any], ...]:
    from allotments.act1990.notice import printed_places as printed

    return (
        printed.PrintedCriteria,
        printed.PrintedEstimates,
        printed.PrintedWeights,
        printed.SectorCriteria,
        printed.SectorPercents,
        printed.SectorQuantities,
        printed.TariffRateQuota,
    )


def _later(name: str, *arguments: Any) -> Callable[[type[Any]], Any]:
    def build(_model: type[Any]) -> Any:
        from allotments import strategies

        return getattr(strategies, name)(*arguments)

    return build
