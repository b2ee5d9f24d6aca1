"""Pictures: the right points, widths, words and units, legible in a column and at full width."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Iterator
from fractions import Fraction
from importlib import import_module
from itertools import combinations, pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import allotments
from allotments import TST, InvalidInput, act1990, plots, scenarios
from allotments.act1990 import plots as act1990_plots
from allotments.determination import Determination
from allotments.figures.figure import Figure, Key
from allotments.plots import allotment_flow, drawing

mpl = import_module("matplotlib")
mpl.use("Agg")
plt = import_module("matplotlib.pyplot")

NOTICE = allotments.load("fy1995")
INPUTS = NOTICE.inputs
FY1995 = allotments.determine(INPUTS)
STATES = tuple(f"{state} " for state in FY1995.states or {})
WIDTHS = {3.4: 4.6, 7.0: 4.4}  # a paper's column and its full width, and heights; inches
STYLES = ("default", "dark_background")
UNIT = "short tons, raw value"
LEVELS = [f"{sign}{level}00,000" for sign in ("", "-") for level in range(1, 6)]
PROCESSORS_OF_THE_NOTICE = 11 + 6 + 11 + 19 + 4 + 1

# Eight scenarios around the trigger, one of them at it.
IMPORTS = np.array([1_100, 1_200, 1_249, 1_250, 1_251, 1_300, 1_400, 1_240]) * TST
TRIGGER = 1_250_000
RESTRAINT = np.where(IMPORTS < TRIGGER, IMPORTS / 8, np.nan)
CHANGE = allotments.compare(FY1995, allotments.determine(INPUTS.replace(weights=(1, 1, 1))))
PROJECTION = allotments.project(
    2027, consumption=12_441_000, learned_from=("fy2021", "fy2023", "fy2025")
)


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    plt.close("all")  # those of other files, in the same process
    yield
    plt.close("all")


def new_axes(width: float = 3.4) -> Any:
    return plt.subplots(figsize=(width, WIDTHS[width]), layout="constrained")[1]


def draw(name: str, ax: Any = None) -> Any:
    return {
        "beet": lambda: act1990_plots.simplex(INPUTS, ax=ax),
        "cane": lambda: act1990_plots.simplex(INPUTS, "cane", ax=ax),
        "flow": lambda: plots.flow(FY1995, ax=ax),
        "imports": lambda: plots.spread(IMPORTS, threshold=TRIGGER, name="imports", ax=ax),
        "restraint": lambda: plots.spread(RESTRAINT, name="restraint", ax=ax),
        "gains": lambda: plots.comparison(CHANGE, ax=ax),
        "history": lambda: plots.history(allotments.history(), ax=ax),
        "projection": lambda: plots.projection(PROJECTION, ax=ax),
        "errors": lambda: plots.forecast_errors("beet_production", ax=ax),
    }[name]()


PICTURES = (
    "beet",
    "cane",
    "flow",
    "imports",
    "restraint",
    "gains",
    "history",
    "projection",
    "errors",
)


def words(ax: Any) -> list[Any]:
    """Every text that is drawn."""
    found = [ax.title, ax._left_title, ax._right_title, *ax.texts]
    if ax.get_legend():
        found += ax.get_legend().get_texts()
    if ax.axison:
        for axis in (ax.xaxis, ax.yaxis):
            low, high = sorted(axis.get_view_interval())
            ticks = zip(axis.get_majorticklocs(), axis.get_ticklabels(), strict=True)
            found += [label for place, label in ticks if low <= place <= high]
            found += [axis.label, axis.get_offset_text()]
    for child in ax.child_axes:
        found += words(child)
    return [text for text in found if text.get_text()]


def legend(ax: Any) -> list[str]:
    return [text.get_text() for text in ax.get_legend().get_texts()]


def bars_of(ax: Any) -> Any:
    """The bars of a spread or a comparison, in their order."""
    return ax.patches


def patch(ax: Any, path: str) -> Any:
    (found,) = (one for one in ax.patches if one.get_gid() == path)
    return found


# --- every picture --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PICTURES)
def test_the_axes_given_come_back(name: str) -> None:
    ax = new_axes()
    assert ax is draw(name, ax)


@pytest.mark.parametrize("name", PICTURES)
def test_without_axes_new_ones_are_made(name: str) -> None:
    assert draw(name) is not draw(name)
    assert 2 == len(plt.get_fignums())


@pytest.mark.parametrize("name", PICTURES)
def test_the_unit_is_named(name: str) -> None:
    unit = "percent" if name == "errors" else UNIT
    assert any(unit in text.get_text() for text in words(draw(name, new_axes())))


def corners(text: Any) -> Any:
    """The corners of a text's box, turned as the text is, in pixels."""
    turned = text.get_rotation()
    text.set_rotation(0)
    box = text.get_window_extent()
    text.set_rotation(turned)
    middle = text.get_window_extent()
    centre = np.array([(middle.x0 + middle.x1) / 2, (middle.y0 + middle.y1) / 2])
    half = np.array([box.width, box.height]) / 2
    angle = np.deg2rad(turned)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return centre + (np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half) @ turn


def apart(one: Any, other: Any) -> float:
    """How far two boxes, as four corners in order, are apart, in pixels; below zero: overlap."""
    gaps = []
    for box in (one, other):
        for side in (box[1] - box[0], box[2] - box[1]):
            along = side / np.hypot(*side)
            first, second = one @ along, other @ along
            gaps.append(max(first.min() - second.max(), second.min() - first.max()))
    return float(max(gaps))


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PICTURES)
def test_no_words_overlap_nor_leave_the_figure(name: str, width: float, style: str) -> None:
    with plt.style.context(style):
        ax = draw(name, new_axes(width))
        ax.figure.canvas.draw()
        boxes = [(text.get_text(), corners(text)) for text in words(ax)]
    assert len(boxes) > 8
    for text, box in boxes:
        assert (box >= 0).all(), text
        assert (box <= ax.figure.bbox.max).all(), text
    for (one, first), (other, second) in combinations(boxes, 2):
        assert -1 <= apart(first, second), (one, other)


@pytest.mark.parametrize("name", PICTURES)
def test_words_are_light_on_dark_and_dark_on_light(name: str) -> None:
    """Words outside bars and colours; those on them are as suits these."""
    for style, colour in zip(STYLES, ("black", "white"), strict=True):
        with plt.style.context(style):
            ax = draw(name, new_axes(3.4))
        inside = [text for text in words(ax) if str(text.get_gid()).startswith("label.")]
        inside += [text for text in words(ax) if text.get_text() in LEVELS]
        found = {mpl.colors.to_hex(text.get_color()) for text in words(ax) if text not in inside}
        assert {mpl.colors.to_hex(colour)} == found


