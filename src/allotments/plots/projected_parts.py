"""A projection: what each processor can be allocated, and how far that may move."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from allotments.core.errors import InvalidInput, check_kind
from allotments.display.text_and_html import capitalised, visible
from allotments.plots.drawing import (
    POINTS,
    UNIT,
    cut,
    font_size,
    given_or_new_axes,
    inches,
    is_dark,
    text_colour,
    text_width,
)
from allotments.rounding import grouped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Row: TypeAlias = tuple[str, Any]
"""What stands there, and the figure; none for what is divided."""

_NAMES = 0.42  # of the width, at most
_ROW = 0.19  # inches
_SHADES = {False: 0.55, True: 0.75}  # of a bar on light and on dark, along cividis


def projection(projection: Any, *, summary: Any = None, ax: Axes | None = None) -> Axes:
    """Draw what the determination to come can print for each processor.

    A bar is as long as the allocation in the middle of its range. The range stands beside it: a few
    tons, which no bar could show. Hatched are bars whose share no further print tests.

    >>> import matplotlib; matplotlib.use("Agg")
    >>> import allotments
    >>> ax = projection(allotments.project(2027, consumption=12_441_000))
    >>> [text.get_text() for text in ax.texts][:3]
    ['Beet sugar allotment: 5,747,431', 'Amalgamated Sugar Co.', '1,230,568 to 1,230,569']

    Parameters
    ----------
    projection
        What :func:`allotments.project` returns.
    summary
        What :func:`allotments.scenarios.summarise` returns for it: then a line at the end of each
        bar goes from the least to the greatest of the quantiles.
    ax
        To draw on; by default new ones, as high as their rows need.

    Returns
    -------
    The axes. Bars have the figure's path as their ``gid``. [short tons, raw value]

    Raises
    ------
    InvalidInput
        If no processor's allocation is projected.
    ModuleNotFoundError
        If matplotlib is missing.
    """
    check_kind("projection", projection, "projected", "what allotments.project returns")
    if summary is not None:
        check_kind("summary", summary, "statistics", "what scenarios.summarise returns")
    rows = list(_rows(projection))
    known = [one for _, one in rows if one is not None and one.range]
    if not known:
        raise InvalidInput(["projection: found no range of a processor, expected one at least"])
    ax = given_or_new_axes(ax, 0.0, least_height=1.0 + _ROW * len(rows))
    ax.set_yticks([])
    size = font_size(ax)
    title = f"Projection, not a print: fiscal year {projection.fiscal_year}"
    ax.set_title(title, loc="left", fontsize=size)
    tested = all(one.tested for one in known)
    note = "" if tested else "\nhatched: no further print tests the share"
    ax.set_xlabel(f"allocation, {UNIT}{note}", fontsize=size)
    ax.tick_params(labelsize=size)
    ax.spines[["left", "right", "top"]].set_visible(False)
    _draw(ax, rows, {} if summary is None else summary.statistics, size)
    return ax


def _rows(projection: Any) -> Iterator[Row]:
    """Yield the processors of each sector or State, under what they divide."""
    wholes = {one.figure.path: one for one in projection.projected if not one.figure.group}
    above = ""
    for one in projection.projected:
        if not one.figure.group:
            continue
        if above != one.figure.part_of:
            above = one.figure.part_of
            whole = wholes.get(above)
            name = one.figure.group if whole is None else whole.figure.title
            yield visible(capitalised(name) + (f": {_range(whole)}" if whole else "")), None
        yield visible(one.figure.title), one


def _range(one: Any) -> str:
    return " to ".join(dict.fromkeys(map(grouped, one.range or ()))) or "not known"


def _draw(ax: Axes, rows: list[Row], statistics: Any, size: float) -> None:
    from matplotlib import colormaps
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    width = inches(ax)[0]
    parts = [(name, one) for name, one in rows if one is not None]
    gap = 0.5 * size / POINTS
    names = min(max(text_width(ax, name, size) for name, _ in parts), _NAMES * width)
    ranges = max(text_width(ax, _range(one), size) for _, one in parts)
    ends = {one.figure.path: _ends(one, statistics) for _, one in parts}
    # Inches for a short ton.
    longest = max(greatest for _, _, greatest in ends.values()) or 1.0
    ton = max(width - names - ranges - 3 * gap, 0.1 * width) / longest
    left = (names + gap) / ton
    ax.set_xlim(-left, width / ton - left)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    face = colormaps["cividis"](_SHADES[is_dark(ax)])
    line: dict[str, Any] = {"edgecolor": text_colour(), "linewidth": 0.5}
    style: dict[str, Any] = {"va": "center_baseline", "fontsize": size, "parse_math": False}
    for row, (name, one) in enumerate(rows):
        if one is None:
            ax.text(-left, row, name, ha="left", fontweight="bold", **style)
            continue
        least, middle, greatest = ends[one.figure.path]
        ax.text(-gap / ton, row, cut(ax, name, size, names * 1.01), ha="right", **style)
        if one.range:
            hatch = None if one.tested else "////"
            ax.barh(row, middle, 0.6, gid=one.figure.path, facecolor=face, hatch=hatch, **line)
        if least < greatest:
            ax.plot([least, greatest], [row, row], color=text_colour(), linewidth=1.2, marker="|")
        ax.text(greatest + gap / ton, row, _range(one), ha="left", **style)
    most = max(int(longest * ton / text_width(ax, grouped(Fraction(longest)), size)), 1)
    ax.set_xticks(MaxNLocator(most, steps=[1, 2, 5, 10]).tick_values(0, longest)[:-1])
    ax.spines["bottom"].set_bounds(0, longest)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: grouped(Fraction(value))))


def _ends(one: Any, statistics: Any) -> tuple[float, float, float]:
    """Return the least quantile, the middle of the range, and the greatest quantile."""
    middle = float(one.figure.value or 0)
    found = statistics.get(one.figure.path)
    quantiles = (middle,) if found is None else (middle, *found.quantiles.values())
    return min(quantiles), middle, max(quantiles)
