"""The bundled reports, and how far past reports were from what came."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from typing import Literal, TypeAlias, cast

from allotments.core.errors import InvalidInput, did_you_mean, refuse
from allotments.core.exact import shown, whole_or_as_given
from allotments.core.files import bundled_data
from allotments.core.units import TST
from allotments.wasde.balances import ATTRIBUTES, MONTHS, Balance, Report, Status

Which: TypeAlias = Literal["coming", "current"]

_FISCAL_YEAR_BEGINS, _COMING_FROM, _COMING_UNTIL = 10, 5, 9  # months
_BUNDLED = "wasde-us-sugar.csv"


def reports() -> list[str]:
    """Return the months of the bundled reports, the earliest first.

    >>> reports()[0], "2026-08" in reports()
    ('2010-08', True)
    """
    return list(_bundled())


def report(month: str) -> Report:
    """Return a bundled report.

    >>> report("2026-08").balance(2026).status
    'estimate'

    Parameters
    ----------
    month
        Its year and month: ``"2026-08"``.

    Raises
    ------
    InvalidInput
        If it is not bundled: there was no report in October 2013, January 2019 and October 2025,
        and that of January 2015 is missing.
    """
    bundled = _bundled()
    if not isinstance(month, str) or month not in bundled:
        first, *_, last = bundled
        expected = f"the month of a bundled report, {first} to {last}"
        raise InvalidInput([f"report: found {shown(month)}, expected {expected}"])
    return bundled[month]


def errors(
    attribute: str, month: int, *, fiscal_year: Which = "coming", until: int | None = None
) -> dict[int, int]:
    """Return how far the bundled reports of a calendar month were from what came, by fiscal year.

    ``error = final - projected``, or with *until* what a later report projected instead of final

    A final figure is that of the last bundled report which prints the fiscal year as final, mostly
    of April, 19 months after the year's end; a year that no report prints as final is left out.
    As deviations for :func:`allotments.scenarios.sample` the values are added to an estimate.

    >>> consumption = errors("consumption", 8)
    >>> consumption[2024]  # 12,336,000 came; 12,600,000 was projected in August 2023
    -264000
    >>> deviations = {"estimates.consumption": list(consumption.values())}
    >>> errors("consumption", 8, until=9)[2018]  # 12,423,000 in August, 12,523,000 in September
    100000

    Parameters
    ----------
    attribute
        Of :class:`Balance`: ``"consumption"``, ``"imports"``.
    month
        Of the reports: 8 is August.
    fiscal_year
        The ``"coming"`` one, which the reports of May to September project, or the ``"current"``
        one, which ends in the September that follows the report, or in its month.
    until
        The calendar month of the later report, the next of that month: 9 where a determination
        follows from the report of September. By default what came, as above.

    Returns
    -------
    Short tons, raw value, by fiscal year, the earliest first.

    Raises
    ------
    InvalidInput
        If the attribute or a month is not known, or no report of the month has such a year.
    """
    past = _past(attribute, month, fiscal_year, until)
    return {year: came - projected for year, projected, came in past}


def relative_errors(
    attribute: str, month: int, *, fiscal_year: Which = "coming", until: int | None = None
) -> dict[int, Fraction]:
    """Return :func:`errors` as ratios to what was projected; a projection of zero is left out.

    >>> relative_errors("consumption", 8)[2024]
    Fraction(-11, 525)

    Parameters
    ----------
    attribute, month, fiscal_year, until
        As for :func:`errors`.
    """
    past = _past(attribute, month, fiscal_year, until)
    return {year: Fraction(came - stated, stated) for year, stated, came in past if stated}


def _past(
    attribute: str, month: int, which: Which, until: int | None
) -> Iterator[tuple[int, int, int]]:
    """Yield fiscal year, projected figure, and the final one, or that of the later report."""
    month, until = _checked_months(attribute, month, which, until)
    last_final = {
        balance.fiscal_year: balance
        for one in _bundled().values()
        for balance in one.balances
        if balance.status == "final"
    }
    for one in _bundled().values():
        year, of_report = map(int, one.month.split("-"))
        if of_report != month:
            continue
        sought = year + (of_report >= _FISCAL_YEAR_BEGINS) + (which == "coming")
        if until is None:
            later = last_final.get(sought)
        else:
            following = _bundled().get(f"{year + (until <= month)}-{until:02}")
            by_year = {b.fiscal_year: b for b in following.balances} if following else {}
            later = by_year.get(sought)
        if later is not None:
            projected, came = getattr(one.balance(sought), attribute), getattr(later, attribute)
            if projected is not None and came is not None:
                yield sought, projected, came


def _checked_months(
    attribute: str, month: int, which: Which, until: int | None
) -> tuple[int, int | None]:
    """Return the two months of a question, or refuse it."""
    known = ("consumption", *ATTRIBUTES)
    coming = isinstance(which, str) and which == "coming"
    first, last = (_COMING_FROM, _COMING_UNTIL) if coming else (1, len(MONTHS))
    faults = []
    if not isinstance(attribute, str) or attribute not in known:
        faults.append(f"attribute: found {shown(attribute)}; {did_you_mean(attribute, known)}")
    if not isinstance(which, str) or which not in ("coming", "current"):
        faults.append(f"fiscal_year: found {shown(which)}, expected 'coming' or 'current'")
    month = whole_or_as_given(month)
    if not isinstance(month, int) or not first <= month <= last:
        why = ": other reports have no coming fiscal year" if coming else ""
        faults.append(f"month: found {shown(month)}, expected {first} to {last}{why}")
    until = whole_or_as_given(until)
    if until is not None and not (isinstance(until, int) and 1 <= until <= len(MONTHS)):
        faults.append(f"until: found {shown(until)}, expected 1 to {len(MONTHS)}")
    refuse(faults)
    return month, until


@cache
def _bundled() -> Mapping[str, Report]:
    balances: dict[str, list[Balance]] = defaultdict(list)
    text = (bundled_data() / _BUNDLED).read_text(encoding="utf-8")
    for row in csv.DictReader(io.StringIO(text)):
        month, year, status = row.pop("report"), row.pop("fiscal_year"), row.pop("status")
        tons = {name: int(value) * TST for name, value in row.items() if value}
        balance = Balance(fiscal_year=int(year), status=cast("Status", status), **tons)
        balances[month].append(balance)
    return {month: Report(month, tuple(every)) for month, every in balances.items()}
