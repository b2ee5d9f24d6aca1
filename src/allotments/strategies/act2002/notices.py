"""Announcements under the Act of 2002, in which nothing is contradicted.

The overall quantity, and what everyone's part is in proportion to, are drawn; every figure is
computed exactly and rounded once, as it is printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Any, TypeAlias, get_args

from hypothesis import strategies as st

from allotments.act2002 import OFFSHORE_ALLOTMENT, OFFSHORE_STATES, PrintedPlace
from allotments.act2002.rules import AFTER, BEET, CANE, QUANTITY, SECTORS
from allotments.act2002.section_359c import (
    PrintRule,
    printed_sector_allotments,
    sector_allotments,
)
from allotments.figures.figure import Key
from allotments.formulas.division import prorate
from allotments.notices import Notice, bundled, load
from allotments.rounding import half_up
from allotments.strategies.act1990 import states
from allotments.strategies.act2002.models import LEAST_ALLOTTED, fiscal_years
from allotments.strategies.quantities import bases, check_bounds

Block: TypeAlias = dict[str, Any]

GREATEST = 20_000_000  # short tons: twice all of the country's
_SOURCE = {"document": "FR Doc. 0", "title": "Sugar Marketing Allotments"}
FIRST_WITH_MINIMUM = 2009
_TABLES = ("states", AFTER, "processors", "deficits", "reassigned")
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
    return notice_data(*check_quantity(min_value, max_value)).map(Notice.model_validate)


def partial_notices(
    *, min_value: int = 2 * LEAST_ALLOTTED, max_value: int = GREATEST
) -> st.SearchStrategy[Notice]:
    """Return a strategy for announcements that print a part of what :func:`notices` do.

    As little as one figure. Nothing is contradicted; a place whose rows no longer add up is said to
    be incomplete.

    Parameters
    ----------
    min_value, max_value
        As for :func:`notices`. [short tons, raw value]
    """
    return _part(*check_quantity(min_value, max_value)).map(Notice.model_validate)


def following_notices(
    *, min_value: int = 2 * LEAST_ALLOTTED, max_value: int = GREATEST
) -> st.SearchStrategy[Notice]:
    """Return a strategy for announcements that change a bundled one, with nothing contradicted.

    They print the new quantities, those before, and the changes, or some of them.

    Parameters
    ----------
    min_value, max_value
        Of the new overall quantity, as for :func:`notices`. [short tons, raw value]
    """
    return _following(*check_quantity(min_value, max_value)).map(Notice.model_validate)


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


def check_quantity(min_value: int, max_value: int) -> tuple[int, int]:
    """Return bounds of an overall quantity, far enough apart for a change."""
    return check_bounds(min_value, max_value, least=2 * LEAST_ALLOTTED, apart=LEAST_ALLOTTED)


@st.composite
def notice_data(draw: st.DrawFn, low: int, high: int) -> dict[str, Any]:
    """Draw an announcement as the data of a file."""
    year = draw(fiscal_years())
    first: Block = {}
    quantity = draw(st.integers(low, high))
    if year >= FIRST_WITH_MINIMUM and draw(st.booleans()):
        consumption = _STEP * draw(st.integers(-(-low // _STEP), high // _STEP))
        quantity = consumption * 17 // 20
        first = {"estimates": tons({"consumption": consumption}), "at_minimum": True}
    exact = sector_allotments(quantity)
    changed = draw(st.booleans())
    places = [first | _quantities(draw, quantity), *_divided(draw, exact)]
    if changed:
        before = draw(st.integers(low, high))
        places.append(_change(quantity, before, rounded(sector_allotments(before))))
    if draw(st.booleans()):
        places.append(_reassigned(draw, exact))
    return file_data(year, places, action="increase" if changed else "initial")


@st.composite
def _part(draw: st.DrawFn, low: int, high: int) -> dict[str, Any]:
    """Draw some places of an announcement, of each some figures, and of tables some rows."""
    data: dict[str, Any] = draw(notice_data(low, high))
    kept = draw(_some(data["printed"]))
    return {**data, "printed": [_part_of(draw, block) for block in kept]}


def _part_of(draw: st.DrawFn, block: Block) -> Block:
    names = [name for name in block if name not in ("place", "total", "at_minimum")]
    found, missing = {"place": block["place"]}, False
    for name in draw(_some(names)):
        found[name] = block[name]
        if name in _TABLES:
            (group, rows), *_ = _tables(block[name])
            some = {row: rows[row] for row in draw(_some(list(rows)))}
            found[name] = {group: some} if group else some
            missing |= len(some) < len(rows)
    missing |= len(found) <= len(names) and "deficits" in block
    return found | {"incomplete": True} if missing else found


def _tables(table: Any) -> list[tuple[str, Any]]:
    """Return the rows of a table, behind the group that they are of."""
    if any("value" in one for one in table.values()):
        return [("", table)]
    return list(table.items())


def _some(of: Any) -> st.SearchStrategy[Any]:
    """Return a strategy for some of several, in their order, one at least."""
    places = st.sets(st.sampled_from(range(len(of))), min_size=1)
    return places.map(lambda chosen: [of[place] for place in sorted(chosen)])


@st.composite
def _following(draw: st.DrawFn, low: int, high: int) -> dict[str, Any]:
    name = draw(st.sampled_from(_followed()))
    earlier, quantity = load(name), draw(st.integers(low, high))
    before = earlier.known[Key(QUANTITY)]
    sectors = {sector: earlier.known[Key("sectors", "", sector)] for sector in SECTORS}
    places = [_quantities(draw, quantity), _change(quantity, before, sectors)]
    if draw(st.booleans()):
        places.append(_reassigned(draw, sector_allotments(quantity)))
    action = "increase" if quantity > before else "decrease"
    return file_data(earlier.fiscal_year, draw(_some(places)), action=action, follows=name)


@cache
def _followed() -> list[str]:
    """Return the bundled determinations that print a quantity, and both sectors to the ton."""
    return [name for name in bundled() if "-" not in name and _to_the_ton(load(name))]


def _to_the_ton(notice: Notice) -> bool:
    fine = {one.key for one in notice.figures() if one.number.step == 1}
    needed = {Key(QUANTITY), *(Key("sectors", "", sector) for sector in SECTORS)}
    return notice.act == "2002" and needed <= fine


def file_data(fiscal_year: int, places: list[Block], **more: Any) -> dict[str, Any]:
    """Return an announcement as the data of a file."""
    return {
        "format": 1,
        "act": "2002",
        "fiscal_year": fiscal_year,
        "unit": "short tons",
        "source": _SOURCE,
        "printed": [{"place": f"Item {n}", **block} for n, block in enumerate(places, 1)],
        **more,
    }


def _quantities(draw: st.DrawFn, quantity: int) -> Block:
    """Draw by which rule the sectors of an overall quantity are printed."""
    rule: Any = draw(st.sampled_from(get_args(PrintRule)))
    sectors = printed_sector_allotments(quantity, print_rule=rule)
    found: Block = tons({QUANTITY: quantity, "sectors": sectors})
    return found


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
        found.append({family: tons(rounded(allotments))})
        parts |= allotments
    for group, allotment in parts.items():
        if draw(st.booleans()):
            allocations = rounded(prorate(allotment, draw(bases(max_value=10**7))))
            total = {"total": tons(int(half_up(allotment)))} if draw(st.booleans()) else {}
            found.append({"processors": {group: tons(allocations)}, **total})
    return found


def _by_law(cane: Fraction, shares: Mapping[str, int]) -> dict[str, Fraction]:
    """Return what offshore and mainland States have by their shares, each of their own whole."""
    offshore = {state: q for state, q in shares.items() if state in OFFSHORE_STATES}
    mainland = {state: q for state, q in shares.items() if state not in OFFSHORE_STATES}
    both = ((OFFSHORE_ALLOTMENT, offshore), (cane - OFFSHORE_ALLOTMENT, mainland))
    return {s: q for whole, of in both if of for s, q in prorate(whole, of).items()}


def _change(quantity: int, before: int, sectors: Mapping[str, int]) -> Block:
    """Return what stood before, as it was printed, and what changed, by sector."""
    exact, old = sector_allotments(quantity), sector_allotments(before)
    change = {sector: exact[sector] - old[sector] for sector in SECTORS}
    return {
        "before": tons({QUANTITY: before, "sectors": sectors}),
        "changes": tons({QUANTITY: quantity - before, "sectors": rounded(change)}),
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
        "deficits": {sector: tons({giver: sum(parts)})},
        "reassigned": {sector: tons({taker: parts[0]})},
        "sold_by_ccc": tons({sector: parts[1]}),
        "reassigned_imports": tons({sector: parts[2]}),
    }


def rounded(table: Mapping[str, Any]) -> dict[str, int]:
    """Return quantities as they are printed, each for itself."""
    return {name: int(half_up(quantity)) for name, quantity in table.items()}


def tons(printed: Any) -> Any:
    """Return whole short tons as file data, in tables of any depth."""
    if isinstance(printed, Mapping):
        return {name: tons(one) for name, one in printed.items()}
    return {"value": printed, "unit": "short tons"}
