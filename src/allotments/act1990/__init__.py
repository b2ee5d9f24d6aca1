"""Part VII of the Agricultural Adjustment Act of 1938 as in force for fiscal year 1995.

Secs. 359a-359j (7 U.S.C. 1359aa-1359jj), before their replacement of 13 May 2002. One module for
each section holds its formulas, pure functions; on them stand the determination and the farms, and
on the determination a fiscal year's ledger, what a notice prints, and the chain over arrays.
"""

from allotments.act1990.determination import Determination, determine
from allotments.act1990.farms.models import CaneState, Farm
from allotments.act1990.farms.shares import FarmShare, ProportionateShares, proportionate_shares
from allotments.act1990.fiscal_year_ledger import Ledger, open_ledger
from allotments.act1990.inputs import Criteria, Estimates, Inputs, SectorCriteria
from allotments.act1990.inverse_questions import (
    WeightingPoint,
    carryover_stocks_for_restraint,
    weights_for_restraint,
)
from allotments.act1990.penalties import (
    REPORTING_PENALTY_CEILING,
    assessment_penalty_ceiling,
    excess_marketings,
    marketing_assessment,
    marketing_assessment_rate,
)
from allotments.act1990.printed_place import PrintedPlace
from allotments.act1990.section_359b import (
    CRYSTALLINE_FRUCTOSE_SUGAR_EQUIVALENT,
    MINIMUM_IMPORTS,
    SWEETNESS_FACTOR,
    allotments_required,
    crystalline_fructose_allotment,
    estimated_imports,
    threshold_carryover_stocks,
)
from allotments.act1990.section_359c import (
    CANE_STATES,
    CEA_OMB_WEIGHTS,
    EQUAL_WEIGHTS,
    FY1995_WEIGHTS,
    overall_allotment_quantity,
    percentage_factors,
    restraint,
)
from allotments.act1990.section_359c_adjustments import deduction_from_next_allocation
from allotments.act1990.section_359e import reassign_beet_deficits, reassign_cane_deficits
from allotments.act1990.section_359f import acreage_base, minimum_yield_goal
from allotments.act1990.section_359g import (
    MAXIMUM_PRESERVATION_YEARS,
    preserved_acreage,
    transfer_acreage_base_history,
)
from allotments.formulas.acreage import (
    PRODUCER_THRESHOLD,
    acreage_allotment,
    acreage_earning_history,
    excess_acreage,
    proportionate_share,
    proportionate_shares_required,
    shares_may_be_exceeded,
    uniform_reduction_percentage,
)
from allotments.formulas.adjustments import adjust, next_allocation
from allotments.formulas.criteria import (
    average_excluding_extremes,
    average_of_two_highest,
    highest,
    lowest_terms,
    weighted_base,
)
from allotments.formulas.deficits import Flow
from allotments.formulas.division import prorate
from allotments.formulas.penalties import (
    REGULATION_PENALTY_CEILING,
    excess_marketing_penalty,
    producer_penalties,
)
from allotments.formulas.raw_values import RAW_VALUE_FACTOR, raw_value
from allotments.formulas.reassignment import Reassignment
from allotments.formulas.states import STATES
from allotments.inputs import Recorded
from allotments.ledger.position import LedgerPosition
from allotments.ledger.steps import LedgerStep

__all__ = [
    "CANE_STATES",
    "CEA_OMB_WEIGHTS",
    "CRYSTALLINE_FRUCTOSE_SUGAR_EQUIVALENT",
    "EQUAL_WEIGHTS",
    "FY1995_WEIGHTS",
    "MAXIMUM_PRESERVATION_YEARS",
    "MINIMUM_IMPORTS",
    "PRODUCER_THRESHOLD",
    "RAW_VALUE_FACTOR",
    "REGULATION_PENALTY_CEILING",
    "REPORTING_PENALTY_CEILING",
    "STATES",
    "SWEETNESS_FACTOR",
    "CaneState",
    "Criteria",
    "Determination",
    "Estimates",
    "Farm",
    "FarmShare",
    "Flow",
    "Inputs",
    "Ledger",
    "LedgerPosition",
    "LedgerStep",
    "PrintedPlace",
    "ProportionateShares",
    "Reassignment",
    "Recorded",
    "SectorCriteria",
    "WeightingPoint",
    "acreage_allotment",
    "acreage_base",
    "acreage_earning_history",
    "adjust",
    "allotments_required",
    "assessment_penalty_ceiling",
    "average_excluding_extremes",
    "average_of_two_highest",
    "carryover_stocks_for_restraint",
    "crystalline_fructose_allotment",
    "deduction_from_next_allocation",
    "determine",
    "estimated_imports",
    "excess_acreage",
    "excess_marketing_penalty",
    "excess_marketings",
    "highest",
    "lowest_terms",
    "marketing_assessment",
    "marketing_assessment_rate",
    "minimum_yield_goal",
    "next_allocation",
    "open_ledger",
    "overall_allotment_quantity",
    "percentage_factors",
    "preserved_acreage",
    "producer_penalties",
    "proportionate_share",
    "proportionate_shares",
    "proportionate_shares_required",
    "prorate",
    "raw_value",
    "reassign_beet_deficits",
    "reassign_cane_deficits",
    "restraint",
    "shares_may_be_exceeded",
    "threshold_carryover_stocks",
    "transfer_acreage_base_history",
    "uniform_reduction_percentage",
    "weighted_base",
    "weights_for_restraint",
]
