"""What the models of every Act's inputs share: kinds of field, recorded quantities, what-ifs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from allotments.acts import act_of
from allotments.core.base_model import ExactNumber, Model, Name, Quantity, leaves
from allotments.core.errors import Fault, InvalidInput, refuse, unrounded
from allotments.core.exact import shown, whole_or_as_given
from allotments.core.labels import folded
from allotments.determination import figures_of, input_records, input_table
from allotments.display.json_records import FigureRecord
from allotments.display.result import Result, Shown
from allotments.display.text_and_html import capitalised
from allotments.figures.act import years_expected
from allotments.figures.figure import Exact, Key
from allotments.formulas.criteria import lowest_terms
from allotments.formulas.states import STATES, check_state, states_meant
from allotments.rounding import grouped

LEAST_NATIONAL = 20_000  # short tons; no national or sector quantity is smaller, unless zero


def _national(value: int) -> int:
    if 0 < value < LEAST_NATIONAL:
        hint = f"if thousands of short tons are meant, write {value:_} * TST"
        raise InvalidInput(
            [Fault("", f"found {value:,} short tons", f"at least {LEAST_NATIONAL:,} or 0", hint)]
        )
    return value


def _weights(value: Any) -> tuple[int, int, int]:
    try:
        return lowest_terms(value)
    except (TypeError, ValueError) as error:
        raise ValueError(str(error).removeprefix("weights: ")) from None


def check_fiscal_year(years: range, others: Mapping[range, str], value: Any) -> Any:
    """Return *value*, a whole number as an ``int``, unless that is not one of the *years*.

    >>> check_fiscal_year(range(1992, 1997), {}, 1998)
    Traceback (most recent call last):
    ValueError: found 1998, expected 1992 to 1996

    Raises
    ------
    ValueError
        If it is one, with the reason from *others*. The model refuses what is not a whole number.
    """
    value = whole_or_as_given(value)
    if isinstance(value, int) and value not in years:
        raise ValueError(f"found {shown(value)}, expected {years_expected(value, years, others)}")
    return value


def check_group(value: str) -> str:
    """Return *value* if it names processors: ``"beet"``, or a State.

    >>> check_group("beet"), check_group("Texas")
    ('beet', 'Texas')
    >>> check_group("beets")
    Traceback (most recent call last):
    allotments.core.errors.InvalidInput: found 'beets', expected 'beet' or a State

    Raises
    ------
    InvalidInput
        If it is neither.
    """
    if value == "beet" or value in STATES:
        return value
    near = states_meant(value)
    hint = f"did you mean {near[0]!r}?" if near else ""
    raise InvalidInput([Fault("", f"found {shown(value)}", "'beet' or a State", hint)])


def with_members(groups: dict[str, Any]) -> dict[str, Any]:
    """Return the groups that have members: of the others nothing is said.

    >>> with_members({"beet": {"Mill A": 5}, "Texas": {}})
    {'beet': {'Mill A': 5}}
    """
    return {group: members for group, members in groups.items() if members}


NationalQuantity = Annotated[Quantity, AfterValidator(_national)]
State = Annotated[str, AfterValidator(check_state)]
Group = Annotated[str, AfterValidator(check_group)]
Weights = Annotated[tuple[int, int, int], BeforeValidator(_weights)]


class Stated(Result, Model):
    """Quantities that inputs state, shown one by one."""

    def _stated(self) -> Iterator[tuple[tuple[str, ...], Exact]]:
        return ((steps, value) for steps, value in leaves(self) if value is not None)

    def _shown(self) -> Shown:
        rows: list[tuple[str, ...]] = []
        heading = ""
        for (*before, name), value in self._stated():
            if before and heading != (heading := _words(" ".join(before))):
                rows.append((heading,))
            rows.append((f"{'  ' * bool(before)}{_words(name)}", grouped(value)))
        caption = " ".join(re.findall("[A-Z][a-z]+", type(self).__name__))
        return Shown(caption.capitalize(), ("Short tons, raw value", ""), rows, "<>")

    def records(self) -> list[dict[str, Any]]:
        """Return a record for each quantity."""
        return [
            {"figure": ".".join(steps), "short_tons": float(value), "exact": str(value)}
            for steps, value in self._stated()
        ]


def _words(name: str) -> str:
    return capitalised(name.replace("_", " "))


class Recorded(Stated):
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
        allotment by its percentage, as 359c(g)(2) says of allocations in a re-estimate; of States,
        and under other weights, this is an assumption. [short tons, raw value]
    """

    states: dict[State, Quantity] = Field(default_factory=dict)
    processors: Annotated[dict[Group, dict[Name, Quantity]], AfterValidator(with_members)] = Field(
        default_factory=dict
    )
    basis: dict[str, ExactNumber] | None = Field(default=None, repr=False)  # fractions are long

    @property
    def any(self) -> bool:
        """Whether anything is recorded."""
        return any(table for name, table in self if name != "basis")

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        refuse(duplicates("processors", self.processors))
        return self


