"""A fiscal year under any Act: what a ledger is opened with, and the steps that all take."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from hypothesis import strategies as st

from allotments.formulas.division import prorate
from allotments.ledger.fiscal_year import BEET, CANE
from allotments.strategies.quantities import bases, names, numbers

Groups: TypeAlias = Mapping[str, Mapping[str, Any]]

LARGEST_FARM = 100_000  # acres of sugarcane
USUAL_STEPS = (1, 4)
_MOST_FARMS = 3
_RATIOS = st.none() | numbers(min_value=1, max_value=3)
_WHEN = st.sampled_from(["", "12 June 1995"])


class NextStep(NamedTuple):
    """A step that a ledger can take: a method of it, and the arguments."""

    method: str
    """The name of a method of the ledger."""
    arguments: dict[str, Any]
    """What it is called with, by name."""

    def of(self, ledger: Any) -> Any:
        """Return a ledger with the step taken."""
        return getattr(ledger, self.method)(**self.arguments)


Drawn: TypeAlias = Callable[[st.DrawFn, Any], dict[str, Any]]
"""Draws the arguments of one method of a ledger."""


@st.composite
def run(draw: st.DrawFn, opened: Any, steps: Sequence[int], step: Callable[[Any], Any]) -> Any:
    """Draw the ledger that *opened* becomes by as many steps, itself one; *step* draws the next."""
    ledger, (fewest, most) = opened, steps
    for _ in range(draw(st.integers(fewest - 1, most - 1))):
        ledger = draw(step(ledger)).of(ledger)
    return ledger


@st.composite
def one_step(draw: st.DrawFn, ledger: Any, methods: Mapping[str, Drawn]) -> NextStep:
    """Draw one of an Act's own *methods* or of those that all ledgers have, if it can be taken."""
    # The rare comes first, for the first is drawn most.
    rare = {"shares_relaxed": _relaxed} if ledger.position.proportionate_shares else {}
    methods = {**rare, **methods}
    if ledger.position.held_by:
        methods.setdefault("revised", revised)
    method = draw(st.sampled_from(list(methods)))
    found = methods[method](draw, ledger)
    return NextStep(method, found if "quarter" in found else {**found, "when": draw(_WHEN)})


def revised(draw: st.DrawFn, ledger: Any) -> dict[str, Any]:
    """Draw allocations of a group that add up as before, or proportionate shares, or both."""
    groups, found = ledger.allocations, {}
    if draw(st.booleans()):
        group = draw(st.sampled_from(list(groups)))
        count = len(groups[group])
        parts = draw(bases(min_size=count, max_size=count, max_value=100)).values()
        anew = prorate(sum(groups[group].values()), dict(zip(groups[group], parts, strict=True)))
        found["allocations"] = {group: anew}
    if draw(st.booleans()):
        found["proportionate_shares"] = shares_of_farms(draw, groups)
    return found


def _relaxed(draw: st.DrawFn, ledger: Any) -> dict[str, Any]:
    state = draw(st.sampled_from(list(ledger.position.proportionate_shares)))
    return {"state": state, "ratio": draw(_RATIOS)}


def shares_of_farms(draw: st.DrawFn, groups: Groups) -> dict[str, Any]:
    """Draw the proportionate shares of farms of some States."""
    acres = numbers(max_value=LARGEST_FARM)
    return {
        state: {farm: draw(acres) for farm in draw(names(max_size=_MOST_FARMS))}
        for state in groups
        if state not in {BEET, CANE, "Puerto Rico"} and draw(st.integers(0, 3))
    }


def abilities(draw: st.DrawFn, groups: Groups, high: int) -> dict[str, Any]:
    """Draw what beet processors, all the cane States', or both can market."""
    cane = [group for group in groups if group != BEET]
    chosen = draw(st.sampled_from([list(groups), [BEET], cane] if cane else [[BEET]]))
    able: dict[str, Any] = {}
    for group in chosen:
        one = numbers(max_value=high)
        if any(groups[group].values()) and draw(st.booleans()):
            able[group] = draw(one)  # divided by assumption
        else:
            able[group] = {name: draw(one) for name in groups[group]}
    return able


def some(draw: st.DrawFn, named: Mapping[str, Any], high: int) -> dict[str, Any]:
    """Draw quantities of some of those that are named."""
    return {name: draw(numbers(max_value=high)) for name in named if draw(st.booleans())}


def some_of_groups(draw: st.DrawFn, groups: Groups, high: int) -> dict[str, Any]:
    """Draw quantities of some processors of some groups."""
    return {
        group: some(draw, processors, high)
        for group, processors in groups.items()
        if draw(st.booleans())
    }
