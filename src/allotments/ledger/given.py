"""What a ledger is given: quantities by group and recipient, checked, every fault at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from typing import Any, get_args

from allotments.core.errors import InvalidInput, did_you_mean
from allotments.core.exact import quantities, shown
from allotments.formulas.division import prorate
from allotments.ledger.position import ByGroup, Exact, Recipient, nested


def check_choice(name: str, found: object, choices: Any) -> None:
    """Refuse what is not one of the choices of a ``Literal``."""
    if found not in get_args(choices):
        raise InvalidInput(
            [f"{name}: found {shown(found)}; {did_you_mean(found, get_args(choices))}"]
        )


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
        place = f"{name}.{group}"
        if group not in known:
            faults.append(_unknown(name, group, known))
        elif not isinstance(values, Mapping):
            faults.append(
                f"{place}: found {shown(values)}, expected a mapping of names to quantities"
            )
        else:
            names = known[group]
            for who, value in values.items():
                if names is not None and who not in names:
                    faults.append(_unknown(place, who, names))
                    continue
                try:
                    found[group, who] = exact_quantity(f"{place}.{who}", value)
                except InvalidInput as error:
                    faults += error.faults
    if faults:
        raise InvalidInput(faults)
    return found


def abilities(
    given: Any, allocations: ByGroup, *, whole: Collection[str]
) -> tuple[ByGroup, tuple[str, ...]]:
    """Return the abilities to market by recipient, and a note of those divided by assumption.

    *whole* are groups of which all must be given, or none.
    """
    name = "ability_to_market"
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
    if not divided:
        return nested(found), ()
    note = "An assumption: ability to market divided in proportion to allocations, of {}."
    return nested(found), (note.format(", ".join(divided)),)


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
    for group, able in table.items():
        for who in allocations.get(group, ()):
            if who not in able:
                yield f"{name}.{group}.{who}: missing, expected every processor's ability"
    if any(group in table for group in whole):
        for group in whole:
            if group not in table:
                yield f"{name}.{group}: missing, expected every cane State's ability"


def _unknown(name: str, found: object, known: Collection[str]) -> str:
    hint = did_you_mean(found, known) if known else "expected none"
    return f"{name}: unknown {shown(found)}; {hint}"
