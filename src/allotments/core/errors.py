"""The one exception for input that is refused, and the wording of its lines.

Each fault is one line: where it is, what was found there, what was expected.
"""

from __future__ import annotations

import re
import types
import typing
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from itertools import accumulate
from typing import Any, Self, get_args, get_origin

from pydantic import BaseModel, ValidationError

from allotments.core.exact import shown
from allotments.core.labels import folded
from allotments.core.limits import LONGEST_LIST, LONGEST_STEP, MOST_FAULTS

_MOST_ALIKE = 3  # lines
_NO_MATTER = re.compile(r"found .*?, expected|[0-9]+")


class Fault(str):
    """One line of a refusal, with its parts: where it is, what was found, what was expected.

    >>> fault = Fault("production", "found -1", "0 or more")
    >>> fault.within("estimates")
    'estimates.production: found -1, expected 0 or more'

    Attributes
    ----------
    place : str
        A path; empty where what is around the input knows it.
    found : str
        ``"found -1"``, ``"missing"`` or ``"unknown key"``.
    expected, hint : str
        What was expected, and what may have been meant; empty for none.
    """

    __slots__ = ("expected", "found", "hint", "place")
    place: str
    found: str
    expected: str
    hint: str

    def __new__(cls, place: str, found: str, expected: str = "", hint: str = "") -> Self:
        """Return the line of these parts."""
        line = (
            f"{place and f'{place}: '}{found}"
            f"{expected and f', expected {expected}'}{hint and f'; {hint}'}"
        )
        fault = super().__new__(cls, line)
        fault.place, fault.found, fault.expected, fault.hint = place, found, expected, hint
        return fault

    @property
    def parts(self) -> dict[str, str]:
        """All of them, by name."""
        names = ("place", "found", "expected", "hint")
        return {name: getattr(self, name) for name in names}

    def __getnewargs__(self) -> tuple[str, ...]:  # type: ignore[override]  # as of a str
        return tuple(self.parts.values())

    def with_parts(self, **parts: str) -> Fault:
        """Return the fault with these parts in place of its own."""
        return Fault(**self.parts | parts)

    def within(self, place: str) -> Fault:
        """Return it as the fault of what stands at *place*."""
        joint = "." if place and self.place and not self.place.startswith("[") else ""
        return self.with_parts(place=f"{place}{joint}{self.place}")


class InvalidInput(ValueError):  # noqa: N818 -- what it says of the input, not "error" once more
    """Input that was refused, with every fault found in it.

    >>> raise InvalidInput(["estimates.production: found -1, expected 0 or more"])
    Traceback (most recent call last):
    allotments.core.errors.InvalidInput: estimates.production: found -1, expected 0 or more

    Attributes
    ----------
    faults : tuple of str
        One line each: where, what was found, what was expected; with these parts if a `Fault`.
    """

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))

    def __reduce__(self) -> tuple[Any, ...]:
        return InvalidInput, (self.faults,), vars(self)  # the notes on it, too


def refuse(faults: Iterable[str]) -> None:
    """Raise one exception for all *faults*, if there is one."""
    if found := list(faults):
        raise InvalidInput(found)


def few_alike(lines: Iterable[str]) -> list[str]:
    """Return lines of a refusal, of those alike three, of which the last says how many more follow.

    Lines are alike if only numbers and what was found in them differ: one fault in every row.

    >>> few_alike(f"line {n}: found {n!r}, expected a name" for n in range(9))[2:]
    ['line 2: found 2, expected a name; and 6 more lines like this']
    """
    lines = list(lines)
    kinds = [_NO_MATTER.sub("", line) for line in lines]
    counts, before, few = Counter(kinds), Counter[str](), []
    for line, kind in zip(lines, kinds, strict=True):
        before[kind] += 1
        more = counts[kind] - _MOST_ALIKE
        if before[kind] < _MOST_ALIKE or (before[kind] == _MOST_ALIKE and more <= 0):
            few.append(line)
        elif before[kind] == _MOST_ALIKE:
            few.append(f"{line}; and {more:,} more line{'s' * (more > 1)} like this")
    return few


def check_kind(name: str, found: object, kind: type | str, expected: str) -> None:
    """Refuse an argument that is of another kind, in one line.

    >>> check_kind("figure", 5, str, "the path of a figure, such as 'sectors.beet'")
    Traceback (most recent call last):
    TypeError: figure: found 5, expected the path of a figure, such as 'sectors.beet'

    What is one of Python's own objects is shown as it is, anything else by the name of its class.
    *kind* is a class, or the name of an attribute that only the right kind has. *expected* says
    what it is, with an example.
    """
    if hasattr(found, kind) if isinstance(kind, str) else isinstance(found, kind):
        return
    raise TypeError(f"{name}: found {shown(found)}, expected {expected}")


def check_choice(name: str, found: object, known: Iterable[str]) -> None:
    """Refuse what is not one of some words.

    >>> check_choice("sector", "beets", ["beet", "cane"])
    Traceback (most recent call last):
    allotments.core.errors.InvalidInput: sector: found 'beets'; did you mean 'beet'?
    """
    words = list(known)
    if not (isinstance(found, str) and found in words):
        hint = did_you_mean(found, words) if words else "expected none"
        raise InvalidInput([Fault(name, f"found {shown(found)}", hint=hint)])


def other_names(name: str, found: Iterable[Any], known: Iterable[Any]) -> Iterator[Fault]:
    """Yield the faults of names that are not those known: what is unknown, and what is missing.

    >>> for fault in other_names("supply", ["US Sugar"], ["U.S. Sugar Corp."]):
    ...     print(fault)
    supply: unknown 'US Sugar'; did you mean 'U.S. Sugar Corp.'?
    supply['U.S. Sugar Corp.']: missing
    """
    given, expected = list(found), list(known)
    for one in given:
        if one not in expected:
            yield Fault(name, f"unknown {shown(one)}", hint=did_you_mean(one, map(str, expected)))
    yield from (Fault(f"{name}[{one!r}]", "missing") for one in expected if one not in given)


