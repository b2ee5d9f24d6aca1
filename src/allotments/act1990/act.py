"""The 1990 Act as the rest of the library sees it."""

from __future__ import annotations

from typing import Any

from allotments.act1990.determination import Determination, remarks
from allotments.act1990.inputs import Inputs, inputs_of, known
from allotments.act1990.printed_place import PrintedPlace
from allotments.act1990.rules import FAMILIES, rules
from allotments.act1990.section_359b import allotments_required
from allotments.act1990.tables import TABLES
from allotments.act1990.years_in_force import FISCAL_YEARS, OTHER_YEARS
from allotments.figures.act import Act


def _room(restraint: Any) -> str:
    return "" if restraint >= 0 else "negative: room that supplies cannot fill"


ACT = Act(
    name="1990",
    title="the Act as in force for fiscal years 1992 to 1996",
    fiscal_years=FISCAL_YEARS,
    other_years=OTHER_YEARS,
    unit="TST",
    families=FAMILIES,
    rules=rules,
    known=known,
    inputs=Inputs,
    determination=Determination,
    place=PrintedPlace,
    inputs_of=inputs_of,
    tables=TABLES,
    remarks=remarks,
    decisions={
        "imports": lambda imports: (
            f"allotments {'' if allotments_required(imports) else 'not '}required"
        ),
        "restraint.beet": _room,
        "restraint.cane": _room,
    },
    pro_rata="sec. 359c(g)(2), for States assumed",
    example="fy1995",
    fast="allotments.act1990.fast",
    not_established="not established: no allotments are required, sec. 359b(b)(1)",
)
