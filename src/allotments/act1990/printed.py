"""What a notice under the 1990 Act prints at one place, and what the printed figures amount to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from allotments.act1990.models import BEET, Group, Inputs, State, Weights
from allotments.act1990.section_359b import MINIMUM_IMPORTS
from allotments.act1990.section_359f import PRODUCERS
from allotments.figure import Figure
from allotments.models import Model, Name
from allotments.printed_number import (
    QUANTITY_UNITS,
    PrintedCount,
    PrintedNumber,
    PrintedOther,
    PrintedPercent,
    PrintedQuantity,
    with_unit,
)

__all__ = ["Printed", "figures_in_print", "inputs_of"]


class PrintedEstimates(Model):
    """Printed estimates, 359b(a)(1)."""

    consumption: PrintedQuantity | None = None
    reasonable_carryover_stocks: PrintedQuantity | None = None
    production: PrintedQuantity | None = None
    carry_in_stocks: PrintedQuantity | None = None


class PrintedCriteria(Model):
    """Printed criteria of one recipient, 359c(d)(1)."""

    past_marketings: PrintedQuantity | None = None
    processing_capacity: PrintedQuantity | None = None
    ability_to_market: PrintedQuantity | None = None


class PrintedWeights(Model):
    """Printed weights of the criteria, in percent."""

    past_marketings: PrintedPercent | None = None
    processing_capacity: PrintedPercent | None = None
    ability_to_market: PrintedPercent | None = None


class SectorQuantities(Model):
    """A printed quantity for beet and for cane sugar."""

    beet: PrintedQuantity | None = None
    cane: PrintedQuantity | None = None


class SectorPercents(Model):
    """A printed percentage for beet and for cane sugar."""

    beet: PrintedPercent | None = None
    cane: PrintedPercent | None = None


class SectorCriteria(Model):
    """Printed criteria of beet and of cane sugar, 359c(d)(1)."""

    beet: PrintedCriteria | None = None
    cane: PrintedCriteria | None = None


class TariffRateQuota(Model):
    """A printed tariff-rate quota, and the period that it is for."""

    starts: date
    ends: date
    metric_tons: PrintedQuantity | None = None
    short_tons: PrintedQuantity | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ends < self.starts:
            raise ValueError(f"found an end on {self.ends}, expected one after {self.starts}")
        return self

    @property
    def months(self) -> int:
        """How many calendar months the period covers, the first and the last included."""
        years = self.ends.year - self.starts.year
        return 12 * years + self.ends.month - self.starts.month + 1


class Printed(Model):
    """The figures that a notice prints at one place.

    Attributes
    ----------
    place : str
        Where in the notice, for a reader to find.
    unit : str, optional
        Of the quantities at this place that state none; else the file's.
    weighting : tuple, optional
        Relative weights under which the figures at this place hold, where they are not the
        notice's own.
    total : PrintedQuantity, optional
        The printed sum of the rows at this place: sectors, States, or one group of processors.
    other : dict, optional
        Figures that the Act's computation does not reach, by a name of one's own.
    """

    place: Annotated[str, Field(min_length=1, max_length=200)]
    unit: Literal["TST", "short tons", "million short tons", "metric tons"] | None = None
    weighting: Weights | None = None
    estimates: PrintedEstimates | None = None
    imports: PrintedQuantity | None = None
    minimum_imports: PrintedQuantity | None = None
    threshold_carryover_stocks: PrintedQuantity | None = None
    overall_allotment_quantity: PrintedQuantity | None = None
    weights: PrintedWeights | None = None
    weights_considered: dict[Name, PrintedWeights] | None = None
    criteria: SectorCriteria | None = None
    bases: SectorQuantities | None = None
    percentage_factors: SectorPercents | None = None
    sectors: SectorQuantities | None = None
    state_criteria: dict[State, PrintedCriteria] | None = None
    states: dict[State, PrintedQuantity] | None = None
    processor_criteria: dict[Group, dict[Name, PrintedCriteria]] | None = None
    processors: dict[Group, dict[Name, PrintedQuantity]] | None = None
    total: PrintedQuantity | None = None
    restraint: SectorQuantities | None = None
    crystalline_fructose: PrintedQuantity | None = None
    crystalline_fructose_sugar_equivalent: PrintedQuantity | None = None
    tariff_rate_quota: TariffRateQuota | None = None
    number_of_states: PrintedCount | None = None
    producers_in_excess_of: PrintedCount | None = None
    uniform_reduction_percentage: dict[State, PrintedPercent] | None = None
    other: dict[Name, PrintedOther] | None = None

    @model_validator(mode="before")
    @classmethod
    def _own_unit(cls, given: Any) -> Any:
        if not isinstance(given, Mapping) or given.get("unit") not in QUANTITY_UNITS:
            return given
        unit = given["unit"]
        return {
            key: with_unit(value, unit) if key in _QUANTITIES else value
            for key, value in given.items()
        }

    @model_validator(mode="after")
    def _total_has_rows(self) -> Self:
        if self.total is not None and self.totalled is None:
            raise ValueError(
                "total: found no rows for it, expected sectors, states, or one group of processors "
                "at the same place"
            )
        return self

    def figures(self) -> Iterator[tuple[str, PrintedNumber]]:
        """Yield the path and the number of each printed figure, a total last of its rows."""
        for name, value in self:
            if isinstance(value, PrintedNumber | Model | dict):
                yield from _leaves(name, value)

    @property
    def totalled(self) -> tuple[str, str] | None:
        """The path of the rows that the total adds up, and of the figure that it must be."""
        if self.sectors is not None:
            return "sectors.", "overall_allotment_quantity"
        if self.states is not None:
            return "states.", "sectors.cane"
        if self.processors is not None and len(self.processors) == 1:
            (group,) = self.processors
            return f"processors.{group}.", "sectors.beet" if group == BEET else f"states.{group}"
        return None


_QUANTITIES = frozenset(
    {
        "estimates",
        "imports",
        "minimum_imports",
        "threshold_carryover_stocks",
        "overall_allotment_quantity",
        "criteria",
        "bases",
        "sectors",
        "state_criteria",
        "states",
        "processor_criteria",
        "processors",
        "total",
        "restraint",
        "crystalline_fructose",
        "crystalline_fructose_sugar_equivalent",
    }
)


def inputs_of(fiscal_year: int, blocks: Iterable[Printed]) -> Inputs:
    """Return the inputs that a notice prints: of each figure its first occurrence.

    Raises
    ------
    InvalidInput
        If the printed figures do not make valid inputs.
    """
    found: dict[str, Any] = {"fiscal_year": fiscal_year}
    for block in blocks:
        if block.weighting is None:
            _add(found, {name: _plain(getattr(block, name)) for name in _INPUTS})
            recorded = {name: _plain(getattr(block, name)) for name in ("states", "processors")}
            _add(found, {"recorded": recorded})
    if "weights" in found:
        found["weights"] = [found["weights"].get(name) for name in PrintedWeights.model_fields]
    return Inputs(**found)


def figures_in_print(blocks: Iterable[Printed], inputs: Inputs) -> dict[str, Figure]:
    """Return the figures that follow from a notice as a whole, beside its determination's."""
    states = inputs.state_criteria or inputs.recorded.states
    found = [
        Figure("number_of_states", "States with an allotment", len(states), "computed",
               "the States that the notice lists", unit=""),
        Figure("producers_in_excess_of", "sugarcane producers", PRODUCERS, "constant",
               "sec. 359f(b)(1)(A)", unit=""),
    ]  # fmt: skip
    for quota in (block.tariff_rate_quota for block in blocks if block.tariff_rate_quota):
        tons = Fraction(quota.months, 12) * MINIMUM_IMPORTS
        source = f"{quota.months} twelfths of the minimum imports, sec. 359b(b)(1)"
        for unit in ("metric_tons", "short_tons"):
            path = f"tariff_rate_quota.{unit}"
            found.append(Figure(path, "tariff-rate quota", tons, "computed", source))
    return {figure.path: figure for figure in found}


_INPUTS = ("estimates", "criteria", "weights", "state_criteria", "processor_criteria")


def _leaves(path: str, value: Any) -> Iterator[tuple[str, PrintedNumber]]:
    if isinstance(value, PrintedNumber):
        yield path, value
    elif isinstance(value, Model | dict):
        for name, inner in value.items() if isinstance(value, dict) else value:
            yield from _leaves(f"{path}.{name}", inner)


def _plain(value: Any) -> Any:
    """Return printed numbers as whole short tons, or as the fraction that a percentage is."""
    if isinstance(value, PrintedNumber):
        amount = value.amount
        return amount.numerator if amount.denominator == 1 else amount
    if isinstance(value, Model | dict):
        pairs = value.items() if isinstance(value, dict) else value
        return {name: _plain(inner) for name, inner in pairs if inner is not None}
    return value


def _add(found: dict[str, Any], more: Mapping[str, Any]) -> None:
    for name, value in more.items():
        if isinstance(value, dict):
            _add(found.setdefault(name, {}), value)
        elif value is not None:
            found.setdefault(name, value)
