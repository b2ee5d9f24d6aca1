"""The whole chain of the Act of 2002, rule by rule: as it is stated, and what it makes by hand.

Under the key of a rule stand its title, value, origin and paragraph; then its formula, what it is
part of, what it is affine in, the signs of what it adds, and what it assumes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from textwrap import wrap
from typing import Any

import pytest

from allotments.act2002.rules import (
    allotment_of,
    at_minimum,
    parts_of_former_state,
    previous_allotment,
    rules,
)
from allotments.figures.act import named
from allotments.figures.evaluation import evaluate
from allotments.figures.figure import Figure, Key, Range, Rule

CRITERIA = ("past_marketings", "past_processings", "ability_to_market")
CROPS = ("crop_1998", "crop_1999", "crop_2000")
COUNTS = ("factories_opened", "factories_closed", "desugarization_facilities", "quality_losses")
SHARE = ("share", "tonnage")
AFTER = "states_after_reassignment"
QUANTITY = {Key("overall_allotment_quantity"): 10_000_000}  # beet 5,435,000, cane 4,565,000


def items(key: Key, names: tuple[str, ...], *values: Any) -> dict[Key, Any]:
    return dict(zip((key._replace(item=name) for name in names), values, strict=True))


def stated(known: Mapping[Key, Any], year: int) -> list[Rule]:
    return [*rules(named(known), year), *parts_of_former_state(named(known))]


def shown(rule: Rule, figure: Figure) -> Iterator[str]:
    value = figure.value if figure.computed is None else figure.computed
    yield "/".join(rule.key)
    for about, text in (
        ("", f"{rule.title}, {value} {rule.unit}, {rule.origin}, {rule.paragraph}"),
        ("= ", rule.text.format(*rule.operands)),
        ("part of ", rule.part_of),
        ("affine in ", ", ".join(rule.affine_in)),
        ("remainder of ", ", ".join(rule.remainder)),
        ("signs ", ", ".join(map(str, rule.adds))),
        ("assumed: ", rule.inferred),
    ):
        lines = wrap(about + text, 90, initial_indent=" " * 4, subsequent_indent=" " * 8)
        yield from lines if text else ()


def chain(known: Mapping[Key, Any], *prefixes: str, year: int = 2012) -> str:
    """Return the rules whose key begins in one of some ways."""
    rules_of_all = stated(known, year)
    figures = evaluate(rules_of_all, {key.path: value for key, value in known.items()})
    lines = (
        line
        for rule in rules_of_all
        if "/".join(rule.key).startswith(prefixes)
        for line in shown(rule, figures[rule.key.path])
    )
    return "\n{}\n".format("\n".join(lines))


def test_until_fiscal_year_2008_the_quantity_is_by_formula() -> None:
    """20,000,000 + 1,500,000 - 1,400,000 - 1,532,000 = 18,568,000."""
    names = (
        "consumption",
        "reasonable_carryover_stocks",
        "carry_in_stocks",
        "production",
        "imports",
    )
    known = items(Key("estimates"), names, 20_000_000, 1_500_000, 1_400_000, 7, 8)
    assert """
estimates///consumption
    consumption, 20000000 short tons, input, sec. 359b(a)(1)
estimates///reasonable_carryover_stocks
    reasonable carryover stocks, 1500000 short tons, input, sec. 359b(a)(1)
estimates///carry_in_stocks
    carry-in stocks, 1400000 short tons, input, sec. 359b(a)(1)
estimates///production
    production, 7 short tons, input, sec. 359b(a)(1)
estimates///imports
    imports, 8 short tons, input, sec. 359b(a)(1)
imports_deducted///
    imports deducted, 1532000 short tons, constant, sec. 359c(b)(1)
overall_allotment_quantity///
    overall allotment quantity, 18568000 short tons, computed, sec. 359c(b)(1)
    = estimates.consumption + estimates.reasonable_carryover_stocks -
        estimates.carry_in_stocks - imports_deducted
    affine in estimates.consumption, estimates.reasonable_carryover_stocks,
        estimates.carry_in_stocks
""" == chain(known, "estimates", "imports", "minimum", "overall", year=2008)


def test_from_fiscal_year_2009_the_minimum_stands_for_a_quantity() -> None:
    """85 percent of 20,000,000 are 17,000,000."""
    known = {Key("estimates", item="consumption"): 20_000_000}
    assert """
minimum_share///
    minimum share, 17/20 ratio, constant, sec. 359c(b)(1)(B)
minimum_overall_allotment_quantity///
    minimum overall allotment quantity, 17000000 short tons, computed, sec. 359c(b)(1)(B)
    = minimum_share * estimates.consumption
    affine in estimates.consumption
