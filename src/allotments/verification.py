"""Verification: every printed figure of a notice, or of all bundled ones, with its status.

A check ends in ``reproduced``, ``within rounding``, ``misprint``, ``does not close`` or
``contradicted``; a figure shows its worst check, and one without any is ``recorded``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from math import nan
from typing import Any, Literal

from pydantic import with_config
from typing_extensions import TypedDict  # pydantic reads no other before Python 3.12

from allotments.checks import HOLDS, PRINT_RULES, STATUSES, Check, Kind, Row, Status, checked_rows
from allotments.core.printed_number import PrintedNumber
from allotments.display.json_records import PLAIN
from allotments.display.result import Published, Shown
from allotments.figures.figure import Exact
from allotments.notices import Notice, bundled, check_notice, load

_MOST_CANDIDATES = 6  # that a note names
_FEW = 8  # figures that a summary shows all the same


@with_config(PLAIN)
class CheckRecord(TypedDict):
    """One check of a printed figure as plain data, or a figure that has none."""

    place: str
    """Where the notice prints the figure."""
    figure: str
    """Its path in the determination; `total.` and a path for a printed sum of rows."""
    family: str
    """What kind of figure it is, such as `sectors`."""
    group: str
    """The group within the family, such as a State; empty where there is none."""
    recipient: str
    """Whose figure it is; empty where it is nobody's."""
    printed: float
    """The printed number."""
    computed: float | None
    """What the check computes; nothing where there is no check, or no such figure."""
    least: float | None
    """The lower end of the exact range, as printed measurements move; nothing where not needed."""
    greatest: float | None
    """The upper end, likewise."""
    exact_printed: str
    """The printed number exactly: a whole number, or a ratio of two."""
    exact_computed: str
    """What is computed exactly, likewise; empty where nothing is."""
    exact_least: str
    """The lower end exactly, likewise."""
    exact_greatest: str
    """The upper end exactly, likewise."""
    printed_text: str
    """The number as printed, in `printed_unit`."""
    computed_text: str
    """What is computed, rounded half up to the printed digits, likewise."""
    unit: str
    """Of the numbers: `short tons` (raw value), `ratio`, or as printed; empty for a count."""
    printed_unit: str
    """Of the two texts."""
    status: Status
    """Of this check; `recorded` where there is none. Of a misprint `misprint` where the check holds
    of what was meant."""
    check: Kind | Literal[""]
    """What the figure is held against; empty where there is no check."""
    source: str
    """The paragraph of the Act, the rows added up, or the earlier place; empty without a check."""
    inferred: str
    """What the computation assumes that no source states; mostly empty."""
    reason: str
    """Why a misprint is taken for one, or a sum that does not close is left to stand."""


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
    print_rules: list[str]
    """The rules of print that fit all figures that they may differ for; empty where none does."""
    checks: list[CheckRecord]
    """Every check of every printed figure, in the order of the notice."""


@with_config(PLAIN)
class CorpusData(TypedDict):
    """Every bundled notice, verified."""

    format: Literal[1]
    """The version of this format."""
    contradicted: bool
    """Whether any printed figure is."""
    counts: dict[Status, int]
    """How many printed figures end in each status."""
    reproduced: dict[Kind, int]
    """How many of the reproduced ones by each kind of check."""
    notices: dict[str, VerificationData]
    """By the notice's name."""


