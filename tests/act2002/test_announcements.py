"""What an announcement prints at one place, and what its figures are held against."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from allotments import InvalidInput, load, verify
from allotments.notices import Notice

HEAD = """
format = 1
act = "2002"
fiscal_year = {year}
unit = "{unit}"
source = {{ document = "Trial", title = "Trial" }}
"""


def notice(
    body: str, year: int = 2022, unit: str = "short tons", path: Path | None = None
) -> Notice:
    text = HEAD.format(year=year, unit=unit) + f'\n[[printed]]\nplace = "P"\n{body}'
    if path is not None:
        path.write_text(text, encoding="utf-8")
        return load(path)
    return Notice.model_validate(tomllib.loads(text, parse_float=Decimal))


def statuses(body: str, year: int = 2022, unit: str = "short tons") -> dict[str, str]:
    return {row.figure: row.status for row in verify(notice(body, year, unit)).rows}


def test_the_quantity_is_checked_only_where_it_is_said_to_be_the_minimum() -> None:
    body = "overall_allotment_quantity = 10802657\nestimates.consumption = 12200000\n"
    assert "recorded" == statuses(body)["overall_allotment_quantity"]
    said = statuses(f"at_minimum = true\n{body}")
    assert "contradicted" == said["overall_allotment_quantity"]
    assert (
        "recorded"
        == statuses("at_minimum = true\noverall_allotment_quantity = 10802657\n")[
            "overall_allotment_quantity"
        ]
    )


@pytest.mark.parametrize(
    ("cane", "rule"),
    [
        (4_074_262, "sec. 359c(c), the remainder"),  # 8,925,000 - 4,850,738
        (4_074_263, "sec. 359c(c), half up"),  # of 4,074,262.5
    ],
)
def test_a_check_says_under_which_print_rule_it_holds(cane: int, rule: str) -> None:
    body = f"overall_allotment_quantity = 8925000\nsectors = {{ beet = 4850738, cane = {cane} }}\n"
    *_, row = verify(notice(body)).rows
    assert [("reproduced", rule)] == [(one.status, one.source) for one in row.checks]


def test_both_print_rules_are_named_where_both_hold() -> None:
    """45.65 percent of 10,710,000 is 4,889,115 exactly."""
    body = "overall_allotment_quantity = 10710000\nsectors = { beet = 5820885, cane = 4889115 }\n"
    *_, row = verify(notice(body)).rows
    assert ["sec. 359c(c), half up or the remainder"] == [one.source for one in row.checks]


def test_percentages_may_be_printed_as_the_remainder() -> None:
    """FY2011: 54.4 and 45.6 percent, though 45.65 is 45.7 half up; 45.5 is neither."""
    place = "percentage_factors = { beet = 54.4, cane = %s }\n"
    found = statuses(place % 45.6)
    assert {"reproduced"} == set(found.values())
    assert "reproduced" == statuses(place % 45.7)["percentage_factors.cane"]
    assert "contradicted" == statuses(place % 45.5)["percentage_factors.cane"]


def test_printed_changes_are_held_against_before() -> None:
    """FY2003, May: 8,200 + 463 = 8,663; beet 4,457 to 4,708, printed to the thousand."""
    found = statuses(
        "overall_allotment_quantity = 8663\nsectors = { beet = 4708, cane = 3955 }\n"
        "before = { overall_allotment_quantity = 8200, sectors = { beet = 4457 } }\n"
        "changes = { overall_allotment_quantity = 463, sectors = { beet = 251 } }\n",
        2003,
        "TST",
    )
    assert "reproduced" == found["changes.overall_allotment_quantity"]
    assert "reproduced" == found["changes.sectors.beet"]
    assert "recorded" == found["before.sectors.beet"]


def test_a_change_may_hold_within_the_rounding_of_what_was_before() -> None:
    """Exactly 4,708,340.5 less 4,457 thousand, which stands for 4,456.5 to 4,457.5."""
    body = (
        "overall_allotment_quantity = 8663\nbefore = { sectors = { beet = 4457 } }\n"
        "changes = { sectors = { beet = %s } }\n"
    )
    assert "within rounding" == statuses(body % 252, 2003, "TST")["changes.sectors.beet"]
    assert "contradicted" == statuses(body % 253, 2003, "TST")["changes.sectors.beet"]


def test_a_change_can_be_negative() -> None:
    """FY2011, April: Florida, and the unit of the file."""
    found = notice("[printed.changes.states]\nFlorida = -237.832\n", 2011, "TST")
    (figure,) = found.figures()
    assert "changes.states.Florida" == figure.path
    assert figure.number.amount == -237_832


def test_what_is_given_up_goes_somewhere() -> None:
    """FY2024, August: 470,256 + 164,341 = 34,597 + 600,000; beet's flow is five tons out."""
    body = (
        "deficits = { cane = { Florida = 470256, Texas = 164341 }, beet = { A = 338967 } }\n"
        "reassigned = { cane = { Louisiana = 34597 }, beet = { B = 88972 } }\n"
        "reassigned_imports = { cane = 600000, beet = 250000 }\n"
    )
    found = statuses(body, 2024)
    assert "reproduced" == found["reassigned_imports.cane"]
    assert "contradicted" == found["reassigned_imports.beet"]
    assert "recorded" == found["reassigned.cane.Louisiana"]


