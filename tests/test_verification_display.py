"""A verification as people and programs see it: text, notebook, records, JSON."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from html import unescape
from importlib import import_module
from math import isnan
from pathlib import Path

import jsonschema
import pytest
from displays import without_styles

import allotments
from allotments.checks import STATUSES, Check, Row
from allotments.core.printed_number import PrintedQuantity
from allotments.figures.figure import Key
from allotments.notices import Notice
from allotments.verification import Verification, verify

NOTICE = allotments.load("fy1995")
REPORT = verify(NOTICE)
SCHEMA = Path(__file__).parents[1] / "docs" / "verification.schema.json"


def quantity(text: str) -> PrintedQuantity:
    return PrintedQuantity(value=Decimal(text), unit="TST")


def with_summary(**figures: object) -> Notice:
    """The notice with other figures in its summary."""
    block = NOTICE.printed[0].model_copy(update=figures)
    return NOTICE.model_copy(update={"printed": [block, *NOTICE.printed[1:]]})


CONTRADICTED = verify(with_summary(overall_allotment_quantity=quantity("7888")))

# A figure that is printed although no allotments are required: there is nothing computed.
NOT_ESTABLISHED = Verification(
    "A notice",
    1996,
    (
        Row(
            "Item 1",
            "sectors.beet",
            quantity("1.5"),
            (Check("formula", "contradicted", None, "sec. 359b(b)(1)"),),
        ),
    ),
)
WITHIN = Verification(
    "A notice",
    1996,
    (
        Row(
            "Item 1",
            "total.states",
            quantity("1.5"),
            (
                Check("sum", "reproduced", 1_500, "sum of 2 rows"),
                Check("formula", "within rounding", 1_700, "sec. 359c(e)", (1_400, 1_900), "guess"),
            ),
            Key("sectors", "", "cane"),
        ),
        Row("Item 1", "other.price", quantity("2"), ()),
    ),
)


def test_it_prints_place_by_place_with_units_apart_from_numbers() -> None:
    expected = """\
Verification of A notice, fiscal year 1996

1 of 1 printed totals equal the sums of their rows.
2 printed figures: 0 contradicted, 1 within rounding, 0 reproduced, 1 recorded.

Figure          Printed  Computed  Unit  Status
--------------  -------  --------  ----  ----------------------------
Item 1
  total.states      1.5       1.7  TST   within rounding*: 1.4 to 1.9
  other.price         2            TST   recorded

