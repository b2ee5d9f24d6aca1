"""Numbers, names and histories, for any Act."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from string import ascii_uppercase
from typing import Any, TypeAlias

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from allotments.ground.base_model import LARGEST_QUANTITY

__all__ = [
    "Exact",
    "bases",
    "check_bounds",
    "check_sizes",
    "crop_years",
    "divided",
    "elements_of",
    "names",
    "numbers",
    "quantities",
    "with_one_above",
]

Exact: TypeAlias = int | Fraction | Decimal

# Letters, numerals, punctuation and symbols: printable all, and no blank among them.
_NAMES = st.text(st.characters(categories=("L", "N", "P", "S")), max_size=8)
_LETTERS = ascii_uppercase
_THOUSANDTHS = 3
_LARGEST_DENOMINATOR = 1_000


def check_bounds(min_value: int, max_value: int, *, above: int = 0) -> None:
    """Refuse bounds that are no whole numbers, or not ``above <= min_value <= max_value``.

    Raises
    ------
    hypothesis.errors.InvalidArgument
    """
    for name, value in (("min_value", min_value), ("max_value", max_value)):
        if type(value) is not int:
            raise InvalidArgument(f"{name}: found {value!r:.60}, expected a whole number")
    if not above <= min_value <= max_value <= LARGEST_QUANTITY:
        raise InvalidArgument(
            f"min_value, max_value: found {min_value} and {max_value}, expected "
            f"{above} <= min_value <= max_value <= {LARGEST_QUANTITY:,}"
        )


def check_sizes(min_size: int, max_size: int, *, most: int | None = None) -> None:
    """Refuse sizes that are no whole numbers, or not ``1 <= min_size <= max_size <= most``."""
    most = max_size if most is None else most
    if not (type(min_size) is int and type(max_size) is int and 1 <= min_size <= max_size <= most):
        raise InvalidArgument(
            f"min_size, max_size: found {min_size!r:.60} and {max_size!r:.60}, expected whole "
            f"numbers, 1 <= min_size <= max_size{'' if most == max_size else f' <= {most}'}"
        )


def quantities(*, min_value: int = 0, max_value: int = LARGEST_QUANTITY) -> st.SearchStrategy[int]:
    """Return a strategy for quantities as the models hold them: whole numbers. [short tons]."""
    check_bounds(min_value, max_value)
    return st.integers(min_value, max_value)


def numbers(*, min_value: int = 0, max_value: int = LARGEST_QUANTITY) -> st.SearchStrategy[Exact]:
    """Return a strategy for exact numbers as the formulas take them.

    ``int``, ``Fraction`` of a denominator up to 1,000, ``Decimal`` of three places.
    """
    check_bounds(min_value, max_value)
    return st.one_of(
        st.integers(min_value, max_value),
        st.fractions(min_value, max_value, max_denominator=_LARGEST_DENOMINATOR),
        st.decimals(min_value, max_value, places=_THOUSANDTHS),
    )


def crop_years(
    *,
    min_size: int = 5,
    max_size: int = 5,
    min_value: int = 0,
    max_value: int = LARGEST_QUANTITY,
    whole: bool = True,
) -> st.SearchStrategy[list[Any]]:
    """Return a strategy for one number for each crop year, by default of five.

    With *whole* they are whole numbers, else any of :func:`numbers`.
    """
    check_sizes(min_size, max_size)
    elements = elements_of(min_value, max_value, whole=whole)
    return st.lists(elements, min_size=min_size, max_size=max_size)


def elements_of(min_value: int, max_value: int, *, whole: bool) -> st.SearchStrategy[Any]:
    """Return :func:`quantities`, or with *whole* false :func:`numbers`."""
    return (quantities if whole else numbers)(min_value=min_value, max_value=max_value)


def names(*, min_size: int = 1, max_size: int = 5) -> st.SearchStrategy[list[str]]:
    """Return a strategy for names that differ by more than case and blanks.

    The last letter of each tells it from the others, or what follows its last number sign.
    """
    check_sizes(min_size, max_size)
    return st.lists(_NAMES, min_size=min_size, max_size=max_size).map(
        lambda beginnings: [
            f"{beginning}{_LETTERS[place] if place < len(_LETTERS) else f'#{place}'}"
            for place, beginning in enumerate(beginnings)
        ]
    )


def bases(
    *,
    min_size: int = 1,
    max_size: int = 5,
    min_value: int = 0,
    max_value: int = LARGEST_QUANTITY,
    whole: bool = True,
) -> st.SearchStrategy[dict[str, Any]]:
    """Return a strategy for recipients with weighted bases, one of them above zero at least.

    Parameters
    ----------
    min_size, max_size
        How many recipients.
    min_value, max_value
        Of each base; *max_value* above zero. [short tons, raw value]
    whole
        Whether the bases are whole numbers, or any of :func:`numbers`.
    """
    check_sizes(min_size, max_size)
    check_bounds(min_value, max_value)
    check_bounds(1, max_value, above=1)
    return _bases(min_size, max_size, min_value, max_value, whole=whole)


@st.composite
def _bases(
    draw: st.DrawFn, min_size: int, max_size: int, min_value: int, max_value: int, *, whole: bool
) -> dict[str, Any]:
    recipients = draw(names(min_size=min_size, max_size=max_size))
    return dict(
        zip(
            recipients,
            with_one_above(
                draw,
                len(recipients),
                lambda least: elements_of(max(least, min_value), max_value, whole=whole),
            ),
            strict=True,
        )
    )


def with_one_above(
    draw: st.DrawFn, count: int, of_least: Callable[[int], st.SearchStrategy[Any]]
) -> list[Any]:
    """Draw *count* values, one of them from ``of_least(1)``, the others from ``of_least(0)``."""
    above = draw(st.integers(0, count - 1))
    return [draw(of_least(1 if place == above else 0)) for place in range(count)]


def divided(draw: st.DrawFn, whole: int, count: int) -> list[int]:
    """Draw *count* whole numbers, not negative, that add up to *whole*."""
    cuts = sorted(draw(st.lists(st.integers(0, whole), min_size=count - 1, max_size=count - 1)))
    return [end - start for start, end in zip([0, *cuts], [*cuts, whole], strict=True)]
