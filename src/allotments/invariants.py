# ruff: noqa: D417 -- "within", recipients and what is refused are explained once, at the head
"""What must hold of every result under the 1990 Act, whoever computed it.

Each invariant is a plain function. It takes results, or a function to be tried, and returns nothing
or raises :exc:`AssertionError` with what was found and what was expected. It knows nothing of this
library's formulas, and needs no Hypothesis; :mod:`allotments.strategies` draws what to try it with.

Recipients are a mapping to numbers, a mapping of States to such mappings, or a sequence or array of
numbers; a sequence beside a mapping is in its order. Numbers are compared exactly, a ``float`` as
the binary number that it is. An implementation in floats, or a printed table, states by how much it
may miss, ``within``, in the unit of the numbers: zero by default, never negative. The first line of
each function says what holds; its note, where the Act says so.

A function to be tried is given ``float`` if any number beside it is one, otherwise ``int`` and
``Fraction``; what it raises comes through. Its results, and all results, break an invariant if they
are no finite numbers, or of other recipients than asked for: :exc:`AssertionError`. What results
follow from, and everything else that the caller chooses, is refused with :exc:`TypeError` if it is
no number or no recipients, with :exc:`ValueError` if it is not finite, out of its range, of other
recipients, or of none where there must be some.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from fractions import Fraction
from itertools import chain
from typing import Any, TypeAlias

from allotments.act1990.section_359b import MINIMUM_IMPORTS
from allotments.ground.exact import shown

__all__ = [
    "abilities_respected",
    "acreage_base_between_crop_years",
    "acreage_yields_allotment",
    "adjustment_can_be_undone",
    "allotment_identity",
    "base_between_criteria",
    "changed_by_one_percentage",
    "deductions_conserved",
    "deficits_conserved",
    "exact_equals_array",
    "flows_explain_changes",
    "fructose_as_sweet_as_sugar",
    "higher_polarization_never_lowers_raw_value",
    "histories_conserved",
    "merging_adds_shares",
    "more_ability_never_raises_imports",
    "more_base_never_lowers_share",
    "more_criterion_never_lowers_base",
    "no_deficit_receives",
    "only_proportions_of_bases_matter",
    "only_proportions_of_weights_matter",
    "order_does_not_matter",
    "penalty_only_for_excess",
    "proportionate_shares_sum_to_acreage_allotment",
    "restraints_sum",
    "rounding_error_at_most_half_a_unit",
    "rows_foot",
    "shares_follow_weighted_tons",
    "shares_in_proportion",
    "shares_sum_to_whole",
    "threshold_is_the_edge",
    "trigger_equals_allotment_below_production",
    "year_conserved",
]

Number: TypeAlias = Any  # int, Fraction, Decimal, float, or a NumPy scalar
Recipients: TypeAlias = Any  # a mapping to numbers, by State or not, or a sequence or array
Divide: TypeAlias = Callable[[Any, dict[Any, Any]], Any]
Reassign: TypeAlias = Callable[[dict[Any, Any], dict[Any, Any]], tuple[Any, Number]]

_LAST_BITS = Fraction(1, 2**40)  # of 53 that a float has: what a chain of formulas may lose, amply
_LEAST_POLARIZATION, _GREATEST_POLARIZATION = (
    92,
    100,
)  # sugar degrees, of the formula for cane sugar


def shares_sum_to_whole(shares: Recipients, whole: Number, *, within: Number = 0) -> None:
    """Check that shares add up to what was divided: none is lost, none is made.

    >>> shares_sum_to_whole({"beet": 4_355_538, "cane": 3_533_463}, 7_889_000)
    Traceback (most recent call last):
    AssertionError: sum of shares: found 7889001, expected 7889000

    Parameters
    ----------
    shares
        Percentage factors, allotments or allocations. [short tons, or ratio]
    whole
        What they divide: one, the overall allotment quantity, an allotment. [the same]

    Notes
    -----
    Secs. 359c(d)(1), 359c(e), 359c(f), 359d(a)(1).
    """
    _equal("sum of shares", _sum("shares", shares), _exact("whole", whole), within)


def shares_in_proportion(shares: Recipients, bases: Recipients, *, within: Number = 0) -> None:
    """Check that shares stand to each other as the bases do.

    ``share * sum of bases == base * sum of shares``, of each recipient

    Parameters
    ----------
    shares
        Percentage factors, allotments or allocations. [short tons, or ratio]
    bases
        Not all zero. [short tons, raw value]

    Notes
    -----
    Secs. 359c(d)(1), 359c(e), 359c(f), 359d(a)(1).
    """
    given = _given("bases", bases)
    _above_zero("sum of bases", sum(given.values()))
    _in_proportion(_results("shares", shares, given), given, within)


def shares_follow_weighted_tons(
    divide: Callable[[dict[Any, Any], tuple[Any, ...]], Recipients],
    criteria: Mapping[Any, Recipients],
    weights: Iterable[Number],
    *,
    within: Number = 0,
) -> None:
    """Check that shares stand to each other as weighted tons do: tons are weighed, and not shares.

    ``share * sum of weighted tons == weighted tons * sum of shares``, of each recipient, where
    ``weighted tons = sum of weight * criterion``

    Parameters
    ----------
    divide
        What is tried: takes a ``dict`` of recipients to tuples of criteria, and a tuple of weights;
        gives percentage factors, or allotments.
    criteria, weights
        The criteria of each recipient, and their weights in the same order: none below zero, nor
        all weighted tons zero. [short tons, raw value]

    Notes
    -----
    Sec. 359c(d)(1); FR Doc. 94-25622, item 3, weighs tons and not shares.
    """
    relative = list(_flat("weights", weights).values())
    of_each = {
        key: list(_flat(f"criteria[{key!r}]", three).values())
        for key, three in _pairs("criteria", criteria)
    }
    weighing = _quantities("weights", relative)
    amounts = {
        key: _quantities(f"criteria[{key!r}]", three, weighing) for key, three in of_each.items()
    }
    tons = {
        key: sum((weight * three[place] for place, weight in weighing.items()), Fraction(0))
        for key, three in amounts.items()
    }
    _above_zero("sum of weighted tons", sum(tons.values()))
    kind = _kind(*relative, *(number for three in of_each.values() for number in three))
    shares = divide(
        {key: tuple(map(kind, three.values())) for key, three in amounts.items()},
        tuple(map(kind, weighing.values())),
    )
    _in_proportion(_results("shares", shares, tons), tons, within)


def base_between_criteria(base: Number, criteria: Recipients, *, within: Number = 0) -> None:
    """Check that a base is an average: not below the least of its criteria, not above the greatest.

    Notes
    -----
    Sec. 359c(d)(1); FR Doc. 94-25622, item 3, weighs tons and not shares.
    """
    _between("base", base, _some("criteria", criteria), within)


def allotment_identity(
    overall_allotment_quantity: Number,
    production: Number,
    imports: Number,
    *,
    within: Number = 0,
) -> None:
    """Check that the overall quantity is production, and what imports exceed 1,250,000 by.

    ``overall allotment quantity == production + imports - 1,250,000``

    >>> allotment_identity(7_889_000, 7_890_000, 1_249_000)

    Notes
    -----
    Secs. 359b(a)(1)(C) and 359c(b)(1), one put into the other.
    """
    entering = _result("imports", imports)
    expected = _exact("production", production) + entering - MINIMUM_IMPORTS
    _equal("overall allotment quantity", overall_allotment_quantity, expected, within)


def trigger_equals_allotment_below_production(
    allotments_required: object, overall_allotment_quantity: Number, production: Number
) -> None:
    """Check that allotments are required exactly if the overall quantity would be below production.

    Notes
    -----
    Secs. 359b(b)(1) and 359c(b)(1): both say that imports are below 1,250,000 short tons.
    """
    overall = _result("overall allotment quantity", overall_allotment_quantity)
    produced = _exact("production", production)
    expected = overall < produced
    if bool(allotments_required) is not expected:
        raise AssertionError(
            f"allotments required: found {bool(allotments_required)}, expected {expected}, the "
            f"overall allotment quantity being {_shown(overall)} and "
            f"production {_shown(produced)}"
        )


def threshold_is_the_edge(
    threshold_carryover_stocks: Number, allotments_required: Callable[[Any], object]
) -> None:
    """Check that the threshold carryover stocks trigger nothing, and a ton less of them does.

    Parameters
    ----------
    threshold_carryover_stocks
        [short tons, raw value]
    allotments_required
        Says of reasonable carryover stocks whether they make allotments required.

    Notes
    -----
    Sec. 359b(b)(1): "less than 1,250,000 short tons".
    """
    at = _result("threshold carryover stocks", threshold_carryover_stocks)
    kind = _kind(threshold_carryover_stocks)
    for stocks, expected in ((at, False), (at - 1, True)):
        found = bool(allotments_required(kind(stocks)))
        if found is not expected:
            raise AssertionError(
                f"allotments required with carryover stocks of {_shown(stocks)}: found {found}, "
                f"expected {expected}"
            )


def restraints_sum(
    restraints: Recipients,
    abilities_to_market: Recipients,
    overall_allotment_quantity: Number,
    *,
    within: Number = 0,
) -> None:
    """Check that restraints add up to what all could market beyond the overall allotment quantity.

    Weights move restraint from one sector to the other and change nothing of their sum.

    Notes
    -----
    Sec. 359c(e), and FR Doc. 94-25622, "Beet Sugar and Cane Sugar Allotments".
    """
    able = sum(_given("abilities_to_market", abilities_to_market).values())
    expected = able - _exact("overall_allotment_quantity", overall_allotment_quantity)
    _equal("sum of restraints", _sum("restraints", restraints), expected, within)


def only_proportions_of_bases_matter(
    divide: Divide, whole: Number, bases: Mapping[Any, Any], scale: Number, *, within: Number = 0
) -> None:
    """Check that bases in another unit, all times one number above zero, make the same shares.

    Parameters
    ----------
    divide
        What is tried: takes the whole and a ``dict`` of bases, gives shares.
    whole, bases
        What is divided, and by what. [short tons, raw value, or ratio]
    scale
        What all bases are multiplied by, above zero.

    Notes
    -----
    Secs. 359c(d)(1), 359c(e), 359c(f), 359d(a)(1).
    """
    given, kind = _case("bases", bases, whole, scale)
    shares = _division(divide, whole, kind)
    times = _above_zero("scale", scale)
    scaled = shares({key: base * times for key, base in given.items()})
    _all_equal(f"with bases times {_shown(times)}, share", scaled, shares(given), within)


def order_does_not_matter(
    divide: Divide, whole: Number, bases: Mapping[Any, Any], *, within: Number = 0
) -> None:
    """Check that recipients named in another order get the same shares.

    Here the reverse order and that with the first put last: any other is made of the two.

    Notes
    -----
    Secs. 359c(d)(1), 359c(e), 359c(f), 359d(a)(1): by nothing but the bases.
    """
    given, kind = _case("bases", bases, whole)
    shares = _division(divide, whole, kind)
    keys, expected = list(given), shares(given)
    for order in (keys[::-1], [*keys[1:], keys[0]]):
        other = shares({key: given[key] for key in order})
        _all_equal("in another order, share", other, expected, within)


def more_base_never_lowers_share(
    divide: Divide,
    whole: Number,
    bases: Mapping[Any, Any],
    key: Any,
    more: Number,
    *,
    within: Number = 0,
) -> None:
    """Check that more of its own base never lowers a share, nor raises another's.

    Parameters
    ----------
    divide, whole, bases
        As for :func:`only_proportions_of_bases_matter`; the whole not below zero.
    key, more
        Whose base is raised, and by how much, not below zero.

    Notes
    -----
    Secs. 359c(d)(1), 359c(e), 359c(f), 359d(a)(1).
    """
    _not_negative("whole", whole)
    given, kind = _case("bases", bases, whole, more)
    shares = _division(divide, whole, kind)
    before = shares(given)
    after = shares(_raised(given, "key", key, more))
    for other, share in after.items():
        check = _at_least if other == key else _at_most
        check(f"with a greater base of {key!r}, share of {other!r}", share, before[other], within)


def merging_adds_shares(
    divide: Divide, whole: Number, bases: Mapping[Any, Any], *, within: Number = 0
) -> None:
    """Check that two recipients that become one get what both had, and nobody else notices.

    Here the first two; of one recipient there is nothing to merge.

    Notes
    -----
    Secs. 359c(d)(1), 359c(e), 359c(f), 359d(a)(1).
    """
    given, kind = _case("bases", bases, whole)
    shares = _division(divide, whole, kind)
    first, *others = given
    if not others:
        return
    second, *rest = others
    apart = shares(given)
    merged = {first: given[first] + given[second], **{key: given[key] for key in rest}}
    expected = {first: apart[first] + apart[second], **{key: apart[key] for key in rest}}
    _all_equal("after a merger, share", shares(merged), expected, within)


def only_proportions_of_weights_matter(
    base: Callable[[Any], Number], weights: Iterable[Number], scale: Number, *, within: Number = 0
) -> None:
    """Check that weights in another unit, 25 or a quarter, make the same base.

    Parameters
    ----------
    base
        What is tried: takes three weights, gives the base of one recipient.
    weights, scale
        The weights, and what all are multiplied by, above zero.

    Notes
    -----
    Sec. 359c(d)(1): the weights are relative.
    """
    given, kind = _case("weights", weights, scale)
    times = _above_zero("scale", scale)
    scaled = base(tuple(kind(weight * times) for weight in given.values()))
    expected = _result("base", base(tuple(map(kind, given.values()))))
    _equal(f"base with weights times {_shown(times)}", scaled, expected, within)


def changed_by_one_percentage(
    before: Recipients,
    after: Recipients,
    allotment: Number,
    adjusted_allotment: Number,
    *,
    within: Number = 0,
) -> None:
    """Check that every allocation, or acreage share, changes by the allotment's percentage.

    ``after * allotment == before * adjusted allotment``, of each recipient

    Parameters
    ----------
    before, after
        Allocations, or acreage shares. [short tons, raw value; acres]
    allotment, adjusted_allotment
        The former above zero. [short tons, raw value]

    Notes
    -----
    Sec. 359c(g)(2).
    """
    adjusted = _exact("adjusted_allotment", adjusted_allotment)
    ratio = adjusted / _above_zero("allotment", allotment)
    expected = {key: quantity * ratio for key, quantity in _given("before", before).items()}
    _all_equal("adjusted allocation", after, expected, within)


def deficits_conserved(
    allocations: Recipients, reassigned: Recipients, imports: Number, *, within: Number = 0
) -> None:
    """Check that a reassignment conserves the total: what no processor takes goes to imports.

    Parameters
    ----------
    allocations, reassigned
        Before and after. [short tons, raw value]
    imports
        What is left to imports. [the same]

    Notes
    -----
    Sec. 359e(b).
    """
    expected = sum(_given("allocations", allocations).values())
    found = _sum("reassigned", reassigned) + _result("imports", imports)
    _equal("reassigned allocations and imports", found, expected, within)
    _at_least("imports", imports, 0, within)


def abilities_respected(
    reassigned: Recipients, abilities_to_market: Recipients, *, within: Number = 0
) -> None:
    """Check that after a reassignment no processor has more than it is able to market.

    Notes
    -----
    Sec. 359e(b)(1)(A) and (2)(A), by the capacity of each other processor; 359e(a).
    """
    able = _given("abilities_to_market", abilities_to_market)
    for key, quantity in _results("reassigned", reassigned, able).items():
        _at_most(f"reassigned allocation of {key!r}", quantity, able[key], within)


def no_deficit_receives(
    allocations: Recipients,
    abilities_to_market: Recipients,
    reassigned: Recipients,
    *,
    within: Number = 0,
) -> None:
    """Check that a processor with a deficit keeps what it can market; one without loses nothing.

    Notes
    -----
    Sec. 359e(a) and (b): deficits go to other processors. That the deficit processor's own
    allocation falls is a reading.
    """
    before = _given("allocations", allocations)
    able = _given("abilities_to_market", abilities_to_market, before)
    for key, quantity in _results("reassigned", reassigned, before).items():
        if before[key] >= able[key]:
            _equal(f"reassigned allocation of {key!r}", quantity, able[key], within)
        else:
            _at_least(f"reassigned allocation of {key!r}", quantity, before[key], within)


def flows_explain_changes(
    allocations: Recipients,
    reassigned: Recipients,
    flows: Iterable[tuple[Any, Any, Any, Number]],
    *,
    within: Number = 0,
) -> None:
    """Check that every change of an allocation is the sum of the flows to and from its processor.

    Parameters
    ----------
    flows
        From, to, step and quantity of each; to whom there is no allocation, imports receive. Of
        allocations by State, from and to are ``(State, processor)``.

    Notes
    -----
    Sec. 359e(b)(3): allocations rise by what they receive.
    """
    expected = _given("allocations", allocations)
    for giver, taker, _, quantity in flows:
        name = f"flow from {giver!r} to {taker!r}"
        if giver not in expected:
            raise AssertionError(f"{name}: found {giver!r}, expected one of {list(expected)}")
        _at_least(name, quantity, 0, within)
        expected[giver] -= _exact(name, quantity)
        if taker in expected:
            expected[taker] += _exact(name, quantity)
    _all_equal("reassigned allocation", reassigned, expected, within)


def more_ability_never_raises_imports(
    reassign: Reassign,
    allocations: Mapping[Any, Any],
    abilities_to_market: Mapping[Any, Any],
    key: Any,
    more: Number,
    *,
    within: Number = 0,
) -> None:
    """Check that a processor that can market more never leaves more to imports.

    Parameters
    ----------
    reassign
        What is tried: takes a ``dict`` of allocations and one of abilities, gives the reassigned
        allocations and the imports.
    allocations, abilities_to_market
        Where they are by State, so are those that it takes. [short tons, raw value]
    key, more
        Whose ability is raised, by State ``(State, processor)``, and by how much, not below zero.

    Notes
    -----
    Sec. 359e(b)(1)(C) and (2)(B): imports take only what no processor can.
    """
    given = _given("allocations", allocations)
    able = _given("abilities_to_market", abilities_to_market, given)
    numbers = (_flat("", table).values() for table in (allocations, abilities_to_market))
    kind = _kind(more, *chain(*numbers))

    def imports(abilities: dict[Any, Fraction]) -> Number:
        _, left = reassign(*(_as_given(allocations, table, kind) for table in (given, abilities)))
        return left

    before = _result("imports", imports(able))
    after = imports(_raised(able, "key", key, more))
    _at_most(f"imports with a greater ability of {key!r}", after, before, within)


def proportionate_shares_sum_to_acreage_allotment(
    shares: Recipients, acreage_allotment: Number, *, within: Number = 0
) -> None:
    """Check that farms' proportionate shares add up to their State's acreage allotment.

    Where the acreage bases were not adjusted.

    Notes
    -----
    Sec. 359f(b)(3)(D) and (E), one put into the other.
    """
    expected = _exact("acreage_allotment", acreage_allotment)
    _equal("sum of proportionate shares", _sum("shares", shares), expected, within)


def histories_conserved(
    farm: Recipients,
    parcel: Recipients,
    kept: Recipients,
    received: Recipients,
    *,
    within: Number = 0,
) -> None:
    """Check that a transfer of acreage base history conserves the acres of each crop year.

    Parameters
    ----------
    farm, parcel
        Acres of each crop year before the transfer, the same crop years, not below zero. [acres]
    kept, received
        Those of the farm and of the parcel after it. [acres]

    Notes
    -----
    Sec. 359g(a).
    """
    of_farm = _quantities("farm", farm)
    of_parcel = _quantities("parcel", parcel, of_farm)
    left, added = _results("kept", kept, of_farm), _results("received", received, of_farm)
    for year, acres in of_farm.items():
        _at_least(f"acres kept, crop year {year!r}", left[year], 0, within)
        _at_least(f"acres received, crop year {year!r}", added[year], 0, within)
        found, expected = left[year] + added[year], acres + of_parcel[year]
        _equal(f"acres of both, crop year {year!r}", found, expected, within)


def acreage_base_between_crop_years(
    acreage_base: Number, crop_years: Recipients, *, within: Number = 0
) -> None:
    """Check that an acreage base is an average: between the least and the greatest crop year.

    Parameters
    ----------
    crop_years
        Of each, acres planted and considered planted. [acres]

    Notes
    -----
    Sec. 359f(b)(4): years without acreage count like the others.
    """
    _between("acreage base", acreage_base, _some("crop_years", crop_years), within)


def acreage_yields_allotment(
    acreage_allotment: Number,
    state_allotment: Number,
    yield_goal: Number,
    recovery_rate: Number,
    *,
    within: Number = 0,
) -> None:
    """Check that the acreage allotment, at the yield goal, grows the State's allotment.

    ``acreage allotment * yield goal * recovery rate == State allotment``

    Notes
    -----
    Sec. 359f(b)(3)(B) and (C).
    """
    acres = _result("acreage allotment", acreage_allotment)
    sugar = acres * _exact("yield_goal", yield_goal) * _exact("recovery_rate", recovery_rate)
    expected = _exact("state_allotment", state_allotment)
    _equal("sugar from the acreage allotment", sugar, expected, within)


def adjustment_can_be_undone(
    adjust: Callable[[Any, Any, Any], Recipients],
    allocations: Mapping[Any, Any],
    allotment: Number,
    adjusted_allotment: Number,
    *,
    within: Number = 0,
) -> None:
    """Check that an allotment raised and lowered again leaves every allocation as it was.

    Parameters
    ----------
    adjust
        What is tried: takes a ``dict`` of allocations, the allotment and the adjusted one.
    allotment, adjusted_allotment
        Above zero, each. [short tons, raw value]

    Notes
    -----
    Sec. 359c(g)(2): each time by the same percentage.
    """
    given, kind = _case("allocations", allocations, allotment, adjusted_allotment)
    one = _above_zero("allotment", allotment)
    other = _above_zero("adjusted_allotment", adjusted_allotment)

    def adjusted(table: dict[Any, Fraction], before: Fraction, after: Fraction) -> Recipients:
        numbers = {key: kind(quantity) for key, quantity in table.items()}
        return _results("adjusted allocations", adjust(numbers, kind(before), kind(after)), given)

    back = adjusted(adjusted(given, one, other), other, one)
    _all_equal("there and back, allocation", back, given, within)


def deductions_conserved(
    allocation: Number,
    deduction: Number,
    next_allocation: Number,
    remainder: Number,
    *,
    within: Number = 0,
) -> None:
    """Check that a deduction is made in full, or down to nothing, and what remains of it is known.

    ``allocation - next allocation + remainder == deduction``

    Parameters
    ----------
    allocation, next_allocation
        Without the deduction, and with it. [short tons, raw value]
    remainder
        What of it exceeds the allocation, whatever becomes of that. [the same]

    Notes
    -----
    Sec. 359c(g)(3). That no allocation falls below zero is a reading.
    """
    expected = _exact("deduction", deduction)
    left = _result("next allocation", next_allocation)
    made = _exact("allocation", allocation) - left
    found = made + _result("remainder", remainder)
    _equal("deduction and remainder", found, expected, within)
    _at_least("next allocation", left, 0, within)
    _at_least("remainder", remainder, 0, within)
    if left > _exact("within", within):
        _equal("remainder", remainder, 0, within)


def fructose_as_sweet_as_sugar(
    allotment: Number,
    sugar_equivalent: Number,
    raw_value_factor: Number,
    sweetness_factor: Number,
    *,
    within: Number = 0,
) -> None:
    """Check that the crystalline fructose is as sweet as the sugar that it is equivalent to.

    ``allotment * sweetness factor * raw value factor == sugar equivalent``

    Notes
    -----
    Sec. 359b(c).
    """
    sugar = _result("allotment", allotment)
    sugar *= _exact("sweetness_factor", sweetness_factor)
    sugar *= _exact("raw_value_factor", raw_value_factor)
    expected = _exact("sugar_equivalent", sugar_equivalent)
    _equal("sugar as sweet, raw value", sugar, expected, within)


def higher_polarization_never_lowers_raw_value(
    raw_value: Callable[[Any], Number], polarization: Number, more: Number, *, within: Number = 0
) -> None:
    """Check that the purer of two equal quantities of cane sugar has not the lower raw value.

    And that at 96 degrees, which defines it, the quantity is its own.

    Parameters
    ----------
    raw_value
        What is tried: takes degrees, from 92 to 100, and gives the raw value of one ton.
    polarization, more
        Degrees, at least 92, and degrees more, not below zero; not beyond 100 together. [sugar
        degrees by the polariscope]

    Notes
    -----
    Inferred for 1995, as the function `raw_value` says.
    """
    degrees, added = _exact("polarization", polarization), _not_negative("more", more)
    if not _LEAST_POLARIZATION <= degrees <= _GREATEST_POLARIZATION - added:
        raise ValueError(
            f"polarization, more: found {_shown(degrees)} and {_shown(added)}, expected "
            f"{_LEAST_POLARIZATION} <= polarization <= {_GREATEST_POLARIZATION} - more"
        )
    _equal("raw value of a ton at 96 degrees", raw_value(96), 1, within)
    kind = _kind(polarization, more)
    less = _result(f"raw value at {_shown(degrees)} degrees", raw_value(kind(degrees)))
    greater = raw_value(kind(degrees + added))
    _at_least(f"raw value with {_shown(added)} degrees more", greater, less, within)


def more_criterion_never_lowers_base(
    base: Callable[[Any], Number],
    criteria: Iterable[Number],
    place: int,
    more: Number,
    *,
    within: Number = 0,
) -> None:
    """Check that more of one of its criteria never lowers a weighted base.

    Parameters
    ----------
    base
        What is tried: takes three criteria, gives the base of one recipient.
    criteria, place, more
        The criteria, which of them is raised (0 to 2), and by how much, not below zero. [short
        tons, raw value]

    Notes
    -----
    Sec. 359c(d)(1): no weight is below zero.
    """
    given, kind = _case("criteria", criteria, more)
    raised = _raised(given, "place", place, more)
    before, after = (base(tuple(map(kind, three.values()))) for three in (given, raised))
    name = f"base with more of criterion {place!r}"
    _at_least(name, after, _result("base", before), within)


def penalty_only_for_excess(
    penalty: Callable[[Any], Number], allocation: Number, more: Number, *, within: Number = 0
) -> None:
    """Check that a penalty is due for what is marketed beyond the allocation, and for nothing else.

    Nothing up to the allocation, above zero beyond it, and for twice the excess twice as much.
    Tried at the allocation, as far below it as beyond it, and where nothing is marketed.

    Parameters
    ----------
    penalty
        What is tried: takes the quantity marketed; at a market value above zero.
    allocation, more
        The allocation, not below zero, and the excess, above zero. [short tons, raw value]

    Notes
    -----
    Secs. 359b(d)(1) and (3), 359f(b)(5).
    """
    at, excess = _not_negative("allocation", allocation), _above_zero("more", more)
    kind = _kind(allocation, more)
    _equal("penalty at the allocation", penalty(kind(at)), 0, within)
    for marketed in (at - min(excess, at), Fraction(0)):
        name = f"penalty for marketing {_shown(marketed)}"
        _equal(name, penalty(kind(marketed)), 0, within)
    name = f"penalty for marketing {_shown(at + excess)}"
    due = _result(name, penalty(kind(at + excess)))
    if due <= 0:
        raise AssertionError(f"{name}: found {_shown(due)}, expected one above 0")
    _equal("penalty for twice the excess", penalty(kind(at + 2 * excess)), 2 * due, within)


def year_conserved(
    allotments: Recipients,
    allocations: Recipients,
    imports: Recipients,
    deducted: Recipients = (),
    *,
    within: Number = 0,
) -> None:
    """Check that in a year's course nothing is lost of what was allotted.

    ``allotments == allocations + reassigned to imports + deducted``, each summed up

    Parameters
    ----------
    allotments
        Those in force. [short tons, raw value]
    allocations
        The processors' in force, reassigned quantities included. [the same]
    imports, deducted
        What of the allotments went to imports, and what was deducted for an earlier year.

    Notes
    -----
    Secs. 359c(g)(2), (3) and 359e(b).
    """
    expected = sum(_given("allotments", allotments).values())
    found = _sum("allocations", allocations) + _sum("imports", imports)
    found += _sum("deducted", deducted)
    _equal("allocations, imports and deductions", found, expected, within)


def rows_foot(rows: Recipients, total: Number) -> None:
    """Check that a printed total is the sum of its printed rows.

    Notes
    -----
    FR Doc. 94-25622, item 7; the Act prescribes no rounding.
    """
    _equal("sum of rows", _sum("rows", rows), _result("total", total), 0)


def rounding_error_at_most_half_a_unit(
    exact: Recipients, rounded: Recipients, unit: Number = 1
) -> None:
    """Check that a rounded row is at most half a unit away, at a tie above.

    So a sum of rounded rows is not further from the exact sum than half a unit for each row.

    Parameters
    ----------
    exact, rounded
        The same rows. [any unit]
    unit
        What they are rounded to, above zero. [the same]

    Notes
    -----
    Of this library's rounding, half up and once; the Act prescribes none.
    """
    step = _above_zero("unit", unit)
    given = _given("exact", exact)
    for key, row in _results("rounded", rounded, given).items():
        if (row / step).denominator != 1:
            raise AssertionError(
                f"row {key!r}: found {_shown(row)}, expected a multiple of {_shown(step)}"
            )
        if not -step / 2 < row - given[key] <= step / 2:
            raise AssertionError(
                f"row {key!r}: found {_shown(row)}, expected {_shown(given[key])} rounded half up "
                f"to {_shown(step)}"
            )


def exact_equals_array(
    exact: Recipients, array: Recipients, *, relative: Number = _LAST_BITS
) -> None:
    """Check that arrays of floats give what exact numbers give, but for the last bits.

    Parameters
    ----------
    exact, array
        The same results, by exact numbers and by floats, in the same order.
    relative
        How many parts of the greatest exact number a float may be off, not below zero.

    Notes
    -----
    Of an implementation; no paragraph of the Act.
    """
    expected = list(_given("exact", exact).values())
    found = list(_results("array", array).values())
    play = max(map(abs, expected), default=Fraction(0)) * _not_negative("relative", relative)
    _all_equal("array at", found, dict(enumerate(expected)), play)


# What the caller chooses: TypeError or ValueError.


def _exact(name: str, number: Number) -> Fraction:
    try:
        plain = number.item() if hasattr(number, "item") else number
        return Fraction(*plain.as_integer_ratio())
    except (AttributeError, TypeError, OverflowError, ValueError) as fault:
        # NaN and infinities know what a ratio is, and have none.
        error = TypeError if isinstance(fault, AttributeError | TypeError) else ValueError
        raise error(f"{name}: found {shown(number)}, expected a finite number") from None


def _above_zero(name: str, number: Number) -> Fraction:
    exact = _exact(name, number)
    if exact <= 0:
        raise ValueError(f"{name}: found {_shown(exact)}, expected a number above 0")
    return exact


def _not_negative(name: str, number: Number) -> Fraction:
    exact = _exact(name, number)
    if exact < 0:
        raise ValueError(f"{name}: found {_shown(exact)}, expected a number not below 0")
    return exact


def _given(
    name: str, recipients: Recipients, like: Collection[Any] | None = None
) -> dict[Any, Fraction]:
    """Return recipients, or a sequence's places, with exact numbers; with *like*, the same ones."""
    flat = _flat(name, recipients)
    if like is not None and not hasattr(recipients, "items"):
        if len(flat) != len(like):
            raise ValueError(
                f"{name}: found {len(flat)} of them, expected {len(like)}, one for each of "
                f"{list(like)}"
            )
        flat = dict(zip(like, flat.values(), strict=True))
    if like is not None and set(flat) != set(like):
        raise ValueError(f"{name}: found {list(flat)}, expected {list(like)}")
    return {key: _exact(f"{name}[{key!r}]", number) for key, number in flat.items()}


