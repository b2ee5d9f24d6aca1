"""The tables of which the figures at one place of a notice are made, part by part."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from allotments.act1990.printed_place import (
    PrintedCriteria,
    PrintedEstimates,
    PrintedWeights,
    SectorCriteria,
    SectorPercents,
    SectorQuantities,
    TariffRateQuota,
)
from allotments.core.base_model import Model
from allotments.core.printed_number import PrintedPercent, PrintedQuantity
from allotments.strategies.notices import printed_numbers

_QUANTITIES = st.none() | printed_numbers(PrintedQuantity)
_PERCENTS = st.none() | printed_numbers(PrintedPercent, max_value=100)
_DATES = st.dates(date(1992, 1, 1), date(1998, 12, 31))


def printed_parts(part: type[Model]) -> st.SearchStrategy[Any]:
    """Return a strategy for a part of what a notice prints at one place, any figure left out.

    What makes sense together, :func:`~allotments.strategies.notices` draws.

    Parameters
    ----------
    part
        One of :data:`PARTS`.
    """
    if not (isinstance(part, type) and part in _STRATEGIES):
        known = ", ".join(one.__name__ for one in PARTS)
        raise InvalidArgument(f"part: found {part!r:.60}, expected one of: {known}")
    return _STRATEGIES[part]


def _each(model: type[Model], one: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(dict.fromkeys(model.model_fields, one)).map(model.model_validate)


@st.composite
def _quotas(draw: st.DrawFn) -> TariffRateQuota:
    starts, ends = sorted((draw(_DATES), draw(_DATES)))
    return TariffRateQuota(
        starts=starts, ends=ends, metric_tons=draw(_QUANTITIES), short_tons=draw(_QUANTITIES)
    )


_CRITERIA = _each(PrintedCriteria, _QUANTITIES)
_STRATEGIES: dict[type[Model], st.SearchStrategy[Any]] = {
    PrintedEstimates: _each(PrintedEstimates, _QUANTITIES),
    PrintedCriteria: _CRITERIA,
    PrintedWeights: _each(PrintedWeights, _PERCENTS),
    SectorQuantities: _each(SectorQuantities, _QUANTITIES),
    SectorPercents: _each(SectorPercents, _PERCENTS),
    SectorCriteria: _each(SectorCriteria, st.none() | _CRITERIA),
    TariffRateQuota: _quotas(),
}

PARTS = tuple(_STRATEGIES)
"""The parts that :func:`printed_parts` knows."""
