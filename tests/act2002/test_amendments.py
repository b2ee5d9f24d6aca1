"""What was in force in which crop year."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allotments.act2002.amendments import CROP_YEARS, InForce, in_force, paragraph


def test_in_force_in_2002_2008_and_2025() -> None:
    """1,532,000 and the yield goal until 2007, 85 percent from 2008, beet priority from 2025."""
    assert InForce(2002, True, False, False, True, False) == in_force(2002) == in_force(2007)
    assert InForce(2008, False, True, True, False, False) == in_force(2008) == in_force(2024)
    assert InForce(2025, False, True, True, False, True) == in_force(2025) == in_force(2031)


def test_in_force_may_let_2025_begin_with_the_crop_year_then_running() -> None:
    """4 July 2025 is in crop year 2024; an earlier one was over."""
    assert 2025 == in_force(2024, changes_of_2025_from=2024).amended
    assert 2008 == in_force(2023, changes_of_2025_from=2024).amended
    for wrong in (2023, "2024"):
        line = f"^changes_of_2025_from: found {wrong!r}, expected 2024 or 2025$"
        with pytest.raises(ValueError, match=line):
            in_force(2024, changes_of_2025_from=wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("year", [2001, 2032, 2010.5, "2010", True, None, np.array([2010, 2011])])
def test_in_force_knows_the_crop_years_of_the_act(year: Any) -> None:
    line = f"crop_year: found {year!r}, expected 2002 to 2031"
    with pytest.raises(ValueError, match=f"^{re.escape(line)}$"):
        in_force(year)


@given(st.sampled_from(CROP_YEARS))
def test_a_crop_year_has_the_formula_or_the_minimum(year: int) -> None:
    law = in_force(year)
    assert law.deducts_imports is not law.has_minimum
    assert law.has_minimum or not law.beet_priority


@pytest.mark.parametrize(
    ("rule", "until_2007", "since"),
    [
        ("shares", "359f(c)(1)(A)", "359f(c)(2)(A)"),
        ("disaster", "359f(c)(7)", "359f(c)(8)"),
        ("closed cane factory", "359f(c)(8)", "7 CFR 1435.307(c)"),
        ("new beet factory", "359d(b)(2)(H)(i)", "359d(b)(2)(H)(ii)"),
        ("beet factory with history", "359d(b)(2)(I)", "359d(b)(2)(H)(iii)"),
    ],
)
def test_paragraphs_were_numbered_anew_in_2008(rule: str, until_2007: str, since: str) -> None:
    assert until_2007 == paragraph(rule, 2002) == paragraph(rule, 2007)
    assert since == paragraph(rule, 2008) == paragraph(rule, 2031)
