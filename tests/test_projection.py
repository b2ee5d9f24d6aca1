"""The determination to come: what was printed comes out when its year is left out, and says why."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import allotments
from allotments import Notice, acts, project, scenarios, wasde
from allotments.command_line import main
from allotments.core.errors import InvalidInput
from allotments.figures.figure import Key
from allotments.projection import Projection
from allotments.rounding import half_up

AUGUST = wasde.report("2026-08")
PRINTS = ("fy2021", "fy2023", "fy2025")  # named, so that a later print changes nothing here
FY2027 = project(2027, consumption=AUGUST, learned_from=PRINTS)
CANE_2025 = ("Florida", "Louisiana")
LEARNED = [f"--learned-from={one}" for one in PRINTS]
LAST = wasde.reports()[-1]
MOST = 5  # values that a range may have
SCHEMA = Path(__file__).parents[1] / "docs" / "projection.schema.json"


def printed(name: str, sector: str) -> dict[str, int]:
    """Return what an initial determination prints of a sector's recipients, by path."""
    return {
        key.path: value
        for key, value in allotments.load(name).known.items()
        if key.family in ("processors", "states_after_reassignment")
        and (key.group == "beet") is (sector == "beet")
    }


def made(
    year: int, quantity: int | None, processors: dict[str, dict[str, Any]], **others: Any
) -> Notice:
    """Return an initial determination of a year that prints allocations."""
    place = {"place": "here", "processors": processors, **others}
    if quantity is not None:
        place["overall_allotment_quantity"] = quantity
    return Notice.model_validate(
        {
            "format": 1,
            "act": "2002",
            "fiscal_year": year,
            "unit": "short tons",
            "source": {"document": "made up", "title": "made up"},
            "printed": [place],
        }
    )


@pytest.mark.parametrize(
    ("year", "sector", "learned_from"),
    [
        (2021, "beet", ("fy2023", "fy2025")),
        (2023, "beet", ("fy2021", "fy2025")),
        (2025, "beet", ("fy2021", "fy2023")),
        (2021, "cane", ("fy2023",)),
        (2023, "cane", ("fy2021",)),
    ],
)
def test_what_a_year_printed_is_in_the_ranges_that_other_years_leave(
    year: int, sector: str, learned_from: tuple[str, ...]
) -> None:
    """Every figure, States too, in at most five whole numbers; FY2021 prints no States."""
    name = f"fy{year}"
    consumption = allotments.load(name).inputs.estimates.consumption
    ranges = project(year, consumption=consumption, learned_from=learned_from).ranges
    found = printed(name, sector)
    assert (7 if sector == "beet" else 6 if year == 2021 else 9) == len(found)
    for path, tons in found.items():
        ends = ranges[path]
        assert ends is not None
        assert ends[0] <= tons <= ends[1] < ends[0] + MOST, path


def test_a_path_that_there_is_not_is_refused_with_what_was_meant() -> None:
    """As a determination does; none of the paths is near the last."""
    with pytest.raises(
        KeyError, match=r"sectors.bet: no such figure; did you mean 'sectors.beet'?"
    ):
        FY2027.ranges["sectors.bet"]
    with pytest.raises(
        KeyError, match=r"x: no such figure; expected one of: overall_allotment_qua"
    ):
        FY2027.rule["x"]


def test_the_cane_of_fy2025_has_no_print_with_the_same_recipients() -> None:
    """Texas had left, and Louisiana's sugar came under another name; beet is learned all the same.

    Half of 5,682,292.5 and 4,772,707.5 goes up; cane may also be what is left of beet: 4,772,707.
    """
    projection = project(2025, consumption=12_300_000)
    cane = {path: projection.rule[path] for path in printed("fy2025", "cane")}
    assert {"no earlier print has the same recipients"} == set(cane.values())
    assert [None] * 7 == [projection.ranges[path] for path in cane]
    assert (4_772_707, 4_772_708) == projection.ranges["sectors.cane"]
    assert (5_682_293, 5_682_293) == projection.ranges["sectors.beet"]
    assert projection.determination.states_after_reassignment is None
    assert ["beet"] == list(projection.determination.processors)
    assert "Florida Crystals                               not known  no earlier" in str(projection)


