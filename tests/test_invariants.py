"""Each invariant: this library keeps it, a wrong implementation breaks it, and FY1995 in print."""

from __future__ import annotations

import inspect
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, get_args

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import allotments
from allotments import act1990, act2002, invariants, strategies
from allotments.formulas.reassignment import InStateReading
from allotments.rounding import grouped, half_up
from allotments.shares import Print, find_rule

ROOT = Path(__file__).parents[1]
CATALOGUE = (ROOT / "docs" / "invariants.md").read_text(encoding="utf-8")
TST = 1_000

WHOLES = strategies.quantities(max_value=10**7)
SCALES = st.fractions("1/9", 9, max_denominator=9)
RULES = get_args(InStateReading)


def reassigned(allocations: Any, abilities: Any, rule: Any = RULES[0]) -> tuple[Any, Any]:
    after = act1990.reassign_beet_deficits(allocations, abilities, in_proportion_to=rule)
    return after.allocations, after.imports


@given(WHOLES, strategies.bases(whole=False), SCALES, st.data())
def test_division_keeps_its_invariants(
    whole: int, bases: dict[str, Any], scale: Fraction, data: st.DataObject
) -> None:
    """Of integers, fractions and decimals side by side: what is tried gets one kind."""
    shares = act1990.prorate(whole, bases)
    invariants.shares_sum_to_whole(shares, whole)
    invariants.shares_in_proportion(shares, bases)
    invariants.shares_sum_to_whole(act1990.percentage_factors(bases), 1)
    invariants.only_proportions_of_bases_matter(act1990.prorate, whole, bases, scale)
    invariants.order_does_not_matter(act1990.prorate, whole, bases)
    invariants.merging_adds_shares(act1990.prorate, whole, bases)
    key = data.draw(st.sampled_from(list(bases)))
    invariants.more_base_never_lowers_share(act1990.prorate, whole, bases, key, scale)
    array = act1990.prorate(whole, np.array([float(base) for base in bases.values()]))
    invariants.exact_equals_array(shares, array)
    unit = Fraction(1, 10)
    rounded = {name: half_up(share, unit) for name, share in shares.items()}
    invariants.rounding_error_at_most_half_a_unit(shares, rounded, unit)
    invariants.rows_foot(rounded, sum(rounded.values()))


@given(strategies.criteria(), strategies.spelled_weights(), SCALES)
def test_weighted_bases_keep_their_invariants(
    criteria: act1990.Criteria, weights: strategies.SpelledWeights, scale: Fraction
) -> None:
    values = [value for _, value in criteria]

    def base(used: Any) -> Any:
        return act1990.weighted_base(values[0], values[1], values[2], used)

    invariants.base_between_criteria(base(weights.spelled), values)
    invariants.only_proportions_of_weights_matter(base, weights.exact, scale)


@given(strategies.sector_criteria(min_value=20_000), strategies.weights(), WHOLES)
def test_shares_keep_to_weighted_tons(
    criteria: act1990.SectorCriteria, weights: tuple[int, int, int], whole: int
) -> None:
    values = {sector: dict(each) for sector, each in criteria}

    def factors(given_: Any, used: Any) -> Any:
        return act1990.percentage_factors(
            {
                sector: act1990.weighted_base(three[0], three[1], three[2], used)
                for sector, three in given_.items()
            }
        )

    def allotments(given_: Any, used: Any) -> Any:
        return [whole * factor for factor in factors(given_, used).values()]

    for divide in (factors, allotments):
        invariants.shares_follow_weighted_tons(divide, values, weights)


@given(strategies.determinations())
def test_determinations_keep_their_invariants(found: act1990.Determination) -> None:
    estimates = found.inputs.estimates
    overall = act1990.overall_allotment_quantity(
        estimates.consumption, estimates.reasonable_carryover_stocks, estimates.carry_in_stocks
    )
    invariants.allotment_identity(overall, estimates.production, found.imports)
    invariants.trigger_equals_allotment_below_production(
        found.allotments_required, overall, estimates.production
    )
    if not found.allotments_required:
        assert found.sectors is None
        return
    assert found.sectors is not None
    assert found.restraint is not None
    assert found.states is not None
    assert found.processors is not None
    abilities = [found.inputs.criteria.beet, found.inputs.criteria.cane]
    invariants.shares_sum_to_whole(found.sectors, overall)
    able = [criteria.ability_to_market for criteria in abilities]
    invariants.restraints_sum(found.restraint, able, overall)
    if found.inputs.state_criteria:
        invariants.shares_sum_to_whole(found.states, found.sectors["cane"])
    for group in found.inputs.processor_criteria:
        allotment = found.sectors["beet"] if group == "beet" else found.states[group]
        invariants.shares_sum_to_whole(found.processors[group], allotment)


@given(strategies.arguments("threshold_carryover_stocks"))
def test_threshold_keeps_its_invariant(arguments: dict[str, Any]) -> None:
    threshold = act1990.threshold_carryover_stocks(**arguments)
    supply = Fraction(arguments["production"]) + Fraction(arguments["carry_in_stocks"])
    consumption = Fraction(arguments["consumption"])

    def required(stocks: Any) -> bool:
        return bool(act1990.allotments_required(consumption + stocks - supply))

    invariants.threshold_is_the_edge(threshold, required)


def test_a_processor_may_be_called_imports() -> None:
    """The step tells who receives: 20 tons stay with the processor of that name, 20 leave."""
    before, able = {"imports": 100, "B": 50}, {"imports": 120, "B": 10}
    after = act1990.reassign_beet_deficits(before, able)
    assert ({"imports": 120, "B": 10}, 20) == (after.allocations, after.imports)
    assert after.flows is not None
    invariants.flows_explain_changes(before, after.allocations, after.flows)


def test_flows_may_leave_by_other_steps() -> None:
    """Two tons go to a corporation that is not among the processors, whatever its name."""
    before, after, flows = {"A": 9, "CCC": 1}, {"A": 7, "CCC": 1}, [("A", "CCC", "purchase", 2)]
    invariants.flows_explain_changes(before, after, flows, outside=["purchase", "imports"])
    with pytest.raises(AssertionError, match="allocation 'CCC': found 1, expected 3"):
        invariants.flows_explain_changes(before, after, flows)


@given(strategies.beet_deficits(), st.sampled_from(RULES), WHOLES, st.data())
def test_beet_reassignments_keep_their_invariants(
    case: strategies.BeetDeficits, rule: Any, more: int, data: st.DataObject
) -> None:
    after = act1990.reassign_beet_deficits(*case, in_proportion_to=rule)
    assert after.flows is not None
    invariants.deficits_conserved(case.allocations, after.allocations, after.imports)
    invariants.abilities_respected(after.allocations, case.ability_to_market)
    invariants.no_deficit_receives(*case, after.allocations)
    invariants.flows_explain_changes(case.allocations, after.allocations, after.flows)
    key = data.draw(st.sampled_from(list(case.allocations)))
    invariants.more_ability_never_raises_imports(
        lambda one, other: reassigned(one, other, rule), *case, key, more
    )
    columns = [np.array([*table.values()], dtype=float) for table in case]
    invariants.exact_equals_array(case.allocations, np.array([*case.allocations.values()]))
    array = act1990.reassign_beet_deficits(columns[0], columns[1], in_proportion_to=rule)
    everything = [*after.allocations.values(), after.imports]
    invariants.exact_equals_array(everything, [*array.allocations, array.imports])


@given(strategies.cane_deficits(), st.sampled_from(RULES), WHOLES, st.data())
def test_cane_reassignments_keep_their_invariants(
    case: strategies.CaneDeficits, rule: Any, more: int, data: st.DataObject
) -> None:
    """By State, as strategy and formula have them; the flows name State and processor."""
    after = act1990.reassign_cane_deficits(*case, in_proportion_to=rule)
    assert after.flows is not None
    invariants.deficits_conserved(case.allocations, after.allocations, after.imports)
    invariants.abilities_respected(after.allocations, case.ability_to_market)
    invariants.no_deficit_receives(*case, after.allocations)
    invariants.flows_explain_changes(case.allocations, after.allocations, after.flows)

    def reassign(allocations: Any, abilities: Any) -> tuple[Any, Any]:
        found = act1990.reassign_cane_deficits(allocations, abilities, in_proportion_to=rule)
        return found.allocations, found.imports

    mills = [(state, mill) for state, mills in case.allocations.items() for mill in mills]
    key = data.draw(st.sampled_from(mills))
    invariants.more_ability_never_raises_imports(reassign, *case, key, more)


@given(strategies.bases(), strategies.quantities(min_value=1), strategies.quantities())
def test_adjustments_keep_their_invariant(
    allocations: dict[str, int], allotment: int, adjusted: int
) -> None:
    after = act1990.adjust(allocations, allotment, adjusted)
    invariants.changed_by_one_percentage(allocations, after, allotment, adjusted)


@given(strategies.farms(), strategies.arguments("acreage_allotment"))
def test_proportionate_shares_keep_their_invariant(
    farms: dict[str, strategies.Farm], arguments: dict[str, Any]
) -> None:
    acres = act1990.acreage_allotment(**arguments)
    bases = {
        name: act1990.acreage_base(farm.acres, considered_planted=farm.considered_planted)
        for name, farm in farms.items()
    }
    ratio = act1990.uniform_reduction_percentage(acres, bases)
    shares = act1990.proportionate_share(bases, ratio)
    invariants.proportionate_shares_sum_to_acreage_allotment(shares, acres)


