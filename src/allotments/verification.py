"""Verification: every printed figure held against what it can be computed from.

A check ends in ``reproduced``, ``within rounding`` or ``contradicted``; a figure shows its worst
check, and one without any is ``recorded``. There are no tolerances: half a unit of a printed
measurement's last digit is the only play there is, and its exact consequence is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from typing import Literal, TypeAlias

from pydantic import with_config
from typing_extensions import TypedDict  # pydantic reads no other before Python 3.12

from allotments.acts import act_of
from allotments.core.printed_number import PrintedNumber
from allotments.display.frames import Framed
from allotments.display.json_records import PLAIN, as_json
from allotments.figures import ranges
from allotments.figures.evaluation import evaluate
from allotments.figures.figure import Exact, Figure, Key, Range, Rule
from allotments.notices import Notice, Supposition, check_notice
from allotments.printed_place import Place, Sum
from allotments.rounding import half_up as rounded

Kind: TypeAlias = Literal["formula", "constant", "sum", "repeat"]
Status: TypeAlias = Literal["recorded", "reproduced", "within rounding", "contradicted"]
STATUSES: tuple[Status, ...] = ("recorded", "reproduced", "within rounding", "contradicted")

# A figure's path, what it holds under, its unit and its step; where it was first printed, and how.
_Occurrence: TypeAlias = tuple[str, Hashable, Hashable, str, Fraction]
_Earlier: TypeAlias = dict[_Occurrence, tuple[str, PrintedNumber]]


@dataclass(frozen=True, slots=True)
class Check:
    """One computation of a printed figure, and how it ends.

    Attributes
    ----------
    kind : str
        ``"formula"``, ``"constant"`` of the library, ``"sum"`` or ``"repeat"``.
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

    kind: Kind
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
    check: Literal["formula", "constant", "sum", "repeat", ""]
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
class Verification(Framed):
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
        notes = paragraphs([*_notes(self.rows), *self.closing])
        return f"{visible(self._title)}\n\n{table}\n\n{notes}"

    def _repr_html_(self) -> str:
        from allotments.display.text_and_html import html_table

        notes = [*_notes(self.rows), *self.closing]
        return html_table(self._title, _HEADERS, self._shown_rows(), _ALIGN, notes)

    def summary(self, *, every: bool = False) -> str:
        """Return the closing lines, then each contradicted figure, then those within rounding.

        Parameters
        ----------
        every
            Whether to go on with every figure instead, in the order of the notice.
        """
        from allotments.display.text_and_html import paragraphs, text_table, visible

        contradicted, within = (self._ending(status) for status in STATUSES[:1:-1])
        shown = [self.rows] if every else [contradicted, within]
        tables = [text_table(_HEADERS, self._shown_rows(rows), _ALIGN) for rows in shown if rows]
        notes = _notes(row for rows in shown for row in rows)
        parts = [visible(self._title), paragraphs(self.closing), *tables, paragraphs(notes)]
        return "\n\n".join(filter(None, parts))

    def _ending(self, status: Status) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.status == status)

    def _shown_rows(self, chosen: Iterable[Row] | None = None) -> Iterator[tuple[str, ...]]:
        rows = self.rows if chosen is None else chosen
        for place, there in groupby(rows, key=lambda row: row.place):
            yield (place,)
            yield from map(_shown, there)

    @property
    def _title(self) -> str:
        return f"Verification of {self.document}, fiscal year {self.fiscal_year}"

    @property
    def closing(self) -> list[str]:
        """The lines that sum it up: totals that foot, each status counted, reproduced by kind."""
        totals = [
            check.status == "reproduced"
            for row in self.rows
            if row.figure.startswith("total.")
            for check in row.checks
            if check.kind == "sum"
        ]
        counted = ", ".join(f"{self.counts[status]} {status}" for status in reversed(STATUSES))
        kinds = Counter(row.checks[0].kind for row in self._ending("reproduced"))
        by_kind = ", ".join(
            f"{kinds[kind]} {words}" for kind, words in _KINDS.items() if kinds[kind]
        )
        footing = f"{sum(totals)} of {len(totals)} printed totals equal the sums of their rows."
        return [
            *[footing] * bool(totals),
            f"{len(self.rows)} printed figures: {counted}.",
            *[f"Reproduced: {by_kind}."] * bool(by_kind),
        ]

    def records(self) -> list[CheckRecord]:
        """Return a record for each check, and for each figure without one.

        :class:`CheckRecord` describes the columns, all of them text.
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


_KINDS: dict[Kind, str] = {
    "formula": "by a formula",
    "sum": "by a sum",
    "repeat": "as a repeat",
    "constant": "as a constant of the library",
}
_HEADERS = ("Figure", "Printed", "Computed", "Unit", "Status")
_ALIGN = "<>><<"


def _notes(rows: Iterable[Row]) -> list[str]:
    leaning = dict.fromkeys(
        f"* {row.figure}: {check.inferred}."
        for row in rows
        for check in row.checks
        if check.inferred
    )
    return list(leaning)


def _shown(row: Row) -> tuple[str, ...]:
    check, number = row.worst, row.printed
    status = row.status + ("*" if any(one.inferred for one in row.checks) else "")
    computed = "" if check is None else "none"
    if check is not None and check.computed is not None:
        computed = number.format(check.computed)
        if check.status == "within rounding" and check.span is not None:
            status += f": {' to '.join(map(number.format, check.span))}"
    figure = row.figure.removeprefix("other.")
    return f"  {figure}", number.format(number.amount), computed, number.unit, status


def _record(row: Row, check: Check | None) -> CheckRecord:
    record: CheckRecord = {
        "place": row.place,
        "figure": row.figure,
        "printed": row.printed.format(row.printed.amount),
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
        record |= {"computed": row.printed.format(check.computed), "exact": str(check.computed)}
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
        If *notice* is something else, such as its name.

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


def exact_ranges(notice: Notice) -> dict[str, Range]:
    """Return the exact range of every computed figure that printed measurements move.

    >>> import allotments
    >>> least, greatest = exact_ranges(allotments.load("fy1995"))["restraint.beet"]
    >>> round(float(least), 1), round(float(greatest), 1)
    (143683.4, 145254.7)

    Parameters
    ----------
    notice
        Its criteria move within half a unit of the last digit that it prints of each.

    Raises
    ------
    TypeError
        If *notice* is something else, such as its inputs.
    """
    check_notice(notice)
    return _Computation(notice, frozenset()).ranges


@dataclass(frozen=True)
class _Computation:
    """What the Act makes of a notice's figures under one supposition, each part when asked for."""

    notice: Notice
    supposition: Supposition

    @cached_property
    def rules(self) -> dict[str, Rule]:
        return {rule.key.path: rule for rule in self.notice.rules}

    @property
    def figures(self) -> Mapping[str, Figure]:
        return self.notice.evaluated(self.supposition)

    def printed_as(self, figure: Figure, value: Exact, number: PrintedNumber) -> str:
        """Return by which paragraph and print rule *number* is what is printed of a figure, if any.

        Each part of a whole is rounded half up; or one is what the others, so printed, leave of it.
        """
        half_up, rule = number.rounds_to(value), self.rules.get(figure.path)
        if rule is None or not rule.remainder or rule.remainder[0] not in self.figures:
            return figure.paragraph if half_up else ""
        whole, *others = (Fraction(self.figures[path].value) for path in rule.remainder)
        remainder = whole - sum(Fraction(rounded(one, number.step)) for one in others)
        holds = {"half up": half_up, "the remainder": number.rounds_to(remainder)}
        said = " or ".join(name for name, one in holds.items() if one)
        return f"{figure.paragraph}, {said}" if said else ""

    @cached_property
    def ranges(self) -> dict[str, Range]:
        return ranges.exact_ranges(self.rules.values(), self.figures, _half_units(self.notice))

    def excluded(self, path: str) -> bool:
        """Return whether there can be no such figure, as its rule's condition does not hold."""
        rule = self.rules.get(path)
        if rule is None or rule.when is None or rule.when[0] not in self.figures:
            return False
        name, holds = rule.when
        alone = act_of(self.notice).families[rule.key.family].may_stand_alone
        return not alone and not holds(self.figures[name].value)

    @cached_property
    def supposed(self) -> set[str]:
        """The paths of figures that what is supposed changes."""
        changed = {key.path for key, _ in self.supposition}
        for path, rule in self.rules.items():
            if not changed.isdisjoint((*rule.operands, rule.part_of)):
                changed.add(path)
        return changed


