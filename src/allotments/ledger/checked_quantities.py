"""What a ledger is given: quantities by group and recipient, checked, every fault at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from typing import Any

from allotments.core.errors import InvalidInput, did_you_mean
from allotments.core.exact import quantities, shown
from allotments.formulas.division import prorate
from allotments.ledger.position import ByGroup, Exact, Recipient, nested


def exact_quantity(name: str, value: Any) -> Exact:
    """Return an exact number, not negative."""
    try:
        (exact,) = quantities(**{name: value})
    except (TypeError, ValueError) as error:
        raise InvalidInput([str(error)]) from None
    if not isinstance(exact, int | Fraction):
        raise InvalidInput(
            [f"{name}: found {shown(value)}, expected int, Fraction or Decimal: exact"]
        )
    return exact


def given_quantities(
    name: str, given: Any, known: Mapping[str, Collection[str] | None]
) -> dict[Recipient, Exact]:
    """Return exact quantities, none negative, by group and recipient; nothing of ``None``.

    *known* are the groups and their recipients; ``None`` for recipients of any name.
    """
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        expected = "expected a mapping of mappings of names to quantities"
        raise InvalidInput([f"{name}: found {shown(given)}, {expected}"])
    found: dict[Recipient, Exact] = {}
    faults: list[str] = []
    for group, values in given.items():
        if group not in known:
            faults.append(_unknown(name, group, known))
            continue
        try:
            by_name = quantities_by_name(f"{name}.{group}", values, known[group])
        except InvalidInput as error:
            faults += error.faults
        else:
            found |= {(group, who): quantity for who, quantity in by_name.items()}
    if faults:
        raise InvalidInput(faults)
    return found


def quantities_by_name(name: str, given: Any, known: Collection[str] | None) -> dict[str, Exact]:
    """Return exact quantities, none negative, by name; *known* is ``None`` for any names."""
    if not isinstance(given, Mapping):
        raise InvalidInput(
            [f"{name}: found {shown(given)}, expected a mapping of names to quantities"]
        )
    found: dict[str, Exact] = {}
    faults: list[str] = []
    for who, value in given.items():
        if known is not None and who not in known:
            faults.append(_unknown(name, who, known))
            continue
        try:
            found[who] = exact_quantity(f"{name}.{who}", value)
        except InvalidInput as error:
            faults += error.faults
    if faults:
        raise InvalidInput(faults)
    return found


def abilities(
    given: Any, allocations: ByGroup, *, whole: Collection[str], name: str = "ability_to_market"
) -> tuple[ByGroup, tuple[str, ...]]:
    """Return the abilities to market by recipient, and a note of those divided by assumption.

    *whole* are groups of which all must be given, or none.
    """
    if not isinstance(given, Mapping) or not given:
        expected = "expected a mapping of groups of processors to abilities"
        raise InvalidInput([f"{name}: found {shown(given)}, {expected}"])
    divided = [g for g, able in given.items() if g in allocations and not isinstance(able, Mapping)]
    table = {
        group: _divided(f"{name}.{group}", able, allocations[group]) if group in divided else able
        for group, able in given.items()
    }
    faults = list(_missing(name, table, allocations, whole))
    try:
        found = given_quantities(name, table, allocations)
    except InvalidInput as error:
        faults = [*error.faults, *faults]
    if faults:
        raise InvalidInput(faults)
    assumed = [group for group in divided if len(allocations[group]) > 1]
    if not assumed:
        return nested(found), ()
    note = "An assumption: {} divided in proportion to allocations, of {}."
    return nested(found), (note.format(name.replace("_", " "), ", ".join(assumed)),)


def _divided(name: str, ability: Any, allocations: Mapping[str, Exact]) -> Mapping[str, Exact]:
    exact = exact_quantity(name, ability)
    if not any(allocations.values()):
        raise InvalidInput([f"{name}: found no allocations that it can be divided by"])
    shares: Mapping[str, Exact] = prorate(exact, allocations)
    return shares


def _missing(
    name: str, table: Mapping[str, Any], allocations: ByGroup, whole: Collection[str]
) -> Iterator[str]:
    """Yield the recipients and groups that are left out."""
    what = name.partition("_")[0]
    for group, able in table.items():
        for who in allocations.get(group, ()):
            if who not in able:
                yield f"{name}.{group}.{who}: missing, expected every processor's {what}"
    if any(group in table for group in whole):
        for group in whole:
            if group not in table:
                yield f"{name}.{group}: missing, expected every cane State's {what}"


def _unknown(name: str, found: object, known: Collection[str]) -> str:
    hint = did_you_mean(found, known) if known else "expected none"
    return f"{name}: unknown {shown(found)}; {hint}"
