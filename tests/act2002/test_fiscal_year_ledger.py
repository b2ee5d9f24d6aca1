"""The fiscal year's ledger since 2002: what each step changes, and that nothing is lost.

The announcements of one year, followed as far as print allows, are in ``test_announced_years.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import allotments
from allotments.act2002 import Inputs, Ledger, open_ledger
from allotments.act2002.fiscal_year_ledger import ChangeWith
from allotments.core.errors import InvalidInput
from allotments.formulas.deficits import Flow

STATES = {"Florida": 352_800, "Louisiana": 235_200, "Hawaii": 325_000}  # mainland 60 : 40
PROCESSORS: dict[str, dict[str, int]] = {
    "beet": {"A": 543_500, "B": 326_100, "C": 217_400},  # 50 : 30 : 20
    "Florida": {"D": 352_800},
    "Louisiana": {"E": 176_400, "F": 58_800},  # 75 : 25
    "Hawaii": {"G": 325_000},
}
WRONG: Any = "x"
RECEIVER: Any = "receiver"
SHARES = {"Louisiana": {"X": 100, "Y": 60}}


def inputs(fiscal_year: int = 2025, **changes: Any) -> Inputs:
    """Return inputs of 2,000,000: 1,087,000 of beet and 913,000 of cane, of it 588,000 mainland."""
    given = {
        "fiscal_year": fiscal_year,
        "overall_allotment_quantity": 2_000_000,
        "recorded": {"states": STATES, "processors": PROCESSORS},
    }
    return Inputs.model_validate(given | changes)


def opened(fiscal_year: int = 2025, **options: Any) -> Ledger:
    return open_ledger(inputs(fiscal_year), **options)


def last(ledger: Ledger) -> tuple[str, str]:
    return ledger.steps[-1].kind, ledger.steps[-1].paragraph


def test_open_ledger_holds_the_initial_determination() -> None:
    ledger = opened(when="30 September 2024")
    assert PROCESSORS == ledger.allocations
    assert {"beet": 1_087_000, **STATES} == ledger.position.allotments
    assert ("established", "359c(a), 359d(a)") == last(ledger)
    assert "30 September 2024: established, sec. 359c(a), 359d(a)" == ledger.steps[0].title
    assert "established, sec. 359c(a), 359d(a)" == opened().steps[0].title
    assert {"beet": 0, "cane": 0} == ledger.reassigned_to_imports == ledger.sold_by_ccc


def test_a_notice_or_inputs_open_what_their_determination_does() -> None:
    notice = allotments.load("fy2025")
    determined = open_ledger(allotments.determine(notice.inputs))
    assert determined == open_ledger(notice) == open_ledger(notice.inputs)


def test_what_print_does_not_divide_is_held_undivided() -> None:
    """Of fiscal year 2009's 8,925,000 print names one processor, Andino with 25,266: beet is
    4,850,737.5, and of cane's 4,074,262.5 there are 4,048,996.5 more.
    """
    assert {
        "beet": {"not divided": Fraction(9_701_475, 2)},
        "Louisiana": {"Andino Energy Enterprises": 25_266},
        "cane": {"not divided": Fraction(8_097_993, 2)},
    } == open_ledger(allotments.load("fy2009")).allocations


def test_the_offshore_allotment_is_undivided_where_only_mainland_states_are_known() -> None:
    mainland = {state: STATES[state] for state in ("Florida", "Louisiana")}
    ledger = open_ledger(inputs(recorded={"states": mainland}))
    assert {"not divided": 325_000} == ledger.allocations["cane"]
    assert {"not divided": 352_800} == ledger.allocations["Florida"]
    assert 325_000 == sum(
        ledger.adjusted(overall_allotment_quantity=2_200_000).allocations["cane"].values()
    )


@pytest.mark.parametrize(("less", "expected"), [(2, {}), (3, {"not divided": 3})])
def test_as_many_tons_as_there_are_rows_are_rounding(less: int, expected: dict[str, int]) -> None:
    """Louisiana's two have 235,198 of 235,200, or 235,197."""
    rows = {"E": 176_400, "F": 58_800 - less}
    printed = {"states": STATES, "processors": PROCESSORS | {"Louisiana": rows}}
    assert rows | expected == open_ledger(inputs(recorded=printed)).allocations["Louisiana"]


def test_a_new_state_where_offshore_alone_is_undivided() -> None:
    """29,400 are 5 percent of the mainland's 588,000, and nothing of the 325,000."""
    mainland = {state: STATES[state] for state in ("Florida", "Louisiana")}
    after = open_ledger(inputs(recorded={"states": mainland})).entered("Ohio", {"P": 29_400})
    assert {
        "beet": {"not divided": 1_087_000},
        "Florida": {"not divided": 335_160},
        "Louisiana": {"not divided": 223_440},
        "cane": {"not divided": 325_000},
        "Ohio": {"P": 29_400},
    } == after.allocations


def test_what_is_said_of_an_opening() -> None:
    """Of FY2025 the States stand with what is reassigned; 2,000,000 are below 8,500,000."""
    reassigned = "State allotments: with what is reassigned in the same announcement."
    assert (reassigned,) == open_ledger(allotments.load("fy2025")).steps[0].notes
    low = open_ledger(inputs(estimates={"consumption": 10_000_000}))
    below = "The overall allotment quantity is below its minimum, sec. 359c(b)(1)(B)."
    assert (below,) == low.steps[0].notes


# Increases and decreases, 359c(g).


def test_an_increase_is_by_each_allotments_percentage_and_not_offshore() -> None:
    """2,200,000: beet 10 percent more; of cane's 1,004,300 the mainland has 679,300, which is
    6,793 for each 5,880; and so have farms.
    """
    ledger = opened(proportionate_shares=SHARES).adjusted(overall_allotment_quantity=2_200_000)
    assert {
        "beet": {"A": 597_850, "B": 358_710, "C": 239_140},
        "Florida": {"D": 407_580},
        "Louisiana": {"E": 203_790, "F": 67_930},
        "Hawaii": {"G": 325_000},
    } == ledger.allocations
    assert {"X": Fraction(67_930, 588), "Y": Fraction(67_930 * 6, 5_880)} == (
        ledger.position.proportionate_shares["Louisiana"]
    )
    assert ("increased", "359c(g)(1), (2)") == last(ledger)
    assert ("Re-estimated: overall allotment quantity 2,000,000 to 2,200,000.",) == (
        ledger.steps[-1].notes
    )


def test_a_decrease_carries_what_was_marketed_beyond_it_to_the_next_year() -> None:
    """1,800,000: beet 10 percent less, the mainland 496,700 of 588,000. A has marketed 489,151,
    one ton more than it may now, and E 150,000 of 149,010. The year after they have less.
    """
    marketed = {"beet": {"A": 489_151, "B": 293_490}, "Louisiana": {"E": 150_000}}
    ledger = opened().adjusted(overall_allotment_quantity=1_800_000, marketed=marketed)
    assert {"A": 489_150, "B": 293_490, "C": 195_660} == ledger.allocations["beet"]
    assert {"E": 149_010, "F": 49_670} == ledger.allocations["Louisiana"]
    assert {"beet": {"A": 1}, "Louisiana": {"E": 990}} == ledger.deductions
    assert ("decreased", "359c(g)(1), (2), (3)") == last(ledger)
    following = opened(2026, deductions=ledger.deductions)
    assert 543_499 == following.allocations["beet"]["A"]
    assert 175_410 == following.allocations["Louisiana"]["E"]
    assert ("established", "359c(a), 359d(a), 359c(g)(3)") == last(following)


