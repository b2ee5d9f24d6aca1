"""What the pictures share: size, fonts, the colours of the style, and what is refused."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from allotments import act1990
from allotments.core.errors import InvalidInput
from allotments.rounding import grouped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap


SECTOR_TITLES = {"beet": "beet sugar", "cane": "cane sugar"}
UNIT = "short tons, raw value"

POINTS = 72  # per inch
LINE = 1.3  # height of a line of text, in font sizes
_NARROW, _SMALL, MEDIUM = 5.0, 6.5, 8.0  # axes below so many inches get the smaller font, points
_HALF = 0.5  # of full luminance: a ground below it is dark


def require_matplotlib() -> None:
    """Say how to get matplotlib, where it is missing."""
    try:
        import_module("matplotlib")
    except ModuleNotFoundError:
        raise ModuleNotFoundError(
            "a picture needs matplotlib: pip install 'allotments[plot]'"
        ) from None


def given_or_new_axes(ax: Axes | None, ratio: float, *, least_height: float = 0.0) -> Axes:
    """Return *ax*, or axes of the style's own figure width and *ratio* times its height."""
    import matplotlib.pyplot as plt

    if ax is None:
        width = plt.rcParams["figure.figsize"][0]
        size = (width, max(width * ratio, least_height))
        _, ax = plt.subplots(figsize=size, layout="constrained")
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
    return _SMALL if inches(ax)[0] < _NARROW else MEDIUM


def text_colour() -> Any:
    """Return the colour of text in the style in force."""
    from matplotlib import rcParams

    return rcParams["text.color"]


def ground_colour(ax: Axes) -> Any:
    """Return the colour that the axes are drawn on."""
    figure: Any = ax.get_figure(root=True)
    return figure.get_facecolor()


def is_dark(ax: Axes) -> bool:
    """Return whether that ground is nearer to black than to white."""
    return _luminance(ground_colour(ax)) < _HALF


def _luminance(colour: Any) -> float:
    from matplotlib.colors import to_rgb

    return float(np.dot(to_rgb(colour), (0.2126, 0.7152, 0.0722)))


def legible_on(colours: Colormap, place: float) -> str:
    """Return black or white, whichever is seen on a colour."""
    return "black" if _luminance(colours(place)) > _HALF else "white"


def require_allotments(determination: act1990.Determination) -> None:
    """Refuse a determination in which no allotments are required."""
    if not determination.allotments_required:
        imports = grouped(determination.imports)
        fault = (
            f"imports: found {imports} short tons, which require no allotments; expected fewer "
            f"than {grouped(act1990.MINIMUM_IMPORTS)}"
        )
        raise InvalidInput([fault])