@pytest.mark.parametrize("name", PICTURES)
def test_without_matplotlib_the_extra_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'allotments\[plot\]'"):
        draw(name)


# --- the simplex ----------------------------------------------------------------------------------


def marks(ax: Any) -> dict[str, Any]:
    """Where each weighting is marked."""
    return {
        str(line.get_gid()).removeprefix("weighting."): (line.get_xdata()[0], line.get_ydata()[0])
        for line in ax.lines
        if str(line.get_gid()).startswith("weighting.")
    }


def test_the_three_weightings_of_the_notice_are_marked_with_their_restraint() -> None:
    """4,500,000 less 7,889,000 * base / sum of bases, half up.

    FY1995: 4,209.5 of 7,624.5. Equal: 12,338 of 22,608. CEA and OMB: 43,654 of 77,952 tenths, as
    343 + 1,322.4 + 2,700 = 4,365.4 for beet and 334.1 + 1,061.7 + 2,034 = 3,429.8 for cane.
    """
    assert 144_469 == round(4_500_000 - Fraction(7_889_000 * 42_095, 76_245))
    assert 194_689 == round(4_500_000 - Fraction(7_889_000 * 12_338, 22_608))
    assert 82_071 == round(4_500_000 - Fraction(7_889_000 * 43_654, 77_952))
    assert [
        "FY1995, 25/25/50: 144,469",
        "equal, 33.3/33.3/33.3: 194,689",
        "CEA and OMB, 10/30/60: 82,071",
    ] == legend(act1990_plots.simplex(INPUTS))


def test_cane_has_room_where_beet_is_restrained() -> None:
    """Both restraints add up to production less the overall quantity, 7,890 - 7,889 = 1 TST."""
    assert [
        "FY1995, 25/25/50: -143,469",
        "equal, 33.3/33.3/33.3: -193,689",
        "CEA and OMB, 10/30/60: -81,071",
    ] == legend(act1990_plots.simplex(INPUTS, "cane"))


def test_a_mark_stands_at_the_weighted_mean_of_the_corners() -> None:
    """Corners (1/2, h), (0, 0), (1, 0) with h = 0.8660: 25/25/50 is (0.125 + 0.5, h / 4)."""
    height = 3**0.5 / 2
    found = marks(act1990_plots.simplex(INPUTS))
    assert {"FY1995", "equal", "CEA and OMB"} == set(found)
    assert (0.625, pytest.approx(height / 4)) == found["FY1995"]
    assert (pytest.approx(0.5), pytest.approx(height / 3)) == found["equal"]
    assert (pytest.approx(0.65), pytest.approx(height / 10)) == found["CEA and OMB"]


def test_the_colour_under_a_mark_is_its_restraint() -> None:
    """The grid has a point at 25/25/50, whose colour value is 144,469 and whose place the mark's.

    At its corners one criterion alone counts: past marketings restrain beet by 4,500,000 less
    7,889,000 * 3,430 / 6,771.
    """
    ax = act1990_plots.simplex(INPUTS)
    (mesh,) = (one for one in ax.collections if isinstance(one, mpl.collections.TriMesh))
    triangles = mesh._triangulation
    by_place = {
        (round(float(x), 6), round(float(y), 6)): value
        for x, y, value in zip(triangles.x, triangles.y, mesh.get_array(), strict=True)
    }
    height = 3**0.5 / 2
    chosen = by_place[0.625, round(height / 4, 6)]
    past = by_place[0.5, round(height, 6)]
    assert 144_469 == round(float(chosen))
    assert round(4_500_000 - 7_889_000 * 3_430 / 6_771) == round(float(past))
    assert mesh.norm.vmax == pytest.approx(past)
    assert "cividis" == mesh.cmap.name


def test_the_colours_of_cane_are_its_own() -> None:
    """At most 3,390,000 - 7,889,000 * 3,390 / 7,890 = 429.66 with ability to market alone."""
    ax = act1990_plots.simplex(INPUTS, "cane")
    (mesh,) = (one for one in ax.collections if isinstance(one, mpl.collections.TriMesh))
    assert 430 == round(mesh.norm.vmax)


def test_lines_of_equal_restraint_bear_it() -> None:
    """From 0.3 to 503.7 thousand; the line of 500,000 is shorter than its label."""
    found = [text.get_text() for text in words(draw("beet", new_axes()))]
    assert LEVELS[:4] == [text for text in found if text in LEVELS]


def test_the_title_says_sector_year_and_unit() -> None:
    expected = f"Restraint on beet sugar marketings, fiscal year 1995\n{UNIT}"
    assert expected == draw("beet").get_title(loc="left")


def test_each_side_says_which_criterion_it_counts_and_where_it_grows() -> None:
    """The middles of the sides; arrows point up on the right, down on the left, right below."""
    found = {
        text.get_text(): (*text.xy, text.get_rotation())
        for text in draw("beet").texts
        if "arrow" in str(text)
    }
    height = 3**0.5 / 2
    past = found[r"$\leftarrow$ past marketings"]
    capacity = found[r"$\leftarrow$ processing capacity"]
    assert (0.75, pytest.approx(height / 2), 300) == past
    assert (0.25, pytest.approx(height / 2), 60) == capacity
    assert (0.5, 0, 0) == found[r"ability to market $\rightarrow$"]


def percents(ax: Any) -> list[Any]:
    return [text for text in ax.texts if text.get_text().endswith("%")]


def test_the_scales_stand_on_the_sides_that_lead_up_to_their_corners() -> None:
    """75% of past marketings is on the side from ability to market, near the top."""
    found = [(text.get_text(), tuple(text.xy)) for text in percents(draw("beet"))]
    height = 3**0.5 / 2
    assert ("75%", (0.625, pytest.approx(0.75 * height))) in found
    assert ("75%", (pytest.approx(0.125), pytest.approx(0.25 * height))) in found
    assert ("75%", (0.75, 0)) in found


def test_other_weights_of_the_inputs_are_marked_too() -> None:
    """Past marketings alone: 4,500,000 - 7,889,000 * 3,430 / 6,771 = 503,652.34."""
    other = act1990_plots.simplex(INPUTS.replace(weights=(1, 0, 0)))
    assert "inputs, 100/0/0: 503,652" == legend(other)[0]
    assert 4 == len(marks(other))