def _half_units(notice: Notice) -> dict[str, Fraction]:
    families = act_of(notice).families
    halves: dict[str, Fraction] = {}
    for figure in notice.figures():
        family = families.get(figure.key.family)
        if family and family.measured and not notice.printed[figure.block].supposed:
            halves.setdefault(figure.path, figure.number.step / 2)
    return halves


def _rows(notice: Notice) -> Iterator[Row]:
    computations: dict[Supposition, _Computation] = {}
    earlier: _Earlier = {}
    for block in notice.printed:
        supposition = frozenset(block.supposed.items())
        computed = computations.setdefault(supposition, _Computation(notice, supposition))
        own = evaluate(block.rules(notice.named), {}, made=computed.figures)
        printed = [(key, number.as_meant, label) for key, number, label in block.figures()]
        numbers = {label: number for _, number, label in printed}
        sums = {one.label: one for one in block.sums(notice.named)}
        for key, number, label in printed:
            occurrence = _occurrence(block, computed, key, number)
            checks = [
                _formula(key, number, own, computed),
                _sum(sums.get(label), numbers, earlier, occurrence),
                _repeat(earlier.get(occurrence), number),
            ]
            earlier.setdefault(occurrence, (block.place, number))
            shown = f"{label}{block.suffix}"
            yield Row(block.place, shown, number, tuple(check for check in checks if check))


