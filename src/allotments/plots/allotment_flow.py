"""The flow: how a quantity divides among its recipients, down to the last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from allotments.core.errors import InvalidInput
from allotments.core.units import TST
from allotments.determination import determination_of, year_of
from allotments.display.text_and_html import visible
from allotments.figures.division import known_in_part
from allotments.plots.drawing import (
    LINE,
    POINTS,
    UNIT,
    background_colour,
    cut,
    font_size,
    given_or_new_axes,
    inches,
    is_dark,
    legible_on,
    text_colour,
    text_width,
)
from allotments.rounding import grouped

if TYPE_CHECKING:
    from matplotlib.axes import Axes


_LEAST_NAMES = 0.25  # of the axes' width, for the names of recipients, however narrow they are
_BAR, _LEADER, _BAND = 0.07, 0.14, 0.3  # inches: a bar, from it to a name, a band with no label


def flow(determination: Any, *, ax: Axes | None = None) -> Axes:
    """Draw how the overall quantity divides, down to the last recipients.

    Heights are quantities, in the same scale throughout. Every recipient has its own bar; of those
    that share a quantity the largest are named, as many as there are lines for, and the others
    counted and summed. Parts of a quantity that the determination does not have, such as the
    processors of a State without an allotment, stand for it together.

    Amounts are whole thousands of short tons, each rounded half up by itself, so that they agree
    with every table; parts need not add up to their whole.

    >>> import matplotlib; matplotlib.use("Agg")
    >>> import allotments
    >>> ax = flow(allotments.determine(allotments.load("fy1995").inputs))
    >>> ax.texts[0].get_text()
    'overall allotment quantity 7,889'

    Parameters
    ----------
    determination
        Under any Act: recipients' figures are drawn as parts of what they are a part of.
    ax
        To draw on; by default new ones. For 52 processors at least 4 inches high.

    Returns
    -------
    The axes; the vertical scale is short tons, raw value. Bars have the figure's path as their
    ``gid``, such as ``states.Florida``, and the bands that lead to them the same with ``band.``
    before it.

    Raises
    ------
    InvalidInput
        If no quantity is divided, as where no allotments are required, one that is divided is not
        above zero, or a part is below zero.
    TypeError
        If *determination* is something else.
    ModuleNotFoundError
        If matplotlib is missing.
    """
    determined = determination_of("determination", determination)
    roots = _trees(determined.figures)
    ax = given_or_new_axes(ax, 0.95, least_height=4.6)
    ax.set_axis_off()
    size = font_size(ax)
    ax.set_title(
        f"Sugar marketing allotments, {year_of(determined)}\n"
        f"thousand {UNIT}, each rounded by itself",
        loc="left",
        y=1.0,  # by itself it would leave space for an axis that is off
        pad=1,
        fontsize=size,
    )
    _Flow(ax, roots, size).draw()
    return ax


@dataclass(eq=False)
class _Node:
    """A quantity, and where it is drawn once that is decided."""

    path: str
    titles: tuple[str, ...]
    exact: Any
    level: int = 0
    partly: bool = False  # whether it is what some parts make, and no quantity of its own
    divided: list[_Node] = field(default_factory=list)  # parts that have parts themselves
    last: list[_Node] = field(default_factory=list)  # parts that have none, from the largest
    middle: float = 0.0
    colour: Any = None
    upright: str = ""  # the label inside the bar, where that has one

    @property
    def quantity(self) -> float:
        return float(self.exact)

    @property
    def printed(self) -> str:
        """The amount in thousand short tons; of what is known in part, none."""
        return "" if self.partly else _thousands(self.exact)

    @property
    def top(self) -> float:
        return self.middle + self.quantity / 2

    @property
    def parts(self) -> float:
        """What the parts take upwards, those that have parts themselves as much as these."""
        return sum(part.extent for part in self.divided) + sum(p.quantity for p in self.last)

    @property
    def extent(self) -> float:
        return max(self.quantity, self.parts)

    @property
    def lines(self) -> int:
        """How many lines are added above bars, so that even the smallest has its label."""
        return sum(part.lines for part in self.divided) + bool(self.last)

    def all(self) -> Iterator[_Node]:
        """Yield this one and all that are divided below it, from the top down."""
        yield self
        for part in self.divided:
            yield from part.all()


def _trees(figures: Mapping[str, Any]) -> list[_Node]:
    """Return every quantity that is divided and part of none other."""
    parts: dict[str, list[Any]] = {}
    for figure in figures.values():
        if figure.recipient and figure.part_of:
            parts.setdefault(figure.part_of, []).append(figure)
    own = {figure.path for whole in parts.values() for figure in whole}
    if not parts:
        raise InvalidInput(
            ["determination: found no quantity that is divided, expected allotments to be required"]
        )
    faults = [
        f"{figure.path}: found {grouped(figure.value)} short tons, expected 0 or more"
        for whole in parts.values()
        for figure in whole
        if figure.value < 0
    ]
    roots, in_part = [], known_in_part(figures)
    for path in [path for path in parts if path not in own]:
        if path in figures:
            roots.append(_node(figures[path], parts, 0))
        else:
            group = parts[path][0].group or path
            total = sum(figure.value for figure in parts[path])
            partly = path in in_part
            titles = (f"{visible(group)}{', in part' * partly}",)
            roots.append(_with_parts(_Node(path, titles, total, -1, partly=partly), parts))
    faults += [
        f"{root.path}: found {grouped(root.exact)} short tons, expected a number above 0"
        for root in roots
        if root.exact <= 0
    ]
    if faults:
        raise InvalidInput(faults)
    deepest = max(node.level for root in roots for node in root.all())
    for root in roots:
        root.level = root.level if root.level >= 0 else max(deepest, 0)
    return roots


def _node(figure: Any, parts: Mapping[str, list[Any]], level: int) -> _Node:
    titles = tuple(dict.fromkeys(visible(t) for t in (figure.title, figure.recipient) if t))
    return _with_parts(_Node(figure.path, titles, figure.value, level), parts)


def _with_parts(node: _Node, parts: Mapping[str, list[Any]]) -> _Node:
    below = [_node(figure, parts, node.level + 1) for figure in parts.get(node.path, ())]
    node.divided = [part for part in below if part.divided or part.last]
    node.last = [part for part in below if not (part.divided or part.last)]
    node.last.sort(key=lambda part: -part.exact)
    return node


class _Flow:
    """A flow being drawn: across in inches, upwards in short tons."""

    def __init__(self, ax: Axes, roots: list[_Node], size: float) -> None:
        self.ax, self.roots, self.size = ax, roots, size
        self.nodes = [node for root in roots for node in root.all()]
        self.width, self.height = inches(ax)
        self.gap = 0.35 * size / POINTS
        line = size * LINE / POINTS
        lines = sum(root.lines for root in roots)
        whole = sum(root.extent for root in roots)
        self.line = line / max(self.height - lines * line, self.height / 2) * whole
        self.top = whole + lines * self.line
        ax.set_xlim(0, self.width)
        ax.set_ylim(0, self.top)
        self.scale = self.height / self.top  # inches for a short ton

    def draw(self) -> None:
        """Decide where everything stands, then draw it."""
        upper = self.top
        for root in self.roots:
            upper = self._place(root, upper)
        self._colour()
        rows = {node: self._rows(node) for node in self.nodes if node.last}
        columns = self._columns([row for named in rows.values() for row in named])
        for node in self.nodes:
            self._bar(columns[node.level], node)
            self._label(columns[node.level], node)
        for node in self.nodes:
            upper = node.top
            for part in [*node.divided, *node.last]:
                ends = columns[node.level], columns[node.level + 1]
                self._band(ends[0] + self._thickness(node), ends[1], columns[-1], upper, part)
                upper -= part.quantity
            for part in node.last:
                self._bar(columns[-1], part)
            self._list(columns[-1], node, rows.get(node, []))

    def _place(self, node: _Node, top: float) -> float:
        """Place a node and what is below it, and return where the next one begins.

        What of it belongs to no part is left free, half above the parts and half below.
        """
        bottom = top - node.extent - node.lines * self.line
        node.middle = (top - self.line + bottom) / 2
        upper = top - (node.extent - node.parts) / 2
        for part in node.divided:
            upper = self._place(part, upper)
        upper -= self.line
        for part in node.last:
            part.middle = upper - part.quantity / 2
            upper -= part.quantity
        return bottom

    def _colour(self) -> None:
        """Give each group of last parts a colour, and with it what they alone are parts of."""
        from matplotlib import colormaps

        dark = is_dark(self.ax)
        self.alpha = 0.5 if dark else 0.3
        groups = [node for node in self.nodes if node.last]
        ends = (0.3, 1.0) if dark else (0.0, 0.9)
        shades = dict(
            zip(groups, colormaps["viridis"](np.linspace(*ends, len(groups))), strict=True)
        )
        grey = (0.75, 0.75, 0.75) if dark else (0.35, 0.35, 0.35)
        for node in self.nodes:
            node.colour = grey if node.divided else shades[node]
            for part in node.last:
                part.colour = shades[node]

    def _rows(self, node: _Node) -> list[tuple[str, str]]:
        """Return name and amount of the last parts that there are lines for."""
        lines = max(int(sum(part.quantity for part in node.last) / self.line) + 1, 1)
        count = len(node.last)
        shown = node.last[: count if count <= lines else lines - 1]
        rows = [(part.titles[0], part.printed) for part in shown]
        if rest := node.last[len(shown) :]:
            what = f"others ({len(rest)})" if shown else f"{len(rest)} together"
            rows.append((what, _thousands(sum(part.exact for part in rest))))
        return rows

    def _columns(self, rows: list[tuple[str, str]]) -> list[float]:
        """Return where the nodes of each level and the last parts stand.

        What names and amounts leave is shared out as the labels between the columns need; where it
        is not enough, names are cut.
        """
        needs = []
        for level in range(max(node.level for node in self.nodes) + 1):
            nodes = [node for node in self.nodes if node.level == level]
            self._set_upright(nodes)
            labels = [0.0 if n.upright else self._measure(_beside(n)) + 2 * self.gap for n in nodes]
            needs.append(max(map(self._thickness, nodes)) + max(*labels, _BAND))
        numbers = max(self._measure(number) for _, number in rows) + 2 * self.gap
        fixed = _BAR + _LEADER + numbers
        self.names = max(self.width - fixed - sum(needs), _LEAST_NAMES * self.width)
        self.names = min(self.names, max(self._measure(name) for name, _ in rows))
        last = self.width - fixed - self.names
        return [*(float(x) for x in np.cumsum([0.0, *needs]) * (last / sum(needs)))]

    def _set_upright(self, nodes: list[_Node]) -> None:
        """Put the labels of a level into its bars, if it is divided further and all of them fit."""
        if not any(node.divided for node in nodes):
            return
        for which in (0, -1):
            labels = [f"{node.titles[which]} {node.printed}".rstrip() for node in nodes]
            pairs = zip(nodes, labels, strict=True)
            if all(self._measure(text) < node.quantity * self.scale for node, text in pairs):
                for node, text in zip(nodes, labels, strict=True):
                    node.upright = text
                return

    def _thickness(self, node: _Node) -> float:
        return self.size * LINE / POINTS if node.upright else _BAR

    def _measure(self, text: str) -> float:
        return text_width(self.ax, text, self.size)

    def _label(self, x: float, node: _Node) -> None:
        """Write into the bar, beside it on a band that is high enough, or else above it."""
        style: dict[str, Any] = {"fontsize": self.size, "parse_math": False, "zorder": 4}
        if node.upright:
            where, text = (x + self._thickness(node) / 2, node.middle), node.upright
            style |= {"rotation": 90, "ha": "center", "va": "center"}
            style |= {"color": legible_on(node.colour), "gid": f"label.{node.path}"}
        elif node.quantity > self.line and not node.divided:
            where, text = (x + _BAR + self.gap, node.middle), _beside(node)
            style |= {"va": "center_baseline"}
        else:
            where, text = (x, node.top), _beside(node)
            style |= {"va": "bottom"}
        self.ax.text(*where, text, **style)

    def _list(self, column: float, node: _Node, rows: list[tuple[str, str]]) -> None:
        """Write names and amounts beside the last parts, and lead from these to them."""
        if not rows:
            return
        middles = [part.middle for part in node.last]
        bottom = node.last[-1].middle - node.last[-1].quantity / 2
        several = len(rows) < len(middles)  # in the last row
        if several:
            ends = [node.last[len(rows) - 1].top, bottom]
            middles[len(rows) - 1 :] = [sum(ends) / 2]
            x = column + _BAR + 0.3 * _LEADER
            self.ax.plot([x, x], ends, color=text_colour(), linewidth=0.6)
        places = _apart(middles, self.line, node.last[0].top + self.line, bottom)
        for row, (middle, place) in enumerate(zip(middles, places, strict=True)):
            near = 0.3 if several and row == len(rows) - 1 else 0.0
            steps = column + _BAR + _LEADER * np.array([near, 0.55, 0.8])
            self.ax.plot(steps, [middle, place, place], color=text_colour(), linewidth=0.4)
            name = cut(self.ax, rows[row][0], self.size, self.names * 1.001)
            style: dict[str, Any] = {"va": "center_baseline", "fontsize": self.size}
            start = column + _BAR + _LEADER
            self.ax.text(start, place, name, ha="left", parse_math=False, **style)
            self.ax.text(self.width, place, rows[row][1], ha="right", **style)

    def _bar(self, x: float, node: _Node) -> None:
        from matplotlib.patches import Rectangle

        bar = Rectangle(
            (x, max(node.middle - node.quantity / 2, 0.0)),  # but for a last bit below the bottom
            self._thickness(node),
            node.quantity,
            facecolor=node.colour,
            edgecolor=background_colour(self.ax),
            linewidth=0.25,
            gid=node.path,
            zorder=2,
        )
        self.ax.add_patch(bar)

    def _band(self, start: float, turned: float, end: float, upper: float, part: _Node) -> None:
        """Draw a band: it turns before the next column, and may go straight on to the last."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        end = turned if part.divided or part.last else end
        half, lower, top = (start + turned) / 2, upper - part.quantity, part.top
        bottom = top - part.quantity
        vertices = [
            *((start, upper), (half, upper), (half, top), (turned, top), (end, top), (end, bottom)),
            *((turned, bottom), (half, bottom), (half, lower), (start, lower), (start, upper)),
        ]
        curve, line = [Path.CURVE4] * 3, Path.LINETO
        codes = [Path.MOVETO, *curve, *([line] * 3), *curve, Path.CLOSEPOLY]
        band = PathPatch(
            Path(vertices, codes),
            facecolor=part.colour,
            alpha=self.alpha,
            linewidth=0,
            gid=f"band.{part.path}",
            zorder=1,
        )
        self.ax.add_patch(band)


def _beside(node: _Node) -> str:
    return f"{node.titles[-1]} {node.printed}".rstrip()


def _thousands(quantity: Any) -> str:
    return grouped(Fraction(quantity) / TST)


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
