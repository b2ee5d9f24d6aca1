"""The bundled reports balance; the department's own file is read as it comes, or refused in lines.

The excerpt is the sugar table of the report of August 2026 (WASDE-674) in the department's own
form, with what stands around it in such a file.
"""

from __future__ import annotations

import calendar
import csv
import io
import runpy
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import allotments
from allotments import act1990, scenarios
from allotments.command_line import main
from allotments.core.errors import InvalidInput
from allotments.core.units import TST
from allotments.wasde import (
    Balance,
    Report,
    consolidated_file,
    errors,
    read,
    relative_errors,
    report,
    reports,
)
from allotments.wasde.balances import MONTHS

HEADER = (
    *("WasdeNumber", "ReportDate", "ReportTitle", "Attribute", "ReliabilityProjection"),
    *("Commodity", "Region", "MarketYear", "ProjEstFlag", "AnnualQuarterFlag", "Value", "Unit"),
    *("ReleaseDate", "ReleaseTime", "ForecastYear", "ForecastMonth"),
)
AUGUST_2026 = {  # 2024/25, 2025/26 estimated, 2026/27 projected
    "Beet Sugar": ("5370.00", "5068.00", "4791.00"),
    "Beginning Stocks": ("2141.00", "2376.00", "1904.00"),
    "Cane Sugar": ("4027.00", "4189.00", "4159.00"),
    "Deliveries": ("12485.00", "12546.00", "12546.00"),
    "Ending Stocks": ("2376.00", "1904.00", "1865.00"),
    "Exports": ("111.00", "25.00", "25.00"),
    "Exports - Other": ("111.00", "105.00", "105.00"),
    "Florida": ("1932.00", "1957.00", "1893.00"),
    "Food": ("12375.00", "12441.00", "12441.00"),
    "High-tier tariff/other": ("980.00", "982.00", "517.00"),
    "Imports": ("3393.00", "2843.00", "3582.00"),
    "Louisiana": ("2095.00", "2232.00", "2266.00"),
    "Mexico": ("504.00", "220.00", "1346.00"),
    "Miscellaneous": ("-41.00", ".00", ".00"),
    "Non-program": ("1485.00", "1202.00", "1863.00"),
    "Other Program": ("373.00", "325.00", "300.00"),
    "Production": ("9397.00", "9257.00", "8950.00"),
    "Stocks to Use Ratio": ("18.90", "15.10", "14.80"),
    "Texas": (".00", ".00", ".00"),
    "Total Supply": ("14931.00", "14476.00", "14436.00"),
    "Total Use": ("12555.00", "12571.00", "12571.00"),
    "TRQ": ("1534.00", "1316.00", "1419.00"),
}
YEARS = (("2024/25", ""), ("2025/26", "Est."), ("2026/27", "Proj."))

Row = dict[str, str]


def sugar_row(attribute: str, at: int, value: str) -> Row:
    market_year, flag = YEARS[at]
    return {
        **dict.fromkeys(HEADER, ""),
        "WasdeNumber": "674",
        "ReportDate": "August 2026",
        "ReportTitle": "U.S. Sugar Supply and Use",
        "Attribute": attribute,
        "Commodity": "Sugar",
        "Region": "United States",
        "MarketYear": market_year,
        "ProjEstFlag": flag,
        "AnnualQuarterFlag": "Annual",
        "Value": value,
        "Unit": "1000 Short Tons, Raw Value",
        "ReleaseDate": "2026-08-12",
        "ReleaseTime": "12:00:00.0000000",
        "ForecastYear": "2026",
        "ForecastMonth": "8",
    }


def august() -> list[Row]:
    """Return the rows of August 2026, a table of Mexico and one of corn around them."""
    rows = [
        sugar_row(name, at, v)
        for name, values in AUGUST_2026.items()
        for at, v in enumerate(values)
    ]
    mexico = {**rows[0], "ReportTitle": "Mexico Sugar Supply and Use", "Region": "Mexico"}
    corn = {**rows[0], "ReportTitle": "U.S. Feed Grain and Corn Supply and Use", "Value": "n/a"}
    return [mexico, *rows, corn]


def row_of(rows: list[Row], attribute: str, market_year: str) -> Row:
    (found,) = (
        row
        for row in rows
        if (row["Attribute"], row["MarketYear"], row["Region"])
        == (attribute, market_year, "United States")
        and row["ReportTitle"].startswith("U.S. Sugar")
    )
    return found


def written(rows: list[Row], quoting: Any = csv.QUOTE_ALL, header: tuple[str, ...] = HEADER) -> str:
    text = io.StringIO()
    table = csv.DictWriter(text, header, extrasaction="ignore", quoting=quoting)
    table.writeheader()
    table.writerows(rows)
    return text.getvalue()


