"""The filling of a table: the lines that every form of it is made from."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from allotments.display.table_layout import Block, Column, Figure, Line, Row, Table, fill

TST = "TST, raw value"
TONS = Column(head=("TST",), width=9, number=8)


def table(*blocks: Block, columns: tuple[Column, ...] = (TONS,)) -> Table:
    return Table(title="", form="", stub=20, columns=columns, blocks=blocks)


def determination(**parts: Any) -> SimpleNamespace:
    """What a determination is to a layout: attributes and mappings by name."""
    return SimpleNamespace(**{"allotments_required": True, "origins": {}} | parts)


def tons(exact: int | Fraction, rounded: Fraction, printed: str) -> Figure:
    return Figure(Fraction(exact), rounded, printed, TST)


def test_a_row_of_two_columns_with_their_shares() -> None:
    """50 tons are 0.1 thousand, half up; a third is 33.3 percent, and exact beside it."""
    layout = table(
        Block(
            source="sec. 1",
            places=1,
            group="both",
            rows=(Row("  Base", ("bases.beet", "bases.cane"), ("factors.beet", "factors.cane")),),
        ),
        columns=(TONS, TONS),
    )
    third = Fraction(1, 3)
    expected = Line(
        "row",
        "Base",
        2,
        figures=(tons(50, Fraction(1, 10), "0.1"), tons(149, Fraction(1, 10), "0.1")),
        shares=(
            Figure(third, Fraction(333, 10), "33.3%", "percent"),
            Figure(2 * third, Fraction(667, 10), "66.7%", "percent"),
        ),
        group="both",
        source="sec. 1",
        origin="computed",
    )
    given = determination(
        bases={"beet": 50, "cane": 149}, factors={"beet": third, "cane": 2 * third}
    )
    assert [expected] == fill(layout, given)


def test_the_wording_of_a_row_and_where_its_number_comes_from() -> None:
    layout = table(Block(source="s", places=0, rows=(Row("{how} stocks", ("inputs.stocks",)),)))
    given = determination(inputs=SimpleNamespace(stocks=1_500))
    (line,) = fill(layout, given, how="Ending")
    assert ("Ending stocks", "printed") == (line.text, line.origin)


EACH = Block(
    source="sec. 2",
    places=3,
    group="states",
    each="states",
    heading="States",
    row=" {name}",
    total="  Total",
)


@pytest.mark.parametrize(
    ("origins", "origin"), [({}, "computed"), ({"states": "recorded"}, "recorded")]
)
def test_items_and_their_total(origins: dict[str, str], origin: str) -> None:
    """A group without an origin is computed; two rows have a total, under a rule."""
    half, third = Fraction(1, 2), Fraction(1, 3)

    def row(text: str, figure: Figure) -> Line:
        return Line("row", text, 1, (figure,), group="states", source="sec. 2", origin=origin)

    assert [
        Line("heading", "States"),
        Line("blank"),
        row("Hawaii", tons(half, Fraction(1, 1000), "0.001")),
        row("Texas", tons(third, Fraction(0), "0.000")),
        Line("rule"),
        Line(
            "total",
            "Total",
            2,
            (tons(1, Fraction(1, 1000), "0.001"),),
            group="states",
            source="sec. 2",
            origin="sum",
        ),
    ] == fill(table(EACH), determination(states={"Hawaii": half, "Texas": third}, origins=origins))


def test_the_rule_after_a_total_and_none_without_one() -> None:
    after = Block(source="s", places=0, each="states", total="Total", total_rule="after")
    without = Block(source="s", places=0, each="states")
    given = determination(states={"a": 1_000, "b": 2_000})
    assert ["row", "row", "total", "rule"] == [one.kind for one in fill(table(after), given)]
    assert ["row", "row"] == [one.kind for one in fill(table(without), given)]


def test_sets_of_rows_by_name() -> None:
    """Each with its label and origin; those left out are no set at all."""
    block = Block(
        source="s",
        places=0,
        groups="processors",
        without=("beet",),
        label="{group}:",
        row="  {name}",
        total="    Total {group}",
    )
    given = determination(
        processors={"beet": {"x": 1}, "Texas": {"Rio": 2_000}, "Hawaii": {"a": 0, "b": 0}},
        origins={"Texas": "recorded"},
    )
    found = fill(table(block), given)
    assert [
        ("label", "Texas:", "", "", ""),
        ("row", "Rio", "Texas", "recorded", "s"),
        ("label", "Hawaii:", "", "", ""),
        ("row", "a", "Hawaii", "computed", "s"),
        ("row", "b", "Hawaii", "computed", "s"),
        ("rule", "", "", "", ""),
        ("total", "Total Hawaii", "Hawaii", "sum", "s"),
    ] == [(line.kind, line.text, line.group, line.origin, line.source) for line in found]


def test_sets_of_rows_without_a_label() -> None:
    block = Block(source="s", places=0, groups="processors")
    found = fill(table(block), determination(processors={"Texas": {"Rio": 1}, "Hawaii": {"a": 1}}))
    assert [("row", "Rio"), ("row", "a")] == [(line.kind, line.text) for line in found]


def test_a_remark_stands_where_nothing_is_established() -> None:
    """Indented as a row would be, in its group; without a group there is no label either."""

    def remark(text: str, group: str) -> Line:
        return Line("remark", text, 1, group=group, source="sec. 2")

    heading = [Line("heading", "States"), Line("blank")]
    none = remark("No allotments required.", "states")
    assert [*heading, none] == fill(
        table(EACH), determination(allotments_required=False, states=None)
    )
    undetermined = remark("Not determined.", "states")
    nothings: tuple[dict[str, int] | None, ...] = (None, {})
    for nothing in nothings:
        assert [*heading, undetermined] == fill(table(EACH), determination(states=nothing))
        sets = Block(source="sec. 2", places=0, groups="sets", label="{group}:", row=" {name}")
        assert [remark("Not determined.", "")] == fill(table(sets), determination(sets=nothing))
    partly = Block(
        source="sec. 2", places=0, row=" ", rows=(Row("a", ("x.a",)), Row("b", ("x.b",)))
    )
    kinds = [line.kind for line in fill(table(partly), determination(x={"a": 1, "b": None}))]
    assert ["row", "remark"] == kinds


def test_blank_lines_stand_round_a_heading_but_the_first() -> None:
    one = Block(source="", places=0, heading="One", each="states")
    two = Block(source="", places=0, heading="Two", each="states")
    found = fill(table(one, two), determination(states={"a": 1}))
    assert ["heading", "blank", "row", "blank", "heading", "blank", "row"] == [
        line.kind for line in found
    ]
