"""Filled tables set as the Federal Register sets them: rules, leaders, every line equally wide.

Widths are those of the layout. Where a text or a number does not fit, its column is as wide as it
needs throughout, and the table with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from allotments.display.table_layout import Column, Line, Number, Table
from allotments.display.text_and_html import pad, width

_LEADER = "."  # one at least between a text and its numbers


def typeset(table: Table, lines: list[Line]) -> str:
    """Return *lines* under the head of *table*, trailing blanks included, no line feed at the end.

    >>> table = Table(title="", form="", source="", stub=12, lines=tuple,
    ...               columns=(Column(head=("TST",), width=6, number=5),))
    >>> typeset(table, [Line(kind="remark", text="None.")]).splitlines()
    ['------------------', '               TST', '------------------', \
'None.             ', '------------------']
    """
    measure = _measured(table, lines)
    rule = "-" * measure.total
    head = [pad(text, measure.total) for text in _head(table, measure)]
    body = [pad(_text(line, table, measure), measure.total) for line in lines]
    return "\n".join([rule, *head, rule, *body, rule])


@dataclass(frozen=True)
class _Measure:
    """The widths that a table is set in: of its texts, of each column, of each field in it."""

    stub: int
    columns: list[int]
    fields: list[int]

    @property
    def total(self) -> int:
        return self.stub + sum(self.columns)


def _measured(table: Table, lines: list[Line]) -> _Measure:
    numbered = [line for line in lines if line.numbers]
    texts = [line.indent + width(line.text) + len(_LEADER) * bool(line.numbers) for line in lines]
    columns, fields = [], []
    for at, column in enumerate(table.columns):
        field = max([column.number, *(width(line.numbers[at].printed) for line in numbered)])
        notes = [len(_note(share)) for line in numbered for share in line.shares[at : at + 1]]
        fields.append(field)
        columns.append(max(column.width, column.lead + field + max(notes, default=0)))
    return _Measure(max([table.stub, *texts]), columns, fields)


def _head(table: Table, measure: _Measure) -> list[str]:
    lines = []
    if table.spanner:
        span = measure.total - measure.stub - 1
        lines = [" " + _centred(table.spanner, span), " " + "-" * span]
    for texts in zip(*(column.head for column in table.columns), strict=True):
        cells = zip(texts, measure.columns, strict=True)
        lines.append("".join(pad(text, size, ">") for text, size in cells))
    return [" " * measure.stub + line for line in lines]


def _text(line: Line, table: Table, measure: _Measure) -> str:
    if line.kind == "heading":
        return _centred(line.text, measure.stub)
    if line.kind == "rule":
        rules = zip(table.columns, measure.columns, strict=True)
        cells = [" " * column.lead + "-" * (size - column.lead) for column, size in rules]
        return " " * measure.stub + "".join(cells)
    text = " " * line.indent + line.text
    if not line.numbers:
        return text
    cells = [
        pad(_number(column, field, figure) + _note(share), size)
        for column, field, size, figure, share in zip_longest(
            table.columns, measure.fields, measure.columns, line.numbers, line.shares
        )
    ]
    return pad(text, measure.stub, fill=_LEADER) + "".join(cells)


def _number(column: Column, field: int, figure: Number) -> str:
    return " " * column.lead + pad(figure.printed, field, ">")


def _note(share: Number | None) -> str:
    return f" ({share.printed})" if share else ""


def _centred(text: str, columns: int) -> str:
    """Return *text* in the middle; an odd blank stands before it, as in the notice."""
    return " " * (-((width(text) - columns) // 2)) + text
