"""The weight simplex: the restraint on a sector under every weighting of the three criteria."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import cycle
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from allotments import act1990
from allotments.core.errors import InvalidInput, check_choice, check_kind
from allotments.determination import inputs_of
from allotments.display.text_and_html import visible
from allotments.plots.drawing import (
    LINE,
    POINTS,
    UNIT,
    font_size,
    given_or_new_axes,
    inches,
    legible_on,
    text_colour,
    text_width,
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
_SECTORS = {"beet": "beet sugar", "cane": "cane sugar"}

_Marked: TypeAlias = tuple[str, tuple[Fraction, ...], Any]
"""A weighting to be marked: its name, its shares, and the exact restraint that it makes."""


def simplex(
    inputs: Any,
    sector: str = "beet",
    *,
    weightings: Mapping[str, Any] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the restraint on a sector under every weighting of the three criteria.

    Each point of the triangle is a weighting; its colour is the restraint that it makes, which
    stands on the lines of equal restraint. Each side counts the weight of one criterion.

    >>> import matplotlib; matplotlib.use("Agg")
    >>> import allotments
    >>> ax = simplex(allotments.load("fy1995").inputs)
    >>> [text.get_text() for text in ax.get_legend().get_texts()][0]
    'FY1995, 25/25/50: 144,469'

    Parameters
    ----------
    inputs
        Their estimates and criteria, or a notice; allotments must be required.
    sector
        ``"beet"`` or ``"cane"``.
    weightings
        Marked and listed, by name; in any form that weights may have. By default
        :data:`NOTICE_WEIGHTINGS`, and the weights of *inputs* where they are not among those.
    ax
        To draw on; by default new ones.

    Returns
    -------
    The axes. A position in them is the weighted mean of the corners: past marketings (1/2, 0.866),
    processing capacity (0, 0), ability to market (1, 0).

    Raises
    ------
    InvalidInput
        If *sector* is neither, weights are refused, no allotments are required, or *inputs* are
        those of another Act.
    TypeError
        If *inputs* are something else.
    ModuleNotFoundError
        If matplotlib is missing.

    Notes
    -----
    Sec. 359c(d)(1), which gives no weights. FR Doc. 94-25622, "Beet Sugar and Cane Sugar
    Allotments", for the weightings. Where all criteria with a weight are zero there is no colour.
    """
    inputs = inputs_of("inputs", inputs, "1990")
    marked = _marked(inputs, sector, weightings)
    ax = given_or_new_axes(ax, 0.95)
    ax.set_axis_off()
    size = font_size(ax)
    ax.set_title(
        f"Restraint on {_SECTORS[sector]} marketings, fiscal year {inputs.fiscal_year}\n{UNIT}",
        loc="left",
        y=1.0,  # by itself it would leave space for an axis that is off
        pad=1,
        fontsize=size,
    )
    place = _place(ax, size, len(marked))
    _colour(ax, inputs, sector, marked)
    _frame(ax, size)
    _list(ax, place, _mark(ax, marked, size), size)
    return ax


def _colour(ax: Axes, inputs: act1990.Inputs, sector: str, marked: list[_Marked]) -> None:
    """Colour the triangle by the restraint, and draw lines where it is the same, with labels."""
    from matplotlib import colormaps
    from matplotlib.tri import Triangulation

    grid = _grid()
    restraints, defined = _restraints(inputs, sector, grid)
    colours = colormaps["cividis"]
    triangles = Triangulation(*(grid @ _CORNERS).T)
    triangles.set_mask(~defined[triangles.triangles].all(axis=-1))
    low, high = float(restraints[defined].min()), float(restraints[defined].max())
    ax.tripcolor(
        triangles, restraints, shading="gouraud", cmap=colours, vmin=low, vmax=high, rasterized=True
    )
    levels = _levels(low, high)
    if not levels:  # as where weights change nothing
        return
    isolines = ax.tricontour(
        triangles,
        restraints,
        levels=levels,
        colors=[legible_on(colours((level - low) / (high - low))) for level in levels],
        linewidths=0.9,
        linestyles="solid",
    )
    # Made again when it is asked for; matplotlib cannot pickle it.
    triangles._cpp_triangulation = None  # type: ignore[attr-defined]  # noqa: SLF001
    taken = [np.array(weights, dtype=float) @ _CORNERS for _, weights, _ in marked]
    size = font_size(ax) * 0.88
    places = []
    for level, segments in zip(levels, isolines.allsegs, strict=True):
        points = np.concatenate(segments)
        length = float(np.hypot(*np.ptp(points, axis=0))) * _edge(ax)
        if length > 1.4 * text_width(ax, _in_print(level), size):
            places.append(_clearest(points, taken))
    ax.clabel(isolines, manual=places, fmt=_in_print, fontsize=size)


def _clearest(points: NDArray[np.float64], taken: list[Any]) -> tuple[float, float]:
    """Return the place on a line that is farthest from sides and places taken, and take it, too."""
    past = points[:, 1] / _HEIGHT
    ability = points[:, 0] - past / 2
    space = 1.3 * np.min([past, ability, 1 - past - ability], axis=0)
    for place in taken:
        space = np.minimum(space, np.hypot(*(points - place).T))
    best = points[int(np.argmax(space))]
    taken.append(best)
    return float(best[0]), float(best[1])


