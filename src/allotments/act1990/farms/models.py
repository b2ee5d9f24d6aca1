"""A State's sugarcane farms, and the State, as section 359f(b) looks at them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Self, TypeAlias

import numpy as np
from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, model_validator

from allotments.act1990.inputs import without_sugarcane
from allotments.act1990.section_359c import CANE_STATES
from allotments.act1990.section_359f import CROP_YEARS, acreage_base, minimum_yield_goal
from allotments.act1990.years_in_force import FISCAL_YEARS, OTHER_YEARS, UNDER_THE_ACT_OF_2002
from allotments.core.base_model import EXACT_AS_DUMPED, Model, Name
from allotments.core.errors import Fault, InvalidInput
from allotments.core.exact import exact_number, shown
from allotments.core.limits import LARGEST_QUANTITY
from allotments.formulas.acreage import EXEMPT_STATE, acreage_allotment
from allotments.formulas.states import check_state
from allotments.inputs import LEAST_NATIONAL, check_fiscal_year

Exact: TypeAlias = int | Fraction

_OTHER_YEARS = OTHER_YEARS | {
    UNDER_THE_ACT_OF_2002: (
        "the Act of 2002 is in force from fiscal year 2003 on; allotments.act2002 has no table of "
        "farms but acreage_base, minimum_yield_goal, acreage_allotment, "
        "uniform_reduction_percentage and proportionate_share"
    )
}


def acres_of(value: Any) -> Exact:
    """Return an exact number, not negative; a float is read by its shortest decimal.

    >>> acres_of(120.1)
    Fraction(1201, 10)

    Raises
    ------
    ValueError
        If it is not one, or too large.
    """
    if isinstance(value, str) and "/" not in value:  # a fraction as text is JSON's
        raise ValueError(f"found {shown(value)}, expected a number")
    try:
        exact = exact_number("", value, text=True)
    except (TypeError, ValueError) as error:
        raise ValueError(str(error).removeprefix(": ")) from None
    if not 0 <= exact <= LARGEST_QUANTITY:
        expected = f"expected a number from 0 to {LARGEST_QUANTITY:,}"
        raise ValueError(f"found {shown(value)}, {expected}")
    return exact


def _tons(value: Any) -> Exact:
    exact = acres_of(value)
    # As tables print it, in thousands; a fraction is computed, and a whole number made up.
    written = isinstance(value, float | np.floating | Decimal) and isinstance(exact, Fraction)
    if written and exact < LEAST_NATIONAL:
        hint = f"if thousands of short tons are meant, write {value} * TST"
        expected = f"at least {LEAST_NATIONAL:,} or a whole number"
        raise InvalidInput([Fault("", f"found {value} short tons", expected, hint)])
    return exact


def _positive(value: Exact) -> Exact:
    if not value:
        raise ValueError("found 0, expected a number above 0")
    return value


def _ratio(value: Exact) -> Exact:
    if value > 1:
        raise ValueError(f"found {float(value)}, expected a ratio of at most 1, such as 0.11")
    return value


def _crop_years(values: Any) -> tuple[Any, ...]:
    if not isinstance(values, list | tuple | np.ndarray) or len(values) != CROP_YEARS:
        found = f"{len(values)} of them" if hasattr(values, "__len__") else shown(values)
        raise ValueError(f"found {found}, expected a number for each of {CROP_YEARS} crop years")
    return tuple(values)


Number = Annotated[Exact, PlainValidator(acres_of), EXACT_AS_DUMPED]
Positive = Annotated[Number, AfterValidator(_positive)]
Ratio = Annotated[Positive, AfterValidator(_ratio)]
CropYears = Annotated[tuple[Number, ...], BeforeValidator(_crop_years)]


class Farm(Model):
    """A sugarcane-producing farm and its history, 359f(b)(4).

    Numbers are exact; a ``float`` is read by its shortest decimal.

    Attributes
    ----------
    name : str
        Its name or number.
    acres : tuple
        Planted for harvest for sugar or seed in each of the five crop years before. [acres]
    considered_planted : tuple, optional
        Planted in each of them but not harvested, for reasons beyond control, where the Secretary
        counts it; not in *acres* already. None count by default. [acres]
    """

    name: Name
    acres: CropYears
    considered_planted: CropYears | None = None

    @property
    def acreage_base(self) -> Exact:
        """The average of the five crop years. [acres]."""
        base: Exact = acreage_base(self.acres, considered_planted=self.considered_planted)
        return base


class CaneState(Model):
    """What makes a State's allotment into acres, 359f(b)(3)(A)-(C).

    Attributes
    ----------
    state : str
        Not Puerto Rico, which has no proportionate shares.
    fiscal_year : int
        In which the shares will be in effect, 1992 to 1996.
    allotment : int or Fraction
        The State's cane sugar allotment; a float below 20,000 that is not whole is refused, to find
        thousands passed as tons. [short tons, raw value]
    recovery_rate : int or Fraction
        [short tons, raw value, per short ton of sugarcane]
    yield_goal : int or Fraction, optional
        By default the least that *yields* permit. [short tons of sugarcane per acre]
    yields : tuple, optional
        The State's yield in each of the five years before. [short tons of sugarcane per acre]
    """

    state: Annotated[str, AfterValidator(check_state)]
    fiscal_year: Annotated[
        int,
        BeforeValidator(lambda year: check_fiscal_year(FISCAL_YEARS, _OTHER_YEARS, year)),
        Field(ge=FISCAL_YEARS[0], le=FISCAL_YEARS[-1]),
    ]
    allotment: Annotated[Exact, PlainValidator(_tons), EXACT_AS_DUMPED]
    recovery_rate: Ratio
    yield_goal: Positive | None = None
    yields: CropYears | None = None

    @model_validator(mode="after")
    def _has_a_goal(self) -> Self:
        if self.state == EXEMPT_STATE:
            found = f"found {EXEMPT_STATE}, which 359f(b)(1)(A) exempts"
            raise InvalidInput([Fault("state", found)])
        if self.state not in CANE_STATES:
            raise InvalidInput([without_sugarcane("state")])
        if self.yields is None and self.yield_goal is None:
            raise InvalidInput([Fault("yield_goal", "missing", "it or the yields of five years")])
        least = 0 if self.yields is None else minimum_yield_goal(self.yields)
        if self.goal < least or not self.goal:
            expected = "one above 0 and not below the average of the yields"
            raise InvalidInput([Fault("yield_goal", f"found {float(self.goal)}", expected)])
        return self

    @property
    def goal(self) -> Exact:
        """The yield goal, or the least one. [short tons of sugarcane per acre]."""
        if self.yield_goal is not None:
            return self.yield_goal
        least: Exact = minimum_yield_goal(self.yields or ())
        return least

    @property
    def acreage_allotment(self) -> Exact:
        """The State's allotment as acres of sugarcane. [acres]."""
        acres: Exact = acreage_allotment(self.allotment, self.goal, self.recovery_rate)
        return acres
