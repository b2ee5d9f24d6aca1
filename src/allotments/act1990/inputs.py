"""The validated inputs of a determination under the 1990 Act, and what they state by key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, Field, model_validator

from allotments.act1990.rules import BEET, FAMILIES, scaling_allotment
from allotments.act1990.section_359c import CANE_STATES
from allotments.act1990.years_in_force import FiscalYear
from allotments.core.base_model import Name, Quantity
from allotments.core.errors import Fault, InvalidInput, refuse
from allotments.figures.figure import Exact, Key
from allotments.formulas.criteria import weighted_base
from allotments.inputs import (
    Group,
    NationalQuantity,
    Recorded,
    RecordingInputs,
    State,
    Stated,
    Weights,
    all_zero,
    allotment_before,
    duplicates,
    partly_given,
    partly_given_processors,
    put,
    with_members,
)


class Estimates(Stated):
    """The Secretary's estimates for a fiscal year, 359b(a)(1). [short tons, raw value].

    Attributes
    ----------
    consumption : int
        Of sugar, but for what is imported for polyhydric alcohol or to be exported again.
    reasonable_carryover_stocks : int
        What would provide for them at the end of the year; 0 in estimates made before 13 December
        1991, which had none, Pub. L. 102-237 sec. 111(d).
    production : int
        From domestic sugarcane and sugar beets.
    carry_in_stocks : int
        At the beginning of the year, those of the Commodity Credit Corporation among them.
    """

    consumption: NationalQuantity
    reasonable_carryover_stocks: NationalQuantity
    production: NationalQuantity
    carry_in_stocks: NationalQuantity


class Criteria(Stated):
    """The three criteria for one recipient, 359c(d)(1), 359c(f), 359d(a)(2). [short tons].

    Attributes
    ----------
    past_marketings : int
        Of a sector the average of the crops of 1985 to 1989 without the highest and the lowest.
    processing_capacity : int
        Of a sector the highest production of a crop year, of the five before.
    ability_to_market : int
        Of a sector its estimated production.
    """

    past_marketings: Quantity
    processing_capacity: Quantity
    ability_to_market: Quantity

    def base(self, weights: tuple[int, int, int]) -> Any:
        """Return the weighted base of these criteria. [short tons, raw value]."""
        return weighted_base(
            self.past_marketings, self.processing_capacity, self.ability_to_market, weights
        )


class NationalCriteria(Criteria):
    """The three criteria for a whole sector, 359c(d)(1). [short tons, raw value]."""

    past_marketings: NationalQuantity
    processing_capacity: NationalQuantity
    ability_to_market: NationalQuantity


class SectorCriteria(Stated):
    """The three criteria for beet and for cane sugar, 359c(d)(1).

    Attributes
    ----------
    beet, cane : Criteria
        National: zero, or at least 20,000 short tons, to refuse thousands passed as tons.
    """

    beet: NationalCriteria
    cane: NationalCriteria


class Inputs(RecordingInputs):
    """Everything a determination follows from.

    The fields are frozen; the mappings in them are to be read and not changed, which nobody would
    validate. :meth:`replace` makes a changed copy.

    Attributes
    ----------
    fiscal_year : int
        1992 to 1996, as long as part VII was in force.
    estimates : Estimates
        Consumption, reasonable carryover stocks, production, carry-in stocks. [short tons]
    criteria : SectorCriteria
        Past marketings, processing capacity, ability to market of each sector. [short tons]
    weights : tuple of int
        Relative weights of the three criteria, in that order, in lowest terms.
    overall_allotment_quantity : int, optional
        The Secretary's own, adjusted under 359c(b)(2); without it, that of the formula.
        [short tons]
    state_criteria : dict, optional
        The criteria of each cane State: their allotments are then computed.
    processor_criteria : dict, optional
        For ``"beet"`` and each State, the criteria of each processor: their allocations are then
        computed.
    recorded : Recorded, optional
        State allotments and processor allocations as printed, used where criteria are not given.
    """

    act: ClassVar[str] = "1990"
    followed_families: ClassVar[tuple[str, ...]] = ("sectors", "states")

    fiscal_year: FiscalYear
    estimates: Estimates
    criteria: SectorCriteria
    weights: Weights
    overall_allotment_quantity: NationalQuantity | None = None
    state_criteria: dict[State, Criteria] = Field(default_factory=dict)
    processor_criteria: Annotated[
        dict[Group, dict[Name, Criteria]], AfterValidator(with_members)
    ] = Field(default_factory=dict)
    recorded: Recorded = Field(default_factory=Recorded)

    @model_validator(mode="after")
    def _processors_fit(self) -> Self:
        refuse(
            [
                *_all_zero("criteria", dict(self.criteria), self.weights),
                *_all_zero("state_criteria", self.state_criteria, self.weights),
                *duplicates("processor_criteria", self.processor_criteria),
                *self._without_sugarcane(),
                *partly_given(
                    "state_criteria",
                    self.state_criteria,
                    self.recorded.states,
                    "State with an allotment",
                ),
                *partly_given_processors(self.processor_criteria, self.recorded.processors),
                *self._stateless_processors(),
                *(
                    fault
                    for group, criteria in self.processor_criteria.items()
                    for fault in _all_zero(f"processor_criteria.{group}", criteria, self.weights)
                ),
            ]
        )
        return self

    def _without_sugarcane(self) -> list[Fault]:
        tables: dict[str, Iterable[str]] = {
            "state_criteria": self.state_criteria,
            "processor_criteria": self.processor_criteria,
            "recorded.states": self.recorded.states,
            "recorded.processors": self.recorded.processors,
        }
        return [
            without_sugarcane(f"{place}.{state}")
            for place, table in tables.items()
            for state in table
            if state not in (BEET, *CANE_STATES)
        ]

    def _stateless_processors(self) -> list[Fault]:
        states = self.state_criteria or self.recorded.states
        found = "found processors of a State without an allotment"
        return [
            Fault(
                f"processor_criteria.{group}",
                found,
                f"states.{group} or state_criteria.{group} too",
            )
            for group in self.processor_criteria
            if group != BEET and group not in states
        ]


def _all_zero(
    place: str, criteria: Mapping[str, Criteria], weights: tuple[int, int, int]
) -> list[Fault]:
    bases = [one.base(weights) for one in criteria.values()]
    return all_zero(place, bases, f" under the weights {weights}")


def without_sugarcane(place: str) -> Fault:
    """Return the fault of a State that is not one of those in which sugarcane is produced."""
    expected = f"{', '.join(CANE_STATES[:-1])} or {CANE_STATES[-1]}, 359c(f)"
    return Fault(place, "found a State without sugarcane", expected)


def known(inputs: Inputs) -> dict[Key, Any]:
    """Return what *inputs* state, by key: what the chain of determinations begins with.

    Raises
    ------
    InvalidInput
        If recorded quantities have no allotment that they can follow.
    """
    found: dict[Key, Any] = {Key("estimates", item=name): value for name, value in inputs.estimates}
    for sector, criteria in inputs.criteria:
        found |= _three("criteria", "", sector, criteria)
    for state, criteria in inputs.state_criteria.items():
        found |= _three("state_criteria", "", state, criteria)
    for group, processors in inputs.processor_criteria.items():
        for name, criteria in processors.items():
            found |= _three("processor_criteria", group, name, criteria)
    whole = sum(inputs.weights)
    for criterion, weight in zip(Criteria.model_fields, inputs.weights, strict=True):
        found[Key("weights", item=criterion)] = Fraction(weight, whole)
    if inputs.overall_allotment_quantity is not None:
        found[Key("overall_allotment_quantity")] = inputs.overall_allotment_quantity
    return found | _recorded(inputs)


def inputs_of(fiscal_year: int, printed: Mapping[Key, Any]) -> Inputs:
    """Return the inputs that printed figures amount to.

    Raises
    ------
    InvalidInput
        If they do not make valid inputs, or some are missing.
    """
    found: dict[str, Any] = {"fiscal_year": fiscal_year, "recorded": {}}
    for key, value in printed.items():
        if key.family in Inputs.model_fields and FAMILIES[key.family].is_input:
            put(found, key, value)
        elif key.family in Recorded.model_fields:
            put(found["recorded"], key, value)
    missing: list[Fault] = []
    if weights := found.pop("weights", None):
        names = list(Criteria.model_fields)
        missing = [Fault(f"weights.{n}", "missing", "a value") for n in names if n not in weights]
        found["weights"] = [weights.get(n, 1) for n in names]  # a stand-in, for the other faults
    try:
        inputs = Inputs(**found)
    except InvalidInput as error:
        raise InvalidInput([*error.faults, *missing]) from None
    refuse(missing)
    return inputs


def _three(family: str, group: str, recipient: str, criteria: Criteria) -> dict[Key, int]:
    return {Key(family, group, recipient, name): value for name, value in criteria}


def _recorded(inputs: Inputs) -> dict[Key, Any]:
    recorded = inputs.recorded
    prefix = "" if recorded.basis is None else "recorded."
    states = {} if inputs.state_criteria else recorded.states
    groups = {g: p for g, p in recorded.processors.items() if g not in inputs.processor_criteria}
    found: dict[Key, Any] = {Key(f"{prefix}states", "", s): q for s, q in states.items()}
    for group, processors in groups.items():
        found |= {Key(f"{prefix}processors", group, n): q for n, q in processors.items()}
    if recorded.basis is None or not found:
        return found
    followed = [*[""] * bool(states), *(group for group, names in groups.items() if names)]
    return found | dict(previous_allotment(inputs, group) for group in followed)


def previous_allotment(inputs: Inputs, group: str) -> tuple[Key, Exact]:
    """Return the allotment that a group's recorded quantities were made under, by its key.

    The group is ``"beet"`` or a State; empty for the State allotments themselves.

    Raises
    ------
    InvalidInput
        If it is not known, or not above zero.
    """
    scaling, states = scaling_allotment(group, tuple(inputs.state_criteria)), inputs.recorded.states
    key, otherwise = scaling._replace(family=f"previous.{scaling.family}"), None
    stands = scaling.path in (inputs.recorded.basis or {})
    if not stands and scaling.family == "states" and group in states:
        key, otherwise = scaling._replace(family="recorded.states"), states[group]
    return key, allotment_before(inputs.recorded, scaling.path, otherwise)
