"""The sums that an announcement's figures at one place are held against, each in whole."""

from __future__ import annotations

from typing import Any

import pytest

from allotments.act2002.printed_place import PrintedPlace
from allotments.figures.figure import Key
from allotments.formulas.states import STATES
from allotments.printed_place import Sum

BEFORE = "what stood before, less what is reassigned"
GIVEN_UP = "all that is given up, less what goes elsewhere"
MOVED = "what the others lose and gain"
SECTORS = ("sectors.beet", "sectors.cane")
OF_SECTORS = Sum(
    "overall_allotment_quantity", SECTORS, (), "sum of the two sectors", rounded=SECTORS
)
OF_ROWS = Sum("total.sectors", SECTORS, (), "sum of 2 rows", rounded=SECTORS)
WHOLE = {"overall_allotment_quantity": 10, "sectors": {"beet": 6, "cane": 4}}
OF_IMPORTS = Sum(
    "sectors.cane",
    (),
    ("reassigned_imports.cane",),
    BEFORE,
    before="before.sectors.cane",
    rounded=("before.sectors.cane",),
    instead=True,
)


def place(**given: Any) -> PrintedPlace:
    return PrintedPlace.model_validate({"place": "P", "unit": "short tons", **given})


def left(last: str, whole: str, *others: str) -> Sum:
    """What rows, all rounded one by one, leave of what is printed elsewhere."""
    source = f"{whole} as printed before less {len(others)} row{'s'[: len(others) - 1]}: {{place}}"
    return Sum(last, (), others, source, before=whole, rounded=(*others, whole))


@pytest.mark.parametrize(
    ("given", "sums"),
    [
        (WHOLE, [OF_SECTORS]),
        ({"sectors": WHOLE["sectors"]}, []),
        ({"overall_allotment_quantity": 10, "sectors": {"beet": 6}}, []),
        ({**WHOLE, "total": 10}, [OF_ROWS]),
        ({**WHOLE, "incomplete": True}, []),
        # What is left of sectors after a reassignment is not all that may be marketed.
        ({**WHOLE, "before": {"sectors": {"beet": 7}}}, []),
        (
            {"percentage_factors": {"beet": 54.35, "cane": 45.65}},
            [
                Sum(
                    "percentage_factors.cane",
                    (),
                    ("percentage_factors.beet",),
                    "what the other leaves of 100 percent",
                    whole=1,
                    instead=True,
                )
            ],
        ),
        ({"percentage_factors": {"beet": 54.35}}, []),
        ({"percentage_factors": {"cane": 45.65}}, []),
    ],
)
def test_sums_of_sectors(given: dict[str, Any], sums: list[Sum]) -> None:
    assert sums == list(place(**given).sums({}))


def test_states_after_reassignment_are_all_of_cane() -> None:
    """Those that 359c(e) allots are not: 325,000 of them may go to others."""
    florida, texas = (f"states_after_reassignment.{state}" for state in ("Florida", "Texas"))
    rows = {"Florida": 3, "Texas": 1}
    found = place(states_after_reassignment=rows).sums({})
    assert [left(texas, "sectors.cane", florida)] == list(found)
    found = place(states_after_reassignment=rows, total=4).sums({})
    total, both = "total.states_after_reassignment", (florida, texas)
    assert [Sum(total, both, (), "sum of 2 rows", rounded=both)] == list(found)
    assert [] == list(place(states=rows).sums({}))


def test_processors_are_all_of_their_allotment_or_of_cane_where_no_state_is_named() -> None:
    groups = {"beet": {"A": 4, "B": 2}, "Florida": {"F": 2, "G": 1}, "Texas": {"T": 1}}
    beet = left("processors.beet.B", "sectors.beet", "processors.beet.A")
    florida = ("processors.Florida.F", "processors.Florida.G")
    together = left("processors.Texas.T", "sectors.cane", *florida)
    assert [beet, together] == list(place(processors=groups).sums({}))
    of_florida = left(florida[1], "states.Florida", florida[0])
    alone = "states.Texas as printed before: {place}"
    of_texas = Sum(
        "processors.Texas.T", (), (), alone, before="states.Texas", rounded=("states.Texas",)
    )
    named = {"states": {"": ["Florida", "Texas"]}}
    assert [beet, of_florida, of_texas] == list(place(processors=groups).sums(named))
    after = {"states_after_reassignment": {"": ["Florida"]}}
    of_florida = left(florida[1], "states_after_reassignment.Florida", florida[0])
    assert [beet, of_florida, of_texas] == list(place(processors=groups).sums(after))


def test_processors_of_one_state_are_not_all_of_cane() -> None:
    assert [] == list(place(processors={"Florida": {"F": 2, "G": 1}}).sums({}))


def test_a_total_of_processors_takes_the_place_of_what_they_leave() -> None:
    rows = ("processors.beet.A", "processors.beet.B")
    found = place(processors={"beet": {"A": 4, "B": 2}}, total=6).sums({})
    total = "total.processors.beet"
    assert [Sum(total, rows, (), "sum of 2 rows", rounded=rows)] == list(found)


def test_what_is_given_up_goes_to_others_to_ccc_and_to_imports() -> None:
    """Sales and imports are no sums of rounded parts; deficits and gains are."""
    found = place(
        deficits={"beet": {"A": 5}, "cane": {"Texas": 2}},
        reassigned={"beet": {"B": 3}, "cane": {"Florida": 2}},
        sold_by_ccc={"beet": 1},
        reassigned_imports={"beet": 1},
    ).sums({})
    assert [
        Sum(
            "reassigned_imports.beet",
            ("deficits.beet.A",),
            ("reassigned.beet.B", "sold_by_ccc.beet"),
            GIVEN_UP,
            rounded=("deficits.beet.A", "reassigned.beet.B"),
        ),
        Sum(
            "reassigned.cane.Florida",
            ("deficits.cane.Texas",),
            (),
            GIVEN_UP,
            rounded=("deficits.cane.Texas",),
        ),
    ] == list(found)


