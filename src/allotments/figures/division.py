"""Rules that the chains of several Acts have: constants, divisions, and what changes pro rata."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import product
from typing import Any, TypeAlias

import numpy as np

from allotments.core.exact import divide
from allotments.figures.act import Named
from allotments.figures.figure import Exact, Figure, Key, Range, Rule
from allotments.formulas.criteria import weighted_average

When: TypeAlias = tuple[str, Callable[[Any], Any]] | None

_CANE, _STATES = "sectors.cane", "states"  # that those of States are parts of
_ROUNDED = 50  # short tons; half of the last digit of a print in tenths of a TST


def recipients_of(named: Named, family: str, group: str = "") -> Sequence[str]:
    """Return who is named in a family, or in its group."""
    return named.get(family, {}).get(group, ())


def known_in_part(figures: Mapping[str, Figure]) -> set[str]:
    """Return the paths of quantities of which only some parts are known: less than the whole.

    Of State allotments that nobody states all parts are known where, with the other States, they
    make up cane sugar's. What rounding of the parts can explain is not missing.

    >>> beet = Figure(Key("sectors", "", "beet"), "sectors.beet", "", 9_000, "computed", "")
    >>> one = Figure(Key("processors", "beet", "A"), "processors.beet.A", "", 5_000, "recorded", "",
    ...              part_of="sectors.beet")
    >>> known_in_part({figure.path: figure for figure in (beet, one)})
    {'sectors.beet'}
    """
    parts: dict[str, list[Exact]] = {}
    for figure in figures.values():
        if figure.recipient and figure.part_of:
            parts.setdefault(figure.part_of, []).append(figure.value)
    found = {
        whole
        for whole, values in parts.items()
        if whole in figures and _missing(figures[whole].value, values)
    }
    unstated = {whole for whole in parts if whole not in figures}
    states = {whole for whole in unstated if whole.startswith(_STATES)}
    families = {whole.partition(".")[0] for whole in states}
    values = [one for whole in states for one in parts[whole]]
    values += [one.value for one in figures.values() if one.family in families]
    cane = figures.get(_CANE)
    all_there = cane is not None and not _missing(cane.value, values)
    return found | unstated - (states if all_there else set())


def whole_of(figures: Mapping[str, Figure], part: Figure) -> Figure | None:
    """Return what a figure is a part of; cane sugar's allotment where nobody states the State's."""
    whole = _CANE if part.part_of.startswith(_STATES) else ""
    return figures.get(part.part_of) or figures.get(whole)


def _missing(whole: Exact, parts: Sequence[Exact]) -> bool:
    return whole - sum(parts) > _ROUNDED * len(parts)


def constant(
    key: Key | str,
    title: str,
    value: Exact,
    paragraph: str,
    unit: str = "short tons",
    part_of: str = "",
) -> Rule:
    """Return the rule of a number that the law states."""
    return Rule(
        key=Key(key) if isinstance(key, str) else key,
        title=title,
        paragraph=paragraph,
        formula=lambda: value,
        origin="constant",
        unit=unit,
        part_of=part_of,
    )


def stated(
    key: Key, titles: Mapping[str, str], whose: str, paragraph: str, unit: str = "short tons"
) -> Iterator[Rule]:
    """Yield the rule of each item of *key* that inputs state, by its title."""
    for item, title in titles.items():
        yield Rule(
            key=key._replace(item=item),
            title=f"{title}, {whose}" if whose else title,
            paragraph=paragraph,
            origin="input",
            unit=unit,
        )


def weighted(
    key: Key, title: str, criteria: Key, weights: Sequence[Key], paragraph: str, when: When = None
) -> Rule:
    """Return the rule of a weighted base: of three criteria, whose items are those of *weights*."""
    operands = [criteria._replace(item=weight.item) for weight in weights]
    return Rule(
        key=key,
        title=title,
        paragraph=paragraph,
        operands=tuple(key.path for key in (*operands, *weights)),
        formula=weighted_average,
        text="{0} * {3} + {1} * {4} + {2} * {5}",
        when=when,
    )


def parts(
    family: str, bases: Sequence[Key], whole: str, paragraph: str, when: When = None
) -> Iterator[Rule]:
    """Yield the rule of each recipient's part of *whole*, in proportion to the bases of all."""
    operands = tuple(key.path for key in bases)
    for key in bases:
        yield Rule(
            key=key._replace(family=family),
            title=key.recipient,
            paragraph=paragraph,
            operands=(key.path, *operands, whole),
            formula=part,
            text=f"{{{len(operands) + 1}}} * {share_text(len(operands))}",
            part_of=whole,
            when=when,
            span=partial(part_span, key.path, operands, whole),
            affine_in=(whole,),
        )


