"""Who holds what, whatever the Act: totals are kept, what moves is named, deductions are dated."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allotments.core.errors import InvalidInput
from allotments.formulas.deficits import Flow
from allotments.ledger.position import (
    DEDUCTED,
    LedgerPosition,
    changed,
    established,
    flows_of,
    moved,
    redivided,
    with_entrants,
    with_excesses,
    with_own_allocations,
)
from allotments.ledger.steps import LedgerStep, Steps

ALLOTMENTS = {"beet": 100, "Florida": 60, "Texas": 40}
ALLOCATIONS = {"beet": {"A": 70, "B": 30}, "Florida": {"C": 60}, "Texas": {"D": 40}}
A, B, C, D = ("beet", "A"), ("beet", "B"), ("Florida", "C"), ("Texas", "D")


def opened(before: LedgerPosition | None = None) -> LedgerPosition:
    return established(
        before or LedgerPosition(),
        ALLOTMENTS,
        ALLOCATIONS,
        marketed_in=(2009, 0),
        unmet="carried_forward",
    )


def test_a_position_is_empty_without_allotments() -> None:
    assert [{}, {}, {}, {}, {}, {}, (0, 0), {}] == list(vars(LedgerPosition()).values())


def test_a_deficit_goes_to_ccc_and_then_to_imports() -> None:
    """D gives 10: 4 to C, 5 that CCC sells, 1 to imports. The 200 are 194 and 6."""
    flows = [Flow(D, C, "between", 4), Flow(D, "ccc", "ccc", 5), Flow(D, "imports", "imports", 1)]
    after = moved(opened(), flows)
    assert {"Florida": {"C": 64}, "Texas": {"D": 30}} == {
        state: after.allocations[state] for state in ("Florida", "Texas")
    }
    assert {"beet": 100, "Florida": 64, "Texas": 30} == after.allotments
    assert {"ccc": 5, "imports": 1} == {where: by["Texas"] for where, by in after.gone.items()}
    assert ALLOTMENTS == after.initial_allotments


def test_a_transfer_moves_the_initial_allocation_along() -> None:
    """B sells a third of its 30 to A; a later increase by a tenth is of 80 and 20."""
    after, flows = redivided(opened(), {A: 80, B: 20})
    assert [Flow(B, A, "revision", 10)] == list(flows)
    assert (80, 20) == (after.initial[A], after.initial[B])
    more = changed(after, dict.fromkeys(ALLOTMENTS, Fraction(11, 10)), "receiver")
    assert {"A": 88, "B": 22} == more.allocations["beet"]


def test_transfers_in_two_groups_are_both_named() -> None:
    new = ("Florida", "N")
    _, flows = redivided(opened(), {A: 60, B: 40, C: 45, new: 15})
    assert (Flow(A, B, "revision", 10), Flow(C, new, "revision", 15)) == flows


def test_a_terminated_processors_allocation_goes_to_the_others() -> None:
    after, _ = redivided(opened(), {A: 100, B: 0})
    assert {"A": 100, "B": 0} == after.allocations["beet"]


def test_a_new_state_takes_from_the_others_pro_rata() -> None:
    """20 of 100: 12 from Florida's 60 and 8 from Texas's 40. Both allotments fall, one is new."""
    after, flows = with_entrants(opened(), "Mississippi", {"E": 20}, {"Florida": 12, "Texas": 8})
    assert {"beet": 100, "Florida": 48, "Texas": 32, "Mississippi": 20} == after.allotments
    assert after.allotments == after.initial_allotments
    assert {"E": 20} == after.allocations["Mississippi"]
    new = ("Mississippi", "E")
    assert (Flow(C, new, "entry", 12), Flow(D, new, "entry", 8)) == flows


def test_new_ones_leave_what_was_reassigned_or_all_that_there_is() -> None:
    """D gave 30 of its 40 to C and 4 to imports; half of the 40 go to E. Of the other 20 the 34
    are more: 30/34 of it stay with C and 4/34 are imports. Of beet's 100 all goes to F.
    """
    flows = [Flow(D, C, "between", 30), Flow(D, "imports", "imports", 4)]
    after, given = with_entrants(moved(opened(), flows), "Texas", {"E": 20}, {"Texas": 20})
    assert {"D": 0, "E": 20} == after.allocations["Texas"]
    assert 60 + Fraction(20 * 30, 34) == after.in_force[C] == after.allotments["Florida"]
    assert Fraction(20 * 4, 34) == after.gone["imports"]["Texas"]
    assert {D: 6, C: 30 - Fraction(600, 34), "imports": 4 - Fraction(80, 34)} == {
        flow.from_: flow.quantity for flow in given
    }
    assert (40, 20) == (after.initial_allotments["Texas"], after.initial[D])
    whole, _ = with_entrants(opened(), "beet", {"F": 100, "G": 0}, {"beet": 100})
    assert {"A": 0, "B": 0, "F": 100, "G": 0} == whole.allocations["beet"]


def test_new_ones_have_no_more_than_there_is() -> None:
    with pytest.raises(InvalidInput, match=r"^beet: found 101 for new ones, expected at most 100$"):
        with_entrants(opened(), "beet", {"F": 101}, {"beet": 101})


def test_several_new_ones_receive_from_each() -> None:
    """30 of 100: A gives 21, of which F has two thirds, and B 9."""
    f, g = ("beet", "F"), ("beet", "G")
    _, flows = with_entrants(opened(), "beet", {"F": 20, "G": 10}, {"beet": 30})
    assert [(A, f, 14), (A, g, 7), (B, f, 6), (B, g, 3)] == [
        (flow.from_, flow.to, flow.quantity) for flow in flows
    ]


def test_who_has_some_already_gets_more_of_the_others() -> None:
    """B has 30 and 7 of A's 70; where all are new nobody is left to give."""
    after, _ = with_entrants(opened(), "beet", {"B": 7}, {"beet": 7})
    assert {"A": 63, "B": 37} == after.allocations["beet"]
    same, flows = with_entrants(opened(), "beet", {"A": 0, "B": 0}, {"beet": 0})
    assert (opened(), ()) == (same, flows)
    with pytest.raises(InvalidInput, match=r"^beet: found 5 for new ones, expected at most 0$"):
        with_entrants(opened(), "beet", {"A": 2, "B": 3}, {"beet": 5})