overall_allotment_quantity///
    overall allotment quantity, 17000000 short tons, computed, sec. 359c(b)(1)(B), the
        minimum
    = minimum_overall_allotment_quantity
    affine in minimum_overall_allotment_quantity
    assumed: no quantity but the minimum is given; the Secretary's own may be more
""" == chain(known, "imports", "minimum", "overall", year=2009)


def test_sectors_and_what_is_the_offshore_and_the_mainland_states() -> None:
    """54.35 and 45.65 percent of 10,000,000; 325,000 off the top of cane leave 4,240,000."""
    assert """
overall_allotment_quantity///
    overall allotment quantity, 10000000 short tons, input, determined under sec.
        359c(b)(1)
percentage_factors//beet/
    percentage, beet sugar, 1087/2000 ratio, constant, sec. 359c(c)
percentage_factors//cane/
    percentage, cane sugar, 913/2000 ratio, constant, sec. 359c(c)
sectors//beet/
    beet sugar allotment, 5435000 short tons, computed, sec. 359c(c)
    = overall_allotment_quantity * percentage_factors.beet
    part of overall_allotment_quantity
    affine in overall_allotment_quantity
sectors//cane/
    cane sugar allotment, 4565000 short tons, computed, sec. 359c(c)
    = overall_allotment_quantity * percentage_factors.cane
    part of overall_allotment_quantity
    affine in overall_allotment_quantity
    remainder of overall_allotment_quantity, sectors.beet
offshore///
    allotment of the offshore States, 325000 short tons, constant, sec. 359c(e)(2)
    part of sectors.cane
mainland///
    allotment of the mainland States, 4240000 short tons, computed, sec. 359c(e)(3)
    = sectors.cane - offshore
    part of sectors.cane
    affine in sectors.cane
""" == chain(QUANTITY, "overall", "percentage", "sectors", "offshore", "mainland")


def test_states_with_criteria_a_new_state_and_its_neighbours() -> None:
    """California's 40,000 leave 4,200,000; bases: (100 + 100 + 2 * 300) / 4 and (1 + 2 + 6) / 4."""
    known = {
        **QUANTITY,
        **items(Key("weights"), CRITERIA, Fraction(1, 4), Fraction(1, 4), Fraction(1, 2)),
        **items(Key("state_criteria", "", "Florida"), CRITERIA, 100, 100, 300),
        **items(Key("state_criteria", "", "Hawaii"), CRITERIA, 1, 2, 3),
        **items(Key("processor_criteria", "Florida", "F"), CRITERIA, 1, 2, 3),
        Key("states", "", "California"): 40_000,
    }
    assert """
weights///past_marketings
    weight of past marketings, 1/4 ratio, input, 7 CFR 1435.305(e), .306(b)(2)
weights///past_processings
    weight of past processings, 1/4 ratio, input, 7 CFR 1435.305(e), .306(b)(2)
weights///ability_to_market
    weight of ability to market, 1/2 ratio, input, 7 CFR 1435.305(e), .306(b)(2)
state_criteria//Florida/past_marketings
    past marketings, Florida, 100 short tons, input, sec. 359c(e)
state_criteria//Florida/past_processings
    past processings, Florida, 100 short tons, input, sec. 359c(e)
state_criteria//Florida/ability_to_market
    ability to market, Florida, 300 short tons, input, sec. 359c(e)
processor_criteria/Florida/F/past_marketings
    past marketings, F, 1 short tons, input, sec. 359d(b)(1)
processor_criteria/Florida/F/past_processings
    past processings, F, 2 short tons, input, sec. 359d(b)(1)
processor_criteria/Florida/F/ability_to_market
    ability to market, F, 3 short tons, input, sec. 359d(b)(1)
states//California/
    California, 40000 short tons, recorded, sec. 359c(e), as printed
    part of sectors.cane
mainland///
    allotment of the mainland States, 4200000 short tons, computed, sec. 359c(e)(3)
    = sectors.cane - offshore - states.California
    part of sectors.cane
    affine in sectors.cane, states.California
state_bases//Hawaii/
    production base, Hawaii, 9/4 short tons, computed, sec. 359c(e)
    = state_criteria.Hawaii.past_marketings * weights.past_marketings +
        state_criteria.Hawaii.past_processings * weights.past_processings +
        state_criteria.Hawaii.ability_to_market * weights.ability_to_market
states//Hawaii/
    Hawaii, 325000 short tons, computed, sec. 359c(e)
    = offshore * state_bases.Hawaii / (state_bases.Hawaii)
    part of offshore
    affine in offshore
state_bases//Florida/
    production base, Florida, 200 short tons, computed, sec. 359c(e)
    = state_criteria.Florida.past_marketings * weights.past_marketings +
        state_criteria.Florida.past_processings * weights.past_processings +
        state_criteria.Florida.ability_to_market * weights.ability_to_market
states//Florida/
    Florida, 4200000 short tons, computed, sec. 359c(e)
    = mainland * state_bases.Florida / (state_bases.Florida)
    part of mainland
    affine in mainland
processor_bases/Florida/F/
    production base, F, 9/4 short tons, computed, sec. 359d(b)(1)
    = processor_criteria.Florida.F.past_marketings * weights.past_marketings +
        processor_criteria.Florida.F.past_processings * weights.past_processings +
        processor_criteria.Florida.F.ability_to_market * weights.ability_to_market
processors/Florida/F/
    F, 4200000 short tons, computed, sec. 359d(b)(1)
    = states.Florida * processor_bases.Florida.F / (processor_bases.Florida.F)
    part of states.Florida
    affine in states.Florida
""" == chain(
        known,
        "weights",
        "state_criteria//Florida",
        "states",
        "mainland",
        "state_bases",
        "processor",
    )


