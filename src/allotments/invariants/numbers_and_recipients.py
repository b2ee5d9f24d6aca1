"""How every invariant reads numbers and recipients, tries a function, and compares.

A *name* is what messages call the number or the recipients. A caller's argument is refused with
:exc:`TypeError` or :exc:`ValueError`; a result breaks an invariant, with :exc:`AssertionError`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from fractions import Fraction
from typing import Any, TypeAlias

from allotments.core.exact import shown

__tracebackhide__ = True

_FLOATS_ERROR = Fraction(1, 1_000_000)

Number: TypeAlias = Any  # int, Fraction, Decimal, float, or a NumPy scalar
Recipients: TypeAlias = Any  # a mapping to numbers, by State or not, or a sequence or array


# What the caller chooses: TypeError or ValueError.


def exact_number(name: str, number: Number) -> Fraction:
    """Return a number as a fraction, a ``float`` as the binary number that it is."""
    try:
        plain = number.item() if hasattr(number, "item") else number
        return Fraction(*plain.as_integer_ratio())
    except (AttributeError, TypeError, OverflowError, ValueError) as fault:
        # NaN and infinities have the method, and refuse.
        error = TypeError if isinstance(fault, AttributeError | TypeError) else ValueError
        raise error(f"{name}: found {shown(number)}, expected a finite number") from None


def exact_above_zero(name: str, number: Number) -> Fraction:
    """Return a number above zero exactly."""
    exact = exact_number(name, number)
    if exact <= 0:
        raise ValueError(f"{name}: found {as_text(exact)}, expected a number above 0")
    return exact


def exact_not_negative(name: str, number: Number) -> Fraction:
    """Return a number not below zero exactly."""
    exact = exact_number(name, number)
    if exact < 0:
        raise ValueError(f"{name}: found {as_text(exact)}, expected a number not below 0")
    return exact


def exact_numbers(
    name: str, recipients: Recipients, like: Collection[Any] | None = None
) -> dict[Any, Fraction]:
    """Return recipients, or a sequence's places, with exact numbers; with *like*, the same ones."""
    flat = flattened(name, recipients)
    if like is not None and not hasattr(recipients, "items"):
        if len(flat) != len(like):
            raise ValueError(
                f"{name}: found {len(flat)} of them, expected {len(like)}, one for each of "
                f"{list(like)}"
            )
        flat = dict(zip(like, flat.values(), strict=True))
    if like is not None and set(flat) != set(like):
        raise ValueError(f"{name}: found {list(flat)}, expected {list(like)}")
    return {key: exact_number(f"{name}[{key!r}]", number) for key, number in flat.items()}


def some_exact_numbers(name: str, recipients: Recipients) -> dict[Any, Fraction]:
    """Return recipients with exact numbers, of whom there must be one at least."""
    given = exact_numbers(name, recipients)
    if not given:
        raise ValueError(f"{name}: found none, expected at least one")
    return given


def exact_quantities(
    name: str, recipients: Recipients, like: Collection[Any] | None = None
) -> dict[Any, Fraction]:
    """Return recipients with exact numbers, none of them below zero."""
    given = exact_numbers(name, recipients, like)
    return {key: exact_not_negative(f"{name}[{key!r}]", number) for key, number in given.items()}


def flattened(name: str, recipients: Recipients) -> dict[Any, Number]:
    """Return recipients with their numbers as they are, those by State as (State, processor)."""
    flat: dict[Any, Number] = {}
    for key, value in pairs(name, recipients):
        if hasattr(value, "items"):
            flat |= {(key, processor): number for processor, number in value.items()}
        else:
            flat[key] = value
    return flat


def pairs(name: str, recipients: Recipients) -> list[tuple[Any, Any]]:
    """Return keys, or a sequence's places, with what stands there."""
    try:
        return list(recipients.items() if hasattr(recipients, "items") else enumerate(recipients))
    except TypeError:
        raise TypeError(
            f"{name}: found {shown(recipients)}, expected a mapping, a sequence or an array"
        ) from None


# What a function is tried with: exact numbers, made one kind for it.


def exact_case(
    name: str, recipients: Recipients, *beside: Number
) -> tuple[dict[Any, Fraction], Callable[[Fraction], Number]]:
    """Return recipients exactly, and what makes one kind of them and of the numbers *beside*."""
    flat = flattened(name, recipients)
    return some_exact_numbers(name, flat), kind_of(*beside, *flat.values())


def kind_of(*given: Number) -> Callable[[Fraction], Number]:
    """Return what makes a ``float`` if any of the numbers is one, otherwise an exact number."""
    floats = (
        isinstance(number, float) or getattr(getattr(number, "dtype", None), "kind", "") == "f"
        for number in given
    )
    return float if any(floats) else _plain


def _plain(number: Fraction) -> int | Fraction:
    return number.numerator if number.denominator == 1 else number