@pytest.fixture
def saved(tmp_path: Path) -> Callable[[str | bytes], Path]:
    def save(content: str | bytes) -> Path:
        path = tmp_path / "wasde.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return save


Saved = Callable[[str | bytes], Path]

LAST = reports()[-1]
COUNTED = "2026-08"  # the last month of the reports that are counted below


def faults_of(path: Path) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        read(path)
    return [fault.removeprefix(f"{path}: ") for fault in caught.value.faults]


def every_balance(until: str = LAST) -> Iterator[tuple[str, Balance]]:
    for month in reports():
        if month <= until:
            for balance in report(month).balances:
                yield month, balance


# The bundled reports


def test_every_month_is_bundled_but_four() -> None:
    """The shutdowns of 2013, 2019 and 2025 left no report; that of January 2015 is missing."""
    months = [f"{year}-{month:02}" for year in range(2010, 2100) for month in range(1, 13)]
    months = [month for month in months if "2010-08" <= month <= LAST]
    assert {"2013-10", "2015-01", "2019-01", "2025-10"} == set(months) - set(reports())
    assert months == sorted({*reports(), "2013-10", "2015-01", "2019-01", "2025-10"})


def test_each_report_has_a_final_an_estimated_and_a_projected_year() -> None:
    """From May on the coming fiscal year is projected, which ends in the year after."""
    for month in reports():
        year, of_year = map(int, month.split("-"))
        last = year + (of_year >= 5)
        assert (last - 2, last - 1, last) == report(month).fiscal_years
        assert ["final", "estimate", "projection"] == [b.status for b in report(month).balances]


# Figures are rounded one by one to thousands, so that sums can miss by one: how often, and where
# first. Until March 2014 they were rounded to add up, but for the three named.
IDENTITIES: dict[str, tuple[Callable[[Balance], int], int, str]] = {
    "production": (lambda b: b.production - b.beet_production - b.cane_production, 59, "2015-04"),
    "total supply": (
        lambda b: b.total_supply - b.beginning_stocks - b.production - b.imports,
        159,
        "2012-06",
    ),
    "ending stocks": (lambda b: b.ending_stocks - b.total_supply + b.total_use, 77, "2013-09"),
    "cane production": (
        lambda b: (
            b.cane_production
            - sum(
                state or 0
                for state in (
                    b.florida_production,
                    b.hawaii_production,
                    b.louisiana_production,
                    b.texas_production,
                )
            )
        ),
        127,
        "2014-04",
    ),
}


@pytest.mark.parametrize("identity", IDENTITIES)
def test_the_balances_add_up_but_for_rounding(identity: str) -> None:
    difference, count, first = IDENTITIES[identity]
    found = {(m, b.fiscal_year): difference(b) for m, b in every_balance() if difference(b)}
    assert {-TST, TST} == set(found.values())
    counted = [month for month, _ in found if month <= COUNTED]
    assert (count, first) == (len(counted), min(counted))


def test_three_early_balances_miss_by_a_thousand() -> None:
    """June 2012: 1,825 + 8,575 + 3,047 = 13,447, printed 13,446, and likewise in October.

    September 2013: 13,494 - 11,514 = 1,980, printed 1,979. There total use is at fault: exports and
    deliveries make 11,515, too, and so do all later reports.
    """
    early = {
        (month, balance.fiscal_year, name)
        for name, (difference, *_) in IDENTITIES.items()
        for month, balance in every_balance()
        if month < "2014-04" and difference(balance)
    }
    assert {
        ("2012-06", 2013, "total supply"),
        ("2012-10", 2013, "total supply"),
        ("2013-09", 2012, "ending stocks"),
    } == early


# In thousands: what the reports call miscellaneous from November 2016 on, no row of the bundle.
MISCELLANEOUS = {
    2012: {-1},  # of September 2013 alone: 269 + 11,246 = 11,515, printed 11,514
    2016: {-59, -34},
    2017: {53, 38},
    2018: {98, 142, 83},
    2019: {26, 28},
    2020: {68, 74},
    2021: {41, 40},
    2022: {64, 66, 81},
    2023: {138, 157, 172},
    2024: {105, 81, 83},
    2025: {-228, -41},
}


