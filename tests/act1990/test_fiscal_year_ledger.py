"""The fiscal year's ledger: what each step changes, and that nothing is lost between steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import allotments
from allotments import act1990
from allotments.act1990 import Determination, Inputs
from allotments.act1990.fiscal_year_ledger import Ledger, Quarter, Readings, open_ledger
from allotments.core.errors import InvalidInput
from allotments.formulas.deficits import IMPORTS, Flow
from allotments.ledger.position import DEDUCTED, ChangeWith, LedgerPosition, nested

OUTPUT = {  # short tons, raw value: WASDE-303 of 12 June 1995
    "Florida": 1_726_000,
    "Hawaii": 500_000,
    "Louisiana": 1_020_000,
    "Puerto Rico": 45_000,
    "Texas": 142_000,
}
MILLS: dict[str, dict[str, int]] = {
    "beet": {"A": 60_000, "B": 40_000},
    "Florida": {"C": 50_000, "D": 30_000},
    "Hawaii": {"E": 20_000},
}
ESTIMATES = {  # overall allotment quantity 1,500 - 1,250 - 50 = 200 TST, imports 1,240 TST
    "consumption": 1_450_000,
    "reasonable_carryover_stocks": 50_000,
    "production": 210_000,
    "carry_in_stocks": 50_000,
}
MORE = {"consumption": 1_470_000, "production": 230_000}  # 220 TST, 10 percent more
LESS = {"consumption": 1_410_000, "production": 170_000}  # 160 TST, 20 percent less
ENOUGH = {"production": 200_000}  # imports of 1,250 TST
ALIKE = {"past_marketings": 100_000, "processing_capacity": 100_000, "ability_to_market": 100_000}


def criteria(size: int) -> dict[str, int]:
    return dict.fromkeys(ALIKE, size)


def small(**changes: Any) -> Inputs:
    """Return inputs that allot 100,000 to beet and to cane: of cane Florida 80,000, Hawaii 20,000.

    Their mills have the allocations of MILLS, all computed from criteria.
    """
    given = {
        "fiscal_year": 1995,
        "estimates": ESTIMATES,
        "criteria": {"beet": ALIKE, "cane": ALIKE},
        "weights": (1, 1, 2),
        "state_criteria": {"Florida": criteria(80_000), "Hawaii": criteria(20_000)},
        "processor_criteria": {g: {m: criteria(q) for m, q in m.items()} for g, m in MILLS.items()},
    }
    return Inputs.model_validate(given | changes)


BEETS = {"beet": {"A": ALIKE}}
SHARES = {"Florida": {"X": 500, "Y": 300}}
OTHER_ACT: Any = allotments.load("fy2025")
DETERMINATION = allotments.determine(small())


def opened(**options: Any) -> Ledger:
    return open_ledger(DETERMINATION, **options)


def without_allotments(**options: Any) -> Ledger:
    """Return a ledger of a year that begins with imports of 1,250,000, which require none."""
    return open_ledger(allotments.determine(small().replace(estimates=ENOUGH)), **options)


def fy1995() -> Ledger:
    return open_ledger(allotments.determine(allotments.load("fy1995").inputs))


def balance(ledger: Ledger) -> dict[str, Any]:
    """Return, for beet and for cane, what the allotments and the parts of them add up to."""
    position = ledger.position
    sums: dict[str, list[Any]] = {"beet": [0, 0], "cane": [0, 0]}
    for group, processors in position.allocations.items():
        both = sums["beet" if group == "beet" else "cane"]
        both[0] += position.initial_allotments[group]
        both[1] += sum(processors.values())
        both[1] += sum(gone[group] for gone in position.gone.values())
    return sums


def test_open_ledger_holds_the_determination() -> None:
    ledger = opened()
    assert MILLS == ledger.allocations
    assert {"beet": 0, "cane": 0} == ledger.reassigned_to_imports
    assert {} == ledger.deductions
    step = ledger.steps[0]
    assert ("established", "October", "359c(a), 359d(a)(1)") == (
        step.kind,
        step.period,
        step.paragraph,
    )
    assert {} == step.before.held_by


def test_reestimated_changes_all_by_the_same_percentage() -> None:
    """10 percent more: 220,000 of 200,000. Farms' shares of 500 and 300 acres too."""
    ledger = opened(proportionate_shares={"Florida": {"X": 500, "Y": 300}})
    after = ledger.reestimated("January", estimates=MORE)
    assert {
        "beet": {"A": 66_000, "B": 44_000},
        "Florida": {"C": 55_000, "D": 33_000},
        "Hawaii": {"E": 22_000},
    } == after.allocations
    assert {"Florida": {"X": 550, "Y": 330}} == after.position.proportionate_shares
    assert "359c(g)(1)(A), (2)" == after.steps[-1].paragraph
    assert (
        "Re-estimated: consumption 1,450,000 to 1,470,000; production 210,000 to 230,000.",
    ) == after.steps[-1].notes
    assert MILLS == ledger.allocations  # the ledger before is what it was


def test_reestimated_weights_move_allotments_but_no_processor_by_itself() -> None:
    """Beet's ability doubles: bases 150 : 100, 120,000 and 80,000 of the 200,000.

    Mills change by 6/5 and 4/5, each State as the cane sugar allotment.
    """
    beet = {"beet": {"ability_to_market": 200_000}}
    after = opened().reestimated("April", criteria=beet)
    assert {"A": 72_000, "B": 48_000} == after.allocations["beet"]
    assert {"C": 40_000, "D": 24_000} == after.allocations["Florida"]
    assert ("Re-estimated: criteria.",) == after.steps[-1].notes


def test_reestimated_states_each_by_their_own_percentage() -> None:
    """Florida 60,000 of 80,000 is 3/4; Hawaii 40,000 of 20,000 twice as much."""
    states = {"Florida": criteria(60_000), "Hawaii": criteria(40_000)}
    after = opened().reestimated("July", state_criteria=states)
    assert {"C": 37_500, "D": 22_500} == after.allocations["Florida"]
    assert {"E": 40_000} == after.allocations["Hawaii"]


def test_open_ledger_without_allotments() -> None:
    ledger = without_allotments()
    assert ("not established", {}) == (ledger.steps[0].kind, ledger.allocations)
    after = ledger.established("January", estimates={"production": 210_000})
    assert MILLS == after.allocations


def test_established_for_a_portion_of_the_year() -> None:
    """Three quarters of 60,000, 40,000, 50,000, 30,000, 20,000; then 10 percent more of them."""
    after = opened().suspended("January").established("January", portion=Fraction(3, 4))
    assert {"A": 45_000, "B": 30_000} == after.allocations["beet"]
    assert ("For a portion of the year: 3/4 of its allotments.",) == after.steps[-1].notes
    assert 49_500 == after.reestimated("April", estimates=MORE).allocations["beet"]["A"]


def test_established_with_proportionate_shares() -> None:
    shares = {"Florida": {"X": Decimal("12.50")}}
    after = opened().suspended("January").established("April", proportionate_shares=shares)
    assert {"Florida": {"X": Fraction(25, 2)}} == after.position.proportionate_shares
    assert {} == after.suspended("July").position.proportionate_shares


def test_a_state_without_farms_has_no_shares() -> None:
    """So there is nothing to change, nor to refuse where no allotments are required."""
    none: dict[str, Any] = {"proportionate_shares": {"Florida": {}}}
    assert {} == opened(**none).position.proportionate_shares
    ledger = without_allotments(**none)
    assert {} == ledger.reestimated("January", estimates=ESTIMATES).position.proportionate_shares


def test_deficits_reassigned_of_beet_and_cane() -> None:
    """B lacks 5,000, A has room for 3,000: 2,000 to imports. E lacks 8,000: at 50 : 30 C gets
    5,000 and D 3,000, within their rooms of 9,000 and 4,000.
    """
    able = {
        "beet": {"A": 63_000, "B": 35_000},
        "Florida": {"C": 59_000, "D": 34_000},
        "Hawaii": {"E": 12_000},
    }
    after = opened().deficits_reassigned(able, when="1 March")
    assert {
        "beet": {"A": 63_000, "B": 35_000},
        "Florida": {"C": 55_000, "D": 33_000},
        "Hawaii": {"E": 12_000},
    } == after.allocations
    assert {"beet": 2_000, "cane": 0} == after.reassigned_to_imports
    step = after.steps[-1]
    assert ("deficits reassigned", "October", "1 March", "359e(b)") == (
        step.kind,
        step.period,
        step.when,
        step.paragraph,
    )
    assert [
        (("beet", "B"), ("beet", "A"), 3_000),
        (("beet", "B"), IMPORTS, 2_000),
        (("Hawaii", "E"), ("Florida", "C"), 5_000),
        (("Hawaii", "E"), ("Florida", "D"), 3_000),
    ] == [(flow.from_, flow.to, flow.quantity) for flow in step.flows]
    assert MILLS == nested(after.position.initial)


def test_deficits_of_beet_alone_leave_cane_alone() -> None:
    after = opened().deficits_reassigned({"beet": {"A": 60_000, "B": 0}})
    assert 40_000 == after.reassigned_to_imports["beet"]
    assert MILLS["Florida"] == after.allocations["Florida"]


