"""The determination over arrays at the speed of the cache: what scenarios ask of an Act's module.

Values are taken as checked, and results are arrays.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from allotments.act1990.fast.chain import Chain, groups_of, input_values
from allotments.act1990.inputs import Inputs
from allotments.act1990.rules import CRITERIA
from allotments.formulas.reassignment import InStateReading, by_capacity

RELATIVE = frozenset({"weights"})


def known(inputs: Inputs) -> dict[str, Any]:
    """Return every input that can be changed, by its path. [short tons, raw value]."""
    return input_values(inputs)


def recipients(inputs: Inputs) -> dict[str, Sequence[str]]:
    """Return what stands on the last axis of the paths that have more than scenarios."""
    groups = {f"ability_to_market.{group}": names for group, names in groups_of(inputs).items()}
    return {"weights": CRITERIA, **groups}


def kernel(
    inputs: Inputs, changed: Collection[str], *, in_proportion_to: InStateReading = "capacity"
) -> Chain:
    """Return the chain from *inputs* with the paths in *changed* differing among scenarios."""
    return Chain(inputs, changed, by_capacity=by_capacity(in_proportion_to))
