"""What the places of every Act's notices share: figures and their keys, units, totals and sums."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from allotments import InvalidInput, act1990
from allotments.act2002.printed_place import PrintedPlace
from allotments.core.printed_number import PrintedQuantity
from allotments.figures.figure import Key
from allotments.printed_place import (
    Place,
    Sum,
    exchanged,
    last_of,
    optional,
    quantity_depths,
    rows_of,
)

SOME_DAY = date(1994, 8, 1)


def place(**given: Any) -> PrintedPlace:
    return PrintedPlace.model_validate({"place": "P", **given})


def test_every_figure_has_its_key_its_unit_and_a_label() -> None:
    """Thousands of short tons but for a percentage, what states its own, and what is no quantity.

    Figures stand in the order of the model's own fields, with those of other names last.
    """
    found = place(
        other={"Farms": {"value": 7, "unit": "count"}, "Acres": 8},
        unit="TST",
        estimates={"consumption": 1},
        minimum_share=85,
        overall_allotment_quantity=2,
        percentage_factors={"beet": 54.35},
        sectors={"beet": 3, "cane": {"value": 4, "unit": "short tons"}},
        processors={"Texas": {"A": 5}},
        total=6,
        before={"overall_allotment_quantity": 9, "sectors": {"beet": 10}},
        changes={"states": {"Texas": -11}, "processors": {"Texas": {"A": {"value": -12}}}},
        sum_of={"total.sectors": ["sectors.beet"]},
        does_not_close={"sectors.beet": "Nobody knows why."},
    ).figures()
    assert [
        (Key("estimates", "", "", "consumption"), 1_000, "estimates.consumption"),
        (Key("minimum_share"), Fraction(17, 20), "minimum_share"),
        (Key("overall_allotment_quantity"), 2_000, "overall_allotment_quantity"),
        (Key("percentage_factors", "", "beet"), Fraction(1_087, 2_000), "percentage_factors.beet"),
        (Key("sectors", "", "beet"), 3_000, "sectors.beet"),
        (Key("sectors", "", "cane"), 4, "sectors.cane"),
        (Key("processors", "Texas", "A"), 5_000, "processors.Texas.A"),
        (Key("overall_allotment_quantity"), 6_000, "total.sectors"),
        (Key("before.overall_allotment_quantity"), 9_000, "before.overall_allotment_quantity"),
        (Key("before.sectors", "", "beet"), 10_000, "before.sectors.beet"),
        (Key("changes.states", "", "Texas"), -11_000, "changes.states.Texas"),
        (Key("changes.processors", "Texas", "A"), -12_000, "changes.processors.Texas.A"),
        (Key("other", "", "Farms"), 7, "other.Farms"),
        (Key("other", "", "Acres"), 8, "other.Acres"),
    ] == [(key, number.amount, label) for key, number, label in found]


def test_criteria_of_the_act_of_1990_are_items_of_one_recipient() -> None:
    """The unit of a place says nothing of what has units of its own."""
    found = act1990.PrintedPlace.model_validate(
        {
            "place": "P",
            "unit": "TST",
            "state_criteria": {"Texas": {"past_marketings": 1}},
            "processor_criteria": {"Texas": {"A": {"ability_to_market": 2}}},
            "tariff_rate_quota": {"metric_tons": 3, "starts": SOME_DAY, "ends": SOME_DAY},
        }
    )
    assert [
        (Key("state_criteria", "", "Texas", "past_marketings"), 1_000),
        (Key("processor_criteria", "Texas", "A", "ability_to_market"), 2_000),
        (Key("tariff_rate_quota", "", "", "metric_tons"), "metric tons"),
    ] == [
        (key, number.amount if "criteria" in key.family else number.unit)
        for key, number, _ in found.figures()
    ]


def test_a_unit_of_its_own_is_none_of_any_other_kind() -> None:
    """Of what has no size nothing else is said than that the unit is wrong."""
    units = "'TST', 'short tons', 'million short tons' or 'metric tons'"
    for unit, found in (("tons", "'tons'"), (5, "5"), (["TST"], "a list")):
        with pytest.raises(InvalidInput) as refused:
            place(unit=unit, sectors={"beet": -1}, before={"sectors": {"beet": "x"}})
        assert [f"unit: found {found}, expected {units}"] == list(refused.value.faults)
    assert {"place": "P", "minimum_share": 85} == PrintedPlace.without_quantities(
        {"place": "P", "minimum_share": 85, "total": 3, "before": {}, "states": {"Texas": 1}}
    )


def test_how_deep_quantities_stand() -> None:
    """In a table of tables, in a model or a table, or by themselves; percentages are none."""
    depths = quantity_depths(PrintedPlace)
    names = ("processors", "sectors", "states", "offshore", "other", "minimum_share", "place")
    assert [2, 1, 1, 0, None, None, None] == [depths.get(name) for name in names]


def test_a_place_that_is_no_table_is_refused_as_such() -> None:
    with pytest.raises(InvalidInput, match=r"^found 'P', expected "):
        PrintedPlace.model_validate("P")


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        (
            {
                "sum_of": {"sectors.bet": ["sectors.beet", "-sectors.can"]},
                "does_not_close": {"sectors.caen": "So it is."},
            },
            [
                (
                    "sum_of.sectors.bet: found 'sectors.bet', expected a figure at this place; "
                    "did you mean 'sectors.beet'?"
                ),
                (
                    "sum_of.sectors.bet: found 'sectors.can', expected a figure at this place; "
                    "did you mean 'sectors.cane'?"
                ),
                (
                    "does_not_close.sectors.caen: found 'sectors.caen', expected a figure at this "
                    "place; did you mean 'sectors.cane'?"
                ),
            ],
        ),
        (
            {"percentage_factors": {"beet": 0.5435, "cane": 0.4565}},
            [
                "percentage_factors.beet: found 0.5435 percent, expected a percentage, 54.35",
                "percentage_factors.cane: found 0.4565 percent, expected a percentage, 45.65",
            ],
        ),
        (
            {"sectors": None, "total": 3},
            [
                (
                    "total: found no rows for it, expected sectors, states, or one group of "
                    "processors at the same place"
                )
            ],
        ),
    ],
)
def test_what_does_not_fit_at_a_place_is_refused(given: dict[str, Any], faults: list[str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        place(**{"sectors": {"beet": 3, "cane": 4}, **given})
    assert faults == list(refused.value.faults)


def test_percentages_that_are_no_ratios_may_add_up_to_anything() -> None:
    place(percentage_factors={"beet": 1})
    place(percentage_factors={"beet": 54.4, "cane": 45.5})


def test_a_sum_that_the_notice_states_is_checked_at_an_incomplete_place_too() -> None:
    """Sectors are rounded one by one; of what is not, only what has a resolution of its own."""
    given = {
        "sectors": {"beet": 9},
        "offshore": 4,
        "mainland": {"value": 4_000, "resolution": 1_000},
        "sum_of": {"sectors.beet": ["offshore", "mainland", "-sectors.beet"]},
    }
    stated = Sum(
        "sectors.beet",
        ("offshore", "mainland"),
        ("sectors.beet",),
        "sum of 3 figures",
        rounded=("mainland", "sectors.beet"),
    )
    assert (
        [stated] == list(place(**given).sums({})) == list(place(**given, incomplete=True).sums({}))
    )


def test_a_total_of_an_incomplete_place_is_no_sum_of_its_rows() -> None:
    rows = {"states": {"Texas": 1, "Florida": 2}, "total": 4}
    both = ("states.Texas", "states.Florida")
    whole = [Sum("total.states", both, (), "sum of 2 rows", rounded=both)]
    assert whole == list(place(**rows).sums({}))
    assert [] == list(place(**rows, incomplete=True).sums({}))


def test_rows_are_those_of_a_family_a_group_or_a_recipient() -> None:
    """Not a total, which stands for the quantity that it must be."""
    found = list(
        place(
            sectors={"beet": 9},
            processors={"Texas": {"A": 1, "B": 2}, "Florida": {"A": 3}},
            states={"Texas": 4},
        ).figures()
    )
    texas = ("processors.Texas.A", "processors.Texas.B")
    assert (*texas, "processors.Florida.A") == rows_of(found, Key("processors"))
    assert texas == rows_of(found, Key("processors", "Texas"))
    assert texas[1:] == rows_of(found, Key("processors", "Texas", "B"))
    assert ("states.Texas",) == rows_of(found, Key("states", "", "Texas"))
    assert () == rows_of(found, Key("states", "", "Florida"))
    total = list(place(sectors={"beet": 9}, total=9, processors={"beet": {"A": 9}}).figures())
    assert () == rows_of(total, Key("overall_allotment_quantity"))


@pytest.mark.parametrize(
    ("rows", "source"),
    [
        (("c",), "w as printed before: {place}"),
        (("b", "c"), "w as printed before less 1 row: {place}"),
        (("a", "b", "c"), "w as printed before less 2 rows: {place}"),
    ],
)
def test_the_last_row_is_what_the_others_leave(rows: tuple[str, ...], source: str) -> None:
    """By itself it is rounded anyway."""
    found = last_of(rows, "w", ("b", "c", "w"))
    assert Sum("c", (), rows[:-1], source, before="w", rounded=("b", "w")) == found
    assert () == last_of(rows, "w").rounded


def test_this_very_number_is_exchanged_wherever_it_stands() -> None:
    """Another one of the same value is not."""
    given = place(sectors={"beet": 3}, processors={"Texas": {"A": 3}}, other={"A": 3})
    new = PrintedQuantity(value=Decimal(4))
    for find in (lambda one: one.sectors.beet, lambda one: one.processors["Texas"]["A"]):
        assert_exchanged(given, find, new)


def assert_exchanged(
    given: PrintedPlace, find: Callable[[PrintedPlace], Any], new: PrintedQuantity
) -> None:
    after = exchanged(given, find(given), new)
    assert new is find(after)
    assert [3, 3, 4] == sorted(int(figure.number.amount) for figure in after.figures())
    assert [3, 3, 3] == [figure.number.amount for figure in given.figures()]


def test_what_a_place_is_by_default() -> None:
    """Nothing is supposed, implied, or rounded one by one, and nothing follows."""
    plain = Place(place="P")
    assert ({}, (), "", None) == (
        plain.supposed,
        plain.implied,
        plain.suffix,
        plain.context(Key("sectors")),
    )
    assert ((), None, [], ()) == (
        plain.rules({}),
        plain.rows_of_total,
        list(plain.sums({})),
        plain.rounded(["sectors.beet"]),
    )


def test_a_field_that_may_be_left_out_says_what_it_is_and_who_may_be_named() -> None:
    """Schemas of notice files are made of both."""
    of_texas, of_anyone = optional("Mills.", iter(["Texas"])), optional("Mills.")
    assert (None, "Mills.") == (of_texas.default, of_texas.description)
    assert {"propertyNames": {"enum": ["Texas"]}} == of_texas.json_schema_extra
    assert {} == of_anyone.json_schema_extra
