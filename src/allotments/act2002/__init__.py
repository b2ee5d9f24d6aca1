"""Part VII of the Agricultural Adjustment Act of 1938 as rewritten in 2002 and amended to date.

Secs. 359a-359l (7 U.S.C. 1359aa-1359ll), amended in 2008, 2014, 2018 and 2025, with the regulation
7 CFR part 1435, subpart D. One module for each section holds its formulas, pure functions.
"""

from allotments.act2002.amendments import CROP_YEARS, InForce, in_force
from allotments.act2002.determination import Determination
from allotments.act2002.fiscal_year_ledger import Ledger, open_ledger
from allotments.act2002.inputs import (
    BeetCriteria,
    Criteria,
    Estimates,
    Inputs,
    Recorded,
    Share,
    Shares,
)
from allotments.act2002.penalties import excess_marketings
from allotments.act2002.printed_place import PrintedPlace
from allotments.act2002.section_359b import (
    MINIMUM_SHARE,
    meets_minimum,
    minimum_overall_allotment_quantity,
)
from allotments.act2002.section_359c import (
    IMPORTS,
    OFFSHORE_ALLOTMENT,
    OFFSHORE_STATES,
    SECTOR_SHARES,
    deduction_from_next_allocation,
    imports_require_suspension,
    mainland_allotments,
    offshore_allotments,
    overall_allotment_quantity,
    printed_sector_allotments,
    raise_beet_allocations,
    sector_allotments,
)
from allotments.act2002.section_359d import (
    BEET_WEIGHTS,
    NEW_CANE_PROCESSOR_CEILING,
    REGULATION_WEIGHTS,
    adjusted_production,
    allocate_to_new_beet_processor,
    allocate_to_new_cane_processor,
    allocate_to_new_state,
    average_in_greatest_years,
    average_of_highest,
    distribute_terminated,
    least_allocation_of_reopened_factory,
    louisiana_ability_to_market,
    production_base,
    transfer_allocation,
    weighted_average_production,
)
from allotments.act2002.section_359e import (
    SOLD_BY_CCC,
    Reassignment,
    reassign_beet_deficits,
    reassign_cane_deficits,
)
from allotments.act2002.section_359f import (
    CROP_YEARS_OF_BASE,
    acreage_base,
    minimum_yield_goal,
    transfer_after_closure,
)
from allotments.act2002.section_359g import (
    MAXIMUM_PRESERVATION_YEARS,
    mill_transfer,
    preserved_acreage,
    transfer_acreage_base,
)
from allotments.act2002.section_359i import FILLED_SHARE, special_appeal_considered
from allotments.formulas.acreage import (
    EXEMPT_STATE,
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
from allotments.formulas.division import prorate
from allotments.formulas.penalties import (
    REGULATION_PENALTY_CEILING,
    excess_marketing_penalty,
    producer_penalties,
)
from allotments.formulas.raw_values import raw_value
from allotments.ledger.position import LedgerPosition
from allotments.ledger.steps import LedgerStep

__all__ = [
    "BEET_WEIGHTS",
    "CROP_YEARS",
    "CROP_YEARS_OF_BASE",
    "EXEMPT_STATE",
    "FILLED_SHARE",
    "IMPORTS",
    "MAXIMUM_PRESERVATION_YEARS",
    "MINIMUM_SHARE",
    "NEW_CANE_PROCESSOR_CEILING",
    "OFFSHORE_ALLOTMENT",
    "OFFSHORE_STATES",
    "PRODUCER_THRESHOLD",
    "REGULATION_PENALTY_CEILING",
    "REGULATION_WEIGHTS",
    "SECTOR_SHARES",
    "SOLD_BY_CCC",
    "BeetCriteria",
    "Criteria",
    "Determination",
    "Estimates",
    "InForce",
    "Inputs",
    "Ledger",
    "LedgerPosition",
    "LedgerStep",
    "PrintedPlace",
    "Reassignment",
    "Recorded",
    "Share",
    "Shares",
    "acreage_allotment",
    "acreage_base",
    "acreage_earning_history",
    "adjust",
    "adjusted_production",
    "allocate_to_new_beet_processor",
    "allocate_to_new_cane_processor",
    "allocate_to_new_state",
    "average_in_greatest_years",
    "average_of_highest",
    "deduction_from_next_allocation",
    "distribute_terminated",
    "excess_acreage",
    "excess_marketing_penalty",
    "excess_marketings",
    "imports_require_suspension",
    "in_force",
    "least_allocation_of_reopened_factory",
    "louisiana_ability_to_market",
    "mainland_allotments",
    "meets_minimum",
    "mill_transfer",
    "minimum_overall_allotment_quantity",
    "minimum_yield_goal",
    "next_allocation",
    "offshore_allotments",
    "open_ledger",
    "overall_allotment_quantity",
    "preserved_acreage",
    "printed_sector_allotments",
    "producer_penalties",
    "production_base",
    "proportionate_share",
    "proportionate_shares_required",
    "prorate",
    "raise_beet_allocations",
    "raw_value",
    "reassign_beet_deficits",
    "reassign_cane_deficits",
    "sector_allotments",
    "shares_may_be_exceeded",
    "special_appeal_considered",
    "transfer_acreage_base",
    "transfer_after_closure",
    "transfer_allocation",
    "uniform_reduction_percentage",
    "weighted_average_production",
]
