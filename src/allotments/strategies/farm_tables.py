"""A State and its sugarcane farms, as models, and the shares that the Act makes of them."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from allotments.act1990 import (
    STATES,
    CaneState,
    Farm,
    FarmShare,
    ProportionateShares,
    proportionate_shares,
)
from allotments.act1990.section_359f import CROP_YEARS, EXEMPT_STATE
from allotments.core.limits import LARGEST_QUANTITY
from allotments.strategies.deficits_and_farms import LARGEST_FARM, RECOVERY_RATES, farms
from allotments.strategies.models import fiscal_years
from allotments.strategies.quantities import Exact, check_bounds, numbers

_LARGEST_YIELD = 100  # short tons of sugarcane per acre


def farm_tables(
    *,
    min_size: int = 1,
    max_size: int | None = None,
    min_value: int = 0,
    max_value: int = LARGEST_FARM,
) -> st.SearchStrategy[list[Farm]]:
    """Return a strategy for a State's table of farms, not all without acreage.

    Parameters
    ----------
    min_size, max_size
        How many farms, as for :func:`~allotments.strategies.farms`.
    min_value, max_value
        Of each year's acreage, as for :func:`~allotments.strategies.farms`. [acres]
    """
    drawn = farms(
        min_size=min_size,
        max_size=max_size,
        min_value=min_value,
        max_value=max_value,
        whole=False,
    )
    return drawn.map(
        lambda found: [
            Farm(
                name=name,
                acres=tuple(one.acres),
                considered_planted=tuple(one.considered_planted)
                if any(one.considered_planted)
                else None,
            )
            for name, one in found.items()
        ]
    )


def farm_models(*, min_value: int = 0, max_value: int = LARGEST_FARM) -> st.SearchStrategy[Farm]:
    """Return a strategy for one farm, with some acreage.

    Parameters
    ----------
    min_value, max_value
        As for :func:`farm_tables`. [acres]
    """
    tables = farm_tables(max_size=1, min_value=min_value, max_value=max_value)
    return tables.map(lambda table: table[0])


def cane_states(
    *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[CaneState]:
    """Return a strategy for what makes a State's allotment into acres, 359f(b)(3)(A)-(C).

    With a yield goal, with yields, or with both: the goal is then not below their average.

    Parameters
    ----------
    min_value, max_value
        Of the allotment. [short tons, raw value]
    """
    check_bounds(min_value, max_value)
    return _cane_states(min_value, max_value)


@st.composite
def _cane_states(draw: st.DrawFn, low: int, high: int) -> CaneState:
    known = draw(st.sampled_from(["goal", "yields", "both"]))
    yields: tuple[Exact, ...] = ()
    if known != "goal":
        one = numbers(min_value=1, max_value=_LARGEST_YIELD)
        yields = tuple(draw(st.lists(one, min_size=CROP_YEARS, max_size=CROP_YEARS)))
    average = sum((Fraction(one) for one in yields), Fraction(0)) / CROP_YEARS
    goal = average + Fraction(draw(numbers(min_value=0 if yields else 1, max_value=50)))
    return CaneState.model_validate(
        {
            "state": draw(st.sampled_from([state for state in STATES if state != EXEMPT_STATE])),
            "fiscal_year": draw(fiscal_years()),
            "allotment": draw(numbers(min_value=low, max_value=high)),
            "recovery_rate": draw(RECOVERY_RATES),
            "yield_goal": None if known == "yields" else goal,
            "yields": yields or None,
        }
    )


def shares(
    *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[ProportionateShares]:
    """Return a strategy for what the Act makes of :func:`farm_tables` and :func:`cane_states`.

    Parameters
    ----------
    min_value, max_value
        Of the State's allotment. [short tons, raw value]
    """
    return st.builds(
        proportionate_shares, farm_tables(), cane_states(min_value=min_value, max_value=max_value)
    )


def farm_shares(
    *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[FarmShare]:
    """Return a strategy for one farm's share of :func:`shares`.

    Parameters
    ----------
    min_value, max_value
        Of the State's allotment. [short tons, raw value]
    """
    return shares(min_value=min_value, max_value=max_value).flatmap(
        lambda found: st.sampled_from(found.farms)
    )
