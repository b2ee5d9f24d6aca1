"""Announcements under the Act of 2002, in which nothing is contradicted.

The overall quantity, and what everyone's part is in proportion to, are drawn; every figure is
computed exactly and rounded once, as it is printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, TypeAlias

from hypothesis import strategies as st

from allotments.act2002 import OFFSHORE_ALLOTMENT, OFFSHORE_STATES, PrintedPlace
from allotments.act2002.rules import AFTER, BEET, CANE, QUANTITY, SECTORS
from allotments.act2002.section_359c import printed_sector_allotments, sector_allotments
from allotments.formulas.division import prorate
from allotments.notices import Notice
from allotments.rounding import half_up
from allotments.strategies.act1990 import states
from allotments.strategies.act2002.models import LEAST_ALLOTTED, fiscal_years
from allotments.strategies.quantities import bases, check_bounds

Block: TypeAlias = dict[str, Any]

GREATEST = 20_000_000  # short tons: twice all of the country's
_SOURCE = {"document": "FR Doc. 0", "title": "Sugar Marketing Allotments"}
_FIRST_WITH_MINIMUM = 2009
_STEP = 20  # of consumption: 85 percent of it are whole tons


def notices(
    *, min_value: int = 2 * LEAST_ALLOTTED, max_value: int = GREATEST
) -> st.SearchStrategy[Notice]:
    """Return a strategy for announcements in which nothing is contradicted.

    Parameters
    ----------
    min_value, max_value
        Of the overall allotment quantity and of consumption, 2,000,000 at least and 1,000,000
        apart. [short tons, raw value]
    """
    bounds = check_bounds(min_value, max_value, least=2 * LEAST_ALLOTTED, apart=LEAST_ALLOTTED)
    return _data(*bounds).map(Notice.model_validate)


def printed_places(
    *, min_value: int = 2 * LEAST_ALLOTTED, max_value: int = GREATEST
) -> st.SearchStrategy[PrintedPlace]:
    """Return a strategy for what an announcement prints at one place.

    Parameters
    ----------
    min_value, max_value
        As for :func:`notices`. [short tons, raw value]
    """
    return notices(min_value=min_value, max_value=max_value).flatmap(
        lambda notice: st.sampled_from(notice.printed)
    )


@st.composite
def _data(draw: st.DrawFn, low: int, high: int) -> dict[str, Any]:
    """Draw an announcement as the data of a file."""
    year = draw(fiscal_years())
    first: Block = {}
    quantity = draw(st.integers(low, high))
    if year >= _FIRST_WITH_MINIMUM and draw(st.booleans()):
        consumption = _STEP * draw(st.integers(-(-low // _STEP), high // _STEP))
        quantity = consumption * 17 // 20
        first = {"estimates": _tons({"consumption": consumption}), "at_minimum": True}
    rule: Any = draw(st.sampled_from(["half_up", "remainder"]))
    first |= _tons(
        {QUANTITY: quantity, "sectors": printed_sector_allotments(quantity, print_rule=rule)}
    )
    exact = sector_allotments(quantity)
    changed = draw(st.booleans())
    places = [first, *_divided(draw, exact)]
    if changed:
        places.append(_change(quantity, draw(st.integers(low, high))))
    if draw(st.booleans()):
        places.append(_reassigned(draw, exact))
    return {
        "format": 1,
        "act": "2002",
        "fiscal_year": year,
        "action": "increase" if changed else "initial",
        "unit": "short tons",
        "source": _SOURCE,
        "printed": [{"place": f"Item {n}", **block} for n, block in enumerate(places, 1)],
    }


def _divided(draw: st.DrawFn, exact: Mapping[str, Any]) -> list[Block]:
    """Draw the tables of States and processors, or some of them."""
    found, parts = [], {BEET: exact[BEET]}
    if draw(st.booleans()):
        of_states = draw(states())
        weights = draw(st.lists(st.integers(1, 10**7), min_size=5, max_size=5))
        shares = dict(zip(of_states, weights, strict=False))
        if draw(st.booleans()):
            family, allotments = AFTER, prorate(exact[CANE], shares)
        else:
            family, allotments = "states", _by_law(exact[CANE], shares)
        found.append({family: _tons(_rounded(allotments))})
        parts |= allotments
    for group, allotment in parts.items():
        if draw(st.booleans()):
            allocations = _rounded(prorate(allotment, draw(bases(max_value=10**7))))
            total = {"total": _tons(int(half_up(allotment)))} if draw(st.booleans()) else {}
            found.append({"processors": {group: _tons(allocations)}, **total})
    return found


def _by_law(cane: Fraction, shares: Mapping[str, int]) -> dict[str, Fraction]:
    """Return what offshore and mainland States have by their shares, each of their own whole."""
    offshore = {state: q for state, q in shares.items() if state in OFFSHORE_STATES}
    mainland = {state: q for state, q in shares.items() if state not in OFFSHORE_STATES}
    both = ((OFFSHORE_ALLOTMENT, offshore), (cane - OFFSHORE_ALLOTMENT, mainland))
    return {s: q for whole, of in both if of for s, q in prorate(whole, of).items()}


def _change(quantity: int, before: int) -> Block:
    """Return what stood before, and what changed, by sector."""
    exact, old = sector_allotments(quantity), sector_allotments(before)
    change = {sector: exact[sector] - old[sector] for sector in SECTORS}
    return {
        "before": _tons({QUANTITY: before, "sectors": _rounded(old)}),
        "changes": _tons({QUANTITY: quantity - before, "sectors": _rounded(change)}),
    }


def _reassigned(draw: st.DrawFn, exact: Mapping[str, Any]) -> Block:
    """Return a deficit of a sector, and what became of it."""
    sector = draw(st.sampled_from(SECTORS))
    parts = [draw(st.integers(0, int(exact[sector]) // 4)) for _ in range(3)]
    if sector == BEET:
        giver, taker = "A", "B"
    else:
        giver, taker = "Hawaii", "Florida"
    return {
        "deficits": {sector: _tons({giver: sum(parts)})},
        "reassigned": {sector: _tons({taker: parts[0]})},
        "sold_by_ccc": _tons({sector: parts[1]}),
        "reassigned_imports": _tons({sector: parts[2]}),
    }


def _rounded(table: Mapping[str, Any]) -> dict[str, int]:
    return {name: int(half_up(quantity)) for name, quantity in table.items()}


def _tons(printed: Any) -> Any:
    """Return whole short tons as file data, in tables of any depth."""
    if isinstance(printed, Mapping):
        return {name: _tons(one) for name, one in printed.items()}
    return {"value": printed, "unit": "short tons"}
