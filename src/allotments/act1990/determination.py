"""The determination of a fiscal year under the 1990 Act: its figures by the notice's names."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from allotments import determination
from allotments.act1990.inputs import Inputs
from allotments.act1990.section_359b import MINIMUM_IMPORTS, allotments_required
from allotments.act1990.years_in_force import FISCAL_YEARS
from allotments.figures.figure import Exact, Figure

NOT_REQUIRED = (
    f"No allotments are required: estimated imports are not below {MINIMUM_IMPORTS:,} short tons, "
    "sec. 359b(b)(1)."
)
NOTHING_TO_ALLOT = (
    "The overall allotment quantity is below zero: there is nothing to allot, and what follows "
    "from it says only by how much."
)
BEFORE_1992 = (
    "Estimates made before 13 December 1991 had no reasonable carryover stocks: 0 stands for none, "
    "Pub. L. 102-237 sec. 111(d)."
)


class Determination(determination.Determination):
    """What the 1990 Act makes of a fiscal year's inputs, every quantity exact.

    Where no allotments are required, everything that only an allotment establishes is ``None``.
    Its fields are those of :class:`allotments.determination.Determination`.
    """

    inputs: Inputs

    @property
    def imports(self) -> int:
        """Estimated imports, 359b(a)(1)(C). [short tons, raw value]."""
        return int(self.figures["imports"].value)

    @property
    def allotments_required(self) -> bool:
        """Whether the imports are below 1,250,000 short tons, 359b(b)(1)."""
        return bool(allotments_required(self.imports))

    @property
    def overall_allotment_quantity(self) -> int | None:
        """359c(b)(1), or the Secretary's own. [short tons, raw value]."""
        quantity: int | None = self.value("overall_allotment_quantity")
        return quantity

    @property
    def bases(self) -> dict[str, Fraction] | None:
        """The weighted bases of ``"beet"`` and ``"cane"``, 359c(d)(1). [short tons]."""
        found: dict[str, Fraction] | None = self._established("bases")
        return found

    @property
    def percentage_factors(self) -> dict[str, Fraction] | None:
        """Ratios that add up to one, 359c(d)(1)."""
        found: dict[str, Fraction] | None = self._established("percentage_factors")
        return found

    @property
    def sectors(self) -> dict[str, Fraction] | None:
        """The beet sugar and the cane sugar allotment, 359c(e). [short tons, raw value]."""
        found: dict[str, Fraction] | None = self._established("sectors")
        return found

    @property
    def states(self) -> dict[str, Exact] | None:
        """State cane sugar allotments, 359c(f); empty where no State is named. [short tons]."""
        found: dict[str, Exact] | None = self._established("states")
        return found

    @property
    def processors(self) -> dict[str, dict[str, Exact]] | None:
        """By ``"beet"`` and State the allocations of processors, 359d(a). [short tons]."""
        return self.by_group("processors") if self.allotments_required else None

    @property
    def restraint(self) -> dict[str, Fraction] | None:
        """Ability to market less the allotment, by sector; negative where the allotment is more."""
        found: dict[str, Fraction] | None = self._established("restraint")
        return found

    @property
    def crystalline_fructose(self) -> Fraction | None:
        """The ceiling of 359b(c) in crystalline fructose, by an inferred factor. [short tons]."""
        ceiling: Fraction | None = self.value("crystalline_fructose")
        return ceiling

    def _established(self, family: str) -> Any:  # an override says what of
        return self.by_recipient(family) if self.allotments_required else None


def determine(inputs: Any) -> Determination:
    """Return the determination that follows from *inputs*, exact throughout.

    >>> import allotments
    >>> determine(allotments.load("fy1995").inputs).overall_allotment_quantity
    7889000

    Parameters
    ----------
    inputs
        A year's validated inputs, or a notice, which stands for its own.

    Raises
    ------
    InvalidInput
        If recorded quantities have no allotment that they can follow, or *inputs* are those of
        another Act.
    TypeError
        If *inputs* are something else.

    Notes
    -----
    Secs. 359b(a)-(c), 359c(a)-(f), 359d(a). Recorded quantities under changed estimates, criteria
    or weights follow 359c(g)(2).
    """
    determination.inputs_of("inputs", inputs, "1990")
    found: Determination = determination.determine(inputs)
    return found


def remarks(figures: Mapping[str, Figure], fiscal_year: int) -> list[str]:
    """Return what is to be said: of the law in 1992, and where nothing is or can be allotted."""
    imports, quantity = figures.get("imports"), figures.get("overall_allotment_quantity")
    not_required = imports is not None and not allotments_required(imports.value)
    nothing = quantity is not None and quantity.value < 0
    return [
        *[BEFORE_1992] * (fiscal_year == FISCAL_YEARS[0]),
        *[NOT_REQUIRED] * not_required,
        *[NOTHING_TO_ALLOT] * nothing,
    ]
