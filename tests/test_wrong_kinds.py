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

FY2025 = allotments.load("fy2025")


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


OF_ONE_ACT: list[tuple[str, str, Callable[[Any], Any]]] = [
    ("1990", "inputs", act1990.determine),
    ("1990", "determination", act1990.open_ledger),
    ("1990", "baseline", lambda one: act1990.carryover_stocks_for_restraint(one, 0)),
    ("1990", "baseline", lambda one: act1990.weights_for_restraint(one, 0, (1, 1, 1), (1, 1, 2))),
    ("1990", "inputs", act1990_plots.simplex),
    ("2002", "determination", act2002.open_ledger),
]


@pytest.mark.parametrize(("act", "name", "function"), OF_ONE_ACT)
def test_an_act_takes_nothing_of_another(
    act: str, name: str, function: Callable[[Any], Any]
) -> None:
    """Whatever of the other Act it is given; and it says how to go on."""
    own, other, of_other = (
        ("fy1995", "2002", FY2025) if act == "1990" else ("fy2025", "1990", NOTICE)
    )
    for one in (of_other, of_other.inputs, allotments.determine(of_other)):
        with pytest.raises(InvalidInput) as caught:
            function(one)
        assert (
            f"{name}: found one under the Act of {other}, expected under that of {act}, such as "
            f"load('{own}').inputs.replace(estimates=...)"
        ) == str(caught.value)


def test_a_notice_or_a_determination_stands_for_its_inputs() -> None:
    expected = act1990.determine(NOTICE.inputs)
    assert expected == act1990.determine(NOTICE) == act1990.determine(expected)
    projection = allotments.project(2027, consumption=12_441_000)
    assert projection.determination.figures == allotments.determine(projection).figures


def test_the_notice_of_a_determination_is_kept_and_nothing_else_taken_for_one() -> None:
    assert NOTICE is allotments.determine(allotments.determine(NOTICE)).notice
    assert allotments.determine(allotments.project(2027, consumption=12_441_000)).notice is None
    assert allotments.determine(NOTICE.inputs).notice is None


def test_a_figure_that_is_not_there_is_named() -> None:
    """By the message of a KeyError, which Python shows in quotes."""
    with pytest.raises(KeyError, match=r"sectors\.beat: .* mean 'sectors\.beet'"):
        FY1995.show("sectors.beat")


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