def test_use_is_exports_deliveries_and_what_is_miscellaneous() -> None:
    """Only of a year that is over; the fiscal year 2025's -41 stands in the report itself."""
    found: dict[int, set[int]] = {}
    for _, one in every_balance(COUNTED):
        if rest := one.total_use - one.exports - one.deliveries:
            found.setdefault(one.fiscal_year, set()).add(rest // TST)
            assert "projection" != one.status
    assert MISCELLANEOUS == found


def test_a_year_begins_with_what_the_year_before_left() -> None:
    for month in reports():
        first, second, third = report(month).balances
        assert first.ending_stocks == second.beginning_stocks
        assert second.ending_stocks == third.beginning_stocks


def test_parts_are_no_more_than_the_whole() -> None:
    for _, one in every_balance():
        assert one.deliveries_food <= one.deliveries
        parts = (one.imports_tariff_rate_quota, one.imports_other_program, one.imports_mexico)
        assert sum(part or 0 for part in parts) <= one.imports


def test_hawaii_has_a_row_until_april_2021() -> None:
    """Fiscal year 2017 is the last in which it is above zero."""
    assert "2021-04" == max(m for m, b in every_balance() if b.hawaii_production is not None)
    assert 2017 == max(b.fiscal_year for _, b in every_balance() if b.hawaii_production)


@pytest.mark.parametrize(
    ("month", "fiscal_year", "consumption"),
    [
        ("2022-09", 2023, 12_525_000),  # what the determinations of these years
        ("2024-09", 2025, 12_300_000),  # print as human consumption
        ("2026-08", 2027, 12_441_000),
    ],
)
def test_consumption_is_deliveries_for_food(month: str, fiscal_year: int, consumption: int) -> None:
    assert consumption == report(month).balance(fiscal_year).consumption


def test_an_unknown_month_or_year_is_refused() -> None:
    with pytest.raises(InvalidInput) as caught:
        report("2015-01")
    expected = f"report: found '2015-01', expected the month of a bundled report, 2010-08 to {LAST}"
    assert expected == str(caught.value)
    with pytest.raises(InvalidInput) as caught:
        report("2026-08").balance(2028)
    assert "fiscal_year: found 2028, expected one of: 2025, 2026, 2027 (2026-08)" == str(
        caught.value
    )


# How a report is added to them

ROOT = Path(__file__).parents[1]
BUNDLED = (ROOT / "data" / "wasde-us-sugar.csv").read_text(encoding="utf-8")


@pytest.fixture
def add(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, saved: Saved
) -> Callable[[str, list[Row]], str]:
    """Return what the builder makes of the text of a bundled file and a file of the department."""
    builder = runpy.run_path(str(ROOT / "builders" / "add_wasde_report.py"))
    target = tmp_path / "wasde-us-sugar.csv"

    def added(text: str, rows: list[Row]) -> str:
        target.write_text(text, encoding="utf-8")
        monkeypatch.setattr(sys, "argv", ["add_wasde_report.py", str(saved(written(rows)))])
        monkeypatch.setitem(builder["main"].__globals__, "TARGET", target)
        builder["main"]()
        return target.read_text(encoding="utf-8")

    return added


def test_a_report_is_added_as_it_is_bundled(add: Callable[[str, list[Row]], str]) -> None:
    """August 2026, taken out of the bundled file; a second time it changes nothing."""
    without = "".join(line for line in BUNDLED.splitlines(True) if not line.startswith("2026-08"))
    assert 3 == BUNDLED.count("\n") - without.count("\n")
    assert BUNDLED == add(without, august())
    assert BUNDLED == add(BUNDLED, august())


def test_a_bundled_report_is_not_changed(add: Callable[[str, list[Row]], str]) -> None:
    rows = august()
    row_of(rows, "Food", "2026/27")["Value"] = "12442.00"
    expected = "2026-08 2027, deliveries_food: found '12442', expected '12441' as bundled"
    with pytest.raises(SystemExit, match=f"^{expected}$"):
        add(BUNDLED, rows)


def test_a_report_is_added_in_whole_thousands(add: Callable[[str, list[Row]], str]) -> None:
    rows = august()
    row_of(rows, "Food", "2026/27")["Value"] = "12441.5"
    expected = "deliveries_food: found 12,441,500 short tons, expected whole thousands"
    with pytest.raises(SystemExit, match=f"^{expected}$"):
        add(BUNDLED, rows)


# What a report shows


def test_a_report_as_text_and_html() -> None:
    lines = str(report("2026-08")).splitlines()
    assert "U.S. Sugar Supply and Use, August 2026" == lines[0]
    assert ["FY2025 final", "FY2026 estimate", "FY2027 projection"] == [
        cell.strip() for cell in lines[2].split("  ") if cell.strip()
    ]
    assert "Deliveries food              12,375,000       12,441,000         12,441,000" in lines
    note = "Short tons, raw value; the report prints thousands. Consumption is deliveries food."
    assert note == lines[-1]
    assert not any(line.startswith("Hawaii") for line in lines)
    assert any(line.startswith("Hawaii") for line in str(report("2010-08")).splitlines())
    html = report("2026-08")._repr_html_()
    assert "<td class='end'>12,441,000</td>" in html
    assert "U.S. Sugar Supply and Use, August 2026</caption>" in html


def test_a_row_that_only_some_years_have_is_left_blank_in_the_others() -> None:
    first, *others = report("2026-08").balances
    shown = str(Report("2026-08", (replace(first, texas_production=None), *others), 674))
    assert "U.S. Sugar Supply and Use, August 2026 (WASDE-674)" == shown.splitlines()[0]
    note = "Short tons, raw value; the report prints thousands. Consumption is deliveries food."
    assert note == shown.splitlines()[-1]
    (texas,) = [line for line in shown.splitlines() if line.startswith("Texas")]
    assert ["Texas", "production", "0", "0"] == texas.split()


def test_records() -> None:
    records = report("2026-08").records()
    assert [2025, 2026, 2027] == [record["fiscal_year"] for record in records]
    assert ("2026-08", None, None, "projection", 12_441_000, None) == tuple(
        records[2][name]
        for name in (
            *("report", "number", "released", "status", "deliveries_food", "hawaii_production"),
        )
    )
    released = date(2026, 8, 12)
    (later,) = Report("2026-08", report("2026-08").balances[:1], 674, released).records()
    assert ["report", "number", "released", "fiscal_year", "status"] == list(later)[:5]
    assert (674, released) == (later["number"], later["released"])


def test_frames() -> None:
    for frame in (report("2026-08").to_pandas(), report("2026-08").to_polars()):
        assert [12_375_000, 12_441_000, 12_441_000] == list(frame["deliveries_food"])


def test_no_frames_are_imported_unasked() -> None:
    program = (
        "import sys; from allotments import wasde; str(wasde.report('2026-08')); "
        "print([m for m in ('pandas', 'polars', 'matplotlib') if m in sys.modules])"
    )
    source = Path(allotments.__file__).parents[1]
    found = subprocess.run(  # noqa: S603 -- nothing but this very program
        [sys.executable, "-c", program], capture_output=True, check=True, text=True, cwd=source
    )
    assert "[]\n" == found.stdout


# Errors


def test_errors_of_augusts_projections() -> None:
    """In August 2010 10,500,000 tons were projected for fiscal year 2011, and 11,212,000 came.

    The last report with fiscal year 2011 as final is that of April 2013; until July 2012 the final
    figure was 11,118,000. Fiscal year 2026 is not final yet.
    """
    found = errors("consumption", 8)
    assert list(range(2011, 2026)) == list(found)
    assert 712_000 == found[2011]
    assert Fraction(712, 10_500) == relative_errors("consumption", 8)[2011]


@pytest.mark.parametrize(
    ("month", "which", "projected"),
    [
        (5, "coming", 11_125_000),
        (9, "coming", 11_125_000),
        (10, "current", 11_225_000),
        (12, "current", 11_225_000),
        (1, "current", 11_225_000),
    ],
)
def test_errors_at_the_ends_of_years(month: int, which: Any, projected: int) -> None:
    """For fiscal year 2012, in reports of 2011 and January 2012: 11,073,000 tons were final."""
    assert 11_073_000 - projected == errors("consumption", month, fiscal_year=which)[2012]


def test_errors_of_the_current_year() -> None:
    """Of October to December it ends in the calendar year after, else in the same.

    January 2019 had no report, and fiscal year 2025 has been final since May 2026.
    """
    january = errors("consumption", 1, fiscal_year="current")
    assert set(range(2011, 2026)) - {2015, 2019} == set(january)
    for month in range(1, 13):
        assert 2025 in errors("ending_stocks", month, fiscal_year="current")
    last_final = report(LAST).fiscal_years[0]
    assert last_final == max(errors("ending_stocks", 8, fiscal_year="current"))


def test_a_row_that_is_gone_and_a_projection_of_zero_have_no_error() -> None:
    """Hawaii's row ends with the report of April 2021, where fiscal year 2019 is final."""
    assert 2019 == max(errors("hawaii_production", 8))
    assert 0 == errors("hawaii_production", 8)[2019]
    assert 2019 not in relative_errors("hawaii_production", 8)


def test_errors_are_deviations_for_sampling() -> None:
    deviations = list(errors("consumption", 8).values())
    draws = scenarios.sample(
        allotments.load("fy1995"),
        np.random.default_rng(2027),
        100,
        {"estimates.consumption": deviations},
    )["estimates.consumption"]
    assert {9_247_000 + error for error in deviations} >= set(draws.tolist())


def test_errors_until_a_later_report() -> None:
    """For fiscal year 2018 12,423,000 in August 2017 and 12,523,000 in September, for 2016 equal.

    January follows August in the year after; that of 2015 is missing, and 2019 had none.
    """
    september = errors("consumption", 8, until=9)
    assert (100_000, 0) == (september[2018], september[2016])
    last = max(month for month in reports() if month.endswith("-09"))
    assert int(last[:4]) + 1 == max(september)
    assert Fraction(100, 12_423) == relative_errors("consumption", 8, until=9)[2018]
    january = set(errors("consumption", 8, until=1))
    assert {*range(2011, 2027)} - {2015, 2019} == {year for year in january if year <= 2026}


def test_the_next_report_of_a_month_is_a_year_later_from_that_month_on() -> None:
    """For fiscal year 2024 12,600,000 in August 2023, and 12,300,000 in August 2024.

    December follows August in the same year: 12,400,000 for fiscal year 2018 in that of 2017.
    """
    assert -300_000 == errors("consumption", 8, until=8)[2024]
    assert -23_000 == errors("consumption", 8, until=12)[2018]


def test_a_balance_as_the_estimates_of_either_act() -> None:
    """The printed rows of fiscal year 2027 in the report of August 2026."""
    expected = {
        "consumption": 12_441_000,
        "reasonable_carryover_stocks": 1_865_000,
        "production": 8_950_000,
        "carry_in_stocks": 1_904_000,
    }
    assert expected == report("2026-08").balance(2027).estimates


def test_the_trigger_and_the_formula_of_1990_on_any_balance() -> None:
    """Imports of 12,441 + 1,865 - 8,950 - 1,904 = 3,452 thousand tons are not below 1,250.

    The formula leaves 12,441 + 1,865 - 1,904 - 1,250 = 11,152 to domestic sugar.
    """
    estimates = report("2026-08").balance(2027).estimates
    inputs = allotments.load("fy1995").inputs.replace(estimates=estimates)
    assert 3_452_000 == act1990.estimated_imports(**estimates)
    assert not allotments.determine(inputs).allotments_required
    formula = {name: one for name, one in estimates.items() if name != "production"}
    assert 11_152_000 == act1990.overall_allotment_quantity(**formula)


def test_the_act_of_2002_on_fiscal_year_1995() -> None:
    """85 percent of 9,247,000 tons, 7,859,950, of which 54.35 percent is 4,271,882.825."""
    consumption = allotments.load("fy1995").inputs.estimates.consumption
    projection = allotments.project(2027, consumption=consumption)
    assert (4_271_883, 4_271_883) == projection.ranges["sectors.beet"]
    comparison = allotments.compare(allotments.load("fy1995"), projection.determination)
    beet = next(one for one in comparison.differences if one.path == "sectors.beet")
    assert Fraction("4271882.825") == beet.second


def test_wrong_questions() -> None:
    wrong: Any = "next"
    with pytest.raises(InvalidInput) as caught:
        errors("consumptions", 13, fiscal_year=wrong)
    assert (
        "attribute: found 'consumptions'; did you mean 'consumption'?",
        "fiscal_year: found 'next', expected 'coming' or 'current'",
        "month: found 13, expected 1 to 12",
    ) == caught.value.faults
    with pytest.raises(InvalidInput, match=r"^until: found 0, expected 1 to 12$"):
        errors("imports", 8, until=0)
    with pytest.raises(InvalidInput) as caught:
        errors("imports", 1)
    expected = "month: found 1, expected 5 to 9: other reports have no coming fiscal year"
    assert expected == str(caught.value)


# The department's own file


def test_its_own_file_says_what_the_bundled_report_does(saved: Saved) -> None:
    found = read(saved(written(august())))
    assert ["2026-08"] == list(found)
    assert replace(report("2026-08"), number=674, released=date(2026, 8, 12)) == found["2026-08"]


def test_the_command_projects_from_its_own_file(
    saved: Saved, capsys: pytest.CaptureFixture[str]
) -> None:
    """As from the bundled report, in Python and on the command line."""
    path = saved(written(august()))
    expected = f"{allotments.project(2027, consumption=report('2026-08'))}\n"
    assert 0 == main(["project", "2027", "--wasde", str(path)])
    assert expected == capsys.readouterr().out
    found = read(path)["2026-08"]
    assert expected == f"{allotments.project(2027, consumption=found)}\n"


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\r\n", "\n"),
        lambda text: text.replace('"', "").replace(
            "1000 Short Tons, Raw Value", '"1000 Short Tons, Raw Value"'
        ),
        lambda text: text.replace('"12441.00"', '"12,441.00"').replace('"4159.00"', '" 4,159 "'),
        lambda text: text.replace('"12441.00"', '"12441."'),
        lambda text: text.replace('"Est."', '"EST"').replace('"Proj."', '"proj"'),
        lambda text: text.replace('"Food"', '"Deliveries, Food"'),
        lambda text: text.replace('"Total Use"', '"total use"'),
        lambda text: text.replace('"Other Program"', '"Other Program 2/"'),
        lambda text: text.replace('"U.S. Sugar Supply and Use"', '"U.S. Sugar Supply and Use 1/"'),
        lambda text: text.replace('"ReportTitle"', '"Report Title"'),
        lambda text: text.replace("1000 Short", "1,000 Short"),
        lambda text: text.replace('"2026","8"', '"",""'),
        lambda text: text.replace(',"2026","8"', ""),
        lambda text: text + "\r\n",
        lambda text: text + '"674","August 2026"\r\n',
        lambda text: text + text.partition("\r\n")[2],  # the same once more
    ],
)
def test_what_its_files_bring(saved: Saved, change: Callable[[str], str]) -> None:
    text = written(august())
    changed = change(text)
    assert text != changed
    expected = replace(report("2026-08"), number=674, released=date(2026, 8, 12))
    assert {"2026-08": expected} == read(saved(changed))


