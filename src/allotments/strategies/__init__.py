"""Hypothesis strategies: valid input for every model and every formula, by construction.

Needs Hypothesis, which the library itself does not. Nothing is drawn to be thrown away; every
strategy has its bounds, ``min_value`` and ``max_value``, in short tons where nothing else is said.
The models are registered with Hypothesis, so that ``st.from_type(Inputs)`` works, too. What to hold
results against is in :mod:`allotments.invariants`.
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
from allotments.strategies.quantities import bases, crop_years, names, numbers, quantities
from allotments.strategies.registration import register
from allotments.strategies.weightings import SpelledWeights, spelled_weights, weights

__all__ = [
    "FORMULAS",
    "BeetDeficits",
    "CaneDeficits",
    "CropHistory",
    "Farm",
    "Misprint",
    "SpelledWeights",
    "arguments",
    "bases",
    "beet_deficits",
    "cane_deficits",
    "criteria",
    "crop_histories",
    "crop_years",
    "determinations",
    "estimates",
    "farms",
    "fiscal_years",
    "inputs",
    "misprinted_notices",
    "names",
    "national_criteria",
    "national_quantities",
    "notices",
    "numbers",
    "premises",
    "printed_numbers",
    "printed_places",
    "quantities",
    "recorded",
    "sector_criteria",
    "sources",
    "spelled_weights",
    "states",
    "weights",
]

register()  # again, for a source tree that is not installed and whose entry point nobody finds