def _in_print(level: float) -> str:
    return grouped(Fraction(level))


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


def _list(ax: Axes, place: tuple[float, float], marks: list[tuple[Any, str]], size: float) -> None:
    """Draw the legend, in which any text stands as it is."""
    legend = ax.legend(
        [mark for mark, _ in marks],
        ["."] * len(marks),  # a name may begin with the underscore that hides a label
        loc="upper left",
        bbox_to_anchor=place,
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


def _place(ax: Axes, size: float, rows: int) -> tuple[float, float]:
    """Set limits so that the triangle is as large as it can be, beside or above the legend.

    Returns the legend's upper left corner, in fractions of the axes.
    """
    width, height = inches(ax)
    line = size * LINE / POINTS
    side, above, below = 1.6 * line, 0.6 * line, 3.4 * line  # for the triangle's labels
    listed, beside = (1.2 * rows + 0.4) * line, 18 * line
    stacked = min(width - 2 * side, (height - above - below - listed) / _HEIGHT)
    parallel = min(width - beside - 2 * side, (height - above - below) / _HEIGHT)
    edge = max(stacked, parallel, 4 * line)  # in axes too small for it cut off, but no error
    if parallel > stacked:
        spare = (width - beside - 2 * side - edge) / 2
        left, bottom = spare + beside + side, below + (height - above - below - edge * _HEIGHT) / 2
        legend = spare, (height + listed) / 2
    else:
        spare = max(height - above - below - listed - edge * _HEIGHT, 0)
        left, bottom = (width - edge) / 2, spare / 2 + listed + below
        legend = left, bottom - below
    ax.set_xlim(-left / edge, (width - left) / edge)
    ax.set_ylim(-bottom / edge, (height - bottom) / edge)
    return legend[0] / width, legend[1] / height


def _frame(ax: Axes, size: float) -> None:
    """Draw the triangle's sides, and along each which criterion it counts, and how much of it.

    A criterion's scale stands on the side that leads up to its corner; its lines run parallel to
    the opposite side, and out to the numbers.
    """
    colour = text_colour()
    ax.plot(*np.vstack([_CORNERS, _CORNERS[:1]]).T, color=colour, linewidth=0.8, clip_on=False)
    names = (
        (r"$\leftarrow$ past marketings", -60, 3.6),
        (r"$\leftarrow$ processing capacity", 60, 3.1),
        (r"ability to market $\rightarrow$", 0, 2.6),
    )
    style: dict[str, Any] = {"color": colour, "ha": "center", "va": "center"}
    for criterion, (name, rotation, away) in enumerate(names):
        here, other, start = (_CORNERS[(criterion + step) % 3] for step in (0, 1, 2))
        outwards = start - other  # along the lines of this criterion
        for share in _QUARTERS:
            tick, end = (share * here + (1 - share) * corner for corner in (start, other))
            ax.plot(*np.array([tick, end]).T, color="white", linewidth=0.5, linestyle=(0, (1, 3)))
            mark = np.array([tick, tick + outwards * size * 0.4 / POINTS / _edge(ax)])
            ax.plot(*mark.T, color=colour, linewidth=0.6)
            ax.annotate(
                f"{grouped(Fraction(share) * 100)}%",
                tick,
                outwards * size * (1.7 if criterion == 0 else 1.3),
                textcoords="offset points",
                fontsize=size * 0.88,
                **style,
            )
        normal = (here + start) / 2 - _CORNERS.mean(axis=0)
        ax.annotate(
            name,
            (here + start) / 2,
            normal / np.hypot(*normal) * size * away,
            textcoords="offset points",
            rotation=rotation,
            fontsize=size,
            **style,
        )


def _edge(ax: Axes) -> float:
    """Return how long a side of the triangle is, in inches."""
    low, high = ax.get_xlim()
    return inches(ax)[0] / (high - low)


def _marked(
    inputs: act1990.Inputs, sector: str, weightings: Mapping[str, Any] | None
) -> list[_Marked]:
    """Return the weightings to be marked."""
    check_choice("sector", sector, _SECTORS)
    if weightings is None:
        own = {} if inputs.weights in NOTICE_WEIGHTINGS.values() else {"inputs": inputs.weights}
        weightings = {**own, **NOTICE_WEIGHTINGS}
    check_kind("weightings", weightings, Mapping, "a mapping of names to weights")
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


def _require_allotments(determination: act1990.Determination) -> None:
    if not determination.allotments_required:
        fault = (
            f"imports: found {grouped(determination.imports)} short tons, which require no "
            f"allotments; expected fewer than {grouped(act1990.MINIMUM_IMPORTS)}"
        )
        raise InvalidInput([fault])


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
    allotments = act1990.prorate(quantity, bases)[..., list(_SECTORS).index(sector)]
    ability = getattr(inputs.criteria, sector).ability_to_market
    return act1990.restraint(ability, allotments), defined


def _levels(low: float, high: float) -> list[float]:
    from matplotlib.ticker import MaxNLocator

    ticks = MaxNLocator(6, steps=[1, 2, 5, 10]).tick_values(low, high)
    return [float(tick) for tick in ticks if low <= tick <= high and high - low >= 1]


def _short(percent: Fraction) -> str:
    """Return a percentage without a needless decimal."""
    return grouped(percent, 0 if percent.denominator == 1 else 1)