def test_other_tables_need_not_be_utf_8(saved: Saved) -> None:
    content = written(august()).encode().replace(b"Mexico Sugar", b"C\xf4te d'Ivoire")
    assert ["2026-08"] == list(read(saved(content)))


def test_blanks_in_number_and_day_and_in_optional_rows(saved: Saved) -> None:
    rows = august()
    for row in rows:
        row.update(WasdeNumber="", ReleaseDate="")
    row_of(rows, "Texas", "2026/27")["Value"] = ""
    found = read(saved(written(rows)))["2026-08"]
    assert (None, None) == (found.number, found.released)
    assert (0, None) == (found.balance(2026).texas_production, found.balance(2027).texas_production)


def test_a_file_of_several_months(saved: Saved) -> None:
    """In July 9,004 were projected; rows of August that repeat it belong to July's report.

    Supply is greater by the same 54 as production, 14,490, and so are ending stocks, 1,919.
    """
    rows = august()
    july = [
        {**row, "ReportDate": "July 2026", "ForecastMonth": "7", "WasdeNumber": "673"}
        for row in rows
    ]
    changed = {"Beet Sugar": 4_845, "Production": 9_004, "Total Supply": 14_490}
    for label, thousands in {**changed, "Ending Stocks": 1_919}.items():
        row_of(july, label, "2026/27")["Value"] = f"{thousands}.00"
    repeated = {**row_of(july, "Production", "2026/27"), "ReportDate": "August 2026"}
    found = read(saved(written([*rows, *july, repeated])))
    assert ["2026-07", "2026-08"] == sorted(found)
    assert 9_004_000 == found["2026-07"].balance(2027).production
    assert 8_950_000 == found["2026-08"].balance(2027).production