@given(strategies.arguments("transfer_acreage_base_history"))
def test_transfers_keep_their_invariant(arguments: dict[str, Any]) -> None:
    kept, received = act1990.transfer_acreage_base_history(**arguments)
    invariants.histories_conserved(arguments["history"], arguments["parcel"], kept, received)


POSITIVE = strategies.quantities(min_value=1, max_value=10**7)


@given(strategies.criteria(), strategies.weights(), st.integers(0, 2), WHOLES)
def test_weighted_bases_rise_with_their_criteria(
    criteria: act1990.Criteria, weights: tuple[int, int, int], place: int, more: int
) -> None:
    def base(values: Any) -> Any:
        past_marketings, processing_capacity, ability_to_market = values
        return act1990.weighted_base(
            past_marketings, processing_capacity, ability_to_market, weights
        )

    values = [value for _, value in criteria]
    invariants.more_criterion_never_lowers_base(base, values, place, more)


@given(strategies.bases(), POSITIVE, POSITIVE)
def test_adjustments_can_be_undone(
    allocations: dict[str, int], allotment: int, adjusted: int
) -> None:
    invariants.adjustment_can_be_undone(act1990.adjust, allocations, allotment, adjusted)


@given(WHOLES, WHOLES)
def test_deductions_are_made_in_full(allocation: int, deduction: int) -> None:
    after = act1990.next_allocation(allocation, deduction)
    unbounded = act1990.next_allocation(allocation, deduction, below_zero=True)
    invariants.deductions_conserved(allocation, deduction, after, after - unbounded)


@given(strategies.arguments("crystalline_fructose_allotment"))
def test_fructose_keeps_its_invariant(arguments: dict[str, Any]) -> None:
    given_ = {"sugar_equivalent": 200_000, "raw_value_factor": act1990.RAW_VALUE_FACTOR}
    given_ |= {"sweetness_factor": act1990.SWEETNESS_FACTOR, **arguments}
    found = act1990.crystalline_fructose_allotment(**arguments)
    invariants.fructose_as_sweet_as_sugar(found, **given_)


@given(st.fractions(92, 100, max_denominator=100), st.fractions(0, 1, max_denominator=100))
def test_raw_values_keep_their_invariant(polarization: Fraction, part: Fraction) -> None:
    more = (100 - polarization) * part
    invariants.higher_polarization_never_lowers_raw_value(
        lambda degrees: act1990.raw_value(1, degrees, "cane"), polarization, more
    )


@given(WHOLES, POSITIVE, st.integers(1, 100))
def test_penalties_keep_their_invariant(allocation: int, more: int, price: int) -> None:
    def processors(marketed: Any) -> Any:
        excess = act1990.excess_marketings(marketed, allocation)
        return act1990.excess_marketing_penalty(excess, price)

    def growers(marketed: Any) -> Any:
        return act1990.producer_penalties({"A": 1}, marketed, allocation, price)["A"]

    for penalty in (processors, growers):
        invariants.penalty_only_for_excess(penalty, allocation, more)


@given(strategies.cane_states())
def test_acreage_allotments_keep_their_invariant(state: act1990.CaneState) -> None:
    invariants.acreage_yields_allotment(
        state.acreage_allotment, state.allotment, state.goal, state.recovery_rate
    )


@given(strategies.farm_models())
def test_acreage_bases_keep_their_invariant(farm: act1990.Farm) -> None:
    considered = farm.considered_planted or (0,) * len(farm.acres)
    years = [one + other for one, other in zip(farm.acres, considered, strict=True)]
    invariants.acreage_base_between_crop_years(farm.acreage_base, years)


@given(strategies.ledgers())
def test_a_years_positions_keep_their_invariant(ledger: act1990.Ledger) -> None:
    """As a ledger leaves them, whatever has happened."""
    position = ledger.position
    held = {place: sum(holders.values()) for place, holders in position.held_by.items()}
    invariants.year_conserved(
        held, position.in_force, position.gone.get("imports", {}), position.gone.get("deducted", {})
    )
    if ledger.readings.reassigned_change_with != "receiver":
        away = ledger.reassigned_to_imports
        invariants.year_conserved(position.initial_allotments, position.allotments, away)


# The Act of 2002.

SINCE_2002 = strategies.act2002


@given(SINCE_2002.allotted_inputs())
def test_determinations_since_2002_keep_their_invariants(inputs: act2002.Inputs) -> None:
    found = allotments.determine(inputs)
    overall = found.overall_allotment_quantity
    invariants.sectors_by_fixed_percentages(found.sectors, overall)
    if found.meets_minimum:
        invariants.quantity_not_below_minimum(overall, inputs.estimates.consumption)
    states = found.states or {}
    by_criteria = {state: states[state] for state in inputs.state_criteria}
    offshore, mainland = (
        [q for state, q in by_criteria.items() if (state in act2002.OFFSHORE_STATES) is part]
        for part in (True, False)
    )
    if offshore and mainland:
        mainland += [q for state, q in states.items() if state not in by_criteria]
        invariants.offshore_comes_first(offshore, mainland, found.sectors["cane"])
    if beet := inputs.beet_criteria:
        crops = {
            name: act2002.weighted_average_production(one.crop_1998, one.crop_1999, one.crop_2000)
            for name, one in beet.items()
        }
        percentages = {
            name: Fraction(5, 4)
            * (one.factories_opened - one.factories_closed + one.quality_losses)
            + Fraction(1, 4) * one.desugarization_facilities
            for name, one in beet.items()
        }
        invariants.beet_bases_renormalised(
            found.processors["beet"], crops, percentages, found.sectors["beet"]
        )


@given(SINCE_2002.arguments("reassign_beet_deficits"))
def test_beet_deficits_since_2002_keep_their_invariants(arguments: dict[str, Any]) -> None:
    before, able = arguments["allocations"], arguments["supply"]
    after = act2002.reassign_beet_deficits(**arguments)
    invariants.deficits_conserved(before, after.allocations, after.imports, after.sold_by_ccc)
    if arguments["reading"] == "shares":
        initial = arguments.get("initial", before)
        invariants.gains_follow_initial_shares(initial, before, able, after.allocations)
    most = {name: max(able[name], 0) for name in able}
    invariants.abilities_respected(after.allocations, most)
    invariants.no_deficit_receives(before, able, after.allocations)
    outside = ("imports", "ccc")
    invariants.flows_explain_changes(before, after.allocations, after.flows or (), outside=outside)


@given(SINCE_2002.arguments("reassign_cane_deficits"))
def test_cane_deficits_since_2002_keep_their_invariants(arguments: dict[str, Any]) -> None:
    before, able = arguments["allocations"], arguments["supply"]
    after = act2002.reassign_cane_deficits(**arguments)
    invariants.deficits_conserved(before, after.allocations, after.imports, after.sold_by_ccc)
    invariants.abilities_respected(after.allocations, able)
    invariants.no_deficit_receives(before, able, after.allocations)
    if arguments["reading"] == "shares":
        for state, own in before.items():
            invariants.gains_follow_initial_shares(own, own, able[state], after.allocations[state])
        # Who has no allocation takes no part, so what a State can take is what the others can.
        whole = {state: sum(own.values()) for state, own in before.items()}
        most = {s: sum(q for n, q in able[s].items() if before[s][n]) for s in before}
        now = {state: sum(own.values()) for state, own in after.allocations.items()}
        invariants.gains_follow_initial_shares(whole, whole, most, now)


def test_one_at_its_supply_gains_no_more_by_its_share() -> None:
    """Of four tons B takes one, which is all it can, and C three."""
    invariants.gains_follow_initial_shares([4, 2, 2], [4, 2, 2], [0, 3, 9], [0, 3, 5])


@pytest.mark.parametrize(
    ("formula", "who"),
    [
        ("allocate_to_new_beet_processor", "processor"),
        ("allocate_to_new_cane_processor", "processor"),
        ("allocate_to_new_state", "state"),
    ],
)
def test_new_entrants_keep_their_invariant(formula: str, who: str) -> None:
    @given(SINCE_2002.arguments(formula))
    def check(arguments: dict[str, Any]) -> None:
        what = "allotment" if who == "state" else "allocation"
        before, quantity = arguments[f"{what}s"], arguments[what]
        after = getattr(act2002, formula)(**arguments)
        invariants.new_entrant_reduces_pro_rata(before, after, arguments[who], quantity)

    check()


@given(SINCE_2002.arguments("raise_beet_allocations"))
def test_increases_of_beet_keep_their_invariant(arguments: dict[str, Any]) -> None:
    before = arguments["allocations"]
    after = act2002.raise_beet_allocations(**arguments)
    # Who has no allocation has no part in an increase that is shared by allocations.
    able = {
        name: quantity if before[name] or arguments["in_proportion_to"] != "allocations" else 0
        for name, quantity in arguments["available_sugar"].items()
    }
    invariants.priority_comes_first(before, after, able)
    whole = sum(map(Fraction, before.values())) + Fraction(arguments["increase"])
    invariants.shares_sum_to_whole(after, whole)