def test_what_an_increase_finds_marketed_is_not_owed() -> None:
    marketed = {"beet": {"A": 999_999}}
    after = opened().adjusted(overall_allotment_quantity=2_200_000, marketed=marketed)
    assert {} == after.deductions


def test_a_deduction_beyond_the_allocation_is_forgiven_or_carried() -> None:
    over = {"Louisiana": {"F": 60_000}}
    assert {} == opened(deductions=over).deductions
    carried = opened(deductions=over, unmet_deduction="carried_forward")
    assert {"Louisiana": {"F": 1_200}} == carried.deductions
    assert 0 == carried.allocations["Louisiana"]["F"]


def test_consumption_re_estimated_moves_a_quantity_at_the_minimum() -> None:
    """85 percent of 2,400,000 is 2,040,000, of 2,500,000 2,125,000; and a stated quantity stays,
    of which it is said that it is below the minimum.
    """
    least = inputs(overall_allotment_quantity=None, estimates={"consumption": 2_400_000})
    ledger = open_ledger(least).adjusted(estimates={"consumption": 2_500_000})
    assert 2_125_000 == ledger.determination.overall_allotment_quantity
    assert ("Re-estimated: consumption 2,400,000 to 2,500,000.",) == ledger.steps[-1].notes
    stated = opened().adjusted(estimates={"consumption": 2_400_000})
    assert PROCESSORS == stated.allocations
    assert "re-estimated" == stated.steps[-1].kind
    assert (
        "Re-estimated: consumption not stated to 2,400,000.",
        "The overall allotment quantity is below its minimum, sec. 359c(b)(1)(B).",
    ) == stated.steps[-1].notes


READINGS: tuple[ChangeWith, ...] = ("nothing", "giver")
FROM_HAWAII = {  # 325,000 at 60 : 40, and Louisiana's 75 : 25
    "Florida": {"D": 10**6},
    "Louisiana": {"E": 10**6, "F": 10**6},
    "Hawaii": {"G": 0},
}