def test_beet_processors_with_criteria_and_supply() -> None:
    """A made 100 + 175 + 240 = 515 on average, B 285: 800, of which A's counts add a quarter.

    5 * (20 - 2 + 1) + 5 are 100 of 400. By 715 and 285 A has 3,886,025, of which it cannot supply
    86,025; B takes 51,025 of them, and 35,000 are left to imports.
    """
    known = {
        **QUANTITY,
        **items(Key("beet_criteria", "", "A"), CROPS, 400, 500, 600),
        **items(Key("beet_criteria", "", "B"), CROPS, 285, 285, 285),
        **items(Key("beet_adjustments", "", "A"), COUNTS, 20, 2, 5, 1),
        **items(Key("beet_adjustments", "", "B"), COUNTS, 0, 0, 0, 0),
        Key("supply", "beet", "A"): 3_800_000,
        Key("supply", "beet", "B"): 1_600_000,
    }
    assert """
beet_criteria//A/crop_1998
    crop 1998, A, 400 short tons, input, sec. 359d(b)(2)
beet_criteria//A/crop_1999
    crop 1999, A, 500 short tons, input, sec. 359d(b)(2)
beet_criteria//A/crop_2000
    crop 2000, A, 600 short tons, input, sec. 359d(b)(2)
beet_adjustments//A/factories_opened
    factories opened, A, 20 , input, sec. 359d(b)(2)
beet_adjustments//A/factories_closed
    factories closed, A, 2 , input, sec. 359d(b)(2)
beet_adjustments//A/desugarization_facilities
    desugarization facilities, A, 5 , input, sec. 359d(b)(2)
beet_adjustments//A/quality_losses
    quality losses, A, 1 , input, sec. 359d(b)(2)
weighted_production//A/
    weighted average production, A, 515 short tons, computed, sec. 359d(b)(2)(C)
    = (beet_criteria.A.crop_1998 * 25 + beet_criteria.A.crop_1999 * 35 +
        beet_criteria.A.crop_2000 * 40) / 100
processor_bases/beet/A/
    adjusted weighted average production, A, 715 short tons, computed, sec. 359d(b)(2)(D)
    = weighted_production.A + (weighted_production.A + weighted_production.B) * (5 *
        (beet_adjustments.A.factories_opened - beet_adjustments.A.factories_closed +
        beet_adjustments.A.quality_losses) + beet_adjustments.A.desugarization_facilities)
        / 400
processors/beet/A/
    A, 3886025 short tons, computed, sec. 359d(b)(2)
    = sectors.beet * processor_bases.beet.A / (processor_bases.beet.A +
        processor_bases.beet.B)
    part of sectors.beet
    affine in sectors.beet
processors/beet/B/
    B, 1548975 short tons, computed, sec. 359d(b)(2)
    = sectors.beet * processor_bases.beet.B / (processor_bases.beet.A +
        processor_bases.beet.B)
    part of sectors.beet
    affine in sectors.beet
supply/beet/A/
    supply, A, 3800000 short tons, input, sec. 359e(a)
supply/beet/B/
    supply, B, 1600000 short tons, input, sec. 359e(a)
after_deficits/beet/A/
    A, 3800000 short tons, computed, sec. 359e(b)
    = as is left of 2 allocations by 2 supplies
after_deficits/beet/B/
    B, 1600000 short tons, computed, sec. 359e(b)
    = as is left of 2 allocations by 2 supplies
deficits_to_imports//beet/
    beet sugar deficits left to imports, 35000 short tons, computed, sec. 359e(b)
    = as is left of 2 allocations by 2 supplies
""" == chain(
        known,
        "beet_criteria//A",
        "beet_adjustments//A",
        "weighted_production//A",
        "processor_bases/beet/A",
        "processors",
        "supply",
        "after_deficits",
        "deficits",
    )


