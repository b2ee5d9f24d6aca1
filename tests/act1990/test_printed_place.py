"""What a notice prints at one place: what its figures hold under, and what follows from them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from allotments.act1990 import Inputs, PrintedPlace
from allotments.act1990.printed_place import figures_in_print
from allotments.figures.figure import Figure

PERIOD = {"starts": date(1994, 8, 1), "ends": date(1995, 9, 30)}
QUOTA = PrintedPlace.model_validate(
    {
        "place": "Background",
        "weighting": (1, 1, 1),
        "imports": {"value": 1249, "unit": "TST"},
        "restraint": {"beet": {"value": 195, "unit": "TST"}},
        "tariff_rate_quota": {**PERIOD, "metric_tons": 1_322_963},
    }
)


def test_what_a_figure_holds_under() -> None:
    """A quota under its period, a restraint under the weights, the imports under nothing."""
    assert tuple(PERIOD.values()) == QUOTA.holds_under("tariff_rate_quota.metric_tons")
    assert (1, 1, 1) == QUOTA.holds_under("restraint.beet")
    assert QUOTA.holds_under("imports") is None


def test_what_follows_from_print_beside_the_determination(fy1995: Inputs) -> None:
    """A constant, a count of what the notice lists, and fourteen twelfths of the minimum."""
    tons = Fraction(14 * 1_250_000, 12)
    source = "14 twelfths of the minimum imports, sec. 359b(b)(1)"
    expected = [
        Figure(
            *("producers_in_excess_of", "sugarcane producers", 250, "constant"),
            *("sec. 359f(b)(1)(A)",),
            unit="",
        ),
        Figure(
            *("number_of_states", "States with an allotment", 5, "computed"),
            *("the States that the notice lists",),
            unit="",
        ),
        Figure("tariff_rate_quota.metric_tons", "tariff-rate quota", tons, "computed", source),
        Figure("tariff_rate_quota.short_tons", "tariff-rate quota", tons, "computed", source),
    ]
    found = figures_in_print(QUOTA, fy1995)
    assert expected == list(found.values())
    assert [figure.path for figure in expected] == list(found)


def test_no_states_are_counted_where_none_is_listed(fy1995: Inputs) -> None:
    place = PrintedPlace(place="Elsewhere")
    bare = Inputs(fiscal_year=1995, **dict(fy1995.premises))  # names no State
    assert ["producers_in_excess_of"] == list(figures_in_print(place, bare))
    assert ["producers_in_excess_of", "number_of_states"] == list(figures_in_print(place, fy1995))
