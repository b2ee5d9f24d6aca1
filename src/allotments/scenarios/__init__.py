"""Scenarios: the same determination over arrays, for millions of estimates and weights.

Every figure has the path that it has in a determination: ``sectors.beet``, ``states.Florida``.
"""

from allotments.scenarios.deficits import reassign_deficits
from allotments.scenarios.evaluation import evaluate
from allotments.scenarios.results import Evaluation
from allotments.scenarios.sampling import sample, sample_blocks, sample_weights, weight_grid
from allotments.scenarios.statistics import Statistics
from allotments.scenarios.summary import Summary, summarise

__all__ = [
    "Evaluation",
    "Statistics",
    "Summary",
    "evaluate",
    "reassign_deficits",
    "sample",
    "sample_blocks",
    "sample_weights",
    "summarise",
    "weight_grid",
]
