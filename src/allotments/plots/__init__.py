"""Pictures: the weight simplex, the flow to the processors, and the spread of an outcome.

They need matplotlib, which the extra ``allotments[plot]`` installs. Each function draws on the
``Axes`` that it is given, or on one of its own, and returns it. Text and ground have the colours
of the style in force, so pictures suit light and dark; quantities are told apart by cividis and
viridis, which colour-blind readers see as others do. Everything but axis labels and titles stays
inside the axes and is laid out for the size that they have when drawn: set that first, then draw.
"""

from allotments.plots.allotment_flow import flow
from allotments.plots.outcome_spread import spread
from allotments.plots.weight_simplex import NOTICE_WEIGHTINGS, simplex

__all__ = ["NOTICE_WEIGHTINGS", "flow", "simplex", "spread"]
