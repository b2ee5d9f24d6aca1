"""The initial determination to come: what earlier ones allow it to print, to the ton.

The overall quantity is the Act's minimum unless it is given, and the sectors follow by the Act. A
State's or a processor's part has no printed formula. Whatever share of its sector, or share with a
fixed tonnage beside it, reproduces every earlier print is possible, so the result is a range.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias

from numpy import iterable
from pydantic import with_config
from typing_extensions import TypedDict  # pydantic reads no other before Python 3.12

from allotments import acts
from allotments.core.errors import InvalidInput, did_you_mean
from allotments.core.exact import shown, whole_or_as_given
from allotments.determination import Determination, determine
from allotments.display.json_records import PLAIN
from allotments.display.result import Published, Shown
from allotments.display.text_and_html import capitalised, visible
from allotments.figures.act import Act
from allotments.figures.figure import Exact, Figure, Key
from allotments.inputs import put
from allotments.notices import Notice, bundled, load
from allotments.rounding import grouped, half_up
from allotments.shares import (
    Print,
    ShareRule,
    clashing_prints,
    find_rule,
    printed_range_of_sum,
)
from allotments.wasde import Report

Consumption: TypeAlias = int | Report
"""Of the fiscal year, in short tons, raw value, or a report that projects it."""
Learned: TypeAlias = str | Path | Notice

_QUANTITY = "overall_allotment_quantity"
_MINIMUM = "minimum_overall_allotment_quantity"
_SECTORS = ("beet", "cane")
_PATHS = {sector: f"sectors.{sector}" for sector in _SECTORS}
_LEAST_PRINTS = {"beet": 2, "cane": 1}
_HALF = Fraction(1, 2)
_HEADERS = ("Figure", "Short tons", "Part of the allotment, or source")
_ALIGN = "<><"
_NONE = "no earlier print has the same recipients"
_TOO_FEW = "too few prints: beet needs two, under unlike allotments"
_CLASH = "clash: no share, with or without a tonnage beside it, makes all of them"
_SUM = "its processors' allocations together"


@with_config(PLAIN)
class ProjectedRecord(TypedDict):
    """What one figure of the determination to come can print."""

    figure: str
    """Its path in the determination, such as `processors.beet.Wyoming Sugar Co.`"""
    title: str
    """Its name in the field's words."""
    family: str
    """What kind of figure it is, such as `processors`."""
    group: str
    """The group within the family, such as a State; empty where there is none."""
    recipient: str
    """Whose figure it is; empty where it is nobody's."""
    least: int | None
    """The least that can be printed, in short tons, raw value; null where nothing is known."""
    greatest: int | None
    """The greatest, likewise."""
    rule: str
    """The rule that earlier prints leave, or why there is no range."""
    tested: bool
    """Whether more prints agree on the rule than are needed to find it."""
    learned_from: list[str]
    """The prints that it was found from; where they clash, the fewest that do."""


@with_config(PLAIN)
class ProjectionData(TypedDict):
    """The initial determination to come, as earlier ones allow it. Nobody printed these figures."""

    format: Literal[1]
    """The version of this format."""
    act: str
    """The name of the Act."""
    fiscal_year: int
    """That is projected."""
    consumption: int | None
    """The estimate that it follows from, in short tons, raw value."""
    source: str
    """Of the estimate: the month of a WASDE report; empty where it was given."""
    figures: list[ProjectedRecord]
    """The overall quantity, the sectors, and all recipients."""


class _ByPath(dict[str, Any]):
    """What each figure has; of a path that there is not, it says which was meant."""

    def __missing__(self, path: str) -> Any:
        raise KeyError(f"{path}: no such figure; {did_you_mean(path, self)}")


