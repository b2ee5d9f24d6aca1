"""What announcements within a year print: flows, changes, and what stood before."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from allotments import notices, verify
from allotments.checks import Check, Row
from allotments.notices import Notice

HEAD = """
format = 1
act = "2002"
fiscal_year = {year}
unit = "short tons"
source = {{ document = "Trial", title = "Trial" }}
{follows}
"""


def rows(*places: str, year: int = 2024, follows: str = "") -> dict[str, Row]:
    text = HEAD.format(year=year, follows=follows and f'follows = "{follows}"')
    for position, place in enumerate(places):
        text += f'\n[[printed]]\nplace = "Place {position}"\n{place}'
    found = Notice.model_validate(tomllib.loads(text, parse_float=Decimal))
    return {row.figure: row for row in verify(found).rows}


def ends(row: Row) -> list[tuple[str, str, object]]:
    return [(check.kind, check.status, check.computed) for check in row.checks]


def test_losses_that_are_rounded_may_miss_the_total() -> None:
    """FY2015, August: six beet processors lose 31,897 tons together; Michigan gets 31,896."""
    losses = (2_770, 11_701, 4_025, 5_319, 7_555, 527)
    assert 31_897 == sum(losses)
    names = "ABCDEF"
    given = ", ".join(f"{name} = {loss}" for name, loss in zip(names, losses, strict=True))
    found = rows(f"deficits.beet = {{ {given} }}\nreassigned.beet = {{ Michigan = 31896 }}")
    michigan = found["reassigned.beet.Michigan"]
    assert [("sum", "within rounding", 31_897)] == ends(michigan)
    assert (31_894, 31_900) == michigan.checks[0].span  # six halves up and down
    signed = ", ".join(f"{name} = -{loss}" for name, loss in zip(names, losses, strict=True))
    changes = rows(f"changes.processors.beet = {{ {signed}, Michigan = 31896 }}")
    assert [("sum", "within rounding", 31_897)] == ends(changes["changes.processors.beet.Michigan"])
    assert (
        "what the others lose and gain"
        == changes["changes.processors.beet.Michigan"].checks[0].source
    )


def test_cane_processors_changes_are_of_one_state() -> None:
    """FY2015, August: 17,376 and 2,134 go to U.S. Sugar, 19,510."""
    state = "[printed.changes.processors.Florida]\nA = -17376\nB = -2134\nC = {}\n"
    assert "reproduced" == rows(state.format(19510))["changes.processors.Florida.C"].status
    assert "contradicted" == rows(state.format(19512))["changes.processors.Florida.C"].status
    alone = rows("[printed.changes.processors.Florida]\nA = -17376\n")
    assert "recorded" == alone["changes.processors.Florida.A"].status


def test_a_sector_loses_what_goes_to_imports_and_to_sales() -> None:
    """FY2009, May: both sectors are reduced by what is reassigned, 759,583 tons in all."""
    place = (
        "changes.sectors = {{ beet = -198073, cane = -561510 }}\n"
        "reassigned_imports = {{ beet = {}, cane = 561510 }}\ntotal = {}\n{}"
    )
    found = rows(place.format(198073, 759583, ""))
    assert [("sum", "reproduced", 198_073)] == ends(found["reassigned_imports.beet"])
    assert [("sum", "reproduced", 759_583)] == ends(found["total.reassigned_imports"])
    assert (
        "contradicted" == rows(place.format(198073, 759584, ""))["total.reassigned_imports"].status
    )  # a sum of determinations is exact
    sold = "sold_by_ccc.beet = 73"
    found = rows(place.format(198000, 759510, sold))
    assert [("sum", "reproduced", 198_000)] == ends(found["reassigned_imports.beet"])
    increased = "changes.overall_allotment_quantity = 5\nchanges.sectors.beet = -5\n"
    found = rows(f"{increased}reassigned_imports.beet = 198073")
    assert [] == ends(found["reassigned_imports.beet"])


def test_what_stands_is_what_stood_less_imports() -> None:
    """FY2011, April: 4,215,892 less 325,000 is 3,890,892; printed beside the quantity or not."""
    place = "before.sectors.cane = 4215892\nsectors.cane = {}\nreassigned_imports.cane = 325000\n"
    for quantity in ("", "overall_allotment_quantity = 9235250\n"):
        found = rows(quantity + place.format(3890892), year=2011)
        assert [("sum", "reproduced", 3_890_892)] == ends(found["sectors.cane"])
    found = rows(place.format(3890882), year=2011)
    (check,) = found["sectors.cane"].checks
    assert ("contradicted", 3_890_892) == (check.status, check.computed)
    assert (
        ("before.sectors.cane", 4_215_882),
        ("reassigned_imports.cane", 325_010),
        ("sectors.cane", 3_890_892),
    ) == check.candidates
    found = rows("overall_allotment_quantity = 9235250\n" + place.format(3890882), year=2011)
    assert ["contradicted", "contradicted"] == [c.status for c in found["sectors.cane"].checks]


def test_an_allotment_before_what_is_reassigned_is_as_the_act_makes_it() -> None:
    """FY2023, April: beet gets 5,820,885, of which 250,000 go to imports."""
    place = (
        "overall_allotment_quantity = 10710000\nbefore.sectors.beet = 5786237\n"
        "sectors.beet = 5820885\nreassigned_imports.beet = 250000\n"
    )
    (check,) = rows(place, year=2023)["sectors.beet"].checks
    assert ("formula", "reproduced") == (check.kind, check.status)


def test_what_stood_before_may_stand_in_the_followed_notice() -> None:
    """FY2009: 4,850,738 less 198,073 is 4,652,665."""
    place = "sectors.beet = %s\nreassigned_imports.beet = 198073\n"
    found = rows(place % 4652665, year=2009, follows="fy2009")
    assert [("sum", "reproduced", 4_652_665)] == ends(found["sectors.beet"])
    found = rows(place % 4652667, year=2009, follows="fy2009")
    assert "contradicted" == found["sectors.beet"].status


def test_rows_of_an_incomplete_place_are_not_added_up() -> None:
    """FY2011, April: Hawaii's allotment was not read, nor all changes."""
    cane = "sectors.cane = 3890892\n"
    place = (
        "states_after_reassignment = { Florida = 1856850, Louisiana = 1577810, Texas = 173016 }\n"
        "deficits.cane = { Florida = 237832, Louisiana = 42662 }\n"
        "reassigned_imports.cane = 325000\n"
    )
    found = rows(cane, place, year=2011)
    texas, imports = "states_after_reassignment.Texas", "reassigned_imports.cane"
    assert {texas, imports} == {p for p, row in found.items() if row.status == "contradicted"}
    found = rows(cane, f"incomplete = true\n{place}", year=2011)
    assert {"recorded"} == {row.status for row in found.values()}
    total = rows(cane, f"incomplete = true\n{place}total = 3890892\n", year=2011)
    assert ["repeat"] == [c.kind for c in total["total.states_after_reassignment"].checks]


