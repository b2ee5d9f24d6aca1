# ruff: noqa: D417 -- "within" and the forms of recipients are explained once, at the head
"""What must hold of every result under the 1990 Act, whoever computed it.

Each invariant is a plain function. It takes results, or a function to be tried, and returns nothing
or raises :exc:`AssertionError` with what was found and what was expected. It knows nothing of this
library's formulas, and needs no Hypothesis; :mod:`allotments.strategies` draws what to try it with.

Recipients are a mapping to numbers, or a sequence or array of numbers. Numbers are compared
exactly, a ``float`` as the binary number that it is. An implementation in floats, or a printed
table, states by how much it may miss, ``within``, in the unit of the numbers: zero by default.
The first line of each function says what holds; its note, where the Act says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from allotments.act1990.section_359b import MINIMUM_IMPORTS

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
    "shares_in_proportion",
    "shares_sum_to_whole",
    "threshold_is_the_edge",
    "trigger_equals_allotment_below_production",
    "year_conserved",
]

Number: TypeAlias = Any  # int, Fraction, Decimal, float, or a NumPy scalar
Recipients: TypeAlias = Any  # a mapping to numbers, or a sequence or array of them
Divide: TypeAlias = Callable[[Any, dict[Any, Any]], Any]
Reassign: TypeAlias = Callable[[dict[Any, Any], dict[Any, Any]], tuple[Any, Number]]

_LAST_BITS = Fraction(1, 2**40)  # of 53 that a float has: what a chain of formulas may lose, amply


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
    _equal("sum of shares", _sum(shares), whole, within)


def shares_in_proportion(shares: Recipients, bases: Recipients, *, within: Number = 0) -> None:
    """Check that shares stand to each other as the bases do.

    ``share * sum of bases == base * sum of shares``, of each recipient

    Notes
    -----
    Secs. 359c(d)(1), 359c(e), 359c(f), 359d(a)(1).
    """
    shares, bases = _named(shares), _alike("bases", bases, shares)
    all_shares, all_bases = _sum(shares), _sum(bases)
    for key, share in shares.items():
        expected = bases[key] * all_shares / all_bases
        _equal(f"share of {key!r}", share, expected, within)


def base_between_criteria(base: Number, criteria: Recipients, *, within: Number = 0) -> None:
    """Check that a base is an average: not below the least of its criteria, not above the greatest.

    Notes
    -----
    Sec. 359c(d)(1); FR Doc. 94-25622, item 3, weighs tons and not shares.
    """
    found = _named(criteria).values()
    _at_least("base", base, min(found), within)
    _at_most("base", base, max(found), within)


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
    expected = _exact(production) + _exact(imports) - MINIMUM_IMPORTS
    _equal("overall allotment quantity", overall_allotment_quantity, expected, within)


def trigger_equals_allotment_below_production(
    allotments_required: object, overall_allotment_quantity: Number, production: Number
) -> None:
    """Check that allotments are required exactly if the overall quantity would be below production.

    Notes
    -----
    Secs. 359b(b)(1) and 359c(b)(1): both say that imports are below 1,250,000 short tons.
    """
    expected = _exact(overall_allotment_quantity) < _exact(production)
    if bool(allotments_required) is not expected:
        raise AssertionError(
            f"allotments required: found {bool(allotments_required)}, expected {expected}, the "
            f"overall allotment quantity being {_shown(overall_allotment_quantity)} and "
            f"production {_shown(production)}"
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
    at = _exact(threshold_carryover_stocks)
    for stocks, expected in ((at, False), (at - 1, True)):
        found = bool(allotments_required(_plain(stocks)))
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
    expected = _sum(abilities_to_market) - _exact(overall_allotment_quantity)
    _equal("sum of restraints", _sum(restraints), expected, within)


def only_proportions_of_bases_matter(
    divide: Divide, whole: Number, bases: Mapping[Any, Any], scale: Number, *, within: Number = 0
) -> None:
    """Check that bases in another unit, all times one number above zero, make the same shares.

    Parameters
    ----------
    divide
        What is tried: takes the whole and a ``dict`` of bases, gives shares.

    Notes
    -----
    Secs. 359c(d)(1), 359c(e), 359c(f), 359d(a)(1).
    """
    scaled = divide(whole, {key: base * scale for key, base in bases.items()})
    _all_equal(
        f"with bases times {_shown(scale)}, share", scaled, divide(whole, dict(bases)), within
    )


def order_does_not_matter(
    divide: Divide, whole: Number, bases: Mapping[Any, Any], *, within: Number = 0
) -> None:
    """Check that recipients named in another order get the same shares.

    Here the reverse order and that with the first put last: any other is made of the two.

    Notes
    -----
    Secs. 359c(d)(1), 359c(e), 359c(f), 359d(a)(1): by nothing but the bases.
    """
    keys = list(bases)
    given = divide(whole, dict(bases))
    for order in (keys[::-1], [*keys[1:], keys[0]]):
        other = divide(whole, {key: bases[key] for key in order})
        _all_equal("in another order, share", other, given, within)


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
        Whose base is raised, and by how much.

    Notes
    -----
    Secs. 359c(d)(1), 359c(e), 359c(f), 359d(a)(1).
    """
    before = _named(divide(whole, dict(bases)))
    after = _named(divide(whole, {**bases, key: bases[key] + more}))
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
    first, *others = bases
    if not others:
        return
    second, *rest = others
    apart = _named(divide(whole, dict(bases)))
    merged = {first: bases[first] + bases[second], **{key: bases[key] for key in rest}}
    expected = {first: apart[first] + apart[second], **{key: apart[key] for key in rest}}
    _all_equal("after a merger, share", divide(whole, merged), expected, within)


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
    given = tuple(weights)
    scaled = base(tuple(weight * scale for weight in given))
    _equal(f"base with weights times {_shown(scale)}", scaled, base(given), within)


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

    Notes
    -----
    Sec. 359c(g)(2).
    """
    before = _named(before)
    ratio = _exact(adjusted_allotment) / _exact(allotment)
    expected = {key: quantity * ratio for key, quantity in before.items()}
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
    found = _sum(reassigned) + _exact(imports)
    _equal("reassigned allocations and imports", found, _sum(allocations), within)
    _at_least("imports", imports, 0, 0)


def abilities_respected(
    reassigned: Recipients, abilities_to_market: Recipients, *, within: Number = 0
) -> None:
    """Check that after a reassignment no processor has more than it is able to market.

    Notes
    -----
    Sec. 359e(b)(1)(A) and (2)(A), by the capacity of each other processor; 359e(a).
    """
    after = _named(reassigned)
    able = _alike("abilities to market", abilities_to_market, after)
    for key, quantity in after.items():
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
    before = _named(allocations)
    able, after = (
        _alike("abilities to market", abilities_to_market, before),
        _alike("reassigned", reassigned, before),
    )
    for key, quantity in after.items():
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
        From, to, step and quantity of each; to whom there is no allocation, imports receive.

    Notes
    -----
    Sec. 359e(b)(3): allocations rise by what they receive.
    """
    expected = _named(allocations)
    for giver, taker, _, quantity in flows:
        _at_least(f"flow from {giver!r} to {taker!r}", quantity, 0, 0)
        expected[giver] -= _exact(quantity)
        expected[taker] = expected.get(taker, Fraction(0)) + _exact(quantity)
    found = _named(reassigned)
    _all_equal("reassigned allocation", found, {key: expected[key] for key in found}, within)


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
    key, more
        Whose ability is raised, and by how much.

    Notes
    -----
    Sec. 359e(b)(1)(C) and (2)(B): imports take only what no processor can.
    """
    _, before = reassign(dict(allocations), dict(abilities_to_market))
    able = {**abilities_to_market, key: abilities_to_market[key] + more}
    _, after = reassign(dict(allocations), able)
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
    _equal("sum of proportionate shares", _sum(shares), acreage_allotment, within)


def histories_conserved(
    farm: Iterable[Number],
    parcel: Iterable[Number],
    kept: Iterable[Number],
    received: Iterable[Number],
    *,
    within: Number = 0,
) -> None:
    """Check that a transfer of acreage base history conserves the acres of each crop year.

    Parameters
    ----------
    farm, parcel
        Acres of each crop year before the transfer.
    kept, received
        Those of the farm and of the parcel after it.

    Notes
    -----
    Sec. 359g(a).
    """
    before = _sums_by_year(farm, parcel)
    _all_equal("acres of both, crop year", _sums_by_year(kept, received), before, within)


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
    acres = _named(crop_years).values()
    _at_least("acreage base", acreage_base, min(acres), within)
    _at_most("acreage base", acreage_base, max(acres), within)


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
    sugar = _exact(acreage_allotment) * _exact(yield_goal) * _exact(recovery_rate)
    _equal("sugar from the acreage allotment", sugar, state_allotment, within)


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
        Neither is zero. [short tons, raw value]

    Notes
    -----
    Sec. 359c(g)(2): each time by the same percentage.
    """
    there = dict(_named(adjust(dict(allocations), allotment, adjusted_allotment)))
    back = adjust(
        {key: _plain(quantity) for key, quantity in there.items()}, adjusted_allotment, allotment
    )
    _all_equal("there and back, allocation", back, allocations, within)


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
    made = _exact(allocation) - _exact(next_allocation)
    _equal("deduction and remainder", made + _exact(remainder), deduction, within)
    _at_least("next allocation", next_allocation, 0, within)
    if _exact(next_allocation) > _exact(within):
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
    sugar = _exact(allotment) * _exact(sweetness_factor) * _exact(raw_value_factor)
    _equal("sugar as sweet, raw value", sugar, sugar_equivalent, within)


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
        Degrees, and degrees more; not beyond 100 together. [sugar degrees by the polariscope]

    Notes
    -----
    Inferred for 1995, as the function `raw_value` says.
    """
    _equal("raw value of a ton at 96 degrees", raw_value(96), 1, within)
    less, greater = raw_value(polarization), raw_value(polarization + more)
    _at_least(f"raw value with {_shown(more)} degrees more", greater, less, within)


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
        The criteria, which of them is raised (0 to 2), and by how much. [short tons, raw value]

    Notes
    -----
    Sec. 359c(d)(1): no weight is below zero.
    """
    given = tuple(criteria)
    raised = tuple(one + more if at == place else one for at, one in enumerate(given))
    _at_least(f"base with more of criterion {place}", base(raised), base(given), within)