def test_fiscal_year_2027_follows_from_the_report_of_august_2026() -> None:
    """85 percent of 12,441,000 is 10,574,850; 54.35 percent of that 5,747,430.975.

    Wyoming printed 46,999, 48,449 and 47,579 of 5,612,996.25, 5,786,236.875 and 5,682,292.5. The
    least share is 47,578.5 / 5,682,292.5, which of 5,747,430.975 is 48,123.9, and the greatest
    46,999.5 / 5,612,996.25, which is 48,125.2. Florida printed 2,690,953 of 4,772,707.5: half a
    ton is 0.506 of 4,827,419.025, so 2,721,800.6 is in the middle of 2,721,800.1 and 2,721,801.1.
    """
    ranges = FY2027.ranges
    assert (10_574_850, 10_574_850) == ranges["overall_allotment_quantity"]
    assert (5_747_431, 5_747_431) == ranges["sectors.beet"]
    assert (4_827_419, 4_827_419) == ranges["sectors.cane"]
    assert (48_124, 48_125) == ranges["processors.beet.Wyoming Sugar Co."]
    assert (2_721_800, 2_721_801) == ranges["states_after_reassignment.Florida"]
    assert (1_111_551, 1_111_552) == ranges["processors.Florida.U.S. Sugar Corp."]
    assert 17 == len(ranges)
    assert project(2027, consumption=12_441_000, learned_from=PRINTS).ranges == ranges


def test_each_recipient_has_its_rule_in_words_and_the_prints_it_was_found_from() -> None:
    rule = FY2027.rule
    assert (
        "21.410751 to 21.410764 percent of the beet sugar allotment"
        == (rule["processors.beet.Amalgamated Sugar Co."])
    )
    assert "5,081 to 5,146 tons beside it" in rule["processors.beet.Western Sugar Co."]
    assert (
        "56.382095 to 56.382116 percent of the cane sugar allotment (untested)"
        == (rule["states_after_reassignment.Florida"])
    )
    assert "sec. 359c(c)" == rule["sectors.beet"]
    records = {record["figure"]: record for record in FY2027.records()}
    wyoming = records["processors.beet.Wyoming Sugar Co."]
    assert (48_124, 48_125, True) == (wyoming["least"], wyoming["greatest"], wyoming["tested"])
    assert ["fy2021", "fy2023", "fy2025"] == wyoming["learned_from"]
    florida = records["states_after_reassignment.Florida"]
    assert (["fy2025"], False) == (florida["learned_from"], florida["tested"])
    assert list(records) == FY2027.to_pandas()["figure"].tolist()
    assert 17 == len(FY2027.to_polars())


def test_a_projection_is_shown_as_one() -> None:
    text = str(FY2027)
    assert (
        "Projection, not a print: initial determination for fiscal year 2027"
        == (text.splitlines()[0])
    )
    assert (
        "Consumption                                    12,441,000  WASDE report of 2026-08" in text
    )
    learned = "Processor allocations, beet, from fy2021, fy2023, fy2025"
    assert f"{learned}: percent of the beet sugar allotment\n" in text
    assert "allocations, Florida, from fy2025: percent of the cane sugar allotment\n" in text
    assert "Untested: no further print agrees with the rule, or contradicts it." in text
    assert "no quantity but the minimum is given; the Secretary's own may be more." in text
    assert "<td class='end'>2,721,800 to 2,721,801</td>" in FY2027._repr_html_()
    assert "Projection of fiscal year 2027: 17 of 17 ranges" == repr(FY2027)
    shown = str(FY2027.determination)
    assert "sec. 359d(b)(2), projected" in shown
    assert "Projected: by shares that reproduce earlier prints; nobody printed it." in shown
    assert "As printed" not in shown