def test_every_cell_at_fault_has_its_line(saved: Saved) -> None:
    """Line 2 is of Mexico; the others follow in the order of AUGUST_2026, three years each."""
    rows = august()
    rows[1].update(MarketYear="2024/26", ReportDate="Aug-26")
    rows[2].update(Value="n/a", Unit="1000 Metric Tons")
    rows[3].update(Value="4791.0005", ProjEstFlag="Prel.", ReleaseDate="8/12/2026")
    rows[4].update(Value="-1", WasdeNumber="x", ForecastMonth="Aug", ReportDate="Augst 2026")
    rows[5].update(ForecastYear="26/27")
    assert [
        "line 3, ReportDate: found 'Aug-26', expected a month such as 'August 2026'",
        "line 3, MarketYear: found '2024/26', expected a market year such as '2026/27'",
        "line 4, Value: found 'n/a', expected thousands of short tons such as '12441.00'",
        "line 4, Unit: found '1000 Metric Tons', expected '1000 Short Tons, Raw Value'",
        "line 5, ProjEstFlag: found 'Prel.', expected nothing, 'Est.' or 'Proj.'",
        "line 5, Value: found '4791.0005', expected thousands of short tons such as '12441.00'",
        "line 5, ReleaseDate: found '8/12/2026', expected a day such as '2026-08-12'",
        "line 6, WasdeNumber: found 'x', expected a number such as 674",
        "line 6, ReportDate: found 'Augst 2026', expected a month such as 'August 2026'",
        "line 6, Value: found '-1', expected thousands of short tons such as '12441.00'",
        "line 6, ForecastMonth: found 'Aug', expected a month from 1 to 12",
        "line 7, ForecastYear: found '26/27', expected a year such as 2026",
    ] == faults_of(saved(written(rows)))


