"""WASDE files, damaged: refused in few lines, or read to the last digit as they stand."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st
from malformed_input import Damaged, check_faults, with_other_bytes

from allotments import InvalidInput, wasde
from allotments.wasde import Balance, Report

HEADER = [
    *("WasdeNumber", "ReportDate", "ReportTitle", "Attribute", "ReliabilityProjection"),
    *("Commodity", "Region", "MarketYear", "ProjEstFlag", "AnnualQuarterFlag", "Value", "Unit"),
    *("ReleaseDate", "ReleaseTime", "ForecastYear", "ForecastMonth"),
]
NEEDED = [
    *("reportdate", "reporttitle", "attribute", "region", "marketyear", "projestflag", "value"),
    *("forecastyear", "forecastmonth"),
]
LABELS = {
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
    "Food": "deliveries_food",
    "Total Use": "total_use",
    "Ending Stocks": "ending_stocks",
}
SUMMED = [
    *("Beginning Stocks", "Production", "Beet Sugar", "Cane Sugar", "Imports", "Total Supply"),
    *("Total Use", "Ending Stocks", "Florida", "Louisiana", "Texas"),
]
STATUSES = {"": "final", "est": "estimate", "proj": "projection"}
MONTHS = [datetime(2000, month, 1).strftime("%B") for month in range(1, 13)]  # noqa: DTZ001 -- names
REPORTS = [wasde.report(month) for month in wasde.reports()]
FEW = 60  # lines: three of a kind
Row: TypeAlias = dict[str, str]


def rows_of(report: Report) -> list[Row]:
    """The sugar table of a report in the department's form."""
    year, month = report.month.split("-")
    flags = {"final": "", "estimate": "Est.", "projection": "Proj."}
    head = dict.fromkeys(HEADER, "") | {
        "ReportDate": f"{MONTHS[int(month) - 1]} {year}",
        "Commodity": "Sugar",
        "ReportTitle": "U.S. Sugar Supply and Use",
        "Region": "United States",
        "Unit": "1000 Short Tons, Raw Value",
        "WasdeNumber": "674",
        "ForecastYear": year,
        "ForecastMonth": str(int(month)),
    }
    return [
        {
            **head,
            "Attribute": label,
            "MarketYear": f"{one.fiscal_year - 1}/{one.fiscal_year % 100:02}",
            "ProjEstFlag": flags[one.status],
            "Value": f"{tons // 1_000}.00",
        }
        for label, name in LABELS.items()
        for one in report.balances
        if (tons := getattr(one, name)) is not None
    ]


def written(rows: list[Row], header: list[str], quoting: Any = csv.QUOTE_ALL) -> str:
    text = io.StringIO()
    table = csv.DictWriter(text, header, extrasaction="ignore", quoting=quoting)
    table.writeheader()
    table.writerows(rows)
    return text.getvalue()


def as_it_says(content: bytes) -> dict[tuple[str, int], dict[str, Any]]:
    """What the file says of each month and fiscal year, by the standard library alone."""
    lines = io.StringIO(content.decode("utf-8-sig", "replace"), newline="")
    header, *rows = csv.reader(lines)
    names = [re.sub(r"\s", "", cell).lower() for cell in header]
    found: dict[tuple[str, int], dict[str, Any]] = {}
    attributes = {label.lower(): name for label, name in LABELS.items()}
    attributes["deliveries, food"] = "deliveries_food"
    for cells in rows:
        padded = [*cells, *[""] * len(names)]
        row = {name: padded[names.index(name)].strip() for name in NEEDED}
        plain = {n: re.sub(r" \d+/$", "", " ".join(c.split())).lower() for n, c in row.items()}
        table = plain["reporttitle"], plain["region"]
        if table != ("u.s. sugar supply and use", "united states") or not row["value"]:
            continue
        if plain["attribute"] not in attributes:
            continue
        day = datetime.strptime(row["reportdate"], "%B %Y")  # noqa: DTZ007 -- a month
        forecast = row["forecastyear"], row["forecastmonth"]
        if all(forecast) and tuple(map(int, forecast)) != (day.year, day.month):
            continue
        key = f"{day.year}-{day.month:02}", int(row["marketyear"][:4]) + 1
        balance = found.setdefault(key, {"status": STATUSES[plain["projestflag"].rstrip(".")]})
        tons = Fraction(row["value"].replace(",", "")) * 1_000
        assert tons == balance.setdefault(attributes[plain["attribute"]], tons)
    return found


