"""The weight simplex: the restraint on a sector under every weighting of the three criteria."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import cycle
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from allotments import act1990
from allotments.core.errors import InvalidInput, check_kind, did_you_mean
from allotments.display.text_and_html import visible
from allotments.plots.drawing import (
    LINE,
    POINTS,
    SECTOR_TITLES,
    UNIT,
    font_size,
    given_or_new_axes,
    inches,
    legible_on,
    require_allotments,
    require_matplotlib,
    text_colour,
)
from allotments.rounding import grouped

if TYPE_CHECKING:
    from matplotlib.axes import Axes


NOTICE_WEIGHTINGS: Mapping[str, Sequence[int]] = {
    "FY1995": act1990.FY1995_WEIGHTS,
    "equal": act1990.EQUAL_WEIGHTS,
    "CEA and OMB": act1990.CEA_OMB_WEIGHTS,
}
"""The weightings that the notice of fiscal year 1995 names: chosen, used before, suggested."""

_HEIGHT = 3**0.5 / 2  # of an equilateral triangle of side one
_CORNERS = np.array([[0.5, _HEIGHT], [0.0, 0.0], [1.0, 0.0]])  # in the order of the weights
_STEPS = 60  # of the coloured grid, along a side
_QUARTERS = (0.25, 0.5, 0.75)
_MARKERS = "osD^vP*X"

_Marked: TypeAlias = tuple[str, tuple[Fraction, ...], Any]
"""A weighting to be marked: its name, its shares, and the exact restraint that it makes."""


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
    TypeError
        If *inputs* are none, such as a notice.
    ModuleNotFoundError
        If matplotlib is missing.

    Notes
    -----
    Sec. 359c(d)(1), which gives no weights. FR Doc. 94-25622, "Beet Sugar and Cane Sugar
    Allotments", for the weightings. Where all criteria with a weight are zero there is no colour.
    """
    check_kind("inputs", inputs, act1990.Inputs, "Inputs, such as notice.inputs")
    require_matplotlib()
    marked = _marked(inputs, sector, weightings)
    ax = given_or_new_axes(ax, 0.95)
    ax.set_axis_off()
    size = font_size(ax)
    place = _place_simplex(ax, size, len(marked))
    scale = _colour(ax, inputs, sector)
    _frame_simplex(ax, size)
    _draw_scale(ax, place, scale, SECTOR_TITLES[sector], size)
    _list(ax, place, _mark(ax, marked, size), size)
    return ax


@dataclass(frozen=True)
class _SimplexPlace:
    """Where scale and legend go, in fractions of the axes."""

    scale: tuple[float, float, float, float]
    legend: tuple[float, float]


@dataclass(frozen=True)
class _Scale:
    """What is coloured, the lines of equal restraint on it, and which restraints these are."""

    mesh: Any
    isolines: Any
    levels: list[float]


def _colour(ax: Axes, inputs: act1990.Inputs, sector: str) -> _Scale:
    """Colour the triangle by the restraint, and draw lines where it is the same."""
    from matplotlib import colormaps
    from matplotlib.tri import Triangulation

    grid = _grid()
    restraints, defined = _restraints(inputs, sector, grid)
    colours = colormaps["cividis"]
    triangles = Triangulation(*(grid @ _CORNERS).T)
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
        colors=[legible_on(colours, (level - low) / (high - low)) for level in levels],
        linewidths=0.9,
        linestyles="solid",
    )
    return _Scale(mesh, isolines, levels)


def _draw_scale(ax: Axes, place: _SimplexPlace, scale: _Scale, title: str, size: float) -> None:
    bar = ax.inset_axes(place.scale)
    figure: Any = ax.get_figure(root=True)
    drawn = figure.colorbar(scale.mesh, cax=bar, orientation="horizontal")
    drawn.add_lines(scale.isolines)
    width = place.scale[2] * inches(ax)[0]
    drawn.set_ticks(scale.levels, labels=_spaced(scale.levels, width, size))
    bar.tick_params(labelsize=size, length=2, pad=1.5)
    bar.set_xlabel(f"restraint on {title} marketings, {UNIT}", fontsize=size, labelpad=2)


def _mark(ax: Axes, marked: Sequence[_Marked], size: float) -> list[tuple[Any, str]]:
    """Draw a mark for each weighting, and return it with what is said of it."""
    found = []
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
        shares = "/".join(_short(100 * weight) for weight in weights)
        found.append((point, f"{visible(name)}, {shares}: {grouped(restraint)}"))
    return found


def _list(ax: Axes, place: _SimplexPlace, marks: list[tuple[Any, str]], size: float) -> None:
    """Draw the legend, in which any text stands as it is."""
    legend = ax.legend(
        [mark for mark, _ in marks],
        ["."] * len(marks),  # a name may begin with the underscore that hides a label
        loc="upper left",
        bbox_to_anchor=place.legend,
        borderaxespad=0,
        borderpad=0,
        frameon=False,
        fontsize=size,
        handletextpad=0.4,
        labelspacing=0.35,
    )
    for text, (_, label) in zip(legend.get_texts(), marks, strict=True):
        text.set_parse_math(False)
        text.set_text(label)


def _place_simplex(ax: Axes, size: float, rows: int) -> _SimplexPlace:
    """Set limits so that the triangle is as large as it can be, beside or above the rest."""
    width, height = inches(ax)
    line = size * LINE / POINTS
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
    colour = text_colour()
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
) -> list[_Marked]:
    """Return the weightings to be marked."""
    if sector not in SECTOR_TITLES:
        raise InvalidInput([f"sector: found {sector!r}, {did_you_mean(sector, SECTOR_TITLES)}"])
    if weightings is None:
        own = {} if inputs.weights in NOTICE_WEIGHTINGS.values() else {"inputs": inputs.weights}
        weightings = {**own, **NOTICE_WEIGHTINGS}
    found = []
    for name, weights in weightings.items():
        try:
            determination = act1990.determine(inputs.replace(weights=weights))
        except (TypeError, ValueError) as error:
            raise InvalidInput([f"weightings[{name!r}]: {error}"]) from None
        require_allotments(determination)
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
        require_allotments(act1990.determine(inputs))
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
    allotments = act1990.prorate(quantity, bases)[..., list(SECTOR_TITLES).index(sector)]
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
    widest = max(map(len, labels)) * 0.7 * size / POINTS  # a character is 0.6 font sizes wide
    every = -int(-len(levels) * widest // width)
    between = (levels[-1] - levels[0]) / max(len(levels) - 1, 1) or 1
    return [
        label if int(np.rint(level / between)) % every == 0 else ""
        for level, label in zip(levels, labels, strict=True)
    ]


def _short(percent: Fraction) -> str:
    """Return a percentage without a needless decimal."""
    return grouped(percent, 0 if percent.denominator == 1 else 1)
