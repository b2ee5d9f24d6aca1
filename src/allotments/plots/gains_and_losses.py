"""Gains and losses: what each recipient gets more or less in the second determination."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

from allotments.core.errors import InvalidInput, check_choice, check_kind
from allotments.display.text_and_html import capitalised, visible
from allotments.plots.drawing import (
    LINE,
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


_MOST = 24  # rows of new axes
_ROW = 1.25  # lines of text
_NAMES = 0.4  # of the width, at most


def comparison(comparison: Any, family: str = "", *, ax: Axes | None = None) -> Axes:
    """Draw who gains and who loses, from the largest gain to the largest loss.

    Bars to the right are gains, hatched ones to the left losses; each has its name and its amount.
    Where there are more than lines, the smallest changes are left out and counted.

    >>> import matplotlib; matplotlib.use("Agg")
    >>> import allotments
    >>> inputs = allotments.load("fy1995").inputs
    >>> chosen = allotments.determine(inputs)
    >>> equal = allotments.determine(inputs.replace(weights=(1, 1, 1)))
    >>> ax = comparison(allotments.compare(chosen, equal), "sectors")
    >>> [text.get_text() for text in ax.texts]
    ['Cane sugar allotment', '+50,219', 'Beet sugar allotment', '-50,219']

    Parameters
    ----------
    comparison
        What :func:`allotments.compare` returns.
    family
        Whose changes: ``"sectors"``, ``"states"`` or ``"processors"`` under the Act of 1990; by
        default all of them.
    ax
        To draw on; by default new ones, as high as their rows need.

    Returns
    -------
    The axes. Bars have the figure's path as their ``gid``. [short tons, raw value]

    Raises
    ------
    InvalidInput
        If nobody gains or loses, or none of the *family*.
    ModuleNotFoundError
        If matplotlib is missing.
    """
    check_kind("comparison", comparison, "gains", "what allotments.compare returns")
    moved = [*comparison.gains, *reversed(comparison.losses)]
    families = dict.fromkeys(one.key.family for one in moved)
    if not moved:
        raise InvalidInput(["comparison: found no change, expected somebody who gains or loses"])
    if not isinstance(family, str) or family:
        check_choice("family", family, families)
    moved = [one for one in moved if one.key.family == (family or one.key.family)]
    ax = given_or_new_axes(ax, 0.0, least_height=0.9 + 0.19 * min(len(moved), _MOST))
    ax.set_yticks([])
    size = font_size(ax)
    years = dict.fromkeys(map(str, comparison.fiscal_years))
    title = f"Gains and losses, fiscal year{'s' if len(years) > 1 else ''} {' and '.join(years)}"
    ax.set_title(title, loc="left", fontsize=size)
    ax.set_xlabel(f"change, {UNIT}", fontsize=size)
    ax.tick_params(labelsize=size)
    ax.spines[["left", "right", "top"]].set_visible(False)
    _draw(ax, moved, size)
    return ax


def _draw(ax: Axes, moved: list[Any], size: float) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    width, height = inches(ax)
    lines = max(int(height * POINTS / (size * LINE * _ROW)), 2)
    shown = moved if len(moved) <= lines else _largest(moved, lines - 1)
    names = [capitalised(visible(one.title)) for one in shown]
    amounts = [f"{'+' * (one.difference > 0)}{grouped(one.difference)}" for one in shown]
    gap = 0.5 * size / POINTS
    widths = [
        min(max(text_width(ax, text, size) for text in texts), _NAMES * width) + 2 * gap
        for texts in (names, amounts)
    ]
    changes = [0.0, *(float(one.difference) for one in shown)]
    ton, left = _scale(-min(changes), max(changes), widths, width)
    ax.set_xlim(-left / ton, (width - left) / ton)
    rows = len(shown) + (len(shown) < len(moved))
    ax.set_ylim(rows - 0.4, -0.6)
    thickness = min(0.7, 2 * LINE * size / POINTS * rows / height)
    faces = _faces(ax)
    style: dict[str, Any] = {"va": "center_baseline", "fontsize": size, "parse_math": False}
    for row, (one, name, amount) in enumerate(zip(shown, names, amounts, strict=True)):
        change, gain = float(one.difference), one.difference > 0
        space = gap / ton if gain else -gap / ton
        sides = ("right", "left") if gain else ("left", "right")
        ax.barh(row, change, thickness, gid=one.path, **faces[gain])
        ax.text(-space, row, cut(ax, name, size, widths[0] - 2 * gap), ha=sides[0], **style)
        ax.text(change + space, row, amount, ha=sides[1], **style)
    if left_out := len(moved) - len(shown):
        note = f"and {left_out} smaller change{'s' * (left_out > 1)}"
        ax.text((width / 2 - left) / ton, len(shown), note, ha="center", **style)
    ax.plot([0, 0], [-0.6, len(shown) - 0.4], color=text_colour(), linewidth=0.8)
    ends = min(changes), max(changes)
    most = max(int((ends[1] - ends[0]) * ton / widths[1] / 1.2), 1)
    ticks = MaxNLocator(most, steps=[1, 2, 5, 10]).tick_values(*ends)
    ax.set_xticks([tick for tick in ticks if ends[0] <= tick <= ends[1]])
    ax.spines["bottom"].set_bounds(*ends)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: grouped(Fraction(value))))


def _largest(moved: list[Any], most: int) -> list[Any]:
    """Return so many of the largest changes, in the order that they came in."""
    kept = sorted(moved, key=lambda one: -abs(one.difference))[:most]
    return [one for one in moved if one in kept]


def _scale(loss: float, gain: float, widths: list[float], width: float) -> tuple[float, float]:
    """Return inches for a short ton, and inches left of zero.

    Left of zero are the names of those who gain and, or, the bars and amounts of those who lose;
    right of it the others. Bars are as long as the wider of the two on each side allows.

    >>> _scale(100, 0, [2.0, 1.0], 7.0)
    (0.04, 5.0)
    >>> _scale(100, 100, [2.0, 1.0], 7.0)
    (0.025, 3.5)
    """
    name, amount = widths
    left = [(name * (gain > 0), 0.0), (amount * (loss > 0), loss)]
    right = [(name * (loss > 0), 0.0), (amount * (gain > 0), gain)]
    both = [(a + b, c + d) for (a, c), (b, d) in product(left, right)]
    ton = min(max(width - fixed, 0.1 * width) / tons for fixed, tons in both if tons)
    return ton, max(fixed + tons * ton for fixed, tons in left)


def _faces(ax: Axes) -> dict[bool, dict[str, Any]]:
    """Return how gains and losses look."""
    from matplotlib import colormaps

    line = {"edgecolor": text_colour(), "linewidth": 0.5}
    shades = (0.45, 0.97) if is_dark(ax) else (0.2, 0.8)
    gain, loss = (colormaps["cividis"](shade) for shade in shades)
    return {
        True: {"facecolor": gain, **line},
        False: {"facecolor": loss, "hatch": "////", "hatch_linewidth": 0.5, **line},
    }
