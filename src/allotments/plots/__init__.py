"""Pictures: the weight simplex, the flow to the processors, and the spread of an outcome."""

from allotments.plots.allotment_flow import NOTICE_WEIGHTINGS, flow, simplex, spread

__all__ = ["NOTICE_WEIGHTINGS", "flow", "simplex", "spread"]
