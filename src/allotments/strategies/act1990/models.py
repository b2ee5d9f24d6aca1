"""Valid inputs of a determination under the 1990 Act, model by model."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from allotments.act1990 import (
    CANE_STATES,
    MINIMUM_IMPORTS,
    Criteria,
    Determination,
    Estimates,
    Inputs,
    Recorded,
    SectorCriteria,
    determine,
)
from allotments.act1990.inputs import NationalCriteria
from allotments.act1990.rules import BEET, SECTORS
from allotments.act1990.years_in_force import FISCAL_YEARS
from allotments.core.limits import LARGEST_QUANTITY
from allotments.core.units import TST
from allotments.inputs import LEAST_NATIONAL
from allotments.strategies.act1990.weightings import Weights, weights
from allotments.strategies.quantities import (
    check_bounds,
    check_flag,
    names,
    quantities,
    sizes,
)

CRITERIA = tuple(Criteria.model_fields)
_ALLOTMENTS = st.fractions(1, LARGEST_QUANTITY, max_denominator=1_000_000)
_MOST_STATES = _MOST_PROCESSORS = 3  # by default: more would show nothing new, and slow the search


def fiscal_years() -> st.SearchStrategy[int]:
    """Return a strategy for the fiscal years of 359b(a)(1)."""
    return st.integers(FISCAL_YEARS[0], FISCAL_YEARS[-1])


def states(*, min_size: int = 1, max_size: int | None = None) -> st.SearchStrategy[list[str]]:
    """Return a strategy for the five States in which sugarcane is produced, 359c(f), each once.

    Parameters
    ----------
    min_size, max_size
        How many States; by default up to three, or just *min_size* if that is more.
    """
    least, greatest = sizes(min_size, max_size, (1, _MOST_STATES), most=len(CANE_STATES))
    return st.lists(st.sampled_from(CANE_STATES), min_size=least, max_size=greatest, unique=True)


def national_quantities(
    *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[int]:
    """Return a strategy for quantities of the whole country: zero, or 20,000 and more.

    Anything between a model refuses as thousands of short tons taken for short tons; bounds in
    between are moved to the next quantity that is allowed. [short tons, raw value]
    """
    low, high = _national_bounds(min_value, max_value, 1)
    if low > 0:
        return st.integers(low, high)
    return st.just(0) | st.integers(LEAST_NATIONAL, high) if high >= LEAST_NATIONAL else st.just(0)


def _national_bounds(min_value: int, max_value: int, step: int) -> tuple[int, int]:
    """Return the least and the greatest quantity of the whole country that the bounds allow."""
    min_value, max_value = check_bounds(min_value, max_value)
    low = max(min_value, LEAST_NATIONAL if min_value or step > 1 else 0)
    low, high = -(-low // step) * step, max_value // step * step
    if low > high:
        some = "0 or a quantity" if step == 1 else f"a multiple of {step:,}"
        raise InvalidArgument(
            f"min_value, max_value: found {min_value:,} and {max_value:,}, expected between them "
            f"{some} of {LEAST_NATIONAL:,} at least"
        )
    return low, high


def estimates(
    *,
    min_value: int = 0,
    max_value: int = LARGEST_QUANTITY,
    allotments_required: bool | None = None,
    something_to_allot: bool | None = None,
    step: int = 1,
) -> st.SearchStrategy[Estimates]:
    """Return a strategy for the Secretary's estimates, 359b(a)(1).

    Parameters
    ----------
    min_value, max_value
        Of each estimate; see :func:`national_quantities`. [short tons, raw value]
    allotments_required
        Whether the imports are below 1,250,000 short tons, 359b(b)(1); by default either.
    something_to_allot
        With ``True``, required allotments have an overall quantity above zero, 359c(b)(1); by
        default it may be anything, but is above zero as often as not.
    step
        Of what each estimate is a multiple: 1, or ``TST`` for estimates as a notice prints them.
    """
    check_flag("allotments_required", allotments_required, optional=True)
    check_flag("something_to_allot", something_to_allot, optional=True)
    if isinstance(step, bool) or step not in (1, TST):
        raise InvalidArgument(f"step: found {step!r:.60}, expected 1 or {TST:,}")
    low, high = _national_bounds(min_value, max_value, step)
    # What two of the four estimates must add up to at least.
    least = {_SOMETHING: low + MINIMUM_IMPORTS + step, _NOT_REQUIRED: 2 * low + MINIMUM_IMPORTS}
    kinds = []  # the simplest first
    if allotments_required is not False:
        kinds += [] if something_to_allot else [_REQUIRED]
        kinds += [_SOMETHING] if 2 * high >= least[_SOMETHING] else []
    if allotments_required is not True:
        kinds += [_NOT_REQUIRED] if 2 * high >= least[_NOT_REQUIRED] else []
    if not kinds:
        wanted = least[_NOT_REQUIRED if allotments_required is False else _SOMETHING]
        raise InvalidArgument(
            f"min_value, max_value: found {min_value:,} and {max_value:,}, too near to each other "
            f"for allotments_required={allotments_required}, "
            f"something_to_allot={something_to_allot}; expected max_value at least "
            f"{-(-wanted // (2 * step)) * step:,}"
        )
    return st.sampled_from(kinds).flatmap(lambda kind: _estimates(low, high, step, kind))


_REQUIRED, _SOMETHING, _NOT_REQUIRED = "required", "something to allot", "not required"


@st.composite
def _estimates(draw: st.DrawFn, low: int, high: int, step: int, kind: str) -> Estimates:
    """Draw estimates of a kind, multiples of *step*; so are the bounds.

    Production and carry-in stocks are drawn so that the rest can be, then consumption and carryover
    so that their sum is from *least* to *most*.
    """

    def drawn(least: int, greatest: int) -> int:
        least, greatest = max(low, least), min(high, greatest)
        if step > 1:
            return draw(st.integers(least // step, greatest // step)) * step
        return draw(national_quantities(min_value=least, max_value=greatest))

    if kind == _NOT_REQUIRED:
        most = 2 * high
        production = drawn(low, most - MINIMUM_IMPORTS - low)
        carry_in = drawn(low, most - MINIMUM_IMPORTS - production)
        least = production + carry_in + MINIMUM_IMPORTS
    elif kind == _SOMETHING:
        # Two steps above the least quantity, so that whatever is left is again one.
        production = drawn(LEAST_NATIONAL + 2 * step, high)
        carry_in = drawn(low, 2 * high - MINIMUM_IMPORTS - step)
        least = carry_in + MINIMUM_IMPORTS + step
        most = least - step + production - step
    else:
        production, carry_in = drawn(low, high), drawn(low, high)
        least, most = 2 * low, production + carry_in + MINIMUM_IMPORTS - step
    consumption = drawn(least - high, most - low)
    carryover = drawn(least - consumption, most - consumption)
    return Estimates(
        consumption=consumption,
        reasonable_carryover_stocks=carryover,
        production=production,
        carry_in_stocks=carry_in,
    )


def criteria(
    *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[Criteria]:
    """Return a strategy for the three criteria of a State or a processor. [short tons]."""
    one = quantities(min_value=min_value, max_value=max_value)
    return st.builds(Criteria, past_marketings=one, processing_capacity=one, ability_to_market=one)


def national_criteria(
    *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[NationalCriteria]:
    """Return a strategy for the three criteria of a sector. [short tons, raw value]."""
    one = national_quantities(min_value=min_value, max_value=max_value)
    return st.builds(
        NationalCriteria, past_marketings=one, processing_capacity=one, ability_to_market=one
    )


def sector_criteria(
    *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[SectorCriteria]:
    """Return a strategy for the criteria of beet and of cane sugar, 359c(d)(1). [short tons]."""
    one = national_criteria(min_value=min_value, max_value=max_value)
    return st.builds(SectorCriteria, beet=one, cane=one)


def recorded(
    *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[Recorded]:
    """Return a strategy for recorded State allotments and processors' allocations. [short tons]."""
    return _recorded(*check_bounds(min_value, max_value))


