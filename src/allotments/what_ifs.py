"""What-ifs as text: ``estimates.consumption=9447`` changes that input, in its unit of print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from allotments.acts import act_of
from allotments.core.base_model import Model
from allotments.core.errors import InvalidInput
from allotments.core.exact import shown
from allotments.core.units import PRINT_UNITS
from allotments.figures.act import Act

_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,9})?", re.ASCII)
_MOST_NAMED = 5  # inputs that a refusal lists


def changed(inputs: Any, settings: Iterable[str]) -> Any:
    """Return validated inputs with every one of *settings* made.

    >>> import allotments
    >>> inputs = allotments.load("fy1995").inputs
    >>> changed(inputs, ["estimates.consumption=9200", "weights=1,1,1"]).estimates.consumption
    9200000

    Parameters
    ----------
    inputs
        Of any Act.
    settings
        A path and a value each, ``path=value``. A quantity is in the unit that notices of the Act
        print it in; several numbers are parted by commas.

    Raises
    ------
    InvalidInput
        If a path is not one of an input, a value not one of its kind, or the inputs are not valid.
    """
    known = {".".join(steps): (steps, value) for steps, value in _leaves((), inputs)}
    changes: dict[str, Any] = {}
    faults = []
    for setting in settings:
        path, _, text = setting.partition("=")
        if path not in known:
            faults.append(_unknown(path, inputs, known))
            continue
        (field, *steps), current = known[path]
        try:
            value = _value(act_of(inputs), path, text, current)
        except ValueError as error:
            faults.append(f"{path}: {error}")
            continue
        whole = changes.get(field, getattr(inputs, field))
        changes[field] = _with(whole, steps, value)
    if faults:
        raise InvalidInput(faults)
    return inputs.replace(**changes)


def _leaves(steps: tuple[str, ...], value: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    if not isinstance(value, Model | Mapping):
        yield steps, value
        return
    for name, inner in dict(value).items():
        yield from _leaves((*steps, name), inner)


def _value(act: Act, path: str, text: str, current: Any) -> Any:
    if isinstance(current, tuple):
        return text.split(",")
    unit = next((one.unit for name, one in act.families.items() if _begins(path, name)), "")
    return whole_number(text, unit)


def whole_number(text: str, unit: str) -> int:
    """Return what a text says in a unit of print, in short tons where it is one of those.

    >>> whole_number("12441", "TST"), whole_number("0.5", "TST")
    (12441000, 500)

    Raises
    ------
    ValueError
        If it is not a number, or not a whole one of short tons.
    """
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"found {shown(text)}, expected a number{unit and f' of {unit}'}")
    amount = Fraction(text) * PRINT_UNITS.get(unit, 1)
    if amount.denominator > 1:
        raise ValueError(f"found {text} {unit}, expected a whole number of short tons")
    return int(amount)


def _begins(path: str, name: str) -> bool:
    return f"{path}.".startswith(f"{name}.")


def _with(current: Any, steps: Sequence[str], value: Any) -> Any:
    if not steps:
        return value
    table = dict(current)
    return {**table, steps[0]: _with(table[steps[0]], steps[1:], value)}


def _unknown(path: str, inputs: Any, known: Iterable[str]) -> str:
    """Return the line that refuses *path*, with the inputs that may be meant."""
    meant = [one for one in known if path and path.casefold() in one.casefold()]
    meant = meant or get_close_matches(path, known)
    if meant:
        hint = f"did you mean {' or '.join(map(repr, meant[:_MOST_NAMED]))}?"
    else:
        hint = f"expected one that begins so: {', '.join(type(inputs).model_fields)}"
    return f"{shown(path)}: no such input; {hint}"
