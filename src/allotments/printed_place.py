"""The figures that a notice prints at one place: what the models of every Act's places share.

The models' fields are the keys of a notice file, and their descriptions the text of its schema.
A field that holds tables names its figures by their keys: those of :class:`Items` are items of one
family, those of any other table are recipients, by groups where there are two tables.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Self, get_args

from pydantic import Field, model_validator
from pydantic.config import JsonDict

from allotments.core.base_model import Model, Name, Text
from allotments.core.cached import cached_property
from allotments.core.errors import Fault, InvalidInput, did_you_mean, refuse
from allotments.core.printed_number import (
    QUANTITY_UNITS,
    PrintedNumber,
    PrintedOther,
    PrintedPercent,
    PrintedQuantity,
    with_unit,
)
from allotments.figures.act import Named
from allotments.figures.figure import Key, Rule
from allotments.rounding import grouped

_ONE_PERCENT = Fraction(1, 100)  # percentages of it are ratios, whose sum is 1

PERCENT = "In percent: 55.2, not 0.552."
"""What the description of a percentage ends with."""


def optional(text: str, names: Iterable[str] | None = None) -> Any:
    """Return a field that may be left out: its description, and the names its table allows."""
    allowed: JsonDict = {} if names is None else {"propertyNames": {"enum": list(names)}}
    return Field(default=None, description=text, json_schema_extra=allowed)


class Items(Model):
    """Printed numbers that are the items of one thing, such as the criteria of one recipient."""

    own_units: ClassVar[bool] = False  # whether the unit of a place says nothing of them


class Families(Model):
    """Printed numbers of several families, as they stood before, or as they changed.

    The figures' families are its own with the field's name in front: ``before.sectors``.
    """


class SectorQuantities(Model):
    """A printed quantity for beet sugar and for cane sugar."""

    beet: PrintedQuantity | None = optional("Beet sugar.")
    cane: PrintedQuantity | None = optional("Cane sugar.")


class PartsOfHundred(Model):
    """Printed percentages that add up to 100."""

    @model_validator(mode="after")
    def _no_ratios(self) -> Self:
        given = {name: one for name, one in self if isinstance(one, PrintedNumber)}
        if len(given) > 1 and sum(one.amount for one in given.values()) == _ONE_PERCENT:
            refuse(
                Fault(name, f"found {one}", f"a percentage, {grouped(100 * one.amount * 100, 2)}")
                for name, one in given.items()
            )
        return self


class SectorPercents(PartsOfHundred):
    """A printed percentage for beet sugar and for cane sugar."""

    beet: PrintedPercent | None = optional("Beet sugar.")
    cane: PrintedPercent | None = optional("Cane sugar.")


class PlacedFigure(NamedTuple):
    """A printed number at a place."""

    key: Key
    number: PrintedNumber
    label: str
    """What a report calls it: its path, or for a printed sum ``total.`` and what it adds up."""


class Sum(NamedTuple):
    """A figure at a place, and the others that are printed which it must be the sum of."""

    label: str
    """Of the figure that is checked."""
    plus: tuple[str, ...]
    """Labels at the same place that are added."""
    minus: tuple[str, ...]
    """Labels at the same place that are subtracted."""
    source: str
    """What is added, in words; ``{place}`` stands for where *before* was printed."""
    before: str = ""
    """The path of a figure that is added, too, as it was printed at an earlier place, or in an
    earlier notice, with the same digits."""
    whole: int | None = None
    """A number that is added, too: the one that shares are parts of."""
    rounded: tuple[str, ...] = ()
    """Labels of those added or subtracted that are rounded one by one: the sum is a range then."""
    instead: bool = False
    """Whether the sum may hold instead of the figure's formula: one of the two is enough."""


