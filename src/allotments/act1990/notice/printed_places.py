"""What a notice under the 1990 Act prints at one place, and what the printed figures amount to.

The models' fields are the keys of a notice file, and their descriptions the text of its schema.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import Field, WithJsonSchema, model_validator
from pydantic.config import JsonDict

from allotments.act1990.determination.families import allotment_of
from allotments.act1990.determination.inputs import BEET, Group, Inputs, State, Weights
from allotments.act1990.section_359b import MINIMUM_IMPORTS
from allotments.act1990.section_359f import PRODUCER_THRESHOLD
from allotments.core.base_model import Model, Name
from allotments.core.errors import InvalidInput
from allotments.core.printed_number import (
    QUANTITY_UNITS,
    PrintedCount,
    PrintedNumber,
    PrintedOther,
    PrintedPercent,
    PrintedQuantity,
    with_unit,
)
from allotments.figures.figure import Figure
from allotments.formulas.states import STATES


def _key(text: str, names: Iterable[str] | None = None) -> Any:
    """Return a key that may be left out: its description, and the names that its table allows."""
    allowed: JsonDict = {} if names is None else {"propertyNames": {"enum": list(names)}}
    return Field(default=None, description=text, json_schema_extra=allowed)


_GROUPS = (BEET, *STATES)
_PERCENT = "In percent: 55.2, not 0.552."
_THREE_WEIGHTS: JsonDict = {
    "type": "array",
    "minItems": 3,
    "maxItems": 3,
    "items": {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string"}]},
}


class PrintedEstimates(Model):
    """Printed estimates of the Secretary, 359b(a)(1)."""

    consumption: PrintedQuantity | None = _key("Sugar that will be consumed in the fiscal year.")
    reasonable_carryover_stocks: PrintedQuantity | None = _key("Reasonable ending stocks.")
    production: PrintedQuantity | None = _key("Sugar from domestic beets and cane.")
    carry_in_stocks: PrintedQuantity | None = _key("Beginning stocks.")


class PrintedCriteria(Model):
    """Printed criteria of one recipient, 359c(d)(1), 359c(f), 359d(a)(2)."""

    past_marketings: PrintedQuantity | None = _key("What it marketed in the base years.")
    processing_capacity: PrintedQuantity | None = _key("What it can process in a year.")
    ability_to_market: PrintedQuantity | None = _key("What it can market this year.")


class PrintedWeights(Model):
    """Printed weights of the three criteria, in percent: 25, not 0.25."""

    past_marketings: PrintedPercent | None = _key("Weight of past marketings.")
    processing_capacity: PrintedPercent | None = _key("Weight of processing capacity.")
    ability_to_market: PrintedPercent | None = _key("Weight of ability to market.")


class SectorQuantities(Model):
    """A printed quantity for beet sugar and for cane sugar."""

    beet: PrintedQuantity | None = _key("Beet sugar.")
    cane: PrintedQuantity | None = _key("Cane sugar.")


class SectorPercents(Model):
    """A printed percentage for beet sugar and for cane sugar."""

    beet: PrintedPercent | None = _key("Beet sugar.")
    cane: PrintedPercent | None = _key("Cane sugar.")


class SectorCriteria(Model):
    """Printed criteria of beet sugar and of cane sugar, 359c(d)(1)."""

    beet: PrintedCriteria | None = _key("Beet sugar.")
    cane: PrintedCriteria | None = _key("Cane sugar.")


class TariffRateQuota(Model):
    """A printed tariff-rate quota, and the period that it is for."""

    starts: Annotated[date, Field(description="The first day of its period.")]
    ends: Annotated[date, Field(description="The last day of its period.")]
    metric_tons: PrintedQuantity | None = _key("The quota in metric tons, unless a unit is stated.")
    short_tons: PrintedQuantity | None = _key("The quota in short tons, unless a unit is stated.")

    @model_validator(mode="before")
    @classmethod
    def _named_units(cls, given: Any) -> Any:
        if not isinstance(given, Mapping):
            return given
        units = {"metric_tons": "metric tons", "short_tons": "short tons"}
        return {
            key: with_unit(value, units[key], 0) if key in units else value
            for key, value in given.items()
        }

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

    place: Annotated[
        Name,
        Field(
            description="Where in the notice the figures stand, for a reader to find: "
            '"Item 3, table".',
            json_schema_extra={"minLength": 1, "maxLength": 200},
        ),
    ]
    unit: Literal["TST", "short tons", "million short tons", "metric tons"] | None = _key(
        "Unit of the quantities at this place that state none of their own; else the file's."
    )
    weighting: Annotated[Weights, WithJsonSchema(_THREE_WEIGHTS)] | None = _key(
        "Relative weights of past marketings, processing capacity and ability to market, under "
        "which the figures at this place hold, where they are not the notice's own. What stands "
        "here is checked, and is no input."
    )
    estimates: PrintedEstimates | None = _key("The Secretary's estimates, 359b(a)(1).")
    imports: PrintedQuantity | None = _key("Estimated imports, 359b(a)(1)(C).")
    minimum_imports: PrintedQuantity | None = _key(
        "The imports below which allotments are required, 359b(b)(1)."
    )
    threshold_carryover_stocks: PrintedQuantity | None = _key(
        "The least reasonable carryover stocks that require no allotments."
    )
    overall_allotment_quantity: PrintedQuantity | None = _key("359c(b)(1).")
    weights: PrintedWeights | None = _key("The weights that were adopted.")
    weights_considered: dict[Name, PrintedWeights] | None = _key(
        "Weights that were only proposed, by who proposed them."
    )
    criteria: SectorCriteria | None = _key("Criteria of the two sectors.")
    bases: SectorQuantities | None = _key("Weighted averages of the criteria.")
    percentage_factors: SectorPercents | None = _key(f"Shares of the two sectors. {_PERCENT}")
    sectors: SectorQuantities | None = _key("The beet sugar and the cane sugar allotment.")
    state_criteria: dict[State, PrintedCriteria] | None = _key(
        "Criteria of each cane State; State allotments are then computed.", STATES
    )
    states: dict[State, PrintedQuantity] | None = _key("State cane sugar allotments.", STATES)
    processor_criteria: dict[Group, dict[Name, PrintedCriteria]] | None = _key(
        "Criteria of each processor, under 'beet' or its State; allocations are then computed.",
        _GROUPS,
    )
    processors: dict[Group, dict[Name, PrintedQuantity]] | None = _key(
        "Allocations of the processors, under 'beet' or their State.", _GROUPS
    )
    total: PrintedQuantity | None = _key(
        "The printed sum of the sectors, the States, or the one group of processors at this place."
    )
    restraint: SectorQuantities | None = _key("Ability to market less the allotment.")
    crystalline_fructose: PrintedQuantity | None = _key(
        "The allotment of crystalline fructose, 359b(c), in tons of fructose."
    )
    crystalline_fructose_sugar_equivalent: PrintedQuantity | None = _key(
        "The sugar, raw value, that it is equivalent to."
    )
    tariff_rate_quota: TariffRateQuota | None = _key("A tariff-rate quota on imports.")
    number_of_states: PrintedCount | None = _key("How many States have an allotment.")
    producers_in_excess_of: PrintedCount | None = _key(
        "The number of sugarcane producers above which proportionate shares come in, 359f(b)(1)(A)."
    )
    uniform_reduction_percentage: dict[State, PrintedPercent] | None = _key(
        f"Proportionate share over acreage base, 359f(b)(3)(D). {_PERCENT}", STATES
    )
    other: dict[Name, PrintedOther] | None = _key(
        "Figures that the Act's computation does not reach, by a name of one's own. The same name "
        "at a later place is the same figure."
    )

    @model_validator(mode="before")
    @classmethod
    def _own_unit(cls, given: Any) -> Any:
        if not isinstance(given, Mapping) or given.get("unit") is None:
            return given
        unit = given["unit"]
        if not isinstance(unit, str) or unit not in QUANTITY_UNITS:
            return cls.without_quantities(given)
        return {
            key: with_unit(value, unit, _QUANTITIES[key]) if key in _QUANTITIES else value
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

    @staticmethod
    def without_quantities(given: Mapping[str, Any]) -> dict[str, Any]:
        """Return a place's data without what an unknown unit leaves without a size."""
        return {key: value for key, value in given.items() if key not in _QUANTITIES}

    def figures(self) -> Iterator[tuple[str, PrintedNumber]]:
        """Yield the path and the number of each printed figure, a total last of its rows."""
        for name, value in self:
            if value is not None:
                yield from _leaves(name, value)

    def holds_under(self, path: str) -> Hashable:
        """Return what a figure at this place holds under, and may be another at other places."""
        name, _, _ = path.partition(".")
        quota = self.tariff_rate_quota
        if quota is not None and name == "tariff_rate_quota":
            return quota.starts, quota.ends
        return self.weighting if name in _FOLLOW_WEIGHTS else None

    @property
    def totalled(self) -> tuple[str, str] | None:
        """The path of the rows that the total adds up, and of the figure that it must be."""
        if self.sectors is not None:
            return "sectors.", "overall_allotment_quantity"
        if self.states is not None:
            return "states.", "sectors.cane"
        if self.processors is not None and len(self.processors) == 1:
            (group,) = self.processors
            return f"processors.{group}.", allotment_of(group)
        return None


