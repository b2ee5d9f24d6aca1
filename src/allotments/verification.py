"""Verification: every printed figure held against what it can be computed from.

A check ends in ``reproduced``, ``within rounding`` or ``contradicted``; a figure shows its worst
check, and one without any is ``recorded``. There are no tolerances: half a unit of a printed
measurement's last digit is the only play there is, and its exact consequence is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from typing import Any, Literal, TypeAlias

from pydantic import with_config
from typing_extensions import TypedDict  # pydantic reads no other before Python 3.12

from allotments import act1990
from allotments.act1990.determination.families import (
    ESTABLISHED,
    MEASUREMENTS,
    NOT_ESTABLISHED,
    allotment_of,
)
from allotments.core.printed_number import PrintedNumber
from allotments.display.json_records import PLAIN, as_json
from allotments.figures.figure import Figure, Range
from allotments.notices import Notice, check_notice

Status: TypeAlias = Literal["recorded", "reproduced", "within rounding", "contradicted"]
STATUSES: tuple[Status, ...] = ("recorded", "reproduced", "within rounding", "contradicted")

Weighting: TypeAlias = tuple[int, int, int] | None

# A figure's path, what it holds under, its unit and its step; where it was first printed, and how.
_Occurrence: TypeAlias = tuple[str, Hashable, str, Fraction]
_Earlier: TypeAlias = dict[_Occurrence, tuple[str, PrintedNumber]]


@dataclass(frozen=True, slots=True)
class Check:
    """One computation of a printed figure, and how it ends.

    Attributes
    ----------
    kind : str
        ``"formula"``, ``"sum"`` or ``"repeat"``.
    status : str
        ``"reproduced"``, ``"within rounding"`` or ``"contradicted"``.
    computed : Fraction, optional
        Exact; nothing where what was printed is not established at all. [short tons or ratio]
    source : str
        The paragraph of the Act, the rows added up, or the place of the earlier occurrence.
    span : tuple, optional
        The exact range of the computed figure, for ``within rounding``. [as *computed*]
    inferred : str
        What the computation leans on that no source states; empty mostly.
    """

    kind: Literal["formula", "sum", "repeat"]
    status: Status
    computed: int | Fraction | None
    source: str
    span: Range | None = None
    inferred: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One printed occurrence of a figure with its checks.

    Attributes
    ----------
    place : str
        Where the notice prints it.
    figure : str
        Its path in the determination; ``total.`` and a path for a printed sum of rows.
    printed : PrintedNumber
        The number with the digits that are printed, and its unit.
    checks : tuple of Check
        None where the notice prints nothing to compute it from.
    """

    place: str
    figure: str
    printed: PrintedNumber
    checks: tuple[Check, ...]

    @property
    def worst(self) -> Check | None:
        """The check that decides the row's status; of equal ones the first."""
        if not self.checks:
            return None
        return max(self.checks, key=lambda check: STATUSES.index(check.status))

    @property
    def status(self) -> Status:
        """The status of the worst check, or ``"recorded"``."""
        return self.worst.status if self.worst else "recorded"


@with_config(PLAIN)
class CheckRecord(TypedDict):
    """One check of a printed figure as plain data, or a figure that has none."""

    place: str
    """Where the notice prints the figure."""
    figure: str
    """Its path in the determination; `total.` and a path for a printed sum of rows."""
    printed: str
    """The number as printed, in `unit`."""
    unit: str
    """Of `printed` and `computed`; empty for a count."""
    status: Status
    """Of this check; `recorded` where there is none."""
    check: Literal["formula", "sum", "repeat", ""]
    """What the figure is held against; empty where there is no check."""
    computed: str
    """Rounded half up to the printed digits; empty where there is no check, or no such figure."""
    exact: str
    """The same exactly, a whole number or a ratio of two: short tons, a ratio, or a count."""
    least: str
    """The lower end of the exact range, as printed measurements move; empty where not needed."""
    greatest: str
    """The upper end, likewise."""
    source: str
    """The paragraph of the Act, the rows added up, or the earlier place; empty without a check."""
    inferred: str
    """What the computation leans on that no source states; empty mostly."""


