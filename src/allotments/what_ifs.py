"""What-ifs as text: ``estimates.consumption=9447`` changes that input, in its unit of print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from fractions import Fraction
from typing import Any, get_args, get_origin

from allotments.acts import act_of
from allotments.core.base_model import Model, leaves
from allotments.core.errors import InvalidInput, refuse, without_none
from allotments.core.exact import shown
from allotments.core.limits import LARGEST_QUANTITY
from allotments.core.units import PRINT_UNITS, TST
from allotments.figures.act import Act

_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,9})?")
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
        print it in; several numbers are parted by commas, and ``none`` is an input left out.

    Raises
    ------
    InvalidInput
        If a path is not one of an input, a value not one of its kind, or the inputs are not valid.
    """
    changes: dict[str, Any] = {}
    faults = []
    before: set[str] = set()
    for setting in settings:
        path, _, text = setting.partition("=")
        if path in before:
            faults.append(f"{path}: found it twice, expected it once")
            continue
        before.add(path)
        steps = _steps(type(inputs), inputs, path)
        if steps is None:
            faults.append(_unknown(path, inputs))
            continue
        try:
            value = _value(act_of(inputs), path, text)
        except ValueError as error:
            faults.append(f"{path}: {error}")
            continue
        field, *below = steps
        changes[field] = _with(changes.get(field, getattr(inputs, field)), below, value)
    refuse(faults)
    try:
        return inputs.replace(**changes)
    except InvalidInput as error:
        unit = act_of(inputs).unit
        raise InvalidInput(_in_text(fault, unit) for fault in error.faults) from None


def _in_text(fault: str, unit: str) -> str:
    """Return a fault whose hint at thousands is one for a text: 12600000, and not 12_600 * TST."""
    tons = re.search(r"; [^;]*write ([0-9_]+) \* TST$", fault)
    if tons is None:
        return fault
    if unit == "TST":  # thousands were read already
        return fault[: tons.start()]
    return f"{fault[: tons.start(1)]}{int(tons[1]) * TST}"


def _steps(kind: Any, current: Any, path: str) -> list[str] | None:
    """Return the names that lead to an input, or nothing where there can be none of that path.

    Whoever has criteria or quantities already is the one to name; a table in which nobody stands
    may be filled.
    """
    kind = without_none(kind)
    if isinstance(kind, type) and issubclass(kind, Model):
        name, _, rest = path.partition(".")
        if name not in kind.model_fields:
            return None
        inner, table = kind.model_fields[name].annotation, dict(current or {})
    elif get_origin(kind) is dict:
        inner, table = without_none(get_args(kind)[1]), current or {}
        if isinstance(inner, type) and issubclass(inner, Model):
            name, _, rest = path.rpartition(".")  # names have points, fields have none
        else:
            name, rest = path.partition(".")[::2] if get_origin(inner) is dict else (path, "")
        if not name or (table and name not in table):
            return None
    else:
        return None if path else []
    below = _steps(inner, table.get(name), rest)
    return None if below is None else [name, *below]


def _value(act: Act, path: str, text: str) -> Any:
    if text == "none":
        return None
    if path == "weights":
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
    amount, found = Fraction(text) * PRINT_UNITS[unit], f"found {text} {unit}".rstrip()
    if amount > LARGEST_QUANTITY:
        most = int(LARGEST_QUANTITY / PRINT_UNITS[unit])
        tons = f"; if short tons are meant, write {float(text) / TST:.12g}"
        raise ValueError(f"{found}, expected at most {most:,}{tons * (unit == 'TST')}")
    if amount.denominator > 1:
        raise ValueError(f"{found}, expected a whole number{' of short tons' * bool(unit)}")
    return int(amount)


def _begins(path: str, name: str) -> bool:
    return f"{path}.".startswith(f"{name}.")


def _with(current: Any, steps: Sequence[str], value: Any) -> Any:
    if not steps:
        return value
    table = dict(current)
    return {**table, steps[0]: _with(table.get(steps[0], {}), steps[1:], value)}


def _unknown(path: str, inputs: Any) -> str:
    """Return the line that refuses *path*, with the inputs that may be meant."""
    known = [".".join(steps) for steps, _ in leaves(inputs)]
    meant = [one for one in known if path and path.casefold() in one.casefold()]
    meant = meant or get_close_matches(path, known)
    if meant:
        hint = f"did you mean {' or '.join(map(repr, meant[:_MOST_NAMED]))}?"
    else:
        hint = f"expected one that begins so: {', '.join(type(inputs).model_fields)}"
    return f"{shown(path)}: no such input; {hint}"
