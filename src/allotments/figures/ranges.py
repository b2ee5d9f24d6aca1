"""The exact range of every computed figure, as measurements move within their rounding.

A printed 3,430 that was measured stands for anything from 3,429.5 to 3,430.5. A formula that rises
with each of its operands, none of them moving with another, has its extremes at their ends; a rule
whose formula does otherwise has a span of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from fractions import Fraction

from allotments.figures.figure import Exact, Figure, Range, Rule

_NOTHING: Mapping[str, Range] = {}


def measured(figures: Mapping[str, Figure], half_units: Mapping[str, Exact]) -> dict[str, Range]:
    """Return the range of each measurement that no rule computed, of those with half a unit.

    None of them is taken below zero, but for what is below it itself.
    """
    found: dict[str, Range] = {}
    for path, half in half_units.items():
        if path in figures and figures[path].origin in ("input", "recorded"):
            value = Fraction(figures[path].value)
            least = value - half
            found[path] = least if value < 0 else max(Fraction(0), least), value + half
    return found


def exact_ranges(
    rules: Iterable[Rule],
    figures: Mapping[str, Figure],
    half_units: Mapping[str, Exact],
    known: Mapping[str, Range] = _NOTHING,
) -> dict[str, Range]:
    """Return the least and the greatest value of each computed figure that measurements move.

    Parameters
    ----------
    rules
        The chain that made the figures.
    figures
        By path, exact.
    half_units
        By the path of a measurement half a unit of the last digit that was printed; none of them
        is taken below zero. Figures that are not named do not move, nor do those that a rule
        computed. [as the figure]
    known
        Ranges of operands that are known already, by path.

    Returns
    -------
    Ranges by path, both ends included. Figures that follow a changed allotment pro rata, and what
    is divided of them, have none.
    """
    found = measured(figures, half_units)
    moving = {**known, **found}
    ranges: dict[str, Range] = {}
    unknown: set[str] = set()

    def at(path: str) -> Range:
        value = figures[path].value
        return moving.get(path, (value, value))

    for rule in rules:
        path = rule.key.path
        if path not in figures:
            continue
        if path in found:
            continue
        if figures[path].origin == "pro rata" or not unknown.isdisjoint(rule.operands):
            unknown.add(path)
        elif rule.formula is not None and any(operand in moving for operand in rule.operands):
            with suppress(KeyError):  # of an operand that is not known: the figure is as printed
                moving[path] = ranges[path] = rule.span(at) if rule.span else _ends(rule, at)
    return ranges


def _ends(rule: Rule, at: Callable[[str], Range]) -> Range:
    assert rule.formula is not None
    least, greatest = zip(*map(at, rule.operands), strict=True)
    return rule.formula(*least), rule.formula(*greatest)