def test_what_nobody_receives_is_held_against_nothing() -> None:
    assert [] == list(place(deficits={"beet": {"A": 5}}).sums({}))


LOSS = "changes.sectors.cane"
OF_LOSS = Sum(
    "reassigned_imports.cane",
    (),
    ("sold_by_ccc.cane", LOSS),
    GIVEN_UP,
    rounded=(LOSS,),
)


@pytest.mark.parametrize(
    ("changes", "sums"),
    [
        ({"sectors": {"cane": -1}}, [OF_LOSS]),
        ({"sectors": {"cane": 0}}, []),
        ({"sectors": {"cane": 1}}, []),
        ({"sectors": {"beet": -1}}, []),
        ({"states": {"Texas": -1}}, []),
        ({"sectors": {"cane": -1}, "overall_allotment_quantity": -2}, []),
    ],
)
def test_what_a_sector_loses_goes_somewhere(changes: dict[str, Any], sums: list[Sum]) -> None:
    """Unless the overall quantity changed: then it may be no sector's."""
    beyond = {"sold_by_ccc": {"cane": 4}, "reassigned_imports": {"cane": 6}}
    assert sums == list(place(changes=changes, **beyond).sums({}))


def test_what_is_left_of_a_sector_is_less_than_what_stood_before() -> None:
    """As it is printed here, or elsewhere; it may hold instead of 359c(c)."""
    imports = {"reassigned_imports": {"cane": 3}}
    assert [OF_IMPORTS] == list(place(sectors={"cane": 7}, **imports).sums({}))
    here = place(sectors={"cane": 7}, before={"sectors": {"cane": 10}}, **imports).sums({})
    assert [OF_IMPORTS._replace(plus=("before.sectors.cane",), before="")] == list(here)
    assert [] == list(place(sectors={"beet": 7}, **imports).sums({}))
    assert [] == list(place(sectors={"cane": 7}, before={"sectors": {"cane": 10}}).sums({}))


@pytest.mark.parametrize(
    ("changes", "moves"),
    [
        ({"A": -1, "B": 1}, True),
        ({"A": -3, "B": 0}, False),  # the allotment itself was lowered
        ({"A": 0, "B": 3}, False),
        ({"A": 1, "B": 2}, False),
    ],
)
@pytest.mark.parametrize("group", ["beet", "Florida"])
def test_what_processors_lose_others_of_the_group_gain(
    group: str, changes: dict[str, int], *, moves: bool
) -> None:
    """Only where some lose and some gain: else all of it is another change of the allotment."""
    lost, gained = (f"changes.processors.{group}.{name}" for name in "AB")
    found = place(changes={"processors": {group: changes}}).sums({})
    assert [Sum(gained, (), (lost,), MOVED, rounded=(lost,))] * moves == list(found)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ({"sectors": {"beet": 1}}, (Key("sectors"), Key("overall_allotment_quantity"))),
        ({"states": {"Texas": 1}}, (Key("states"), Key("sectors", "", "cane"))),
        (
            {"states": {"Texas": 1}, "states_after_reassignment": {"Texas": 1}},
            (Key("states_after_reassignment"), Key("sectors", "", "cane")),
        ),
        (
            {"processors": {"beet": {"A": 1}}},
            (Key("processors", "beet"), Key("sectors", "", "beet")),
        ),
        (
            {"processors": {"Texas": {"A": 1}}},
            (Key("processors", "Texas"), Key("states", "", "Texas")),
        ),
        ({"processors": {"Texas": {"A": 1}, "beet": {"A": 1}}}, None),
        (
            {"reassigned_imports": {"cane": 1}},
            (Key("reassigned_imports"), Key("reassigned_imports")),
        ),
        ({}, None),
    ],
)
def test_what_a_total_adds_up_and_must_be(rows: dict[str, Any], expected: Any) -> None:
    assert expected == place(**rows).rows_of_total


def test_only_what_is_said_to_be_the_minimum_is_implied() -> None:
    assert [Key("overall_allotment_quantity")] == place(at_minimum=True).implied
    assert [] == place(at_minimum=False).implied == place().implied
    assert ["overall_allotment_quantity"] == paths(place(at_minimum=True))
    assert [] == paths(place(at_minimum=False))


def test_parts_of_a_former_state_are_computed_where_a_place_is_complete() -> None:
    given = {"reassigned": {"cane": {"Florida": 95}}}
    assert ["initial.states.Florida", "reassigned.cane.Florida"] == paths(place(**given))
    assert [] == paths(place(**given, incomplete=True))
    assert [] == paths(place())


def paths(one: PrintedPlace) -> list[str]:
    named = {
        "states_after_reassignment": {"": ["Florida"]},
        "deficits": {"cane": ["Texas"]},
        "reassigned": {"cane": ["Florida"]},
    }
    return [rule.key.path for rule in one.rules(named)]


def test_the_schema_of_an_announcement_names_groups_and_states() -> None:
    fields = PrintedPlace.model_json_schema()["properties"]
    groups = fields["processors"]["propertyNames"]["enum"]
    assert ["beet", *STATES] == groups
    assert list(STATES) == fields["states"]["propertyNames"]["enum"]
