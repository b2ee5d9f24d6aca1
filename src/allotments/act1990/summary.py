"""A determination at a glance: the rows that it is shown with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from allotments.act1990.determination import Determination
from allotments.act1990.figures import figures
from allotments.display import paragraphs, text_table
from allotments.figure import Figure
from allotments.rounding import grouped
from allotments.units import TST

__all__ = ["ALIGN", "HEADERS", "as_text", "caption", "division_rows", "headline_rows", "notes"]

HEADERS = ("Figure", "Quantity", "Unit", "Share", "From")
ALIGN = "<><><"

# Decimals of a thousand short tons that the notice prints; None: printed in short tons.
_PLACES: dict[str, int | None] = {
    "imports": 0,
    "overall_allotment_quantity": 0,
    "bases.": 0,
    "sectors.": 1,
    "restraint.": None,
    "crystalline_fructose": None,
}
_DIVISION_PLACES = 3


def caption(determination: Determination) -> str:
    """Return the title that a determination is shown under."""
    return f"Sugar marketing allotments, fiscal year {determination.inputs.fiscal_year}"


def headline_rows(determination: Determination) -> Iterator[tuple[str, ...]]:
    """Yield name, quantity, unit, share and source of the figures for the whole country."""
    found = figures(determination)
    for prefix, places in _PLACES.items():
        for path in _beginning(prefix, found):
            yield _row(path, places, found)


def division_rows(determination: Determination) -> Iterator[tuple[str, ...]]:
    """Yield the same for States and processors; a heading of one cell before each group."""
    found = figures(determination)
    if determination.states:
        yield ("State cane sugar allotments",)
        for path in _beginning("states.", found):
            yield _row(path, _DIVISION_PLACES, found, indent="  ")
    for group in determination.processors or {}:
        yield (f"Allocations of {group} processors",)
        for path in _beginning(f"processors.{group}.", found):
            yield _row(path, _DIVISION_PLACES, found, indent="  ")


def as_text(determination: Determination, rows: Iterable[tuple[str, ...]]) -> str:
    """Return rows under the determination's title, with the remarks that they need."""
    listed = list(rows)
    table = text_table(HEADERS, listed, ALIGN)
    remarks = notes(determination, divided=any(len(row) == 1 for row in listed))
    return f"{caption(determination)}\n\n{table}\n\n{paragraphs(remarks)}"


def _beginning(prefix: str, found: Mapping[str, Figure]) -> list[str]:
    return [p for p in found if p == prefix or (prefix[-1] == "." and p.startswith(prefix))]


def _row(
    path: str, places: int | None, found: Mapping[str, Figure], indent: str = ""
) -> tuple[str, ...]:
    figure = found[path]
    factor = found.get(path.replace("bases.", "percentage_factors."))
    share = f"{grouped(factor.value * 100, 1)}%" if factor and path.startswith("bases.") else ""
    quantity, unit = grouped(figure.value), "short tons"
    if places is not None:
        quantity, unit = _tst(figure.value, places), "TST"
    source = figure.source
    if path == "imports":
        required = "overall_allotment_quantity" in found
        source += f"; allotments {'required' if required else 'not required'}"
    elif path == "crystalline_fructose":
        source += "; by the inferred factor 1.17"
    title = f"{indent}{figure.title[0].upper()}{figure.title[1:]}"
    return title, quantity, unit, share, source


def _tst(value: int | Fraction, places: int) -> str:
    """Return thousands of short tons; where whole ones are usual, finer if the value is."""
    if places == 0 and isinstance(value, int) and value % TST:
        places = 3
    return grouped(Fraction(value) / TST, places)


def notes(determination: Determination, *, divided: bool = True) -> list[str]:
    """Return the remarks that stand under a shown determination."""
    remarks = ["TST: thousand short tons, raw value. Shown rounded half up; the figures are exact."]
    if not divided:
        return remarks
    if "recorded" in determination.origins.values():
        remarks.append(
            "As printed: without criteria of their own, these are recorded, not computed."
        )
    if "pro rata" in determination.origins.values():
        remarks.append(
            "Sec. 359c(g)(2): recorded quantities, changed by the percentage that their allotment "
            "changed."
        )
    return remarks
