"""What a ledger is given, checked and brought into its own form, and what follows from it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from typing import Any, get_args

from allotments.act1990.determination import Determination, determine
from allotments.act1990.inputs import Estimates, Inputs, check_group
from allotments.act1990.ledger.holdings import (
    ByProcessor,
    Exact,
    Place,
    Position,
    Remainder,
    established,
    nested,
)
from allotments.act1990.ledger.steps import Quarter, Step
from allotments.act1990.rules import BEET, CANE
from allotments.act1990.section_359c_adjustments import deduction_from_next_allocation
from allotments.core.errors import InvalidInput, did_you_mean
from allotments.core.exact import quantities, shown
from allotments.formulas.division import prorate
from allotments.rounding import grouped

_FIXED = ("fiscal_year", "processor_criteria", "recorded")  # what a re-estimate leaves alone


def check_choice(name: str, found: object, choices: Any) -> None:
    """Refuse what is none of the choices of a ``Literal``."""
    if found not in get_args(choices):
        raise InvalidInput(
            [f"{name}: found {shown(found)}; {did_you_mean(found, get_args(choices))}"]
        )


def check_portion(portion: Any) -> Exact:
    """Return the part of a year's allotments, above 0 and at most 1."""
    part = _exact("portion", portion)
    if not 0 < part <= 1:
        raise InvalidInput([f"portion: found {portion}, expected a ratio above 0 and at most 1"])
    return part


def redetermined(
    latest: Step, quarter: Quarter, inputs: Any, changes: Mapping[str, Any]
) -> tuple[Determination, tuple[str, ...]]:
    """Return the determination of re-estimated inputs, and a note of what was re-estimated."""
    order = get_args(Quarter)
    check_choice("quarter", quarter, Quarter)
    if order.index(quarter) < max(1, order.index(latest.quarter)):
        expected = ", ".join(order[max(1, order.index(latest.quarter)) :])
        raise InvalidInput([f"quarter: found {shown(quarter)}, expected one of: {expected}"])
    current = latest.determination.inputs
    if inputs is None:
        _refuse_new_processors([name for name in _FIXED if name in changes])
        new = current.replace(**changes)
    else:
        new = _retied(current, inputs, changes)
    return determine(new), _differences(current, new)


def _retied(current: Inputs, inputs: Any, changes: Mapping[str, Any]) -> Inputs:
    """Return re-estimated inputs as a change of the current ones.

    So recorded quantities stay tied to what they were made under.
    """
    if changes:
        raise InvalidInput(["inputs: found changes beside them, expected one or the other"])
    if not isinstance(inputs, Inputs):
        raise InvalidInput([f"inputs: found {type(inputs).__name__}, expected Inputs"])
    untied = {"recorded": {"under": None}}
    _refuse_new_processors(
        [
            name
            for name in _FIXED
            if getattr(current.replace(**untied), name) != getattr(inputs.replace(**untied), name)
        ]
    )
    return current.replace(**{name: getattr(inputs, name) for name in Inputs.model_fields})


def _refuse_new_processors(changed: list[str]) -> None:
    if changed:
        raise InvalidInput(
            f"{name}: found a change, expected none in the course of a year: only allotments "
            "change, and allocations by the same percentage, 359c(g)(2)"
            for name in changed
        )


def _differences(current: Inputs, new: Inputs) -> tuple[str, ...]:
    changed = [
        f"{name.replace('_', ' ')} {grouped(old)} to {grouped(now)}"
        for name in Estimates.model_fields
        if (old := getattr(current.estimates, name)) != (now := getattr(new.estimates, name))
    ]
    changed += [
        name.replace("_", " ")
        for name in ("criteria", "weights", "state_criteria")
        if getattr(current, name) != getattr(new, name)
    ]
    return (f"Re-estimated: {'; '.join(changed)}.",) if changed else ()


def newly_established(
    determination: Determination,
    carried: Mapping[Place, Exact],
    shares: dict[str, dict[str, Exact]],
    remainder: Remainder,
    portion: Exact,
) -> Position:
    """Return the position that a determination establishes, or a portion of it."""
    if not determination.processors:
        raise InvalidInput(
            ["determination: found no allocations to processors, expected some to keep a ledger of"]
        )
    faults = [
        f"processors.{group}.{name}: found {grouped(quantity)}, expected an allocation not below 0"
        for group, processors in determination.processors.items()
        for name, quantity in processors.items()
        if quantity < 0
    ]
    if faults:
        raise InvalidInput(faults)
    allocations = {
        group: {name: quantity * portion for name, quantity in processors.items()}
        for group, processors in determination.processors.items()
    }
    position = established(allocations, carried, remainder)
    return Position(held=position.held, carried=position.carried, proportionate_shares=shares)


def allotment_pairs(
    position: Position, old: Determination, new: Determination
) -> dict[str, tuple[Exact, Exact]]:
    """Return for each group of processors its allotment in two determinations.

    A State without an allotment of its own goes by the cane sugar allotment.
    """
    pairs = {group: _pair(group, old, new) for group in position.allotments}
    if faults := [
        f"{group}: found an allotment of {grouped(before)}, then of {grouped(after)} short tons, "
        "expected one above 0 to take a percentage of"
        for group, (before, after) in pairs.items()
        if after < 0 or (before <= 0 and (after, position.allotments[group]) != (0, 0))
    ]:
        raise InvalidInput(faults)
    return pairs


def _pair(group: str, old: Determination, new: Determination) -> tuple[Exact, Exact]:
    first, second = old.states or {}, new.states or {}
    if group in first and group in second:
        return first[group], second[group]
    sector = BEET if group == BEET else CANE
    return (old.sectors or {})[sector], (new.sectors or {})[sector]


