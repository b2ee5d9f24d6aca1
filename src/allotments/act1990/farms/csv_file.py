"""A State's table of farms: rows with a column for each crop year, of a CSV file or a frame."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

from allotments.act1990.farms.models import Exact, acres_of
from allotments.act1990.section_359f import CROP_YEARS
from allotments.core.errors import InvalidInput
from allotments.core.files import decoded, header_faults, read_csv
from allotments.core.limits import LARGEST_FARM_FILE

Row: TypeAlias = tuple[str, dict[str, Any], list[str]]
"""Where it stands, a farm's data, and the faults found in it."""

_YEARS_BETWEEN = 2  # the crop of 1993 is the last before that of fiscal year 1995
_DECIMAL = re.compile(r"[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]+)?")


def columns(fiscal_year: int) -> tuple[list[str], list[str], list[str]]:
    """Return the columns of a table of farms: the name, its acres, and those considered planted.

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
    content = read_csv(path, LARGEST_FARM_FILE, "a table of farms")
    name = Path(path).name
    try:
        text = decoded(content, "a table of farms as CSV", name)
        # Lines end as Python's own files have them: not with a form feed in a cell, say.
        table = csv.reader(io.StringIO(text, newline=""), strict=True)
        header = [cell.strip() for cell in next(table)]
        check_columns(f"{name}, line 1: ", header, fiscal_year)
        line = table.line_num + 1
        for cells in table:
            place, line = f"{name}, line {line}", table.line_num + 1
            if len(cells) != len(header) and any(map(str.strip, cells)):
                yield place, {}, [f"{place}: found {len(cells)} cells, expected {len(header)}"]
            elif any(map(str.strip, cells)):
                given = dict(zip(header, map(str.strip, cells), strict=True))
                yield farm_of(place, given, fiscal_year)
    except csv.Error as error:
        raise InvalidInput([f"{name}: found no CSV: {error}"]) from None


def check_columns(place: str, header: Sequence[str], fiscal_year: int) -> None:
    """Refuse the names of columns that are not those of a table of farms."""
    name_column, acres, considered = columns(fiscal_year)
    known = [*name_column, *acres, *considered]
    needed = known if set(header) & set(considered) else [*name_column, *acres]
    if faults := header_faults(header, needed, known):
        raise InvalidInput(f"{place}{fault}" for fault in faults)


def farm_of(place: str, given: Mapping[str, Any], fiscal_year: int) -> Row:
    """Return a farm's data: the row's own, but of columns for each crop year one tuple.

    A cell that is text is read as a decimal; one at fault is zero.
    """
    _, acres, considered = columns(fiscal_year)
    found = dict(given)
    faults = []
    for field, years in (("acres", acres), ("considered_planted", considered)):
        if not any(year in found for year in years):
            continue
        numbers: dict[str, Exact] = dict.fromkeys(years, 0)
        for year in years:
            try:
                numbers[year] = _number(found.pop(year))
            except KeyError:
                faults.append(f"{place}, {year}: missing, expected a value")
            except ValueError as error:
                faults.append(f"{place}, {year}: {error}")
        found[field] = tuple(numbers.values())
    return place, found, faults


def _number(cell: Any) -> Exact:
    if not isinstance(cell, str):
        return acres_of(cell)
    if not _DECIMAL.fullmatch(cell):
        raise ValueError(f"found {cell!r:.60}, expected acres such as 120 or 120.55")
    return acres_of(Decimal(cell))
