"""What the models of every Act's inputs share: kinds of field, recorded quantities, what-ifs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from allotments.acts import act_of
from allotments.core.base_model import ExactNumber, Model, Name, Quantity
from allotments.core.errors import InvalidInput, unrounded
from allotments.core.labels import folded
from allotments.determination import figures_of, input_table
from allotments.figures.figure import Exact, Key
from allotments.formulas.criteria import lowest_terms
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
    if value == "beet":
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
    basis: dict[str, ExactNumber] | None = Field(default=None, repr=False)  # fractions are long

    @property
    def any(self) -> bool:
        """Whether anything is recorded."""
        return any(table for name, table in self if name != "basis")

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        refuse(duplicates("processors", self.processors))
        return self


class RecordingInputs(Model):
    """Inputs whose recorded quantities follow what is changed in a copy."""

    act: ClassVar[str]
    followed: ClassVar[tuple[str, ...]]  # the families that recorded quantities can follow

    if TYPE_CHECKING:  # a field in its own place of each model
        recorded: Any

    def __str__(self) -> str:
        return input_table(self).as_text()

    def _repr_html_(self) -> str:
        return input_table(self).as_html()

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
        return {one.path: one.value for one in figures.values() if one.family in self.followed}


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
        expected = "expected an allotment above 0, which recorded quantities can follow"
        raise InvalidInput([f"recorded.basis: found {said} for {path}, {expected}"])
    return Fraction(allotment)


def refuse(faults: list[str]) -> None:
    """Raise a ``ValueError`` of one line a fault, if there is one."""
    if faults:
        raise ValueError("\n".join(faults))


def all_zero(place: str, bases: Iterable[Any], under: str) -> list[str]:
    """Return the fault of bases that are all zero, by which nothing can be divided."""
    bases = list(bases)
    found = f"{place}: found all zero{under}, expected one above 0"
    return [found] if bases and not any(bases) else []


def duplicates(place: str, groups: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the faults of names that are the same but for case and blanks."""
    return [
        f"{place}.{group}: found the name {name!r} more than once but for case and blanks"
        for group, names in groups.items()
        for name, count in Counter(map(folded, names)).items()
        if count > 1
    ]


def partial_processors(criteria: Mapping[str, Any], recorded: Mapping[str, Any]) -> list[str]:
    """Return the faults of groups in which some processors have criteria and others do not."""
    return [
        f"processor_criteria.{group}.{name}: missing, expected criteria for every "
        "processor with an allocation in the group, or for none"
        for group, processors in criteria.items()
        for name in recorded.get(group, ())
        if name not in processors
    ]


def put(tables: dict[str, Any], key: Key, value: Any) -> None:
    """Put a value into nested tables, where its key says."""
    *tables_of, last = (part for part in key if part)
    for part in tables_of:
        tables = tables.setdefault(part, {})
    tables[last] = value