@with_config(PLAIN)
class VerificationData(TypedDict):
    """A notice held against its own arithmetic and the Act's."""

    format: Literal[1]
    """The version of this format."""
    document: str
    """The notice's own name, such as `FR Doc. 94-25622`."""
    fiscal_year: int
    """Of the notice."""
    contradicted: bool
    """Whether any printed figure is."""
    counts: dict[Status, int]
    """How many printed figures end in each status."""
    checks: list[CheckRecord]
    """Every check of every printed figure, in the order of the notice."""


@dataclass(frozen=True)
class Verification:
    """A notice held against its own arithmetic and the Act's; false if anything is contradicted.

    Attributes
    ----------
    document : str
        The notice's own name.
    fiscal_year : int
        Of the notice.
    rows : tuple of Row
        Every printed occurrence of a figure, in the order of the notice.
    counts : dict
        How many of them end in each status.
    """

    document: str
    fiscal_year: int
    rows: tuple[Row, ...]
    counts: dict[Status, int] = field(init=False)

    def __post_init__(self) -> None:
        found = Counter(row.status for row in self.rows)
        object.__setattr__(self, "counts", {status: found[status] for status in STATUSES})

    def __bool__(self) -> bool:
        return not self.counts["contradicted"]

    def __str__(self) -> str:
        from allotments.display.text_and_html import paragraphs, text_table, visible

        table = text_table(_HEADERS, self._shown_rows(), _ALIGN)
        notes = paragraphs([*self._notes, *self.closing])
        return f"{visible(self._title)}\n\n{table}\n\n{notes}"

    def _repr_html_(self) -> str:
        from allotments.display.text_and_html import html_table

        notes = [*self._notes, *self.closing]
        return html_table(self._title, _HEADERS, self._shown_rows(), _ALIGN, notes)

    def _shown_rows(self) -> Iterator[tuple[str, ...]]:
        for place, rows in groupby(self.rows, key=lambda row: row.place):
            yield (place,)
            yield from map(_shown, rows)

    @property
    def _title(self) -> str:
        return f"Verification of {self.document}, fiscal year {self.fiscal_year}"

    @property
    def _notes(self) -> list[str]:
        leaning = dict.fromkeys(
            f"* {row.figure}: {check.inferred}."
            for row in self.rows
            for check in row.checks
            if check.inferred
        )
        return list(leaning)

    @property
    def closing(self) -> list[str]:
        """The lines that sum the verification up: totals that foot, and the count of statuses."""
        totals = [
            check.status == "reproduced"
            for row in self.rows
            if row.figure.startswith("total.")
            for check in row.checks
            if check.kind == "sum"
        ]
        counted = ", ".join(f"{self.counts[status]} {status}" for status in reversed(STATUSES))
        return [
            f"{sum(totals)} of {len(totals)} printed totals equal the sums of their rows.",
            f"{len(self.rows)} printed figures: {counted}.",
        ]

    def records(self) -> list[CheckRecord]:
        """Return a record for each check, and for each figure without one.

        ``pandas.DataFrame`` and ``polars.DataFrame`` take them; :class:`CheckRecord` describes the
        columns, all of them text.
        """
        return [_record(row, check) for row in self.rows for check in (row.checks or (None,))]

    def to_json(self) -> str:
        """Return the verification as JSON, described by docs/verification.schema.json."""
        return as_json(self.data())

    def data(self) -> VerificationData:
        """Return what the JSON holds."""
        return {
            "format": 1,
            "document": self.document,
            "fiscal_year": self.fiscal_year,
            "contradicted": not self,
            "counts": dict(self.counts),
            "checks": self.records(),
        }


_HEADERS = ("Figure", "Printed", "Computed", "Unit", "Status")
_ALIGN = "<>><<"


def _shown(row: Row) -> tuple[str, ...]:
    check, number = row.worst, row.printed
    status = row.status + ("*" if any(one.inferred for one in row.checks) else "")
    computed = "" if check is None else "none"
    if check is not None and check.computed is not None:
        computed = number.show(check.computed)
        if check.status == "within rounding" and check.span is not None:
            status += f": {' to '.join(map(number.show, check.span))}"
    figure = row.figure.removeprefix("other.")
    return f"  {figure}", number.show(number.amount), computed, number.unit, status