def test_recorded_quantities_and_what_they_follow() -> None:
    """The mainland and Maine have twice what they had, cane five times, beet half.

    Nobody states Louisiana's allotment: what L has follows that of all cane.
    """
    known = {
        **QUANTITY,
        Key("previous.mainland"): 2_120_000,
        Key("previous.sectors", "", "beet"): 10_870_000,
        Key("previous.sectors", "", "cane"): 913_000,
        Key("previous.states", "", "Maine"): 10_000,
        Key("states", "", "Maine"): 20_000,
        Key("states", "", "Puerto Rico"): 30_000,
        Key("recorded.states", "", "Florida"): 7_000,
        Key(AFTER, "", "Idaho"): 8_000,
        Key(f"recorded.{AFTER}", "", "Texas"): 9_000,
        Key("processors", "Puerto Rico", "P"): 50,
        Key("processors", "Idaho", "I"): 60,
        **{
            Key("recorded.processors", group, f"Mill in {group}"): 100
            for group in ("beet", "Florida", "Texas", "Louisiana", "Maine")
        },
    }
    assert """
previous.mainland///
    mainland allotment, as it was, 2120000 short tons, recorded, what recorded quantities
        were made under
previous.sectors//beet/
    beet allotment, as it was, 10870000 short tons, recorded, what recorded quantities
        were made under
previous.sectors//cane/
    cane allotment, as it was, 913000 short tons, recorded, what recorded quantities were
        made under
previous.states//Maine/
    Maine allotment, as it was, 10000 short tons, recorded, what recorded quantities were
        made under
states//Maine/
    Maine, 20000 short tons, recorded, sec. 359c(e), as printed
    part of mainland
states//Puerto Rico/
    Puerto Rico, 30000 short tons, recorded, sec. 359c(e), as printed
    part of offshore
recorded.states//Florida/
    Florida, as printed, 7000 short tons, recorded, sec. 359c(e)
states//Florida/
    Florida, 14000 short tons, pro rata, sec. 359c(e)(3)
    = recorded.states.Florida * mainland / previous.mainland
    part of mainland
    affine in mainland
states_after_reassignment//Idaho/
    Idaho, 8000 short tons, recorded, sec. 359e(b)(1), as printed
    part of sectors.cane
recorded.states_after_reassignment//Texas/
    Texas, as printed, 9000 short tons, recorded, sec. 359e(b)(1)
states_after_reassignment//Texas/
    Texas, 45000 short tons, pro rata, sec. 359e(b)(1), assumed
    = recorded.states_after_reassignment.Texas * sectors.cane / previous.sectors.cane
    part of sectors.cane
    affine in sectors.cane
processors/Puerto Rico/P/
    P, 50 short tons, recorded, sec. 359d(b)(1), as printed
    part of states.Puerto Rico
processors/Idaho/I/
    I, 60 short tons, recorded, sec. 359d(b)(1), as printed
    part of states_after_reassignment.Idaho
recorded.processors/beet/Mill in beet/
    Mill in beet, as printed, 100 short tons, recorded, sec. 359d(b)(2)
processors/beet/Mill in beet/
    Mill in beet, 50 short tons, pro rata, sec. 359c(g)(2)
    = recorded.processors.beet.Mill in beet * sectors.beet / previous.sectors.beet
    part of sectors.beet
    affine in sectors.beet
recorded.processors/Florida/Mill in Florida/
    Mill in Florida, as printed, 100 short tons, recorded, sec. 359d(b)(1)
processors/Florida/Mill in Florida/
    Mill in Florida, 200 short tons, pro rata, sec. 359c(g)(2)
    = recorded.processors.Florida.Mill in Florida * states.Florida /
        recorded.states.Florida
    part of states.Florida
    affine in states.Florida
recorded.processors/Texas/Mill in Texas/
    Mill in Texas, as printed, 100 short tons, recorded, sec. 359d(b)(1)
processors/Texas/Mill in Texas/
    Mill in Texas, 500 short tons, pro rata, sec. 359c(g)(2)
    = recorded.processors.Texas.Mill in Texas * states_after_reassignment.Texas /
        recorded.states_after_reassignment.Texas
    part of states_after_reassignment.Texas
    affine in states_after_reassignment.Texas
recorded.processors/Louisiana/Mill in Louisiana/
    Mill in Louisiana, as printed, 100 short tons, recorded, sec. 359d(b)(1)
processors/Louisiana/Mill in Louisiana/
    Mill in Louisiana, 500 short tons, pro rata, sec. 359c(g)(2)
    = recorded.processors.Louisiana.Mill in Louisiana * sectors.cane /
        previous.sectors.cane
    part of states.Louisiana
    affine in sectors.cane
recorded.processors/Maine/Mill in Maine/
    Mill in Maine, as printed, 100 short tons, recorded, sec. 359d(b)(1)
processors/Maine/Mill in Maine/
    Mill in Maine, 200 short tons, pro rata, sec. 359c(g)(2)
    = recorded.processors.Maine.Mill in Maine * states.Maine / previous.states.Maine
    part of states.Maine
    affine in states.Maine
""" == chain(known, "previous", "states", "recorded", "processors")


