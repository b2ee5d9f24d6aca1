"""Pictures: the weight simplex, the flow to the processors, and the spread of an outcome.

They need matplotlib, which the extra ``allotments[plot]`` installs. Each function draws on the
``Axes`` that it is given, or on one of its own, and returns it. Text and ground have the colours
of the style in force, so pictures suit light and dark; quantities are told apart by cividis and
viridis, which colour-blind readers see as others do. Everything but axis labels and titles stays
inside the axes and is laid out for the size that they have when drawn: set that first, then draw.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import cycle
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from allotments import act1990
from allotments.display import visible
from allotments.errors import InvalidInput, did_you_mean
from allotments.exact import signed_quantities
from allotments.rounding import grouped
from allotments.units import TST

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap

__all__ = ["NOTICE_WEIGHTINGS", "flow", "simplex", "spread"]

NOTICE_WEIGHTINGS: Mapping[str, Sequence[int]] = {
    "FY1995": act1990.FY1995_WEIGHTS,
    "equal": act1990.EQUAL_WEIGHTS,
    "CEA and OMB": act1990.CEA_OMB_WEIGHTS,
}
"""The weightings that the notice of fiscal year 1995 names: chosen, used before, suggested."""

_SECTOR_TITLES = {"beet": "beet sugar", "cane": "cane sugar"}
_UNIT = "short tons, raw value"

_POINTS = 72  # per inch
_LINE = 1.3  # height of a line of text, in font sizes
_NARROW, _SMALL, _MEDIUM = 5.0, 6.5, 8.0  # axes below so many inches get the smaller font, points

_HEIGHT = 3**0.5 / 2  # of an equilateral triangle of side one
_CORNERS = np.array([[0.5, _HEIGHT], [0.0, 0.0], [1.0, 0.0]])  # in the order of the weights
_STEPS = 60  # of the coloured grid, along a side
_QUARTERS = (0.25, 0.5, 0.75)
_MARKERS = "osD^vP*X"

_LEAST_NAMES = 0.25  # of the axes' width, for the names of processors, however narrow they are
_BAR = 0.07  # inches
_LEADER = 0.14  # inches from a processor to its label

_BINS = 40
_HALF = 0.5  # of full luminance: a ground below it is dark
_FACES = {False: (0.2, 0.8), True: (0.45, 0.97)}  # on light and on dark, along cividis


# --- the weight simplex ---------------------------------------------------------------------------


def simplex(
    inputs: act1990.Inputs,
    sector: str = "beet",
    *,
    weightings: Mapping[str, Any] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the restraint on a sector under every weighting of the three criteria.

    Each point of the triangle is a weighting; its colour is the restraint that it makes. Lines of
    equal restraint are straight, and stand on the colour scale.

    >>> import matplotlib; matplotlib.use("Agg")
    >>> import allotments
    >>> ax = simplex(allotments.load("fy1995").inputs)
    >>> [text.get_text() for text in ax.get_legend().get_texts()][0]
    'FY1995, 25/25/50: 144,469'

    Parameters
    ----------
    inputs
        Their estimates and criteria; allotments must be required.
    sector
        ``"beet"`` or ``"cane"``.
    weightings
        Marked and listed, by name; in any form that weights may have. By default
        :data:`NOTICE_WEIGHTINGS`, and the weights of *inputs* where they are none of those.
    ax
        To draw on; by default new ones.

    Returns
    -------
    The axes. A position in them is the weighted mean of the corners: past marketings (1/2, 0.866),
    processing capacity (0, 0), ability to market (1, 0).

    Raises
    ------
    InvalidInput
        If *sector* is neither, a weighting is none, or no allotments are required.
    ModuleNotFoundError
        If matplotlib is missing.

    Notes
    -----
    Sec. 359c(d)(1), which gives no weights. FR Doc. 94-25622, "Beet Sugar and Cane Sugar
    Allotments", for the weightings. Where all criteria with a weight are zero there is no colour.
    """
    mpl = _matplotlib()
    marked = _marked(inputs, sector, weightings)
    ax = _axes(ax, 0.95)
    ax.set_axis_off()
    size = _font_size(ax)
    grid = _grid()
    restraints, defined = _restraints(inputs, sector, grid)
    colours = mpl.colormaps["cividis"]

    place = _place_simplex(ax, size, len(marked))
    x, y = (grid @ _CORNERS).T
    triangles = mpl.tri.Triangulation(x, y)
    triangles.set_mask(~defined[triangles.triangles].all(axis=-1))
    low, high = _range(restraints[defined])
    mesh = ax.tripcolor(
        triangles, restraints, shading="gouraud", cmap=colours, vmin=low, vmax=high, rasterized=True
    )
    levels = _levels(low, high)
    isolines = ax.tricontour(
        triangles,
        restraints,
        levels=levels,
        colors=[_on(colours, (level - low) / (high - low)) for level in levels],
        linewidths=0.9,
        linestyles="solid",
    )
    _frame_simplex(ax, size)

    bar = ax.inset_axes(place.scale)
    scale = ax.get_figure(root=True).colorbar(mesh, cax=bar, orientation="horizontal")  # type: ignore[union-attr]
    scale.add_lines(isolines)
    scale.set_ticks(levels, labels=_spaced(levels, place.scale[2] * _inches(ax)[0], size))
    bar.tick_params(labelsize=size, length=2, pad=1.5)
    bar.set_xlabel(
        f"restraint on {_SECTOR_TITLES[sector]} marketings, {_UNIT}", fontsize=size, labelpad=2
    )
    handles, labels = [], []
    for marker, (name, weights, restraint) in zip(cycle(_MARKERS), marked, strict=False):
        (point,) = ax.plot(
            *(np.array([float(weight) for weight in weights]) @ _CORNERS),
            marker,
            markersize=size * 0.85,
            markerfacecolor="white",
            markeredgecolor="black",
            markeredgewidth=1,
            linestyle="none",
            clip_on=False,
            zorder=5,
            gid=f"weighting.{name}",
        )
        handles.append(point)
        shares = "/".join(_short(100 * weight) for weight in weights)
        labels.append(f"{visible(name)}, {shares}: {grouped(restraint)}")
    legend = ax.legend(
        handles,
        ["."] * len(handles),  # a name may begin with the underscore that hides a label
        loc="upper left",
        bbox_to_anchor=place.legend,
        borderaxespad=0,
        borderpad=0,
        frameon=False,
        fontsize=size,
        handletextpad=0.4,
        labelspacing=0.35,
    )
    for text, label in zip(legend.get_texts(), labels, strict=True):
        text.set_parse_math(False)
        text.set_text(label)
    return ax


