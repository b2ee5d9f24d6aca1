"""The figures that a notice prints at one place: what the models of every Act's places share.

The models' fields are the keys of a notice file, and their descriptions the text of its schema.
A field that holds tables names its figures by their keys: those of :class:`Items` are items of one
family, those of any other table are recipients, by groups where there are two tables.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, get_args

from pydantic import Field, model_validator
from pydantic.config import JsonDict

from allotments.core.base_model import Model, Name
from allotments.core.printed_number import (
    QUANTITY_UNITS,
    PrintedNumber,
    PrintedOther,
    PrintedQuantity,
    with_unit,
)
from allotments.figures.act import Named
from allotments.figures.figure import Key, Rule


def optional(text: str, names: Iterable[str] | None = None) -> Any:
    """Return a field that may be left out: its description, and the names its table allows."""
    allowed: JsonDict = {} if names is None else {"propertyNames": {"enum": list(names)}}
    return Field(default=None, description=text, json_schema_extra=allowed)


class Items(Model):
    """Printed numbers that are the items of one thing, such as the criteria of one recipient."""

    own_units: ClassVar[bool] = False  # whether the unit of a place says nothing of them


class PlacedFigure(NamedTuple):
    """A printed number at a place."""

    key: Key
    number: PrintedNumber
    label: str
    """What a report calls it: its path, or for a printed sum ``total.`` and what it adds up."""


class Sum(NamedTuple):
    """A figure at a place that others which are printed must add up to."""

    label: str
    """Of the figure that is checked."""
    plus: tuple[str, ...]
    """Labels at the same place that are added."""
    minus: tuple[str, ...]
    """Labels at the same place that are subtracted."""
    source: str
    """What is added, in words; ``{place}`` stands for where *before* was printed."""
    before: str = ""
    """The path of a figure that is added, too, as it was printed before, with the same digits."""
    whole: int | None = None
    """What is added besides: one for shares, which then move within the rounding of the others."""


class Place(Model):
    """The figures that a notice prints at one place.

    Attributes
    ----------
    place : str
        Where in the notice, for a reader to find.
    unit : str, optional
        Of the quantities at this place that state none; else the file's.
    other : dict, optional
        Figures that the Act's computation does not reach, by a name of one's own.
    """

    supposed_by: ClassVar[str] = "place"
    """The field that says what is supposed."""

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
    other: dict[Name, PrintedOther] | None = optional(
        "Figures that the Act's computation does not reach, by a name of one's own. The same name "
        "at a later place is the same figure."
    )

    @model_validator(mode="before")
    @classmethod
    def _own_unit(cls, given: Any) -> Any:
        if not isinstance(given, Mapping) or given.get("unit") is None:
            return given
        unit, depths = given["unit"], quantity_depths(cls)
        if not isinstance(unit, str) or unit not in QUANTITY_UNITS:
            return cls.without_quantities(given)
        return {
            key: with_unit(value, unit, depths[key]) if key in depths else value
            for key, value in given.items()
        }

    @classmethod
    def without_quantities(cls, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return a place's data without what an unknown unit leaves without a size."""
        return {key: value for key, value in given.items() if key not in quantity_depths(cls)}

    def figures(self) -> Iterator[PlacedFigure]:
        """Yield each printed number with its key, in the order of the model's own fields."""
        yield from self._figures

    @cached_property
    def _figures(self) -> tuple[PlacedFigure, ...]:
        names = [*(name for name in type(self).model_fields if name != "other"), "other"]
        fields = [(name, getattr(self, name)) for name in names]
        return tuple(
            PlacedFigure(key, number, key.path)
            for name, value in fields
            if isinstance(value, PrintedNumber | Model | dict)
            for key, number in _leaves(Key(name), value)
        )

    @property
    def supposed(self) -> dict[Key, Any]:
        """What is supposed instead of the notice's own inputs for the figures at this place."""
        return {}

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

    def sums(self, named: Named) -> Iterable[Sum]:
        """Return the sums that figures at this place are held against."""
        del named
        return ()


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
            if isinstance(value, Items):
                below = key._replace(item=name)
            elif isinstance(inner, dict):
                below = key._replace(group=name)
            else:
                below = key._replace(recipient=name)
            yield from _leaves(below, inner)
