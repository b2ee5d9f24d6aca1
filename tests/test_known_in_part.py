"""What is known in part: no view gives it a total, and no State an allotment that nobody states.

Two of Florida's processors, or two of the beet processors, with 586,842 and 47,579 short tons of
10,455,000 to divide: 634,421 together, far less than what a sector has.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import matplotlib as mpl

mpl.use("Agg")

import pytest

import allotments
from allotments import act1990, act2002, plots, tables

OfYear: TypeAlias = Callable[..., Any]

SOME = {"A": 586_842, "B": 47_579}
ALL_CANE = 4_772_708


def of_2026(processors: dict[str, dict[str, int]], **states: int) -> Any:
    recorded = act2002.Recorded(processors=processors, states=states)
    inputs = act2002.Inputs(
        fiscal_year=2026, overall_allotment_quantity=10_455_000, recorded=recorded
    )
    return allotments.determine(inputs)


def of_1995(processors: dict[str, dict[str, int]], **states: int) -> Any:
    recorded = act1990.Recorded(processors=processors, states=states)
    return allotments.determine(allotments.load("fy1995").inputs.replace(recorded=recorded))


TEXAS_AND_CANE = {"Texas": SOME, "Florida": {"C": ALL_CANE - 634_421}}


@pytest.mark.parametrize(
    ("of_year", "table"), [(of_2026, "cane"), (of_2026, "beet"), (of_1995, "allocations")]
)
def test_rows_that_some_are_missing_of_have_no_total(of_year: OfYear, table: str) -> None:
    group = "beet" if table == "beet" else "Florida"
    found = of_year({group: SOME})
    assert not [
        one for one in tables.records(found, table) if one["total"] and one["group"] == group
    ]
    assert "634,421" not in tables.federal_register(found)
    assert "Other rows are not known." in tables.federal_register(found, table)
    assert "Other rows are not known." in tables.html(found, table)


def test_rows_that_are_all_there_have_their_total() -> None:
    """4,772,708 of cane: in Texas 634,421, in Florida 4,138,287; half a ton more by the formula."""
    found = tables.federal_register(of_2026(TEXAS_AND_CANE), "cane")
    assert "Total Texas" in found
    assert "634,421" in found
    assert "not known" not in found.partition("Texas:")[2]


def test_a_known_allotment_is_no_total_of_some_of_its_rows() -> None:
    """Florida has 2,500,000; two processors have 634,421 of them, and both States not all."""
    found = tables.federal_register(of_2026({"Florida": SOME}, Florida=2_500_000), "cane")
    assert 2 == found.count("Other rows are not known.")
    assert "Total" not in found


def lines_of(ledger: Any) -> list[list[str]]:
    return [line.split() for line in str(ledger).splitlines()]


def test_a_state_has_no_allotment_of_a_part_in_the_ledger() -> None:
    """Under the Act of 2002 what is not divided is "cane", which has all of the allotment."""
    lines = lines_of(act2002.open_ledger(of_2026({"Florida": SOME})))
    assert ["Florida", "0", "634,421", "634,421"] in lines
    assert ["Cane", "4,772,708", "0", "4,138,287", "4,138,287"] in lines
    assert ["All", "10,455,001", "0", "10,455,001", "10,455,001"] in lines
    assert ["Florida", "0", "634,421", "634,421"] in lines_of(
        act1990.open_ledger(of_1995({"Florida": SOME}))
    )


def test_all_processors_make_a_states_allotment_in_the_ledger() -> None:
    """FY2021: Texas's one processor; the three States' processors make up cane's."""
    lines = lines_of(act2002.open_ledger(allotments.load("fy2021")))
    assert ["Texas", "220,279", "0", "220,279", "220,279"] in lines


def test_one_processor_of_2009_is_not_louisiana() -> None:
    """Andino's 25,266 of 4,074,262.5."""
    lines = lines_of(act2002.open_ledger(allotments.load("fy2009")))
    assert ["Louisiana", "0", "25,266", "25,266"] in lines
    assert ["Cane", "4,074,263", "0", "4,048,997", "4,048,997"] in lines


@pytest.mark.parametrize("of_year", [of_2026, of_1995])
def test_the_flow_gives_a_state_known_in_part_no_amount(of_year: OfYear) -> None:
    texts = [text.get_text() for text in plots.flow(of_year({"Florida": SOME})).texts]
    assert "Florida, in part" in texts
    assert not [text for text in texts if "634" in text]


def test_the_comparison_gives_a_state_known_in_part_no_allotment() -> None:
    found = allotments.compare(of_2026({"Florida": SOME}), allotments.load("fy2025"))
    (florida,) = (one for one in found.differences if one.title == "Florida")
    assert (None, 2_690_953) == (florida.first, florida.second)