class RecordingInputs(Result, Model):
    """Inputs whose recorded quantities follow what is changed in a copy."""

    act: ClassVar[str]
    followed_families: ClassVar[tuple[str, ...]]  # that recorded quantities can change with

    if TYPE_CHECKING:  # a field in its own place of each model
        recorded: Any

    def _shown(self) -> Shown:
        return input_table(self)

    def records(self) -> list[FigureRecord]:
        """Return a record for each figure that is stated."""
        return input_records(self)

    def replace(self, **changes: Any) -> Self:
        """Return a validated copy with *changes* made; undone again, it equals what it was."""
        changed = super().replace(**changes)
        if changed.recorded.basis != changed.allotments():
            return changed
        recorded = changed.recorded.model_copy(update={"basis": None})
        return changed.model_copy(update={"recorded": recorded})

    def tied(self) -> Self:
        """Return a copy whose recorded quantities follow the allotments of these inputs."""
        recorded = self.recorded
        if recorded.basis is not None or not recorded.any:
            return self
        tied = recorded.model_copy(update={"basis": self.allotments()})
        return self.model_copy(update={"recorded": tied})

    def _changed(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        values = super()._changed(changes)
        # Recorded quantities stay tied to the allotments that they were made under.
        return values if "recorded" in changes else {**values, "recorded": self.tied().recorded}

    def allotments(self) -> dict[str, Exact]:
        """Return the allotments that recorded quantities may follow, by path."""
        stated = self.model_copy(update={"recorded": type(self.recorded)()})
        figures = figures_of(act_of(self), stated)
        return {
            one.path: one.value for one in figures.values() if one.family in self.followed_families
        }


def allotment_before(recorded: Recorded, path: str, otherwise: Exact | None = None) -> Exact:
    """Return the allotment at *path* that recorded quantities were made under.

    Raises
    ------
    InvalidInput
        If it is not known, or not above zero.
    """
    allotment = (recorded.basis or {}).get(path, otherwise)
    if allotment is None or allotment <= 0:
        said = "nothing" if allotment is None else f"{unrounded(float(allotment))} short tons"
        expected = "an allotment above 0, which recorded quantities can follow"
        raise InvalidInput([Fault("recorded.basis", f"found {said} for {path}", expected)])
    return Fraction(allotment)


def all_zero(place: str, bases: Iterable[Any], under: str) -> list[Fault]:
    """Return the fault of bases that are all zero, by which nothing can be divided."""
    bases = list(bases)
    none = bool(bases) and not any(bases)
    return [Fault(place, f"found all zero{under}", "one above 0")] * none


def duplicates(place: str, groups: Mapping[str, Iterable[str]]) -> list[Fault]:
    """Return the faults of names that are the same but for case and blanks."""
    return [
        Fault(f"{place}.{group}", f"found the name {name!r} more than once but for case and blanks")
        for group, names in groups.items()
        for name, count in Counter(map(folded, names)).items()
        if count > 1
    ]


def partly_given(
    place: str, criteria: Collection[str], printed: Iterable[str], whose: str
) -> list[Fault]:
    """Return the faults of recipients without criteria where others have some.

    Parameters
    ----------
    place
        Of the criteria.
    criteria, printed
        Who has criteria, and who a printed allotment or allocation.
    whose
        What *printed* are, in words: ``"State with an allotment"``.
    """
    expected = f"criteria for every {whose}, or for none"
    return [
        Fault(f"{place}.{name}", "missing", expected)
        for name in printed
        if criteria and name not in criteria
    ]


def partly_given_processors(
    criteria: Mapping[str, Any], recorded: Mapping[str, Any]
) -> list[Fault]:
    """Return the faults of groups in which some processors have criteria and others do not."""
    whose = "processor with an allocation in the group"
    return [
        fault
        for group, processors in criteria.items()
        for fault in partly_given(
            f"processor_criteria.{group}", processors, recorded.get(group, ()), whose
        )
    ]


def put(tables: dict[str, Any], key: Key, value: Any) -> None:
    """Put a value into nested tables, where its key says."""
    *tables_of, last = (part for part in key if part)
    for part in tables_of:
        tables = tables.setdefault(part, {})
    tables[last] = value
