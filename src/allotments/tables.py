"""The tables of the notice, as the Federal Register printed them and in the forms of today.

Every function takes a determination, or the notice or inputs of one, and the name of a table
(:func:`names`), or no name for all tables in the order of the notice. It raises
:exc:`~allotments.InvalidInput` if there is no table of that name, and ``TypeError`` if the
determination is something else. Rows are rounded one by one, half up, and a total is the sum of
its printed rows. Under the Act of 1990 quantities are printed in thousands of short tons, raw
value, and the tables are:

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
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import with_config
from typing_extensions import TypedDict  # pydantic reads no other before Python 3.12

from allotments.acts import act_of
from allotments.core.errors import Fault, InvalidInput
from allotments.core.exact import shown
from allotments.determination import determination_of, year_of
from allotments.display.csv_cells import no_formula
from allotments.display.excel import Cell, Sheet, write_workbook
from allotments.display.frames import pandas_frame, polars_frame
from allotments.display.json_records import PLAIN, as_json
from allotments.display.latex import latex_table
from allotments.display.result import Shown
from allotments.display.table_layout import Line, Number, Table
from allotments.display.text_and_html import visible
from allotments.display.typesetting import typeset
from allotments.figures.act import Act
from allotments.figures.figure import Figure, Key, Origin
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

_UNITS = {"TST": "TST: thousand short tons. "}
_TOTALS = {True: "a total adds up the printed rows", False: "a total is printed from its own value"}
_ORIGINS = {
    "recorded": "Recorded as printed, not computed",
    "pro rata": "Recorded, and changed by the percentage that the allotment changed ({})",
    "projected": "Projected by shares that reproduce earlier prints, not printed by anyone",
}
_GROUPS = {"": "State allotments", "beet": "beet processors"}


class Text(str):
    """A table as the Federal Register prints it, which a notebook shows line by line."""

    __slots__ = ()

    def _repr_pretty_(self, printer: Any, _cycle: object) -> None:
        printer.text(str(self))


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
    """A figure of a table: a record, and a line of CSV and JSON."""

    table: str
    """The name of the table."""
    figure: str
    """The figure's path, such as `sectors.beet`; of a total `total.` and what it adds up."""
    family: str
    """What kind of figure it is: `sectors`; that of a total begins with `total`."""
    group: str
    """The group within the family: `beet`, or a State; empty where there is none."""
    recipient: str
    """Whose figure it is; empty where it is nobody's."""
    row: str
    """The text of the row, without leaders."""
    total: bool
    """Whether it is the sum of printed rows above it."""
    short_tons: float | None
    """The quantity, raw value; of a total the sum of its printed rows; null where it is none."""
    exact: str | None
    """The same exactly: a whole number, or a ratio of two."""
    rounded: float
    """The number as printed, in `printed_unit`."""
    printed: str
    """The same, character for character."""
    printed_unit: Literal["TST, raw value", "short tons, raw value", "percent"]
    """`TST, raw value` (thousand short tons), `short tons, raw value`, or `percent`."""
    origin: Origin | Literal["sum"]
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


COLUMNS = tuple(FigureData.__annotations__)
"""The columns of :func:`csv` and of records."""


def names(determination: Any) -> tuple[str, ...]:
    """Return the names of the tables of a determination's Act, in the order of the notice.

    >>> import allotments
    >>> names(allotments.load("fy1995"))
    ('estimates', 'percentage_factors', 'states', 'allocations')
    """
    if not hasattr(determination, "act"):
        determination = determination_of("determination", determination)
    return tuple(act_of(determination).tables)


def federal_register(
    determination: Any, table: str | None = None, *, wording: str | None = None
) -> Text:
    """Return a table as the Federal Register prints it, trailing blanks included.

    It is as wide as in the notice, and wider as a whole where a name or a number does not fit.

    >>> import allotments
    >>> print(federal_register(allotments.load("fy1995"), "states"))
    ... # doctest: +NORMALIZE_WHITESPACE
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
        Where the numbers and names come from, or the notice or inputs of one.
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
    """
    determined, layouts = _chosen(determination, table)
    known = dict.fromkeys(word for layout in layouts.values() for word in layout.wordings)
    if wording is not None and not (isinstance(wording, str) and wording in known):
        expected = f"one of {_listed(known)}" if known else "none for this table"
        raise InvalidInput([Fault("wording", f"found {shown(wording)}", expected)])
    return Text(
        "\n\n".join(
            typeset(layout, layout.filled(determined.figures, word))
            for layout in layouts.values()
            for word in _wordings(layout, wording, every=table is None)
        )
    )


