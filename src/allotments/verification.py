"""Verification: every printed figure held against what it can be computed from.

A check ends in ``reproduced``, ``within rounding`` or ``contradicted``; a figure shows its worst
check, and one without any is ``recorded``. There are no tolerances: half a unit of a printed
measurement's last digit is the only play there is, and its exact consequence is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from allotments import act1990
from allotments.errors import InvalidInput
from allotments.figure import Figure, Range
from allotments.notices import Notice, PrintedFigure
from allotments.printed_number import PrintedNumber
from allotments.rounding import half_up

__all__ = ["STATUSES", "Check", "Row", "Status", "Verification", "exact_ranges", "verify"]

Status: TypeAlias = Literal["recorded", "reproduced", "within rounding", "contradicted"]
STATUSES: tuple[Status, ...] = ("recorded", "reproduced", "within rounding", "contradicted")

Weighting: TypeAlias = tuple[int, int, int] | None


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
    """One printed occurrence of a figure with its checks."""

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


@dataclass(frozen=True)
class Verification:
    """A notice held against its own arithmetic and the Act's; false if anything is contradicted."""

    document: str
    fiscal_year: int
    rows: tuple[Row, ...]
    counts: dict[Status, int] = field(init=False)

    def __post_init__(self) -> None:
        found = Counter(row.status for row in self.rows)
        object.__setattr__(self, "counts", {status: found[status] for status in STATUSES})

    def __bool__(self) -> bool:
        return not self.counts["contradicted"]


def verify(notice: Notice) -> Verification:
    """Return every printed figure of *notice* with its checks.

    >>> import allotments
    >>> report = verify(allotments.load("fy1995"))
    >>> bool(report), report.counts["contradicted"]
    (True, 0)

    Notes
    -----
    A figure is checked by the Act's formula, where the notice prints what the formula needs; by
    the sum of its rows; and by earlier occurrences of the same figure, in the same unit and with
    the same resolution.
    """
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
    (143951.3, 144986.4)

    Parameters
    ----------
    notice
        Its criteria move within half a unit of the last digit that it prints of each.
    weights
        Other weights than the notice's.
    """
    inputs = notice.inputs if weights is None else notice.inputs.replace(weights=weights)
    return act1990.exact_ranges(act1990.determine(inputs), _half_units(notice))


def _half_units(notice: Notice) -> dict[str, Fraction]:
    halves: dict[str, Fraction] = {}
    for figure in notice.figures():
        if "criteria" in figure.path.partition(".")[0]:
            halves.setdefault(figure.path, figure.number.step / 2)
    return halves


@dataclass(frozen=True, slots=True)
class _Computation:
    """What the Act makes of the notice's inputs under one weighting."""

    figures: Mapping[str, Figure]
    ranges: Mapping[str, Range]


def _compute(notice: Notice, weighting: Weighting) -> _Computation:
    inputs = notice.inputs if weighting is None else notice.inputs.replace(weights=weighting)
    determination = act1990.determine(inputs)
    return _Computation(
        {**act1990.figures(determination), **_counted(notice)},
        act1990.exact_ranges(determination, _half_units(notice)),
    )
