"""The validated inputs of a determination under the 1990 Act, and what they state by key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from allotments.act1990.rules import BEET, FAMILIES, rules, scaling_allotment
from allotments.act1990.years import FiscalYear
from allotments.core.base_model import ExactNumber, Model, Name, Quantity
from allotments.core.errors import InvalidInput, unrounded
from allotments.determination import input_table
from allotments.figures.act import named
from allotments.figures.evaluation import evaluate
from allotments.figures.figure import Exact, Key
from allotments.formulas.criteria import lowest_terms, weighted_base
from allotments.formulas.states import check_state

LEAST_NATIONAL = 20_000  # short tons; no national or sector quantity is smaller, unless zero


def _national(value: int) -> int:
    if 0 < value < LEAST_NATIONAL:
        raise ValueError(
            f"found {value:,} short tons, expected at least {LEAST_NATIONAL:,} or 0; "
            f"if thousands of short tons are meant, write {value:_} * TST"
        )
    return value


def _weights(value: Any) -> tuple[int, int, int]:
    try:
        return lowest_terms(value)
    except (TypeError, ValueError) as error:
        raise ValueError(str(error).removeprefix("weights: ")) from None


def check_group(value: str) -> str:
    """Return *value* if it names processors: ``"beet"``, or a State.

    >>> check_group("beet"), check_group("Texas")
    ('beet', 'Texas')
    >>> check_group("beets")
    Traceback (most recent call last):
    ValueError: found 'beets', expected a State, the District of Columbia or Puerto Rico, or \
