"""A number as it was printed: its digits, its unit, and how fine it is."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from allotments.core.base_model import Model, Text
from allotments.core.cached import cached_property
from allotments.core.errors import Fault, InvalidInput
from allotments.core.exact import shown
from allotments.core.limits import (
    LARGEST_PRINTED,
    LARGEST_QUANTITY,
    MOST_PRINTED_DECIMALS,
)
from allotments.core.units import METRIC_TONS_PER_SHORT_TON
from allotments.rounding import grouped, shortest_decimal

QUANTITY_UNITS: dict[str, Fraction] = {
    "TST": Fraction(1_000),  # thousand short tons
    "short tons": Fraction(1),
    "million short tons": Fraction(1_000_000),
    "metric tons": 1 / METRIC_TONS_PER_SHORT_TON,
}
"""The units that a quantity can be printed in, and their sizes. [short tons]"""

_ONE = Fraction(1)


def _decimal(value: Any, smallest: int) -> Decimal:
    if isinstance(value, float):
        value = shortest_decimal(value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError(f"found {shown(value)}, expected a number")  # noqa: TRY004 -- for pydantic
    written = shown(value) if isinstance(value, int) else f"{value!s:.60}"
    # First the comparison: a whole number of megabytes takes hours to become a Decimal.
    known = isinstance(value, int) or value.is_finite()
    if not known or not smallest <= value <= LARGEST_PRINTED:
        expected = f"expected a number from {smallest:,} to {LARGEST_PRINTED:,}"
        raise ValueError(f"found {written}, {expected}")
    number = Decimal(value)
    if _decimals(number) > MOST_PRINTED_DECIMALS:
        raise ValueError(f"found {written}, expected at most {MOST_PRINTED_DECIMALS} decimals")
    return number


def _decimals(number: Decimal) -> int:
    """Return how many decimals are written: three of 1687.380, none of 1E+3."""
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return max(0, -exponent)


def _of_json(value: Any, info: ValidationInfo) -> Any:
    """Return a number that was dumped as text, so that its last zeros stay."""
    if isinstance(value, str) and info.mode == "json":
        with suppress(ArithmeticError):
            return Decimal(value)
    return value


def _unsigned(value: Any, info: ValidationInfo) -> Decimal:
    return _decimal(_of_json(value, info), 0)


def _signed(value: Any, info: ValidationInfo) -> Decimal:
    return _decimal(_of_json(value, info), -LARGEST_PRINTED)


def _written(smallest: int) -> dict[str, Any]:
    """Return the schema of a number in a file."""
    return {"type": "number", "minimum": smallest, "maximum": LARGEST_PRINTED}


# What is dumped is text, as pydantic's own schema says.
SignedNumber = Annotated[
    Decimal,
    BeforeValidator(_signed),
    WithJsonSchema(_written(-LARGEST_PRINTED), mode="validation"),
]

Number = Annotated[
    Decimal, BeforeValidator(_unsigned), WithJsonSchema(_written(0), mode="validation")
]


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
    meant : Decimal, optional
        What should stand there, where the number is a misprint. [unit]
    reason : str, optional
        Why it is taken for one.
    """

    sizes: ClassVar[Mapping[str, Fraction]] = {}
    smallest: ClassVar[int] = 0

    value: Annotated[Number, Field(description="The number with the digits that are printed.")]
    unit: str = ""
    resolution: Annotated[
        Number | None,
        Field(
            description="What the number was rounded to, where its digits do not show it: 1000 for "
            "a printed 144,000 that stands for 143,500 up to 144,500. In the number's unit."
        ),
    ] = None

    meant: Annotated[
        Number | None,
        Field(
            description="What should stand there, where the number is a misprint; with the reason. "
            "Verification proves it, and computes with what was meant."
        ),
    ] = None
    reason: Annotated[Text | None, Field(description="Why the number is taken for a misprint.")] = (
        None
    )

    @model_validator(mode="before")
    @classmethod
    def _bare_number(cls, given: Any) -> Any:
        return given if isinstance(given, Mapping | PrintedNumber) else {"value": given}

    @model_validator(mode="after")
    def _misprint_has_a_reason(self) -> Self:
        if (self.meant is None) is not (self.reason is None):
            missing = "reason" if self.reason is None else "meant"
            raise InvalidInput([Fault(missing, "missing", "meant and reason together")])
        if self.meant is not None and self.meant == self.value:
            expected = "another than is printed"
            raise InvalidInput([Fault("meant", f"found {self.meant}", expected)])
        try:
            _ = self.as_meant
        except InvalidInput as error:
            raise InvalidInput(Fault("meant", fault) for fault in error.faults) from None
        return self

    @model_validator(mode="after")
    def _on_its_grid(self) -> Self:
        if self.resolution is None:
            return self
        # As fractions: decimal arithmetic depends on the precision that the caller has set.
        if not self.resolution or Fraction(self.value) % Fraction(self.resolution):
            expected = f"a number above 0 of which {self.value} is a multiple"
        elif Fraction(self.resolution) < Fraction(1, 10**self.places):
            expected = f"nothing finer than the last digit of {self.value}"
        else:
            return self
        raise InvalidInput([Fault("resolution", f"found {self.resolution}", expected)])

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        table = handler.resolve_ref_schema(handler(schema))
        bare = handler.mode == "validation"  # a file may have the number alone
        return {"anyOf": [_written(cls.smallest), table]} if bare else table

    @property
    def size(self) -> Fraction:
        """The size of the unit: in short tons for a quantity, a hundredth for percent, else 1."""
        return type(self).sizes.get(self.unit, _ONE)

    @cached_property
    def step(self) -> Fraction:
        """One unit of the last digit, or of the stated resolution. [short tons, ratio, or unit]."""
        if self.resolution is None:
            return self.size / int(10**self.places)
        return Fraction(self.resolution) * self.size

    @cached_property
    def amount(self) -> Fraction:
        """The printed number itself, exact. [short tons, ratio, or unit]."""
        return Fraction(self.value) * self.size

    @property
    def amount_unit(self) -> str:
        """The unit of :attr:`amount`: short tons, a ratio, or what is printed."""
        if self.unit in QUANTITY_UNITS:
            return "short tons"
        return self.unit if self.size == 1 else "ratio"

    @property
    def as_meant(self) -> Self:
        """The number that should stand there: another one where this is a misprint."""
        if self.meant is None:
            return self
        return type(self)(value=self.meant, unit=self.unit, resolution=self.resolution)

    @property
    def as_printed(self) -> Self:
        """The number as it is printed, taken for no misprint."""
        return self.model_copy(update={"meant": None, "reason": None})

    @property
    def places(self) -> int:
        """How many decimals are printed."""
        return _decimals(self.value)

    def rounds_to(self, amount: int | Fraction) -> bool:
        """Return whether *amount*, rounded half up to this number's step, gives it."""
        return self.consistent_with(amount, amount)

    def consistent_with(self, least: int | Fraction, greatest: int | Fraction) -> bool:
        """Return whether some amount from *least* to *greatest* rounds half up to this number."""
        from_, below = self.interval
        return least < below and greatest >= from_

    def overlaps(self, other: PrintedNumber) -> bool:
        """Return whether some amount rounds half up to both numbers."""
        starts, ends = zip(self.interval, other.interval, strict=True)
        return max(starts) < min(ends)

    @cached_property
    def interval(self) -> tuple[Fraction, Fraction]:
        """The amounts that round half up to this number: from the first to below the second."""
        half = self.step / 2
        return self.amount - half, self.amount + half

    def format(self, amount: int | Fraction, extra_places: int = 0) -> str:
        """Return *amount* in this number's unit and with its decimals, half up, or more of them."""
        return grouped(amount / self.size, self.places + extra_places)

    def __str__(self) -> str:
        return f"{self.format(self.amount)} {self.unit}".rstrip()


