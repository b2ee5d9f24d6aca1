"""Conditions of formulas: true or false, an array of them, or one for each by name."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from allotments.core.checked import NotNegative, checked
from allotments.formulas.conditions import OneOrEachTruth, OneTruth


@checked
def switched(need: NotNegative, on: OneTruth, each: OneOrEachTruth = False) -> Any:  # noqa: FBT002
    """Return what it was given."""
    return need, on, each


def test_a_condition_leaves_the_numbers_as_they_are() -> None:
    """An array of truths is none of numbers: beside it a third is exact still."""
    need, on, each = switched(Fraction(1, 3), np.array([True, False]), {"A": np.bool_(True)})
    assert (Fraction(1, 3), Fraction) == (need, type(need))
    assert [True, False] == on.tolist()
    assert ({"A": True}, bool) == (each, type(each["A"]))


def test_one_condition_is_none_for_each() -> None:
    with pytest.raises(TypeError) as caught:
        switched(1, {"A": True})
    expected = "expected True or False, or an array of them"
    assert f"on: found {{'A': True}}, {expected}" == str(caught.value)
    with pytest.raises(TypeError) as caught:
        switched(1, True, {"A": 1})
    assert f"each['A']: found 1, {expected}" == str(caught.value)