def share_text(count: int) -> str:
    """Return the formula of one base over the sum of *count* of them."""
    return f"{{0}} / ({' + '.join(f'{{{place + 1}}}' for place in range(count))})"


def part(base: Any, *bases_and_whole: Any) -> Any:
    """Return a recipient's part: its base, then the bases of all, then the whole.

    >>> part(1, 1, 3, 100)
    Fraction(25, 1)
    """
    *bases, whole = bases_and_whole
    return divide(whole * base, sum(bases))


def recorded(key: Key, part_of: str, paragraph: str, when: When = None) -> Rule:
    """Return the rule of a quantity that stands as printed."""
    return Rule(
        key=key,
        title=key.recipient,
        paragraph=f"{paragraph}, as printed",
        origin="recorded",
        part_of=part_of,
        when=when,
    )


def _as_its_whole(quantity: Any, new: Any, old: Any) -> Any:
    """Return what a part is once its whole is *new*; of a whole of nothing it stays nothing."""
    nothing = isinstance(old, int | Fraction) and old == 0 and not np.any(quantity)
    return quantity * new if nothing else divide(quantity * new, old)


def pro_rata(
    key: Key,
    whole: tuple[str, str],
    part_of: str,
    paragraph: str,
    when: When = None,
    by: str = "sec. 359c(g)(2)",
) -> Iterator[Rule]:
    """Yield a recorded quantity, and what it becomes as its *whole*, now and before, changes.

    It is recorded under one *paragraph*, and changes *by* another.
    """
    as_printed = key._replace(family=f"recorded.{key.family}")
    yield Rule(
        key=as_printed,
        title=f"{key.recipient}, as printed",
        paragraph=paragraph,
        origin="recorded",
        when=when,
    )
    yield Rule(
        key=key,
        title=key.recipient,
        paragraph=by,
        operands=(as_printed.path, *whole),
        formula=_as_its_whole,
        text="{0} * {1} / {2}",
        origin="pro rata",
        part_of=part_of,
        when=when,
        affine_in=whole[:1],
    )


# The ranges of what does not simply rise with all its operands.


def share_span(base: str, bases: Sequence[str], at: Callable[[str], Range]) -> Range:
    """Return the exact range of one base over the sum of all of them."""
    least, greatest = at(base)
    others = [at(path) for path in bases if path != base]
    return (
        share(least, sum(high for _, high in others), nothing=1),
        share(greatest, sum(low for low, _ in others), nothing=0),
    )


def share(base: Exact, others: Exact, *, nothing: int) -> Fraction:
    """Return a base's share, or *nothing* where base and others are zero at this corner.

    For the least share that means others that are always zero: the base, once above it, has all.
    For the greatest it means a base that is always zero.
    """
    return Fraction(base) / (base + others) if base + others else Fraction(nothing)


def part_span(base: str, bases: Sequence[str], whole: str, at: Callable[[str], Range]) -> Range:
    """Return the exact range of a recipient's part of a whole."""
    return product_span(at(whole), share_span(base, bases, at))


def product_span(first: Range, second: Range) -> Range:
    """Return the range of a product, whatever the signs."""
    corners = [one * other for one, other in product(first, second)]
    return min(corners), max(corners)


def difference_span(first: str, second: str, at: Callable[[str], Range]) -> Range:
    """Return the range of the first less the second."""
    (least, greatest), (low, high) = at(first), at(second)
    return least - high, greatest - low
