"""The determination of a fiscal year under the Act of 2002: its figures by their names."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from allotments import determination
from allotments.act2002.inputs import Inputs
from allotments.act2002.rules import AFTER, MINIMUM, QUANTITY
from allotments.figures.figure import Exact, Figure


class Determination(determination.Determination):
    """What the Act of 2002 makes of a fiscal year's inputs, every quantity exact.

    What is not known is ``None``. Its fields are those of
    :class:`allotments.determination.Determination`.
    """

    inputs: Inputs

    @property
    def overall_allotment_quantity(self) -> Exact:
        """359c(b)(1): the Secretary's own, or what the formula or the minimum makes it."""
        quantity: Exact = self.value(QUANTITY)
        return quantity

    @property
    def minimum_overall_allotment_quantity(self) -> Fraction | None:
        """85 percent of consumption, from fiscal year 2009 on. [short tons, raw value]."""
        least: Fraction | None = self.value(MINIMUM)
        return least

    @property
    def meets_minimum(self) -> bool | None:
        """Whether the quantity is not below the minimum; ``None`` where that is not known."""
        least = self.minimum_overall_allotment_quantity
        return None if least is None else self.overall_allotment_quantity >= least

    @property
    def sectors(self) -> dict[str, Exact]:
        """The beet sugar and the cane sugar allotment, 359c(c). [short tons, raw value]."""
        return self.by_recipient("sectors")

    @property
    def offshore(self) -> Exact:
        """The allotment of the offshore States together, 359c(e)(2). [short tons, raw value]."""
        quantity: Exact = self.value("offshore")
        return quantity

    @property
    def mainland(self) -> Exact:
        """The allotment of the mainland States together, 359c(e)(3). [short tons, raw value]."""
        quantity: Exact = self.value("mainland")
        return quantity

    @property
    def states(self) -> dict[str, Exact] | None:
        """State cane sugar allotments, 359c(e). [short tons, raw value]."""
        return self.by_recipient("states") or None

    @property
    def states_after_reassignment(self) -> dict[str, Exact] | None:
        """The same with what offshore States could not fill, as printed. [short tons]."""
        return self.by_recipient(AFTER) or None

    @property
    def processors(self) -> dict[str, dict[str, Exact]] | None:
        """By ``"beet"`` and State the allocations of processors, 359d. [short tons, raw value]."""
        return self.by_group("processors") or None


def remarks(figures: Mapping[str, Figure], fiscal_year: int) -> list[str]:
    """Return what is to be said of a determination: that its quantity is below the minimum.

    It is the same in every *fiscal_year*.
    """
    del fiscal_year
    quantity, least = figures.get(QUANTITY), figures.get(MINIMUM)
    if quantity is None or least is None or quantity.value >= least.value:
        return []
    return ["The overall allotment quantity is below its minimum, sec. 359c(b)(1)(B)."]