def _occurrence(
    block: Place, computed: _Computation, key: Key, number: PrintedNumber
) -> _Occurrence:
    under = computed.supposition if key.path in computed.supposed else frozenset()
    return key.path, under, block.context(key), number.unit, number.step


def _formula(
    key: Key, number: PrintedNumber, figures: Mapping[str, Figure], computed: _Computation
) -> Check | None:
    """Return the check against the Act's formula, if the figure is one that the Act computes."""
    path = key.path
    figure = figures.get(path)
    if figure is None:
        if not computed.excluded(path):
            return None
        reason = act_of(computed.notice).not_established
        return Check("formula", "contradicted", None, reason)
    value = figure.value if figure.computed is None else figure.computed
    supposed = any(path == key.path for key, _ in computed.supposition)
    if figure.origin == "recorded" or (
        figure.origin == "input" and figure.computed is None and not supposed
    ):
        return None
    kind: Kind = "constant" if figure.origin == "constant" else "formula"
    if said := computed.printed_as(figure, value, number):
        return Check(kind, "reproduced", value, said, inferred=figure.inferred)
    span = computed.ranges.get(path)
    within = span is not None and number.consistent_with(*span)
    status: Status = "within rounding" if within else "contradicted"
    return Check(kind, status, value, figure.paragraph, span, figure.inferred)


def _repeat(earlier: tuple[str, PrintedNumber] | None, number: PrintedNumber) -> Check | None:
    if earlier is None:
        return None
    place, first = earlier
    status: Status = "reproduced" if first.amount == number.amount else "contradicted"
    return Check("repeat", status, first.amount, f"printed before: {place}")


def _sum(
    one: Sum | None,
    numbers: Mapping[str, PrintedNumber],
    earlier: _Earlier,
    occurrence: _Occurrence,
) -> Check | None:
    """Return the check by addition; none where what is added was not printed before."""
    if one is None:
        return None
    place, computed = "", Fraction(one.whole or 0)
    if one.before:
        found = earlier.get((one.before, *occurrence[1:]))
        if found is None:
            return None
        place, whole = found
        computed += whole.amount
    computed += sum(numbers[label].amount for label in one.plus)
    computed -= sum(numbers[label].amount for label in one.minus)
    source = one.source.replace("{place}", place)
    number = numbers[one.label]
    if computed == number.amount:
        return Check("sum", "reproduced", computed, source)
    if not one.rounded:
        return Check("sum", "contradicted", computed, source)
    steps = [numbers[label].step for label in (*one.plus, *one.minus)]
    if one.before:
        steps.append(occurrence[-1])  # as fine as what was printed before
    moves = sum(steps, Fraction(0)) / 2
    span = (computed - moves, computed + moves)
    status: Status = "within rounding" if number.consistent_with(*span) else "contradicted"
    return Check("sum", status, computed, source, span)
