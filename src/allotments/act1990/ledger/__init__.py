"""A fiscal year's course: the steps that change what a determination established."""

from allotments.act1990.ledger.fiscal_year import Ledger, open_ledger
from allotments.act1990.ledger.holdings import Position
from allotments.act1990.ledger.steps import Step

__all__ = ["Ledger", "Position", "Step", "open_ledger"]
