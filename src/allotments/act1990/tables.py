"""The tables of the notice for fiscal year 1995 as printed: FR Doc. 94-25622, October 17, 1994.

All but the numbers and the names of States and processors, which a determination brings. Blanks in
heads and the order of rules are the notice's own.
"""

from __future__ import annotations

from collections.abc import Iterator

from allotments.act1990.rules import BEET, CRITERIA, SECTORS
from allotments.act1990.section_359b import allotments_required
from allotments.display.table_layout import (
    Column,
    Figures,
    Line,
    Style,
    Table,
    division,
    groups_of,
    heading,
    row,
    with_total,
)
from allotments.display.text_and_html import visible
from allotments.figures.division import known_in_part

_NOTICE = "FR Doc. 94-25622"
_UNIT = "TST"
_ACT = "1938 Act, sec. "


def _remark(figures: Figures) -> str:
    required = "imports" not in figures or allotments_required(figures["imports"].value)
    return "Not determined." if required else "No allotments required."


def _estimates(figures: Figures, carryover: str) -> Iterator[Line]:
    """Yield the estimates; the notice has "carryover", and in item 1 "carry-over"."""
    texts = {
        "Consumption": "estimates.consumption",
        f"Reasonable ending ({carryover}) stocks": "estimates.reasonable_carryover_stocks",
        "Production": "estimates.production",
        "Beginning (carry-in) stocks": "estimates.carry_in_stocks",
        "Imports": "imports",
    }
    style = Style(_UNIT, 0, f"{_ACT}359b(a)(1)")
    rows = [row(figures, style, text, [path]) for text, path in texts.items()]
    yield from with_total(rows, "", _remark(figures))


def _percentage_factors(figures: Figures) -> Iterator[Line]:
    style = Style(_UNIT, 0, f"{_ACT}359c(d)(1)")
    rows = [
        row(
            figures,
            style,
            criterion.replace("_", " ").capitalize(),
            [f"criteria.{sector}.{criterion}" for sector in SECTORS],
        )
        for criterion in CRITERIA
    ]
    bases = [f"bases.{sector}" for sector in SECTORS]
    factors = [f"percentage_factors.{sector}" for sector in SECTORS]
    average = row(figures, style._replace(indent="  "), "Average", bases, factors)
    yield from with_total([*rows, average], "", _remark(figures))


def _states(figures: Figures) -> Iterator[Line]:
    style = Style(_UNIT, 3, f"{_ACT}359c(f)")
    yield from with_total(division(figures, style, "states"), "", _remark(figures))


def _allocations(figures: Figures) -> Iterator[Line]:
    remark = f"  {_remark(figures)}"
    sectors = Style(_UNIT, 1, f"{_ACT}359c(e)", "  ")
    states = Style(_UNIT, 3, f"{_ACT}359c(f)", "  ")
    processors = Style(_UNIT, 3, f"{_ACT}359d(a)", "  ")
    yield from heading("Overall beet/cane allotments", first=True)
    rows = [
        row(figures, sectors, "Beet sugar", ["sectors.beet"]),
        row(figures, sectors, "Cane sugar (including Puerto Rico)", ["sectors.cane"]),
    ]
    yield from with_total(rows, "      Total", remark)
    yield from heading("State cane sugar allotments:")
    in_part = known_in_part(figures)
    cane = division(figures, states, "states")
    yield from with_total(cane, "      Total cane sugar", remark, in_part="sectors.cane" in in_part)
    yield from heading("Beet processors' marketing allocations:")
    # Only here the total stands over its rule; every other total stands under it.
    beet = division(figures, processors, "processors", BEET)
    yield from with_total(
        beet,
        "      Total beet sugar",
        remark,
        rule_after=True,
        in_part="sectors.beet" in in_part,
    )
    yield from heading("Cane processors' marketing allocations:")
    groups = groups_of(figures, "processors", but=BEET)
    for group in groups:
        yield Line(kind="label", text=f"{visible(group)}:")
        rows = division(figures, processors, "processors", group)
        yield from with_total(
            rows, f"      Total {visible(group)}", remark, in_part=f"states.{group}" in in_part
        )
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
            Column(head=("Beet sector        ",), width=28, lead=2, number=5),
            Column(head=("Cane sector   ",), width=19, lead=2, number=5),
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