def test_where_a_place_is_incomplete_not_all_that_is_given_up_is_named() -> None:
    """All of 9 tons would go to Florida, the one State that is printed; others may have a part."""
    body = (
        "deficits.cane.Hawaii = 9\nreassigned.cane.Florida = 4\n"
        "states_after_reassignment.Florida = 1000\n"
    )
    assert "contradicted" == statuses(body, 2024)["reassigned.cane.Florida"]
    assert "recorded" == statuses(f"incomplete = true\n{body}", 2024)["reassigned.cane.Florida"]


def test_rows_of_processors_may_miss_their_whole_by_what_they_are_rounded_by() -> None:
    """FY2021: the cane allocations add up to one ton less than the cane allotment."""
    found = statuses(
        "overall_allotment_quantity = 10327500\nsectors = { beet = 5612996, cane = 4714504 }\n"
        "[printed.processors.Florida]\nA = 1043289\nB = 455818\nC = 1034831\n"
        "[printed.processors.Louisiana]\nD = 1360893\nE = 599393\n"
        "[printed.processors.Texas]\nF = 220279\n",
        2021,
    )
    assert "within rounding" == found["processors.Texas.F"]
    assert {"recorded"} == {s for path, s in found.items() if path[-2:] in {".A", ".D", ".E"}}


def test_totals_may_differ_from_their_rows_by_rounding() -> None:
    """Cane of 10,000,000 is 4,565,000; rows of one ton less are rounded, of three less are not."""
    body = "overall_allotment_quantity = 10000000\ntotal = 4565000\n"
    path = "total.states_after_reassignment"
    rows = "states_after_reassignment = { Florida = %d, Louisiana = 2000000 }\n"
    assert "reproduced" == statuses(body + rows % 2_565_000)[path]
    assert "within rounding" == statuses(body + rows % 2_564_999)[path]
    assert "contradicted" == statuses(body + rows % 2_564_997)[path]


def test_totals_of_sectors_and_of_processors() -> None:
    body = "overall_allotment_quantity = 10000000\ntotal = 10000000\n"
    found = statuses(f"{body}sectors = {{ beet = 5435000, cane = 4565000 }}\n")
    assert "reproduced" == found["total.sectors"]
    found = statuses("total = 30\n[printed.processors.Texas]\nA = 10\nB = 20\n")
    assert "reproduced" == found["total.processors.Texas"]
    found = statuses("total = 30\n[printed.states]\nTexas = 10\nFlorida = 20\n")
    assert "reproduced" == found["total.states"]


def test_what_follows_from_a_recorded_sector_moves_with_it() -> None:
    """FY2008: cane of 3,626,533 tons, less 325,000; from a division, so within half a ton."""
    body = "sectors = { cane = 3626533 }\nmainland = %d\n"
    assert "reproduced" == statuses(body % 3_301_533, 2008)["mainland"]
    assert "within rounding" == statuses(body % 3_301_534, 2008)["mainland"]
    assert "contradicted" == statuses(body % 3_301_535, 2008)["mainland"]


def test_a_total_needs_rows() -> None:
    with pytest.raises(InvalidInput, match="total: found no rows for it"):
        notice("total = 3\n")


def test_a_file_of_the_user_s_loads_and_is_written_back(tmp_path: Path) -> None:
    body = (
        "at_minimum = true\noverall_allotment_quantity = 10370000\n"
        "[printed.changes.processors.beet]\nA = -2770\n"
    )
    found = notice(body, path=tmp_path / "mine.toml")
    again = tmp_path / "again.toml"
    again.write_text(found.to_toml(), encoding="utf-8")
    assert found == load(again)


def test_an_announcement_of_a_flow_alone_has_no_inputs() -> None:
    found = notice("reassigned_imports = { cane = 700000 }\n")
    assert verify(found)
    with pytest.raises(InvalidInput, match=r"estimates\.consumption: missing"):
        _ = found.inputs