def test_what_is_not_allocated_is_not_divided_anew() -> None:
    """C has 50 of Florida's 60; then N has 10 of its 50."""
    before = established(
        LedgerPosition(),
        {"Florida": 60},
        {"Florida": {"C": 50}},
        marketed_in=(2009, 0),
        unmet="forgiven",
    )
    after, _ = with_own_allocations(before, {C: 40, ("Florida", "N"): 10}, "revision")
    assert {"Florida": 60} == after.allotments == after.initial_allotments
    assert {"C": 40, "N": 10} == after.allocations["Florida"]


def test_shares_of_deficits_change_with_ones_own_allocation() -> None:
    """After a priority they are not the own allocations. A's 80 halves, B's 20 grow as 30 to 65."""
    before = replace(opened(), initial=opened().initial | {A: 80, B: 20})
    after, _ = with_own_allocations(before, {A: 35, B: 65}, "revision")
    assert (40, Fraction(20 * 65, 30)) == (after.initial[A], after.initial[B])


def test_who_has_given_up_all_may_enter_again() -> None:
    """B's 30 are A's; then B has 20 of A's 100."""
    ended, _ = redivided(opened(), {A: 100, B: 0})
    after, _ = with_entrants(ended, "beet", {"B": 20}, {"beet": 20})
    assert {"A": 80, "B": 20} == after.allocations["beet"]
    assert {A: 80, B: 20} == {place: after.initial[place] for place in (A, B)}


