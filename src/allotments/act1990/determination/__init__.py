"""The determination of a fiscal year: its inputs, the chain from them to every allocation, figures.

On the formulas of the sections stand the models of the inputs, the chain, each figure's formula and
paragraph, and the exact range of each figure.
"""

from allotments.act1990.determination.chain import (
    Determination,
    check_determination,
    determine,
)
from allotments.act1990.determination.figures import figures
from allotments.act1990.determination.inputs import (
    Criteria,
    Estimates,
    Inputs,
    Recorded,
    SectorCriteria,
)
from allotments.act1990.determination.ranges import exact_ranges

__all__ = [
    "Criteria",
    "Determination",
    "Estimates",
    "Inputs",
    "Recorded",
    "SectorCriteria",
    "check_determination",
    "determine",
    "exact_ranges",
    "figures",
]