def test_rows_that_contradict_others(saved: Saved) -> None:
    rows = august()
    food = row_of(rows, "Food", "2026/27")
    rows += [{**food, "Value": "12460"}, {**food, "ProjEstFlag": "Est."}]
    assert [
        "line 70, Value: found 12,460,000 short tons, expected 12,441,000 as in a row before",
        "line 71, ProjEstFlag: found estimate, expected projection as in a row before",
    ] == faults_of(saved(written(rows)))


def test_rows_that_are_missing(saved: Saved) -> None:
    rows = [row for row in august() if row["Attribute"] != "Food"]
    row_of(rows, "Imports", "2026/27")["Value"] = ""
    assert [
        "report of 2026-08, fiscal year 2025: row 'Food' is missing or blank",
        "report of 2026-08, fiscal year 2026: row 'Food' is missing or blank",
        "report of 2026-08, fiscal year 2027: row 'Imports' is missing or blank",
        "report of 2026-08, fiscal year 2027: row 'Food' is missing or blank",
    ] == faults_of(saved(written(rows)))


def test_columns_that_are_missing(saved: Saved) -> None:
    header = tuple(name for name in HEADER if name not in ("Region", "Value", "ReleaseTime"))
    assert ["line 1: column 'Region' is missing", "line 1: column 'Value' is missing"] == faults_of(
        saved(written(august(), header=header))
    )
    assert 12 == len(faults_of(saved(b"1\n")))  # every column that is needed
    assert "line 1: column 'Attribute' is missing" == faults_of(saved(b"reporttitle,REGION\n"))[0]


