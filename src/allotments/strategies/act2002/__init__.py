"""Strategies for the Act of 2002: years, announcements, ledgers, formulas' arguments.

As those for the Act of 1990, under this package's own name: ``strategies.act2002.inputs()``.
"""

from allotments import act2002
from allotments.act2002.inputs import Share, Shares
from allotments.strategies.act2002.arguments import FORMULAS, FUNCTIONS, arguments, reassignments
from allotments.strategies.act2002.ledgers import ledger_steps, ledgers
from allotments.strategies.act2002.misprints import misprinted_notices
from allotments.strategies.act2002.models import (
    allotted_inputs,
    beet_criteria,
    criteria,
    determinations,
    estimates,
    fiscal_years,
    inputs,
    one_share,
    recorded,
    shares,
)
from allotments.strategies.act2002.notices import (
    following_notices,
    notices,
    partial_notices,
    printed_places,
)
from allotments.strategies.act2002.projections import Projected, projections
from allotments.strategies.act2002.scenarios import varying
from allotments.strategies.registration import Registered

__all__ = [
    "FORMULAS",
    "FUNCTIONS",
    "Projected",
    "allotted_inputs",
    "arguments",
    "beet_criteria",
    "criteria",
    "determinations",
    "estimates",
    "fiscal_years",
    "following_notices",
    "inputs",
    "ledger_steps",
    "ledgers",
    "misprinted_notices",
    "notices",
    "one_share",
    "partial_notices",
    "printed_places",
    "projections",
    "reassignments",
    "recorded",
    "shares",
    "varying",
]

REGISTERED: Registered = {
    Share: one_share,
    Shares: shares,
    act2002.BeetCriteria: beet_criteria,
    act2002.Criteria: criteria,
    act2002.Estimates: estimates,
    act2002.Inputs: inputs,
    act2002.PrintedPlace: printed_places,
    act2002.Recorded: recorded,
}
"""What Hypothesis calls, through its entry point, as soon as it is imported.
"""
