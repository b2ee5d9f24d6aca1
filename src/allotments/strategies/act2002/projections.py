"""Determinations to come whose shares are known, and so what they will print."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from hypothesis import strategies as st

from allotments.act2002 import (
    OFFSHORE_ALLOTMENT,
    OFFSHORE_STATES,
    minimum_overall_allotment_quantity,
    sector_allotments,
)
from allotments.act2002.rules import AFTER, BEET, CANE, FISCAL_YEARS, QUANTITY
from allotments.figures.figure import Key
from allotments.inputs import put
from allotments.notices import Notice, bundled, load
from allotments.rounding import half_up
from allotments.strategies.act1990 import states
from allotments.strategies.act2002.models import LEAST_ALLOTTED
from allotments.strategies.act2002.notices import (
    FIRST_WITH_MINIMUM,
    GREATEST,
    Block,
    check_quantity,
    file_data,
    rounded,
    tons,
)
from allotments.strategies.quantities import check_bounds, divided, names
from allotments.strategies.shares import LEAST_TONNAGE
from allotments.strategies.wasde import balance_of
from allotments.wasde import Report

_MOST = 3  # processors of a group
_PARTS = 1_000  # that shares are counted in


class _Part(NamedTuple):
    whole: str
    """Of what it is a part: ``"beet"``, ``"cane"``, ``"mainland"`` or ``"offshore"``."""
    share: Fraction
    tonnage: int = 0


Parts: TypeAlias = dict[Key, _Part]


class Projected(NamedTuple):
    """A determination to come, and what it will print."""

    arguments: dict[str, Any]
    """What :func:`allotments.project` is called with, by name."""
    printed: dict[str, int]
    """By path what each State and each processor will have, rounded. [short tons, raw value]"""


def projections(
    *, min_value: int = 2 * LEAST_ALLOTTED, max_value: int = GREATEST
) -> st.SearchStrategy[Projected]:
    """Return a strategy for projections of known shares: ``allotments.project(**one.arguments)``.

    Every earlier print is what the true shares make of its allotments, each figure rounded for
    itself; so the ranges that are projected must contain what the true shares print next. Some
    recipients have a tonnage beside their share.

    Parameters
    ----------
    min_value, max_value
        Of each overall quantity and of consumption, as for :func:`notices`; *max_value* at least
        twice *min_value*. [short tons, raw value]
    """
    low, high = check_quantity(min_value, max_value)
    check_bounds(low, high, reaching=2 * low)
    return _projected(low, high)


@st.composite
def _projected(draw: st.DrawFn, low: int, high: int) -> Projected:
    year = draw(st.sampled_from(_years_to_come()))
    arguments, quantity = _quantity(draw, year, low, high)
    parts = _parts(draw, minimum_overall_allotment_quantity(low))
    # One quantity is twice another: so no share makes of both what a tonnage does.
    first = draw(st.integers(low, high // 2))
    others = draw(st.lists(st.integers(low, high), max_size=2))
    quantities = [first, draw(st.integers(2 * first, high)), *others]
    count, others_of = len(quantities), [one for one in FISCAL_YEARS if one != year]
    years = draw(st.lists(st.sampled_from(others_of), min_size=count, max_size=count, unique=True))
    arguments["learned_from"] = [
        _notice(one, quantity, parts) for one, quantity in zip(years, quantities, strict=True)
    ]
    printed = {key.path: tons for key, tons in _printed(quantity, parts).items()}
    return Projected(arguments, printed)


@cache
def _years_to_come() -> list[int]:
    """Return years with a minimum of which no bundled print names processors."""
    there = {name: load(name) for name in bundled() if "-" not in name}
    named = {
        one.fiscal_year
        for one in there.values()
        if any(key.family == "processors" for key in one.known)
    }
    return [year for year in FISCAL_YEARS if year >= FIRST_WITH_MINIMUM and year not in named]


def _quantity(draw: st.DrawFn, year: int, low: int, high: int) -> tuple[dict[str, Any], Any]:
    """Draw what the overall quantity is projected from, and the quantity."""
    kind = draw(st.sampled_from(["quantity", "consumption", "report"]))
    if kind == "quantity":
        quantity = draw(st.integers(low, high))
        return {"fiscal_year": year, "overall_allotment_quantity": quantity}, quantity
    if kind == "report":
        balance = draw(balance_of(year, low, high))
        given: Any = Report(f"{year - 1}-08", (balance,))
        consumption = balance.consumption
    else:
        given = consumption = draw(st.integers(low, high))
    quantity = minimum_overall_allotment_quantity(consumption)
    return {"fiscal_year": year, "consumption": given}, quantity


def _parts(draw: st.DrawFn, least: Any) -> Parts:
    """Draw the parts of all beet processors, of all cane States and processors, or of both."""
    wholes = _wholes(least)
    cane = draw(st.sampled_from([AFTER, "states", "processors", ""]))
    found: Parts = {}
    if not cane or draw(st.booleans()):
        found |= _processors(draw, Key("processors", BEET), _Part(BEET, Fraction(1)), wholes)
    of_states = draw(states(max_size=_MOST)) if cane else []
    for whole in ("mainland", "offshore") if cane == "states" else (CANE,):
        own = [s for s in of_states if whole in (CANE, _whole_of(s))]
        if not own:
            continue
        for state, share in zip(own, divided(draw, _PARTS, len(own)), strict=True):
            part = _Part(whole, Fraction(share, _PARTS))
            found |= {Key(cane, "", state): part} if cane != "processors" else {}
            found |= _processors(draw, Key("processors", state), part, wholes)
    return found


def _processors(draw: st.DrawFn, group: Key, whole: _Part, wholes: Mapping[str, Any]) -> Parts:
    """Draw the parts of a group's processors, two of them with a tonnage that the other lacks."""
    recipients = draw(names(max_size=_MOST))
    parts = divided(draw, _PARTS, len(recipients))
    shares = [whole.share * Fraction(part, _PARTS) for part in parts]
    tonnages = [0] * len(shares)
    most = int(max(shares) * wholes[whole.whole])
    if (
        len(shares) > 1
        and whole.whole != "offshore"
        and most >= LEAST_TONNAGE
        and draw(st.booleans())
    ):
        giver = shares.index(max(shares))
        tonnages[giver] = -draw(st.integers(LEAST_TONNAGE, most))
        tonnages[giver - 1] = -tonnages[giver]
    return {
        group._replace(recipient=name): _Part(whole.whole, share, tonnage)
        for name, share, tonnage in zip(recipients, shares, tonnages, strict=True)
    }


def _whole_of(state: str) -> str:
    return "offshore" if state in OFFSHORE_STATES else "mainland"


def _wholes(quantity: Any) -> dict[str, Any]:
    sectors = sector_allotments(quantity)
    mainland = sectors[CANE] - OFFSHORE_ALLOTMENT
    return {**sectors, "mainland": mainland, "offshore": OFFSHORE_ALLOTMENT}


def _printed(quantity: Any, parts: Parts) -> dict[Key, int]:
    wholes = _wholes(quantity)
    exact = {key: one.share * wholes[one.whole] + one.tonnage for key, one in parts.items()}
    return {key: int(half_up(tons)) for key, tons in exact.items()}


def _notice(year: int, quantity: int, parts: Parts) -> Notice:
    """Return an initial determination that prints all parts, a place for each table."""
    blocks: dict[tuple[str, str], Block] = {}
    for key, printed in _printed(quantity, parts).items():
        put(blocks.setdefault((key.family, key.group), {}), key, tons(printed))
    first = tons({QUANTITY: quantity, "sectors": rounded(sector_allotments(quantity))})
    return Notice.model_validate(file_data(year, [first, *blocks.values()]))
