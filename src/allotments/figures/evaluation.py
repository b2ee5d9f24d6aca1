"""Evaluation: every figure that follows from what is known, exact or over arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from allotments.core.errors import Fault, InvalidInput
from allotments.figures.figure import Figure, Rule

_NOTHING: Mapping[str, Any] = {}


def evaluate(
    rules: Iterable[Rule],
    known: Mapping[str, Any],
    recorded: Mapping[str, Any] = _NOTHING,
    made: Mapping[str, Figure] = _NOTHING,
) -> dict[str, Figure]:
    """Return every figure that is known or follows, by its path, in the order of *rules*.

    Nothing is demanded: a rule whose operands are not all there makes no figure.

    Parameters
    ----------
    rules
        An Act's chain. Operands come before what is made of them.
    known
        Values by path. They win over what the rules compute, which is kept beside them.
    recorded
        Values by path that stand only where no rule computes them.
    made
        Figures that are there already, and stay where no rule makes another of the same path.

    Returns
    -------
    Figures by path. Values are of the kind of what they are computed from; over arrays a figure
    that is not established in every scenario is NaN where it is not.
    """
    figures: dict[str, Figure] = dict(made)
    holds: dict[Any, Any] = {}  # by condition: many rules have the same
    for rule in rules:
        path = rule.key.path
        computed = _computed(rule, figures)
        if path in known:
            value, origin = known[path], "input" if rule.formula else rule.origin
        elif computed is not None:
            value, computed, origin = computed, None, rule.origin
        elif path in recorded:
            value, origin = recorded[path], "recorded"
        else:
            continue
        if rule.when is not None and rule.when[0] in figures:
            if rule.when not in holds:
                holds[rule.when] = rule.when[1](figures[rule.when[0]].value)
            value = _where(holds[rule.when], value)
            if value is None:
                continue
        follows = origin in ("computed", "pro rata", "projected") or computed is not None
        figures[path] = Figure(
            rule.key,
            path,
            rule.title,
            value,
            origin,
            rule.paragraph,
            rule.text if follows else "",
            rule.operands if follows else (),
            rule.unit,
            rule.part_of,
            rule.inferred,
            computed,
        )
    return figures


def _computed(rule: Rule, figures: Mapping[str, Figure]) -> Any:
    if rule.formula is None:
        return None
    try:
        operands = [figures[path].value for path in rule.operands]
    except KeyError:
        return None
    return result_of(rule, operands)


def result_of(rule: Rule, operands: Iterable[Any]) -> Any:
    """Return what the formula of *rule* makes of *operands*, or refuse to divide by nothing."""
    assert rule.formula is not None
    try:
        return rule.formula(*operands)
    except ZeroDivisionError:
        raise InvalidInput([Fault(rule.key.path, "found 0 to divide by", "more")]) from None


def _where(holds: Any, value: Any) -> Any:
    """Return *value* where the condition holds: whole or not at all, in arrays NaN elsewhere."""
    if isinstance(holds, np.ndarray):
        return value if holds.all() else np.where(holds, value, np.nan)
    return value if holds else None
