"""The determination: the chain from the Secretary's estimates to every processor's allocation."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from allotments.act1990.models import BEET, CANE, SECTORS, Criteria, Inputs, Premises
from allotments.act1990.section_359b import (
    allotments_required,
    crystalline_fructose_allotment,
    estimated_imports,
)
from allotments.act1990.section_359c import (
    overall_allotment_quantity,
    percentage_factors,
    prorate,
    restraint,
)
from allotments.errors import InvalidInput
from allotments.exact import divide

__all__ = ["Determination", "Origin", "determine"]

Exact: TypeAlias = int | Fraction
Origin: TypeAlias = Literal["computed", "recorded", "pro rata"]
Weights: TypeAlias = tuple[int, int, int]


@dataclass(frozen=True, kw_only=True)
class Determination:
    """What the Act makes of a fiscal year's inputs, every quantity exact.

    Where no allotments are required, everything that only an allotment establishes is ``None``.
    The mappings are to be read, not changed.

    Attributes
    ----------
    inputs : Inputs
        What it follows from.
    imports : int
        Estimated imports, 359b(a)(1)(C). [short tons, raw value]
    allotments_required : bool
        Whether the imports are below 1,250,000 short tons, 359b(b)(1).
    overall_allotment_quantity : int or None
        359c(b)(1). [short tons, raw value]
    bases : dict or None
        The weighted bases of ``"beet"`` and ``"cane"``, 359c(d)(1). [short tons, raw value]
    percentage_factors : dict or None
        Ratios that add up to one, 359c(d)(1).
    sectors : dict or None
        The beet sugar and the cane sugar allotment, 359c(e). [short tons, raw value]
    states : dict or None
        State cane sugar allotments, 359c(f); empty where the inputs name no State. [short tons]
    processors : dict or None
        For ``"beet"`` and each State the allocations of its processors, 359d(a). [short tons]
    restraint : dict or None
        Ability to market less the allotment, for each sector; negative where there is room.
    crystalline_fructose : Fraction or None
        The ceiling of 359b(c) in crystalline fructose, by an inferred factor. [short tons]
    origins : dict
        For ``"states"``, and for each key of *processors*: ``"computed"`` from criteria,
        ``"recorded"`` as printed, or ``"pro rata"``: recorded, and changed by the same percentage
        as the allotment that it is part of, 359c(g)(2).
    """

    inputs: Inputs
    imports: int
    allotments_required: bool
    overall_allotment_quantity: int | None = None
    bases: dict[str, Fraction] | None = None
    percentage_factors: dict[str, Fraction] | None = None
    sectors: dict[str, Fraction] | None = None
    states: dict[str, Exact] | None = None
    processors: dict[str, dict[str, Exact]] | None = None
    restraint: dict[str, Fraction] | None = None
    crystalline_fructose: Fraction | None = None
    origins: dict[str, Origin]


def determine(inputs: Inputs) -> Determination:
    """Return the determination that follows from *inputs*, exact throughout.

    >>> import allotments
    >>> determination = determine(allotments.load("fy1995").inputs)
    >>> determination.overall_allotment_quantity
    7889000
    >>> determination.sectors["beet"]
    Fraction(2887717000, 663)

    Parameters
    ----------
    inputs
        A year's validated inputs.

    Returns
    -------
    A frozen :class:`Determination`.

    Notes
    -----
    Secs. 359b(a)-(c), 359c(a)-(f), 359d(a). Recorded quantities under changed estimates, criteria
    or weights follow 359c(g)(2).
    """
    estimates = inputs.estimates
    imports = estimated_imports(
        estimates.consumption,
        estimates.reasonable_carryover_stocks,
        estimates.production,
        estimates.carry_in_stocks,
    )
    if not allotments_required(imports):
        return Determination(inputs=inputs, imports=imports, allotments_required=False, origins={})
    quantity, bases = _quantity(inputs), _bases(inputs)
    sectors, states = _allotments(inputs)
    changes = _changes(inputs, {**sectors, **states})
    origin: Origin = "pro rata" if changes else "recorded"
    origins: dict[str, Origin] = {"states": "computed" if states else origin}
    if not states:
        states = _scaled(inputs.recorded.states, changes.get(CANE, 1))
    processors = {}
    for group in dict.fromkeys([*inputs.recorded.processors, *inputs.processor_criteria]):
        if group in inputs.processor_criteria:
            allotment = sectors[BEET] if group == BEET else states[group]
            criteria = inputs.processor_criteria[group]
            processors[group] = _divided(allotment, criteria, inputs.weights)
        else:
            change = changes.get(group, changes.get(CANE, 1))
            processors[group] = _scaled(inputs.recorded.processors[group], change)
        origins[group] = "computed" if group in inputs.processor_criteria else origin
    return Determination(
        inputs=inputs,
        imports=imports,
        allotments_required=True,
        overall_allotment_quantity=quantity,
        bases=bases,
        percentage_factors=percentage_factors(bases),
        sectors=sectors,
        states=states,
        processors=processors,
        restraint={
            sector: restraint(getattr(inputs.criteria, sector).ability_to_market, sectors[sector])
            for sector in SECTORS
        },
        crystalline_fructose=crystalline_fructose_allotment(),
        origins=origins,
    )


def _quantity(premises: Premises) -> int:
    estimates = premises.estimates
    quantity: int = overall_allotment_quantity(
        estimates.consumption, estimates.reasonable_carryover_stocks, estimates.carry_in_stocks
    )
    return quantity


def _bases(premises: Premises) -> dict[str, Fraction]:
    criteria = premises.criteria
    return {BEET: criteria.beet.base(premises.weights), CANE: criteria.cane.base(premises.weights)}


def _allotments(premises: Premises) -> tuple[dict[str, Fraction], dict[str, Exact]]:
    sectors = prorate(_quantity(premises), _bases(premises))
    if not premises.state_criteria:
        return sectors, {}
    return sectors, _divided(sectors[CANE], premises.state_criteria, premises.weights)


def _divided(allotment: Exact, criteria: dict[str, Criteria], weights: Weights) -> dict[str, Exact]:
    bases = {name: one.base(weights) for name, one in criteria.items()}
    shares: dict[str, Exact] = prorate(allotment, bases)
    return shares


def _scaled(recorded: dict[str, int], change: Exact) -> dict[str, Exact]:
    return {name: quantity * change for name, quantity in recorded.items()}


def _changes(inputs: Inputs, allotments: dict[str, Exact]) -> dict[str, Exact]:
    """Return new over old for every allotment; nothing where the premises are unchanged."""
    recorded = inputs.recorded
    if recorded.under is None or recorded.under == inputs.premises:
        return {}
    sectors, states = _allotments(recorded.under)
    old = {**recorded.states, **sectors, **states}
    if not_above_zero := [name for name in allotments if name in old and old[name] <= 0]:
        raise InvalidInput(
            f"recorded.under: found an allotment for {name} of {float(old[name]):,.0f} short tons, "
            "expected one above 0, which recorded quantities can follow"
            for name in not_above_zero
        )
    return {name: divide(new, old[name]) for name, new in allotments.items() if name in old}
