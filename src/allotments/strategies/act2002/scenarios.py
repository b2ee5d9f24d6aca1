"""What scenarios vary of a year's inputs under the Act of 2002, in numbers and arrays."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from allotments.act2002 import Inputs, in_force
from allotments.act2002.inputs import known
from allotments.act2002.rules import QUANTITY
from allotments.core.limits import LARGEST_QUANTITY
from allotments.figures.figure import Key
from allotments.strategies.act1990 import national_quantities
from allotments.strategies.act2002.models import LEAST_ALLOTTED
from allotments.strategies.arrays import SHAPES, array_of
from allotments.strategies.quantities import check_bounds, check_drawn

_CRITERIA = ("state_criteria", "processor_criteria", "beet_criteria")
_VARIED = (*_CRITERIA, QUANTITY, "estimates", "weights", "supply")
_LARGEST_WEIGHT = 100


def varying(
    inputs: Inputs, *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[dict[str, Any]]:
    """Return a strategy for what :func:`~allotments.scenarios.evaluate` varies of *inputs*.

    Numbers and arrays of one or two scenario axes that broadcast: estimates or the overall
    quantity, weights, criteria, supplies, or some of them. Every allotment stays above zero.

    Parameters
    ----------
    inputs
        From :func:`~allotments.strategies.act2002.allotted_inputs`.
    min_value, max_value
        Of each quantity; *max_value* at least 2,000,000. Estimates that the overall quantity
        follows from are not moved so that it falls. [short tons, raw value]
    """
    check_drawn("inputs", inputs, Inputs, "act2002.allotted_inputs()")
    return _varying(inputs, *check_bounds(min_value, max_value, reaching=2 * LEAST_ALLOTTED))


@st.composite
def _varying(draw: st.DrawFn, inputs: Inputs, low: int, high: int) -> dict[str, Any]:
    closed = any(one.factories_closed for one in inputs.beet_criteria.values())
    varied = [one for one in _VARIED if not (closed and one == "beet_criteria")]
    keys = [key for key in known(inputs) if key.family in varied]
    shape = draw(SHAPES)
    found: dict[str, Any] = {}
    for key in draw(st.lists(st.sampled_from(keys), unique=True, max_size=4)):
        one = _of(inputs, key, low, high)
        found[key.path] = draw(one) if draw(st.booleans()) else array_of(draw, shape, one)
    return found


def _of(inputs: Inputs, key: Key, low: int, high: int) -> st.SearchStrategy[int]:
    if key.family == "weights":
        return st.integers(1, _LARGEST_WEIGHT)
    if key.family == "supply":
        return st.integers(low, high)
    if key.family in _CRITERIA:
        return st.integers(max(low, 1), high)
    if key.family == QUANTITY or not in_force(inputs.fiscal_year - 1).deducts_imports:
        return st.integers(max(low, 2 * LEAST_ALLOTTED), high)
    now = getattr(inputs.estimates, key.item)
    if key.item == "carry_in_stocks":
        return national_quantities(max_value=now)
    return st.integers(now, max(now, high)) if now else st.just(now)
