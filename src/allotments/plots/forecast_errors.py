"""Forecast errors: how far past reports were from what came, by the month of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from allotments.plots.drawing import font_size, given_or_new_axes, is_dark, text_colour
from allotments.wasde import relative_errors
from allotments.wasde.balances import MONTHS
from allotments.wasde.past_reports import Which

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SHADES = {False: 0.55, True: 0.75}  # on light and on dark, along cividis


def forecast_errors(attribute: str = "consumption", *, ax: Axes | None = None) -> Axes:
    """Draw how far the bundled reports were from what came, for each month that they are of.

    From May before the fiscal year, when reports begin to project it, to September, in which it
    ends. The outer band is all years, the inner one the middle half of them, the line the median.

    >>> import matplotlib; matplotlib.use("Agg")
    >>> ax = forecast_errors("consumption")
    >>> ax.get_title(loc="left")
    'Consumption: what came, and what reports said'

    Parameters
    ----------
    attribute
        Of :class:`allotments.wasde.Balance`: ``"consumption"``, ``"beet_production"``.
    ax
        To draw on; by default new ones.

    Returns
    -------
    The axes. [percent of what was projected]

    Raises
    ------
    InvalidInput
        If the attribute is not known.
    ModuleNotFoundError
        If matplotlib is missing.
    """
    reports: list[tuple[int, Which]] = [
        *((month, "coming") for month in range(5, 10)),
        *((month, "current") for month in (10, 11, 12, *range(1, 10))),
    ]
    by_report = [
        [100 * float(one) for one in relative_errors(attribute, month, fiscal_year=which).values()]
        for month, which in reports
    ]
    ax = given_or_new_axes(ax, 0.62)
    size = font_size(ax)
    _draw(ax, by_report)
    words = attribute.replace("_", " ").capitalize()
    title = f"{words}: what came, and what reports said"
    ax.set_title(title, loc="left", fontsize=size)
    ax.set_ylabel("what came less what was projected, percent", fontsize=size)
    ax.set_xlabel("month of the report; the fiscal year begins in October", fontsize=size)
    ax.set_xticks(range(len(reports)), [MONTHS[month - 1][:1] for month, _ in reports])
    ax.tick_params(labelsize=size)
    ax.legend(loc="upper right", frameon=False, fontsize=size)
    ax.spines[["right", "top"]].set_visible(False)
    return ax


def _draw(ax: Axes, by_report: list[list[float]]) -> None:
    from matplotlib import colormaps

    face = colormaps["cividis"](_SHADES[is_dark(ax)])
    places = np.arange(len(by_report))
    quantiles = np.array([np.quantile(one, (0, 0.25, 0.5, 0.75, 1)) for one in by_report]).T
    for at, alpha, label in ((0, 0.35, "all years"), (1, 0.75, "the middle half")):
        ax.fill_between(
            places, quantiles[at], quantiles[4 - at], facecolor=face, alpha=alpha, label=label
        )
    ax.plot(places, quantiles[2], color=text_colour(), linewidth=1.2, label="median")
    ax.axhline(0, color=text_colour(), linewidth=0.6, linestyle=":")
    ax.axvline(4.5, color=text_colour(), linewidth=0.6, linestyle="--")
    ax.set_xlim(0, len(by_report) - 1)