@given(SINCE_2002.ledgers())
def test_a_years_positions_since_2002_keep_their_invariants(ledger: act2002.Ledger) -> None:
    position = ledger.position
    held = {place: sum(holders.values()) for place, holders in position.held_by.items()}
    gone = [ledger.reassigned_to_imports, position.gone.get("deducted", {}), ledger.sold_by_ccc]
    invariants.year_conserved(held, position.in_force, *gone)
    # By 359c(c): what 359e(b) moves is a part of the same overall quantity.
    away = [ledger.reassigned_to_imports, ledger.sold_by_ccc]
    invariants.year_conserved(position.initial_allotments, position.allotments, *away)


@given(SINCE_2002.projections())
def test_projections_contain_what_the_true_shares_print(projected: Any) -> None:
    ranges = allotments.project(**projected.arguments).ranges
    invariants.printed_within_ranges(
        {key: ranges[key] for key in projected.printed}, projected.printed
    )


@given(strategies.known_shares(), strategies.known_shares(tonnage=True), POSITIVE)
def test_rules_from_prints_keep_their_invariants(
    share: strategies.KnownShare, tonnage: strategies.KnownShare, allotment: int
) -> None:
    def project(prints: Iterable[Print]) -> tuple[int, int]:
        rule = find_rule(prints)
        assert rule is not None
        return rule.printed_range(allotment)

    for known in (share, tonnage):
        rule = find_rule(known.prints)
        assert rule is not None
        invariants.printed_within_ranges([project(known.prints)], [known.printed(allotment)])
        invariants.learned_prints_reproduced(
            [rule.printed_range(one.allotment) for one in known.prints],
            [one.printed for one in known.prints],
        )
    invariants.more_prints_never_widen_range(project, share.prints)


# What a wrong implementation does, and how the invariant says so. All numbers are worked by hand.


def equal_parts(whole: Any, bases: Any) -> dict[Any, Any]:
    return {key: Fraction(whole, len(bases)) for key in bases}


def first_takes_all(whole: Any, bases: Any) -> dict[Any, Any]:
    return {key: whole if position == 0 else 0 for position, key in enumerate(bases)}


def base_itself(_whole: Any, bases: Any) -> dict[Any, Any]:
    return dict(bases)


def inverse(whole: Any, bases: Any) -> Any:
    return act1990.prorate(whole, {key: Fraction(1, base) for key, base in bases.items()})


def squared(whole: Any, bases: Any) -> Any:
    return act1990.prorate(whole, {key: base**2 for key, base in bases.items()})


def nothing_moves(allocations: Any, abilities: Any) -> tuple[Any, Any]:
    return allocations, sum(abilities.values())


def averaged_shares(criteria: Any, weights: Any) -> dict[Any, Any]:
    """Weigh each recipient's shares of the three criteria, and not its tons."""
    wholes = [sum(column) for column in zip(*criteria.values(), strict=True)]
    return {
        key: sum(
            Fraction(weight * one, whole * sum(weights))
            for weight, one, whole in zip(weights, three, wholes, strict=True)
        )
        for key, three in criteria.items()
    }


def by_the_last_print(prints: Any) -> tuple[Any, Any]:
    """Forget all prints but the last: of 1,000 tons so many, of an allotment of 3,000 next."""
    return 3 * prints[-1] - 1, 3 * prints[-1] + 1


