"""The validated inputs of a determination under the Act of 2002, and what they state by key."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from allotments import inputs as shared
from allotments.act2002.amendments import in_force
from allotments.act2002.rules import (
    AFTER,
    BEET,
    BEET_ADJUSTMENTS,
    BEET_CRITERIA,
    CANE,
    CRITERIA,
    FISCAL_YEARS,
    OTHER_YEARS,
    QUANTITY,
    allotment_of,
)
from allotments.act2002.section_359c import OFFSHORE_STATES
from allotments.act2002.section_359d import (
    REGULATION_WEIGHTS,
    adjusted_production,
    production_base,
    weighted_average_production,
)
from allotments.core.base_model import ExactNumber, Model, Name, Quantity, WholeNumber
from allotments.core.errors import Fault, refuse
from allotments.figures.act import Named, named
from allotments.figures.division import recipients_of
from allotments.figures.figure import Exact, Key
from allotments.inputs import (
    Group,
    NationalQuantity,
    RecordingInputs,
    State,
    Stated,
    Weights,
    all_zero,
    allotment_before,
    check_fiscal_year,
    duplicates,
    partly_given,
    partly_given_processors,
    put,
    with_members,
)

Count = Annotated[WholeNumber, Field(ge=0, le=100)]


class Estimates(Stated):
    """The Secretary's estimates for a crop year, 359b(a)(1). [short tons, raw value].

    Attributes
    ----------
    consumption : int, optional
        Of sugar for domestic human consumption.
    reasonable_carryover_stocks, carry_in_stocks : int, optional
        At the end and at the beginning of the year.
    production, imports : int, optional
        Domestic, and of sugar for human consumption; nothing follows from them.
    """

    consumption: NationalQuantity | None = None
    reasonable_carryover_stocks: NationalQuantity | None = None
    carry_in_stocks: NationalQuantity | None = None
    production: NationalQuantity | None = None
    imports: NationalQuantity | None = None


class Criteria(Stated):
    """The three criteria of a cane State or processor, 359c(e), 359d(b)(1). [short tons].

    Attributes
    ----------
    past_marketings, past_processings, ability_to_market : int
        As 7 CFR 1435.2 defines them.
    """

    past_marketings: Quantity
    past_processings: Quantity
    ability_to_market: Quantity


class BeetCriteria(Model):
    """The criteria of a beet processor, 359d(b)(2)(C) and (D).

    Attributes
    ----------
    crop_1998, crop_1999, crop_2000 : int
        Beet sugar that it produced. [short tons, raw value]
    factories_opened, factories_closed, desugarization_facilities : int
        In crop years 1996 to 2000, and 1998 to 2000. [count]
    quality_losses : int
        1 where it suffered substantial quality losses on stored beets. [0 or 1]
    """

    crop_1998: Quantity
    crop_1999: Quantity
    crop_2000: Quantity
    factories_opened: Count = 0
    factories_closed: Count = 0
    desugarization_facilities: Count = 0
    quality_losses: Annotated[int, Field(ge=0, le=1)] = 0


class Recorded(shared.Recorded):
    """Allotments and allocations as printed, where criteria are not.

    Attributes
    ----------
    states : dict
        What 359c(e) allots to States. Beside States with criteria a mainland State is a new one,
        and its allotment is taken from theirs, 359d(b)(1)(E)(iv). [short tons, raw value]
    states_after_reassignment : dict
        State allotments that what offshore States cannot fill is in. [short tons, raw value]
    processors : dict
        For ``"beet"`` and each State, the allocation of each processor. [short tons, raw value]
    basis : dict, optional
        The allotments that they were made under, by path: ``sectors.beet``, ``states.Florida``.
        Without it they stand under the inputs that they are in. [short tons, raw value]
    """

    states_after_reassignment: dict[State, Quantity] = Field(default_factory=dict)


class Share(Model):
    """What a recipient receives: ``share x allotment + tonnage``.

    Attributes
    ----------
    share : Fraction
        Of the sector, or of what 359c(e) gives to the offshore or the mainland States. [ratio]
    tonnage : Fraction
        Beside it, of any sign. [short tons, raw value]
    """

    share: ExactNumber
    tonnage: ExactNumber = Fraction(0)


class Shares(Model):
    """Shares that earlier prints allow, where the coming determination is not printed.

    Attributes
    ----------
    states, states_after_reassignment : dict
        Of States: of the offshore or the mainland allotment, and of all of cane.
    processors : dict
        Under ``"beet"`` and each State: of the sector, or where *states* has the State, of what
        that one is of.
    """

    states: dict[State, Share] = Field(default_factory=dict)
    states_after_reassignment: dict[State, Share] = Field(default_factory=dict)
    processors: dict[Group, dict[Name, Share]] = Field(default_factory=dict)


class Inputs(RecordingInputs):
    """What a determination follows from. All may be missing but what the quantity follows from.

    Attributes
    ----------
    fiscal_year : int
        2003 to 2032: the crop year and one more.
    estimates : Estimates
        From fiscal year 2009 on the overall quantity is at least 85 percent of consumption.
    overall_allotment_quantity : int, optional
        The Secretary's own. Without it that of the formula, until fiscal year 2008; from 2009 on
        the minimum stands for it. [short tons]
    weights : tuple of int
        Relative weights of the three criteria of cane, in that order: those of the regulation.
    state_criteria : dict
        The criteria of cane States: the offshore and the mainland allotment are divided by them.
    processor_criteria : dict
        By State the criteria of each cane processor.
    beet_criteria : dict
        The criteria of each beet processor.
    shares : Shares
        What :func:`allotments.project` finds, used where nothing is recorded.
    supply : dict
        Under ``"beet"`` and each State what every processor can market in the crop year: what it
        has less is a deficit, and goes to others and to imports, 359e. [short tons, raw value]
    recorded : Recorded
        Quantities as printed, used where criteria are not given.
    """

    act: ClassVar[str] = "2002"
    followed_families: ClassVar[tuple[str, ...]] = ("sectors", "mainland", "states")

    fiscal_year: Annotated[
        int,
        BeforeValidator(lambda year: check_fiscal_year(FISCAL_YEARS, OTHER_YEARS, year)),
        Field(ge=FISCAL_YEARS[0], le=FISCAL_YEARS[-1]),
    ]
    estimates: Estimates = Field(default_factory=Estimates)
    overall_allotment_quantity: NationalQuantity | None = None
    weights: Weights = REGULATION_WEIGHTS
    state_criteria: dict[State, Criteria] = Field(default_factory=dict)
    processor_criteria: Annotated[
        dict[State, dict[Name, Criteria]], AfterValidator(with_members)
    ] = Field(default_factory=dict)
    beet_criteria: dict[Name, BeetCriteria] = Field(default_factory=dict)
    shares: Shares = Field(default_factory=Shares)
    supply: dict[Group, dict[Name, Quantity]] = Field(default_factory=dict)
    recorded: Recorded = Field(default_factory=Recorded)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        processors: dict[str, Mapping[str, Model]] = {
            **self.processor_criteria,
            BEET: self.beet_criteria,
        }
        refuse(
            [
                *self._without_a_quantity(),
                *self._all_zero(),
                *duplicates("processor_criteria", processors),
                *partly_given_processors(self.processor_criteria, self.recorded.processors),
                *partly_given(
                    "beet_criteria",
                    self.beet_criteria,
                    self.recorded.processors.get(BEET, ()),
                    "beet processor with an allocation",
                ),
                *self._supply_faults(),
                *self._share_faults(),
            ]
        )
        return self

    def _share_faults(self) -> Iterator[Fault]:
        """Yield whose part follows from something else, too."""
        otherwise: dict[str, Collection[str]] = {
            "states": {*self.recorded.states, *self.state_criteria},
            AFTER: self.recorded.states_after_reassignment,
            "processors": {*self.recorded.processors, *_with_criteria(self)},
        }
        for family, group, name, _ in _each_share(self.shares):
            if (group or name) in otherwise[family]:
                place = ".".join(part for part in ("shares", family, group, name) if part)
                yield Fault(place, "found beside recorded quantities or criteria", "one of them")

    def _supply_faults(self) -> Iterator[Fault]:
        """Yield where a sector's supplies are not those of all its processors, and of no other."""
        groups: dict[str, Any] = {
            **self.shares.processors,
            **self.recorded.processors,
            **self.processor_criteria,
        }
        groups |= {BEET: self.beet_criteria} if self.beet_criteria else {}
        allocated = {(group, name) for group, names in groups.items() for name in names}
        supplied = {(group, name) for group, names in self.supply.items() for name in names}
        sectors = {group == BEET for group, _ in supplied}
        for group, name in sorted(allocated ^ supplied):
            if (group == BEET) in sectors:
                extra = (group, name) in supplied
                yield Fault(
                    f"supply.{group}.{name}",
                    "found a processor without an allocation" if extra else "missing",
                    "those with one" if extra else "one of every processor of the sector, or none",
                )

    def _without_a_quantity(self) -> list[Fault]:
        if self.overall_allotment_quantity is not None:
            return []
        needed = ["consumption"]
        if in_force(self.fiscal_year - 1).deducts_imports:
            needed += ["reasonable_carryover_stocks", "carry_in_stocks"]
        return [
            Fault(f"estimates.{name}", "missing", f"a value, or {QUANTITY}")
            for name in needed
            if getattr(self.estimates, name) is None
        ]

    def _all_zero(self) -> Iterator[Fault]:
        under = f" under the weights {self.weights}"
        for part in (True, False):
            states = [one for state, one in self.state_criteria.items() if part is offshore(state)]
            yield from all_zero("state_criteria", map(self._base, states), under)
        for group, processors in self.processor_criteria.items():
            bases = map(self._base, processors.values())
            yield from all_zero(f"processor_criteria.{group}", bases, under)
        yield from self._beet_faults()

    def _base(self, criteria: Criteria) -> Any:
        three = {name: getattr(criteria, name) for name in CRITERIA}
        return production_base(**three, weights=self.weights)

    def _beet_faults(self) -> Iterator[Fault]:
        if not self.beet_criteria:
            return
        averages = {
            name: weighted_average_production(*(getattr(one, crop) for crop in BEET_CRITERIA))
            for name, one in self.beet_criteria.items()
        }
        counts = {
            item: {name: getattr(one, item) for name, one in self.beet_criteria.items()}
            for item in BEET_ADJUSTMENTS
        }
        bases: Mapping[str, Any] = adjusted_production(averages, **counts)
        yield from all_zero("beet_criteria", bases.values(), "")
        for name, base in bases.items():
            if base < 0:
                closed = "the factories closed take more than it produced"
                yield Fault(f"beet_criteria.{name}", f"found a base below 0: {closed}", "0 or more")


