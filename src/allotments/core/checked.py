"""Formulas that say in their signature which numbers they take, and are given them converted.

>>> @checked
... def imports(need: NotNegative, supply: NotNegative) -> Number:
...     return need - supply
>>> imports(10_525_000, 9_276_000.0)
1249000.0
>>> imports(-1, 0)
Traceback (most recent call last):
ValueError: need: found -1, expected a number not below 0
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import wraps
from inspect import Parameter, signature
from typing import (
    Annotated,
    Any,
    Literal,
    ParamSpec,
    Protocol,
    TypeAlias,
    TypeVar,
    get_args,
    get_origin,
)

import numpy as np

from allotments.core.exact import (
    FEW,
    Number,
    Numeric,
    above_zero,
    as_one_kind,
    at_most_one,
    read_number,
    recipients,
    require,
    shown,
    whole_number,
)
from allotments.core.labels import (
    Labelled,
    by_name,
    has_rows,
    labels_beside_names,
    labels_of,
    refuse_other_labels,
)

P = ParamSpec("P")
R = TypeVar("R")


class Reader(Protocol):
    """What an annotation of an argument says of it, and how it is converted."""

    def read(self, name: str, value: Any) -> Number:
        """Return *value* converted, or refuse it by the argument's *name*."""

    def labels(self, name: str, value: Any) -> Iterable[Labelled]:
        """Return the labels that must be those of the other arguments."""


@dataclass(frozen=True)
class InRange:
    """The numbers that an argument may be; in an array each of them.

    Those of one formula are made of one kind.
    """

    signed: bool = False
    positive: bool = False
    at_most_one: bool = False
    labels = staticmethod(labels_of)

    def read(self, name: str, value: Any) -> Number:
        """Return *value* converted, or refuse it by the argument's *name*."""
        if type(value) is int and 0 < value < FEW and not self.at_most_one:
            return value  # the usual case, at once
        number = read_number(name, value, None if self.signed else 0)
        if self.positive:
            require(number, f"{name}: found 0, expected a number above 0", above_zero)
        if self.at_most_one:
            expected = "expected a ratio of at most 1"
            require(number, f"{name}: found a number above 1, {expected}", at_most_one)
        return number


@dataclass(frozen=True)
class _Recipients:
    or_one: bool = False
    or_none: bool = False
    labels = staticmethod(labels_beside_names)

    def read(self, name: str, value: Any) -> Number:
        if self.or_one and by_name(name, value) is None:
            return read_number(name, value, minimum=0)
        if self.or_none and by_name(name, value) == {}:
            return {}
        return recipients(name, value)


class _OfStates:
    """Recipients in a mapping of States, which the formula reads itself."""

    @staticmethod
    def read(_name: str, value: Any) -> Any:
        return value

    @staticmethod
    def labels(name: str, value: Any) -> Iterator[Labelled]:
        for state, recipients_of_state in (by_name(name, value) or {}).items():
            yield from labels_beside_names(f"{name}[{state!r}]", recipients_of_state)


class _Branch:
    """What a formula branches on: one value, and no array."""

    @staticmethod
    def labels(_name: str, _value: Any) -> tuple[Labelled, ...]:
        return ()


@dataclass(frozen=True)
class Choice(_Branch):
    """One of several words, as of a ``Literal``."""

    words: tuple[Any, ...]

    def read(self, name: str, value: Any) -> Any:
        """Return *value*, or refuse it by the argument's *name*."""
        if not (isinstance(value, str) and value in self.words):
            *others, last = map(repr, self.words)
            words = f"{', '.join(others)} or {last}"
            raise ValueError(f"{name}: found {shown(value)}, expected {words}")
        return value


class _Flag(_Branch):
    """``True`` or ``False``."""

    @staticmethod
    def read(name: str, value: Any) -> bool:
        if not isinstance(value, bool | np.bool_):
            raise TypeError(f"{name}: found {shown(value)}, expected True or False")
        return bool(value)


class _Key(_Branch):
    """A recipient: its name, or its place on an axis."""

    @staticmethod
    def read(name: str, value: Any) -> Any:
        try:
            hash(value)  # of a tuple or a model what is in it decides
        except TypeError:
            found = f"found {shown(value)}, expected one recipient"
            raise ValueError(f"{name}: {found}") from None
        return value


class _Whole(_Branch):
    """One whole number."""

    read = staticmethod(whole_number)


