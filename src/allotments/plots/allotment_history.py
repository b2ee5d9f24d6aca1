"""The history: the overall quantity and its sectors over the fiscal years."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from allotments.core.errors import InvalidInput, check_kind
from allotments.plots.drawing import (
    LINE,
    POINTS,
    UNIT,
    background_colour,
    font_size,
    given_or_new_axes,
    inches,
    is_dark,
    text_colour,
    text_width,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes


_LINES = {  # an announcement's figures, and what they are called
    "consumption": "consumption",
    "overall_allotment_quantity": "overall quantity",
    "beet": "beet",
    "cane": "cane",
}
_COLOURS = {"beet": (0.3, 0.6), "cane": (0.65, 0.95)}  # of viridis, on light and on dark
_DAYS = 366  # of the longest year
_APART = 0.04  # years: changes of one day are seen, too
_SHADES = (0.14, 0.05)  # of the Acts' backgrounds, in turn
_MILLION = 1_000_000


def history(history: Any, *, ax: Axes | None = None) -> Axes:
    """Draw consumption, the overall quantity and both sectors' allotments over the fiscal years.

    Each line runs through its fiscal year, with a ring and a step where a notice changed it within
    the year; consumption is dotted. A line ends where the overall quantity is changed and nothing
    is printed for its figure, and where a fiscal year has no notice. Each Act has its own
    background.

    >>> import matplotlib; matplotlib.use("Agg")
    >>> import allotments
    >>> ax = history(allotments.history())
    >>> [text.get_text() for text in ax.texts][:2]
    ['Act of 1990', 'Act of 2002']

    Parameters
    ----------
    history
        What :func:`allotments.history` returns.
    ax
        To draw on; by default new ones.

    Returns
    -------
    The axes: fiscal years across, million short tons, raw value, upwards. Lines have the figure's
    name as their ``gid``: ``consumption``, ``overall_allotment_quantity``, ``beet``, ``cane``.

    Raises
    ------
    InvalidInput
        If no notice prints one of the four.
    ModuleNotFoundError
        If matplotlib is missing.
    """
    check_kind("history", history, "announcements", "what allotments.history returns")
    shown = [one for one in history.announcements if any(getattr(one, name) for name in _LINES)]
    if not shown:
        raise InvalidInput(["history: found no allotments, expected a notice that prints some"])
    ax = given_or_new_axes(ax, 0.6)
    size = font_size(ax)
    first, last = shown[0].fiscal_year, shown[-1].fiscal_year
    title = f"Sugar marketing allotments, fiscal years {first} to {last}"
    ax.set_title(title, loc="left", fontsize=size)
    ax.set_xlabel("fiscal year", fontsize=size)
    ax.set_ylabel(f"million {UNIT}", fontsize=size)
    ax.tick_params(labelsize=size)
    ax.spines[["right", "top"]].set_visible(False)
    _draw(ax, shown, size)
    return ax


def _draw(ax: Axes, shown: list[Any], size: float) -> None:
    from matplotlib.ticker import MaxNLocator

    lines = {name: _line(shown, name) for name in _LINES}
    known = {name: [(x, y) for x, y, _ in line if y is not None] for name, line in lines.items()}
    every = [y for points in known.values() for _, y in points]
    width, height = inches(ax)
    line_height = size * LINE / POINTS / height  # of the axes
    margin = (max(every) - min(every) or max(every)) * 0.08
    low, high = min(every) - margin, max(every) + margin
    top = low + (high - low) / (1 - 2.6 * line_height)
    gap = 0.3 * line_height * (top - low)
    first, last = shown[0].fiscal_year - 0.8, shown[-1].fiscal_year + 0.8
    ax.set(xlim=(first, last), ylim=(low, top))
    _acts(ax, shown, size)
    for name, line in lines.items():
        _plot(ax, name, line, size)
        if known[name]:
            end = known[name][-1][0]
            begin = end - text_width(ax, _LINES[name], size) / width * (last - first)
            ground = max(y for x, y in known[name] if x >= begin)
            ax.text(end, ground + gap, _LINES[name], ha="right", va="bottom", fontsize=size)
    ax.xaxis.set_major_locator(MaxNLocator("auto", integer=True))


def _line(shown: list[Any], name: str) -> list[tuple[float, float | None, bool]]:
    """Return where a line steps, to what, and whether that is a change; nothing ends it."""
    points: list[tuple[float, float | None, bool]] = []
    for year, of_year in groupby(shown, key=lambda one: one.fiscal_year):
        at = year - 0.5
        value: Any = None
        whole: Any = None
        for position, one in enumerate(of_year):
            before, new_whole = value, one.overall_allotment_quantity
            value = getattr(one, name) or (value if new_whole in (None, whole) else None)
            whole = new_whole or whole
            if position:
                at = min(max(_begins(one, year), at + _APART), year + 0.5 - _APART)
            changed = before is not None and value not in (None, before)
            points.append((at, None if value is None else float(value) / _MILLION, changed))
        points += [(year + 0.5, points[-1][1], False), (year + 0.5, None, False)]
    return points


def _begins(announcement: Any, year: int) -> float:
    """Return the day of an announcement on the axis, on which fiscal years begin at a half."""
    said = f"{announcement.announced or year}-01-01"[:10]
    days = (date.fromisoformat(said) - date(year - 1, 10, 1)).days
    return year - 0.5 + days / _DAYS


def _plot(ax: Axes, name: str, line: list[tuple[float, float | None, bool]], size: float) -> None:
    from matplotlib import colormaps

    shades = _COLOURS.get(name)
    colour = colormaps["viridis"](shades[is_dark(ax)]) if shades else text_colour()
    style: dict[str, Any] = {"color": colour, "linewidth": 1.4}
    dotted = ":" if name == "consumption" else "-"
    across = [x for x, _, _ in line]
    upwards = [float("nan") if y is None else y for _, y, _ in line]
    ax.plot(across, upwards, dotted, drawstyle="steps-post", gid=name, **style)
    changes = [(x, y) for x, y, within in line if within]
    rings: dict[str, Any] = {"markersize": size * 0.45, "markerfacecolor": background_colour(ax)}
    ax.plot(*zip(*changes, strict=True) if changes else ([], []), "o", **rings, **style)


def _acts(ax: Axes, shown: list[Any], size: float) -> None:
    """Give the years of each Act their background and their name."""
    for number, (act, those) in enumerate(groupby(shown, key=lambda one: one.act)):
        years = [one.fiscal_year for one in those]
        ends = years[0] - 0.5, years[-1] + 0.5
        shade = _SHADES[number % len(_SHADES)]
        ax.axvspan(*ends, color=text_colour(), alpha=shade, linewidth=0, gid=f"act.{act}")
        place: dict[str, Any] = {"xy": (ends[0], 1), "xycoords": ax.get_xaxis_transform()}
        offset: dict[str, Any] = {
            "xytext": (size * 0.3, -size * 0.3),
            "textcoords": "offset points",
        }
        ax.annotate(f"Act of {act}", **place, **offset, va="top", fontsize=size)
