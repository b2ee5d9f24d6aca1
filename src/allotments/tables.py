"""The tables of the notice, as the Federal Register printed them and in the forms of today.

Every function takes a determination, or the notice of one, and the name of a table
(:func:`names`), or no name for all tables in the order of the notice. Rows are rounded one by one,
half up, and a total is the sum of its printed rows. Under the Act of 1990 quantities are printed in
thousands of short tons, raw value, and the tables are:

===================  =======================================================================
name                 table
===================  =======================================================================
estimates            consumption, stocks, production and imports
percentage_factors   the criteria of each sector, their weighted average and its share
states               State cane sugar allotments
allocations          sectors, States, beet processors, and each State's cane processors
===================  =======================================================================
"""

from __future__ import annotations

import csv as csv_format
import difflib
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import with_config
from typing_extensions import TypedDict  # pydantic reads no other before Python 3.12

from allotments.acts import act_of
from allotments.core.errors import InvalidInput
from allotments.core.exact import shown
from allotments.determination import Determination, determination_of
from allotments.display.csv_cells import no_formula
from allotments.display.excel import Cell, Sheet, write_workbook
from allotments.display.frames import pandas_frame, polars_frame
from allotments.display.json_records import PLAIN, as_json
from allotments.display.latex import latex_table
from allotments.display.table_layout import Line, Number, Table
from allotments.display.text_and_html import html_table, markdown_table, markdown_text
from allotments.display.typesetting import typeset
from allotments.rounding import grouped

__all__ = [
    "COLUMNS",
    "FigureData",
    "Html",
    "Markdown",
    "TablesData",
    "csv",
    "data",
    "excel",
    "federal_register",
    "html",
    "json",
    "latex",
    "markdown",
    "names",
    "records",
    "to_pandas",
    "to_polars",
]

COLUMNS = (
    "table",
    "group",
    "row",
    "total",
    "short_tons",
    "rounded",
    "printed",
    "unit",
    "origin",
    "source",
)
"""The columns of :func:`csv`."""

_UNITS = {"TST": "TST: thousand short tons. "}
_TOTALS = {True: "a total adds up the printed rows", False: "a total is printed from its own value"}
_ORIGINS = {
    "recorded": "Recorded as printed, not computed",
    "pro rata": "Recorded, and changed by the percentage that the allotment changed ({})",
    "projected": "Projected by shares that reproduce earlier prints, not printed by anyone",
}
_GROUPS = {"states": "State allotments", "beet": "beet processors"}


