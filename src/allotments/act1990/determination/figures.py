"""Every figure of a determination under the 1990 Act, with its formula and its paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from allotments.act1990.determination.chain import (
    FORMER,
    Determination,
    check_determination,
    followed,
)
from allotments.act1990.determination.families import allotment_of
from allotments.act1990.determination.inputs import BEET, CANE, SECTORS, Criteria, Inputs
from allotments.act1990.section_359b import (
    CRYSTALLINE_FRUCTOSE_SUGAR_EQUIVALENT,
    MINIMUM_IMPORTS,
    SWEETNESS_FACTOR,
    threshold_carryover_stocks,
)
from allotments.figures.figure import Figure
from allotments.formulas.raw_values import RAW_VALUE_FACTOR

CRITERIA = tuple(Criteria.model_fields)  # in the order of the weights

_CONSUMPTION, _CARRYOVER, _PRODUCTION, _CARRY_IN = (
    "estimates.consumption",
    "estimates.reasonable_carryover_stocks",
    "estimates.production",
    "estimates.carry_in_stocks",
)
_ESTIMATES = {
    _CONSUMPTION: ("consumption", "sec. 359b(a)(1)(A)"),
    _CARRYOVER: ("reasonable carryover stocks", "sec. 359b(a)(1)(A)"),
    _PRODUCTION: ("production", "sec. 359b(a)(1)(B)"),
    _CARRY_IN: ("carry-in stocks", "sec. 359b(a)(1)(B)"),
}
_CRITERION_TITLES = ("past marketings", "processing capacity", "ability to market")
_WEIGHTS = tuple(f"weights.{criterion}" for criterion in CRITERIA)
_SECTOR_TITLES = {BEET: "beet sugar", CANE: "cane sugar"}
_INFERRED = (
    "the sweetness factor 1.17 is inferred from the notice's own result; no source was found"
)


def figures(determination: Determination) -> dict[str, Figure]:
    """Return every figure of *determination* by its path, inputs and constants first.

    >>> import allotments
    >>> from allotments.act1990 import determine
    >>> found = figures(determine(allotments.load("fy1995").inputs))
    >>> found["imports"].value, found["imports"].formula, found["imports"].source
    (1249000, '({0} + {1}) - ({2} + {3})', 'sec. 359b(a)(1)(C)')

    What is not established, because no allotments are required, is not among them.

    Raises
    ------
    TypeError
        If *determination* is none, such as a notice.
    """
    check_determination("determination", determination)
    listed = [*_constants(), *given(determination.inputs), *_imports(determination)]
    if determination.former is not None:
        listed += _former(determination.former)
    if determination.allotments_required:
        listed += _sector_chain(determination)
        listed += _states(determination)
        listed += _processors(determination)
        listed += _restraints(determination)
        listed.append(_crystalline_fructose(determination))
    return {figure.path: figure for figure in listed}


def given(inputs: Inputs) -> Iterator[Figure]:
    """Yield the figures that a determination follows from: estimates, criteria, weights."""
    yield from _estimates(inputs)
    yield from _criteria(inputs)
    yield from _weights(inputs)


def _constants() -> Iterator[Figure]:
    yield Figure(
        "minimum_imports", "minimum imports", MINIMUM_IMPORTS, "constant", "sec. 359b(b)(1)"
    )
    yield Figure(
        "crystalline_fructose_sugar_equivalent",
        "sugar equivalent of crystalline fructose",
        CRYSTALLINE_FRUCTOSE_SUGAR_EQUIVALENT,
        "constant",
        "sec. 359b(c)",
    )
    for path, title, value, source in (
        (
            "raw_value_factor",
            "raw value factor",
            RAW_VALUE_FACTOR,
            "Sugar Act of 1948, sec. 101(h)",
        ),
        ("sweetness_factor", "sweetness factor", SWEETNESS_FACTOR, "inferred; no source found"),
    ):
        yield Figure(path, title, value, "constant", source, unit="ratio")


def _estimates(inputs: Inputs) -> Iterator[Figure]:
    for path, (title, source) in _ESTIMATES.items():
        value = getattr(inputs.estimates, path.removeprefix("estimates."))
        yield Figure(path, title, value, "printed", source)


def _criteria(inputs: Inputs) -> Iterator[Figure]:
    for sector in SECTORS:
        criteria = getattr(inputs.criteria, sector)
        yield from _three(f"criteria.{sector}", _SECTOR_TITLES[sector], criteria, "sec. 359c(d)(1)")
    for state, criteria in inputs.state_criteria.items():
        yield from _three(f"state_criteria.{state}", state, criteria, "sec. 359c(f)")
    for group, processors in inputs.processor_criteria.items():
        for name, criteria in processors.items():
            path = f"processor_criteria.{group}.{name}"
            yield from _three(path, name, criteria, "sec. 359d(a)(2)")


def _three(prefix: str, whose: str, criteria: Criteria, source: str) -> Iterator[Figure]:
    for criterion, title in zip(CRITERIA, _CRITERION_TITLES, strict=True):
        value = getattr(criteria, criterion)
        yield Figure(f"{prefix}.{criterion}", f"{title}, {whose}", value, "printed", source)


def _weights(inputs: Inputs) -> Iterator[Figure]:
    for path, title, weight in zip(_WEIGHTS, _CRITERION_TITLES, inputs.weights, strict=True):
        share = Fraction(weight, sum(inputs.weights))
        source = "determined under sec. 359c(d)(1)"
        yield Figure(path, f"weight of {title}", share, "printed", source, unit="ratio")


def _imports(determination: Determination) -> Iterator[Figure]:
    estimates = determination.inputs.estimates
    yield Figure(
        "imports",
        "estimated imports",
        determination.imports,
        "computed",
        "sec. 359b(a)(1)(C)",
        "({0} + {1}) - ({2} + {3})",
        (_CONSUMPTION, _CARRYOVER, _PRODUCTION, _CARRY_IN),
    )
    yield Figure(
        "threshold_carryover_stocks",
        "least reasonable carryover stocks that trigger no allotments",
        threshold_carryover_stocks(
            estimates.consumption, estimates.production, estimates.carry_in_stocks
        ),
        "computed",
        "sec. 359b(a)(1)(C) and (b)(1)",
        "{0} + {1} + {2} - {3}",
        ("minimum_imports", _PRODUCTION, _CARRY_IN, _CONSUMPTION),
    )


def _sector_chain(determination: Determination) -> Iterator[Figure]:
    assert determination.overall_allotment_quantity is not None
    assert determination.bases is not None
    assert determination.percentage_factors is not None
    assert determination.sectors is not None
    yield Figure(
        "overall_allotment_quantity",
        "overall allotment quantity",
        determination.overall_allotment_quantity,
        "computed",
        "sec. 359c(b)(1)",
        "{0} + {1} - {2} - {3}",
        (_CONSUMPTION, _CARRYOVER, _CARRY_IN, "minimum_imports"),
    )
    paths = [f"bases.{sector}" for sector in SECTORS]
    for sector, title in _SECTOR_TITLES.items():
        path = f"bases.{sector}"
        value = determination.bases[sector]
        yield _base(path, title, value, f"criteria.{sector}", "sec. 359c(d)(1)")
    for sector, title in _SECTOR_TITLES.items():
        formula, operands = _share(f"bases.{sector}", paths)
        yield Figure(
            f"percentage_factors.{sector}",
            f"percentage factor, {title}",
            determination.percentage_factors[sector],
            "computed",
            "sec. 359c(d)(1)",
            formula,
            operands,
            unit="ratio",
        )
    for sector, title in _SECTOR_TITLES.items():
        yield Figure(
            f"sectors.{sector}",
            f"{title} allotment",
            determination.sectors[sector],
            "computed",
            "sec. 359c(e)",
            "{0} * {1}",
            ("overall_allotment_quantity", f"percentage_factors.{sector}"),
        )


def _base(path: str, whose: str, value: Fraction, criteria: str, source: str) -> Figure:
    return Figure(
        path,
        f"average (weighted base), {whose}",
        value,
        "computed",
        source,
        "{0} * {3} + {1} * {4} + {2} * {5}",
        (*(f"{criteria}.{criterion}" for criterion in CRITERIA), *_WEIGHTS),
    )


def _former(determination: Determination) -> Iterator[Figure]:
    """Yield what recorded quantities were made under, marked as former."""
    for figure in figures(determination).values():
        operands = tuple(f"{FORMER}{path}" for path in figure.operands)
        title = f"{figure.title}, as it was"
        yield replace(figure, path=f"{FORMER}{figure.path}", title=title, operands=operands)


def _share(base: str, bases: list[str]) -> tuple[str, tuple[str, ...]]:
    """Return formula and operands of one base over the sum of all of them."""
    summed = " + ".join(f"{{{position + 1}}}" for position in range(len(bases)))
    return f"{{0}} / ({summed})", (base, *bases)


def _states(determination: Determination) -> Iterator[Figure]:
    assert determination.states is not None
    inputs, source = determination.inputs, "sec. 359c(f)"
    if inputs.state_criteria:
        prefixes = ("state_bases", "state_criteria", "states")
        yield from _divided(determination, "sectors.cane", prefixes, determination.states, source)
    else:
        yield from _recorded(determination, "states", "states", determination.states, source)


def _processors(determination: Determination) -> Iterator[Figure]:
    assert determination.processors is not None
    source = "sec. 359d(a)"
    for group, allocations in determination.processors.items():
        prefix = f"processors.{group}"
        if group in determination.inputs.processor_criteria:
            prefixes = (f"processor_bases.{group}", f"processor_criteria.{group}", prefix)
            yield from _divided(determination, allotment_of(group), prefixes, allocations, source)
        else:
            yield from _recorded(determination, group, prefix, allocations, source)


def _divided(
    determination: Determination,
    allotment: str,
    prefixes: tuple[str, str, str],
    values: dict[str, int | Fraction],
    source: str,
) -> Iterator[Figure]:
    base_prefix, criteria_prefix, prefix = prefixes
    inputs = determination.inputs
    _, _, group = criteria_prefix.partition(".")
    criteria = inputs.processor_criteria[group] if group else inputs.state_criteria
    paths = [f"{base_prefix}.{name}" for name in criteria]
    for path, (name, one) in zip(paths, criteria.items(), strict=True):
        yield _base(path, name, one.base(inputs.weights), f"{criteria_prefix}.{name}", source)
    for path, (name, value) in zip(paths, values.items(), strict=True):
        share, operands = _share(path, paths)
        formula = f"{{{len(operands)}}} * {share}"
        operands = (*operands, allotment)
        yield Figure(f"{prefix}.{name}", name, value, "computed", source, formula, operands)


def _recorded(
    determination: Determination,
    group: str,
    prefix: str,
    values: dict[str, int | Fraction],
    source: str,
) -> Iterator[Figure]:
    """Yield recorded quantities, and where they follow a changed allotment what they follow."""
    inputs, origin = determination.inputs, determination.origins[group]
    record = inputs.recorded.states if group == "states" else inputs.recorded.processors[group]
    new, old = followed(inputs, group)
    if origin == "pro rata" and values and old == f"recorded.states.{group}":
        allotment = inputs.recorded.states[group]
        yield Figure(old, f"{group}, as printed", allotment, "recorded", "sec. 359c(f)")
    for name, value in values.items():
        path = f"{prefix}.{name}"
        if origin == "recorded":
            yield Figure(path, name, value, origin, f"{source}, as printed")
        else:
            printed = f"recorded.{path}"
            yield Figure(printed, f"{name}, as printed", record[name], "recorded", source)
            operands = (printed, new, old)
            source_of_change = "sec. 359c(g)(2)"
            yield Figure(path, name, value, origin, source_of_change, "{0} * {1} / {2}", operands)


def _restraints(determination: Determination) -> Iterator[Figure]:
    assert determination.restraint is not None
    for sector, title in _SECTOR_TITLES.items():
        yield Figure(
            f"restraint.{sector}",
            f"restraint on {title} marketings",
            determination.restraint[sector],
            "computed",
            'FR Doc. 94-25622, "Beet Sugar and Cane Sugar Allotments"',
            "{0} - {1}",
            (f"criteria.{sector}.ability_to_market", f"sectors.{sector}"),
        )


def _crystalline_fructose(determination: Determination) -> Figure:
    assert determination.crystalline_fructose is not None
    return Figure(
        "crystalline_fructose",
        "crystalline fructose allotment",
        determination.crystalline_fructose,
        "computed",
        "sec. 359b(c)",
        "{0} / ({1} * {2})",
        ("crystalline_fructose_sugar_equivalent", "raw_value_factor", "sweetness_factor"),
        inferred=_INFERRED,
    )
