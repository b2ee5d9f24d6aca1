"""The spread: how often an outcome comes about over scenarios, and whether with allotments."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from allotments.core.errors import InvalidInput, check_kind
from allotments.core.exact import exact_number, signed_quantities
from allotments.display.text_and_html import visible
from allotments.plots.drawing import (
    POINTS,
    UNIT,
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


Values: TypeAlias = NDArray[np.float64]
Entry: TypeAlias = tuple[Any, str]
"""What is drawn, and what the legend says of it."""

_BINS = 40
_FACES = {False: (0.2, 0.8), True: (0.45, 0.97)}  # on light and on dark, along cividis


def spread(
    outcomes: Any,
    path: str = "",
    *,
    threshold: float | None = None,
    name: str = "",
    unit: str = UNIT,
    ax: Axes | None = None,
) -> Axes:
    """Draw the spread of an outcome over scenarios, and in how many allotments are required.

    >>> import matplotlib; matplotlib.use("Agg")
    >>> ax = spread(np.array([4_300_000, 4_350_000, np.nan]), name="beet sugar allotment")
    >>> ax.get_legend().get_texts()[0].get_text()
    'allotments required: 66.7% (2 of 3)'
    >>> ax = spread(np.array([1_249_000, 1_250_000, 1_300_000]), threshold=1_250_000)
    >>> ax.get_legend().get_texts()[0].get_text()
    'allotments required: 33.3% (1 of 3)'

    Parameters
    ----------
    outcomes
        What :func:`allotments.scenarios.evaluate` returns, or one number for each scenario, in an
        array of any shape and of any sign. NaN, or masked, is what is not established because no
        allotments are required; it has no bar. [*unit*]
    path
        Of the figure, where *outcomes* are an evaluation: ``"sectors.beet"``.
    threshold
        Below it, strictly, allotments are required: for the estimated imports that trigger them.
        Bars end there, and those on both sides differ in colour and hatching. [*unit*]
    name
        What the outcomes are; by default the *path*.
    unit
        Of the outcomes, such as ``"percent"``.
    ax
        To draw on; by default new ones.

    Returns
    -------
    The axes. [*unit*; percent of all scenarios for each bin, whose width stands beside the axis]

    Raises
    ------
    InvalidInput
        If no outcome is established, one is not finite, or the evaluation has no such *path*.
    ModuleNotFoundError
        If matplotlib is missing.

    Notes
    -----
    Without a *threshold* bins are equal parts of the range, so that the last one is not cut short
    where outcomes end. Quantiles are those of the scenarios, interpolated linearly.
    """
    for argument, given in (("path", path), ("name", name), ("unit", unit)):
        check_kind(argument, given, str, "a text")
    if threshold is not None:
        threshold = float(exact_number("threshold", threshold))
    values, size_of_all = _established(outcomes, path)
    edges, width = _edges(values, threshold)
    ax = given_or_new_axes(ax, 0.62)
    size = font_size(ax)
    places = max(int(np.ceil(1 - np.log10(np.ptp(edges)))), 0)
    entries, highest = _bars(ax, values, size_of_all, edges, threshold)
    top = highest * 1.14
    if threshold is not None:
        entries.append(_threshold(ax, threshold, top, f"{grouped(Fraction(threshold))} {unit}"))
    entries.append(_median(ax, values, highest * 1.08, size, places))
    bin_width = grouped(Fraction(width), 0 if width >= 1 else places + 2)
    ax.set_xlabel(f"{visible(name or path or 'outcome')}, {unit}", fontsize=size, parse_math=False)
    short = unit.partition(",")[0]
    ax.set_ylabel(f"percent of scenarios\nper bin of {bin_width} {short}", fontsize=size)
    _ticks(ax, edges, size, places)
    _leave_space(ax, top, (len(entries) + 1) * 1.35 + 0.5, size)
    legend = ax.legend(
        *zip(*entries, strict=True),
        loc="upper left",
        frameon=False,
        fontsize=size,
        labelspacing=0.3,
        borderpad=0.2,
        handlelength=1.8,
    )
    for text in legend.get_texts():
        text.set_parse_math(False)
    return ax


def _established(outcomes: Any, path: str) -> tuple[Values, int]:
    """Return the outcomes that are established, checked, and how many scenarios there are."""
    if path:
        check_kind("outcomes", outcomes, "arrays", "what scenarios.evaluate returns, beside a path")
        try:
            outcomes = outcomes[path]
        except KeyError as error:
            raise InvalidInput([f"path: found {error.args[0]}"]) from None
    try:
        masked: Any = np.ma.array(outcomes, copy=True)
    except ValueError:
        raise InvalidInput(
            ["outcomes: found rows that differ in length, expected an array"]
        ) from None
    data = masked.compressed()
    if data.dtype.kind == "f":
        data = data[~np.isnan(data)]
    if masked.ndim == 0 or not data.size:
        found = "found no scenario in which it is established, expected an array with at least one"
        raise InvalidInput([f"outcomes: {found}"])
    try:
        (checked,) = signed_quantities(outcomes=data)
    except (TypeError, ValueError) as error:
        raise InvalidInput([str(error)]) from None
    return np.asarray(checked, dtype=float), masked.size


def _edges(values: Values, threshold: float | None) -> tuple[Values, float]:
    """Return the edges of bins, and how wide these are.

    With a threshold one edge is there, and the width a round number; the others are equal parts of
    the range.
    """
    low, high = float(values.min()), float(values.max())
    if threshold is not None:
        width = _round_number((high - low) / _BINS)
        first = np.floor((low - threshold) / width)
        last = np.floor((high - threshold) / width) + 1
        return threshold + width * np.arange(first, last + 1), width
    if low == high:
        half = abs(low) / 200 or 0.5
        low, high = low - half, high + half
        return np.array([low, high]), high - low
    return np.linspace(low, high, _BINS + 1), (high - low) / _BINS


def _round_number(least: float) -> float:
    """Return the least of 1, 2, 5, 10, 20 and so on that is not below a number.

    >>> _round_number(0), _round_number(1_875), _round_number(5_000.1)
    (1.0, 2000.0, 10000.0)
    """
    power = 10.0 ** np.floor(np.log10(max(least, 1.0)))
    return float(next(power * step for step in (1, 2, 5, 10) if power * step >= least))


def _bars(
    ax: Axes, values: Values, size_of_all: int, edges: Values, threshold: float | None
) -> tuple[list[Entry], float]:
    """Draw both kinds of scenarios; return those that there are, and how high they reach."""
    from matplotlib import colormaps

    low, high = (colormaps["cividis"](shade) for shade in _FACES[is_dark(ax)])
    below = np.full(values.shape, True) if threshold is None else values < threshold
    # Where every scenario has its outcome nothing tells whether allotments are required.
    decided = threshold is not None or values.size < size_of_all
    required, not_required = "allotments required" if decided else "", "not required"
    entries: list[Entry] = []
    highest = 0.0
    kinds = (below, required, "////" if decided else "", high), (~below, not_required, "", low)
    for chosen, what, hatch, face in kinds:
        if what == not_required and not chosen.any():
            continue
        heights = np.histogram(values[chosen], edges)[0] * (100 / size_of_all)
        patch = ax.stairs(
            heights,
            edges,
            fill=True,
            facecolor=face,
            edgecolor=text_colour(),
            linewidth=0.5,
            hatch=hatch,
            hatch_linewidth=0.5,
        )
        highest = max(highest, float(heights.max()))
        if what:
            entries.append((patch, _probability(what, int(chosen.sum()), size_of_all)))
    return entries, highest


def _threshold(ax: Axes, threshold: float, top: float, value: str) -> Entry:
    style: dict[str, Any] = {"color": text_colour(), "linewidth": 1.2, "linestyle": "--"}
    (line,) = ax.plot([threshold, threshold], [0, top], **style, gid="threshold")
    return line, f"threshold: {value}"


def _median(ax: Axes, values: Values, height: float, size: float, places: int) -> Entry:
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
    said = [grouped(Fraction(value), places) for value in (median, low, high)]
    return drawn, "median {}\n90% between {} and {}".format(*said)


def _ticks(ax: Axes, edges: Values, size: float, places: int) -> None:
    """Set as many ticks as have their labels side by side."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    ax.tick_params(labelsize=size)
    widest = max(text_width(ax, grouped(Fraction(end), places), size) for end in edges[[0, -1]])
    most = max(int(inches(ax)[0] / widest / 1.15), 2)
    ax.xaxis.set_major_locator(MaxNLocator(most, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: grouped(Fraction(x), places)))


def _probability(what: str, count: int, whole: int) -> str:
    share = grouped(Fraction(100 * count, whole), 1)
    return f"{what}: {share}% ({grouped(count)} of {grouped(whole)})"


def _leave_space(ax: Axes, highest: float, lines: float, size: float) -> None:
    """Leave space above the bars for so many lines of text, inside the axes."""
    _, height = inches(ax)
    text = min(lines * size / POINTS / height, 0.8)
    ax.set_ylim(0, highest / (1 - text))
    ax.set_yticks([tick for tick in ax.get_yticks() if tick <= highest])
