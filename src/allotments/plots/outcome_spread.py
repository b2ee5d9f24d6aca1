"""The spread: how often an outcome comes about over scenarios, and whether with allotments."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from allotments import act1990
from allotments.core.errors import InvalidInput
from allotments.core.exact import signed_quantities
from allotments.display.text_and_html import visible
from allotments.plots.drawing import (
    POINTS,
    UNIT,
    font_size,
    given_or_new_axes,
    inches,
    is_dark,
    require_matplotlib,
    text_colour,
)
from allotments.rounding import grouped

if TYPE_CHECKING:
    from matplotlib.axes import Axes


Values: TypeAlias = NDArray[np.float64]
Mask: TypeAlias = NDArray[np.bool_]
Entry: TypeAlias = tuple[Any, str]
"""What is drawn, and what the legend says of it."""

_BINS = 40
_FACES = {False: (0.2, 0.8), True: (0.45, 0.97)}  # on light and on dark, along cividis


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
    require_matplotlib()
    values, known, required = _decided(outcomes, imports)
    ax = given_or_new_axes(ax, 0.62)
    size = font_size(ax)
    anchor = act1990.MINIMUM_IMPORTS if imports is None else 0
    entries, highest = _bars(ax, values, known, required, anchor)
    top = highest * 1.14
    if imports is None:
        entries.append(_trigger(ax, anchor, top))
    entries.append(_median(ax, values[known], highest * 1.08, size))
    _label_axes(ax, name, size)
    _make_room(ax, top, (len(entries) + 1) * 1.35 + 0.5, size)
    ax.legend(
        *zip(*entries, strict=True),
        loc="upper left",
        frameon=False,
        fontsize=size,
        labelspacing=0.3,
        borderpad=0.2,
        handlelength=1.8,
    )
    return ax


def _decided(outcomes: ArrayLike, imports: ArrayLike | None) -> tuple[Values, Mask, Mask]:
    """Return outcomes, which of them are known, and where allotments are required."""
    values, known = _scenarios("outcomes", outcomes)
    deciding, all_known = (values, known) if imports is None else _scenarios("imports", imports)
    if deciding.shape != values.shape:
        raise InvalidInput(
            [f"imports: found shape {deciding.shape}, expected {values.shape} as in outcomes"]
        )
    if not all_known.all():
        which = "outcomes" if imports is None else "imports"
        raise InvalidInput([f"{which}: found masked imports, expected one for each scenario"])
    return values, known, np.asarray(act1990.allotments_required(deciding))


def _bars(
    ax: Axes, values: Values, known: Mask, required: Mask, anchor: float
) -> tuple[list[Entry], float]:
    """Draw both kinds of scenarios, one on the other; return them, and how high they reach."""
    from matplotlib import colormaps

    faces = [colormaps["cividis"](shade) for shade in _FACES[is_dark(ax)]]
    entries: list[Entry] = []
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
            edgecolor=text_colour(),
            linewidth=0.5,
            hatch=hatch,
            hatch_linewidth=0.5,
        )
        base = base + counts * share
        entries.append((patch, _probability(what, int(chosen.sum()), values.size)))
    return entries, float(base.max())


def _trigger(ax: Axes, imports: int, top: float) -> Entry:
    style: dict[str, Any] = {"color": text_colour(), "linewidth": 1.2, "linestyle": "--"}
    (line,) = ax.plot([imports, imports], [0, top], **style, gid="trigger")
    return line, f"trigger: {grouped(imports)} short tons of imports"


def _median(ax: Axes, values: Values, height: float, size: float) -> Entry:
    """Draw the median, and on both sides of it where nine tenths of the scenarios are."""
    low, median, high = (float(q) for q in np.quantile(values, (0.05, 0.5, 0.95)))
    drawn = ax.errorbar(
        [median],
        [height],
        xerr=[[median - low], [high - median]],
        fmt="o",
        color=text_colour(),
        markersize=size * 0.5,
        linewidth=1,
        capsize=size * 0.35,
    )
    median_text, low_text, high_text = (grouped(Fraction(value)) for value in (median, low, high))
    return drawn, f"median {median_text}\n90% between {low_text} and {high_text}"


def _label_axes(ax: Axes, name: str, size: float) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    ax.set_xlabel(f"{visible(name)}, {UNIT}", fontsize=size, parse_math=False)
    ax.set_ylabel("scenarios, percent", fontsize=size)
    ax.tick_params(labelsize=size)
    ax.xaxis.set_major_locator(MaxNLocator(4))
    ax.xaxis.set_major_formatter(FuncFormatter(_tick))


def _scenarios(name: str, given: ArrayLike) -> tuple[Values, Mask]:
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


def _edges(values: Values, anchor: float) -> Values:
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
    _, height = inches(ax)
    text = min(lines * size / POINTS / height, 0.8)
    ax.set_ylim(0, highest / (1 - text))
    ax.set_yticks([tick for tick in ax.get_yticks() if tick <= highest])
