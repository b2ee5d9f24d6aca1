"""Section 359d: allocations to processors, their bases, new entrants, terminations and transfers.

Agricultural Adjustment Act of 1938, sec. 359d (7 U.S.C. 1359dd) as rewritten by Pub. L. 107-171
sec. 1403 and amended by Pub. L. 110-246 sec. 1403; 7 CFR 1435.306 to .308. An allocation is
:func:`~allotments.formulas.division.prorate` of an allotment by the bases.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from allotments.act2002.by_name import in_form_of, numbers_by_name, plain
from allotments.act2002.section_359c import OFFSHORE_STATES
from allotments.core.checked import EachNotNegative, NotNegative, Ratio, SomeNotNegative, checked
from allotments.core.exact import (
    Number,
    Numeric,
    Recipients,
    above_zero,
    as_one_kind,
    at_most_one,
    divide,
    is_array,
    maximum,
    multiply,
    not_negative,
    quantities,
    require,
    shown,
    total,
    whole_number,
)
from allotments.core.labels import by_name, labels_of, refuse_other_labels
from allotments.formulas.adjustments import adjust
from allotments.formulas.criteria import average_excluding_extremes, weighted_base
from allotments.formulas.crop_years import FiveYears, crop_years, years_on_last_axis
from allotments.formulas.states import check_state

REGULATION_WEIGHTS = (1, 1, 2)
"""Past marketings, past processings, ability to market: 7 CFR 1435.305(e), .306(b)(2)."""

BEET_WEIGHTS = (5, 7, 8)
"""25, 35 and 40 percent, of crop years 1998, 1999 and 2000: 359d(b)(2)(C)."""

NEW_CANE_PROCESSOR_CEILING = 50_000
"""Of a new cane processor in its first crop year: 359d(b)(1)(E)(iii)(I). [short tons, raw value]"""

_FACTORY, _FACILITY, _PARTS = 5, 1, 400  # 1.25 and 0.25 percent of 400 parts; 359d(b)(2)(D)(ii)
_REOPENED_SHARE = Fraction("0.0167")  # 359d(b)(2)(H)(ii)(I), crop years 2002 to 2007
_REOPENED_MINIMUM = 75_000  # 1,500,000 hundredweights, the same


@checked
def production_base(
    past_marketings: NotNegative,
    past_processings: NotNegative,
    ability_to_market: NotNegative,
    weights: Any = REGULATION_WEIGHTS,
) -> Number:
    """Return the production base of a cane State or processor.

    ``base = 0.25 * past marketings + 0.25 * past processings + 0.50 * ability to market``

    >>> production_base(1_000, 900, 1_100)
    Fraction(1025, 1)

    Parameters
    ----------
    past_marketings, past_processings, ability_to_market
        As 7 CFR 1435.2 defines them, all from years long past (ability to market too, but for the
        offshore States). Not negative. [short tons, raw value]
    weights
        In that order, relative: those of the regulation, which "may be adjusted ... for the crop
        year". The Act names the criteria and gives no weights.

    Raises
    ------
    TypeError, ValueError
        Also if the weights are not three numbers.

    Notes
    -----
    Sec. 359c(e)(2)(B) and (3), 359d(b)(1)(B) and (D); 7 CFR 1435.305(e), .306(b)(2).
    """
    return weighted_base(past_marketings, past_processings, ability_to_market, weights)


def average_of_highest(production: Sequence[Numeric] | Numeric, count: int) -> Number:
    """Return the average of the *count* highest crop years.

    >>> average_of_highest([90, 120, 100, 110, 80], 2), average_of_highest([90, 120, 100], 3)
    (Fraction(115, 1), Fraction(310, 3))

    Parameters
    ----------
    production
        One number for each crop year, or an array whose last axis they are. Not negative. [short
        tons, raw value]
    count
        2 for past marketings (1996 to 2000; of Louisiana's processors 1997 to 2001, and their past
        processings), 3 for the past processings of other processors.

    Raises
    ------
    TypeError, ValueError
        Also if there are fewer crop years than *count*, or *count* is below 1.

    Notes
    -----
    Sec. 359c(e)(2)(B)(i), (3)(A); 359d(b)(1)(B)(i) and (iii), (D)(i) and (iii). The three years of
    (2)(B)(iii), 1998 to 2000, are all of three: the plain mean.
    """
    count = _checked_count(count)
    refuse_other_labels(labels_of("production", production))
    years = crop_years("production", production, at_least=count)
    if isinstance(years, list) and not any(is_array(year) for year in years):
        return divide(sum(sorted(years, reverse=True)[:count]), count)
    return np.sort(years_on_last_axis(years))[..., -count:].sum(axis=-1) / count


def average_in_greatest_years(
    processings: Mapping[str, Sequence[Numeric] | Numeric] | Numeric, count: int = 3
) -> Number:
    """Return each State's average processings in the years that were greatest for all together.

    The years are the same for every State: those of the greatest total, the earlier of equal ones.

    >>> average_in_greatest_years({"Florida": [9, 1, 9, 9], "Texas": [1, 8, 2, 3]})
    {'Florida': Fraction(9, 1), 'Texas': Fraction(2, 1)}

    Parameters
    ----------
    processings
        A mapping of mainland States to crop years, 1991 to 2000; or an array whose last axis is the
        crop years, the one before it the States. Not negative. [short tons, raw value]
    count
        How many years.

    Returns
    -------
    A mapping, or an array whose last axis is the States.

    Raises
    ------
    TypeError, ValueError
        Also if the States differ in the number of crop years, or these are fewer than *count*.

    Notes
    -----
    Sec. 359c(e)(3)(C): "the 3 crop years with the greatest processings (in the mainland States
    collectively)".
    """
    count = _checked_count(count)
    by_state = by_name("processings", processings)
    if by_state is None:
        (table,) = quantities(processings=processings)
        if np.ndim(table) <= 1 or table.shape[-1] < count:
            found = f"the shape {np.shape(table)}"
            raise ValueError(f"processings: found {found}, expected States and {count} crop years")
        return _in_greatest_years(table, count)
    refuse_other_labels(
        one
        for state, years in by_state.items()
        for one in labels_of(f"processings[{shown(state)}]", years, own_axes=1)
    )
    states = {
        state: crop_years(f"processings[{shown(state)}]", years, at_least=count)
        for state, years in by_state.items()
    }
    lengths = {
        len(years) if isinstance(years, list) else years.shape[-1] for years in states.values()
    }
    if len(lengths) != 1:
        raise ValueError(
            f"processings: found {sorted(lengths)} crop years, expected as many for each"
        )
    if all(isinstance(year, int | Fraction) for years in states.values() for year in years):
        totals = [sum(years) for years in zip(*states.values(), strict=True)]
        greatest = sorted(range(len(totals)), key=lambda year: -totals[year])[:count]
        return {
            s: divide(sum(years[year] for year in greatest), count) for s, years in states.items()
        }
    rows = np.broadcast_arrays(*(years_on_last_axis(years) for years in states.values()))
    averages = _in_greatest_years(np.stack(rows, axis=-2), count)
    return {state: plain(averages[..., place]) for place, state in enumerate(states)}


def _checked_count(count: Any) -> int:
    expected = "a whole number of years from 1 on"
    if (whole := whole_number("count", count, expected=expected)) < 1:
        raise ValueError(f"count: found {whole}, expected {expected}")
    return whole


def _in_greatest_years(table: Any, count: int) -> Any:
    greatest = np.argsort(-table.sum(axis=-2, keepdims=True), kind="stable")[..., :count]
    return np.take_along_axis(table, greatest, axis=-1).sum(axis=-1) / count


@checked
def louisiana_ability_to_market(
    production_2003: NotNegative, production_1999_to_2003: FiveYears
) -> Number:
    """Return the ability to market of a Louisiana processor: an average of two.

    ``(production of 2003 + average of 1999 to 2003 without the highest and the lowest) / 2``

    >>> louisiana_ability_to_market(120, [100, 110, 90, 130, 120])
    Fraction(115, 1)

    Parameters
    ----------
    production_2003
        Of crop year 2003. Not negative. [short tons, raw value]
    production_1999_to_2003
        Of the five crop years in order, the last of them 2003's; or an array whose last axis they
        are. Not negative. [short tons, raw value]

    Raises
    ------
    TypeError, ValueError
        Also if the two differ on 2003.

    Notes
    -----
    7 CFR 1435.2, "ability to market" (69 FR 55062, 2004). Other mainland States and processors:
    their highest year of 1999 to 2003, :func:`average_of_highest` of one.
    """
    years = production_1999_to_2003
    same = years[-1] if isinstance(years, list) else years[..., -1]
    latest, same, middle = as_one_kind(production_2003, same, average_excluding_extremes(years))
    expected = "production_2003: found another number than the last year's, expected the same"
    require(latest - same, expected, lambda difference: difference == 0)
    return divide(latest + middle, 2)


def weighted_average_production(
    crop_1998: Numeric, crop_1999: Numeric, crop_2000: Numeric
) -> Number:
    """Return a beet processor's weighted average production, before adjustments.

    ``0.25 * crop of 1998 + 0.35 * crop of 1999 + 0.40 * crop of 2000``

    >>> weighted_average_production(400, 500, 600)
    Fraction(515, 1)

    Parameters
    ----------
    crop_1998, crop_1999, crop_2000
        Beet sugar that the processor produced; in 2000 with what it received from the Commodity
        Credit Corporation. Not negative. [short tons, raw value]

    Raises
    ------
    TypeError, ValueError
        If something is not a number, not finite, or negative.

    Notes
    -----
    Sec. 359d(b)(2)(C); 7 CFR 1435.306(a)(2).
    """
    first, second, third = quantities(crop_1998=crop_1998, crop_1999=crop_1999, crop_2000=crop_2000)
    return weighted_base(first, second, third, BEET_WEIGHTS)


@checked
def adjusted_production(
    weighted: EachNotNegative,
    *,
    factories_opened: SomeNotNegative | None = None,
    factories_closed: SomeNotNegative | None = None,
    desugarization_facilities: SomeNotNegative | None = None,
    quality_losses: SomeNotNegative | None = None,
) -> Number:
    """Return beet processors' adjusted weighted average production, their bases.

    ``adjusted = weighted + T * (0.0125 * opened - 0.0125 * closed + 0.0025 * facilities
    + 0.0125 * losses)``, where ``T`` is the sum of all processors' *weighted*, unadjusted

    >>> adjusted_production({"A": 600, "B": 200}, factories_opened={"A": 1},
    ...                     factories_closed={"B": 2})
    {'A': Fraction(610, 1), 'B': Fraction(180, 1)}

    Parameters
    ----------
    weighted
        A mapping of all processors to :func:`weighted_average_production`, or an array whose last
        axis they are. Not negative. [short tons, raw value]
    factories_opened
        In crop years 1996 to 2000, by processor; who is not named opened none. [count]
    factories_closed, desugarization_facilities
        Closed, and molasses desugarization facilities built, in crop years 1998 to 2000. [count]
    quality_losses
        1 for a processor that suffered substantial quality losses on stored beets in those years,
        however often. [0 or 1]

    Returns
    -------
    In the form of *weighted*. They need not add up to ``T``: divide by their own sum. [short tons,
    raw value]

    Raises
    ------
    TypeError, ValueError
        Also if a loss is above 1, or a processor not in *weighted*.

    Notes
    -----
    Sec. 359d(b)(2)(D); 7 CFR 1435.306(a)(3), which does not say "for each" factory. A base below
    zero the Act does not speak of; no allocation can be made by one.
    """
    bases = numbers_by_name(weighted)
    opened = _counts("factories_opened", factories_opened, bases)
    closed = _counts("factories_closed", factories_closed, bases)
    built = _counts("desugarization_facilities", desugarization_facilities, bases)
    losses = _counts("quality_losses", quality_losses, bases)
    for processor, loss in losses.items():
        expected = f"quality_losses[{shown(processor)}]: found a number above 1, expected 0 or 1"
        require(loss, expected, at_most_one)
    whole = total(bases)
    after = {}
    for key, base in bases.items():
        units = _FACTORY * (opened[key] - closed[key] + losses[key]) + _FACILITY * built[key]
        added, mine = as_one_kind(divide(whole * units, _PARTS), base)
        after[key] = mine + added
    return in_form_of(after, weighted)


def _counts(name: str, given: Recipients | None, bases: dict[Any, Number]) -> dict[Any, Number]:
    counts = {} if given is None else numbers_by_name(given)
    for processor in counts:
        if processor not in bases:
            expected = "expected the processors in weighted"
            raise ValueError(f"{name}: found {shown(processor)}, {expected}")
    return {key: counts.get(key, 0) for key in bases}


@checked
def allocate_to_new_state(
    allotments: EachNotNegative,
    state: Hashable,
    allotment: NotNegative,
    *,
    first_crop_year: bool = True,
    processors: NotNegative = 1,
) -> Number:
    """Return mainland States' allotments with a new State's, subtracted from the others pro rata.

    ``other's allotment = allotment * (sum - new allotment) / sum``

    >>> allocate_to_new_state({"Florida": 600_000, "Texas": 400_000}, "California", 50_000)
    {'Florida': Fraction(570000, 1), 'Texas': Fraction(380000, 1), 'California': 50000}

    Parameters
    ----------
    allotments
        A mapping of mainland States to allotments, without the new one's; or an array whose last
        axis they are, the new one's place holding zeros. Not negative. [short tons, raw value]
    state
        The new State: its name, or its place on the last axis.
    allotment
        To accommodate its processors. Not negative, not above the sum. [short tons, raw value]
    first_crop_year, processors
        In its first crop year a processor's limit is 50,000; so many new processors the State has.

    Raises
    ------
    TypeError, ValueError
        Also if *allotment* is above a limit, or *state* is not a mainland State or has an allotment
        already.

    Notes
    -----
    Sec. 359d(b)(1)(E)(iii) and (iv); 7 CFR 1435.305(b), .308(a). Proportionate shares of a new
    State's neighbours follow by :func:`~allotments.act2002.adjust`.
    """
    if isinstance(allotments, dict) and check_state(state, name="state") in OFFSHORE_STATES:
        raise ValueError(f"state: found {shown(state)}, expected a mainland State")
    if first_crop_year:
        _check_first_year("allotment", allotment, processors)
    return _with_new("allotments", allotments, state, allotment)


@checked
def allocate_to_new_cane_processor(
    allocations: EachNotNegative,
    processor: Hashable,
    allocation: NotNegative,
    *,
    first_crop_year: bool,
) -> Number:
    """Return a State's cane allocations with a new processor's, the others reduced pro rata.

    >>> allocate_to_new_cane_processor({"A": 60_000, "B": 40_000}, "C", 10_000,
    ...                                first_crop_year=True)
    {'A': Fraction(54000, 1), 'B': Fraction(36000, 1), 'C': 10000}

    Parameters
    ----------
    allocations
        As for :func:`allocate_to_new_beet_processor`, of one State.
    processor, allocation
        As there.
    first_crop_year
        Whether it is the processor's first crop year of operation: then at most 50,000; later the
        ordinary criteria decide.

    Raises
    ------
    TypeError, ValueError
        As there; also if *allocation* is above the limit.

    Notes
    -----
    Sec. 359d(b)(1)(E)(i) and (iii); 7 CFR 1435.308(a)(4) and (5)(i). "From the allotment for the
    State": that the others give pro rata is **inferred**.
    """
    if first_crop_year:
        _check_first_year("allocation", allocation, 1)
    return _with_new("allocations", allocations, processor, allocation)


@checked
def allocate_to_new_beet_processor(
    allocations: EachNotNegative, processor: Hashable, allocation: NotNegative
) -> Number:
    """Return beet allocations with a new processor's, all others reduced pro rata.

    >>> allocate_to_new_beet_processor({"A": 600, "B": 400}, "C", 100)
    {'A': Fraction(540, 1), 'B': Fraction(360, 1), 'C': 100}

    Parameters
    ----------
    allocations
        A mapping of processors to allocations, without the new one's; or an array whose last axis
        they are, the new one's place holding zeros. Not negative. [short tons, raw value]
    processor
        The new entrant: its name, or its place on the last axis.
    allocation
        What lets it use its factory at a rate comparable to others': the Act gives no formula. Not
        negative, not above the sum. [short tons, raw value]

    Raises
    ------
    TypeError, ValueError
        Also if *allocation* is above the sum, or *processor* has an allocation already.

    Notes
    -----
    Sec. 359d(b)(2)(H)(ii), until 2007 (H)(i); 7 CFR 1435.308(c). Who acquires a factory with
    history since 1998 gets a part of its holder's: :func:`transfer_allocation`.
    """
    return _with_new("allocations", allocations, processor, allocation)


@checked
def least_allocation_of_reopened_factory(
    weighted_total: NotNegative, *, raw_value_factor: NotNegative = 1
) -> Number:
    """Return the least allocation for a beet factory reopened after a last crop of 1997.

    ``max(0.0167 * weighted total, 75,000 * raw value factor)``; crop years 2002 to 2007

    >>> least_allocation_of_reopened_factory(5_000_000), least_allocation_of_reopened_factory(1)
    (Fraction(83500, 1), 75000)

    Parameters
    ----------
    weighted_total
        The sum of all processors' :func:`weighted_average_production`: the Act says "adjusted
        weighted average quantities" and "as determined under subsection (b)(2)(C)", which is
        before the adjustments, but "subject to" them. For the other reading pass the sum of
        :func:`adjusted_production`. Not negative. [short tons, raw value]
    raw_value_factor
        The Act says 1,500,000 hundredweights and not of what: by default raw value, as all
        quantities are; 1.07 for beet sugar. [ratio]

    Notes
    -----
    Sec. 359d(b)(2)(H)(ii)(I) as enacted by Pub. L. 107-171; replaced by Pub. L. 110-246.
    """
    share = multiply(_REOPENED_SHARE, weighted_total)
    return maximum(share, _REOPENED_MINIMUM * raw_value_factor)


@checked
def distribute_terminated(
    allocations: EachNotNegative, processor: Hashable, *, quantity: NotNegative | None = None
) -> Number:
    """Return allocations after a processor's permanent termination: its own goes to all others.

    ``other's allocation = allocation * sum / (sum - terminated)``

    >>> distribute_terminated({"A": 60, "B": 30, "C": 10}, "C")
    {'A': Fraction(200, 3), 'B': Fraction(100, 3), 'C': 0}

    Parameters
    ----------
    allocations
        A mapping of processors to allocations, or an array whose last axis they are. Not negative.
        [short tons, raw value]
    processor
        The one that terminated: its name, or its place on the last axis. It stays, with nothing.
    quantity
        By default all that it has; a part in the case that the law knew until 2007, a bought
        factory given up before the end of the next crop year. Not above it. [short tons, raw value]

    Raises
    ------
    TypeError, ValueError
        Also if *processor* is not there, *quantity* is above its allocation, or no other has any.

    Notes
    -----
    Sec. 359d(b)(2)(E), and until 2007 (G)(iii)(II); 7 CFR 1435.307(d), of cane processors too. All
    others share it: CCC's transfer of Pacific Northwest's to one of them was undone for fiscal year
    2009 (Amalgamated Sugar Co. v. Vilsack, 563 F.3d 822).
    """
    before = numbers_by_name(allocations)
    _check_there("processor", processor, before)
    left: Number = 0
    if quantity is not None:
        mine, part = as_one_kind(before[processor], quantity)
        expected = "quantity: found more than the processor's allocation, expected a part of it"
        left = require(mine - part, expected, not_negative)
    return in_form_of(_with_part(before, processor, left), allocations)


@checked
def transfer_allocation(
    allocations: EachNotNegative,
    seller: Hashable,
    buyer: Hashable,
    *,
    share: Ratio | None = None,
    quantity: NotNegative | None = None,
) -> Number:
    """Return allocations after a sale: the whole of the seller's, a share or a quantity of it.

    >>> transfer_allocation({"A": 60, "B": 30}, "A", "C")
    {'A': 0, 'B': 30, 'C': 60}
    >>> transfer_allocation({"A": 60, "B": 30}, "A", "B", quantity=10)
    {'A': 50, 'B': 40}

    Parameters
    ----------
    allocations
        A mapping of processors to allocations, or an array whose last axis they are. Not negative.
        [short tons, raw value]
    seller, buyer
        Their names, or their places on the last axis; the buyer may be new to a mapping.
    share
        The historical contribution of the factories sold to the seller's allocation, from 0 to 1.
        By default, without *quantity*, all assets are sold. [ratio]
    quantity
        What the two agreed upon instead, of beet factories since 2008; until then the historical
        contribution in tons. Not above the seller's. [short tons, raw value]

    Raises
    ------
    TypeError, ValueError
        Also if the two are one, the seller is not there, *quantity* is above its allocation, or
        *share* is given too.

    Notes
    -----
    Sec. 359d(b)(2)(F) and (G), (H)(iii) (by mutual agreement; 2002 to 2007 (I)), and (b)(1)(F) for
    cane; 7 CFR 1435.307(a), (e), (f). Not for what was distributed under (E) already.
    """
    if share is not None and quantity is not None:
        raise TypeError("share and quantity: found both, expected one of them or neither")
    after = numbers_by_name(allocations)
    _check_there("seller", seller, after)
    if not hasattr(allocations, "items"):
        _check_there("buyer", buyer, after)
    if seller == buyer:
        raise ValueError(f"buyer: found {shown(buyer)}, expected another than the seller")
    moved, mine = after[seller], after[seller]
    if share is not None:
        moved = multiply(share, mine)
    if quantity is not None:
        moved = quantity
    moved, mine = as_one_kind(moved, mine)
    expected = "quantity: found more than the seller's allocation, expected a part of it"
    left = require(mine - moved, expected, not_negative)
    moved, theirs = as_one_kind(moved, after.get(buyer, 0))
    return in_form_of(after | {seller: left, buyer: theirs + moved}, allocations)


def _check_there(name: str, key: Hashable, given: dict[Any, Number]) -> None:
    if key not in given:
        expected = "expected one of the processors in allocations"
        raise ValueError(f"{name}: found {shown(key)}, {expected}")


def _check_first_year(name: str, quantity: Number, processors: Number) -> None:
    most = NEW_CANE_PROCESSOR_CEILING * processors
    expected = f"{name}: found more than {most}, expected at most that in a first crop year"
    require(most - quantity, expected, not_negative)


def _with_new(name: str, given: Number, key: Hashable, quantity: Number) -> Number:
    before = numbers_by_name(given)
    if not hasattr(given, "items"):
        _check_there(name, key, before)
    expected = f"{name}: found {shown(key)} with some already, expected a new entrant"
    require(before.get(key, 0), expected, lambda value: value == 0)
    return in_form_of(_with_part(before, key, quantity), given)


def _with_part(before: dict[Any, Number], key: Hashable, part: Number) -> dict[Any, Number]:
    """Return *part* for one, and for the others what is left of all, pro rata."""
    others = {other: value for other, value in before.items() if other != key}
    whole, part, mine = as_one_kind(total(others), part, before.get(key, 0))
    expected = f"allocations: found none but of {shown(key)}, expected another's"
    require(whole, expected, above_zero)
    expected = f"allocations: found less in all than {shown(key)} would have, expected as much"
    left = require(whole + mine - part, expected, not_negative)
    return {**before, **adjust(others, whole, left), key: part}
