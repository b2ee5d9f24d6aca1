"""Section 359b: estimated imports, the trigger, and crystalline fructose.

Figures of fiscal year 1995 are those of FR Doc. 94-25622, in short tons, raw value:
9,247,000 + 1,278,000 = 10,525,000 are needed, 7,890,000 + 1,386,000 = 9,276,000 are there.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allotments.act1990 import (
    allotments_required,
    crystalline_fructose_allotment,
    estimated_imports,
    overall_allotment_quantity,
    threshold_carryover_stocks,
)

TONS = st.integers(0, 20_000_000)
EXACT = st.one_of(TONS, st.fractions(0, 20_000_000, max_denominator=1000))
ESTIMATES = (9_247_000, 1_278_000, 7_890_000, 1_386_000)
KINDS = [int, Fraction, Decimal, float, np.int64, np.float64]
NO_QUANTITIES = [-1, float("nan"), float("inf"), np.array([1.0, -1.0])]
NO_NUMBERS = [True, "1", None, [1]]


def in_every_place(argument: Any) -> list[tuple[Any, ...]]:
    """The four estimates of fiscal year 1995, with *argument* in place of each in turn."""
    return [(*ESTIMATES[:place], argument, *ESTIMATES[place + 1 :]) for place in range(4)]


def test_estimated_imports_of_fiscal_year_1995() -> None:
    """10,525,000 - 9,276,000 = 1,249,000: item 1 of the notice prints 1,249 thousand."""
    assert 1_249_000 == estimated_imports(*ESTIMATES)


def test_estimated_imports_is_negative_where_supply_exceeds_need() -> None:
    assert -3 == estimated_imports(1, 2, 4, 2)


@pytest.mark.parametrize("kind", KINDS)
def test_estimated_imports_exact_in_exact_out(kind: Any) -> None:
    """Nothing is divided: whole numbers give an ``int``, and floats a float."""
    imports = estimated_imports(*(kind(estimate) for estimate in ESTIMATES))
    assert 1_249_000 == imports
    expected = {Fraction: Fraction, float: float, np.float64: float}.get(kind, int)
    assert expected is type(imports)


def test_estimated_imports_of_arrays() -> None:
    """Int arrays do not wrap around: 255 + 255 - 1 - 2 is 507, not 251."""
    uint8 = np.array([255, 7], dtype=np.uint8)
    imports = estimated_imports(uint8, uint8, np.uint8(1), 2)
    assert [507.0, 11.0] == imports.tolist()
    assert np.dtype(np.float64) == imports.dtype
    assert (4, int) == (
        estimated_imports(np.array(9), 0, 3, 2),
        type(estimated_imports(np.array(9), 0, 3, 2)),
    )
    half = estimated_imports(np.array([1.0]), Fraction(1, 2), 0, 0)
    assert ([1.5], np.dtype(np.float64)) == (half.tolist(), half.dtype)


def test_estimated_imports_of_a_million_rows() -> None:
    consumption = np.arange(1_000_000) + 9_000_000
    imports = estimated_imports(consumption, *ESTIMATES[1:])
    assert (1_000_000,) == imports.shape
    assert (1_002_000.0, 2_001_999.0) == (imports[0], imports[-1])
    assert 248_000 == np.count_nonzero(allotments_required(imports))


@pytest.mark.parametrize("wrong", NO_QUANTITIES)
def test_estimated_imports_refuses_what_is_no_quantity(wrong: Any) -> None:
    names = ("consumption", "reasonable_carryover_stocks", "production", "carry_in_stocks")
    for name, arguments in zip(names, in_every_place(wrong), strict=True):
        with pytest.raises(ValueError, match=rf"^{name}: found .*, expected "):
            estimated_imports(*arguments)


@pytest.mark.parametrize("wrong", NO_NUMBERS)
def test_estimated_imports_refuses_what_is_no_number(wrong: Any) -> None:
    for arguments in in_every_place(wrong):
        with pytest.raises(TypeError, match=r": found .*, expected a number"):
            estimated_imports(*arguments)


@given(EXACT, EXACT, EXACT, EXACT)
def test_estimated_imports_and_quantity_identity(c: Any, r: Any, p: Any, s: Any) -> None:
    """The overall quantity is production plus imports less 1,250,000: R-359c-2, as algebra."""
    assert p + estimated_imports(c, r, p, s) - 1_250_000 == overall_allotment_quantity(c, r, s)


@given(TONS, TONS, TONS, TONS)
def test_estimated_imports_of_arrays_and_floats_equal_the_exact(
    c: int, r: int, p: int, s: int
) -> None:
    exact = estimated_imports(c, r, p, s)
    assert exact == estimated_imports(float(c), float(r), float(p), float(s))
    assert [exact] == estimated_imports(np.array([c]), r, np.array([p]), s).tolist()


def test_allotments_required_strictly_below_1_250_000() -> None:
    """359b(b)(1) says "less than": 1,250,000 itself requires nothing, not a ton less does."""
    assert allotments_required(1_249_000) is True
    assert allotments_required(1_249_999) is True
    assert allotments_required(Fraction(2_499_999, 2)) is True
    assert allotments_required(Decimal("1249999.999")) is True
    assert allotments_required(1_250_000) is False
    assert allotments_required(1_250_000.0) is False
    assert allotments_required(1_250_001) is False
    assert allotments_required(-1) is True


def test_allotments_required_of_scalars_and_arrays() -> None:
    """A NumPy scalar and a 0-d array give a plain ``bool``, an array a mask."""
    assert bool is type(allotments_required(np.float64(5)))
    assert bool is type(allotments_required(np.array(5)))
    mask = allotments_required(np.array([1_249_999, 1_250_000]))
    assert ([True, False], np.dtype(bool)) == (mask.tolist(), mask.dtype)


def test_allotments_required_refuses() -> None:
    with pytest.raises(ValueError, match=r"^imports: found nan, expected a finite number$"):
        allotments_required(float("nan"))
    with pytest.raises(TypeError, match=r"^imports: found '1', expected a number$"):
        allotments_required("1")


def test_threshold_carryover_stocks_of_fiscal_year_1995() -> None:
    """1,250,000 + 7,890,000 + 1,386,000 - 9,247,000 = 1,279,000, which the notice discusses."""
    assert 1_279_000 == threshold_carryover_stocks(9_247_000, 7_890_000, 1_386_000)
    assert (1_250_000 + 2.5 - 7, float) == (
        threshold_carryover_stocks(7, 2.5, 0),
        type(threshold_carryover_stocks(7, 2.5, 0)),
    )


def test_threshold_carryover_stocks_refuses() -> None:
    for place, name in enumerate(("consumption", "production", "carry_in_stocks")):
        arguments = [1, 1, 1]
        arguments[place] = -1
        with pytest.raises(ValueError, match=rf"^{name}: found -1, expected a number not below 0$"):
            threshold_carryover_stocks(*arguments)


@given(TONS, TONS, TONS)
def test_threshold_carryover_stocks_is_where_the_trigger_turns(c: int, p: int, s: int) -> None:
    """Stocks at the threshold require no allotments; a ton less does."""
    threshold = threshold_carryover_stocks(c, p, s)
    if threshold >= 0:
        assert allotments_required(estimated_imports(c, threshold, p, s)) is False
    if threshold >= 1:
        assert allotments_required(estimated_imports(c, threshold - 1, p, s)) is True


def test_crystalline_fructose_allotment_of_fiscal_year_1995() -> None:
    """200,000 / 1.07 / 1.17 = 200,000 / 1.2519 = 159,757.169...; item 8 prints 159,757."""
    allotment = crystalline_fructose_allotment()
    assert Fraction(2_000_000_000, 12_519) == allotment
    assert 159_757 == allotment // 1


def test_crystalline_fructose_allotment_of_other_factors() -> None:
    """300 / (2 * 3) = 50; each factor is an argument by name alone."""
    assert Fraction(50) == crystalline_fructose_allotment(
        300, raw_value_factor=2, sweetness_factor=3
    )
    assert Fraction(100) == crystalline_fructose_allotment(
        107, sweetness_factor=1
    )  # 107 raw are 100 refined
    assert 0 == crystalline_fructose_allotment(0)
    with pytest.raises(TypeError, match="positional"):
        crystalline_fructose_allotment(300, 2, 3)  # type: ignore[call-arg]


def test_crystalline_fructose_allotment_does_not_check_the_ceiling() -> None:
    """Half as much again as the Act's 200,000 gives half as much again."""
    assert Fraction(3, 2) * crystalline_fructose_allotment() == crystalline_fructose_allotment(
        300_000
    )