BASES = {"A": 3, "B": 1}
WRONG: list[tuple[str, Callable[[], None], str]] = [
    (
        "quantity_not_below_minimum",  # the floor of 10,455,000 is of consumption
        lambda: invariants.quantity_not_below_minimum(10_454_999, 12_300_000),
        "overall allotment quantity: found 10454999, expected at least 10455000",
    ),
    (
        "sectors_by_fixed_percentages",  # 55.2 and 44.8 percent, those of 1995
        lambda: invariants.sectors_by_fixed_percentages([552, 448], 1_000),
        "allotment 'beet': found 552, expected 1087/2 (543.5)",
    ),
    (
        "offshore_comes_first",  # in proportion instead: of 913,000 a tenth
        lambda: invariants.offshore_comes_first([91_300], [821_700], 913_000),
        "allotments of offshore States: found 91300, expected 325000",
    ),
    (
        "offshore_comes_first",
        lambda: invariants.offshore_comes_first({"Hawaii": 325_000}, {"Texas": 913_000}, 913_000),
        "allotments of mainland States: found 913000, expected 588000",
    ),
    (
        "deficits_conserved",  # what CCC sells goes to imports, too
        lambda: invariants.deficits_conserved({"A": 9}, {"A": 4}, 5, 2),
        "reassigned allocations, imports and sales: found 11, expected 9",
    ),
    (
        "deficits_conserved",
        lambda: invariants.deficits_conserved([9], [4], 6, -1),
        "sold_by_ccc: found -1, expected at least 0",
    ),
    (
        "gains_follow_initial_shares",  # 4 by what they have now, 3 : 1, and not by 1 : 1 at first
        lambda: invariants.gains_follow_initial_shares(
            {"A": 4, "B": 2, "C": 2}, [4, 3, 1], [0, 9, 9], [0, 6, 2]
        ),
        "gain of 'C' beside 'B': found 1, expected at least 3",
    ),
    (
        "new_entrant_reduces_pro_rata",  # from the largest alone
        lambda: invariants.new_entrant_reduces_pro_rata(
            {"A": 6, "B": 4}, {"A": 5, "B": 4, "C": 1}, "C", 1
        ),
        "allocation 'A': found 5, expected 27/5 (5.4)",
    ),
    (
        "beet_bases_renormalised",  # 1.25 percent of its own 600, and not of all 800
        lambda: invariants.beet_bases_renormalised(
            {"A": Fraction(6_075, 10), "B": 200}, {"A": 600, "B": 200}, [Fraction(5, 4), 0], 810
        ),
        "allocation 'A': found 1215/2 (607.5), expected 610",
    ),
    (
        "priority_comes_first",  # by one percentage
        lambda: invariants.priority_comes_first([600, 300], [660, 330], [0, 60]),
        "gain of 0: found 60, expected at most 0",
    ),
    (
        "printed_within_ranges",  # the midpoint, taken for certain
        lambda: invariants.printed_within_ranges({"A": (500, 500), "B": (1, 9)}, {"A": 501}),
        "figure of 'A': found 501, expected at most 500",
    ),
    (
        "printed_within_ranges",
        lambda: invariants.printed_within_ranges([(500, 502)], {"A": 499}),
        "figure of 'A': found 499, expected at least 500",
    ),
    (
        "printed_within_ranges",
        lambda: invariants.printed_within_ranges({"A": (1, 2)}, {"A": 1, "B": 1}),
        "ranges: found ['A'], expected also ['B']",
    ),
    (
        "printed_within_ranges",
        lambda: invariants.printed_within_ranges({"A": (2, 1)}, {"A": 1}),
        "range of 'A': found 2, 1, expected the least and the greatest",
    ),
    (
        "printed_within_ranges",  # of one for whom nothing is known
        lambda: invariants.printed_within_ranges({"A": None}, {"A": 1}),
        "range of 'A': found None, expected a mapping, a sequence or an array",
    ),
    (
        "printed_within_ranges",
        lambda: invariants.printed_within_ranges(None, {"A": 1}),
        "ranges: found None, expected a mapping, a sequence or an array",
    ),
    (
        "learned_prints_reproduced",  # a share that is estimated, and misses by a ton
        lambda: invariants.learned_prints_reproduced(np.array([[249, 250]]), [250]),
        "least figure of 0: found 249, expected 250",
    ),
    (
        "learned_prints_reproduced",
        lambda: invariants.learned_prints_reproduced([(250, 251)], {"A": 250}),
        "greatest figure of 'A': found 251, expected 250",
    ),
    (
        "more_prints_never_widen_range",  # 749 to 751, and then 752 to 754
        lambda: invariants.more_prints_never_widen_range(by_the_last_print, [250, 251]),
        "greatest of 2 prints: found 754, expected at most 751",
    ),
    (
        "more_prints_never_widen_range",
        lambda: invariants.more_prints_never_widen_range(by_the_last_print, [251, 250]),
        "least of 2 prints: found 749, expected at least 752",
    ),
    (
        "shares_sum_to_whole",
        lambda: invariants.shares_sum_to_whole({"A": 3, "B": 2}, 4),
        "sum of shares: found 5, expected 4",
    ),
    (
        "shares_sum_to_whole",
        lambda: invariants.shares_sum_to_whole([3, Fraction(5, 2)], 4, tolerance=1),
        "sum of shares: found 11/2 (5.5), expected 4, give or take 1",
    ),
    (
        "shares_in_proportion",
        lambda: invariants.shares_in_proportion(equal_parts(4, BASES), BASES),
        "share of 'A': found 2, expected 3",
    ),
    (
        "shares_in_proportion",
        lambda: invariants.shares_in_proportion({"A": 4}, BASES),
        "shares: found ['A'], expected ['A', 'B']",
    ),
    (
        "shares_in_proportion",
        lambda: invariants.shares_in_proportion([3, 1, 0], BASES),
        "shares: found 3 of them, expected 2, one for each of ['A', 'B']",
    ),
    (
        "shares_follow_weighted_tons",  # by tons 1,000 and 400, 5/7; by shares 1/8 + 3/16 + 3/8
        lambda: invariants.shares_follow_weighted_tons(
            averaged_shares, {"A": (100, 300, 300), "B": (100, 100, 100)}, (1, 1, 2)
        ),
        "share of 'A': found 11/16 (0.6875), expected 5/7 (0.7142857142857143)",
    ),
    (
        "base_between_criteria",
        lambda: invariants.base_between_criteria(1, (2, 3, 4)),
        "base: found 1, expected at least 2",
    ),
    (
        "base_between_criteria",
        lambda: invariants.base_between_criteria(9, (2, 3, 4)),  # a sum, for an average
        "base: found 9, expected at most 4",
    ),
    (
        "allotment_identity",  # the deduction is 1,250,000, not the estimated imports
        lambda: invariants.allotment_identity(7_890_000, 7_890_000, 1_249_000),
        "overall allotment quantity: found 7890000, expected 7889000",
    ),
    (
        "trigger_equals_allotment_below_production",  # at 1,250,000 itself nothing is required
        lambda: invariants.trigger_equals_allotment_below_production(True, 7_890, 7_890),
        "allotments required: found True, expected False",
    ),
    (
        "threshold_is_the_edge",
        lambda: invariants.threshold_is_the_edge(10, lambda stocks: stocks <= 10),
        "allotments required with carryover stocks of 10: found True, expected False",
    ),
    (
        "threshold_is_the_edge",
        lambda: invariants.threshold_is_the_edge(Fraction(21, 2), lambda stocks: stocks < 9),
        "allotments required with carryover stocks of 19/2 (9.5): found False, expected True",
    ),
    (
        "restraints_sum",  # a negative restraint taken for none
        lambda: invariants.restraints_sum([144, 0], [4_500, 3_390], 7_889),
        "sum of restraints: found 144, expected 1",
    ),
    (
        "only_proportions_of_bases_matter",
        lambda: invariants.only_proportions_of_bases_matter(base_itself, 4, BASES, 2),
        "with bases times 2, share 'A': found 6, expected 3",
    ),
    (
        "order_does_not_matter",
        lambda: invariants.order_does_not_matter(first_takes_all, 4, BASES),
        "in another order, share 'B': found 4, expected 0",
    ),
    (
        "more_base_never_lowers_share",
        lambda: invariants.more_base_never_lowers_share(inverse, 4, {"A": 1, "B": 1}, "A", 2),
        "with a greater base of 'A', share of 'A': found 1, expected at least 2",
    ),
    (
        "more_base_never_lowers_share",
        lambda: invariants.more_base_never_lowers_share(
            lambda _, bases: dict.fromkeys(bases, sum(bases.values())), 4, BASES, "A", 1
        ),
        "with a greater base of 'A', share of 'B': found 5, expected at most 4",
    ),
    (
        "merging_adds_shares",  # apart 1, 1 and 16 of 18; together 4 and 16 of 20
        lambda: invariants.merging_adds_shares(squared, 18, {"A": 1, "B": 1, "C": 4}),
        "after a merger, share 'A': found 18/5 (3.6), expected 2",
    ),
    (
        "only_proportions_of_weights_matter",  # not divided by the sum of the weights
        lambda: invariants.only_proportions_of_weights_matter(lambda w: 2 * w[0], (1, 1, 2), 25),
        "base with weights times 25: found 50, expected 2",
    ),
    (
        "changed_by_one_percentage",  # the same tons for all
        lambda: invariants.changed_by_one_percentage([600, 300], [645, 345], 900, 990),
        "adjusted allocation 0: found 645, expected 660",
    ),
    (
        "deficits_conserved",
        lambda: invariants.deficits_conserved([100, 50], [60, 60], 20),
        "reassigned allocations, imports and sales: found 140, expected 150",
    ),
    (
        "deficits_conserved",
        lambda: invariants.deficits_conserved([100, 50], [60, 100], -10),
        "imports: found -10, expected at least 0",
    ),
    (
        "deficits_conserved",  # of States; the sum over all mills is 150
        lambda: invariants.deficits_conserved(
            {"Florida": {"A": 100}, "Texas": {"A": 50}}, {"Florida": {"A": 90}}, 50
        ),
        "reassigned allocations, imports and sales: found 140, expected 150",
    ),
    (
        "abilities_respected",
        lambda: invariants.abilities_respected([60, 90], [60, 80]),
        "reassigned allocation of 1: found 90, expected at most 80",
    ),
    (
        "no_deficit_receives",
        lambda: invariants.no_deficit_receives([100, 50], [60, 90], [61, 89]),
        "reassigned allocation of 0: found 61, expected 60",
    ),
    (
        "no_deficit_receives",
        lambda: invariants.no_deficit_receives([100, 50], [60, 90], [60, 49]),
        "reassigned allocation of 1: found 49, expected at least 50",
    ),
    (
        "flows_explain_changes",
        lambda: invariants.flows_explain_changes(
            {"A": 100, "B": 50},
            {"A": 60, "B": 90},
            [("A", "B", "within", 30), ("A", "imports", "imports", 10)],
        ),
        "reassigned allocation 'B': found 90, expected 80",
    ),
    (
        "flows_explain_changes",
        lambda: invariants.flows_explain_changes([1], [1], [(0, 0, "within", -1)]),
        "flow from 0 to 0: found -1, expected at least 0",
    ),
    (
        "flows_explain_changes",  # from nobody
        lambda: invariants.flows_explain_changes({"A": 1}, {"A": 2}, [("Z", "A", "within", 1)]),
        "flow from 'Z' to 'A': found 'Z', expected one of ['A']",
    ),
    (
        "flows_explain_changes",  # B is lost on the way
        lambda: invariants.flows_explain_changes({"A": 1, "B": 1}, {"A": 1}, []),
        "reassigned allocation: found ['A'], expected ['A', 'B']",
    ),
    (
        "more_ability_never_raises_imports",
        lambda: invariants.more_ability_never_raises_imports(
            nothing_moves, {"A": 9}, {"A": 6}, "A", 2
        ),
        "imports with a greater ability of 'A': found 8, expected at most 6",
    ),
    (
        "proportionate_shares_sum_to_acreage_allotment",
        lambda: invariants.proportionate_shares_sum_to_acreage_allotment([50, 20], 71),
        "sum of proportionate shares: found 70, expected 71",
    ),
    (
        "histories_conserved",
        lambda: invariants.histories_conserved([10, 5], [0, 0], [0, 0], [10, 4]),
        "acres of both, crop year 1: found 4, expected 5",
    ),
    (
        "histories_conserved",  # by crop year, and not the crop years themselves
        lambda: invariants.histories_conserved({1989: 5}, {1989: 3}, {1989: 1}, {1989: 8}),
        "acres of both, crop year 1989: found 9, expected 8",
    ),
    (
        "histories_conserved",
        lambda: invariants.histories_conserved({1989: 5}, {1989: 3}, {1990: 1}, {1990: 7}),
        "kept: found [1990], expected [1989]",
    ),
    (
        "histories_conserved",  # more transferred than there was
        lambda: invariants.histories_conserved([10], [0], [-5], [15]),
        "acres kept, crop year 0: found -5, expected at least 0",
    ),
    (
        "histories_conserved",
        lambda: invariants.histories_conserved([10], [0], [15], [-5]),
        "acres received, crop year 0: found -5, expected at least 0",
    ),
    (
        "acreage_base_between_crop_years",  # a year without acreage left out: 120 for 96
        lambda: invariants.acreage_base_between_crop_years(121, [120, 120, 0, 120, 120]),
        "acreage base: found 121, expected at most 120",
    ),
    (
        "acreage_base_between_crop_years",
        lambda: invariants.acreage_base_between_crop_years(0, [120, 120, 10, 120, 120]),
        "acreage base: found 0, expected at least 10",
    ),
    (
        "acreage_yields_allotment",  # divided by the goal alone
        lambda: invariants.acreage_yields_allotment(10, 250, 25, Fraction(1, 10)),
        "sugar from the acreage allotment: found 25, expected 250",
    ),
    (
        "adjustment_can_be_undone",  # the same tons for all two: 600 + 45 - 40, not 600
        lambda: invariants.adjustment_can_be_undone(
            lambda before, old, new: {
                k: q + (new - old) * Fraction(old, 1_800) for k, q in before.items()
            },
            {"A": 600, "B": 300},
            900,
            990,
        ),
        "there and back, allocation 'A': found 1191/2 (595.5), expected 600",
    ),
    (
        "deductions_conserved",  # the remainder forgotten
        lambda: invariants.deductions_conserved(4_000, 5_000, 0, 0),
        "deduction and remainder: found 4000, expected 5000",
    ),
    (
        "deductions_conserved",
        lambda: invariants.deductions_conserved(4_000, 5_000, -1_000, 0),
        "next allocation: found -1000, expected at least 0",
    ),
    (
        "deductions_conserved",  # half of it put off, though there is enough to deduct it from
        lambda: invariants.deductions_conserved(4_000, 1_000, 3_500, 500),
        "remainder: found 500, expected 0",
    ),
    (
        "deductions_conserved",  # a hundred deducted for ten
        lambda: invariants.deductions_conserved(100, 10, 0, -90),
        "remainder: found -90, expected at least 0",
    ),
    (
        "fructose_as_sweet_as_sugar",  # the sweetness forgotten: 107,000 * 1.07 * 1.17
        lambda: invariants.fructose_as_sweet_as_sugar(
            100_000, 107_000, Fraction(107, 100), Fraction(117, 100)
        ),
        "sugar as sweet, raw value: found 125190, expected 107000",
    ),
    (
        "higher_polarization_never_lowers_raw_value",
        lambda: invariants.higher_polarization_never_lowers_raw_value(
            lambda degrees: 1 if degrees == 96 else Fraction(96, degrees), 92, 8
        ),
        "raw value with 8 degrees more: found 24/25 (0.96), expected at least",
    ),
    (
        "higher_polarization_never_lowers_raw_value",  # the factor of refined sugar for all
        lambda: invariants.higher_polarization_never_lowers_raw_value(
            lambda _: Fraction(107, 100), 92, 1
        ),
        "raw value of a ton at 96 degrees: found 107/100 (1.07), expected 1",
    ),
    (
        "more_criterion_never_lowers_base",
        lambda: invariants.more_criterion_never_lowers_base(
            lambda three: three[0] - three[1], (5, 3, 1), 1, 2
        ),
        "base with more of criterion 1: found 0, expected at least 2",
    ),
    (
        "penalty_only_for_excess",  # on everything that is marketed
        lambda: invariants.penalty_only_for_excess(lambda marketed: 3 * marketed, 10, 1),
        "penalty at the allocation: found 30, expected 0",
    ),
    (
        "penalty_only_for_excess",
        lambda: invariants.penalty_only_for_excess(lambda _: 0, 10, 1),
        "penalty for marketing 11: found 0, expected one above 0",
    ),
    (
        "penalty_only_for_excess",  # a flat fine
        lambda: invariants.penalty_only_for_excess(lambda marketed: int(marketed > 10), 10, 1),
        "penalty for twice the excess: found 1, expected 2",
    ),
    (
        "penalty_only_for_excess",  # max(0, ...) forgotten: 60 paid out for each of ten tons
        lambda: invariants.penalty_only_for_excess(lambda q: 3 * 20 * (q - 100), 100, 10),
        "penalty for marketing 90: found -600, expected 0",
    ),
    (
        "penalty_only_for_excess",  # as much for less
        lambda: invariants.penalty_only_for_excess(lambda q: 3 * 20 * abs(q - 100), 100, 10),
        "penalty for marketing 90: found 600, expected 0",
    ),
    (
        "penalty_only_for_excess",  # for nothing at all
        lambda: invariants.penalty_only_for_excess(lambda q: 5 if q == 0 else 0, 100, 10),
        "penalty for marketing 0: found 5, expected 0",
    ),
    (
        "penalty_only_for_excess",  # less marketed than the excess: nothing is as far below
        lambda: invariants.penalty_only_for_excess(lambda q: abs(q - 5), 5, 10),
        "penalty for marketing 0: found 5, expected 0",
    ),
    (
        "year_conserved",  # a deduction that nobody kept account of
        lambda: invariants.year_conserved([100], [60, 10], [25]),
        "allocations, imports, deductions and sales: found 95, expected 100",
    ),
    (
        "year_conserved",  # what CCC sells counted among the imports, too
        lambda: invariants.year_conserved([100], [60, 10], [30], sold_by_ccc=[5]),
        "allocations, imports, deductions and sales: found 105, expected 100",
    ),
    (
        "rows_foot",
        lambda: invariants.rows_foot({"beet": Decimal("4355.5"), "cane": Decimal("3533.5")}, 7_890),
        "sum of rows: found 7889, expected 7890",
    ),
    (
        "rounding_error_at_most_half_a_unit",
        lambda: invariants.rounding_error_at_most_half_a_unit([5], [Fraction(9, 2)]),
        "row 0: found 9/2 (4.5), expected a multiple of 1",
    ),
    (
        "rounding_error_at_most_half_a_unit",  # half to even
        lambda: invariants.rounding_error_at_most_half_a_unit([2.5], [2]),
        "row 0: found 2, expected 5/2 (2.5) rounded half up to 1",
    ),
    (
        "exact_equals_array",
        lambda: invariants.exact_equals_array({"A": 1_000}, np.array([1_000.1])),
        "array at 0: found",
    ),
]


