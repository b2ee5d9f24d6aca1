"""Families of figures: what the beginnings of their paths say of them.

The views that show, compare and check figures take from here what is peculiar to this Act.
"""

from __future__ import annotations

from collections.abc import Mapping

from allotments.act1990.determination.inputs import BEET

HEADINGS: Mapping[str, str] = {
    "estimates": "Estimates",
    "weights": "Weights, percent",
    "criteria": "Criteria",
    "state_criteria": "Criteria",
    "processor_criteria": "Criteria",
    "imports": "Imports and the overall allotment quantity",
    "threshold_carryover_stocks": "Imports and the overall allotment quantity",
    "overall_allotment_quantity": "Imports and the overall allotment quantity",
    "bases": "Averages (weighted bases)",
    "state_bases": "Averages (weighted bases)",
    "processor_bases": "Averages (weighted bases)",
    "percentage_factors": "Percentage factors, percent",
    "sectors": "Sector allotments",
    "restraint": "Restraint",
    "states": "State cane sugar allotments",
    "processors": "Processor allocations",
    "crystalline_fructose": "Crystalline fructose",
}
"""By family, in the order of the notice, the heading that its figures stand under."""

RECIPIENTS: Mapping[str, str] = {
    "sectors.": "sectors",
    "states.": "States",
    "processors.": "processors",
}
"""Who receives a part of the overall allotment quantity, by the beginning of a path."""

MEASUREMENTS = ("criteria.", "state_criteria.", "processor_criteria.")
"""What is measured, and moves within the rounding of its print; all else is determined."""

ESTABLISHED = (
    "overall_allotment_quantity",
    "percentage_factors.",
    "sectors.",
    "states.",
    "processors.",
    "restraint.",
    "crystalline_fructose",
)
"""What only a determination that requires allotments establishes."""

NOT_ESTABLISHED = "not established: no allotments are required, sec. 359b(b)(1)"
"""What is said of such a figure where none are."""

ORIGINS: Mapping[str, str] = {
    "printed": "Input: as printed, or as supposed instead.",
    "computed": "Computed: by the Act's formulas.",
    "recorded": "Recorded: as printed, not computed.",
    "pro rata": "Pro rata: recorded, and changed by the percentage that the allotment changed, "
    "sec. 359c(g)(2).",
}
"""How a figure came about, in a sentence."""


def allotment_of(group: str) -> str:
    """Return the path of the allotment that a group of processors divides, 359d(a)(1).

    >>> allotment_of("beet"), allotment_of("Texas")
    ('sectors.beet', 'states.Texas')
    """
    return f"sectors.{BEET}" if group == BEET else f"states.{group}"
