"""The steps that a fiscal year's ledger is made of, and how they are shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from allotments.core.errors import check_kind
from allotments.display.result import Result, Shown
from allotments.display.text_and_html import capitalised
from allotments.figures.division import known_in_part
from allotments.formulas.deficits import Flow
from allotments.ledger.position import DEDUCTED, Exact, Holder, LedgerPosition, listed, nested
from allotments.rounding import grouped, half_up

_UNIT = "Short tons, raw value"
_CANE = "cane"  # of States that are not known
_NOTES = (
    "Allotment: before what this ledger reassigns. Before, Change, After: allocations in force.",
    "Shown rounded half up, row by row; totals add up the rows shown. The figures are exact.",
)


def check_label(when: object) -> None:
    """Refuse what does not say when a step was taken."""
    check_kind("when", when, str, "a date or another label, such as '12 June 1995'")


@dataclass(frozen=True, kw_only=True)
class LedgerStep(Result):
    """One step of a ledger: what was done, under which paragraph, and what it changed.

    Attributes
    ----------
    kind : str
        What was done, such as ``"established"`` or ``"reassigned"``.
    period : str
        The part of the fiscal year.
    when : str
        A date or another label of the user's own; mostly empty.
    paragraph : str
        Of the Act.
    determination : Determination
        What the estimates then in force lead to.
    before, after : LedgerPosition
        What was in force.
    flows : tuple of Flow
        Every quantity moved in this step; recipients are named ``(group, name)``.
    estimates : str
        What the estimates lead to, where the step follows from them.
    notes : tuple of str
        What changed its course: estimates, readings, assumptions.
    """

    kind: str
    period: str
    paragraph: str
    determination: Any = field(repr=False)
    before: LedgerPosition = field(repr=False)
    after: LedgerPosition = field(repr=False)
    flows: tuple[Flow, ...] = field(default=(), repr=False)
    estimates: str = ""
    notes: tuple[str, ...] = ()
    when: str = ""

    def __post_init__(self) -> None:
        check_label(self.when)

    @property
    def title(self) -> str:
        """When, what, and under which paragraph."""
        at = self.when or self.period
        return f"{at}: {self.kind}, sec. {self.paragraph}".removeprefix(": ")

    def _shown(self) -> Shown:
        return Shown(self.title, _headers(), list(self._rows()), "<>>>", self._remarks())

    def records(self) -> list[dict[str, Any]]:
        """Return a record for each recipient and destination, as those of the ledger."""
        return _records(1, self)

    def changes(self) -> dict[tuple[str, Holder], tuple[Exact, Exact]]:
        """Return before and after of every recipient and destination, by group and holder."""
        first, second = _flat(self.before), _flat(self.after)
        groups = dict.fromkeys(group for group, _ in (*first, *second))
        places = dict.fromkeys([*first, *second])
        ordered = [place for group in groups for place in places if place[0] == group]
        return {place: (first.get(place, 0), second.get(place, 0)) for place in ordered}

    def _rows(self) -> Iterator[tuple[str, ...]]:
        heading = ""
        for (group, holder), (before, after) in self.changes().items():
            if group != heading:
                heading = group
                yield (capitalised(group),)
            yield (f"  {_name(holder)}", *map(grouped, (before, after - before, after)))

    def _remarks(self) -> list[str]:
        """Return the notes, and what moved from group to group."""
        sums: dict[tuple[str, str], Exact] = defaultdict(int)
        for flow in self.flows:
            giver, taker = (p if isinstance(p, str) else p[0] for p in (flow.from_, flow.to))
            sums[giver, taker] += flow.quantity
        return [
            *([self.estimates] if self.estimates else []),
            *self.notes,
            *(f"From {a} to {b}: {grouped(moved)} short tons." for (a, b), moved in sums.items()),
        ]


class Steps(Result):
    """What a ledger shows of its steps; each Act's ledger adds what they can be."""

    steps: tuple[LedgerStep, ...]

    @property
    def position(self) -> LedgerPosition:
        """What is in force."""
        return self.steps[-1].after

    @property
    def allocations(self) -> dict[str, dict[str, Exact]]:
        """The allocations in force, by group and recipient. [short tons, raw value]."""
        return self.position.allocations

    @property
    def deductions(self) -> dict[str, dict[str, Exact]]:
        """What is to be deducted from allocations next established. [short tons, raw value].

        If that is not in this year, the ledger of the next takes it.
        """
        return nested(self.position.deductions)

    def records(self) -> list[dict[str, Any]]:
        """Return a record for each step and recipient, and for what is nobody's any more.

        Quantities are ``float``, their exact values beside them as text. ``holding`` tells whether
        a record is of an ``"allocation"`` or of a destination, such as ``"imports"``.
        """
        numbered = enumerate(self.steps, start=1)
        return [record for number, step in numbered for record in _records(number, step)]

    def _shown(self) -> Shown:
        year = self.steps[0].determination.inputs.fiscal_year
        caption = f"Ledger of sugar marketing allotments, fiscal year {year}"
        destinations = list(dict.fromkeys(name for step in self.steps for name in step.after.gone))
        destinations.sort(key=lambda name: name == DEDUCTED)
        rows: list[tuple[str, ...]] = []
        totals = []
        for number, step in enumerate(self.steps, start=1):
            rows.append((f"{number}. {step.title}",))
            notes = (step.estimates, *step.notes, *_gave_and_took(step))
            rows += [(f"   {note}",) for note in notes if note]
            lines = _by_group(step, destinations)
            rows += [
                (
                    f"  {capitalised(group)}",
                    *("" if value is None else grouped(value) for value in line),
                )
                for group, line in lines.items()
            ]
            if lines:
                totals.append(len(rows))
                rounded = [[half_up(value or 0) for value in line] for line in lines.values()]
                sums = map(sum, zip(*rounded, strict=True))
                rows.append(("  All", *map(grouped, sums)))
            if owed := step.after.deductions:
                rows.append((f"   To be deducted from the next allocation: {listed(owed)}.",))
        headers = _headers("Allotment", map(capitalised, destinations))
        align = "<" + ">" * (len(headers) - 1)
        return Shown(caption, headers, rows, align, _NOTES, totals=totals)


