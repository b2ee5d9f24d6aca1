"""The tables of the notice, as the Federal Register printed them and in the forms of today.

Every function takes a determination and the name of a table (:data:`NAMES`), or no name for all
tables in the order of the notice. Quantities are printed in thousands of short tons, raw value;
rows are rounded one by one, half up, and a total is the sum of its printed rows.

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
from dataclasses import replace
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from allotments.act1990.layouts import TABLES
from allotments.display import html_table, markdown_table
from allotments.layout import Line, Table, fill
from allotments.rounding import grouped
from allotments.typesetting import typeset

__all__ = [
    "COLUMNS",
    "NAMES",
    "Determination",
    "csv",
    "federal_register",
    "html",
    "markdown",
    "records",
]

NAMES = tuple(TABLES)
"""The names of the tables, in the order of the notice."""

COLUMNS = ("table", "group", "row", "total", "short_tons", "rounded", "printed", "unit", "source")
"""The columns of :func:`records` and :func:`csv`."""

_NOTE = "TST: thousand short tons. Each row is rounded half up; a total adds up the printed rows."
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # ASCII and full width


Determination: TypeAlias = Any
"""What has ``inputs`` (``fiscal_year``, ``estimates``, ``criteria``), ``imports``, ``bases``,
``percentage_factors``, ``sectors``, ``states`` and ``processors``, in short tons, raw value.