def test_weightings_of_ones_own_may_have_any_name() -> None:
    ax = act1990_plots.simplex(INPUTS, weightings={"_$half$": (0.5, 0, "1/2")})
    ax.figure.canvas.draw()
    assert (0.75, pytest.approx(3**0.5 / 4)) == marks(ax)["_$half$"]
    (only,) = legend(ax)
    assert only.startswith("_$half$, 50/0/50: ")


def test_no_weighting_need_be_marked() -> None:
    assert {} == marks(act1990_plots.simplex(INPUTS, weightings={}))


def same_criteria(**changed: int) -> Any:
    given = dict.fromkeys(act1990.Criteria.model_fields, 4_000 * TST) | changed
    return {"beet": given, "cane": given}


def test_where_weights_change_nothing_there_is_one_colour_and_no_error() -> None:
    ax = act1990_plots.simplex(INPUTS.replace(criteria=same_criteria()))
    ax.figure.canvas.draw()
    assert {"FY1995, 25/25/50: 55,500"} <= set(legend(ax))  # 4,000,000 - 7,889,000 / 2


def test_a_corner_where_all_criteria_are_zero_has_no_colour() -> None:
    ax = act1990_plots.simplex(INPUTS.replace(criteria=same_criteria(past_marketings=0)))
    (mesh,) = (one for one in ax.collections if isinstance(one, mpl.collections.TriMesh))
    triangles = mesh._triangulation
    shown = triangles.triangles[~triangles.mask]
    assert triangles.y.argmax() not in shown
    assert triangles.triangles.size > shown.size


def test_in_axes_too_small_for_it_a_triangle_is_still_drawn() -> None:
    ax = plt.subplots(figsize=(0.5, 0.5))[1]
    assert 3 == len(marks(act1990_plots.simplex(INPUTS, ax=ax)))


def test_a_sector_of_none_is_refused() -> None:
    with pytest.raises(InvalidInput, match=r"^sector: found 'beets'; did you mean 'beet'\?$"):
        act1990_plots.simplex(INPUTS, "beets")


def test_weights_of_none_are_refused_by_name() -> None:
    with pytest.raises(InvalidInput, match=r"^weightings\['mine'\]: .*found all three zero"):
        act1990_plots.simplex(INPUTS, weightings={"mine": (0, 0, 0)})


@pytest.mark.parametrize("weightings", [None, {}])
def test_without_allotments_there_is_no_restraint(weightings: dict[str, Any] | None) -> None:
    estimates = INPUTS.estimates.replace(reasonable_carryover_stocks=1_279 * TST)
    with pytest.raises(InvalidInput, match=r"^imports: found 1,250,000 .* fewer than 1,250,000$"):
        act1990_plots.simplex(INPUTS.replace(estimates=estimates), weightings=weightings)


# --- the flow -------------------------------------------------------------------------------------


def heights(ax: Any, prefix: str) -> dict[str, float]:
    """The heights of the bars whose path begins so."""
    return {
        one.get_gid().removeprefix(prefix): one.get_height()
        for one in ax.patches
        if one.get_gid().startswith(prefix)
    }


def test_bars_are_as_high_as_their_quantities() -> None:
    ax = draw("flow")
    assert 7_889_000 == patch(ax, "overall_allotment_quantity").get_height()
    assert pytest.approx(2_887_717_000 / 663) == patch(ax, "sectors.beet").get_height()
    assert pytest.approx(7_889_000) == sum(heights(ax, "sectors.").values())
    assert {
        "Florida": 1_687_380,
        "Hawaii": 773_180,
        "Louisiana": 869_856,
        "Puerto Rico": 71_397,
        "Texas": 131_650,
    } == heights(ax, "states.")
    assert PROCESSORS_OF_THE_NOTICE == len(heights(ax, "processors."))
    assert 4_355_538 == sum(heights(ax, "processors.beet.").values())
    assert 869_856 == sum(heights(ax, "processors.Louisiana.").values())


def test_bands_are_as_wide_at_both_ends_as_the_bar_that_they_lead_to() -> None:
    ax = draw("flow")
    bands = [one for one in ax.patches if one.get_gid().startswith("band.")]
    assert 2 + 5 + PROCESSORS_OF_THE_NOTICE == len(bands)
    for band in bands:
        bar = patch(ax, band.get_gid().removeprefix("band."))
        x, y = band.get_path().vertices.T
        for end in (x.min(), x.max()):
            there = y[x == end]
            assert pytest.approx(bar.get_height(), abs=1e-6) == there.max() - there.min()
        assert pytest.approx(bar.get_y(), abs=1e-6) == y[x == x.max()].min()
        assert pytest.approx(bar.get_x()) == x.max()


def largest_first(group: str) -> list[str]:
    processors = (FY1995.processors or {})[group]
    return [f"processors.{group}.{p}" for p in sorted(processors, key=lambda p: -processors[p])]


def test_bands_leave_their_bar_side_by_side() -> None:
    """Beet and cane share the whole quantity's bar, the five States that of cane sugar, and so on.

    Processors leave from the largest down.
    """
    ax = draw("flow")
    for source, goals in (
        ("overall_allotment_quantity", ["sectors.beet", "sectors.cane"]),
        ("sectors.cane", [f"states.{state}" for state in FY1995.states or {}]),
        ("sectors.beet", largest_first("beet")),
        ("states.Louisiana", largest_first("Louisiana")),
    ):
        bar = patch(ax, source)
        upper = bar.get_y() + bar.get_height()
        for goal in goals:
            x, y = patch(ax, f"band.{goal}").get_path().vertices.T
            start = y[x == x.min()]
            assert pytest.approx(upper, abs=1e-6) == start.max()
            upper = start.min()
        assert pytest.approx(bar.get_y(), abs=10) == upper  # States are recorded: 6 tons less


def test_no_bars_overlap() -> None:
    ax = draw("flow")
    bars = [one for one in ax.patches if not one.get_gid().startswith("band.")]
    for first, second in combinations(bars, 2):
        if first.get_x() == second.get_x():
            lower, upper = sorted((first, second), key=lambda bar: float(bar.get_y()))
            assert lower.get_y() + lower.get_height() <= upper.get_y() + 1e-6


@pytest.mark.parametrize("width", WIDTHS)
def test_names_stand_on_no_other_bar(width: float) -> None:
    ax = draw("flow", new_axes(width))
    ax.figure.canvas.draw()
    bars = [one for one in ax.patches if not one.get_gid().startswith("band.")]
    for text in ax.texts:
        if str(text.get_gid()).startswith("label."):
            continue  # these stand in their own
        box = text.get_window_extent()
        for bar in bars:
            other = bar.get_window_extent()
            across = min(box.x1, other.x1) - max(box.x0, other.x0)
            down = min(box.y1, other.y1) - max(box.y0, other.y0)
            assert min(across, down) <= 1, (text.get_text(), bar.get_gid())