def _with_criteria(inputs: Inputs) -> set[str]:
    """Return the groups whose processors have criteria."""
    return {*inputs.processor_criteria, *([BEET] if inputs.beet_criteria else [])}


def offshore(state: str) -> bool:
    """Return whether a State is an offshore State, 359a and 7 CFR 1435.305(a)."""
    return state in OFFSHORE_STATES


def known(inputs: Inputs) -> dict[Key, Any]:
    """Return what *inputs* state, by key: what the chain of determinations begins with.

    Raises
    ------
    InvalidInput
        If recorded quantities have no allotment that they can follow.
    """
    stated = {Key("estimates", item=name): value for name, value in inputs.estimates}
    stated[Key(QUANTITY)] = inputs.overall_allotment_quantity
    found: dict[Key, Any] = {key: value for key, value in stated.items() if value is not None}
    if inputs.state_criteria or inputs.processor_criteria:
        whole = sum(inputs.weights)
        for criterion, weight in zip(CRITERIA, inputs.weights, strict=True):
            found[Key("weights", item=criterion)] = Fraction(weight, whole)
    for state, criteria in inputs.state_criteria.items():
        found |= _items(Key("state_criteria", "", state), criteria, CRITERIA)
    for group, processors in inputs.processor_criteria.items():
        for name, criteria in processors.items():
            found |= _items(Key("processor_criteria", group, name), criteria, CRITERIA)
    for name, beet in inputs.beet_criteria.items():
        found |= _items(Key("beet_criteria", "", name), beet, BEET_CRITERIA)
        found |= _items(Key("beet_adjustments", "", name), beet, BEET_ADJUSTMENTS)
    for group, supplies in inputs.supply.items():
        found |= {Key("supply", group, name): quantity for name, quantity in supplies.items()}
    return found | dict(_shares(inputs)) | _recorded(inputs)


