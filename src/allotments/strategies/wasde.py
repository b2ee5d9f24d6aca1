"""Sugar balances as WASDE reports print them, and the reports."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

from hypothesis import strategies as st

from allotments.core.limits import LARGEST_QUANTITY
from allotments.core.units import TST
from allotments.strategies.quantities import check_bounds, divided
from allotments.strategies.registration import Registered
from allotments.wasde import Balance, Report
from allotments.wasde.balances import OPTIONAL, Status

_MOST_YEARS = 3  # in a report
_FIRST, _LAST = 2010, 2040  # of the years of reports
_STATES = [name for name in OPTIONAL if name.endswith("_production")]
_IMPORTS = [name for name in OPTIONAL if name.startswith("imports_")]


def balances(
    *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[Balance]:
    """Return a strategy for the supply and use of one fiscal year, in thousands, that add up.

    Parameters
    ----------
    min_value, max_value
        Of production and of consumption; a multiple of 1,000 must be between them. Other quantities
        are parts or sums of such. [short tons, raw value]
    """
    low, high = check_bounds(min_value, max_value)
    bounds = check_bounds(low, high, reaching=-(-low // TST) * TST)
    return st.integers(_FIRST, _LAST).flatmap(lambda year: balance_of(year, *bounds))


def reports(*, min_value: int = 0, max_value: int = LARGEST_QUANTITY) -> st.SearchStrategy[Report]:
    """Return a strategy for reports of up to three fiscal years, each with what the last one left.

    Parameters
    ----------
    min_value, max_value
        As for :func:`balances`. [short tons, raw value]
    """
    balances(min_value=min_value, max_value=max_value)
    return _report(*check_bounds(min_value, max_value))


@st.composite
def balance_of(
    draw: st.DrawFn, year: int, low: int, high: int, stocks: int | None = None
) -> Balance:
    """Draw the balance of a fiscal year, with beginning stocks or any."""
    some, any_ = st.integers(-(-low // TST), high // TST), st.integers(0, high // TST)
    production, food = draw(some), draw(some)
    begin = draw(any_) if stocks is None else stocks // TST
    exports, other = draw(any_), draw(any_)
    use = exports + other + food
    # As much is imported as is needed at least.
    imports = max(0, use - production - begin) + draw(any_)
    beet, *cane = divided(draw, production, 1 + len(_STATES))
    of_states = {
        name: tons for name, tons in zip(_STATES, cane, strict=True) if draw(st.booleans())
    }
    kinds = dict(zip(_IMPORTS, divided(draw, imports, len(_IMPORTS)), strict=True))
    tons: dict[str, Any] = {
        "beginning_stocks": begin,
        "production": production,
        "beet_production": beet,
        "cane_production": production - beet,
        "imports": imports,
        "total_supply": begin + production + imports,
        "exports": exports,
        "deliveries": other + food,
        "deliveries_food": food,
        "total_use": use,
        "ending_stocks": begin + production + imports - use,
        **of_states,
        **(kinds if draw(st.booleans()) else {}),
    }
    status = draw(st.sampled_from(get_args(Status)))
    return Balance(fiscal_year=year, status=status, **{name: q * TST for name, q in tons.items()})


@st.composite
def _report(draw: st.DrawFn, low: int, high: int) -> Report:
    year, month = draw(st.integers(_FIRST, _LAST)), draw(st.integers(1, 12))
    found: list[Balance] = []
    for fiscal_year in range(year - 1, year - 1 + draw(st.integers(1, _MOST_YEARS))):
        stocks = found[-1].ending_stocks if found else None
        found.append(draw(balance_of(fiscal_year, low, high, stocks)))
    number, released = draw(st.none() | st.integers(1, 10_000)), draw(st.booleans())
    day = date(year, month, draw(st.integers(8, 12))) if released else None
    return Report(f"{year}-{month:02}", tuple(found), number, day)


REGISTERED: Registered = {Balance: balances, Report: reports}