def texts(ax: Any) -> list[str]:
    return [text.get_text() for text in ax.texts]


def rows(ax: Any) -> list[tuple[str, int]]:
    """Name and amount beside the last recipients."""
    ends = [text for text in ax.texts if text.get_ha() == "right"]
    start = max(text.get_position()[0] for text in ax.texts if text.get_ha() == "left")
    names = [text for text in ax.texts if text.get_position()[0] == start]
    found = [
        (name.get_text(), int(end.get_text().replace(",", "")))
        for end in ends
        for name in names
        if name.get_position()[1] == end.get_position()[1]
    ]
    assert len(found) == len(ends)
    return found


def test_the_largest_processors_are_named_and_the_others_counted() -> None:
    """Puerto Rico's four make 71,397 short tons; all of beet's eleven have lines."""
    found = rows(draw("flow", new_axes(7.0)))
    assert ("American Crystal Sugar Co", 1_039) == found[0]
    assert ("Savannah (ADSEP DIV)", 28) == found[10]


@pytest.mark.parametrize("width", WIDTHS)
def test_every_amount_is_rounded_by_itself_as_in_the_tables(width: float) -> None:
    """Projected for 2027: 5,747,431 of beet, 2,105,619 of Louisiana, 1,111,552 of U.S. Sugar.

    The sectors make 10,574 thousand, and the overall quantity of 10,574,850 is 10,575.
    """
    projection = allotments.project(2027, consumption=12_441_000)
    found = texts(plots.flow(projection, ax=new_axes(width)))
    beet = "beet" if "beet 5,747" in found else "beet sugar allotment"
    assert {"overall allotment quantity 10,575", f"{beet} 5,747", "Louisiana 2,106"} <= {*found}
    assert ("U.S. Sugar Corp.", 1_112) in rows(plots.flow(projection, ax=new_axes(width)))


@pytest.mark.parametrize("width", WIDTHS)
def test_every_processor_is_named_or_counted(width: float) -> None:
    found = rows(draw("flow", new_axes(width)))
    counted = [int(name[8:-1]) for name, _ in found if name.startswith("others")]
    (together,) = (int(name[0]) for name, _ in found if name.endswith(" together"))
    named = len(found) - len(counted) - 1
    assert PROCESSORS_OF_THE_NOTICE == named + sum(counted) + together


def test_a_name_too_long_for_a_column_is_cut() -> None:
    names = [name for name, _ in rows(draw("flow", new_axes(3.4)))]
    (texas,) = (name for name in names if name.startswith("Rio Grande"))
    assert texas.endswith("...")


def test_sectors_and_states_are_labelled_in_thousands() -> None:
    found = texts(draw("flow", new_axes(3.4)))
    assert "overall allotment quantity 7,889" == found[0]
    assert {"beet sugar allotment 4,356", "cane sugar allotment 3,533"} <= set(found)
    assert "Florida 1,687" in found


def test_where_titles_are_too_long_for_the_bars_recipients_stand_in_them() -> None:
    assert {"beet 4,356", "cane 3,533"} <= set(texts(draw("flow", new_axes(7.0))))


@pytest.mark.parametrize("width", WIDTHS)
def test_no_edge_of_a_band_crosses_a_name(width: float) -> None:
    """Names in bars, in the middle of a band that is higher, or above their own."""
    ax = draw("flow", new_axes(width))
    ax.figure.canvas.draw()
    bands = [one for one in ax.patches if one.get_gid().startswith("band.")]
    for text in ax.texts:
        if not text.get_text().startswith(STATES):
            continue
        box = text.get_window_extent()
        for band in bands:
            end = band.get_path().vertices[:, 0].max()
            if ax.transData.transform((end, 0))[0] <= box.x0 + 1:
                continue  # it ends before
            edges = band.get_transform().transform(band.get_path().vertices)[:, 1]
            inner = box.y0 + 2, box.y1 - 2
            crossed = [y for y in (edges.min(), edges.max()) if inner[0] < y < inner[1]]
            own = band.get_gid().startswith(f"band.processors.{text.get_text().rpartition(' ')[0]}")
            assert own or not crossed, (text.get_text(), band.get_gid())


def test_the_year_is_in_the_title() -> None:
    title = draw("flow").get_title(loc="left")
    assert (
        f"Sugar marketing allotments, fiscal year 1995\nthousand {UNIT}, each rounded by itself"
        == title
    )


def test_inputs_without_states_flow_to_the_sectors_alone() -> None:
    ax = plots.flow(allotments.determine(INPUTS.replace(recorded=act1990.Recorded())))
    assert {"beet": 4_355_531, "cane": 3_533_469} == {
        sector: round(height) for sector, height in heights(ax, "sectors.").items()
    }
    assert {} == heights(ax, "states.")
    expected = {("beet sugar allotment", 4_356), ("cane sugar allotment", 3_533)}
    assert expected == set(rows(ax))


def recorded(*states: str) -> Any:
    """The determination with every processor recorded, and of the State allotments these."""
    allotted = {state: INPUTS.recorded.states[state] for state in states}
    kept = {"states": allotted, "processors": INPUTS.recorded.processors}
    return allotments.determine(INPUTS.replace(recorded=kept))


@pytest.mark.parametrize("states", [(), ("Florida",)])
def test_processors_of_a_state_without_an_allotment_are_drawn(states: tuple[str, ...]) -> None:
    """The 19 of Louisiana make 869,856 short tons, and so high is its bar; no band leads there."""
    ax = plots.flow(recorded(*states), ax=new_axes(7.0))
    assert set(INPUTS.recorded.states) == set(heights(ax, "states."))
    assert 869_856 == heights(ax, "states.")["Louisiana"]
    assert PROCESSORS_OF_THE_NOTICE == len(heights(ax, "processors."))
    assert {f"band.states.{state}" for state in states} == {
        str(one.get_gid()) for one in ax.patches if str(one.get_gid()).startswith("band.states.")
    }
    assert {"Louisiana 870", "Florida 1,687"} <= set(texts(ax))