def _some(name: str, recipients: Recipients) -> dict[Any, Fraction]:
    given = _given(name, recipients)
    if not given:
        raise ValueError(f"{name}: found none, expected at least one")
    return given


def _quantities(
    name: str, recipients: Recipients, like: Collection[Any] | None = None
) -> dict[Any, Fraction]:
    given = _given(name, recipients, like)
    return {key: _not_negative(f"{name}[{key!r}]", number) for key, number in given.items()}


def _flat(name: str, recipients: Recipients) -> dict[Any, Number]:
    """Return recipients with their numbers as they are, those by State as (State, processor)."""
    flat: dict[Any, Number] = {}
    for key, value in _pairs(name, recipients):
        if hasattr(value, "items"):
            flat |= {(key, processor): number for processor, number in value.items()}
        else:
            flat[key] = value
    return flat


def _pairs(name: str, recipients: Recipients) -> list[tuple[Any, Any]]:
    try:
        return list(recipients.items() if hasattr(recipients, "items") else enumerate(recipients))
    except TypeError:
        raise TypeError(
            f"{name}: found {shown(recipients)}, expected a mapping, a sequence or an array"
        ) from None


# What a function is tried with: exact numbers, made one kind for it.


def _case(
    name: str, recipients: Recipients, *beside: Number
) -> tuple[dict[Any, Fraction], Callable[[Fraction], Number]]:
    """Return recipients exactly, and what makes one kind of them and of the numbers *beside*."""
    flat = _flat(name, recipients)
    return _some(name, flat), _kind(*beside, *flat.values())


