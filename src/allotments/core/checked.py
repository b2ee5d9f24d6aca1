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
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from inspect import Parameter, signature
from typing import Annotated, Any, ParamSpec, Protocol, TypeAlias, TypeVar, get_args, get_origin

from allotments.core.exact import (
    Number,
    Numeric,
    above_zero,
    as_one_kind,
    at_most_one,
    read_number,
    recipients,
    require,
)

P = ParamSpec("P")
R = TypeVar("R")


class Reader(Protocol):
    """What an annotation of an argument says of it, and how it is converted."""

    @property
    def single(self) -> bool:
        """Whether it reads one number or one array: those of a formula are made of one kind."""

    def read(self, name: str, value: Any) -> Number:
        """Return *value* converted, or refuse it by the argument's *name*."""


@dataclass(frozen=True)
class Range:
    """The numbers that an argument may be; in an array each of them."""

    signed: bool = False
    positive: bool = False
    at_most_one: bool = False
    single = True

    def read(self, name: str, value: Any) -> Number:
        """Return *value* converted, or refuse it by the argument's *name*."""
        if type(value) is int and 0 < value < _FEW and not self.at_most_one:
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
    single = False

    def read(self, name: str, value: Any) -> Number:
        if self.or_one and not hasattr(value, "items"):
            return read_number(name, value, minimum=0)
        return recipients(name, value)


_FEW = 1 << 63  # below it no whole number is long

Signed: TypeAlias = Annotated[Numeric, Range(signed=True)]
"""A finite number of any sign, or an array of them."""

NotNegative: TypeAlias = Annotated[Numeric, Range()]
"""A finite number that is not negative, or an array of them."""

Positive: TypeAlias = Annotated[Numeric, Range(positive=True)]
"""A finite number above zero, or an array of them: what one divides by."""

Ratio: TypeAlias = Annotated[Numeric, Range(at_most_one=True)]
"""A number from zero to one, or an array of them."""

PositiveRatio: TypeAlias = Annotated[Numeric, Range(positive=True, at_most_one=True)]
"""A number above zero and at most one, or an array of them."""

EachNotNegative: TypeAlias = Annotated[Any, _Recipients()]
"""A mapping of recipients to numbers, or an array whose last axis they are; none is negative."""

OneOrEach: TypeAlias = Annotated[Any, _Recipients(or_one=True)]
"""The same, or one number."""


def readers_of(function: Callable[..., Any]) -> dict[str, Reader]:
    """Return by the name of each argument that an annotation converts what reads it."""
    hints = typing.get_type_hints(function, include_extras=True)
    found = {name: _reader(hint) for name, hint in hints.items()}
    return {name: reader for name, reader in found.items() if reader is not None}


def checked(function: Callable[P, R]) -> Callable[P, R]:
    """Return a formula whose arguments are converted, checked, and made of one kind before it.

    The annotations say how: see :data:`NotNegative` and its neighbours. An argument without such
    an annotation, or that is ``None`` by default, is passed on as it is.
    """
    parameters = signature(function).parameters.values()
    positional = [one.name for one in parameters if one.kind is not Parameter.KEYWORD_ONLY]
    readers = readers_of(function)
    optional = {one.name for one in parameters if one.default is None}
    defaults = {one.name: one.default for one in parameters if one.default is not Parameter.empty}
    singles = [name for name, reader in readers.items() if reader.single]

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        named = dict(zip(positional, args, strict=False))
        if len(args) > len(positional) or not named.keys().isdisjoint(kwargs):
            return function(*args, **kwargs)  # which says what is wrong with them
        given: dict[str, Any] = {**defaults, **named, **kwargs}
        for name, reader in readers.items():
            if name in given and not (given[name] is None and name in optional):
                given[name] = reader.read(name, given[name])
        numbers = [name for name in singles if given.get(name) is not None]
        alike = as_one_kind(*(given[name] for name in numbers), names=numbers)
        given.update(zip(numbers, alike, strict=True))
        return typing.cast("Callable[..., R]", function)(**given)

    return call


def _reader(hint: Any) -> Reader | None:
    if get_origin(hint) in {typing.Union, types.UnionType}:
        return next(filter(None, map(_reader, get_args(hint))), None)
    marks = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
    return next((mark for mark in marks if hasattr(mark, "read")), None)
