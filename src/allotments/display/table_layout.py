"""The words that describe a printed table, and the filling of one with a determination's figures.

A :class:`Table` is data: what the Federal Register printed round the numbers. An Act keeps those of
its notices beside its formulas. :func:`fill` takes the numbers from a determination and gives the
:class:`Line` s from which every form of the table is made, so that all forms agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from allotments.core.units import TST
from allotments.display.text_and_html import visible
from allotments.rounding import grouped, half_up

_UNIT, _PERCENT = "TST, raw value", "percent"


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of numbers: its head, line by line as printed, and its widths in characters."""

    head: tuple[str, ...]  # each as wide as the others, standing at the column's end
    width: int
    number: int  # the field in which numbers end one under the other
    lead: int = 1  # blanks before that field; the rule over a total spares them too
    group: str = ""  # what the column's figures belong to, where rows do not say it

    @property
    def title(self) -> str:
        """The head on one line."""
        return " ".join(" ".join(self.head).split())


@dataclass(frozen=True)
class Row:
    """A row in so many words: its text, leading blanks included, and a path for each column.

    A path names a figure of the determination: ``inputs.estimates.production``, ``sectors.beet``.
    *shares* are paths of ratios, printed as percent in brackets after the numbers.
    """

    text: str
    paths: tuple[str, ...]
    shares: tuple[str, ...] = ()

    @property
    def origin(self) -> str:
        """``"printed"`` for an input, ``"computed"`` for what follows from the inputs."""
        return "printed" if self.paths[0].startswith("inputs.") else "computed"


