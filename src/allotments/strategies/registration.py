"""What Hypothesis calls, through its entry point, as soon as it is imported.

From then on ``st.from_type(Inputs)`` works. Types are registered, not names of types, so all
models are imported with Hypothesis, and the strategies, whose package this module is in. They are
imported inside the function here: ``allotments.strategies`` can be half imported when it imports
Hypothesis, and Hypothesis this.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

Registered: TypeAlias = dict[type[Any], Callable[[], Any]]
"""Each model, and the function that returns its strategy."""


def register() -> None:
    """Register the strategy of every model, to be built when it is first asked for."""
    from hypothesis import strategies as st

    for kind, strategy in registered().items():
        st.register_type_strategy(kind, partial(_asked_for, strategy))


def _asked_for(strategy: Callable[[], Any], _kind: type[Any]) -> Any:
    return strategy()


def registered() -> Registered:
    """Return every model that is registered, and the function that returns its strategy.

    >>> from allotments.act1990 import Estimates
    >>> registered()[Estimates].__name__
    'estimates'
    """
    from allotments.strategies import act1990, printing

<<<<<<< HEAD

def _kinds() -> dict[str, type[Any]]:
    """Return each model and result by the name of the strategy that makes it."""
    from allotments import act1990, comparison, explanations, notices, scenarios
    from allotments import verification as verifying
    from allotments.act1990.inputs import NationalCriteria, Premises
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
        "weighting_points": scenarios.WeightingPoint,
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
=======
    return {**printing.REGISTERED, **act1990.REGISTERED}
>>>>>>> w-proof