def test_crystalline_fructose_allotment_exact_float_and_array() -> None:
    assert Fraction is type(crystalline_fructose_allotment(Decimal(200_000)))
    assert float is type(crystalline_fructose_allotment(200_000.0))
    array = crystalline_fructose_allotment(np.array([200_000, 0]))
    assert [pytest.approx(159_757.169, abs=1e-3), 0] == array.tolist()
    array = crystalline_fructose_allotment(
        6, raw_value_factor=np.array([1, 2]), sweetness_factor=Fraction(3, 2)
    )
    assert [4.0, 2.0] == array.tolist()


@pytest.mark.parametrize("factor", ["raw_value_factor", "sweetness_factor"])
def test_crystalline_fructose_allotment_refuses(factor: str) -> None:
    """Nothing is divided by zero: one line says which factor, not a warning and infinities."""
    line = rf"^{factor}: found 0, expected a number above 0$"
    with pytest.raises(ValueError, match=line):
        crystalline_fructose_allotment(**{factor: 0})
    with pytest.raises(ValueError, match=rf"^{factor}: found 0.* at index 1$"):
        crystalline_fructose_allotment(**{factor: np.array([1, 0])})
    with pytest.raises(ValueError, match=rf"^{factor}: found -1,"):
        crystalline_fructose_allotment(**{factor: -1})
    with pytest.raises(ValueError, match=r"^sugar_equivalent: found -1,"):
        crystalline_fructose_allotment(-1)
