"""Pictures of the Act of 1990 alone: the simplex of its three criteria's weights.

They need matplotlib, and are drawn as those of :mod:`allotments.plots`.
"""

from allotments.act1990.plots.weight_simplex import NOTICE_WEIGHTINGS, simplex

__all__ = ["NOTICE_WEIGHTINGS", "simplex"]
