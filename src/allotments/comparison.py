"""Comparison: what changes between two determinations, who gains and who loses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Field, with_config
from typing_extensions import TypedDict  # pydantic reads no other before Python 3.12

from allotments.acts import act_named, act_of
from allotments.determination import Determination, determination_of
from allotments.display.json_records import PLAIN, NamedRecord, name_record, number, text
from allotments.display.result import Published, Shown
from allotments.display.text_and_html import capitalised
from allotments.figures.figure import Key, Origin
from allotments.rounding import grouped

_HEADERS = ("Short tons, raw value", "First", "Second", "Change", "Percent", "Origin")
_ALIGN = "<>>>><"
_MOST_NAMED = 3  # of those who gain or lose
_ORIGINS = {
    "input": "Input: as printed, or as supposed instead.",
    "computed": "Computed: by the Act's formulas.",
    "recorded": "Recorded: as printed, not computed.",
    "pro rata": "Pro rata: recorded, and changed by the percentage that the allotment changed{}.",
    "projected": "Projected: by shares that reproduce earlier prints.",
}


@with_config(PLAIN)
class DifferenceRecord(NamedRecord):
    """One figure of two determinations as plain data; null where one does not have it."""

    first: float | None
    """The value in the first determination, as the nearest binary number."""
    second: float | None
    """The value in the second, likewise."""
    difference: float | None
    """The second less the first, likewise."""
    percent: float | None
    """The difference as a percentage of the first; null also where that is zero."""
    exact_first: str | None
    """The exact value in the first: a whole number, or a ratio of two."""
    exact_second: str | None
    """The exact value in the second, likewise."""
    exact_difference: str | None
    """The exact difference, likewise."""
    rounded_difference: str | None
    """The difference in print: whole short tons, or percentage points; rounded half up."""
    origin: Origin
    """How the figure came about in the second; in the first where the second has none. `input`
    is as printed or as supposed instead."""


@with_config(PLAIN)
class ComparisonData(TypedDict):
    """Two determinations side by side."""

    format: Literal[1]
    """The version of this format."""
    fiscal_years: Annotated[list[int], Field(min_length=2, max_length=2)]
    """Of the first determination and of the second."""
    acts: Annotated[list[str], Field(min_length=2, max_length=2)]
    """The Act of the first determination and of the second."""
    remarks: Annotated[list[list[str]], Field(min_length=2, max_length=2)]
    """What is to be said of each, such as that no allotments are required."""
    differences: list[DifferenceRecord]
    """Every figure that either determination has, changed or not."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure in both determinations; ``None`` where one of them does not have it.

    Attributes
    ----------
    key : Key
        Its family, group, recipient and item.
    title : str
        Its name in the field's words.
    unit : str
        ``"short tons"``, raw value, or ``"ratio"``.
    first, second : int, Fraction or None
        Its exact values. [unit]
    origin : str
        How it came about in the second; in the first where the second has none.
    heading : str
        What it stands under.
    recipients : str
        What those who receive such a part are called; empty where nobody does.
    inferred : str
        What it assumes that no source states, in the second; mostly empty.
    """

    key: Key
    title: str
    unit: str
    first: int | Fraction | None
    second: int | Fraction | None
    origin: Origin
    heading: str
    recipients: str
    inferred: str = ""

    @property
    def path(self) -> str:
        """Its name in the determination, such as ``sectors.beet``."""
        return self.key.path

    @property
    def difference(self) -> int | Fraction | None:
        """Second less first, exact; ``None`` where one is missing. [short tons or ratio]."""
        if self.first is None or self.second is None:
            return None
        return self.second - self.first

    @property
    def percent(self) -> Fraction | None:
        """The difference as a percentage of the first; ``None`` where that is zero."""
        difference = self.difference
        if difference is None or not self.first:
            return None
        return Fraction(100 * difference) / abs(Fraction(self.first))

    @property
    def changed(self) -> bool:
        """Whether the two differ."""
        return self.first != self.second

    def record(self) -> DifferenceRecord:
        """Return the difference as plain data."""
        difference = self.difference
        return {
            **name_record(self.key, self.title, self.unit),
            "first": number(self.first),
            "second": number(self.second),
            "difference": number(difference),
            "percent": number(self.percent),
            "exact_first": text(self.first),
            "exact_second": text(self.second),
            "exact_difference": text(difference),
            "rounded_difference": None if difference is None else self.show(difference),
            "origin": self.origin,
        }

    def show(self, value: int | Fraction) -> str:
        """Return a value of this figure in print: whole short tons, or percent."""
        return grouped(value * 100, 3) if self.unit == "ratio" else grouped(value)


@dataclass(frozen=True, slots=True)
class Comparison(Published):
    """Two determinations side by side.

    Attributes
    ----------
    fiscal_years : tuple of int
        Of the first and of the second.
    acts : tuple of str
        The Act of the first and of the second.
    remarks : tuple
        What is to be said of each, such as that no allotments are required.
    differences : tuple of Difference
        Every figure that either has, in the order of the notice, changed or not.
    """

    fiscal_years: tuple[int, int]
    acts: tuple[str, str]
    remarks: tuple[tuple[str, ...], tuple[str, ...]]
    differences: tuple[Difference, ...]

    @property
    def gains(self) -> tuple[Difference, ...]:
        """Sectors, States and processors that get more in the second, the largest gain first."""
        return self._moved(1)

    @property
    def losses(self) -> tuple[Difference, ...]:
        """Sectors, States and processors that get less in the second, the largest loss first."""
        return self._moved(-1)

    def _moved(self, sign: int) -> tuple[Difference, ...]:
        found = [
            (one.difference * sign, one)
            for one in self.differences
            if one.recipients and one.difference is not None and one.difference * sign > 0
        ]
        return tuple(one for _, one in sorted(found, key=lambda pair: -pair[0]))

    def _shown(self) -> Shown:
        first, second = self.fiscal_years
        years = f"year {first}" if first == second else f"years {first} and {second}"
        rows = list(self._rows())
        moved = [*_movers("Gain", self.gains), *_movers("Lose", self.losses)]
        return Shown(
            f"Two determinations compared, fiscal {years}",
            _HEADERS,
            rows,
            _ALIGN,
            self._notes,
            answers=moved if rows else ["Nothing differs."],
        )

    def _rows(self) -> Iterator[tuple[str, ...]]:
        heading = ""
        for one in self.differences:
            if not one.changed:
                continue
            if one.heading != heading:
                heading = one.heading
                yield (heading,)
            percent = "" if one.percent is None else f"{_signed(grouped(one.percent, 2))}%"
            change = "" if one.difference is None else _signed(one.show(one.difference))
            first, second = ("-" if v is None else one.show(v) for v in (one.first, one.second))
            yield f"  {capitalised(one.title)}", first, second, change, percent, one.origin

    @property
    def _notes(self) -> list[str]:
        changed = [one for one in self.differences if one.changed]
        if not changed:
            return []
        remarks = [
            f"Of the {ordinal}: {remark}"
            for ordinal, said in zip(("first", "second"), self.remarks, strict=True)
            for remark in said
        ]
        origins = {one.origin for one in changed}
        by = dict.fromkeys(act_named(name).pro_rata for name in self.acts)
        under = "".join(f", {paragraph}" for paragraph in by if paragraph)
        how = [meaning.format(under) for origin, meaning in _ORIGINS.items() if origin in origins]
        return [
            "Rounded half up; figures that do not differ are left out.",
            *remarks,
            *(f"{capitalised(one.title)}: {one.inferred}." for one in changed if one.inferred),
            " ".join(how),
        ]

    def records(self) -> list[DifferenceRecord]:
        """Return a record for each figure."""
        return [one.record() for one in self.differences]

    def data(self) -> ComparisonData:
        """Return what the JSON holds, described by docs/comparison.schema.json."""
        return {
            "format": 1,
            "fiscal_years": list(self.fiscal_years),
            "acts": list(self.acts),
            "remarks": [list(said) for said in self.remarks],
            "differences": self.records(),
        }


def compare(first: Any, second: Any) -> Comparison:
    """Return two determinations side by side: what changes, who gains, who loses.

    >>> import allotments
    >>> inputs = allotments.load("fy1995").inputs
    >>> chosen = allotments.determine(inputs)
    >>> equal = allotments.determine(inputs.replace(weights=(1, 1, 1)))
    >>> comparison = compare(chosen, equal)
    >>> [(one.path, one.record()["rounded_difference"]) for one in comparison.losses[:2]]
    [('sectors.beet', '-50,219'), ('processors.beet.American Crystal Sugar Co', '-11,981')]

    Parameters
    ----------
    first, second
        Determinations, or notices or inputs of them; of two Acts too. Differences are second less
        first.

    Raises
    ------
    TypeError
        If one of them is something else.
    """
    ours, theirs = determination_of("first", first), determination_of("second", second)
    order: dict[str, dict[str, Difference]] = {}
    for act in dict.fromkeys([act_of(ours), act_of(theirs)]):
        for name, family in act.families.items():
            if family.heading:
                order.setdefault(name, {})
    headings: dict[str, None] = {}
    for path in {**ours.figures, **theirs.figures}:
        one = _difference(path, ours, theirs)
        if one.key.family in order:
            headings.setdefault(one.heading)
            order[one.key.family][path] = one
    sections = list(headings)
    return Comparison(
        fiscal_years=(ours.fiscal_year, theirs.fiscal_year),
        acts=(ours.act, theirs.act),
        remarks=(_remarks(ours), _remarks(theirs)),
        differences=tuple(
            one
            for family in order.values()
            for one in sorted(family.values(), key=lambda one: sections.index(one.heading))
        ),
    )


def _difference(path: str, ours: Determination, theirs: Determination) -> Difference:
    first, second = ours.figures.get(path), theirs.figures.get(path)
    known, act = (second, act_of(theirs)) if second else (ours.figures[path], act_of(ours))
    family = act.families[known.family]
    return Difference(
        key=known.key,
        title=known.title,
        unit=known.unit,
        first=None if first is None else first.value,
        second=None if second is None else second.value,
        origin=known.origin,
        heading=act.heading(known),
        recipients="" if family.is_input else family.recipients,
        inferred=known.inferred,
    )


def _remarks(determination: Determination) -> tuple[str, ...]:
    return tuple(act_of(determination).remarks(determination.figures, determination.fiscal_year))


def _signed(printed: str) -> str:
    return printed if printed.startswith("-") or not printed.strip("0.,") else f"+{printed}"


def _movers(verb: str, moved: tuple[Difference, ...]) -> list[str]:
    """Return a note on who gains or loses: sectors, States and processors, the foremost by name."""
    parts = []
    for kind in dict.fromkeys(one.recipients for one in moved):
        those = [one for one in moved if one.recipients == kind]
        named = ", ".join(
            f"{one.title} {_signed(one.show(one.difference or 0))}" for one in those[:_MOST_NAMED]
        )
        more = len(those) - _MOST_NAMED
        parts += [f"{kind}: {named}{f' and {more} more' if more > 0 else ''}"] * bool(those)
    return [f"{verb}: {'; '.join(parts)}."] * bool(parts)