def test_what_was_reassigned_stays_while_its_allotment_changes() -> None:
    """D gives 10 of its 40 to C, which falls to 60 - 6 + 10 with its allotment, or to 60 - 6 + 9.

    When it falls to a tenth, 4, of the 10 there are 4 left.
    """
    before = moved(opened(), [Flow(D, C, "between", 10)])
    by = dict.fromkeys(ALLOTMENTS, Fraction(9, 10))
    assert (64, 26) == tuple(changed(before, by, "nothing").in_force[p] for p in (C, D))
    assert (63, 27) == tuple(changed(before, by, "giver").in_force[p] for p in (C, D))
    less = changed(before, dict.fromkeys(ALLOTMENTS, Fraction(1, 10)), "nothing")
    assert (10, 0) == (less.in_force[C], less.in_force[D])


def test_what_is_handed_over_changes_with_its_allotment() -> None:
    """B's 30, of which 6 went to imports, are A's and 12 of D's with them: with a tenth more of
    beet A has 70 + 30 and 10, but 6, and the 12. It is its own, and not what was reassigned.
    """
    flows = [Flow(B, "imports", "imports", 6), Flow(D, B, "between", 12)]
    sold, given = redivided(moved(opened(), flows), {A: 106, B: 0})
    assert (Flow(B, A, "revision", 36),) == given
    assert {A: 94, "imports": 6} == sold.held_by[A]
    assert {D: 28, B: 0, A: 12} == sold.held_by[D]
    more = changed(
        sold, {**dict.fromkeys(ALLOTMENTS, Fraction(1)), "beet": Fraction(11, 10)}, "nothing"
    )
    assert {"A": 110 - 6 + 12, "B": 0} == more.allocations["beet"]
    assert 6 == more.gone["imports"]["beet"]


def test_half_is_handed_over_with_half_of_what_was_reassigned() -> None:
    """B has 24 of its 30, and sells 12 of them: A has 82 in force, and of the 6 half."""
    before = moved(opened(), [Flow(B, "imports", "imports", 6)])
    sold, _ = redivided(before, {A: 82, B: 12})
    assert {A: 82, "imports": 3} == sold.held_by[A]
    assert {B: 12, "imports": 3} == {h: q for h, q in sold.held_by[B].items() if q}
    assert (85, 15) == (sold.initial[A], sold.initial[B])


def test_only_who_loses_gives_and_only_who_gains_takes() -> None:
    """A's half a short ton goes to B and C alike, and D has no part; then to a new one."""
    half = Fraction(1, 2)
    expected = (Flow(A, B, "revision", half / 2), Flow(A, C, "revision", half / 2))
    assert expected == flows_of({A: -half, B: half / 2, C: half / 2, D: 0}, "revision")
    assert () == flows_of({A: 0, B: 0}, "revision")
    entrant = ("beet", "E")
    after, flows = redivided(opened(), {A: 70 - half, B: 30, entrant: half})
    assert (Flow(A, entrant, "revision", half),) == flows
    assert {A: 70 - half, B: 30, entrant: half, C: 60, D: 40} == after.initial


def test_what_is_not_allocated_of_an_allotment_changes_in_its_ratio() -> None:
    """Of Florida's 60 C has 50, of which 5 are with imports and 10 are not due; Ohio has nobody.

    A tenth more: C's own 55 less the same 5, 11 not allocated; so 50 + 11 of Florida, 22 of Ohio.
    """
    before = established(
        LedgerPosition(),
        {"Florida": 60, "Ohio": 20},
        {"Florida": {"C": 50}},
        marketed_in=(2009, 0),
        unmet="forgiven",
    )
    before = moved(before, [Flow(C, "imports", "imports", 5)])
    after = changed(before, dict.fromkeys(before.allotments, Fraction(11, 10)), "nothing")
    assert {"Florida": 61, "Ohio": 22} == after.allotments
    assert {"Florida": 66, "Ohio": 22} == after.initial_allotments
    assert {C: 55} == after.initial
    assert {C: {C: 50, "imports": 5}} == after.held_by


def test_what_is_not_due_stays_owed_and_later_years_are_deducted() -> None:
    """20 of 2008 are not due; 3 of 2009 are, of which 4 were deducted before: 7 in all."""
    before = LedgerPosition(owed={B: {(2008, 0): 20, (2009, 0): 3}}, made={B: {(2009, 0): 4}})
    after = established(
        before,
        ALLOTMENTS,
        ALLOCATIONS,
        marketed_in=(2009, 2),
        unmet="forgiven",
        not_due=[(2008, 0)],
    )
    assert {B: {(2008, 0): 20}} == after.owed
    assert {B: {(2009, 0): 7}} == after.made
    assert {B: 27, DEDUCTED: 3} == after.held_by[B]