@st.composite
def _recorded(draw: st.DrawFn, low: int, high: int) -> Recorded:
    found = draw(states())
    return Recorded(
        states={state: draw(st.integers(low, high)) for state in found},
        processors={group: _quantities(draw, low, high) for group in _some(draw, [BEET, *found])},
    )


def inputs(
    *,
    min_value: int = 0,
    max_value: int = LARGEST_QUANTITY,
    allotments_required: bool | None = None,
) -> st.SearchStrategy[Inputs]:
    """Return a strategy for all that a determination follows from.

    State allotments come computed from criteria, recorded, or not at all; so do the allocations of
    each group of processors. Recorded ones may have been made under other allotments, above zero,
    which they can follow.

    Parameters
    ----------
    min_value, max_value
        Of each quantity; see :func:`national_quantities`. [short tons, raw value]
    allotments_required
        Whether the imports are below 1,250,000 short tons, 359b(b)(1); by default either.
    """
    low, high = check_bounds(min_value, max_value, reaching=LEAST_NATIONAL)
    estimates(min_value=low, max_value=high, allotments_required=allotments_required)
    return _inputs(low, high, allotments_required=allotments_required)


@st.composite
def _inputs(draw: st.DrawFn, low: int, high: int, *, allotments_required: bool | None) -> Inputs:
    weighting = draw(weights())
    estimated = draw(
        estimates(min_value=low, max_value=high, allotments_required=allotments_required)
    )
    found = draw(st.just([]) | states(max_size=_MOST_STATES))
    computed = found if draw(st.booleans()) else []
    groups = _some(draw, [BEET, *found])
    by_criteria = _some(draw, groups)
    return Inputs(
        fiscal_year=draw(fiscal_years()),
        estimates=estimated,
        weights=weighting,
        criteria=SectorCriteria(
            **_not_all_zero(draw, SECTORS, weighting, (low, high), NationalCriteria)
        ),
        state_criteria=_not_all_zero(draw, computed, weighting, (low, high), Criteria),
        processor_criteria={
            group: _not_all_zero(draw, draw(_processors()), weighting, (low, high), Criteria)
            for group in by_criteria
        },
        recorded=Recorded(
            states={} if computed else {s: draw(st.integers(low, high)) for s in found},
            processors={
                group: _quantities(draw, low, high) for group in groups if group not in by_criteria
            },
            basis=_basis(draw, found, computed) if draw(st.booleans()) else None,
        ),
    )


