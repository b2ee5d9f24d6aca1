"""United States sugar marketing allotments, as the Agricultural Adjustment Act prescribes them."""

from allotments import act1990
from allotments.act1990 import determine
from allotments.errors import InvalidInput
from allotments.notices import Notice, load
from allotments.units import TST
from allotments.verification import verify

__all__ = ["TST", "InvalidInput", "Notice", "act1990", "determine", "load", "verify"]
__version__ = "0.1.0"