def test_shares_of_a_state_with_less_than_a_short_ton_change() -> None:
    """Half of its half a short ton goes, and with it half of the shares."""
    position = LedgerPosition(
        allotments={"Florida": Fraction(1, 2), "Texas": 0},
        held_by={C: {C: Fraction(1, 2)}, D: {}},
        proportionate_shares={"Florida": {"X": 60}},
    )
    after = moved(position, [Flow(C, D, "between", Fraction(1, 4))])
    assert {"Florida": {"X": 30}} == after.proportionate_shares


def test_a_redivision_keeps_the_total_of_each_group() -> None:
    """Beet may not have what Florida loses."""
    with pytest.raises(InvalidInput) as refused:
        redivided(opened(), {A: 71, B: 30, C: 59})
    assert str(refused.value) == (
        "allocations.beet: found 101 in all, expected 100\n"
        "allocations.Florida: found 59 in all, expected 60"
    )


def test_what_a_holder_gives_comes_from_all_that_it_holds() -> None:
    """C holds 60 of its own and 20 of D's: of the 40 it gives, 30 are its own."""
    once = moved(opened(), [Flow(D, C, "between", 20)])
    twice = moved(once, [Flow(C, D, "between", 40)])
    assert {C: 30, D: 30} == twice.held_by[C]
    assert {D: 30, C: 10} == twice.held_by[D]


def test_the_oldest_sugar_is_deducted_first() -> None:
    """20 of 2007 and 30 of 2008 from B's 30: 20 of 2008 stay owed."""
    before = LedgerPosition(owed={B: {(2008, 0): 30, (2007, 0): 20}})
    after = opened(before)
    assert {B: {(2008, 0): 20}} == after.owed
    assert {B: {(2007, 0): 20, (2008, 0): 10}} == after.made
    assert {"beet": 30, "Florida": 0, "Texas": 0} == after.gone[DEDUCTED]


def test_excesses_of_one_year_are_one_and_of_two_years_two() -> None:
    """5 of 2008 stay owed; of 2009 first 10, then 7, then 12: 12. Cured, 3 of them are left."""
    position = LedgerPosition(owed={B: {(2008, 0): 5}}, marketed_in=(2009, 0))
    for excess, owed in ((10, 15), (7, 15), (12, 17)):
        position = with_excesses(position, {B: excess})
        assert {B: owed} == position.deductions
    assert {B: 8} == with_excesses(position, {B: 3}, cured=True).deductions


def test_the_year_includes_a_portion_of_it_and_not_the_reverse() -> None:
    """10 owed for a portion of 2009, and 4 deducted: of 20 in the whole year 6 more are found."""
    owed = LedgerPosition(
        owed={B: {(2009, 3): 10}}, made={B: {(2009, 3): 4}}, marketed_in=(2009, 0)
    )
    assert {B: {(2009, 0): 16}} == with_excesses(owed, {B: 20}).owed
    paid = LedgerPosition(made={B: {(2009, 3): 4}}, marketed_in=(2009, 0))
    assert {B: {(2009, 0): 16}} == with_excesses(paid, {B: 20}).owed
    # No more than is known already: it stays the portion's.
    same = LedgerPosition(owed={B: {(2009, 3): 10}}, marketed_in=(2009, 0))
    assert same == with_excesses(same, {B: 10})
    whole = LedgerPosition(owed={B: {(2009, 0): 10}}, marketed_in=(2009, 3))
    assert {B: 30} == with_excesses(whole, {B: 20}).deductions


def test_nothing_is_in_force_before_allotments_are_established() -> None:
    nothing = LedgerPosition()
    assert ({}, {}, {}, {}) == (
        nothing.allotments,
        nothing.initial_allotments,
        nothing.initial,
        nothing.proportionate_shares,
    )