@dataclass(frozen=True)
class _SimplexPlace:
    """Where scale and legend go, in fractions of the axes."""

    scale: tuple[float, float, float, float]
    legend: tuple[float, float]


def _place_simplex(ax: Axes, size: float, rows: int) -> _SimplexPlace:
    """Set limits so that the triangle is as large as it can be, beside or above the rest."""
    width, height = _inches(ax)
    line = size * _LINE / _POINTS
    side, above, below = 2.6 * line, 1.6 * line, 2.6 * line  # what the triangle's labels need
    listed, scale = (1.2 * rows + 0.4) * line, 4.6 * line
    beside = 22 * line  # wide enough for the scale's label and the rows
    stacked = min(width - 2 * side, (height - above - below - listed - scale) / _HEIGHT)
    parallel = min(width - beside - 2 * side, (height - above - below) / _HEIGHT)
    least = 4 * line  # a triangle in axes too small for any: cut off, but no error
    if parallel > stacked:
        edge = max(parallel, least)
        left, bottom = beside + (width - beside - edge) / 2, (height - edge * _HEIGHT) / 2
        top = (height + listed + scale) / 2
        bar = (side, top - 0.9 * line, beside - 2 * side, 0.9 * line)
        legend = (side, top - scale)
    else:
        edge = max(stacked, least)
        spare = max(height - above - below - listed - scale - edge * _HEIGHT, 0)
        left, bottom = (width - edge) / 2, spare / 2 + listed + scale + below
        top = bottom - below
        bar = (left, top - 0.9 * line, edge, 0.9 * line)
        legend = (left, top - scale)
    ax.set_xlim(-left / edge, (width - left) / edge)
    ax.set_ylim(-bottom / edge, (height - bottom) / edge)
    return _SimplexPlace(
        (bar[0] / width, bar[1] / height, bar[2] / width, bar[3] / height),
        (legend[0] / width, legend[1] / height),
    )