def _records(number: int, step: LedgerStep) -> list[dict[str, Any]]:
    return [
        {
            "step": number,
            "period": step.period,
            "when": step.when,
            "kind": step.kind,
            "paragraph": step.paragraph,
            "family": "processors",
            "group": group,
            "recipient": _name(holder),
            "holding": holder if isinstance(holder, str) else "allocation",
            "before": float(before),
            "change": float(after - before),
            "after": float(after),
            "exact_before": str(before),
            "exact_change": str(after - before),
            "exact_after": str(after),
        }
        for (group, holder), (before, after) in step.changes().items()
    ]


def _headers(first: str = "", last: Any = ()) -> tuple[str, ...]:
    return (_UNIT, *([first] if first else []), "Before", "Change", "After", *last)


def _name(holder: Holder) -> str:
    return holder if isinstance(holder, str) else holder[1]


def _flat(position: LedgerPosition) -> dict[tuple[str, Holder], Exact]:
    flat: dict[tuple[str, Holder], Exact] = {
        (place[0], place): quantity for place, quantity in position.in_force.items()
    }
    return flat | {
        (group, where): q for where, by in position.gone.items() for group, q in by.items() if q
    }


def _gave_and_took(step: LedgerStep) -> Iterator[str]:
    """Yield who gave in a step in which quantities moved, and who took them."""
    moved = {
        holder: after - before
        for (_, holder), (before, after) in step.changes().items()
        if step.flows and isinstance(holder, tuple)
    }
    gave = {place: -change for place, change in moved.items() if change < 0}
    took = {place: change for place, change in moved.items() if change > 0}
    said = {"Gave": gave, "Took": took}
    yield from (f"{what}: {listed(places)}." for what, places in said.items() if places)


def _by_group(step: LedgerStep, destinations: list[str]) -> dict[str, list[Exact | None]]:
    """Return allotment, allocations before, their change, after, and what went where, by group.

    A State that some processors alone are known of has no allotment; what they have is counted with
    that of the States that are not known.
    """
    before, after = (
        {group: sum(names.values()) for group, names in position.allocations.items()}
        for position in (step.before, step.after)
    )
    gone, figures = step.after.gone, step.determination.figures
    in_part = known_in_part(figures) - set(figures)
    unstated = {one.group for one in figures.values() if one.part_of in in_part}
    lines: dict[str, list[Exact | None]] = {}
    for group in {**before, **after}:
        old, new = before.get(group, 0), after.get(group, 0)
        initial = step.after.initial_allotments
        allotment = initial.get(group, 0)
        if group == _CANE:
            allotment += sum(initial.get(one, 0) for one in unstated)
        away = (gone.get(where, {}).get(group, 0) for where in destinations)
        stated = None if group in unstated else allotment
        lines[group] = [stated, old, new - old, new, *away]
    return lines
