"""The chain of determinations under the 1990 Act, stated once: every figure, and what makes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from math import isqrt

from allotments.act1990.section_359b import (
    CRYSTALLINE_FRUCTOSE_SUGAR_EQUIVALENT,
    MINIMUM_IMPORTS,
    SWEETNESS_FACTOR,
    allotments_required,
    crystalline_fructose_allotment,
    estimated_imports,
    threshold_carryover_stocks,
)
from allotments.act1990.section_359c import overall_allotment_quantity, restraint
from allotments.figures.act import Family, Named
from allotments.figures.division import (
    constant,
    part,
    parts,
    pro_rata,
    product_span,
    recipients_of,
    recorded,
    share,
    share_span,
    share_text,
    stated,
    weighted,
)
from allotments.figures.figure import Exact, Key, Range, Rule
from allotments.formulas.criteria import weighted_average
from allotments.formulas.raw_values import RAW_VALUE_FACTOR

BEET, CANE = SECTORS = ("beet", "cane")  # 359c(c)
CRITERIA = ("past_marketings", "processing_capacity", "ability_to_market")  # as the weights

FAMILIES: Mapping[str, Family] = {
    "minimum_imports": Family(""),
    "crystalline_fructose_sugar_equivalent": Family(""),
    "raw_value_factor": Family("", ""),
    "sweetness_factor": Family("", ""),
    "estimates": Family("Estimates", "TST", is_input=True, national=True),
    "criteria": Family("Criteria", "TST", is_input=True, national=True, measured=True),
    "weights": Family("Weights, percent", "percent", 1, is_input=True),
    "state_criteria": Family(
        "Criteria of States", "TST", 3, "States", is_input=True, measured=True
    ),
    "processor_criteria": Family(
        "Criteria of processors", "TST", 3, "processors", is_input=True, measured=True
    ),
    "imports": Family("Imports and the overall allotment quantity", "TST", headline=True),
    "threshold_carryover_stocks": Family("Imports and the overall allotment quantity", "TST"),
    "overall_allotment_quantity": Family(
        "Imports and the overall allotment quantity", "TST", headline=True
    ),
    "bases": Family("Averages (weighted bases)", "TST", headline=True, may_stand_alone=True),
    "state_bases": Family("Averages (weighted bases)", "TST", 3),
    "processor_bases": Family("Averages (weighted bases)", "TST", 3),
    "percentage_factors": Family("Percentage factors, percent", "percent", 1, headline=True),
    "sectors": Family("Sector allotments", "TST", 1, "sectors", headline=True),
    "restraint": Family("Restraint", headline=True),
    "recorded.states": Family("", "TST", 3),
    "recorded.processors": Family("", "TST", 3),
    "previous.sectors": Family("", "TST", 1),
    "previous.states": Family("", "TST", 3),
    "states": Family("State cane sugar allotments", "TST", 3, "States"),
    "processors": Family("Processor allocations", "TST", 3, "processors"),
    "crystalline_fructose": Family("Crystalline fructose", headline=True),
}
"""By name, in the order of the notice."""

# Only where allotments are required is anything established that only they establish.
REQUIRED = ("imports", allotments_required)

_CONSUMPTION, _CARRYOVER, _PRODUCTION, _CARRY_IN = _ESTIMATES = tuple(
    Key("estimates", item=name)
    for name in ("consumption", "reasonable_carryover_stocks", "production", "carry_in_stocks")
)
_TITLES = {
    "consumption": "consumption",
    "reasonable_carryover_stocks": "reasonable carryover stocks",
    "production": "production",
    "carry_in_stocks": "carry-in stocks",
    "past_marketings": "past marketings",
    "processing_capacity": "processing capacity",
    "ability_to_market": "ability to market",
    BEET: "beet sugar",
    CANE: "cane sugar",
}
_CRITERION_TITLES = {criterion: _TITLES[criterion] for criterion in CRITERIA}
_WEIGHTS = tuple(Key("weights", item=criterion) for criterion in CRITERIA)
_INFERRED = (
    "the sweetness factor 1.17 is inferred from the notice for fiscal year 1995, and so is that "
    "the equivalent is one of sweetness, at a raw value of 1.07; no source was found"
)
_NOTICE = "formula of FR Doc. 94-25622"
_FINENESS = 10**12  # of the square root at an irrational minimum


def rules(named: Named, fiscal_year: int) -> Iterator[Rule]:
    """Yield the chain for the States and processors that are *named*, operands first.

    It is the same in every *fiscal_year* of the Act.
    """
    del fiscal_year
    yield from _CONSTANTS
    yield from _ESTIMATE_RULES
    for sector in SECTORS:
        key = Key("criteria", "", sector)
        yield from stated(key, _CRITERION_TITLES, _TITLES[sector], "sec. 359c(d)(1)")
    for state in recipients_of(named, "state_criteria"):
        key = Key("state_criteria", "", state)
        yield from stated(key, _CRITERION_TITLES, state, "sec. 359c(f)")
    for group, names in named.get("processor_criteria", {}).items():
        for name in names:
            key = Key("processor_criteria", group, name)
            yield from stated(key, _CRITERION_TITLES, name, "sec. 359d(a)(2)")
    yield from _WEIGHT_RULES
    yield from _IMPORT_RULES
    for family in ("sectors", "states"):
        for recipient in recipients_of(named, f"previous.{family}"):
            yield _previous(Key(f"previous.{family}", "", recipient))
    yield from _sector_rules()
    yield from _states(named)
    families = ("processors", "recorded.processors", "processor_criteria")
    for group in dict.fromkeys(group for family in families for group in named.get(family, ())):
        yield from _processors(named, group)
    yield from _RESTRAINT_RULES
    yield _FRUCTOSE_RULE


def allotment_of(group: str) -> Key:
    """Return the allotment that a group of processors divides, 359d(a)(1).

    >>> allotment_of("beet").path, allotment_of("Texas").path
    ('sectors.beet', 'states.Texas')
    """
    return Key("sectors", "", BEET) if group == BEET else Key("states", "", group)


def scaling_allotment(group: str, state_criteria: Sequence[str]) -> Key:
    """Return the allotment whose change a group's recorded quantities follow.

    Sec. 359c(g)(2): an allocation changes by the percentage of "the allotment", which is the beet
    sugar allotment for beet processors and the State's for cane processors. A recorded State
    allotment itself follows the cane sugar allotment, and its processors with it.
    """
    if group == BEET or group in state_criteria:
        return allotment_of(group)
    return Key("sectors", "", CANE)


def _base(key: Key, criteria: Key, whose: str, paragraph: str) -> Rule:
    title = f"average (weighted base), {whose}"
    return weighted(key, title, criteria, _WEIGHTS, paragraph, REQUIRED)


def _divided(
    family: str, group: str, names: Sequence[str], allotment: str, paragraph: str
) -> Iterator[Rule]:
    """Yield the weighted base of each recipient, then its part of the allotment."""
    singular = family.removesuffix("s")
    keys = [Key(f"{singular}_bases", group, name) for name in names]
    for key in keys:
        criteria = key._replace(family=f"{singular}_criteria")
        yield _base(key, criteria, key.recipient, paragraph)
    yield from parts(family, keys, allotment, paragraph, REQUIRED)


def _states(named: Named) -> Iterator[Rule]:
    paragraph, cane = "sec. 359c(f)", f"sectors.{CANE}"
    if computed := recipients_of(named, "state_criteria"):
        yield from _divided("states", "", computed, cane, paragraph)
        return
    whole = cane, f"previous.{cane}"
    for state in recipients_of(named, "recorded.states"):
        key = Key("states", "", state)
        yield from pro_rata(key, whole, cane, paragraph, REQUIRED, by=f"{paragraph}, assumed")
    for state in recipients_of(named, "states"):
        yield recorded(Key("states", "", state), cane, paragraph, REQUIRED)


def _processors(named: Named, group: str) -> Iterator[Rule]:
    paragraph, allotment = "sec. 359d(a)", allotment_of(group).path
    if computed := recipients_of(named, "processor_criteria", group):
        yield from _divided("processors", group, computed, allotment, paragraph)
        return
    scaling = scaling_allotment(group, recipients_of(named, "state_criteria"))
    previous = scaling._replace(family=f"previous.{scaling.family}")
    if scaling.family == "states" and group in recipients_of(named, "recorded.states"):
        previous = scaling._replace(family="recorded.states")
        yield Rule(
            key=previous,
            title=f"{group}, as printed",
            paragraph="sec. 359c(f)",
            origin="recorded",
            when=REQUIRED,
        )
    whole = scaling.path, previous.path
    for name in recipients_of(named, "recorded.processors", group):
        yield from pro_rata(Key("processors", group, name), whole, allotment, paragraph, REQUIRED)
    for name in recipients_of(named, "processors", group):
        yield recorded(Key("processors", group, name), allotment, paragraph, REQUIRED)


def _previous(key: Key) -> Rule:
    return Rule(
        key=key,
        title=f"{_TITLES.get(key.recipient, key.recipient)} allotment, as it was",
        paragraph="what recorded quantities were made under",
        origin="recorded",
        when=REQUIRED,
    )


def _restraint_span(sector: str, other: str, at: Callable[[str], Range]) -> Range:
    """Return the range of a restraint: convex in its own ability to market, which both share."""
    criteria = [at(f"criteria.{sector}.{criterion}") for criterion in CRITERIA]
    weights = [at(key.path)[0] for key in _WEIGHTS]
    others, (quantity, _) = at(f"bases.{other}"), at("overall_allotment_quantity")
    # Where both bases are zero, no share is defined; next to it this sector has all, if anything.
    nothing = 1 if weighted_average(*(high for _, high in criteria), *weights) else 0

    def at_end(ability: Exact, end: int) -> Exact:
        # The least restraint (end 0) is where the share is greatest: own criteria high, the
        # other sector's low. A negative quantity turns this round.
        own = (1 - end) if quantity >= 0 else end
        base = weighted_average(criteria[0][own], criteria[1][own], ability, *weights)
        return ability - quantity * share(base, others[1 - own], nothing=nothing)

    low, high = criteria[2]
    without_ability = weighted_average(criteria[0][1], criteria[1][1], 0, *weights)
    turning = _turning_point(without_ability, weights[2], others[0], quantity)
    least = at_end(min(max(turning, low), high), 0)
    return least, max(at_end(low, 1), at_end(high, 1))


def _turning_point(without_ability: Exact, weight: Exact, other: Exact, quantity: Exact) -> Exact:
    """Return the ability to market at which a ton more of it is a ton more of allotment.

    There, with *weight* that of ability, of 1 in all: ``(base + other)**2 == quantity * other *
    weight``. Beyond it the restraint rises; where it always does, this is nothing or less.
    """
    if not weight:
        return Fraction(0)
    squared = max(Fraction(0), quantity * other * weight)
    root = Fraction(isqrt(int(squared * _FINENESS**2)), _FINENESS)
    return (root - other - without_ability) / weight


# What does not depend on who is named.

_CONSTANTS = (
    constant(
        "minimum_imports",
        "minimum imports",
        MINIMUM_IMPORTS,
        "secs. 359b(b)(1), 359c(b)(1)(A)",
    ),
    constant(
        "crystalline_fructose_sugar_equivalent",
        "sugar equivalent of crystalline fructose",
        CRYSTALLINE_FRUCTOSE_SUGAR_EQUIVALENT,
        "sec. 359b(c)",
    ),
    constant(
        "raw_value_factor",
        "raw value factor",
        RAW_VALUE_FACTOR,
        "Sugar Act of 1948, sec. 101(h)",
        "ratio",
    ),
    constant(
        "sweetness_factor",
        "sweetness factor",
        SWEETNESS_FACTOR,
        "inferred; no source found",
        "ratio",
    ),
)

_ESTIMATE_RULES = tuple(
    Rule(key=key, title=_TITLES[key.item], paragraph=paragraph, origin="input")
    for key, paragraph in zip(
        _ESTIMATES,
        [*["sec. 359b(a)(1)(A)"] * 2, *["sec. 359b(a)(1)(B)"] * 2],
        strict=True,
    )
)

_WEIGHT_RULES = tuple(
    Rule(
        key=key,
        title=f"weight of {_TITLES[key.item]}",
        paragraph="determined under sec. 359c(d)(1)",
        origin="input",
        unit="ratio",
    )
    for key in _WEIGHTS
)

_IMPORT_RULES = (
    Rule(
        key=Key("imports"),
        title="estimated imports",
        paragraph="sec. 359b(a)(1)(C)",
        operands=tuple(key.path for key in _ESTIMATES),
        formula=estimated_imports,
        text="({0} + {1}) - ({2} + {3})",
    ),
    Rule(
        key=Key("threshold_carryover_stocks"),
        title="least reasonable carryover stocks that trigger no allotments",
        paragraph="sec. 359b(a)(1)(C) and (b)(1)",
        operands=("minimum_imports", _PRODUCTION.path, _CARRY_IN.path, _CONSUMPTION.path),
        formula=lambda _, production, carry_in, consumption: threshold_carryover_stocks(
            consumption, production, carry_in
        ),
        text="{0} + {1} + {2} - {3}",
    ),
)


def _sector_rules() -> Iterator[Rule]:
    yield Rule(
        key=Key("overall_allotment_quantity"),
        title="overall allotment quantity",
        paragraph="sec. 359c(b)(1)",
        operands=(_CONSUMPTION.path, _CARRYOVER.path, _CARRY_IN.path, "minimum_imports"),
        formula=lambda consumption, carryover, carry_in, _: overall_allotment_quantity(
            consumption, carryover, carry_in
        ),
        text="{0} + {1} - {2} - {3}",
        when=REQUIRED,
    )
    bases = [f"bases.{sector}" for sector in SECTORS]
    for sector in SECTORS:
        criteria = Key("criteria", "", sector)
        yield _base(Key("bases", "", sector), criteria, _TITLES[sector], "sec. 359c(d)(1)")
    for sector, base in zip(SECTORS, bases, strict=True):
        yield Rule(
            key=Key("percentage_factors", "", sector),
            title=f"percentage factor, {_TITLES[sector]}",
            paragraph="sec. 359c(d)(1)",
            operands=(base, *bases),
            formula=lambda base, *both: part(base, *both, 1),
            text=share_text(len(bases)),
            unit="ratio",
            when=REQUIRED,
            span=partial(share_span, base, bases),
        )
    for sector in SECTORS:
        factor = f"percentage_factors.{sector}"
        yield Rule(
            key=Key("sectors", "", sector),
            title=f"{_TITLES[sector]} allotment",
            paragraph="sec. 359c(e)",
            operands=("overall_allotment_quantity", factor),
            formula=lambda quantity, factor: quantity * factor,
            text="{0} * {1}",
            part_of="overall_allotment_quantity",
            when=REQUIRED,
            span=partial(
                lambda path, at: product_span(at("overall_allotment_quantity"), at(path)), factor
            ),
        )


_RESTRAINT_RULES = tuple(
    Rule(
        key=Key("restraint", "", sector),
        title=f"restraint on {_TITLES[sector]} marketings",
        paragraph=_NOTICE,
        operands=(f"criteria.{sector}.ability_to_market", f"sectors.{sector}"),
        formula=restraint,
        text="{0} - {1}",
        when=REQUIRED,
        span=partial(_restraint_span, sector, other),
    )
    for sector, other in ((BEET, CANE), (CANE, BEET))
)

_FRUCTOSE_RULE = Rule(
    key=Key("crystalline_fructose"),
    title="crystalline fructose allotment",
    paragraph="sec. 359b(c)",
    operands=("crystalline_fructose_sugar_equivalent", "raw_value_factor", "sweetness_factor"),
    formula=lambda equivalent, raw_value, sweetness: crystalline_fructose_allotment(
        equivalent, raw_value_factor=raw_value, sweetness_factor=sweetness
    ),
    text="{0} / ({1} * {2})",
    inferred=_INFERRED,
    when=REQUIRED,
)