'beet' for the beet processors

    Raises
    ------
    ValueError
        If it is neither.
    """
    if value == BEET:
        return value
    try:
        return check_state(value)
    except ValueError as error:
        text = str(error)
        mark = "?" if text.endswith("?") else ""
        raise ValueError(
            f"{text.removesuffix(mark)}, or 'beet' for the beet processors{mark}"
        ) from None


NationalQuantity = Annotated[Quantity, AfterValidator(_national)]
State = Annotated[str, AfterValidator(check_state)]
Group = Annotated[str, AfterValidator(check_group)]
Weights = Annotated[tuple[int, int, int], BeforeValidator(_weights)]


class Estimates(Model):
    """The Secretary's estimates for a fiscal year, 359b(a)(1). [short tons, raw value].

    Attributes
    ----------
    consumption : int
        Of sugar, but for what is imported for polyhydric alcohol or to be exported again.
    reasonable_carryover_stocks : int
        What would provide for them at the end of the year.
    production : int
        From domestic sugarcane and sugar beets.
    carry_in_stocks : int
        At the beginning of the year, those of the Commodity Credit Corporation among them.
    """

    consumption: NationalQuantity
    reasonable_carryover_stocks: NationalQuantity
    production: NationalQuantity
    carry_in_stocks: NationalQuantity


class Criteria(Model):
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


class SectorCriteria(Model):
    """The three criteria for beet and for cane sugar, 359c(d)(1).

    Attributes
    ----------
    beet, cane : Criteria
        National: zero, or at least 20,000 short tons, to refuse thousands passed as tons.
    """

    beet: NationalCriteria
    cane: NationalCriteria


class Recorded(Model):
    """State allotments and processor allocations as printed, where criteria are not.

    Attributes
    ----------
    states : dict
        State allotments. [short tons, raw value]
    processors : dict
        For ``"beet"`` and each State, the allocation of each processor. [short tons, raw value]
    basis : dict, optional
        The allotments that they were made under, by path: ``sectors.beet``, ``states.Florida``.
        Without it they stand under the inputs that they are in. It lets them follow a changed
        allotment by the Act's own rule, 359c(g)(2). [short tons, raw value]
    """

    states: dict[State, Quantity] = Field(default_factory=dict)
    processors: dict[Group, dict[Name, Quantity]] = Field(default_factory=dict)
    basis: dict[str, ExactNumber] | None = None

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        _refuse(_duplicates("processors", self.processors))
        return self


class Inputs(Model):
    """Everything a determination follows from.

    The fields are frozen; the mappings in them are to be read and not changed, which nobody would
    validate. :meth:`replace` makes a changed copy.

    Attributes
    ----------
    fiscal_year : int
        1992 to 1998, the years of 359b(a)(1).
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

    fiscal_year: FiscalYear
    estimates: Estimates
    criteria: SectorCriteria
    weights: Weights
    overall_allotment_quantity: NationalQuantity | None = None
    state_criteria: dict[State, Criteria] = Field(default_factory=dict)
    processor_criteria: dict[Group, dict[Name, Criteria]] = Field(default_factory=dict)
    recorded: Recorded = Field(default_factory=Recorded)

    def __str__(self) -> str:
        return input_table(self).as_text()

    def _repr_html_(self) -> str:
        return input_table(self).as_html()

    def replace(self, **changes: Any) -> Self:
        """Return a validated copy with *changes* made; undone again, it equals what it was."""
        changed = super().replace(**changes)
        if changed.recorded.basis != basis_of(changed):
            return changed
        recorded = changed.recorded.model_copy(update={"basis": None})
        return changed.model_copy(update={"recorded": recorded})

    def _changed(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        values = super()._changed(changes)
        recorded = self.recorded
        # Recorded quantities stay tied to the allotments that they were made under.
        if "recorded" not in changes and (recorded.states or recorded.processors):
            basis = basis_of(self) if recorded.basis is None else recorded.basis
            values["recorded"] = recorded.model_copy(update={"basis": basis})
        return values

    @model_validator(mode="after")
    def _processors_fit(self) -> Self:
        _refuse(
            [
                *_all_zero("criteria", dict(self.criteria), self.weights),
                *_all_zero("state_criteria", self.state_criteria, self.weights),
                *_duplicates("processor_criteria", self.processor_criteria),
                *self._partial_states(),
                *self._partial_processors(),
                *self._stateless_processors(),
                *(
                    fault
                    for group, criteria in self.processor_criteria.items()
                    for fault in _all_zero(f"processor_criteria.{group}", criteria, self.weights)
                ),
            ]
        )
        return self

    def _partial_states(self) -> list[str]:
        if not self.state_criteria:
            return []
        return [
            f"state_criteria.{state}: missing, expected criteria for every State with an "
            "allotment, or for none"
            for state in self.recorded.states
            if state not in self.state_criteria
        ]

    def _partial_processors(self) -> list[str]:
        return [
            f"processor_criteria.{group}.{name}: missing, expected criteria for every "
            "processor with an allocation in the group, or for none"
            for group, criteria in self.processor_criteria.items()
            for name in self.recorded.processors.get(group, ())
            if name not in criteria
        ]

    def _stateless_processors(self) -> list[str]:
        states = self.state_criteria or self.recorded.states
        return [
            f"processor_criteria.{group}: found processors of a State without an allotment, "
            f"expected states.{group} or state_criteria.{group} too"
            for group in self.processor_criteria
            if group != BEET and group not in states
        ]


def _refuse(faults: list[str]) -> None:
    if faults:
        raise ValueError("\n".join(faults))


def _all_zero(
    place: str, criteria: Mapping[str, Criteria], weights: tuple[int, int, int]
) -> list[str]:
    if not criteria or any(one.base(weights) for one in criteria.values()):
        return []
    return [f"{place}: found all zero under the weights {weights}, expected one above 0"]


def _duplicates(place: str, groups: Mapping[str, Iterable[str]]) -> list[str]:
    return [
        f"{place}.{group}: found the name {name!r} more than once but for case and blanks"
        for group, names in groups.items()
        for name, count in Counter(" ".join(n.casefold().split()) for n in names).items()
        if count > 1
    ]


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
            _put(found, key, value)
        elif key.family in Recorded.model_fields:
            _put(found["recorded"], key, value)
    missing: list[str] = []
    if weights := found.pop("weights", {}):
        names = list(Criteria.model_fields)
        missing = [f"weights.{n}: missing, expected a value" for n in names if n not in weights]
        found["weights"] = [weights.get(n, 1) for n in names]  # a stand-in, for the other faults
    try:
        inputs = Inputs(**found)
    except InvalidInput as error:
        raise InvalidInput([*error.faults, *missing]) from None
    if missing:
        raise InvalidInput(missing)
    return inputs


def _put(tables: dict[str, Any], key: Key, value: Any) -> None:
    *parts, last = (part for part in key if part)
    for part in parts:
        tables = tables.setdefault(part, {})
    tables[last] = value


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
    basis, states = inputs.recorded.basis or {}, inputs.recorded.states
    scaling = scaling_allotment(group, tuple(inputs.state_criteria))
    path, allotment = scaling.path, basis.get(scaling.path)
    if allotment is None and scaling.family == "states" and group in states:
        key, allotment = scaling._replace(family="recorded.states"), Fraction(states[group])
    else:
        key = scaling._replace(family=f"previous.{scaling.family}")
    if allotment is None or allotment <= 0:
        said = "nothing" if allotment is None else f"{unrounded(float(allotment))} short tons"
        expected = "expected an allotment above 0, which recorded quantities can follow"
        raise InvalidInput([f"recorded.basis: found {said} for {path}, {expected}"])
    return key, allotment


def basis_of(inputs: Inputs) -> dict[str, Exact]:
    """Return the allotments that recorded quantities can follow, by path."""
    stated = known(inputs.model_copy(update={"recorded": Recorded()}))
    figures = evaluate(rules(named(stated)), {key.path: value for key, value in stated.items()})
    return {f.path: f.value for f in figures.values() if f.family in ("sectors", "states")}
