"""The text of a notice file: TOML read, what is wrong with it said in its words, and written."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from re import compile as compile_pattern
from re import match, sub
from typing import Any

from allotments.core.base_model import Model
from allotments.core.errors import Fault, InvalidInput
from allotments.core.files import decoded, pasted_hint
from allotments.core.limits import LONGEST_REASON, LONGEST_TEXT
from allotments.core.printed_number import PrintedNumber, PrintedQuantity
from allotments.printed_place import Place

_NESTED = "tables or lists nested too deep"
_DEEPEST = 16  # tables, of which a notice needs six
_NAME = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""
# The reader of TOML takes time and memory by the square of how deep a dotted key goes.
_TOO_DEEP = compile_pattern(rf"(?<![A-Za-z0-9_-]){_NAME}(?:[ \t]*+\.[ \t]*+{_NAME}){{{_DEEPEST}}}")
# What pydantic calls the parts of a file, and what TOML does.
_WORDS = {
    "a valid dictionary": "a table",
    "a valid list": "a list",
    "a valid string": "a string",
    "a valid integer": "a whole number",
}


def read(content: bytes) -> dict[str, Any]:
    """Return the data of a file.

    Raises
    ------
    InvalidInput
        If it is no TOML.
    """
    text = decoded(content, "a notice")
    if not text.strip():
        raise InvalidInput([Fault("", "found an empty file", "a notice")])
    if _TOO_DEEP.search(text):
        raise InvalidInput([Fault("not TOML", _NESTED)])
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise InvalidInput([Fault("not TOML", _reason(error), hint=_slip(error, text))]) from None


def _reason(error: Exception) -> str:
    """Return in a newcomer's words why a file is no TOML."""
    if isinstance(error, RecursionError):
        return _NESTED
    said = str(error)
    if said.startswith("Exceeds the limit"):
        return "found a whole number of thousands of digits"
    if isinstance(error, ArithmeticError):
        return "found a number with an absurd exponent"
    said = sub(r"^Cannot overwrite a value", "the same key stands there twice", said)
    said = sub(r"^Cannot declare \((.*?),?\) twice", r"the same table stands there twice: \1", said)
    if len(said) > LONGEST_REASON:  # of a key; where it stands comes last
        said = f"{said[:100]}...{said[-100:]}"
    return f"{said[:1].lower()}{said[1:]}"


def _slip(error: Exception, text: str) -> str:
    """Return what the line at fault may have been pasted with."""
    found = match(r"(?s).*\(at line (\d+), ", str(error))
    return pasted_hint(text.split("\n")[int(found[1]) - 1]) if found else ""


def in_words(fault: Fault, raw: Mapping[str, Any]) -> Fault:
    """Return a fault in the file's words, with the place in the notice beside its number."""
    place = fault.place if fault.found == "missing" else fault.place.removesuffix(".value")
    expected = fault.expected.partition(" or instance of ")[0]
    fault = fault.with_parts(place=place, expected=_WORDS.get(expected, fault.expected))
    found, blocks = match(r"printed\[(\d+)\]\.?(.*)", place), raw.get("printed")
    if found is None or not isinstance(blocks, list) or int(found[1]) >= len(blocks):
        return fault
    block = blocks[int(found[1])]
    named = block.get("place") if isinstance(block, Mapping) else None
    fit = isinstance(named, str) and 0 < len(named) <= LONGEST_TEXT and named.isprintable()
    where = (f"printed[{found[1]}]", f"({named})" if fit else "", found[2])
    return fault.with_parts(place=" ".join(filter(None, where)))


def written(value: Any, unit: str) -> Any:
    """Return file data that reads back as *value*, without what it would default to.

    *unit* is that of the quantities that state none.
    """
    if isinstance(value, PrintedNumber):
        return _written_number(value, unit)
    if isinstance(value, Place):
        own = value.unit or unit
        fields = _written_fields(value, own)
        if own == unit:
            fields.pop("unit", None)
        if "other" in fields:  # comes last, as in the notice's order
            fields["other"] = fields.pop("other")
        return fields
    if isinstance(value, Model):
        return _written_fields(value, unit)
    if isinstance(value, Mapping):
        return _in_order({name: written(inner, unit) for name, inner in value.items()})
    if isinstance(value, list | tuple):
        return [written(inner, unit) for inner in value]
    return value


def _written_fields(model: Model, unit: str) -> dict[str, Any]:
    values = {name: getattr(model, name) for name in type(model).model_fields}
    return {name: written(value, unit) for name, value in values.items() if value is not None}


def _in_order(written: dict[str, Any]) -> dict[str, Any]:
    """Return a table of names whose order outlasts TOML, which puts bare numbers before tables."""
    if not any(isinstance(value, dict) for value in written.values()):
        return written
    return {n: v if isinstance(v, dict) else {"value": v} for n, v in written.items()}


def _written_number(number: PrintedNumber, unit: str) -> Any:
    default = (
        unit if isinstance(number, PrintedQuantity) else type(number).model_fields["unit"].default
    )
    stated: dict[str, Any] = {"value": _bare(number.value)}
    if number.unit != default:
        stated["unit"] = number.unit
    for name in ("resolution", "meant"):
        if (value := getattr(number, name)) is not None:
            stated[name] = _bare(value)
    if number.reason is not None:
        stated["reason"] = number.reason
    return stated if len(stated) > 1 else stated["value"]


def _bare(number: Decimal) -> int | Decimal:
    return number if number.as_tuple().exponent else int(number)
