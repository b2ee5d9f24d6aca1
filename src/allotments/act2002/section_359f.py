"""Section 359f: proportionate shares of sugarcane farms, and allocations that follow growers.

Agricultural Adjustment Act of 1938, sec. 359f (7 U.S.C. 1359ff) as rewritten by Pub. L. 107-171
sec. 1403 and amended by Pub. L. 110-246 sec. 1403, by which paragraphs are counted here; until 2007
those of (c) were one less; 7 CFR 1435.307(c), .311 to .315. By regulation Louisiana alone has
shares. What the section shares with that of 1990 is in :mod:`allotments.formulas.acreage`.
"""

from __future__ import annotations

from collections.abc import Hashable
from operator import add

from allotments.act2002.by_name import numbers_by_name
from allotments.act2002.section_359d import average_of_highest, transfer_allocation
from allotments.core.checked import EachNotNegative, NotNegative, checked
from allotments.core.exact import Number, as_one_kind, minimum, positive_part
from allotments.formulas.crop_years import ThreeYears, year_by_year

CROP_YEARS_OF_BASE = 3
"""1999, 2000 and 2001, of which the two highest count: 359f(c)(4)(A), (5)(A). [count]."""

_HIGHEST = 2


@checked
def transfer_after_closure(
    allocations: EachNotNegative,
    closed: Hashable,
    receiving: Hashable,
    quantity: NotNegative,
    *,
    capacity: NotNegative,
) -> Number:
    """Return allocations after growers of a closed factory take their part to another company.

    ``moved = min(quantity, capacity - receiving company's allocation)``, where positive

    >>> transfer_after_closure({"A": 60, "B": 30}, "A", "B", 20, capacity=45)
    {'A': 45, 'B': 45}

    Parameters
    ----------
    allocations
        A mapping of companies to allocations, or an array whose last axis they are. Not negative.
        [short tons, raw value]
    closed, receiving
        The company that closed the factory, and that to which the growers deliver: their names, or
        their places on the last axis.
    quantity
        The growers' part of the closed factory's allocation, by their production history. Not
        above the company's. [short tons, raw value]
    capacity
        Processing capacity of the receiving company. Not negative. [short tons, raw value]

    Raises
    ------
    TypeError, ValueError
        As :func:`~allotments.act2002.transfer_allocation`.

    Notes
    -----
    Sec. 359f(b) for beets; for cane (c)(8) in crop years 2002 to 2007, since then 7 CFR 1435.307(c)
    outside proportionate share States. The rest of the closed company's allocation stays.
    """
    held = numbers_by_name(allocations).get(receiving, 0)
    quantity, capacity, held = as_one_kind(quantity, capacity, held)
    moved = minimum(quantity, positive_part(capacity - held))
    return transfer_allocation(allocations, closed, receiving, quantity=moved)


@checked
def minimum_yield_goal(yields: ThreeYears) -> Number:
    """Return the least per-acre yield goal of a State: the average of its two highest years.

    >>> minimum_yield_goal([31, 29, 34])
    Fraction(65, 2)

    Parameters
    ----------
    yields
        The State's yield in 1999, 2000 and 2001, or an array whose last axis they are. Not
        negative. [short tons of sugarcane per acre]

    Notes
    -----
    Sec. 359f(c)(4)(A); 7 CFR 1435.311(c)(1). The Secretary sets the goal, at this level or above.
    """
    return average_of_highest(yields, _HIGHEST)


@checked
def acreage_base(acres: ThreeYears, *, considered_planted: ThreeYears | None = None) -> Number:
    """Return a farm's acreage base: the average of its two highest years of 1999 to 2001.

    >>> acreage_base([120, 0, 100]), acreage_base([120, 0, 100], considered_planted=[0, 110, 0])
    (Fraction(110, 1), Fraction(115, 1))

    Parameters
    ----------
    acres
        Sugarcane planted for harvest for sugar or seed in crop years 1999, 2000 and 2001, or an
        array whose last axis they are, whose other axes are farms. Not negative. [acres]
    considered_planted
        Acres that count besides: planted, but not harvested for drought, flood or another
        condition beyond control ("may", says the Act). What could not be planted never counts. In
        the same form. [acres]

    Notes
    -----
    Sec. 359f(c)(5); 7 CFR 1435.312(a), (b).
    """
    if considered_planted is not None:
        acres = year_by_year(add, acres, considered_planted)
    return average_of_highest(acres, _HIGHEST)