def test_deficits_reassigned_again_go_by_allocations_before_any() -> None:
    """D's first deficit of 20,000 goes to C. Then E lacks 8,000, shared at 50 : 30, not 70 : 10."""
    cane = {"Florida": {"C": 70_000, "D": 10_000}, "Hawaii": {"E": 20_000}}
    first = opened().deficits_reassigned(cane)
    assert {"C": 70_000, "D": 10_000} == first.allocations["Florida"]
    cane = {"Florida": {"C": 99_000, "D": 99_000}, "Hawaii": {"E": 12_000}}
    second = first.deficits_reassigned(cane)
    assert {"C": 75_000, "D": 13_000} == second.allocations["Florida"]


def test_a_processor_may_be_called_as_what_is_no_processor() -> None:
    """Imports can market 90,000 for its 50,000: all 40,000 of A's 100,000 go to it, and none to
    imports. Then it can market 20,000 and A no more than before: 70,000 go. Of deducted's 20,000
    5,000 are deducted.
    """
    beet = {"A": 100_000, "imports": 50_000, "deducted": 20_000}
    mills = {m: criteria(q) for m, q in beet.items()}
    inputs = small(processor_criteria={"beet": mills}).replace(
        estimates={"consumption": 1_590_000, "production": 350_000}  # 340 TST, half of it beet
    )
    ledger = open_ledger(allotments.determine(inputs), deductions={"beet": {"deducted": 5_000}})
    able = {"A": 60_000, "imports": 90_000, "deducted": 15_000}
    first = ledger.deficits_reassigned({"beet": able})
    assert {"beet": able} == first.allocations
    assert {"beet": 0, "cane": 0} == first.reassigned_to_imports
    after = first.deficits_reassigned({"beet": able | {"imports": 20_000}})
    assert {"A": 60_000, "imports": 20_000, "deducted": 15_000} == after.allocations["beet"]
    assert {"beet": 70_000, "cane": 0} == after.reassigned_to_imports
    assert [
        ("allocation", "A", 100_000, 60_000),
        ("allocation", "imports", 50_000, 90_000),
        ("allocation", "deducted", 15_000, 15_000),
        ("deducted", "deducted", 5_000, 5_000),
    ] == [
        (r["holding"], r["recipient"], r["before"], r["after"])
        for r in after.records()
        if r["step"] == 2
    ]
    assert [("allocation", 90_000, 20_000), ("imports", 0, 70_000)] == [
        (r["holding"], r["before"], r["after"])
        for r in after.records()
        if r["step"] == 3 and r["recipient"] == "imports"
    ]
    assert "  imports              90,000  -70,000  20,000" in str(after.steps[-1])
    assert "From beet to imports: 70,000 short tons." in str(after.steps[-1])
    assert "From beet to beet: 40,000 short tons." in str(first.steps[-1])


def test_in_proportion_to_allocations_if_asked() -> None:
    """B's 40,000 at allocations; A is the only other, capped at 63,000."""
    able = {"beet": {"A": 63_000, "B": 0}}
    after = opened().deficits_reassigned(able, in_proportion_to="allocations")
    assert {"A": 63_000, "B": 0} == after.allocations["beet"]


def test_beet_deficits_again_in_proportion_to_allocations_before_any() -> None:
    """B's first deficit of 20,000 goes to A. Then F's 8,000 at 50 : 30, not 70 : 10."""
    beet = {"A": 50_000, "B": 30_000, "F": 20_000}
    mills = {m: criteria(q) for m, q in beet.items()}
    first = open_ledger(determined(processor_criteria={"beet": mills})).deficits_reassigned(
        {"beet": {"A": 99_000, "B": 10_000, "F": 20_000}}
    )
    assert {"A": 70_000, "B": 10_000, "F": 20_000} == first.allocations["beet"]
    second = first.deficits_reassigned(
        {"beet": {"A": 99_000, "B": 99_000, "F": 12_000}}, in_proportion_to="allocations"
    )
    assert {"A": 75_000, "B": 13_000, "F": 12_000} == second.allocations["beet"]


REASSIGNED = {"Florida": {"C": 53_000, "D": 31_000}, "Hawaii": {"E": 10_000}}


MARKETED = {"beet": {"A": 45_000, "B": 30_000}, "Hawaii": {"E": 17_000}}
PLEDGED = {"beet": {"A": 5_000}, "Florida": {"C": 1_000}}


def test_an_increase_carries_nothing() -> None:
    after = opened().reestimated("January", estimates=MORE, marketed={"beet": {"A": 99_000}})
    assert {} == after.deductions


def test_a_deduction_beyond_the_allocation_is_dropped_or_carried() -> None:
    """25,000 from E's 20,000: nothing is left, and of the deduction 5,000."""
    over = {"Hawaii": {"E": 25_000}, "Texas": {"No allocation": 7}}
    dropped = opened(deductions=over)
    assert ({"E": 0}, {"Texas": {"No allocation": 7}}) == (
        dropped.allocations["Hawaii"],
        dropped.deductions,
    )
    carried = opened(deductions=over, unmet_deduction="carried_forward")
    assert {"E": 0} == carried.allocations["Hawaii"]
    assert {"Hawaii": {"E": 5_000}, "Texas": {"No allocation": 7}} == carried.deductions


def test_a_remainder_is_treated_as_said_when_the_ledger_was_opened() -> None:
    """25,000 from E's 20,000, by a re-estimate as by establishment: 5,000 are carried, or not."""
    over = {"Hawaii": {"E": 25_000}}
    carried = without_allotments(deductions=over, unmet_deduction="carried_forward")
    for after in (
        carried.reestimated("January", estimates=ESTIMATES),
        carried.established("January", estimates=ESTIMATES),
        carried.reestimated("January").established("April", estimates=ESTIMATES),
    ):
        assert {"E": 0} == after.allocations["Hawaii"]
        assert {"Hawaii": {"E": 5_000}} == after.deductions
        assert "carried_forward" == after.readings.unmet_deduction
    dropped = without_allotments(deductions=over)
    assert {} == dropped.reestimated("January", estimates=ESTIMATES).deductions
    assert dropped != without_allotments(deductions=over, unmet_deduction="carried_forward")


@pytest.mark.parametrize("begin", [opened, without_allotments])
def test_marketings_are_taken_where_nothing_is_reduced(begin: Callable[[], Ledger]) -> None:
    """They are facts of a year whether or not allotments are in force: nothing is carried."""
    ledger = begin()
    for estimates, action in ((ENOUGH, None), (ENOUGH, None), (MORE, "establish")):
        ledger = ledger.reestimated(
            "January",
            action=action,  # type: ignore[arg-type]
            estimates=estimates,
            marketed={"beet": {"A": 99_000}},
            pledged=PLEDGED,
        )
        assert {} == ledger.deductions
    assert 66_000 == ledger.allocations["beet"]["A"]


def test_the_year_of_june_1995() -> None:
    """The 41 cane processors of the notice, and each State's output in WASDE-303 for its ability.

    How much each mill could market is not known: that a State's ability divides like its
    allocations is an assumption, and production stands in for it. No printed reassignment of
    fiscal year 1995 was found. In short tons Hawaii lacks 773,180 - 500,000 = 273,180 and Puerto
    Rico 71,397 - 45,000 = 26,397, together 299,577; Florida can take 1,726,000 - 1,687,380 =
    38,620, Louisiana 150,144 and Texas 10,350, together 199,114; 100,463 go to imports.
    """
    before = fy1995()
    after = before.deficits_reassigned(OUTPUT, when="12 June 1995")
    cane = {group: mills for group, mills in after.allocations.items() if group != "beet"}
    assert 41 == sum(len(mills) for mills in cane.values())
    assert OUTPUT == {state: sum(mills.values()) for state, mills in cane.items()}
    assert {"beet": 0, "cane": 100_463} == after.reassigned_to_imports
    moved = {"within": 0, "between": 0, "imports": 0} | {}
    for flow in after.steps[-1].flows:
        moved[flow.step] += flow.quantity
    assert {"within": 0, "between": 199_114, "imports": 100_463} == moved
    assert 299_577 == moved["between"] + moved["imports"]
    # U.S. Sugar Corp: 657,444 of Florida's 1,687,380, and so of its 1,726,000.
    sugar = Fraction(657_444 * 1_726_000, 1_687_380)
    assert sugar == after.allocations["Florida"]["U.S. Sugar Corp"]
    assert after.steps[-1].notes[0].startswith("An assumption: ability to market divided")
    assert [3_533_463, 3_533_463] == balance(after)["cane"]
    assert before.allocations["beet"] == after.allocations["beet"]


def test_recorded_quantities_follow_the_determination() -> None:
    """Without reassignments the ledger's allocations are those that the library determines."""
    changes = {"consumption": 9_300_000, "production": 8_000_000}
    inputs = allotments.load("fy1995").inputs
    expected = allotments.determine(inputs.replace(estimates=changes)).processors
    assert expected == fy1995().reestimated("January", estimates=changes).allocations
    again = inputs.replace(estimates=changes | {"consumption": 9_200_000, "production": 7_900_000})
    after = fy1995().reestimated("January", estimates=changes)
    after = after.reestimated("April", estimates=dict(again.estimates))
    assert allotments.determine(again).processors == after.allocations


# On a re-estimate allotments are adjusted, established or suspended, as the Secretary determines.