def check_sums(one: Balance) -> None:
    """Sums of figures that are each rounded to thousands: half of one for each, and for the sum."""
    states = (one.florida_production, one.hawaii_production, one.louisiana_production)
    of_states = [tons for tons in (*states, one.texas_production) if tons is not None]
    for whole, parts in (
        (one.production, [one.beet_production, one.cane_production]),
        (one.total_supply, [one.beginning_stocks, one.production, one.imports]),
        (one.total_supply, [one.total_use, one.ending_stocks]),
        (one.cane_production, of_states or [one.cane_production]),
    ):
        assert abs(whole - sum(parts)) < 500 * (len(parts) + 1)
    assert one.deliveries_food <= one.deliveries


def read_bytes(content: bytes, path: Path) -> dict[str, Report] | None:
    """The reports in a file, or nothing where it is refused as it ought to be."""
    path.write_bytes(content)
    try:
        found = wasde.read(path)
    except InvalidInput as error:
        event("refused")
        check_faults(error.faults, str(path), most=FEW)
        return None
    event("accepted")
    return found


def check(content: bytes, path: Path) -> None:
    """Refused, or of every balance exactly what the file says, and its sums close."""
    found = read_bytes(content, path)
    if found is None:
        return
    balances = {(month, one.fiscal_year): one for month in found for one in found[month].balances}
    said = as_it_says(content)
    assert said.keys() == balances.keys()
    for key, one in balances.items():
        expected = dict.fromkeys(LABELS.values()) | said[key]
        assert expected == {name: getattr(one, name) for name in expected}
        check_sums(one)
    for month, report in found.items():
        assert month == report.month
        assert report.released is None or f"{report.released}".encode() in content
        assert list(report.fiscal_years) == sorted(set(report.fiscal_years))
        assert str(report)
        assert report.records()


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("wasde") / "wasde.csv"


def test_all_bundled_reports_in_one_file_are_read_as_they_are(path: Path) -> None:
    """189 reports, three years each: whatever was printed has sums that close."""
    rows = [row for report in REPORTS for row in rows_of(report)]
    path.write_text(written(rows, HEADER), encoding="utf-8")
    found = wasde.read(path)
    assert 189 == len(found)
    for report in REPORTS:
        assert report.balances == found[report.month].balances


@given(
    st.lists(st.sampled_from(REPORTS), min_size=1, max_size=2, unique_by=lambda one: one.month),
    st.data(),
)
def test_the_order_and_the_form_of_rows_do_not_matter(
    path: Path, reports: list[Report], data: Any
) -> None:
    """Rows and columns in any order, rows twice, other tables between them, blank labels."""
    rows = [row for report in reports for row in rows_of(report)]
    repeated = data.draw(st.lists(st.sampled_from(rows), max_size=3))
    other = [row | {"Region": "Mexico", "Value": "n/a"} for row in repeated]
    other += [row | {"Attribute": "Miscellaneous", "Value": "-41"} for row in repeated]
    rows = data.draw(st.permutations([*rows, *repeated, *other]))
    quoting = data.draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
    text = written(rows, data.draw(st.permutations(HEADER)), quoting)
    text = data.draw(st.sampled_from(["", "\ufeff"])) + text
    text = data.draw(st.sampled_from([text, text.replace("\r\n", "\n")]))
    path.write_bytes(text.encode())
    found = wasde.read(path)
    assert {one.month: one.balances for one in reports} == {
        month: one.balances for month, one in found.items()
    }