def test_a_cell_at_fault_is_shown_as_it_stands(saved: Saved) -> None:
    """With the ends of its lines, beside what makes the rest of the file unreadable."""
    rows = august()
    rows[1]["Value"] = "5370\r\n.00"
    content = written(rows) + "," * 100_001
    assert [
        "line 4, Value: found '5370\\r\\n.00', expected thousands of short tons such as '12441.00'",
        "line 71: found 100,001 characters, expected 100,000 at most",
    ] == faults_of(saved(content))


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"PK\x03\x04\x14", "a workbook or another ZIP archive"),
        (written(august()).encode("utf-16"), "text in UTF-16"),
        (b"\xfe\xff\x00W", "text in UTF-16"),
        (b"\xd0\xcf\x11\xe0\n\x00", "a binary file"),
        (b"", "an empty file"),
        (b"\xef\xbb\xbf \r\n", "an empty file"),
    ],
)
def test_what_is_no_csv(saved: Saved, content: bytes, found: str) -> None:
    """The files of several years come as ZIP archives."""
    expected = f"found {found}, expected a consolidated WASDE file, CSV in UTF-8"
    assert [expected] == faults_of(saved(content))


def test_sums_that_do_not_close(saved: Saved) -> None:
    """Of the 189 bundled reports every sum closes within a thousand, as `IDENTITIES` has them.

    Beet sugar, cane sugar and their sum may each be half a thousand off: less than 1,500 together.
    """
    rows = august()
    row_of(rows, "Beet Sugar", "2024/25")["Value"] = "5371.499"
    row_of(rows, "Food", "2026/27")["Value"] = "12546"
    assert ["2026-08"] == list(read(saved(written(rows))))
    row_of(rows, "Beet Sugar", "2024/25")["Value"] = "5371.5"
    row_of(rows, "Louisiana", "2025/26")["Value"] = "2223"
    row_of(rows, "Ending Stocks", "2026/27")["Value"] = "1856"
    row_of(rows, "Food", "2026/27")["Value"] = "12547"
    assert [
        (
            "line 51, Value: found 9,397,000 short tons, expected 9,398,500, the sum of Beet "
            "Sugar, Cane Sugar, but for rounding"
        ),
        (
            "line 10, Value: found 4,189,000 short tons, expected 4,180,000, the sum of Florida, "
            "Louisiana, Texas, but for rounding"
        ),
        (
            "line 62, Value: found 14,436,000 short tons, expected 14,427,000, the sum of Total "
            "Use, Ending Stocks, but for rounding"
        ),
        "line 29, Value: found 12,547,000 short tons, expected 12,546,000 at most, all deliveries",
    ] == faults_of(saved(written(rows)))


def test_cane_sugar_without_rows_of_states(saved: Saved) -> None:
    states = ("Florida", "Louisiana", "Texas")
    rows = [row for row in august() if row["Attribute"] not in states]
    assert read(saved(written(rows)))["2026-08"].balance(2027).florida_production is None


def test_rows_that_not_every_report_has(saved: Saved) -> None:
    """Hawaii's row ended in 2021; those of imports by program are no part of any sum."""
    rows = [row for row in august() if row["Attribute"] not in ("TRQ", "Other Program", "Mexico")]
    rows += [sugar_row("Hawaii", at, ".00") for at in range(3)]
    found = read(saved(written(rows)))["2026-08"].balance(2026)
    assert (0, None, None, None) == (
        found.hawaii_production,
        found.imports_tariff_rate_quota,
        found.imports_other_program,
        found.imports_mexico,
    )