def test_shares_that_earlier_prints_allow() -> None:
    """Half of 4,240,000, and 20 tons; a fifth of 325,000; a fifth of cane's 4,565,000.

    A processor's share is of what its State's is, or where that has none of all cane.
    """
    fifth = Fraction(1, 5)
    known = {
        **QUANTITY,
        **items(Key("shares.states", "", "Texas"), SHARE, Fraction(1, 2), 20),
        **items(Key("shares.states", "", "Hawaii"), SHARE, fifth, 0),
        **items(Key(f"shares.{AFTER}", "", "Florida"), SHARE, fifth, 0),
        **items(Key("shares.processors", "beet", "B"), SHARE, fifth, -1_000),
        **items(Key("shares.processors", "Texas", "T"), SHARE, fifth, -1_000),
        **items(Key("shares.processors", "Hawaii", "H"), SHARE, fifth, -1_000),
        **items(Key("shares.processors", "Florida", "F"), SHARE, fifth, -1_000),
        **items(Key("shares.processors", "Idaho", "I"), SHARE, fifth, -1_000_000),
    }
    assert """
shares.states//Texas/share
    share of Texas, 1/2 ratio, projected, by earlier prints
shares.states//Texas/tonnage
    tonnage of Texas, 20 short tons, projected, by earlier prints
states//Texas/
    Texas, 2120020 short tons, projected, sec. 359c(e), projected
    = mainland * shares.states.Texas.share + shares.states.Texas.tonnage
    part of mainland
shares.states//Hawaii/share
    share of Hawaii, 1/5 ratio, projected, by earlier prints
shares.states//Hawaii/tonnage
    tonnage of Hawaii, 0 short tons, projected, by earlier prints
states//Hawaii/
    Hawaii, 65000 short tons, projected, sec. 359c(e), projected
    = offshore * shares.states.Hawaii.share + shares.states.Hawaii.tonnage
    part of offshore
shares.states_after_reassignment//Florida/share
    share of Florida, 1/5 ratio, projected, by earlier prints
shares.states_after_reassignment//Florida/tonnage
    tonnage of Florida, 0 short tons, projected, by earlier prints
states_after_reassignment//Florida/
    Florida, 913000 short tons, projected, sec. 359e(b)(1), projected
    = sectors.cane * shares.states_after_reassignment.Florida.share +
        shares.states_after_reassignment.Florida.tonnage
    part of sectors.cane
shares.processors/beet/B/share
    share of B, 1/5 ratio, projected, by earlier prints
shares.processors/beet/B/tonnage
    tonnage of B, -1000 short tons, projected, by earlier prints
processors/beet/B/
    B, 1086000 short tons, projected, sec. 359d(b)(2), projected
    = sectors.beet * shares.processors.beet.B.share + shares.processors.beet.B.tonnage
    part of sectors.beet
processors/Texas/T/
    T, 847000 short tons, projected, sec. 359d(b)(1), projected
    = mainland * shares.processors.Texas.T.share + shares.processors.Texas.T.tonnage
    part of states.Texas
processors/Hawaii/H/
    H, 64000 short tons, projected, sec. 359d(b)(1), projected
    = offshore * shares.processors.Hawaii.H.share + shares.processors.Hawaii.H.tonnage
    part of states.Hawaii
processors/Florida/F/
    F, 912000 short tons, projected, sec. 359d(b)(1), projected
    = sectors.cane * shares.processors.Florida.F.share +
        shares.processors.Florida.F.tonnage
    part of states_after_reassignment.Florida
processors/Idaho/I/
    I, 0 short tons, projected, sec. 359d(b)(1), projected
    = sectors.cane * shares.processors.Idaho.I.share + shares.processors.Idaho.I.tonnage
    part of states.Idaho
""" == chain(known, "shares.states", "shares.processors/beet", "states", "processors")


