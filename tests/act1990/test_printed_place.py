"""What a notice prints at one place: what its figures hold under, and what follows from them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from allotments import InvalidInput
from allotments.act1990 import PrintedPlace
from allotments.act1990.printed_place import TariffRateQuota
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


def test_a_quota_is_in_the_tons_that_it_names() -> None:
    """Other quantities at the place are in thousands of short tons, or in what they state."""
    given = {"metric_tons": 1_322_963, "short_tons": {"value": 1458, "unit": "TST"}}
    place = PrintedPlace.model_validate(
        {"place": "Background", "unit": "TST", "tariff_rate_quota": {**PERIOD, **given}}
    )
    quota = place.tariff_rate_quota
    assert quota is not None
    assert quota.metric_tons is not None
    assert quota.short_tons is not None
    assert ("metric tons", "TST") == (quota.metric_tons.unit, quota.short_tons.unit)
    given["short_tons"] = 1_458_317
    (short,) = [
        number.unit
        for key, number, _ in PrintedPlace.model_validate(
            {"place": "Background", "unit": "TST", "tariff_rate_quota": {**PERIOD, **given}}
        ).figures()
        if key.item == "short_tons"
    ]
    assert "short tons" == short


def test_what_follows_from_print_beside_the_determination() -> None:
    """A constant, a count of what the notice lists, and fourteen twelfths of the minimum."""
    tons = Fraction(14 * 1_250_000, 12)
    quota = (tons, "short tons", "tariff-rate quota", "computed")
    paragraph = "14 twelfths of the minimum imports, sec. 359b(b)(1)"
    listed = "the States that the notice lists"
    expected = {
        "producers_in_excess_of": (
            250,
            "",
            "sugarcane producers",
            "constant",
            "sec. 359f(b)(1)(A)",
        ),
        "number_of_states": (2, "", "States with an allotment", "computed", listed),
        "tariff_rate_quota.metric_tons": (*quota, paragraph),
        "tariff_rate_quota.short_tons": (*quota, paragraph),
    }
    found = evaluate(QUOTA.rules({"states": {"": ["Florida", "Texas"]}}), {})
    assert list(expected.items()) == [(path, brief(figure)) for path, figure in found.items()]


def brief(figure: Figure) -> tuple[object, ...]:
    """The value, what it is, and where it is from."""
    return figure.value, figure.unit, figure.title, figure.origin, figure.paragraph


def test_states_with_criteria_are_counted_before_those_with_an_allotment() -> None:
    """Their allotments are computed, of the latter alone they are recorded."""
    named = {"state_criteria": {"": ["Texas"]}, "states": {"": ["Florida", "Texas"]}}
    found = evaluate(PrintedPlace(place="Elsewhere").rules(named), {})
    assert 1 == found["number_of_states"].value


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


def test_sums_of_processors_and_of_weights() -> None:
    """Of each group by itself; of weights the last is what the others leave of 100 percent."""
    three = ("past_marketings", "processing_capacity", "ability_to_market")
    place = PrintedPlace.model_validate(
        {
            "place": "Item 8",
            "unit": "TST",
            "processors": {"Texas": {"A": 1, "B": 2}, "beet": {"C": 3, "D": 4}},
            "weights": dict(zip(three, (25, 25, 50), strict=True)),
            "weights_considered": {
                "CEA": dict(zip(three, (10, 30, 60), strict=True)),
                "of one alone": {"past_marketings": 5},
            },
        }
    )

    def rest(prefix: str) -> Sum:
        past, capacity, ability = (f"{prefix}.{name}" for name in three)
        source = "what the other weights leave of 100 percent"
        return Sum(ability, (), (past, capacity), source, whole=1, rounded=(past, capacity))

    texas = "states.Texas as printed before less 1 row: {place}"
    beet = "sectors.beet as printed before less 1 row: {place}"
    assert [
        Sum("processors.Texas.B", (), ("processors.Texas.A",), texas, before="states.Texas"),
        Sum("processors.beet.D", (), ("processors.beet.C",), beet, before="sectors.beet"),
        rest("weights"),
        rest("weights_considered.CEA"),
    ] == list(place.sums({}))


def test_rows_with_a_total_are_added_up_and_no_last_one_is_left() -> None:
    """Nor are those of which some are missing."""
    rows = {"place": "Item 8", "unit": "TST", "processors": {"Texas": {"A": 1, "B": 2}}}
    place = PrintedPlace.model_validate({**rows, "total": 3})
    labels = ("processors.Texas.A", "processors.Texas.B")
    assert [Sum("total.processors.Texas", labels, (), "sum of 2 rows")] == list(place.sums({}))
    assert [] == list(PrintedPlace.model_validate({**rows, "incomplete": True}).sums({}))


@pytest.mark.parametrize(
    ("figures", "rows", "whole"),
    [
        ({"sectors": {"beet": 1}}, Key("sectors"), Key("overall_allotment_quantity")),
        ({"states": {"Texas": 1}}, Key("states"), Key("sectors", "", "cane")),
        (
            {"processors": {"Texas": {"A": 1}}},
            Key("processors", "Texas"),
            Key("states", "", "Texas"),
        ),
        ({"processors": {"beet": {"A": 1}}}, Key("processors", "beet"), Key("sectors", "", "beet")),
    ],
)
def test_what_a_total_adds_up(figures: dict[str, object], rows: Key, whole: Key) -> None:
    place = PrintedPlace.model_validate({"place": "Item 8", **figures})
    assert (rows, whole) == place.rows_of_total


def test_days_of_a_quota_are_text_in_json_alone() -> None:
    """In TOML they are days, and a text is not one."""
    text = '{"starts": "1994-08-01", "ends": "1995-09-30"}'
    assert TariffRateQuota.model_validate(PERIOD) == TariffRateQuota.model_validate_json(text)
    for wrong, found in (('"x"', "'x'"), ("5.5", "5.5")):
        with pytest.raises(InvalidInput) as caught:
            TariffRateQuota.model_validate_json(text.replace('"1994-08-01"', wrong))
        assert (f"starts: found {found}, expected a valid date",) == caught.value.faults
    with pytest.raises(InvalidInput) as caught:
        TariffRateQuota.model_validate({**PERIOD, "starts": "1994-08-01"})
    assert ("starts: found '1994-08-01', expected a valid date",) == caught.value.faults
