"""The lines of a table: what every form of it is made from."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest

from allotments.display.table_layout import (
    BLANK,
    RULE,
    Column,
    Figures,
    Line,
    Number,
    Style,
    Table,
    division,
    heading,
    number,
    row,
    with_total,
)
from allotments.figures.figure import Exact, Figure, Key, Origin

STYLE = Style("TST", 1, "sec. 1")
REMARK = "  Not determined."


def figures(values: dict[Key, Exact], origin: Origin = "computed") -> dict[str, Figure]:
    return {key.path: Figure(key, key.path, "", value, origin, "") for key, value in values.items()}


def tons(exact: int | Fraction, rounded: Fraction, printed: str, *key: str) -> Number:
    return Number(Fraction(exact), rounded, printed, "TST", Key(*key))


def test_a_row_of_two_columns_with_their_shares() -> None:
    """50 tons are 0.1 thousand, half up; a third is 33.3 percent, and exact beside it."""
    third = Fraction(1, 3)
    expected = Line(
        kind="row",
        text="Base",
        indent=2,
        numbers=(
            tons(50, Fraction(1, 10), "0.1", "bases", "", "beet"),
            tons(149, Fraction(1, 10), "0.1", "bases", "", "cane"),
        ),
        shares=(
            Number(third, Fraction(333, 10), "33.3%", "percent", Key("factors", "", "beet")),
            Number(2 * third, Fraction(667, 10), "66.7%", "percent", Key("factors", "", "cane")),
        ),
        source="sec. 1",
        origin="computed",
    )
    given = figures(
        {
            Key("bases", "", "beet"): 50,
            Key("bases", "", "cane"): 149,
            Key("factors", "", "beet"): third,
            Key("factors", "", "cane"): 2 * third,
        }
    )
    paths = (["bases.beet", "bases.cane"], ["factors.beet", "factors.cane"])
    assert expected == row(given, STYLE._replace(indent="  "), "Base", *paths)
    del given["factors.cane"]
    assert row(given, STYLE, "Base", *paths) is None
    assert row(given, STYLE, "Base", ["bases.none"]) is None


def test_a_division_has_the_rows_of_one_family_and_group() -> None:
    """With the origin of their figures; names harmless; one row that is empty for nobody."""
    given = figures(
        {
            Key("processors", "Texas", "Rio\x1b"): 1_000,
            Key("processors", "Hawaii", "Other"): 2_000,
            Key("states", "", "Texas"): 3_000,
        },
        "recorded",
    )
    (found,) = division(given, STYLE, "processors", "Texas")
    assert found is not None
    assert ("Rio\\x1b", "1.0", "recorded") == (found.text, found.numbers[0].printed, found.origin)
    assert [None] == division(given, STYLE, "processors", "Florida")
    assert ["Texas"] == [one.text for one in division(given, STYLE, "states") if one]


def test_a_total_adds_up_what_is_printed_under_a_rule() -> None:
    """A half and a third of a ton print 0.001 and 0.000; their sum would print 0.001 too, but
    two halves print 0.002 in all, and not 0.001."""
    given = figures({Key("a"): Fraction(1, 2), Key("b"): Fraction(1, 2)})
    fine = STYLE._replace(places=3)
    rows = [row(given, fine, name, [name]) for name in ("a", "b")]
    total = Line(
        kind="total",
        text="Total",
        indent=4,
        numbers=(tons(2, Fraction(2, 1000), "0.002", "total.a"),),
        source="sec. 1",
        origin="sum",
    )
    assert [*rows, RULE, total] == list(with_total(rows, "    Total", REMARK))
    assert [*rows, total, RULE] == list(with_total(rows, "    Total", REMARK, rule_after=True))
    assert rows == list(with_total(rows, "", REMARK))
    assert rows[:1] == list(with_total(rows[:1], "    Total", REMARK))


def test_a_total_may_have_a_value_of_its_own() -> None:
    """Two rows that print 0.1 each, of a whole of 149 tons, which prints 0.1."""
    given = figures({Key("a"): 75, Key("b"): 74, Key("whole"): 149}, "recorded")
    a, b, whole = (row(given, STYLE, name, [name]) for name in ("a", "b", "whole"))
    total = Line(
        kind="total",
        text="Total",
        numbers=(tons(149, Fraction(1, 10), "0.1", "whole"),),
        source="sec. 1",
        origin="recorded",
    )
    assert [a, b, RULE, total] == list(with_total([a, b], "Total", REMARK, whole=whole))


def test_a_remark_stands_where_something_is_not_established() -> None:
    """After the rows that are, indented as written, and without a total."""
    remark = Line(kind="remark", text="Not determined.", indent=2)
    known = row(figures({Key("a"): 1_000}), STYLE, "a", ["a"])
    assert [known, remark] == list(with_total([known, None], "Total", REMARK))
    assert [remark] == list(with_total([None], "", REMARK))


@pytest.mark.parametrize("count", [1, 2])
def test_rows_that_are_known_in_part_say_so_as_far_in_as_they_stand(count: int) -> None:
    """The first of them; where no row is known the remark stands alone."""
    given = figures({Key("a"): 1_000, Key("b"): 2_000})
    rows = [row(given, STYLE._replace(indent=4 * " "), name, [name]) for name in "ab"][:count]
    said = Line(kind="remark", text="Other rows are not known.", indent=4)
    assert [*rows, said] == list(with_total(rows, "Total", REMARK, in_part=True))
    remark = Line(kind="remark", text="Not determined.", indent=2)
    assert [remark] == list(with_total([None], "Total", REMARK, in_part=True))


def test_blank_lines_stand_round_a_heading_but_the_first() -> None:
    one = Line(kind="heading", text="One")
    assert [one, BLANK] == heading("One", first=True)
    assert [BLANK, one, BLANK] == heading("One")


@pytest.mark.parametrize(
    ("printed", "value", "unit", "places"),
    [
        ("1,687.380", 1_687_380, "TST", 3),
        ("-0.5", Fraction(-1001, 2), "TST", 1),
        ("55.2%", Fraction(8_419, 15_249), "percent", 1),
        ("7,889,000", 7_889_000, "short tons", 0),
    ],
)
def test_a_number_is_printed_in_its_unit(
    printed: str, value: Exact, unit: str, places: int
) -> None:
    found = number(figures({Key("a"): value})["a"], unit, places)
    assert (printed, value, unit) == (found.printed, found.exact, found.unit)


def test_a_table_in_its_first_wording_or_another() -> None:
    def lines(_: Figures, wording: str = "none") -> Iterator[Line]:
        yield Line(kind="label", text=wording)

    column = Column(head=(" TST,", "raw  "), width=9, number=8)
    table = Table(title="", form="", source="", stub=9, columns=(column,), lines=lines)
    assert ["none"] == [line.text for line in table.filled({})]
    worded = Table(
        title="", form="", source="", stub=9, columns=(), lines=lines, wordings=("one", "other")
    )
    assert ["one"] == [line.text for line in worded.filled({})]
    assert ["other"] == [line.text for line in worded.filled({}, "other")]
    assert "TST, raw" == column.title