def test_reestimated_to_enough_imports_suspends_unless_determined_otherwise() -> None:
    """1,450 + 50 - 200 - 50 = 1,250, not less than 1,250. The trigger is of the year's
    beginning: allotments may stay in force, and what is allotted, 200 TST, is no less.
    """
    after = opened().reestimated("January", estimates=ENOUGH)
    assert ("suspended", "359c(g)(1)(C)") == (after.steps[-1].kind, after.steps[-1].paragraph)
    assert {} == after.allocations
    kept = opened().reestimated("January", action="adjust", estimates=ENOUGH)
    assert ("re-estimated", MILLS) == (kept.steps[-1].kind, kept.allocations)
    more = {"consumption": 1_470_000, "production": 220_000}  # 1,250 still, and 10 percent more
    assert (
        66_000
        == kept.reestimated("April", action="adjust", estimates=more).allocations["beet"]["A"]
    )


def test_what_is_suspended_stays_so_until_it_is_established() -> None:
    """A re-estimate of 1,240 does not undo it; the Secretary may."""
    suspended = opened().suspended("January")
    still = suspended.reestimated("April")
    assert ("still suspended", {}) == (still.steps[-1].kind, still.allocations)
    back = still.reestimated("July", action="establish", estimates=MORE)
    assert ("established", "359c(g)(1)(B)") == (back.steps[-1].kind, back.steps[-1].paragraph)
    assert 55_000 == back.allocations["Florida"]["C"]
    assert ["October", "January", "April", "July"] == [step.period for step in back.steps]


def test_allotments_may_be_established_at_any_imports() -> None:
    """At 1,250 in January, after a year that began at 1,250, without any allotments."""
    after = without_allotments().established("January")
    assert (MILLS, ()) == (after.allocations, after.steps[-1].notes)
    assert MILLS == opened().suspended("January").established("April", estimates=ENOUGH).allocations


def test_a_required_year_is_established_at_its_first_reestimate_that_requires_it() -> None:
    ledger = without_allotments().reestimated("January")
    assert ["not established, sec. 359b(b)(1)"] * 2 == [
        step.title.partition(": ")[2] for step in ledger.steps
    ]
    assert (
        "Re-estimated: consumption"
        in ledger.reestimated("April", estimates=MORE).steps[-1].notes[0]
    )
    assert MILLS == ledger.reestimated("April", estimates=ESTIMATES).allocations


def test_weights_do_not_change_in_a_reestimate() -> None:
    """359c(g)(1) is of estimated consumption, stocks, production and imports."""
    with pytest.raises(InvalidInput, match=r"^weights: found a change"):
        opened().reestimated("January", weights=(0, 0, 1))


# What is reassigned, and a change after it.


def test_an_allocation_changes_by_its_own_allotments_percentage() -> None:
    """Hawaii 2,000,000 gives Louisiana 1,000,000; then Louisiana's allotment falls by a quarter,
    and so does L's allocation of 3,000,000. Hawaii's rises by a quarter, and H's from 1,000,000.
    """
    sector = dict.fromkeys(ALIKE, 4_000_000)
    inputs = small(
        estimates={
            "consumption": 9_250_000,
            "reasonable_carryover_stocks": 1_300_000,
            "production": 8_100_000,
            "carry_in_stocks": 1_300_000,
        },
        criteria={"beet": sector, "cane": sector},
        state_criteria={"Hawaii": criteria(10), "Louisiana": criteria(10)},
        processor_criteria={"Hawaii": {"H": criteria(1)}, "Louisiana": {"L": criteria(1)}},
    )
    able = {"Hawaii": {"H": 10**6}, "Louisiana": {"L": 10**7}}
    fewer = {"Hawaii": criteria(10), "Louisiana": criteria(6)}
    expected: dict[ChangeWith, int] = {
        "receiver": 2_250_000,  # 3,000,000 x 3/4
        "giver": 2_750_000,  # 2,000,000 x 3/4 + 1,000,000 x 5/4
        "nothing": 2_500_000,  # 2,000,000 x 3/4 + 1,000,000
    }
    for reading, allocation in expected.items():
        ledger = open_ledger(allotments.determine(inputs), reassigned_change_with=reading)
        after = ledger.deficits_reassigned(able).reestimated("April", state_criteria=fewer)
        assert allocation == after.allocations["Louisiana"]["L"]
        assert allocation == after.position.allotments["Louisiana"]
    by: dict[str, Any] = {"reassigned_change_with": "receiver"}
    after = opened(**by).deficits_reassigned(REASSIGNED).reestimated("April", estimates=LESS)
    assert 6_000 == after.reassigned_to_imports["cane"]  # no allocation, so it does not change


def test_allotments_and_imports_add_up_unless_read_otherwise() -> None:
    """6,000 of the 200,000 are imports. Of 160,000 they are left, or 4,800, and the rest allotted;
    by the receiver's percentage they are left beside 80 percent of 194,000.
    """
    expected: dict[ChangeWith, tuple[int, int]] = {
        "nothing": (154_000, 6_000),
        "giver": (155_200, 4_800),
        "receiver": (155_200, 6_000),
    }
    for reading, found in expected.items():
        ledger = opened(reassigned_change_with=reading).deficits_reassigned(REASSIGNED)
        after = ledger.reestimated("April", estimates=LESS)
        allotted = sum(after.position.allotments.values())
        assert found == (allotted, after.reassigned_to_imports["cane"])
    by_default = opened().deficits_reassigned(REASSIGNED).reestimated("April", estimates=LESS)
    assert 154_000 == sum(by_default.position.allotments.values())


def test_reassigned_quantities_change_with_the_givers_allotment() -> None:
    """E's 10,000 of 20,000 go: C 3,000, D 1,000, imports 6,000. Then 20 percent less of all."""
    before = opened(reassigned_change_with="giver").deficits_reassigned(REASSIGNED)
    after = before.reestimated("April", estimates=LESS)
    assert {"C": 42_400, "D": 24_800} == after.allocations["Florida"]
    assert {"E": 8_000} == after.allocations["Hawaii"]
    assert 4_800 == after.reassigned_to_imports["cane"]


def test_reassigned_quantities_stay() -> None:
    """As first made less 20 percent, 40,000, 24,000 and 16,000; then +3,000, +1,000 and -10,000.
    Where a tenth of E's 20,000 is left, 2,000, all of it goes: 3 : 1 : 6, 600, 200 and 1,200.
    """
    before = opened(reassigned_change_with="nothing").deficits_reassigned(REASSIGNED)
    after = before.reestimated("April", estimates=LESS)
    assert {"C": 43_000, "D": 25_000} == after.allocations["Florida"]
    assert ({"E": 6_000}, 6_000) == (
        after.allocations["Hawaii"],
        after.reassigned_to_imports["cane"],
    )
    tenth = before.reestimated("April", estimates={"consumption": 1_270_000, "production": 30_000})
    assert {"C": 5_600, "D": 3_200} == tenth.allocations["Florida"]
    assert ({"E": 0}, 1_200) == (tenth.allocations["Hawaii"], tenth.reassigned_to_imports["cane"])


RECORDED = {
    "beet": {"A": 100_000, "B": 50_000, "C": 50_000},
    "Hawaii": {"H1": 60_000, "H2": 40_000},
    "Florida": {"F1": 80_000, "F2": 20_000},
    "Louisiana": {"L1": 50_000, "L2": 50_000},
}


def recorded(**options: Any) -> Ledger:
    """Return a ledger of recorded allotments of 100,000 for each of three States."""
    states = {state: sum(mills.values()) for state, mills in RECORDED.items() if state != "beet"}
    printed = {"states": states, "processors": RECORDED}
    inputs = small(state_criteria={}, processor_criteria={}, recorded=printed)
    return open_ledger(allotments.determine(inputs), **options)


def test_between_states_deficits_go_by_the_state_allotments() -> None:
    """Hawaii lacks 60,000; Florida's and Louisiana's allotments are 100,000 each, whatever F1 was
    deducted: 30,000 each, and where Florida's mills are deducted to nothing too.
    """
    able = {
        "Hawaii": {"H1": 0, "H2": 40_000},
        "Florida": {"F1": 10**6, "F2": 10**6},
        "Louisiana": {"L1": 10**6, "L2": 10**6},
    }
    one = recorded(deductions={"Florida": {"F1": 50_000}}).deficits_reassigned(able)
    assert 50_000 + 30_000 == sum(one.allocations["Florida"].values())
    assert 100_000 + 30_000 == sum(one.allocations["Louisiana"].values())
    assert {"Florida": 130_000, "Louisiana": 130_000} == {
        state: one.position.allotments[state] for state in ("Florida", "Louisiana")
    }
    all_of_it = {"Florida": {"F1": 80_000, "F2": 20_000}}
    none = recorded(deductions=all_of_it).deficits_reassigned(able | {"Hawaii": {"H1": 0, "H2": 0}})
    assert 100_000 // 2 == sum(none.allocations["Louisiana"].values()) - 100_000


def test_between_states_recorded_allotments_count_and_not_their_sums() -> None:
    """Hawaii 120,000 short; Florida's only mill holds half of its allotment: 60,000 each."""
    mills = {"Hawaii": {"H": 300_000}, "Florida": {"F": 100_000}, "Louisiana": {"L": 200_000}}
    printed = {
        "states": {"Hawaii": 300_000, "Florida": 200_000, "Louisiana": 200_000},
        "processors": mills,
    }
    inputs = small(state_criteria={}, processor_criteria={}, recorded=printed)
    able = {"Hawaii": {"H": 180_000}, "Florida": {"F": 10**6}, "Louisiana": {"L": 10**6}}
    after = open_ledger(allotments.determine(inputs)).deficits_reassigned(able)
    assert {"F": 160_000} == after.allocations["Florida"]
    assert {"L": 260_000} == after.allocations["Louisiana"]