SECTORS = "sectors = { beet = 5682293, cane = 4772708 }\n"


@pytest.mark.parametrize(
    ("michigan", "expected"),
    [
        (5_634_714, []),  # with Wyoming's 47,579 all of 5,682,293
        (5_634_715, []),  # which may be rounded, as both parts
        (5_634_716, [("sum", "contradicted", 5_634_714)]),
        (58_684_200, [("sum", "contradicted", 5_634_714)]),
    ],
)
def test_rows_of_an_incomplete_place_are_not_more_than_their_allotment(
    michigan: int, expected: list[object]
) -> None:
    beet = "processors.beet = {{ Michigan = {}, Wyoming = 47579 }}"
    found = rows(SECTORS, f"incomplete = true\n{beet.format(michigan)}", year=2026)
    assert expected == ends(found["processors.beet.Michigan"])
    assert [] == ends(found["processors.beet.Wyoming"])


@pytest.mark.parametrize(
    ("place", "figure", "source"),
    [
        ("processors.beet = { A = 5682295 }", "processors.beet.A", "sectors.beet"),
        (
            "states_after_reassignment = { Florida = 4772710 }",
            "states_after_reassignment.Florida",
            "sectors.cane, less its other parts",
        ),
        (
            "states_after_reassignment.Florida = 9\nprocessors.Florida = { A = 9, B = 8, C = 7 }",
            "processors.Florida.A",
            "states_after_reassignment.Florida, less its other parts",
        ),
    ],
)
def test_a_part_is_not_more_than_its_whole(place: str, figure: str, source: str) -> None:
    """Of whatever family; also where the whole is computed, and was not printed before."""
    found = rows(SECTORS, f"incomplete = true\n{place}", year=2026)
    assert f"at most {source}" == found[figure].checks[-1].source
    assert {figure} == {path for path, row in found.items() if row.status == "contradicted"}