def excesses(
    position: Position,
    pairs: Mapping[str, tuple[Exact, Exact]],
    marketed: Mapping[Place, Exact],
    pledged: Mapping[Place, Exact],
) -> dict[Place, Exact]:
    """Return what was marketed or pledged beyond allocations of allotments that were reduced."""
    now = position.allocations
    found = {
        (group, name): deduction_from_next_allocation(
            marketed.get((group, name), 0), pledged.get((group, name), 0), now[group][name]
        )
        for group, name in {**marketed, **pledged}
        if pairs[group][1] < pairs[group][0]
    }
    return {place: excess for place, excess in found.items() if excess}


def abilities(given: Any, allocations: ByProcessor) -> tuple[ByProcessor, tuple[str, ...]]:
    """Return the abilities to market by processor, and a note of those divided by assumption."""
    if not isinstance(given, Mapping) or not given:
        expected = "expected a mapping of 'beet' or the cane States to abilities"
        raise InvalidInput([f"ability_to_market: found {shown(given)}, {expected}"])
    if faults := list(_ability_faults(given, allocations)):
        raise InvalidInput(faults)
    able: dict[str, Mapping[str, Exact]] = {}
    divided = []
    for group, ability in given.items():
        if isinstance(ability, Mapping):
            flat = _flat_quantities("ability_to_market", {group: ability})
            able[group] = {name: value for (_, name), value in flat.items()}
        elif any(allocations[group].values()):
            able[group] = prorate(_exact(f"ability_to_market.{group}", ability), allocations[group])
            divided.append(group)
        else:
            raise InvalidInput(
                [f"ability_to_market.{group}: found no allocations that it can be divided by"]
            )
    if not divided:
        return able, ()
    note = "An assumption: ability to market divided in proportion to allocations, of {}."
    return able, (note.format(", ".join(divided)),)


def _ability_faults(given: Mapping[str, Any], allocations: ByProcessor) -> Iterator[str]:
    """Yield what is unknown among the abilities to market, and what is left out."""
    name = "ability_to_market"
    for group, ability in given.items():
        if group not in allocations:
            yield _unknown(name, group, allocations)
        elif isinstance(ability, Mapping):
            place, processors = f"{name}.{group}", allocations[group]
            yield from (
                _unknown(place, who, processors) for who in ability if who not in processors
            )
            for processor in processors:
                if processor not in ability:
                    yield f"{place}.{processor}: missing, expected every processor's ability"
    cane = [group for group in allocations if group != BEET]
    if any(state in given for state in cane):
        for state in cane:
            if state not in given:
                yield f"{name}.{state}: missing, expected every cane State's ability"


def processors_of(inputs: Inputs) -> dict[str, Collection[str]]:
    """Return the processors of beets and of each State, whether allotments are required or not."""
    groups: dict[str, Collection[str]] = {**inputs.recorded.processors, **inputs.processor_criteria}
    return {group: processors for group, processors in groups.items() if processors}


def shares_of_farms(given: Any, inputs: Inputs) -> dict[str, dict[str, Exact]]:
    """Return proportionate shares by State and farm; a State without farms has none."""
    name = "proportionate_shares"
    shares = nested(_flat_quantities(name, given))
    for state in given or ():
        _known(name, state, [group for group in processors_of(inputs) if group != BEET])
    return shares


def known_quantities(
    name: str, given: Any, known: Mapping[str, Collection[str]]
) -> dict[Place, Exact]:
    """Return quantities of known processors, by allotment and name."""
    flat = _flat_quantities(name, given)
    for group in given or ():
        _known(name, group, known)
    for group, processor in flat:
        _known(f"{name}.{group}", processor, known[group])
    return flat


def deductions_of(given: Any) -> dict[Place, Exact]:
    """Return what a year before leaves to be deducted; its processors need not be this year's."""
    flat = _flat_quantities("deductions", given)
    faults = []
    for group in given or ():
        try:
            check_group(group)
        except ValueError as error:
            faults.append(f"deductions: {error}")
    if faults:
        raise InvalidInput(faults)
    return flat


def _flat_quantities(name: str, given: Any) -> dict[Place, Exact]:
    """Return exact quantities, none negative, by allotment and name; nothing of ``None``."""
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        expected = "expected a mapping of mappings of names to quantities"
        raise InvalidInput([f"{name}: found {shown(given)}, {expected}"])
    if faults := [
        f"{name}.{group}: found {shown(values)}, expected a mapping of names to quantities"
        for group, values in given.items()
        if not isinstance(values, Mapping)
    ]:
        raise InvalidInput(faults)
    return {
        (group, who): _exact(f"{name}.{group}.{who}", value)
        for group, values in given.items()
        for who, value in values.items()
    }


def _exact(name: str, value: Any) -> Exact:
    try:
        (exact,) = quantities(**{name: value})
    except (TypeError, ValueError) as error:
        raise InvalidInput([str(error)]) from None
    if not isinstance(exact, int | Fraction):
        raise InvalidInput(
            [f"{name}: found {shown(value)}, expected int, Fraction or Decimal: exact"]
        )
    return exact


def _known(name: str, found: str, known: Any) -> None:
    if found not in known:
        raise InvalidInput([_unknown(name, found, known)])


def _unknown(name: str, found: object, known: Any) -> str:
    hint = did_you_mean(found, known) if known else "expected none"
    return f"{name}: unknown {shown(found)}; {hint}"
