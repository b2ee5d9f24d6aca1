"""Scenarios: the same determination over arrays, for millions of estimates and weights."""

from allotments.scenarios.evaluation import evaluate
from allotments.scenarios.results import Evaluation

__all__ = ["Evaluation", "evaluate"]