* total.states: guess."""
    assert expected == str(WITHIN)


def test_what_is_not_established_is_computed_as_none() -> None:
    line = "! sectors.beet      1.5      none  TST   contradicted*"
    assert line in str(NOT_ESTABLISHED).splitlines()
    assert not NOT_ESTABLISHED


def test_a_contradiction_shows_no_range_as_an_excuse() -> None:
    """The range is in the records; beside the status it would read as if it explained the print."""
    check = Check("formula", "contradicted", 1_700, "sec. 359c(e)", (1_600, 1_900))
    row = Row("Item 1", "sectors.beet", quantity("1.5"), (check,))
    line = "! sectors.beet      1.5       1.7  TST   contradicted*"
    assert line in str(Verification("A notice", 1996, (row,))).splitlines()


def test_the_notice_of_1995_closes_with_its_counts() -> None:
    text = str(REPORT)
    assert text.splitlines()[2:5] == REPORT.closing
    assert "7 of 7 printed totals equal the sums of their rows." == REPORT.closing[0]
    assert REPORT.closing[1].startswith(f"{len(REPORT.rows)} printed figures: 0 contradicted, ")
    by_kind = "31 by a formula, 8 by a sum, 18 as a repeat, 12 as a constant of the library"
    assert f"Reproduced: {by_kind}." == REPORT.closing[2]  # 69 in all
    assert sum(REPORT.counts.values()) == len(REPORT.rows)
    assert tuple(REPORT.counts) == STATUSES
    assert 1 == text.count("\n* crystalline_fructose: ")


@pytest.mark.parametrize("report", [REPORT, CONTRADICTED, NOT_ESTABLISHED, WITHIN])
def test_it_fits_a_terminal(report: Verification) -> None:
    assert max(map(len, str(report).splitlines())) <= 100


@pytest.mark.parametrize("report", [REPORT, CONTRADICTED, NOT_ESTABLISHED, WITHIN])
def test_a_notebook_shows_the_same(report: Verification) -> None:
    document = unescape(without_styles(report._repr_html_()))
    title, _, _ = str(report).partition("\n")
    assert f">{title}<" in document
    for row in report.rows:
        assert f">{row.place}</th></tr>" in document
        mark = "!" if row.status == "contradicted" else " "
        assert f">{mark} {row.figure}</th>" in document
        assert f"<td class='end'>{row.printed.format(row.printed.amount)}</td>" in document
        assert f"<td class='start'>{row.status}" in document
    for line in report.closing:
        assert f">{line}</p>" in document[: document.index("<tr")]  # the answer first


@pytest.mark.parametrize("report", [REPORT, CONTRADICTED, NOT_ESTABLISHED, WITHIN])
def test_the_json_holds_to_its_schema(report: Verification) -> None:
    data = json.loads(report.to_json())
    jsonschema.validate(data, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert report.data() == data
    assert (1, report.document, report.fiscal_year) == tuple(
        data[key] for key in ("format", "document", "fiscal_year")
    )
    assert bool(report) is not data["contradicted"]
    assert report.counts == data["counts"]


def test_a_record_for_each_check_and_for_what_has_none() -> None:
    expected = {
        "place": "Item 1",
        "figure": "total.states",
        "family": "sectors",
        "group": "",
        "recipient": "cane",
        "printed": 1_500.0,
        "computed": 1_700.0,
        "least": 1_400.0,
        "greatest": 1_900.0,
        "exact_printed": "1500",
        "exact_computed": "1700",
        "exact_least": "1400",
        "exact_greatest": "1900",
        "printed_text": "1.5",
        "computed_text": "1.7",
        "unit": "short tons",
        "printed_unit": "TST",
        "status": "within rounding",
        "check": "formula",
        "source": "sec. 359c(e)",
        "inferred": "guess",
        "reason": "",
    }
    first, second, third = WITHIN.records()
    assert expected == second
    assert ("sum", "reproduced", "", "") == tuple(
        first[key] for key in ("check", "status", "exact_least", "exact_greatest")
    )
    assert ("other.price", "recorded", "", "2000") == tuple(
        third[key] for key in ("figure", "status", "check", "exact_printed")
    )
    assert all(isnan(third[key] or 0) for key in ("computed", "least", "greatest"))
    (none,) = NOT_ESTABLISHED.records()
    assert ("", "", "formula") == tuple(
        none[key] for key in ("computed_text", "exact_computed", "check")
    )


def test_the_records_hold_the_exact_range_of_the_beet_total() -> None:
    """4,355.538 against 4,355.531: within what the printed criteria's rounding makes of it."""
    record = next(r for r in REPORT.records() if r["exact_least"] and "beet" in r["figure"])
    assert ("4,355.538", "4,355.531") == (record["printed_text"], record["computed_text"])
    assert 4_355_538 == record["printed"]
    least, exact, greatest = (record[f"exact_{key}"] for key in ("least", "computed", "greatest"))  # type: ignore[literal-required]
    assert Fraction(least) < Fraction(exact) < Fraction(greatest)


def test_what_is_done_to_the_data_leaves_the_report_as_it_was() -> None:
    counts = REPORT.data()["counts"]
    counts["contradicted"] = 5
    assert bool(REPORT)
    assert 0 == REPORT.counts["contradicted"]


def test_pandas_takes_the_records() -> None:
    pandas = import_module("pandas")
    frame = pandas.DataFrame(REPORT.records())
    assert set() == set(frame.status) - set(STATUSES)
    assert REPORT.counts["recorded"] == (frame.status == "recorded").sum()


def test_polars_takes_the_records() -> None:
    polars = import_module("polars")
    schema = polars.DataFrame(REPORT.records()).schema
    numbers = {name for name, kind in schema.items() if kind == polars.Float64}
    assert {"printed", "computed", "least", "greatest"} == numbers
    assert {polars.String} == {kind for name, kind in schema.items() if name not in numbers}


def test_a_hostile_document_name_stays_one_line() -> None:
    """It comes from the user's file, and may hold what a terminal would obey."""
    text = str(Verification("\x1b[2J\nx", 1996, ()))
    assert "Verification of \\x1b[2J x, fiscal year 1996" == text.splitlines()[0]


def test_a_summary_of_few_figures_that_are_all_as_printed_shows_them() -> None:
    """FY2024's September prints two, which stand alone; of twenty the closing lines are enough."""
    few = verify(allotments.load("fy2024-2024-09"))
    assert 2 == len(few.rows)
    assert few.summary() == few.summary(every=True)
    many = verify(allotments.load("fy2012"))
    assert "Figure" not in many.summary()


def test_by_how_much_a_sum_within_rounding_misses_is_said() -> None:
    """FY2021's cane allocations add up to one ton less than the allotment."""
    said = verify(allotments.load("fy2021")).summary().replace("\n", " ")
    assert "Sugar Growers: 1 short ton less than computed: sectors.cane as printed before" in said