@dataclass(frozen=True)
class Verification(Published):
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

    def _shown(self, chosen: Sequence[Row] | None = None) -> Shown:
        rows = self.rows if chosen is None else chosen
        lines = list(_lines(rows))
        return Shown(
            f"Verification of {self.document}, fiscal year {self.fiscal_year}",
            _HEADERS,
            lines,
            _ALIGN,
            notes=_notes(rows),
            answers=self.closing,
            marked=[at for at, line in enumerate(lines) if line[0].startswith("!")],
        )

    def summary(self, *, every: bool = False) -> str:
        """Return the closing lines, then what is contradicted, and what else is not reproduced.

        Where there is none of these and the figures are few, they are shown.

        Parameters
        ----------
        every
            Whether to go on with every figure instead, in the order of the notice.
        """
        worst_first = [row for status in STATUSES[:1:-1] for row in self.ending(status)]
        few = not worst_first and len(self.rows) <= _FEW
        return self._shown(self.rows if every or few else worst_first).text()

    def ending(self, status: Status) -> tuple[Row, ...]:
        """Return the rows that end in *status*, in the order of the notice."""
        return tuple(row for row in self.rows if row.status == status)

    @property
    def closing(self) -> list[str]:
        """The lines that sum it up: right totals, each status counted, the rules of print."""
        totals = [
            check.status == "reproduced"
            for row in self.rows
            if row.figure.startswith("total.")
            for check in row.checks
            if check.kind == "sum"
        ]
        footing = f"{sum(totals)} of {len(totals)} printed totals equal the sums of their rows."
        return [*[footing] * bool(totals), *_counted([self]), *self._rules_of_print()]

    def _ruled(self) -> list[tuple[Row, tuple[str, ...]]]:
        return [(row, c.print_rules) for row in self.rows for c in row.checks if c.print_rules]

    @property
    def print_rules(self) -> tuple[str, ...]:
        """The rules of print that fit all figures for which they may differ; empty for none."""
        ruled = self._ruled()
        return tuple(r for r in PRINT_RULES if ruled and all(r in found for _, found in ruled))

    def _rules_of_print(self) -> list[str]:
        if len(self.print_rules) == len(PRINT_RULES) or not (ruled := self._ruled()):
            return []
        if self.print_rules:
            (rule,) = self.print_rules
            return [f"Rule of print of the parts of a whole: {rule}, {_RULES[rule]}."]
        needed = dict.fromkeys(
            f"{found[0]} at {row.figure} ({row.place})" for row, found in ruled if len(found) == 1
        )
        return [f"No one rule of print fits all parts of a whole: {'; '.join(needed)}."]

    def records(self) -> list[CheckRecord]:
        """Return a record for each check, and for each figure without one.

        :class:`CheckRecord` describes the columns. Numbers that are not there are NaN, so that
        data frames take a column for one of numbers whatever it begins with; in JSON they are null.
        """
        return [_record(row, check) for row in self.rows for check in (row.checks or (None,))]

    def data(self) -> VerificationData:
        """Return what the JSON holds, described by docs/verification.schema.json."""
        return {
            "format": 1,
            "document": self.document,
            "fiscal_year": self.fiscal_year,
            "contradicted": not self,
            "counts": dict(self.counts),
            "print_rules": list(self.print_rules),
            "checks": [_without_nan(record) for record in self.records()],
        }


@dataclass(frozen=True)
class CorpusVerification(Published):
    """Every bundled notice, verified; false if any printed figure is contradicted.

    Attributes
    ----------
    notices : dict
        The verification of each, by the notice's name.
    """

    notices: Mapping[str, Verification]

    def __bool__(self) -> bool:
        return all(self.notices.values())

    def __str__(self) -> str:
        wrong = [one.summary() for one in self.notices.values() if not one]
        return "\n\n".join([super().__str__(), *wrong])

    def _shown(self) -> Shown:
        rows = [
            (name, *(str(count or "") for count in (len(one.rows), *[*one.counts.values()][::-1])))
            for name, one in self.notices.items()
        ]
        headers = ("Notice", "Printed", *(status.capitalize() for status in STATUSES[::-1]))
        marked = [at for at, one in enumerate(self.notices.values()) if not one]
        return Shown(
            "Every bundled notice",
            headers,
            rows,
            "<" + ">" * (len(headers) - 1),
            answers=self.closing,
            marked=marked,
        )

    @property
    def counts(self) -> dict[Status, int]:
        """How many printed figures end in each status."""
        every = self.notices.values()
        return {status: sum(one.counts[status] for one in every) for status in STATUSES}

    @property
    def closing(self) -> list[str]:
        """The lines that sum it up."""
        return [f"{len(self.notices)} notices.", *_counted(self.notices.values())]

    def records(self) -> list[dict[str, object]]:
        """Return the records of every notice, each with the notice's name."""
        return [
            {"notice": name, **record}
            for name, one in self.notices.items()
            for record in one.records()
        ]

    def data(self) -> CorpusData:
        """Return what the JSON holds, described by docs/corpus.schema.json."""
        return {
            "format": 1,
            "contradicted": not self,
            "counts": self.counts,
            "reproduced": dict(_by_kind(self.notices.values())),
            "notices": {name: one.data() for name, one in self.notices.items()},
        }


_RULES = {
    "half_up": "each part by itself",
    "remainder": "the last part is what the others, printed half up, leave",
}
_KINDS: dict[Kind, str] = {
    "formula": "by a formula",
    "sum": "by a sum",
    "repeat": "as a repeat",
    "constant": "as a constant of the library",
}
_HEADERS = ("Figure", "Printed", "Computed", "Unit", "Status")
_ALIGN = "<>><<"
_RARE = ("misprint", "does not close")  # named in a count only where there are some


def _by_kind(reports: Iterable[Verification]) -> Counter[Kind]:
    return Counter(row.checks[0].kind for one in reports for row in one.ending("reproduced"))


def _counted(reports: Iterable[Verification]) -> list[str]:
    """Return how many printed figures end in each status, and what reproduced ones rest on."""
    reports = list(reports)
    counts = {status: sum(one.counts[status] for one in reports) for status in STATUSES}
    counted = ", ".join(
        f"{count} {status}"
        for status, count in reversed(counts.items())
        if count or status not in _RARE
    )
    kinds = _by_kind(reports)
    by_kind = ", ".join(f"{kinds[kind]} {words}" for kind, words in _KINDS.items() if kinds[kind])
    return [
        f"{sum(counts.values()):,} printed figures: {counted}.",
        *[f"Reproduced: {by_kind}."] * bool(by_kind),
    ]


