"""Farms and their proportionate shares: a State's table of farms in, shares out.

Agricultural Adjustment Act of 1938, sec. 359f(b)(3) and (4) (7 U.S.C. 1359ff(b)) as in force for
fiscal year 1995, through models. Everything is exact: the shares add up to the acreage allotment.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from allotments.act1990.farms.csv_file import read_farms
from allotments.act1990.farms.models import CaneState, Exact, Farm
from allotments.core.errors import InvalidInput
from allotments.core.exact import shown, signed_quantities
from allotments.display.csv_cells import no_formula
from allotments.display.result import Result, Shown
from allotments.formulas.acreage import proportionate_share, uniform_reduction_percentage
from allotments.rounding import grouped, half_up

_HEADERS = ("Farm", "Acreage base, acres", "Proportionate share, acres")
_PLACES = 2  # of an acre
_MOST_SHOWN = 40  # farms in print
_PERCENT = 100
_TOTALS = frozenset({"total", "totals", "sum", "all"})  # of rows, never of a farm


@dataclass(frozen=True, slots=True)
class FarmShare:
    """A farm, its acreage base and its proportionate share.

    Attributes
    ----------
    farm : Farm
        With its history.
    acreage_base : int or Fraction
        The average of its five crop years, exact. [acres]
    share : int or Fraction
        The acreage that may be harvested, exact. [acres]
    """

    farm: Farm
    acreage_base: Exact
    share: Exact


@dataclass(frozen=True)
class ProportionateShares(Result):
    """Every farm's proportionate share of a State's acreage allotment.

    Attributes
    ----------
    state : CaneState
        What the acreage allotment follows from.
    uniform_reduction_percentage : Fraction
        A ratio, which may exceed one.
    farms : tuple of FarmShare
        In the order given.
    """

    state: CaneState
    uniform_reduction_percentage: Exact
    farms: tuple[FarmShare, ...]

    @property
    def shares(self) -> dict[str, Exact]:
        """Each farm's share by name, as :func:`~allotments.act1990.open_ledger` takes it."""
        return {one.farm.name: one.share for one in self.farms}

    def records(self) -> list[dict[str, Any]]:
        """Return a record for each farm: acres rounded half up to hundredths, and exact text."""
        return [
            {
                "family": "proportionate_shares",
                "group": self.state.state,
                "recipient": one.farm.name,
                "acreage_base": float(_rounded(one.acreage_base)),
                "proportionate_share": float(_rounded(one.share)),
                "exact_acreage_base": str(one.acreage_base),
                "exact_proportionate_share": str(one.share),
            }
            for one in self.farms
        ]

    def to_csv(self, path: str | Path | None = None) -> str:
        """Return farms, bases and shares as CSV, and write it to *path* if one is given.

        A name that a spreadsheet would take for a formula (it begins with ``=``, ``+``, ``-`` or
        ``@``) gets an apostrophe in front.
        """
        text = io.StringIO()
        table = csv.writer(text, lineterminator="\n")
        table.writerow(["name", "acreage_base", "proportionate_share"])
        for one in self.farms:
            acres = (grouped(v, _PLACES).replace(",", "") for v in (one.acreage_base, one.share))
            table.writerow([no_formula(one.farm.name), *acres])
        if path is not None:
            Path(path).write_text(text.getvalue(), encoding="utf-8", newline="")
        return text.getvalue()

    def _shown(self) -> Shown:
        state, rows = self.state, list(self._rows())
        caption = f"Proportionate shares of {state.state}'s farms, fiscal year {state.fiscal_year}"
        notes = list(self._notes())
        return Shown(caption, _HEADERS, rows, "<>>", notes, totals=[len(rows) - 1])

    def _rows(self) -> Iterator[tuple[str, ...]]:
        few = self.farms if len(self.farms) <= _MOST_SHOWN else self.farms[: _MOST_SHOWN // 2]
        for one in few:
            yield one.farm.name, _acres(one.acreage_base), _acres(one.share)
        if left := len(self.farms) - len(few):
            yield (f"... and {left:,} more farms: see .records() or .to_csv()",)
        bases = sum(_rounded(one.acreage_base) for one in self.farms)
        yield "All", _acres(bases), _acres(sum(_rounded(one.share) for one in self.farms))

    def _notes(self) -> Iterator[str]:
        state = self.state
        yield (
            f"Acreage allotment {_acres(state.acreage_allotment)} acres: "
            f"{grouped(state.allotment)} short tons, raw value, by {float(state.goal)} tons of "
            f"cane an acre and a recovery of {float(state.recovery_rate)}. "
            "Sec. 359f(b)(3)(A)-(C)."
        )
        percent = grouped(self.uniform_reduction_percentage * _PERCENT, 2)
        yield f"Uniform reduction percentage {percent}%. Sec. 359f(b)(3)(D)."
        yield "Shown rounded half up, row by row; totals add up the rows. The figures are exact."


def proportionate_shares(
    farms: str | Path | Iterable[Farm | Mapping[str, Any]],
    state: CaneState | Mapping[str, Any],
    *,
    adjustment: Any = 0,
) -> ProportionateShares:
    """Return every farm's proportionate share: ``share = base * acreage allotment / all bases``.

    >>> found = proportionate_shares(
    ...     [{"name": "A", "acres": [100] * 5}, {"name": "B", "acres": [60, 60, 0, 60, 70]}],
    ...     {"state": "Louisiana", "fiscal_year": 1995, "allotment": 495, "yield_goal": 30,
    ...      "recovery_rate": 0.11})
    >>> found.state.acreage_allotment, found.shares
    (Fraction(150, 1), {'A': Fraction(100, 1), 'B': Fraction(50, 1)})

    Parameters
    ----------
    farms
        All the State's sugarcane farms: the path of a CSV file as docs/farms.md describes it, or
        :class:`Farm` models, or mappings of their fields, or a DataFrame with a column for each
        field. A row of totals is not a farm, and is refused. [acres]
    state
        A :class:`CaneState`, or a mapping of its fields.
    adjustment
        As for :func:`~allotments.act1990.uniform_reduction_percentage`, but exact: ``int``,
        ``Fraction`` or ``Decimal``. Where it is not zero the shares do not add up to the acreage
        allotment. [acres]

    Raises
    ------
    InvalidInput
        With every fault of every farm, those of a file with their lines.

    Notes
    -----
    Sec. 359f(b)(3), (4). Whether a State's farms must have shares,
    :func:`~allotments.act1990.proportionate_shares_required` tells.
    """
    if not isinstance(state, CaneState | Mapping):
        found = f"found {shown(state)}, expected a CaneState or a mapping of its fields"
        raise InvalidInput([f"state: {found}"])
    cane_state = CaneState.model_validate(_fields(state))
    rows: Iterable[tuple[str, Any, list[str]]]
    if isinstance(farms, str | Path):
        rows = read_farms(farms, cane_state.fiscal_year)
    else:
        # A DataFrame would be read by the names of its columns.
        given: Any = farms.to_dict("records") if hasattr(farms, "to_dict") else farms
        rows = ((f"farms[{at}]", farm, []) for at, farm in enumerate(given))
    checked = _checked(rows)
    bases = {farm.name: farm.acreage_base for farm in checked}
    try:
        acres, added = cane_state.acreage_allotment, _exact("adjustment", adjustment)
        ratio = uniform_reduction_percentage(acres, bases, adjustment=added)
    except (TypeError, ValueError) as error:
        raise InvalidInput([str(error)]) from None
    shares = proportionate_share(bases, ratio)
    return ProportionateShares(
        state=cane_state,
        uniform_reduction_percentage=ratio,
        farms=tuple(FarmShare(farm, bases[farm.name], shares[farm.name]) for farm in checked),
    )


def _exact(name: str, value: Any) -> Exact:
    (exact,) = signed_quantities(**{name: value})
    if not isinstance(exact, int | Fraction):
        raise TypeError(f"{name}: found {shown(value)}, expected an exact number")
    return exact


def _fields(given: Any) -> Any:
    return dict(given) if isinstance(given, Mapping) else given


def _checked(rows: Iterable[tuple[str, Any, list[str]]]) -> list[Farm]:
    """Return the farms, or refuse all that is wrong with any of them."""
    farms: list[Farm] = []
    faults: list[str] = []
    seen: dict[str, str] = {}
    for place, given, found in rows:
        faults += found
        if found:
            continue
        try:
            farm = given if isinstance(given, Farm) else Farm.model_validate(_fields(given))
        except InvalidInput as error:
            faults += [f"{place}, {fault}" for fault in error.faults]
            continue
        key = " ".join(farm.name.casefold().split())
        if key in _TOTALS:
            faults.append(f"{place}, name: found {shown(farm.name)}, expected a farm, not a total")
        if key in seen:
            faults.append(f"{place}, name: found {shown(farm.name)} again, first at {seen[key]}")
        seen.setdefault(key, place)
        farms.append(farm)
    if faults or not farms:
        raise InvalidInput(faults or ["farms: found none, expected at least one"])
    return farms


def _rounded(acres: Exact) -> Exact:
    return half_up(acres, Fraction(1, 10**_PLACES))


def _acres(value: Exact) -> str:
    return grouped(value, _PLACES)