def test_what_of_cane_is_no_states_is_left_free() -> None:
    """3,533,469 of cane beside Florida's 1,687,380 alone: all bars stay inside, and none overlap.

    Half of what is left stands above Florida's, half below it.
    """
    florida = {"states": {"Florida": 1_687_380}, "processors": {}}
    ax = plots.flow(allotments.determine(INPUTS.replace(recorded=florida)))
    cane, state = (patch(ax, path) for path in ("sectors.cane", "states.Florida"))
    below = state.get_y() - cane.get_y()
    assert pytest.approx((3_533_469 - 1_687_380) / 2, abs=1) == below
    assert {("Florida", 1_687), ("beet sugar allotment", 4_356)} == set(rows(ax))
    for bar in (cane, state, patch(ax, "sectors.beet")):
        assert 0 <= bar.get_y()
        assert bar.get_y() + bar.get_height() <= ax.get_ylim()[1]


def test_a_label_longer_than_its_bar_stands_above_it() -> None:
    """Cane a twentieth of beet."""
    recorded = {
        "states": {"Texas": 375_667},
        "processors": {"Texas": {"A $": 375_667, "none": 0}, "beet": {}},
    }
    criteria = {
        "beet": dict.fromkeys(act1990.Criteria.model_fields, 4_000 * TST),
        "cane": dict.fromkeys(act1990.Criteria.model_fields, 200 * TST),
    }
    found = allotments.determine(INPUTS.replace(criteria=criteria, recorded=recorded))
    ax = plots.flow(found, ax=new_axes(3.4))
    (label,) = (text for text in ax.texts if text.get_text() == "cane 376")
    bar = patch(ax, "sectors.cane")
    assert pytest.approx(bar.get_y() + bar.get_height()) == label.get_position()[1]
    assert ("A $", 376) in rows(ax)
    ax.figure.canvas.draw()


def test_however_narrow_the_axes_names_have_some_space() -> None:
    ax = plt.subplots(figsize=(0.6, 4))[1]
    assert PROCESSORS_OF_THE_NOTICE == len(heights(plots.flow(FY1995, ax=ax), "processors."))


def made_up(*figures: tuple[str, str, int, str]) -> Any:
    """A determination under an Act of no country: paths, recipients, values, parts of what."""
    return Determination(
        act="none",
        fiscal_year=2_009,
        inputs=None,
        notice=None,
        figures={
            path: Figure(
                Key(path, recipient=who), path, path.title(), value, "computed", "", part_of=whole
            )
            for path, who, value, whole in figures
        },
    )


def test_figures_of_any_act_flow_by_what_they_are_a_part_of() -> None:
    """A quantity of 9 million: a third is divided twice more, a third once, a third not."""
    ax = plots.flow(
        made_up(
            ("all", "", 9_000_000, ""),
            ("weather", "", 20, ""),
            ("domestic", "domestic", 6_000_000, "all"),
            ("imports", "imports", 3_000_000, "all"),
            ("offshore", "offshore", 3_000_000, "domestic"),
            ("mainland", "mainland", 3_000_000, "domestic"),
            ("Hawaii", "Hawaii", 2_000_600, "offshore"),
            ("Puerto Rico", "Puerto Rico", 999_400, "offshore"),
        )
    )
    bars: dict[str, Any] = {str(one.get_gid()): one for one in ax.patches}
    assert "weather" not in bars
    places = [bars[path].get_x() for path in ("all", "domestic", "offshore", "Hawaii")]
    assert sorted(set(places)) == places
    assert bars["Hawaii"].get_x() == bars["mainland"].get_x() == bars["imports"].get_x()
    expected = {("Hawaii", 2_001), ("Puerto Rico", 999), ("Mainland", 3_000), ("Imports", 3_000)}
    assert expected == set(rows(ax))
    assert "fiscal year 2009" in ax.get_title(loc="left")


def test_parts_that_are_not_all_of_their_whole_are_rounded_by_themselves() -> None:
    ax = plots.flow(
        made_up(("all", "", 9_000, ""), ("A", "A", 1_600, "all"), ("B", "B", 1_600, "all"))
    )
    assert {("A", 2), ("B", 2)} == set(rows(ax))


def test_a_part_without_its_whole_and_without_a_group_bears_its_path() -> None:
    ax = plots.flow(made_up(("A", "A", 3_000, "the whole"), ("B", "B", 1_000, "the whole")))
    assert "the whole, in part" in texts(ax)


def test_without_allotments_nothing_flows() -> None:
    estimates = INPUTS.estimates.replace(reasonable_carryover_stocks=1_300 * TST)
    with pytest.raises(InvalidInput, match=r"^determination: found no quantity that is divided"):
        plots.flow(allotments.determine(INPUTS.replace(estimates=estimates)))


def test_quantities_below_zero_do_not_flow() -> None:
    """1,000 + 200 - 1,250 - 1,386 = -1,436 TST."""
    estimates = INPUTS.estimates.replace(
        consumption=1_000 * TST, reasonable_carryover_stocks=200 * TST
    )
    inputs = INPUTS.replace(estimates=estimates, recorded=act1990.Recorded())
    with pytest.raises(InvalidInput) as caught:
        plots.flow(allotments.determine(inputs))
    expected = "overall_allotment_quantity: found -1,436,000 short tons, expected a number above 0"
    assert expected == caught.value.faults[-1]
    assert "sectors.beet" == caught.value.faults[0].partition(":")[0]
    assert [] == plt.get_fignums()


@given(st.lists(st.floats(0, 100), min_size=1, max_size=10).map(lambda m: sorted(m, reverse=True)))
def test_labels_are_a_line_apart_and_inside(middles: list[float]) -> None:
    """Ten lines of height 10 fit into 100, whatever they stand for."""
    places = allotment_flow._apart(middles, 10, 100, 0)
    assert len(middles) == len(places)
    assert 95 + 1e-9 >= places[0]
    assert 5 <= places[-1]
    assert all(upper - lower >= 10 - 1e-9 for upper, lower in pairwise(places))


def test_labels_with_room_stay_where_they_are() -> None:
    assert [90, 50, 20] == allotment_flow._apart([90, 50, 20], 10, 100, 0)


# --- the spread -----------------------------------------------------------------------------------


def test_the_probability_of_the_trigger_is_said() -> None:
    """Below 1,250,000, strictly, are 1,100, 1,200, 1,249 and 1,240: four of eight."""
    assert [
        "allotments required: 50.0% (4 of 8)",
        "not required: 50.0% (4 of 8)",
        "threshold: 1,250,000 short tons, raw value",
    ] == legend(draw("imports"))[:3]