# The keys that hold quantities, and how many tables deep their numbers stand.
_QUANTITIES = {
    "estimates": 1,
    "imports": 0,
    "minimum_imports": 0,
    "threshold_carryover_stocks": 0,
    "overall_allotment_quantity": 0,
    "criteria": 2,
    "bases": 1,
    "sectors": 1,
    "state_criteria": 2,
    "states": 1,
    "processor_criteria": 3,
    "processors": 2,
    "total": 0,
    "restraint": 1,
    "crystalline_fructose": 0,
    "crystalline_fructose_sugar_equivalent": 0,
}

# The figures that other weights change.
_FOLLOW_WEIGHTS = frozenset(
    {"weights", "bases", "percentage_factors", "sectors", "states", "processors", "restraint"}
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
    missing: list[str] = []
    if weights := found.pop("weights", {}):
        names = list(PrintedWeights.model_fields)
        missing = [f"weights.{n}: missing, expected a value" for n in names if n not in weights]
        found["weights"] = [weights.get(n, 1) for n in names]  # a stand-in, for the other faults
    try:
        inputs = Inputs(**found)
    except InvalidInput as error:
        raise InvalidInput([*error.faults, *missing]) from None
    if missing:
        raise InvalidInput(missing)
    return inputs


def figures_in_print(block: Printed, inputs: Inputs) -> dict[str, Figure]:
    """Return the figures that follow from what a notice prints, beside its determination's."""
    path, source = "producers_in_excess_of", "sec. 359f(b)(1)(A)"
    found = [Figure(path, "sugarcane producers", PRODUCER_THRESHOLD, "constant", source, unit="")]
    if states := inputs.state_criteria or inputs.recorded.states:
        path, source = "number_of_states", "the States that the notice lists"
        title = "States with an allotment"
        found.append(Figure(path, title, len(states), "computed", source, unit=""))
    if quota := block.tariff_rate_quota:
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
    elif isinstance(value, (Model, dict)):
        for name, inner in _pairs(value):
            if inner is not None:
                yield from _leaves(f"{path}.{name}", inner)


def _pairs(table: Any) -> Iterable[tuple[str, Any]]:
    return table.items() if isinstance(table, dict) else table


def _plain(value: Any) -> Any:
    """Return printed numbers as whole short tons, or as the fraction that a percentage is."""
    if isinstance(value, PrintedNumber):
        amount = value.amount
        return amount.numerator if amount.denominator == 1 else amount
    if isinstance(value, (Model, dict)):
        return {name: _plain(inner) for name, inner in _pairs(value) if inner is not None}
    return value


def _add(found: dict[str, Any], more: Mapping[str, Any]) -> None:
    for name, value in more.items():
        if isinstance(value, dict):
            _add(found.setdefault(name, {}), value)
        elif value is not None:
            found.setdefault(name, value)
