"""Setting a table in type: widths, rules, and notes beside numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest

from allotments.display.table_layout import Column, Line, Number, Table
from allotments.display.typesetting import typeset
from allotments.figures.figure import Key


def number(printed: str) -> Number:
    return Number(Fraction(0), Fraction(0), printed, "", Key("a"))


def row(text: str, *printed: str, shares: tuple[str, ...] = ()) -> Line:
    return Line(
        kind="row",
        text=text,
        numbers=tuple(map(number, printed)),
        shares=tuple(map(number, shares)),
    )


def table(*columns: Column, stub: int = 4) -> Table:
    return Table(title="", form="", source="", stub=stub, columns=columns, lines=lambda _: ())


NARROW = Column(head=("T",), width=4, number=3)


def test_the_rule_over_a_total_spares_the_blanks_before_the_numbers() -> None:
    column = Column(head=("TST",), width=9, number=5, lead=3)
    assert "       ------" == typeset(table(column), [Line(kind="rule")]).splitlines()[3]
    two = "     ---   ------"
    assert two == typeset(table(NARROW, column), [Line(kind="rule")]).splitlines()[3]


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        (("1%", "22.22%"), "a...   1 (1%)   2 (22.22%)"),
        (("22.22%", "1%"), "a...   1 (22.22%)   2 (1%)"),
        (("1%",), "a...   1 (1%)   2"),
        ((), "a...   1   2"),
    ],
)
def test_a_note_widens_its_own_column(shares: tuple[str, ...], expected: str) -> None:
    lines = typeset(table(NARROW, NARROW), [row("a", "1", "2", shares=shares)]).splitlines()
    assert expected == lines[3]
    assert {len(expected)} == set(map(len, lines))


def test_a_note_that_fits_widens_nothing() -> None:
    roomy = Column(head=("T",), width=9, number=3)
    assert "a...   1 (1%)" == typeset(table(roomy), [row("a", "1", shares=("1%",))]).split("\n")[3]
