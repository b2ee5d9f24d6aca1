"""The tables of today's determinations: the overall quantity, beet, and cane by State.

In whole short tons, raw value. A total is printed from its own value, not from its rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from allotments.act2002.rules import AFTER, BEET, CANE, MINIMUM, QUANTITY, SECTORS
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

_UNIT = "short tons"
_ACT = "1938 Act, sec. "
_FORM = "announcements of the Department of Agriculture since fiscal year 2009"
_UNKNOWN = "Not known."
_COLUMNS = (Column(head=("Short tons,", " raw value "), width=14, number=12),)
_STUB = 56
_OF_STATES = (f"sectors.{CANE}", "offshore", "mainland")


def _quantity(figures: Figures) -> Iterator[Line]:
    style = Style(_UNIT, 0, f"{_ACT}359b(a)(1)")
    texts = {
        "Estimated consumption": "estimates.consumption",
        "Minimum overall allotment quantity": MINIMUM,
    }
    rows = [row(figures, style, text, [path]) for text, path in texts.items() if path in figures]
    yield from with_total(rows, "", _UNKNOWN)
    sectors = Style(_UNIT, 0, f"{_ACT}359c(c)")
    parts = [
        row(figures, sectors, f"{name.capitalize()} sugar", [f"sectors.{name}"]) for name in SECTORS
    ]
    whole = row(figures, style, "", [QUANTITY])
    yield from with_total(parts, "Overall allotment quantity", _UNKNOWN, whole=whole)


def _group(figures: Figures, group: str, whole: str, total: str) -> Iterator[Line]:
    style = Style(_UNIT, 0, f"{_ACT}359d(b)", "  ")
    rows = division(figures, style, "processors", group)
    yield from with_total(
        rows,
        f"    {total}",
        f"  {_UNKNOWN}",
        whole=row(figures, style, "", [whole]),
        in_part=whole in known_in_part(figures),
    )


def _beet(figures: Figures) -> Iterator[Line]:
    yield from heading("Beet processors' marketing allocations:", first=True)
    yield from _group(figures, BEET, f"sectors.{BEET}", "Total beet sugar")


def _cane(figures: Figures) -> Iterator[Line]:
    family = AFTER if any(one.family == AFTER for one in figures.values()) else "states"
    states = Style(_UNIT, 0, f"{_ACT}359c(e)", "  ")
    yield from heading("State cane sugar allotments:", first=True)
    rows = division(figures, states, family)
    whole = row(figures, states, "", [f"sectors.{CANE}"])
    yield from with_total(
        rows,
        "    Total cane sugar",
        f"  {_UNKNOWN}",
        whole=whole,
        in_part=not known_in_part(figures).isdisjoint(_OF_STATES),
    )
    yield from heading("Cane processors' marketing allocations:")
    groups = groups_of(figures, "processors", but=BEET)
    for group in groups:
        yield Line(kind="label", text=f"{visible(group)}:")
        yield from _group(figures, group, f"{family}.{group}", f"Total {visible(group)}")
    if not groups:
        yield from with_total([None], "", f"  {_UNKNOWN}")


_table = partial(Table, form=_FORM, stub=_STUB, columns=_COLUMNS)
TABLES = {
    "quantity": _table(
        title="Overall allotment quantity and sector allotments",
        source=f"{_ACT}359c(b); {_ACT}359c(c)",
        lines=_quantity,
    ),
    "beet": _table(title="Beet sugar allocations", source=f"{_ACT}359d(b)(2)", lines=_beet),
    "cane": _table(
        title="Cane sugar allotments and allocations",
        source=f"{_ACT}359c(e); {_ACT}359d(b)(1)",
        lines=_cane,
    ),
}
"""By the name that ``allotments.tables`` gives them."""