CANE_2010 = made(2010, 1_000_000, {"Florida": {"A": 200_000, "B": 256_500}})
BEET = [
    made(2010, 1_000_000, {"beet": {"A": 105_875, "B": 105_875, "C": 331_750}}),
    made(2011, 2_000_000, {"beet": {"A": 241_750, "B": 241_750, "C": 603_500}}),
]


def test_a_small_projection_in_full() -> None:
    """A had 200,000 of 456,500 tons of cane, to half a ton, and has as much of 4,268,275.

    From 199,999.5 to 200,000.5 that is 1,869,995.03 to 1,870,004.38.
    """
    projection = project(2012, consumption=11_000_000, learned_from=CANE_2010)
    assert """\
Projection, not a print: initial determination for fiscal year 2012

Figure                                  Short tons  Part of the allotment, or source
--------------------------  ----------------------  -----------------------------------------
Consumption                             11,000,000  given
Overall allotment quantity               9,350,000  sec. 359c(b)(1)(B), the minimum
Sector allotments
  Beet sugar allotment                   5,081,725  sec. 359c(c)
  Cane sugar allotment                   4,268,275  sec. 359c(c)
Processor allocations, Florida, from fy2010: percent of the cane sugar allotment
  A                         1,869,995 to 1,870,005  43.811501 to 43.811720 percent (untested)
  B                         2,398,270 to 2,398,280  56.188280 to 56.188499 percent (untested)

Short tons, raw value. Two numbers are the least and the greatest that can be printed; any other
would contradict earlier prints.
Untested: no further print agrees with the rule, or contradicts it.
Overall allotment quantity: no quantity but the minimum is given; the Secretary's own may be more.
No earlier print of all beet allocations was found.""" == str(projection)
    for one in projection.projected:
        assert one.figure == projection.determination.figures[one.figure.path]


def test_the_data_of_a_small_projection_in_full() -> None:
    """A had all of 456,500 tons, to half a ton, and has all of 913,000 or next to it."""
    learned = made(2010, 1_000_000, {"Florida": {"A": 456_500}})
    projection = project(2012, overall_allotment_quantity=2_000_000, learned_from=learned)

    def record(figure: str, title: str, tons: int, **others: Any) -> dict[str, Any]:
        family, *_ = figure.split(".")
        said = {"figure": figure, "title": title, "family": family, "group": "", "recipient": ""}
        rule = {"least": tons, "greatest": tons, "rule": "sec. 359c(c)", "tested": True}
        return {**said, **rule, "learned_from": [], **others}

    assert {
        "format": 1,
        "act": "2002",
        "fiscal_year": 2012,
        "consumption": None,
        "source": "",
        "figures": [
            record(
                "overall_allotment_quantity",
                "overall allotment quantity",
                2_000_000,
                rule="determined under sec. 359c(b)(1)",
            ),
            record("sectors.beet", "beet sugar allotment", 1_087_000, recipient="beet"),
            record("sectors.cane", "cane sugar allotment", 913_000, recipient="cane"),
            record(
                "processors.Florida.A",
                "A",
                912_999,
                group="Florida",
                recipient="A",
                greatest=913_000,
                rule="99.999890 to 100.000000 percent of the cane sugar allotment (untested)",
                tested=False,
                learned_from=["fy2010"],
            ),
        ],
    } == projection.data()


def test_a_share_of_nothing_is_not_less_than_nothing() -> None:
    """Of no tons at all A and B have none, and that is all that is said."""
    projection = project(2012, overall_allotment_quantity=0, learned_from=CANE_2010)
    assert (0, 0) == projection.ranges["processors.Florida.A"]
    assert "less than nothing" not in str(projection)


