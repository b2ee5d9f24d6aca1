"""The department's consolidated file: every table of a report, or of years, a figure a row."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

from allotments.core.errors import InvalidInput, few_alike, refuse
from allotments.core.exact import shown
from allotments.core.files import header_faults, read_csv, shown_path
from allotments.core.limits import LARGEST_WASDE_FILE, LONGEST_WASDE_LINE
from allotments.core.units import TST
from allotments.rounding import grouped
from allotments.wasde.balances import ATTRIBUTES, MONTHS, OPTIONAL, TITLE, Balance, Report, Status

_REGION, _UNIT = "United States", "1000 Short Tons, Raw Value"
_STATUSES: dict[str, Status] = {"": "final", "est": "estimate", "proj": "projection"}
_ROWS = {  # labels of the consolidated file, the printed report's among them
    "Beginning Stocks": "beginning_stocks",
    "Production": "production",
    "Beet Sugar": "beet_production",
    "Cane Sugar": "cane_production",
    "Florida": "florida_production",
    "Hawaii": "hawaii_production",
    "Louisiana": "louisiana_production",
    "Texas": "texas_production",
    "Imports": "imports",
    "TRQ": "imports_tariff_rate_quota",
    "Other Program": "imports_other_program",
    "Mexico": "imports_mexico",
    "Total Supply": "total_supply",
    "Exports": "exports",
    "Deliveries": "deliveries",
    "Deliveries, Food": "deliveries_food",
    "Food": "deliveries_food",
    "Total Use": "total_use",
    "Ending Stocks": "ending_stocks",
}
_LABELS = {attribute: label for label, attribute in _ROWS.items()}
_SUMS = (  # of which every report prints the whole and the parts, each rounded by itself
    ("production", ("beet_production", "cane_production")),
    ("cane_production", OPTIONAL[:4]),  # of the States that have a row
    ("total_supply", ("beginning_stocks", "production", "imports")),
    ("total_supply", ("total_use", "ending_stocks")),
)
_BY_LABEL = {label.casefold(): attribute for label, attribute in _ROWS.items()}


def read(path: str | Path) -> dict[str, Report]:
    """Return the sugar reports of one of the department's consolidated files, by month.

    Both kinds are read, that of one month (``oce-wasde-report-data-2026-08.csv``) and those of
    several years. Tables of other commodities and countries are passed over, and so are rows that
    repeat what an earlier month projected. Production, cane production and total supply must be
    the sums of their rows, but for rounding: half a thousand short tons for each row and the sum.

    Parameters
    ----------
    path
        Of the CSV file, extracted from its archive.

    Raises
    ------
    InvalidInput
        If the file cannot be read, lacks columns, or has no sugar report; else with the cells at
        fault in those it has: line, column, what was found, what was expected.
    """
    content = read_csv(path, LARGEST_WASDE_FILE, "a consolidated WASDE file")
    # Names in the tables of other commodities are not always UTF-8.
    text = io.TextIOWrapper(io.BytesIO(content), "utf-8-sig", errors="replace", newline="")
    table = csv.reader(_lines(text), strict=True)
    faults: list[str] = []
    found: dict[str, Report] = {}
    try:
        found = _gathered(list(_sugar_rows(table, faults)), faults)
    except InvalidInput as error:
        faults += error.faults
    except csv.Error as error:
        faults.append(f"line {table.line_num}: found no CSV ({error})")
    if not found and not faults:
        faults.append(f"found no row of {TITLE!r}, {_REGION!r}, expected a report's")
    refuse(f"{shown_path(path)}: {fault}" for fault in few_alike(faults))
    return found


def _lines(text: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(text, 1):
        if len(line) > LONGEST_WASDE_LINE:
            fault = f"found {len(line):,} characters, expected {LONGEST_WASDE_LINE:,} at most"
            raise InvalidInput([f"line {number}: {fault}"])
        yield line


class _Row(NamedTuple):
    """What a row of a sugar report says."""

    place: str
    month: str
    number: int | None
    released: date | None
    fiscal_year: int
    status: Status
    attribute: str
    tons: int


def _sugar_rows(table: Any, faults: list[str]) -> Iterator[_Row]:
    """Yield the rows of sugar reports that say anything; what is wrong in them goes to *faults*."""
    columns = _places(next(table, []))
    for cells in table:
        row = {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()}
        attribute = _BY_LABEL.get(_plain(row["Attribute"]))
        table_of = _plain(row["ReportTitle"]), _plain(row["Region"])
        if attribute is None or table_of != (_plain(TITLE), _plain(_REGION)):
            continue
        place = f"line {table.line_num}"
        said, wrong = _understood(row)
        faults += [f"{place}, {fault}" for fault in wrong]
        if wrong or said["Value"] is None:
            continue
        forecast = said["ForecastYear"], said["ForecastMonth"]
        month = f"{said['ReportDate'][0]}-{said['ReportDate'][1]:02}"
        if None in forecast or forecast == said["ReportDate"]:
            head = month, said["WasdeNumber"], said["ReleaseDate"]
            yield _Row(
                place, *head, said["MarketYear"], said["ProjEstFlag"], attribute, said["Value"]
            )


def _gathered(rows: Iterable[_Row], faults: list[str]) -> dict[str, Report]:
    """Return the reports that rows make up; rows that disagree or are missing go to *faults*."""
    cells_at_fault = bool(faults)
    found: dict[tuple[str, int], dict[str, _Row]] = defaultdict(dict)
    for row in rows:
        balance = found[row.month, row.fiscal_year]
        status = next(iter(balance.values()), row).status
        if row.status != status:
            fault = f"found {row.status}, expected {status} as in a row before"
            faults.append(f"{row.place}, ProjEstFlag: {fault}")
        before = balance.setdefault(row.attribute, row).tons
        if row.tons != before:
            fault = f"found {grouped(row.tons)} short tons, expected {grouped(before)}"
            faults.append(f"{row.place}, Value: {fault} as in a row before")
    reports: dict[str, Report] = {}
    for (month, year), balance in sorted(found.items()):
        missing = [name for name in ATTRIBUTES if name not in {*balance, *OPTIONAL}]
        if missing or cells_at_fault:  # where cells are at fault, the row may be there
            faults += [
                f"report of {month}, fiscal year {year}: row {_LABELS[name]!r} is missing or blank"
                for name in missing
                if not cells_at_fault
            ]
            continue
        faults += _sums_that_do_not_close(balance)
        first = next(iter(balance.values()))
        tons = {name: row.tons for name, row in balance.items()}
        own = Balance(fiscal_year=year, status=first.status, **tons)
        report = reports.get(month, Report(month, (), first.number, first.released))
        reports[month] = replace(report, balances=(*report.balances, own))
    return reports


def _sums_that_do_not_close(balance: Mapping[str, _Row]) -> Iterator[str]:
    """Yield what is wrong with figures that are not the sums of others."""
    for name, parts in _SUMS:
        known = [balance[part] for part in parts if part in balance]
        whole, total = balance[name], sum(row.tons for row in known)
        if known and 2 * abs(whole.tons - total) >= (len(known) + 1) * TST:
            of = ", ".join(_LABELS[row.attribute] for row in known)
            fault = f"found {grouped(whole.tons)} short tons, expected {grouped(total)}"
            yield f"{whole.place}, Value: {fault}, the sum of {of}, but for rounding"
    food, deliveries = (balance[name] for name in ("deliveries_food", "deliveries"))
    if food.tons > deliveries.tons:
        fault = f"found {grouped(food.tons)} short tons, expected {grouped(deliveries.tons)}"
        yield f"{food.place}, Value: {fault} at most, all deliveries"


def _places(header: Sequence[str]) -> dict[str, int]:
    """Return where each column that is needed stands."""
    found = [_plain(cell).replace(" ", "") for cell in header]
    places = {cell: at for at, cell in enumerate(found)}
    needed = ("ReportTitle", "Region", "Attribute", *_COLUMNS)
    as_they_are = {column.casefold(): column for column in needed}
    known = [as_they_are.get(cell, cell) for cell in found] if len(found) > 1 else header
    refuse(f"line 1: {fault}" for fault in header_faults(known, needed, [*needed, *known]))
    return {column: places[column.casefold()] for column in needed}


def _plain(text: str) -> str:
    """Return a label without capitals, doubled blanks and the number of a footnote.

    >>> _plain("Other  Program 3/")
    'other program'
    """
    return re.sub(r" \d+/$", "", " ".join(text.split())).casefold()


def _understood(row: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """Return what the cells of a row say, and the faults of those that say nothing."""
    said, faults = {}, []
    for column, (meaning, expected) in _COLUMNS.items():
        try:
            said[column] = meaning(row[column])
        except (ValueError, KeyError):
            faults.append(f"{column}: found {shown(row[column])}, expected {expected}")
    return said, faults


def _matched(pattern: str, text: str) -> re.Match[str]:
    found = re.fullmatch(pattern, text)
    if found is None:
        raise ValueError
    return found


def _whole(text: str) -> int | None:
    return int(text) if _matched("[0-9]{0,6}", text)[0] else None


def _report_month(text: str) -> tuple[int, int]:
    month, year = _matched("([A-Za-z]+) ([1-9][0-9]{3})", text).groups()
    return int(year), MONTHS.index(month.capitalize()) + 1


def _fiscal_year(text: str) -> int:
    year, following = _matched("([0-9]{4})/([0-9]{2})", text).groups()
    fiscal_year = int(year) + 1
    if following != f"{fiscal_year % 100:02}":
        raise ValueError
    return fiscal_year


def _status(text: str) -> Status:
    return _STATUSES[text.casefold().rstrip(".")]


def _short_tons(text: str) -> int | None:
    if not text:
        return None
    number = _matched(r"([0-9]{1,9}|[0-9]{1,3}(,[0-9]{3}){1,2})?(\.[0-9]{0,9})?", text)[0]
    tons = Fraction(number.replace(",", "")) * TST
    if tons.denominator != 1:
        raise ValueError
    return tons.numerator


def _unit(text: str) -> None:
    if _plain(text).replace("1,000", "1000") != _plain(_UNIT):
        raise ValueError


def _day(text: str) -> date | None:
    # By itself Python takes other forms as well, and which of them its version decides.
    return date.fromisoformat(_matched("[0-9]{4}-[0-9]{2}-[0-9]{2}", text)[0]) if text else None


_COLUMNS: dict[str, tuple[Callable[[str], Any], str]] = {
    "WasdeNumber": (_whole, "a number such as 674"),
    "ReportDate": (_report_month, "a month such as 'August 2026'"),
    "MarketYear": (_fiscal_year, "a market year such as '2026/27'"),
    "ProjEstFlag": (_status, "nothing, 'Est.' or 'Proj.'"),
    "Value": (_short_tons, "thousands of short tons such as '12441.00'"),
    "Unit": (_unit, repr(_UNIT)),
    "ReleaseDate": (_day, "a day such as '2026-08-12'"),
    "ForecastYear": (_whole, "a year such as 2026"),
    "ForecastMonth": (_whole, "a month from 1 to 12"),
}
