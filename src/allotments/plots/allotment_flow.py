"""The flow: how the overall allotment quantity divides, down to the processors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from allotments import act1990
from allotments.core.errors import InvalidInput
from allotments.core.units import TST
from allotments.determination import determination_of
from allotments.display.text_and_html import visible
from allotments.plots.drawing import (
    LINE,
    MEDIUM,
    POINTS,
    SECTOR_TITLES,
    UNIT,
    font_size,
    given_or_new_axes,
    ground_colour,
    inches,
    is_dark,
    require_allotments,
    require_matplotlib,
    text_colour,
)
from allotments.rounding import grouped

if TYPE_CHECKING:
    from matplotlib.axes import Axes


_LEAST_NAMES = 0.25  # of the axes' width, for the names of processors, however narrow they are
_BAR = 0.07  # inches
_LEADER = 0.14  # inches from a processor to its label


def flow(determination: act1990.Determination, *, ax: Axes | None = None) -> Axes:
    """Draw how the overall allotment quantity divides, down to the processors.

    Four columns: overall quantity, sectors, States, processors. Heights are quantities, in the
    same scale throughout. Every processor has its own piece; of each State the largest are named,
    as many as there is room for, and the others counted and summed. A State that has processors
    and no allotment in the determination is as high as they are together.

    >>> import matplotlib; matplotlib.use("Agg")
    >>> import allotments
    >>> ax = flow(allotments.determine(allotments.load("fy1995").inputs))
    >>> ax.texts[-1].get_text()
    'Texas 132'

    Parameters
    ----------
    determination
        One that requires allotments.
    ax
        To draw on; by default new ones. For the notice's 52 processors at least 4 inches high.

    Returns
    -------
    The axes; the vertical scale is short tons, raw value. Bars have the figure's path as their
    ``gid``, such as ``states.Florida`` (``processors.Florida`` where the State has no allotment),
    and the bands that lead to them the same with ``band.`` before it.

    Raises
    ------
    InvalidInput
        If no allotments are required, or the overall allotment quantity is not above zero.
    TypeError
        If *determination* is none, such as a notice.
    ModuleNotFoundError
        If matplotlib is missing.

    Notes
    -----
    Secs. 359c(e), (f) and 359d(a). Recorded rows are drawn as printed: those of fiscal year 1995
    differ from the computed totals by 7 and 6 short tons.
    """
    determination_of("determination", determination)
    require_matplotlib()
    require_allotments(determination)
    assert determination.overall_allotment_quantity is not None
    if determination.overall_allotment_quantity <= 0:
        quantity = grouped(determination.overall_allotment_quantity)
        raise InvalidInput(
            [f"overall_allotment_quantity: found {quantity} short tons, expected a number above 0"]
        )
    ax = given_or_new_axes(ax, 0.95, least_height=4.6)
    year = determination.inputs.fiscal_year
    ax.set_axis_off()
    size = font_size(ax)
    ax.set_title(
        f"Sugar marketing allotments, fiscal year {year}\nthousand {UNIT}",
        loc="left",
        y=1.0,  # where it is put: by itself it would make room for an axis that is off
        pad=1,
        fontsize=size,
    )
    _Flow(ax, determination, size).draw()
    return ax


@dataclass(frozen=True)
class _Group:
    """Beet sugar or a State: its quantity, its processors from the largest, its middle."""

    path: str
    title: str
    quantity: float
    processors: list[tuple[str, int | Fraction]]
    colour: Any
    middle: float

    @property
    def top(self) -> float:
        return self.middle + self.quantity / 2

    @property
    def prefix(self) -> str:
        return f"processors.{self.path.partition('.')[2]}"


class _Flow:
    """A flow being drawn: across in fractions of the width, upwards in short tons."""

    def __init__(self, ax: Axes, determination: act1990.Determination, size: float) -> None:
        self.ax, self.determination, self.size = ax, determination, size
        self.width, height = inches(ax)
        line = size * LINE / POINTS
        rows = list(self._quantities())
        # Each group gets its own height and one line more, so that even the smallest has a label.
        beet, *states = (max(quantity, self._sum(given)) for _, _, quantity, given in rows)
        assert determination.sectors is not None
        # What of cane sugar is no State's is left free, half of it on each side of them.
        self.spare = max(float(determination.sectors["cane"]) - float(sum(states)), 0.0)
        whole = float(beet + sum(states)) + self.spare
        drawn = max(height - len(rows) * line, height / 2)
        self.line = line / drawn * whole
        self.top = whole + len(rows) * self.line
        ax.set_xlim(0, 1)
        ax.set_ylim(0, self.top)
        self.bar = _BAR / self.width
        self.groups = list(self._placed(rows))
        self.alpha = 0.5 if is_dark(ax) else 0.3

    def _quantities(self) -> Iterator[tuple[str, str, int | Fraction, list[tuple[str, Any]]]]:
        """Yield path, title, quantity and processors of beet sugar and of each State.

        Where there is no State, cane sugar without a path stands for all of them.
        """
        found = self.determination
        assert found.sectors is not None
        assert found.states is not None
        assert found.processors is not None
        states = {f"states.{state}": quantity for state, quantity in found.states.items()}
        states |= {
            f"processors.{group}": sum(processors.values())
            for group, processors in found.processors.items()
            if processors and group not in {"beet", *found.states}
        }
        states = states or {"": found.sectors["cane"]}
        for path, quantity in {"sectors.beet": found.sectors["beet"], **states}.items():
            key = path.partition(".")[2]
            processors = sorted(found.processors.get(key, {}).items(), key=lambda row: -row[1])
            yield path, visible(key), quantity, processors

    @staticmethod
    def _sum(processors: Iterable[tuple[str, Any]]) -> Any:
        return sum(quantity for _, quantity in processors)

    def _placed(self, rows: list[Any]) -> Iterator[_Group]:
        from matplotlib import colormaps

        low, high = (0.3, 1.0) if is_dark(self.ax) else (0.0, 0.9)
        shades = colormaps["viridis"](np.linspace(low, high, max(len(rows), 2)))
        upper = self.top
        for (path, title, quantity, processors), colour in zip(rows, shades, strict=False):
            slot = float(max(quantity, self._sum(processors))) + self.line
            yield _Group(path, title, float(quantity), processors, colour, upper - slot / 2)
            upper -= slot
            if path == "sectors.beet":
                self.cane_middle = upper / 2
                upper -= self.spare / 2

    def draw(self) -> None:
        """Draw bands first, bars on them, and names on top."""
        found = self.determination
        assert found.sectors is not None
        overall, sectors = found.overall_allotment_quantity, found.sectors
        assert overall is not None
        beet, *cane_groups = self.groups
        states = [group for group in cane_groups if group.path]
        names = self._names()
        self.upright = self._upright()
        columns = self._columns(names)

        middle = self.top / 2
        grey = text_colour()
        self._bar(columns[0], middle, overall, grey, "overall_allotment_quantity")
        cane_middle = self.cane_middle
        cane = float(sectors["cane"])
        upper = middle + overall / 2
        for path, colour, quantity, centre in (
            ("sectors.beet", beet.colour, beet.quantity, beet.middle),
            ("sectors.cane", grey, cane, cane_middle),
        ):
            self._band(columns[:2], upper, centre + quantity / 2, quantity, colour, path)
            self._bar(columns[1], centre, quantity, colour, path)
            upper -= quantity
        upper = cane_middle + cane / 2
        for state in states:
            ends = upper, state.top
            self._band(columns[1:3], *ends, state.quantity, state.colour, state.path)
            self._bar(columns[2], state.middle, state.quantity, state.colour, state.path)
            upper -= state.quantity
        for group, listed in zip(self.groups, names, strict=True):
            start = columns[1] if group is beet else columns[2]
            self._processors(group, start, columns[3], listed)

        self._text(columns[0], middle, self._overall, rotation=90)
        for title, centre in zip(self._sectors, (beet.middle, cane_middle), strict=True):
            self._text(columns[1], centre, title, rotation=90 if self.upright else 0)
        for state in states:
            self._text(columns[2], state.middle, self._state(state))

    @property
    def _overall(self) -> str:
        overall = self.determination.overall_allotment_quantity
        assert overall is not None
        return f"overall quantity {_thousands(overall)}"

    @property
    def _sectors(self) -> list[str]:
        allotments = self.determination.sectors
        assert allotments is not None
        between = " " if self.upright else "\n"
        return [
            f"{title}{between}{_thousands(allotments[key])}" for key, title in SECTOR_TITLES.items()
        ]

    @staticmethod
    def _state(state: _Group) -> str:
        return f"{state.title} {_thousands(state.quantity)}"

    def _upright(self) -> bool:
        """Return whether the sectors' labels stand upright: in narrow axes, where they fit."""
        self.upright = True
        allotments = self.determination.sectors
        assert allotments is not None
        _, height = inches(self.ax)
        lengths = [self._measure(title) * self.width / height for title in self._sectors]
        sectors = zip(lengths, allotments.values(), strict=True)
        return self.size < MEDIUM and all(
            length * self.top < float(quantity) for length, quantity in sectors
        )

    def _columns(self, names: list[list[tuple[str, str]]]) -> list[float]:
        """Return where overall quantity, sectors, States and processors stand.

        What the names of processors leave is shared out as the labels between the columns need;
        where it is not enough, the names are cut, in place.
        """
        gap = 0.9 * self.size / POINTS / self.width
        states = [self._state(state) for state in self.groups[1:]]
        upright = self.size * LINE / POINTS / self.width
        needs = [
            upright,
            upright if self.upright else max(self._measure(title) for title in self._sectors),
            max(self._measure(title) for title in states),
        ]
        needs = [need + self.bar + gap for need in needs]
        fixed = _LEADER / self.width + self.bar
        last = 1 - fixed - self._room(names, max(1 - fixed - sum(needs), _LEAST_NAMES))
        factor = last / sum(needs)
        return [0.0, needs[0] * factor, (needs[0] + needs[1]) * factor, last]

    def _names(self) -> list[list[tuple[str, str]]]:
        """Return for each group the rows that there is room for: quantity and name."""
        listed = []
        for group in self.groups:
            slot = max(group.quantity, float(self._sum(group.processors))) + self.line
            room = max(int(slot / self.line), 1)
            count = len(group.processors)
            shown = group.processors[: count if count <= room else room - 1]
            rows = [(_thousands(quantity), visible(name)) for name, quantity in shown]
            if rest := group.processors[len(shown) :]:
                what = f"others ({len(rest)})" if shown else f"processors ({len(rest)})"
                rows.append((_thousands(self._sum(rest)), what))
            listed.append(rows)
        return listed

    def _room(self, names: list[list[tuple[str, str]]], most: float) -> float:
        """Return the width that the rows take; names that are too long are cut, in place."""
        self.numbers = max((self._measure(n) for rows in names for n, _ in rows), default=0)
        self.numbers += 0.35 * self.size / POINTS / self.width
        most -= self.numbers
        for rows in names:
            rows[:] = [(number, self._cut(name, most)) for number, name in rows]
        widest = max((self._measure(name) for rows in names for _, name in rows), default=0)
        return self.numbers + widest

    def _cut(self, name: str, most: float) -> str:
        if self._measure(name) <= most:
            return name
        while name and self._measure(f"{name}...") > most:
            name = name[:-1]
        return f"{name.rstrip()}..."

    def _measure(self, text: str) -> float:
        drawn = self.ax.text(0, 0, text, fontsize=self.size, parse_math=False)
        width = drawn.get_window_extent().width / self.ax.get_window_extent().width
        drawn.remove()
        return width

    def _processors(
        self, group: _Group, start: float, column: float, listed: list[tuple[str, str]]
    ) -> None:
        whole = float(self._sum(group.processors))
        upper, left = group.middle + whole / 2, group.top
        middles, ends = [], []
        for name, exact in group.processors:
            quantity, path = float(exact), f"{group.prefix}.{name}"
            self._band([start, column], left, upper, quantity, group.colour, path)
            self._bar(column, upper - quantity / 2, quantity, group.colour, path)
            middles.append(upper - quantity / 2)
            ends.append((upper, upper - quantity))
            left -= quantity
            upper -= quantity
        if not listed:
            return
        if len(listed) < len(middles):  # the last row is of several
            top, bottom = ends[len(listed) - 1][0], ends[-1][1]
            middles[len(listed) - 1 :] = [(top + bottom) / 2]
            x = column + self.bar + 0.3 * _LEADER / self.width
            self.ax.plot([x, x], [top, bottom], color=text_colour(), linewidth=0.6)
        slot = max(group.quantity, whole) + self.line
        places = _apart(middles, self.line, group.middle + slot / 2, group.middle - slot / 2)
        several = len(listed) < len(group.processors)
        for row, ((number, name), middle, place) in enumerate(
            zip(listed, middles, places, strict=True)
        ):
            near = 0.3 if several and row == len(listed) - 1 else 0.0
            self._row(column, near, middle, place, number, name)

    def _row(
        self, column: float, near: float, middle: float, place: float, number: str, name: str
    ) -> None:
        reach = _LEADER / self.width
        x = column + self.bar
        self.ax.plot(
            [x + near * reach, x + 0.55 * reach, x + 0.8 * reach],
            [middle, place, place],
            color=text_colour(),
            linewidth=0.4,
        )
        x += reach + self.numbers
        gap = 0.35 * self.size / POINTS / self.width
        style: dict[str, Any] = {"va": "center_baseline", "fontsize": self.size}
        self.ax.text(x - gap, place, number, ha="right", **style)
        self.ax.text(x, place, name, ha="left", parse_math=False, **style)

    def _bar(self, x: float, middle: float, quantity: float, colour: Any, path: str) -> None:
        from matplotlib.patches import Rectangle

        self.ax.add_patch(
            Rectangle(
                (x, middle - quantity / 2),
                self.bar,
                quantity,
                facecolor=colour,
                edgecolor=ground_colour(self.ax),
                linewidth=0.25,
                gid=path,
                zorder=2,
            )
        )

    def _band(
        self, columns: Sequence[float], left: float, right: float, quantity: float, *how: Any
    ) -> None:
        """Draw a band from one column to the next; *left* and *right* are its upper corners."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        colour, path = how
        start, end = columns[0] + self.bar, columns[1]
        half = (start + end) / 2
        vertices = [
            *((start, left), (half, left), (half, right), (end, right)),
            *((end, right - quantity), (half, right - quantity)),
            *((half, left - quantity), (start, left - quantity), (start, left)),
        ]
        curve = [Path.CURVE4] * 3
        codes = [Path.MOVETO, *curve, Path.LINETO, *curve, Path.CLOSEPOLY]
        self.ax.add_patch(
            PathPatch(
                Path(vertices, codes),
                facecolor=colour,
                alpha=self.alpha,
                linewidth=0,
                gid=f"band.{path}",
                zorder=1,
            )
        )

    def _text(self, column: float, middle: float, text: str, rotation: int = 0) -> None:
        """Write over bands, with the ground's colour around the letters."""
        from matplotlib.patheffects import withStroke

        self.ax.text(
            column + self.bar + 0.3 * self.size / POINTS / self.width,
            middle,
            text,
            va="center",
            rotation=rotation,
            fontsize=self.size,
            linespacing=1.05,
            parse_math=False,
            path_effects=[withStroke(linewidth=1.5, foreground=ground_colour(self.ax), alpha=0.7)],
            zorder=4,
        )


def _apart(middles: Sequence[float], line: float, top: float, bottom: float) -> list[float]:
    """Return places at least a line apart, near *middles* (from the top) and between the ends.

    >>> _apart([9, 8.9, 1], 1, 10, 0)
    [9, 8, 1]
    >>> _apart([1.2, 0.9, 0.4], 1, 10, 0)
    [2.5, 1.5, 0.5]
    """
    places: list[float] = []
    highest = top - line / 2
    for middle in middles:
        places.append(min(middle, highest))
        highest = places[-1] - line
    lowest = bottom + line / 2
    for index in reversed(range(len(places))):
        places[index] = max(places[index], lowest)
        lowest = places[index] + line
    return places


def _thousands(quantity: float | Fraction) -> str:
    return grouped(Fraction(quantity) / TST)
