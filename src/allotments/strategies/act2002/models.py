"""Valid inputs of a determination under the Act of 2002, model by model."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from allotments.act2002 import (
    IMPORTS,
    BeetCriteria,
    Criteria,
    Determination,
    Estimates,
    Inputs,
    Recorded,
    in_force,
    weighted_average_production,
)
from allotments.act2002.inputs import Share, Shares
from allotments.act2002.rules import BEET, BEET_CRITERIA, FISCAL_YEARS
from allotments.core.limits import LARGEST_QUANTITY
from allotments.determination import determine
from allotments.inputs import LEAST_NATIONAL
from allotments.strategies.act1990 import national_quantities, states, weights
from allotments.strategies.quantities import check_bounds, names, quantities, with_one_above

LEAST_ALLOTTED = 1_000_000  # of the overall quantity: then the mainland States have something
_MOST = 3  # States, and processors of a group: more would show nothing new, and slow the search
_MAINLAND = ("Florida", "Louisiana", "Texas")
_FOLLOWS = ("consumption", "reasonable_carryover_stocks", "carry_in_stocks")
_FACTORY = Fraction(1, 80)  # 1.25 percent, 359d(b)(2)(D)


def fiscal_years() -> st.SearchStrategy[int]:
    """Return a strategy for the fiscal years of the crop years of 359b(a)(1) and 359l(a)."""
    return st.integers(FISCAL_YEARS[0], FISCAL_YEARS[-1])


def estimates(
    *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[Estimates]:
    """Return a strategy for the Secretary's estimates, 359b(a)(1), any of them missing.

    Parameters
    ----------
    min_value, max_value
        Of each; see :func:`~allotments.strategies.national_quantities`. [short tons, raw value]
    """
    one = st.none() | national_quantities(min_value=min_value, max_value=max_value)
    return st.builds(Estimates, **dict.fromkeys(Estimates.model_fields, one))


def criteria(
    *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[Criteria]:
    """Return a strategy for the three criteria of a cane State or processor.

    Parameters
    ----------
    min_value, max_value
        Of each criterion. [short tons, raw value]
    """
    one = quantities(min_value=min_value, max_value=max_value)
    return st.builds(Criteria, **dict.fromkeys(Criteria.model_fields, one))


def beet_criteria(
    *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[BeetCriteria]:
    """Return a strategy for one beet processor's production and factories.

    Parameters
    ----------
    min_value, max_value
        Of each crop year's production. [short tons, raw value]
    """
    bounds = check_bounds(min_value, max_value)
    return _beet_processors(1, *bounds).map(lambda drawn: drawn[0])


def recorded(
    *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[Recorded]:
    """Return a strategy for State allotments and allocations of processors as printed.

    Parameters
    ----------
    min_value, max_value
        Of each. [short tons, raw value]
    """
    return st.builds(Recorded, **_tables(quantities(min_value=min_value, max_value=max_value)))


def one_share() -> st.SearchStrategy[Share]:
    """Return a strategy for a share of an allotment, and a tonnage beside it, of any sign."""
    return st.builds(
        Share,
        share=st.fractions(0, 1, max_denominator=1_000),
        tonnage=st.just(Fraction(0)) | st.fractions(-10_000, 10_000, max_denominator=1_000),
    )


def shares() -> st.SearchStrategy[Shares]:
    """Return a strategy for the shares of States and processors."""
    return st.builds(Shares, **_tables(one_share()))


def _tables(one: st.SearchStrategy[Any]) -> dict[str, st.SearchStrategy[Any]]:
    """Return strategies for tables of States, and for those of processors by group."""
    table = states().flatmap(lambda found: st.fixed_dictionaries(dict.fromkeys(found, one)))
    rows = names(max_size=_MOST).flatmap(
        lambda found: st.fixed_dictionaries(dict.fromkeys(found, one))
    )
    groups = st.lists(st.just(BEET) | states().map(lambda found: found[0]), unique=True, max_size=3)
    return {
        "states": st.just({}) | table,
        "states_after_reassignment": st.just({}) | table,
        "processors": groups.flatmap(lambda g: st.fixed_dictionaries(dict.fromkeys(g, rows))),
    }


def inputs(
    *, fiscal_year: int | None = None, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[Inputs]:
    """Return a strategy for inputs of a year, of whom much or little is known.

    Parameters
    ----------
    fiscal_year
        By default any: 2003 to 2032.
    min_value, max_value
        Of each quantity; *max_value* above zero. [short tons, raw value]
    """
    bounds = check_bounds(min_value, max_value, reaching=1)
    return _inputs(_year(fiscal_year), *bounds, least=0)


def _year(fiscal_year: int | None) -> st.SearchStrategy[int]:
    if fiscal_year is None:
        return fiscal_years()
    if fiscal_year not in FISCAL_YEARS:
        expected = f"{FISCAL_YEARS[0]} to {FISCAL_YEARS[-1]}, or None"
        raise InvalidArgument(f"fiscal_year: found {fiscal_year!r:.60}, expected {expected}")
    return st.just(fiscal_year)


def allotted_inputs(
    *, fiscal_year: int | None = None, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[Inputs]:
    """Return a strategy for inputs with allotments above zero; what is recorded may follow others.

    Parameters
    ----------
    fiscal_year
        By default any: 2003 to 2032.
    min_value, max_value
        Of each quantity; *max_value* at least 2,000,000. [short tons, raw value]
    """
    bounds = check_bounds(min_value, max_value, reaching=2 * LEAST_ALLOTTED)
    return st.builds(
        lambda found, tie: found.tied() if tie else found,
        _inputs(_year(fiscal_year), *bounds, least=1),
        st.booleans(),
    )


@st.composite
def _inputs(
    draw: st.DrawFn, year: st.SearchStrategy[int], low: int, high: int, *, least: int
) -> Inputs:
    """Draw inputs; with *least* 1 no State, no recipient and no allotment is without anything."""
    found = _quantity(draw, draw(year), low, high, least)
    printed: dict[str, Any] = {}
    of_states = draw(st.just([]) | states(max_size=_MOST))
    own = st.integers(max(low, least), high)
    if draw(st.booleans()):
        found["state_criteria"] = {state: draw(criteria(min_value=1)) for state in of_states}
        new = [state for state in _MAINLAND if state not in of_states][: draw(st.integers(0, 1))]
        printed["states"] = {state: draw(st.integers(least, 50_000)) for state in new}
    else:
        after = not least and draw(st.booleans())
        printed["states_after_reassignment" if after else "states"] = {
            s: draw(own) for s in of_states
        }
    for state in of_states:
        _processors(draw, state, found, printed, own)
    processors = draw(names(max_size=_MOST))
    if draw(st.booleans()):
        crops = draw(_beet_processors(len(processors), low, high))
        found["beet_criteria"] = dict(zip(processors, crops, strict=True))
    elif least or draw(st.booleans()):
        printed.setdefault("processors", {})[BEET] = {name: draw(own) for name in processors}
    else:
        found["shares"] = {"processors": {BEET: {name: draw(one_share()) for name in processors}}}
    if draw(st.booleans()):
        found["supply"] = {BEET: {name: draw(st.integers(low, high)) for name in processors}}
    return Inputs(**found, recorded=Recorded(**printed))


def _quantity(draw: st.DrawFn, year: int, low: int, high: int, least: int) -> dict[str, Any]:
    """Draw the weights and the estimates, and the overall quantity or what makes it."""
    found: dict[str, Any] = {"fiscal_year": year, "weights": draw(weights())}
    known = dict(draw(estimates(min_value=low, max_value=high)))
    if in_force(year - 1).deducts_imports:
        follows = _formula(draw, low, high, least)
    else:
        follows = {"consumption": draw(_whole(low, high, least))}
    if draw(st.booleans()) or not follows:
        found["overall_allotment_quantity"] = draw(_whole(low, high, least))
    else:
        known |= follows
    found["estimates"] = {name: value for name, value in known.items() if value is not None}
    return found


def _whole(low: int, high: int, least: int) -> st.SearchStrategy[int]:
    """Return a strategy for a quantity of the whole country; with *least* 1 that can be divided."""
    if least:
        return st.integers(max(low, 2 * LEAST_ALLOTTED), high)
    return national_quantities(min_value=low, max_value=high)


def _formula(draw: st.DrawFn, low: int, high: int, least: int) -> dict[str, int]:
    """Draw what the overall quantity follows from to crop year 2007, or nothing between bounds."""
    if not least:
        whole = _whole(low, high, least)
        return {name: draw(whole) for name in _FOLLOWS}
    low, needed = max(low, LEAST_NATIONAL), 2 * LEAST_ALLOTTED + IMPORTS
    if 2 * high - needed < low:
        return {}
    carry_in = draw(st.integers(low, min(high, 2 * high - needed)))
    consumption = draw(st.integers(max(low, carry_in + needed - high), high))
    carryover = draw(st.integers(max(low, carry_in + needed - consumption), high))
    return dict(zip(_FOLLOWS, (consumption, carryover, carry_in), strict=True))


def _processors(
    draw: st.DrawFn,
    state: str,
    found: dict[str, Any],
    printed: dict[str, Any],
    own: st.SearchStrategy[int],
) -> None:
    """Add a State's processors by their criteria, or as printed, or none."""
    kind = draw(st.sampled_from(["criteria", "printed", ""]))
    processors = draw(names(max_size=_MOST))
    if kind == "criteria":
        drawn = with_one_above(draw, len(processors), lambda one: criteria(min_value=one))
        table = dict(zip(processors, drawn, strict=True))
        found.setdefault("processor_criteria", {})[state] = table
    elif kind:
        printed.setdefault("processors", {})[state] = {name: draw(own) for name in processors}


@st.composite
def _beet_processors(draw: st.DrawFn, count: int, low: int, high: int) -> list[BeetCriteria]:
    """Draw processors whose closed factories leave no base below zero, and one base above it."""

    def crops(least: int) -> st.SearchStrategy[dict[str, int]]:
        one = st.integers(max(low, least), high)
        return st.fixed_dictionaries(dict.fromkeys(BEET_CRITERIA, one))

    years = with_one_above(draw, count, crops)
    averages = [weighted_average_production(**one) for one in years]
    few = st.integers(0, 3)
    found = []
    for one, average in zip(years, averages, strict=True):
        most = int(average / (sum(averages) * _FACTORY))
        counts = {
            "factories_opened": draw(few),
            "factories_closed": draw(st.integers(0, min(most, 3))),
            "desugarization_facilities": draw(few),
            "quality_losses": draw(st.integers(0, 1)),
        }
        found.append(BeetCriteria(**one, **counts))
    return found


def determinations(
    *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[Determination]:
    """Return a strategy for what the Act makes of :func:`inputs`.

    Parameters
    ----------
    min_value, max_value
        As there. [short tons, raw value]
    """
    return inputs(min_value=min_value, max_value=max_value).map(determine)
