"""The determination: the chain from the Secretary's estimates to every processor's allocation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias

from allotments.act1990.determination.inputs import BEET, CANE, SECTORS, Criteria, Inputs
from allotments.act1990.section_359b import (
    allotments_required,
    crystalline_fructose_allotment,
    estimated_imports,
)
from allotments.act1990.section_359c import (
    overall_allotment_quantity,
    percentage_factors,
    restraint,
)
from allotments.act1990.section_359c_adjustments import adjust
from allotments.core.errors import InvalidInput, check_kind, unrounded
from allotments.formulas.division import prorate

FORMER = "former."  # before the path of a figure that recorded quantities were made under
Exact: TypeAlias = int | Fraction
Origin: TypeAlias = Literal["computed", "recorded", "pro rata"]
Weights: TypeAlias = tuple[int, int, int]


@dataclass(frozen=True, kw_only=True)
class Determination:
    """What the Act makes of a fiscal year's inputs, every quantity exact.

    Where no allotments are required, everything that only an allotment establishes is ``None``.
    Frozen are the fields; the mappings in them are to be read and not changed: nothing else would
    follow the change.

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
    former : Determination or None
        What quantities marked ``"pro rata"`` were recorded under.
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
    origins: dict[str, Origin] = field(default_factory=dict)
    former: Determination | None = None

    def __str__(self) -> str:
        from allotments.act1990.determination import summary

        return summary.as_text(self, [*summary.headline_rows(self), *summary.division_rows(self)])

    def headline(self) -> str:
        """Return the figures for the whole country as text, without States and processors."""
        from allotments.act1990.determination import summary

        return summary.as_text(self, summary.headline_rows(self))

    def _repr_html_(self) -> str:
        from allotments.act1990.determination import summary
        from allotments.display.text_and_html import html_table

        rows = [*summary.headline_rows(self), *summary.division_rows(self)]
        notes = summary.notes(self)
        return html_table(summary.caption(self), summary.HEADERS, rows, summary.ALIGN, notes)