def test_a_state_without_an_allotment_receives_nothing() -> None:
    """F1 lacks 10,000: F2 can take 5,000, Texas is allotted nothing, and the rest is imported."""
    printed = {
        "states": {"Florida": 300_000, "Texas": 0},
        "processors": {"Florida": {"F1": 200_000, "F2": 100_000}, "Texas": {"T": 0}},
    }
    inputs = small(state_criteria={}, processor_criteria={}, recorded=printed)
    able = {"Florida": {"F1": 190_000, "F2": 105_000}, "Texas": {"T": 9_000}}
    after = open_ledger(allotments.determine(inputs)).deficits_reassigned(able)
    assert {"Florida": able["Florida"], "Texas": {"T": 0}} == after.allocations
    assert 5_000 == after.reassigned_to_imports["cane"]


def test_proportionate_shares_follow_any_change_of_the_allotment() -> None:
    """Louisiana receives 15,000 of 100,000: its shares rise by 15 percent, or stay."""
    able = {
        "Hawaii": {"H1": 30_000, "H2": 50_000},
        "Florida": {"F1": 80_000, "F2": 25_000},
        "Louisiana": {"L1": 70_000, "L2": 70_000},
    }
    shares = {"Louisiana": {"farm": 100}}
    after = recorded(proportionate_shares=shares).deficits_reassigned(able)
    assert 115_000 == sum(after.allocations["Louisiana"].values())
    assert {"Louisiana": {"farm": 115}} == after.position.proportionate_shares
    other = recorded(proportionate_shares=shares, shares_follow_reassignments=False)
    assert shares == other.deficits_reassigned(able).position.proportionate_shares


@pytest.mark.parametrize(("follow", "acres"), [(True, (840, 680)), (False, (800, 640))])
def test_shares_follow_a_reestimate_of_what_was_reassigned(
    follow: bool,  # noqa: FBT001 -- a column of the parameters
    acres: tuple[int, int],
) -> None:
    """Florida's 80,000 and 4,000 of Hawaii's are 84,000, then 64,000 and 4,000; 800 acres, or
    without what is reassigned 80,000 and 64,000.
    """
    shares = {"Florida": {"X": 800}}
    ledger = opened(proportionate_shares=shares, shares_follow_reassignments=follow)
    ledger = ledger.deficits_reassigned(REASSIGNED)
    after = ledger.reestimated("April", estimates=LESS)
    assert acres == tuple(
        one.position.proportionate_shares["Florida"]["X"] for one in (ledger, after)
    )


def test_a_state_without_an_allotment_of_its_own_goes_by_cane_sugars() -> None:
    """It has what its mills are printed with; cane falls from 100,000 to 80,000 as beet rises."""
    printed = {"processors": {"beet": {"A": 100_000}, "Florida": {"C": 50_000, "D": 30_000}}}
    inputs = small(state_criteria={}, processor_criteria={}, recorded=printed)
    ledger = open_ledger(allotments.determine(inputs))
    assert {"beet": 100_000, "Florida": 80_000} == ledger.position.allotments
    after = ledger.reestimated("April", criteria={"beet": {"ability_to_market": 200_000}})
    assert {"beet": 120_000, "Florida": 64_000} == after.position.allotments
    assert {"C": 40_000, "D": 24_000} == after.allocations["Florida"]


# Deductions: the excesses of different years are different sugar, those of one year the same.


def test_excesses_of_two_years_are_both_owed() -> None:
    """120,000 of the year before leave A's 60,000 nothing, and 60,000. In this year, 20 percent
    less of nothing, it has sold 15,000: 75,000 are owed if carried forward, or else 15,000.
    """
    for unmet, owed in (("carried_forward", 75_000), ("forgiven", 15_000)):
        ledger = opened(deductions={"beet": {"A": 120_000}}, unmet_deduction=unmet)
        after = ledger.reestimated("January", estimates=LESS, marketed={"beet": {"A": 15_000}})
        assert {"beet": {"A": owed}} == after.deductions
    assert (
        "Deducted for earlier reductions: A (beet) 60,000 short tons.",
        "Forgiven, beyond the allocation: A (beet) 60,000 short tons.",
    ) == ledger.steps[0].notes
    assert "359c(a), 359d(a)(1), 359c(g)(3)" == ledger.steps[0].paragraph
    assert "Deducted" in str(ledger).splitlines()[2]


def test_of_one_year_the_largest_excess_is_owed() -> None:
    """First 50,000 - 48,000 = 2,000. Raised, and reduced to 48,000 again: 49,000 is 1,000 over,
    the smaller; 53,000 is 5,000 over. E's 1,000 stay either way.
    """
    first = opened().reestimated("January", estimates=LESS, marketed=MARKETED, pledged=PLEDGED)
    assert {"beet": {"A": 2_000}, "Hawaii": {"E": 1_000}} == first.deductions
    assert "359c(g)(1)(A), (2), (3)" == first.steps[-1].paragraph
    assert (
        "Marketed beyond reduced allocations: A (beet) 2,000, E (Hawaii) 1,000 short tons."
        == first.steps[-1].notes[-1]
    )
    raised = first.reestimated("April", estimates=ESTIMATES)
    for marketed, owed in ((49_000, 2_000), (53_000, 5_000)):
        again = raised.reestimated("July", estimates=LESS, marketed={"beet": {"A": marketed}})
        assert {"beet": {"A": owed}, "Hawaii": {"E": 1_000}} == again.deductions


HALF = {"consumption": 1_350_000, "production": 110_000}  # 100 TST, half of 200


def test_no_sugar_is_deducted_twice_in_a_year() -> None:
    """A sells 60,000 and no more; its allocation is cut to 30,000: 30,000 too much. Established
    again for the whole year its sales count against the 30,000, so nothing is deducted; a tenth
    less in July, 27,000, makes the excess 33,000. If instead April's allocation bears the 30,000,
    it is nothing, and of the 60,000 beyond it in July 30,000 were deducted.
    """
    sold = {"beet": {"A": 60_000}}
    tenth = {"consumption": 1_340_000, "production": 100_000}
    for same_year, april, july in ((False, 30_000, 33_000), (True, 0, 30_000)):
        ledger = opened(deduct_in_same_year=same_year)
        ledger = ledger.reestimated("January", estimates=HALF, marketed=sold)
        assert {"beet": {"A": 30_000}} == ledger.deductions
        ledger = ledger.suspended("April").established("April")
        assert april == ledger.allocations["beet"]["A"]
        ledger = ledger.reestimated("July", estimates=tenth, marketed=sold)
        assert {"beet": {"A": july}} == ledger.deductions


def test_allotments_for_a_portion_bear_an_excess_of_the_same_year() -> None:
    """2,000 of A's half of 60,000. What it then sells is other sugar: 1,000 beyond
    22,400.
    """
    reduced = opened().reestimated("January", estimates=LESS, marketed=MARKETED, pledged=PLEDGED)
    after = reduced.suspended("April").established(
        "April", portion=Fraction(1, 2), estimates=ESTIMATES
    )
    assert {"A": 28_000, "B": 20_000} == after.allocations["beet"]
    assert {} == after.deductions
    assert "359c(g)(1)(B), (3)" == after.steps[-1].paragraph
    again = after.reestimated("July", estimates=LESS, marketed={"beet": {"A": 23_400}})
    assert {"beet": {"A": 1_000}} == again.deductions


def test_a_raise_cures_an_excess_only_by_another_reading() -> None:
    """50,000 of 48,000 were sold, 2,000 too much; then the allocation is 60,000 again."""
    for cures, owed in ((False, {"beet": {"A": 2_000}}), (True, {})):
        ledger = opened(raise_cures_excess=cures)
        sold = {"beet": {"A": 50_000, "B": 0}}
        reduced = ledger.reestimated("January", estimates=LESS, marketed=sold)
        after = reduced.reestimated("April", estimates=ESTIMATES, marketed=sold)
        assert owed == after.deductions


def test_only_a_raise_cures_an_excess() -> None:
    """At an unchanged 48,000 the 49,000 then reported leave the 2,000 found before."""
    reduced = opened(raise_cures_excess=True).reestimated(
        "January", estimates=LESS, marketed={"beet": {"A": 50_000}}
    )
    again = reduced.reestimated("April", marketed={"beet": {"A": 49_000}})
    assert {"beet": {"A": 2_000}} == again.deductions


def test_a_deduction_stays_in_proportion_to_a_changed_allocation() -> None:
    """A has 58,000 of 60,000; 10 percent more makes 63,800 of 66,000, whichever reading."""
    readings: tuple[ChangeWith, ...] = ("receiver", "giver", "nothing")
    for reading in readings:
        ledger = opened(deductions={"beet": {"A": 2_000}}, reassigned_change_with=reading)
        after = ledger.reestimated("January", estimates=MORE)
        assert 63_800 == after.allocations["beet"]["A"]
        assert 2_200 == after.position.gone[DEDUCTED]["beet"]


# Revisions, and disasters.


def test_revised_by_criteria_leaves_what_was_reassigned() -> None:
    """B's 5,000 are with A, 3,000, and imports: of 100,000 by 80 : 20 A has 83,000 and B 15,000."""
    able = {"beet": {"A": 63_000, "B": 35_000}}
    bases = {"beet": {"A": criteria(80_000), "B": criteria(20_000)}}
    after = opened().deficits_reassigned(able).revised(processor_criteria=bases)
    assert {"A": 83_000, "B": 15_000} == after.allocations["beet"]
    assert 2_000 == after.reassigned_to_imports["beet"]


