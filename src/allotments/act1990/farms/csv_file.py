"""A State's table of farms as a CSV file: read with every fault at its line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from allotments.act1990.section_359f import CROP_YEARS
from allotments.core.errors import InvalidInput, did_you_mean
from allotments.core.exact import shown
from allotments.core.files import read_file
from allotments.core.limits import LARGEST_FARM_FILE

Row = tuple[str, dict[str, Any], list[str]]
"""Where it stands, a farm's data, and the faults found in it."""

_YEARS_BETWEEN = 2  # the crop of 1993 is the last before that of fiscal year 1995
_DECIMAL = re.compile(r"[0-9]{1,12}(\.[0-9]{1,12})?", re.ASCII)


def columns(fiscal_year: int) -> tuple[list[str], list[str], list[str]]:
    """Return the columns of a file of farms: the name, its acres, and those considered planted.

    >>> columns(1995)[1]
    ['acres_1989', 'acres_1990', 'acres_1991', 'acres_1992', 'acres_1993']
    """
    last = fiscal_year - _YEARS_BETWEEN
    years = range(last - CROP_YEARS + 1, last + 1)
    return (
        ["name"],
        [f"acres_{year}" for year in years],
        [f"considered_planted_{year}" for year in years],
    )


def read_farms(path: str | Path, fiscal_year: int) -> Iterator[Row]:
    """Yield the farms of a CSV file, whose columns :func:`columns` names.

    Raises
    ------
    InvalidInput
        If the file cannot be read, or its first line has other columns.
    """
    name = Path(path).name
    try:
        content = read_file(path, LARGEST_FARM_FILE, "a table of farms")
        lines = content.decode("utf-8-sig").splitlines(keepends=True)
        table = csv.reader(lines, strict=True)
        header = [cell.strip() for cell in next(table, [])]
        _check_header(name, header, fiscal_year)
        for cells in table:
            if any(cell.strip() for cell in cells):
                yield _row(f"{name}, line {table.line_num}", header, cells, fiscal_year)
    except (UnicodeDecodeError, csv.Error) as error:
        raise InvalidInput([f"{name}: found no CSV in UTF-8: {error}"]) from None


def _check_header(name: str, header: Sequence[str], fiscal_year: int) -> None:
    name_column, acres, considered = columns(fiscal_year)
    known = [*name_column, *acres, *considered]
    needed = known if set(header) & set(considered) else [*name_column, *acres]
    faults = [f"column {column!r} is missing" for column in needed if column not in header]
    faults += [
        f"unknown column {shown(column)}; {did_you_mean(column, known)}"
        for column in dict.fromkeys(header)
        if column not in known
    ]
    faults += [
        f"column {column!r} stands there more than once"
        for column in known
        if header.count(column) > 1
    ]
    if faults:
        raise InvalidInput(f"{name}, line 1: {fault}" for fault in faults)


def _row(place: str, header: Sequence[str], cells: Sequence[str], fiscal_year: int) -> Row:
    if len(cells) != len(header):
        fault = f"{place}: found {len(cells)} cells, expected {len(header)}"
        return place, {}, [fault]
    given = {column: cell.strip() for column, cell in zip(header, cells, strict=True)}
    _, acres, considered = columns(fiscal_year)
    faults = [
        f"{place}, {column}: found {given[column]!r:.60}, expected acres such as 120 or 120.55"
        for column in (*acres, *considered)
        if column in given and not _DECIMAL.fullmatch(given[column])
    ]
    if faults:
        return place, {}, faults
    farm: dict[str, Any] = {"name": given["name"], "acres": _acres(given, acres)}
    if considered[0] in given:
        farm["considered_planted"] = _acres(given, considered)
    return place, farm, []


def _acres(given: dict[str, str], years: Sequence[str]) -> tuple[Fraction, ...]:
    return tuple(Fraction(given[year]) for year in years)