_OF_TYPES: dict[Any, Reader] = {bool: _Flag(), int: _Whole(), Hashable: _Key()}
_PLAIN = frozenset({int, float, Fraction, str, bool, np.ndarray, type(None)})  # without labels

Signed: TypeAlias = Annotated[Numeric, InRange(signed=True)]
"""A finite number of any sign, or an array of them."""

NotNegative: TypeAlias = Annotated[Numeric, InRange()]
"""A finite number that is not negative, or an array of them."""

Positive: TypeAlias = Annotated[Numeric, InRange(positive=True)]
"""A finite number above zero, or an array of them: what one divides by."""

Ratio: TypeAlias = Annotated[Numeric, InRange(at_most_one=True)]
"""A number from zero to one, or an array of them."""

PositiveRatio: TypeAlias = Annotated[Numeric, InRange(positive=True, at_most_one=True)]
"""A number above zero and at most one, or an array of them."""

EachNotNegative: TypeAlias = Annotated[Any, _Recipients()]
"""A mapping of recipients to numbers, or an array whose last axis they are; none is negative."""

EachOfStates: TypeAlias = Annotated[Any, _OfStates()]
"""A mapping of States to recipients; or whatever else the formula reads itself."""

SomeNotNegative: TypeAlias = Annotated[Any, _Recipients(or_none=True)]
"""The same of some recipients, or of none of them."""

OneOrEach: TypeAlias = Annotated[Any, _Recipients(or_one=True)]
"""The same, or one number."""


def readers_of(function: Callable[..., Any]) -> dict[str, Reader]:
    """Return by the name of each argument that an annotation converts what reads it."""
    hints = typing.get_type_hints(function, include_extras=True)
    found = {name: _reader(hint) for name, hint in hints.items()}
    return {name: reader for name, reader in found.items() if reader and name != "return"}


def checked(function: Callable[P, R]) -> Callable[P, R]:
    """Return a formula whose arguments are converted, checked, and made of one kind before it.

    The annotations say how: see :data:`NotNegative` and its neighbours; ``bool``, ``int`` and a
    ``Literal`` are one flag, whole number and word. An argument without such an annotation, or that
    is ``None`` by default, is passed on as it is. Series and frames whose labels differ are
    refused, unless each is read by its names.
    """
    parameters = signature(function).parameters.values()
    names = [one.name for one in parameters]
    positional = [one.name for one in parameters if one.kind is not Parameter.KEYWORD_ONLY]
    readers = readers_of(function)
    optional = {one.name for one in parameters if one.default is None}
    defaults = {one.name: one.default for one in parameters if one.default is not Parameter.empty}
    singles = [name for name, reader in readers.items() if isinstance(reader, InRange)]

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        named = dict(zip(positional, args, strict=False))
        if len(args) > len(positional) or not named.keys().isdisjoint(kwargs):
            return function(*args, **kwargs)  # which says what is wrong with them
        given: dict[str, Any] = {**defaults, **named, **kwargs}
        if not _PLAIN.issuperset(map(type, given.values())):
            in_order = {name: given[name] for name in names if name in given}
            refuse_other_labels(_labels(in_order, readers))
        for name, reader in readers.items():
            if name in given and not (given[name] is None and name in optional):
                given[name] = reader.read(name, given[name])
        numbers = [name for name in singles if given.get(name) is not None]
        alike = as_one_kind(*(given[name] for name in numbers), names=numbers)
        given.update(zip(numbers, alike, strict=True))
        try:
            return typing.cast("Callable[..., R]", function)(**given)
        except ZeroDivisionError:  # of floats that are next to nothing
            raise ValueError(f"{function.__name__}: found 0 to divide by, expected more") from None

    return call


def _labels(given: dict[str, Any], readers: dict[str, Reader]) -> Iterator[Labelled]:
    """Yield the labels that must be the same: a frame's that no reader knows as well."""
    for name, value in given.items():
        if name in readers:
            yield from readers[name].labels(name, value)
        elif has_rows(value):
            yield from labels_of(name, value)


def _reader(hint: Any) -> Reader | None:
    if hint in _OF_TYPES:
        return _OF_TYPES[hint]
    if get_origin(hint) is Literal:
        return Choice(get_args(hint))
    if get_origin(hint) in {typing.Union, types.UnionType}:
        return next(filter(None, map(_reader, get_args(hint))), None)
    marks = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
    return next((mark for mark in marks if hasattr(mark, "read")), None)
