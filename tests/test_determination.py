"""What stands for a determination: itself, a notice, or inputs; and what does not."""

from __future__ import annotations

import pickle
from fractions import Fraction
from types import SimpleNamespace

import pytest

import allotments

NOTICE = allotments.load("fy1995")


def test_a_notice_and_its_inputs_stand_for_their_determination() -> None:
    of_inputs = allotments.determine(NOTICE.inputs)
    assert of_inputs == allotments.determine(NOTICE)
    assert not [one for one in allotments.compare(NOTICE, NOTICE.inputs).differences if one.changed]


def test_anything_else_is_refused() -> None:
    with pytest.raises(TypeError, match=r"^inputs: found 'fy1995', expected a notice, such as"):
        allotments.determine("fy1995")
    with pytest.raises(TypeError, match=r"^second: found 5, expected a determination, or the"):
        allotments.compare(NOTICE, 5)


def test_a_figure_is_shown_as_its_notice_prints_it() -> None:
    determination = allotments.determine(NOTICE)
    assert "4,355.5 TST" == determination.show("sectors.beet")
    assert "10,455,000 short tons" == allotments.determine(allotments.load("fy2025")).show(
        "overall_allotment_quantity"
    )


def test_a_long_determination_is_printed_in_short() -> None:
    """IPython and Hypothesis ask for it; figures, which follow from the inputs, are left out."""
    determination = allotments.determine(NOTICE)
    shown: list[str] = []
    determination._repr_pretty_(SimpleNamespace(text=shown.append), _cycle=False)
    assert [repr(determination)] == shown
    assert "Figure(" not in shown[0]


def test_a_notebook_shows_the_quantities_of_a_family_as_a_notice_prints_them() -> None:
    """They are a mapping of exact numbers everywhere else, also in a copy."""
    sectors = allotments.determine(allotments.load("fy1995")).sectors
    document = sectors._repr_html_()
    assert "<td class='end'>4,355.5</td>" in document
    assert "Sector allotments</th>" in document
    assert {"beet": Fraction(2_887_717_000, 663), "cane": Fraction(2_342_690_000, 663)} == sectors
    twin = pickle.loads(pickle.dumps(sectors))  # noqa: S301 -- our own bytes
    assert (sectors, document) == (twin, twin._repr_html_())


def test_a_what_if_does_not_bear_the_year_alone() -> None:
    """The criteria of 1995 on the balance of 2027 make no allotments of fiscal year 1995."""
    inputs = allotments.load("fy1995").inputs
    balance = allotments.wasde.report("2026-08").balance(2027)
    found = allotments.determine(inputs.replace(estimates=balance.estimates))
    said = "fiscal year 1995 with changed inputs"
    assert f"Sugar marketing allotments, {said}" == str(found).splitlines()[0]
    assert said in allotments.tables.markdown(found, "states")
    assert said not in str(allotments.determine(inputs))
