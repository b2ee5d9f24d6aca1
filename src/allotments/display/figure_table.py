"""Figures in a table: name, value in the unit of print, and where each comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from allotments.core.units import PRINT_UNITS
from allotments.display.result import Shown
from allotments.display.text_and_html import capitalised
from allotments.figures.act import Act, Family
from allotments.figures.figure import Figure

_UNITS = {"TST": "TST: thousand short tons, raw value."}


def shown(caption: str, rows: Sequence[tuple[str, ...]], remarks: Sequence[str]) -> Shown:
    """Return the table of *rows*."""
    return Shown(caption, ("Figure", "Value", "Unit", "From"), rows, "<><<", remarks)


def headline_rows(act: Act, figures: Mapping[str, Figure]) -> Iterator[tuple[str, ...]]:
    """Yield name, value, unit and source of the figures for the whole country."""
    for name, family in act.families.items():
        if family.headline:
            for figure in _of(name, figures):
                title, *others, source = _row(family, figure)
                decide = act.decisions.get(figure.path)
                said = decide(figure.value) if decide else ""
                inferred = "*" if figure.inferred else ""
                yield title, *others, f"{source}{inferred}{said and f'; {said}'}"


def division_rows(act: Act, figures: Mapping[str, Figure]) -> Iterator[tuple[str, ...]]:
    """Yield the same for all other recipients; a heading of one cell before each group."""
    for name, family in act.families.items():
        if family.recipients and not (family.headline or family.is_input):
            heading = None
            for figure in _of(name, figures):
                if (own := act.heading(figure)) != heading:
                    heading = own
                    yield (heading,)
                title, *others = _row(family, figure)
                yield f"  {title}", *others


def input_rows(act: Act, figures: Mapping[str, Figure]) -> Iterator[tuple[str, ...]]:
    """Yield the same for the figures for the whole country that a determination follows from."""
    for name, family in act.families.items():
        if family.is_input and family.heading and not family.recipients:
            yield from (_row(family, figure) for figure in _of(name, figures))


def units(act: Act) -> str:
    """Return what is to be said of the unit that an Act's figures are shown in, and of rounding."""
    unit = _UNITS.get(act.unit, f"{capitalised(act.unit)}, raw value.")
    return f"{unit} Shown rounded half up; the figures are exact."


def remarks(
    act: Act, figures: Mapping[str, Figure], fiscal_year: int, *, divided: bool = True
) -> list[str]:
    """Return what stands under the shown figures."""
    shown = [one for one in figures.values() if act.families[one.family].heading]
    inferred = dict.fromkeys(f"* {one.inferred}." for one in shown if one.inferred)
    origins = {one.origin for one in shown} if divided else set()
    return [
        units(act),
        *act.remarks(figures, fiscal_year),
        *inferred,
        *(remark for origin, remark in _origins(act).items() if origin in origins),
    ]


def _origins(act: Act) -> dict[str, str]:
    changed = "recorded quantities, changed by the percentage that their allotment changed."
    return {
        "recorded": "As printed: without criteria of their own, these are recorded, not computed.",
        "pro rata": capitalised(f"{act.pro_rata}: {changed}" if act.pro_rata else changed),
        "projected": "Projected: by shares that reproduce earlier prints; nobody printed it.",
    }


def _of(family: str, figures: Mapping[str, Figure]) -> list[Figure]:
    return [figure for figure in figures.values() if figure.family == family]


def _row(family: Family, figure: Figure) -> tuple[str, str, str, str]:
    amount = Fraction(figure.value) / PRINT_UNITS[family.unit]
    # A whole number of short tons, which fewer decimals would hide.
    fine = amount.denominator > 1 and isinstance(figure.value, int)
    value = family.show(figure.value, 3 if fine else None)
    return capitalised(figure.title), value, family.unit, figure.paragraph
