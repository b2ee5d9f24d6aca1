"""The figures of a determination until it has them itself; this file goes then."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from allotments import act1990
from allotments.act1990.determination.chain import check_determination
from allotments.act1990.determination.families import allotment_of


def figures_of(determination: Any) -> tuple[int, Mapping[str, Any]]:
    """Return the fiscal year, and every figure by its path."""
    if isinstance(getattr(determination, "figures", None), Mapping):
        return determination.fiscal_year, determination.figures
    check_determination("determination", determination)
    found = {}
    for path, one in act1990.figures(determination).items():
        family, _, rest = path.partition(".")
        group, part_of = "", ""
        if family == "sectors":
            part_of = "overall_allotment_quantity"
        elif family == "states":
            part_of = "sectors.cane"
        elif family == "processors":
            group, _, rest = rest.partition(".")
            part_of = allotment_of(group)
        found[path] = SimpleNamespace(
            path=path,
            title=one.title,
            value=one.value,
            group=group,
            recipient=rest,
            part_of=part_of,
        )
    return determination.inputs.fiscal_year, found