def check_determination(name: str, found: object) -> None:
    """Refuse an argument that is no determination, such as the notice that one is made from.

    >>> check_determination("first", "fy1995")
    Traceback (most recent call last):
    TypeError: first: found 'fy1995', expected a Determination, such as determine(notice.inputs)

    Raises
    ------
    TypeError
        If *found* is none.
    """
    check_kind(name, found, Determination, "a Determination, such as determine(notice.inputs)")


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
    A frozen :class:`~allotments.act1990.Determination`.

    Raises
    ------
    InvalidInput
        If recorded quantities have no allotment that they can follow.
    TypeError
        If *inputs* are none, such as a notice.

    Notes
    -----
    Secs. 359b(a)-(c), 359c(a)-(f), 359d(a). Recorded quantities under changed estimates, criteria
    or weights follow 359c(g)(2).
    """
    check_kind("inputs", inputs, Inputs, "Inputs, such as notice.inputs")
    estimates = inputs.estimates
    imports = estimated_imports(
        estimates.consumption,
        estimates.reasonable_carryover_stocks,
        estimates.production,
        estimates.carry_in_stocks,
    )
    if not allotments_required(imports):
        return Determination(inputs=inputs, imports=imports, allotments_required=False)
    quantity = overall_allotment_quantity(
        estimates.consumption, estimates.reasonable_carryover_stocks, estimates.carry_in_stocks
    )
    bases = {sector: getattr(inputs.criteria, sector).base(inputs.weights) for sector in SECTORS}
    sectors = prorate(quantity, bases)
    former = None if inputs.recorded.under == inputs.premises else made_under(inputs)
    states = _states(inputs, sectors, former)
    origin: Origin = "recorded" if former is None else "pro rata"
    groups = dict.fromkeys([*inputs.recorded.processors, *inputs.processor_criteria])
    return Determination(
        inputs=inputs,
        imports=imports,
        allotments_required=True,
        overall_allotment_quantity=quantity,
        bases=bases,
        percentage_factors=percentage_factors(bases),
        sectors=sectors,
        states=states,
        processors={group: _processors(inputs, group, sectors, states, former) for group in groups},
        restraint={
            sector: restraint(getattr(inputs.criteria, sector).ability_to_market, sectors[sector])
            for sector in SECTORS
        },
        crystalline_fructose=crystalline_fructose_allotment(),
        origins={
            "states": "computed" if inputs.state_criteria else origin,
            **{g: "computed" if g in inputs.processor_criteria else origin for g in groups},
        },
        former=former,
    )


def followed(inputs: Inputs, group: str) -> tuple[str, str]:
    """Return the paths of the allotment that a group's recorded quantities follow, new and old.

    Sec. 359c(g)(2): an allocation changes by the percentage of "the allotment", which is the beet
    sugar allotment for beet processors and the State's for cane processors. A recorded State
    allotment itself follows the cane sugar allotment, and its processors with it.
    """
    if group == BEET:
        return f"sectors.{BEET}", f"{FORMER}sectors.{BEET}"
    if group not in inputs.state_criteria:
        return f"sectors.{CANE}", f"{FORMER}sectors.{CANE}"
    under = inputs.recorded.under
    known = under is not None and group in under.state_criteria
    return f"states.{group}", f"{FORMER}states.{group}" if known else f"recorded.states.{group}"


def made_under(inputs: Inputs) -> Determination | None:
    """Return the determination that recorded quantities were made under, if any is recorded."""
    recorded = inputs.recorded
    if recorded.under is None or not (recorded.states or recorded.processors):
        return None
    former = determine(Inputs(fiscal_year=inputs.fiscal_year, **dict(recorded.under)))
    if not former.allotments_required:
        fault = (
            f"recorded.under: found estimated imports of {former.imports:,} short tons, which "
            "require no allotments; expected premises that recorded quantities can follow from"
        )
        raise InvalidInput([fault])
    return former


def _states(
    inputs: Inputs, sectors: dict[str, Fraction], former: Determination | None
) -> dict[str, Exact]:
    if inputs.state_criteria:
        return _divided(sectors[CANE], inputs.state_criteria, inputs.weights)
    return _following(inputs, "states", inputs.recorded.states, _by_path(sectors, {}), former)


def _processors(
    inputs: Inputs,
    group: str,
    sectors: dict[str, Fraction],
    states: dict[str, Exact],
    former: Determination | None,
) -> dict[str, Exact]:
    if group in inputs.processor_criteria:
        allotment = sectors[BEET] if group == BEET else states[group]
        return _divided(allotment, inputs.processor_criteria[group], inputs.weights)
    recorded, now = inputs.recorded.processors[group], _by_path(sectors, states)
    return _following(inputs, group, recorded, now, former)


def _divided(allotment: Exact, criteria: dict[str, Criteria], weights: Weights) -> dict[str, Exact]:
    bases = {name: one.base(weights) for name, one in criteria.items()}
    shares: dict[str, Exact] = prorate(allotment, bases)
    return shares


def _following(
    inputs: Inputs,
    group: str,
    recorded: dict[str, int],
    now: dict[str, Exact],
    former: Determination | None,
) -> dict[str, Exact]:
    """Return recorded quantities, changed as the allotment that they follow: 359c(g)(2)."""
    if former is None or not recorded:
        return dict(recorded)
    new, old = followed(inputs, group)
    then = _by_path(former.sectors or {}, former.states or {}, FORMER)
    then |= _by_path({}, inputs.recorded.states, "recorded.")
    if then.get(old, 0) <= 0:
        found = f"{unrounded(float(then[old]))} short tons" if old in then else "nothing"
        fault = (
            f"recorded.under: found {found} for {old}, expected an allotment above 0, which "
            "recorded quantities can follow"
        )
        raise InvalidInput([fault])
    followed_quantities: dict[str, Exact] = adjust(recorded, then[old], now[new])
    return followed_quantities


def _by_path(
    sectors: Mapping[str, Exact], states: Mapping[str, Exact], prefix: str = ""
) -> dict[str, Exact]:
    return {
        **{f"{prefix}sectors.{sector}": allotment for sector, allotment in sectors.items()},
        **{f"{prefix}states.{state}": allotment for state, allotment in states.items()},
    }