def test_changes_since_what_stood_before() -> None:
    """10,000,000 less 9,000,000, and so on; nothing of a quantity that nobody says a change of."""
    known = {
        **QUANTITY,
        Key("before.overall_allotment_quantity"): 9_000_000,
        Key("before.sectors", "", "beet"): 5_000_000,
        Key("states", "", "Texas"): 50,
        Key("before.states", "", "Texas"): 60,
        Key("processors", "Texas", "T"): 7,
        Key("before.processors", "Texas", "T"): 5,
        Key("changes.processors", "Texas", "T"): 3,
    }
    assert """
before.overall_allotment_quantity///
    overall allotment quantity, before, 9000000 short tons, recorded, as it was
changes.overall_allotment_quantity///
    overall allotment quantity, change, 1000000 short tons, computed, sec. 359c(g)
    = overall_allotment_quantity - before.overall_allotment_quantity
    affine in overall_allotment_quantity, before.overall_allotment_quantity
    signs 1, -1
before.sectors//beet/
    beet, before, 5000000 short tons, recorded, as it was
changes.sectors//beet/
    beet, change, 435000 short tons, computed, sec. 359c(g)
    = sectors.beet - before.sectors.beet
    affine in sectors.beet, before.sectors.beet
    signs 1, -1
before.states//Texas/
    Texas, before, 60 short tons, recorded, as it was
changes.states//Texas/
    Texas, change, -10 short tons, computed, sec. 359e(b)
    = states.Texas - before.states.Texas
    affine in states.Texas, before.states.Texas
    signs 1, -1
before.processors/Texas/T/
    T, before, 5 short tons, recorded, as it was
changes.processors/Texas/T/
    T, change, 2 short tons, computed, sec. 359e(b)
    = processors.Texas.T - before.processors.Texas.T
    affine in processors.Texas.T, before.processors.Texas.T
    signs 1, -1
""" == chain(known, "before", "changes")


def test_what_is_reassigned() -> None:
    """Imports of cane are the two kinds of them, 9 and 1; those of beet stand as printed.

    So does what is reassigned of the offshore allotment: beet processors say nothing of it.
    """
    known = {
        **QUANTITY,
        Key("deficits", "beet", "A"): 5,
        Key("reassigned", "cane", "Florida"): 6,
        Key("sold_by_ccc", "", "beet"): 7,
        Key("reassigned_imports", "", "beet"): 8,
        Key("reassigned_imports_by_kind", "cane", "Mexico"): 9,
        Key("reassigned_imports_by_kind", "cane", "quota"): 1,
        Key("offshore_reassigned"): 11,
        Key("processors", "beet", "B"): 12,
    }
    assert """
deficits/beet/A/
    A, 5 short tons, recorded, sec. 359e(b), as printed
reassigned/cane/Florida/
    Florida, 6 short tons, recorded, sec. 359e(b), as printed
sold_by_ccc//beet/
    beet, 7 short tons, recorded, sec. 359e(b), as printed
reassigned_imports_by_kind/cane/Mexico/
    Mexico, 9 short tons, recorded, sec. 359e(b), as printed
    part of reassigned_imports.cane
reassigned_imports_by_kind/cane/quota/
    quota, 1 short tons, recorded, sec. 359e(b), as printed
    part of reassigned_imports.cane
reassigned_imports//cane/
    cane, 10 short tons, computed, sec. 359e(b)
    = reassigned_imports_by_kind.cane.Mexico + reassigned_imports_by_kind.cane.quota
    signs 1, 1
reassigned_imports//beet/
    beet, 8 short tons, recorded, sec. 359e(b), as printed
offshore_reassigned///
    offshore allotment reassigned to the mainland States, 11 short tons, recorded, sec.
        359e(b)(1), as printed
""" == chain(known, "deficits", "reassigned", "sold_by_ccc", "offshore_reassigned")


def test_what_no_offshore_state_keeps_is_reassigned() -> None:
    """Of 325,000 Hawaii keeps 25,000, Puerto Rico 500; Texas is on the mainland."""
    known = {
        **QUANTITY,
        Key("offshore_reassigned"): 11,
        Key(AFTER, "", "Hawaii"): 25_000,
        Key(AFTER, "", "Puerto Rico"): 500,
        Key(AFTER, "", "Texas"): 8,
    }
    assert """
offshore_reassigned///
    offshore allotment reassigned to the mainland States, 299500 short tons, computed,
        sec. 359e(b)(1)
    = offshore - states_after_reassignment.Hawaii - states_after_reassignment.Puerto Rico
    part of offshore
""" == chain(known, "offshore_reassigned")


