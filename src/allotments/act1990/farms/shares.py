"""Farms and their proportionate shares: a State's table of farms in, shares out.

Agricultural Adjustment Act of 1938, sec. 359f(b)(3) and (4) (7 U.S.C. 1359ff(b)) as in force for
fiscal year 1995, through models. Everything is exact: the shares add up to the acreage allotment.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from operator import add
from pathlib import Path
from typing import Any

from numpy import iterable

from allotments.act1990.farms.csv_file import farm_of, read_farms
from allotments.act1990.farms.models import CaneState, Exact, Farm
from allotments.act1990.section_359f import CROP_YEARS
from allotments.core.errors import InvalidInput, few_alike
from allotments.core.exact import shown, signed_quantities
from allotments.core.files import writing
from allotments.core.labels import folded
from allotments.display.csv_cells import no_formula
from allotments.display.result import Result, Shown
from allotments.formulas.acreage import proportionate_share, uniform_reduction_percentage
from allotments.rounding import grouped, half_up

_HEADERS = ("Farm", "Acreage base, acres", "Proportionate share, acres")
_PLACES = 2  # of an acre
_MOST_SHOWN = 40  # farms in print
_PERCENT = 100
_TOTALS = re.compile(r"((state|grand|sub|farm) ?)?(total|sum)s?|all( farms)?")  # never a farm's


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
            with writing(path, ".csv"):
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
    farms: Any,
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
        :class:`Farm` models or mappings of their fields in a sequence, or a data frame with the
        columns of the file or of the fields. A row of totals is not a farm, and is refused: one of
        that name, or one that is in every year the sum of all rows before it. [acres]
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
    checked = _checked(_rows_of(farms, cane_state.fiscal_year))
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


def _rows_of(farms: Any, fiscal_year: int) -> Iterable[tuple[str, Any, list[str]]]:
    if isinstance(farms, str | Path):
        return read_farms(farms, fiscal_year)
    for to_rows in ("to_dicts", "to_pylist"):  # of frames of polars and pyarrow
        if hasattr(farms, to_rows):
            farms = getattr(farms, to_rows)()
    if hasattr(farms, "columns"):
        farms = farms.to_dict("records")
    if isinstance(farms, bytes | Mapping | Farm) or hasattr(farms, "read") or not iterable(farms):
        found = shown(farms) if type(farms).__module__ == "builtins" else type(farms).__name__
        expected = "expected farms in a sequence or a frame, or the path of a CSV file"
        raise TypeError(f"farms: found {found}, {expected}")
    return (
        farm_of(f"farms[{at}]", farm, fiscal_year)
        if isinstance(farm, Mapping)
        else (f"farms[{at}]", farm, [])
        for at, farm in enumerate(farms)
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
    sums: tuple[Exact, ...] = (0,) * CROP_YEARS
    counted = 0  # rows with any acres
    for place, given, found in rows:
        faults += found
        if not given:  # a row of too many cells, say
            continue
        try:
            farm = Farm.model_validate(_fields(given))
        except InvalidInput as error:
            faults += [f"{place}, {fault}" for fault in error.faults]
            continue
        if found:
            continue
        key = folded(farm.name)
        if _TOTALS.fullmatch(key):
            faults.append(f"{place}, name: found {shown(farm.name)}, expected a farm, not a total")
        elif counted > 1 and farm.acres == sums:
            expected = "expected a farm; if it is no total, put it first"
            faults.append(f"{place}: found the sum of the rows before, {expected}")
        if key in seen:
            faults.append(f"{place}, name: found {shown(farm.name)} again, first at {seen[key]}")
        seen.setdefault(key, place)
        sums = tuple(map(add, sums, farm.acres))
        counted += any(farm.acres)
        farms.append(farm)
    if faults or not farms:
        raise InvalidInput(few_alike(faults) or ["farms: found none, expected at least one"])
    return farms


def _rounded(acres: Exact) -> Exact:
    return half_up(acres, Fraction(1, 10**_PLACES))


def _acres(value: Exact) -> str:
    return grouped(value, _PLACES)