def test_probabilities_round_half_up() -> None:
    """1 of 16 is 6.25 percent, 15 of 16 are 93.75."""
    imports = np.full(16, 1_300 * TST)
    imports[3] = 1_249_999
    assert [
        "allotments required: 6.3% (1 of 16)",
        "not required: 93.8% (15 of 16)",
    ] == legend(plots.spread(imports, threshold=TRIGGER))[:2]


def test_median_and_ninety_percent_are_said() -> None:
    """Of 0, 1, ..., 100 hundred tons the median is 5,000, and 5 to 95 percent 500 to 9,500.

    Forty bins of 10,000 short tons are 250 wide. Nothing tells whether allotments are required.
    """
    ax = plots.spread(np.arange(101) * 100, name="restraint, beet")
    assert ["median 5,000\n90% between 500 and 9,500"] == legend(ax)
    assert f"restraint, beet, {UNIT}" == ax.get_xlabel()
    assert "percent of scenarios\nper bin of 250 short tons" == ax.get_ylabel()


def test_the_threshold_stands_at_its_place_and_no_bar_across_it() -> None:
    """The range of 300,000 short tons in at most forty bins: of 10,000."""
    ax = draw("imports")
    (line,) = (line for line in ax.lines if line.get_gid() == "threshold")
    assert [TRIGGER, TRIGGER] == list(line.get_xdata())
    assert ax.get_ylabel().endswith("per bin of 10,000 short tons")
    below, above = bars_of(ax)
    assert TRIGGER in below.get_data().edges
    values, edges, _ = below.get_data()
    assert 50 == pytest.approx(values[edges[1:] <= TRIGGER].sum())
    assert 0 == values[edges[:-1] >= TRIGGER].sum()
    assert 50 == pytest.approx(above.get_data().values.sum())


def test_outcomes_cut_off_at_the_trigger_have_no_false_drop_there() -> None:
    """Even outcomes up to 3,999 have as many in the last bin as in the others."""
    ax = plots.spread(np.where(np.arange(8_000) < 4_000, np.arange(8_000), np.nan))
    values, edges, _ = bars_of(ax)[0].get_data()
    assert 3_999 == edges[-1]
    assert pytest.approx(50 / 40, abs=0.01) == values[-1]


@pytest.mark.parametrize("width", WIDTHS)
def test_there_are_at_least_three_ticks(width: float) -> None:
    ax = draw("imports", new_axes(width))
    low, high = ax.get_xlim()
    assert 3 <= sum(low <= tick <= high for tick in ax.get_xticks())


@pytest.mark.parametrize("mask", [np.ma.masked_invalid, np.asarray])
def test_outcomes_not_established_have_no_bar_and_no_line_in_the_legend(mask: Any) -> None:
    """A restraint where no allotments are required is NaN or masked; three of four have one."""
    ax = plots.spread(mask([100.0, 200.0, 300.0, np.nan]))
    assert [
        "allotments required: 75.0% (3 of 4)",
        "median 200\n90% between 110 and 290",
    ] == legend(ax)
    assert 75 == pytest.approx(bars_of(ax)[0].get_data().values.sum())


def test_an_evaluation_is_taken_with_a_path() -> None:
    """Stocks of 1,278 TST require allotments, 1,279 do not: 1,250 and 1,249 TST of imports."""
    stocks = np.array([1_278, 1_279]) * TST
    found = scenarios.evaluate(INPUTS, {"estimates.reasonable_carryover_stocks": stocks})
    ax = plots.spread(found, "sectors.beet")
    assert "allotments required: 50.0% (1 of 2)" == legend(ax)[0]
    assert "median 4,355,531\n90% between 4,355,531 and 4,355,531" == legend(ax)[-1]
    assert f"sectors.beet, {UNIT}" == ax.get_xlabel()
    with pytest.raises(InvalidInput, match=r"^path: found sectors.beets: did you mean 'sectors.b"):
        plots.spread(found, "sectors.beets")


@pytest.mark.parametrize("outcomes", [None, 7, np.array([1.0, 2.0]), [1, 2]])
def test_a_path_goes_with_an_evaluation(outcomes: Any) -> None:
    expected = "expected what scenarios.evaluate returns, beside a path$"
    with pytest.raises(TypeError, match=f"^outcomes: found .*, {expected}"):
        plots.spread(outcomes, "sectors.beet")


def test_small_numbers_have_the_decimals_that_tell_them_apart() -> None:
    """Factors from 0.500 to 0.540 in forty bins of a thousandth."""
    ax = plots.spread(np.linspace(0.5, 0.54, 81), name="percentage factor", unit="ratio")
    assert "percentage factor, ratio" == ax.get_xlabel()
    assert ax.get_ylabel().endswith("per bin of 0.00100 ratio")
    assert ["median 0.520\n90% between 0.502 and 0.538"] == legend(ax)


def test_one_scenario_and_lists_will_do() -> None:
    ax = plots.spread([[1_250_000]], threshold=TRIGGER)
    ax.figure.canvas.draw()
    assert "allotments required: 0.0% (0 of 1)" == legend(ax)[0]


def test_what_there_is_not_stands_not_in_the_legend() -> None:
    assert not [row for row in legend(plots.spread([1, 2], threshold=3)) if "not required" in row]


NOT_ESTABLISHED = (
    "outcomes: found no scenario in which it is established, expected an array with at least one"
)


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ([], NOT_ESTABLISHED),
        (1_249_000, NOT_ESTABLISHED),
        ([float("nan")], NOT_ESTABLISHED),
        ([float("inf")], r"outcomes: found inf at index 0, expected finite numbers"),
        (["a"], r"outcomes: found an array of .*, expected numbers"),
        ([[1], [1, 2]], "outcomes: found rows that differ in length, expected an array"),
    ],
)
def test_bad_scenarios_are_refused_in_one_line(outcomes: Any, expected: str) -> None:
    with pytest.raises(InvalidInput, match=f"^{expected}$"):
        plots.spread(outcomes)
    assert [] == plt.get_fignums()


# --- gains and losses -----------------------------------------------------------------------------


def lengths(ax: Any) -> dict[str, int]:
    return {bar.get_gid(): round(bar.get_width()) for bar in ax.patches}