def as_given(
    recipients: Recipients, numbers: dict[Any, Fraction], kind: Callable[[Fraction], Number]
) -> dict[Any, Any]:
    """Return exact numbers as one kind, and by State where the recipients are."""
    return {
        key: {processor: kind(numbers[key, processor]) for processor in value}
        if hasattr(value, "items")
        else kind(numbers[key])
        for key, value in pairs("", recipients)
    }


def with_more(given: dict[Any, Fraction], name: str, key: Any, more: Number) -> dict[Any, Fraction]:
    """Return numbers, that of *key* greater by *more*; a message calls the key *name*."""
    if key not in given:
        raise ValueError(f"{name}: found {shown(key)}, expected one of {list(given)}")
    return {**given, key: given[key] + exact_not_negative("more", more)}


# What is checked: AssertionError.


def exact_result(name: str, number: Number) -> Fraction:
    """Return a result exactly; one that is not a finite number breaks an invariant."""
    try:
        return exact_number(name, number)
    except (TypeError, ValueError) as fault:
        raise AssertionError(str(fault)) from None


def exact_results(
    name: str, recipients: Recipients, like: Collection[Any] | None = None
) -> dict[Any, Fraction]:
    """Return results exactly; other recipients than those asked for break an invariant, too."""
    try:
        return exact_numbers(name, recipients, like)
    except (TypeError, ValueError) as fault:
        raise AssertionError(str(fault)) from None


def sum_of_results(name: str, recipients: Recipients) -> Fraction:
    """Return the exact sum of results."""
    return sum(exact_results(name, recipients).values(), Fraction(0))


def check_equal(name: str, found: Number, expected: Fraction | int, tolerance: Number) -> None:
    """Check that a result is what is expected, or as near to it as *tolerance* says."""
    allowed = exact_not_negative("tolerance", tolerance)
    exact = exact_result(name, found)
    if abs(exact - expected) > allowed:
        give_or_take = f", give or take {as_text(allowed)}" if allowed else ""
        hint = _of_a_float(exact, abs(exact - expected) - allowed)
        wanted = f"expected {as_text(Fraction(expected))}{give_or_take}{hint}"
        raise AssertionError(f"{name}: found {as_text(exact)}, {wanted}")


def check_at_least(name: str, found: Number, least: Fraction | int, tolerance: Number) -> None:
    """Check that a result is not below the *least*, but for the *tolerance*."""
    allowed = exact_not_negative("tolerance", tolerance)
    exact = exact_result(name, found)
    if exact < least - allowed:
        raise AssertionError(
            f"{name}: found {as_text(exact)}, expected at least {as_text(Fraction(least))}"
            f"{_of_a_float(exact, least - allowed - exact)}"
        )


def check_at_most(name: str, found: Number, most: Fraction, tolerance: Number) -> None:
    """Check that a result is not above the *most*, but for the *tolerance*."""
    allowed = exact_not_negative("tolerance", tolerance)
    exact = exact_result(name, found)
    if exact > most + allowed:
        hint = _of_a_float(exact, exact - most - allowed)
        wanted = f"expected at most {as_text(most)}{hint}"
        raise AssertionError(f"{name}: found {as_text(exact)}, {wanted}")


def check_between(name: str, found: Number, given: dict[Any, Fraction], tolerance: Number) -> None:
    """Check that a result is not outside the numbers given, but for the *tolerance*."""
    check_at_least(name, found, min(given.values()), tolerance)
    check_at_most(name, found, max(given.values()), tolerance)


def _of_a_float(exact: Fraction, off: Fraction) -> str:
    """Return what would do where a float is off by no more than its own last digits."""
    parts = exact.denominator  # of a float a power of two
    if parts == 1 or parts & (parts - 1) or off > _FLOATS_ERROR:
        return ""
    return "; a float is a binary number, and tolerance=1e-6 lets it be off by its last digits"


def check_all_equal(
    name: str, found: Recipients, expected: dict[Any, Fraction], tolerance: Number
) -> None:
    """Check that each recipient's result is what is expected of it."""
    for key, number in exact_results(name, found, expected).items():
        check_equal(f"{name} {key!r}", number, expected[key], tolerance)


def check_in_proportion(
    shares: dict[Any, Fraction], bases: dict[Any, Fraction], tolerance: Number
) -> None:
    """Check that exact shares stand to each other as exact bases do."""
    all_shares, all_bases = sum(shares.values()), sum(bases.values())
    for key, share in shares.items():
        check_equal(f"share of {key!r}", share, bases[key] * all_shares / all_bases, tolerance)


def as_text(exact: Fraction) -> str:
    """Return an exact number for a message, a fraction with the ``float`` next to it."""
    plain = str(_plain(exact))
    return plain if "/" not in plain else f"{plain} ({float(exact)!r})"