def inputs_of(fiscal_year: int, printed: Mapping[Key, Any]) -> Inputs:
    """Return the inputs that printed figures amount to.

    Raises
    ------
    InvalidInput
        If they do not make valid inputs, or what the quantity follows from is missing.
    """
    found: dict[str, Any] = {"fiscal_year": fiscal_year, "recorded": {}}
    for key, value in printed.items():
        if key.family in Inputs.model_fields:
            put(found, key, value)
        elif key.family in Recorded.model_fields:
            put(found["recorded"], key, value)
    return Inputs(**found)


def _items(key: Key, model: Model, items: tuple[str, ...]) -> dict[Key, int]:
    return {key._replace(item=item): getattr(model, item) for item in items}


def _shares(inputs: Inputs) -> Iterator[tuple[Key, Exact]]:
    for family, group, name, one in _each_share(inputs.shares):
        for item, value in one:
            yield Key(f"shares.{family}", group, name, item), value


def _each_share(shares: Shares) -> Iterator[tuple[str, str, str, Share]]:
    """Yield family, group and recipient of each share."""
    for family in ("states", AFTER):
        yield from ((family, "", state, one) for state, one in getattr(shares, family).items())
    for group, processors in shares.processors.items():
        yield from (("processors", group, name, one) for name, one in processors.items())


