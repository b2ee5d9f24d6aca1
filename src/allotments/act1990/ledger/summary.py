"""A ledger at a glance: the rows that it, and each of its steps, is shown with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from allotments.act1990.ledger.holdings import DEDUCTED, Exact, Place, Position
from allotments.core.units import TST
from allotments.display.text_and_html import capitalised, html_table, paragraphs, text_table
from allotments.formulas.deficits import IMPORTS
from allotments.rounding import grouped, half_up

if TYPE_CHECKING:
    from allotments.act1990.ledger.steps import Step


_HEADERS = ("Thousand short tons, raw value", "Allotment", "Before", "Change", "After", "Imports")
_ALIGN = "<>>>>>"
_STEP_HEADERS = ("Thousand short tons, raw value", "Before", "Change", "After")
_STEP_ALIGN = "<>>>"
_PLACES = 3  # one short ton
_Holding: TypeAlias = tuple[str, Place | str]  # an allotment, and who holds of it: as in a Position
_NOTES = (
    "Before, Change, After: allocations in force. Imports: what was reassigned to them.",
    "In all: Allotment = After + Imports + what was deducted for earlier reductions.",
    "Shown rounded half up, row by row; totals add up the rows shown. The figures are exact.",
)


def as_text(steps: Sequence[Step]) -> str:
    """Return a ledger as text: every step by allotment."""
    rows, _ = _rows(steps)
    return f"{_caption(steps)}\n\n{text_table(_HEADERS, rows, _ALIGN)}\n\n{paragraphs(_NOTES)}"


def as_html(steps: Sequence[Step]) -> str:
    """Return the same as HTML."""
    rows, totals = _rows(steps)
    return html_table(_caption(steps), _HEADERS, rows, _ALIGN, _NOTES, totals=totals)


def step_as_text(step: Step) -> str:
    """Return one step as text: every processor."""
    table = text_table(_STEP_HEADERS, _processor_rows(step), _STEP_ALIGN)
    return f"{_title(step)}\n\n{table}\n\n{paragraphs([*step.notes, *_flow_notes(step)])}".rstrip()


def step_as_html(step: Step) -> str:
    """Return the same as HTML."""
    notes = [*step.notes, *_flow_notes(step)]
    return html_table(_title(step), _STEP_HEADERS, _processor_rows(step), _STEP_ALIGN, notes)


def listed(quantities: Mapping[Place, Exact]) -> str:
    """Return quantities of processors in one line.

    >>> listed({("Texas", "Rio Grande Valley"): 1_500, ("beet", "Holly"): 20})
    'Rio Grande Valley (Texas) 1,500, Holly (beet) 20 short tons'
    """
    named = (f"{name} ({group}) {grouped(value)}" for (group, name), value in quantities.items())
    return f"{', '.join(named)} short tons"


def records(steps: Sequence[Step]) -> list[dict[str, Any]]:
    """Return a record for each step and processor, and for what is no processor's any more."""
    return [
        {
            "step": number,
            "quarter": step.quarter,
            "when": step.when,
            "kind": step.kind,
            "paragraph": step.paragraph,
            "allotment": group,
            "processor": _holder_name(holder),
            "holding": holder if isinstance(holder, str) else "allocation",
            "before": int(half_up(before)),
            "change": int(half_up(after - before)),
            "after": int(half_up(after)),
            "exact_before": str(before),
            "exact_after": str(after),
        }
        for number, step in enumerate(steps, start=1)
        for (group, holder), (before, after) in _both(step).items()
    ]


def _both(step: Step) -> dict[_Holding, tuple[Exact, Exact]]:
    """Return before and after of every processor, of imports and of deductions, by allotment."""
    first, second = _flat(step.before), _flat(step.after)
    groups = dict.fromkeys(group for group, _ in (*first, *second))
    places = dict.fromkeys([*first, *second])
    ordered = [place for group in groups for place in places if place[0] == group]
    return {place: (first.get(place, 0), second.get(place, 0)) for place in ordered}


