"""How the figures of each family are printed, and what they stand under.

The notice for fiscal year 1995 prints thousands of short tons: sectors with one decimal, States and
processors with three, all else whole. Announcements under the Act of 2002 print whole short tons.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from allotments.acts import act_named
from allotments.figures.act import Family

TONS, RATIO = Fraction("1234567.8912"), Fraction("0.123456")

SHOWN_IN_1990 = {
    "1,235 TST": (
        "estimates criteria imports threshold_carryover_stocks overall_allotment_quantity bases"
    ),
    "1,234.6 TST": "sectors previous.sectors",
    "1,234.568 TST": (
        "state_criteria processor_criteria state_bases processor_bases states processors "
        "recorded.states recorded.processors previous.states"
    ),
    "1,234,568 short tons": (
        "minimum_imports crystalline_fructose_sugar_equivalent restraint crystalline_fructose"
    ),
    "12.3 percent": "weights percentage_factors",
    "0": "raw_value_factor sweetness_factor",  # which no notice prints
}
SHOWN_IN_2002 = {
    "12 percent": "minimum_share",
    "12.3 percent": "weights stocks_to_use free_stocks_to_use allocated_share",
    "12.35 percent": "percentage_factors",
    "0": "beet_adjustments",  # numbers of factories, and whether sugar was lost
}
HEADINGS_OF_1990 = {
    "Estimates": "estimates",
    "Criteria": "criteria",
    "Weights, percent": "weights",
    "Criteria of States": "state_criteria",
    "Criteria of processors": "processor_criteria",
    "Imports and the overall allotment quantity": (
        "imports threshold_carryover_stocks overall_allotment_quantity"
    ),
    "Averages (weighted bases)": "bases state_bases processor_bases",
    "Percentage factors, percent": "percentage_factors",
    "Sector allotments": "sectors",
    "Restraint": "restraint",
    "State cane sugar allotments": "states",
    "Processor allocations": "processors",
    "Crystalline fructose": "crystalline_fructose",
}
HEADINGS_OF_2002 = {
    "Estimates": "estimates",
    "Weights, percent": "weights",
    "Criteria": "state_criteria processor_criteria beet_criteria beet_adjustments",
    "Supply": "supply",
    "Overall allotment quantity": "minimum_overall_allotment_quantity overall_allotment_quantity",
    "Percentages of the sectors": "percentage_factors",
    "Sector allotments": "sectors",
    "Cane sugar of offshore and mainland States": "offshore mainland",
    "Production bases": "weighted_production state_bases processor_bases",
    "State cane sugar allotments": "states",
    "State allotments after reassignment": "states_after_reassignment",
    "Processor allocations": "processors",
    "Allocations after deficits": "after_deficits",
    "Deficits left to imports": "deficits_to_imports",
    "Deficits": "deficits",
    "Reassigned": "reassigned offshore_reassigned",
    "Sold by the Commodity Credit Corporation": "sold_by_ccc",
    "Reassigned to imports": "reassigned_imports",
    "Reassigned to imports, by kind": "reassigned_imports_by_kind",
    "Balance": "total_use ending_stocks free_ending_stocks stocks_to_use free_stocks_to_use",
    "Allocated for the time being": "allocated_share allocated withheld",
    "Changes": (
        "changes.overall_allotment_quantity changes.sectors changes.states "
        "changes.states_after_reassignment changes.processors"
    ),
}


def shown(family: Family) -> str:
    value = TONS if family.unit in ("TST", "short tons") else RATIO
    return f"{family.show(value)} {family.unit}".rstrip()


@pytest.mark.parametrize(
    ("act", "expected", "others"),
    [("1990", SHOWN_IN_1990, None), ("2002", SHOWN_IN_2002, "1,234,568 short tons")],
)
def test_figures_are_printed_with_these_units_and_decimals(
    act: str, expected: dict[str, str], others: str | None
) -> None:
    by_name = {name: text for text, names in expected.items() for name in names.split()}
    families = act_named(act).families
    assert by_name.keys() <= families.keys()
    for name, family in families.items():
        assert by_name.get(name, others) == shown(family), name


@pytest.mark.parametrize(
    ("act", "expected"), [("1990", HEADINGS_OF_1990), ("2002", HEADINGS_OF_2002)]
)
def test_figures_that_views_list_stand_under_these_headings(
    act: str, expected: dict[str, str]
) -> None:
    found: dict[str, list[str]] = {}
    for name, family in act_named(act).families.items():
        if family.heading:
            found.setdefault(family.heading, []).append(name)
    assert {heading: names.split() for heading, names in expected.items()} == found


def test_the_quantities_of_a_whole_country_are_these() -> None:
    """Of which a few tons are a slip of unit; what is printed first is the country's, too."""

    def flagged(act: str, flag: str) -> list[str]:
        families = act_named(act).families
        return [name for name, family in families.items() if getattr(family, flag)]

    assert ["estimates", "criteria"] == flagged("1990", "national")
    assert ["estimates", "overall_allotment_quantity"] == flagged("2002", "national")
    first = ["imports", "overall_allotment_quantity", "bases", "percentage_factors", "sectors"]
    assert [*first, "restraint", "crystalline_fructose"] == flagged("1990", "headline")
    assert [
        *("minimum_overall_allotment_quantity", "overall_allotment_quantity"),
        *("percentage_factors", "sectors", "offshore", "mainland", "deficits_to_imports"),
    ] == flagged("2002", "headline")
    assert ["bases"] == flagged("1990", "may_stand_alone")
    assert [] == flagged("2002", "may_stand_alone")
    assert ["criteria", "state_criteria", "processor_criteria"] == flagged("1990", "measured")