def test_bars_are_changes_from_the_largest_gain_to_the_largest_loss() -> None:
    """Beet: 7,889,000 * (12,338 / 22,608 - 4,209.5 / 7,624.5) = -50,219; cane gains as much."""
    assert -50_219 == round(7_889_000 * (Fraction(12_338, 22_608) - Fraction(42_095, 76_245)))
    ax = plots.comparison(CHANGE, "sectors")
    assert {"sectors.cane": 50_219, "sectors.beet": -50_219} == lengths(ax)
    cane, beet = bars_of(ax)
    assert cane.get_y() < beet.get_y() < ax.get_ylim()[0]
    assert cane.get_hatch() is None
    assert "////" == beet.get_hatch()
    assert ["Cane sugar allotment", "+50,219", "Beet sugar allotment", "-50,219"] == texts(ax)
    assert "Gains and losses, fiscal year 1995" == ax.get_title(loc="left")


def test_all_recipients_stand_in_one_order() -> None:
    found = list(lengths(plots.comparison(CHANGE)).values())
    assert sorted(found, reverse=True) == found


def test_the_smallest_changes_are_left_out_and_counted() -> None:
    """Of 52 processors as many as there are lines, save one line that counts the rest."""
    ax = plots.comparison(CHANGE, "processors", ax=new_axes(3.4))
    (note,) = (text for text in texts(ax) if text.startswith("and "))
    drawn = lengths(ax)
    assert f"and {52 - len(drawn)} smaller changes" == note
    assert {-11_981, 9_344} <= set(drawn.values())
    gains = [one for one in CHANGE.gains if one.path.startswith("processors.")]
    left_out = [abs(float(one.difference or 0)) for one in gains if one.path not in drawn]
    assert max(left_out) < min(map(abs, drawn.values()))


def test_names_too_long_are_cut_and_none_is_read_as_a_formula() -> None:
    key = Key("p", recipient="$A$")
    gain = SimpleNamespace(path="p.$A$", key=key, title="$A$" * 30, difference=1_000)
    years = {"gains": (gain,), "losses": (), "fiscal_years": (1994, 1995)}
    ax = plots.comparison(SimpleNamespace(**years), ax=new_axes(3.4))
    ax.figure.canvas.draw()
    name, amount = texts(ax)
    assert name.startswith("$A$$A$")
    assert name.endswith("...")
    assert "+1,000" == amount
    assert "Gains and losses, fiscal years 1994 and 1995" == ax.get_title(loc="left")


def test_in_axes_too_small_one_change_is_drawn() -> None:
    ax = plots.comparison(CHANGE, ax=plt.subplots(figsize=(1, 0.5))[1])
    assert 1 == len(lengths(ax))


def test_a_comparison_without_a_change_is_refused() -> None:
    with pytest.raises(InvalidInput, match=r"^comparison: found no change, expected somebody"):
        plots.comparison(allotments.compare(FY1995, FY1995))


def test_a_family_of_none_is_refused() -> None:
    with pytest.raises(InvalidInput, match=r"^family: found 'state'; did you mean 'states'\?$"):
        plots.comparison(CHANGE, "state")


# --- axes and colours -----------------------------------------------------------------------------


def test_axes_of_another_kind_are_refused_in_one_line() -> None:
    several: Any = plt.subplots(1, 2)[1]
    with pytest.raises(TypeError, match=r"^ax: found array\(.*, expected one Axes$"):
        plots.flow(FY1995, ax=several)
    solid = plt.figure().add_subplot(projection="3d")
    with pytest.raises(TypeError, match=r"^ax: found one in three dimensions, expected one in two"):
        plots.flow(FY1995, ax=solid)
    round_ones = plt.figure().add_subplot(projection="polar")
    with pytest.raises(
        TypeError, match=r"^ax: found a polar one, expected one in two, rectilinear$"
    ):
        plots.flow(FY1995, ax=round_ones)
    figure: Any = plt.figure()
    with pytest.raises(TypeError, match=r"^ax: found a Figure, expected one Axes$"):
        plots.flow(FY1995, ax=figure)


def test_pictures_pickle() -> None:
    """As those of matplotlib do, drawn or not."""
    for ax in (act1990_plots.simplex(INPUTS), plots.flow(FY1995)):
        copied = pickle.loads(pickle.dumps(ax.figure))  # noqa: S301 -- our own
        copied.canvas.draw()
        assert len(copied.axes) == 1
        assert pickle.dumps(copied)


@pytest.mark.parametrize(("style", "dark"), [("default", False), ("dark_background", True)])
def test_a_transparent_figure_goes_by_its_text(style: str, *, dark: bool) -> None:
    with plt.style.context(style), plt.rc_context({"figure.facecolor": "none"}):
        assert dark is drawing.is_dark(new_axes())


# --- the history ----------------------------------------------------------------------------------

MILLION = 1_000_000


def announced(
    year: int, day: str, whole: int | None = None, beet: int | None = None, cane: int | None = None
) -> SimpleNamespace:
    return SimpleNamespace(
        act="2002" if year > 2002 else "1990",
        fiscal_year=year,
        announced=day,
        consumption=None,
        overall_allotment_quantity=whole and whole * MILLION,
        beet=beet and beet * MILLION,
        cane=cane and cane * MILLION,
    )


def history_of(*announcements: SimpleNamespace) -> Any:
    return plots.history(SimpleNamespace(announcements=list(announcements)))


def line(ax: Any, name: str) -> list[tuple[float, float | None]]:
    """A line's points, to two decimals; nothing where it ends."""
    (found,) = (one for one in ax.lines if one.get_gid() == name)
    points = zip(*found.get_data(), strict=True)
    return [(round(float(x), 2), None if np.isnan(y) else float(y)) for x, y in points]


def rings(ax: Any) -> list[list[tuple[float, float]]]:
    """The points of each line's rings."""
    found = [one.get_data() for one in ax.lines if one.get_gid() is None]
    return [[(round(float(x), 2), float(y)) for x, y in zip(*xy, strict=True)] for xy in found]


def test_a_change_within_a_fiscal_year_is_a_step_on_its_day() -> None:
    """FY2003 begins on 1 October 2002; 1 April is 182 days later, about half of the year.

    Nothing is printed for beet when the quantity changes, so its line ends; an announcement that
    prints cane alone leaves the others as they are. A year without a day stands for its first.
    """
    ax = history_of(
        announced(2003, "2002-08", 8, 4, 3),
        announced(2003, "2003-04-01", 9),
        announced(2003, "2003-04-01", cane=2),
        announced(2004, "", 9, 5, 4),
        announced(2004, "2003-01-01", 9, 6, 4),
    )
    end, after = (2003.5, None), (2004.5, None)
    step = 2002.5 + 182 / 366
    assert [
        (2002.5, 8.0),
        (round(step, 2), 9.0),
        (round(step + 0.04, 2), 9.0),
        (2003.5, 9.0),
        end,
        (2003.5, 9.0),
        (2003.54, 9.0),
        (2004.5, 9.0),
        after,
    ] == line(ax, "overall_allotment_quantity")
    assert [4.0, None, None] == [y for _, y in line(ax, "beet")][:3]
    assert [3.0, None, 2.0] == [y for _, y in line(ax, "cane")][:3]
    consumption, whole, beet, cane = rings(ax)
    assert [(round(step, 2), 9.0)] == whole
    assert [(2003.54, 6.0)] == beet
    assert [] == cane  # what it was before is not known
    assert [] == consumption


