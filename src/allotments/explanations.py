"""Explanations: where each figure of a determination comes from, down to the printed inputs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypedDict

from allotments import act1990
from allotments.display import html_table, paragraphs
from allotments.errors import InvalidInput, did_you_mean
from allotments.figure import Figure
from allotments.notices import Notice
from allotments.rounding import grouped, half_up
from allotments.units import TST

__all__ = ["Explanation", "ExplanationData", "Step", "StepRecord", "explain"]

_MOST_PLACES = 4  # of a decimal that is shown as one; a third stays 1/3
_RULES = {
    "short tons": "half up, to one short ton",
    "ratio": "half up, to a tenth of a percent",
}


class StepRecord(TypedDict):
    """One step as plain data; every number is text, exact unless it says otherwise."""

    figure: str
    title: str
    unit: str
    origin: str
    source: str
    place: str
    formula: str
    operands: list[str]
    expression: str
    text: str
    exact: str
    rounded: str
    rule: str
    inferred: str


class ExplanationData(TypedDict):
    """An explanation as data: what its JSON holds."""

    format: int
    fiscal_year: int
    figure: str
    steps: list[StepRecord]


@dataclass(frozen=True, slots=True)
class Step:
    """One figure: what it is, and how its operands make it.

    Attributes
    ----------
    figure : Figure
        Its path, title, exact value, paragraph of the Act and formula.
    operands : tuple of Figure
        What the formula is fed with, in its order; empty for what is printed, or constant.
    place : str
        Where the notice prints it first; empty where it does not, or is not known.
    """

    figure: Figure
    operands: tuple[Figure, ...]
    place: str

    @property
    def expression(self) -> str:
        """The formula with exact numbers, in short tons and ratios, as plain arithmetic.

        A fraction stands in brackets; evaluated exactly it gives the figure's value.
        """
        if not self.operands:
            return _exact(self.figure.value)
        return self.figure.formula.format(*(_exact(operand.value) for operand in self.operands))

    @property
    def text(self) -> str:
        """The formula with numbers as the notice writes them, each with its name, and the result.

        Quantities are in thousands of short tons, shown to the short ton where not whole.
        """
        result = _shown(self.figure)
        if not self.operands:
            return result
        named = (f"{_shown(operand)} ({operand.title})" for operand in self.operands)
        return f"{self.figure.formula.format(*named)} = {result}"

    @property
    def rounded(self) -> str:
        """The value rounded by :attr:`rule`."""
        if self.figure.unit == "ratio":
            return f"{grouped(self.figure.value * 100, 1)}%"
        return f"{grouped(self.figure.value)} {self.figure.unit}"

    @property
    def rule(self) -> str:
        """How :attr:`rounded` is rounded."""
        return _RULES[self.figure.unit]

    def record(self) -> StepRecord:
        """Return the step as plain data."""
        figure = self.figure
        return {
            "figure": figure.path,
            "title": figure.title,
            "unit": figure.unit,
            "origin": figure.origin,
            "source": figure.source,
            "place": self.place,
            "formula": figure.formula,
            "operands": list(figure.operands),
            "expression": self.expression,
            "text": self.text,
            "exact": str(figure.value),
            "rounded": self.rounded,
            "rule": self.rule,
            "inferred": figure.inferred,
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a figure comes about, from itself down to the printed inputs; or the whole chain.

    Attributes
    ----------
    fiscal_year : int
        Of the determination.
    figure : str
        The path of the figure that is explained; empty for the whole chain.
    steps : tuple of Step
        The figure first, then what it is made of, each once; for the whole chain the computed
        figures in the order of the notice.
    """

    fiscal_year: int
    figure: str
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        return "\n\n".join(paragraphs(_lines(step)) for step in self.steps)

    def _repr_html_(self) -> str:
        caption = self.figure or f"Determination for fiscal year {self.fiscal_year}"
        rows = [(step.figure.title, step.text, step.rounded, _where(step)) for step in self.steps]
        notes = dict.fromkeys(s.figure.inferred for s in self.steps if s.figure.inferred)
        remarks = ["Quantities in formulas: thousand short tons, raw value.", *notes]
        return html_table(
            caption, ("Figure", "Formula", "Rounded", "Source"), rows, "<<><", remarks
        )

    def records(self) -> list[StepRecord]:
        """Return a record for each step, for ``pandas.DataFrame`` or ``polars.DataFrame``."""
        return [step.record() for step in self.steps]

    def to_json(self) -> str:
        """Return the explanation as JSON, described by docs/explanation.schema.json."""
        data: ExplanationData = {
            "format": 1,
            "fiscal_year": self.fiscal_year,
            "figure": self.figure,
            "steps": self.records(),
        }
        return json.dumps(data, indent=2, ensure_ascii=False)


