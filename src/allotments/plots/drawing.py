"""What the pictures share: size, fonts, and the colours of the style in force."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from allotments.core.errors import check_kind

if TYPE_CHECKING:
    from matplotlib.axes import Axes


UNIT = "short tons, raw value"
POINTS = 72  # per inch
LINE = 1.3  # height of a line of text, in font sizes
_NARROW, _SMALL, _MEDIUM = 5.0, 6.5, 8.0  # axes below so many inches get the smaller font, points
_HALF = 0.5  # of full luminance


def given_or_new_axes(ax: Axes | None, ratio: float, *, least_height: float = 0.0) -> Axes:
    """Return *ax*, or axes of the style's own figure width and *ratio* times its height.

    Raises
    ------
    ModuleNotFoundError
        If matplotlib is missing.
    TypeError
        If *ax* is something else, such as an array of axes, or in three dimensions.
    """
    try:
        import_module("matplotlib")
    except ModuleNotFoundError:
        raise ModuleNotFoundError(
            "a picture needs matplotlib: pip install 'allotments[plot]'"
        ) from None
    plt = import_module("matplotlib.pyplot")
    if ax is None:
        width = plt.rcParams["figure.figsize"][0]
        size = (width, max(width * ratio, least_height))
        return plt.subplots(figsize=size, layout="constrained")[1]  # type: ignore[no-any-return]
    check_kind("ax", ax, plt.Axes, "one Axes")
    if ax.name != "rectilinear":
        kind = "one in three dimensions" if ax.name == "3d" else f"a {ax.name} one"
        raise TypeError(f"ax: found {kind}, expected one in two, rectilinear")
    return ax


def inches(ax: Axes) -> tuple[float, float]:
    """Return the size of the axes, once the figure has been laid out."""
    figure: Any = ax.get_figure(root=True)
    if engine := figure.get_layout_engine():
        engine.execute(figure)
    box = ax.get_window_extent()
    return box.width / figure.dpi, box.height / figure.dpi


def font_size(ax: Axes) -> float:
    """Return the size of letters, in points, that suits the axes."""
    return _SMALL if inches(ax)[0] < _NARROW else _MEDIUM


def text_colour() -> Any:
    """Return the colour of text in the style in force."""
    from matplotlib import rcParams

    return rcParams["text.color"]


def background_colour(ax: Axes) -> Any:
    """Return the colour behind the axes: of a transparent figure, what suits the text."""
    from matplotlib.colors import to_rgba

    figure: Any = ax.get_figure(root=True)
    colour = figure.get_facecolor()
    return colour if to_rgba(colour)[3] else legible_on(text_colour())


def is_dark(ax: Axes) -> bool:
    """Return whether that colour is nearer to black than to white."""
    return legible_on(background_colour(ax)) == "white"


def legible_on(colour: Any) -> str:
    """Return black or white, whichever is seen on a colour."""
    from matplotlib.colors import to_rgb

    luminance = float(np.dot(to_rgb(colour), (0.2126, 0.7152, 0.0722)))
    return "black" if luminance > _HALF else "white"


def text_width(ax: Axes, text: str, size: float) -> float:
    """Return how wide a text is, in inches."""
    drawn = ax.text(0, 0, text, fontsize=size, parse_math=False)
    figure: Any = ax.get_figure(root=True)
    width: float = drawn.get_window_extent().width / figure.dpi
    drawn.remove()
    return width


def cut(ax: Axes, text: str, size: float, most: float) -> str:
    """Return a text that is at most so many inches wide: the beginning of one that is wider."""
    if text_width(ax, text, size) <= most:
        return text
    while text and text_width(ax, f"{text}...", size) > most:
        text = text[:-1]
    return f"{text.rstrip()}..."
