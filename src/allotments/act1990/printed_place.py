"""What a notice under the 1990 Act prints at one place."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Self

from pydantic import BeforeValidator, Field, ValidationInfo, WithJsonSchema, model_validator
from pydantic.config import JsonDict

from allotments.act1990.rules import BEET, CRITERIA, allotment_of
from allotments.act1990.section_359b import MINIMUM_IMPORTS
from allotments.core.base_model import Model, Name
from allotments.core.printed_number import PrintedCount, PrintedPercent, PrintedQuantity, with_unit
from allotments.figures.act import Named
from allotments.figures.figure import Key, Rule
from allotments.formulas.acreage import PRODUCER_THRESHOLD
from allotments.formulas.states import STATES
from allotments.inputs import Group, State, Weights
from allotments.printed_place import (
    PERCENT,
    Items,
    PartsOfHundred,
    Place,
    SectorPercents,
    SectorQuantities,
    Sum,
    last_of,
    optional,
    rows_of,
)

_GROUPS = (BEET, *STATES)
_THREE_WEIGHTS: JsonDict = {
    "type": "array",
    "minItems": 3,
    "maxItems": 3,
    "items": {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string"}]},
}


class PrintedEstimates(Items):
    """Printed estimates of the Secretary, 359b(a)(1)."""

    consumption: PrintedQuantity | None = optional(
        "Sugar that will be consumed in the fiscal year."
    )
    reasonable_carryover_stocks: PrintedQuantity | None = optional("Reasonable ending stocks.")
    production: PrintedQuantity | None = optional("Sugar from domestic beets and cane.")
    carry_in_stocks: PrintedQuantity | None = optional("Beginning stocks.")


class PrintedCriteria(Items):
    """Printed criteria of one recipient, 359c(d)(1), 359c(f), 359d(a)(2)."""

    past_marketings: PrintedQuantity | None = optional("What it marketed in the base years.")
    processing_capacity: PrintedQuantity | None = optional("What it can process in a year.")
    ability_to_market: PrintedQuantity | None = optional("What it can market this year.")


class PrintedWeights(PartsOfHundred, Items):
    """Printed weights of the three criteria, in percent: 25, not 0.25."""

    past_marketings: PrintedPercent | None = optional("Weight of past marketings.")
    processing_capacity: PrintedPercent | None = optional("Weight of processing capacity.")
    ability_to_market: PrintedPercent | None = optional("Weight of ability to market.")


class SectorCriteria(Model):
    """Printed criteria of beet sugar and of cane sugar, 359c(d)(1)."""

    beet: PrintedCriteria | None = optional("Beet sugar.")
    cane: PrintedCriteria | None = optional("Cane sugar.")


def _of_json(value: Any, info: ValidationInfo) -> Any:
    """Return a day that is text in JSON as one."""
    if isinstance(value, str) and info.mode == "json":
        with suppress(ValueError):
            return date.fromisoformat(value)
    return value


class TariffRateQuota(Items):
    """A printed tariff-rate quota, and the period that it is for."""

    own_units: ClassVar[bool] = True

    starts: Annotated[
        date, BeforeValidator(_of_json), Field(description="The first day of its period.")
    ]
    ends: Annotated[
        date, BeforeValidator(_of_json), Field(description="The last day of its period.")
    ]
    metric_tons: PrintedQuantity | None = optional("In metric tons, unless a unit is stated.")
    short_tons: PrintedQuantity | None = optional("In short tons, unless a unit is stated.")

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


class PrintedPlace(Place):
    """The figures that a notice under the 1990 Act prints at one place.

    Attributes
    ----------
    weighting : tuple, optional
        Relative weights under which the figures at this place hold, where they are not the
        notice's own.
    total : PrintedQuantity, optional
        The printed sum of the rows at this place: sectors, States, or one group of processors.
    """

    supposed_by: ClassVar[str] = "weighting"

    weighting: Annotated[Weights, WithJsonSchema(_THREE_WEIGHTS)] | None = optional(
        "Relative weights of past marketings, processing capacity and ability to market, under "
        "which the figures at this place hold, where they are not the notice's own. What stands "
        "here is checked, and is not an input."
    )
    estimates: PrintedEstimates | None = optional("The Secretary's estimates, 359b(a)(1).")
    imports: PrintedQuantity | None = optional("Estimated imports, 359b(a)(1)(C).")
    minimum_imports: PrintedQuantity | None = optional(
        "The imports below which allotments are required, 359b(b)(1)."
    )
    threshold_carryover_stocks: PrintedQuantity | None = optional(
        "The least reasonable carryover stocks that require no allotments."
    )
    overall_allotment_quantity: PrintedQuantity | None = optional("359c(b)(1).")
    weights: PrintedWeights | None = optional("The weights that were adopted.")
    weights_considered: dict[Name, PrintedWeights] | None = optional(
        "Weights that were only proposed, by who proposed them."
    )
    criteria: SectorCriteria | None = optional("Criteria of the two sectors.")
    bases: SectorQuantities | None = optional("Weighted averages of the criteria.")
    percentage_factors: SectorPercents | None = optional(f"Shares of the two sectors. {PERCENT}")
    sectors: SectorQuantities | None = optional("The beet sugar and the cane sugar allotment.")
    state_criteria: dict[State, PrintedCriteria] | None = optional(
        "Criteria of each cane State; State allotments are then computed.", STATES
    )
    states: dict[State, PrintedQuantity] | None = optional("State cane sugar allotments.", STATES)
    processor_criteria: dict[Group, dict[Name, PrintedCriteria]] | None = optional(
        "Criteria of each processor, under 'beet' or its State; allocations are then computed.",
        _GROUPS,
    )
    processors: dict[Group, dict[Name, PrintedQuantity]] | None = optional(
        "Allocations of the processors, under 'beet' or their State.", _GROUPS
    )
    total: PrintedQuantity | None = optional(
        "The printed sum of the sectors, the States, or the one group of processors at this place."
    )
    restraint: SectorQuantities | None = optional("Ability to market less the allotment.")
    crystalline_fructose: PrintedQuantity | None = optional(
        "The allotment of crystalline fructose, 359b(c), in tons of fructose."
    )
    crystalline_fructose_sugar_equivalent: PrintedQuantity | None = optional(
        "The sugar, raw value, that it is equivalent to."
    )
    tariff_rate_quota: TariffRateQuota | None = optional("A tariff-rate quota on imports.")
    number_of_states: PrintedCount | None = optional("How many States have an allotment.")
    producers_in_excess_of: PrintedCount | None = optional(
        "The number of sugarcane producers above which proportionate shares come in, 359f(b)(1)(A)."
    )
    uniform_reduction_percentage: dict[State, PrintedPercent] | None = optional(
        f"Proportionate share over acreage base, 359f(b)(3)(D). {PERCENT}", STATES
    )

    @property
    def supposed(self) -> dict[Key, Any]:
        """The weights that the figures at this place hold under, if not the notice's own."""
        if self.weighting is None:
            return {}
        whole = sum(self.weighting)
        weights = zip(CRITERIA, self.weighting, strict=True)
        return {Key("weights", item=name): Fraction(weight, whole) for name, weight in weights}

    @property
    def suffix(self) -> str:
        """The weighting, as a report adds it to the labels of figures."""
        return "" if self.weighting is None else f" (weights {':'.join(map(str, self.weighting))})"

    def context(self, key: Key) -> Hashable:
        """Return the period that a quota is for; two quotas of different periods may differ."""
        quota = self.tariff_rate_quota
        return (quota.starts, quota.ends) if quota and key.family == "tariff_rate_quota" else None

    def rules(self, named: Named) -> Iterator[Rule]:
        """Yield the rules of figures that follow from what a notice prints, beside the Act's."""
        yield Rule(
            key=Key("producers_in_excess_of"),
            title="sugarcane producers",
            paragraph="sec. 359f(b)(1)(A)",
            formula=lambda: PRODUCER_THRESHOLD,
            origin="constant",
            unit="",
        )
        if states := (named.get("state_criteria") or named.get("states", {})).get(""):
            yield Rule(
                key=Key("number_of_states"),
                title="States with an allotment",
                paragraph="the States that the notice lists",
                formula=lambda: len(states),
                unit="",
            )
        if quota := self.tariff_rate_quota:
            for item in ("metric_tons", "short_tons"):
                yield Rule(
                    key=Key("tariff_rate_quota", item=item),
                    title="tariff-rate quota",
                    paragraph=f"{quota.months} twelfths of the minimum imports, sec. 359b(b)(1)",
                    formula=lambda: Fraction(quota.months, 12) * MINIMUM_IMPORTS,
                )

    def sums(self, named: Named) -> Iterator[Sum]:
        """Yield the sums of rows with a total, of groups without one, and of weights.

        Rows of groups with printed criteria are each held against the Act's formula, and rounded
        one by one: they need not use up an allotment to the last digit.
        """
        yield from super().sums(named)
        printed, total = list(self.figures()), self.rows_of_total
        summed = None if self.total is None or total is None else total[0]
        for group in self.processors or {} if not self.incomplete else {}:
            key = Key("processors", group)
            rows = rows_of(printed, key)
            if rows and group not in named.get("processor_criteria", {}) and summed != key:
                yield last_of(rows, allotment_of(group).path)
        for weights in (
            Key("weights"),
            *(Key("weights_considered", "", name) for name in self.weights_considered or {}),
        ):
            rows = rows_of(printed, weights)
            if len(rows) == len(CRITERIA):
                *others, last = rows
                source = "what the other weights leave of 100 percent"
                yield Sum(last, (), tuple(others), source, whole=1, rounded=tuple(others))

    @property
    def rows_of_total(self) -> tuple[Key, Key] | None:
        """What the total adds up, and the allotment that it must be."""
        if self.sectors is not None:
            return Key("sectors"), Key("overall_allotment_quantity")
        if self.states is not None:
            return Key("states"), Key("sectors", "", "cane")
        if self.processors is not None and len(self.processors) == 1:
            (group,) = self.processors
            return Key("processors", group), allotment_of(group)
        return None