@dataclass(frozen=True, slots=True)
class ProjectedFigure:
    """What one figure of the determination to come can print, and why.

    Attributes
    ----------
    figure : Figure
        Of the determination; where there is no range, without a value.
    range : pair of int, or None
        The least and the greatest that can be printed. [short tons, raw value]
    rule : str
        In words; where there is no range, why.
    share_rule : ShareRule or None
        The rule itself, where one was found from prints of this figure.
    middle : pair of Fraction, or None
        A share and a tonnage that reproduce the prints, for the determination.
    tested : bool
        Whether more prints agree on it than are needed to find it.
    learned_from : tuple of str
        The names of the prints that it was found from; where they clash, of the fewest that do.
    share_of : str
        What the share is one of, such as ``"beet sugar allotment"``; empty without a share.
    """

    figure: Figure
    range: tuple[int, int] | None
    rule: str
    share_rule: ShareRule | None = None
    middle: tuple[Fraction, Fraction] | None = None
    tested: bool = True
    learned_from: tuple[str, ...] = ()
    share_of: str = ""

    def record(self) -> ProjectedRecord:
        """Return it as plain data."""
        least, greatest = self.range or (None, None)
        return {
            "figure": self.figure.path,
            "title": self.figure.title,
            "family": self.figure.family,
            "group": self.figure.group,
            "recipient": self.figure.recipient,
            "least": least,
            "greatest": greatest,
            "rule": self.rule,
            "tested": self.tested,
            "learned_from": list(self.learned_from),
        }


@dataclass(frozen=True, repr=False)
class Projection(Published):
    """The initial determination to come, as earlier ones allow it; nobody printed it.

    Attributes
    ----------
    determination : Determination
        In the middle of what is possible: its inputs have a share, or a share and a tonnage, for
        each recipient.
    projected : tuple of ProjectedFigure
        The overall quantity, the sectors, and all recipients.
    source : str
        Of the consumption: the month of a WASDE report; empty where it was given.
    """

    determination: Any
    projected: tuple[ProjectedFigure, ...]
    source: str

    @property
    def fiscal_year(self) -> int:
        """That is projected."""
        return int(self.determination.fiscal_year)

    @property
    def inputs(self) -> Any:
        """What the determination follows from: a baseline for :mod:`allotments.scenarios`."""
        return self.determination.inputs

    @property
    def ranges(self) -> dict[str, tuple[int, int] | None]:
        """By path the least and the greatest that can be printed. [short tons, raw value]."""
        return _ByPath({one.figure.path: one.range for one in self.projected})

    @property
    def rule(self) -> dict[str, str]:
        """By path the rule in words; where there is no range, why."""
        return _ByPath({one.figure.path: one.rule for one in self.projected})

    def __repr__(self) -> str:
        known = sum(one.range is not None for one in self.projected)
        return (
            f"Projection of fiscal year {self.fiscal_year}: {known} of {len(self.projected)} ranges"
        )

    def _shown(self) -> Shown:
        caption = "Projection, not a print: initial determination for fiscal year"
        notes = list(self._notes())
        return Shown(f"{caption} {self.fiscal_year}", _HEADERS, list(self._rows()), _ALIGN, notes)

    def _rows(self) -> Iterator[tuple[str, ...]]:
        act, heading = acts.act_of(self.determination), ""
        if self._consumption is not None:
            source = f"WASDE report of {self.source}" if self.source else "given"
            yield "Consumption", grouped(self._consumption), source
        for one in self.projected:
            figure, learned = one.figure, ", ".join(one.learned_from)
            of = f" of the {one.share_of}" * bool(one.share_of)
            if figure.part_of and (own := act.heading(figure)) != heading:
                heading = own
                learned_from = f", from {learned}" * bool(learned)
                yield (f"{own}{learned_from}{of and f': percent{of}'}",)
            indent = "  " if figure.part_of else ""
            tons = " to ".join(dict.fromkeys(map(grouped, one.range or ()))) or "not known"
            yield f"{indent}{capitalised(figure.title)}", tons, one.rule.replace(of, "")

    def _notes(self) -> Iterator[str]:
        yield (
            "Short tons, raw value. Two numbers are the least and the greatest that can be "
            "printed; any other would contradict earlier prints."
        )
        if any(one.range and not one.tested for one in self.projected):
            yield "Untested: no further print agrees with the rule, or contradicts it."
        nothing = [one for one in self.projected if one.range == (0, 0)]
        if below := [one.figure.recipient for one in nothing if one.middle and one.middle[1] < 0]:
            yield (
                f"{', '.join(below)}: the rule gives less than nothing here, so the rows do not "
                "add up: so small an allotment is beyond what earlier prints tell."
            )
        figures = self.determination.figures
        quantity: Figure = figures[_QUANTITY]
        yield from [f"Overall allotment quantity: {quantity.inferred}."] * bool(quantity.inferred)
        yield from acts.act_of(self.determination).remarks(figures, self.fiscal_year)
        divided = {_sector_of(one.figure.key) for one in self.projected if one.figure.group}
        for sector in _SECTORS:
            if sector not in divided:
                yield f"No earlier print of all {sector} allocations was found."

    @property
    def _consumption(self) -> int | None:
        consumption: int | None = self.inputs.estimates.consumption
        return consumption

    def records(self) -> list[ProjectedRecord]:
        """Return a record for each figure."""
        return [one.record() for one in self.projected]

    def data(self) -> ProjectionData:
        """Return what the JSON holds, described by docs/projection.schema.json."""
        return {
            "format": 1,
            "act": self.determination.act,
            "fiscal_year": self.fiscal_year,
            "consumption": self._consumption,
            "source": self.source,
            "figures": self.records(),
        }


