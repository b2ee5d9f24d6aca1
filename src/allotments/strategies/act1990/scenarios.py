"""What scenarios vary of a year's inputs, in numbers and arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st

from allotments.act1990 import Estimates, Inputs
from allotments.act1990.inputs import known
from allotments.core.limits import LARGEST_QUANTITY
from allotments.inputs import LEAST_NATIONAL
from allotments.strategies.act1990.models import CRITERIA, estimates
from allotments.strategies.act1990.weightings import weights
from allotments.strategies.arrays import SHAPES, array_of
from allotments.strategies.quantities import check_bounds, check_drawn, quantities

_ABILITIES = "ability_to_market."


def varying(
    inputs: Inputs, *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[dict[str, Any]]:
    """Return a strategy for what :func:`~allotments.scenarios.evaluate` varies of *inputs*.

    Numbers and arrays of one or two scenario axes that broadcast: estimates, weights, criteria,
    abilities of processors, or some of them. In some scenarios allotments are required, and then
    there is something to allot; in others they are not.

    Parameters
    ----------
    inputs
        From :func:`~allotments.strategies.allotted_inputs`: whatever varies, there is something to
        divide by.
    min_value, max_value
        Of each quantity; criteria are above zero. [short tons, raw value]
    """
    check_drawn("inputs", inputs, Inputs, "allotted_inputs()")
    estimates(min_value=min_value, max_value=max_value, something_to_allot=True)
    return _varying(inputs, *check_bounds(min_value, max_value))


@st.composite
def _varying(draw: st.DrawFn, inputs: Inputs, low: int, high: int) -> dict[str, Any]:
    shape = draw(SHAPES)
    found: dict[str, Any] = {}
    if draw(st.booleans()):
        kind = estimates(min_value=low, max_value=high, something_to_allot=True)
        drawn = draw(st.lists(kind, min_size=shape[0], max_size=shape[0]))
        for name in Estimates.model_fields:
            values = np.array([getattr(one, name) for one in drawn])
            found[f"estimates.{name}"] = values.reshape(-1, *(1 for _ in shape[1:]))
    if draw(st.booleans()):
        found["weights"] = array_of(draw, shape, weights(), np.float64)
    for key in known(inputs):
        if key.item in CRITERIA and key.recipient and draw(st.booleans()):
            least = LEAST_NATIONAL if key.family == "criteria" else 1
            one = st.integers(max(low, least), high)
            found[key.path] = draw(one) if draw(st.booleans()) else array_of(draw, shape, one)
    processors: dict[str, Any] = {**inputs.recorded.processors, **inputs.processor_criteria}
    for group, names in processors.items():
        if draw(st.booleans()):
            each = st.tuples(*(quantities(min_value=low, max_value=high) for _ in names))
            found[f"{_ABILITIES}{group}"] = array_of(draw, shape, each)
    return found