def _wordings(layout: Table, wording: str | None, *, every: bool) -> Sequence[str | None]:
    if wording in layout.wordings:
        return [wording]
    return layout.wordings if every and wording is None and layout.wordings else [None]


def markdown(determination: Any, table: str | None = None) -> Markdown:
    r"""Return a table in GitHub's Markdown, with its caption above and its sources below.

    >>> import allotments
    >>> print(markdown(allotments.load("fy1995"), "states"))
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
    """
    return Markdown("\n\n".join(one.shown.markdown() for one in _filled(determination, table)))


def html(determination: Any, table: str | None = None) -> Html:
    """Return a table as HTML for a notebook or a page; its style stays within it.

    >>> import allotments
    >>> "<td class='end'>869.856</td>" in html(allotments.load("fy1995"), "states")
    True
    """
    return Html("\n".join(one.shown.html() for one in _filled(determination, table)))


def latex(determination: Any, table: str | None = None) -> str:
    r"""Return a table in LaTeX, which needs no package of LaTeX's to set it.

    >>> import allotments
    >>> print(latex(allotments.load("fy1995"), "states").splitlines()[8])
    Louisiana & 869.856 \\
    """
    return "\n\n".join(latex_table(one.shown) for one in _filled(determination, table))


def excel(determination: Any, path: str | Path, table: str | None = None) -> None:
    """Write a workbook with a sheet for each table, in which numbers are numbers.

    They are those of print, in the unit of print; formats show them with the digits of print.
    Needs openpyxl, which the extra ``allotments[excel]`` installs. The file at *path*, such as
    ``"fy1995.xlsx"``, is overwritten.
    """
    write_workbook(map(_sheet, _filled(determination, table)), path)


def _sheet(one: _Filled) -> Sheet:
    rows: list[list[Cell]] = [list(map(str, one.shown.headers))]
    rows += [[" " * line.indent + line.text, *map(_excel_cell, line.numbers)] for line in one.lines]
    return Sheet(one.name, one.shown.caption, rows, list(map(str, one.shown.notes)))


def _excel_cell(number: Number) -> Cell:
    decimals = number.printed.rstrip("%").partition(".")[2]
    shown_as = f"#,##0{'.' if decimals else ''}{'0' * len(decimals)}"
    return float(number.rounded), shown_as + '"%"' * number.printed.endswith("%")


def csv(determination: Any, table: str | None = None) -> str:
    r"""Return the figures of a table as CSV, one line each, under :data:`COLUMNS`.

    ``short_tons`` are written as decimals, rounded half up to the millionth where they do not end
    before. A text that a spreadsheet would take for a formula (it begins with ``=``, ``+``, ``-``
    or ``@``) gets an apostrophe in front. Each line ends with ``\n``.

    >>> import allotments
    >>> print(csv(allotments.load("fy1995"), "states").splitlines()[3])
    ... # doctest: +NORMALIZE_WHITESPACE
    states,states.Louisiana,states,,Louisiana,Louisiana,False,869856,869856,869.856,869.856,"TST,
    raw value",recorded,"1938 Act, sec. 359c(f)"
    """
    text = io.StringIO()
    writer = csv_format.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for record in records(determination, table):
        writer.writerow([_csv_cell(column, record) for column in COLUMNS])
    return text.getvalue()


def _csv_cell(column: str, record: Mapping[str, Any]) -> object:
    if column == "short_tons" and record["exact"] is not None:
        decimal = grouped(Fraction(record["exact"]), 6).replace(",", "")
        return decimal.rstrip("0").rstrip(".")
    value = record[column]
    return no_formula(value) if column in ("group", "recipient", "row") else value


def records(determination: Any, table: str | None = None) -> list[FigureData]:
    """Return the figures of a table in the order of print, a ``dict`` each.

    :class:`FigureData` describes the columns. Totals are rows too, and what two tables print is
    there twice: ``frame[~frame.total].drop_duplicates("figure")`` leaves each figure once, as do
    the records of the determination itself.

    >>> import allotments
    >>> beet = records(allotments.load("fy1995"), "allocations")[0]
    >>> beet["row"], beet["short_tons"], beet["exact"], beet["printed"], beet["origin"]
    ('Beet sugar', 4355530.920060332, '2887717000/663', '4,355.5', 'computed')
    """
    determined = determination_of("determination", determination)
    return [
        _record(one.name, line, number, _pro_rata(act_of(determined)))
        for one in _filled(determined, table)
        for line in one.lines
        for number in line.numbers
    ]


