"""The history of the program: printed figures, in order, however many notices are bundled."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import jsonschema
import pytest
from displays import without_styles

import allotments
from allotments.command_line import main
from allotments.program_history import Announcement, History

HISTORY = allotments.history()
SCHEMA = Path(__file__).parents[1] / "docs" / "history.schema.json"


def announcement(name: str) -> Announcement:
    (found,) = (one for one in HISTORY.announcements if one.name == name)
    return found


def figure(notice: str, path: str) -> dict[str, object]:
    (found,) = (
        record
        for record in HISTORY.records()
        if (notice, path) == (record["notice"], record["figure"])
    )
    return {**found}


def test_the_initial_determinations_as_printed() -> None:
    """FR Doc. 94-25622; 74 FR 46559; the releases of August 2011 and September 2024."""
    printed = {
        "fy1995": (9_247_000, 7_889_000, 4_355_500, 3_533_500),
        "fy2009": (10_500_000, 8_925_000, 4_850_738, 4_074_262),
        "fy2012": (11_125_000, 9_456_250, 5_139_472, 4_316_778),
        "fy2025": (12_300_000, 10_455_000, 5_682_293, 4_772_708),
    }
    for name, expected in printed.items():
        one = announcement(name)
        found = (one.consumption, one.overall_allotment_quantity, one.beet, one.cane)
        assert expected == found, name


def test_an_increase_that_was_not_read_is_marked() -> None:
    """FY2016, May: the quantity was increased, by how much was not read. All others are known."""
    assert [("2016-05-17", "increase", "", "not read")] == [
        row[1:5] for row in HISTORY._rows() if "not read" in row
    ]
    expected = {"fy2016-2016-05"}
    assert expected == {one.name for one in HISTORY.announcements if one.not_read}
    marked = {
        r["notice"] for r in HISTORY.records() if r["not_read"] == "overall_allotment_quantity"
    }
    assert expected == marked
    assert "by how much it changes" in str(HISTORY)


def test_ratios_are_of_printed_figures() -> None:
    """7,889 of 9,247 are 85.3 percent; 869.856 of 3,533.5 are 24.6; 2,081,755 of 4,772,708 43.6."""
    assert ["85.3", "24.6"] == [cells(1995, "1994-10-17")[at] for at in (5, 9)]
    assert ["85.0", "43.6"] == [cells(2025, "2024-09-30")[at] for at in (5, 9)]
    assert announcement("fy2009").louisiana_ratio is None


def cells(year: int, announced: str) -> tuple[str, ...]:
    """Return the one row of the table; only the first of a year bears it."""
    (found,) = (row for row in HISTORY._rows() if row[:2] == (str(year), announced))
    return found


def test_notices_stand_in_order_under_their_act() -> None:
    years = [notice.fiscal_year for notice in HISTORY.notices.values()]
    assert sorted(years) == years
    assert set(allotments.notices.bundled()) == set(HISTORY.notices)
    headings = [row for row in HISTORY._rows() if len(row) == 1]
    assert [("Act of 1990",), ("Act of 2002",)] == headings


def made_up(**printed: object) -> allotments.Notice:
    """Return a notice of FY2012 that prints so much."""
    source = {"document": "A", "title": "B"}
    return allotments.Notice.model_validate(
        {
            "format": 1,
            "act": "2002",
            "fiscal_year": 2012,
            "unit": "short tons",
            "source": source,
            "printed": [{"place": "C", **printed}],
        }
    )


def test_a_change_within_the_year_is_a_row_of_its_own() -> None:
    """1,000 more than 8,500, of 10,000: 95.0 percent; 200 and 100 go to imports, so 300."""
    history = History(
        {
            "first": made_up(estimates={"consumption": 10_000_000}),
            "none": made_up(processors={"beet": {"A": 1}}),
            "second": made_up(overall_allotment_quantity=9_500_000),
            "third": made_up(reassigned_imports={"beet": 200_000, "cane": 100_000}),
            "fourth": made_up(states_after_reassignment={"Louisiana": 1}, sectors={"cane": 3}),
        }
    )
    assert [
        ("Act of 2002",),
        ("2012", "", "initial", "10,000,000", "", "", "", "", "", ""),
        ("", "", "initial", *[""] * 7),  # a notice all the same
        ("", "", "initial", "", "9,500,000", "95.0", "", "", "", ""),
        ("", "", "initial", "", "", "", "", "", "300,000", ""),
        ("", "", "initial", "", "", "", "", "3", "", "33.3"),
    ] == list(history._rows())


def test_a_printed_change_makes_the_quantity() -> None:
    """100 more than the 8,000 printed before, then 50 less; what was before must be known."""
    changed = {"overall_allotment_quantity": 100_000}
    before = {"overall_allotment_quantity": 8_000_000}
    history = History(
        {
            "first": made_up(changes=changed),
            "second": made_up(changes=changed, before=before),
            "third": made_up(changes={"overall_allotment_quantity": -50_000}),
        }
    )
    found = [one.overall_allotment_quantity for one in history.announcements]
    assert [None, 8_100_000, 8_050_000] == found


def test_several_actions_are_said() -> None:
    notice = made_up(sectors={"cane": 3}).model_copy(update={"action": ["increase", "transfer"]})
    (one,) = History({"a": notice}).announcements
    assert "increase, transfer" == one.action


def test_imports_of_which_each_kind_is_printed_are_added_up() -> None:
    """FY2020, September: 130,000 tons of beet sugar, and 100,000 and 100,000 of cane sugar."""
    found = {one.name: one.reassigned_imports for one in HISTORY.announcements}
    assert 330_000 == found["fy2020-2020-09"]


def test_records_have_every_printed_figure_of_every_notice() -> None:
    """FY1995: 5 States; weights of 33.3 percent are only supposed, so the chosen 25 count."""
    texas = figure("fy1995", "states.Texas")
    assert (131_650, "131650", "131.650 TST") == (
        texas["value"],
        texas["exact"],
        texas["printed"],
    )
    assert "1/4" == figure("fy1995", "weights.past_marketings")["exact"]
    assert "ratio" == figure("fy1995", "weights.past_marketings")["unit"]
    assert "cents per pound" == figure("fy1995", "other.loan rate for raw cane sugar")["unit"]
    andino = figure("fy2009", "processors.Louisiana.Andino Energy Enterprises")
    assert (25_266, "FR Doc. E9-21761, summary") == (andino["value"], andino["place"])


def test_csv_frames_and_json_have_the_same_records() -> None:
    records = HISTORY.records()
    read = list(csv.DictReader(HISTORY.to_csv().splitlines()))
    assert [one["exact"] for one in records] == [row["exact"] for row in read]
    assert len(records) == len(HISTORY.to_pandas()) == len(HISTORY.to_polars())
    data = json.loads(HISTORY.to_json())
    jsonschema.validate(data, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert records == data["figures"]


def test_a_negative_change_stays_a_number_in_csv() -> None:
    one = made_up(changes={"states": {"Louisiana": -42_662}})
    (row,) = csv.DictReader(History({"a": one}).to_csv().splitlines())
    assert ("-42662", "-42662.0") == (row["exact"], row["value"])
    assert "'-42,662 short tons" == row["printed"]


def test_text_and_html_begin_with_the_years() -> None:
    caption = "Sugar marketing allotments, fiscal years 1995 to 2"
    assert str(HISTORY).startswith(caption)
    assert f"<caption>{caption}" in without_styles(HISTORY._repr_html_())
    assert max(map(len, str(HISTORY).splitlines())) <= 100


@pytest.mark.parametrize(
    ("options", "expected"),
    [([], "Year  Announced"), (["--csv"], "notice,act,"), (["--json"], '"format": 1')],
)
def test_the_command_prints_each_form(
    options: list[str], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert 0 == main(["history", *options])
    assert expected in capsys.readouterr().out


def test_one_form_at_a_time(capsys: pytest.CaptureFixture[str]) -> None:
    assert 2 == main(["history", "--csv", "--json"])
    assert "found it beside --json" in capsys.readouterr().err


def test_a_quantity_of_which_the_change_is_printed_is_in_the_records() -> None:
    """FY2005: 8,100,000 at first, then 250,000, 225,000 and 105,000 more."""
    found = [
        (one["value"], one["printed"] == "")
        for one in allotments.history().records()
        if one["fiscal_year"] == 2005 and one["figure"] == "overall_allotment_quantity"
    ]
    assert [(8_100_000, False), (8_350_000, True), (8_575_000, True), (8_680_000, True)] == found
