"""The history of the program: every figure of every bundled notice, and a table by fiscal year."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from pydantic import with_config
from typing_extensions import TypedDict  # pydantic reads no other before Python 3.12

from allotments.display.csv_cells import no_formula
from allotments.display.json_records import PLAIN
from allotments.display.result import Published, Shown
from allotments.figures.figure import Exact, Key
from allotments.notices import Notice, PrintedFigure, bundled, load
from allotments.rounding import grouped

_HEADERS = (
    *("Year", "Announced", "Action", "Consumption", "Overall", "%"),
    *("Beet", "Cane", "Imports", "La."),
)
_ALIGN = "<<<>>>>>>>"
_QUANTITY = "overall_allotment_quantity"
_CHANGES = {"increase", "decrease"}
_CAPTION = "Sugar marketing allotments, fiscal years {} to {}"
_NOTES = (
    "Overall: the overall quantity; %: of consumption. Imports: reassigned to them. La.: of cane.",
    "Short tons, raw value, as printed; where a misprint is named, what was meant.",
    "An empty cell is a figure that the notice does not print; not read: by how much it changes.",
    "An overall quantity of which only the change is printed is the one before with that change.",
    "Percentages are of the consumption last printed for the year, and of the cane allotment.",
)


@with_config(PLAIN)
class HistoryRecord(TypedDict):
    """One printed figure of one notice as plain data."""

    notice: str
    """The notice's bundled name, such as `fy2012`."""
    act: str
    """The Act that it stands under, by its year."""
    fiscal_year: int
    """Of the notice."""
    action: str
    """What the notice does for its fiscal year, such as `initial`."""
    not_read: str
    """The path of the figure of which the change was not read; mostly empty."""
    announced: str
    """The day, or the month or year where no more is known."""
    figure: str
    """The figure's path, such as `sectors.beet`."""
    family: str
    """What kind of figure it is, such as `sectors`."""
    group: str
    """The group within the family, such as a State; empty where there is none."""
    recipient: str
    """Whose figure it is; empty where it is nobody's."""
    item: str
    """What it counts, such as `consumption`; empty where the family says it."""
    value: float
    """As the nearest binary number, in `unit`."""
    exact: str
    """The exact value: a whole number, or a ratio of two."""
    unit: str
    """Of both: `short tons`, `ratio`, or as printed."""
    printed: str
    """The number with its printed digits and unit; empty for a quantity that follows from a printed
    change."""
    place: str
    """Where the notice prints it first; empty likewise."""
    document: str
    """The notice's source."""


@with_config(PLAIN)
class HistoryData(TypedDict):
    """Every figure of every bundled notice."""

    format: Literal[1]
    """The version of this format."""
    figures: list[HistoryRecord]
    """By fiscal year, notice and place."""


class Announcement(NamedTuple):
    """What one notice prints of the program's main figures; `None` where it does not.

    Attributes
    ----------
    name : str
        The notice's bundled name.
    act : str
        The Act that it stands under, by its year.
    fiscal_year : int
        Of the notice.
    action : str
        What it does for its fiscal year; several actions with commas between them.
    announced : str
        The day, or the month or year where no more is known.
    consumption, overall_allotment_quantity, beet, cane : int or Fraction, optional
        The estimate, the quantity, and the sectors' parts of it; a quantity of which only the
        change is printed is the one before it, and the change. [short tons]
    consumption_ratio : Fraction, optional
        Overall quantity over the consumption that the year's notices printed last.
    reassigned_imports : int or Fraction, optional
        What is reassigned to imports, of both sectors. [short tons]
    louisiana_ratio : Fraction, optional
        Louisiana's allotment over the cane sugar allotment.
    """

    name: str
    act: str
    fiscal_year: int
    action: str
    announced: str
    consumption: Exact | None
    overall_allotment_quantity: Exact | None
    consumption_ratio: Fraction | None
    beet: Exact | None
    cane: Exact | None
    reassigned_imports: Exact | None
    louisiana_ratio: Fraction | None

    @property
    def not_read(self) -> str:
        """The path of the overall quantity where it is changed, and by how much was not read."""
        changed = not _CHANGES.isdisjoint(self.action.split(", "))
        return _QUANTITY * (changed and self.overall_allotment_quantity is None)


