"""The validated inputs of a determination under the 1990 Act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from allotments.act1990.years import FiscalYear
from allotments.core.base_model import Model, Name, Quantity
from allotments.formulas.criteria import lowest_terms, weighted_base
from allotments.formulas.states import check_state

BEET, CANE = SECTORS = ("beet", "cane")  # 359c(c)

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


class Premises(Model):
    """What the allotments of sectors and States follow from."""

    estimates: Estimates
    criteria: SectorCriteria
    weights: Weights
    state_criteria: dict[State, Criteria] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _something_to_divide_by(self) -> Self:
        _refuse(
            [
                *_all_zero(
                    "criteria", {s: getattr(self.criteria, s) for s in SECTORS}, self.weights
                ),
                *_all_zero("state_criteria", self.state_criteria, self.weights),
            ]
        )
        return self


class Recorded(Model):
    """State allotments and processor allocations as printed, where criteria are not.

    Attributes
    ----------
    states : dict
        State allotments. [short tons, raw value]
    processors : dict
        For ``"beet"`` and each State, the allocation of each processor. [short tons, raw value]
    under : Premises, optional
        What they were made under; nothing means the inputs that they stand in. It lets them follow
        a changed allotment by the Act's own rule, 359c(g)(2).
    """

    states: dict[State, Quantity] = Field(default_factory=dict)
    processors: dict[Group, dict[Name, Quantity]] = Field(default_factory=dict)
    under: Premises | None = None

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        _refuse(_duplicates("processors", self.processors))
        return self


class Inputs(Premises):
    """Everything a determination follows from.

    Frozen are the fields; the mappings in them are to be read and not changed, which nobody would
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
    state_criteria : dict, optional
        The criteria of each cane State: their allotments are then computed.
    processor_criteria : dict, optional
        For ``"beet"`` and each State, the criteria of each processor: their allocations are then
        computed.
    recorded : Recorded, optional
        State allotments and processor allocations as printed, used where criteria are not given.
    """

    fiscal_year: FiscalYear
    processor_criteria: dict[Group, dict[Name, Criteria]] = Field(default_factory=dict)
    recorded: Recorded = Field(default_factory=Recorded)

    def __str__(self) -> str:
        from allotments.act1990.determination import summary

        return summary.inputs_as_text(self)

    def _repr_html_(self) -> str:
        from allotments.act1990.determination import summary

        return summary.inputs_as_html(self)

    @property
    def premises(self) -> Premises:
        """What the allotments of sectors and States follow from, alone."""
        return Premises(**{name: getattr(self, name) for name in Premises.model_fields})

    def replace(self, **changes: Any) -> Self:
        """Return a validated copy with *changes* made; undone again, it equals what it was."""
        changed = super().replace(**changes)
        if changed.recorded.under != changed.premises:
            return changed
        recorded = changed.recorded.model_copy(update={"under": None})
        return changed.model_copy(update={"recorded": recorded})

    def _changed(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        values = super()._changed(changes)
        # Recorded quantities stay tied to the premises that they were made under.
        if "recorded" not in changes and self.recorded.under is None:
            values["recorded"] = self.recorded.model_copy(update={"under": self.premises})
        return values

    @model_validator(mode="after")
    def _processors_fit(self) -> Self:
        _refuse(
            [
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
