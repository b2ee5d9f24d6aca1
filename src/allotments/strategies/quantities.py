"""Numbers, names and histories, for any Act."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from string import ascii_uppercase
from typing import Any, TypeAlias

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from allotments.core.exact import whole_or_as_given
from allotments.core.limits import LARGEST_QUANTITY

Exact: TypeAlias = int | Fraction | Decimal

# Letters, numerals, punctuation and symbols: printable all, and no blank among them.
_NAMES = st.text(st.characters(categories=("L", "N", "P", "S")), max_size=8)
USUAL_CROP_YEARS = (5, 5)  # how many, by default
_USUAL = (1, 5)  # recipients
_LETTERS = ascii_uppercase
_THOUSANDTHS = 3
_LARGEST_DENOMINATOR = 1_000


def check_bounds(
    min_value: int,
    max_value: int,
    *,
    least: int = 0,
    most: int = LARGEST_QUANTITY,
    reaching: int = 0,
    apart: int = 0,
) -> tuple[int, int]:
    """Return bounds as ``int``: whole numbers, ``least <= min_value <= max_value <= most``.

    *max_value* must be *reaching* at least, and *apart* or more above *min_value*.

    Raises
    ------
    hypothesis.errors.InvalidArgument
    """
    given = {"min_value": min_value, "max_value": max_value}
    min_value, max_value = _whole(given).values()
    if not (least <= min_value <= max_value - apart and reaching <= max_value <= most):
        raise InvalidArgument(
            f"min_value, max_value: found {min_value:,} and {max_value:,}, expected "
            f"{least:,} <= min_value <= max_value <= {most:,}"
            f"{f', max_value at least {reaching:,}' if reaching else ''}"
            f"{f', {apart:,} apart at least' if apart else ''}"
        )
    return min_value, max_value


def sizes(
    min_size: int | None, max_size: int | None, usual: tuple[int, int], *, most: int | None = None
) -> tuple[int, int]:
    """Return the sizes in force: what is not given is *usual*, or as near to that as it can be.

    >>> sizes(1, None, (1, 5)), sizes(10, None, (1, 5)), sizes(None, 3, (5, 5))
    ((1, 5), (10, 10), (3, 3))

    Raises
    ------
    hypothesis.errors.InvalidArgument
        If one is not a whole number, or unless ``1 <= min_size <= max_size <= most``.
    """
    both = {"min_size": min_size, "max_size": max_size}
    given = _whole({name: size for name, size in both.items() if size is not None})
    least, greatest = usual
    least = given.get("min_size", min(least, given.get("max_size", least)))
    greatest = given.get("max_size", max(greatest, least))
    if not 1 <= least <= greatest <= (greatest if most is None else most):
        raise InvalidArgument(
            f"{', '.join(given)}: found {' and '.join(map(str, given.values()))}, expected "
            f"1 <= min_size <= max_size{'' if most is None else f' <= {most}'}"
        )
    return least, greatest


def _whole(given: Mapping[str, Any]) -> dict[str, int]:
    """Return whole numbers of whatever numeric type as ``int``."""
    found = {name: whole_or_as_given(value) for name, value in given.items()}
    faults = [
        f"{name}: found {value!r:.60}, expected a whole number"
        for name, value in found.items()
        if type(value) is not int
    ]
    if faults:
        raise InvalidArgument("; ".join(faults))
    return found


def check_flag(name: str, value: object, *, optional: bool = False) -> None:
    """Refuse a value that is not ``True`` or ``False``, or with *optional* ``None``."""
    if not (isinstance(value, bool) or (optional and value is None)):
        expected = "True, False or None" if optional else "True or False"
        raise InvalidArgument(f"{name}: found {value!r:.60}, expected {expected}")


def check_drawn(name: str, value: object, kind: type[Any], strategy: str) -> None:
    """Refuse a value that is not a *kind*: the strategy itself, where one it draws is expected."""
    if not isinstance(value, kind):
        raise InvalidArgument(
            f"{name}: found {value!r:.60}, expected a value of {kind.__name__}, as {strategy} "
            "draws it"
        )


def quantities(*, min_value: int = 0, max_value: int = LARGEST_QUANTITY) -> st.SearchStrategy[int]:
    """Return a strategy for quantities as the models hold them: whole numbers. [short tons]."""
    return st.integers(*check_bounds(min_value, max_value))


def numbers(*, min_value: int = 0, max_value: int = LARGEST_QUANTITY) -> st.SearchStrategy[Exact]:
    """Return a strategy for exact numbers as the formulas take them.

    ``int``, ``Fraction`` of a denominator up to 1,000, ``Decimal`` of three places.
    """
    bounds = check_bounds(min_value, max_value)
    return st.one_of(
        st.integers(*bounds),
        st.fractions(*bounds, max_denominator=_LARGEST_DENOMINATOR),
        st.decimals(*bounds, places=_THOUSANDTHS),
    )


def crop_years(
    *,
    min_size: int | None = None,
    max_size: int | None = None,
    min_value: int = 0,
    max_value: int = LARGEST_QUANTITY,
    whole: bool = True,
) -> st.SearchStrategy[list[Any]]:
    """Return a strategy for one number for each crop year, by default of five.

    Parameters
    ----------
    min_size, max_size
        How many crop years: five, or as near to that as the other of the two lets it be.
    min_value, max_value
        Of each number.
    whole
        Whether they are whole numbers, or any of :func:`numbers`.
    """
    check_flag("whole", whole)
    least, greatest = sizes(min_size, max_size, USUAL_CROP_YEARS)
    elements = elements_of(min_value, max_value, whole=whole)
    return st.lists(elements, min_size=least, max_size=greatest)


def elements_of(min_value: int, max_value: int, *, whole: bool) -> st.SearchStrategy[Any]:
    """Return :func:`quantities`, or with *whole* false :func:`numbers`."""
    return (quantities if whole else numbers)(min_value=min_value, max_value=max_value)


def names(*, min_size: int = 1, max_size: int | None = None) -> st.SearchStrategy[list[str]]:
    """Return a strategy for names that differ by more than case and blanks.

    The last letter of each tells it from the others, or what follows its last number sign.

    Parameters
    ----------
    min_size, max_size
        How many names; by default up to five, or just *min_size* if that is more.
    """
    least, greatest = sizes(min_size, max_size, _USUAL)
    return st.lists(_NAMES, min_size=least, max_size=greatest).map(
        lambda beginnings: [
            f"{beginning}{_LETTERS[place] if place < len(_LETTERS) else f'#{place}'}"
            for place, beginning in enumerate(beginnings)
        ]
    )


def bases(
    *,
    min_size: int = 1,
    max_size: int | None = None,
    min_value: int = 0,
    max_value: int = LARGEST_QUANTITY,
    whole: bool = True,
) -> st.SearchStrategy[dict[str, Any]]:
    """Return a strategy for recipients with weighted bases, at least one of them above zero.

    Parameters
    ----------
    min_size, max_size
        How many recipients; see :func:`names`.
    min_value, max_value
        Of each base; *max_value* above zero. [short tons, raw value]
    whole
        Whether the bases are whole numbers, or any of :func:`numbers`: ``int``, ``Fraction`` and
        ``Decimal``, mixed in one mapping.
    """
    check_flag("whole", whole)
    least, greatest = sizes(min_size, max_size, _USUAL)
    bounds = check_bounds(min_value, max_value, reaching=1)
    return _bases(least, greatest, *bounds, whole=whole)


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
