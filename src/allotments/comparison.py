"""Comparison: what changes between two determinations, who gains and who loses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TypedDict

from allotments import act1990
from allotments.display import html_table, paragraphs, text_table
from allotments.figure import Figure
from allotments.rounding import grouped, half_up

__all__ = ["Comparison", "ComparisonData", "Difference", "DifferenceRecord", "compare"]

_HEADERS = ("Figure", "First", "Second", "Change", "Percent", "How")
_ALIGN = "<>>>><"
_HOW = (
    "computed: by the Act's formulas. pro rata: recorded, and changed by the same percentage as "
    "the allotment, sec. 359c(g)(2). printed: an input."
)
_MOVERS_NAMED = 5
_HEADINGS = {
    "estimates": "Estimates",
    "weights": "Weights, percent",
    "criteria": "Criteria",
    "state_criteria": "Criteria",
    "processor_criteria": "Criteria",
    "imports": "Imports and the overall allotment quantity",
    "threshold_carryover_stocks": "Imports and the overall allotment quantity",
    "overall_allotment_quantity": "Imports and the overall allotment quantity",
    "bases": "Averages (weighted bases)",
    "percentage_factors": "Percentage factors, percent",
    "sectors": "Sector allotments",
    "restraint": "Restraint",
    "states": "State cane sugar allotments",
    "processors": "Processor allocations",
    "crystalline_fructose": "Crystalline fructose",
}


class DifferenceRecord(TypedDict):
    """One figure of both determinations as plain data."""

    figure: str
    title: str
    unit: str
    first: str | None
    second: str | None
    difference: str | None
    rounded_difference: str | None
    percent: str | None
    origin: str


class ComparisonData(TypedDict):
    """A comparison as data: what its JSON holds."""

    format: int
    fiscal_years: list[int]
    differences: list[DifferenceRecord]


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure in both determinations; ``None`` where one of them does not have it."""

    path: str
    title: str
    unit: str
    first: int | Fraction | None
    second: int | Fraction | None
    origin: str

    @property
    def difference(self) -> int | Fraction | None:
        """Second less first, exact. [short tons or ratio]."""
        if self.first is None or self.second is None:
            return None
        return self.second - self.first

    @property
    def percent(self) -> Fraction | None:
        """The difference as a percentage of the first; ``None`` where that is zero."""
        difference = self.difference
        if difference is None or not self.first:
            return None
        return Fraction(100 * difference) / abs(Fraction(self.first))

    @property
    def changed(self) -> bool:
        """Whether the two differ."""
        return self.first != self.second

    def record(self) -> DifferenceRecord:
        """Return the difference as plain data; numbers are text, exact unless called rounded."""
        difference, percent = self.difference, self.percent
        return {
            "figure": self.path,
            "title": self.title,
            "unit": self.unit,
            "first": _text(self.first),
            "second": _text(self.second),
            "difference": _text(difference),
            "rounded_difference": None if difference is None else self.show(difference),
            "percent": None if percent is None else grouped(percent, 2),
            "origin": self.origin,
        }

    def show(self, value: int | Fraction) -> str:
        """Return a value of this figure in print: whole short tons, or percent."""
        return grouped(value * 100, 3) if self.unit == "ratio" else grouped(value)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two determinations side by side.

    Attributes
    ----------
    fiscal_years : tuple of int
        Of the first and of the second.
    differences : tuple of Difference
        Every figure that either has, in the order of the notice, changed or not.
    """

    fiscal_years: tuple[int, int]
    differences: tuple[Difference, ...]

    @property
    def gains(self) -> tuple[Difference, ...]:
        """Sectors, States and processors that get more in the second, the largest gain first."""
        return self._moved(1)

    @property
    def losses(self) -> tuple[Difference, ...]:
        """Sectors, States and processors that get less in the second, the largest loss first."""
        return self._moved(-1)

    def _moved(self, sign: int) -> tuple[Difference, ...]:
        found = [
            (one.difference * sign, one)
            for one in self.differences
            if one.path.startswith(("sectors.", "states.", "processors."))
            and one.difference is not None
            and one.difference * sign > 0
        ]
        return tuple(one for _, one in sorted(found, key=lambda pair: -pair[0]))

    def __str__(self) -> str:
        rows = list(self._rows())
        if not rows:
            return f"{self._caption}\n\nNothing differs."
        table = text_table(_HEADERS, rows, _ALIGN)
        return f"{self._caption}\n\n{table}\n\n{paragraphs(self._notes())}"

    def _repr_html_(self) -> str:
        return html_table(self._caption, _HEADERS, self._rows(), _ALIGN, self._notes())

    @property
    def _caption(self) -> str:
        first, second = self.fiscal_years
        years = f"year {first}" if first == second else f"years {first} and {second}"
        return f"Two determinations compared, fiscal {years}"

    def _rows(self) -> Iterator[tuple[str, ...]]:
        heading = ""
        for one in self.differences:
            if not one.changed:
                continue
            if (section := _HEADINGS[one.path.partition(".")[0]]) != heading:
                heading = section
                yield (heading,)
            percent = "" if one.percent is None else f"{_signed(grouped(one.percent, 2))}%"
            change = "" if one.difference is None else _signed(one.show(one.difference))
            first, second = ("" if v is None else one.show(v) for v in (one.first, one.second))
            yield f"  {one.title}", first, second, change, percent, one.origin

    def _notes(self) -> list[str]:
        return [
            "Short tons, raw value, rounded half up; figures that do not differ are left out.",
            *_movers("Gain", self.gains),
            *_movers("Lose", self.losses),
            _HOW,
        ]

    def records(self) -> list[DifferenceRecord]:
        """Return a record for each figure, for ``pandas.DataFrame`` or ``polars.DataFrame``."""
        return [one.record() for one in self.differences]

    def to_json(self) -> str:
        """Return the comparison as JSON, described by docs/comparison.schema.json."""
        data: ComparisonData = {
            "format": 1,
            "fiscal_years": list(self.fiscal_years),
            "differences": self.records(),
        }
        return json.dumps(data, indent=2, ensure_ascii=False)


def compare(first: act1990.Determination, second: act1990.Determination) -> Comparison:
    """Return two determinations side by side: what changes, who gains, who loses.

    >>> import allotments
    >>> inputs = allotments.load("fy1995").inputs
    >>> chosen = allotments.determine(inputs)
    >>> equal = allotments.determine(inputs.replace(weights=(1, 1, 1)))
    >>> comparison = compare(chosen, equal)
    >>> [(one.path, one.record()["rounded_difference"]) for one in comparison.losses[:2]]
    [('sectors.beet', '-50,219'), ('processors.beet.American Crystal Sugar Co', '-11,981')]

    Parameters
    ----------
    first, second
        Differences are second less first.
    """
    ours, theirs = act1990.figures(first), act1990.figures(second)
    paths = [path for path in {**ours, **theirs} if path.partition(".")[0] in _HEADINGS]
    order = list(_HEADINGS)
    paths.sort(key=lambda path: order.index(path.partition(".")[0]))
    return Comparison(
        fiscal_years=(first.inputs.fiscal_year, second.inputs.fiscal_year),
        differences=tuple(_difference(ours.get(path), theirs.get(path)) for path in paths),
    )


def _difference(first: Figure | None, second: Figure | None) -> Difference:
    known = second or first
    assert known is not None
    return Difference(
        path=known.path,
        title=known.title,
        unit=known.unit,
        first=None if first is None else first.value,
        second=None if second is None else second.value,
        origin=known.origin,
    )


def _text(value: int | Fraction | None) -> str | None:
    return None if value is None else str(value)


def _signed(number: str) -> str:
    return number if number.startswith("-") or not number.strip("0.,") else f"+{number}"


def _movers(verb: str, moved: tuple[Difference, ...]) -> list[str]:
    if not moved:
        return []
    named = (
        f"{one.title} ({_signed(grouped(half_up(one.difference or 0)))})"
        for one in moved[:_MOVERS_NAMED]
    )
    others = len(moved) - _MOVERS_NAMED
    more = f", and {others} more" if others > 0 else ""
    return [f"{verb}: {', '.join(named)}{more}."]