def explain(
    determination: act1990.Determination, figure: str | None = None, *, notice: Notice | None = None
) -> Explanation:
    """Return where *figure* comes from, down to the printed inputs; or the whole chain.

    >>> import allotments
    >>> notice = allotments.load("fy1995")
    >>> determination = allotments.determine(notice.inputs)
    >>> print(explain(determination, "overall_allotment_quantity").steps[0].text)
    9,247 (consumption) + 1,278 (reasonable carryover stocks) - 1,386 (carry-in stocks) - 1,250 \
(minimum imports) = 7,889

    Parameters
    ----------
    determination
        What the figure belongs to.
    figure
        Its path, such as ``"sectors.beet"``. Nothing explains every computed figure, in the order
        of the notice.
    notice
        Adds to each figure where the notice prints it first.

    Raises
    ------
    InvalidInput
        If the determination has no such figure.
    """
    found = act1990.figures(determination)
    if figure is not None and figure not in found:
        raise InvalidInput([f"{figure}: no such figure; {did_you_mean(figure, found)}"])
    chosen = _computed(found) if figure is None else _downwards(figure, found)
    places = {} if notice is None else _places(notice)
    return Explanation(
        fiscal_year=determination.inputs.fiscal_year,
        figure=figure or "",
        steps=tuple(
            Step(one, tuple(found[path] for path in one.operands), places.get(one.path, ""))
            for one in chosen
        ),
    )


def _computed(found: Mapping[str, Figure]) -> Iterator[Figure]:
    return (one for one in found.values() if one.operands and not one.path.startswith("former."))


def _downwards(path: str, found: Mapping[str, Figure]) -> list[Figure]:
    """Return a figure and everything it is made of, each once, nearer ones first."""
    reached = {path: None}
    queue = [path]
    while queue:
        operands = [o for o in found[queue.pop(0)].operands if o not in reached]
        reached |= dict.fromkeys(operands)
        queue += operands
    return [found[each] for each in reached]


def _places(notice: Notice) -> dict[str, str]:
    places: dict[str, str] = {}
    for printed in notice.figures():
        places.setdefault(printed.path, printed.place)
    return places


def _exact(value: int | Fraction) -> str:
    text = str(value)
    return f"({text})" if "/" in text or text.startswith("-") else text


def _shown(figure: Figure) -> str:
    value = Fraction(figure.value)
    if figure.unit == "ratio":
        ratio = _decimal(value)
        return ratio or f"{value.numerator:,}/{value.denominator:,}"
    thousands = Fraction(half_up(value)) / TST
    return _decimal(thousands)


def _decimal(value: Fraction) -> str:
    """Return a number as a decimal without needless zeros, where it has few places."""
    for places in range(_MOST_PLACES + 1):
        if (value * 10**places).denominator == 1:
            return grouped(value, places)
    return ""


def _where(step: Step) -> str:
    printed = f"; {step.place}" if step.place else ""
    return f"{step.figure.source}{printed}"


def _lines(step: Step) -> list[str]:
    figure = step.figure
    lines = [f"{figure.path}: {figure.title} ({_where(step)})", f"  {step.text}"]
    if isinstance(figure.value, Fraction) and figure.value.denominator > 1:
        lines.append(f"  exactly {figure.value} {_unit(figure)}; {step.rounded} ({step.rule})")
    if figure.inferred:
        lines.append(f"  {figure.inferred}")
    return lines


def _unit(figure: Figure) -> str:
    return "as a ratio" if figure.unit == "ratio" else figure.unit
