"""Strategies for the 1990 Act: years, notices, weights, deficits, farms, formulas' arguments."""

from allotments import act1990
from allotments.act1990.inputs import NationalCriteria
from allotments.strategies.act1990.arguments import FORMULAS, FUNCTIONS, arguments
from allotments.strategies.act1990.deficits import (
    BeetDeficits,
    CaneDeficits,
    beet_deficits,
    cane_deficits,
    reassignments,
)
from allotments.strategies.act1990.farms import (
    CropHistory,
    Farm,
    cane_states,
    crop_histories,
    farm_models,
    farm_tables,
    farms,
)
from allotments.strategies.act1990.ledgers import (
    allotted_inputs,
    ledger_steps,
    ledgers,
)
from allotments.strategies.act1990.misprints import misprinted_notices
from allotments.strategies.act1990.models import (
    criteria,
    determinations,
    estimates,
    fiscal_years,
    inputs,
    national_criteria,
    national_quantities,
    recorded,
    sector_criteria,
    states,
)
from allotments.strategies.act1990.notices import notices, printed_places
from allotments.strategies.act1990.scenarios import varying
from allotments.strategies.act1990.weightings import SpelledWeights, spelled_weights, weights
from allotments.strategies.ledgers import NextStep
from allotments.strategies.misprints import Misprint
from allotments.strategies.registration import Registered

__all__ = [
    "FORMULAS",
    "FUNCTIONS",
    "BeetDeficits",
    "CaneDeficits",
    "CropHistory",
    "Farm",
    "Misprint",
    "NextStep",
    "SpelledWeights",
    "allotted_inputs",
    "arguments",
    "beet_deficits",
    "cane_deficits",
    "cane_states",
    "criteria",
    "crop_histories",
    "determinations",
    "estimates",
    "farm_models",
    "farm_tables",
    "farms",
    "fiscal_years",
    "inputs",
    "ledger_steps",
    "ledgers",
    "misprinted_notices",
    "national_criteria",
    "national_quantities",
    "notices",
    "printed_places",
    "reassignments",
    "recorded",
    "sector_criteria",
    "spelled_weights",
    "states",
    "varying",
    "weights",
]

REGISTERED: Registered = {
    NationalCriteria: national_criteria,
    act1990.CaneState: cane_states,
    act1990.Criteria: criteria,
    act1990.Estimates: estimates,
    act1990.Farm: farm_models,
    act1990.Inputs: inputs,
    act1990.PrintedPlace: printed_places,
    act1990.Recorded: recorded,
    act1990.SectorCriteria: sector_criteria,
}
