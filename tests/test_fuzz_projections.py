"""Projections from odd arguments: refused in a line, or what earlier prints leave, to the ton."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import ceil, floor
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import event, given
from hypothesis import strategies as st
from malformed_input import ROOT, check_line

import allotments
from allotments import InvalidInput, project, wasde

YEARS = ("fy2021", "fy2023", "fy2025")
NOTICES = {name: allotments.load(name) for name in YEARS}
BEET = Fraction(5_435, 10_000)
CANE = Fraction(4_565, 10_000)
HALF = Fraction(1, 2)
REFUSED = (InvalidInput, TypeError, ValueError)
ODD: list[Any] = [
    *(None, True, "", "x", "12441", b"x", [], {}, (), object, 1j, float("nan"), float("inf")),
    *(0, 1, -1, 12_441, 12_441_000, 12_441_000.0, 10**9, 10**9 + 1, 10**30, 10**5_000),
    *(Fraction(1, 3), Decimal(12_441_000), np.int64(12_441_000), np.float32(1e7), np.array(5)),
    *(wasde.report("2026-08"), wasde.report("2010-08"), np.array([1, 2])),
]
SOUND_YEARS = [2027, 2027, 2026, 2032, np.int64(2027)]
FROM: list[Any] = [
    *(*YEARS, *NOTICES.values(), "fy1995", "fy2010-2010-04", "fy2022-2021-12", "nothing", "", "."),
    *(7, None, b"fy2021", Path("none.toml"), Path(), "fy2021\n", ["fy2021"], object()),
]


def printed(name: str) -> tuple[Fraction, dict[str, int]]:
    """The overall quantity and the beet allocations of a bundled file, by the file alone."""
    raw = tomllib.loads((ROOT / "data" / f"{name}.toml").read_text(encoding="utf-8"))
    (quantity, *_) = (b[QUANTITY] for b in raw["printed"] if QUANTITY in b)
    (beet,) = (b["processors"]["beet"] for b in raw["printed"] if "beet" in b.get("processors", {}))
    return Fraction(quantity), beet


QUANTITY = "overall_allotment_quantity"
PRINTED = {name: printed(name) for name in YEARS}


def possible(prints: list[tuple[Fraction, int]], allotment: Fraction) -> tuple[int, int] | None:
    """The least and the greatest that a share which makes all prints can make of an allotment.

    A share makes a print if the part, rounded half up, is it: not below half a ton less, and below
    half a ton more.
    """
    least = max((tons - HALF) / whole for whole, tons in prints)
    most = min((tons + HALF) / whole for whole, tons in prints)
    if least >= most:
        return None
    return floor(least * allotment + HALF), ceil(most * allotment + HALF) - 1


def possible_with_tonnage(
    prints: list[tuple[Fraction, int]], allotment: Fraction
) -> tuple[int, int] | None:
    """The same of a share from 0 to 1 with a tonnage beside it: at the corners of all that fit.

    A corner is where two bounds meet. The greatest is reached if what lies between all corners that
    give it is below every upper bound, and else is the end that is not reached.
    """
    bounds = [(whole, tons + end) for whole, tons in prints for end in (-HALF, HALF)]
    corners = []
    for (one, first), (other, second) in combinations(bounds, 2):
        if one != other:
            share = (first - second) / (one - other)
            corners.append((share, first - share * one))
    corners += [(Fraction(share), b - share * whole) for share in (0, 1) for whole, b in bounds]
    fit = [
        (share, beside)
        for share, beside in corners
        if 0 <= share <= 1
        and all(tons - HALF <= share * a + beside <= tons + HALF for a, tons in prints)
    ]
    if not fit:
        return None
    values = [share * allotment + beside for share, beside in fit]
    best = [corner for corner, value in zip(fit, values, strict=True) if value == max(values)]
    share, beside = (sum(column) / Fraction(len(best)) for column in zip(*best, strict=True))
    reached = all(share * whole + beside < tons + HALF for whole, tons in prints)
    most = floor(max(values) + HALF) if reached else ceil(max(values) + HALF) - 1
    return max(0, floor(min(values) + HALF)), max(0, most)


def check_projection(found: Any, quantity: Fraction) -> None:
    """Sectors are their percentages, and whatever is projected is in order and shows itself."""
    ranges = found.ranges
    assert (floor(quantity + HALF),) * 2 == ranges[QUANTITY]
    assert (floor(BEET * quantity + HALF),) * 2 == ranges["sectors.beet"]
    least, most = ranges["sectors.cane"]
    assert least <= CANE * quantity + HALF
    assert most >= CANE * quantity - HALF
    assert most - least <= 1
    for ends in filter(None, ranges.values()):
        assert 0 <= ends[0] <= ends[1]
    assert str(found)
    assert len(ranges) == len(found.records())


@given(
    st.integers(4_000_000, 20_000_000),
    st.lists(st.sampled_from(YEARS), min_size=2, unique=True),
)
def test_ranges_are_what_shares_that_make_all_prints_leave(quantity: int, names: list[str]) -> None:
    """Of every beet processor, in whatever order the prints are learned from."""
    learned = [NOTICES[name] for name in names]
    found = project(2027, overall_allotment_quantity=quantity, learned_from=learned)
    check_projection(found, Fraction(quantity))
    for processor in PRINTED[names[0]][1]:
        prints = [(BEET * PRINTED[name][0], PRINTED[name][1][processor]) for name in names]
        expected = possible(prints, BEET * quantity)
        event("a share" if expected else "a share and a tonnage")
        expected = expected or possible_with_tonnage(prints, BEET * quantity)
        assert expected == found.ranges[f"processors.beet.{processor}"], processor


@given(st.sampled_from(["fiscal_year", "consumption", QUANTITY, "learned_from"]), st.data())
def test_odd_arguments_are_refused_or_projected(name: str, data: st.DataObject) -> None:
    arguments: dict[str, Any] = {
        "fiscal_year": data.draw(st.sampled_from(SOUND_YEARS)),
        "consumption": 12_441_000,
        "learned_from": ["fy2023", "fy2025"],
    }
    if name == "learned_from":
        odd: Any = data.draw(st.sampled_from(FROM) | st.lists(st.sampled_from(FROM), max_size=3))
    else:
        odd = data.draw(st.sampled_from(ODD))
    try:
        found = project(**{**arguments, name: odd})
    except REFUSED as error:
        event(f"refused: {type(error).__name__}")
        for line in str(error).splitlines() or [""]:
            check_line(line)
        return
    event("accepted")
    consumption = odd if name == "consumption" else 12_441_000
    if isinstance(consumption, wasde.Report):
        consumption = consumption.balance(arguments["fiscal_year"]).consumption
    if name == QUANTITY and odd is not None:
        quantity = Fraction(int(odd))
        assert quantity == odd
    else:
        quantity = Fraction(int(consumption)) * 85 / 100
        assert int(consumption) == consumption
    check_projection(found, quantity)