@pytest.mark.parametrize(("name", "call", "message"), WRONG)
def test_a_wrong_implementation_breaks_it(
    name: str, call: Callable[[], None], message: str
) -> None:
    """And pytest shows where the test calls the invariant, and no line of the library."""
    with pytest.raises(AssertionError) as caught:
        call()
    assert str(caught.value).startswith(message)
    assert name in call.__code__.co_names
    assert {Path(__file__)} == {one.path for one in caught.traceback.filter(caught)}


def test_every_invariant_can_be_broken() -> None:
    assert set(invariants.__all__) == {name for name, _, _ in WRONG}


def test_merging_one_recipient_says_nothing() -> None:
    invariants.merging_adds_shares(squared, 18, {"A": 1})


# Numbers in every form, and what is not a number.


def as_list(whole: Any, bases: Any) -> list[Any]:
    return list(act1990.prorate(whole, bases).values())


def as_array(whole: Any, bases: Any) -> Any:
    return act1990.prorate(whole, np.array([float(base) for base in bases.values()]))


@pytest.mark.parametrize("divide", [as_list, as_array])
def test_results_in_a_row_belong_to_the_recipients_passed(divide: Any) -> None:
    """Otherwise the shares 8, 4, 2, reversed or merged, would be others' shares."""
    bases = {"A": 4, "B": 2, "C": 1}
    invariants.order_does_not_matter(divide, 14, bases)
    invariants.more_base_never_lowers_share(divide, 14, bases, "A", 1)
    invariants.merging_adds_shares(divide, 14, bases)
    invariants.only_proportions_of_bases_matter(divide, 14, bases, 8)
    invariants.shares_in_proportion(divide(14, bases), bases)
    invariants.changed_by_one_percentage({"A": 6, "B": 3}, np.array([4, 2]), 9, 6)
    invariants.adjustment_can_be_undone(
        lambda before, old, new: [q * Fraction(new, old) for q in before.values()],
        {"A": 6, "B": 3},
        9,
        6,
    )


def test_results_of_too_few_are_counted() -> None:
    with pytest.raises(AssertionError) as caught:
        invariants.order_does_not_matter(lambda *_: [1], 4, BASES)
    assert str(caught.value) == "shares: found 1 of them, expected 2, one for each of ['A', 'B']"


MIXED = {"A": Decimal("1.5"), "B": Fraction(1, 2), "C": 3, "D": np.int64(1)}


@pytest.mark.parametrize(
    ("bases", "more", "expected"),
    [
        (MIXED, Fraction(1, 3), {int, Fraction}),
        (MIXED, Decimal("0.5"), {int, Fraction}),
        (MIXED, 0.5, {float}),
        ({**MIXED, "D": 1.0}, 1, {float}),
        ({**MIXED, "D": np.float32(1)}, 1, {float}),
        ({**MIXED, "D": type("Tons", (float,), {})(1)}, 1, {float}),
    ],
)
def test_what_is_tried_gets_numbers_of_one_kind(bases: Any, more: Any, expected: Any) -> None:
    """Exact ones, or floats where one is among them; Decimal and Fraction do not add up."""
    found: set[type] = set()

    def divide(whole: Any, given_: Any) -> Any:
        found.update(map(type, [whole, *given_.values()]))
        return act1990.prorate(whole, given_)

    invariants.only_proportions_of_bases_matter(divide, Decimal(10), bases, more, tolerance=0.001)
    invariants.more_base_never_lowers_share(divide, Decimal(10), bases, "A", more, tolerance=0.001)
    assert expected == found


@pytest.mark.parametrize(("given_", "expected"), [(Decimal(3), int), (3.0, float)])
def test_what_is_tried_gets_floats_for_floats(given_: Any, expected: Any) -> None:
    found: set[type] = set()

    def first(*numbers: Any) -> Any:
        taken = [n for number in numbers for n in (number if type(number) is tuple else [number])]
        found.update(map(type, taken))
        return taken[0]

    invariants.only_proportions_of_weights_matter(lambda w: 7 + 0 * first(w), [given_], 2)
    invariants.more_criterion_never_lowers_base(first, [given_, given_], 0, 1)
    invariants.threshold_is_the_edge(given_, lambda stocks: first(stocks) < 3)
    invariants.penalty_only_for_excess(lambda q: max(0, first(q) - 3), given_, 1)
    invariants.adjustment_can_be_undone(
        lambda before, old, new: {k: first(q, old, new) for k, q in before.items()},
        {"A": given_},
        given_,
        given_,
    )
    invariants.more_ability_never_raises_imports(
        lambda one, other: (one, 0 * first(*one.values(), *other.values())),
        {"A": 3},
        {"A": given_},
        "A",
        1,
    )
    invariants.shares_follow_weighted_tons(
        lambda criteria, weights: {k: first(c, weights) for k, c in criteria.items()},
        {"A": [given_]},
        [1],
    )
    assert {expected} == found


@pytest.mark.parametrize(("given_", "expected"), [(96, int), (96.0, float)])
def test_degrees_are_floats_only_where_floats_are_given(given_: Any, expected: Any) -> None:
    found = []

    def raw_value(degrees: Any) -> Any:
        found.append(type(degrees))
        return act1990.raw_value(1, degrees, "cane")

    invariants.higher_polarization_never_lowers_raw_value(raw_value, given_, 4)
    assert [expected, expected] == found[1:]