def _record(row: Row, check: Check | None) -> CheckRecord:
    record: CheckRecord = {
        "place": row.place,
        "figure": row.figure,
        "printed": row.printed.show(row.printed.amount),
        "unit": row.printed.unit,
        "status": "recorded",
        "check": "",
        "computed": "",
        "exact": "",
        "least": "",
        "greatest": "",
        "source": "",
        "inferred": "",
    }
    if check is None:
        return record
    record |= {
        "status": check.status,
        "check": check.kind,
        "source": check.source,
        "inferred": check.inferred,
    }
    if check.computed is not None:
        record |= {"computed": row.printed.show(check.computed), "exact": str(check.computed)}
    if check.span is not None:
        record |= {"least": str(check.span[0]), "greatest": str(check.span[1])}
    return record


def verify(notice: Notice) -> Verification:
    """Return every printed figure of *notice* with its checks.

    >>> import allotments
    >>> report = verify(allotments.load("fy1995"))
    >>> bool(report), report.counts["contradicted"]
    (True, 0)

    Raises
    ------
    TypeError
        If *notice* is none, such as its name.

    Notes
    -----
    A figure is checked by the Act's formula, where the notice prints what the formula needs; by
    the sum of its rows; and by earlier occurrences of the same figure, in the same unit and with
    the same resolution.
    """
    check_notice(notice)
    return Verification(
        document=notice.source.document,
        fiscal_year=notice.fiscal_year,
        rows=tuple(_rows(notice)),
    )


def exact_ranges(notice: Notice, weights: Any = None) -> dict[str, Range]:
    """Return the exact range of every computed figure that printed measurements move.

    >>> import allotments
    >>> least, greatest = exact_ranges(allotments.load("fy1995"))["restraint.beet"]
    >>> round(float(least), 1), round(float(greatest), 1)
    (143683.4, 145254.7)

    Parameters
    ----------
    notice
        Its criteria move within half a unit of the last digit that it prints of each.
    weights
        Other weights than the notice's.

    Raises
    ------
    InvalidInput
        If *weights* are none.
    TypeError
        If *notice* is none, such as its inputs.
    """
    check_notice(notice)
    inputs = notice.inputs if weights is None else notice.inputs_under(weights)
    return act1990.exact_ranges(act1990.determine(inputs), _half_units(notice))


def _half_units(notice: Notice) -> dict[str, Fraction]:
    halves: dict[str, Fraction] = {}
    for block in notice.printed:
        if block.weighting is None:  # else it is no input
            for path, number in block.figures():
                if path.startswith(MEASUREMENTS):
                    halves.setdefault(path, number.step / 2)
    return halves


@dataclass(frozen=True)
class _Computation:
    """What the Act makes of the notice's inputs under one weighting, each part once asked for."""

    notice: Notice
    weighting: Weighting

    @cached_property
    def determination(self) -> act1990.Determination:
        notice, weights = self.notice, self.weighting
        return act1990.determine(notice.inputs if weights is None else notice.inputs_under(weights))

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        return act1990.figures(self.determination)

    @cached_property
    def ranges(self) -> Mapping[str, Range]:
        return act1990.exact_ranges(self.determination, _half_units(self.notice))


def _rows(notice: Notice) -> Iterator[Row]:
    computations: dict[Weighting, _Computation] = {}
    earlier: _Earlier = {}
    for block in notice.printed:
        weighting = block.weighting
        computed = computations.setdefault(weighting, _Computation(notice, weighting))
        figures = {**computed.figures, **act1990.figures_in_print(block, notice.inputs)}
        printed = dict(block.figures())
        sums = _sums(block, printed, earlier, notice.inputs.processor_criteria)
        for path, number in printed.items():
            prefix, whole = "", path
            if path == "total" and block.totalled is not None:
                prefix, whole = block.totalled
            occurrence = _occurrence(block, whole, number)
            checks = [
                _formula(whole, number, figures.get(whole), computed),
                sums.get(path),
                _repeat(earlier.get(occurrence), number),
            ]
            earlier.setdefault(occurrence, (block.place, number))
            shown = f"total.{prefix.removesuffix('.')}" if prefix else path
            if weighting is not None:
                shown += f" (weights {':'.join(map(str, weighting))})"
            yield Row(block.place, shown, number, tuple(check for check in checks if check))


def _occurrence(block: act1990.Printed, path: str, number: PrintedNumber) -> _Occurrence:
    return path, block.holds_under(path), number.unit, number.step