class PrintedQuantity(PrintedNumber):
    """A printed quantity of sugar, no finer than a short ton, or a metric ton."""

    sizes: ClassVar[Mapping[str, Fraction]] = QUANTITY_UNITS

    unit: Annotated[
        Literal["TST", "short tons", "million short tons", "metric tons"],
        Field(description="If absent, the unit of the place; if that states none, the file's."),
    ] = "short tons"

    @model_validator(mode="after")
    def _within_bounds(self) -> Self:
        if abs(self.amount) > LARGEST_QUANTITY:
            raise ValueError(
                f"found {self}, expected at most {LARGEST_QUANTITY:,} short tons; "
                f"is the unit {self.unit!r} the right one?"
            )
        if int(self.size) < 10**self.places:
            raise ValueError(
                f"found {self.value} {self.unit}, expected nothing finer than 1 ton; "
                f"is the unit {self.unit!r} the right one?"
            )
        return self


class PrintedChange(PrintedQuantity):
    """A printed change of a quantity, of any sign."""

    smallest: ClassVar[int] = -LARGEST_PRINTED

    value: Annotated[
        SignedNumber, Field(description="The number with its sign and the digits that are printed.")
    ]
    meant: Annotated[
        SignedNumber | None, Field(description="What should stand there, with its sign.")
    ] = None


class PrintedPercent(PrintedNumber):
    """A printed percentage."""

    sizes: ClassVar[Mapping[str, Fraction]] = {"percent": Fraction(1, 100)}

    unit: Literal["percent"] = "percent"


class PrintedCount(PrintedNumber):
    """A printed count of things."""

    unit: Literal[""] = ""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if Fraction(self.value).denominator != 1:
            raise ValueError(f"found {self.value}, expected a whole number")
        return self


class PrintedOther(PrintedNumber):
    """Any other printed number, with the unit that it states."""

    sizes: ClassVar[Mapping[str, Fraction]] = QUANTITY_UNITS

    unit: Annotated[str, Field(max_length=60)] = ""


def with_unit(given: Any, unit: str, depth: int) -> Any:
    """Return file data with *unit* put to every number that states none.

    >>> with_unit({"beet": 4355, "cane": {"value": 3533, "unit": "short tons"}}, "TST", 1)
    {'beet': {'value': 4355, 'unit': 'TST'}, 'cane': {'unit': 'short tons', 'value': 3533}}

    *depth* says how many tables deep the numbers stand. What is not a table there stays as it
    is, and so does a number that is made already.
    """
    if isinstance(given, Mapping):
        if depth:
            return {key: with_unit(value, unit, depth - 1) for key, value in given.items()}
        return {"unit": unit, **given}
    stays = depth or given is None or isinstance(given, PrintedNumber)
    return given if stays else {"value": given, "unit": unit}