def test_what_is_by_state_is_tried_by_state() -> None:
    """A mill of Texas can market two tons more, and takes the one that went to imports."""
    case = {"Florida": {"A": 9}, "Texas": {"A": 9, "B": 1}}
    able = {"Florida": {"A": 8}, "Texas": {"A": 9, "B": 1}}
    found = []

    def reassign(allocations: Any, abilities: Any) -> tuple[Any, Any]:
        after = act1990.reassign_cane_deficits(allocations, abilities)
        found.append(after.imports)
        return after.allocations, after.imports

    key = ("Texas", "B")
    invariants.more_ability_never_raises_imports(reassign, case, able, key, 2)
    assert [1, 0] == found


@pytest.mark.parametrize("tolerance", [1, Fraction(1, 10**8), 1e-8])
def test_what_is_within_the_tolerance_breaks_nothing(tolerance: Any) -> None:
    """Noise of floats below zero is noise, by as much as the caller allows for."""
    invariants.deficits_conserved({"a": 1.0}, {"a": 1.0}, -1e-9, tolerance=tolerance)
    invariants.flows_explain_changes([1], [1], [(0, 0, "within", -1e-12)], tolerance=tolerance)
    invariants.deductions_conserved(1, 1, 0, -1e-12, tolerance=tolerance)
    invariants.histories_conserved([0], [0], [-1e-12], [1e-12], tolerance=tolerance)
    invariants.histories_conserved([0], [0], [1e-12], [-1e-12], tolerance=tolerance)


NAN, INFINITY = float("nan"), float("inf")
BROKEN: list[tuple[Callable[[], None], str]] = [
    (
        lambda: invariants.shares_sum_to_whole({"A": NAN, "B": 1}, 1),
        "shares['A']: found nan, expected a finite number",
    ),
    (
        lambda: invariants.shares_in_proportion({"A": 3, "B": INFINITY}, BASES),
        "shares['B']: found inf, expected a finite number",
    ),
    (
        lambda: invariants.shares_in_proportion(["3", 1], BASES),
        "shares['A']: found '3', expected a finite number",
    ),
    (
        lambda: invariants.shares_in_proportion(None, BASES),
        "shares: found None, expected a mapping, a sequence or an array",
    ),
    (
        lambda: invariants.shares_in_proportion(np.ones((2, 2)), BASES),
        "shares['A']: found array([1., 1.]), expected a finite number",
    ),
    (
        lambda: invariants.order_does_not_matter(
            lambda _, bases: dict.fromkeys(bases, Decimal("NaN")), 4, BASES
        ),
        "shares['A']: found Decimal('NaN'), expected a finite number",
    ),
    (
        lambda: invariants.base_between_criteria(None, [1, 2, 3]),
        "base: found None, expected a finite number",
    ),
    (
        lambda: invariants.only_proportions_of_weights_matter(lambda _: np.float64("nan"), [1], 2),
        "base: found ",
    ),
    (
        lambda: invariants.more_criterion_never_lowers_base(lambda _: "5", (5, 3, 1), 1, 2),
        "base: found '5', expected a finite number",
    ),
    (
        lambda: invariants.penalty_only_for_excess(lambda q: NAN if q > 10 else 0, 10, 1),
        "penalty for marketing 11: found nan, expected a finite number",
    ),
    (
        lambda: invariants.abilities_respected({"A": NAN}, {"A": 1}),
        "reassigned['A']: found nan, expected a finite number",
    ),
    (
        lambda: invariants.flows_explain_changes([1], [1], [(0, 0, "within", NAN)]),
        "flow from 0 to 0: found nan, expected a finite number",
    ),
    (
        lambda: invariants.more_ability_never_raises_imports(
            lambda one, _: (one, NAN), {"A": 9}, {"A": 6}, "A", 2
        ),
        "imports: found nan, expected a finite number",
    ),
    (
        lambda: invariants.exact_equals_array([1, 2], np.array([1, np.nan])),
        "array[1]: found ",
    ),
    (
        lambda: invariants.exact_equals_array([1, 2], np.array([1])),
        "array at: found 1 of them, expected 2, one for each of [0, 1]",
    ),
    (
        lambda: invariants.deductions_conserved(1, 1, 0, NAN),
        "remainder: found nan, expected a finite number",
    ),
    (
        lambda: invariants.allotment_identity(NAN, 1, 1),
        "overall allotment quantity: found nan, expected a finite number",
    ),
    (
        lambda: invariants.higher_polarization_never_lowers_raw_value(
            lambda degrees: 1 if degrees == 96 else None, 92, 8
        ),
        "raw value at 92 degrees: found None, expected a finite number",
    ),
    (
        lambda: invariants.rows_foot([1], NAN),
        "total: found nan, expected a finite number",
    ),
]


@pytest.mark.parametrize(("call", "message"), BROKEN)
def test_a_result_that_is_no_finite_number_breaks_it(
    call: Callable[[], None], message: str
) -> None:
    with pytest.raises(AssertionError) as caught:
        call()
    assert str(caught.value).startswith(message)
    assert caught.value.__suppress_context__


REFUSED: list[tuple[Callable[[], None], type[Exception], str]] = [
    (
        lambda: invariants.new_entrant_reduces_pro_rata({"A": 0}, {"A": 0, "B": 0}, "B", 0),
        ValueError,
        "before: found 0 in all, expected more than 0",
    ),
    (  # 81 factories closed, of 80 that would take all
        lambda: invariants.beet_bases_renormalised([1], [100], [Fraction(-405, 4)], 1),
        ValueError,
        "weighted: found bases of -5/4 in all, expected more than 0",
    ),
    (
        lambda: invariants.shares_sum_to_whole([1], 1, tolerance="1"),
        TypeError,
        "tolerance: found '1', expected a finite number",
    ),
    (
        lambda: invariants.shares_sum_to_whole([1], 1, tolerance=-1),
        ValueError,
        "tolerance: found -1, expected a number not below 0",
    ),
    (
        lambda: invariants.base_between_criteria(1, [1], tolerance=NAN),
        ValueError,
        "tolerance: found nan, expected a finite number",
    ),
    (
        lambda: invariants.shares_sum_to_whole([1], INFINITY),
        ValueError,
        "whole: found inf, expected a finite number",
    ),
    (
        lambda: invariants.order_does_not_matter(equal_parts, "4", BASES),
        TypeError,
        "whole: found '4', expected a finite number",
    ),
    (
        lambda: invariants.order_does_not_matter(equal_parts, np.ones(2), BASES),
        ValueError,
        "whole: found array([1., 1.]), expected a finite number",
    ),
    (
        lambda: invariants.order_does_not_matter(equal_parts, 4, {}),
        ValueError,
        "bases: found none, expected at least one",
    ),
    (
        lambda: invariants.merging_adds_shares(equal_parts, 4, {}),
        ValueError,
        "bases: found none, expected at least one",
    ),
    (
        lambda: invariants.only_proportions_of_bases_matter(equal_parts, 4, BASES, 0),
        ValueError,
        "scale: found 0, expected a number above 0",
    ),
    (
        lambda: invariants.only_proportions_of_weights_matter(sum, (1, 1, 2), -1),
        ValueError,
        "scale: found -1, expected a number above 0",
    ),
    (
        lambda: invariants.only_proportions_of_weights_matter(sum, ("1/4", 1), 2),
        TypeError,
        "weights[0]: found '1/4', expected a finite number",
    ),
    (
        lambda: invariants.more_base_never_lowers_share(equal_parts, 4, BASES, "Z", 1),
        ValueError,
        "key: found 'Z', expected one of ['A', 'B']",
    ),
    (
        lambda: invariants.more_base_never_lowers_share(equal_parts, 4, BASES, "A", -1),
        ValueError,
        "more: found -1, expected a number not below 0",
    ),
    (
        lambda: invariants.more_base_never_lowers_share(equal_parts, -4, BASES, "A", 1),
        ValueError,
        "whole: found -4, expected a number not below 0",
    ),
    (
        lambda: invariants.more_ability_never_raises_imports(
            nothing_moves, {"A": 9}, {"A": 6}, "Z", 2
        ),
        ValueError,
        "key: found 'Z', expected one of ['A']",
    ),
    (
        lambda: invariants.more_ability_never_raises_imports(
            nothing_moves, {"A": 9}, {"B": 6}, "B", 2
        ),
        ValueError,
        "abilities_to_market: found ['B'], expected ['A']",
    ),
    (
        lambda: invariants.more_criterion_never_lowers_base(sum, (5, 3, 1), 5, 2),
        ValueError,
        "place: found 5, expected one of [0, 1, 2]",
    ),
    (
        lambda: invariants.more_criterion_never_lowers_base(sum, (5, 3, 1), -1, 2),
        ValueError,
        "place: found -1, expected one of [0, 1, 2]",
    ),
    (
        lambda: invariants.shares_in_proportion([0, 0], {"A": 0, "B": 0}),
        ValueError,
        "sum of bases: found 0, expected a number above 0",
    ),
    (
        lambda: invariants.shares_in_proportion([0, 0], 5),
        TypeError,
        "bases: found 5, expected a mapping, a sequence or an array",
    ),
    (
        lambda: invariants.shares_follow_weighted_tons(averaged_shares, {"A": (1, 2)}, (1, 1, 2)),
        ValueError,
        "criteria['A']: found 2 of them, expected 3, one for each of [0, 1, 2]",
    ),
    (
        lambda: invariants.shares_follow_weighted_tons(averaged_shares, {"A": (1, 2)}, (0, 0)),
        ValueError,
        "sum of weighted tons: found 0, expected a number above 0",
    ),
    (
        lambda: invariants.shares_follow_weighted_tons(averaged_shares, {"A": (1, -2)}, (1, 0)),
        ValueError,
        "criteria['A'][1]: found -2, expected a number not below 0",
    ),
    (
        lambda: invariants.shares_follow_weighted_tons(averaged_shares, {"A": (1, 2)}, (1, -1)),
        ValueError,
        "weights[1]: found -1, expected a number not below 0",
    ),
    (
        lambda: invariants.base_between_criteria(1, []),
        ValueError,
        "criteria: found none, expected at least one",
    ),
    (
        lambda: invariants.acreage_base_between_crop_years(1, []),
        ValueError,
        "crop_years: found none, expected at least one",
    ),
    (
        lambda: invariants.changed_by_one_percentage([1], [1], 0, 5),
        ValueError,
        "allotment: found 0, expected a number above 0",
    ),
    (
        lambda: invariants.adjustment_can_be_undone(act1990.adjust, {"A": 1}, 0, 5),
        ValueError,
        "allotment: found 0, expected a number above 0",
    ),
    (
        lambda: invariants.adjustment_can_be_undone(act1990.adjust, {"A": 1}, 5, 0),
        ValueError,
        "adjusted_allotment: found 0, expected a number above 0",
    ),
    (
        lambda: invariants.no_deficit_receives([1, 2], [1], [1, 2]),
        ValueError,
        "abilities_to_market: found 1 of them, expected 2, one for each of [0, 1]",
    ),
    (
        lambda: invariants.histories_conserved({1989: 5}, {1990: 3}, {1989: 1}, {1989: 7}),
        ValueError,
        "parcel: found [1990], expected [1989]",
    ),
    (
        lambda: invariants.histories_conserved([-5], [15], [0], [10]),
        ValueError,
        "farm[0]: found -5, expected a number not below 0",
    ),
    (
        lambda: invariants.histories_conserved([15], [-5], [0], [10]),
        ValueError,
        "parcel[0]: found -5, expected a number not below 0",
    ),
    (
        lambda: invariants.higher_polarization_never_lowers_raw_value(lambda _: 1, 91.5, 1),
        ValueError,
        "polarization, more: found 183/2 (91.5) and 1, expected 92 <= polarization <= 100 - more",
    ),
    (
        lambda: invariants.higher_polarization_never_lowers_raw_value(lambda _: 1, 99, 2),
        ValueError,
        "polarization, more: found 99 and 2, expected 92 <= polarization <= 100 - more",
    ),
    (
        lambda: invariants.penalty_only_for_excess(lambda _: 0, -1, 1),
        ValueError,
        "allocation: found -1, expected a number not below 0",
    ),
    (
        lambda: invariants.penalty_only_for_excess(lambda _: 0, 1, 0),
        ValueError,
        "more: found 0, expected a number above 0",
    ),
    (
        lambda: invariants.rounding_error_at_most_half_a_unit([1], [1], 0),
        ValueError,
        "unit: found 0, expected a number above 0",
    ),
    (
        lambda: invariants.exact_equals_array([1], [1], relative=-1),
        ValueError,
        "relative: found -1, expected a number not below 0",
    ),
]


