"""A number as it was printed: its digits, its unit, and how fine it is."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from allotments.models import LARGEST_QUANTITY, Model
from allotments.rounding import grouped, half_up
from allotments.units import METRIC_TONS_PER_SHORT_TON

__all__ = [
    "QUANTITY_UNITS",
    "PrintedCount",
    "PrintedNumber",
    "PrintedOther",
    "PrintedPercent",
    "PrintedQuantity",
    "with_unit",
]

QUANTITY_UNITS: dict[str, Fraction] = {
    "TST": Fraction(1_000),  # thousand short tons
    "short tons": Fraction(1),
    "million short tons": Fraction(1_000_000),
    "metric tons": 1 / METRIC_TONS_PER_SHORT_TON,
}
"""The units that a quantity can be printed in, and their sizes. [short tons]"""

_LARGEST_NUMBER = 10**12  # of whatever unit
_FINEST = Decimal("1e-9")  # likewise


def _decimal(value: Any) -> Decimal:
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError(f"found {value!r:.60}, expected a number")  # noqa: TRY004 -- for pydantic
    number = Decimal(value)
    if not number.is_finite() or not 0 <= number <= _LARGEST_NUMBER:
        raise ValueError(f"found {value!s:.60}, expected a number from 0 to {_LARGEST_NUMBER:,}")
    if _unit_of_last_digit(number) < _FINEST:
        raise ValueError(f"found {value!s:.60}, expected a number no finer than {_FINEST:f}")
    return number


def _unit_of_last_digit(number: Decimal) -> Decimal:
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(min(exponent, 0))


Number = Annotated[Decimal, BeforeValidator(_decimal)]


class PrintedNumber(Model):
    """A printed number. In a file: the bare number, or a table of value, unit and resolution.

    Attributes
    ----------
    value : Decimal
        As printed, with its digits: 1687.380 keeps its last zero. [unit]
    unit : str
        What it counts.
    resolution : Decimal, optional
        What it was rounded to, where the digits do not show it: 1000 for 144,000. [unit]
    """

    sizes: ClassVar[Mapping[str, Fraction]] = {}

    value: Number
    unit: str = ""
    resolution: Number | None = None

    @model_validator(mode="before")
    @classmethod
    def _bare_number(cls, given: Any) -> Any:
        return given if isinstance(given, Mapping | PrintedNumber) else {"value": given}

    @model_validator(mode="after")
    def _on_its_grid(self) -> Self:
        if self.resolution is not None and (not self.resolution or self.value % self.resolution):
            raise ValueError(
                f"resolution: found {self.resolution}, expected a number above 0 of which "
                f"{self.value} is a multiple"
            )
        return self

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        written = handler.resolve_ref_schema(handler(schema))
        return {"anyOf": [{"type": "number", "minimum": 0}, written]}

    @property
    def size(self) -> Fraction:
        """The size of the unit: in short tons for a quantity, a hundredth for percent, else 1."""
        return type(self).sizes.get(self.unit, Fraction(1))

    @property
    def step(self) -> Fraction:
        """One unit of the last digit, or of the stated resolution. [short tons, ratio, or unit]."""
        return Fraction(self.resolution or _unit_of_last_digit(self.value)) * self.size

    @property
    def amount(self) -> Fraction:
        """The printed number itself, exact. [short tons, ratio, or unit]."""
        return Fraction(self.value) * self.size

    @property
    def places(self) -> int:
        """How many decimals are printed."""
        return -int(_unit_of_last_digit(self.value).as_tuple().exponent)

    def is_print_of(self, amount: int | Fraction) -> bool:
        """Return whether *amount*, rounded half up to this number's step, gives it."""
        return half_up(amount, self.step) == self.amount

    def can_print(self, least: int | Fraction, greatest: int | Fraction) -> bool:
        """Return whether some amount from *least* to *greatest* rounds to this number."""
        half = self.step / 2
        return least < self.amount + half and greatest >= self.amount - half

    def show(self, amount: int | Fraction, extra_places: int = 0) -> str:
        """Return *amount* in this number's unit and with its decimals, half up, or more of them."""
        return grouped(amount / self.size, self.places + extra_places)

    def __str__(self) -> str:
        return f"{self.show(self.amount)} {self.unit}".rstrip()


class PrintedQuantity(PrintedNumber):
    """A printed quantity of sugar, no finer than a short ton, or a metric ton."""

    sizes: ClassVar[Mapping[str, Fraction]] = QUANTITY_UNITS

    unit: Literal["TST", "short tons", "million short tons", "metric tons"] = "short tons"

    @model_validator(mode="after")
    def _within_bounds(self) -> Self:
        if self.amount > LARGEST_QUANTITY:
            raise ValueError(
                f"found {self}, expected at most {LARGEST_QUANTITY:,} short tons; "
                "is the unit the right one?"
            )
        if _unit_of_last_digit(self.value) * int(self.size) < 1:
            raise ValueError(f"found {self.value} {self.unit}, expected nothing finer than 1 ton")
        return self


class PrintedPercent(PrintedNumber):
    """A printed percentage."""

    sizes: ClassVar[Mapping[str, Fraction]] = {"percent": Fraction(1, 100)}

    unit: Literal["percent"] = "percent"


class PrintedCount(PrintedNumber):
    """A printed count of things."""

    unit: Literal[""] = ""


class PrintedOther(PrintedNumber):
    """Any other printed number, with the unit that it states."""

    unit: Annotated[str, Field(max_length=60)] = ""


def with_unit(given: Any, unit: str) -> Any:
    """Return nested file data with *unit* put to every number that states none."""
    if isinstance(given, Mapping):
        if "value" in given:
            return {"unit": unit, **given}
        return {key: with_unit(value, unit) for key, value in given.items()}
    return {"value": given, "unit": unit}