def _formula(
    path: str, number: PrintedNumber, figure: Figure | None, computed: _Computation
) -> Check | None:
    """Return the check against the Act's formula, if the figure is one that the Act computes."""
    if figure is None:
        if computed.determination.allotments_required or not path.startswith(ESTABLISHED):
            return None
        return Check("formula", "contradicted", None, NOT_ESTABLISHED)
    supposed = computed.weighting is not None and path.startswith("weights.")
    if figure.origin in {"printed", "recorded"} and not supposed:
        return None
    if number.is_print_of(figure.value):
        return Check("formula", "reproduced", figure.value, figure.source, inferred=figure.inferred)
    span = computed.ranges.get(path)
    within = span is not None and number.can_print(*span)
    status: Status = "within rounding" if within else "contradicted"
    return Check("formula", status, figure.value, figure.source, span, figure.inferred)


def _repeat(earlier: tuple[str, PrintedNumber] | None, number: PrintedNumber) -> Check | None:
    if earlier is None:
        return None
    place, first = earlier
    status: Status = "reproduced" if first.amount == number.amount else "contradicted"
    return Check("repeat", status, first.amount, f"printed before: {place}")


def _sums(
    block: act1990.Printed,
    printed: Mapping[str, PrintedNumber],
    earlier: _Earlier,
    computed: Container[str],
) -> dict[str, Check]:
    """Return the checks by addition at one place, by the figure that each is held against.

    Rows of groups that are *computed* are each held against the Act's formula, and rounded one by
    one: they need not use up an allotment to the last digit.
    """
    checks: dict[str, Check] = {}
    summed = ""
    if block.total is not None and block.totalled is not None:
        summed, _ = block.totalled
        rows = _beginning(printed, summed)
        source = f"sum of {len(rows)} rows"
        checks["total"] = _equal(sum(n.amount for n in rows.values()), block.total, source)
    for group in block.processors or {}:
        rows = _beginning(printed, f"processors.{group}.")
        divided = group not in computed and not summed.startswith(f"processors.{group}.")
        if rows and divided:
            checks |= _undivided(group, rows, block, earlier)
    weightings = (f"weights_considered.{name}." for name in block.weights_considered or {})
    for prefix in ("weights.", *weightings):
        paths = [prefix + criterion for criterion in act1990.Criteria.model_fields]
        weights = {path: printed[path] for path in paths if path in printed}
        if len(weights) == len(act1990.FY1995_WEIGHTS):
            *_, last = weights
            checks[last] = _completes(weights, last)
    return checks


def _beginning(printed: Mapping[str, PrintedNumber], prefix: str) -> dict[str, PrintedNumber]:
    return {path: number for path, number in printed.items() if path.startswith(prefix)}


def _equal(computed: int | Fraction, number: PrintedNumber, source: str) -> Check:
    status: Status = "reproduced" if computed == number.amount else "contradicted"
    return Check("sum", status, computed, source)


def _undivided(
    group: str, rows: Mapping[str, PrintedNumber], block: act1990.Printed, earlier: _Earlier
) -> dict[str, Check]:
    """Return the check of a group that is printed without a total, on its last row.

    Its rows must use up the allotment that was printed before.
    """
    *others, last = rows
    whole = allotment_of(group)
    found = earlier.get(_occurrence(block, whole, rows[last]))
    if found is None:
        return {}
    place, allotment = found
    remaining = allotment.amount - sum(rows[path].amount for path in others)
    less = f" less {len(others)} rows" if others else ""
    return {last: _equal(remaining, rows[last], f"{whole} as printed before{less}: {place}")}


def _completes(weights: Mapping[str, PrintedNumber], last: str) -> Check:
    """Return the check that printed weights, shares in percent, add up to the whole."""
    others = [number for path, number in weights.items() if path != last]
    computed = 1 - sum((number.amount for number in others), Fraction(0))
    play = sum((number.step for number in others), Fraction(0)) / 2
    source = "what the other weights leave of 100 percent"
    if computed == weights[last].amount:
        return Check("sum", "reproduced", computed, source)
    span = (computed - play, computed + play)
    status: Status = "within rounding" if weights[last].can_print(*span) else "contradicted"
    return Check("sum", status, computed, source, span)