def _recorded(inputs: Inputs) -> dict[Key, Any]:
    recorded = inputs.recorded
    states = {s: q for s, q in recorded.states.items() if s not in inputs.state_criteria}
    found = {Key("states", "", state): quantity for state, quantity in states.items()}
    found |= {Key(AFTER, "", s): q for s, q in recorded.states_after_reassignment.items()}
    for group, processors in recorded.processors.items():
        if group not in _with_criteria(inputs):
            found |= {Key("processors", group, name): value for name, value in processors.items()}
    return found if recorded.basis is None else dict(_following(inputs, found))


def _following(inputs: Inputs, found: Mapping[Key, Exact]) -> Iterator[tuple[Key, Exact]]:
    """Yield recorded quantities of other inputs, and the allotments that they were made under."""
    who = named(found)
    for key, quantity in found.items():
        whole = _followed(inputs, who, key)
        if whole is None:  # 325,000 whatever the rest, and what is divided of them
            yield key, quantity
            continue
        yield key._replace(family=f"recorded.{key.family}"), quantity
        if whole not in found:
            before = allotment_before(inputs.recorded, whole.path)
            yield whole._replace(family=f"previous.{whole.family}"), before


def _followed(inputs: Inputs, who: Named, key: Key) -> Key | None:
    """Return the allotment that a recorded quantity changes with: 359c(g)(2)."""
    if key.family == AFTER:
        return Key("sectors", "", CANE)
    if key.family == "states":
        return None if _fixed(inputs, key.recipient) else Key("mainland")
    whole = allotment_of(who, key.group)
    if whole.family != "states" or key.group in inputs.state_criteria:
        return whole
    if key.group not in recipients_of(who, "states"):
        return Key("sectors", "", CANE)
    return None if _fixed(inputs, key.group) else whole


def _fixed(inputs: Inputs, state: str) -> bool:
    """Return whether a recorded State allotment stays: of offshore States, and of new ones."""
    return offshore(state) or any(not offshore(one) for one in inputs.state_criteria)