def test_a_projection_that_says_less_than_nothing_in_full() -> None:
    """A quarter of the beet allotment less 30,000 tons: 543,500 and 1,087,000 tons of it.

    The overall quantity's title is wider than its column.
    """
    projection = project(2012, overall_allotment_quantity=0, learned_from=BEET)
    assert """\
Projection, not a print: initial determination for fiscal year 2012

Figure                        Short tons  Part of the allotment, or source
----------------------  ----------------  ----------------------------------------------------------
Overall allotment                      0  determined under sec. 359c(b)(1)
  quantity
Sector allotments
  Beet sugar allotment                 0  sec. 359c(c)
  Cane sugar allotment                 0  sec. 359c(c)
Processor allocations, beet, from fy2010, fy2011: percent of the beet sugar allotment
  A                                    0  24.999816 to 25.000184 percent, and -30,001 to -29,998
                                            tons beside it (untested)
  B                                    0  24.999816 to 25.000184 percent, and -30,001 to -29,998
                                            tons beside it (untested)
  C                     59,999 to 60,001  49.999816 to 50.000184 percent, and 59,999 to 60,002 tons
                                            beside it (untested)

Short tons, raw value. Two numbers are the least and the greatest that can be printed; any other
would contradict earlier prints.
Untested: no further print agrees with the rule, or contradicts it.
A, B: the rule gives less than nothing here, so the rows do not add up: so small an allotment is
beyond what earlier prints tell.
No earlier print of all cane allocations was found.""" == str(projection)


def test_what_no_rule_was_found_for() -> None:
    """Has no value, though it was printed; nothing is untested, for there is nothing to test."""
    projection = project(2012, overall_allotment_quantity=3_000_000, learned_from=BEET[0])
    last = projection.projected[-1]
    assert (None, "projected", None, False) == (
        last.figure.value,
        last.figure.origin,
        last.range,
        last.tested,
    )
    assert ("", ("fy2010",)) == (last.share_of, last.learned_from)
    assert last.record()["least"] is last.record()["greatest"] is None
    rows = str(projection).partition("\nProcessor allocations, beet, from fy2010\n")[2]
    said = "too few prints: beet needs two, under unlike allotments"
    assert f"  A                          not known  {said}" == rows.splitlines()[0]
    assert "Untested" not in str(projection)


def test_an_act_to_come_projects_its_own_years(monkeypatch: pytest.MonkeyPatch) -> None:
    """And what an Act has to say of a year is said."""

    class Refused:
        def __init__(self, **_: Any) -> None:
            raise InvalidInput(["of the next Act"])

    act = acts.act_named("2002")
    following = replace(act, name="next", fiscal_years=range(2033, 2040), inputs=Refused)
    wordy = replace(act, remarks=lambda _figures, year: [f"Said of {year}."])
    for one in (following, wordy):
        monkeypatch.setitem(acts._REGISTERED, one.name, one)
    with pytest.raises(InvalidInput, match=r"^of the next Act$"):
        project(2034, overall_allotment_quantity=2_000_000, learned_from=CANE_2010)
    projection = project(2012, overall_allotment_quantity=2_000_000, learned_from=CANE_2010)
    assert "\nSaid of 2012.\n" in str(projection)


def test_the_determination_is_in_the_middle_of_the_ranges_and_follows_other_inputs() -> None:
    """Of any consumption: each recipient has a share of the unrounded allotment, and a tonnage.

    With 12,525,000 tons, as in fiscal year 2023, it gives what was printed then, for whatever
    share is chosen reproduces all prints that it was learned from.
    """
    determination = FY2027.determination
    assert "projected" == determination.origins["beet"]
    said = "Projected by shares that reproduce earlier prints, not printed by anyone: beet"
    assert said in allotments.tables.html(determination, "beet")
    for path, ends in FY2027.ranges.items():
        assert ends is not None
        assert ends[0] <= half_up(determination.value(path)) <= ends[1]
    fy2023 = allotments.determine(FY2027.inputs.replace(estimates={"consumption": 12_525_000}))
    for path, tons in printed("fy2023", "beet").items():
        assert tons == half_up(fy2023.value(path)), path
    explained = str(allotments.explain(determination, "processors.beet.Western Sugar Co."))
    assert "5,747,431 (beet sugar allotment) * " in explained