def _flat(position: Position) -> dict[_Holding, Exact]:
    flat: dict[_Holding, Exact] = {
        (group, (group, name)): quantity
        for group, processors in position.allocations.items()
        for name, quantity in processors.items()
    }
    gone = ((IMPORTS, position.imports), (DEDUCTED, position.deducted))
    return flat | {(group, where): q for where, by in gone for group, q in by.items() if q}


def _holder_name(holder: Place | str) -> str:
    return holder if isinstance(holder, str) else holder[1]


def _caption(steps: Sequence[Step]) -> str:
    return f"Ledger of sugar marketing allotments, fiscal year {_fiscal_year(steps[0])}"


def _fiscal_year(step: Step) -> int:
    return step.determination.inputs.fiscal_year


def _title(step: Step) -> str:
    what = "deficits reassigned" if step.kind == "reassigned" else step.kind
    return f"{step.when or step.quarter}: {what}, sec. {step.paragraph}"


def _rows(steps: Sequence[Step]) -> tuple[list[tuple[str, ...]], list[int]]:
    """Return the rows of all steps, and which of them are totals."""
    rows: list[tuple[str, ...]] = []
    totals = []
    for number, step in enumerate(steps, start=1):
        rows.append((f"{number}. {_title(step)}",))
        rows += [(f"   {note}",) for note in (*_estimates(step), *step.notes)]
        names = _by_group(step)
        lines = [[half_up(value) for value in line] for line in names.values()]
        if lines:
            rows += [
                (f"  {capitalised(group)}", *_shown(line))
                for group, line in zip(names, lines, strict=True)
            ]
            totals.append(len(rows))
            rows.append(("  All", *_shown([sum(column) for column in zip(*lines, strict=True)])))
        if carried := step.after.carried:
            rows.append((f"   To be deducted from the next allocation: {listed(carried)}.",))
    return rows, totals


def _estimates(step: Step) -> Iterator[str]:
    """Yield what the estimates lead to, where a step follows from them."""
    determination = step.determination
    if step.kind == "reassigned":
        return
    note = f"Estimated imports {grouped(determination.imports)} short tons"
    if determination.overall_allotment_quantity is not None:
        note += f"; overall allotment quantity {grouped(determination.overall_allotment_quantity)}"
    if step.after.held:
        note += f", allocated {grouped(sum(step.after.allotments.values()))}"
    yield f"{note}."


def _by_group(step: Step) -> dict[str, tuple[Exact, ...]]:
    """Return allotment, allocations before, their change, after, and imports, by allotment."""
    before, after = (
        {group: sum(names.values()) for group, names in position.allocations.items()}
        for position in (step.before, step.after)
    )
    allotments, imports = step.after.allotments, step.after.imports
    return {
        group: (
            allotments.get(group, 0),
            (old := before.get(group, 0)),
            (new := after.get(group, 0)) - old,
            new,
            imports.get(group, 0),
        )
        for group in {**before, **after}
    }


def _shown(line: Sequence[int | Exact]) -> list[str]:
    return [grouped(Fraction(value, TST), _PLACES) for value in line]


def _processor_rows(step: Step) -> Iterator[tuple[str, ...]]:
    heading = ""
    for (group, holder), (before, after) in _both(step).items():
        if group != heading:
            heading = group
            yield (capitalised(group),)
        line = (half_up(value) for value in (before, after - before, after))
        yield (f"  {_holder_name(holder)}", *_shown(list(line)))


def _flow_notes(step: Step) -> Iterator[str]:
    """Yield what moved, from allotment to allotment."""
    sums: dict[tuple[str, str], Exact] = defaultdict(int)
    for flow in step.flows:
        sums[flow.from_[0], flow.to if flow.to == IMPORTS else flow.to[0]] += flow.quantity
    for (giver, taker), quantity in sums.items():
        yield f"From {giver} to {taker}: {grouped(quantity)} short tons."
