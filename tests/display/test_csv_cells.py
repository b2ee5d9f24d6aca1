"""Names that would compute something where a spreadsheet opens the file."""

from __future__ import annotations

import pytest

from allotments.display.csv_cells import no_formula


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_no_formula_puts_an_apostrophe_before_a_sign(sign: str) -> None:
    """Blanks before the sign do not help: a spreadsheet takes them away."""
    assert f"'{sign}A1" == no_formula(f"{sign}A1")
    assert f"' \t{sign}A1" == no_formula(f" \t{sign}A1")
    assert f"'{sign}" == no_formula(sign)


@pytest.mark.parametrize("text", ["", " ", "A", "A=1", "1-2", "'=1", " Mill @ Belle Glade"])
def test_no_formula_leaves_other_texts_alone(text: str) -> None:
    assert text == no_formula(text)