class Place(Model):
    """The figures that a notice prints at one place.

    Attributes
    ----------
    place : str
        Where in the notice, for a reader to find.
    unit : str, optional
        Of the quantities at this place that state none; else the file's.
    note : str, optional
        What a reader should know of the place.
    incomplete : bool, optional
        Whether rows are missing, so that they may be less than what they are part of.
    sum_of : dict, optional
        Figures that the notice calls the sum of others here: by path the paths of those.
    does_not_close : dict, optional
        By path, figures whose sum does not come out though no one of them is known to be wrong:
        why they are left as printed. Their status is the same words.
    other : dict, optional
        Figures that the Act's computation does not reach, by a name of one's own.
    """

    rounded_families: ClassVar[frozenset[str]] = frozenset()
    """Families whose figures are rounded one by one, so that sums of them are not exact."""
    supposed_by: ClassVar[str]
    """The field of a place that says under what supposition its figures hold, as *weighting* of
    the Act of 1990 does: a fault in what is supposed is shown there. Where nothing is ever supposed
    there is none."""

    place: Annotated[
        Name,
        Field(
            description="Where in the notice the figures stand, for a reader to find: "
            '"Item 3, table".',
            json_schema_extra={"minLength": 1, "maxLength": 200},
        ),
    ]
    unit: Literal["TST", "short tons", "million short tons", "metric tons"] | None = optional(
        "Unit of the quantities at this place that state none of their own; else the file's."
    )
    note: Text | None = optional("What a reader should know of the place; nothing is made of it.")
    incomplete: bool | None = optional(
        "True where rows are missing that the notice has, or that cannot be read: the rows at this "
        "place are then not added up, and are at most the quantity that they are part of."
    )
    sum_of: dict[Name, Annotated[list[Name], Field(min_length=1)]] | None = optional(
        "Figures at this place that are the sum of others at it, by their paths: "
        "'reassigned_imports.cane'. A minus sign before a path subtracts it."
    )
    does_not_close: dict[Name, Text] | None = optional(
        "Figures at this place, by their paths, whose sum does not come out as printed though no "
        "one of the figures is known to be wrong; and why that is left to stand."
    )
    other: dict[Name, PrintedOther] | None = optional(
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
        return _with_units(cls, given, unit)

    @classmethod
    def without_quantities(cls, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return a place's data without what an unknown unit leaves without a size."""
        return {key: value for key, value in given.items() if key not in quantity_depths(cls)}

    def figures(self) -> Iterator[PlacedFigure]:
        """Yield each printed number with its key, in the order of the model's own fields.

        A field ``total`` is an occurrence of the quantity that its rows add up to.
        """
        yield from self._figures

    @cached_property
    def _figures(self) -> tuple[PlacedFigure, ...]:
        names = [name for name in type(self).model_fields if name != "other"]
        fields = [(name, getattr(self, name)) for name in (*names, "other")]
        return tuple(
            self._placed(key, number)
            for name, value in fields
            if isinstance(value, PrintedNumber | Model | dict)
            for key, number in _leaves(Key(name), value)
        )

    def _placed(self, key: Key, number: PrintedNumber) -> PlacedFigure:
        if key == Key("total") and self.rows_of_total is not None:
            rows, whole = self.rows_of_total
            return PlacedFigure(whole, number, f"total.{rows.path}")
        return PlacedFigure(key, number, key.path)

    @model_validator(mode="after")
    def _named_figures_are_here(self) -> Self:
        labels = {label: None for _, _, label in self.figures()}
        named = {
            f"sum_of.{whole}": [whole, *(one.removeprefix("-") for one in parts)]
            for whole, parts in (self.sum_of or {}).items()
        } | {f"does_not_close.{path}": [path] for path in self.does_not_close or {}}
        refuse(
            Fault(place, f"found {path!r}", "a figure at this place", did_you_mean(path, labels))
            for place, paths in named.items()
            for path in paths
            if path not in labels
        )
        return self

    @property
    def supposed(self) -> dict[Key, Any]:
        """What is supposed instead of the notice's own inputs for the figures at this place."""
        return {}

    @property
    def implied(self) -> Collection[Key]:
        """What of the inputs is said here to follow from the others."""
        return ()

    @property
    def suffix(self) -> str:
        """What a report adds to the labels of figures that hold under something supposed."""
        return ""

    def context(self, key: Key) -> Hashable:
        """Return what a figure at this place is for, and may be another at other places."""
        del key
        return None

    def rules(self, named: Named) -> Iterable[Rule]:
        """Return the rules of figures that follow from what this place prints."""
        del named
        return ()

    @property
    def rows_of_total(self) -> tuple[Key, Key] | None:
        """What a field ``total`` adds up, and the quantity that it must be."""
        return None

    def sums(self, named: Named) -> Iterator[Sum]:
        """Yield the sums that figures at this place are held against."""
        del named
        for whole, parts in (self.sum_of or {}).items():
            plus = tuple(path for path in parts if not path.startswith("-"))
            minus = tuple(path[1:] for path in parts if path.startswith("-"))
            source, rounded = f"sum of {len(parts)} figures", self.rounded((*plus, *minus))
            yield Sum(whole, plus, minus, source, rounded=rounded)
        summed = getattr(self, "total", None) is not None and not self.incomplete
        if summed and self.rows_of_total is not None:
            total = self.rows_of_total[0]
            rows = rows_of(self.figures(), total)
            source = f"sum of {len(rows)} rows"
            yield Sum(f"total.{total.path}", rows, (), source, rounded=self.rounded(rows))

    def rounded(self, labels: Iterable[str]) -> tuple[str, ...]:
        """Return those of the figures at this place that are rounded one by one."""
        return tuple(label for label in labels if label in self._rounded)

    @cached_property
    def _rounded(self) -> frozenset[str]:
        return frozenset(
            label
            for key, number, label in self.figures()
            if key.family in self.rounded_families or number.resolution is not None
        )

    @model_validator(mode="after")
    def _total_has_rows(self) -> Self:
        if getattr(self, "total", None) is not None and self.rows_of_total is None:
            expected = "sectors, states, or one group of processors at the same place"
            raise InvalidInput([Fault("total", "found no rows for it", expected)])
        return self


def rows_of(printed: Iterable[PlacedFigure], of: Key) -> tuple[str, ...]:
    """Return the labels of the figures of a family, of its group or its recipient."""
    return tuple(
        label
        for key, _, label in printed
        if key.family == of.family
        and label == key.path
        and of.group in ("", key.group)
        and of.recipient in ("", key.recipient)
    )


def last_of(rows: Sequence[str], whole: str, rounded: Sequence[str] = ()) -> Sum:
    """Return the sum by which the last row is what the others leave of what was printed before.

    *rounded* are those of the rows, and the whole, that are rounded one by one.
    """
    *others, last = rows
    less = f" less {len(others)} row{'s' * (len(others) > 1)}" if others else ""
    source = f"{whole} as printed before{less}: {{place}}"
    moving = tuple(one for one in rounded if one != last)
    return Sum(last, (), tuple(others), source, before=whole, rounded=moving)


def exchanged(value: Any, old: PrintedNumber, new: PrintedNumber) -> Any:
    """Return what holds printed numbers with one of them, this very one, exchanged."""
    if value is old:
        return new
    if isinstance(value, dict):
        return {name: exchanged(inner, old, new) for name, inner in value.items()}
    if isinstance(value, Model) and not isinstance(value, PrintedNumber):
        return value.model_copy(update={name: exchanged(one, old, new) for name, one in value})
    return value


def _with_units(model: type[Model], given: Any, unit: str) -> Any:
    if not isinstance(given, Mapping):
        return given
    depths, nested = quantity_depths(model), _nested(model)
    return {
        key: _with_units(nested[key], value, unit)
        if key in nested
        else with_unit(value, unit, depths[key])
        if key in depths
        else value
        for key, value in given.items()
    }


@cache
def _nested(model: type[Model]) -> Mapping[str, type[Families]]:
    """Return the fields that hold several families."""
    arguments = {
        name: [field.annotation, *get_args(field.annotation)]
        for name, field in model.model_fields.items()
    }
    return {
        name: one
        for name, found in arguments.items()
        for one in found
        if isinstance(one, type) and issubclass(one, Families)
    }


@cache
def quantity_depths(model: type[Model]) -> Mapping[str, int]:
    """Return the fields that hold quantities, and how many tables deep their numbers stand."""
    depths = {name: _depth(field.annotation) for name, field in model.model_fields.items()}
    return {name: depth for name, depth in depths.items() if depth is not None}


def _depth(annotation: Any) -> int | None:
    if isinstance(annotation, type) and issubclass(annotation, PrintedQuantity):
        return 0
    if isinstance(annotation, type) and issubclass(annotation, Model):
        if getattr(annotation, "own_units", False):
            return None
        inner = [_depth(field.annotation) for field in annotation.model_fields.values()]
    else:
        inner = [_depth(argument) for argument in get_args(annotation)]
    table = isinstance(annotation, type) or getattr(annotation, "__origin__", None) is dict
    found = next((depth for depth in inner if depth is not None), None)
    return None if found is None else found + table


def _leaves(key: Key, value: Any) -> Iterator[tuple[Key, PrintedNumber]]:
    if isinstance(value, PrintedNumber):
        yield key, value
        return
    pairs = value.items() if isinstance(value, dict) else iter(value)
    for name, inner in pairs:
        if isinstance(inner, PrintedNumber | Model | dict):
            if isinstance(value, Families):
                below = key._replace(family=f"{key.family}.{name}")
            elif isinstance(value, Items):
                below = key._replace(item=name)
            elif isinstance(inner, dict):
                below = key._replace(group=name)
            else:
                below = key._replace(recipient=name)
            yield from _leaves(below, inner)
