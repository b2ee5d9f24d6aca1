"""The fiscal years that part VII as enacted in 1990 was in force for."""

from __future__ import annotations

from functools import partial
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, Field

from allotments.inputs import check_fiscal_year

FISCAL_YEARS = range(1992, 1997)
"""Those of 359b(a)(1), which names 1997 and 1998 too, before Pub. L. 104-127 sec. 171(a)(1)(E)."""

UNDER_THE_ACT_OF_2002 = range(2003, 2033)
OTHER_YEARS = {
    range(1997, 2003): (
        "Pub. L. 104-127 sec. 171(a)(1)(E) made part VII inapplicable to the crops of 1996 to 2002"
    ),
    UNDER_THE_ACT_OF_2002: (
        'the Act of 2002 is in force from fiscal year 2003 on, act = "2002", allotments.act2002'
    ),
}
"""Why there are no others."""

FiscalYear: TypeAlias = Annotated[
    int,
    BeforeValidator(partial(check_fiscal_year, FISCAL_YEARS, OTHER_YEARS)),
    Field(ge=FISCAL_YEARS[0], le=FISCAL_YEARS[-1]),
]
"""One of them, as a field of a model."""
