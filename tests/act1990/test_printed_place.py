"""What a notice prints at one place: what its figures hold under, and what follows from them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from allotments.act1990 import Inputs, PrintedPlace
from allotments.act1990.inputs import known
from allotments.figures.act import named
from allotments.figures.evaluation import evaluate
from allotments.figures.figure import Figure, Key
from allotments.printed_place import Sum

PERIOD = {"starts": date(1994, 8, 1), "ends": date(1995, 9, 30)}
QUOTA = PrintedPlace.model_validate(
    {
        "place": "Background",
        "weighting": (1, 1, 2),
        "imports": {"value": 1249, "unit": "TST"},
        "restraint": {"beet": {"value": 195, "unit": "TST"}},
        "tariff_rate_quota": {**PERIOD, "metric_tons": 1_322_963},
    }
)


def test_what_a_figure_holds_under() -> None:
    """A quota under its period, anything else under the weights of 1/4, 1/4 and 1/2."""
    assert tuple(PERIOD.values()) == QUOTA.context(Key("tariff_rate_quota", item="metric_tons"))
    assert QUOTA.context(Key("imports")) is None
    assert {
        Key("weights", item="past_marketings"): Fraction(1, 4),
        Key("weights", item="processing_capacity"): Fraction(1, 4),
        Key("weights", item="ability_to_market"): Fraction(1, 2),
    } == QUOTA.supposed
    assert " (weights 1:1:2)" == QUOTA.suffix
    elsewhere = PrintedPlace(place="Elsewhere")
    assert ({}, "") == (elsewhere.supposed, elsewhere.suffix)


def test_what_follows_from_print_beside_the_determination(fy1995: Inputs) -> None:
    """A constant, a count of what the notice lists, and fourteen twelfths of the minimum."""
    tons = Fraction(14 * 1_250_000, 12)
    paragraph = "14 twelfths of the minimum imports, sec. 359b(b)(1)"
    expected = {
        "producers_in_excess_of": (250, "constant", "sec. 359f(b)(1)(A)"),
        "number_of_states": (5, "computed", "the States that the notice lists"),
        "tariff_rate_quota.metric_tons": (tons, "computed", paragraph),
        "tariff_rate_quota.short_tons": (tons, "computed", paragraph),
    }
    found = evaluate(QUOTA.rules(named(known(fy1995))), {})
    assert list(expected.items()) == [(path, brief(figure)) for path, figure in found.items()]


def brief(figure: Figure) -> tuple[object, ...]:
    """The value, and where it is from."""
    return figure.value, figure.origin, figure.paragraph


def test_no_states_are_counted_where_none_is_listed() -> None:
    rules = PrintedPlace(place="Elsewhere").rules({})
    assert ["producers_in_excess_of"] == [rule.key.path for rule in rules]


def test_a_total_is_an_occurrence_of_what_it_adds_up_to() -> None:
    """Of the cane sugar allotment, if States stand there; its own sum is of their rows."""
    place = PrintedPlace.model_validate(
        {
            "place": "Item 7",
            "unit": "TST",
            "states": {"Florida": 1, "Texas": 2},
            "total": 3,
        }
    )
    *_, (key, number, label) = place.figures()
    assert ("sectors.cane", Fraction(3_000), "total.states") == (key.path, number.amount, label)
    rows = ("states.Florida", "states.Texas")
    assert [Sum("total.states", rows, (), "sum of 2 rows")] == list(place.sums({}))


def test_a_last_row_is_what_the_others_leave_of_the_allotment_printed_before() -> None:
    """But not where criteria are printed, from which each row has its own formula."""
    place = PrintedPlace.model_validate(
        {"place": "Item 7", "unit": "TST", "processors": {"Texas": {"A": 1, "B": 2}}}
    )
    (found,) = place.sums({})
    assert ("processors.Texas.B", (), ("processors.Texas.A",), "states.Texas") == (
        found.label,
        found.plus,
        found.minus,
        found.before,
    )
    assert [] == list(place.sums({"processor_criteria": {"Texas": ["A", "B"]}}))
