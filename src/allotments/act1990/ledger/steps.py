"""The steps that a fiscal year's ledger is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from allotments.act1990.determination import Determination
from allotments.act1990.ledger import summary as views
from allotments.act1990.ledger.holdings import Position
from allotments.formulas.deficits import Flow

Quarter: TypeAlias = Literal["October", "January", "April", "July"]
"""The month that a quarter of the fiscal year begins with: re-estimates are due by it."""

Kind: TypeAlias = Literal[
    "established", "not established", "re-estimated", "reassigned", "suspended"
]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a ledger: what was done, under which paragraph, and what it changed.

    Attributes
    ----------
    kind : str
        ``"established"``, ``"not established"``, ``"re-estimated"``, ``"reassigned"`` (deficits)
        or ``"suspended"``.
    quarter : str
        ``"October"`` (the opening), ``"January"``, ``"April"`` or ``"July"``.
    when : str
        A date or another label of the user's own; mostly empty.
    paragraph : str
        Of the Act.
    determination : Determination
        What the estimates then in force lead to.
    before, after : Position
        What was in force.
    flows : tuple of Flow
        Every quantity reassigned in this step; processors are named ``(allotment, name)``.
    notes : tuple of str
        What changed its course: estimates, readings, assumptions.
    """

    kind: Kind
    quarter: Quarter
    paragraph: str
    determination: Determination
    before: Position
    after: Position
    flows: tuple[Flow, ...] = ()
    notes: tuple[str, ...] = ()
    when: str = ""

    def __str__(self) -> str:
        return views.step_as_text(self)

    def _repr_html_(self) -> str:
        return views.step_as_html(self)