class Html(str):
    """HTML that a notebook shows as the table that it is; a string everywhere else."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return str(self)


class Markdown(str):
    """Markdown that a notebook shows as the table that it is; a string everywhere else."""

    __slots__ = ()

    def _repr_markdown_(self) -> str:
        return str(self)


@with_config(PLAIN)
class FigureData(TypedDict):
    """A figure of a table, as the JSON of the tables holds it."""

    table: str
    """The name of the table."""
    group: str
    """`sectors`, `states`, `beet`, `cane`, or a State; empty for estimates."""
    row: str
    """The text of the row, without leaders."""
    total: bool
    """Whether it is the sum of printed rows above it."""
    exact: str | None
    """The exact quantity in short tons, raw value: a whole number, or a ratio of two; of a total
    the sum of its printed rows; null where the unit is `percent`."""
    rounded: float
    """The number as printed, in `unit`."""
    printed: str
    """The same, character for character."""
    unit: Literal["TST, raw value", "short tons, raw value", "percent"]
    """`TST, raw value` (thousand short tons), `short tons, raw value`, or `percent`."""
    origin: Literal["input", "computed", "recorded", "pro rata", "projected", "sum"]
    """How the number came about; `input` is as printed or as supposed instead, `sum` a
    total of printed rows."""
    source: str
    """The paragraph of the Act."""


@with_config(PLAIN)
class TablesData(TypedDict):
    """The tables of a notice, figure by figure."""

    format: Literal[1]
    """The version of this format."""
    fiscal_year: int
    """Of the determination."""
    figures: list[FigureData]
    """In the order of print."""


def names(determination: Any) -> tuple[str, ...]:
    """Return the names of the tables of a determination's Act, in the order of the notice.

    >>> import allotments
    >>> names(allotments.load("fy1995"))
    ('estimates', 'percentage_factors', 'states', 'allocations')
    """
    return tuple(act_of(determination).tables)


def federal_register(
    determination: Any, table: str | None = None, *, wording: str | None = None
) -> str:
    """Return a table as the Federal Register prints it, trailing blanks included.

    It is as wide as in the notice, and wider as a whole where a name or a number does not fit.

    >>> import allotments
    >>> determination = allotments.determine(allotments.load("fy1995").inputs)
    >>> print(federal_register(determination, "states"))  # doctest: +NORMALIZE_WHITESPACE
    ------------------------------------------------------------------------
                                                                   TST, raw
                                                                    value
    ------------------------------------------------------------------------
    Florida....................................................    1,687.380
    Hawaii.....................................................      773.180
    Louisiana..................................................      869.856
    Puerto Rico................................................       71.397
    Texas......................................................      131.650
    ------------------------------------------------------------------------

    Parameters
    ----------
    determination
        Where the numbers and names come from, or the notice of one.
    table
        One of :func:`names`; without it, all of the notice with an empty line between.
    wording
        Of a table that the notice prints in several, such as the estimates of fiscal year 1995:
        "carryover" where it explains them, "carry-over" where it prints them again, in item 1.
        Without it, all of them among all tables, and the first for the one table.

    Raises
    ------
    InvalidInput
        If *table* or *wording* is another word, or *wording* is given for another table.
    TypeError
        If *determination* is something else.
    """
    chosen = _chosen(determination, table)
    known = dict.fromkeys(word for layout in chosen.layouts.values() for word in layout.wordings)
    if wording is not None and wording not in known:
        expected = f"expected one of {_listed(known)}" if known else "expected none for this table"
        raise InvalidInput([f"wording: found {shown(wording)}, {expected}"])
    return "\n\n".join(
        typeset(layout, layout.filled(chosen.determination.figures, word))
        for layout in chosen.layouts.values()
        for word in _wordings(layout, wording, every=table is None)
    )


def _wordings(layout: Table, wording: str | None, *, every: bool) -> Sequence[str | None]:
    if wording in layout.wordings:
        return [wording]
    return layout.wordings if every and wording is None and layout.wordings else [None]


def markdown(determination: Any, table: str | None = None) -> Markdown:
    r"""Return a table in GitHub's Markdown, with its caption above and its sources below.

    >>> import allotments
    >>> determination = allotments.determine(allotments.load("fy1995").inputs)
    >>> print(markdown(determination, "states"))
    **State cane sugar allotments, fiscal year 1995**
    <BLANKLINE>
    |             | TST, raw value |
    | :---------- | -------------: |
    | Florida     |      1,687.380 |
    | Hawaii      |        773.180 |
    | Louisiana   |        869.856 |
    | Puerto Rico |         71.397 |
    | Texas       |        131.650 |
    <BLANKLINE>
    Source: 1938 Act, sec. 359c(f). Form: FR Doc. 94-25622, item 6.
    <BLANKLINE>
    Recorded as printed, not computed: State allotments.
    <BLANKLINE>
    TST: thousand short tons. Each row is rounded half up; a total adds up the printed rows.

    Parameters
    ----------
    determination, table
        As for :func:`federal_register`.

    Raises
    ------
    InvalidInput
        If *table* is not one of :func:`names`.
    TypeError
        If *determination* is something else.
    """
    chosen = _chosen(determination, table)
    return Markdown("\n\n".join(_markdown(one, chosen) for one in chosen.layouts.values()))


def html(determination: Any, table: str | None = None) -> Html:
    """Return a table as HTML for a notebook or a page; its style stays within it.

    >>> import allotments
    >>> determination = allotments.determine(allotments.load("fy1995").inputs)
    >>> "<td class='end'>869.856</td>" in html(determination, "states")
    True

    Parameters
    ----------
    determination, table
        As for :func:`federal_register`.

    Raises
    ------
    InvalidInput
        If *table* is not one of :func:`names`.
    TypeError
        If *determination* is something else.
    """
    chosen = _chosen(determination, table)
    return Html("\n".join(_html(one, chosen) for one in chosen.layouts.values()))


def csv(determination: Any, table: str | None = None) -> str:
    r"""Return the figures of a table as CSV, one line each, under :data:`COLUMNS`.

    Exact quantities are written as decimals, rounded half up to the millionth of a short ton where
    they do not end before. A text that a spreadsheet would take for a formula (it begins with
    ``=``, ``+``, ``-`` or ``@``) gets an apostrophe in front.

    >>> import allotments
    >>> determination = allotments.determine(allotments.load("fy1995").inputs)
    >>> print(csv(determination, "states").splitlines()[3])  # doctest: +NORMALIZE_WHITESPACE
    states,states,Louisiana,False,869856,869.856,869.856,"TST, raw value",recorded,"1938 Act,
    sec. 359c(f)"

    Parameters
    ----------
    determination, table
        As for :func:`federal_register`.

    Returns
    -------
    Text with ``\n`` at the end of each line; the first has the names of the columns.

    Raises
    ------
    InvalidInput
        If *table* is not one of :func:`names`.
    TypeError
        If *determination* is something else.
    """
    text = io.StringIO()
    writer = csv_format.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for record in records(determination, table):
        writer.writerow([_csv_cell(column, record) for column in COLUMNS])
    return text.getvalue()


def records(determination: Any, table: str | None = None) -> list[dict[str, Any]]:
    """Return the figures of a table, a ``dict`` each, as DataFrames take them.

    >>> import allotments
    >>> determination = allotments.determine(allotments.load("fy1995").inputs)
    >>> beet = records(determination, "allocations")[0]
    >>> beet["row"], beet["short_tons"], beet["printed"], beet["origin"]
    ('Beet sugar', 4355530.920060332, '4,355.5', 'computed')
    >>> beet["exact"]
    '2887717000/663'

    Parameters
    ----------
    determination, table
        As for :func:`federal_register`.

    Returns
    -------
    In the order of print, with these columns:

    ==========  ======================  ======================================================
    column      type                    content
    ==========  ======================  ======================================================
    table       ``str``                 name of the table
    group       ``str``                 ``sectors``, ``states``, ``beet``, ``cane``, or a State;
                                        empty for estimates
    row         ``str``                 text of the row, without leaders
    total       ``bool``                whether it is the sum of printed rows above it
    short_tons  ``float`` or ``None``   the quantity, raw value; of a total the sum of its printed
                                        rows; ``None`` where *unit* is ``percent``
    exact       ``str`` or ``None``     the same exactly: a whole number, or a ratio of two
    rounded     ``float``               the number as printed, in *unit*
    printed     ``str``                 the same, character for character
    unit        ``str``                 ``TST, raw value`` (thousand short tons) or ``percent``
    origin      ``str``                 ``input`` (as printed or as supposed instead),
                                        ``computed``, ``recorded`` (as printed, not
                                        computed), ``pro rata`` (recorded, and changed as its
                                        allotment), ``sum`` of printed rows
    source      ``str``                 paragraph of the Act
    ==========  ======================  ======================================================

    Raises
    ------
    InvalidInput
        If *table* is not one of :func:`names`.
    TypeError
        If *determination* is something else.
    """
    chosen = _chosen(determination, table)
    return [
        {
            "table": name,
            "group": column.group or line.group,
            "row": line.text,
            "total": line.kind == "total",
            "short_tons": None if number.unit == "percent" else float(number.exact),
            "exact": None if number.unit == "percent" else str(number.exact),
            "rounded": float(number.rounded),
            "printed": number.printed,
            "unit": number.unit if number.unit == "percent" else f"{number.unit}, raw value",
            "origin": line.origin,
            "source": _pro_rata(chosen) if line.origin == "pro rata" else line.source,
        }
        for name, layout in chosen.layouts.items()
        for line in _lines(layout, chosen)
        if line.numbers
        for column, number in zip(layout.columns, line.numbers, strict=True)
    ]


def data(determination: Any, table: str | None = None) -> TablesData:
    """Return what :func:`json` holds."""
    determined = determination_of("determination", determination)
    figures: list[FigureData] = [
        {
            "table": record["table"],
            "group": record["group"],
            "row": record["row"],
            "total": record["total"],
            "exact": record["exact"],
            "rounded": record["rounded"],
            "printed": record["printed"],
            "unit": record["unit"],
            "origin": record["origin"],
            "source": record["source"],
        }
        for record in records(determined, table)
    ]
    return {
        "format": 1,
        "fiscal_year": determined.fiscal_year,
        "figures": figures,
    }


def json(determination: Any, table: str | None = None) -> str:
    """Return the figures of a table as JSON, described by docs/tables.schema.json.

    >>> import allotments
    >>> determination = allotments.determine(allotments.load("fy1995").inputs)
    >>> '"exact": "2887717000/663"' in json(determination, "allocations")
    True

    Parameters
    ----------
    determination, table
        As for :func:`federal_register`.

    Raises
    ------
    InvalidInput
        If *table* is not one of :func:`names`.
    TypeError
        If *determination* is something else.
    """
    return as_json(data(determination, table))


def to_pandas(determination: Any, table: str | None = None) -> Any:
    """Return :func:`records` as a ``pandas.DataFrame``; needs pandas.

    Parameters
    ----------
    determination, table
        As for :func:`federal_register`.
    """
    return pandas_frame(records(determination, table))


def to_polars(determination: Any, table: str | None = None) -> Any:
    """Return :func:`records` as a ``polars.DataFrame``; needs polars.

    Parameters
    ----------
    determination, table
        As for :func:`federal_register`.
    """
    return polars_frame(records(determination, table))


def latex(determination: Any, table: str | None = None) -> str:
    r"""Return a table in LaTeX, which needs no package of LaTeX's to set it.

    >>> import allotments
    >>> determination = allotments.determine(allotments.load("fy1995").inputs)
    >>> print(latex(determination, "states").splitlines()[8])
    Louisiana & 869.856 \\

    Parameters
    ----------
    determination, table
        As for :func:`federal_register`.

    Raises
    ------
    InvalidInput
        If *table* is not one of :func:`names`.
    TypeError
        If *determination* is something else.
    """
    chosen = _chosen(determination, table)
    return "\n\n".join(_ruled(latex_table, one, chosen) for one in chosen.layouts.values())


def excel(determination: Any, path: str | Path, table: str | None = None) -> None:
    """Write a workbook with a sheet for each table, in which numbers are numbers.

    They are those of print, in the unit of print; formats show them with the digits of print.
    Needs openpyxl, which the extra ``allotments[excel]`` installs.

    Parameters
    ----------
    determination, table
        As for :func:`federal_register`.
    path
        Of the file, which is overwritten: ``"fy1995.xlsx"``.

    Raises
    ------
    InvalidInput
        If *table* is not one of :func:`names`.
    TypeError
        If *determination* is something else.
    """
    chosen = _chosen(determination, table)
    write_workbook([_sheet(name, one, chosen) for name, one in chosen.layouts.items()], path)


class _Chosen(NamedTuple):
    """A determination, and the layouts of the tables that are wanted."""

    determination: Determination
    layouts: Mapping[str, Table]


def _chosen(determination: Any, table: str | None) -> _Chosen:
    """Return what is wanted, once both arguments are what they should be."""
    determined = determination_of("determination", determination)
    layouts = act_of(determined).tables
    if table is None:
        return _Chosen(determined, layouts)
    if table not in layouts:
        near = difflib.get_close_matches(str(table), layouts)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        fault = f"found {shown(table)}, expected one of {_listed(layouts)}{hint}"
        raise InvalidInput([f"table: {fault}"])
    return _Chosen(determined, {table: layouts[table]})


def _sheet(name: str, layout: Table, chosen: _Chosen) -> Sheet:
    lines = _lines(layout, chosen)
    rows: list[list[Cell]] = [["", *_titles(layout)]]
    rows += [[" " * line.indent + line.text, *map(_excel_cell, line.numbers)] for line in lines]
    return Sheet(name, _caption(layout, chosen), rows, _notes(layout, lines, chosen))


def _excel_cell(number: Number) -> Cell:
    decimals = number.printed.rstrip("%").partition(".")[2]
    shown_as = f"#,##0{'.' if decimals else ''}{'0' * len(decimals)}"
    return float(number.rounded), shown_as + '"%"' * number.printed.endswith("%")


def _listed(words: Iterable[str]) -> str:
    return ", ".join(map(repr, words))


def _lines(layout: Table, chosen: _Chosen) -> list[Line]:
    """Return the lines that have a text; shares, which print in brackets, on lines of their own."""
    lines = []
    for line in layout.filled(chosen.determination.figures):
        lines += [line] * (line.kind not in ("blank", "rule"))
        if line.shares:
            lines.append(replace(line, text=layout.shares, numbers=line.shares))
    return lines


def _cells(line: Line, layout: Table) -> list[str]:
    printed = [number.printed for number in line.numbers]
    return printed or [""] * len(layout.columns)


def _markdown(layout: Table, chosen: _Chosen) -> str:
    lines = _lines(layout, chosen)
    table = markdown_table(
        ["", *_titles(layout)],
        [[line.text, *_cells(line, layout)] for line in lines],
        _align(layout),
    )
    notes = map(markdown_text, _notes(layout, lines, chosen))
    return "\n\n".join([f"**{_caption(layout, chosen)}**", table, *notes])


def _html(layout: Table, chosen: _Chosen) -> str:
    return _ruled(html_table, layout, chosen)


def _ruled(render: Callable[..., str], layout: Table, chosen: _Chosen) -> str:
    lines = _lines(layout, chosen)
    return render(
        _caption(layout, chosen),
        ["", *_titles(layout)],
        [
            [line.text]
            if line.kind in ("heading", "label")
            else [" " * line.indent + line.text, *_cells(line, layout)]
            for line in lines
        ],
        _align(layout),
        _notes(layout, lines, chosen),
        totals={at for at, line in enumerate(lines) if line.kind == "total"},
    )


def _caption(layout: Table, chosen: _Chosen) -> str:
    return f"{layout.title}, fiscal year {chosen.determination.fiscal_year}"


def _titles(layout: Table) -> list[str]:
    over = f" ({layout.spanner.strip()})" if layout.spanner else ""
    return [column.title + over for column in layout.columns]


def _align(layout: Table) -> str:
    return "<" + ">" * len(layout.columns)


def _notes(layout: Table, lines: list[Line], chosen: _Chosen) -> list[str]:
    return [
        f"Source: {layout.source}. Form: {layout.form}.",
        *(
            f"{meaning.format(_pro_rata(chosen))}: {', '.join(groups)}."
            for origin, meaning in _ORIGINS.items()
            if (
                groups := dict.fromkeys(
                    _GROUPS.get(line.group, line.group) for line in lines if line.origin == origin
                )
            )
        ),
        _note(lines),
    ]


def _pro_rata(chosen: _Chosen) -> str:
    return f"1938 Act, {act_of(chosen.determination).pro_rata}"


def _note(lines: list[Line]) -> str:
    units = dict.fromkeys(number.unit for line in lines for number in line.numbers)
    totals = dict.fromkeys(line.origin == "sum" for line in lines if line.kind == "total")
    said = "; ".join(_TOTALS[summed] for summed in totals or [True])
    prefix = "".join(_UNITS.get(unit, "") for unit in units or ["TST"])
    return f"{prefix}Each row is rounded half up; {said}."


def _csv_cell(column: str, record: Mapping[str, Any]) -> object:
    if column == "short_tons" and record["exact"] is not None:
        decimal = grouped(Fraction(record["exact"]), 6).replace(",", "")
        return decimal.rstrip("0").rstrip(".")
    value = record[column]
    return no_formula(value) if column in ("group", "row") else value