def penalty_only_for_excess(
    penalty: Callable[[Any], Number], allocation: Number, more: Number, *, within: Number = 0
) -> None:
    """Check that a penalty is due for what is marketed beyond the allocation, and for nothing else.

    Nothing up to the allocation, above zero beyond it, and for twice the excess twice as much.

    Parameters
    ----------
    penalty
        What is tried: takes the quantity marketed; at a market value above zero.
    allocation, more
        The allocation, and the excess, above zero. [short tons, raw value]

    Notes
    -----
    Secs. 359b(d)(1) and (3), 359f(b)(5).
    """
    at = _exact(allocation)
    once, twice = at + _exact(more), at + 2 * _exact(more)
    _equal("penalty at the allocation", penalty(_plain(at)), 0, within)
    due = _exact(penalty(_plain(once)))
    if due <= 0:
        raise AssertionError(
            f"penalty for marketing {_shown(once)}: found {_shown(due)}, expected one above 0"
        )
    _equal("penalty for twice the excess", penalty(_plain(twice)), 2 * due, within)


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
    found = _sum(allocations) + _sum(imports) + _sum(deducted)
    _equal("allocations, imports and deductions", found, _sum(allotments), within)


def rows_foot(rows: Recipients, total: Number) -> None:
    """Check that a printed total is the sum of its printed rows.

    Notes
    -----
    FR Doc. 94-25622, item 7; the Act prescribes no rounding.
    """
    _equal("sum of rows", _sum(rows), total, 0)


