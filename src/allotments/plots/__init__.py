"""Pictures of any Act: the flow to the recipients, an outcome's spread, a comparison, the history.

What is to come: a projection, and how far past reports were from what came.

They need matplotlib, which the extra ``allotments[plot]`` installs. Each function draws on the
``Axes`` that it is given, or on one of its own, and returns it. Text and background have the
colours of the style in force, so pictures suit light and dark; quantities are told apart by cividis
and viridis, which colour-blind readers see as others do, and by hatching.

Everything is laid out for the size that the axes have when drawn, so set that first, and nothing
is cut off with a constrained layout. For a journal's column of 3.4 inches, with letters of 6.5
points::

    fig, ax = plt.subplots(figsize=(3.4, 4.6), layout="constrained")
    plots.flow(determination, ax=ax)
    fig.savefig("flow.pdf")  # or .png with dpi=300

Axes wider than 5 inches have letters of 8 points. ``savefig(..., transparent=True)`` leaves the
background to the page.
"""

from allotments.plots.allotment_flow import flow
from allotments.plots.allotment_history import history
from allotments.plots.forecast_errors import forecast_errors
from allotments.plots.gains_and_losses import comparison
from allotments.plots.outcome_spread import spread
from allotments.plots.projected_parts import projection

__all__ = ["comparison", "flow", "forecast_errors", "history", "projection", "spread"]
