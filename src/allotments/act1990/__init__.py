"""Part VII of the Agricultural Adjustment Act of 1938 as in force for fiscal year 1995.

Secs. 359a-359j (7 U.S.C. 1359aa-1359jj), before their replacement of 13 May 2002. One module for
each section holds its formulas; on them stand the models of the inputs, the determination, and
what a notice prints.
"""

from allotments.act1990.determination import Determination, determine
from allotments.act1990.figures import figures
from allotments.act1990.models import Criteria, Estimates, Inputs, Recorded, SectorCriteria
from allotments.act1990.printed import Printed, figures_in_print, inputs_of
from allotments.act1990.ranges import exact_ranges
from allotments.act1990.section_359b import (
    CRYSTALLINE_FRUCTOSE_SUGAR_EQUIVALENT,
    MINIMUM_IMPORTS,
    RAW_VALUE_FACTOR,
    SWEETNESS_FACTOR,
    allotments_required,
    crystalline_fructose_allotment,
    estimated_imports,
    threshold_carryover_stocks,
)
from allotments.act1990.section_359c import (
    CEA_OMB_WEIGHTS,
    EQUAL_WEIGHTS,
    FY1995_WEIGHTS,
    average_excluding_extremes,
    average_of_two_highest,
    highest,
    overall_allotment_quantity,
    percentage_factors,
    prorate,
    restraint,
    weighted_base,
)

__all__ = [
    "CEA_OMB_WEIGHTS",
    "CRYSTALLINE_FRUCTOSE_SUGAR_EQUIVALENT",
    "EQUAL_WEIGHTS",
    "FY1995_WEIGHTS",
    "MINIMUM_IMPORTS",
    "RAW_VALUE_FACTOR",
    "SWEETNESS_FACTOR",
    "Criteria",
    "Determination",
    "Estimates",
    "Inputs",
    "Printed",
    "Recorded",
    "SectorCriteria",
    "allotments_required",
    "average_excluding_extremes",
    "average_of_two_highest",
    "crystalline_fructose_allotment",
    "determine",
    "estimated_imports",
    "exact_ranges",
    "figures",
    "figures_in_print",
    "highest",
    "inputs_of",
    "overall_allotment_quantity",
    "percentage_factors",
    "prorate",
    "restraint",
    "threshold_carryover_stocks",
    "weighted_base",
]