def test_months_are_those_of_the_calendar() -> None:
    assert tuple(calendar.month_name)[1:] == MONTHS


def test_a_file_without_the_sugar_report(saved: Saved) -> None:
    rows = [row for row in august() if not row["ReportTitle"].startswith("U.S. Sugar")]
    assert [
        "found no row of 'U.S. Sugar Supply and Use', 'United States', expected a report's"
    ] == faults_of(saved(written(rows)))


def test_a_file_that_breaks_off(saved: Saved) -> None:
    text = written(august())
    assert ["line 69: found no CSV (unexpected end of data)"] == faults_of(
        saved(text[: text.rindex('"')])
    )


def test_a_line_of_very_many_cells(saved: Saved) -> None:
    """A cell takes some ten times the memory of its comma."""
    content = written(august()) + "," * 100_001
    expected = "found 100,001 characters, expected 100,000 at most"
    assert [f"line 70: {expected}"] == faults_of(saved(content))
    assert ["2026-08"] == list(read(saved(content[:-1])))


def test_a_file_that_is_not_there_or_too_large(
    tmp_path: Path, saved: Saved, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ["no such file or directory, expected a consolidated WASDE file"] == faults_of(
        tmp_path / "none.csv"
    )
    monkeypatch.setattr(consolidated_file, "LARGEST_WASDE_FILE", 100)
    assert ["found more than 100 bytes, expected a consolidated WASDE file"] == faults_of(
        saved(written(august()))
    )


def test_of_one_fault_in_every_row_three_lines_are_shown(saved: Saved) -> None:
    """1,003 rows; what is found in them differs, and what is expected does not."""
    rows = [sugar_row("Food", 0, f"x{n}") for n in range(1_003)]
    expected = "expected thousands of short tons such as '12441.00'"
    assert [
        f"line 2, Value: found 'x0', {expected}",
        f"line 3, Value: found 'x1', {expected}",
        f"line 4, Value: found 'x2', {expected}; and 1,000 more lines like this",
    ] == faults_of(saved(written(rows)))


@given(st.binary(max_size=300))
def test_whatever_a_file_holds_is_read_or_refused(content: bytes) -> None:
    """In lines of an InvalidInput; no other exception comes out."""
    header = ",".join(HEADER).encode() + b"\n"
    for whole in (content, header + content):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(consolidated_file, "read_csv", lambda *_, whole=whole: whole)
            with pytest.raises(InvalidInput):
                read("any.csv")


@given(
    st.sampled_from(HEADER),
    st.integers(1, len(AUGUST_2026) * 3),
    st.text(st.characters(codec="utf-8"), max_size=20),
)
def test_a_changed_cell_is_read_or_refused(column: str, at: int, text: str) -> None:
    rows = august()
    rows[at][column] = text
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(consolidated_file, "read_csv", lambda *_: written(rows).encode())
        try:
            found = read("any.csv")
        except InvalidInput as error:
            refused = [fault.startswith("any.csv: ") for fault in error.faults]
        else:
            refused = []
    assert all(refused) if refused else "2026-08" in found


@pytest.mark.parametrize("month", [np.int64(8), 8.0, np.float32(8)])
def test_a_month_may_be_of_any_numeric_type(month: Any) -> None:
    assert errors("consumption", 8) == errors("consumption", month)
    balance = report("2026-08").balance(np.int64(2027))  # type: ignore[arg-type]
    assert 12_441_000 == balance.consumption


@pytest.mark.parametrize(
    ("call", "line"),
    [
        (lambda one: errors("consumption", one), "month: found .*, expected 5 to 9: other reports"),
        (lambda one: errors(one, 8), "attribute: found .*; expected one of: consumption, "),
        (lambda one: errors("imports", 8, fiscal_year=one), "fiscal_year: found .*, expected 'com"),
        (report, "report: found .*, expected the month of a bu"),
        (report("2026-08").balance, "fiscal_year: found .*, expected one of: 2025, 2026"),
    ],
)
def test_questions_of_another_kind_are_refused_in_a_line(call: Any, line: str) -> None:
    for one in (np.array([8, 9]), ["consumption"], {8}, True, None):
        with pytest.raises(InvalidInput, match=f"^{line}"):
            call(one)


def test_a_file_of_another_separator_is_named(tmp_path: Path) -> None:
    path = tmp_path / "wasde.csv"
    for separator, shown in ((";", "';'"), ("\t", r"'\\t'")):
        path.write_text(separator.join(["WasdeNumber", "ReportDate", "Value"]), encoding="utf-8")
        with pytest.raises(InvalidInput, match=f"line 1: found columns separated by {shown}, exp"):
            read(path)