@dataclass(frozen=True, kw_only=True)
class Block:
    """Rows that belong together, with their heading and total.

    The rows are given, or stand for the items of the mapping at path *each*; with *groups*, a path
    of mappings by name, there is a set of rows and a total for every name not among *without*.
    Texts hold their leading blanks, and ``{name}`` or ``{group}`` where a name goes.
    """

    source: str
    places: int
    group: str = ""
    heading: str = ""
    rows: tuple[Row, ...] = ()
    each: str = ""
    groups: str = ""
    without: tuple[str, ...] = ()
    label: str = ""
    row: str = "{name}"
    total: str = ""  # printed under two rows or more
    total_rule: Literal["before", "after"] = "before"


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of a notice: all that is printed but the numbers and names."""

    title: str
    form: str  # the document and place that the form is taken from
    stub: int  # width of the texts with their leaders
    columns: tuple[Column, ...]
    blocks: tuple[Block, ...]
    spanner: str = ""  # over all columns
    shares: str = ""  # what the bracketed percentages are


@dataclass(frozen=True)
class Figure:
    """A number of a table: exact, rounded in the unit of print, and as printed."""

    exact: Fraction  # short tons, or a ratio where the unit is percent
    rounded: Fraction
    printed: str
    unit: str


@dataclass(frozen=True)
class Line:
    """A line of a filled table; only rows and totals have figures, one for each column."""

    kind: Literal["row", "total", "heading", "label", "remark", "blank", "rule"]
    text: str = ""
    indent: int = 0
    figures: tuple[Figure, ...] = ()
    shares: tuple[Figure, ...] = ()
    group: str = ""
    source: str = ""
    origin: str = ""  # of the figures: printed, computed, recorded, pro rata; sum for a total


_BLANK, _RULE = Line("blank"), Line("rule")


def fill(table: Table, determination: Any, **wording: str) -> list[Line]:
    """Return the lines of *table* under its head, with the figures of *determination*.

    *wording* fills the other fields of the rows' texts. What a determination has not established
    is replaced by a remark.
    """
    required = determination.allotments_required
    remark = "Not determined." if required else "No allotments required."
    lines: list[Line] = []
    for block in table.blocks:
        if block.heading:
            lines += [_BLANK] * bool(lines) + [Line("heading", block.heading), _BLANK]
        for group, label, rows in _sets(block, determination, wording):
            lines += [Line("label", label)] * bool(label)
            lines += _rows_and_total(block, group, rows, remark)
    return lines


def _find(determination: Any, path: str) -> Any:
    value = determination
    for name in path.split("."):
        if value is None:
            return None
        value = value.get(name) if isinstance(value, Mapping) else getattr(value, name)
    return value


_Rows: TypeAlias = list[
    tuple[str, str, tuple[Any, ...], tuple[Any, ...]]
]  # text, origin, numbers, shares


def _sets(
    block: Block, determination: Any, wording: Mapping[str, str]
) -> Iterable[tuple[str, str, _Rows]]:
    """Return group, label and rows of every set of rows in *block*; always one at least."""
    origins = determination.origins
    if block.groups:
        groups = _find(determination, block.groups) or {}
        sets = [
            (
                visible(group),
                _text(block.label, group=group),
                _items(block, items, origins.get(group)),
            )
            for group, items in groups.items()
            if group not in block.without
        ]
        return sets or [("", "", [])]
    if block.each:
        items = _find(determination, block.each)
        return [(block.group, "", _items(block, items, origins.get(block.group)))]
    rows = [
        (
            _text(row.text, **wording),
            row.origin,
            tuple(_find(determination, path) for path in row.paths),
            tuple(_find(determination, path) for path in row.shares),
        )
        for row in block.rows
    ]
    return [(block.group, "", rows)]


def _items(block: Block, items: Mapping[Any, Any] | None, origin: str | None) -> _Rows:
    return [
        (_text(block.row, name=name), origin or "computed", (value,), ())
        for name, value in (items or {}).items()
    ]


def _text(template: str, **names: object) -> str:
    return template.format(**{key: visible(name) for key, name in names.items()})


def _rows_and_total(block: Block, group: str, rows: _Rows, remark: str) -> list[Line]:
    known = [row for row in rows if None not in row[2] + row[3]]
    lines = [
        replace(
            _line("row", text, block, group),
            figures=_quantities(values, block.places),
            shares=_percents(shares),
            origin=origin,
        )
        for text, origin, values, shares in known
    ]
    if len(known) < len(rows) or not rows:
        return [*lines, _line("remark", _indent(block.row) + remark, block, group)]
    if not block.total or len(lines) == 1:
        return lines
    columns = zip(*(line.figures for line in lines), strict=True)
    total = replace(
        _line("total", _text(block.total, group=group), block, group),
        figures=tuple(_sum(column, block.places) for column in columns),
        origin="sum",
    )
    return [*lines, *((_RULE, total) if block.total_rule == "before" else (total, _RULE))]


def _line(kind: Literal["row", "total", "remark"], text: str, block: Block, group: str) -> Line:
    indent = len(_indent(text))
    return Line(kind, text[indent:], indent, group=group, source=block.source)


def _indent(text: str) -> str:
    return text[: len(text) - len(text.lstrip())]


def _quantities(values: tuple[Any, ...], places: int) -> tuple[Figure, ...]:
    unit = Fraction(1, 10**places)
    return tuple(
        _figure(Fraction(value), Fraction(half_up(Fraction(value) / TST, unit)), places)
        for value in values
    )


def _sum(figures: Iterable[Figure], places: int) -> Figure:
    """Return the total as the notice has it: the sum of the printed rows."""
    rounded = sum((figure.rounded for figure in figures), Fraction(0))
    return _figure(rounded * TST, rounded, places)


def _figure(exact: Fraction, rounded: Fraction, places: int) -> Figure:
    return Figure(exact, rounded, grouped(rounded, places), _UNIT)


def _percents(shares: tuple[Any, ...]) -> tuple[Figure, ...]:
    figures = []
    for share in map(Fraction, shares):
        rounded = Fraction(half_up(100 * share, Fraction(1, 10)))
        figures.append(Figure(share, rounded, f"{grouped(rounded, 1)}%", _PERCENT))
    return tuple(figures)
