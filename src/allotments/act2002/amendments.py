"""What was in force in a crop year: part VII as rewritten in 2002 and amended since.

Pub. L. 107-171 sec. 1403 (2002), Pub. L. 110-246 sec. 1403 (2008), Pub. L. 119-21 sec. 10312
(2025). Those of 2014 (Pub. L. 113-79 sec. 1301) and 2018 (Pub. L. 115-334 sec. 1301) changed dates
alone. A crop year begins on 1 October and is named by the year in which it begins, 7 CFR 1435.2.
"""

from __future__ import annotations

from typing import NamedTuple

from allotments.core.exact import shown, whole_number

CROP_YEARS = range(2002, 2032)
"""The crop years that the Secretary makes estimates for: 359b(a)(1), 359l(a)."""

_FROM_2008 = 2008  # 359l: the crop year 2007 stayed under the law of 2002
_FROM_2025 = 2025

_PARAGRAPHS = {  # of crop years 2002 to 2007, and since
    "shares": ("359f(c)(1)(A)", "359f(c)(2)(A)"),
    "disaster": ("359f(c)(7)", "359f(c)(8)"),
    "closed cane factory": ("359f(c)(8)", "7 CFR 1435.307(c)"),
    "new beet factory": ("359d(b)(2)(H)(i)", "359d(b)(2)(H)(ii)"),
    "beet factory with history": ("359d(b)(2)(I)", "359d(b)(2)(H)(iii)"),
}


class InForce(NamedTuple):
    """What distinguishes the law of a crop year, whether a formula asks for it or only a reader."""

    amended: int
    """Whose words these are: 2002, 2008 or 2025."""
    deducts_imports: bool
    """The overall quantity is less 1,532,000, and above as many imports allotments are suspended:
    359c(b)(1) and (h) until crop year 2007."""
    has_minimum: bool
    """The overall quantity is at least 85 percent of consumption: since crop year 2008."""
    reassigns_to_raw_cane: bool
    """What is left of deficits goes to imports "of raw cane sugar": since crop year 2008."""
    transfers_by_yield_goal: bool
    """A grower who changes mills moves acres times the yield goal: until crop year 2007."""
    beet_priority: bool
    """An increase goes to beet processors with available sugar first: 359c(g)(2)(B), from 2025."""


def in_force(crop_year: int, *, changes_of_2025_from: int = _FROM_2025) -> InForce:
    """Return what was in force in a crop year.

    >>> in_force(2007).deducts_imports, in_force(2008).has_minimum, in_force(2025).beet_priority
    (True, True, True)
    >>> in_force(2024).amended, in_force(2024, changes_of_2025_from=2024).amended
    (2008, 2025)

    Parameters
    ----------
    crop_year
        From 2002 to 2031: the fiscal year less one.
    changes_of_2025_from
        The Act of 4 July 2025 does not say in which crop year its changes to 359c(g) and 359e(b)
        apply first. By default in 2025; 2024 for the one that was running.

    Raises
    ------
    ValueError
        If *crop_year* is outside its range, or *changes_of_2025_from* neither 2024 nor 2025.

    Notes
    -----
    Sec. 359l: the crop year 2007 is "on the terms and conditions ... in effect on the day before".
    """
    ends = f"{CROP_YEARS[0]} to {CROP_YEARS[-1]}"
    crop_year = whole_number("crop_year", crop_year, expected=ends)
    if crop_year not in CROP_YEARS:
        raise ValueError(f"crop_year: found {shown(crop_year)}, expected {ends}")
    either, name = "2024 or 2025", "changes_of_2025_from"
    changes_of_2025_from = whole_number(name, changes_of_2025_from, expected=either)
    if changes_of_2025_from not in (_FROM_2025 - 1, _FROM_2025):
        raise ValueError(f"{name}: found {shown(changes_of_2025_from)}, expected {either}")
    first = crop_year < _FROM_2008
    latest = crop_year >= changes_of_2025_from
    amended = CROP_YEARS[0] if first else _FROM_2025 if latest else _FROM_2008
    return InForce(amended, first, not first, not first, first, latest)


def paragraph(rule: str, crop_year: int) -> str:
    """Return where the law of a crop year has a rule that Pub. L. 110-246 numbered anew.

    >>> paragraph("disaster", 2007), paragraph("disaster", 2008)
    ('359f(c)(7)', '359f(c)(8)')
    """
    until_2007, since = _PARAGRAPHS[rule]
    return until_2007 if crop_year < _FROM_2008 else since
