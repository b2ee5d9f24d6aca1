"""A ledger's steps as they are shown: whose allotment it is, and who gave and took."""

from __future__ import annotations

import pytest

import allotments
from allotments import act2002
from allotments.ledger.position import LedgerPosition
from allotments.ledger.steps import LedgerStep


def opened(name: str) -> act2002.Ledger:
    return act2002.open_ledger(allotments.load(name))


@pytest.mark.parametrize(("name", "said"), [("fy2025", True), ("fy2021", False)])
def test_allotments_with_what_is_reassigned_in_the_same_announcement_are_called_so(
    name: str,
    said: bool,  # noqa: FBT001 -- a column of the parameters
) -> None:
    """Florida's 2,690,953 of FY2025 hold 125,731 of Texas's 222,999."""
    shown = str(opened(name))
    assert said is ("State allotments: with what is reassigned in the same announcement." in shown)
    assert "Allotment: before what this ledger reassigns." in shown
    assert "\n1. established, sec. 359c(a), 359d(a)\n" in shown


def test_who_gave_and_who_took_within_a_state_is_shown() -> None:
    """U.S. Sugar can market 40,000 less than it has, the two others of Florida more.

    Florida's change is 0: the 40,000 stay in the State.
    """
    ledger = opened("fy2025")
    able = {
        state: {n: q + (-40_000 if n == "U.S. Sugar Corp." else 50_000) for n, q in names.items()}
        for state, names in ledger.allocations.items()
        if state != "beet"
    }
    after = ledger.deficits_reassigned(able)
    now, then = after.allocations["Florida"], ledger.allocations["Florida"]
    assert 40_000 == sum(now[n] - then[n] for n in ("Florida Crystals", "Growers Co-op. of FL"))
    _, _, step = str(after).partition("2. deficits reassigned")
    lines = step.splitlines()
    assert "   Gave: U.S. Sugar Corp. (Florida) 40,000 short tons." == lines[1]
    assert lines[2].startswith("   Took: Florida Crystals (Florida) 27,")
    assert ["Florida", "2,690,953", "2,690,953", "0", "2,690,953"] in [x.split() for x in lines]


def test_a_step_shows_a_debugger_what_was_done_and_no_tables() -> None:
    step = LedgerStep(
        kind="suspended",
        period="March",
        paragraph="359c(h)",
        determination=None,
        before=LedgerPosition(),
        after=LedgerPosition(),
    )
    what = "kind='suspended', period='March', paragraph='359c(h)', estimates='', notes=(), when=''"
    assert f"LedgerStep({what})" == repr(step)
    assert () == step.flows


def test_a_single_ton_moves() -> None:
    ledger = opened("fy2025")
    giver, taker, *_ = ledger.allocations["Florida"]
    shown = str(ledger.transferred("Florida", giver, taker, quantity=1))
    assert f"   Gave: {giver} (Florida) 1 short tons." in shown
    assert f"   Took: {taker} (Florida) 1 short tons." in shown


def test_where_nothing_moves_nobody_gave() -> None:
    """A re-estimate changes every allocation, and moves none from one processor to another."""
    shown = str(opened("fy2021").adjusted(overall_allotment_quantity=10_000_000))
    assert "decreased" in shown
    assert "Gave" not in shown


IN_PART = """\
Ledger of sugar marketing allotments, fiscal year 2008

Short tons, raw value  Allotment     Before      Change      After
---------------------  ---------  ---------  ----------  ---------
1. established, sec. 359c(a), 359d(a)
   Overall allotment quantity 2,000,000 short tons.
  Beet                 1,087,000          0   1,087,000  1,087,000
  Florida                                 0           5          5
  Cane                   913,000          0     912,995    912,995
  All                  2,000,000          0   2,000,000  2,000,000
2. suspended, sec. 359c(h)
  Beet                         0  1,087,000  -1,087,000          0
  Florida                                 5          -5          0
  Cane                         0    912,995    -912,995          0
  All                          0  2,000,000  -2,000,000          0

Allotment: before what this ledger reassigns. Before, Change, After: allocations in force.
Shown rounded half up, row by row; totals add up the rows shown. The figures are exact."""


def test_a_state_known_in_part_has_no_allotment_of_its_own() -> None:
    """One of Florida's mills has 5 of the 913,000 of all cane, 45.65 percent of 2,000,000."""
    inputs = act2002.Inputs(
        fiscal_year=2008,
        overall_allotment_quantity=2_000_000,
        recorded=act2002.Recorded(processors={"Florida": {"X": 5}}),
    )
    assert IN_PART.splitlines() == str(act2002.open_ledger(inputs).suspended()).splitlines()