def test_a_projection_stands_for_its_determination() -> None:
    """Wherever a determination is taken, and so does a notice for its own."""
    fy2025 = allotments.load("fy2025")
    comparison = allotments.compare(fy2025, FY2027)
    assert comparison == allotments.compare(fy2025, FY2027.determination)
    assert 141_000 == comparison.differences[0].difference
    assert "48,124" in allotments.tables.federal_register(FY2027, "beet")


def test_a_quantity_of_the_secretarys_own() -> None:
    projection = project(2027, overall_allotment_quantity=10_600_000)
    assert (10_600_000, 10_600_000) == projection.ranges["overall_allotment_quantity"]
    assert (5_761_100, 5_761_100) == projection.ranges["sectors.beet"]
    assert "Consumption" not in str(projection)
    assert "stands for it" not in str(projection)
    learned = {one.figure.path: one.learned_from for one in projection.projected}
    assert {*PRINTS} <= {*learned["processors.beet.Wyoming Sugar Co."]}
    low = project(2027, consumption=12_441_000, overall_allotment_quantity=10_000_000)
    assert "The overall allotment quantity is below its minimum" in str(low)


def test_no_allocation_is_below_zero() -> None:
    """American Crystal's share less 5,112 to 5,178 tons is, of nothing, below zero."""
    projection = project(2027, overall_allotment_quantity=0, learned_from=PRINTS)
    assert (0, 0) == projection.ranges["processors.beet.American Crystal Sugar Co."]
    warning = "American Crystal Sugar Co.: the rule gives less than nothing here"
    assert warning in str(projection)
    assert "less than nothing" not in str(FY2027)


def test_beet_needs_two_prints_under_unlike_allotments() -> None:
    one = project(2023, consumption=12_525_000, learned_from="fy2021")
    path = "processors.beet.Wyoming Sugar Co."
    assert one.ranges[path] is None
    assert "too few prints: beet needs two, under unlike allotments" == one.rule[path]
    assert ("fy2021",) == next(
        known.learned_from for known in one.projected if known.figure.path == path
    )


def test_two_prints_under_one_allotment_are_one_for_beet() -> None:
    prints = [made(year, 1_000_000, {"beet": {"A": 543_500}}) for year in (2010, 2011)]
    one = project(2012, overall_allotment_quantity=2_000_000, learned_from=prints)
    assert one.ranges["processors.beet.A"] is None
    unlike = [*prints, made(2013, 3_000_000, {"beet": {"A": 1_630_500}})]
    found = project(2012, overall_allotment_quantity=2_000_000, learned_from=unlike)
    assert (1_087_000, 1_087_000) == found.ranges["processors.beet.A"]


def test_allocations_count_where_all_of_them_are_printed_to_the_ton() -> None:
    """Three rows are 456,500 tons of cane to within a ton and a half; 456,502 are not all."""

    def florida(last: Any, **others: Any) -> Projection:
        processors = {"Florida": {"A": 200_000, "B": 200_000, "C": last}}
        learned = made(2010, 1_000_000, processors, **others)
        return project(2012, overall_allotment_quantity=2_000_000, learned_from=learned)

    assert "processors.Florida.A" in florida(56_501).ranges
    half = made(2010, 2_001_000, {"Florida": {"A": 913_457}})  # of 913,456.5
    found = project(2012, overall_allotment_quantity=2_000_000, learned_from=half)
    assert (913_000, 913_000) == found.ranges["processors.Florida.A"]
    for last in (56_502, {"value": 56_500, "resolution": 100}):
        with pytest.raises(InvalidInput, match="expected a print of all allocations"):
            florida(last)