def project(
    fiscal_year: int,
    *,
    consumption: Consumption | None = None,
    overall_allotment_quantity: int | None = None,
    learned_from: Learned | Iterable[Learned] | None = None,
) -> Projection:
    """Return what the initial determination of a fiscal year can print, as earlier ones allow it.

    >>> from allotments import wasde
    >>> projection = project(2027, consumption=wasde.report("2026-08"))
    >>> projection.ranges["overall_allotment_quantity"]
    (10574850, 10574850)
    >>> projection.ranges["processors.beet.Western Sugar Co."]
    (586489, 586490)

    Parameters
    ----------
    fiscal_year
        That is projected.
    consumption
        The estimate for the year, of which the minimum quantity is 85 percent; or a report of
        :mod:`allotments.wasde` that projects it. [short tons, raw value]
    overall_allotment_quantity
        Where it is known, or is not to be the minimum. [short tons, raw value]
    learned_from
        Initial determinations of other years: names, paths or notices. By default all bundled ones
        of earlier years.

    Returns
    -------
    A :class:`~allotments.projection.Projection`. The recipients are those that the year's own
    bundled print names, or else the nearest earlier one of those learned from. A beet processor's
    part is learned from two prints at least, under unlike allotments.

    Raises
    ------
    InvalidInput
        If the year is not under such an Act, quantities are not valid, or a print cannot be learned
        from.

    Notes
    -----
    A print counts for beet or cane where its allocations add up to the allotment, as rounded, and
    are those of the same recipients. Where the offshore States' quantity was reassigned in the same
    announcement, shares are of the whole sector's allotment, unrounded.
    """
    act, source = _act_of(fiscal_year), ""
    if isinstance(consumption, Report):
        source, consumption = consumption.month, consumption.balance(fiscal_year).consumption
    consumption = whole_or_as_given(consumption)
    if isinstance(consumption, int) and not consumption:
        raise InvalidInput(["consumption: found 0, expected an estimate above 0"])
    stated = {
        "fiscal_year": fiscal_year,
        "estimates": {"consumption": consumption},
        "overall_allotment_quantity": overall_allotment_quantity,
    }
    whole: Determination = determine(act.inputs(**stated))
    learned = _learned(act, fiscal_year, learned_from)
    nearest = sorted(learned, key=lambda one: (one.year > fiscal_year, abs(one.year - fiscal_year)))
    candidates = [*_bundled([fiscal_year]), *nearest]
    projected = [
        one
        for sector in _SECTORS
        for first in [one for one in candidates if one.allocations(sector)][:1]
        for one in _Sector.of(sector, first, learned, whole).projected()
    ]
    shares: dict[str, Any] = {}
    for one in projected:
        if one.middle is not None:
            put(shares, one.figure.key, dict(zip(("share", "tonnage"), one.middle, strict=True)))
    determination = determine(act.inputs(**stated, shares=shares))
    figures = determination.figures
    known = (replace(one, figure=figures.get(one.figure.path, one.figure)) for one in projected)
    return Projection(determination, (*_national(whole), *known), source)