def test_a_change_after_the_fiscal_year_is_drawn_in_it() -> None:
    ax = history_of(announced(2003, "2002", 8), announced(2003, "2004-09-30", 9))
    assert (2003.46, 9.0) == line(ax, "overall_allotment_quantity")[1]


def test_each_act_has_its_background_and_its_name() -> None:
    ax = history_of(announced(1995, "", 8), announced(2003, "", 8, 4, 3), announced(2005, "", 9))
    assert (1994.5, 1995.5) == spanned(ax, "act.1990")
    assert (2002.5, 2005.5) == spanned(ax, "act.2002")
    names = ["Act of 1990", "Act of 2002", "overall quantity", "beet", "cane"]
    assert names == [text.get_text() for text in ax.texts]


def spanned(ax: Any, gid: str) -> tuple[float, float]:
    box = patch(ax, gid)
    return float(box.get_x()), float(box.get_x() + box.get_width())


def test_a_line_that_no_notice_prints_has_no_name() -> None:
    ax = history_of(announced(1995, "", 8))
    assert ["Act of 1990", "overall quantity"] == [text.get_text() for text in ax.texts]


def test_the_printed_history_ends_with_fiscal_year_2025_or_later() -> None:
    """The quantity of September 2024 is 10,455,000 short tons."""
    points = line(plots.history(allotments.history()), "overall_allotment_quantity")
    assert (2024.5, 10.455) in points


def test_where_all_gain_the_axis_begins_at_zero() -> None:
    """The space of the names, left of zero, is no loss; beet gains 138,592.5."""
    notice = allotments.load("fy2025")
    more = notice.inputs.replace(estimates={"consumption": 12_600_000})
    ax = plots.comparison(allotments.compare(notice, more))
    assert (0, 138_592.5) == ax.spines["bottom"].get_bounds()
    assert [0, 50_000, 100_000] == [*ax.get_xticks()]


def test_no_name_of_a_projection_is_cut_on_new_axes() -> None:
    assert "Southern Minnesota Beet Sugar Co-op." in texts(
        plots.projection(allotments.project(2027, consumption=12_441_000))
    )


def test_consumption_stands_above_the_quantity_dotted() -> None:
    """12,300,000 short tons in fiscal year 2025."""
    ax = plots.history(allotments.history())
    assert (2024.5, 12.3) in line(ax, "consumption")
    (dotted,) = (one for one in ax.lines if one.get_linestyle() == ":")
    assert "consumption" == dotted.get_gid()


def test_no_history_is_refused() -> None:
    with pytest.raises(InvalidInput, match=r"^history: found no allotments, expected a notice"):
        history_of()


# --- a projection, and errors of forecasts --------------------------------------------------------


def test_a_bar_is_the_middle_of_a_range_that_stands_beside_it() -> None:
    """Under what is divided; hatched where one print alone gave the share."""
    ax = draw("projection", new_axes(7.0))
    bars = {bar.get_gid(): bar for bar in ax.patches}
    assert 12 == len(bars)
    wyoming = bars["processors.beet.Wyoming Sugar Co."]
    assert 48_124 <= wyoming.get_width() <= 48_125
    assert wyoming.get_hatch() is None
    assert "////" == bars["processors.Florida.Florida Crystals"].get_hatch()
    said = [text.get_text() for text in ax.texts]
    assert "48,124 to 48,125" == said[said.index("Wyoming Sugar Co.") + 1]
    assert "Florida: 2,721,800 to 2,721,801" in said
    assert "hatched: no further print tests the share" in ax.get_xlabel()


def test_beside_a_bar_a_line_goes_from_the_least_quantile_to_the_greatest() -> None:
    """Wyoming has 0.83732 percent of beet: of 5,172,688 tons 43,312, and of 6,322,174 52,937."""
    consumption = np.array([0.9, 1, 1.1]) * 12_441_000
    changes = {"estimates.consumption": consumption}
    summary = scenarios.summarise(PROJECTION, changes, quantiles=[0, 0.5, 1])
    ax = plots.projection(PROJECTION, summary=summary)
    assert 12 == len(ax.lines)
    least, greatest = np.asarray(ax.lines[6].get_xdata(), np.float64)
    assert [43_312, 52_937] == [round(least), round(greatest)]


def test_what_is_not_known_has_no_bar() -> None:
    """Cane of fiscal year 2025 has no earlier print of its recipients."""
    ax = plots.projection(allotments.project(2025, consumption=12_300_000), ax=new_axes())
    assert 7 == len(ax.patches)
    said = [text.get_text() for text in ax.texts]
    assert "not known" == said[said.index("M. A. Patout & Sons") + 1]
    learned = allotments.project(2023, consumption=12_525_000, learned_from="fy2021")
    states = [text.get_text() for text in plots.projection(learned).texts]
    assert "Florida: 2,612,144 to 2,612,148" in states
    nothing = allotments.project(2010, consumption=10_865_000)
    with pytest.raises(InvalidInput, match=r"^projection: found no range of a processor"):
        plots.projection(nothing)


def test_processors_stand_under_a_state_that_nobody_printed() -> None:
    learned = allotments.project(2022, consumption=12_200_000, learned_from="fy2021")
    said = [text.get_text() for text in plots.projection(learned).texts]
    assert {"Florida", "Louisiana", "Texas"} <= set(said)


def test_errors_are_drawn_by_month() -> None:
    """From May to September of the next year 17 months; in August 6.78 percent at most.

    Fiscal year 2011: 11,212,000 tons came, and 10,500,000 had been projected.
    """
    ax = plots.forecast_errors()
    (median,) = [line for line in ax.lines if line.get_label() == "median"]
    assert 17 == np.size(median.get_xdata())
    outer = np.asarray(ax.collections[0].get_paths()[0].vertices, np.float64)
    assert 100 * 712 / 10_500 == pytest.approx(outer[:, 1].max())
    assert ["M", "J", "J", "A", "S"] == [text.get_text() for text in ax.get_xticklabels()][:5]
