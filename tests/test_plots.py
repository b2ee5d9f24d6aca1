"""Pictures: the right points, widths, words and units, legible in a column and at full width."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from fractions import Fraction
from importlib import import_module
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import allotments
from allotments import TST, InvalidInput, act1990, plots
from allotments.plots import allotment_flow

mpl = import_module("matplotlib")
mpl.use("Agg")
plt = import_module("matplotlib.pyplot")

NOTICE = allotments.load("fy1995")
INPUTS = NOTICE.inputs
FY1995 = allotments.determine(INPUTS)
WIDTHS = {3.4: 4.6, 7.0: 4.4}  # a paper's column and its full width, and heights; inches
STYLES = ("default", "dark_background")
UNIT = "short tons, raw value"
PROCESSORS_OF_THE_NOTICE = 11 + 6 + 11 + 19 + 4 + 1

# Eight scenarios around the trigger, one of them at it.
IMPORTS = np.array([1_100, 1_200, 1_249, 1_250, 1_251, 1_300, 1_400, 1_240]) * TST


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    plt.close("all")  # those of other files, in the same process
    yield
    plt.close("all")


def new_axes(width: float = 3.4) -> Any:
    return plt.subplots(figsize=(width, WIDTHS[width]), layout="constrained")[1]


def draw(name: str, ax: Any = None) -> Any:
    return {
        "beet": lambda: plots.simplex(INPUTS, ax=ax),
        "cane": lambda: plots.simplex(INPUTS, "cane", ax=ax),
        "flow": lambda: plots.flow(FY1995, ax=ax),
        "imports": lambda: plots.spread(IMPORTS, ax=ax),
        "restraint": lambda: plots.spread(IMPORTS / 8, imports=IMPORTS, name="restraint", ax=ax),
    }[name]()


PICTURES = ("beet", "cane", "flow", "imports", "restraint")


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
    """The bars of a spread: allotments required, and not."""
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
    assert any(UNIT in text.get_text() for text in words(draw(name, new_axes())))


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PICTURES)
def test_no_words_overlap_nor_leave_the_figure(name: str, width: float, style: str) -> None:
    with plt.style.context(style):
        ax = draw(name, new_axes(width))
        ax.figure.canvas.draw()
        boxes = [(text.get_text(), text.get_window_extent()) for text in words(ax)]
    assert len(boxes) > 8
    for text, box in boxes:
        assert box.x0 >= 0, text
        assert box.y0 >= 0, text
        assert box.x1 <= ax.figure.bbox.x1, text
        assert box.y1 <= ax.figure.bbox.y1, text
    for (one, first), (other, second) in combinations(boxes, 2):
        across = min(first.x1, second.x1) - max(first.x0, second.x0)
        down = min(first.y1, second.y1) - max(first.y0, second.y0)
        assert min(across, down) <= 1, (one, other)  # pixel
        if one[-1:].isdigit() and other[-1:].isdigit() and down > 0:  # numbers side by side
            assert across < -2, (one, other)


@pytest.mark.parametrize("name", PICTURES)
def test_words_are_light_on_dark_and_dark_on_light(name: str) -> None:
    for style, colour in zip(STYLES, ("black", "white"), strict=True):
        with plt.style.context(style):
            found = {mpl.colors.to_hex(text.get_color()) for text in words(draw(name, new_axes()))}
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
    ] == legend(plots.simplex(INPUTS))


def test_cane_has_room_where_beet_is_restrained() -> None:
    """Both restraints add up to production less the overall quantity, 7,890 - 7,889 = 1 TST."""
    assert [
        "FY1995, 25/25/50: -143,469",
        "equal, 33.3/33.3/33.3: -193,689",
        "CEA and OMB, 10/30/60: -81,071",
    ] == legend(plots.simplex(INPUTS, "cane"))


def test_a_mark_stands_at_the_weighted_mean_of_the_corners() -> None:
    """Corners (1/2, h), (0, 0), (1, 0) with h = 0.8660: 25/25/50 is (0.125 + 0.5, h / 4)."""
    height = 3**0.5 / 2
    found = marks(plots.simplex(INPUTS))
    assert {"FY1995", "equal", "CEA and OMB"} == set(found)
    assert (0.625, pytest.approx(height / 4)) == found["FY1995"]
    assert (pytest.approx(0.5), pytest.approx(height / 3)) == found["equal"]
    assert (pytest.approx(0.65), pytest.approx(height / 10)) == found["CEA and OMB"]


def test_the_colour_under_a_mark_is_its_restraint() -> None:
    """The grid has a point at 25/25/50, whose colour value is 144,469 and whose place the mark's.

    At its corners one criterion alone counts: past marketings restrain beet by 4,500,000 less
    7,889,000 * 3,430 / 6,771.
    """
    ax = plots.simplex(INPUTS)
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
    ax = plots.simplex(INPUTS, "cane")
    (mesh,) = (one for one in ax.collections if isinstance(one, mpl.collections.TriMesh))
    assert 430 == round(mesh.norm.vmax)


def test_lines_of_equal_restraint_are_named_on_the_scale() -> None:
    (scale,) = draw("beet").child_axes
    expected = ["100,000", "200,000", "300,000", "400,000", "500,000"]
    assert expected == [label.get_text() for label in scale.get_xticklabels()]
    assert f"restraint on beet sugar marketings, {UNIT}" == scale.get_xlabel()


def test_corners_are_named() -> None:
    found = {text.get_text(): text.xy for text in draw("beet").texts}
    assert (0.5, pytest.approx(3**0.5 / 2)) == tuple(found["past marketings"])
    assert (0, 0) == tuple(found["processing\ncapacity"])
    assert (1, 0) == tuple(found["ability\nto market"])


def test_the_scales_stand_on_the_sides_that_lead_up_to_their_corners() -> None:
    """75% of past marketings is on the side from ability to market, near the top."""
    found = [(text.get_text(), tuple(text.xy)) for text in draw("beet").texts if "%" in str(text)]
    height = 3**0.5 / 2
    assert ("75%", (0.625, pytest.approx(0.75 * height))) in found
    assert ("75%", (pytest.approx(0.125), pytest.approx(0.25 * height))) in found
    assert ("75%", (0.75, 0)) in found


def test_other_weights_of_the_inputs_are_marked_too() -> None:
    """Past marketings alone: 4,500,000 - 7,889,000 * 3,430 / 6,771 = 503,652.34."""
    other = plots.simplex(INPUTS.replace(weights=(1, 0, 0)))
    assert "inputs, 100/0/0: 503,652" == legend(other)[0]
    assert 4 == len(marks(other))


def test_weightings_of_ones_own_may_have_any_name() -> None:
    ax = plots.simplex(INPUTS, weightings={"_$half$": (0.5, 0, "1/2")})
    ax.figure.canvas.draw()
    assert (0.75, pytest.approx(3**0.5 / 4)) == marks(ax)["_$half$"]
    (only,) = legend(ax)
    assert only.startswith("_$half$, 50/0/50: ")


def test_no_weighting_need_be_marked() -> None:
    assert {} == marks(plots.simplex(INPUTS, weightings={}))


def same_criteria(**changed: int) -> Any:
    given = dict.fromkeys(act1990.Criteria.model_fields, 4_000 * TST) | changed
    return {"beet": given, "cane": given}


def test_where_weights_change_nothing_there_is_one_colour_and_no_error() -> None:
    ax = plots.simplex(INPUTS.replace(criteria=same_criteria()))
    ax.figure.canvas.draw()
    assert {"FY1995, 25/25/50: 55,500"} <= set(legend(ax))  # 4,000,000 - 7,889,000 / 2


def test_a_corner_where_all_criteria_are_zero_has_no_colour() -> None:
    ax = plots.simplex(INPUTS.replace(criteria=same_criteria(past_marketings=0)))
    (mesh,) = (one for one in ax.collections if isinstance(one, mpl.collections.TriMesh))
    triangles = mesh._triangulation
    shown = triangles.triangles[~triangles.mask]
    assert triangles.y.argmax() not in shown
    assert triangles.triangles.size > shown.size


def test_in_axes_too_small_for_it_a_triangle_is_still_drawn() -> None:
    ax = plt.subplots(figsize=(0.5, 0.5))[1]
    assert 3 == len(marks(plots.simplex(INPUTS, ax=ax)))


def test_a_sector_of_none_is_refused() -> None:
    with pytest.raises(InvalidInput, match=r"^sector: found 'beets', did you mean 'beet'\?$"):
        plots.simplex(INPUTS, "beets")


def test_weights_of_none_are_refused_by_name() -> None:
    with pytest.raises(InvalidInput, match=r"^weightings\['mine'\]: .*found all three zero"):
        plots.simplex(INPUTS, weightings={"mine": (0, 0, 0)})


@pytest.mark.parametrize("weightings", [None, {}])
def test_without_allotments_there_is_no_restraint(weightings: dict[str, Any] | None) -> None:
    estimates = INPUTS.estimates.replace(reasonable_carryover_stocks=1_279 * TST)
    with pytest.raises(InvalidInput, match=r"^imports: found 1,250,000 .* fewer than 1,250,000$"):
        plots.simplex(INPUTS.replace(estimates=estimates), weightings=weightings)


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
        box = text.get_window_extent()
        for bar in bars:
            other = bar.get_window_extent()
            across = min(box.x1, other.x1) - max(box.x0, other.x0)
            down = min(box.y1, other.y1) - max(box.y0, other.y0)
            assert min(across, down) <= 1, (text.get_text(), bar.get_gid())


def rows(ax: Any) -> list[tuple[str, str]]:
    """Number and name beside the processors."""
    texts = [text.get_text() for text in ax.texts]
    start = texts.index("1,039")
    end = next(index for index, text in enumerate(texts) if "overall" in text)
    return list(zip(texts[start:end:2], texts[start + 1 : end : 2], strict=True))


def test_the_largest_processors_are_named_and_the_others_counted() -> None:
    """Puerto Rico's four make 71,397 short tons; all of beet's eleven have room.

    The rows' numbers, each rounded by itself, add up to the total but for that rounding.
    """
    found = rows(draw("flow", new_axes(7.0)))
    assert ("1,039", "American Crystal Sugar Co") == found[0]
    assert ("28", "Savannah (ADSEP DIV)") == found[10]
    assert ("657", "U.S. Sugar Corp") == found[11]
    assert ("71", "processors (4)") in found
    assert ("132", "Rio Grande Valley Sugar Growers") == found[-1]
    counted = [int(name[8:-1]) for _, name in found if name.startswith("others")]
    assert PROCESSORS_OF_THE_NOTICE == len(found) - len(counted) - 1 + sum(counted) + 4
    assert 7_889 == pytest.approx(sum(int(n.replace(",", "")) for n, _ in found), abs=len(found))


def test_a_name_too_long_for_a_column_is_cut() -> None:
    names = [name for _, name in rows(draw("flow", new_axes(3.4)))]
    assert "American Crystal Sugar Co" in names
    assert names[-1].startswith("Rio Grande Valley")
    assert names[-1].endswith("...")


def test_sectors_and_states_are_labelled_in_thousands() -> None:
    texts = [text.get_text() for text in draw("flow", new_axes(7.0)).texts]
    assert "overall quantity 7,889" in texts
    assert "beet sugar\n4,356" in texts
    assert "cane sugar\n3,533" in texts
    assert "Florida 1,687" in texts


def test_the_year_is_in_the_title() -> None:
    title = draw("flow").get_title(loc="left")
    assert f"Sugar marketing allotments, fiscal year 1995\nthousand {UNIT}" == title


def test_inputs_without_states_flow_to_the_sectors_alone() -> None:
    ax = plots.flow(allotments.determine(INPUTS.replace(recorded=act1990.Recorded())))
    assert {"beet", "cane"} == set(heights(ax, "sectors."))
    assert {} == heights(ax, "states.")
    assert {} == heights(ax, "processors.")
    assert ["overall quantity 7,889", "beet sugar\n4,356", "cane sugar\n3,533"] == [
        text.get_text() for text in ax.texts
    ]


def recorded(*states: str) -> Any:
    """The determination with every processor recorded, and of the State allotments these."""
    allotted = {state: INPUTS.recorded.states[state] for state in states}
    kept = {"states": allotted, "processors": INPUTS.recorded.processors}
    return allotments.determine(INPUTS.replace(recorded=kept))


@pytest.mark.parametrize("states", [(), ("Florida",)])
def test_processors_of_a_state_without_an_allotment_are_drawn(states: tuple[str, ...]) -> None:
    """The 19 of Louisiana make 869,856 short tons, and so high is its bar."""
    ax = plots.flow(recorded(*states), ax=new_axes(7.0))
    drawn = heights(ax, "processors.")
    summed = {state: drawn.pop(state) for state in INPUTS.recorded.states if state in drawn}
    assert set(INPUTS.recorded.states) - set(states) == set(summed)
    assert set(states) == set(heights(ax, "states."))
    assert 869_856 == summed["Louisiana"]
    assert PROCESSORS_OF_THE_NOTICE == len(drawn)
    assert {"Louisiana 870", "Florida 1,687"} <= {text.get_text() for text in ax.texts}


def test_what_of_cane_is_no_states_is_left_free() -> None:
    """3,533,469 of cane beside Florida's 1,687,380 alone: all bars stay inside, and none overlap.

    Half of what is left stands above Florida's, half below it.
    """
    florida = {"states": {"Florida": 1_687_380}, "processors": {}}
    ax = plots.flow(allotments.determine(INPUTS.replace(recorded=florida)))
    cane, state, beet = (patch(ax, p) for p in ("sectors.cane", "states.Florida", "sectors.beet"))
    assert 0 <= cane.get_y()
    assert cane.get_y() + cane.get_height() <= beet.get_y()
    assert beet.get_y() + beet.get_height() <= ax.get_ylim()[1]
    below = state.get_y() - cane.get_y()
    assert pytest.approx((3_533_469 - 1_687_380) / 2, abs=1) == below


def test_cane_processors_of_a_small_sector_are_drawn_too() -> None:
    """Cane a twentieth of beet: its label would be longer than its bar, and lies flat."""
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
    texts = [text.get_text() for text in ax.texts]
    assert "cane sugar\n376" in texts
    assert 375_667 == patch(ax, "processors.Texas.A $").get_height()
    ax.figure.canvas.draw()


def test_however_narrow_the_axes_names_have_some_room() -> None:
    ax = plt.subplots(figsize=(0.6, 4))[1]
    assert PROCESSORS_OF_THE_NOTICE == len(heights(plots.flow(FY1995, ax=ax), "processors."))


def test_without_allotments_nothing_flows() -> None:
    estimates = INPUTS.estimates.replace(reasonable_carryover_stocks=1_300 * TST)
    with pytest.raises(InvalidInput, match=r"^imports: found 1,271,000 short tons, which require"):
        plots.flow(allotments.determine(INPUTS.replace(estimates=estimates)))


def test_an_overall_quantity_below_zero_does_not_flow() -> None:
    """1,000 + 200 - 1,250 - 1,386 = -1,436 TST."""
    estimates = INPUTS.estimates.replace(
        consumption=1_000 * TST, reasonable_carryover_stocks=200 * TST
    )
    inputs = INPUTS.replace(estimates=estimates, recorded=act1990.Recorded())
    expected = r"^overall_allotment_quantity: found -1,436,000 short tons, expected .* above 0$"
    with pytest.raises(InvalidInput, match=expected):
        plots.flow(allotments.determine(inputs))


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
        "trigger: 1,250,000 short tons of imports",
    ] == legend(draw("imports"))[:3]


def test_probabilities_round_half_up() -> None:
    """1 of 16 is 6.25 percent, 15 of 16 are 93.75."""
    imports = np.full(16, 1_300 * TST)
    imports[3] = 1_249_999
    assert [
        "allotments required: 6.3% (1 of 16)",
        "not required: 93.8% (15 of 16)",
    ] == legend(plots.spread(imports))[:2]


def test_median_and_ninety_percent_are_said() -> None:
    """Of 0, 1, ..., 100 hundred tons the median is 5,000, and 5 to 95 percent 500 to 9,500."""
    ax = plots.spread(np.arange(101) * 100, imports=np.full(101, 0), name="restraint, beet")
    assert "median 5,000\n90% between 500 and 9,500" == legend(ax)[-1]
    assert f"restraint, beet, {UNIT}" == ax.get_xlabel()
    assert "scenarios, percent" == ax.get_ylabel()


def test_the_trigger_stands_at_its_place_and_no_bar_across_it() -> None:
    ax = draw("imports")
    (line,) = (line for line in ax.lines if line.get_gid() == "trigger")
    assert [1_250_000, 1_250_000] == list(line.get_xdata())
    below, above = bars_of(ax)
    assert 1_250_000 in below.get_data().edges
    values, edges, _ = below.get_data()
    assert 50 == pytest.approx(values[edges[1:] <= 1_250_000].sum())
    assert 0 == values[edges[:-1] >= 1_250_000].sum()
    assert 100 == pytest.approx(above.get_data().values.max() and above.get_data().values.sum())


def test_bars_of_another_outcome_are_stacked() -> None:
    """Outcomes 0 and 100, of which two of four are with allotments: 50 percent in all at 100."""
    ax = plots.spread(np.array([0, 100, 100, 0]), imports=np.array([1, 2, 3e6, 4e6]))
    below, above = bars_of(ax)
    assert [25, 25] == [v for v in below.get_data().values if v]
    assert [50, 50] == [v for v in above.get_data().values if v]
    assert np.array_equal(below.get_data().values, above.get_data().baseline)
    assert not [line for line in ax.lines if line.get_gid() == "trigger"]


def test_outcomes_not_established_are_left_out_of_the_bars() -> None:
    """A restraint where no allotments are required is masked; three of four have one."""
    outcomes = np.ma.masked_invalid([100.0, 200.0, 300.0, np.nan])
    imports = np.array([1, 1, 1, 2_000]) * TST
    ax = plots.spread(outcomes, imports=imports)
    assert "allotments required: 75.0% (3 of 4)" == legend(ax)[0]
    assert "median 200\n90% between 110 and 290" == legend(ax)[-1]
    assert 75 == pytest.approx(bars_of(ax)[0].get_data().values.sum())


def test_one_scenario_and_lists_will_do() -> None:
    ax = plots.spread([[1_250_000]])
    ax.figure.canvas.draw()
    assert "allotments required: 0.0% (0 of 1)" == legend(ax)[0]


@pytest.mark.parametrize(
    ("outcomes", "imports", "expected"),
    [
        ([], None, "outcomes: found no scenario, expected an array with at least one"),
        (1_249_000, None, "outcomes: found no scenario, expected an array with at least one"),
        ([1.0, float("nan")], None, r"outcomes: found nan at index 1, expected finite numbers"),
        (["a"], None, r"outcomes: found an array of .*, expected numbers"),
        ([[1], [1, 2]], None, "outcomes: found rows that differ in length, expected an array"),
        ([1, 2], [1], r"imports: found shape \(1,\), expected \(2,\) as in outcomes"),
        ([1], [float("inf")], r"imports: found inf at index 0, expected finite numbers"),
        (
            np.ma.masked_equal([1, 2], 2),
            None,
            "outcomes: found masked imports, expected one for each scenario",
        ),
        (
            [1, 2],
            np.ma.masked_equal([1, 2], 2),
            "imports: found masked imports, expected one for each scenario",
        ),
    ],
)
def test_bad_scenarios_are_refused_in_one_line(outcomes: Any, imports: Any, expected: str) -> None:
    with pytest.raises(InvalidInput, match=f"^{expected}$"):
        plots.spread(outcomes, imports=imports)
    assert [] == plt.get_fignums()
