"""Section 359c: the overall allotment quantity, sectors, States, and changes during the crop year.

Agricultural Adjustment Act of 1938, sec. 359c (7 U.S.C. 1359cc) as rewritten by Pub. L. 107-171
sec. 1403 and amended by Pub. L. 110-246 sec. 1403 and Pub. L. 119-21 sec. 10312. What
(g) shares with that of 1990 is in :mod:`allotments.formulas.adjustments`.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from allotments.act2002.amendments import in_force
from allotments.act2002.by_name import (
    divide_up_to_capacity,
    in_form_of,
    numbers_by_name,
    numbers_by_name_like,
)
from allotments.core.checked import EachNotNegative, NotNegative, Signed, checked
from allotments.core.exact import (
    Number,
    above_zero,
    as_one_kind,
    below,
    positive_part,
    require,
    shown,
    total,
)
from allotments.formulas.conditions import OneTruth
from allotments.formulas.division import prorate
from allotments.formulas.states import check_state
from allotments.rounding import half_up

IMPORTS = 1_532_000
"""Deducted from the overall quantity, and above it allotments were suspended: 359c(b)(1)(A) and
(h) for crop years 2002 to 2007. [short tons, raw value]
"""

SECTOR_SHARES = {"beet": 5_435, "cane": 4_565}
"""54.35 and 45.65 percent, constants of the Act: 359c(c). [hundredths of a percent]."""

OFFSHORE_ALLOTMENT = 325_000
"""Of the offshore States together, before any other State's: 359c(e)(2)(A). [short tons, raw
value].
"""

OFFSHORE_STATES = ("Hawaii", "Puerto Rico")
"""Those that 7 CFR 1435.305(a) names."""

PrintRule: TypeAlias = Literal["half_up", "remainder"]
"""How sectors go to print: each half up, or cane as what is left of beet half up."""

Priority: TypeAlias = Literal["allocations", "available_sugar"]
"""What processors with available sugar share an increase by."""


@checked
def overall_allotment_quantity(
    consumption: NotNegative,
    reasonable_carryover_stocks: NotNegative,
    carry_in_stocks: NotNegative,
) -> Number:
    """Return the overall allotment quantity by the formula of crop years 2002 to 2007.

    ``overall allotment quantity = (consumption + reasonable carryover stocks) - 1,532,000
    - carry-in stocks``

    Any sign. Since crop year 2008 there is no formula:
    :func:`~allotments.act2002.minimum_overall_allotment_quantity`.

    >>> overall_allotment_quantity(9_700_000, 1_400_000, 1_468_000)
    8100000

    Parameters
    ----------
    consumption, reasonable_carryover_stocks
        Estimates for the crop year and its end. Not negative. [short tons, raw value]
    carry_in_stocks
        The same, with what the Commodity Credit Corporation owns. Not negative. [short tons, raw
        value]

    Notes
    -----
    Sec. 359c(b)(1) before Pub. L. 110-246. The adjustment of (b)(2), to avoid forfeitures, has no
    formula.
    """
    return (consumption + reasonable_carryover_stocks) - IMPORTS - carry_in_stocks


@checked
def imports_require_suspension(
    imports: NotNegative,
    *,
    would_reduce_overall_quantity: OneTruth,
    reassigned_imports: NotNegative = 0,
) -> Number:
    """Return whether imports suspend the allotments, in crop years 2002 to 2007.

    ``imports - reassigned imports > 1,532,000``, strictly, and the imports would lead to a
    reduction of the overall allotment quantity: both.

    >>> imports_require_suspension(1_532_001, would_reduce_overall_quantity=True)
    True
    >>> imports_require_suspension(1_532_001, would_reduce_overall_quantity=False)
    False

    Parameters
    ----------
    imports
        Estimated imports of the crop year, in and out of quota. Not negative. [short tons, raw
        value]
    would_reduce_overall_quantity
        ``True``, ``False``, or an array of them.
    reassigned_imports
        What of *imports* goes back to deficits reassigned under 359e(b). Not negative. [the same]

    Returns
    -------
    ``bool``, or an array of them.

    Raises
    ------
    TypeError, ValueError
        Also if *would_reduce_overall_quantity* is neither true nor false.

    Notes
    -----
    Sec. 359c(h), struck by Pub. L. 110-246.
    """
    return below(IMPORTS, imports - reassigned_imports) & would_reduce_overall_quantity


@checked
def sector_allotments(overall_allotment_quantity: Signed) -> dict[str, Number]:
    """Return the allotments of beet and cane sugar: 54.35 and 45.65 percent, nothing rounded.

    >>> sector_allotments(10_455_000)
    {'beet': Fraction(11364585, 2), 'cane': Fraction(9545415, 2)}

    Parameters
    ----------
    overall_allotment_quantity
        Any sign. [short tons, raw value]

    Notes
    -----
    Sec. 359c(c); 7 CFR 1435.304. Cane allotments are filled with domestic cane, beet allotments
    with what is domestically processed: (d).
    """
    return dict(prorate(overall_allotment_quantity, SECTOR_SHARES))


@checked
def printed_sector_allotments(
    overall_allotment_quantity: Signed, *, print_rule: PrintRule = "half_up"
) -> dict[str, int]:
    """Return the sectors' allotments as whole short tons.

    >>> printed_sector_allotments(10_455_000)
    {'beet': 5682293, 'cane': 4772708}
    >>> printed_sector_allotments(8_925_000, print_rule="remainder")
    {'beet': 4850738, 'cane': 4074262}

    Parameters
    ----------
    overall_allotment_quantity
        One number, whole for ``"remainder"`` to give whole numbers. [short tons, raw value]
    print_rule
        No rule is stated: ``"half_up"`` rounds each, as fiscal year 2025 did, so that the two may
        add up to a ton more; ``"remainder"`` leaves cane what beet half up leaves, as 2009 did.

    Raises
    ------
    TypeError, ValueError
        Also if *print_rule* is neither of the two.
    """
    exact = sector_allotments(overall_allotment_quantity)
    beet = int(half_up(exact["beet"]))
    cane = exact["cane"] if print_rule == "half_up" else total(exact) - beet
    return {"beet": beet, "cane": int(half_up(cane))}


@checked
def offshore_allotments(bases: EachNotNegative) -> Number:
    """Return the offshore States' allotments: 325,000 in proportion to their bases.

    ``allotment = 325,000 * base / sum of bases``

    >>> offshore_allotments({"Hawaii": 330_000, "Puerto Rico": 20_000})["Puerto Rico"]
    Fraction(130000, 7)

    Parameters
    ----------
    bases
        A mapping of offshore States to production bases, or an array whose last axis they are: of
        past marketings (mean of the two highest years of 1996 to 2000), ability to market (a
        forecast for the crop year, here alone) and past processings (mean of 1998 to 2000). Not
        negative, not all zero. [short tons, raw value]

    Raises
    ------
    TypeError, ValueError
        Also if a name is not an offshore State.

    Notes
    -----
    Sec. 359c(e)(2); 7 CFR 1435.2, .305(a). Allotted whether or not it can be filled: what cannot is
    reassigned under 359e.
    """
    _check_states(bases, offshore=True)
    return prorate(OFFSHORE_ALLOTMENT, bases)


@checked
def mainland_allotments(
    cane_allotment: Signed, bases: EachNotNegative, *, new_states: NotNegative = 0
) -> Number:
    """Return the mainland States' allotments: what 325,000 leave of the cane sugar allotment.

    ``allotment = (cane allotment - 325,000 - new States) * base / sum of bases``

    >>> mainland_allotments(4_325_000, {"Florida": 3, "Louisiana": 4, "Texas": 1})["Texas"]
    Fraction(500000, 1)

    Parameters
    ----------
    cane_allotment
        From :func:`sector_allotments`. Any sign. [short tons, raw value]
    bases
        A mapping of mainland States to :func:`~allotments.act2002.production_base`, or an array
        whose last axis they are. Not negative, not all zero. [short tons, raw value]
    new_states
        The allotments of new entrant States together, subtracted from the others' pro rata. Not
        negative. [short tons, raw value]

    Raises
    ------
    TypeError, ValueError
        Also if a name is not a mainland State.

    Notes
    -----
    Sec. 359c(e)(3), 359d(b)(1)(E)(iv); 7 CFR 1435.305(c) to (e). That the bases are divided by
    their sum the regulation writes for processors alone.
    """
    _check_states(bases, offshore=False)
    return prorate(cane_allotment - OFFSHORE_ALLOTMENT - new_states, bases)


@checked
def raise_beet_allocations(
    allocations: EachNotNegative,
    increase: NotNegative,
    available_sugar: EachNotNegative,
    *,
    crop_year: int = 2025,
    changes_of_2025_from: int = 2025,
    in_proportion_to: Priority = "allocations",
) -> Number:
    """Return beet processors' allocations after an increase, those with available sugar first.

    The increase goes to processors with available sugar, each up to that; what is left of it goes
    to all by the same percentage.

    >>> raise_beet_allocations({"A": 600, "B": 300}, 90, {"A": 0, "B": 60})
    {'A': Fraction(620, 1), 'B': Fraction(370, 1)}

    Parameters
    ----------
    allocations
        A mapping of processors to allocations, or an array whose last axis they are. Not negative,
        not all zero. [short tons, raw value]
    increase
        Of the beet sugar allotment. Not negative. [short tons, raw value]
    available_sugar
        What each could market beyond its allocation, in the same form. Not negative. [short tons,
        raw value]
    crop_year
        From 2025 on: before, every allocation changed by the same percentage, :func:`adjust`.
    changes_of_2025_from
        As for :func:`~allotments.act2002.in_force`.
    in_proportion_to
        The Act says "priority" and gives no formula. By default those with available sugar share
        the increase by allocations, so that with enough of it everywhere all rise by one
        percentage; or by ``"available_sugar"``.

    Raises
    ------
    TypeError, ValueError
        Also if the processors differ, *crop_year* is before the priority, or *in_proportion_to* is
        neither of the two.

    Notes
    -----
    Sec. 359c(g)(2)(B). Decreases, and cane, stay under (A).
    """
    if not in_force(crop_year, changes_of_2025_from=changes_of_2025_from).beet_priority:
        raise ValueError(
            f"crop_year: found {crop_year}, expected {changes_of_2025_from} or later: "
            "before, every allocation changes by the same percentage"
        )
    able = numbers_by_name_like("available_sugar", available_sugar, allocations)
    before = numbers_by_name(allocations)
    require(total(before), "allocations: found all zero, expected one above 0", above_zero)
    weights = before if in_proportion_to == "allocations" else able
    first, left = divide_up_to_capacity(increase, weights, able)
    rest = prorate(left, before)
    return in_form_of(
        {key: sum(as_one_kind(before[key], first[key], rest[key])) for key in before}, allocations
    )


@checked
def deduction_from_next_allocation(
    marketed: NotNegative, reduced_allocation: NotNegative
) -> Number:
    """Return what a processor marketed beyond its reduced allocation: its next one falls by it.

    ``deduction = marketed - reduced allocation``, where positive

    >>> deduction_from_next_allocation(75_000, 70_000), deduction_from_next_allocation(1, 2)
    (5000, 0)

    Parameters
    ----------
    marketed
        Sugar that the processor had marketed by the time of the reduction; what is pledged as
        collateral does not count, unlike under the law of 1990. Not negative. [short tons, raw
        value]
    reduced_allocation
        After the reduction. Not negative. [short tons, raw value]

    Notes
    -----
    Sec. 359c(g)(3); 7 CFR 1435.303(d).
    """
    return positive_part(marketed - reduced_allocation)


def _check_states(bases: Number, *, offshore: bool) -> None:
    for state in bases if isinstance(bases, dict) else ():
        if (check_state(state, name="bases") in OFFSHORE_STATES) is not offshore:
            expected = "an offshore State" if offshore else "a mainland State"
            raise ValueError(f"bases: found {shown(state)}, expected {expected}")