def _record(table: str, line: Line, number: Number, pro_rata: str) -> FigureData:
    ratio = number.unit == "percent"
    unit: Any = number.unit if ratio else f"{number.unit}, raw value"
    key = Key(*map(visible, number.key))
    return {
        "table": table,
        "figure": key.path,
        "family": key.family,
        "group": key.group,
        "recipient": key.recipient,
        "row": line.text,
        "total": line.kind == "total",
        "short_tons": None if ratio else float(number.exact),
        "exact": None if ratio else str(number.exact),
        "rounded": float(number.rounded),
        "printed": number.printed,
        "printed_unit": unit,
        "origin": line.origin,
        "source": pro_rata if line.origin == "pro rata" else line.source,
    }


def data(determination: Any, table: str | None = None) -> TablesData:
    """Return what :func:`json` holds."""
    determined = determination_of("determination", determination)
    figures = records(determined, table)
    return {"format": 1, "fiscal_year": determined.fiscal_year, "figures": figures}


def json(determination: Any, table: str | None = None) -> str:
    """Return the figures of a table as JSON, described by docs/tables.schema.json."""
    return as_json(data(determination, table))


def to_pandas(determination: Any, table: str | None = None) -> Any:
    """Return :func:`records` as a ``pandas.DataFrame``; needs pandas."""
    return pandas_frame(records(determination, table))


def to_polars(determination: Any, table: str | None = None) -> Any:
    """Return :func:`records` as a ``polars.DataFrame``; needs polars."""
    return polars_frame(records(determination, table))


def _chosen(determination: Any, table: str | None) -> tuple[Any, Mapping[str, Table]]:
    """Return a determination and the layouts of the tables that are wanted."""
    determined = determination_of("determination", determination)
    layouts = act_of(determined).tables
    if table is None:
        return determined, layouts
    if not isinstance(table, str) or table not in layouts:
        near = difflib.get_close_matches(str(table), layouts)
        hint = f"did you mean {near[0]!r}?" if near else ""
        raise InvalidInput(
            [Fault("table", f"found {shown(table)}", f"one of {_listed(layouts)}", hint)]
        )
    return determined, {table: layouts[table]}


def _listed(words: Iterable[str]) -> str:
    return ", ".join(map(repr, words))


class _Filled(NamedTuple):
    """A table with a determination's figures."""

    name: str
    lines: list[Line]
    shown: Shown


def _filled(determination: Any, table: str | None) -> list[_Filled]:
    determined, layouts = _chosen(determination, table)
    return [_fill(name, layout, determined) for name, layout in layouts.items()]


def _fill(name: str, layout: Table, determination: Any) -> _Filled:
    lines = _lines(layout, determination.figures)
    over = f" ({layout.spanner.strip()})" if layout.spanner else ""
    empty = [""] * len(layout.columns)
    filled = Shown(
        f"{layout.title}, {year_of(determination)}",
        ["", *(column.title + over for column in layout.columns)],
        [
            [line.text]
            if line.kind in ("heading", "label")
            else [
                " " * line.indent + line.text,
                *([number.printed for number in line.numbers] or empty),
            ]
            for line in lines
        ],
        "<" + ">" * len(layout.columns),
        _notes(layout, lines, act_of(determination)),
        totals=[at for at, line in enumerate(lines) if line.kind == "total"],
    )
    return _Filled(name, lines, filled)


def _lines(layout: Table, figures: Mapping[str, Figure]) -> list[Line]:
    """Return the lines that have a text; shares, which print in brackets, on lines of their own."""
    lines = []
    for line in layout.filled(figures):
        lines += [line] * (line.kind not in ("blank", "rule"))
        if line.shares:
            lines.append(replace(line, text=layout.shares, numbers=line.shares))
    return lines


def _notes(layout: Table, lines: list[Line], act: Act) -> list[str]:
    notes = [f"Source: {layout.source}. Form: {layout.form}."]
    for origin, meaning in _ORIGINS.items():
        keys = [line.numbers[0].key for line in lines if line.origin == origin]
        if groups := dict.fromkeys(map(_group, keys)):
            notes.append(f"{meaning.format(_pro_rata(act))}: {', '.join(groups)}.")
    units = dict.fromkeys(number.unit for line in lines for number in line.numbers)
    totals = dict.fromkeys(line.origin == "sum" for line in lines if line.kind == "total")
    said = "; ".join(_TOTALS[summed] for summed in totals or [True])
    prefix = "".join(_UNITS.get(unit, "") for unit in units)
    return [*notes, f"{prefix}Each row is rounded half up; {said}."]


def _group(key: Key) -> str:
    return _GROUPS.get(key.group, visible(key.group))


def _pro_rata(act: Act) -> str:
    return f"1938 Act, {act.pro_rata}"