def other_pairs(
    name: str, found: Iterable[tuple[Any, Any]], known: Iterable[tuple[Any, Any]]
) -> Iterator[Fault]:
    """Yield the same of groups, and of the names in each of them."""
    given, expected = _by_group(found), _by_group(known)
    yield from other_names(name, given, expected)
    for group in (one for one in given if one in expected):
        yield from other_names(f"{name}[{group!r}]", given[group], expected[group])


def _by_group(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, list[Any]]:
    groups: dict[Any, list[Any]] = {}
    for group, name in pairs:
        groups.setdefault(group, []).append(name)
    return groups


def did_you_mean(found: object, known: Iterable[str]) -> str:
    """Return a hint that names the nearest of *known*, or the first of them where none is near.

    Of many, as many as a line has space for.

    >>> did_you_mean("Lousiana", ["Florida", "Louisiana"])
    "did you mean 'Louisiana'?"
    >>> did_you_mean("x", ["beet", "cane"])
    'expected one of: beet, cane'
    >>> did_you_mean("x", map(str, range(2_000)))[-25:]
    '49, 50, 51 and 1,948 more'
    """
    names = list(known)
    text = found[:LONGEST_STEP] if isinstance(found, str) else ""
    near = get_close_matches(text, names) or [
        name for name in names if folded(name) == folded(text)
    ]
    return f"did you mean {near[0]!r}?" if near else f"expected one of: {listed(names)}"


def listed(names: Iterable[str]) -> str:
    """Return names with commas between them, and how many there are for which a line has no space.

    >>> listed(["beet", "cane"])
    'beet, cane'
    """
    every = list(names)
    lengths = accumulate(len(name) + 2 for name in every)
    shown_ = [name for name, end in zip(every, lengths, strict=True) if end <= LONGEST_LIST]
    shown_ = shown_ or every[:1]
    more = len(every) - len(shown_)
    return ", ".join(shown_) + (f" and {more:,} more" if more else "")


def path_of(location: Iterable[str | int]) -> str:
    """Return a location in nested data as one path.

    >>> path_of(["printed", 3, "states", "Florida"])
    'printed[3].states.Florida'
    """
    path = ""
    for step in location:
        path += f"[{step}]" if isinstance(step, int) else f".{_one_line(step)}"
    return path.removeprefix(".")


def unrounded(value: float) -> str:
    """Return a float with all its digits: what is a little below a bound is shown below it.

    >>> unrounded(19_999.7), unrounded(7_890.0)
    ('19,999.7', '7,890')
    """
    return f"{value:,}".removesuffix(".0")


def faults_of(error: ValidationError, model: type[BaseModel]) -> list[Fault]:
    """Return the faults that pydantic found while it built a *model*.

    Of more than a thousand the last one says only how many more there are.
    """
    found = error.errors()
    faults = [fault for one in found[:MOST_FAULTS] for fault in _faults(one, model)]
    more = len(faults[MOST_FAULTS:]) + len(found[MOST_FAULTS:])
    others = f"found {more:,} more fault{'s' * (more > 1)}"
    return faults[:MOST_FAULTS] + [Fault("", others, "none")] * bool(more)


def _faults(found: Any, model: type[BaseModel]) -> list[Fault]:
    location = found["loc"]
    place = path_of(step for step in location if step != "[key]")
    if found["type"] == "missing":
        return [Fault(place, "missing", "a value")]
    if found["type"] == "extra_forbidden":
        known = _fields_at(model, location[:-1])
        return [Fault(place, "unknown key", hint=did_you_mean(location[-1], known))]
    if found["type"] == "value_error":
        refused = found["ctx"]["error"]
        lines = refused.faults if isinstance(refused, InvalidInput) else str(refused).split("\n")
        return [as_fault(line).within(place) for line in lines]
    expected = found["msg"].removeprefix("Input should be ")
    return [Fault(place, f"found {_shown(found['input'])}", expected)]


def as_fault(line: str) -> Fault:
    """Return a line of a refusal as a fault; a mere line is all *found*."""
    return line if isinstance(line, Fault) else Fault("", line)


def _fields_at(model: Any, location: tuple[str | int, ...]) -> list[str]:
    for step in location:
        model = _step_into(model, step)
    return list(model.model_fields)


def _step_into(annotation: Any, step: str | int) -> Any:
    annotation = without_none(annotation)
    if hasattr(annotation, "model_fields"):
        return without_none(annotation.model_fields[str(step)].annotation)
    container = get_origin(annotation)
    inner = get_args(annotation)
    mapping = isinstance(container, type) and issubclass(container, Mapping)
    return without_none(inner[1] if mapping else inner[0])


def without_none(annotation: Any) -> Any:
    """Return the type that an annotation stands for, but for remarks on it and for ``None``."""
    origin = get_origin(annotation)
    if origin is typing.Annotated:
        return without_none(get_args(annotation)[0])
    if origin in {typing.Union, types.UnionType}:
        return without_none(next(a for a in get_args(annotation) if a is not type(None)))
    return annotation


def _shown(found: Any) -> str:
    if isinstance(found, Mapping):
        return "a table"
    if isinstance(found, list | tuple):
        return "a list"
    return shown(found)


def _one_line(text: str) -> str:
    text = text if len(text) <= LONGEST_STEP else f"{text[:LONGEST_STEP]}..."
    return text if text.isprintable() else repr(text)