def test_a_part_that_is_more_than_a_computed_whole() -> None:
    """54.35 percent of 10,000,000 are 5,435,000."""
    quantity = "overall_allotment_quantity = 10000000"
    found = rows(quantity, "processors.beet = { A = 5435002 }\nincomplete = true", year=2026)
    assert [("sum", "contradicted", 5_435_000)] == ends(found["processors.beet.A"])


def test_rows_that_add_up_to_too_much_are_contradicted_once() -> None:
    found = rows(SECTORS, "processors.beet = { A = 5682293, B = 47579 }", year=2026)
    statuses = [status for row in found.values() for _, status, _ in ends(row)]
    assert 1 == statuses.count("contradicted")


def test_sums_that_the_notice_states() -> None:
    """FY2004: 1,602 + 8,885 + 1,599 - 10,210 = 1,876; FY2016: 500,000 in three parts."""
    sums = 'sum_of = { "other.ending" = ["other.supply", "other.imports", "-other.use"] }\n'
    other = "other = {{ supply = 10487, imports = 1599, use = 10210, ending = {} }}\n"
    found = rows(sums + other.format(1876))
    assert [("sum", "reproduced", 1_876)] == ends(found["other.ending"])
    (check,) = rows(sums + other.format(1875))["other.ending"].checks
    assert "contradicted" == check.status
    assert 10_211 == dict(check.candidates)["other.use"]
    imports = (
        "reassigned_imports.cane = 500000\n"
        'other = { trq = { value = 140000, unit = "short tons" }, rest = { value = 0.36, unit = '
        '"million short tons" } }\nsum_of = { "reassigned_imports.cane" = ["other.trq", '
        '"other.rest"] }\n'
    )
    assert "reproduced" == rows(imports)["reassigned_imports.cane"].status


def test_a_sum_of_finer_figures_may_round_to_a_coarser_one() -> None:
    """198,073 and 561,510 are 0.76 million."""
    place = (
        "reassigned_imports = { beet = 198073, cane = 561510 }\n"
        'total = { value = %s, unit = "million short tons" }\n'
    )
    assert "reproduced" == rows(place % "0.76")["total.reassigned_imports"].status
    assert "contradicted" == rows(place % "0.77")["total.reassigned_imports"].status


def test_what_stood_before_is_what_the_followed_notice_printed() -> None:
    """FY2009: 4,850,738 and 4,074,262 in September, by two places of that file."""
    before = "before.sectors = { beet = 4850738, cane = %s }\n"
    found = rows(before % 4074262, year=2009, follows="fy2009")
    cane = found["before.sectors.cane"]
    assert [("repeat", "reproduced", 4_074_262)] == ends(cane)
    source = (
        "printed before: fy2009, USDA announcement of 9 September 2008, reprinted by newhope.com"
    )
    assert source == cane.checks[0].source
    found = rows(before % 4074263, year=2009, follows="fy2009")
    assert "contradicted" == found["before.sectors.cane"].status
    unread = 'fy2009"\nunread = "a change in spring'
    found = rows(before % 4074263, year=2009, follows=unread)
    assert "recorded" == found["before.sectors.cane"].status


