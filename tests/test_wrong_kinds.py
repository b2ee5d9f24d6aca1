"""The natural slips: a notice where its inputs or a determination is wanted, a name, a number.

Each is refused in one line that says what would do; without it an attribute of the wrong thing
would be missing somewhere inside.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import allotments
from allotments import InvalidInput, act1990, act2002, plots, tables
from allotments.act1990 import plots as act1990_plots
from allotments.checks import exact_ranges
from allotments.core.errors import check_kind

NOTICE = allotments.load("fy1995")
FY1995 = act1990.determine(NOTICE.inputs)
GIVEN: Any = NOTICE  # wherever anything else is wanted

INPUTS = "found a Notice, expected Inputs, such as notice.inputs"


@pytest.mark.parametrize(
    ("expected", "slip"),
    [
        (f"inputs: {INPUTS}", lambda: act1990_plots.simplex(GIVEN)),
    ],
)
def test_a_notice_in_the_place_of_what_follows_from_it(
    expected: str, slip: Callable[[], Any]
) -> None:
    with pytest.raises(TypeError) as caught:
        slip()
    assert expected == str(caught.value)


@pytest.mark.parametrize(
    ("found", "given"),
    [
        ("'fy1995'", "fy1995"),
        ("an Inputs", NOTICE.inputs),
        ("None", None),
        ("a Determination", FY1995),
    ],
)
def test_something_else_in_the_place_of_a_notice(found: str, given: Any) -> None:
    for slip in (allotments.verify, exact_ranges):
        with pytest.raises(TypeError) as caught:
            slip(given)
        assert f"notice: found {found}, expected a Notice, such as load('fy1995')" == (
            str(caught.value)
        )


@pytest.mark.parametrize(("act", "name"), [(act1990, "fy1995"), (act2002, "fy2025")])
def test_a_notice_opens_the_ledger_of_its_determination(act: Any, name: str) -> None:
    notice = allotments.load(name)
    assert act.open_ledger(allotments.determine(notice)) == act.open_ledger(notice)


@pytest.mark.parametrize(
    ("act", "name", "other"), [(act1990, "fy2025", 2002), (act2002, "fy1995", 1990)]
)
def test_a_ledger_is_of_its_own_act(act: Any, name: str, other: int) -> None:
    with pytest.raises(InvalidInput, match=f"determination: found one under the Act of {other}"):
        act.open_ledger(allotments.load(name))


def test_a_figure_that_is_not_there_is_named() -> None:
    """By the message of a KeyError, which Python shows in quotes."""
    with pytest.raises(KeyError, match=r"sectors\.beat: .* mean 'sectors\.beet'"):
        FY1995.show("sectors.beat")


@pytest.mark.parametrize(("act", "name"), [(act1990, "fy1995"), (act2002, "fy2025")])
def test_when_a_step_was_taken_is_a_label(act: Any, name: str) -> None:
    ledger = act.open_ledger(allotments.load(name))
    assert "12 June: revised" in str(ledger.revised(when="12 June"))
    for wrong in (10**5_000, ["June"], None):
        with pytest.raises(TypeError, match=r"^when: found .*, expected a date or another label"):
            ledger.revised(when=wrong)


def test_a_projection_has_the_tables_of_its_act() -> None:
    projection = allotments.project(2027, consumption=12_441_000)
    assert tables.names(allotments.load("fy2025")) == tables.names(projection) != ()


def test_pictures_refuse_what_they_do_not_show() -> None:
    with pytest.raises(TypeError, match=r"projection: .* what allotments\.project"):
        plots.projection(FY1995)
    with pytest.raises(TypeError, match=r"comparison: .* what allotments\.compare"):
        plots.comparison(FY1995)


def test_what_else_explain_takes() -> None:
    expected = "figure: found 5, expected the path of a figure, such as 'sectors.beet'"
    given: Any = 5
    with pytest.raises(TypeError) as caught:
        allotments.explain(FY1995, given)
    assert expected == str(caught.value)
    with pytest.raises(TypeError, match="notice: found 5, expected a Notice, such as load"):
        allotments.explain(FY1995, notice=given)


def test_what_is_of_the_kind_passes() -> None:
    check_kind("figure", "sectors.beet", str, "the path of a figure")
    check_kind("notice", NOTICE, allotments.Notice, "a Notice")