@dataclass(frozen=True, slots=True)
class History(Published):
    """Every bundled notice in order.

    Attributes
    ----------
    notices : dict
        By bundled name: by fiscal year, and within a year by the day of announcement.
    """

    notices: dict[str, Notice] = field(repr=False)

    @property
    def announcements(self) -> list[Announcement]:
        """The main figures of each notice, as far as it prints them."""
        found: list[Announcement] = []
        last: dict[tuple[int, str], Exact] = {}  # by fiscal year and name
        for name, notice in self.notices.items():
            year = notice.fiscal_year
            main = _main_figures(notice, last.get((year, _QUANTITY)))
            known = {key: value for key, value in main.items() if value is not None}
            last |= {(year, key): value for key, value in known.items()}
            found.append(
                Announcement(
                    name=name,
                    act=notice.act,
                    fiscal_year=year,
                    action=", ".join(notice.actions),
                    announced=_announced(notice),
                    consumption_ratio=_ratio(main[_QUANTITY], last.get((year, "consumption"))),
                    louisiana_ratio=_ratio(main.pop("louisiana"), main["cane"]),
                    **main,
                )
            )
        return found

    def _shown(self) -> Shown:
        years = [notice.fiscal_year for notice in self.notices.values()]
        caption = _CAPTION.format(years[0], years[-1])
        return Shown(caption, _HEADERS, list(self._rows()), _ALIGN, _NOTES)

    def _rows(self) -> Iterator[tuple[str, ...]]:
        act, year = "", 0
        for one in self.announcements:
            if one.act != act:
                yield (f"Act of {one.act}",)
            action, *others = one.action.split(", ")
            yield (
                "" if one.fiscal_year == year else str(one.fiscal_year),
                one.announced,
                action,
                _shown(one.consumption),
                "not read" if one.not_read else _shown(one.overall_allotment_quantity),
                _percent(one.consumption_ratio),
                *map(_shown, (one.beet, one.cane, one.reassigned_imports)),
                _percent(one.louisiana_ratio),
            )
            yield from (("", "", other, *[""] * 7) for other in others)
            act, year = one.act, one.fiscal_year

    def records(self) -> list[HistoryRecord]:
        """Return a record for each figure of each notice, in order.

        And for the overall quantity that a printed change makes of the one before it.
        """
        return [record for one in self.announcements for record in self._records(one)]

    def _records(self, announcement: Announcement) -> Iterator[HistoryRecord]:
        notice = self.notices[announcement.name]
        first: dict[Key, PrintedFigure | None] = {}
        for figure in notice.figures():
            if not notice.printed[figure.block].supposed:
                first.setdefault(figure.key, figure)
        quantity = {Key(_QUANTITY): announcement.overall_allotment_quantity}
        if quantity[Key(_QUANTITY)] is not None:
            first.setdefault(Key(_QUANTITY))
        for key, printed in first.items():
            value: Exact = (quantity | notice.known)[key]
            yield {
                "notice": announcement.name,
                "act": notice.act,
                "fiscal_year": notice.fiscal_year,
                "action": announcement.action,
                "not_read": announcement.not_read,
                "announced": announcement.announced,
                "figure": key.path,
                "family": key.family,
                "group": key.group,
                "recipient": key.recipient,
                "item": key.item,
                "value": float(value),
                "exact": str(value),
                "unit": printed.number.amount_unit if printed else "short tons",
                "printed": str(printed.number) if printed else "",
                "place": printed.place if printed else "",
                "document": notice.source.document,
            }

    def to_csv(self) -> str:
        r"""Return the records as CSV with a head, a line each, ``\n`` at its end."""
        text = io.StringIO()
        writer = csv.DictWriter(text, list(HistoryRecord.__annotations__), lineterminator="\n")
        writer.writeheader()
        for record in self.records():
            texts = {k: no_formula(v) for k, v in record.items() if isinstance(v, str)}
            writer.writerow({**record, **texts, "exact": record["exact"]})
        return text.getvalue()

    def data(self) -> HistoryData:
        """Return what the JSON holds, described by docs/history.schema.json."""
        return {"format": 1, "figures": self.records()}


def history() -> History:
    """Return every bundled notice in order, with its figures.

    >>> announcement = history().announcements[0]
    >>> announcement.fiscal_year, announcement.overall_allotment_quantity
    (1995, 7889000)
    """
    return History({name: load(name) for name in bundled()})


def _announced(notice: Notice) -> str:
    return notice.announced or str(notice.source.published or "")


def _main_figures(notice: Notice, before: Exact | None) -> dict[str, Any]:
    """Return the printed ones by name, or what a printed change makes of the quantity *before*."""
    known = notice.known
    change = known.get(Key(f"changes.{_QUANTITY}"))
    before = known.get(Key(f"before.{_QUANTITY}"), before)
    changed = None if change is None or before is None else before + change
    made = notice.evaluated().values()  # a sector's imports may be printed kind by kind
    imports = [figure.value for figure in made if figure.family == "reassigned_imports"]
    states = (Key(family, "", "Louisiana") for family in ("states", "states_after_reassignment"))
    return {
        "consumption": known.get(Key("estimates", item="consumption")),
        _QUANTITY: known.get(Key(_QUANTITY), changed),
        "beet": known.get(Key("sectors", "", "beet")),
        "cane": known.get(Key("sectors", "", "cane")),
        "reassigned_imports": sum(imports) if imports else None,
        "louisiana": next((known[key] for key in states if key in known), None),
    }


def _ratio(part: Exact | None, whole: Exact | None) -> Fraction | None:
    return Fraction(part) / Fraction(whole) if part is not None and whole else None


def _shown(quantity: Exact | None) -> str:
    return "" if quantity is None else grouped(quantity)


def _percent(ratio: Fraction | None) -> str:
    return "" if ratio is None else grouped(ratio * 100, 1)