def test_recipients_are_those_of_the_nearest_earlier_print() -> None:
    """Of 2010, though 2012 is nearer to 2011 as well; of later ones the nearest; and no others'."""
    first = made(2009, 1_000_000, {"Florida": {"A": 200_000, "B": 256_500}})
    other = made(2010, 1_000_000, {"Florida": {"A": 200_000, "C": 256_500}})
    later = made(2012, 1_000_000, {"Florida": {"A": 200_000, "C": 256_000, "D": 500}})

    def names(*learned: Notice) -> list[str]:
        found = project(2011, overall_allotment_quantity=2_000_000, learned_from=learned)
        return [one.figure.recipient for one in found.projected if one.figure.group]

    assert ["A", "C"] == names(first, later, other)
    assert ["A", "C", "D"] == names(later)
    learned = project(2011, overall_allotment_quantity=2_000_000, learned_from=[other, later])
    assert ("fy2010",) == learned.projected[-1].learned_from


def test_where_no_print_names_recipients_there_are_none() -> None:
    projection = project(2010, consumption=10_865_000)
    assert 3 == len(projection.ranges)
    for sector in ("beet", "cane"):
        assert f"No earlier print of all {sector} allocations was found." in str(projection)


def test_prints_that_clash_are_named() -> None:
    """Of 456,500 tons of cane half is 228,250; 228,250 and 228,251 are no print of one share."""
    first = made(2010, 1_000_000, {"Florida": {"A": 228_250}, "Texas": {"B": 228_250}})
    second = made(2011, 1_000_000, {"Florida": {"A": 228_251}, "Texas": {"B": 228_249}})
    projection = project(2012, overall_allotment_quantity=2_000_000, learned_from=[first, second])
    path = "processors.Florida.A"
    assert projection.ranges[path] is None
    assert projection.rule[path].startswith("fy2010 and fy2011 clash: no share")
    (clash,) = [one for one in projection.projected if one.figure.path == path]
    assert ("fy2010", "fy2011") == clash.learned_from


def test_a_state_is_what_its_processors_are_together_where_it_was_not_printed() -> None:
    """Fiscal year 2021 prints no States, and 2,533,938 tons of Florida's three processors.

    That is 2,533,936.5 to below 2,533,939.5 of 4,714,503.75, and of 4,860,013.125 in 2023
    2,612,144.42 to below 2,612,147.51.
    """
    projection = project(2023, consumption=12_525_000, learned_from="fy2021")
    path = "states_after_reassignment.Florida"
    (florida,) = [one for one in projection.projected if one.figure.path == path]
    assert (2_612_144, 2_612_148) == florida.range
    assert "its processors' allocations together" == florida.rule
    assert (None, False, ("fy2021",)) == (
        florida.share_rule,
        florida.tested,
        florida.learned_from,
    )


def test_a_state_has_a_rule_of_its_own_where_it_was_printed() -> None:
    """456,500 tons of twice the cane to within a ton, though its two processors leave two."""
    cane = {"Florida": {"A": 200_000, "B": 28_250}, "Texas": {"C": 228_250}}
    states = {"Florida": 228_250, "Texas": 228_250}
    nearest = made(2011, 1_000_000, cane, states_after_reassignment=states)
    older = made(2009, 1_000_000, cane)
    path = "states_after_reassignment.Florida"

    def florida(*learned: Notice) -> Projection:
        return project(2012, overall_allotment_quantity=2_000_000, learned_from=learned)

    assert path not in florida(older).ranges
    assert (456_499, 456_501) == florida(older, nearest).ranges[path]


def test_shares_of_the_mainland_where_the_offshore_quantity_is_not_reassigned() -> None:
    """456,500 less 325,000 is 131,500, of which Texas has all; of 913,000 it is 588,000."""
    first = made(
        2010, 1_000_000, {"Texas": {"A": 131_500}}, states={"Texas": 131_500, "Hawaii": 325_000}
    )
    projection = project(2012, overall_allotment_quantity=2_000_000, learned_from=first)
    assert (587_998, 588_000) == projection.ranges["processors.Texas.A"]
    assert (587_998, 588_000) == projection.ranges["states.Texas"]
    assert "states.Hawaii" not in projection.ranges


