"""A determination and its inputs at a glance: the rows that they are shown with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from allotments.act1990.determination.chain import Determination
from allotments.act1990.determination.figures import figures, given
from allotments.act1990.determination.inputs import Inputs
from allotments.act1990.section_359b import MINIMUM_IMPORTS
from allotments.core.units import TST
from allotments.display.text_and_html import capitalised, html_table, paragraphs, text_table
from allotments.figures.figure import Figure
from allotments.rounding import grouped

HEADERS = ("Figure", "Value", "Unit", "From")
ALIGN = "<><<"

# The unit that the notice prints a figure in, and with how many decimals.
_PRINT: dict[str, tuple[str, int]] = {
    "imports": ("TST", 0),
    "overall_allotment_quantity": ("TST", 0),
    "bases.": ("TST", 0),
    "percentage_factors.": ("percent", 1),
    "sectors.": ("TST", 1),
    "restraint.": ("short tons", 0),
    "crystalline_fructose": ("short tons", 0),
}
_INPUTS = {"estimates.": ("TST", 0), "criteria.": ("TST", 0), "weights.": ("percent", 1)}
_SIZES = {"TST": Fraction(TST), "short tons": Fraction(1), "percent": Fraction(1, 100)}
_DIVISIONS = ("TST", 3)


_NOT_REQUIRED = (
    f"No allotments are required: estimated imports are not below {MINIMUM_IMPORTS:,} short tons, "
    "sec. 359b(b)(1)."
)
_UNITS = "TST: thousand short tons, raw value. Shown rounded half up; the figures are exact."
_REMARKS = {
    "recorded": "As printed: without criteria of their own, these are recorded, not computed.",
    "pro rata": "Sec. 359c(g)(2): recorded quantities, changed by the percentage that their "
    "allotment changed.",
}


def caption(determination: Determination) -> str:
    """Return the title that a determination is shown under."""
    return f"Sugar marketing allotments, fiscal year {determination.inputs.fiscal_year}"


def headline_rows(determination: Determination) -> Iterator[tuple[str, ...]]:
    """Yield name, value, unit and source of the figures for the whole country."""
    found = figures(determination)
    for prefix, (unit, places) in _PRINT.items():
        for figure in _beginning(prefix, found):
            title, *others, source = _row(figure, unit, places)
            if figure.path == "imports":
                source += (
                    f"; allotments {'' if determination.allotments_required else 'not '}required"
                )
            yield title, *others, source + ("*" if figure.inferred else "")


def division_rows(determination: Determination) -> Iterator[tuple[str, ...]]:
    """Yield the same for States and processors; a heading of one cell before each group."""
    found = figures(determination)
    headings = {"states.": "State cane sugar allotments"} if determination.states else {}
    for group in determination.processors or {}:
        headings[f"processors.{group}."] = f"Allocations of {group} processors"
    for prefix, heading in headings.items():
        yield (heading,)
        for figure in _beginning(prefix, found):
            yield _row(figure, *_DIVISIONS, indent="  ")


def as_text(determination: Determination, rows: Iterable[tuple[str, ...]]) -> str:
    """Return rows under the determination's title, with the remarks that they need."""
    listed = list(rows)
    table = text_table(HEADERS, listed, ALIGN)
    remarks = notes(determination, divided=any(len(row) == 1 for row in listed))
    return f"{caption(determination)}\n\n{table}\n\n{paragraphs(remarks)}"


def inputs_as_text(inputs: Inputs) -> str:
    """Return the estimates, the sectors' criteria and the weights, and how much else there is."""
    table = text_table(HEADERS, _input_rows(inputs), ALIGN)
    return f"{_input_caption(inputs)}\n\n{table}\n\n{paragraphs(_input_notes(inputs))}"


def inputs_as_html(inputs: Inputs) -> str:
    """Return the same for a notebook."""
    rows, remarks = _input_rows(inputs), _input_notes(inputs)
    return html_table(_input_caption(inputs), HEADERS, rows, ALIGN, remarks)


def _input_caption(inputs: Inputs) -> str:
    return f"Inputs of a determination, fiscal year {inputs.fiscal_year}"


def _input_rows(inputs: Inputs) -> Iterator[tuple[str, ...]]:
    found = {figure.path: figure for figure in given(inputs)}
    for prefix, (unit, places) in _INPUTS.items():
        for figure in _beginning(prefix, found):
            yield _row(figure, unit, places)


def _input_notes(inputs: Inputs) -> list[str]:
    states, groups = inputs.state_criteria, inputs.processor_criteria
    recorded = inputs.recorded
    counted = {
        "Criteria": [(len(states), "State"), (_several(groups), "processor")],
        "Recorded": [
            (len(recorded.states), "State allotment"),
            (_several(recorded.processors), "processor allocation"),
        ],
    }
    remarks = [_UNITS]
    for what, counts in counted.items():
        parts = [f"{count} {kind}{'s' * (count > 1)}" for count, kind in counts if count]
        remarks += [f"{what} beside these: {', '.join(parts)}."] * bool(parts)
    return remarks


def _several(groups: Mapping[str, Mapping[str, object]]) -> int:
    return sum(map(len, groups.values()))


def _beginning(prefix: str, found: Mapping[str, Figure]) -> list[Figure]:
    whole = not prefix.endswith(".")
    return [f for p, f in found.items() if p == prefix or (not whole and p.startswith(prefix))]


def _row(figure: Figure, unit: str, places: int, indent: str = "") -> tuple[str, ...]:
    amount = Fraction(figure.value) / _SIZES[unit]
    if amount.denominator > 1 and isinstance(figure.value, int):
        places = 3  # a whole number of short tons, which fewer decimals would hide
    title = f"{indent}{capitalised(figure.title)}"
    return title, grouped(amount, places), unit, figure.source


def notes(determination: Determination, *, divided: bool = True) -> list[str]:
    """Return the remarks that stand under a shown determination."""
    remarks = [_UNITS]
    if not determination.allotments_required:
        return [*remarks, _NOT_REQUIRED]
    remarks += dict.fromkeys(
        f"* {figure.inferred}." for figure in figures(determination).values() if figure.inferred
    )
    origins = set(determination.origins.values()) if divided else set()
    return remarks + [remark for origin, remark in _REMARKS.items() if origin in origins]