def _frame_simplex(ax: Axes, size: float) -> None:
    """Draw the triangle's sides, the lines of a quarter, a half and three quarters, and names."""
    colour = _text_colour()
    sides = np.vstack([_CORNERS, _CORNERS[:1]])
    ax.plot(*sides.T, color=colour, linewidth=0.8, solid_joinstyle="miter", clip_on=False)
    gap = size * 0.35
    anchors: tuple[dict[str, Any], ...] = (
        {"xytext": (gap, 0), "ha": "left", "va": "center"},
        {"xytext": (-gap, 0), "ha": "right", "va": "center"},
        {"xytext": (0, -gap), "ha": "center", "va": "top"},
    )
    for criterion, anchor in enumerate(anchors):
        here, other, start = (_CORNERS[(criterion + step) % 3] for step in (0, 1, 2))
        for share in _QUARTERS:
            # Each criterion's scale stands on the side that leads up to its corner.
            tick, end = (share * here + (1 - share) * corner for corner in (start, other))
            ends = np.array([tick, end]).T
            ax.plot(*ends, color="white", linewidth=0.5, linestyle=(0, (1, 3)))
            ax.annotate(
                f"{grouped(Fraction(share) * 100)}%",
                tick,
                textcoords="offset points",
                color=colour,
                fontsize=size * 0.88,
                **anchor,
            )
    names: tuple[tuple[str, dict[str, Any]], ...] = (
        ("past marketings", {"xytext": (0, gap), "ha": "center", "va": "bottom"}),
        ("processing\ncapacity", {"xytext": (0, -gap), "ha": "center", "va": "top"}),
        ("ability\nto market", {"xytext": (0, -gap), "ha": "center", "va": "top"}),
    )
    for corner, (name, anchor) in zip(_CORNERS, names, strict=True):
        ax.annotate(name, corner, textcoords="offset points", color=colour, fontsize=size, **anchor)


def _marked(
    inputs: act1990.Inputs, sector: str, weightings: Mapping[str, Any] | None
) -> list[tuple[str, tuple[Fraction, ...], Any]]:
    """Return name, shares and exact restraint of each weighting to be marked."""
    if sector not in _SECTOR_TITLES:
        raise InvalidInput([f"sector: found {sector!r}, {did_you_mean(sector, _SECTOR_TITLES)}"])
    if weightings is None:
        own = {} if inputs.weights in NOTICE_WEIGHTINGS.values() else {"inputs": inputs.weights}
        weightings = {**own, **NOTICE_WEIGHTINGS}
    found = []
    for name, weights in weightings.items():
        try:
            determination = act1990.determine(inputs.replace(weights=weights))
        except (TypeError, ValueError) as error:
            raise InvalidInput([f"weightings[{name!r}]: {error}"]) from None
        _require_allotments(determination)
        shares = determination.inputs.weights
        whole = sum(shares)
        assert determination.restraint is not None
        found.append(
            (
                str(name),
                tuple(Fraction(share, whole) for share in shares),
                determination.restraint[sector],
            )
        )
    if not found:
        _require_allotments(act1990.determine(inputs))
    return found


def _grid() -> NDArray[np.float64]:
    steps = range(_STEPS + 1)
    rows = [(i, j, _STEPS - i - j) for i in steps for j in steps if i + j <= _STEPS]
    return np.array(rows) / _STEPS


