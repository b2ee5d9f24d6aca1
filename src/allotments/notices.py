"""Notices: the files that hold what the Federal Register printed, read, checked and written."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from re import fullmatch, match
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from allotments import act1990
from allotments.errors import InvalidInput, did_you_mean
from allotments.models import Model
from allotments.printed_number import PrintedNumber, PrintedQuantity

__all__ = ["Notice", "PrintedFigure", "Source", "bundled", "load"]

_LARGEST_FILE = 10_000_000  # bytes; a notice's tables are some thousand times smaller
_Text = Annotated[str, Field(min_length=1, max_length=500)]


class Source(Model):
    """Where a reader finds the notice."""

    document: _Text
    title: _Text
    publication: _Text | None = None
    published: date | None = None
    location: _Text | None = None


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """One printed occurrence of a figure: its path, its place, and the number as printed."""

    path: str
    place: str
    number: PrintedNumber
    block: int


class Notice(Model):
    """A notice: its source, and every figure that it prints, place by place.

    Attributes
    ----------
    format : int
        Of the file: 1.
    act : str
        The rules that it stands under: ``"1990"``.
    fiscal_year : int
        As in the determination's inputs.
    source : Source
        Document number, title, publication.
    unit : str
        Of quantities that state none.
    printed : list of Printed
        The printed figures of each place, in the notice's order.
    """

    format: Literal[1]
    act: Literal["1990"]
    fiscal_year: int
    unit: Literal["TST", "short tons", "million short tons", "metric tons"] = "TST"
    source: Source
    printed: Annotated[list[act1990.Printed], Field(min_length=1)]

    @model_validator(mode="before")
    @classmethod
    def _unit_of_the_file(cls, given: Any) -> Any:
        if not isinstance(given, Mapping) or not isinstance(given.get("printed"), list):
            return given
        unit = given.get("unit", "TST")
        blocks = [
            {**block, "unit": block.get("unit") or unit} if isinstance(block, Mapping) else block
            for block in given["printed"]
        ]
        return {**given, "printed": blocks}

    @model_validator(mode="after")
    def _has_inputs(self) -> Notice:
        try:
            _ = self.inputs
        except InvalidInput as error:
            raise ValueError(str(error)) from None
        return self

    @cached_property
    def inputs(self) -> act1990.Inputs:
        """What a determination follows from: of each input its first printed occurrence."""
        return act1990.inputs_of(self.fiscal_year, self.printed)

    def figures(self) -> Iterator[PrintedFigure]:
        """Yield every printed occurrence of a figure, in the notice's order."""
        for position, block in enumerate(self.printed):
            for path, number in block.figures():
                yield PrintedFigure(path, block.place, number, position)

    def to_toml(self) -> str:
        """Return the notice as a file that :func:`load` reads back without loss.

        Needs ``tomli-w``, which the extra ``allotments[write]`` installs.
        """
        try:
            import tomli_w
        except ModuleNotFoundError:
            raise ModuleNotFoundError(
                "writing a notice needs tomli-w: pip install 'allotments[write]'"
            ) from None
        return tomli_w.dumps(_written(self, self.unit))


def bundled() -> list[str]:
    """Return the names of the notices that ship with the library.

    >>> bundled()
    ['fy1995']
    """
    return sorted(
        entry.name.removesuffix(".toml")
        for entry in _data().iterdir()
        if entry.name.endswith(".toml")
    )


def load(name_or_path: str | Path) -> Notice:
    """Return a notice: a bundled one by its name, or one of the user's own by its path.

    >>> load("fy1995").inputs.estimates.consumption
    9247000

    Parameters
    ----------
    name_or_path
        ``"fy1995"``: letters, digits and hyphens name a bundled notice. Anything else is the path
        of a file; so is every :class:`~pathlib.Path`.

    Raises
    ------
    InvalidInput
        If there is no such notice, or the file is not one: with every fault found in it.
    """
    is_name = isinstance(name_or_path, str) and fullmatch(r"[A-Za-z0-9-]+", name_or_path)
    if not is_name:
        path = Path(name_or_path)
        return _parse(_read(path), str(path))
    name = str(name_or_path)
    if name not in bundled():
        fault = (
            f"{name}: no notice of this name is bundled; {did_you_mean(name, bundled())} "
            "(a file of your own needs a path, such as ./mine.toml)"
        )
        raise InvalidInput([fault])
    return _parse((_data() / f"{name}.toml").read_bytes(), name)


def _data() -> Traversable:
    inside = files("allotments") / "data"
    if inside.is_dir():
        return inside
    return Path(__file__).parents[2] / "data"  # an editable install, beside the source tree


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_FILE + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InvalidInput([f"{path}: {reason}, expected a notice file"]) from None
    except ValueError as error:
        raise InvalidInput([f"{str(path)!r}: {error}, expected a notice file"]) from None
    if len(content) > _LARGEST_FILE:
        raise InvalidInput([f"{path}: found more than {_LARGEST_FILE:,} bytes, expected a notice"])
    return content


def _parse(content: bytes, name: str) -> Notice:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        fault = f"found byte 0x{content[error.start]:02x} at offset {error.start}, expected UTF-8"
        raise InvalidInput([f"{name}: {fault}"]) from None
    if not text.strip():
        raise InvalidInput([f"{name}: found an empty file, expected a notice"])
    try:
        raw = tomllib.loads(text.removeprefix("\ufeff"), parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:
        reason = "tables nested too deep" if isinstance(error, RecursionError) else str(error)
        raise InvalidInput([f"{name}: not TOML: {reason}"]) from None
    try:
        return Notice.model_validate(raw)
    except InvalidInput as error:
        raise InvalidInput(f"{name}: {_in_file(line, raw)}" for line in error.faults) from None


def _in_file(fault: str, raw: Mapping[str, Any]) -> str:
    """Return a fault's line with the place in the notice beside its position in the file."""
    fault = fault.replace(".value: ", ": ", 1)
    found = match(r"printed\[(\d+)\]\.?(.*)", fault)
    if found is None:
        return fault
    position, rest = int(found[1]), found[2]
    block = raw["printed"][position]
    place = block.get("place") if isinstance(block, Mapping) else None
    named = f" ({place})" if isinstance(place, str) and place.isprintable() else ""
    return f"printed[{position}]{named}{'' if rest.startswith(':') else ' '}{rest}"


def _written(value: Any, unit: str) -> Any:
    """Return file data that reads back as *value*, without what it would default to."""
    if isinstance(value, PrintedNumber):
        return _written_number(value, unit)
    if isinstance(value, act1990.Printed):
        own = value.unit or unit
        written = _written_fields(value, own)
        if own == unit:
            written.pop("unit", None)
        return written
    if isinstance(value, Model):
        return _written_fields(value, unit)
    if isinstance(value, Mapping):
        return {name: _written(inner, unit) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_written(inner, unit) for inner in value]
    return value


def _written_fields(model: Model, unit: str) -> dict[str, Any]:
    values = {name: getattr(model, name) for name in type(model).model_fields}
    return {name: _written(value, unit) for name, value in values.items() if value is not None}


def _written_number(number: PrintedNumber, unit: str) -> Any:
    default = (
        unit if isinstance(number, PrintedQuantity) else type(number).model_fields["unit"].default
    )
    stated: dict[str, Any] = {"value": _bare(number.value)}
    if number.unit != default:
        stated["unit"] = number.unit
    if number.resolution is not None:
        stated["resolution"] = _bare(number.resolution)
    return stated if len(stated) > 1 else stated["value"]


def _bare(number: Decimal) -> int | Decimal:
    return number if number.as_tuple().exponent else int(number)