What is ``None`` or empty is remarked on in the tables.
"""


def federal_register(
    determination: Determination,
    table: str | None = None,
    *,
    carryover: Literal["carryover", "carry-over"] = "carryover",
) -> str:
    """Return a table as the Federal Register prints it, trailing blanks included.

    It is 72 characters wide, as in FR Doc. 94-25622, and wider as a whole where a name or a number
    does not fit.

    >>> from types import SimpleNamespace
    >>> determination = SimpleNamespace(inputs=SimpleNamespace(fiscal_year=1995), sectors={},
    ...     states={"Louisiana": 869_856, "Texas": 131_650})
    >>> print(federal_register(determination, "states"))  # doctest: +NORMALIZE_WHITESPACE
    ------------------------------------------------------------------------
                                                                   TST, raw
                                                                    value
    ------------------------------------------------------------------------
    Louisiana..................................................      869.856
    Texas......................................................      131.650
    ------------------------------------------------------------------------

    Parameters
    ----------
    determination
        Where the numbers and names come from.
    table
        One of :data:`NAMES`; without it, all of them with an empty line between.
    carryover
        The spelling in the estimates: the notice has "carryover" where it explains them, and
        "carry-over" in item 1.

    Raises
    ------
    ValueError
        If *table* or *carryover* is another word.
    """
    if carryover not in ("carryover", "carry-over"):
        raise ValueError(
            f"carryover: found {carryover!r}, expected one of 'carryover', 'carry-over'"
        )
    return "\n\n".join(
        typeset(TABLES[name], fill(TABLES[name], determination, carryover=carryover))
        for name in _chosen(table)
    )


def markdown(determination: Determination, table: str | None = None) -> str:
    r"""Return a table in GitHub's Markdown, with its caption above and its sources below.

    >>> from types import SimpleNamespace
    >>> determination = SimpleNamespace(inputs=SimpleNamespace(fiscal_year=1995), sectors={},
    ...     states={"Louisiana": 869_856, "Texas": 131_650})
    >>> print(markdown(determination, "states"))
    **State cane sugar allotments, fiscal year 1995**
    <BLANKLINE>
    |           | TST, raw value |
    | :-------- | -------------: |
    | Louisiana |        869.856 |
    | Texas     |        131.650 |
    <BLANKLINE>
    Source: 1938 Act, sec. 359c(f). Form: FR Doc. 94-25622, item 6.
    <BLANKLINE>
    TST: thousand short tons. Each row is rounded half up; a total adds up the printed rows.

    Parameters
    ----------
    determination, table
        As for :func:`federal_register`.

    Raises
    ------
    ValueError
        If *table* is not one of :data:`NAMES`.
    """
    return "\n\n".join(_markdown(TABLES[name], determination) for name in _chosen(table))


def html(determination: Determination, table: str | None = None) -> str:
    """Return a table as HTML for a notebook or a page; its style stays within it.

    >>> from types import SimpleNamespace
    >>> determination = SimpleNamespace(inputs=SimpleNamespace(fiscal_year=1995), sectors={},
    ...     states={"Louisiana": 869_856, "Texas": 131_650})
    >>> "<td class='end'>869.856</td>" in html(determination, "states")
    True

    Parameters
    ----------
    determination, table
        As for :func:`federal_register`.

    Raises
    ------
    ValueError
        If *table* is not one of :data:`NAMES`.
    """
    return "\n".join(_html(TABLES[name], determination) for name in _chosen(table))


def csv(determination: Determination, table: str | None = None) -> str:
    r"""Return the figures of a table as CSV, one line each, under the columns of :func:`records`.

    Exact quantities are written as decimals, rounded half up to the millionth of a short ton where
    they do not end before. A text that a spreadsheet would take for a formula (it begins with
    ``=``, ``+``, ``-`` or ``@``) gets an apostrophe in front.

    >>> from types import SimpleNamespace
    >>> determination = SimpleNamespace(inputs=SimpleNamespace(fiscal_year=1995), sectors={},
    ...     states={"Louisiana": 869_856, "Texas": 131_650})
    >>> print(csv(determination, "states").splitlines()[1])
    states,states,Louisiana,False,869856,869.856,869.856,"TST, raw value","1938 Act, sec. 359c(f)"

    Parameters
    ----------
    determination, table
        As for :func:`federal_register`.

    Returns
    -------
    Text with ``\n`` at the end of each line; the first has the names of the columns.

    Raises
    ------
    ValueError
        If *table* is not one of :data:`NAMES`.
    """
    text = io.StringIO()
    writer = csv_format.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for record in records(determination, table):
        writer.writerow([_csv_cell(column, record[column]) for column in COLUMNS])
    return text.getvalue()


def records(determination: Determination, table: str | None = None) -> list[dict[str, Any]]:
    """Return the figures of a table, a ``dict`` each, as DataFrames take them.

    >>> from types import SimpleNamespace
    >>> determination = SimpleNamespace(inputs=SimpleNamespace(fiscal_year=1995), sectors={},
    ...     states={"Louisiana": 869_856, "Texas": 131_650})
    >>> figures = records(determination, "states")
    >>> [(figure["row"], figure["short_tons"], figure["printed"]) for figure in figures]
    [('Louisiana', Fraction(869856, 1), '869.856'), ('Texas', Fraction(131650, 1), '131.650')]

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
    short_tons  ``Fraction`` or         the exact quantity, raw value; of a total the sum of its
                ``None``                printed rows; ``None`` where *unit* is ``percent``
    rounded     ``float``               the number as printed, in *unit*
    printed     ``str``                 the same, character for character
    unit        ``str``                 ``TST, raw value`` (thousand short tons) or ``percent``
    source      ``str``                 paragraph of the Act
    ==========  ======================  ======================================================

    Polars makes floats of the fractions, pandas keeps them exact.

    Raises
    ------
    ValueError
        If *table* is not one of :data:`NAMES`.
    """
    return [
        {
            "table": name,
            "group": column.group or line.group,
            "row": line.text,
            "total": line.kind == "total",
            "short_tons": None if figure.unit == "percent" else figure.exact,
            "rounded": float(figure.rounded),
            "printed": figure.printed,
            "unit": figure.unit,
            "source": line.source,
        }
        for name in _chosen(table)
        for line in _lines(TABLES[name], determination)
        if line.figures
        for column, figure in zip(TABLES[name].columns, line.figures, strict=True)
    ]


def _chosen(table: str | None) -> tuple[str, ...]:
    if table is None:
        return NAMES
    if table not in NAMES:
        near = difflib.get_close_matches(str(table), NAMES, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        expected = ", ".join(map(repr, NAMES))
        raise ValueError(f"table: found {table!r}, expected one of {expected}{hint}")
    return (table,)


def _lines(layout: Table, determination: Determination) -> list[Line]:
    """Return the lines that have a text; shares, which print in brackets, on lines of their own."""
    lines = []
    for line in fill(layout, determination, carryover="carryover"):
        lines += [line] * (line.kind not in ("blank", "rule"))
        if line.shares:
            lines.append(replace(line, text=layout.shares, figures=line.shares, shares=()))
    return lines


def _cells(line: Line, layout: Table) -> list[str]:
    printed = [figure.printed for figure in line.figures]
    return printed or [""] * len(layout.columns)


def _markdown(layout: Table, determination: Determination) -> str:
    lines = _lines(layout, determination)
    table = markdown_table(
        ["", *_titles(layout)],
        [[line.text, *_cells(line, layout)] for line in lines],
        _align(layout),
    )
    return "\n\n".join([f"**{_caption(layout, determination)}**", table, *_notes(layout)])


def _html(layout: Table, determination: Determination) -> str:
    lines = _lines(layout, determination)
    return html_table(
        _caption(layout, determination),
        ["", *_titles(layout)],
        [
            [line.text]
            if line.kind in ("heading", "label")
            else [" " * line.indent + line.text, *_cells(line, layout)]
            for line in lines
        ],
        _align(layout),
        _notes(layout),
        totals={at for at, line in enumerate(lines) if line.kind == "total"},
    )


def _caption(layout: Table, determination: Determination) -> str:
    return f"{layout.title}, fiscal year {determination.inputs.fiscal_year}"


def _titles(layout: Table) -> list[str]:
    over = f" ({layout.spanner.strip()})" if layout.spanner else ""
    return [column.title + over for column in layout.columns]


def _align(layout: Table) -> str:
    return "<" + ">" * len(layout.columns)


def _notes(layout: Table) -> list[str]:
    sources = "; ".join(dict.fromkeys(block.source for block in layout.blocks))
    return [
        f"Source: {sources}. Form: {layout.form}.",
        _NOTE,
    ]


def _csv_cell(column: str, value: Any) -> object:
    if isinstance(value, Fraction):
        decimal = grouped(value, 6).replace(",", "")
        return decimal.rstrip("0").rstrip(".")
    if column in ("group", "row") and value.lstrip().startswith(_FORMULA):
        return f"'{value}"
    return value
