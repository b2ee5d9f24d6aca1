"""Setting a table in type: widths, rules, and notes beside numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest

from allotments.display.table_layout import Column, Figure, Line, Table
from allotments.display.typesetting import typeset


def figure(printed: str) -> Figure:
    return Figure(Fraction(0), Fraction(0), printed, "")


def row(text: str, *printed: str, shares: tuple[str, ...] = ()) -> Line:
    return Line("row", text, figures=tuple(map(figure, printed)), shares=tuple(map(figure, shares)))


def table(*columns: Column, stub: int = 4) -> Table:
    return Table(title="", form="", stub=stub, columns=columns, blocks=())


NARROW = Column(head=("T",), width=4, number=3)


def test_the_rule_over_a_total_spares_the_blanks_before_the_numbers() -> None:
    column = Column(head=("TST",), width=9, number=5, lead=3)
    assert "       ------" == typeset(table(column), [Line("rule")]).splitlines()[3]
    two = "     ---   ------"
    assert two == typeset(table(NARROW, column), [Line("rule")]).splitlines()[3]


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
