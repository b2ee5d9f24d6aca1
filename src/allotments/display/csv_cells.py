"""Texts in the cells of a CSV file, which a spreadsheet may open."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # ASCII and full width


def no_formula(text: str) -> str:
    """Return *text*, behind an apostrophe if a spreadsheet would take it for a formula.

    >>> no_formula("Mill A"), no_formula("=1+1"), no_formula(" -1")
    ('Mill A', "'=1+1", "' -1")
    """
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text