def _basis(
    draw: st.DrawFn, found: Sequence[str], computed: Sequence[str]
) -> dict[str, Fraction] | None:
    """Draw the allotments above zero that recorded quantities were made under."""
    states = computed or _some(draw, found)  # a recorded State's allotment is there already
    allotments = ["sectors.beet", "sectors.cane", *(f"states.{state}" for state in states)]
    return {path: draw(_ALLOTMENTS) for path in allotments}


def _quantities(draw: st.DrawFn, low: int, high: int) -> dict[str, int]:
    return {name: draw(st.integers(low, high)) for name in draw(_processors())}


def _processors() -> st.SearchStrategy[list[str]]:
    return names(max_size=_MOST_PROCESSORS)


def _some(draw: st.DrawFn, of: Sequence[str]) -> list[str]:
    return [one for one in of if draw(st.booleans())]


def _not_all_zero(
    draw: st.DrawFn,
    whose: Sequence[str],
    weighting: Weights,
    bounds: tuple[int, int],
    model: type[Criteria],
) -> dict[str, Any]:
    """Draw criteria for each, at least one of them above zero where its weight is, too."""
    if not whose:
        return {}
    low, high = bounds
    one = national_quantities if model is NationalCriteria else quantities
    above = draw(st.sampled_from(whose))
    counting = draw(st.sampled_from([c for c, w in zip(CRITERIA, weighting, strict=True) if w]))
    return {
        name: model(
            **{
                criterion: draw(
                    one(
                        min_value=max(low, 1) if (name, criterion) == (above, counting) else low,
                        max_value=high,
                    )
                )
                for criterion in CRITERIA
            }
        )
        for name in whose
    }


def determinations(
    *,
    min_value: int = 0,
    max_value: int = LARGEST_QUANTITY,
    allotments_required: bool | None = None,
) -> st.SearchStrategy[Determination]:
    """Return a strategy for what the Act makes of :func:`inputs`."""
    return inputs(
        min_value=min_value, max_value=max_value, allotments_required=allotments_required
    ).map(determine)
