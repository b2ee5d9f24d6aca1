"""The Act of 2002 as the rest of the library sees it."""

from __future__ import annotations

from allotments.act2002.determination import Determination, remarks
from allotments.act2002.inputs import Inputs, inputs_of, known
from allotments.act2002.printed_place import PrintedPlace
from allotments.act2002.rules import FAMILIES, FISCAL_YEARS, OTHER_YEARS, rules
from allotments.act2002.tables import TABLES
from allotments.figures.act import Act

ACT = Act(
    name="2002",
    title="the Act as rewritten in 2002, for fiscal years 2003 to 2032",
    fiscal_years=FISCAL_YEARS,
    other_years=OTHER_YEARS,
    unit="short tons",
    families=FAMILIES,
    rules=rules,
    known=known,
    inputs=Inputs,
    determination=Determination,
    place=PrintedPlace,
    inputs_of=inputs_of,
    tables=TABLES,
    remarks=remarks,
    pro_rata="sec. 359c(g)(2)",
    example="fy2025",
)
