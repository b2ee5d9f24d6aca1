"""Proportionate shares of a State's sugarcane farms, from a table of farms or its CSV file."""

from allotments.act1990.farms.models import CaneState, Farm
from allotments.act1990.farms.shares import FarmShare, ProportionateShares, proportionate_shares

__all__ = ["CaneState", "Farm", "FarmShare", "ProportionateShares", "proportionate_shares"]