def _act_of(fiscal_year: int) -> Act:
    """Return the Act with a minimum that the year is under; of no such year one that refuses it."""
    every = [acts.act_named(name) for name in acts.names()]
    fit = [act for act in every if _MINIMUM in act.families]
    year = whole_or_as_given(fiscal_year)
    fits = (act for act in fit if isinstance(year, int) and year in act.fiscal_years)
    return next(fits, fit[0])


def _learned(act: Act, fiscal_year: int, named: Learned | Iterable[Learned] | None) -> list[_Print]:
    """Return the prints to learn from: those named, else the bundled ones of earlier years."""
    if named is None:
        return _bundled(range(act.fiscal_years.start, fiscal_year))
    found, faults = [], []
    several = [named] if isinstance(named, str | Path | Notice) or not iterable(named) else named
    for one in several:
        if not isinstance(one, str | Path | Notice):
            expected = "names, paths or notices"
            raise TypeError(f"learned_from: found {shown(one)}, expected {expected}")
        notice = one if isinstance(one, Notice) else load(one)
        name = f"fy{notice.fiscal_year}" if isinstance(one, Notice) else str(one)
        found.append(_Print.of(name, notice))
        of_another_year = notice.fiscal_year != fiscal_year
        if not (notice.act == act.name and notice.action == "initial" and of_another_year):
            expected = "an initial determination of another year under the same Act"
            faults.append(f"learned_from: found {visible(name)}, expected {expected}")
        elif not any(found[-1].allocations(sector) for sector in _SECTORS):
            expected = "a print of all allocations of beet or of cane"
            faults.append(f"learned_from: found {visible(name)}, expected {expected}")
    if faults:
        raise InvalidInput(faults)
    return found


def _bundled(years: Iterable[int]) -> list[_Print]:
    """Return the bundled initial determinations of some years of one Act."""
    there = set(bundled())
    names = [name for name in (f"fy{year}" for year in years) if name in there]
    return [_Print.of(name, load(name)) for name in names]


def _national(whole: Determination) -> Iterator[ProjectedFigure]:
    """Yield the overall quantity and the sectors, of which cane may be what is left of beet."""
    national = [whole.figures[path] for path in (_QUANTITY, *_PATHS.values())]
    printed, beet, cane = (int(half_up(one.value)) for one in national)
    rest = printed - beet
    for one, ends in zip(national, ((printed,), (beet,), (cane, rest)), strict=True):
        yield ProjectedFigure(one, (min(ends), max(ends)), one.paragraph)


class _Print(NamedTuple):
    """An initial determination as printed to the ton, and what follows from it."""

    name: str
    year: int
    known: Mapping[Key, Any]
    figures: Mapping[str, Figure]

    @classmethod
    def of(cls, name: str, notice: Notice) -> _Print:
        """Return what shares can be learned from."""
        fine = {one.key for one in notice.figures() if one.number.step == 1}
        known = {key: value for key, value in notice.known.items() if key in fine}
        return cls(name, notice.fiscal_year, known, notice.evaluated())

    def allocations(self, sector: str) -> dict[Key, int]:
        """Return what all of a sector's processors are allocated, if that is printed."""
        if _QUANTITY not in self.figures:
            return {}
        found = {
            key: value
            for key, value in self.known.items()
            if key.family == "processors" and _sector_of(key) == sector
        }
        whole = sum(self.figures[path].value for path in {self.whole(key) for key in found})
        complete = bool(whole) and abs(sum(found.values()) - whole) <= len(found) * _HALF
        return found if complete else {}

    def whole(self, key: Key) -> str:
        """Return the allotment that a recipient's part is a share of: the nearest not printed."""
        path = self.figures[key.path].part_of
        while path in self.figures and self.figures[path].origin == "recorded":
            path = self.figures[path].part_of
        return path if path in self.figures else _PATHS[_sector_of(key)]

    def states(self, processors: Iterable[Key]) -> list[Key]:
        """Return the printed allotments that *processors* divide."""
        divided = {self.figures[key.path].part_of for key in processors}
        return [key for key in self.known if key.path in divided and key.recipient not in _SECTORS]