def test_a_path_is_a_print_too(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(allotments.load("fy2021").to_toml(), encoding="utf-8")
    projection = project(2023, consumption=12_525_000, learned_from=[path])
    assert str(path) == projection.records()[-1]["learned_from"][0]


INCOMPLETE = "expected a print of all allocations of beet or of cane"
OTHER = "expected an initial determination of another year under the same Act"


@pytest.mark.parametrize(
    ("expected", "year", "given"),
    [
        (
            (
                "fiscal_year: found 1995, expected 2003 to 2032: the Act of 1990 was in force "
                'then, act = "1990", allotments.act1990'
            ),
            1995,
            {},
        ),
        ("fiscal_year: found '2027', expected a valid integer", "2027", {}),
        (
            "estimates.consumption: missing, expected a value, or overall_allotment_quantity",
            2027,
            {"consumption": None},
        ),
        (
            "fiscal_year: found 2028, expected one of: 2025, 2026, 2027 (2026-08)",
            2028,
            {"consumption": AUGUST},
        ),
        (f"learned_from: found fy2012, {INCOMPLETE}", 2027, {"learned_from": "fy2012"}),
        (
            f"learned_from: found fy2009, {INCOMPLETE}\nlearned_from: found fy1995, {OTHER}",
            2027,
            {"learned_from": ["fy2009", "fy1995", "fy2021"]},
        ),
        (f"learned_from: found fy2023, {OTHER}", 2023, {"learned_from": ["fy2023"]}),
        (
            f"learned_from: found fy2021, {OTHER}",
            2027,
            {"learned_from": allotments.load("fy2021").replace(action="revision")},
        ),
        (
            f"learned_from: found fy2010, {INCOMPLETE}",
            2027,
            {"learned_from": made(2010, 0, {"Florida": {"A": 0}})},
        ),
        (
            f"learned_from: found fy2010, {INCOMPLETE}",
            2027,
            {"learned_from": made(2010, None, {"Florida": {"A": 1}})},
        ),
    ],
)
def test_what_is_refused(expected: str, year: Any, given: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput) as caught:
        project(year, **{"consumption": 12_441_000, **given})
    assert expected == str(caught.value)


def test_what_is_no_print() -> None:
    wrong: Any = [2021]
    with pytest.raises(
        TypeError, match=r"^learned_from: found 2021, expected names, paths or notices$"
    ):
        project(2027, consumption=12_441_000, learned_from=wrong)


@given(
    st.lists(st.integers(1, 1_000), min_size=2, max_size=4),
    st.lists(st.integers(1_000_000, 20_000_000), min_size=2, max_size=4),
)
def test_whatever_the_shares_are_their_next_print_is_in_the_ranges(
    bases: list[int], quantities: list[int]
) -> None:
    """Printed half up each from the unrounded cane allotment; the last one is left out."""

    def prints(quantity: int) -> dict[str, dict[str, int]]:
        cane = quantity * Fraction("0.4565")
        names = "ABCD"
        return {
            "Florida": {
                name: int(half_up(cane * base / sum(bases)))
                for name, base in zip(names, bases, strict=False)
            }
        }

    *known, new = quantities
    notices = [made(2010 + at, one, prints(one)) for at, one in enumerate(known)]
    ranges = project(2020, overall_allotment_quantity=new, learned_from=notices).ranges
    for name, tons in prints(new)["Florida"].items():
        ends = ranges[f"processors.Florida.{name}"]
        assert ends is not None
        assert ends[0] <= tons <= ends[1]


def test_the_report_of_september_gives_the_quantity_that_was_announced() -> None:
    """Every determination of fiscal years 2012 to 2025 set the minimum, 85 percent of it."""
    known = [name for name in allotments.bundled() if "fy2012" <= name <= "fy2025"]
    names = [name for name in known if "-" not in name]
    assert 12 <= len(names)
    for name in names:
        notice = allotments.load(name)
        announced = notice.known[Key("overall_allotment_quantity")]
        report = wasde.report(f"{notice.fiscal_year - 1}-09")
        projection = project(notice.fiscal_year, consumption=report)
        assert (announced, announced) == projection.ranges["overall_allotment_quantity"], name


def test_from_a_report_to_the_spread_of_an_allocation_in_three_lines() -> None:
    """Errors of past August reports were up to some 8 percent, and so is the spread.

    The floor is above a quantity where consumption is above 20/17 of it.
    """
    errors = wasde.errors("consumption", 8)
    draws = scenarios.sample(FY2027, 1, 10_000, {"estimates.consumption": list(errors.values())})
    result = scenarios.evaluate(FY2027, draws)
    drawn = set((draws["estimates.consumption"] - 12_441_000).tolist())
    assert {float(error) for error in errors.values()} == drawn
    above = result["overall_allotment_quantity"] > 10_600_000
    assert np.array_equal(above, draws["estimates.consumption"] > 10_600_000 / 0.85)
    summary = scenarios.summarise(FY2027, draws, only=["processors"])
    wyoming = summary.statistics["processors.beet.Wyoming Sugar Co."]
    assert 48_000 < wyoming.quantiles[0.5] < 48_500


def test_the_command_prints_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == main(["project", "2027", "--consumption", "12441"])
    assert f"{project(2027, consumption=12_441_000)}\n" == capsys.readouterr().out
    assert 0 == main(["project", "2027", "--wasde", "2026-08", *LEARNED])
    assert f"{FY2027}\n" == capsys.readouterr().out
    quantity = ["--quantity", "10000", "--consumption", "12441", "--learned-from", "fy2025"]
    assert 0 == main(["project", "2027", *quantity])
    assert "10,000,000  determined under sec. 359c(b)(1)" in capsys.readouterr().out


def test_the_command_gives_json_of_the_published_form(capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == main(["project", "2027", "--wasde", "2026-08", "--json", *LEARNED])
    data = json.loads(capsys.readouterr().out)
    jsonschema.validate(data, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert (12_441_000, "2026-08") == (data["consumption"], data["source"])
    assert FY2027.records() == data["figures"]


@pytest.mark.parametrize(
    ("expected", "arguments"),
    [
        (
            "missing one of --consumption, --quantity, --wasde, expected what the quantity is of",
            [],
        ),
        (
            "--consumption: found 'twelve', expected a number of TST (thousand short tons)",
            ["--consumption", "twelve"],
        ),
        (
            "--wasde: found it beside --consumption, expected one of the two",
            ["--consumption", "12441", "--wasde", "2026-08"],
        ),
        (
            "nothing.csv: no such file or directory, expected a consolidated WASDE file",
            ["--wasde", "nothing.csv"],
        ),
        (
            (
                "--wasde report: found '2026-13', expected the month of a bundled report, 2010-08 "
                f"to {LAST}"
            ),
            ["--wasde", "2026-13"],
        ),
        (
            (
                "estimates.consumption: found 12,441 short tons, expected at least 20,000 or 0; if "
                "thousands of short tons are meant, write 12441"
            ),
            ["--consumption", "12.441"],
        ),
        (
            "argument YEAR: invalid int value: '2027.5' (see allotments project --help)",
            ["2027.5"],
        ),
    ],
)
def test_the_command_refuses_in_one_line(
    expected: str, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    year = [] if "2027.5" in arguments else ["2027"]
    assert 2 == main(["project", *year, *arguments])
    out, err = capsys.readouterr()
    assert ("", f"allotments: {expected}\n") == (out, err)


def test_nobody_consumes_nothing() -> None:
    with pytest.raises(InvalidInput, match=r"^consumption: found 0, expected an estimate above 0$"):
        project(2027, consumption=0)