@pytest.fixture
def year_2005(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two bundled notices of FY2005: 8,100,000 tons, then 250,000 more."""
    first = HEAD.format(year=2005, follows="") + (
        '[[printed]]\nplace = "July"\noverall_allotment_quantity = 8100000\n'
        "estimates.production = 8000000\n"
    )
    second = HEAD.format(year=2005, follows='follows = "first"') + (
        '[[printed]]\nplace = "August"\nchanges.overall_allotment_quantity = 250000\n'
    )
    for name, text in (("first", first), ("second", second)):
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(notices, "bundled_data", lambda: tmp_path)


@pytest.mark.usefixtures("year_2005")
def test_what_stood_before_may_have_been_computed_then() -> None:
    """54.35 percent of 8,100,000 is 4,402,350, printed or not."""
    before = "before.sectors = { beet = %s }\n"
    found = rows(before % 4402350, year=2005, follows="first")["before.sectors.beet"]
    assert [("formula", "reproduced", 4_402_350)] == ends(found)
    assert "as computed for first" == found.checks[0].source
    found = rows(before % 4402351, year=2005, follows="first")["before.sectors.beet"]
    assert "contradicted" == found.status


@pytest.mark.usefixtures("year_2005")
def test_what_stood_before_is_followed_through_the_year() -> None:
    """8,100,000 + 250,000 + 225,000 = 8,575,000, though 8,350,000 was never printed."""
    place = (
        "overall_allotment_quantity = %s\n"
        "before.overall_allotment_quantity = 8350000\n"
        "changes.overall_allotment_quantity = 225000\n"
    )
    found = rows(place % 8575000, year=2005, follows="second")
    assert [("formula", "reproduced", 8_350_000)] == ends(
        found["before.overall_allotment_quantity"]
    )
    assert [("sum", "reproduced", 225_000)] == ends(found["changes.overall_allotment_quantity"])
    found = rows(place % 8575001, year=2005, follows="second")
    assert "contradicted" == found["changes.overall_allotment_quantity"].status


@pytest.mark.parametrize(
    ("quantity", "increase", "status"),
    [(9_000_000, 75_000, "reproduced"), (9_000_000, 76_000, "contradicted")],
)
def test_a_change_is_held_against_the_followed_notice(
    quantity: int, increase: int, status: str
) -> None:
    """FY2009 had 8,925,000; sectors change by their percentages of the change, unrounded."""
    place = (
        f"overall_allotment_quantity = {quantity}\n"
        f"changes.overall_allotment_quantity = {increase}\nchanges.sectors.beet = 40763\n"
    )
    found = rows(place, year=2009, follows="fy2009")
    assert [("formula", status, 75_000)] == ends(found["changes.overall_allotment_quantity"])
    (beet,) = found["changes.sectors.beet"].checks
    assert ("formula", "reproduced") == (beet.kind, beet.status)
    assert 75_000 * 5_435 == beet.computed * 10_000  # type: ignore[operator]
    assert isinstance(beet, Check)


def test_a_change_may_be_the_difference_of_what_is_printed() -> None:
    """8,925,000 to 9,000,003: beet by 40,764.13 tons, by print 4,891,502 - 4,850,738 = 40,764.

    Either end may be half a ton off, so 40,765 is possible, and 40,766 is not.
    """
    place = "overall_allotment_quantity = 9000003\nchanges.sectors.beet = %s\n"
    for change, status in (
        (40_764, "reproduced"),
        (40_765, "within rounding"),
        (40_763, "within rounding"),
        (40_766, "contradicted"),
    ):
        found = rows(place % change, year=2009, follows="fy2009")
        assert status == found["changes.sectors.beet"].status


def test_different_rules_of_print_are_said() -> None:
    """4,074,262.5: half up at one place, and the remainder at another."""
    quantity = "overall_allotment_quantity = 8925000\n"
    places = [f"{quantity}sectors = {{ beet = 4850738, cane = {c} }}\n" for c in (4074262, 4074263)]
    text = HEAD.format(year=2009, follows="")
    for position, place in enumerate(places):
        text += f'\n[[printed]]\nplace = "Place {position}"\n{place}'
    report = verify(Notice.model_validate(tomllib.loads(text, parse_float=Decimal)))
    assert not report  # the two prints differ
    assert () == report.print_rules
    assert (
        "No one rule of print fits all parts of a whole: remainder at sectors.cane (Place 0); "
        "half_up at sectors.cane (Place 1)."
    ) == report.closing[-1]