class _Sector(NamedTuple):
    """A sector's recipients, and what their parts are learned from."""

    keys: list[Key]
    first: _Print  # whose recipients they are
    alike: list[_Print]  # those with the same
    whole: Determination  # that they are to receive parts of
    least_prints: int

    @classmethod
    def of(
        cls, sector: str, first: _Print, learned: Iterable[_Print], whole: Determination
    ) -> _Sector:
        keys = first.allocations(sector).keys()
        alike = [one for one in learned if one.allocations(sector).keys() == keys]
        return cls(list(keys), first, alike, whole, _LEAST_PRINTS[sector])

    def projected(self) -> list[ProjectedFigure]:
        """Return what every recipient's part can print: States before their processors."""
        parts = {key: self._part(key) for key in self.keys}
        states = [self._state(key, parts) for key in self.first.states(self.keys)]
        return [*states, *parts.values()]

    def _part(self, key: Key) -> ProjectedFigure:
        path = self.first.whole(key)
        prints = [
            Print(one.figures[path].value, one.known[key], one.name)
            for one in self.alike
            if key in one.known
        ]
        if len({one.allotment for one in prints}) < self.least_prints:
            return self._figure(key, _TOO_FEW if prints else _NONE, prints)
        rule = find_rule(prints)
        if rule is None:
            clash = clashing_prints(prints)
            return self._figure(key, f"{' and '.join(one.name for one in clash)} {_CLASH}", clash)
        of = self.first.figures[path].title
        words = str(rule).replace("of the allotment", f"of the {of}")
        return replace(self._figure(key, words, prints, [rule]), share_of=of)

    def _state(self, key: Key, parts: Mapping[Key, ProjectedFigure]) -> ProjectedFigure:
        """Return a State's part: by its own prints, or else as its processors' add up."""
        if any(key in one.known for one in self.alike):
            return self._part(key)
        own = [one for processor, one in parts.items() if processor.group == key.recipient]
        rules = [one.share_rule for one in own if one.share_rule is not None]
        for one in own:
            if one.share_rule is None:
                return self._figure(key, one.rule)
        return self._figure(key, _SUM, rules[0].prints, rules)

    def _figure(
        self,
        key: Key,
        rule: str,
        prints: Iterable[Print] = (),
        rules: Sequence[ShareRule] = (),
    ) -> ProjectedFigure:
        """Return a figure that follows *rules* together, or none."""
        names = tuple(one.name for one in prints)
        figure = replace(self.first.figures[key.path], value=None, origin="projected")
        if not rules:
            return ProjectedFigure(figure, None, rule, tested=False, learned_from=names)
        allotment: Exact = self.whole.value(self.first.whole(key))
        least, greatest = printed_range_of_sum(rules, allotment)
        shares, tonnages = zip(*(one.central for one in rules), strict=True)
        return ProjectedFigure(
            figure,
            (max(0, least), max(0, greatest)),
            rule,
            rules[0] if len(rules) == 1 else None,
            (sum(shares), sum(tonnages)),
            all(one.tested for one in rules),
            names,
        )


def _sector_of(key: Key) -> str:
    return "beet" if key.group == "beet" else "cane"