@pytest.mark.parametrize(("call", "error", "message"), REFUSED)
def test_an_argument_that_says_nothing_is_refused(
    call: Callable[[], None], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        call()
    assert message == str(caught.value)
    assert error is type(caught.value)


# The catalogue: docs/invariants.md.


def table(heading: str) -> list[list[str]]:
    """Return the rows, as cells, of the catalogue's table whose first column is headed so."""
    lines = CATALOGUE.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"| {heading} |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def catalogued() -> Iterator[list[str]]:
    for name in invariants.__all__:
        text = inspect.getdoc(getattr(invariants, name)) or ""
        first, _, _ = text.partition("\n")
        _, _, note = text.partition("Notes\n-----\n")
        yield [f"`{name}`", " ".join(note.split()), first.removeprefix("Check that ")]


def test_the_catalogue_names_every_invariant_with_its_citation() -> None:
    assert list(catalogued()) == table("Invariant")


class Held(NamedTuple):
    """A printed table held against an invariant."""

    place: str
    invariant: str
    found: str
    off: str
    check: Callable[[], None]


def printed() -> dict[str, Any]:
    text = (ROOT / "data" / "fy1995.toml").read_text(encoding="utf-8")
    return {b["place"]: b for b in tomllib.loads(text, parse_float=Decimal)["printed"]}


def shown(number: Any) -> str:
    """Return thousands of short tons as printed."""
    return f"{number:,}"


def tons(number: Any) -> Fraction:
    return Fraction(number) * TST


def foots(place: str, rows: dict[str, Any], total: Any) -> Held:
    found = sum(rows.values())
    text = f"{len(rows)} rows make {shown(found)}; printed {shown(total)}"
    return Held(
        place, "rows_foot", text, off(found - total), lambda: invariants.rows_foot(rows, total)
    )


def off(difference: Any, unit: str = "TST") -> str:
    return f"{'+' if difference > 0 else ''}{grouped(Fraction(difference), 3)} {unit}"


def held() -> Iterator[Held]:
    """Yield every table of the notice with the invariants that its figures can be held against."""
    by_place = printed()
    beet_rows = by_place["Item 7, beet processors"]
    state_rows = by_place["Item 7, State cane sugar allotments"]
    criteria = by_place["Item 3, table"]
    overall = by_place["Item 7, overall beet/cane allotments"]
    states = by_place["Item 6, table"]["states"]
    totals = [beet_rows["total"], state_rows["total"]]
    bases = {
        sector: Fraction(values[0] + values[1] + 2 * values[2], 4)
        for sector, values in (
            (sector, list(criteria["criteria"][sector].values())) for sector in ("beet", "cane")
        )
    }
    exact = {sector: 7_889 * base / sum(bases.values()) for sector, base in bases.items()}
    yield Held(
        "Item 7, totals of beet and cane",
        "shares_sum_to_whole",
        f"{shown(totals[0])} + {shown(totals[1])} = {shown(sum(totals))}; "
        f"printed {shown(overall['total'])}",
        off(sum(totals) - overall["total"]),
        lambda: invariants.shares_sum_to_whole(totals, overall["total"]),
    )
    for place in ("Estimates, table", "Item 1, table"):
        production, imports = by_place[place]["estimates"]["production"], by_place[place]["imports"]
        quantity = by_place["Item 2"]["overall_allotment_quantity"]
        yield Held(
            place,
            "allotment_identity",
            f"{shown(production)} + {shown(imports)} - 1,250 = "
            f"{shown(production + imports - 1_250)}; printed {shown(quantity)}",
            off(quantity - production - imports + 1_250),
            partial(invariants.allotment_identity, tons(quantity), tons(production), tons(imports)),
        )
        yield Held(
            place,
            "trigger_equals_allotment_below_production",
            f"{shown(quantity)} is below {shown(production)}; allotments are established",
            "",
            partial(
                invariants.trigger_equals_allotment_below_production, True, quantity, production
            ),
        )
    estimates = by_place["Estimates, table"]["estimates"]
    threshold = by_place["Estimates, paragraph 2, stocks that would trigger"]
    yield Held(
        "Estimates, table",
        "threshold_is_the_edge",
        f"{shown(threshold['threshold_carryover_stocks'])} leaves imports of 1,250; "
        "a ton less leaves less",
        "",
        lambda: invariants.threshold_is_the_edge(
            tons(threshold["threshold_carryover_stocks"]),
            lambda stocks: (
                tons(estimates["consumption"]) + stocks
                < tons(estimates["production"] + estimates["carry_in_stocks"] + 1_250)
            ),
        ),
    )
    for sector, base in bases.items():
        values = criteria["criteria"][sector].values()
        row = criteria["bases"][sector]
        yield Held(
            "Item 3, table",
            "base_between_criteria",
            f"{sector}: {shown(row)} lies between {shown(min(values))} and {shown(max(values))}",
            "",
            partial(invariants.base_between_criteria, row, list(values)),
        )
        yield rounding("Item 3, table", sector, base, row, 1)
        factor = 100 * base / sum(bases.values())
        row = criteria["percentage_factors"][sector]
        yield rounding("Item 3, table", sector, factor, row, Fraction(1, 10), "percent")
    factors = criteria["percentage_factors"]
    measured = {name: list(each.values()) for name, each in criteria["criteria"].items()}
    by_tons = 100 * bases["beet"] / sum(bases.values())
    by_shares = 100 * averaged_shares(measured, (1, 1, 2))["beet"]
    yield Held(
        "Item 3, table",
        "shares_follow_weighted_tons",
        f"beet: {grouped(by_tons, 3)} percent exactly, and {grouped(by_shares, 3)} by weighted "
        f"shares; printed {factors['beet']}",
        off(Fraction(factors["beet"]) - by_tons, "percent"),
        lambda: invariants.shares_follow_weighted_tons(lambda *_: factors, measured, (1, 1, 2)),
    )
    yield Held(
        "Item 3, table",
        "shares_sum_to_whole",
        f"{factors['beet']} + {factors['cane']} = {sum(factors.values())}; of 100 percent",
        off(sum(factors.values()) - 100, "percent"),
        lambda: invariants.shares_sum_to_whole(factors, 100),
    )
    place = "Item 7, overall beet/cane allotments"
    yield foots(place, overall["sectors"], overall["total"])
    for sector, row in overall["sectors"].items():
        yield rounding(place, sector, exact[sector], row, Fraction(1, 10))
    yield divided("Item 6, table", states, "cane", exact["cane"])
    yield foots("Item 7, State cane sugar allotments", state_rows["states"], state_rows["total"])
    yield foots("Item 7, beet processors", beet_rows["processors"]["beet"], beet_rows["total"])
    yield divided("Item 7, beet processors", beet_rows["processors"]["beet"], "beet", exact["beet"])
    yield from fructose("Item 8", by_place["Item 8"]["crystalline_fructose"]["value"], 200_000)
    for state, allotment in states.items():
        place = f"Item 7, cane processors, {state}"
        rows = by_place[place]["processors"][state]
        if "total" in by_place[place]:
            yield foots(place, rows, by_place[place]["total"])
        yield Held(
            place,
            "shares_sum_to_whole",
            f"{len(rows)} {'row makes' if len(rows) == 1 else 'rows make'} "
            f"{shown(sum(rows.values()))}; item 6 prints {shown(allotment)}",
            off(sum(rows.values()) - allotment),
            partial(invariants.shares_sum_to_whole, rows, allotment),
        )


def fructose(place: str, found: Any, sugar: Any) -> Iterator[Held]:
    """Hold the ceiling of crystalline fructose against the sugar that it is as sweet as."""
    factors = act1990.RAW_VALUE_FACTOR, act1990.SWEETNESS_FACTOR
    equal = Fraction(found) * factors[0] * factors[1]
    yield Held(
        place,
        "fructose_as_sweet_as_sugar",
        f"{shown(found)} * 1.07 * 1.17 = {grouped(equal, 3)}; printed {shown(sugar)}",
        off(equal - sugar, "short tons"),
        lambda: invariants.fructose_as_sweet_as_sugar(found, sugar, *factors),
    )
    exact = sugar / (factors[0] * factors[1])
    yield rounding(place, "crystalline fructose", exact, found, 1, "short tons")


def rounding(place: str, row: str, exact: Fraction, found: Any, unit: Any, of: str = "TST") -> Held:
    text = f"{row}: {grouped(exact, 3)} exactly; printed {shown(found)}"
    return Held(
        place,
        "rounding_error_at_most_half_a_unit",
        text,
        off(Fraction(found) - exact, of),
        lambda: invariants.rounding_error_at_most_half_a_unit([exact], [found], unit),
    )


def divided(place: str, rows: dict[str, Any], sector: str, allotment: Fraction) -> Held:
    found = sum(rows.values())
    return Held(
        place,
        "shares_sum_to_whole",
        f"{len(rows)} rows make {shown(found)}; the {sector} sugar allotment is "
        f"{grouped(allotment, 3)} exactly",
        off(Fraction(found) - allotment),
        lambda: invariants.shares_sum_to_whole(rows, allotment),
    )


def outcome(check: Callable[[], None]) -> str:
    try:
        check()
    except AssertionError:
        return "**breaks**"
    return "keeps"


def rows_of_1995() -> list[list[str]]:
    return [
        [one.place, f"`{one.invariant}`", one.found, outcome(one.check), one.off] for one in held()
    ]


def test_the_catalogue_holds_every_printed_table_of_1995_against_the_invariants() -> None:
    """The first row: 4,355.538 + 3,533.463 = 7,889.001, a short ton more than there is."""
    found = rows_of_1995()
    assert ["**breaks**", "+0.001 TST"] == found[0][3:]
    assert found == table("Printed table")


def test_no_table_of_1995_is_missing_from_the_catalogue() -> None:
    tabled = {place for place in printed() if re.search(r"table|Item 7", place)}
    assert tabled <= {row[0] for row in table("Printed table")}


# docs/property-testing.md.

BLOCKS = re.findall(
    r"```python\n(.*?)```",
    (ROOT / "docs" / "property-testing.md").read_text(encoding="utf-8"),
    re.DOTALL,
)


def equal_shares(quantity: Any, bases: Any) -> dict[Any, Any]:
    return {name: quantity / len(bases) for name in bases}


def everything_to_the_first(quantity: Any, bases: Any) -> dict[Any, Any]:
    return {**dict.fromkeys(bases, 0), next(iter(bases)): quantity}


def rounded_factors(quantity: Any, bases: Any) -> dict[Any, Any]:
    """To three digits, as percentages are printed, and the rest to the last."""
    total = sum(bases.values())
    *names, last = bases
    shares = {name: quantity * half_up(Fraction(bases[name], total), TENTHS) for name in names}
    return {**shares, last: quantity - sum(shares.values())}


def sum_of_one_more(quantity: Any, bases: Any) -> dict[Any, Any]:
    return {name: quantity * base / (1 + sum(bases.values())) for name, base in bases.items()}


def squares(quantity: Any, bases: Any) -> dict[Any, Any]:
    total = sum(base**2 for base in bases.values())
    return {name: quantity * base**2 / total for name, base in bases.items()}


TENTHS = Fraction(1, 1_000)  # of a percent


UNSHRUNK = settings(phases=[Phase.generate])  # that it fails is all that is asked


def ten_lines(block: int = 0) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(BLOCKS[block], names)  # noqa: S102 -- the documentation's own code
    return names


def test_the_documentation_has_ten_lines_for_each_act() -> None:
    """Of code, which the formatter spreads with blank ones."""
    assert 5 == len(BLOCKS)
    for block in (BLOCKS[0], BLOCKS[2]):
        assert 10 == len([line for line in block.splitlines() if line.strip()])


def offshore_in_proportion(quantity: Any, bases: Any) -> tuple[Any, Any]:
    """As the Act of 1990 has it: nothing comes off the top."""
    cane = 0.4565 * quantity
    return [quantity - cane, cane], [cane * base / sum(bases.values()) for base in bases.values()]


def sectors_of_1995(quantity: Any, bases: Any) -> tuple[Any, Any]:
    beet = 0.552 * quantity
    rest = quantity - beet - 325_000
    return [beet, quantity - beet], [rest * b / sum(bases.values()) for b in bases.values()]


@pytest.mark.parametrize("wrong", [offshore_in_proportion, sectors_of_1995])
def test_the_ten_lines_of_2002_find_a_wrong_function_out(wrong: Any) -> None:
    names = ten_lines(2)
    names["test_my_allotments"]()
    names["my_allotments"] = wrong
    with pytest.raises((AssertionError, ExceptionGroup), match=r"found|distinct failures"):
        UNSHRUNK(names["test_my_allotments"])()


@pytest.mark.parametrize(
    "wrong",
    [equal_shares, everything_to_the_first, rounded_factors, sum_of_one_more, squares],
)
def test_the_ten_lines_find_a_wrong_function_out(wrong: Any) -> None:
    """The very test of the page, on functions that add up, or take no notice of the unit."""
    names = ten_lines()
    names["my_allotments"] = wrong
    with pytest.raises((AssertionError, ExceptionGroup), match=r"found|distinct failures"):
        UNSHRUNK(names["test_my_allotments"])()


def test_the_lines_of_projections_find_out_who_promises_too_much() -> None:
    """The least of each range, taken for certain."""
    names = ten_lines(3)
    names["test_my_ranges"]()

    def certain(arguments: Any) -> Any:
        ranges = allotments.project(**arguments).ranges
        return {path: (ends[0], ends[0]) if ends else None for path, ends in ranges.items()}

    names["my_ranges"] = certain
    with pytest.raises((AssertionError, ExceptionGroup), match=r"expected at most|distinct"):
        UNSHRUNK(names["test_my_ranges"])()


def test_the_last_example_finds_weighted_shares_out() -> None:
    names = ten_lines(4)
    names["my_factors"] = averaged_shares_or_none
    with pytest.raises(AssertionError, match="share of 'beet': found"):
        UNSHRUNK(names["test_my_factors"])()


def averaged_shares_or_none(criteria: Any, weights: Any) -> dict[Any, Any]:
    """Leave out a criterion of which there is nothing to have a share of."""
    kept = [
        place for place, column in enumerate(zip(*criteria.values(), strict=True)) if any(column)
    ]
    return averaged_shares(
        {key: [three[place] for place in kept] for key, three in criteria.items()},
        [weights[place] for place in kept],
    )


@pytest.mark.parametrize(
    ("beet", "hinted"),
    [(54.35, True), (54.349, False), (Fraction("54.3500001"), False)],
)
def test_a_float_that_misses_by_its_last_digits_is_told_of_the_tolerance(
    beet: Any, *, hinted: bool
) -> None:
    """54.35 is no binary number; 54.349 is another number."""
    with pytest.raises(AssertionError) as caught:
        invariants.sectors_by_fixed_percentages({"beet": beet, "cane": 45.65}, 100)
    assert hinted is ("; a float is a binary number, and tolerance=1e-6 lets" in str(caught.value))
    if hinted:
        sectors = {"beet": beet, "cane": 45.65}
        invariants.sectors_by_fixed_percentages(sectors, 100, tolerance=1e-6)


def test_a_float_at_a_bound_is_told_of_the_tolerance() -> None:
    with pytest.raises(AssertionError, match=r"expected at least .*; a float is a binary number"):
        invariants.quantity_not_below_minimum(0.85 * 3 - 1e-9, 3)