def _restraints(
    inputs: act1990.Inputs, sector: str, weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the restraint under each row of *weights*, and whether there is one at all."""
    estimates = inputs.estimates
    quantity = act1990.overall_allotment_quantity(
        estimates.consumption, estimates.reasonable_carryover_stocks, estimates.carry_in_stocks
    )
    bases = np.stack(
        [
            act1990.weighted_base(
                criteria.past_marketings,
                criteria.processing_capacity,
                criteria.ability_to_market,
                weights,
            )
            for criteria in (inputs.criteria.beet, inputs.criteria.cane)
        ],
        axis=-1,
    )
    defined = bases.sum(axis=-1) > 0
    bases[~defined] = 1  # anything that can be divided by: not shown
    allotments = act1990.prorate(quantity, bases)[..., list(_SECTOR_TITLES).index(sector)]
    ability = getattr(inputs.criteria, sector).ability_to_market
    return act1990.restraint(ability, allotments), defined


def _range(values: NDArray[np.float64]) -> tuple[float, float]:
    """Return the ends of a scale: never the same, however little the values differ."""
    low, high = float(values.min()), float(values.max())
    return (low, high) if high - low >= 1 else (low - 1, high + 1)


def _levels(low: float, high: float) -> list[float]:
    from matplotlib.ticker import MaxNLocator

    ticks = MaxNLocator(6, steps=[1, 2, 5, 10]).tick_values(low, high)
    return [float(tick) for tick in ticks if low <= tick <= high]


def _spaced(levels: Sequence[float], width: float, size: float) -> list[str]:
    """Return a label for each level, empty ones between where so many inches hold no more.

    >>> _spaced([-100_000, 0, 100_000, 200_000], 1.5, 8)
    ['', '0', '', '200,000']
    """
    labels = [grouped(Fraction(level)) for level in levels]
    widest = max(map(len, labels)) * 0.7 * size / _POINTS  # a character is 0.6 font sizes wide
    every = -int(-len(levels) * widest // width)
    between = (levels[-1] - levels[0]) / max(len(levels) - 1, 1) or 1
    return [
        label if int(np.rint(level / between)) % every == 0 else ""
        for level, label in zip(levels, labels, strict=True)
    ]


# --- the flow -------------------------------------------------------------------------------------


def flow(determination: act1990.Determination, *, ax: Axes | None = None) -> Axes:
    """Draw how the overall allotment quantity divides, down to the processors.

    Four columns: overall quantity, sectors, States, processors. Heights are quantities, in the
    same scale throughout. Every processor has its own piece; of each State the largest are named,
    as many as there is room for, and the others counted and summed.

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
    ``gid``, such as ``states.Florida``, and the bands that lead to them the same with ``band.``
    before it.

    Raises
    ------
    InvalidInput
        If no allotments are required, or the overall allotment quantity is not above zero.
    ModuleNotFoundError
        If matplotlib is missing.

    Notes
    -----
    Secs. 359c(e), (f) and 359d(a). Recorded rows are drawn as printed: those of fiscal year 1995
    differ from the computed totals by 7 and 6 short tons.
    """
    _matplotlib()
    _require_allotments(determination)
    assert determination.overall_allotment_quantity is not None
    if determination.overall_allotment_quantity <= 0:
        quantity = grouped(determination.overall_allotment_quantity)
        raise InvalidInput(
            [f"overall_allotment_quantity: found {quantity} short tons, expected a number above 0"]
        )
    ax = _axes(ax, 0.95, least_height=4.6)
    year = determination.inputs.fiscal_year
    ax.set_axis_off()
    size = _font_size(ax)
    ax.set_title(
        f"Sugar marketing allotments, fiscal year {year}\nthousand {_UNIT}",
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
        self.width, height = _inches(ax)
        line = size * _LINE / _POINTS
        rows = list(self._quantities())
        # Each group gets its own height and one line more, so that even the smallest has a label.
        whole = sum(max(quantity, self._sum(processors)) for _, _, quantity, processors in rows)
        drawn = max(height - len(rows) * line, height / 2)
        self.line = line / drawn * whole
        self.top = whole + len(rows) * self.line
        ax.set_xlim(0, 1)
        ax.set_ylim(0, self.top)
        self.bar = _BAR / self.width
        self.groups = list(self._placed(rows))
        self.alpha = 0.5 if _dark(ax) else 0.3

    def _quantities(self) -> Iterator[tuple[str, str, int | Fraction, list[tuple[str, Any]]]]:
        """Yield path, title, quantity and processors of beet sugar and of each State."""
        found = self.determination
        assert found.sectors is not None
        assert found.states is not None
        assert found.processors is not None
        states = found.states or {"": found.sectors["cane"]}
        for key, quantity in {"beet": found.sectors["beet"], **states}.items():
            processors = sorted(found.processors.get(key, {}).items(), key=lambda row: -row[1])
            path = f"sectors.{key}" if key == "beet" else f"states.{key}"
            yield path, visible(key), quantity, processors

    @staticmethod
    def _sum(processors: Iterable[tuple[str, Any]]) -> Any:
        return sum(quantity for _, quantity in processors)

    def _placed(self, rows: list[Any]) -> Iterator[_Group]:
        from matplotlib import colormaps

        low, high = (0.3, 1.0) if _dark(self.ax) else (0.0, 0.9)
        shades = colormaps["viridis"](np.linspace(low, high, max(len(rows), 2)))
        upper = self.top
        for (path, title, quantity, processors), colour in zip(rows, shades, strict=False):
            slot = float(max(quantity, self._sum(processors))) + self.line
            yield _Group(path, title, float(quantity), processors, colour, upper - slot / 2)
            upper -= slot

    def draw(self) -> None:
        """Draw bands first, bars on them, and names on top."""
        found = self.determination
        assert found.sectors is not None
        overall, sectors = found.overall_allotment_quantity, found.sectors
        assert overall is not None
        beet, *states = self.groups
        names = self._names()
        self.upright = self._upright()
        columns = self._columns(names)

        middle = self.top / 2
        grey = _text_colour()
        self._bar(columns[0], middle, overall, grey, "overall_allotment_quantity")
        cane_middle = (states[0].top + states[-1].middle - states[-1].quantity / 2) / 2
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
        for state in states if found.states else ():
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
        for state in states if found.states else ():
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
            f"{title}{between}{_thousands(allotments[key])}"
            for key, title in _SECTOR_TITLES.items()
        ]

    @staticmethod
    def _state(state: _Group) -> str:
        return f"{state.title} {_thousands(state.quantity)}"

    def _upright(self) -> bool:
        """Return whether the sectors' labels stand upright: in narrow axes, where they fit."""
        self.upright = True
        allotments = self.determination.sectors
        assert allotments is not None
        _, height = _inches(self.ax)
        lengths = [self._measure(title) * self.width / height for title in self._sectors]
        sectors = zip(lengths, allotments.values(), strict=True)
        return self.size < _MEDIUM and all(
            length * self.top < float(quantity) for length, quantity in sectors
        )

    def _columns(self, names: list[list[tuple[str, str]]]) -> list[float]:
        """Return where overall quantity, sectors, States and processors stand.

        What the names of processors leave is shared out as the labels between the columns need;
        where it is not enough, the names are cut, in place.
        """
        gap = 0.9 * self.size / _POINTS / self.width
        states = [self._state(state) for state in self.groups[1:]]
        upright = self.size * _LINE / _POINTS / self.width
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
        self.numbers += 0.35 * self.size / _POINTS / self.width
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
            self.ax.plot([x, x], [top, bottom], color=_text_colour(), linewidth=0.6)
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
            color=_text_colour(),
            linewidth=0.4,
        )
        x += reach + self.numbers
        gap = 0.35 * self.size / _POINTS / self.width
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
                edgecolor=_ground(self.ax),
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
            column + self.bar + 0.3 * self.size / _POINTS / self.width,
            middle,
            text,
            va="center",
            rotation=rotation,
            fontsize=self.size,
            linespacing=1.05,
            parse_math=False,
            path_effects=[withStroke(linewidth=1.5, foreground=_ground(self.ax), alpha=0.7)],
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


