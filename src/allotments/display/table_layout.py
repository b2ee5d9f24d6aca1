"""The layout of a printed table, and its lines filled with a determination's figures.

A :class:`Table` says what is printed round the numbers, and has a function from figures to
:class:`Line` s, made of the four functions here; every form of the table is made of those lines. An
Act keeps the tables of its notices beside its formulas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, NamedTuple, TypeAlias

from allotments.core.units import PRINT_UNITS
from allotments.display.text_and_html import visible
from allotments.figures.figure import Exact, Figure, Key
from allotments.rounding import grouped, half_up

Figures: TypeAlias = Mapping[str, Figure]


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of numbers: its head, line by line as printed, and its widths in characters."""

    head: tuple[str, ...]  # each as wide as the others, standing at the column's end
    width: int
    number: int  # the field in which numbers end one under the other
    lead: int = 1  # blanks before that field; the rule over a total spares them too

    @property
    def title(self) -> str:
        """The head on one line."""
        return " ".join(" ".join(self.head).split())


@dataclass(frozen=True)
class Number:
    """A number of a table: exact, rounded in the unit of print, and as printed."""

    exact: Fraction  # short tons, or a ratio where the unit is percent
    rounded: Fraction
    printed: str
    unit: str
    key: Key  # of the figure; of a sum "total" and what it adds up


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of a filled table; only rows and totals have numbers, one for each column."""

    kind: Literal["row", "total", "heading", "label", "remark", "blank", "rule"]
    text: str = ""
    indent: int = 0
    numbers: tuple[Number, ...] = ()
    shares: tuple[Number, ...] = ()
    source: str = ""
    origin: Any = ""  # of the numbers: that of their figures; sum for a total


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of a notice: all that is printed but the numbers and names."""

    title: str
    form: str  # the document and place that the form is taken from
    source: str  # the paragraphs of the Act
    stub: int  # width of the texts with their leaders
    columns: tuple[Column, ...]
    lines: Callable[..., Iterable[Line]]  # of figures, and of a wording where there are some
    wordings: tuple[str, ...] = ()  # of a text that the notice prints in several, in their order
    spanner: str = ""  # over all columns
    shares: str = ""  # what the bracketed percentages are

    def filled(self, figures: Figures, wording: str | None = None) -> list[Line]:
        """Return the lines of the table, with its first wording or another one."""
        chosen = (self.wordings[0] if wording is None else wording,) if self.wordings else ()
        return list(self.lines(figures, *chosen))


BLANK, RULE = Line(kind="blank"), Line(kind="rule")
IN_PART = "Other rows are not known."


def heading(text: str, *, first: bool = False) -> list[Line]:
    """Return a heading with an empty line below, and above it unless it is the *first* line."""
    return [BLANK] * (not first) + [Line(kind="heading", text=text), BLANK]


class Style(NamedTuple):
    """What the rows of one part of a table have in common."""

    unit: str
    places: int
    source: str
    indent: str = ""


def row(
    figures: Figures, style: Style, text: str, paths: Sequence[str], shares: Sequence[str] = ()
) -> Line | None:
    """Return the row of the figures at *paths*, one for each column, *shares* beside them.

    ``None`` where one of them is not established.
    """
    if not all(path in figures for path in (*paths, *shares)):
        return None
    return Line(
        kind="row",
        text=text,
        indent=len(style.indent),
        numbers=tuple(number(figures[path], style.unit, style.places) for path in paths),
        shares=tuple(number(figures[path], "percent", 1) for path in shares),
        source=style.source,
        origin=figures[paths[0]].origin,
    )


def division(figures: Figures, style: Style, family: str, group: str = "") -> list[Line | None]:
    """Return a row for each recipient of a family, or of its group; one that is empty for none."""
    return [
        row(figures, style, visible(one.recipient), [path])
        for path, one in figures.items()
        if one.family == family and one.group == group
    ] or [None]


def groups_of(figures: Figures, family: str, but: str) -> list[str]:
    """Return the groups of a family that figures have, but for one of them."""
    found = dict.fromkeys(one.group for one in figures.values() if one.family == family)
    return [group for group in found if group != but]


def with_total(
    rows: Sequence[Line | None],
    total: str,
    remark: str,
    *,
    rule_after: bool = False,
    whole: Line | None = None,
    in_part: bool = False,
) -> Iterator[Line]:
    """Yield *rows* and under two or more of them their total, the sum of the printed numbers.

    The total has the numbers of *whole* instead, if that is given. Where a row is not established,
    *remark* stands after the others, and no total; nor where the rows are known *in_part*, which is
    said. Blanks that lead the texts are their indents.
    """
    known = [line for line in rows if line is not None]
    yield from known
    if in_part and known:
        yield Line(kind="remark", text=IN_PART, indent=known[0].indent)
        return
    if len(known) < len(rows):
        stub, indent = _stub(remark)
        yield Line(kind="remark", text=stub, indent=indent)
    elif total and len(known) > 1:
        stub, indent = _stub(total)
        line = Line(
            kind="total",
            text=stub,
            indent=indent,
            numbers=whole.numbers if whole else _sums(known),
            source=known[0].source,
            origin=whole.origin if whole else "sum",
        )
        yield from (line, RULE) if rule_after else (RULE, line)


def number(figure: Figure, unit: str, places: int) -> Number:
    """Return a figure as it is printed."""
    return _number(figure.key, figure.value, unit, places)


def _number(key: Key, value: Exact, unit: str, places: int) -> Number:
    rounded = Fraction(half_up(Fraction(value) / PRINT_UNITS[unit], Fraction(1, 10**places)))
    mark = "%" if unit == "percent" else ""
    return Number(Fraction(value), rounded, f"{grouped(rounded, places)}{mark}", unit, key)


def _sums(rows: Sequence[Line]) -> tuple[Number, ...]:
    return tuple(map(_sum, zip(*(one.numbers for one in rows), strict=True)))


def _sum(numbers: Sequence[Number]) -> Number:
    key, unit = numbers[0].key, numbers[0].unit
    places = len(numbers[0].printed.partition(".")[2])
    total = sum(one.rounded for one in numbers)
    of = Key(f"total.{key.family}", key.group)
    return _number(of, total * PRINT_UNITS[unit], unit, places)


def _stub(text: str) -> tuple[str, int]:
    stub = text.lstrip()
    return stub, len(text) - len(stub)