def test_shares_follow_the_allotment_in_force_unless_told_otherwise() -> None:
    """D's 10 are with C: Florida has 70, of its own 60, and 70 acres. Halved, C has 30 and the 10;
    by a revision 50 and the 10; if a new State takes 12 of the 60, 48 and the 10.
    """
    before = replace(
        moved(opened(), [Flow(D, C, "between", 10)]), proportionate_shares={"Florida": {"X": 70}}
    )
    halves = dict.fromkeys(ALLOTMENTS, Fraction(1, 2))
    given = {"Florida": 12, "Texas": 8}
    for found, acres in (
        (changed(before, halves, "nothing"), 40),
        (changed(before, halves, "nothing", shares_follow=False), 35),
        (with_own_allocations(before, {C: 50, D: 50}, "revision")[0], 60),
        (
            with_own_allocations(before, {C: 50, D: 50}, "revision", shares_follow=False)[0],
            Fraction(70 * 50, 60),
        ),
        (with_entrants(before, "Ohio", {"E": 20}, given)[0], 58),
        (with_entrants(before, "Ohio", {"E": 20}, given, shares_follow=False)[0], 56),
    ):
        assert {"Florida": {"X": acres}} == found.proportionate_shares


def test_shares_of_a_state_without_an_allotment_stay() -> None:
    """No percentage can be taken of nothing."""
    position = LedgerPosition(
        allotments={"Florida": 60, "Texas": 0},
        held_by={C: {C: 60}, D: {}},
        proportionate_shares={"Florida": {"X": 60}, "Texas": {"Y": 5}},
    )
    after = moved(position, [Flow(C, D, "between", 30)])
    assert {"Florida": {"X": 30}, "Texas": {"Y": 5}} == after.proportionate_shares


FLOWS = st.lists(
    st.tuples(st.sampled_from([A, B, C, D]), st.sampled_from([A, B, C, D, "ccc", "imports"])),
    max_size=5,
)


@given(FLOWS, st.fractions(0, 2, max_denominator=9))
def test_whatever_moves_the_total_is_kept(
    pairs: list[tuple[tuple[str, str], str]], by: Fraction
) -> None:
    """And allotments are allocations and what was deducted, of each group."""
    position = opened(LedgerPosition(owed={B: {(2008, 0): 12}}))
    for giver, taker in pairs:
        quantity = position.in_force[giver] * Fraction(1, 3)
        if quantity:
            position = moved(position, [Flow(giver, taker, "between", quantity)])
    assert 200 == sum(q for parts in position.held_by.values() for q in parts.values())
    after = changed(position, dict.fromkeys(ALLOTMENTS, by), "receiver")
    for group, allotment in after.allotments.items():
        deducted = after.gone[DEDUCTED][group]
        assert allotment == sum(after.allocations[group].values()) + deducted
        assert allotment == position.allotments[group] * by


class Year:
    """The inputs, and the determination, of a year of whatever Act."""

    fiscal_year = 2009
    inputs: Year
    figures: ClassVar[dict[str, Any]] = {}


Year.inputs = Year()


class Course(Steps):
    """A ledger of one step."""

    def __init__(self, *steps: LedgerStep) -> None:
        self.steps = steps


def test_every_destination_is_shown_by_its_name() -> None:
    """D gives 5 to CCC and 1 to imports."""
    flows = (Flow(D, "ccc", "ccc", 5), Flow(D, "imports", "imports", 1))
    step = LedgerStep(
        kind="deficits reassigned",
        period="June",
        paragraph="359e(b)",
        determination=Year(),
        before=opened(),
        after=moved(opened(), flows),
        flows=flows,
    )
    course = Course(step)
    assert "Allotment  Before  Change  After  Ccc  Imports" in str(course)
    assert "  Texas                       40      40      -6     34    5        1" in str(course)
    assert str(step).endswith(
        "From Texas to ccc: 5 short tons.\nFrom Texas to imports: 1 short tons."
    )
    assert 5 == course.to_pandas().query("holding == 'ccc'")["change"].sum()
    assert course.to_pandas().to_dict("records") == course.to_polars().to_dicts()
