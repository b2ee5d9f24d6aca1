"""Weights of the three criteria, in every spelling that the formulas of the 1990 Act take."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from math import gcd
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from hypothesis import strategies as st

from allotments.strategies.quantities import check_bounds, with_one_above

Weights: TypeAlias = tuple[int, int, int]

_CRITERIA = 3
_LARGEST_WEIGHT = 100


class SpelledWeights(NamedTuple):
    """Weights as somebody may write them, and the lowest whole numbers that they stand for."""

    spelled: Any
    """In a form that the formulas take."""
    exact: Weights
    """In lowest terms."""


def weights(*, min_value: int = 0, max_value: int = _LARGEST_WEIGHT) -> st.SearchStrategy[Weights]:
    """Return a strategy for relative weights as whole numbers in lowest terms.

    Parameters
    ----------
    min_value, max_value
        Of each weight before it is reduced; *max_value* above zero.
    """
    return _wholes(*check_bounds(min_value, max_value, reaching=1)).map(_reduced)


def spelled_weights(
    *, min_value: int = 0, max_value: int = _LARGEST_WEIGHT
) -> st.SearchStrategy[SpelledWeights]:
    """Return a strategy for relative weights in every spelling that the formulas take.

    Whole numbers, percent, shares, strings of decimals and of fractions, decimals, floats, one by
    one or alike, in a tuple, a list or a NumPy array.
    """
    return _spelled(*check_bounds(min_value, max_value, reaching=1))


@st.composite
def _wholes(draw: st.DrawFn, min_value: int, max_value: int) -> Weights:
    first, second, third = with_one_above(
        draw, _CRITERIA, lambda least: st.integers(max(least, min_value), max_value)
    )
    return first, second, third


def _reduced(wholes: Weights) -> Weights:
    first, second, third = wholes
    divisor = gcd(*wholes)
    return first // divisor, second // divisor, third // divisor


_SPELLINGS: tuple[Callable[[int], Any], ...] = (
    int,
    str,
    Fraction,
    Decimal,
    float,
    np.int64,
    np.float64,
    lambda whole: f"{whole}/1",
    lambda whole: f"{whole}.00",
)
# By the sum or by a hundred, alike for all three.
_DIVIDED_SPELLINGS: tuple[Callable[[int, int], Any], ...] = (
    Fraction,
    lambda whole, of: f"{whole}/{of}",
    lambda whole, _: whole / 100,
    lambda whole, _: f"{Decimal(whole) / 100}",
    lambda whole, _: Decimal(whole).scaleb(-2),
)


@st.composite
def _spelled(draw: st.DrawFn, min_value: int, max_value: int) -> SpelledWeights:
    wholes = draw(_wholes(min_value, max_value))
    if draw(st.booleans()):
        divisions: st.SearchStrategy[Callable[[int, int], Any]] = st.sampled_from(
            _DIVIDED_SPELLINGS
        )
        divide = draw(divisions)
        given: list[Any] = [divide(whole, sum(wholes)) for whole in wholes]
    else:
        spellings: st.SearchStrategy[Callable[[int], Any]] = st.sampled_from(_SPELLINGS)
        given = [draw(spellings)(whole) for whole in wholes]
    plain = all(isinstance(weight, int | float) for weight in given)
    forms: list[Callable[[Any], Any]] = [tuple, list, *([np.array] if plain else [])]
    return SpelledWeights(forms[draw(st.integers(0, len(forms) - 1))](given), _reduced(wholes))