# --- the spread -----------------------------------------------------------------------------------


def spread(
    outcomes: ArrayLike,
    *,
    imports: ArrayLike | None = None,
    name: str = "estimated imports",
    ax: Axes | None = None,
) -> Axes:
    """Draw the spread of an outcome over scenarios, and in how many allotments are required.

    Scenarios with imports below 1,250,000 short tons are told apart from the others by colour and
    hatching; where the outcome is the imports themselves, the trigger is a line between the two.

    >>> import matplotlib; matplotlib.use("Agg")
    >>> ax = spread(np.array([1_249_000, 1_250_000, 1_300_000]))
    >>> ax.get_legend().get_texts()[0].get_text()
    'allotments required: 33.3% (1 of 3)'

    Parameters
    ----------
    outcomes
        One number for each scenario, in an array of any shape. Any sign. Masked ones (where an
        outcome is not established) are left out of bars and quantiles. [short tons, raw value]
    imports
        Estimated imports of the same scenarios, where *outcomes* are something else. [short tons,
        raw value]
    name
        What the outcomes are.
    ax
        To draw on; by default new ones.

    Returns
    -------
    The axes. [short tons, raw value; percent of all scenarios]

    Raises
    ------
    InvalidInput
        If there is no outcome, one is not finite, or *imports* has another shape.
    ModuleNotFoundError
        If matplotlib is missing.

    Notes
    -----
    Sec. 359b(b)(1), strictly below. The quantiles are those of the scenarios, interpolated
    linearly.
    """
    mpl = _matplotlib()
    values, known = _scenarios("outcomes", outcomes)
    deciding, all_known = (values, known) if imports is None else _scenarios("imports", imports)
    if deciding.shape != values.shape:
        raise InvalidInput(
            [f"imports: found shape {deciding.shape}, expected {values.shape} as in outcomes"]
        )
    if not all_known.all():
        which = "outcomes" if imports is None else "imports"
        raise InvalidInput([f"{which}: found masked imports, expected one for each scenario"])
    required = np.asarray(act1990.allotments_required(deciding))

    ax = _axes(ax, 0.62)
    size = _font_size(ax)
    colours = mpl.colormaps["cividis"]
    faces = [colours(shade) for shade in _FACES[_dark(ax)]]
    anchor = act1990.MINIMUM_IMPORTS if imports is None else 0
    handles: list[Any] = []
    labels = []
    share = 100 / values.size
    kinds = (required, "allotments required", "////"), (~required, "not required", "")
    edges = _edges(values[known], anchor)
    base = np.zeros(len(edges) - 1)
    for (chosen, what, hatch), face in zip(kinds, reversed(faces), strict=True):
        counts, _ = np.histogram(values[chosen & known], edges)
        patch = ax.stairs(
            base + counts * share,
            edges,
            baseline=base,
            fill=True,
            facecolor=face,
            edgecolor=_text_colour(),
            linewidth=0.5,
            hatch=hatch,
            hatch_linewidth=0.5,
        )
        base = base + counts * share
        handles.append(patch)
        labels.append(_probability(what, int(chosen.sum()), values.size))
    highest = float(base.max())
    if imports is None:
        style = {"color": _text_colour(), "linewidth": 1.2, "linestyle": "--"}
        handles += ax.plot([anchor, anchor], [0, highest * 1.14], **style, gid="trigger")
        labels.append(f"trigger: {grouped(anchor)} short tons of imports")
    low, median, high = (float(q) for q in np.quantile(values[known], (0.05, 0.5, 0.95)))
    handles.append(
        ax.errorbar(
            [median],
            [highest * 1.08],
            xerr=[[median - low], [high - median]],
            fmt="o",
            color=_text_colour(),
            markersize=size * 0.5,
            linewidth=1,
            capsize=size * 0.35,
        )
    )
    median_text, low_text, high_text = (grouped(Fraction(value)) for value in (median, low, high))
    labels.append(f"median {median_text}\n90% between {low_text} and {high_text}")
    ax.set_xlabel(f"{visible(name)}, {_UNIT}", fontsize=size, parse_math=False)
    ax.set_ylabel("scenarios, percent", fontsize=size)
    ax.tick_params(labelsize=size)
    ax.xaxis.set_major_locator(mpl.ticker.MaxNLocator(4))
    ax.xaxis.set_major_formatter(mpl.ticker.FuncFormatter(_tick))
    _make_room(ax, highest * 1.14, (len(labels) + 1) * 1.35 + 0.5, size)
    ax.legend(
        handles,
        labels,
        loc="upper left",
        frameon=False,
        fontsize=size,
        labelspacing=0.3,
        borderpad=0.2,
        handlelength=1.8,
    )
    return ax