def test_rows_of_which_some_are_missing_are_not_added_up() -> None:
    """FY2017 prints Hawaii's part alone, of a cane allotment of 4,687,342."""
    body = "sectors = { cane = 4687342 }\nstates_after_reassignment = { Hawaii = 45499 }\n"
    path = "states_after_reassignment.Hawaii"
    assert "contradicted" == statuses(body)[path]
    assert "recorded" == statuses(f"incomplete = true\n{body}")[path]


def test_what_goes_to_imports_by_kind_is_all_that_goes_there() -> None:
    body = (
        "reassigned_imports = { cane = %d }\n"
        "reassigned_imports_by_kind = { cane = { quota = 140000, Mexico = 60000 } }\n"
    )
    assert "reproduced" == statuses(body % 200_000)["reassigned_imports.cane"]
    assert "contradicted" == statuses(body % 200_001)["reassigned_imports.cane"]


def test_what_the_ccc_sells_stands_as_printed() -> None:
    assert {"sold_by_ccc.cane": "recorded"} == statuses("sold_by_ccc = { cane = 5 }\n")


QUANTITY = "overall_allotment_quantity = 10455000\n"  # beet 5,682,292.5, cane 4,772,707.5


@pytest.mark.parametrize("incomplete", ["", "incomplete = true\n"])
@pytest.mark.parametrize(
    ("group", "whole", "computed"),
    [
        ("beet", "sectors.beet", "5,634,714"),  # 5,682,292.5 less 47,579, half up
        ("Florida", "sectors.cane", "4,725,129"),  # 4,772,707.5 less it: nobody states Florida's
    ],
)
def test_rows_may_not_exceed_their_allotment(
    incomplete: str, group: str, whole: str, computed: str
) -> None:
    """Michigan's 586,842 with two digits too many; the largest row is the one that is named."""
    rows = '[printed.processors.%s]\n"Michigan" = %s\n"Wyoming" = 47579\n'
    body = incomplete + QUANTITY
    assert "contradicted" not in statuses(body + rows % (group, 586842), 2026).values()
    report = verify(notice(body + rows % (group, 58684200), 2026))
    (row,) = report.ending("contradicted")
    assert f"processors.{group}.Michigan" == row.figure
    (line,) = (line.split() for line in str(report).splitlines() if line.startswith("!"))
    assert ["58,684,200", computed] == line[2:4]
    assert f"at most {whole}, less its other parts" == row.checks[0].source


def test_rows_that_exceed_by_their_rounding_alone_do_not_contradict() -> None:
    """Three of 1,894,098 are 5,682,294, 1.5 more than the allotment: each may be half too high."""
    rows = "[printed.processors.beet]\nA = %s\nB = 1894098\nC = 1894098\n"
    body = f"incomplete = true\n{QUANTITY}"
    assert "contradicted" not in statuses(body + rows % 1894098, 2026).values()
    found = statuses(body + rows % 1894099, 2026)
    assert "contradicted" == found["processors.beet.A"]


def test_what_contradicts_a_formula_is_said() -> None:
    """85 percent of 13,300,000 are 11,305,000: 850,000 more than is printed."""
    body = f"at_minimum = true\n{QUANTITY}estimates.consumption = 13300000\n"
    report = verify(notice(body, 2026))
    assert (
        "* overall_allotment_quantity: 850,000 short tons less than computed: sec. 359c(b)(1)(B), "
        "the minimum." in str(report).replace("\n", " ")
    )


def test_a_remainder_that_is_not_rounded_by_itself_says_so() -> None:
    """FY2009's cane: 4,074,262.5, half up 4,074,263, of which beet's half leaves 4,074,262."""
    shown = verify(load("fy2009")).summary(every=True)
    assert "4,074,262  4,074,263  short tons  reproduced*" in shown
    assert (
        "* sectors.cane: sec. 359c(c), the remainder: the last part is what the others, printed "
        "half up, leave." in shown.replace("\n", " ")
    )
    assert "*" not in verify(load("fy2012")).summary(every=True)


def test_a_part_of_what_is_not_known_exceeds_nothing() -> None:
    """Beet's 923,950 are no part of cane's 776,050; nor are those of a beet processor."""
    body = "sectors.cane = 776050\n"
    assert "recorded" == statuses(f"{body}sectors.beet = 923950\n")["sectors.beet"]
    beet = statuses(f"{body}processors.beet = {{ A = 923950 }}\n")
    assert "recorded" == beet["processors.beet.A"]