def test_processors_of_no_offshore_state_leave_it_all() -> None:
    """Texas's are printed, and no offshore State's."""
    known = {**QUANTITY, Key("offshore_reassigned"): 11, Key("processors", "Texas", "T"): 3}
    assert """
offshore_reassigned///
    offshore allotment reassigned to the mainland States, 325000 short tons, computed,
        sec. 359e(b)(1)
    = offshore
    part of offshore
""" == chain(known, "offshore_reassigned")


def test_stocks_to_use_and_what_is_allocated_for_the_time_being() -> None:
    """1.4 + 9 + 3 - 12 million; and a million more may be marketed than is produced."""
    known = {
        **QUANTITY,
        **items(Key("estimates"), ("carry_in_stocks", "production"), 1_400_000, 9_000_000),
        Key("estimates", item="imports"): 3_000_000,
        Key("total_use"): 12_000_000,
        Key("allocated_share"): Fraction(9, 10),
    }
    assert """
total_use///
    total use, 12000000 short tons, recorded, sec. 359b(a)(1), as printed
ending_stocks///
    ending stocks without allotments, 1400000 short tons, computed, sec. 359b(a)(1)
    = estimates.carry_in_stocks + estimates.production + estimates.imports - total_use
    signs 1, 1, 1, -1
free_ending_stocks///
    ending stocks that may be marketed, 2400000 short tons, computed, sec. 359b(a)(1)
    = ending_stocks - (estimates.production - overall_allotment_quantity)
stocks_to_use///
    ending stocks over total use, 7/60 ratio, computed, sec. 359b(a)(1)
    = ending_stocks / total_use
free_stocks_to_use///
    free ending stocks over total use, 1/5 ratio, computed, sec. 359b(a)(1)
    = free_ending_stocks / total_use
allocated_share///
    part that is allocated for the time being, 9/10 ratio, recorded, sec. 359d(a), as
        printed
allocated//beet/
    allocated of the beet sugar allotment, 4891500 short tons, computed, sec. 359d(a)
    = sectors.beet * allocated_share
    part of sectors.beet
allocated//cane/
    allocated of the cane sugar allotment, 4108500 short tons, computed, sec. 359d(a)
    = sectors.cane * allocated_share
    part of sectors.cane
withheld///
    withheld from allocation, 1000000 short tons, computed, sec. 359d(a)
    = overall_allotment_quantity * (1 - allocated_share)
    part of overall_allotment_quantity
""" == chain(known, "total_use", "ending", "free", "stocks", "allocated", "withheld")


def test_parts_of_a_former_state_are_by_initial_shares() -> None:
    """Texas's 95 by 600 and 350, which Florida and Maine had before their parts: 60 and 35."""
    known = {
        Key(AFTER, "", "Florida"): 700,
        Key(AFTER, "", "Maine"): 400,
        Key("deficits", "cane", "Texas"): 95,
        Key("reassigned", "cane", "Florida"): 100,
        Key("reassigned", "cane", "Maine"): 50,
    }
    assert """
reassigned/cane/Florida/
    Florida, 60 short tons, recorded, sec. 359e(b), as printed
reassigned/cane/Maine/
    Maine, 35 short tons, recorded, sec. 359e(b), as printed
initial.states//Florida/
    Florida, initial allotment, 600 short tons, computed, before the reassignment
    = states_after_reassignment.Florida - reassigned.cane.Florida
initial.states//Maine/
    Maine, initial allotment, 350 short tons, computed, before the reassignment
    = states_after_reassignment.Maine - reassigned.cane.Maine
reassigned/cane/Florida/
    Florida, 60 short tons, computed, sec. 359e(b)(1)(B)
    = deficits.cane.Texas * initial.states.Florida / (initial.states.Florida +
        initial.states.Maine)
    part of deficits.cane.Texas
    affine in deficits.cane.Texas
reassigned/cane/Maine/
    Maine, 35 short tons, computed, sec. 359e(b)(1)(B)
    = deficits.cane.Texas * initial.states.Maine / (initial.states.Florida +
        initial.states.Maine)
    part of deficits.cane.Texas
    affine in deficits.cane.Texas
""" == chain(known, "initial", "reassigned")