def _scenarios(name: str, given: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return an array of scenarios, checked, on one axis or as it came, and which are known."""
    try:
        masked: Any = np.ma.array(given, copy=True)
    except ValueError:
        raise InvalidInput(
            [f"{name}: found rows that differ in length, expected an array"]
        ) from None
    known = ~np.ma.getmaskarray(masked)
    data = masked.data
    if data.ndim == 0 or not known.any():
        raise InvalidInput([f"{name}: found no scenario, expected an array with at least one"])
    data[~known] = 0  # whatever is masked is not looked at
    try:
        (checked,) = signed_quantities(**{name: data})
    except (TypeError, ValueError) as error:
        raise InvalidInput([str(error)]) from None
    return checked, known


def _edges(values: NDArray[np.float64], anchor: float) -> NDArray[np.float64]:
    """Return the edges of bars, one of them at *anchor*: no bar has values on both sides."""
    low, high = float(values.min()), float(values.max())
    width = max((high - low) / _BINS, 1.0)
    first, last = np.floor((low - anchor) / width), np.floor((high - anchor) / width) + 1
    return np.asarray(anchor + width * np.arange(first, last + 1))


def _probability(what: str, count: int, whole: int) -> str:
    share = grouped(Fraction(100 * count, whole), 1)
    return f"{what}: {share}% ({grouped(count)} of {grouped(whole)})"


def _tick(value: float, _position: int | None) -> str:
    return grouped(Fraction(value))


def _make_room(ax: Axes, highest: float, lines: float, size: float) -> None:
    """Leave room above the bars for so many lines of text, inside the axes."""
    _, height = _inches(ax)
    text = min(lines * size / _POINTS / height, 0.8)
    ax.set_ylim(0, highest / (1 - text))
    ax.set_yticks([tick for tick in ax.get_yticks() if tick <= highest])


# --- for all of them ------------------------------------------------------------------------------


def _matplotlib() -> Any:
    """Return matplotlib with the parts that are used here, or say how to get it."""
    try:
        import matplotlib as mpl
        import matplotlib.ticker
        import matplotlib.tri
    except ModuleNotFoundError:
        raise ModuleNotFoundError(
            "a picture needs matplotlib: pip install 'allotments[plot]'"
        ) from None
    return mpl


def _axes(ax: Axes | None, ratio: float, *, least_height: float = 0.0) -> Axes:
    """Return *ax*, or axes of the style's own figure width and *ratio* times its height."""
    import matplotlib.pyplot as plt

    if ax is None:
        width = plt.rcParams["figure.figsize"][0]
        size = (width, max(width * ratio, least_height))
        _, ax = plt.subplots(figsize=size, layout="constrained")
    return ax


def _inches(ax: Axes) -> tuple[float, float]:
    """Return the size of the axes, once the figure has been laid out."""
    figure: Any = ax.get_figure(root=True)
    if engine := figure.get_layout_engine():
        engine.execute(figure)
    box = ax.get_window_extent()
    return box.width / figure.dpi, box.height / figure.dpi


def _font_size(ax: Axes) -> float:
    return _SMALL if _inches(ax)[0] < _NARROW else _MEDIUM


def _text_colour() -> Any:
    from matplotlib import rcParams

    return rcParams["text.color"]


def _ground(ax: Axes) -> Any:
    figure: Any = ax.get_figure(root=True)
    return figure.get_facecolor()


def _dark(ax: Axes) -> bool:
    return _luminance(_ground(ax)) < _HALF


def _luminance(colour: Any) -> float:
    from matplotlib.colors import to_rgb

    return float(np.dot(to_rgb(colour), (0.2126, 0.7152, 0.0722)))


def _on(colours: Colormap, place: float) -> str:
    """Return black or white, whichever is seen on a colour."""
    return "black" if _luminance(colours(place)) > _HALF else "white"


def _require_allotments(determination: act1990.Determination) -> None:
    if not determination.allotments_required:
        imports = grouped(determination.imports)
        fault = (
            f"imports: found {imports} short tons, which require no allotments; expected fewer "
            f"than {grouped(act1990.MINIMUM_IMPORTS)}"
        )
        raise InvalidInput([fault])


def _thousands(quantity: float | Fraction) -> str:
    return grouped(Fraction(quantity) / TST)


def _short(percent: Fraction) -> str:
    """Return a percentage without a needless decimal."""
    return grouped(percent, 0 if percent.denominator == 1 else 1)
