"""The chain of determinations under the Act of 2002, stated once: every figure, and what makes it.

Which quantities an announcement reassigns is the Secretary's to say, so those are known or are not;
what follows from them is in :mod:`allotments.act2002.printed_place`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any

from allotments.act2002.amendments import CROP_YEARS, in_force
from allotments.act2002.section_359b import MINIMUM_SHARE, minimum_overall_allotment_quantity
from allotments.act2002.section_359c import (
    IMPORTS,
    OFFSHORE_ALLOTMENT,
    OFFSHORE_STATES,
    SECTOR_SHARES,
    overall_allotment_quantity,
)
from allotments.act2002.section_359d import adjusted_production, weighted_average_production
from allotments.core.exact import divide, multiply, positive_part
from allotments.figures.act import Family, Named
from allotments.figures.division import (
    constant,
    difference_span,
    parts,
    pro_rata,
    recipients_of,
    recorded,
    stated,
    weighted,
)
from allotments.figures.figure import Key, Range, Rule
from allotments.formulas.deficits import Tables
from allotments.formulas.deficits_of_arrays import reassign

BEET, CANE = SECTORS = ("beet", "cane")  # 359c(c)
CRITERIA = ("past_marketings", "past_processings", "ability_to_market")  # as the weights
BEET_CRITERIA = ("crop_1998", "crop_1999", "crop_2000")  # 359d(b)(2)(C)
BEET_ADJUSTMENTS = (  # 359d(b)(2)(D)
    "factories_opened",
    "factories_closed",
    "desugarization_facilities",
    "quality_losses",
)
AFTER = "states_after_reassignment"
FISCAL_YEARS = range(CROP_YEARS[0] + 1, CROP_YEARS[-1] + 2)
OTHER_YEARS = {
    range(1992, 1997): 'the Act of 1990 was in force then, act = "1990", allotments.act1990',
    range(1997, 2003): "part VII was not in force for the crops of 1996 to 2001",
    range(2033, 3000): "the Act is in force through crop year 2031, 359l(a)",
}
QUANTITY, MINIMUM = "overall_allotment_quantity", "minimum_overall_allotment_quantity"

_WHOLE, _TONS = "Overall allotment quantity", "short tons"
_CRITERIA_HEADING, _BASES_HEADING = "Criteria", "Production bases"
_BALANCE_HEADING, _ALLOCATED_HEADING = "Balance", "Allocated for the time being"
_DIVIDED: Mapping[str, Family] = {
    "sectors": Family("Sector allotments", _TONS, 0, "sectors", headline=True, measured=True),
    "states": Family("State cane sugar allotments", _TONS, 0, "States", measured=True),
    AFTER: Family("State allotments after reassignment", _TONS, 0, "States", measured=True),
    "processors": Family("Processor allocations", _TONS, 0, "processors", measured=True),
}
FAMILIES: Mapping[str, Family] = {
    "minimum_share": Family("", "percent"),
    "imports_deducted": Family(""),
    "estimates": Family("Estimates", is_input=True, national=True),
    "weights": Family("Weights, percent", "percent", 1, is_input=True),
    "state_criteria": Family(_CRITERIA_HEADING, is_input=True, measured=True),
    "processor_criteria": Family(_CRITERIA_HEADING, is_input=True, measured=True),
    "beet_criteria": Family(_CRITERIA_HEADING, is_input=True, measured=True),
    "beet_adjustments": Family(_CRITERIA_HEADING, "", is_input=True),
    "supply": Family("Supply", is_input=True),
    MINIMUM: Family(_WHOLE, headline=True),
    QUANTITY: Family(_WHOLE, headline=True, is_input=True, national=True),
    "percentage_factors": Family("Percentages of the sectors", "percent", 2, headline=True),
    "sectors": _DIVIDED["sectors"],
    "offshore": Family("Cane sugar of offshore and mainland States", headline=True),
    "mainland": Family("Cane sugar of offshore and mainland States", headline=True),
    "weighted_production": Family(_BASES_HEADING),
    "state_bases": Family(_BASES_HEADING),
    "processor_bases": Family(_BASES_HEADING),
    **{name: one for name, one in _DIVIDED.items() if name != "sectors"},
    "after_deficits": Family("Allocations after deficits", _TONS, 0, "processors"),
    "deficits_to_imports": Family("Deficits left to imports", headline=True),
    "deficits": Family("Deficits", measured=True),
    "reassigned": Family("Reassigned", measured=True),
    "sold_by_ccc": Family("Sold by the Commodity Credit Corporation"),
    "reassigned_imports": Family("Reassigned to imports"),
    "initial.states": Family(""),  # allotments before those of a former State are added
    "reassigned_imports_by_kind": Family("Reassigned to imports, by kind"),
    "offshore_reassigned": Family("Reassigned"),
    "total_use": Family(_BALANCE_HEADING),
    **{name: Family(_BALANCE_HEADING) for name in ("ending_stocks", "free_ending_stocks")},
    "stocks_to_use": Family(_BALANCE_HEADING, "percent", 1),
    "free_stocks_to_use": Family(_BALANCE_HEADING, "percent", 1),
    "allocated_share": Family(_ALLOCATED_HEADING, "percent", 1),
    "allocated": Family(_ALLOCATED_HEADING, measured=True),
    "withheld": Family(_ALLOCATED_HEADING),
    f"before.{QUANTITY}": Family(""),
    **{f"before.{name}": Family("", measured=True) for name in _DIVIDED},
    **{f"changes.{name}": Family("Changes", measured=True) for name in (QUANTITY, *_DIVIDED)},
    **{f"recorded.{name}": Family("") for name in _DIVIDED},
    **{f"shares.{name}": Family("") for name in _DIVIDED if name != "sectors"},
    **{f"previous.{name}": Family("") for name in ("mainland", *_DIVIDED)},
}
"""By name, in the order that views show them."""

_TITLES = {
    "consumption": "consumption",
    "reasonable_carryover_stocks": "reasonable carryover stocks",
    "carry_in_stocks": "carry-in stocks",
    "production": "production",
    "imports": "imports",
}
_ESTIMATES = Key("estimates")
_CONSUMPTION = "estimates.consumption"
_CRITERION_TITLES = {name: name.replace("_", " ") for name in CRITERIA}
_WEIGHTS = tuple(Key("weights", item=name) for name in CRITERIA)
_MINIMUM_STANDS_FOR_IT = "no quantity but the minimum is given; the Secretary's own may be more"


def rules(named: Named, fiscal_year: int) -> Iterator[Rule]:
    """Yield the chain of a *fiscal_year* for the States and processors that are *named*."""
    yield from stated(_ESTIMATES, _TITLES, "", "sec. 359b(a)(1)")
    yield from _quantity(named, fiscal_year)
    yield from _stated_criteria(named)
    yield from _previous(named)
    yield from _sectors()
    yield from _states(named)
    families = ("processors", "recorded.processors", "shares.processors", "processor_criteria")
    groups = dict.fromkeys(group for family in families for group in named.get(family, ()))
    for group in dict.fromkeys([*groups, *[BEET] * ("beet_criteria" in named)]):
        yield from _processors(named, group)
    yield from _supply(named)
    yield from _changes(named)
    yield from _reassignments(named)
    if "total_use" in named:
        yield from _balance()
    if "allocated_share" in named:
        yield from _allocated()


def allotment_of(named: Named, group: str) -> Key:
    """Return the allotment that a group of processors divides, 359d(a).

    >>> allotment_of({}, "beet").path, allotment_of({}, "Texas").path
    ('sectors.beet', 'states.Texas')
    >>> allotment_of({"states_after_reassignment": {"": ["Texas"]}}, "Texas").path
    'states_after_reassignment.Texas'
    """
    if group == BEET:
        return Key("sectors", "", BEET)
    after = [one for p in ("", "recorded.", "shares.") for one in recipients_of(named, p + AFTER)]
    return Key(AFTER if group in after else "states", "", group)


def previous_allotment(named: Named, group: str) -> tuple[Key, Key]:
    """Return the allotment that a group's recorded allocations follow, and what it was before.

    That of their sector, or of their State where it is recorded or computed.
    """
    if group == BEET:
        return Key("sectors", "", BEET), Key("previous.sectors", "", BEET)
    for family in (AFTER, "states"):
        for before in (f"recorded.{family}", f"previous.{family}"):
            if group in recipients_of(named, before):
                return Key(family, "", group), Key(before, "", group)
    return Key("sectors", "", CANE), Key("previous.sectors", "", CANE)


def _quantity(named: Named, fiscal_year: int) -> Iterator[Rule]:
    law = in_force(fiscal_year - 1)
    if law.deducts_imports:
        operands = ("consumption", "reasonable_carryover_stocks", "carry_in_stocks")
        yield constant("imports_deducted", "imports deducted", IMPORTS, "sec. 359c(b)(1)")
        yield Rule(
            key=Key(QUANTITY),
            title="overall allotment quantity",
            paragraph="sec. 359c(b)(1)",
            operands=(*(f"estimates.{name}" for name in operands), "imports_deducted"),
            formula=lambda consumption, carryover, carry_in, _: overall_allotment_quantity(
                consumption, carryover, carry_in
            ),
            text="{0} + {1} - {2} - {3}",
            affine_in=tuple(f"estimates.{name}" for name in operands),
        )
        return
    paragraph = "sec. 359c(b)(1)(B)"
    yield constant("minimum_share", "minimum share", MINIMUM_SHARE, paragraph, "ratio")
    yield Rule(
        key=Key(MINIMUM),
        title="minimum overall allotment quantity",
        paragraph=paragraph,
        operands=("minimum_share", _CONSUMPTION),
        formula=lambda _, consumption: minimum_overall_allotment_quantity(consumption),
        text="{0} * {1}",
        affine_in=(_CONSUMPTION,),
    )
    if QUANTITY in named:
        yield Rule(
            key=Key(QUANTITY),
            title="overall allotment quantity",
            paragraph="determined under sec. 359c(b)(1)",
            origin="input",
        )
    else:
        yield at_minimum(_MINIMUM_STANDS_FOR_IT)


def at_minimum(inferred: str = "") -> Rule:
    """Return the rule of an overall quantity that is the least that the Act allows."""
    return Rule(
        key=Key(QUANTITY),
        title="overall allotment quantity",
        paragraph="sec. 359c(b)(1)(B), the minimum",
        operands=(MINIMUM,),
        formula=lambda minimum: minimum,
        text="{0}",
        affine_in=(MINIMUM,),
        inferred=inferred,
    )


def _stated_criteria(named: Named) -> Iterator[Rule]:
    for weight in _WEIGHTS:
        yield Rule(
            key=weight,
            title=f"weight of {_CRITERION_TITLES[weight.item]}",
            paragraph="7 CFR 1435.305(e), .306(b)(2)",
            origin="input",
            unit="ratio",
        )
    for state in recipients_of(named, "state_criteria"):
        yield from stated(
            Key("state_criteria", "", state), _CRITERION_TITLES, state, "sec. 359c(e)"
        )
    for group, names in named.get("processor_criteria", {}).items():
        for name in names:
            key = Key("processor_criteria", group, name)
            yield from stated(key, _CRITERION_TITLES, name, "sec. 359d(b)(1)")
    for family, items in (("beet_criteria", BEET_CRITERIA), ("beet_adjustments", BEET_ADJUSTMENTS)):
        titles = {item: item.replace("_", " ") for item in items}
        for name in recipients_of(named, family):
            unit = "short tons" if items is BEET_CRITERIA else ""
            yield from stated(Key(family, "", name), titles, name, "sec. 359d(b)(2)", unit)


def _previous(named: Named) -> Iterator[Rule]:
    keys = [Key("previous.mainland")] * ("previous.mainland" in named)
    for family in _DIVIDED:
        before = f"previous.{family}"
        keys += [Key(before, "", name) for name in recipients_of(named, before)]
    for key in keys:
        yield Rule(
            key=key,
            title=f"{key.recipient or 'mainland'} allotment, as it was",
            paragraph="what recorded quantities were made under",
            origin="recorded",
        )


def _sectors() -> Iterator[Rule]:
    paragraph = "sec. 359c(c)"
    for sector, share in SECTOR_SHARES.items():
        title = f"percentage, {sector} sugar"
        ratio = Fraction(share, sum(SECTOR_SHARES.values()))
        factor = Key("percentage_factors", "", sector)
        yield constant(factor, title, ratio, paragraph, "ratio")
    for sector in SECTORS:
        yield Rule(
            key=Key("sectors", "", sector),
            title=f"{sector} sugar allotment",
            paragraph=paragraph,
            operands=(QUANTITY, f"percentage_factors.{sector}"),
            formula=multiply,
            text="{0} * {1}",
            affine_in=(QUANTITY,),
            part_of=QUANTITY,
            remainder=(QUANTITY, f"sectors.{BEET}") if sector == CANE else (),
        )


def _states(named: Named) -> Iterator[Rule]:
    cane, paragraph = f"sectors.{CANE}", "sec. 359c(e)"
    computed = recipients_of(named, "state_criteria")
    offshore = [state for state in computed if state in OFFSHORE_STATES]
    mainland = [state for state in computed if state not in OFFSHORE_STATES]
    stand = recipients_of(named, "states")
    # Beside States with criteria, a mainland State without is a new one, 359d(b)(1)(E)(iv).
    new = [Key("states", "", s).path for s in stand if mainland and s not in OFFSHORE_STATES]
    title = "allotment of the offshore States"
    yield constant("offshore", title, OFFSHORE_ALLOTMENT, f"{paragraph}(2)", part_of=cane)
    for state in stand:
        yield recorded(Key("states", "", state), _whole_of(state, new), paragraph)
    yield Rule(
        key=Key("mainland"),
        title="allotment of the mainland States",
        paragraph=f"{paragraph}(3)",
        operands=(cane, "offshore", *new),
        formula=lambda cane, offshore, *new: cane - offshore - sum(new),
        affine_in=(cane, *new),
        text=" - ".join(f"{{{place}}}" for place in range(2 + len(new))),
        part_of=cane,
        span=partial(_less_span, cane, ("offshore", *new)),
    )
    for states, whole in ((offshore, "offshore"), (mainland, "mainland")):
        yield from _divided("states", "", states, whole, paragraph)
    moved = "mainland", "previous.mainland"
    for state in recipients_of(named, "recorded.states"):
        key = Key("states", "", state)
        yield from pro_rata(key, moved, "mainland", paragraph, by=f"{paragraph}(3)")
    for state in recipients_of(named, AFTER):
        yield recorded(Key(AFTER, "", state), cane, "sec. 359e(b)(1)")
    for state in recipients_of(named, f"recorded.{AFTER}"):
        key, followed = Key(AFTER, "", state), (cane, f"previous.{cane}")
        by = "sec. 359e(b)(1)"
        yield from pro_rata(key, followed, cane, by, by=f"{by}, assumed")
    for state in recipients_of(named, "shares.states"):
        yield from _by_share(Key("states", "", state), _whole_of(state, ()), "", paragraph)
    for state in recipients_of(named, f"shares.{AFTER}"):
        yield from _by_share(Key(AFTER, "", state), cane, cane, "sec. 359e(b)(1)")


def _by_share(key: Key, whole: str, part_of: str, paragraph: str) -> Iterator[Rule]:
    """Yield a share of *whole* and a tonnage beside it, and what they make of a recipient."""
    beside = [
        Key(f"shares.{key.family}", key.group, key.recipient, item) for item in ("share", "tonnage")
    ]
    for one, unit in zip(beside, ("ratio", "short tons"), strict=True):
        title = f"{one.item} of {key.recipient}"
        yield Rule(
            key=one, title=title, paragraph="by earlier prints", origin="projected", unit=unit
        )
    yield Rule(
        key=key,
        title=key.recipient,
        paragraph=f"{paragraph}, projected",
        operands=(whole, *(one.path for one in beside)),
        formula=lambda whole, share, tonnage: positive_part(whole * share + tonnage),
        text="{0} * {1} + {2}",
        origin="projected",
        part_of=part_of or whole,
    )


def _whole_of(state: str, new: Sequence[str]) -> str:
    if Key("states", "", state).path in new:
        return f"sectors.{CANE}"
    return "offshore" if state in OFFSHORE_STATES else "mainland"


def _less_span(whole: str, parts: Sequence[str], at: Callable[[str], Range]) -> Range:
    least, greatest = at(whole)
    ranges = [at(part) for part in parts]
    return least - sum(high for _, high in ranges), greatest - sum(low for low, _ in ranges)


def _divided(
    family: str, group: str, names: Sequence[str], allotment: str, paragraph: str
) -> Iterator[Rule]:
    singular = family.removesuffix("s")
    keys = [Key(f"{singular}_bases", group, name) for name in names]
    for key in keys:
        criteria = key._replace(family=f"{singular}_criteria")
        title = f"production base, {key.recipient}"
        yield weighted(key, title, criteria, _WEIGHTS, paragraph)
    yield from parts(family, keys, allotment, paragraph)


def _processors(named: Named, group: str) -> Iterator[Rule]:
    allotment = allotment_of(named, group).path
    paragraph = "sec. 359d(b)(2)" if group == BEET else "sec. 359d(b)(1)"
    if group == BEET and (computed := recipients_of(named, "beet_criteria")):
        bases = [Key("processor_bases", BEET, name) for name in computed]
        yield from _beet_bases(bases)
        yield from parts("processors", bases, allotment, paragraph)
        return
    if computed := recipients_of(named, "processor_criteria", group):
        yield from _divided("processors", group, computed, allotment, paragraph)
        return
    new, old = previous_allotment(named, group)
    for name in recipients_of(named, "recorded.processors", group):
        key = Key("processors", group, name)
        yield from pro_rata(key, (new.path, old.path), allotment, paragraph)
    for name in recipients_of(named, "processors", group):
        yield recorded(Key("processors", group, name), allotment, paragraph)
    on_mainland = group in recipients_of(named, "shares.states")
    whole = _whole_of(group, ()) if on_mainland else f"sectors.{BEET if group == BEET else CANE}"
    for name in recipients_of(named, "shares.processors", group):
        yield from _by_share(Key("processors", group, name), whole, allotment, paragraph)


def _beet_bases(bases: Sequence[Key]) -> Iterator[Rule]:
    paragraph = "sec. 359d(b)(2)"
    averages = [Key("weighted_production", "", key.recipient) for key in bases]
    for key in averages:
        crops = (Key("beet_criteria", "", key.recipient, crop).path for crop in BEET_CRITERIA)
        yield Rule(
            key=key,
            title=f"weighted average production, {key.recipient}",
            paragraph=f"{paragraph}(C)",
            operands=tuple(crops),
            formula=weighted_average_production,
            text="({0} * 25 + {1} * 35 + {2} * 40) / 100",
        )
    count = len(averages)
    whole = " + ".join(f"{{{1 + place}}}" for place in range(count))
    opened, closed, built, losses = (f"{{{1 + count + place}}}" for place in range(4))
    percent = f"(5 * ({opened} - {closed} + {losses}) + {built}) / 400"
    for key, average in zip(bases, averages, strict=True):
        counts = (Key("beet_adjustments", "", key.recipient, item) for item in BEET_ADJUSTMENTS)
        yield Rule(
            key=key,
            title=f"adjusted weighted average production, {key.recipient}",
            paragraph=f"{paragraph}(D)",
            operands=tuple(one.path for one in (average, *averages, *counts)),
            formula=_adjusted,
            text=f"{{0}} + ({whole}) * {percent}",
        )


def _adjusted(own: Any, *averages_and_counts: Any) -> Any:
    *averages, opened, closed, built, losses = averages_and_counts
    # The others count only by their sum, so the processor's own may stand first.
    everyone = {"own": own, "others": positive_part(sum(averages) - own)}
    return adjusted_production(
        everyone,
        factories_opened={"own": opened},
        factories_closed={"own": closed},
        desugarization_facilities={"own": built},
        quality_losses={"own": losses},
    )["own"]


def _supply(named: Named) -> Iterator[Rule]:
    """Yield what becomes of allocations where it is known what each processor can market."""
    supplied = [(g, name) for g, names in named.get("supply", {}).items() for name in names]
    for sector in SECTORS:
        places = [one for one in supplied if (one[0] == BEET) is (sector == BEET)]
        for group, name in places:
            yield Rule(
                key=Key("supply", group, name),
                title=f"supply, {name}",
                paragraph="sec. 359e(a)",
                origin="input",
            )
        ends = [Key("after_deficits", *place) for place in places]
        for key in [*ends, Key("deficits_to_imports", "", sector)] if places else ():
            yield Rule(
                key=key,
                title=key.recipient if key.group else f"{sector} sugar deficits left to imports",
                paragraph="sec. 359e(b)",
                operands=tuple(
                    Key(family, *place).path
                    for family in ("processors", "supply")
                    for place in places
                ),
                formula=partial(_after_deficits, places, (key.group, key.recipient)),
                text=f"as is left of {len(places)} allocations by {len(places)} supplies",
            )


def _after_deficits(
    places: Sequence[tuple[str, str]], place: tuple[str, str], *allocations_and_supply: Any
) -> Any:
    """Return a processor's allocation after deficits, or where *place* is none's, the imports."""
    count = len(places)
    allocations = dict(zip(places, allocations_and_supply[:count], strict=True))
    supply = dict(zip(places, allocations_and_supply[count:], strict=True))
    groups: dict[str, list[Any]] = {}
    for one in places:
        groups.setdefault(one[0], []).append(one)
    # Of a quantity below zero everyone's share is below zero, and no share of a deficit.
    shares = {one: positive_part(allocation) for one, allocation in allocations.items()}
    after = reassign(Tables(allocations, supply, shares), groups, by_capacity=False)
    return after.allocations.get(place, after.imports)


def _changes(named: Named) -> Iterator[Rule]:
    """Yield what each figure changed by, where it is known what stood before; and that itself."""
    for family in (QUANTITY, *_DIVIDED):
        keys = {
            (group, name)
            for one in (f"before.{family}", f"changes.{family}")
            for group, names in named.get(one, {}).items()
            for name in names or [""]
        }
        for group, name in sorted(keys):
            now = Key(family, group, name)
            before = now._replace(family=f"before.{family}")
            change = now._replace(family=f"changes.{family}")
            title = name or "overall allotment quantity"
            yield Rule(
                key=before, title=f"{title}, before", paragraph="as it was", origin="recorded"
            )
            yield Rule(
                key=change,
                title=f"{title}, change",
                paragraph="sec. 359c(g)" if family in (QUANTITY, "sectors") else "sec. 359e(b)",
                operands=(now.path, before.path),
                formula=lambda now, before: now - before,
                affine_in=(now.path, before.path),
                text="{0} - {1}",
                span=partial(difference_span, now.path, before.path),
                adds=(1, -1),
            )


def _reassignments(named: Named) -> Iterator[Rule]:
    """Yield what was reassigned, from whom and to whom: by sector, as the Secretary determined."""
    paragraph = "sec. 359e(b)"
    for family in ("deficits", "reassigned"):
        for sector, names in named.get(family, {}).items():
            for name in names:
                yield recorded(Key(family, sector, name), "", paragraph)
    for sector in recipients_of(named, "sold_by_ccc"):
        yield recorded(Key("sold_by_ccc", "", sector), "", paragraph)
    yield from _imports(named, paragraph)
    yield from _offshore_reassigned(named, f"{paragraph}(1)")


def _imports(named: Named, paragraph: str) -> Iterator[Rule]:
    """Yield what goes to imports: of a sector, and by kind, which are then all of it."""
    by_kind = named.get("reassigned_imports_by_kind", {})
    for sector in dict.fromkeys([*by_kind, *recipients_of(named, "reassigned_imports")]):
        kinds = [Key("reassigned_imports_by_kind", sector, k) for k in by_kind.get(sector, ())]
        whole = recorded(Key("reassigned_imports", "", sector), "", paragraph)
        for kind in kinds:
            yield recorded(kind, whole.key.path, paragraph)
        if not kinds:
            yield whole
            continue
        yield Rule(
            key=whole.key,
            title=sector,
            paragraph=paragraph,
            operands=tuple(kind.path for kind in kinds),
            formula=lambda *kinds: sum(kinds),
            text=" + ".join(f"{{{place}}}" for place in range(len(kinds))),
            adds=(1,) * len(kinds),
        )


def _offshore_reassigned(named: Named, paragraph: str) -> Iterator[Rule]:
    """Yield what the mainland States receive of the offshore allotment, if it was announced.

    It is what no offshore State keeps, where all States or all their processors are named.
    """
    if "offshore_reassigned" not in named:
        return
    after = recipients_of(named, AFTER)
    kept = [Key(AFTER, "", state).path for state in after if state in OFFSHORE_STATES]
    known = [*after, *(group for group in named.get("processors", {}) if group != BEET)]
    key, title = Key("offshore_reassigned"), "offshore allotment reassigned to the mainland States"
    if not known:
        yield Rule(key=key, title=title, paragraph=f"{paragraph}, as printed", origin="recorded")
        return
    yield Rule(
        key=key,
        title=title,
        paragraph=paragraph,
        operands=("offshore", *kept),
        formula=lambda offshore, *kept: offshore - sum(kept),
        text=" - ".join(f"{{{place}}}" for place in range(1 + len(kept))),
        part_of="offshore",
        span=partial(_less_span, "offshore", kept),
    )


def _balance() -> Iterator[Rule]:
    """Yield the stocks that there would be without allotments, and those that are free under them.

    What is produced beyond the overall quantity may not be marketed, so it is not free.
    """
    operands = ("estimates.carry_in_stocks", "estimates.production", "estimates.imports")
    use, whole = "total_use", "sec. 359b(a)(1)"
    yield Rule(key=Key(use), title="total use", paragraph=f"{whole}, as printed", origin="recorded")
    yield Rule(
        key=Key("ending_stocks"),
        title="ending stocks without allotments",
        paragraph=whole,
        operands=(*operands, use),
        formula=lambda carry_in, production, imports, use: carry_in + production + imports - use,
        text="{0} + {1} + {2} - {3}",
        adds=(1, 1, 1, -1),
    )
    yield Rule(
        key=Key("free_ending_stocks"),
        title="ending stocks that may be marketed",
        paragraph=whole,
        operands=("ending_stocks", "estimates.production", QUANTITY),
        formula=lambda stocks, production, quantity: stocks - (production - quantity),
        text="{0} - ({1} - {2})",
    )
    for stocks, title in (("", "ending stocks"), ("free_", "free ending stocks")):
        yield Rule(
            key=Key(f"{stocks}stocks_to_use"),
            title=f"{title} over total use",
            paragraph=whole,
            operands=(f"{stocks}ending_stocks", use),
            formula=divide,
            text="{0} / {1}",
            unit="ratio",
        )


def _allocated() -> Iterator[Rule]:
    """Yield what is allocated where only a part of the allotments is for the time being."""
    share, paragraph = "allocated_share", "sec. 359d(a)"
    yield Rule(
        key=Key(share),
        title="part that is allocated for the time being",
        paragraph=f"{paragraph}, as printed",
        origin="recorded",
        unit="ratio",
    )
    for sector in SECTORS:
        yield Rule(
            key=Key("allocated", "", sector),
            title=f"allocated of the {sector} sugar allotment",
            paragraph=paragraph,
            operands=(f"sectors.{sector}", share),
            formula=multiply,
            text="{0} * {1}",
            part_of=f"sectors.{sector}",
        )
    yield Rule(
        key=Key("withheld"),
        title="withheld from allocation",
        paragraph=paragraph,
        operands=(QUANTITY, share),
        formula=lambda quantity, share: quantity * (1 - share),
        text="{0} * (1 - {1})",
        part_of=QUANTITY,
    )


def parts_of_former_state(named: Named) -> Iterator[Rule]:
    """Yield the rules by which States share the allotment of one that no longer has any.

    They go by initial shares, 7 CFR 1435.309(c)(2): of the allotments that are printed with the
    parts in them, less these. Only where nothing goes elsewhere: else there are caps, which are
    not printed.
    """
    states, givers = recipients_of(named, AFTER), recipients_of(named, "deficits", CANE)
    elsewhere = [*recipients_of(named, "reassigned_imports"), *recipients_of(named, "sold_by_ccc")]
    takers = recipients_of(named, "reassigned", CANE)
    if len(givers) != 1 or elsewhere or givers[0] in states or set(takers) != set(states):
        return
    bases = [Key("initial.states", "", state) for state in states]
    for base in bases:
        now, part = (Key(AFTER, "", base.recipient), Key("reassigned", CANE, base.recipient))
        yield Rule(
            key=base,
            title=f"{base.recipient}, initial allotment",
            paragraph="before the reassignment",
            operands=(now.path, part.path),
            formula=lambda now, part: now - part,
            text="{0} - {1}",
            span=partial(difference_span, now.path, part.path),
        )
    deficit = Key("deficits", CANE, givers[0]).path
    for rule in parts("reassigned", bases, deficit, "sec. 359e(b)(1)(B)"):
        yield replace(rule, key=rule.key._replace(group=CANE))