def test_revised_by_criteria_divides_a_groups_allocations_anew() -> None:
    """By 80 : 20 of 100,000, of which 10,000 are deducted from A as before: 70,000 and 20,000."""
    ledger = opened(deductions={"beet": {"A": 10_000}})
    bases = {"beet": {"A": criteria(80_000), "B": criteria(20_000)}}
    after = ledger.revised(processor_criteria=bases, when="1 May")
    assert {"A": 70_000, "B": 20_000} == after.allocations["beet"]
    assert MILLS["Florida"] == after.allocations["Florida"]
    assert ("revised", "359g(c)", "1 May") == (
        after.steps[-1].kind,
        after.steps[-1].paragraph,
        after.steps[-1].when,
    )
    assert 77_000 == after.reestimated("July", estimates=MORE).allocations["beet"]["A"]


@pytest.mark.parametrize(("follow", "acres"), [(True, (400, 600)), (False, (800, 800))])
def test_a_revision_leaves_reassigned_no_more_than_there_is(
    follow: bool,  # noqa: FBT001 -- a column of the parameters
    acres: tuple[int, int],
) -> None:
    """C's 40,000 of 50,000 are with E; by 20 : 60 C has 20,000 of Florida's 80,000, all with E.

    So Florida falls to 40,000, and then has 60,000: half and three quarters of 800 acres, which
    follow or stay.
    """
    ledger = opened(
        proportionate_shares={"Florida": {"X": 800}}, shares_follow_reassignments=follow
    ).deficits_reassigned({"Florida": {"C": 10_000, "D": 30_000}, "Hawaii": {"E": 60_000}})
    bases = {"Florida": {"C": criteria(20_000), "D": criteria(60_000)}}
    after = ledger.revised(processor_criteria=bases)
    c, d, e = ("Florida", "C"), ("Florida", "D"), ("Hawaii", "E")
    assert (Flow(c, d, "revision", 10_000), Flow(e, d, "revision", 20_000)) == after.steps[-1].flows
    assert {c: 0, e: 20_000} == after.position.held_by[c]
    assert acres == tuple(
        one.position.proportionate_shares["Florida"]["X"] for one in (ledger, after)
    )


def test_revised_by_the_ability_of_one_of_two_alike() -> None:
    """Bases 100,000 and (100,000 + 100,000 + 2) / 4: of the beet sugar's 100,000 A gets its
    part.
    """
    mills = {"A": ALIKE, "B": ALIKE}
    ledger = open_ledger(determined(processor_criteria={"beet": mills}))
    changed = {"beet": {"A": ALIKE, "B": {**ALIKE, "ability_to_market": 1}}}
    after = ledger.revised(processor_criteria=changed)
    base = Fraction(200_002, 4)
    assert 100_000 * 100_000 / (100_000 + base) == after.allocations["beet"]["A"]


def test_revised_allocations_and_shares() -> None:
    """5,000 from A to B; and the shares of Florida's farms anew."""
    ledger = opened(proportionate_shares=SHARES)
    after = ledger.revised(
        allocations={"beet": {"A": 55_000, "B": 45_000}},
        proportionate_shares={"Florida": {"X": 400}},
    )
    assert {"A": 55_000, "B": 45_000} == after.allocations["beet"]
    assert {"Florida": {"X": 400}} == after.position.proportionate_shares
    flow = after.steps[-1].flows[0]
    assert (("beet", "A"), ("beet", "B"), 5_000) == (flow.from_, flow.to, flow.quantity)


def test_shares_relaxed_after_a_disaster() -> None:
    """Uniformly a fifth more, 600 and 360 acres; or no shares at all."""
    ledger = opened(proportionate_shares=SHARES)
    more = ledger.shares_relaxed("Florida", ratio=Fraction(6, 5))
    assert {"Florida": {"X": 600, "Y": 360}} == more.position.proportionate_shares
    none = ledger.shares_relaxed("Florida", when="freeze")
    assert ({}, "359f(b)(7)") == (
        none.position.proportionate_shares,
        none.steps[-1].paragraph,
    )


@st.composite
def years(
    draw: st.DrawFn, readings: tuple[ChangeWith, ...] = ("receiver", "giver", "nothing")
) -> Ledger:
    """Return a ledger of a few steps of any kind."""
    ledger = opened(
        deductions={"beet": {"A": draw(st.integers(0, 80_000))}},
        reassigned_change_with=draw(st.sampled_from(readings)),
        unmet_deduction=draw(st.sampled_from(["forgiven", "carried_forward"])),
    )
    amounts = st.integers(0, 120_000)
    quarters: list[Quarter] = ["January", "April"]
    for quarter in quarters[: draw(st.integers(1, 2))]:
        if bool(ledger.allocations) and draw(st.booleans()):
            able = {g: {m: draw(amounts) for m in mills} for g, mills in MILLS.items()}
            reading: Any = draw(st.sampled_from(["capacity", "allocations"]))
            ledger = ledger.deficits_reassigned(able, in_proportion_to=reading)
        if bool(ledger.allocations) and not draw(st.integers(0, 4)):
            ledger = ledger.suspended(quarter)
        quantity = draw(st.integers(100_000, 300_000))
        cane = draw(st.integers(20_000, 200_000))
        ledger = ledger.reestimated(
            quarter,
            marketed={g: {m: draw(amounts) for m in mills} for g, mills in MILLS.items()},
            estimates={
                "consumption": 1_250_000 + quantity,
                "production": quantity + draw(st.sampled_from([-1, 1, 1, 1])),
            },
            criteria={"cane": {"ability_to_market": cane}},
            state_criteria={
                "Florida": criteria(draw(st.integers(1, 80_000))),
                "Hawaii": criteria(draw(st.integers(1, 80_000))),
            },
        )
    return ledger


def before_each(ledger: Ledger) -> list[Ledger]:
    return [
        replace(ledger, steps=ledger.steps[:count]) for count in range(1, len(ledger.steps) + 1)
    ]


@given(years(("giver", "nothing")))
def test_every_step_conserves_the_allotments_exactly(ledger: Ledger) -> None:
    """Against the determination, whose allotments the ledger never reads again."""
    for so_far in before_each(ledger):
        sums = balance(so_far)
        if not so_far.position.held_by:
            assert not so_far.allocations
            continue
        determination = so_far.determination
        assert determination.sectors is not None
        for sector, (whole, parts) in sums.items():
            assert determination.sectors[sector] == whole == parts
        assert {**determination.states} == {
            g: q for g, q in so_far.position.initial_allotments.items() if g != "beet"
        }
        assert all(
            type(q) in (int, Fraction) for m in so_far.allocations.values() for q in m.values()
        )
        assert all(q >= 0 for parts in so_far.position.held_by.values() for q in parts.values())


@given(years(("receiver",)))
def test_every_allocation_changes_by_its_allotments_percentage(ledger: Ledger) -> None:
    """By the words, whatever was reassigned before; what went to imports stays."""
    for step in ledger.steps:
        if step.kind == "re-estimated":
            before, after = step.before, step.after
            for place, quantity in before.in_force.items():
                was, now = before.allotments[place[0]], after.allotments[place[0]]
                assert quantity * now == after.in_force[place] * was  # all can be gone: 0 and 0
            assert before.gone.get(IMPORTS) == after.gone.get(IMPORTS)


@given(years())
def test_flows_are_what_changes_in_a_reassignment(ledger: Ledger) -> None:
    for step in ledger.steps:
        if step.kind != "deficits reassigned":
            assert () == step.flows
            continue
        moved = {
            (g, m): q for g, mills in step.before.allocations.items() for m, q in mills.items()
        }
        imports = sum(step.before.gone.get(IMPORTS, {}).values())
        for flow in step.flows:
            moved[flow.from_] -= flow.quantity
            if flow.to == IMPORTS:
                imports += flow.quantity
            else:
                moved[flow.to] += flow.quantity
        after = step.after.allocations
        assert moved == {(g, m): q for g, mills in after.items() for m, q in mills.items()}
        assert imports == sum(step.after.gone.get(IMPORTS, {}).values())
        assert step.before.initial == step.after.initial


@given(years(), st.dictionaries(st.sampled_from("ABCDE"), st.integers(0, 120_000)))
def test_nobody_ends_above_its_ability_or_its_allocation(
    ledger: Ledger, given_able: dict[str, int]
) -> None:
    if not ledger.position.held_by:
        return
    able = {g: {m: given_able.get(m, 50_000) for m in mills} for g, mills in MILLS.items()}
    after = ledger.deficits_reassigned(able)
    for group, mills in ledger.allocations.items():
        for mill, before in mills.items():
            now, most = after.allocations[group][mill], able[group][mill]
            assert now == most if before >= most else before <= now <= most
    assert after.allocations == after.deficits_reassigned(able).allocations


@given(years())
def test_a_step_that_changes_nothing_changes_nothing(ledger: Ledger) -> None:
    if ledger.position.held_by:
        after = ledger.reestimated("July", action="adjust")
        assert ledger.position == after.position
        able = {g: dict.fromkeys(mills, 10**9) for g, mills in MILLS.items()}
        assert ledger.position == ledger.deficits_reassigned(able).position