def _kind(*given: Number) -> Callable[[Fraction], Number]:
    floats = (
        isinstance(number, float) or getattr(getattr(number, "dtype", None), "kind", "") == "f"
        for number in given
    )
    return float if any(floats) else _plain


def _plain(number: Fraction) -> int | Fraction:
    return number.numerator if number.denominator == 1 else number


def _as_given(
    recipients: Recipients, numbers: dict[Any, Fraction], kind: Callable[[Fraction], Number]
) -> dict[Any, Any]:
    """Return exact numbers as one kind, and by State where the recipients are."""
    return {
        key: {processor: kind(numbers[key, processor]) for processor in value}
        if hasattr(value, "items")
        else kind(numbers[key])
        for key, value in _pairs("", recipients)
    }


def _raised(given: dict[Any, Fraction], name: str, key: Any, more: Number) -> dict[Any, Fraction]:
    if key not in given:
        raise ValueError(f"{name}: found {shown(key)}, expected one of {list(given)}")
    return {**given, key: given[key] + _not_negative("more", more)}


def _division(
    divide: Divide, whole: Number, kind: Callable[[Fraction], Number]
) -> Callable[[dict[Any, Fraction]], dict[Any, Fraction]]:
    """Return what is tried as a function of exact bases alone, with exact shares."""
    quantity = kind(_exact("whole", whole))

    def shares(bases: dict[Any, Fraction]) -> dict[Any, Fraction]:
        found = divide(quantity, {key: kind(base) for key, base in bases.items()})
        return _results("shares", found, bases)

    return shares