def rounding_error_at_most_half_a_unit(
    exact: Recipients, rounded: Recipients, unit: Number = 1
) -> None:
    """Check that a rounded row is at most half a unit away, at a tie above.

    So a sum of rounded rows is not further from the exact sum than half a unit for each row.

    Notes
    -----
    Of this library's rounding, half up and once; the Act prescribes none.
    """
    unit = _exact(unit)
    exact = _named(exact)
    for key, row in _alike("rounded", rounded, exact).items():
        if (row / unit).denominator != 1:
            raise AssertionError(
                f"row {key!r}: found {_shown(row)}, expected a multiple of {_shown(unit)}"
            )
        if not -unit / 2 < row - exact[key] <= unit / 2:
            raise AssertionError(
                f"row {key!r}: found {_shown(row)}, expected {_shown(exact[key])} rounded half up "
                f"to {_shown(unit)}"
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
        How many parts of the greatest exact number a float may be off.

    Notes
    -----
    Of an implementation; no paragraph of the Act.
    """
    expected = list(_named(exact).values())
    found = list(_named(array).values())
    play = max(map(abs, expected), default=Fraction(0)) * _exact(relative)
    _all_equal("array at", found, expected, play)


def _exact(number: Number) -> Fraction:
    if isinstance(number, int | float | Decimal | Fraction):
        return Fraction(number)
    return Fraction(number.item())


def _plain(number: Fraction) -> int | Fraction:
    return number.numerator if number.denominator == 1 else number


def _shown(number: Number) -> str:
    exact = _exact(number)
    plain = str(_plain(exact))
    return plain if "/" not in plain else f"{plain} ({float(exact)!r})"


def _named(recipients: Recipients) -> dict[Any, Fraction]:
    """Return recipients, or a sequence's places, with their numbers as exact ones."""
    pairs = recipients.items() if hasattr(recipients, "items") else enumerate(recipients)
    return {key: _exact(number) for key, number in pairs}


def _alike(name: str, recipients: Recipients, given: dict[Any, Fraction]) -> dict[Any, Fraction]:
    found = _named(recipients)
    if set(found) != set(given):
        raise AssertionError(f"{name}: found {list(found)}, expected {list(given)}")
    return found


def _sum(recipients: Recipients) -> Fraction:
    return sum(_named(recipients).values(), Fraction(0))


def _sums_by_year(first: Iterable[Number], second: Iterable[Number]) -> list[Fraction]:
    return [_exact(one) + _exact(other) for one, other in zip(first, second, strict=True)]


def _equal(name: str, found: Number, expected: Number, within: Number) -> None:
    if abs(_exact(found) - _exact(expected)) > _exact(within):
        raise AssertionError(
            f"{name}: found {_shown(found)}, expected {_expected(expected, within)}"
        )


def _at_least(name: str, found: Number, least: Number, within: Number) -> None:
    if _exact(found) < _exact(least) - _exact(within):
        raise AssertionError(f"{name}: found {_shown(found)}, expected at least {_shown(least)}")


def _at_most(name: str, found: Number, most: Number, within: Number) -> None:
    if _exact(found) > _exact(most) + _exact(within):
        raise AssertionError(f"{name}: found {_shown(found)}, expected at most {_shown(most)}")


def _all_equal(name: str, found: Recipients, expected: Recipients, within: Number) -> None:
    expected = _named(expected)
    for key, number in _alike(name, found, expected).items():
        _equal(f"{name} {key!r}", number, expected[key], within)


def _expected(number: Number, within: Number) -> str:
    return f"{_shown(number)}{f', give or take {_shown(within)}' if within else ''}"