def test_what_the_chain_states_of_nobody() -> None:
    """No balance, nothing for the time being, no supply and no change where none is named."""
    assert [
        *(f"estimates.{one}" for one in ("consumption", "reasonable_carryover_stocks")),
        *(f"estimates.{one}" for one in ("carry_in_stocks", "production", "imports")),
        "minimum_share",
        "minimum_overall_allotment_quantity",
        "overall_allotment_quantity",
        *(f"weights.{one}" for one in CRITERIA),
        "percentage_factors.beet",
        "percentage_factors.cane",
        "sectors.beet",
        "sectors.cane",
        "offshore",
        "mainland",
    ] == [rule.key.path for rule in stated({}, 2012)]


def test_a_quantity_that_is_said_to_be_the_minimum_assumes_nothing() -> None:
    assert "" == at_minimum().inferred


@pytest.mark.parametrize(
    "change",
    [
        {Key("deficits", "cane", "Maine"): 1},  # whose deficit goes to whom is not printed
        {Key("reassigned_imports", "", "cane"): 1},
        {Key("sold_by_ccc", "", "cane"): 1},
        {Key(AFTER, "", "Texas"): 1},  # it has an allotment still
        {Key(AFTER, "", "Idaho"): 1},  # which received nothing
    ],
)
def test_parts_of_a_former_state_are_known_only_where_all_of_it_is(change: dict[Key, int]) -> None:
    known = {
        Key(AFTER, "", "Florida"): 700,
        Key("deficits", "cane", "Texas"): 95,
        Key("reassigned", "cane", "Florida"): 95,
    }
    assert 2 == len([*parts_of_former_state(named(known))])
    assert [] == [*parts_of_former_state(named({**known, **change}))]


def test_the_allotment_that_processors_divide() -> None:
    """That after a reassignment where it is known, printed, as it was or projected."""
    assert Key("sectors", "", "beet") == allotment_of({}, "beet")
    assert Key("states", "", "Texas") == allotment_of({AFTER: {"": ["Maine"]}}, "Texas")
    for family in (AFTER, f"recorded.{AFTER}", f"shares.{AFTER}"):
        assert Key(AFTER, "", "Texas") == allotment_of({family: {"": ["Texas"]}}, "Texas")


@pytest.mark.parametrize(
    ("before", "group", "now"),
    [
        (Key("previous.sectors", "", "beet"), "beet", Key("sectors", "", "beet")),
        (Key("previous.sectors", "", "cane"), "Texas", Key("sectors", "", "cane")),
        (Key("recorded.states", "", "Texas"), "Texas", Key("states", "", "Texas")),
        (Key("previous.states", "", "Texas"), "Texas", Key("states", "", "Texas")),
        (Key(f"recorded.{AFTER}", "", "Texas"), "Texas", Key(AFTER, "", "Texas")),
        (Key(f"previous.{AFTER}", "", "Texas"), "Texas", Key(AFTER, "", "Texas")),
    ],
)
def test_the_allotment_that_recorded_allocations_follow(before: Key, group: str, now: Key) -> None:
    assert (now, before) == previous_allotment(named([before]), group)


def test_ranges_of_differences() -> None:
    """The least is the least of what is taken from, less the most that is taken from it."""
    known = {
        **QUANTITY,
        **items(Key("state_criteria", "", "Florida"), CRITERIA, 1, 1, 1),
        Key("states", "", "California"): 5,
        Key("before.overall_allotment_quantity"): 3,
        Key("offshore_reassigned"): 1,
        Key(AFTER, "", "Hawaii"): 200,
        Key("deficits", "cane", "Texas"): 10,
        Key("reassigned", "cane", "Hawaii"): 10,
    }
    ranges: dict[str, Range] = {
        "sectors.cane": (400, 410),
        "offshore": (325, 326),
        "states.California": (5, 7),
        "overall_allotment_quantity": (10, 12),
        "before.overall_allotment_quantity": (3, 4),
        "states_after_reassignment.Hawaii": (200, 210),
        "reassigned.cane.Hawaii": (10, 11),
    }
    differences = ("mainland", "changes.overall_allotment_quantity", "offshore_reassigned")
    assert {
        "mainland": (67, 80),  # 400 - 326 - 7, 410 - 325 - 5
        "changes.overall_allotment_quantity": (6, 9),
        "offshore_reassigned": (115, 126),
        "initial.states.Hawaii": (189, 200),
    } == {
        rule.key.path: rule.span(ranges.__getitem__)
        for rule in stated(known, 2012)
        if rule.span and rule.key.path in (*differences, "initial.states.Hawaii")
    }