@given(st.sampled_from(REPORTS), st.data())
def test_a_changed_figure_of_a_sum_is_refused(path: Path, report: Report, data: Any) -> None:
    """By four thousand tons or more: rounding hides less than 2.5 of them, and prints miss by one.

    The line names the row of the whole, or that of food.
    """
    rows = rows_of(report)
    row = data.draw(st.sampled_from([row for row in rows if row["Attribute"] in SUMMED]))
    before = int(row["Value"].partition(".")[0])
    greater = st.integers(before + 4, 10**6)
    row["Value"] = str(data.draw(st.integers(0, before - 4) | greater if before >= 4 else greater))
    path.write_text(written(rows, HEADER), encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        wasde.read(path)
    check_faults(caught.value.faults, str(path))
    for fault in caught.value.faults:
        assert re.search(r": line \d+, Value: found [0-9,]+ short tons, expected [0-9,]+", fault)


CELLS = [
    *("", " ", "0", "-1", "1e3", "nan", "inf", ".", "1,000", "10,00", "1_000", "0x10", "1/2", "½"),
    *("1" * 9, "1" * 10, "1" * 5_000, "0." + "0" * 9, "1.2345", "\uff11", "\u0661", "12441.5"),
    *("August 2026", "augustus 2026", "AUGUST 2026", "Aug 2026", "August 0000", "August 20260"),
    *("2026/27", "2026/28", "1999/00", "9999/00", "2026-27", "2027", "Est.", "Proj.", "proj", "x"),
    *("2026-08-12", "20260812", "2026-W33-3", "0000-00-00", "8", "08", "13", "0", "999999"),
    *(
        "1000 Metric Tons",
        "1,000 short tons,  raw value 1/",
        "Million",
        "United States 2/",
        "Mexico",
    ),
    *("Food", "Deliveries, Food", "Total  Use 3/", "Hawaii", "a\nb", 'a"b', "a\0b", "\u2028", "é"),
    *("=1+1", "x" * 300, "\u202e", "\x1b[2J", "U.S. Sugar Supply and Use", "None"),
]


@st.composite
def damaged_files(draw: st.DrawFn) -> Damaged:
    """One or two reports with some cells, rows, columns or bytes damaged."""
    of = draw(st.lists(st.sampled_from(REPORTS), min_size=1, max_size=2))
    rows, header = [row for report in of for row in rows_of(report)], [*HEADER]
    cell = st.sampled_from(CELLS) | st.text(max_size=5)
    done = draw(st.lists(st.sampled_from(_CHANGES), max_size=3))
    for change in done:
        at, column = draw(st.integers(0, len(rows) - 1)), draw(st.sampled_from(HEADER))
        if change == "cell":
            rows[at] = {**rows[at], column: draw(cell)}
        elif change == "column":
            wrong = draw(cell)
            rows = [{**row, column: wrong} for row in rows]
        elif change == "drop":
            del rows[at]
        elif change == "double":
            rows.append({**rows[at], column: draw(cell)})
        elif change == "digit":
            digit = draw(st.sampled_from("0123456789"))
            rows[at] = {**rows[at], "Value": digit + rows[at]["Value"][1:]}
        else:
            place = draw(st.integers(0, len(header) - 1))
            header[place : place + 1] = draw(st.sampled_from([[], ["Value"], ["x"], ["", ""]]))
    content = written(rows, header).encode("utf-8", "surrogatepass")
    if draw(st.integers(0, 4)) == 0:
        content = with_other_bytes(draw, content)
    if draw(st.integers(0, 9)) == 0:
        content = content.decode("utf-8", "replace").encode(draw(st.sampled_from(_ENCODINGS)))
    return Damaged(content, (*done,))


_CHANGES = ["cell", "cell", "column", "drop", "double", "digit", "name"]
_ENCODINGS = ["utf-16", "utf-16-le", "utf-32", "utf-8-sig", "utf-7"]


def with_column(column: str, cell: str) -> Damaged:
    rows = [row | {column: cell} for row in rows_of(REPORTS[0])]
    return Damaged(written(rows, HEADER).encode(), (column,))


@given(damaged_files())
@example(with_column("ReportDate", "August 0000"))
@example(with_column("ReleaseDate", "20100812"))
def test_damaged_files_are_refused_or_read_as_they_stand(path: Path, damaged: Damaged) -> None:
    check(damaged.content, path)


@given(content=st.binary(max_size=300), below_a_header=st.booleans())
def test_other_bytes_are_refused_in_a_line_or_two(
    path: Path, content: bytes, *, below_a_header: bool
) -> None:
    head = ",".join(HEADER).encode() + b"\n" if below_a_header else b""
    assert read_bytes(head + content, path) is None