def test_what_was_reassigned_stays_or_changes_with_its_givers_allotment() -> None:
    """B lacks 26,100: C gets 20,000 of them, and imports 6,100. Then beet rises by a tenth."""
    supply = {"beet": {"A": 543_500, "B": 300_000, "C": 237_400}}
    expected: dict[ChangeWith, tuple[int, int]] = {
        "nothing": (217_400 * 11 // 10 + 20_000, 6_100),
        "giver": (237_400 * 11 // 10, 6_710),
    }
    for reading, found in expected.items():
        after = opened(reassigned_change_with=reading).deficits_reassigned(supply)
        after = after.adjusted(overall_allotment_quantity=2_200_000)
        assert found == (after.allocations["beet"]["C"], after.reassigned_to_imports["beet"])


@pytest.mark.parametrize("reading", READINGS)
def test_hawaiis_325000_stay_so_whoever_holds_them(reading: ChangeWith) -> None:
    """Of 2,200,000 cane has 1,004,300, 325,000 of it offshore: 195,000 are with Florida, which has
    407,580 of the mainland's 679,300, and 130,000 with Louisiana, which has 271,720.
    """
    after = opened(reassigned_change_with=reading).deficits_reassigned(FROM_HAWAII)
    after = after.adjusted(overall_allotment_quantity=2_200_000)
    assert {"D": 602_580} == after.allocations["Florida"]
    assert {"E": 203_790 + 97_500, "F": 67_930 + 32_500} == after.allocations["Louisiana"]
    assert 2_200_000 == sum(after.position.allotments.values())


@pytest.mark.parametrize("reading", READINGS)
def test_a_cut_to_the_minimum_leaves_the_minimum_in_force(reading: ChangeWith) -> None:
    """85 percent of 10,000,000 after a reassignment from offshore: 8,500,000, and not 8,480,393."""
    states = {"Florida": 2_240_000, "Louisiana": 2_000_000, "Hawaii": 325_000}
    ledger = open_ledger(
        inputs(
            2015,
            overall_allotment_quantity=10_000_000,
            estimates={"consumption": 10_000_000},
            recorded={"states": states},
        ),
        reassigned_change_with=reading,
    ).deficits_reassigned({"Florida": 2_600_000, "Louisiana": 2_600_000, "Hawaii": 0})
    for quantity, meets in ((8_500_000, True), (8_499_999, False), (11_000_000, True)):
        after = ledger.adjusted(overall_allotment_quantity=quantity)
        assert quantity == sum(after.position.allotments.values())
        assert meets is after.determination.meets_minimum


def test_what_was_transferred_or_entered_is_no_reassigned_quantity() -> None:
    """C's 217,400 are B's, and N has a tenth of all: 2,200,000 is a tenth more for each."""
    ledger = opened().transferred("beet", "C", "B").entered("beet", {"N": 108_700})
    after = ledger.adjusted(overall_allotment_quantity=2_200_000)
    # 90 percent of 543,500 is 489,150, of 543,500 too.
    assert {"A": 538_065, "B": 538_065, "C": 0, "N": 119_570} == after.allocations["beet"]


def test_what_priority_gave_changes_with_its_allotment() -> None:
    """A, B and C have 562,850, 387,710 and 245,140 of 1,195,700, then 10/11 of it."""
    after = opened(2026).adjusted(**RAISED).adjusted(overall_allotment_quantity=2_000_000)
    assert {
        "A": Fraction(5_628_500, 11),
        "B": Fraction(3_877_100, 11),
        "C": Fraction(2_451_400, 11),
    } == after.allocations["beet"]


# Priority on an increase, 359c(g)(2)(B): no print shows it yet.

RAISED: dict[str, Any] = {
    "overall_allotment_quantity": 2_200_000,
    "available_sugar": {"B": 50_000, "C": 20_000},
}


def test_an_increase_goes_to_beet_processors_with_available_sugar_first() -> None:
    """108,700 more. By 30 : 20 B would have 65,220 and C 43,480: they have what is available,
    50,000 and 20,000. Of the 38,700 left A has 50 percent, 19,350, B 11,610 and C 7,740. By one
    percentage A would have 597,850, so 35,000 move: 29,000 to B, which would have 358,710, and
    6,000 to C. Cane is as ever.
    """
    after = opened(2026).adjusted(**RAISED)
    assert {"A": 562_850, "B": 387_710, "C": 245_140} == after.allocations["beet"]
    a, b, c = (("beet", name) for name in "ABC")
    assert (Flow(a, b, "priority", 29_000), Flow(a, c, "priority", 6_000)) == after.steps[-1].flows
    assert ("increased", "359c(g)(1), (2), (2)(B)") == last(after)
    assert {"E": 203_790, "F": 67_930} == after.allocations["Louisiana"]


def test_the_priority_moves_nothing_of_what_was_reassigned() -> None:
    """A gave up 1,000,000: 165,000 to B, which can take no more, and the rest to imports.

    Of 11,000,000 beet sugar has 5,978,500, and B can take all of the 543,500 that are added.
    """
    stated = {
        "fiscal_year": 2026,
        "estimates": {"consumption": 10_000_000},
        "overall_allotment_quantity": 10_000_000,
        "recorded": {"processors": {"beet": {"A": 3_000_000, "B": 2_435_000}}},
    }
    ledger = open_ledger(Inputs.model_validate(stated)).deficits_reassigned(
        {"beet": {"A": 2_000_000, "B": 2_600_000}}
    )
    after = ledger.adjusted(
        overall_allotment_quantity=11_000_000, available_sugar={"B": 5_000_000}
    ).position
    a, b = ("beet", "A"), ("beet", "B")
    assert {a: 2_000_000, b: 165_000, "imports": 835_000} == after.held_by[a]
    assert {b: 2_978_500} == after.held_by[b]
    assert {"A": 2_000_000, "B": 3_143_500} == after.allocations["beet"]
    assert (3_300_000, 2_678_500) == (after.initial[a], after.initial[b])


def test_priority_in_proportion_to_available_sugar() -> None:
    """5 : 2 of 108,700 is more than either has available: the same as by allocations. Of 10,870
    more B has 5 sevenths.
    """
    by: Any = {"in_proportion_to": "available_sugar"}
    assert (
        opened(2026).adjusted(**RAISED).allocations
        == opened(2026).adjusted(**RAISED, **by).allocations
    )
    some = {**RAISED, "overall_allotment_quantity": 2_020_000}
    after = opened(2026).adjusted(**some, **by)
    assert 326_100 + Fraction(10_870 * 5, 7) == after.allocations["beet"]["B"]


def test_deficits_after_it_still_go_by_initial_shares() -> None:
    """A lacks 50,000: B and C have 30 : 20 of them, and not 387,710 : 245,140."""
    after = opened(2026).adjusted(**RAISED)
    supply = {"beet": {"A": 512_850, "B": 900_000, "C": 900_000}}
    assert {"A": 512_850, "B": 417_710, "C": 265_140} == (
        after.deficits_reassigned(supply).allocations["beet"]
    )


def test_the_crop_year_that_ran_when_the_priority_was_enacted() -> None:
    """By another reading it had effect in crop year 2024 already."""
    after = opened(2025, changes_of_2025_from=2024).adjusted(**RAISED)
    assert {"A": 562_850, "B": 387_710, "C": 245_140} == after.allocations["beet"]


def test_no_priority_where_nothing_is_added() -> None:
    after = opened(2026).adjusted(estimates={"consumption": 2_000_000})
    assert PROCESSORS == after.allocations


def test_the_last_crop_year_has_the_priority_too() -> None:
    """Fiscal year 2032: what Congress has said ends with crop year 2031."""
    after = opened(2032).adjusted(**RAISED)
    assert {"A": 562_850, "B": 387_710, "C": 245_140} == after.allocations["beet"]


def test_no_priority_where_beet_is_not_divided() -> None:
    ledger = open_ledger(inputs(2026, recorded={"states": STATES}))
    after = ledger.adjusted(overall_allotment_quantity=2_200_000)
    assert {"not divided": 1_195_700} == after.allocations["beet"]


# Deficits, 359e(b).


def test_cane_deficits_go_by_initial_shares_then_to_ccc_and_to_imports() -> None:
    """Hawaii lacks 300,000: Florida has 60 percent, 180,000, and can take 100,000; Louisiana has
    the other 200,000, 3 : 1, of which E can take 100,000 and F 60,000. Of 40,000 CCC sells 15,000.
    """
    supply = {
        "Florida": {"D": 452_800},
        "Louisiana": {"E": 276_400, "F": 118_800},
        "Hawaii": {"G": 25_000},
    }
    ledger = opened(proportionate_shares=SHARES)
    after = ledger.deficits_reassigned(supply, sold_by_ccc={"cane": 15_000}, when="1 June")
    assert supply == {state: after.allocations[state] for state in supply}
    assert {"beet": 0, "cane": 15_000} == after.sold_by_ccc
    assert {"beet": 0, "cane": 25_000} == after.reassigned_to_imports
    assert ("deficits reassigned", "359e(b)") == last(after)
    assert {"Florida": 452_800, "Louisiana": 395_200, "Hawaii": 25_000} == {
        state: after.position.allotments[state] for state in supply
    }
    assert Fraction(100 * 395_200, 235_200) == after.position.proportionate_shares["Louisiana"]["X"]
    assert "From Hawaii to ccc: 15,000 short tons." in str(after.steps[-1])
    assert PROCESSORS["beet"] == after.allocations["beet"]


def test_beet_deficits_go_by_initial_shares_then_to_imports() -> None:
    """A lacks 100,000: B would have 60,000 and can take 50,000; C has 45,000 of the 50,000 left."""
    supply = {"beet": {"A": 443_500, "B": 376_100, "C": 262_400}}
    after = opened().deficits_reassigned(supply)
    assert supply["beet"] == after.allocations["beet"]
    assert {"beet": 5_000, "cane": 0} == after.reassigned_to_imports


def test_clipped_parts_go_on_by_another_reading() -> None:
    """What B cannot take of its 60,000, 10,000, goes to imports: C has its 40,000 alone."""
    supply = {"beet": {"A": 443_500, "B": 376_100, "C": 262_400}}
    after = opened().deficits_reassigned(supply, reading="shares once")
    assert 257_400 == after.allocations["beet"]["C"]
    assert 10_000 == after.reassigned_to_imports["beet"]


def test_a_total_supply_is_divided_by_assumption_where_there_are_several() -> None:
    after = opened().deficits_reassigned({"beet": 1_000_000})
    assert 87_000 == after.reassigned_to_imports["beet"]
    assert ("An assumption: supply divided in proportion to allocations, of beet.",) == (
        after.steps[-1].notes
    )
    undivided = open_ledger(inputs(recorded={})).deficits_reassigned({"cane": 900_000})
    assert ({"beet": 0, "cane": 13_000}, ()) == (
        undivided.reassigned_to_imports,
        undivided.steps[-1].notes,
    )


# Transfers, terminations and new entrants, 359d(b).


@pytest.mark.parametrize(
    ("step", "expected", "paragraph"),
    [
        (
            lambda one: one.transferred("beet", "A", "C", share=Fraction(1, 4)),
            {"A": 407_625, "B": 326_100, "C": 353_275},
            "359d(b)(2)(G)",
        ),
        (
            lambda one: one.transferred("beet", "A", "C", quantity=543),
            {"A": 542_957, "B": 326_100, "C": 217_943},
            "359d(b)(2)(G)",
        ),
        (
            lambda one: one.transferred("beet", "C", "N"),
            {"A": 543_500, "B": 326_100, "C": 0, "N": 217_400},
            "359d(b)(2)(F)",
        ),
        (
            lambda one: one.transferred("beet", "C", "N", quantity=17_400),
            {"A": 543_500, "B": 326_100, "C": 200_000, "N": 17_400},
            "359d(b)(2)(H)(iii)",
        ),
        (
            lambda one: one.transferred("beet", "C", "A", quantity=500, reason="growers"),
            {"A": 544_000, "B": 326_100, "C": 216_900},
            "359f(b)",
        ),
        (
            lambda one: one.transferred("Louisiana", "F", "E"),
            {"E": 235_200, "F": 0},
            "359d(b)(1)(F)",
        ),
        (
            lambda one: one.transferred("Louisiana", "F", "E", quantity=800, reason="growers"),
            {"E": 177_200, "F": 58_000},
            "359g(d)",
        ),
        (  # 217,400 at 5 : 3
            lambda one: one.terminated("beet", "C"),
            {"A": 679_375, "B": 407_625, "C": 0},
            "359d(b)(2)(E)",
        ),
        (
            lambda one: one.terminated("Louisiana", "F"),
            {"E": 235_200, "F": 0},
            "359d(b)(1), 7 CFR 1435.307(d)",
        ),
        (  # a tenth of all, 108,700
            lambda one: one.entered("beet", {"N": 108_700}),
            {"A": 489_150, "B": 293_490, "C": 195_660, "N": 108_700},
            "359d(b)(2)(H)(ii)",
        ),
        (  # a tenth of the State's, 23,520
            lambda one: one.entered("Louisiana", {"N": 23_520}),
            {"E": 158_760, "F": 52_920, "N": 23_520},
            "359d(b)(1)(E)(i)",
        ),
        (  # two of 11,760: the others give the same in whatever order
            lambda one: one.entered("Louisiana", {"N": 11_760, "M": 11_760}),
            {"E": 158_760, "F": 52_920, "N": 11_760, "M": 11_760},
            "359d(b)(1)(E)(i)",
        ),
        (  # two of 54,350, together a tenth
            lambda one: one.entered("beet", {"N": 54_350, "M": 54_350}),
            {"A": 489_150, "B": 293_490, "C": 195_660, "N": 54_350, "M": 54_350},
            "359d(b)(2)(H)(ii)",
        ),
        (
            lambda one: one.revised(allocations={"beet": {"A": 543_000, "C": 217_900}}),
            {"A": 543_000, "B": 326_100, "C": 217_900},
            "359g(c)",
        ),
    ],
)
def test_within_beet_or_a_state_allocations_move(
    step: Callable[[Ledger], Ledger], expected: dict[str, int], paragraph: str
) -> None:
    before = opened()
    after = step(before)
    group = "beet" if "A" in expected else "Louisiana"
    assert expected == after.allocations[group]
    assert {k: q for k, q in PROCESSORS.items() if k != group} == {
        k: q for k, q in after.allocations.items() if k != group
    }
    assert before.position.allotments == after.position.allotments
    assert paragraph == last(after)[1]
    moved = sum(max(q - PROCESSORS[group].get(name, 0), 0) for name, q in expected.items())
    assert moved == sum(flow.quantity for flow in after.steps[-1].flows)


def test_a_new_state_has_its_allotment_from_the_mainland_states_pro_rata() -> None:
    """29,400 are 5 percent of 588,000: all mainland States and their mills and farms have 95
    percent; Hawaii and beet keep theirs. Then all mainland States change by one percentage.
    """
    ledger = opened(proportionate_shares=SHARES)
    after = ledger.entered("California", {"P": 20_000, "Q": 9_400}, when="crop of 2024")
    assert {
        "beet": PROCESSORS["beet"],
        "Florida": {"D": 335_160},
        "Louisiana": {"E": 167_580, "F": 55_860},
        "Hawaii": {"G": 325_000},
        "California": {"P": 20_000, "Q": 9_400},
    } == after.allocations
    assert {"X": 95, "Y": 57} == after.position.proportionate_shares["Louisiana"]
    assert 29_400 == after.position.initial_allotments["California"]
    assert ("entered", "359d(b)(1)(E)(iv)") == last(after)
    more = after.adjusted(overall_allotment_quantity=2_200_000)
    assert Fraction(20_000 * 6_793, 5_880) == more.allocations["California"]["P"]
    assert 679_300 == sum(
        sum(more.allocations[state].values()) for state in ("Florida", "Louisiana", "California")
    )


def test_a_new_state_takes_nothing_of_what_was_reassigned() -> None:
    """29,400 are 5 percent of 588,000; of the 325,000 from Hawaii Florida keeps 195,000, and
    Louisiana 130,000. Its farms' shares follow its allotment, from 365,200 to 353,440.
    """
    ledger = opened(proportionate_shares=SHARES).deficits_reassigned(FROM_HAWAII)
    after = ledger.entered("California", {"P": 29_400})
    assert {"D": 335_160 + 195_000} == after.allocations["Florida"]
    assert {"E": 167_580 + 97_500, "F": 55_860 + 32_500} == after.allocations["Louisiana"]
    assert {"P": 29_400} == after.allocations["California"]
    assert 29_400 == after.position.initial_allotments["California"]
    assert Fraction(100 * 353_440, 235_200) == after.position.proportionate_shares["Louisiana"]["X"]
    assert 29_400 == after.position.initial["California", "P"]
    other = opened(proportionate_shares=SHARES, shares_follow_reassignments=False)
    after = other.deficits_reassigned(FROM_HAWAII).entered("California", {"P": 29_400})
    assert {"X": 95, "Y": 57} == after.position.proportionate_shares["Louisiana"]


def test_a_new_beet_processor_takes_nothing_of_what_was_reassigned() -> None:
    """B's 26,100 stay with C: of 1,087,000 N has a tenth, and its share of deficits is a tenth."""
    supply = {"beet": {"A": 543_500, "B": 300_000, "C": 243_500}}
    after = opened().deficits_reassigned(supply).entered("beet", {"N": 108_700})
    assert {"A": 489_150, "B": 293_490 - 26_100, "C": 195_660 + 26_100, "N": 108_700} == (
        after.allocations["beet"]
    )
    assert 108_700 == after.position.initial["beet", "N"]


def test_a_new_state_where_states_are_printed_after_reassignment() -> None:
    """Fiscal year 2025's States, 2,690,953 and 2,081,755; all of cane rises by a tenth."""
    ledger = open_ledger(allotments.load("fy2025")).entered("Texas", {"T": 47_727})
    assert 47_727 == sum(
        before - sum(ledger.allocations[state].values())
        for state, before in {"Florida": 2_690_953, "Louisiana": 2_081_755}.items()
    )
    more = ledger.adjusted(overall_allotment_quantity=11_500_500)
    assert Fraction(47_727 * 11, 10) == more.allocations["Texas"]["T"]


def test_the_initial_allocation_moves_along_with_a_transfer() -> None:
    """C has sold all to B: of A's deficit of 10,000 B has all that A's others have."""
    sold = opened().transferred("beet", "C", "B")
    after = sold.deficits_reassigned({"beet": {"A": 533_500, "B": 999_999, "C": 999_999}})
    assert {"A": 533_500, "B": 553_500, "C": 0} == after.allocations["beet"]


def test_a_new_entrant_takes_part_in_deficits_by_its_initial_share() -> None:
    """A lacks 48,915; B 293,490, C 195,660 and N 108,700 are 27 : 18 : 10."""
    entered = opened().entered("beet", {"N": 108_700})
    supply = {"A": 440_235, "B": 10**6, "C": 10**6, "N": 10**6}
    after = entered.deficits_reassigned({"beet": supply})
    assert 108_700 + Fraction(48_915 * 10, 55) == after.allocations["beet"]["N"]


def test_shares_revised_and_relaxed() -> None:
    ledger = opened(proportionate_shares=SHARES)
    revised = ledger.revised(proportionate_shares={"Louisiana": {"X": 90, "Z": 70}})
    assert {"Louisiana": {"X": 90, "Z": 70}} == revised.position.proportionate_shares
    relaxed = ledger.shares_relaxed("Louisiana", ratio=2)
    assert {"Louisiana": {"X": 200, "Y": 120}} == relaxed.position.proportionate_shares
    assert ("shares relaxed", "359f(c)(8)") == last(relaxed)


def test_shares_follow_reassignments_unless_read_otherwise() -> None:
    """100 acres at 235,200; 130,000 more, and then the mainland's 679,300 of 588,000."""
    for follow, reassigned, raised in (
        (True, Fraction(100 * 365_200, 235_200), Fraction(100 * 401_720, 235_200)),
        (False, 100, Fraction(67_930, 588)),
    ):
        ledger = opened(proportionate_shares=SHARES, shares_follow_reassignments=follow)
        ledger = ledger.deficits_reassigned(FROM_HAWAII)
        assert reassigned == ledger.position.proportionate_shares["Louisiana"]["X"]
        after = ledger.adjusted(overall_allotment_quantity=2_200_000)
        assert raised == after.position.proportionate_shares["Louisiana"]["X"]


# Crop years 2002 to 2007: other numbers of paragraphs, and suspension.


@pytest.mark.parametrize(
    ("step", "until_2007", "since"),
    [
        (lambda one: one.shares_relaxed("Louisiana"), "359f(c)(7)", "359f(c)(8)"),
        (
            lambda one: one.entered("beet", {"N": 5}),
            "359d(b)(2)(H)(i)",
            "359d(b)(2)(H)(ii)",
        ),
        (
            lambda one: one.entered("Louisiana", {"N": 5}),
            "359d(b)(1)(E)(i)",
            "359d(b)(1)(E)(i)",
        ),
        (
            lambda one: one.transferred("beet", "C", "N", share=Fraction(1, 2)),
            "359d(b)(2)(I)",
            "359d(b)(2)(H)(iii)",
        ),
        (
            lambda one: one.transferred("Louisiana", "F", "E", quantity=5, reason="closure"),
            "359f(c)(8)",
            "7 CFR 1435.307(c)",
        ),
        (
            lambda one: one.transferred("Louisiana", "F", "E", quantity=5, reason="growers"),
            "359g(d)",
            "359g(d)",
        ),
        (
            lambda one: one.transferred("beet", "B", "A", quantity=5, reason="closure"),
            "359f(b)",
            "359f(b)",
        ),
    ],
)
def test_a_step_cites_the_paragraph_of_its_crop_year(
    step: Callable[[Ledger], Ledger], until_2007: str, since: str
) -> None:
    for fiscal_year, paragraph in ((2003, until_2007), (2008, until_2007), (2009, since)):
        assert paragraph == last(step(opened(fiscal_year, proportionate_shares=SHARES)))[1]


def test_until_2007_there_is_no_minimum() -> None:
    """1,000,000 are below 85 percent of 2,000,000, which was the law from crop year 2008 on."""
    for fiscal_year, notes in ((2008, 1), (2009, 2)):
        after = opened(fiscal_year).adjusted(
            overall_allotment_quantity=1_000_000, estimates={"consumption": 2_000_000}
        )
        assert notes == len(after.steps[-1].notes)
        assert 1_000_000 == sum(after.position.allotments.values())


def test_an_agreed_portion_is_noted_until_2007() -> None:
    """A share of the historical contribution is what the Act knew, an agreement what it did not."""
    note = "An agreed portion: until 2007 the Act knew the historical contribution alone."
    sold: dict[str, Any] = {"group": "beet", "seller": "C", "buyer": "A"}
    for buyer in ("A", "New"):
        after = opened(2008).transferred(**sold | {"buyer": buyer}, quantity=5)
        assert (note,) == after.steps[-1].notes
    assert () == opened(2008).transferred("Louisiana", "E", "F", quantity=5).steps[-1].notes
    assert () == opened(2008).transferred(**sold, share=Fraction(1, 2)).steps[-1].notes
    assert () == opened(2008).transferred(**sold, quantity=5, reason="closure").steps[-1].notes
    assert () == opened(2009).transferred(**sold, quantity=5).steps[-1].notes


def test_allotments_are_suspended_and_in_force_again_as_they_were() -> None:
    """What was reassigned before stays reassigned, and what is owed stays owed."""
    before = opened(2008, proportionate_shares=SHARES).adjusted(
        overall_allotment_quantity=1_800_000, marketed={"beet": {"A": 489_151}}
    )
    before = before.deficits_reassigned({"beet": {"A": 489_150, "B": 200_000, "C": 300_000}})
    suspended = before.suspended(when="March")
    assert ("suspended", "359c(h)") == last(suspended)
    assert "March: suspended, sec. 359c(h)" == suspended.steps[-1].title
    assert ({}, {}) == (suspended.allocations, suspended.position.proportionate_shares)
    assert {"beet": {"A": 1}} == suspended.deductions
    again = suspended.reestablished(when="May")
    assert "May: re-established, sec. 359c(h)" == again.steps[-1].title
    assert before.position == again.position


def test_while_they_are_suspended_nothing_is_changed() -> None:
    """As in the ledger of the Act of 1990; and a new suspension finds nothing."""
    suspended = opened(2008).suspended()
    refused: list[Callable[[], object]] = [
        lambda: suspended.adjusted(overall_allotment_quantity=1_900_000, when="May"),
        lambda: suspended.deficits_reassigned({"beet": 5}, when="May"),
        lambda: suspended.transferred("beet", "A", "B", when="May"),
        lambda: suspended.terminated("beet", "A", when="May"),
        lambda: suspended.entered("beet", {"N": 5}, when="May"),
        lambda: suspended.revised(when="May"),
        lambda: suspended.suspended(when="May"),
    ]
    for step in refused:
        with pytest.raises(
            InvalidInput, match=r"^May: found no allotments in force, expected some$"
        ):
            step()


# Whole years.


def sums(quantities: Mapping[tuple[str, str], Any]) -> dict[str, Any]:
    totals: dict[str, Any] = {}
    for (group, _), quantity in quantities.items():
        totals[group] = totals.get(group, 0) + quantity
    return totals


@st.composite
def years(draw: st.DrawFn) -> Ledger:
    """Return a ledger of some steps of any kind."""
    tons = st.integers(0, 700_000)
    ledger = opened(
        draw(st.sampled_from([2009, 2025, 2026])),
        deductions={"beet": {"A": draw(tons)}},
        proportionate_shares=SHARES,
        reassigned_change_with=draw(st.sampled_from(READINGS)),
    )
    for step in draw(
        st.lists(
            st.sampled_from(["adjust", "reassign", "sell", "end", "enter", "state"]), max_size=5
        )
    ):
        now, own = ledger.allocations, sums(ledger.position.initial)
        if step == "adjust":
            quantity = draw(st.integers(1_500_000, 2_600_000))
            raised = quantity > ledger.determination.overall_allotment_quantity
            priority = raised and ledger.determination.fiscal_year == 2026
            ledger = ledger.adjusted(
                overall_allotment_quantity=quantity,
                marketed={g: {name: draw(tons) for name in names} for g, names in now.items()},
                available_sugar={name: draw(tons) for name in now["beet"]} if priority else None,
            )
        elif step == "reassign":
            ledger = ledger.deficits_reassigned(
                {g: {name: draw(tons) for name in names} for g, names in now.items()},
                sold_by_ccc={"beet": draw(tons), "cane": draw(tons)},
                reading=draw(st.sampled_from(["shares", "shares once", "capacity"])),
            )
        elif step == "sell":
            ledger = ledger.transferred("beet", "B", "C", share=draw(st.fractions(0, 1)))
        elif step == "end" and now["beet"]["A"] + now["beet"]["C"] > 0:
            ledger = ledger.terminated("beet", "B")
        elif step == "enter" and "N" not in now["beet"]:
            whole = int(own["beet"])
            ledger = ledger.entered("beet", {"N": draw(st.integers(0, whole))} if whole else {})
        elif step == "state" and "Texas" not in now:
            most = int(own["Florida"] + own["Louisiana"])
            if most:
                ledger = ledger.entered("Texas", {"T": draw(st.integers(0, min(most, 50_000)))})
    return ledger


@given(years())
def test_every_step_conserves_what_is_allotted(ledger: Ledger) -> None:
    """By these readings beet's and cane's allotments are the determination's, to the last part."""
    for step in ledger.steps:
        after = step.after
        found: dict[str, Any] = {"beet": 0, "cane": 0}
        for group, names in after.allocations.items():
            found["beet" if group == "beet" else "cane"] += sum(names.values())
        for gone in after.gone.values():
            for group, quantity in gone.items():
                found["beet" if group == "beet" else "cane"] += quantity
        assert step.determination.sectors == found
        assert all(q >= 0 for parts in after.held_by.values() for q in parts.values())
        whole = step.determination.overall_allotment_quantity
        assert whole == sum(after.initial_allotments.values())
        away = [sum(q.values()) for where, q in after.gone.items() if where != "deducted"]
        assert whole == sum(after.allotments.values()) + sum(away)


@given(years())
def test_flows_are_what_changes_but_for_an_adjustment(ledger: Ledger) -> None:
    for step in ledger.steps[1:]:
        if step.kind in {"increased", "decreased", "re-estimated"}:
            continue
        change: dict[Any, Any] = {}
        for flow in step.flows:
            change[flow.from_] = change.get(flow.from_, 0) - flow.quantity
            change[flow.to] = change.get(flow.to, 0) + flow.quantity
        places = {**step.before.in_force, **step.after.in_force}
        for place in places:
            before = step.before.in_force.get(place, 0)
            assert step.after.in_force.get(place, 0) == before + change.get(place, 0)


@given(years(), st.data())
def test_nobody_has_more_than_its_supply_unless_it_had(ledger: Ledger, data: st.DataObject) -> None:
    tons = st.integers(0, 700_000)
    supply = {g: {name: data.draw(tons) for name in n} for g, n in ledger.allocations.items()}
    after = ledger.deficits_reassigned(supply)
    for group, names in after.allocations.items():
        for name, quantity in names.items():
            before, most = ledger.allocations[group][name], supply[group][name]
            assert quantity == most if before >= most else before <= quantity <= most


@given(years())
def test_shares_of_farms_follow_the_states_allotment(ledger: Ledger) -> None:
    """Without a relaxation and above zero they stand to it as at first, 100 acres to 235,200."""
    allotment = ledger.position.allotments["Louisiana"]
    if all(step.after.allotments["Louisiana"] > 0 for step in ledger.steps):
        x = ledger.position.proportionate_shares["Louisiana"]["X"]
        assert Fraction(100, 235_200) * allotment == x


@given(st.permutations(["A", "B", "C"]), st.permutations(list(STATES)))
def test_the_order_of_recipients_is_irrelevant(names: list[str], states: list[str]) -> None:
    recorded = {
        "states": {state: STATES[state] for state in states},
        "processors": {
            "beet": {name: PROCESSORS["beet"][name] for name in names},
            **{state: PROCESSORS[state] for state in states},
        },
    }

    def course(ledger: Ledger) -> Ledger:
        ledger = ledger.adjusted(**RAISED)
        supply = {"beet": 1_100_000, "Florida": 400_000, "Louisiana": 300_000, "Hawaii": 200_000}
        return ledger.deficits_reassigned(supply).entered("Texas", {"T": 10_000})

    assert (
        course(opened(2026)).allocations
        == course(open_ledger(inputs(2026, recorded=recorded))).allocations
    )


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: opened().adjusted(**RAISED),
            (
                "available_sugar: found some, expected none but for an increase from crop year "
                "2025 on, 359c(g)(2)(B)"
            ),
        ),
        (
            lambda: opened(2026).adjusted(overall_allotment_quantity=2_200_000),
            (
                "available_sugar: missing, expected what each beet processor could market beyond "
                "its own, 359c(g)(2)(B)"
            ),
        ),
        (
            lambda: opened(2026).adjusted(**RAISED | {"available_sugar": {"Z": 1, "B": -1}}),
            (
                "available_sugar: unknown 'Z'; expected one of: A, B, C\n"
                "available_sugar.B: found -1, expected a number not below 0"
            ),
        ),
        (
            lambda: opened(2026).adjusted(**RAISED | {"available_sugar": 5}),
            "available_sugar: found 5, expected a mapping of names to quantities",
        ),
        (
            lambda: opened().adjusted(overall_allotment_quantity=100_000),
            (
                "Florida: found an allotment of 352,800, then of -167,610 short tons, expected one "
                "above 0 to take a percentage of\n"
                "Louisiana: found an allotment of 235,200, then of -111,740 short tons, expected "
                "one above 0 to take a percentage of"
            ),
        ),
        (
            lambda: opened().adjusted(marketed={"Texas": {}}),
            "marketed: unknown 'Texas'; expected one of: beet, Florida, Louisiana, Hawaii",
        ),
        (
            lambda: opened().deficits_reassigned({"beet": {"A": 5}}),
            (
                "supply.beet.B: missing, expected every processor's supply\n"
                "supply.beet.C: missing, expected every processor's supply"
            ),
        ),
        (
            lambda: opened().deficits_reassigned({"Hawaii": 5}),
            (
                "supply.Florida: missing, expected every cane State's supply\n"
                "supply.Louisiana: missing, expected every cane State's supply"
            ),
        ),
        (
            lambda: opened().deficits_reassigned({"beet": 5}, sold_by_ccc={"sugar": 5}),
            "sold_by_ccc: unknown 'sugar'; expected one of: beet, cane",
        ),
        (
            lambda: opened().deficits_reassigned({"beet": 5}, reading=WRONG),
            "reading: found 'x', expected 'shares', 'shares once' or 'capacity'",
        ),
        (
            lambda: opened().entered("beet", {"V": -1}),
            "processors.V: found -1, expected a number not below 0",
        ),
        (
            lambda: opened().entered("Texas", {"T": 60_000}),
            "allotment: found more than 50000, expected at most that in a first crop year",
        ),
        (
            lambda: opened().revised(allocations={"beet": {"A": -1}}),
            "allocations.beet.A: found -1, expected a number not below 0",
        ),
        (
            lambda: opened(2008).revised(proportionate_shares={"Puerto Rico": {"x": 100}}),
            "proportionate_shares: found 'Puerto Rico', expected other States, 359f(c)(1)(A)",
        ),
        (
            lambda: opened(deductions={"cane": {"Q": 5}, "ohi": {}}),
            "deductions: found 'ohi', expected 'beet' or a State; did you mean 'Ohio'?",
        ),
        (
            lambda: opened(deductions={"beet": {"Q": -5}}),
            "deductions.beet.Q: found -5, expected a number not below 0",
        ),
        (
            lambda: open_ledger(allotments.load("fy1995")),
            (
                "determination: found one under the Act of 1990, expected one under that of 2002, "
                "such as load('fy2025').inputs.replace(estimates=...)"
            ),
        ),
        (
            lambda: opened().transferred("beets", "A", "B"),
            "group: found 'beets'; did you mean 'beet'?",
        ),
        (
            lambda: opened(2009).suspended(),
            "suspended: found fiscal year 2009, expected one of 2003 to 2008, 359c(h)",
        ),
        (
            lambda: opened(2008).reestablished(when="May"),
            "May: found allotments in force, expected none",
        ),
        (
            lambda: opened(2008).reestablished(),
            "found allotments in force, expected none",
        ),
        (
            lambda: opened(2008, proportionate_shares={"Puerto Rico": {"x": 100}}),
            "proportionate_shares: found 'Puerto Rico', expected other States, 359f(c)(1)(A)",
        ),
        (
            lambda: opened(reassigned_change_with=RECEIVER),
            "reassigned_change_with: found 'receiver'; did you mean 'giver'?",
        ),
        (
            lambda: opened().revised(
                allocations={"beet": {"A": 543_501}, "Florida": {"D": 352_799}}
            ),
            (
                "allocations.beet: found 543,501 in all, expected 543,500\n"
                "allocations.Florida: found 352,799 in all, expected 352,800"
            ),
        ),
        (
            lambda: opened().entered("beet", {"N": 600_000, "M": 500_000}),
            "beet: found 1,100,000 for new ones, expected at most 1,087,000",
        ),
        (
            lambda: opened().transferred("beet", "Z", "B"),
            "seller: found 'Z', expected one of the processors in allocations",
        ),
        (
            lambda: opened().transferred("beet", "A", "B", share=0.5),
            "share: found 0.5, expected int, Fraction or Decimal: exact",
        ),
        (
            lambda: opened().transferred("beet", "A", "B", reason=WRONG),
            "reason: found 'x'; expected one of: sale, growers, closure",
        ),
        (
            lambda: opened().terminated("Hawaii", "G"),
            "allocations: found none but of 'G', expected another's",
        ),
        (
            lambda: opened().entered("beet", {"A": 5}),
            "allocations: found 'A' with some already, expected a new entrant",
        ),
        (
            lambda: opened().entered("Louisiana", {"E": 5}),
            "allocations: found 'E' with some already, expected a new entrant",
        ),
        (
            lambda: opened().entered("Louisiana", {"N": 50_001}),
            "allocation: found more than 50000, expected at most that in a first crop year",
        ),
        (
            lambda: open_ledger(allotments.load("fy2009")).entered("Texas", {"T": 5}),
            "group: found a new State, expected the allotments of all mainland States, known",
        ),
        (
            lambda: opened().revised(allocations={"beet": {"A": 543_501}}),
            "allocations.beet: found 543,501 in all, expected 543,500",
        ),
        (
            lambda: opened(proportionate_shares={"Puerto Rico": {"x": 100}}),
            "proportionate_shares: found 'Puerto Rico', expected other States, 359f(c)(2)(A)",
        ),
        (
            lambda: opened(2009, proportionate_shares={"Puerto Rico": {"x": 100}}),
            "proportionate_shares: found 'Puerto Rico', expected other States, 359f(c)(2)(A)",
        ),
        (
            lambda: opened(proportionate_shares={"beet": {"x": 100}}),
            "proportionate_shares: unknown 'beet'; expected one of: Florida, Louisiana, Hawaii",
        ),
        (
            lambda: opened(unmet_deduction=WRONG),
            "unmet_deduction: found 'x'; expected one of: forgiven, carried_forward",
        ),
        (
            lambda: opened(changes_of_2025_from=2023),
            "changes_of_2025_from: found 2023, expected 2024 or 2025",
        ),
        (
            lambda: open_ledger(
                inputs(overall_allotment_quantity=20_000, recorded={}).replace(
                    state_criteria={
                        "Texas": dict.fromkeys(
                            ("past_marketings", "past_processings", "ability_to_market"), 1
                        )
                    }
                )
            ),
            "processors.Texas.not divided: found -315,870, expected an allocation not below 0",
        ),
    ],
)
def test_bad_input_is_refused_in_clear_lines(call: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 -- the whole message is compared
        call()
    assert message == str(refused.value)


def test_something_else_is_refused() -> None:
    with pytest.raises(TypeError, match="determination: found 'fy2025', expected a determination"):
        open_ledger("fy2025")
    with pytest.raises(TypeError, match=r"^group: found 5, expected 'beet' or a State$"):
        opened().entered(5, {"N": 5})  # type: ignore[arg-type]


def test_a_whole_year_is_shown() -> None:
    ledger = opened(when="30 September").deficits_reassigned(
        {"beet": 1_000_000}, sold_by_ccc={"beet": 50_000}, when="June"
    )
    text = str(ledger)
    assert "2. June: deficits reassigned, sec. 359e(b)\n" in text
    assert (
        "Beet                 1,087,000  1,087,000    -87,000  1,000,000  50,000   37,000" in text
    )
    assert {"ccc", "imports"} <= {record["recipient"] for record in ledger.records()}
    with pytest.raises(InvalidInput):
        ledger.deficits_reassigned({"Texas": 5})


BEGUN = """\
Ledger of sugar marketing allotments, fiscal year 2025

Short tons, raw value  Allotment     Before     Change      After  Deducted
---------------------  ---------  ---------  ---------  ---------  --------
1. 30 September: established, sec. 359c(a), 359d(a), 359c(g)(3)
   Overall allotment quantity 2,000,000 short tons.
   Deducted for earlier reductions: A (beet) 543,500 short tons.
   Forgiven, beyond the allocation: A (beet) 2 short tons.
  Beet                 1,087,000          0    543,500    543,500   543,500
  Florida                352,800          0    352,800    352,800         0
  Louisiana              235,200          0    235,200    235,200         0
  Hawaii                 325,000          0    325,000    325,000         0
  All                  2,000,000          0  1,456,500  1,456,500   543,500
   To be deducted from the next allocation: Q (cane) 5 short tons.
2. January: decreased, sec. 359c(g)(1), (2), (3)
   Overall allotment quantity 1,900,000 short tons.
   Re-estimated: consumption not stated to 10,000,000; overall allotment quantity 2,000,000 to
     1,900,000.
   The overall allotment quantity is below its minimum, sec. 359c(b)(1)(B).
   Marketed beyond reduced allocations: D (Florida) 4,590 short tons.
  Beet                 1,032,650    543,500    -27,175    516,325   516,325
  Florida                325,410    352,800    -27,390    325,410         0
  Louisiana              216,940    235,200    -18,260    216,940         0
  Hawaii                 325,000    325,000          0    325,000         0
  All                  1,900,000  1,456,500    -72,825  1,383,675   516,325
   To be deducted from the next allocation: Q (cane) 5, D (Florida) 4,590 short tons.
"""
SAID = """\
3. February: increased, sec. 359c(g)(1), (2)
   Overall allotment quantity 1,900,001 short tons.
   Re-estimated: overall allotment quantity 1,900,000 to 1,900,001.
   The overall allotment quantity is below its minimum, sec. 359c(b)(1)(B).
4. March: re-estimated, sec. 359c(g)(1), (2)
   Overall allotment quantity 1,900,001 short tons.
   Re-estimated: consumption 10,000,000 to 2,000,000.
5. March: increased, sec. 359c(g)(1), (2)
   Overall allotment quantity 2,000,000 short tons.
   Re-estimated: overall allotment quantity 1,900,001 to 2,000,000.
6. April: terminated, sec. 359d(b)(1), 7 CFR 1435.307(d)
   Gave: F (Louisiana) 58,800 short tons.
   Took: E (Louisiana) 58,800 short tons.
7. April: transferred, sec. 359d(b)(2)(G)
   Gave: B (beet) 100 short tons.
   Took: C (beet) 100 short tons.
8. May: entered, sec. 359d(b)(1)(E)(i)
   Gave: E (Louisiana) 5,200 short tons.
   Took: N (Louisiana) 5,200 short tons.
9. May: entered, sec. 359d(b)(1)(E)(iv)
   Gave: D (Florida) 8,820, E (Louisiana) 5,750, N (Louisiana) 130 short tons.
   Took: T (Texas) 10,000, U (Texas) 4,700 short tons.
10. June: entered, sec. 359d(b)(2)(H)(ii)
   Gave: B (beet) 600, C (beet) 400 short tons.
   Took: V (beet) 1,000 short tons.
11. July: revised, sec. 359g(c)
   Gave: T (Texas) 5,300 short tons.
   Took: U (Texas) 5,300 short tons.
12. August: shares relaxed, sec. 359f(c)(8)
   Proportionate shares in Louisiana times 3/2."""


def test_every_kind_of_step_is_shown_with_its_paragraph() -> None:
    """By hand: 95 percent of beet's 54.35 and cane's 45.65 percent, Hawaii's 325,000 apart.

    Texas is 2.5 percent of the mainland's 588,000; Louisiana's farms lose as much, then gain half.
    """
    ledger = opened(
        deductions={"cane": {"Q": 5}, "beet": {"A": 543_502}},
        proportionate_shares=SHARES,
        when="30 September",
    )
    ledger = ledger.adjusted(
        overall_allotment_quantity=1_900_000,
        estimates={"consumption": 10_000_000},
        marketed={"Hawaii": {"G": 325_001}, "Florida": {"D": 330_000}},
        when="January",
    )
    assert str(ledger).startswith(BEGUN)
    ledger = ledger.adjusted(overall_allotment_quantity=1_900_001, when="February")
    ledger = ledger.adjusted(estimates={"consumption": 2_000_000}, when="March")
    ledger = ledger.adjusted(overall_allotment_quantity=2_000_000, when="March")
    ledger = ledger.terminated("Louisiana", "F", when="April")
    ledger = ledger.transferred("beet", "B", "C", quantity=100, when="April")
    ledger = ledger.entered("Louisiana", {"N": 5_200}, when="May")
    ledger = ledger.entered("Texas", {"T": 10_000, "U": 4_700}, when="May")
    ledger = ledger.entered("beet", {"V": 1_000}, when="June")
    ledger = ledger.revised(allocations={"Texas": {"T": 4_700, "U": 10_000}}, when="July")
    ledger = ledger.shares_relaxed("Louisiana", ratio=Fraction(3, 2), when="August")
    owed = "   To be deducted from the next allocation: Q (cane) 5, D (Florida) 4,590 short tons."
    after = str(ledger)[len(BEGUN) :].partition("\n\n")[0].splitlines()
    said = [line for line in after if not line.startswith("  ") or line.startswith("   ")]
    assert 10 == said.count(owed)
    assert SAID.splitlines() == [line for line in said if line != owed]
    shares = {"X": Fraction(585, 4), "Y": Fraction(351, 4)}  # 100 and 60 of 97.5 percent, 3/2
    assert {"Louisiana": shares} == ledger.position.proportionate_shares


def test_without_a_label_a_step_has_none() -> None:
    ledger = opened(proportionate_shares=SHARES).adjusted(overall_allotment_quantity=1_900_000)
    ledger = ledger.deficits_reassigned({"beet": 1_000_000}).transferred("beet", "B", "C")
    ledger = ledger.terminated("Louisiana", "F").entered("beet", {"V": 5}).revised()
    ledger = ledger.shares_relaxed("Louisiana")
    again = opened(2008).suspended().reestablished()
    assert {""} == {step.when for step in (*ledger.steps, *again.steps)}
    assert "5. terminated, sec. 359d(b)(1), 7 CFR 1435.307(d)" in str(ledger)
    assert "terminated, sec. 359d(b)(1), 7 CFR 1435.307(d)" == ledger.steps[4].title


def test_by_default_the_readings_are_the_narrow_ones() -> None:
    ledger = opened(deductions={"beet": {"A": 5}})
    assert ("forgiven", "nothing", True, 2025) == ledger.readings
    first = ledger.steps[0]
    assert {("beet", "A"): {(2024, 0): 5}} == first.before.owed
    assert (2025, 0) == first.before.marketed_in == first.after.marketed_in


def test_a_revision_keeps_the_determination() -> None:
    before = opened().adjusted(overall_allotment_quantity=1_900_000)
    assert before.determination == before.revised().determination


def test_mills_of_a_new_state_have_50_000_each_in_their_first_crop_year() -> None:
    """Two of 30,000 together have more, and one of 60,000 in a later year."""
    both = opened().entered("Texas", {"T": 30_000, "U": 30_000})
    assert {"T": 30_000, "U": 30_000} == both.allocations["Texas"]
    later = opened().entered("Texas", {"T": 60_000}, first_crop_year=False)
    assert {"T": 60_000} == later.allocations["Texas"]
