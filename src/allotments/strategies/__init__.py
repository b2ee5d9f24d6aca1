"""Hypothesis strategies: valid input for every model and every formula, by construction.

Needs Hypothesis, which the library itself does not. Nothing is drawn to be thrown away. Whatever
has quantities in it has their bounds, ``min_value`` and ``max_value``, in short tons where nothing
else is said, but for ``printed_parts``; what there are several of has ``min_size`` and
``max_size``.
The models, and whatever the library makes of them, are registered with Hypothesis, so that
``st.from_type(Inputs)`` works, too. What to hold results against is in
:mod:`allotments.invariants`.
"""

from allotments.strategies.arguments import FORMULAS, arguments
from allotments.strategies.deficits_and_farms import (
    BeetDeficits,
    CaneDeficits,
    CropHistory,
    Farm,
    beet_deficits,
    cane_deficits,
    crop_histories,
    farms,
)
from allotments.strategies.farm_tables import (
    cane_states,
    farm_models,
    farm_shares,
    farm_tables,
    shares,
)
from allotments.strategies.misprints import Misprint, misprinted_notices
from allotments.strategies.models import (
    criteria,
    determinations,
    estimates,
    fiscal_years,
    inputs,
    national_criteria,
    national_quantities,
    premises,
    recorded,
    sector_criteria,
    states,
)
from allotments.strategies.notices import (
    notices,
    printed_numbers,
    printed_places,
    sources,
)
from allotments.strategies.outcomes import (
    checks,
    comparisons,
    computed_figures,
    differences,
    evaluations,
    explained_steps,
    explanations,
    flows,
    printed_figures,
    reassignments,
    statistics,
    summaries,
    varying,
    verifications,
    verified_rows,
    weighting_points,
)
from allotments.strategies.printed_parts import (
    PARTS,
    printed_parts,
)
from allotments.strategies.quantities import bases, crop_years, names, numbers, quantities
from allotments.strategies.registration import register, registered
from allotments.strategies.weightings import SpelledWeights, spelled_weights, weights
from allotments.strategies.years import (
    NextStep,
    allotted_inputs,
    ledger_steps,
    ledgers,
    positions,
    taken_steps,
)

__all__ = [
    "FORMULAS",
    "PARTS",
    "BeetDeficits",
    "CaneDeficits",
    "CropHistory",
    "Farm",
    "Misprint",
    "NextStep",
    "SpelledWeights",
    "allotted_inputs",
    "arguments",
    "bases",
    "beet_deficits",
    "cane_deficits",
    "cane_states",
    "checks",
    "comparisons",
    "computed_figures",
    "criteria",
    "crop_histories",
    "crop_years",
    "determinations",
    "differences",
    "estimates",
    "evaluations",
    "explained_steps",
    "explanations",
    "farm_models",
    "farm_shares",
    "farm_tables",
    "farms",
    "fiscal_years",
    "flows",
    "inputs",
    "ledger_steps",
    "ledgers",
    "misprinted_notices",
    "names",
    "national_criteria",
    "national_quantities",
    "notices",
    "numbers",
    "positions",
    "premises",
    "printed_figures",
    "printed_numbers",
    "printed_parts",
    "printed_places",
    "quantities",
    "reassignments",
    "recorded",
    "registered",
    "sector_criteria",
    "shares",
    "sources",
    "spelled_weights",
    "states",
    "statistics",
    "summaries",
    "taken_steps",
    "varying",
    "verifications",
    "verified_rows",
    "weighting_points",
    "weights",
]

register()  # again, for a source tree that is not installed and whose entry point nobody finds