def backwards(table: Any) -> Any:
    return {g: dict(reversed(mills.items())) for g, mills in reversed(table.items())}


BACKWARDS = allotments.determine(small(processor_criteria=backwards(small().processor_criteria)))


@given(
    st.lists(st.integers(0, 60_000), min_size=5, max_size=5),
    st.sampled_from([MORE, LESS]),
    st.sampled_from(["receiver", "giver", "nothing"]),
)
def test_the_order_of_recipients_is_irrelevant(amounts: list[int], more: Any, by: Any) -> None:
    able = {g: {m: amounts["ABCDE".index(m)] for m in mills} for g, mills in MILLS.items()}
    one = open_ledger(DETERMINATION, reassigned_change_with=by).deficits_reassigned(able)
    other = open_ledger(BACKWARDS, reassigned_change_with=by).deficits_reassigned(backwards(able))
    assert one.allocations == other.allocations
    one, other = (each.reestimated("July", estimates=more) for each in (one, other))
    assert one.allocations == other.allocations
    assert one.reassigned_to_imports == other.reassigned_to_imports


def determined(**changes: Any) -> Determination:
    return act1990.determine(small(**changes))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: opened().reestimated("October"),
            "quarter: found 'October', expected one of: January, April, July",
        ),
        (
            lambda: opened().reestimated("April").reestimated("January"),
            "quarter: found 'January', expected one of: April, July",
        ),
        (
            lambda: opened().reestimated("January", action="establish"),
            "January: found allotments in force, expected none",
        ),
        (lambda: opened().reestimated("Jan"), "quarter: found 'Jan'; did you mean 'January'?"),  # type: ignore[arg-type]
        (
            lambda: opened().reestimated(
                "January", fiscal_year=1996, weights=(0, 0, 1), processor_criteria={}, recorded={}
            ),
            "\n".join(
                f"{name}: found a change, expected none: 359c(g)(1) adjusts to estimates of "
                "consumption, stocks, production and imports; Ledger.revised takes what 359g(c) "
                "revises"
                for name in ("fiscal_year", "weights", "processor_criteria", "recorded")
            ),
        ),
        (
            lambda: opened().reestimated("January", estimates={"production": -1}),
            (
                "estimates.production: found -1, expected a whole number of short tons from 0 to "
                "1,000,000,000"
            ),
        ),
        (
            lambda: opened().reestimated("January", action="never"),  # type: ignore[arg-type]
            "action: found 'never'; expected one of: adjust, establish, suspend",
        ),
        (
            lambda: opened().reestimated(
                "January", estimates={"consumption": 1_000_000, "production": 200_000}
            ),
            "\n".join(
                f"{group}: found an allotment of {old}, then of {new} short tons, expected one "
                f"above 0 to take a percentage of"
                for group, old, new in [
                    ("beet", "100,000", "-125,000"),
                    ("Florida", "80,000", "-100,000"),
                    ("Hawaii", "20,000", "-25,000"),
                ]
            ),
        ),
        (
            lambda: opened().reestimated("January", marketed={"Florida": {"Z": 1}}),
            "marketed.Florida: unknown 'Z'; expected one of: C, D",
        ),
        (
            lambda: opened().reestimated("January", pledged={"florida": {"C": 1}}),
            "pledged: unknown 'florida'; did you mean 'Florida'?",
        ),
        (
            lambda: opened().reestimated("January", marketed={"Florida": {"C": -1}}),
            "marketed.Florida.C: found -1, expected a number not below 0",
        ),
        (
            lambda: opened().reestimated("January", marketed={"Florida": 5, "Hawaii": None}),
            (
                "marketed.Florida: found 5, expected a mapping of names to quantities\n"
                "marketed.Hawaii: found None, expected a mapping of names to quantities"
            ),
        ),
        (
            lambda: opened().reestimated("January", marketed=5),
            "marketed: found 5, expected a mapping of mappings of names to quantities",
        ),
        (
            lambda: opened(deductions={"beeet": {"A": 5}, "Texas": {"X": 1}, "Lousiana": {}}),
            (
                "deductions: found 'beeet', expected 'beet' or a State\n"
                "deductions: found 'Lousiana', expected 'beet' or a State; "
                "did you mean 'Louisiana'?"
            ),
        ),
        (
            lambda: opened().reestimated("January", marketed={"Texas": {}}),
            "marketed: unknown 'Texas'; expected one of: beet, Florida, Hawaii",
        ),
        (
            lambda: opened().reestimated("January", estimates=ENOUGH, marketed={"beet": {"Z": 1}}),
            "marketed.beet: unknown 'Z'; expected one of: A, B",
        ),
        (
            lambda: without_allotments().reestimated("January", pledged={"x": {"typo": 1}}),
            "pledged: unknown 'x'; expected one of: beet, Florida, Hawaii",
        ),
        (
            lambda: without_allotments().reestimated(
                "January", estimates=ESTIMATES, pledged={"Hawaii": {"E": -1}}
            ),
            "pledged.Hawaii.E: found -1, expected a number not below 0",
        ),
        (
            lambda: opened(reassigned_change_with="x"),
            "reassigned_change_with: found 'x'; expected one of: receiver, giver, nothing",
        ),
        (
            lambda: without_allotments(unmet_deduction="kept"),
            "unmet_deduction: found 'kept'; expected one of: forgiven, carried_forward",
        ),
        (
            lambda: without_allotments(proportionate_shares={"Nowhere": {}}),
            "proportionate_shares: unknown 'Nowhere'; expected one of: Florida, Hawaii",
        ),
        (
            lambda: without_allotments(proportionate_shares={"Florida": {"X": "x"}}),
            "proportionate_shares.Florida.X: found 'x', expected a number",
        ),
        (
            lambda: without_allotments(proportionate_shares={"Florida": {"X": 5}}),
            (
                "proportionate_shares: found some, expected none where no allotments are "
                "required; Ledger.established takes them"
            ),
        ),
        (
            lambda: opened().established("January"),
            "January: found allotments in force, expected none",
        ),
        (
            lambda: without_allotments().reestimated("January", action="adjust"),
            "January: found no allotments in force, expected some",
        ),
        (
            lambda: opened().revised(allocations={"beet": {"A": 60_001}}),
            "allocations.beet: found 60,001 in all, expected 60,000",
        ),
        (
            lambda: opened(deductions={"beet": {"A": 50_000}}).revised(
                processor_criteria={"beet": {"A": criteria(20_000), "B": criteria(80_000)}}
            ),
            (
                "processor_criteria: found allocations below what was deducted, by A (beet) "
                "30,000 short tons"
            ),
        ),
        (lambda: opened().shares_relaxed("Florida"), "state: found 'Florida'; expected none"),
        (
            lambda: opened(proportionate_shares=SHARES).shares_relaxed("florida"),
            "state: found 'florida'; did you mean 'Florida'?",
        ),
        (
            lambda: opened(proportionate_shares=SHARES).shares_relaxed("Florida", ratio=0),
            "ratio: found 0, expected at least 1",
        ),
        (
            lambda: opened(proportionate_shares={"Puerto Rico": {"x": 100}}),
            "proportionate_shares: found 'Puerto Rico', expected other States, 359f(b)(1)(A)",
        ),
        (
            lambda: opened(deductions=5),
            "deductions: found 5, expected a mapping of mappings of names to quantities",
        ),
        (
            lambda: opened().suspended("January").established("January", portion=2),
            "portion: found 2, expected a ratio above 0 and at most 1",
        ),
        (
            lambda: opened().suspended("January").suspended("April"),
            "April: found no allotments in force, expected some",
        ),
        (
            lambda: opened().suspended("January").deficits_reassigned(OUTPUT),
            "found no allotments in force, expected some",
        ),
        (
            lambda: opened().deficits_reassigned({}),
            (
                "ability_to_market: found {}, expected a mapping of groups of processors to "
                "abilities"
            ),
        ),
        (
            lambda: opened().deficits_reassigned(5),
            ("ability_to_market: found 5, expected a mapping of groups of processors to abilities"),
        ),
        (
            lambda: opened().deficits_reassigned({"Texas": 5}),
            "ability_to_market: unknown 'Texas'; expected one of: beet, Florida, Hawaii",
        ),
        (
            lambda: opened().deficits_reassigned({"beet": {"A": 1.5, "B": 2}}),
            "ability_to_market.beet.A: found 1.5, expected int, Fraction or Decimal: exact",
        ),
        (
            lambda: opened().deficits_reassigned({"beet": float("nan")}),
            "ability_to_market.beet: found nan, expected a finite number",
        ),
        (
            lambda: opened().deficits_reassigned({"Hawaii": 5}),
            "ability_to_market.Florida: missing, expected every cane State's ability",
        ),
        (
            lambda: opened().deficits_reassigned({"beet": {"B": 5, "Z": 5}, "Florida": {}, "x": 5}),
            (
                "ability_to_market.beet: unknown 'Z'; expected one of: A, B\n"
                "ability_to_market: unknown 'x'; expected one of: beet, Florida, Hawaii\n"
                "ability_to_market.beet.A: missing, expected every processor's ability\n"
                "ability_to_market.Florida.C: missing, expected every processor's ability\n"
                "ability_to_market.Florida.D: missing, expected every processor's ability\n"
                "ability_to_market.Hawaii: missing, expected every cane State's ability"
            ),
        ),
        (
            lambda: opened(deductions={"Hawaii": {"E": 20_000}}).deficits_reassigned(
                {"Florida": 5, "Hawaii": 5}
            ),
            "ability_to_market.Hawaii: found no allocations that it can be divided by",
        ),
        (
            lambda: open_ledger(OTHER_ACT),
            (
                "determination: found one under the Act of 2002, expected one under that of 1990, "
                "such as load('fy1995').inputs.replace(estimates=...)"
            ),
        ),
        (
            lambda: without_allotments().deficits_reassigned({"beet": 5}, when="12 June"),
            "12 June: found no allotments in force, expected some",
        ),
        (
            lambda: without_allotments().revised(when="12 June"),
            "12 June: found no allotments in force, expected some",
        ),
        (
            lambda: opened().revised(allocations={"beet": {"A": -1}}),
            "allocations.beet.A: found -1, expected a number not below 0",
        ),
        (
            lambda: opened().suspended("January").established("April", portion=0),
            "portion: found 0, expected a ratio above 0 and at most 1",
        ),
        (
            lambda: opened().suspended("January").established("April", portion=-1),
            "portion: found -1, expected a number not below 0",
        ),
        (
            lambda: opened(proportionate_shares=SHARES).shares_relaxed("Florida", ratio=-1),
            "ratio: found -1, expected a number not below 0",
        ),
        (
            lambda: opened().reestimated(
                "January", marketed={"Texas": {}, "beet": {"A": -1}, "Ohio": {}}
            ),
            (
                "marketed: unknown 'Texas'; expected one of: beet, Florida, Hawaii\n"
                "marketed.beet.A: found -1, expected a number not below 0\n"
                "marketed: unknown 'Ohio'; expected one of: beet, Florida, Hawaii"
            ),
        ),
        (
            lambda: open_ledger(
                allotments.determine(allotments.load("fy1995").inputs),
                proportionate_shares={"Nowhere": {"X": 5}},
            ),
            (
                "proportionate_shares: unknown 'Nowhere'; expected one of: Florida, Hawaii, "
                "Louisiana, Texas"
            ),
        ),
        (
            lambda: opened(unmet_deduction="kept"),
            "unmet_deduction: found 'kept'; expected one of: forgiven, carried_forward",
        ),
        (
            lambda: opened(proportionate_shares={"beet": {"X": 5}}),
            "proportionate_shares: unknown 'beet'; expected one of: Florida, Hawaii",
        ),
        (
            lambda: open_ledger(
                determined(recorded={"processors": {"Florida": {}}}, processor_criteria=BEETS),
                proportionate_shares={"Florida": {"X": 5}},
            ),
            "proportionate_shares: unknown 'Florida'; expected none",
        ),
        (
            lambda: open_ledger(determined(processor_criteria={})),
            "determination: found no allocations to processors, expected some to keep a ledger of",
        ),
        (
            lambda: open_ledger(
                determined(
                    estimates=ESTIMATES | {"consumption": 1_000_000, "production": 9_000_000},
                    processor_criteria=BEETS,
                )
            ),
            "processors.beet.A: found -125,000, expected an allocation not below 0",
        ),
    ],
)
def test_bad_input_is_refused_in_clear_lines(call: Callable[[], object], message: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        call()
    assert message == str(refused.value)


def test_a_ledger_does_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        opened().steps = ()  # type: ignore[misc]
    with pytest.raises(InvalidInput):
        opened().reestimated("January", recorded={"states": {"Texas": 1}})


def test_shown_as_text_within_100_columns() -> None:
    able = OUTPUT | {"beet": 4_300_000}
    ledger = fy1995().deficits_reassigned(able, when="12 June 1995")
    ledger = ledger.reestimated(
        "July",
        estimates={"consumption": 9_190_000, "production": 7_880_000},
        marketed={"Texas": {"Rio Grande Valley Sugar Growers": 150_000}},
    )
    text = str(ledger.suspended("July").established("July"))
    assert max(map(len, text.splitlines())) <= 100
    assert "Ledger of sugar marketing allotments, fiscal year 1995" in text
    assert "\n2. 12 June 1995: deficits reassigned, sec. 359e(b)\n" in text
    # Hawaii's part of 100,463: 273,180 of 299,577.
    assert "\n  Hawaii                 773,180    773,180   -273,180    500,000   91,611\n" in str(
        fy1995().deficits_reassigned(OUTPUT)
    )
    assert "To be deducted from the next allocation: Rio Grande" in text
    lines = text.splitlines()
    first = next(at for at, line in enumerate(lines) if line.startswith("  All"))
    assert "7,888,994          0   7,889,001  7,889,001" in lines[first]
    assert "Estimated imports 1,250,000 short tons." in str(without_allotments())


A_WHOLE_YEAR = """\
Ledger of sugar marketing allotments, fiscal year 1995

Short tons, raw value  Allotment   Before    Change    After  Imports  Deducted
---------------------  ---------  -------  --------  -------  -------  --------
1. October: established, sec. 359c(a), 359d(a)(1), 359c(g)(3)
   Estimated imports 1,240,000 short tons; overall allotment quantity 200,000.
   Deducted for earlier reductions: E (Hawaii) 1,000 short tons.
  Beet                   100,000        0   100,000  100,000        0         0
  Florida                 80,000        0    80,000   80,000        0         0
  Hawaii                  20,000        0    19,000   19,000        0     1,000
  All                    200,000        0   199,000  199,000        0     1,000
   To be deducted from the next allocation: Old (beet) 7 short tons.
2. 12 June 1995: deficits reassigned, sec. 359e(b)
   Gave: A (beet) 10,000 short tons.
   Took: B (beet) 5,000 short tons.
  Beet                   100,000  100,000    -5,000   95,000    5,000         0
  Florida                 80,000   80,000         0   80,000        0         0
  Hawaii                  20,000   19,000         0   19,000        0     1,000
  All                    200,000  199,000    -5,000  194,000    5,000     1,000
   To be deducted from the next allocation: Old (beet) 7 short tons.
3. January: re-estimated, sec. 359c(g)(1)(A), (2), (3)
   Estimated imports 1,240,000 short tons; overall allotment quantity 160,000.
   Re-estimated: consumption 1,450,000 to 1,410,000; production 210,000 to 170,000.
   Marketed beyond reduced allocations: C (Florida) 5,000 short tons.
  Beet                    80,000   95,000   -20,000   75,000    5,000         0
  Florida                 64,000   80,000   -16,000   64,000        0         0
  Hawaii                  16,000   19,000    -3,800   15,200        0       800
  All                    160,000  194,000   -39,800  154,200    5,000       800
   To be deducted from the next allocation: Old (beet) 7, C (Florida) 5,000 short tons.
4. January: shares relaxed, sec. 359f(b)(7)
   Proportionate shares in Florida times 2.
  Beet                    80,000   75,000         0   75,000    5,000         0
  Florida                 64,000   64,000         0   64,000        0         0
  Hawaii                  16,000   15,200         0   15,200        0       800
  All                    160,000  154,200         0  154,200    5,000       800
   To be deducted from the next allocation: Old (beet) 7, C (Florida) 5,000 short tons.
5. January: shares relaxed, sec. 359f(b)(7)
   Proportionate shares suspended in Florida.
  Beet                    80,000   75,000         0   75,000    5,000         0
  Florida                 64,000   64,000         0   64,000        0         0
  Hawaii                  16,000   15,200         0   15,200        0       800
  All                    160,000  154,200         0  154,200    5,000       800
   To be deducted from the next allocation: Old (beet) 7, C (Florida) 5,000 short tons.
6. April: suspended, sec. 359c(g)(1)(C)
   Estimated imports 1,250,000 short tons.
   Re-estimated: production 170,000 to 160,000.
  Beet                         0   75,000   -75,000        0        0         0
  Florida                      0   64,000   -64,000        0        0         0
  Hawaii                       0   15,200   -15,200        0        0         0
  All                          0  154,200  -154,200        0        0         0
   To be deducted from the next allocation: Old (beet) 7, C (Florida) 5,000 short tons.
7. April: still suspended, sec. 359c(g)(1)(C)
   Estimated imports 1,250,000 short tons.
   To be deducted from the next allocation: Old (beet) 7, C (Florida) 5,000 short tons.
8. July: established, sec. 359c(g)(1)(B), (3)
   Estimated imports 1,240,000 short tons; overall allotment quantity 200,000.
   Re-estimated: consumption 1,410,000 to 1,450,000; production 160,000 to 210,000.
   For a portion of the year: 1/2 of its allotments.
   Deducted for earlier reductions: C (Florida) 5,000 short tons.
  Beet                    50,000        0    50,000   50,000        0         0
  Florida                 40,000        0    35,000   35,000        0     5,000
  Hawaii                  10,000        0    10,000   10,000        0         0
  All                    100,000        0    95,000   95,000        0     5,000
   To be deducted from the next allocation: Old (beet) 7 short tons.

Allotment: before what this ledger reassigns. Before, Change, After: allocations in force.
Shown rounded half up, row by row; totals add up the rows shown. The figures are exact."""


A_STEP = """\
October: deficits reassigned, sec. 359e(b)

Short tons, raw value  Before   Change   After
---------------------  ------  -------  ------
Beet
  A                    60,000        0  60,000
  B                    40,000        0  40,000
Florida
  C                    50,000    3,000  53,000
  D                    30,000    1,000  31,000
Hawaii
  E                    20,000  -10,000  10,000
  imports                   0    6,000   6,000

From Hawaii to Florida: 4,000 short tons.
From Hawaii to imports: 6,000 short tons."""


def a_whole_year() -> Ledger:
    """Return a year of every kind of step. By hand: A lacks 10,000 and B takes 5,000 of them.

    A fifth less leaves 80,000 of beet, of it 5,000 with imports; C has 40,000 and sold 45,000.
    Half of 50,000 less the 5,000 is in the end C's.
    """
    ledger = opened(
        proportionate_shares=SHARES, deductions={"Hawaii": {"E": 1_000}, "beet": {"Old": 7}}
    )
    ledger = ledger.deficits_reassigned({"beet": {"A": 50_000, "B": 45_000}}, when="12 June 1995")
    ledger = ledger.reestimated(
        "January", estimates=LESS, marketed={"Florida": {"C": 45_000}, "Hawaii": {"E": 15_200}}
    )
    ledger = ledger.shares_relaxed("Florida", ratio=2).shares_relaxed("Florida")
    ledger = ledger.reestimated("April", estimates={"production": 160_000}).reestimated("April")
    return ledger.established("July", portion=Fraction(1, 2), estimates=ESTIMATES)


def test_a_whole_year_is_shown() -> None:
    ledger = a_whole_year()
    assert A_WHOLE_YEAR.splitlines() == str(ledger).splitlines()
    assert ["October"] * 2 + ["January"] * 3 + ["April"] * 2 + ["July"] == [
        step.period for step in ledger.steps
    ]
    assert {"", "12 June 1995"} == {step.when for step in ledger.steps}
    assert {1995} == {step.determination.inputs.fiscal_year for step in ledger.steps}
    assert ledger.steps[0].records() == ledger.records()[:6]
    assert {0} == {record["after"] for record in ledger.steps[5].records()}  # suspended


def test_by_default_the_readings_are_the_narrow_ones() -> None:
    assert ("forgiven", "nothing", True, False, False) == opened().readings
    shares = opened(proportionate_shares=SHARES)
    same = shares.shares_relaxed("Florida", ratio=1)
    assert shares.position.proportionate_shares == same.position.proportionate_shares


def test_what_the_year_before_leaves_is_of_that_year() -> None:
    before = opened(deductions={"beet": {"A": 5, "B": 0}}).steps[0].before
    assert LedgerPosition(owed={("beet", "A"): {(1994, 0): 5}}, marketed_in=(1995, 0)) == before


def test_what_is_marketed_later_is_of_the_portion_then_in_force() -> None:
    """A whole year is step 0, a portion has the number of its step, here the fourth. Suspended,
    what was owed and deducted stays known.
    """
    reduced = opened().reestimated("January", estimates=LESS, marketed=MARKETED, pledged=PLEDGED)
    suspended = reduced.suspended("April")
    owed: Any = {("beet", "A"): {(1995, 0): 2_000}, ("Hawaii", "E"): {(1995, 0): 1_000}}
    assert LedgerPosition(owed=owed, marketed_in=(1995, 0)) == suspended.position
    part = suspended.established("April", portion=Fraction(1, 2))
    assert (1995, 4) == part.position.marketed_in
    assert owed == part.position.made
    assert part.position.made == part.suspended("July").position.made
    assert (1995, 0) == suspended.established("April").position.marketed_in


def test_an_allotment_that_does_not_change_owes_nothing() -> None:
    """Hawaii's stays 20,000 of which E sold 25,000, and of Florida's C pledged 1,000 more."""
    states = {"Florida": criteria(80_000), "Hawaii": criteria(20_000)}
    after = opened().reestimated(
        "January",
        state_criteria=states,
        marketed={"Hawaii": {"E": 25_000}},
        pledged={"Florida": {"C": 51_000}},
    )
    assert {} == after.deductions
    assert "359c(g)(1)(A), (2)" == after.steps[-1].paragraph


def test_what_is_pledged_alone_counts_whole() -> None:
    """C's 40,000 after a fifth less, and 41,000 pledged, nothing sold."""
    after = opened().reestimated("January", estimates=LESS, pledged={"Florida": {"C": 41_000}})
    assert {"Florida": {"C": 1_000}} == after.deductions


def test_two_groups_are_revised_by_criteria_at_once() -> None:
    """Beet 80 : 20 of 100,000 and Florida 20 : 60 of 80,000; the ledger keeps the new criteria."""
    bases = {
        "beet": {"A": criteria(80_000), "B": criteria(20_000)},
        "Florida": {"C": criteria(20_000), "D": criteria(60_000)},
    }
    after = opened().revised(processor_criteria=bases)
    assert {"A": 80_000, "B": 20_000} == after.allocations["beet"]
    assert {"C": 20_000, "D": 60_000} == after.allocations["Florida"]
    kept = after.determination.inputs.processor_criteria["beet"]
    assert 80_000 == kept["A"].past_marketings
    assert "" == after.steps[-1].when


def test_initial_allocations_change_with_a_reestimate() -> None:
    """10 percent more of each; the allotments before reassignments too."""
    after = opened().reestimated("January", estimates=MORE).position
    assert {"A": 66_000, "B": 44_000} == nested(after.initial)["beet"]
    assert {"beet": 110_000, "Florida": 88_000, "Hawaii": 22_000} == after.initial_allotments


def test_abilities_divided_by_assumption_are_noted() -> None:
    """Two of three groups have several processors: 100,000 is 60 : 40, 80,000 is 50 : 30."""
    after = opened().deficits_reassigned({"beet": 100_000, "Florida": 80_000, "Hawaii": 20_000})
    assert MILLS == after.allocations
    assert (
        "An assumption: ability to market divided in proportion to allocations, of beet, Florida.",
    ) == after.steps[-1].notes


def test_a_processor_may_have_nothing_or_less_than_a_short_ton() -> None:
    """Z had nothing, so that a deduction of all that Hawaii has is E's alone; so are its parts."""
    mills = {g: {m: criteria(q) for m, q in m.items()} for g, m in MILLS.items()}
    mills["Hawaii"]["Z"] = criteria(0)
    determination = determined(processor_criteria=mills)
    ledger = open_ledger(determination, deductions={"Hawaii": {"E": 20_000}})
    assert {"E": 0, "Z": 0} == ledger.allocations["Hawaii"]
    able = {"Florida": {"C": 50_000, "D": 25_000}, "Hawaii": {"E": 9_000, "Z": 9_000}}
    after = ledger.deficits_reassigned(able, in_proportion_to="allocations")
    assert {"E": 5_000, "Z": 0} == after.allocations["Hawaii"]
    small_part = opened().suspended("January").established("April", portion=Fraction(1, 10**5))
    assert {"E": Fraction(1, 5)} == small_part.allocations["Hawaii"]


def test_revised_to_nothing_or_less_than_a_short_ton() -> None:
    """All of A's 60,000 but 0 or 1/2 was deducted; by the same criteria it has so much again."""
    for left in (0, Fraction(1, 2)):
        ledger = opened(deductions={"beet": {"A": 60_000 - left}})
        same = {"beet": {m: criteria(q) for m, q in MILLS["beet"].items()}}
        assert left == ledger.revised(processor_criteria=same).allocations["beet"]["A"]


def test_a_step_is_shown_by_processor() -> None:
    step = opened().deficits_reassigned(REASSIGNED).steps[-1]
    assert A_STEP.splitlines() == str(step).splitlines()
    assert "<td class='end'>53,000</td>" in step._repr_html_()


def test_shown_as_html_with_totals() -> None:
    html = opened().deficits_reassigned(REASSIGNED)._repr_html_()
    assert 2 == html.count("<tr class='total'>")
    assert "2. October: deficits reassigned, sec. 359e(b)" in html


def test_a_step_is_shown_with_what_its_estimates_lead_to() -> None:
    estimates = "Estimated imports 1,240,000 short tons; overall allotment quantity 200,000."
    shown = str(opened(deductions={"beet": {"A": 1}}).steps[0])
    deducted = "Deducted for earlier reductions: A (beet) 1 short tons."
    assert ["", estimates, deducted] == shown.splitlines()[-3:]


@pytest.mark.parametrize("reading", Readings._fields[2:])
def test_a_reading_of_two_is_true_or_false(reading: str) -> None:
    with pytest.raises(TypeError, match=f"^{reading}: found 1, expected True or False$"):
        opened(**{reading: 1})


def test_when_is_text() -> None:
    line = "^when: found 5, expected a date or another label, such as '12 June 1995'$"
    with pytest.raises(TypeError, match=line):
        opened().deficits_reassigned(REASSIGNED, when=5)  # type: ignore[arg-type]


def test_records_are_plain_data() -> None:
    """E gives 10,000, of which imports get 6,000."""
    found = opened(deductions={"beet": {"A": 1}}).deficits_reassigned(REASSIGNED).records()
    assert {
        "step": 2,
        "period": "October",
        "when": "",
        "kind": "deficits reassigned",
        "paragraph": "359e(b)",
        "family": "processors",
        "group": "Hawaii",
        "recipient": "E",
        "holding": "allocation",
        "before": 20_000,
        "change": -10_000,
        "after": 10_000,
        "exact_before": "20000",
        "exact_change": "-10000",
        "exact_after": "10000",
    } in found
    gone = {(r["step"], r["group"], r["recipient"]): r["after"] for r in found}
    assert (6_000, 1) == (gone[2, "Hawaii", "imports"], gone[1, "beet", "deducted"])
    assert {str, int, float} == {type(value) for record in found for value in record.values()}