# What is checked: AssertionError.


def _result(name: str, number: Number) -> Fraction:
    try:
        return _exact(name, number)
    except (TypeError, ValueError) as fault:
        raise AssertionError(str(fault)) from None


def _results(
    name: str, recipients: Recipients, like: Collection[Any] | None = None
) -> dict[Any, Fraction]:
    try:
        return _given(name, recipients, like)
    except (TypeError, ValueError) as fault:
        raise AssertionError(str(fault)) from None


def _sum(name: str, recipients: Recipients) -> Fraction:
    return sum(_results(name, recipients).values(), Fraction(0))


def _equal(name: str, found: Number, expected: Fraction | int, within: Number) -> None:
    play = _not_negative("within", within)
    exact = _result(name, found)
    if abs(exact - expected) > play:
        give_or_take = f", give or take {_shown(play)}" if play else ""
        raise AssertionError(
            f"{name}: found {_shown(exact)}, expected {_shown(Fraction(expected))}{give_or_take}"
        )


def _at_least(name: str, found: Number, least: Fraction | int, within: Number) -> None:
    play = _not_negative("within", within)
    exact = _result(name, found)
    if exact < least - play:
        raise AssertionError(
            f"{name}: found {_shown(exact)}, expected at least {_shown(Fraction(least))}"
        )


def _at_most(name: str, found: Number, most: Fraction, within: Number) -> None:
    play = _not_negative("within", within)
    exact = _result(name, found)
    if exact > most + play:
        raise AssertionError(f"{name}: found {_shown(exact)}, expected at most {_shown(most)}")


def _between(name: str, found: Number, given: dict[Any, Fraction], within: Number) -> None:
    _at_least(name, found, min(given.values()), within)
    _at_most(name, found, max(given.values()), within)


def _all_equal(name: str, found: Recipients, expected: dict[Any, Fraction], within: Number) -> None:
    for key, number in _results(name, found, expected).items():
        _equal(f"{name} {key!r}", number, expected[key], within)


def _in_proportion(shares: dict[Any, Fraction], bases: dict[Any, Fraction], within: Number) -> None:
    all_shares, all_bases = sum(shares.values()), sum(bases.values())
    for key, share in shares.items():
        _equal(f"share of {key!r}", share, bases[key] * all_shares / all_bases, within)


def _shown(exact: Fraction) -> str:
    plain = str(_plain(exact))
    return plain if "/" not in plain else f"{plain} ({float(exact)!r})"
