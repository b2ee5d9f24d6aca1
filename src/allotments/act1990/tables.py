"""The tables of the notice for fiscal year 1995 as printed: FR Doc. 94-25622, October 17, 1994.

All but the numbers and the names of States and processors, which a determination brings. Blanks in
heads and the order of rules are the notice's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from allotments.act1990.rules import BEET, CRITERIA
from allotments.act1990.section_359b import allotments_required
from allotments.display.table_layout import (
    Column,
    Figures,
    Line,
    Table,
    division,
    heading,
    row,
    with_total,
)
from allotments.display.text_and_html import visible

_NOTICE = "FR Doc. 94-25622"
_UNIT = "TST"
_ACT = "1938 Act, sec. "


def _remark(figures: Figures) -> str:
    required = "imports" not in figures or allotments_required(figures["imports"].value)
    return "Not determined." if required else "No allotments required."


def _estimates(figures: Figures, carryover: str) -> Iterator[Line]:
    """The notice prints this table twice: with "carryover", then, in item 1, with "carry-over"."""
    texts = {
        "Consumption": "estimates.consumption",
        f"Reasonable ending ({carryover}) stocks": "estimates.reasonable_carryover_stocks",
        "Production": "estimates.production",
        "Beginning (carry-in) stocks": "estimates.carry_in_stocks",
        "Imports": "imports",
    }
    rows = [
        row(figures, text, [path], _UNIT, 0, source=f"{_ACT}359b(a)(1)")
        for text, path in texts.items()
    ]
    yield from with_total(rows, "", _remark(figures))


def _percentage_factors(figures: Figures) -> Iterator[Line]:
    table_row = partial(row, figures, unit=_UNIT, places=0, source=f"{_ACT}359c(d)(1)")
    rows = [
        table_row(
            criterion.replace("_", " ").capitalize(),
            [f"criteria.beet.{criterion}", f"criteria.cane.{criterion}"],
        )
        for criterion in CRITERIA
    ]
    factors = ["percentage_factors.beet", "percentage_factors.cane"]
    average = table_row("  Average", ["bases.beet", "bases.cane"], shares=factors)
    yield from with_total([*rows, average], "", _remark(figures))


def _states(figures: Figures) -> Iterator[Line]:
    rows = division(
        figures, "states", "", _UNIT, 3, indent="", shown_as="states", source=f"{_ACT}359c(f)"
    )
    yield from with_total(rows, "", _remark(figures))


def _allocations(figures: Figures) -> Iterator[Line]:
    remark = f"  {_remark(figures)}"
    yield from heading("Overall beet/cane allotments", first=True)
    texts = {
        "  Beet sugar": "sectors.beet",
        "  Cane sugar (including Puerto Rico)": "sectors.cane",
    }
    sectors = [
        row(figures, text, [path], _UNIT, 1, group="sectors", source=f"{_ACT}359c(e)")
        for text, path in texts.items()
    ]
    yield from with_total(sectors, "      Total", remark)
    part = partial(division, figures, unit=_UNIT, places=3, indent="  ")
    yield from heading("State cane sugar allotments:")
    states = part("states", "", shown_as="states", source=f"{_ACT}359c(f)")
    yield from with_total(states, "      Total cane sugar", remark)
    processors = partial(part, "processors", source=f"{_ACT}359d(a)")
    yield from heading("Beet processors' marketing allocations:")
    # Only here the total stands over its rule; every other total stands under it.
    beet = processors(BEET, shown_as=BEET)
    yield from with_total(beet, "      Total beet sugar", remark, rule_after=True)
    yield from heading("Cane processors' marketing allocations:")
    groups = dict.fromkeys(
        one.group for one in figures.values() if one.family == "processors" and one.group != BEET
    )
    for group in groups:
        yield Line(kind="label", text=f"{visible(group)}:")
        rows = processors(group, shown_as=visible(group))
        yield from with_total(rows, f"      Total {visible(group)}", remark)
    if not groups:
        yield from with_total([None], "", remark)


# By the name that allotments.tables gives them, in the order of the notice.
TABLES = {
    "estimates": Table(
        title="Estimates of sugar consumption, stocks, production, and imports",
        form=f"{_NOTICE}, item 1",
        source=f"{_ACT}359b(a)(1)",
        stub=61,
        columns=(Column(head=("TST, raw", " value  "), width=11, number=10),),
        lines=_estimates,
        wordings=("carryover", "carry-over"),
    ),
    "percentage_factors": Table(
        title="Data used to determine the percentage factors",
        form=f"{_NOTICE}, item 3",
        source=f"{_ACT}359c(d)(1)",
        stub=25,
        spanner=" TST, raw value",
        columns=(
            Column(head=("Beet sector        ",), width=28, lead=2, number=5, group="beet"),
            Column(head=("Cane sector   ",), width=19, lead=2, number=5, group="cane"),
        ),
        shares="Percentage factor",
        lines=_percentage_factors,
    ),
    "states": Table(
        title="State cane sugar allotments",
        form=f"{_NOTICE}, item 6",
        source=f"{_ACT}359c(f)",
        stub=59,
        columns=(Column(head=("TST, raw ", " value   "), width=13, number=12),),
        lines=_states,
    ),
    "allocations": Table(
        title="Sugar marketing allotments and allocations",
        form=f"{_NOTICE}, item 7",
        source=f"{_ACT}359c(e); {_ACT}359c(f); {_ACT}359d(a)",
        stub=60,
        columns=(
            Column(head=("Thousand ", "  short  ", "tons, raw", "  value  "), width=12, number=11),
        ),
        lines=_allocations,
    ),
}
