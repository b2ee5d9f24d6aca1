"""Years: which fiscal years the Act is for, and numbers by crop year.

Numbers by crop year are one for each, in a sequence or on the last axis of an array.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator, Field

from allotments.core.exact import shown, whole_or_as_given

FISCAL_YEARS = range(1992, 1999)
"""The fiscal years that the Secretary makes estimates for, 359b(a)(1)."""


def check_fiscal_year(value: Any) -> Any:
    """Return *value*, a whole number as an ``int``, unless that is not a fiscal year of the Act.

    >>> check_fiscal_year(1995)
    1995
    >>> check_fiscal_year(2005)
    Traceback (most recent call last):
    ValueError: found 2005, expected 1992 to 1998

    Raises
    ------
    ValueError
        If it is not one of these years.

    Notes
    -----
    Sec. 359b(a)(1). What is no whole number is left to the model that it is a field of.
    """
    value = whole_or_as_given(value)
    if isinstance(value, int) and value not in FISCAL_YEARS:
        ends = f"{FISCAL_YEARS[0]} to {FISCAL_YEARS[-1]}"
        raise ValueError(f"found {shown(value)}, expected {ends}")
    return value


FiscalYear: TypeAlias = Annotated[
    int, BeforeValidator(check_fiscal_year), Field(ge=FISCAL_YEARS[0], le=FISCAL_YEARS[-1])
]
"""One of them, as a field of a model."""