def _notes(rows: Iterable[Row]) -> list[str]:
    notes = dict.fromkeys(
        f"* {row.figure}: {note}." for row in rows for c in row.checks for note in _said(row, c)
    )
    return list(notes)


def _said(row: Row, check: Check) -> Iterator[str]:
    """Yield what there is to say of a check beside its status."""
    if check.inferred:
        yield check.inferred
    if check.kind == "misprint":
        yield "; ".join(filter(None, (check.source, check.reason)))
    elif check.computed not in (None, row.printed.as_meant.amount) and (
        (check.kind == "sum" and check.status != "reproduced")
        or (check.kind in ("formula", "constant") and check.status == "contradicted")
    ):
        yield _missing(row.printed.as_meant, check)
    elif check.print_rules == ("remainder",):
        yield f"{check.said}: {_RULES['remainder']}"
    elif check.as_meant or check.status == "contradicted":
        yield check.said


def _missing(number: PrintedNumber, check: Check) -> str:
    """Return by how much a sum does not come out, and what would make it come out."""
    assert check.computed is not None
    missing = number.amount - check.computed
    unit = number.unit.removesuffix("s" if abs(missing) == number.size else "")
    amount = f"{number.format(abs(missing))} {unit}".rstrip()
    said = f"{amount} {'more' if missing > 0 else 'less'} than computed: {check.said}"
    if check.candidates:
        named = [f"{label} {number.format(one)}" for label, one in check.candidates]
        more = len(named) - _MOST_CANDIDATES
        others = [f"one of {more} others" if more > 1 else "another"] * (more > 0)
        said += f"; it would come out with {' or '.join(named[:_MOST_CANDIDATES] + others)}"
    return f"{said}; {check.reason}" if check.reason else said


def _lines(rows: Iterable[Row]) -> Iterator[tuple[str, ...]]:
    for place, there in groupby(rows, key=lambda row: row.place):
        yield (place,)
        yield from map(_line, there)


def _line(row: Row) -> tuple[str, ...]:
    check, number = row.worst, row.printed
    noted = any(True for one in row.checks for _ in _said(row, one))
    status = f"{row.status}{'*' * noted}"
    computed = "" if check is None else "none"
    if check is not None and check.computed is not None:
        computed = number.format(check.computed)
        if check.status == "within rounding" and check.span is not None:
            status += f": {' to '.join(map(number.format, check.span))}"
    mark = "!" if row.status == "contradicted" else " "
    return f"{mark} {row.figure}", number.format(number.amount), computed, number.unit, status


def _record(row: Row, check: Check | None) -> CheckRecord:
    number = row.printed
    computed = None if check is None else check.computed
    least, greatest = (None, None) if check is None or check.span is None else check.span
    of_meant = number.meant is not None and check is not None and check.status in HOLDS
    return {
        "place": row.place,
        "figure": row.figure,
        "family": row.key.family,
        "group": row.key.group,
        "recipient": row.key.recipient,
        "printed": float(number.amount),
        "computed": _number(computed),
        "least": _number(least),
        "greatest": _number(greatest),
        "exact_printed": str(number.amount),
        "exact_computed": _text(computed),
        "exact_least": _text(least),
        "exact_greatest": _text(greatest),
        "printed_text": number.format(number.amount),
        "computed_text": "" if computed is None else number.format(computed),
        "unit": number.amount_unit,
        "printed_unit": number.unit,
        "status": "misprint" if of_meant else "recorded" if check is None else check.status,
        "check": "" if check is None else check.kind,
        "source": "" if check is None else f"{check.said}{', of what was meant' * of_meant}",
        "inferred": "" if check is None else check.inferred,
        "reason": "" if check is None else check.reason,
    }


def _number(value: Exact | None) -> float:
    return nan if value is None else float(value)


def _text(value: Exact | None) -> str:
    return "" if value is None else str(value)


def _without_nan(record: CheckRecord) -> CheckRecord:
    absent: Any = {name: None for name, value in record.items() if value != value}  # noqa: PLR0124
    return {**record, **absent}


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
    A figure is checked by the Act's formula, where the notice, with the one that it follows, prints
    what the formula needs; by the sum of its rows; and by earlier occurrences of the same figure.
    """
    check_notice(notice)
    return Verification(
        document=notice.source.document,
        fiscal_year=notice.fiscal_year,
        rows=tuple(checked_rows(notice)),
    )


def verify_corpus() -> CorpusVerification:
    """Return the verification of every bundled notice.

    >>> report = verify_corpus()
    >>> bool(report), report.notices["fy1995"].counts["reproduced"]
    (True, 69)
    """
    return CorpusVerification({name: verify(load(name)) for name in bundled()})
