"""What every Act's models share: frozen, strict, and refusing with this library's own exception."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from inspect import Parameter, Signature
from typing import Annotated, Any, Self

import numpy as np
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    ValidationError,
    WithJsonSchema,
)
from pydantic.fields import FieldInfo

from allotments.core.cached import cached_property
from allotments.core.errors import InvalidInput, did_you_mean, faults_of
from allotments.core.exact import exact_number, shown, whole_or_as_given
from allotments.core.limits import LARGEST_QUANTITY, LONGEST_NAME, LONGEST_TEXT

_PYDANTICS = frozenset(name for name in dir(BaseModel) if not name.startswith("_"))


class Model(BaseModel):
    """A frozen, strict pydantic model that refuses bad input with :exc:`InvalidInput`.

    Frozen are the fields: none can be set. A mapping or a list in a field is an ordinary one, to be
    read and not changed: what is changed in it is validated by nobody, and computed with, here and
    in every model that shares it. :meth:`replace` makes a changed copy, and validates it.
    """

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="forbid",
        defer_build=True,
        ignored_types=(cached_property,),
    )

    def __init__(self, /, **data: Any) -> None:
        try:
            super().__init__(**data)
        except ValidationError as error:
            raise InvalidInput(faults_of(error, type(self))) from None

    # Says to pydantic that nested models need not be built through __init__: their faults then
    # reach the outermost one, which reports all of them at once.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    @classmethod
    def model_validate(cls, obj: Any, **options: Any) -> Self:
        """Return a model of *obj*, as pydantic does, but refuse with :exc:`InvalidInput`."""
        try:
            return super().model_validate(obj, **options)
        except ValidationError as error:
            raise InvalidInput(faults_of(error, cls)) from None

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:
        """Return a model of JSON, as pydantic does, but refuse with :exc:`InvalidInput`."""
        try:
            return super().model_validate_json(json_data, **options)
        except ValidationError as error:
            raise InvalidInput(faults_of(error, cls)) from None

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy, as pydantic does, but without what was computed from the old fields."""
        copied = super().model_copy(update=update, deep=deep)
        for name in [name for name in vars(copied) if name not in type(self).model_fields]:
            del vars(copied)[name]
        return copied

    @classmethod
    def __pydantic_init_subclass__(cls, **options: Any) -> None:
        super().__pydantic_init_subclass__(**options)
        cls.__signature__ = _signature(cls)

    @classmethod
    def model_rebuild(cls, **options: Any) -> bool | None:
        """Build the model's validator, as pydantic does at its first use."""
        depth = options.get("_parent_namespace_depth", 2) + 1  # this frame
        rebuilt = super().model_rebuild(**options | {"_parent_namespace_depth": depth})
        cls.__signature__ = _signature(cls)
        return rebuilt

    def __dir__(self) -> list[str]:
        """Return what a user asks a model for, without what every model of pydantic's has."""
        return [name for name in super().__dir__() if name not in _PYDANTICS]

    def __replace__(self, **changes: Any) -> Self:  # of copy.replace, from Python 3.13 on
        return self.replace(**changes)

    def replace(self, **changes: Any) -> Self:
        """Return a validated copy with *changes* made.

        A mapping given for a field that is itself a model changes the named fields of that model
        and keeps its others.

        Raises
        ------
        InvalidInput
            If a field does not exist, or the changed model is not valid.
        """
        return type(self)(**self._changed(changes))

    def _changed(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        fields = type(self).model_fields
        if unknown := [name for name in changes if name not in fields]:
            raise InvalidInput(
                f"{name}: unknown key; {did_you_mean(name, fields)}" for name in unknown
            )
        values = {name: getattr(self, name) for name in fields}
        for name, change in changes.items():
            current = values[name]
            merges = isinstance(current, Model) and isinstance(change, Mapping)
            values[name] = _merged(current, change) if merges else change
        return values


def leaves(value: Any, steps: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield each value in nested models and mappings, behind the names that lead to it."""
    if not isinstance(value, Model | Mapping):
        yield steps, value
        return
    for name, inner in dict(value).items():
        yield from leaves(inner, (*steps, name))


def _signature(model: type[Model]) -> Signature:
    """Return the names of a model's fields, without annotations of a thousand characters."""
    return Signature(
        [
            Parameter(name, Parameter.KEYWORD_ONLY, default=_default(field))
            for name, field in model.model_fields.items()
        ]
    )


def _default(field: FieldInfo) -> Any:
    if field.is_required():
        return Parameter.empty
    return field.default if field.default_factory is None else {}


def _merged(current: Model, change: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(current, name) for name in type(current).model_fields}
    for name, changed in change.items():
        old = values.get(name)
        if isinstance(old, Model) and isinstance(changed, Mapping):
            values[name] = _merged(old, changed)
        else:
            values[name] = changed
    return values


def _quantity(value: Any) -> int:
    """Return a whole number of whatever numeric type as an ``int``."""
    with suppress(TypeError, ValueError):
        number = exact_number("", value)
        if isinstance(number, int) and 0 <= number <= LARGEST_QUANTITY:
            return number
    raise ValueError(
        f"found {_shown(value)}, expected a whole number of short tons from 0 to "
        f"{LARGEST_QUANTITY:,}"
    )


def _shown(value: Any) -> str:
    if type(value) is int and abs(value) < 10**30:
        return f"{value:,}"
    number = isinstance(value, (float, Decimal, np.number))
    return f"{value!s:.60}" if number else shown(value)


def _exact(value: Any) -> Fraction:
    with suppress(TypeError, ValueError):
        if not isinstance(value, float | np.floating):
            return Fraction(exact_number("", value, text=True))
    raise ValueError(f"found {shown(value)}, expected an exact number, such as '2887717000/663'")


def _serialised(value: int | Fraction) -> int | str:  # of pydantic's own accord a text or a warning
    return value.numerator if value.denominator == 1 else str(value)


def _name(value: str) -> str:
    if not value or value != value.strip() or not value.isprintable() or len(value) > LONGEST_NAME:
        raise ValueError(
            f"found {shown(value)}, expected a name of 1 to {LONGEST_NAME} printable characters "
            "without blanks around it"
        )
    return value


EXACT_AS_DUMPED = PlainSerializer(_serialised)
"""An exact number is dumped as a whole number, or as text."""


def _text(value: str) -> str:
    if not value.strip() or not value.isprintable() or len(value) > LONGEST_TEXT:
        raise ValueError(
            f"found {shown(value)}, expected 1 to {LONGEST_TEXT} printable characters on one line"
        )
    return value


Quantity = Annotated[
    int,
    Field(description="Short tons, raw value.", ge=0, le=LARGEST_QUANTITY),
    BeforeValidator(_quantity),
]
WholeNumber = Annotated[int, BeforeValidator(whole_or_as_given)]
"""A whole number of whatever numeric type."""

Name = Annotated[str, AfterValidator(_name)]
Text = Annotated[
    str,
    AfterValidator(_text),
    Field(json_schema_extra={"minLength": 1, "maxLength": LONGEST_TEXT}),
]
ExactNumber = Annotated[
    Fraction,
    PlainValidator(_exact),  # of fractions pydantic before 2.10 knows nothing
    EXACT_AS_DUMPED,
    WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "string"}]}),
]
"""An exact number of any sign: in JSON a whole number, or a text such as ``"2887717000/663"``."""
